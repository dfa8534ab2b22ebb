"""Reads articles in several processes, each of which loads the reader once.

A worker may be killed, run out of memory or never come back from an article. Then another takes its place, what it had is given out
again, and the article that it was reading is told after `ATTEMPTS` such ends; all others are read. No more documents are held here
than `AHEAD` a worker, so memory does not grow with the corpus.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from math import isinf
from multiprocessing.connection import wait

from kg.errors import ReaderError
from kg.model import Document
from kg.parallel.handle import Task, Worker
from kg.parallel.reading import Isolating, Outcome, failed
from kg.parallel.worker import Load, Ready, Unable

log = logging.getLogger(__name__)

AHEAD = 3
"""So many documents a worker has: one that it reads, and others so that it need not wait."""
ATTEMPTS = 2
"""So many workers may end while they read an article: the first may have been ended by somebody else."""
ARTICLES_OF_A_WORKER = 5_000
"""Then another takes its place: what libraries keep of all words that they ever met would grow with the corpus."""
FAILED_STARTS = 3
"""So many workers in a row end before they are ready, and reading is given up."""
FAILED_WORKERS = 50
"""So many workers in a row end without having read an article, and reading is given up."""
KILLED = "its reader's process ended, killed or out of memory"
LATE = "its reader did not come back from it in time"


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class ProcessReader(Isolating):
    """Reads articles in processes of their own; an `ArticleReader`.

    Attributes:
        load: Makes the reader of a worker: a function that can be imported.
        extractor: Name and version of that reader.
        processes: How many workers there are at most; for few articles there are fewer.
        patience: Seconds that a worker may take for an article; a long one has more, see `kg.parallel.handle`.
    """

    load: Load
    extractor: str
    processes: int = field(default_factory=cores)
    patience: float = 60.0

    def batch(self, documents: Iterable[Document]) -> Iterator[Outcome]:
        """Yield what each document says, or why it could not be read, as it comes.

        Raises:
            ReaderError: The reader cannot be loaded or cannot read on, or one worker after the other ends.
        """
        with closing(_Crew(self)) as crew:
            yield from crew.read(iter(documents))


class _Crew:
    """The workers of one run."""

    def __init__(self, plan: ProcessReader) -> None:
        self._plan = plan
        self._workers: list[Worker] = []
        self._again: deque[Task] = deque()
        self._failed_starts = self._failed_workers = 0

    def read(self, documents: Iterator[Document]) -> Iterator[Outcome]:
        while self._hand_out(documents):
            told, late = self._news()
            for worker in told:
                yield from self._hear(worker)
            for worker in late:
                yield from self._replace(worker, LATE)

    def close(self) -> None:
        for worker in self._workers:
            worker.end()

    def _hand_out(self, documents: Iterator[Document]) -> bool:
        """Give out as much as the workers take, and tell whether anything is being read."""
        while self._has_room() and (task := self._next(documents)):
            self._freest().give(task)
        return any(worker.waiting for worker in self._workers)

    def _has_room(self) -> bool:
        return len(self._workers) < self._plan.processes or any(_takes_more(worker) for worker in self._workers)

    def _next(self, documents: Iterator[Document]) -> Task | None:
        if self._again:
            return self._again.popleft()
        document = next(documents, None)
        return Task(document) if document else None

    def _freest(self) -> Worker:
        """Return the worker that has least to do; a new one while there may be more and none is without work."""
        free = min(filter(_takes_more, self._workers), key=lambda worker: len(worker.waiting), default=None)
        if free is None or (free.waiting and len(self._workers) < self._plan.processes):
            free = Worker(self._plan.load, self._plan.patience, ARTICLES_OF_A_WORKER)
            self._workers.append(free)
        return free

    def _news(self) -> tuple[list[Worker], list[Worker]]:
        """Wait for answers, and return the workers that gave one or ended, and those that should have."""
        limit = min(worker.seconds_left() for worker in self._workers)
        heard = wait([worker.connection for worker in self._workers], None if isinf(limit) else max(limit, 0.0))
        silent = [worker for worker in self._workers if worker.connection not in heard]
        return [worker for worker in self._workers if worker not in silent], [one for one in silent if one.seconds_left() <= 0]

    def _hear(self, worker: Worker) -> Iterator[Outcome]:
        answer = worker.take()
        if answer is None:
            yield from self._replace(worker, KILLED)
        elif isinstance(answer, Unable):
            raise ReaderError(f"a worker cannot read: {answer.problem}")
        elif isinstance(answer, Ready):
            worker.is_ready, self._failed_starts = True, 0
        else:
            worker.waiting.popleft()
            self._failed_workers = 0
            if not worker.left and not worker.waiting:  # its time is over
                self._dismiss(worker)
            yield answer

    def _replace(self, worker: Worker, why: str) -> Iterator[Outcome]:
        """Give out again what an ended worker had; tell the article that it was reading if it is not the first to end on it."""
        self._dismiss(worker)
        if not worker.waiting:
            return
        suspect = worker.waiting.popleft()
        self._again.extend(worker.waiting)
        self._count(worker, suspect.document)
        suspect.ends += worker.is_ready
        if suspect.ends < ATTEMPTS:
            log.warning("%s: %s; it is given out again", suspect.document.id, why)
            self._again.append(suspect)
        else:
            yield failed(suspect.document, f"{why}, {ATTEMPTS} times")

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        self._workers.remove(worker)

    def _count(self, worker: Worker, document: Document) -> None:
        if worker.is_ready:
            self._failed_workers += 1
        else:
            self._failed_starts += 1
        if self._failed_starts == FAILED_STARTS:
            guard = 'if __name__ == "__main__":'
            raise ReaderError(
                f"{FAILED_STARTS} workers ended before they had loaded the reader; what they printed says why. "
                f"Is there memory for {self._plan.processes} of them? A script of your own must call this under `{guard}`"
            )
        if self._failed_workers == FAILED_WORKERS:
            raise ReaderError(
                f"{FAILED_WORKERS} workers ended one after the other, the last while it read {document.id}. "
                f"Is there memory for {self._plan.processes} of them?"
            )


def _takes_more(worker: Worker) -> bool:
    return worker.left > 0 and len(worker.waiting) < AHEAD
