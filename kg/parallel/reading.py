"""What reads articles, and reading one of them whatever it may bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from kg.errors import DocumentError, KgError
from kg.model import Document, Reading
from kg.spread import Spread

Outcome = Reading | DocumentError
"""What an article says, or why it could not be read."""

REMEDY = "The others were read; report the article, or leave it out"


class ArticleReader(Protocol):
    """What reads articles: the shipped `kg.reader.Reader`, or one of your own."""

    @property
    def extractor(self) -> str:
        """Its name and version; articles that another one read are read again."""
        ...

    def batch(self, documents: Iterable[Document]) -> Iterator[Outcome]:
        """Yield what each document says, or why it could not be read, in any order."""
        ...


class Isolating:
    """Base of readers that see to it themselves that an article stops none but itself, and take articles as they come."""

    __slots__ = ()

    def spread(self) -> AbstractContextManager[Spread]:
        """Yield what else may be done where this reader reads."""
        return nullcontext(map)


def outcome(reader: ArticleReader, document: Document) -> Outcome:
    """Read one article.

    Raises:
        KgError: Not the article is at fault, but what reads: weights are missing, an endpoint cannot be reached.
    """
    try:
        return next(iter(reader.batch([document])))
    except KgError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an article makes a reader raise is told of that article, and the others are read
        return failed(document, f"the reader failed on it ({type(error).__name__}: {error})")


def failed(document: Document, problem: str) -> DocumentError:
    """Return why an article could not be read."""
    return DocumentError(document.id, problem, REMEDY)
