"""Partial dates as intervals: do two agree, and which of several is the date of an event. Nothing here reads text."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import PartialDate

_DAY_WIDTH = len("2024-01-03")
_MONTH_WIDTH = len("2024-01")
_SLACK = timedelta(days=1)
NONE = timedelta()
_HELD = 1 << 14
"""Dates whose intervals are held: a corpus has few, and compares them all the time."""


def interval(moment: PartialDate) -> tuple[date, date]:
    """Return the first and the last day that the date may mean."""
    return _interval(moment.value)


@lru_cache(_HELD)
def _interval(value: str) -> tuple[date, date]:
    parts = [int(part) for part in value.split("-")]
    year = parts[0]
    first = parts[1] if len(parts) > 1 else 1
    last = parts[1] if len(parts) > 1 else 12
    start_day = parts[2] if len(parts) > 2 else 1  # noqa: PLR2004 - year, month, day
    end_day = parts[2] if len(parts) > 2 else calendar.monthrange(year, last)[1]  # noqa: PLR2004 - as above
    return date(year, first, start_day), date(year, last, end_day)


def is_day(moment: PartialDate) -> bool:
    """Tell whether the date is precise to the day."""
    return len(moment.value) == _DAY_WIDTH


def is_month(moment: PartialDate) -> bool:
    """Tell whether the date is precise to the month at least."""
    return len(moment.value) >= _MONTH_WIDTH


def agree(one: PartialDate, other: PartialDate, *, blur: timedelta = NONE) -> bool:
    """Tell whether two dates may be the same day; a day's difference is let pass, as it may be one of time zones.

    Args:
        one: A date.
        other: Another.
        blur: How far apart they may lie if one of them is no day.
    """
    (start, end), (begin, finish) = interval(one), interval(other)
    slack = _SLACK if is_day(one) and is_day(other) else blur
    return start - finish <= slack and begin - end <= slack  # a difference is there for any two days, a sum is not


def choose_date(dates: Sequence[PartialDate]) -> PartialDate | None:
    """Return the date that most of `dates` agree with; of equals the most precise, then stated before inferred, then the earliest."""
    if not dates:
        return None
    return min(dates, key=lambda d: (-sum(agree(d, other) for other in dates), -len(d.value), d.basis != "stated", d.value))
