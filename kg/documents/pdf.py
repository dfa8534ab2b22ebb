"""PDF: the text of a file's pages comes out as one article, in the order in which the file holds it.

A PDF says when the file was made, not when the article was published, so only a date at the head of the text is one. Scanned pages
hold no text. Needs pypdf, the extra `[formats]`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from kg.documents.article import MAX_BYTES, Defaults, Found, check_text, content_id, read_whole
from kg.documents.optional import library
from kg.documents.text import date_of
from kg.errors import DocumentError
from kg.model import Document

MAX_FILE = 50_000_000
"""Bytes: pictures are most of a PDF, and are not looked at."""
MAX_PAGES = 1_000


def parse_pdf(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the text of a PDF."""
    pypdf = library("pypdf", where)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each small fault, and not of which file
    data = read_whole(stream, where, limit=MAX_FILE)
    try:
        title, pages = _read(pypdf.PdfReader(BytesIO(data)), where)
    except DocumentError:
        raise
    except Exception as error:  # a damaged file makes pypdf raise errors of a dozen kinds, its own and Python's
        raise DocumentError(where, f"no PDF that can be read ({type(error).__name__}: {str(error)[:200]})", "Save it again") from error
    text = "\n\n".join(filter(None, pages))
    if not text:
        raise DocumentError(where, "no text in this PDF", "If it is a scan, run text recognition (OCR) on it first")
    if len(text) > MAX_BYTES:
        raise DocumentError(where, f"more than {MAX_BYTES:,} characters", "Split it into its articles")
    yield Document(
        id=content_id(check_text(text, where)),
        text=text,
        title=title or None,
        published=date_of(text) or defaults.published,
        publisher=defaults.publisher,
        language=defaults.language,
    )


def _read(reader: Any, where: str) -> tuple[str | None, list[str]]:  # noqa: ANN401 - of a library that may not be there
    """Return the title that the file says, and the text of each page."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError(where, "the PDF is encrypted", "Save it without a password")
    if len(reader.pages) > MAX_PAGES:
        raise DocumentError(where, f"more than {MAX_PAGES:,} pages", "Split it into its articles")
    title = reader.metadata.title if reader.metadata else None
    return str(title).strip() if title else None, [page.extract_text().strip() for page in reader.pages]
