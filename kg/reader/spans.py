"""Which spans stand in a part of a text, which sentence a place is in, and a part of a text as a span.

All offsets are characters, half-open. Spans and sentences come in text order and are found by halving, so that a question costs the same in
a long text as in a short one. What spans mean is not asked here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


def beginning_in(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Return those of `spans`, in text order, that begin in `[start, end)`."""
    low, high = (bisect_left(spans, at, key=lambda span: span.start) for at in (start, end))
    return spans[low:high]


def first_behind(spans: Sequence[Span], place: int) -> Span | None:
    """Return the first of `spans`, in text order, that begins at `place` or behind it."""
    first = bisect_left(spans, place, key=lambda span: span.start)
    return spans[first] if first < len(spans) else None


def sentence_number(sentences: Sequence[tuple[int, int]], place: int) -> int:
    """Return the number of the last sentence that begins at `place` or before it; 0 if none does."""
    return max(0, bisect_right(sentences, place, key=lambda sentence: sentence[0]) - 1)


def stripped(text: str, start: int, end: int) -> Span:
    """Return a part of a text without the white space around it."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()), words.strip())
