"""Shows an embedded store as a graph of rdflib, for who knows that library: a store comes in, an `rdflib.Graph` over it goes out.

Nothing is copied, and queries are answered by Oxigraph: rdflib's own evaluation of SPARQL, which is up to a hundred times slower and may
fetch what a query names, is never used. So queries are strings. Needs oxrdflib (the extra `[rdflib]`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph
from rdflib import Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import MissingLibraryError, StoreError
from kg.graph import PREFIXES

try:
    from oxrdflib import OxigraphStore
except ImportError as error:
    raise MissingLibraryError("oxrdflib", "rdflib") from error

if TYPE_CHECKING:
    from rdflib.query import Result

    from kg.store.embedded import EmbeddedStore


class _AsStrings(OxigraphStore):
    """Refuses what the engine cannot answer, where rdflib would else answer itself."""

    def query(self, query: Any, *others: Any, **options: Any) -> Result:  # noqa: ANN401 - as the library has them
        if not isinstance(query, str):
            raise StoreError("a prepared query cannot be asked of this graph. Give it as a string")
        try:
            return super().query(query, *others, **options)
        except NotImplementedError as error:
            raise StoreError(f"{error}. Give the query as a string, and nothing with it but initNs and initBindings") from error

    def __len__(self, context: Graph | None = None) -> int:
        """Count the default graph, which is all that is seen here; the library counts what is distinct, and takes 40 times as long."""
        del context
        return sum(1 for _ in self._inner.quads_for_pattern(None, None, None, DefaultGraph()))


def rdflib_graph(store: EmbeddedStore) -> Graph:
    """Return what is said in a store, without the ontology, as a graph of rdflib; changes go to the store, if it takes them."""
    graph = Graph(store=_AsStrings(store=store.oxigraph), identifier=DATASET_DEFAULT_GRAPH_ID)
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri, override=True)
    return graph
