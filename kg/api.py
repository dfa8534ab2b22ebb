"""A graph to ask, draw and export: the rooms to the right of the store behind one object.

Each method imports what it uses when it is called: asking a graph loads neither the picture's libraries nor the reader.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from kg.errors import UnknownNameError
from kg.store import FORMATS, EmbeddedStore, export, open_store

if TYPE_CHECKING:
    import networkx as nx

    from kg.query import Answer, Parameter, Table
    from kg.view import NewsNetwork

GRAPHML = "graphml"
COUNTED = {
    "articles": "a kg:Document",
    "entities": "a kg:Entity",
    "events": "a kg:Event",
    "assertions": "a kg:Assertion . FILTER NOT EXISTS { ?thing a kg:DerivedAssertion }",
    "derived assertions": "a kg:DerivedAssertion",
    "counts": "a kg:Count",
}
"""What `info` counts: the name of the figure, as `build` reports it, and what holds of each thing."""


class Graph:
    """A graph that `build` made, opened for reading. Use it as a context manager, or `close` it.

    Attributes:
        folder: The `.kg` folder.
        store: The store in it, for what this class does not offer.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.store: EmbeddedStore = open_store(self.folder)

    def query(self, sparql: str, /, *, limit: int | None = None, **parameters: Parameter) -> Answer:
        """Answer a SPARQL query: a `Table` for SELECT, `Triples` for CONSTRUCT, a bool for ASK.

        Args:
            sparql: The query; the common prefixes are known.
            limit: The most rows to return; `None`: all.
            **parameters: Values of variables of the query, by name.

        Raises:
            QueryError: It is no query, would change data, or a parameter is not among its variables.
        """
        from kg.query import query  # noqa: PLC0415

        return query(self.store, sparql, limit=limit, **parameters)

    def named(self, name: str, /, *, limit: int | None = None, **parameters: Parameter) -> Answer:
        """Answer one of the questions of `ontology/queries/`; its parameters may be left out.

        Raises:
            UnknownNameError: There is no such question, or it has no such parameter; the message lists those there are.
        """
        from kg.query import ask_named  # noqa: PLC0415

        return ask_named(self.store, name, limit=limit, **parameters)

    def to_networkx(self, *, focus: str | None = None, hops: int = 1) -> nx.MultiDiGraph[str]:
        """Return the graph, or what lies within `hops` edges of the name `focus`, as a networkx graph whose edges carry their evidence.

        Raises:
            UnknownNameError: Nothing bears the name; the message lists the nearest names.
        """
        from kg.network import focus as narrowed  # noqa: PLC0415
        from kg.network import to_networkx  # noqa: PLC0415

        network = to_networkx(self.store)
        return network if focus is None else narrowed(network, focus, hops)

    def show(self, path: Path | str | None = None, *, focus: str | None = None, hops: int = 1) -> NewsNetwork:
        """Draw the graph, or what surrounds the name `focus`; a notebook shows what is returned.

        Args:
            path: The HTML file to write; `None`: none is written.
            focus: A name, an alias or an id.
            hops: How many edges to go from there.

        Raises:
            UnknownNameError: Nothing bears the name; the message lists the nearest names.
            InputError: The file cannot be written.
        """
        from kg.view import NewsNetwork  # noqa: PLC0415

        title = self.folder.stem if focus is None else f"{self.folder.stem}: {focus}"
        picture = NewsNetwork(self.to_networkx(focus=focus, hops=hops), title=title)
        if path is not None:
            picture.write_html(path)
        return picture

    def export(self, path: Path | str) -> None:
        """Write the graph to a file in the format of its suffix: .ttl, .nq, .jsonld or .graphml.

        Raises:
            UnknownNameError: The suffix is none of these.
            StoreError: The file cannot be written.
        """
        kind = Path(path).suffix.lower().removeprefix(".")
        if kind == GRAPHML:
            from kg.network import write_graphml  # noqa: PLC0415

            write_graphml(self.to_networkx(), Path(path))
        elif kind in FORMATS:
            export(self.store, path, kind)
        else:
            raise UnknownNameError("export format", kind, (*FORMATS, GRAPHML))

    def info(self) -> dict[str, int]:
        """Return how many things of each kind the graph holds, by the name of the kind."""
        return {name: self._count(pattern) for name, pattern in COUNTED.items()} | {"triples": len(self.store)}

    def _count(self, pattern: str) -> int:
        answer = cast("Table", self.query(f"SELECT (COUNT(DISTINCT ?thing) AS ?number) WHERE {{ ?thing {pattern} }}"))
        return int(str(next(iter(answer))["number"]))

    def close(self) -> None:
        """Let go of the folder's files."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Graph({str(self.folder)!r})"
