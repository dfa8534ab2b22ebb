"""Where a text quotes: its paragraphs, and what stands between quotation marks in each."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKS = re.compile(r"[“«”»\"]")
SHORTEST = 3  # characters between the marks


def quotations(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where quotations stand in a part of a text, with their marks: from one that opens to the next that closes it."""
    marks = [(mark.start(), mark.group()) for mark in MARKS.finditer(text, start, end)]
    curly, straight = ([at for at, mark in marks if mark in closing] for closing in ("”»", '"'))
    last = start
    for at, mark in marks:
        closing = straight if mark == '"' else curly
        following = bisect_right(closing, at)
        if at >= last and mark not in "”»" and following < len(closing) and closing[following] - at > SHORTEST:
            last = closing[following] + 1
            yield at, last


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line that is not blank begins and ends, its line break included."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line)
        start += len(line)
