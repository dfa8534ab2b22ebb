"""One reader process of an event loop: frames are written to it, events are read from it, and it can be stopped at any moment."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from typing import TYPE_CHECKING, Final, cast

from kg.workers.requests import Frames, Ready, StoppedError, cause_of_death, command

if TYPE_CHECKING:
    from pathlib import Path

    from kg.workers.requests import Event, Limits, Problem

HELD: Final = 1 << 20
"""Bytes that wait here to be taken; until then a process that has more to say has to wait."""
_LOWEST: Final = 19
_OUTPUT: Final = 1  # the file descriptor


class Process(asyncio.SubprocessProtocol):
    """A reader process; make it with `start`."""

    _transport: asyncio.SubprocessTransport

    def __init__(self) -> None:
        self._frames = Frames()
        self._events: deque[Event] = deque()
        self._held = 0
        self._waiter: asyncio.Future[None] | None = None
        self._stopped: Problem | None = None
        self.slowed = False
        self.ended = asyncio.get_running_loop().create_future()

    @classmethod
    async def start(cls, graph: Path, limits: Limits) -> Process:
        """Return a process that has opened the graph.

        Raises:
            StoppedError: It could not.
        """
        loop, quiet = asyncio.get_running_loop(), asyncio.subprocess.DEVNULL
        _, process = await loop.subprocess_exec(cls, *command(graph, limits), stderr=quiet)
        try:
            first = await process.next()
        except BaseException:
            process.stop("cancelled")
            await process.ended
            raise
        assert isinstance(first, Ready)  # noqa: S101 - a process says nothing before
        return process

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._stopped is None and not self.ended.done()

    def write(self, frame: bytes) -> None:
        """Send a request."""
        cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0)).write(frame)

    async def next(self) -> Event:
        """Return what the process says next.

        Raises:
            StoppedError: It says that it cannot, or it has ended; then each further call raises this too.
        """
        while not self._events:
            if self.ended.done():
                raise self._why()
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        event = self._events.popleft()
        if isinstance(event, bytes):
            self._held -= len(event)
            if self._held < HELD:
                self._output("resume_reading")
        if isinstance(event, StoppedError):
            raise event
        return event

    def stop(self, problem: Problem) -> None:
        """Kill it; whoever waits for it is told why."""
        if self.alive:
            self._stopped = problem
            self._transport.kill()
            self._events.clear()
            self._held = 0
            self._output("resume_reading")

    def slow_down(self) -> None:
        """Let all other processes go first, from now on: a process cannot get its rank back."""
        if sys.platform != "win32" and self.alive:
            os.setpriority(os.PRIO_PROCESS, self._transport.get_pid(), _LOWEST)
        self.slowed = True

    # ------------------------------------------------------------ what the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - there is one pipe
        """Take what the process says."""
        for event in self._frames.feed(data):
            self._events.append(event)
            self._held += len(event) if isinstance(event, bytes) else 0
        if self._held > HELD:
            self._output("pause_reading")
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the exit status says more
        """Tell that the process has ended, and that all it said is read."""
        self._transport.close()
        if not self.ended.done():
            self.ended.set_result(None)
        self._wake()

    def _output(self, what: str) -> None:
        pipe = self._transport.get_pipe_transport(_OUTPUT)
        if pipe is not None and not pipe.is_closing():
            getattr(pipe, what)()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done() and (self._events or self.ended.done()):
            self._waiter.set_result(None)

    def _why(self) -> StoppedError:
        return StoppedError(self._stopped) if self._stopped else cause_of_death(self._transport.get_returncode())
