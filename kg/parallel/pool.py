"""Does one thing for many values in several processes: a `kg.spread.Spread`.

The processes are started when they are first needed and stay for whatever comes next. If one is killed or runs out of memory, the rest is
done here: nothing depends on where it is done. No more values are taken than are at work.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from kg.memory import collect_seldom
from kg.parallel.worker import ONE_THREAD
from kg.spread import Spread

log = logging.getLogger(__name__)

A = TypeVar("A")
B = TypeVar("B")

TOGETHER = 8
"""So many values are handed over at once: beside their work, the handing over does not count."""
AHEAD = 3
"""So many handfuls are out for each process, so that none waits."""


@contextmanager
def pool(processes: int) -> Iterator[Spread]:
    """Yield what does one thing for many values in so many processes; with one, here."""
    if processes == 1:
        yield map
        return
    with TemporaryDirectory(prefix="kg-") as folder:
        crew = _Pool(processes, Path(folder))
        try:
            yield crew
        finally:
            crew.close()


@dataclass
class _Pool:
    """Processes that take turns: of the same values in the same order each meets the same again, and may hold what it knows of them."""

    processes: int
    folder: Path
    _executors: list[ProcessPoolExecutor] = field(default_factory=list)
    _names: Iterator[int] = field(default_factory=count)

    def __call__(self, function: Callable[[A], B], values: Iterable[A], /) -> Iterator[B]:
        """Yield `function(value)` for each value, in their order."""
        source = iter(values)
        path = self.folder / str(next(self._names))
        path.write_bytes(pickle.dumps(function))  # once, not with all values
        turns = cycle(range(self.processes))
        out: deque[tuple[list[A], Future[list[B]]]] = deque()
        try:
            while self._hand_out(path, source, out, turns):
                _, future = out[0]
                yield from future.result()
                out.popleft()
        except BrokenProcessPool as error:
            log.warning("a process was killed or is out of memory (%s); the rest is done here", error)
            self.close()
            yield from map(function, chain.from_iterable(some for some, _ in out))
            yield from map(function, source)
        finally:
            for _, future in out:
                future.cancel()

    def _hand_out(self, path: Path, source: Iterator[A], out: deque[tuple[list[A], Future[list[B]]]], turns: Iterator[int]) -> bool:
        """Hand out as much as is worth it, and tell whether anything is out."""
        while len(out) < AHEAD * self.processes and (some := list(islice(source, TOGETHER))):
            out.append((some, self._submit(next(turns), path, some)))
        return bool(out)

    def _submit(self, turn: int, path: Path, some: list[A]) -> Future[list[Any]]:
        if not self._executors:
            context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
            self._executors = [ProcessPoolExecutor(1, mp_context=context, initializer=_begin) for _ in range(self.processes)]
        try:
            return self._executors[turn].submit(_done, path, some)
        except BrokenProcessPool as error:  # it is told with what is out
            future: Future[list[Any]] = Future()
            future.set_exception(error)
            return future

    def close(self) -> None:
        """End the processes; what comes next starts others."""
        for executor in self._executors:
            executor.shutdown(cancel_futures=True)
        self._executors.clear()


_held: dict[Path, Callable[..., object]] = {}
"""The function that this process is at."""


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; who started this one ends it
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    collect_seldom()


def _done(path: Path, values: list[A]) -> list[Any]:
    """Do it for some values; the function is read when it is first met."""
    if path not in _held:
        _held.clear()
        _held[path] = pickle.loads(path.read_bytes())  # noqa: S301 - our own folder
    function = _held[path]
    return [function(value) for value in values]
