"""JSON lines: one article a line, in the fields `id`, `text`, `title`, `published`, `publisher`, `url`, `language`.

Only `text` must be there. `id` is kept and `text` is read exactly as it stands; fields of other names are not read. A line that is
no article is yielded as its error, with its number, and the next line follows. Memory is bounded by one line.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

from kg.documents.article import MAX_BYTES, Defaults, check_text, content_id, decode
from kg.errors import DocumentError
from kg.model import Document

Fields = dict[str, object]
ONE_A_LINE = 'Each line must be one article: an object such as {"text": "…"}'


def parse_jsonl(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Document | DocumentError]:
    """Yield the article of each line, or why it is none; blank lines are passed over."""
    empty = True
    for number, line in enumerate(_lines(stream), start=1):
        if not line.removeprefix(codecs.BOM_UTF8).strip():
            continue
        empty = False
        try:
            yield parse_line(line.rstrip(b"\r\n"), f"{where}:{number}", defaults)
        except DocumentError as error:
            yield error
    if empty:
        raise DocumentError(where, "the file is empty", "Leave it out, or put an article on each line")


def parse_line(line: bytes, where: str, defaults: Defaults) -> Document:
    """Return the article that one line holds.

    Raises:
        DocumentError: The line is too long, no JSON object, or a field is missing or of another type.
    """
    fields = _object(line, where)
    text = _string(fields, "text", where)
    if text is None:
        raise DocumentError(where, "no field 'text'", 'Put the article there: {"text": "…", "published": "2024-01-31"}')
    check_text(text, where)
    given = _string(fields, "id", where)
    if given == "":
        raise DocumentError(where, "the field 'id' is empty", "Give the article an id of its own, or leave the field out")
    return Document(
        id=content_id(text) if given is None else given,
        text=text,
        title=_string(fields, "title", where),
        published=_date(fields, where) or defaults.published,
        publisher=_string(fields, "publisher", where) or defaults.publisher,
        url=_string(fields, "url", where),
        language=_string(fields, "language", where) or defaults.language,
    )


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of `stream`; of one that is too long only the first `MAX_BYTES + 1` bytes, the rest is passed over."""
    while line := stream.readline(MAX_BYTES + 1):
        rest = line
        while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES + 1)
        yield line


def _object(line: bytes, where: str) -> Fields:
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
        raise DocumentError(where, f"{_kind(value)} where an object is needed", ONE_A_LINE)
    return value


def _string(fields: Fields, name: str, where: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value if name == "text" or value is None else _encodable(value, name, where)
    raise DocumentError(where, f"the field {name!r} is {_kind(value)}", "It must be a string")


def _encodable(value: str, name: str, where: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(
            where, f"the field {name!r} holds half of a surrogate pair", "Write the character in full, or leave it out"
        ) from error
    return value


def _date(fields: Fields, where: str) -> date | None:
    """Return the calendar day of `published` as it is written there; its time zone does not move it."""
    value = _string(fields, "published", where)
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError as error:
        raise DocumentError(where, f"the field 'published' is {value!r}", "It must be a date such as 2024-01-31") from error


def _kind(value: object) -> str:
    names = {bool: "a truth value", int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "null")
