"""The SPARQL endpoint: HTTP requests come in, answers of queries go out; updates are made or refused.

Source: W3C, SPARQL 1.1 Protocol. An answer has a status that says how it went: what fails after its first byte is broken off, so that no
client takes a part for the whole.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.graph import PREFIXES
from kg.query.hints import brief
from kg.query.limited import why
from kg.query.words import checked, is_harmless
from kg.serve.http import begin, body_of, header, refuse, reply, root_of
from kg.serve.negotiate import BOOLEAN, HTML, SOLUTIONS, TRIPLES, chosen
from kg.serve.operation import RefusedError, operation
from kg.serve.xml import Piecewise
from kg.workers import Request, StoppedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from kg.serve.http import Receive, Scope, Send
    from kg.serve.native import NativeAnswer
    from kg.serve.operation import Operation
    from kg.serve.options import Options
    from kg.serve.writing import Writing
    from kg.workers import Answer as PoolAnswer
    from kg.workers import Limits

    Answer = PoolAnswer | NativeAnswer
    Ask = Callable[[Request], Awaitable[Answer]]
    Describe = Callable[[Scope, Send], Awaitable[None]]

log = logging.getLogger(__name__)

PATH: Final = "/sparql"
LONG: Final = 4096  # characters of a query that is looked at aside, so that others go on
WATCHED_AFTER: Final = 0.2  # seconds after which it is noticed that a client has left
STATUS: Final = {
    "syntax": 400,
    "nesting": 400,
    "unacceptable": 406,
    "rows": 413,
    "size": 413,
    "time": 503,
    "memory": 503,
    "busy": 503,
    "cancelled": 503,
}
"""HTTP statuses of what can go wrong; of all else 500."""
_IN_TRIPLES: Final = re.compile("CONSTRUCT|DESCRIBE", re.IGNORECASE)
_AS: Final = {"application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml"}
_TRIPLES_AS: Final = {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}


class Endpoint:
    """An ASGI application that answers at one path.

    Args:
        ask: Answers a query.
        describe: Answers a GET that asks for nothing.
        options: Who may do what.
        writing: Makes updates; `None`: none may be made.
    """

    def __init__(self, ask: Ask, describe: Describe, options: Options, writing: Writing | None = None) -> None:
        self._ask, self._describe, self._options, self._writing = ask, describe, options, writing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            body = await body_of(scope, receive, self._most(scope)) if scope["method"] == "POST" else b""
            asked = operation(scope["method"], scope["query_string"], header(scope, b"content-type"), body)
            if asked is None:
                await self._describe(scope, send)
            elif asked.is_update:
                await self._update(asked, scope)
                await reply(send, 204, b"")
            else:
                await self._answer(asked, scope, receive, send)
        except RefusedError as error:
            await refuse(send, error)

    def _most(self, scope: Scope) -> int:
        """Return the most bytes of a body: more of those who may change the graph."""
        known = self._writing is not None and self._writing.is_known(scope)
        return self._options.upload if known else self._options.body

    async def _update(self, asked: Operation, scope: Scope) -> None:
        if self._writing is None:
            raise RefusedError(403, "this graph is read only. Change it with `kg build`, and it is served anew, or start with --writable")
        self._writing.permit(scope)
        await self._writing.update(asked, f"{root_of(scope)}{PATH[1:]}")

    async def _answer(self, asked: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        request = _request(asked, scope)
        await _looked_at(asked)
        leaving = _Leaving(receive)
        try:
            answer = await self._ask(request)
            await sent(answer, send)
        except StoppedError as error:
            raise refusal(error, self._options.limits) from error
        except asyncio.CancelledError:
            if not leaving.has_left:
                raise
            log.info("a client has left before its answer")
        finally:
            leaving.close()


def _request(asked: Operation, scope: Scope) -> Request:
    accept = header(scope, b"accept")
    if accept.startswith(HTML):  # a browser takes what it can show
        accept = f"{accept},application/json;q=0.9,text/turtle;q=0.9"
    solutions, boolean, triples = (chosen(accept, offers) for offers in (SOLUTIONS, BOOLEAN, TRIPLES))
    if solutions is None and triples is None:
        raise RefusedError(406, f"none of {accept} can be given. Accept one of {', '.join((*SOLUTIONS[:4], *TRIPLES[:4]))}")
    given = bool(asked.default or asked.named)
    return Request(
        asked.text,
        solutions=solutions,
        boolean=boolean,
        triples=triples_as(triples),
        base=f"{root_of(scope)}{PATH[1:]}",
        prefixes=_prefixes(asked.text),
        default=_iris(asked.default) if given else None,
        named=_iris(asked.named) if given else None,
    )


def _prefixes(query: str) -> Mapping[str, str]:
    """Return the prefixes that a query may use, or all that an answer in triples is written with: to send and read them all takes time."""
    if _IN_TRIPLES.search(query) is not None:
        return PREFIXES
    return {prefix: iri for prefix, iri in PREFIXES.items() if f"{prefix}:" in query}


def triples_as(media_type: str | None) -> str | None:
    """Return the format that is meant by a media type of triples, of which some are of all XML or JSON."""
    return _TRIPLES_AS.get(media_type or "", media_type)


def _iris(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        try:
            NamedNode(text)
        except ValueError as error:
            raise RefusedError(400, f"{text!r} is no IRI of a graph: {error}. Give an absolute one") from error
    return texts


async def _looked_at(asked: Operation) -> None:
    """Refuse a query that must not run."""
    if is_harmless(asked.text):
        return
    try:
        if len(asked.text) > LONG:
            await asyncio.to_thread(checked, asked.text)
        else:
            checked(asked.text)
    except QueryError as error:
        raise RefusedError(400, str(error)) from error


async def sent(answer: Answer, send: Send) -> None:
    """Send an answer; if it breaks off, so does the connection."""
    headers, written = {"Vary": "Accept"}, Piecewise(answer.reply.media_type)
    if answer.whole:
        await reply(send, 200, written.clean(answer.start, last=True), answer.reply.media_type, headers)
        return
    await begin(send, 200, answer.reply.media_type, headers)
    try:
        await send({"type": "http.response.body", "body": written.clean(answer.start), "more_body": True})
        async for piece in answer.rest():
            await send({"type": "http.response.body", "body": written.clean(piece), "more_body": True})
    except StoppedError as error:
        log.info("an answer is broken off: %s", error)
        return  # without its last message: the server then closes the connection
    finally:
        answer.close()
    await send({"type": "http.response.body", "body": written.clean(b"", last=True)})


def refusal(error: StoppedError, limits: Limits) -> RefusedError:
    """Return what a client is told of a query that was stopped."""
    status = STATUS.get(error.problem, 500)
    message = {
        "syntax": f"the query is not SPARQL: {brief(error.detail)}",
        "unacceptable": f"the answer holds {error.detail}, which cannot be given in any accepted format",
    }.get(error.problem) or why(error, limits)
    return RefusedError(status, message, {"Retry-After": "5"} if status == 503 else {})  # noqa: PLR2004 - Service Unavailable


class _Leaving:
    """Cancels a task when its client leaves, so that nothing goes on for nobody; quick answers are spared the watching."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._answering = asyncio.current_task()
        self._watching: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(WATCHED_AFTER, self._watch)
        self.has_left = False

    def close(self) -> None:
        """Watch no more."""
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()

    def _watch(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            continue
        self.has_left = True
        if self._answering is not None:
            self._answering.cancel()
