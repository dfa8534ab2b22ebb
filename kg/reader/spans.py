"""Which spans stand in a part of a text, which sentence a place is in, and a part of a text as a span.

All offsets are characters, half-open. Spans and sentences come in text order and are found by halving, so that a question costs the same in
a long text as in a short one. Of words, only these are asked here: whether a pattern stands between two spans, whether a span is of
somebody whose something is, and where a sentence ends by its marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCE_END = re.compile(r"[.!?]\s|\n")  # where only the text is at hand, not its sentences
LONGEST_GAP = 300  # characters between two spans that a pattern joins
POSSESSIVES = frozenset(("her", "his", "its", "my", "our", "their", "your"))


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


def is_between(text: str, pattern: re.Pattern[str], first: Span, second: Span) -> bool:
    """Tell whether a pattern is all that stands between one span and a later one."""
    is_near = 0 <= second.start - first.end <= LONGEST_GAP
    return is_near and pattern.fullmatch(text, first.end, second.start) is not None


def is_owner(text: str, span: Span) -> bool:
    """Tell whether a span says whose something is: "his", "Ada Roe" of "Ada Roe's"."""
    return span.text.lower() in POSSESSIVES or text.startswith(("'", "’"), span.end)
