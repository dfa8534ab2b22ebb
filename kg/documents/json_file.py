"""JSON files: one article as an object, an array of them, or an object that holds one such array, as interfaces for news answer.

The fields are those of JSON lines (`kg.documents.jsonl`). A file of JSON lines that is called `.json` is read as one. Memory grows with the
file, which is bounded for that; lines need none.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, cast

from kg.documents.article import MAX_BYTES, Defaults, Found, decode
from kg.documents.columns import Rows, columns_of, kind
from kg.documents.jsonl import parse_jsonl
from kg.errors import DocumentError

MAX_FILE = 200_000_000
"""Bytes; some 2 GB of memory."""
WHAT = 'It must be an article such as {"text": "…"}, an array of them, or an object with one such array'
_AFTER_ITS_END = "Extra data"
"""How the parser begins its message where a second value follows the first, as in JSON lines."""


def parse_json(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the articles, or why one is none; of an array each is named by its number, counted from 1."""
    data = stream.read()
    try:
        value = json.loads(decode(data, where))
    except json.JSONDecodeError as error:
        if error.msg.startswith(_AFTER_ITS_END):
            yield from parse_jsonl(io.BytesIO(data), where, defaults)
            return
        raise DocumentError(f"{where}:{error.lineno}", f"no JSON ({error.msg}, column {error.colno})", WHAT) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in brackets in brackets
        raise DocumentError(where, f"no JSON that can be read ({error})", WHAT) from error
    yield from _articles(_items(value, where, defaults), where, defaults)


def _articles(items: Sequence[object], where: str, defaults: Defaults) -> Iterator[Found]:
    rows = Rows(where, defaults)
    for number, item in enumerate(items, start=1):
        place = f"{where}:{number}" if len(items) > 1 else where
        try:
            yield from rows.read(_fields(item, place), place)
        except DocumentError as error:
            yield error
    yield from rows.missing()


def _fields(item: object, where: str) -> Mapping[str, object]:
    if not isinstance(item, dict):
        raise DocumentError(where, f"{kind(item)} where an object is needed", WHAT)
    if any(isinstance(held, str) and len(held) > MAX_BYTES for held in item.values()):
        raise DocumentError(where, f"a field of more than {MAX_BYTES:,} characters, too long for one article", "Split it into its articles")
    return {name: _named(held) for name, held in item.items()}


def _named(value: object) -> object:
    """Return the name of an object that has one, such as that of an outlet, else the value itself."""
    return value["name"] if isinstance(value, dict) and isinstance(value.get("name"), str) else value


def _items(value: object, where: str, defaults: Defaults) -> Sequence[object]:
    """Return what should be articles.

    Raises:
        DocumentError: It is none of the forms that are known, or holds nothing.
    """
    if _has_text(value, defaults):
        return [value]
    if isinstance(value, dict):
        value = _only_array(value, where)
    if not isinstance(value, list):
        raise DocumentError(where, f"{kind(value)} where an object is needed", WHAT)
    if not value:
        raise DocumentError(where, "an empty array", "Leave it out, or put articles in it")
    if not any(_has_text(item, defaults) for item in value):  # told once, and not for each of a million measurements
        raise DocumentError(where, "no object in its array has a text", f"{WHAT}; --text-column names the field")
    return value


def _has_text(value: object, defaults: Defaults) -> bool:
    """Tell whether a value is an object with a text of its own; what only bears the name of one may be anything ("content": […])."""
    columns = columns_of(value, defaults.columns).of if isinstance(value, dict) else {}
    return isinstance(value, dict) and "text" in columns and isinstance(value[columns["text"]], str)


def _only_array(value: Mapping[str, object], where: str) -> Sequence[object]:
    arrays = {name: held for name, held in value.items() if isinstance(held, list) and held and all(isinstance(one, dict) for one in held)}
    if len(arrays) == 1:
        return cast("Sequence[object]", next(iter(arrays.values())))
    if arrays:
        raise DocumentError(where, f"several arrays that may hold articles ({', '.join(map(repr, arrays))})", "Leave the one with articles")
    raise DocumentError(where, "an object without a text, and without an array of objects", f"{WHAT}; --text-column names the field")
