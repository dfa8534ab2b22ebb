"""Readers for the tests of `kg.cluster`, which a cluster's workers import: the shipped one, whose process ends at certain articles."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import kg.reader
from kg.model import Document, Reading

POISON = "poison"
"""An article of this id ends whatever reads it."""


@dataclass(frozen=True)
class MortalReader:
    """Reads as the shipped reader does, but somebody kills its process once, while it reads the article `victim`."""

    reader: kg.reader.Reader
    victim: str
    mark: Path

    @property
    def extractor(self) -> str:
        return self.reader.extractor

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if document.id == POISON or (document.id == self.victim and not self.mark.exists()):
                self.mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield from self.reader.batch([document])


def load_mortal(victim: str, mark: Path) -> MortalReader:
    return MortalReader(kg.reader.load(threads=1), victim, mark)
