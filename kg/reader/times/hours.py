"""Four digits that are an hour and not a year: "at 1900 on Monday", "around 2000 local time".

In comes a time mention, out go its words without such digits; whether others are a year is asked in `kg.reader.times.dates`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.lexicon import WEEKDAYS

if TYPE_CHECKING:
    from kg.model import Span

_ABOUT = r"(?:about|almost|approximately|around|exactly|just|nearly|roughly|shortly|after|before)"
HOUR = re.compile(r"(?<![\d:.,$-])(?:[01]\d|2[0-3])[0-5]\d(?![\d:%-]|[.,]\d)")
# Before it: of 32 times that "at" stands before such digits in 2,838 texts, the 25 that were looked at are hours.
AT = re.compile(rf"\bat\s+(?:{_ABOUT}\s+){{0,2}}$", re.IGNORECASE)
# Behind it: a word for hours or where the clock stands, or, if it is hedged, a weekday. "Jailed in 2019 on Monday" has a year.
OF_CLOCK = re.compile(r"\s*(?:-\s*)?(?:gmt|hours|hrs?|local|utc)\b", re.IGNORECASE)
HEDGED = re.compile(rf"(?<!\bin )\b(?:{_ABOUT}|by|from|till|until)\s+$", re.IGNORECASE)
ON_WEEKDAY = re.compile(rf"\s+(?:on\s+)?(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_LOOK_BACK = 30  # characters


def without_hours(text: str, span: Span) -> str:
    """Return the words of a time mention without four digits that are an hour."""

    def unless_hour(found: re.Match[str]) -> str:
        return "" if _is_hour(text, span.start + found.start(), span.start + found.end()) else found.group()

    return HOUR.sub(unless_hour, text[span.start : span.end])


def _is_hour(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    is_hedged = HEDGED.search(before) is not None and ON_WEEKDAY.match(text, end) is not None
    return is_hedged or AT.search(before) is not None or OF_CLOCK.match(text, end) is not None
