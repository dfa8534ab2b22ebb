"""Asks the graph for what a page shows: a SELECT comes in, its rows go out, within limits, or a refusal that a client can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from pyoxigraph import QueryResultsFormat, parse_query_results

from kg.graph import PREFIXES
from kg.serve.endpoint import refusal
from kg.workers import Request, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions

    from kg.serve.endpoint import Answer, Ask
    from kg.workers import Limits

JSON: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Term:
    """A value as people read it; `iri` is what it names, `None` for a literal."""

    words: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Answers the questions of pages.

    Attributes:
        ask: Answers a query; asked for anew each time, since the graph may have become another one.
        limits: What a query may take.
    """

    ask: Callable[[], Ask]
    limits: Limits

    async def of(self, sparql: str) -> tuple[QuerySolution, ...]:
        """Return the rows of a SELECT.

        Raises:
            RefusedError: There is no answer.
        """
        content = await self.written(Request(sparql, solutions=JSON, prefixes=PREFIXES))
        return tuple(cast("QuerySolutions", parse_query_results(content, QueryResultsFormat.JSON)))

    async def triples(self, sparql: str, media_type: str) -> bytes:
        """Return the triples of a CONSTRUCT, written in a format.

        Raises:
            RefusedError: There is no answer.
        """
        return await self.written(Request(sparql, triples=media_type, prefixes=PREFIXES))

    async def written(self, request: Request) -> bytes:
        """Return an answer, whole.

        Raises:
            RefusedError: There is none.
        """
        answer = await self.answer(request)
        try:
            return b"".join([answer.start, *[piece async for piece in answer.rest()]])
        except StoppedError as error:
            raise refusal(error, self.limits) from error

    async def answer(self, request: Request) -> Answer:
        """Return an answer as soon as it has begun.

        Raises:
            RefusedError: There is none.
        """
        try:
            return await self.ask()(request)
        except StoppedError as error:
            raise refusal(error, self.limits) from error


def values(name: str, things: Iterable[NamedNode]) -> str:
    """Return what binds a variable to things; a term of the engine writes itself so that it stays one."""
    return f"VALUES ?{name} {{ {' '.join(map(str, things))} }}"


def text(row: QuerySolution, name: str) -> str | None:
    """Return the text of what is bound to a name; `None`: nothing is."""
    term: NamedNode | Literal | None = row[name]
    return None if term is None else term.value


def local(iri: str) -> str:
    """Return the last part of an IRI, for want of a label."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri


def first_of(rows: Iterable[QuerySolution], name: str) -> Iterator[str]:
    """Yield the texts that are bound to a name, each once."""
    yield from dict.fromkeys(found for row in rows if (found := text(row, name)) is not None)
