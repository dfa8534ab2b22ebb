"""The store that we embed: Oxigraph, in memory or on files that others wrote.

What a folder on disk looks like is `kg.store.directory`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pyoxigraph

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode, Quad, Variable

    from kg.store.locks import Hold
    from kg.store.protocol import Answer, Finish


@dataclass(slots=True)
class EmbeddedStore:
    """An Oxigraph store. Use it as a context manager, or `close` it, to let go of its files.

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
            raise ValueError("the store is closed. Open the graph again with `kg.open`")
        return self._oxigraph

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[Variable, NamedNode | Literal] | None = None,
    ) -> Answer:
        """Answer a SPARQL query over the default graph; see `Store.query`.

        Raises:
            SyntaxError: It is no query.
            RuntimeError: A variable of `substitutions` is not among the columns.
            StoreError: A file is damaged.
        """
        try:
            return self.oxigraph.query(
                sparql,
                prefixes=prefixes if isinstance(prefixes, dict) or prefixes is None else dict(prefixes),
                substitutions=dict(substitutions) if substitutions else None,
            )
        except (OSError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "Corruption" not in str(error):
                raise  # it is the query
            raise damaged(self.folder, error) from error

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None) -> None:
        """Change the graph by a SPARQL update: all of it, or nothing; see `Store.update`."""
        self.oxigraph.update(sparql, prefixes=dict(prefixes) if prefixes else None)

    def change(self, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
        """Take quads out, and then put others in; see `Store.change`."""
        out, put = list(removed), list(added)  # what fails on the way in has changed nothing
        for quad in out:
            self.oxigraph.remove(quad)
        self.oxigraph.extend(put)

    def replace(self, quads: Iterable[Quad]) -> None:
        """Make `quads` the whole graph; see `Store.replace`."""
        engine = pyoxigraph.Store()
        engine.extend(quads)
        self._oxigraph = engine

    def quads(self) -> Iterator[Quad]:
        """Yield every quad, in no order that can be relied on."""
        try:
            yield from self.oxigraph.quads_for_pattern(None, None, None)
        except (OSError, RuntimeError) as error:
            raise damaged(self.folder, error) from error

    def __len__(self) -> int:
        """Return the number of quads, the ontology's included."""
        try:
            return len(self.oxigraph)
        except (OSError, RuntimeError) as error:
            raise damaged(self.folder, error) from error

    def close(self) -> None:
        """Let go of files; closing twice is harmless."""
        self._oxigraph = None
        if self._hold is not None:
            self._hold.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def damaged(folder: Path | None, error: Exception) -> StoreError:
    """Return what to raise when the engine cannot read its files."""
    where = folder.parent.parent if folder is not None else "memory"
    return StoreError(f"{where}: the graph cannot be read: {error}. See what is damaged with `kg check --integrity`")


def memory_store(quads: Iterable[Quad], *, finish: Finish | None = None) -> EmbeddedStore:
    """Return a store in memory that holds `quads`, after `finish` (such as `kg.graph.apply_rules`) has worked on it."""
    engine = pyoxigraph.Store()
    engine.extend(quads)
    if finish is not None:
        finish(engine)
    return EmbeddedStore(engine)
