"""Web pages: the article is taken out of the page by trafilatura, and menus, advertisements and comments stay behind.

Title, date, publisher, address and language come from the page's own metadata. A date is taken only where the page states it as
its date of publication: trafilatura's guesses from footers are switched off.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from kg.documents.article import Defaults, Found, check_text, content_id, decode, read_whole
from kg.errors import DocumentError
from kg.model import Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SENTENCE_WORDS = 8
"""A page whose text has no sentence of this many words is a menu or a notice, no article."""
SENTENCE_ENDS = tuple(".!?…\"'”’»)")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
CHARSET_WITHIN = 1024
"""Where a page must declare its encoding (bytes). Source: HTML Living Standard, 4.2.5.4."""
LANGUAGE = re.compile(r"<html[^>]{0,500}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.IGNORECASE)

LANGUAGE_WITHIN = 100_000
"""The root element stands before anything that is long (characters)."""
TOO_DEEP = "Excessive depth"
"""How libxml2 logs that it dropped what lies deeper than 256 elements; or 2,048, if it is told to."""


def parse_html(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the article of a web page."""
    # Imported here: trafilatura takes half a second, which plain text need not wait for.
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document as Page  # noqa: PLC0415

    for library in map(logging.getLogger, ("trafilatura", "htmldate")):  # what they log does not say of which page; the errors below do
        library.setLevel(library.level or logging.CRITICAL)
    page = decode_page(read_whole(stream, where), where)
    tree = nested(page, where)
    found = bare_extraction(
        page if tree is None else tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, Page) or not has_sentence(found.text or ""):
        raise DocumentError(where, "no article in this page", "Save the page of the article itself, or its text as .txt")
    text = check_text(found.text or "", where)
    language = LANGUAGE.search(page[:LANGUAGE_WITHIN])
    yield Document(
        id=content_id(text),
        text=text,
        title=found.title or None,
        published=date.fromisoformat(found.date) if found.date else defaults.published,
        publisher=found.sitename or defaults.publisher,
        url=found.url or None,
        language=language[1].lower() if language else defaults.language,
    )


def nested(page: str, where: str) -> HtmlElement | None:
    """Return the tree of a page whose elements lie so deep that libxml2 would drop text without a word, or `None` for others.

    Raises:
        DocumentError: They lie deeper than it can be told to read.
    """
    from lxml.etree import LxmlError  # noqa: PLC0415 - see `parse_html`
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415

    for deeper in (False, True):
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=deeper)
        try:
            tree = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
        except (LxmlError, ValueError):
            return None  # what is no page at all is told by what extracts its article
        if not any(TOO_DEEP in entry.message for entry in parser.error_log):
            return tree if deeper else None
    raise DocumentError(where, "elements nested in each other more than 2,048 deep", "Save the article's text as .txt")


def decode_page(data: bytes, where: str) -> str:
    """Return the page's text, decoded as it declares, or as UTF-8.

    Raises:
        DocumentError: The page is binary, or not in the encoding that it declares.
    """
    declared = CHARSET.search(data[:CHARSET_WITHIN])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return decode(data, where, encoding=encoding)
    except LookupError as error:
        raise DocumentError(where, f"declares the unknown encoding {encoding!r}", "Save the page again, as UTF-8") from error


def has_sentence(text: str) -> bool:
    """Tell whether a line of `text` reads like prose."""
    return any(len(line.split()) >= SENTENCE_WORDS and line.rstrip().endswith(SENTENCE_ENDS) for line in text.splitlines())
