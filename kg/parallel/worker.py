"""The other end of a `Worker`: a process that loads a reader once and answers each document with what it says.

Nothing heavy is imported here: which reader it is, and so which libraries, the caller says.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from kg.errors import KgError
from kg.model import Document
from kg.parallel.reading import ArticleReader, Outcome, outcome

Load = Callable[[], ArticleReader]
"""Makes the reader; a function that can be imported, or a `functools.partial` of one."""

# Libraries of linear algebra would each start a thread a core in each worker; the reader's own threads are given to it as it is loaded.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Ready:
    """The reader is loaded."""


@dataclass(frozen=True, slots=True)
class Unable:
    """There is no reader, or it cannot read on; not an article is at fault."""

    problem: str


Answer = Ready | Unable | Outcome


def serve(connection: Connection, load: Load) -> None:
    """Load the reader, then answer documents in their order until `None` comes or who asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; who started this one ends it
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    with suppress(EOFError, OSError):
        for answer in _answers(load, iter(connection.recv, None)):
            connection.send(answer)


def _answers(load: Load, documents: Iterable[Document]) -> Iterator[Answer]:
    try:
        reader = load()
    except Exception as error:  # noqa: BLE001 - whatever it is, only who started this process can tell it
        yield Unable(str(error) if isinstance(error, KgError) else f"{type(error).__name__}: {error}")
        return
    yield Ready()
    for document in documents:
        try:
            yield outcome(reader, document)
        except KgError as error:
            yield Unable(str(error))
            return
