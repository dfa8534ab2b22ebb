"""Writes items as columns: a list of items comes in, a table goes out that is a third of their size and holds the same.

In items each field's name and each common value stand as often as there are items. README.md describes the forms of a column; the page
turns the table into items again (`assets/src/columns.js`).
"""

from __future__ import annotations

from collections import Counter
from os.path import commonprefix
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.view.items import Item, Json

COMMON = 4  # how often a value must stand in a column, on average, to be written once
LONG = 4  # letters that a common beginning must have to be written once
RARE = 2  # a field that less than one in so many items has is written with their numbers


def columns(items: Sequence[Item]) -> Item:
    """Return `items` as `{"count": number, "fields": {name: column}}`; a field whose value is `None` is as one that is not there."""
    names = list(dict.fromkeys(name for item in items for name in item))
    return {"count": len(items), "fields": {name: _column([item.get(name) for item in items]) for name in names}}


def _column(values: list[Json]) -> Json:
    """Return the values in the form that is likely to be the shortest."""
    there = [number for number, value in enumerate(values) if value is not None]
    if len(there) * RARE < len(values):
        gaps: list[Json] = [number - before for number, before in zip(there, [0, *there], strict=False)]
        return {"gaps": gaps, "values": _dense([values[number] for number in there])}
    return _dense(values)


def _dense(values: list[Json]) -> Json:
    words = [value for value in values if isinstance(value, str | bool)]
    if len(words) < sum(value is not None for value in values):
        return values
    counts = Counter(words)
    if len(words) >= COMMON * len(counts):
        number: dict[object, int] = {word: place for place, word in enumerate(counts)}
        return {"of": list(counts), "at": [None if value is None else number[value] for value in values]}
    texts = [word for word in words if isinstance(word, str)]
    start = commonprefix(texts) if len(texts) == len(words) > 1 else ""  # noqa: RUF071 - letters are meant, not folders
    if len(start) < LONG:
        return values
    return {"start": start, "rest": [value[len(start) :] if isinstance(value, str) else None for value in values]}
