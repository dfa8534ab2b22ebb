"""The reader that is shipped, loaded when it is first needed: in this process, or in several others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

import kg.reader
from kg.model import Document
from kg.parallel.isolated import isolated
from kg.parallel.pool import pool
from kg.parallel.processes import ProcessReader, cores
from kg.parallel.reading import ArticleReader, Isolating, Outcome
from kg.spread import Spread

FEW = 40
"""Fewer articles are read sooner in this process than another one is started."""


@dataclass(frozen=True, slots=True)
class ShippedReader(Isolating):
    """Reads articles with the shipped weights; an `ArticleReader`.

    Attributes:
        processes: In how many processes; 1 is this one, on as many threads as there are cores. `None`: as many as there are cores,
            unless the articles are few.
    """

    processes: int | None = None

    @property
    def extractor(self) -> str:
        """Name and version of the weights."""
        return kg.reader.extractor()

    def batch(self, documents: Iterable[Document]) -> Iterator[Outcome]:
        """Yield what each document says, or why it could not be read, in any order."""
        source = iter(documents)
        first = list(islice(source, FEW))
        if not first:  # the model is not loaded for nothing
            return
        processes = self.processes or (1 if len(first) < FEW else cores())
        if processes == 1:
            yield from isolated(kg.reader.load(), chain(first, source))
        else:
            load = partial(kg.reader.load, threads=max(1, cores() // processes))
            yield from ProcessReader(load, self.extractor, processes=processes).batch(chain(first, source))

    def spread(self) -> AbstractContextManager[Spread]:
        """Yield what else may be done in as many processes."""
        return pool(self.processes or cores())


def outcomes(reader: ArticleReader, documents: Iterable[Document]) -> Iterator[Outcome]:
    """Yield what each document says, or why it could not be read, whether the reader sees to that itself or not.

    Raises:
        KgError: Not an article is at fault, but what reads.
    """
    return reader.batch(documents) if isinstance(reader, Isolating) else isolated(reader, documents)
