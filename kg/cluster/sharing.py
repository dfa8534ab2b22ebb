"""Shares documents out among tasks of a cluster, whatever its engine: documents come in, an outcome goes out for each, as it comes.

A task whose process or machine is lost is run again. Which of its articles was at fault is not known, so each is then read alone; one
that is lost alone `ATTEMPTS` times is told, and all others are read. Nothing is started here and nothing waits but for the engine, and no
more documents are held than are being read.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from kg.cluster.task import Answer
from kg.errors import ReaderError
from kg.model import Document
from kg.parallel.reading import Outcome, failed
from kg.parallel.worker import Unable

log = logging.getLogger(__name__)

TOGETHER = 8
"""So many articles a task has: some seconds of reading, beside which the milliseconds that a task costs do not count."""
ATTEMPTS = 2
"""So many processes an article may end when it is read alone: the first may have been ended by somebody else."""
FAILED_TASKS = 50
"""So many tasks in a row are lost, or four times as many as run at once if that is more, and reading is given up."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task's process or machine has ended before the task had."""

    why: str


class Engine(Protocol):
    """What runs tasks on other machines."""

    def at_once(self) -> int:
        """Return how many tasks are worth handing out now; it may change from one time to the next."""
        ...

    def submit(self, documents: Sequence[Document]) -> Hashable:
        """Hand documents out to be read by `kg.cluster.task.read`, and return by what the task is known."""
        ...

    def first(self, tasks: Collection[Hashable]) -> tuple[Hashable, Answer | Lost]:
        """Wait until one of these tasks has ended; return which, and how."""
        ...


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Documents of one task, and how many processes have ended while they were read, if it is one document."""

    documents: tuple[Document, ...]
    ends: int = 0


def shared_out(engine: Engine, documents: Iterable[Document]) -> Iterator[Outcome]:
    """Yield what each document says, or why it could not be read, as it comes.

    Raises:
        ReaderError: A worker cannot read, or one task after the other is lost.
    """
    return _Run(engine).read(iter(documents))


class _Run:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._out: dict[Hashable, _Chunk] = {}
        self._again: deque[_Chunk] = deque()
        self._losses = 0

    def read(self, documents: Iterator[Document]) -> Iterator[Outcome]:
        while self._hand_out(documents):
            task, answer = self._engine.first(self._out)
            chunk = self._out.pop(task)
            if isinstance(answer, Unable):
                raise ReaderError(f"a worker of the cluster cannot read: {answer.problem}")
            if isinstance(answer, Lost):
                yield from self._lose(chunk, answer.why)
            else:
                self._losses = 0
                yield from answer

    def _hand_out(self, documents: Iterator[Document]) -> bool:
        """Give out as much as the cluster takes, and tell whether anything is being read."""
        while len(self._out) < self._engine.at_once() and (chunk := self._next(documents)):
            self._out[self._engine.submit(chunk.documents)] = chunk
        return bool(self._out)

    def _next(self, documents: Iterator[Document]) -> _Chunk | None:
        if self._again:
            return self._again.popleft()
        some = tuple(islice(documents, TOGETHER))
        return _Chunk(some) if some else None

    def _lose(self, chunk: _Chunk, why: str) -> Iterator[Outcome]:
        """Give out again what a lost task had; tell an article that has ended too many."""
        self._count(chunk.documents[0], why)
        if len(chunk.documents) > 1:
            log.warning("%s and %d more: %s; each is read alone", chunk.documents[0].id, len(chunk.documents) - 1, why)
            self._again.extend(_Chunk((document,)) for document in chunk.documents)
        elif chunk.ends + 1 < ATTEMPTS:
            log.warning("%s: %s; it is read again", chunk.documents[0].id, why)
            self._again.append(_Chunk(chunk.documents, chunk.ends + 1))
        else:
            yield failed(chunk.documents[0], f"{why}, {ATTEMPTS} times")

    def _count(self, document: Document, why: str) -> None:
        self._losses += 1
        if self._losses >= max(FAILED_TASKS, 4 * self._engine.at_once()):
            raise ReaderError(
                f"{self._losses} tasks of the cluster were lost one after the other, the last with {document.id}: {why}. "
                "Have its machines memory for a reader on each core (some 500 MB)? What was read is kept: go on with --resume"
            )
