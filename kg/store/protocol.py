"""What a store is, whatever keeps it: memory, a `.kg` folder, or a SPARQL 1.1 service.

Quads come in; answers of SPARQL and quads go out. Every implementation passes `tests/test_store_contract.py`. What questions may be asked,
and how rows look, is `kg.query`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, Self

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Variable

Answer = QuerySolutions | QueryBoolean | QueryTriples
Finish = Callable[[pyoxigraph.Store], object]


class Store(Protocol):
    """A graph that can be asked, changed and written out. Use it as a context manager, or `close` it."""

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[Variable, NamedNode | Literal] | None = None,
    ) -> Answer:
        """Answer a SPARQL query over the default graph.

        Args:
            sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
            prefixes: What the query need not declare.
            substitutions: Values of variables among the columns of a SELECT.

        Raises:
            SyntaxError: It is no query.
            StoreError: The store cannot answer.
        """
        ...

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None) -> None:
        """Change the graph by a SPARQL update: all of it, or nothing.

        Raises:
            SyntaxError: It is no update.
            StoreError: The store refuses.
        """
        ...

    def change(self, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
        """Take quads out, and then put others in; what is not there to be taken out is no error.

        Raises:
            StoreError: The store refuses.
        """
        ...

    def replace(self, quads: Iterable[Quad]) -> None:
        """Make `quads` the whole graph; they are not held in memory, unless that is where the store is.

        Raises:
            StoreError: The store refuses.
        """
        ...

    def quads(self) -> Iterator[Quad]:
        """Yield every quad, in no order that can be relied on; literals are canonical (`kg.store.canonical`)."""
        ...

    def __len__(self) -> int:
        """Return the number of quads, the ontology's included."""
        ...

    @property
    def closed(self) -> bool:
        """Whether it can no longer be asked."""
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is harmless."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...
