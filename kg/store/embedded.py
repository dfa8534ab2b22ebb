"""What a store is, and the one we embed: Oxigraph, in memory or on disk. Quads come in, answers of SPARQL and quads go out.

What a folder on disk looks like is `kg.store.directory`'s; what questions may be asked, and how rows look, is `kg.query`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Variable

    Answer = QuerySolutions | QueryBoolean | QueryTriples
    from kg.store.locks import Hold

    Finish = Callable[[pyoxigraph.Store], object]


class Store(Protocol):
    """A graph that can be asked and written out."""

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[Variable, NamedNode | Literal] | None = None,
    ) -> Answer:
        """Answer a SPARQL query over the default graph.

        Raises:
            SyntaxError: It is no query.
        """
        ...

    def quads(self) -> Iterator[Quad]:
        """Yield every quad, in no order that can be relied on."""
        ...

    def __len__(self) -> int:
        """Return the number of quads, the ontology's included."""
        ...

    @property
    def closed(self) -> bool:
        """Whether it can no longer be asked."""
        ...

    def close(self) -> None:
        """Let go of files; closing twice is harmless."""
        ...


@dataclass(slots=True)
class EmbeddedStore:
    """An Oxigraph store, read only. Use it as a context manager, or `close` it, to let go of its files.

    Attributes:
        folder: Where its files lie, which no writer changes, nor removes while this store is open: `graph/`, which other processes may
            open too (`pyoxigraph.Store.read_only`), and what was written beside it. `None`: it is in memory.
    """

    _oxigraph: pyoxigraph.Store | None
    folder: Path | None = None
    _hold: Hold | None = None

    @property
    def closed(self) -> bool:
        """Whether it can no longer be asked."""
        return self._oxigraph is None

    @property
    def oxigraph(self) -> pyoxigraph.Store:
        """The engine itself, for what this class does not offer."""
        if self._oxigraph is None:
            raise ValueError("the store is closed. Open it again with `open_store`")
        return self._oxigraph

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[Variable, NamedNode | Literal] | None = None,
    ) -> Answer:
        """Answer a SPARQL query over the default graph.

        Raises:
            SyntaxError: It is no query.
            RuntimeError: A variable of `substitutions` is not among the columns.
        """
        return self.oxigraph.query(
            sparql,
            prefixes=dict(prefixes) if prefixes else None,
            substitutions=dict(substitutions) if substitutions else None,
        )

    def quads(self) -> Iterator[Quad]:
        """Yield every quad, in no order that can be relied on."""
        return iter(self.oxigraph.quads_for_pattern(None, None, None))

    def __len__(self) -> int:
        """Return the number of quads, the ontology's included."""
        return len(self.oxigraph)

    def close(self) -> None:
        """Let go of files; closing twice is harmless."""
        self._oxigraph = None
        if self._hold is not None:
            self._hold.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def memory_store(quads: Iterable[Quad], *, finish: Finish | None = None) -> EmbeddedStore:
    """Return a store in memory that holds `quads`, after `finish` (such as `kg.graph.apply_rules`) has worked on it."""
    engine = pyoxigraph.Store()
    engine.extend(quads)
    if finish is not None:
        finish(engine)
    return EmbeddedStore(engine)
