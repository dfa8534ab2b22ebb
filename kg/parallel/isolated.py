"""Reads articles in this process, several at once, and tells those that the reader fails on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.errors import DocumentError, KgError
from kg.model import Document
from kg.parallel.reading import ArticleReader, Outcome, outcome

AT_ONCE = 16
"""So many articles are given to the reader together; where it fails, those of them that are left are read one by one."""


def isolated(reader: ArticleReader, documents: Iterable[Document]) -> Iterator[Outcome]:
    """Yield what each document says, or why it could not be read.

    Raises:
        KgError: Not an article is at fault, but what reads.
    """
    source = iter(documents)
    while group := list(islice(source, AT_ONCE)):
        left = {document.id: document for document in group}
        try:
            for found in reader.batch(group):
                left.pop(found.where if isinstance(found, DocumentError) else found.document.id, None)
                yield found
        except KgError:
            raise
        except Exception:  # noqa: BLE001 - see `outcome`, which finds whose fault it is
            for document in left.values():
                yield outcome(reader, document)
