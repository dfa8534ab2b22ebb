"""One worker as its owner sees it: documents are handed to it, answers are taken from it, and it can be ended.

Documents are sent by a thread, so that a worker which takes none in does not stop its owner too; when the worker ends, so does the thread.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from time import monotonic

from kg.model import Document
from kg.parallel.worker import Answer, Load, serve

LOADING = 300.0
"""Seconds in which a worker has loaded its reader, from however slow a disk."""
SLOWEST = 500
"""Characters a second that a reader reads at the least: a tenth of what the shipped one does on a core that others use too."""


@dataclass(slots=True)
class Task:
    """A document to be read, and how many workers have ended while they read it."""

    document: Document
    ends: int = 0


@dataclass(slots=True, eq=False)
class Worker:
    """A process that reads.

    Attributes:
        load: Makes its reader.
        patience: Seconds that it may take for any document; a long one has more, see `SLOWEST`.
        left: How many more documents it takes; then it ends.
        waiting: What it has been given and has not answered; it reads the first of them.
        is_ready: It has loaded its reader.
        since: When it began with what it does now.
    """

    load: Load
    patience: float
    left: int
    waiting: deque[Task] = field(default_factory=deque)
    is_ready: bool = False
    since: float = field(default_factory=monotonic)
    connection: Connection = field(init=False)
    _process: BaseProcess = field(init=False)
    _sender: Thread = field(init=False)
    _outbox: SimpleQueue[Document | None] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self.load), name="kg-worker", daemon=True)
        self._process.start()
        theirs.close()  # held here too, it would not be seen that the worker has ended
        self._sender = Thread(target=_send, args=(self._outbox, self.connection), name="kg-sender", daemon=True)
        self._sender.start()

    def give(self, task: Task) -> None:
        """Hand it a document."""
        if not self.waiting:
            self.since = monotonic()
        self.waiting.append(task)
        self._outbox.put(task.document)
        self.left -= 1
        if not self.left:
            self._outbox.put(None)

    def take(self) -> Answer | None:
        """Return its next answer, as soon as there is one; `None`: it has ended."""
        try:
            answer: Answer = self.connection.recv()
        except (EOFError, OSError):
            return None
        self.since = monotonic()
        return answer

    def seconds_left(self) -> float:
        """Return how long it may still take for what it does now."""
        if not self.waiting:
            return float("inf")
        allowed = self.patience + len(self.waiting[0].document.text) / SLOWEST if self.is_ready else LOADING
        return self.since + allowed - monotonic()

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        self._outbox.put(None)
        self._sender.join()
        self.connection.close()
        self._process.close()


def _send(outbox: SimpleQueue[Document | None], connection: Connection) -> None:
    """Send documents, and at the end a `None`, which lets the worker go."""
    document: Document | None
    while True:
        document = outbox.get()
        try:
            connection.send(document)
        except OSError:  # it has ended, which its owner sees
            return
        if document is None:
            return
