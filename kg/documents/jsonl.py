"""JSON lines: one article a line, in the fields `id`, `text`, `title`, `published`, `publisher`, `url`, `language`, or others that mean it.

Only the text must be there. `id` is kept and `text` is read exactly as it stands; fields that mean nothing here are not read. A line that
is no article is yielded as its error, with its number, and the next line follows. Memory is bounded by one line.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from kg.documents.article import MAX_BYTES, Defaults, Found, decode
from kg.documents.columns import Rows, Values, kind
from kg.errors import DocumentError

ONE_A_LINE = 'Each line must be one article: an object such as {"text": "…"}'


def parse_jsonl(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the article of each line, or why it is none; blank lines are passed over."""
    rows, empty = Rows(where, defaults), True
    for number, line in enumerate(_lines(stream, where), start=1):
        if not line.removeprefix(codecs.BOM_UTF8).strip():
            continue
        empty = False
        try:
            yield from rows.read(parse_line(line.rstrip(b"\r\n"), f"{where}:{number}"), f"{where}:{number}")
        except DocumentError as error:
            yield error
    if empty:
        raise DocumentError(where, "the file is empty", "Leave it out, or put an article on each line")
    yield from rows.missing()


def parse_line(line: bytes, where: str) -> Values:
    """Return the fields of one line.

    Raises:
        DocumentError: The line is too long, or no JSON object.
    """
    if len(line) > MAX_BYTES:
        raise DocumentError(where, f"more than {MAX_BYTES:,} bytes, too long for one article", "Put each article on a line of its own")
    text = decode(line, where)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(where, f"no JSON ({error.msg}, column {error.colno})", ONE_A_LINE) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in brackets in brackets
        raise DocumentError(where, f"no JSON that can be read ({error})", ONE_A_LINE) from error
    if not isinstance(value, dict):
        raise DocumentError(where, f"{kind(value)} where an object is needed", ONE_A_LINE)
    return value


def _lines(stream: BinaryIO, where: str) -> Iterator[bytes]:
    """Yield the lines of `stream`; of one that is too long only the first `MAX_BYTES + 1` bytes, the rest is passed over."""
    try:
        while line := stream.readline(MAX_BYTES + 1):
            rest = line
            while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
                rest = stream.readline(MAX_BYTES + 1)
            yield line
    except OSError as error:
        raise DocumentError(where, f"cannot be read ({error.strerror})", "Check the file and its permissions") from error
