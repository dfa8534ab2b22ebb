"""Plain text: one file is one article, and the whole file is its text.

Line ends stay as they are. A first line that a blank line follows is also taken as the title; it stays in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kg.documents.article import Defaults, check_text, content_id, decode, read_whole
from kg.errors import DocumentError
from kg.model import Document

MAX_TITLE = 300
"""A longer first line is a paragraph (characters)."""


def parse_text(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Document | DocumentError]:
    """Yield the article of a plain text file."""
    text = check_text(decode(read_whole(stream, where), where), where)
    yield Document(
        id=content_id(text),
        text=text,
        title=title_of(text),
        published=defaults.published,
        publisher=defaults.publisher,
        language=defaults.language,
    )


def title_of(text: str) -> str | None:
    """Return the first line if it stands alone above a blank line, as a headline does."""
    lines = text.splitlines()[:3]
    if len(lines) < 3 or lines[1].strip() or not lines[2].strip():  # noqa: PLR2004 - a title, a blank line, the article
        return None
    title = lines[0].strip()
    return title if 0 < len(title) <= MAX_TITLE else None
