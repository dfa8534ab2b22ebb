"""Many reader processes behind one door: requests come in from many clients, each is answered by a process that is free, within limits.

A query that takes long is moved to a slow lane: its process yields to all others, and there is room for a few only, so that quick queries
always find a free process. The graph can be changed for a newer one while queries run; these end on the one that they began with.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from kg.workers.process import Process
from kg.workers.requests import End, Limits, Reply, StoppedError

if TYPE_CHECKING:
    from kg.workers.requests import Problem, Request

log = logging.getLogger(__name__)

HELD_BACK: Final = 1 << 18
"""Bytes of an answer that are held back until it is sent: what fails before is an error that the client can read."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many queries a pool takes.

    Attributes:
        processes: That run at once.
        slow: Of these, that may run longer than `slow_after`; one more is stopped, since quick ones need the room.
        slow_after: Seconds.
        waiting: That may wait for a process; one more is refused.
        patience: Seconds that one waits before it is refused.
    """

    processes: int = field(default_factory=lambda: max(4, 2 * (os.cpu_count() or 1)))
    slow: int = field(default_factory=lambda: max(2, os.cpu_count() or 1))
    slow_after: float = 1.0
    waiting: int = 256
    patience: float = 5.0


@dataclass(slots=True, eq=False)
class Snapshot:
    """A graph that processes read, and what lets go of it when none does any more."""

    graph: Path
    let_go: Callable[[], object]
    processes: set[Process] = field(default_factory=set)
    old: bool = False

    def left(self, process: Process) -> None:
        """Forget a process."""
        self.processes.discard(process)
        self.close_if_done()

    def close_if_done(self) -> None:
        """Let go of an old graph that no process reads."""
        if self.old and not self.processes:
            self.let_go()


class Pool:
    """Answers requests to one graph, many at a time. Use it as an asynchronous context manager.

    Args:
        graph: The folder that Oxigraph's files lie in.
        let_go: Is called when no process reads that folder any more.
        limits: What a query may take.
        size: How many queries are taken.
    """

    def __init__(
        self, graph: Path, let_go: Callable[[], object] = lambda: None, *, limits: Limits | None = None, size: Size | None = None
    ) -> None:
        self.limits = limits or Limits()
        self.size = size or Size()
        self.stopped: Counter[Problem] = Counter()
        self._snapshot = Snapshot(graph, let_go)
        self._idle: list[Process] = []
        self._waiting: deque[asyncio.Future[Process]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._of: dict[Process, Snapshot] = {}
        self._ending: set[asyncio.Future[None]] = set()
        self._slow: set[Process] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        self._add(await self._start(self._snapshot))
        for _ in range(self.size.processes - 1):
            self._start_another()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed = True
        self._snapshot.old = True
        for task in (*self._starting,):
            task.cancel()
        for process in (*self._of,):
            process.stop("cancelled")
        await asyncio.gather(*self._starting, *self._ending, return_exceptions=True)
        for process in (*self._of,):
            self._forget(process)

    @property
    def running(self) -> int:
        """How many queries run."""
        return len(self._of) - len(self._idle)

    @property
    def waiting(self) -> int:
        """How many queries wait for a process."""
        return len(self._waiting)

    @property
    def slow(self) -> int:
        """How many queries are in the slow lane."""
        return len(self._slow)

    async def ask(self, request: Request, limits: Limits | None = None) -> Answer:
        """Return the answer as soon as it has begun; it must be taken with `rest` or let go with `close`.

        Raises:
            StoppedError: There is none.
        """
        try:
            process = await self._taken()
        except StoppedError as error:
            self.stopped[error.problem] += 1
            raise
        answer = Answer(self, process)
        await answer.begin(request, limits or self.limits)
        return answer

    async def turn_to(self, graph: Path, let_go: Callable[[], object]) -> None:
        """Answer from another graph from now on.

        Raises:
            StoppedError: It cannot be opened; the former one stays.
        """
        new = Snapshot(graph, let_go)
        first = await self._start(new)
        old, self._snapshot = self._snapshot, new
        old.old = True
        for process in self._idle:
            process.stop("cancelled")
            self._forget(process)
        self._idle.clear()
        old.close_if_done()
        self._add(first)
        for _ in range(self.size.processes - len(self._of) - len(self._starting)):
            self._start_another()

    # ------------------------------------------------------------ processes

    async def _taken(self) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            self._forget(process)
        if self._closed or len(self._waiting) >= self.size.waiting:
            raise StoppedError("busy")
        self._start_another()
        future: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            return await asyncio.wait_for(future, self.size.patience)
        except TimeoutError as error:
            raise StoppedError("busy") from error
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and future.exception() is None:
                self.release(future.result())
            raise
        finally:
            if future in self._waiting:
                self._waiting.remove(future)

    def _start_another(self) -> None:
        if not self._closed and len(self._of) + len(self._starting) < self.size.processes:
            task = asyncio.get_running_loop().create_task(self._start_one())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start_one(self) -> None:
        try:
            process = await self._start(self._snapshot)
        except StoppedError as error:
            log.error("a reader process cannot be started: %s", error)  # noqa: TRY400 - who waits has the exception
            for future in self._waiting:
                if not future.done():
                    future.set_exception(StoppedError("store", error.detail))
        else:
            self._add(process)

    async def _start(self, snapshot: Snapshot) -> Process:
        process = await Process.start(snapshot.graph, self.limits)
        snapshot.processes.add(process)
        self._of[process] = snapshot
        self._ending.add(process.ended)
        process.ended.add_done_callback(self._ending.discard)
        return process

    def _add(self, process: Process) -> None:
        if self._of[process].old:
            self._drop(process)
            return
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(process)
                return
        self._idle.append(process)

    def release(self, process: Process) -> None:
        """Take back a process that has answered, or was stopped."""
        self._slow.discard(process)
        if process.alive and not process.slowed:
            self._add(process)
        else:
            self._drop(process)

    def _drop(self, process: Process) -> None:
        process.stop("cancelled")
        self._forget(process)
        self._start_another()

    def _forget(self, process: Process) -> None:
        snapshot = self._of.pop(process, None)
        if snapshot is not None:
            snapshot.left(process)

    def slow_down(self, process: Process) -> None:
        """Move a query to the slow lane, or stop it if there is no room."""
        if len(self._slow) >= self.size.slow:
            process.stop("busy")
        else:
            self._slow.add(process)
            process.slow_down()


class Answer:
    """An answer that has begun.

    Attributes:
        reply: How it begins.
        start: Its first bytes.
        whole: Whether `start` is all of it.
        complete: Whether rows beyond the limit were left out; known when it has ended.
    """

    reply: Reply

    def __init__(self, pool: Pool, process: Process) -> None:
        self._pool, self._process = pool, process
        self._timers: tuple[asyncio.TimerHandle, ...] = ()
        self._open = True
        self.start = b""
        self.whole = False
        self.complete = True

    async def begin(self, request: Request, limits: Limits) -> None:
        """Ask, and wait until all of the answer is there or there is too much to hold back.

        Raises:
            StoppedError: There is no answer.
        """
        loop, size = asyncio.get_running_loop(), self._pool.size
        self._timers = (
            loop.call_later(limits.seconds, self._process.stop, "time"),
            loop.call_later(size.slow_after, self._pool.slow_down, self._process),
        )
        self._process.write(request.frame(limits))
        pieces: list[bytes] = []
        held = 0
        while held < HELD_BACK and (piece := await self._next()) is not None:
            pieces.append(piece)
            held += len(piece)
        self.start = b"".join(pieces)

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield what follows `start`.

        Raises:
            StoppedError: It ends before its end.
        """
        try:
            while not self.whole:
                piece = await self._next()
                if piece is not None:
                    yield piece
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the process; one that is still at work is stopped. Closing twice is harmless."""
        if not self._open:
            return
        self._open = False
        for timer in self._timers:
            timer.cancel()
        if not self.whole:
            self._process.stop("cancelled")
        self._pool.release(self._process)

    async def _next(self) -> bytes | None:
        """Return the next piece, `None` at the end."""
        try:
            event = await self._process.next()
            if isinstance(event, Reply):
                self.reply = event
                event = await self._process.next()
        except StoppedError as error:
            self._pool.stopped[error.problem] += 1
            self.whole = self._process.alive  # it said so itself, and waits for the next request
            self.close()
            raise
        except BaseException:
            self.close()
            raise
        if isinstance(event, End):
            self.whole, self.complete = True, event.complete
            self.close()
            return None
        assert isinstance(event, bytes)  # noqa: S101 - a process says nothing else then
        return event
