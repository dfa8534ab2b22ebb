"""What a cluster's worker does: a few documents come in, what each says goes out, or why this worker cannot read at all.

The reader is loaded once a process and serves all later tasks. An article that never ends ends its process, from a thread that needs no
interpreter, so that no machine has to watch another's clock.
"""

from __future__ import annotations

import faulthandler
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from kg.cluster.sameness import REMEDY, check_same
from kg.errors import KgError, ReaderError
from kg.model import Document
from kg.parallel import ArticleReader, Outcome, outcome
from kg.parallel.handle import LOADING, SLOWEST
from kg.parallel.worker import Load, Unable

STDERR = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What all tasks of a run have in common.

    Attributes:
        load: Makes the reader of a process: a function that can be imported on every machine.
        extractor: Name and version that the reader must have.
        same: The `fingerprint` that a worker must have.
        patience: Seconds that an article may take; a long one has more, see `kg.parallel.handle`.
        run: A name of its own, by which a process knows for which run it has loaded a reader.
    """

    load: Load
    extractor: str
    same: str
    patience: float = 60.0
    run: str = field(default_factory=lambda: uuid4().hex)


Answer = tuple[Outcome, ...] | Unable
"""What each document says, in their order; or that not one of them is at fault."""

_loaded: dict[str, ArticleReader] = {}
"""The reader of this process, by the run that it was loaded for; a process may outlive its run, and there is memory for one reader."""


def read(plan: Plan, documents: Sequence[Document]) -> Answer:
    """Read documents one by one; the first task of a process loads the reader."""
    try:
        reader = _reader(plan)
        return tuple(_read(reader, document, plan.patience) for document in documents)
    except KgError as error:
        return Unable(f"{socket.gethostname()}: {error}")


def _reader(plan: Plan) -> ArticleReader:
    """Return the reader of this process.

    Raises:
        ReaderError: It cannot be loaded, or reads otherwise than the machine that asks.
    """
    if plan.run not in _loaded:
        _loaded.clear()
        with _limited(LOADING):
            _loaded[plan.run] = _checked(plan, _load(plan.load))
    return _loaded[plan.run]


def _load(load: Load) -> ArticleReader:
    try:
        return load()
    except KgError:
        raise
    except Exception as error:  # whatever it is, only who asks can tell it
        raise ReaderError(f"the reader cannot be loaded ({type(error).__name__}: {error})") from error


def _checked(plan: Plan, reader: ArticleReader) -> ArticleReader:
    if reader.extractor != plan.extractor:
        raise ReaderError(f"its reader is {reader.extractor}, expected {plan.extractor}. {REMEDY}")
    check_same(plan.same)
    return reader


def _read(reader: ArticleReader, document: Document, patience: float) -> Outcome:
    with _limited(patience + len(document.text) / SLOWEST):
        return outcome(reader, document)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer, and print where it hangs. A signal's handler would wait for the library that hangs."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=STDERR)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
