"""One reader process for one thread: a request comes in, the whole answer goes out, or the process is killed and the next one starts."""

from __future__ import annotations

import os
import select
import subprocess
from contextlib import contextmanager
from threading import Lock, Timer
from time import monotonic
from typing import TYPE_CHECKING, Final

from kg.workers.requests import End, Event, Frames, Ready, Reply, StoppedError, cause_of_death, command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.workers.requests import Limits, Problem, Request

PIECE = 1 << 16
_CAN_WAIT: Final = hasattr(select, "poll")
"""Whether the system can wait for a pipe for a while; where not, a thread ends the process, and to start it takes 0.1 ms."""


class Reader:
    """Answers requests to one graph, one at a time.

    Args:
        graph: The folder that Oxigraph's files lie in; nothing may change it.
        limits: What a process may take at most; those of a request may be stricter.
    """

    def __init__(self, graph: Path, limits: Limits) -> None:
        self._graph, self._limits = graph, limits
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped: Problem | None = None
        self._asking = Lock()

    def ask(self, request: Request, limits: Limits) -> tuple[Reply, bytes, bool]:
        """Return how the answer begins, its bytes, and whether it is complete.

        Raises:
            StoppedError: There is no answer.
        """
        with self._asking:
            process = self._started()
            try:
                with self._ended_in(limits.seconds) as until:
                    return self._answer(process, request.frame(limits), until)
            except StoppedError:
                raise
            except BaseException:  # such as Ctrl-C: the process is still at work, and would give this answer to the next request
                self._kill("cancelled")
                raise

    @contextmanager
    def _ended_in(self, seconds: float) -> Iterator[float | None]:
        """Have the process killed after some seconds: yield until when to wait for what it says, or `None` where a thread sees to that."""
        if _CAN_WAIT:
            yield monotonic() + seconds
            return
        timer = Timer(seconds, self._kill, ("time",))
        timer.daemon = True
        timer.start()
        try:
            yield None
        finally:
            timer.cancel()

    def cancel(self) -> None:
        """Stop what another thread asks; that then has a `StoppedError`."""
        self._kill("cancelled")

    def close(self) -> None:
        """End the process; the next request starts another."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._stopped = None
        process = subprocess.Popen(  # noqa: S603 - our own program
            command(self._graph, self._limits), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._process = process
        first = next(self._events(process))
        if isinstance(first, StoppedError):
            raise first
        assert isinstance(first, Ready)  # noqa: S101 - a process says nothing before
        return process

    def _answer(self, process: subprocess.Popen[bytes], frame: bytes, until: float | None) -> tuple[Reply, bytes, bool]:
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            process.stdin.write(frame)
            process.stdin.flush()
        except OSError as error:  # it was killed in the meantime
            raise self._why(process) from error
        reply, pieces = None, []
        for event in self._events(process, until):
            if isinstance(event, StoppedError):
                raise event
            if isinstance(event, Reply):
                reply = event
            elif isinstance(event, bytes):
                pieces.append(event)
            elif isinstance(event, End) and reply is not None:
                return reply, b"".join(pieces), event.complete
        raise AssertionError("a process says more than it is asked")

    def _events(self, process: subprocess.Popen[bytes], until: float | None = None) -> Iterator[Event]:
        """Yield what the process says, until it ends or is killed at a moment of `monotonic`; then why it did."""
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        frames, pipe = Frames(), process.stdout.fileno()
        while True:
            if until is not None and not _has_more(pipe, until - monotonic()):
                self._kill("time")
                until = None  # what remains is its end
            if not (data := os.read(pipe, PIECE)):
                break
            yield from frames.feed(data)
        yield self._why(process)

    def _why(self, process: subprocess.Popen[bytes]) -> StoppedError:
        code = process.wait()
        return StoppedError(self._stopped) if self._stopped else cause_of_death(code)

    def _kill(self, problem: Problem) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            self._stopped = problem
            process.kill()


def _has_more(pipe: int, seconds: float) -> bool:
    """Wait until there is something to read, or the end, for so long at most."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    return bool(waiting.poll(max(0.0, seconds) * 1000))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what it had not taken is lost with it
                continue
