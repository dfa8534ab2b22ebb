"""WARC: the pages of a web archive come out as articles; pictures, scripts, redirections and failures are passed over and counted.

Responses and resources of HTML are read as web pages are, conversions (WET files) as plain text. Needs warcio, the extra `[formats]`.
Source: ISO 28500 (WARC 1.1).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import count
from typing import Any, BinaryIO

from kg.documents.article import MAX_BYTES, Defaults, Found, Notice, Parser
from kg.documents.columns import parse_date
from kg.documents.optional import library
from kg.documents.text import parse_text
from kg.errors import DocumentError
from kg.model import Document

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else what strangers wrote into an address is printed as it stands
MAX_HEADERS = 1_000_000
"""Bytes of one record; browsers and servers refuse a tenth of it."""
GZIP = b"\x1f\x8b"
PAGES = ("text/html", "application/xhtml+xml")


def warc_parser(html: Parser) -> Parser:
    """Return a parser of web archives that reads their pages by `html`."""

    def parse_warc(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
        passed = number = 0
        bounded = _Bounded(stream, where)
        archive = library("warcio.archiveiterator", where).ArchiveIterator(bounded)
        archive.INC_RECORD = ""  # it prints this on standard error, without saying of which file; `err_count` says it below
        for number, record in enumerate(_records(archive, bounded, where), start=1):
            parser = _parser(record, html)
            if parser is None:
                passed += 1
            else:
                yield from _articles(record, parser, f"{where}:{number}", defaults)
        if not number:
            raise DocumentError(where, "a web archive without records", "Leave it out")
        if archive.err_count:
            yield Notice(where, f"{archive.err_count} records are longer or shorter than they say; what follows such a one may be lost")
        if passed:
            yield Notice(where, f"{passed} of {number} records are no pages and were passed over")

    return parse_warc


class _Bounded:
    """Passes bytes on until a line, or all lines above a record's content, are longer than they may be.

    warcio puts lines together in time that grows with the square of their length, and holds all of a record's headers.
    """

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self.stream, self.where, self.line, self.headers = stream, where, 0, 0
        self.is_first, self.is_above = True, False  # at the beginning; among headers

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        if self.is_first and data.startswith(GZIP):  # warcio would unpack it, without a bound
            raise DocumentError(self.where, "packed with gzip", "Let its name end in .warc.gz")
        self.is_first = False
        end = data.rfind(b"\n")
        self.line = self.line + len(data) if end < 0 else len(data) - end - 1
        self.headers = self.headers + len(data) if self.is_above else 0
        if self.line > MAX_BYTES or self.headers > MAX_HEADERS:
            raise DocumentError(self.where, "more than a record's headers may be, or no end of a line", "It is no web archive, or damaged")
        return data


def _records(archive: Any, bounded: _Bounded, where: str) -> Iterator[Any]:  # noqa: ANN401 - warcio has no types
    for number in count(1):
        try:
            archive.read_to_end()  # of the record before; what comes then are headers
            bounded.is_above = True
            record = next(archive, None)
            bounded.is_above = False
        except DocumentError:
            raise
        except Exception as error:  # a damaged file makes warcio raise its own errors and Python's
            raise _damaged(where, number, error) from error
        if record is None:
            return
        yield record


def _damaged(where: str, number: int, error: Exception) -> DocumentError:
    """Return what to tell of a record that cannot be read: warcio's own words, and none of Python's, which speak of its insides."""
    told = f" ({str(error).strip()[:200]})" if type(error).__module__.startswith("warcio") or isinstance(error, OSError | EOFError) else ""
    if number == 1:
        return DocumentError(where, f"no web archive, or a damaged one{told}", "Give one as crawlers write them (WARC/1.0, WARC/1.1)")
    return DocumentError(
        where, f"damaged at record {number}{told}", "The records before it were read; get the archive again for the others"
    )


def _parser(record: Any, html: Parser) -> Parser | None:  # noqa: ANN401 - warcio has no types
    """Return what reads a record, or `None` if it is no page."""
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if record.rec_type == "conversion" and kind == "text/plain":
        return parse_text
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return html if record.rec_type in ("response", "resource") and status == "200" and kind in PAGES else None


def _articles(record: Any, parser: Parser, where: str, defaults: Defaults) -> Iterator[Found]:  # noqa: ANN401 - see above
    address = record.rec_headers.get_header("WARC-Target-URI")
    retrieved = parse_date(record.rec_headers.get_header("WARC-Date") or "")
    try:
        for found in parser(BytesIO(_payload(record, where)), where, defaults):
            yield replace(found, url=found.url or address, retrieved=retrieved) if isinstance(found, Document) else found
    except DocumentError as error:
        yield error


def _payload(record: Any, where: str) -> bytes:  # noqa: ANN401 - see above
    try:
        data: bytes = record.content_stream().read(MAX_BYTES + 1)
    except DocumentError:
        raise
    except Exception as error:  # what inflates it raises errors of its own
        raise DocumentError(where, "damaged: what its page is packed in cannot be unpacked", "Leave it out, or get it again") from error
    return data
