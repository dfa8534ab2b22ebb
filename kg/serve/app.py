"""Puts the server together: a folder and options come in, an ASGI application goes out."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

import kg
from kg.errors import KgError
from kg.serve import describe, graphs
from kg.serve.current import Current
from kg.serve.endpoint import PATH, Endpoint
from kg.serve.graphs import Graphs
from kg.serve.guard import Guard
from kg.serve.html import ASSETS, HERE
from kg.serve.http import Receive, Scope, Send, refuse, reply, reply_json, root_of
from kg.serve.metrics import MEDIA_TYPE, Metrics
from kg.serve.operation import RefusedError
from kg.serve.pages import HEADERS, Pages, asset, editor, is_for_people, problem, refused
from kg.serve.rows import Rows
from kg.serve.walk import AROUND, VIEW, Walk
from kg.serve.writing import Writing
from kg.workers import Request, StoppedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from kg.serve.guard import App
    from kg.serve.options import Options

    Work = Callable[[Scope, Send], Awaitable[None]]


class _All(Convertor[str]):
    """The rest of a path, whatever it holds: an article's id may hold a line break, and Starlette's own `path` stops there."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("all", _All())

PATIENCE = 2.0
"""Seconds in which a healthy server answers."""


def application(folder: Path, options: Options) -> App:
    """Return the application that serves the graph in `folder`.

    Raises:
        StoreError: There is none, or it cannot be read.
    """
    current = Current(folder, options)
    metrics = Metrics(current)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with current.running():
            yield

    rows = Rows(lambda: current.pool.ask, options.limits)
    pages, walk = Pages(current, rows), Walk(rows)
    writing = Writing(current, options) if options.token is not None else None
    endpoint = Endpoint(current.pool.ask, _describing(current, writable=writing is not None), options, writing)
    routes = [
        Route(PATH, endpoint, methods=None),
        Route(graphs.PATH, Graphs(rows, writing, options), methods=None),
        Route("/", _page(pages.index)),
        Route("/search", _page(pages.search)),
        Route(f"{VIEW}{{path:all}}", _page(walk.view)),
        Route(f"{AROUND}{{path:all}}", _page(walk.around)),
        Route("/editor", _page(editor)),
        Route(f"{HERE}{{path:all}}", _page(pages.thing)),
        Route(f"{ASSETS}{{name}}", _page(asset)),
        Route("/health", _page(_health(current))),
        Route("/metrics", _page(_metrics(metrics))),
        Route("/.well-known/void", _page(_dataset(current))),
        Route("/openapi.json", _page(_openapi)),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _not_found}), options, metrics)


class _Page:
    """A GET that needs no body, as an ASGI application."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        if scope["method"] not in {"GET", "HEAD"}:
            await refuse(send, RefusedError(405, "this method is not allowed here. Use GET", {"Allow": "GET, HEAD"}))
            return
        try:
            await self._work(scope, send)
        except RefusedError as error:
            await refused(scope, send, error)
        except KgError as error:
            await refused(scope, send, RefusedError(400, str(error)))


_page = _Page


def _describing(current: Current, *, writable: bool) -> Work:
    async def work(scope: Scope, send: Send) -> None:
        described = describe.service(f"{root_of(scope)}{PATH[1:]}", quads=current.size, writable=writable)
        await describe.reply_triples(described, scope, send)

    return work


def _dataset(current: Current) -> Work:
    async def work(scope: Scope, send: Send) -> None:
        await describe.reply_triples(describe.dataset(root_of(scope), quads=current.size), scope, send)

    return work


async def _openapi(scope: Scope, send: Send) -> None:
    await reply_json(send, describe.openapi(root_of(scope), version=kg.__version__))


def _metrics(metrics: Metrics) -> Work:
    async def work(scope: Scope, send: Send) -> None:  # noqa: ARG001 - as all works
        await reply(send, 200, metrics.text(), MEDIA_TYPE)

    return work


def _health(current: Current) -> Work:
    async def work(scope: Scope, send: Send) -> None:  # noqa: ARG001 - as all works
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await current.pool.ask(Request("ASK {}"))
        except (StoppedError, TimeoutError) as error:
            await reply_json(send, {"status": "busy", "reason": str(error) or "no answer in time"}, 503)
            return
        answer.close()
        await reply_json(send, {"status": "ok", "quads": current.size, "running": current.pool.running, "waiting": current.pool.waiting})

    return work


def _not_found(asked: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    message = f"there is nothing here. The endpoint is {PATH}, a search is at /search"
    if is_for_people(asked.scope):
        return HTMLResponse(problem(message), error.status_code, HEADERS)
    return PlainTextResponse(f"{message}\n", error.status_code)
