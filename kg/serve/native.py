"""The Oxigraph server as an engine behind the guard: requests go to it over loopback, its answers come back within limits.

It has what a `kg.workers.Pool` has, and needs the extra `[oxigraph]`. It is one process for all queries, without a bound on its memory.
When a query takes too long, a new one takes its place, and it ends as soon as it has answered the others: the server's own limit
(`--timeout-s`) sleeps in a thread for each query, of which there are soon too many, and gives a part of an answer for the whole.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import shutil
import signal
import socket
import sys
from collections import Counter as Counted
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeVar
from urllib.parse import urlencode

import aiohttp

from kg.errors import InputError, MissingLibraryError
from kg.workers import Limits, Reply, Size, StoppedError
from kg.workers.pool import HELD_BACK
from kg.workers.reader import Counter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from kg.workers import Request
    from kg.workers.requests import Problem

T = TypeVar("T")
log = logging.getLogger(__name__)

PATIENCE: Final = 20.0
"""Seconds until a server must answer after it was started."""
_PROBLEMS: Final[dict[int, Problem]] = {400: "syntax", 406: "unacceptable", 413: "size", 503: "time"}


def program() -> str:
    """Return the path of the server.

    Raises:
        MissingLibraryError: It is not installed.
    """
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if found is None:
        raise MissingLibraryError("the Oxigraph server", "oxigraph")
    return found


def _end_with_us() -> None:
    """Have the system end this process when the one that started it ends, however it does."""
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


_PDEATHSIG: Final = 1  # of Linux's <sys/prctl.h>
_END_WITH_US: Final = _end_with_us if sys.platform == "linux" else None


@dataclass(eq=False)
class _Graph:
    """A state of the graph, and what lets go of it when no server reads it any more."""

    folder: Path
    let_go: Callable[[], object]
    servers: int = 0
    old: bool = False

    def let_go_if_done(self) -> None:
        """Let go of an old one that nobody reads."""
        if self.old and not self.servers:
            self.let_go()


class _Server:
    """One server of one state of the graph."""

    def __init__(self, graph: _Graph) -> None:
        self.graph = graph
        self.asking = 0
        self.old = False
        self._process: asyncio.subprocess.Process | None = None
        self.client: aiohttp.ClientSession

    async def start(self, seconds: float) -> None:
        """Start it, and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = ("serve-read-only", "--location", str(self.graph.folder), "--bind", f"127.0.0.1:{port}")
        quiet = asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(program(), *options, stdout=quiet, stderr=quiet, preexec_fn=_END_WITH_US)
        self.graph.servers += 1
        self.client = aiohttp.ClientSession(f"http://127.0.0.1:{port}", timeout=aiohttp.ClientTimeout(total=seconds + PATIENCE))
        try:
            async with asyncio.timeout(PATIENCE):
                while not await self._answers():  # noqa: ASYNC110 - another process has no event to wait for
                    await asyncio.sleep(0.02)
        except BaseException as error:
            await self.stop()
            if isinstance(error, TimeoutError):
                raise StoppedError("store", "the Oxigraph server does not start") from error
            raise

    async def _answers(self) -> bool:
        if not self.alive:
            raise StoppedError("store", f"the Oxigraph server cannot open {self.graph.folder}")
        try:
            async with self.client.get("/query", params={"query": "ASK {}"}) as answer:
                return answer.ok
        except aiohttp.ClientConnectionError:
            return False

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.returncode is None

    async def stop(self) -> None:
        """End it."""
        await self.client.close()
        if self._process is not None:
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()
            self._process = None
            self.graph.servers -= 1

    async def stop_if_done(self) -> None:
        """End an old one that answers nobody, and let go of its graph."""
        if self.old and not self.asking:
            await self.stop()
            self.graph.let_go_if_done()


class Native:
    """Answers requests to one graph by the Oxigraph server. Use it as an asynchronous context manager.

    Args:
        graph: The folder that Oxigraph's files lie in.
        let_go: Is called when nobody reads that folder any more.
        limits: What a query may take; memory is not bounded.
        size: How many queries are taken.
    """

    slow = 0

    def __init__(self, graph: Path, let_go: Callable[[], object], *, limits: Limits, size: Size) -> None:
        program()
        self.limits, self.size = limits, size
        self.stopped: Counted[Problem] = Counted()
        self.running = self.waiting = 0
        self._server = _Server(_Graph(graph, let_go))
        self._room = asyncio.Semaphore(size.processes)
        self._starting = asyncio.Lock()
        self._leaving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        try:
            await self._server.start(self.limits.seconds)
        except StoppedError as error:
            raise InputError(f"{error.detail}. Serve it without --engine oxigraph") from error
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*self._leaving, return_exceptions=True)
        self._server.old = self._server.graph.old = True
        self._server.asking = 0
        await self._server.stop_if_done()

    async def turn_to(self, graph: Path, let_go: Callable[[], object]) -> None:
        """Answer from another graph from now on.

        Raises:
            StoppedError: It cannot be opened; the former one stays.
        """
        async with self._starting:
            former = self._server
            await self._replace(_Graph(graph, let_go))
            former.graph.old = True
            former.graph.let_go_if_done()

    async def abandon(self, server: _Server) -> None:
        """Send no more queries to a server in which one goes on that nobody waits for."""
        async with self._starting:
            if server is self._server:
                try:
                    await self._replace(server.graph)
                except StoppedError as error:
                    log.error("the Oxigraph server cannot be started anew: %s", error)  # noqa: TRY400 - its cause is told

    def leave(self, server: _Server) -> None:
        """Abandon a server without waiting for it."""
        task = asyncio.get_running_loop().create_task(self.abandon(server))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _replace(self, graph: _Graph) -> None:
        new = _Server(graph)
        await new.start(self.limits.seconds)
        former, self._server = self._server, new
        former.old = True
        await former.stop_if_done()

    async def ask(self, request: Request, limits: Limits | None = None) -> NativeAnswer:
        """Return the answer as soon as it has begun; it must be taken with `rest` or let go with `close`.

        Raises:
            StoppedError: There is none.
        """
        try:
            async with self._place():
                server = await self._running_server()
                answer = NativeAnswer(self, server, limits or self.limits)
                await answer.begin(request)
                return answer
        except StoppedError as error:
            self.stopped[error.problem] += 1
            raise

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self.waiting >= self.size.waiting:
            raise StoppedError("busy")
        self.waiting += 1
        try:
            async with asyncio.timeout(self.size.patience):
                await self._room.acquire()
        except TimeoutError as error:
            raise StoppedError("busy") from error
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
            self._room.release()

    async def _running_server(self) -> _Server:
        """Return the server; one that a query has ended is started again."""
        async with self._starting:
            if not self._server.alive:
                log.error("the Oxigraph server has ended; it is started again")
                await self._server.stop()
                await self._server.start(self.limits.seconds)
            return self._server


class NativeAnswer:
    """An answer that has begun; see `kg.workers.Answer`."""

    reply: Reply

    def __init__(self, native: Native, server: _Server, limits: Limits) -> None:
        self._native, self._server, self._limits = native, server, limits
        self._deadline = asyncio.get_running_loop().time() + limits.seconds
        self._response: aiohttp.ClientResponse | None = None
        self._pieces: AsyncIterator[bytes]
        self._counter: Counter
        self._size = 0
        self.start = b""
        self.whole = False
        self._open = True
        server.asking += 1

    async def begin(self, request: Request) -> None:
        """Ask, and wait until all of the answer is there or there is too much to hold back.

        Raises:
            StoppedError: There is no answer.
        """
        try:
            self._response = await self._in_time(self._sent(request))
            await self._check(self._response)
            media_type = self._response.headers.get("content-type", "").partition(";")[0]
            self.reply, self._counter = Reply("", media_type), Counter(media_type)
            self._pieces = self._response.content.iter_any()
            pieces, held = [], 0
            while held < HELD_BACK and (piece := await self._next()) is not None:
                pieces.append(piece)
                held += len(piece)
            self.start = b"".join(pieces)
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError):  # its client has left, and the query would go on for nobody
                self._native.leave(self._server)
            await self._end()
            raise

    async def _check(self, response: aiohttp.ClientResponse) -> None:
        if not response.ok:
            told = (await self._in_time(response.read())).decode("utf-8", "replace").strip()
            raise StoppedError(_PROBLEMS.get(response.status, "engine"), told)

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield what follows `start`.

        Raises:
            StoppedError: It ends before its end.
        """
        try:
            while not self.whole:
                if (piece := await self._next()) is not None:
                    yield piece
        except StoppedError as error:
            self._native.stopped[error.problem] += 1
            raise
        finally:
            await self._end()

    def close(self) -> None:
        """Let go of the answer."""
        if self._open:
            self._ending = asyncio.get_running_loop().create_task(self._end())

    async def _end(self) -> None:
        if self._open:
            self._open = False
            if self._response is not None:
                self._response.close()  # of one that was read to its end, the connection is already given back
            self._server.asking -= 1
            await self._server.stop_if_done()

    async def _next(self) -> bytes | None:
        """Return the next piece, `None` at the end."""
        piece = await self._in_time(anext(self._pieces, None))
        if piece is None:
            self.whole = True
            await self._end()
            return None
        self._size += len(piece)
        if self._limits.size is not None and self._size > self._limits.size:
            raise StoppedError("size")
        if self._limits.rows is not None and self._counter.rows(piece) > self._limits.rows:
            raise StoppedError("rows")
        return piece

    async def _sent(self, request: Request) -> aiohttp.ClientResponse:
        known = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in request.prefixes.items())
        base = f"BASE <{request.base}> " if request.base else ""
        fields = [("query", f"{base}{known} {request.query}")]
        if request.default is not None:
            fields += [("default-graph-uri", iri) for iri in request.default if iri is not None]
            fields += [("named-graph-uri", iri) for iri in request.named or ()]
        liked = (request.solutions, request.triples, request.boolean)
        accept = ", ".join(f"{kind};q={1 - number / 10}" for number, kind in enumerate(liked) if kind is not None)
        form = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return await self._server.client.post("/query", data=urlencode(fields), headers=form)

    async def _in_time(self, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await work
        except TimeoutError as error:
            await self._native.abandon(self._server)
            raise StoppedError("time") from error
        except aiohttp.ClientError as error:
            raise StoppedError("died", str(error)) from error
