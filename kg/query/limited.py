"""Answers within limits: a query goes to a reader process (`kg.workers`), which is killed if it takes too long, and its answer comes out.

It is a `Store` like any other, so whatever asks a store can ask within limits. It is for graphs in folders, which other processes can open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NoReturn, Self, cast

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results

from kg.errors import QueryError, QueryStoppedError, StoreError
from kg.store import GRAPH
from kg.workers import Limits, Reader, Request, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Variable

    from kg.store import EmbeddedStore
    from kg.store.protocol import Answer
    from kg.workers import Reply
    from kg.workers.requests import Problem

WHY: Final[Mapping[Problem, str]] = {
    "time": "the query took longer than {seconds:g} seconds and was stopped. Ask for less, or give it more time",
    "memory": "the query needed more than {memory} MiB of memory and was stopped. Ask for less, or without ORDER BY and DISTINCT",
    "rows": "the answer has more than {rows} rows. Ask for less, such as with LIMIT",
    "size": "the answer has more than {size} bytes. Ask for less, such as with LIMIT",
    "nesting": "the query lies too deep in itself and was stopped. Write a flatter one",
    "died": "the query ended its process. Write it otherwise, and please report it",
    "cancelled": "the query was cancelled",
    "busy": "too many queries are being answered. Ask again later",
}
"""What is said of each way to be stopped."""


def why(error: StoppedError, limits: Limits) -> str:
    """Say for people why a query was stopped."""
    if error.problem not in WHY:
        return error.detail
    memory = (limits.memory or 0) >> 20
    return WHY[error.problem].format(seconds=limits.seconds, memory=memory, rows=limits.rows, size=limits.size)


@dataclass(frozen=True, slots=True)
class LimitedStore:
    """A graph whose queries end in time.

    Attributes:
        store: The graph, open.
        reader: The process that answers.
        limits: What a query may take.
    """

    store: EmbeddedStore
    reader: Reader
    limits: Limits

    @classmethod
    def of(cls, store: EmbeddedStore, *, seconds: float) -> LimitedStore:
        """Return the graph of `store` as one whose queries take at most `seconds`.

        Raises:
            QueryError: It is in memory, where no other process can read it.
        """
        if store.folder is None:
            raise QueryError("a graph in memory has no time limit. Write it to a folder, or ask without one")
        limits = Limits(seconds=seconds)
        return cls(store, Reader(store.folder / GRAPH, limits), limits)

    def within(self, seconds: float) -> LimitedStore:
        """Return the same with another time limit."""
        return replace(self, limits=replace(self.limits, seconds=seconds))

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[Variable, NamedNode | Literal] | None = None,
        rows: int | None = None,
    ) -> Answer:
        """Answer a SPARQL query over the default graph; `rows`: leave out, and do not compute, what comes after so many.

        Raises:
            SyntaxError: It is no query.
            RuntimeError: A variable of `substitutions` is not among the columns.
            QueryStoppedError: It went beyond a limit, or was cancelled.
        """
        bound = {variable.value: str(term) for variable, term in (substitutions or {}).items()}
        request = Request(sparql, prefixes=prefixes or {}, bound=bound, cut=True)
        limits = replace(self.limits, rows=rows)
        try:
            reply, answer, _ = self.reader.ask(request, limits)
        except StoppedError as error:
            _raise(error, limits, substituted=bool(bound))
        return _read(reply, answer)

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None) -> None:
        """Change the graph by a SPARQL update, without a limit; queries see it when the store is opened again."""
        self.store.update(sparql, prefixes=prefixes)

    def change(self, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
        """Take quads out and put others in; see `update`."""
        self.store.change(removed=removed, added=added)

    def replace(self, quads: Iterable[Quad]) -> None:
        """Make `quads` the whole graph; see `update`."""
        self.store.replace(quads)

    def quads(self) -> Iterator[Quad]:
        """Yield every quad, in no order that can be relied on."""
        return self.store.quads()

    def __len__(self) -> int:
        """Return the number of quads, the ontology's included."""
        return len(self.store)

    @property
    def closed(self) -> bool:
        """Whether it can no longer be asked."""
        return self.store.closed

    def cancel(self) -> None:
        """Stop the query that another thread is asking."""
        self.reader.cancel()

    def close(self) -> None:
        """End the process; the store that it reads stays open."""
        self.reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _read(reply: Reply, answer: bytes) -> Answer:
    if reply.kind == "triples":
        quads = parse(answer, RdfFormat.N_TRIPLES)
        found = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
        return cast("QueryTriples", found)  # which nobody but Oxigraph can make; it is an iterator of triples, too
    form = QueryResultsFormat.from_media_type(reply.media_type)
    return parse_query_results(answer, form or QueryResultsFormat.TSV)


def _raise(error: StoppedError, limits: Limits, *, substituted: bool) -> NoReturn:
    if error.problem == "syntax":
        raise SyntaxError(error.detail) from error
    if error.problem == "engine" and substituted:
        raise RuntimeError(error.detail) from error
    if error.problem in {"engine", "store"}:
        raise StoreError(f"the graph cannot be read: {error.detail}. Check it with `kg check --integrity`") from error
    raise QueryStoppedError(why(error, limits), error.problem) from error
