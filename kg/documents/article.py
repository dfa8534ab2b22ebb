"""What every parser of this room shares: the limits of an article, decoding, and the making of a `Document`.

Bytes and fields come in; a `Document` or a `DocumentError` that names the place and the remedy goes out. Text is decoded, never
cleaned: what stands in a `Document` is what stood in the source.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import BinaryIO

from kg.errors import DocumentError, printable
from kg.model import Document

MAX_BYTES = 5_000_000
"""More than this is no article but a mistake (a corpus without line ends, a dump): the longest novels have about 3 MB."""

ID_CHARACTERS = 24
"""96 bits of SHA-256: two of a thousand million articles share an id with a chance below 1e-11."""

BYTE_ORDER_MARKS: dict[bytes, str] = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
RESAVE = "Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is known of the articles beforehand: what they do not say themselves, and where a table says it.

    `columns` maps fields of an article ("text", "published") to the columns of tables and lines that hold them. `any_language`: not only
    English is wanted.
    """

    published: date | None = None
    publisher: str | None = None
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    any_language: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What the user should know of a file, and what keeps no article from being read."""

    where: str
    text: str

    def __str__(self) -> str:
        """Return it as it is printed."""
        return printable(f"{self.where}: {self.text}")


Found = Document | DocumentError | Notice
Parser = Callable[[BinaryIO, str, Defaults], Iterator[Found]]
"""Reads one opened file, named for messages; an article that cannot be read is yielded as its error, and the next one follows."""


def content_id(text: str) -> str:
    """Return the id of an article whose source gives it none: equal text, equal id."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:ID_CHARACTERS]


def told_apart(document: Document) -> Document:
    """Return an article whose source gives it no id with one that it does not share with the same text of another outlet.

    The day counts where the outlet or the address is known; alone it does not, for it may be given by hand, and otherwise the next time.
    """
    if document.id != content_id(document.text) or not (document.publisher or document.url):
        return document
    known = [document.publisher, document.url, document.published and document.published.isoformat()]
    return replace(document, id=content_id(f"{document.text}\n{json.dumps(known)}"))


def former_ids(document: Document) -> Iterator[str]:
    """Yield the ids that an article without one of its own has had if its outlet, address or day were not known before."""
    bare = replace(document, id=content_id(document.text))
    if told_apart(bare).id != document.id:
        return
    former = {
        told_apart(replace(bare, publisher=publisher, url=url, published=published)).id
        for publisher in {document.publisher, None}
        for url in {document.url, None}
        for published in {document.published, None}
    }
    yield from sorted(former - {document.id})


def read_whole(stream: BinaryIO, where: str, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file that is one article, at most `limit`.

    Raises:
        DocumentError: The file is empty, longer than an article may be, or cannot be read.
    """
    try:
        data = stream.read(limit + 1)
    except OSError as error:
        raise DocumentError(where, f"cannot be read ({error.strerror})", "Check the file and its permissions") from error
    if not data:
        raise DocumentError(where, "the file is empty", "Leave it out, or put the article's text in it")
    if len(data) > limit:
        raise DocumentError(where, f"more than {limit:,} bytes, too long for one article", "Split it into its articles")
    return data


def decode(data: bytes, where: str, *, encoding: str = "utf-8") -> str:
    """Return the text of `data`; a byte order mark overrules `encoding` and is no part of the text.

    Raises:
        DocumentError: The bytes are no text, or text in another encoding.
    """
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    if marked is None and b"\0" in data:
        raise DocumentError(where, "a binary file, no text", "Leave it out, or convert it to .txt or .html")
    try:
        return data.decode(marked or encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"not in the encoding {marked or encoding} (byte 0x{data[error.start]:02x} at offset {error.start}, line {line})"
        raise DocumentError(where, problem, RESAVE) from error


_LONGEST_LINK = 100  # characters
_LINK_ONLY = re.compile(
    r"\W*(?:click here to )?(?:(?:read|see|view|learn|find out)\s+(?:the\s+)?(?:more|full (?:article|story|post)|whole (?:article|story)"
    r"|rest|article|story)|continue reading|click here)(?:\s+(?:here|on \S+|at \S+))?\W*",
    re.IGNORECASE,
)
"""What feeds and interfaces give for a text, and is only the words of a link to it."""


def check_text(text: str, where: str) -> str:
    """Return `text` unchanged if a reader can read it.

    Raises:
        DocumentError: There are only blanks, the words of a link, or characters that no file can hold.
    """
    if len(text) <= _LONGEST_LINK and _LINK_ONLY.fullmatch(text):
        raise DocumentError(where, f"a text that is only a link to it ({text!r})", "Give the article itself")
    if not text.strip():
        raise DocumentError(where, "the text is empty", "Leave the article out, or give it text")
    if "\0" in text:
        raise DocumentError(where, f"the text holds the character U+0000 (offset {text.index(chr(0))})", "Take it out: it is binary data")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        problem = f"the text holds half of a surrogate pair (U+{ord(text[error.start]):04X} at offset {error.start})"
        raise DocumentError(where, problem, "Write the character in full, or leave it out") from error
    return text
