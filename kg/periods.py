"""Partial dates as spans of days: "2024-01" comes in, its first and last day go out, so that dates of any precision can be compared."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import Final

from kg.errors import InputError

When = date | str | int
"""A day, a year, or text as precise as one likes: "2024", "2024-01", "2024-01-03"."""

_PARTS: Final = 3


def period(when: When) -> tuple[date, date]:
    """Return the first and the last day of `when`.

    Raises:
        InputError: It is no date.

    Examples:
        >>> [str(day) for day in period("2024-02")]
        ['2024-02-01', '2024-02-29']
    """
    if isinstance(when, datetime):  # such as a time stamp of pandas
        when = when.date()
    if isinstance(when, date):
        return when, when
    try:
        parts = [int(part) for part in str(when).split("-")]
        year, month, day = (*parts, *(0,) * (_PARTS - len(parts)))
        first = date(year, month or 1, day or 1)
        return first, date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError as error:
        raise InputError(f"{when!r} is no date. Give a year, a month or a day, such as 2024, 2024-01 or 2024-01-03") from error


def is_within(when: str | None, since: When | None, until: When | None) -> bool:
    """Tell whether a partial date may lie between the first day of `since` and the last of `until`; what has no date lies nowhere."""
    if since is None and until is None:
        return True
    if when is None:
        return False
    first, last = period(when)
    return (since is None or last >= period(since)[0]) and (until is None or first <= period(until)[1])
