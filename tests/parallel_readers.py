"""Readers for the tests of `kg.parallel`, which worker processes import: what a document's text says is done while it is read."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import ReaderError
from kg.model import Document, Reading

EXTRACTOR = "test/1"


class ObedientReader:
    """Reads nothing, and does what the first word of the text says."""

    extractor = EXTRACTOR

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            self._obey(*document.text.split())
            yield Reading(document, ((0, len(document.text)),), extractor=f"{EXTRACTOR} {os.getpid()}")

    def _obey(self, what: str, path: str = "") -> None:
        match what:
            case "raise":
                raise ValueError("told to")
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "die-once":  # as if somebody else had ended the process
                if not Path(path).exists():
                    Path(path).touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                time.sleep(1000)
            case "outage":
                raise ReaderError("the endpoint is gone")


def load() -> ObedientReader:
    return ObedientReader()


def load_broken() -> ObedientReader:
    raise ReaderError("no weights")


def load_and_die() -> ObedientReader:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError
