"""Times that a text reckons from another event: "the fourth anniversary of his killing", "two days after the attack".

In come the time mentions that nothing else tells (see `kg.reader.times`), the events and their dated Time arguments; out goes the date of
each that the other event's date gives, as precise as both allow and always inferred. Where the other event is not named in the
sentence, or its date is not told or told in two ways, there is none.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.model import PartialDate
from kg.reader.times import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Argument, EventCluster, Span, TimeExpression

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
    *("fourteenth", "fifteenth"),
)
ORDINALS: dict[str, int] = {
    **{word: number for number, word in enumerate(_ORDINALS, start=1)},
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "hundredth": 100,
    "one-year": 1,
    "two-year": 2,
    "five-year": 5,
}
ANNIVERSARY = re.compile(r"\b(?:(?P<word>[a-z-]+)|(?P<figure>\d{1,3})(?:st|nd|rd|th)) anniversary\b", re.IGNORECASE)
OFFSET = re.compile(
    r"\b(?P<number>\d{1,3}|[a-z]+) (?P<unit>day|week|month|year)s? (?P<side>after|before|earlier than|later than|following)\b",
    re.IGNORECASE,
)
# What may stand between the phrase and the event that it is reckoned from: few words, and no other clause.
BETWEEN = re.compile(r"[^.,;:!?()\n]{0,60}")
OF = re.compile(r"\s+(?:of|since)\s")
SIDES = re.compile(r"\s+(after|before|following)\s", re.IGNORECASE)


FARTHEST_AHEAD = timedelta(days=366)
LAST = date.max.isoformat()


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, months and years after (or, below zero, before) an event."""

    years: int = 0
    months: int = 0
    days: int = 0


def relative_times(
    text: str,
    times: Sequence[TimeExpression],
    events: Iterable[EventCluster],
    arguments: Iterable[Argument],
    *,
    published: date | None = None,
) -> tuple[TimeExpression, ...]:
    """Return `times`, with dates for those that are reckoned from another event of the article.

    Args:
        text: The article.
        times: Its time mentions, in text order; those with a date stay as they are.
        events: Its events; all mentions of one share their dates.
        arguments: Its arguments, of which Time ties a date to an event.
        published: When it appeared. What would be more than a year later is no date: then another event was meant.
    """
    clusters = list(events)
    event_of = {mention.trigger: event.id for event in clusters for mention in event.mentions}
    dates = _dates(times, event_of, arguments)
    latest = (published + FARTHEST_AHEAD).isoformat() if published and published < date.max - FARTHEST_AHEAD else LAST
    moments = [(trigger, dates.get(event)) for trigger, event in sorted(event_of.items())]
    return tuple(time if time.date else replace(time, date=_from_event(text, time.span, moments, latest)) for time in times)


def _dates(times: Iterable[TimeExpression], event_of: Mapping[Span, str], arguments: Iterable[Argument]) -> dict[str, PartialDate]:
    """Return the most precise date of each event of which all dates agree."""
    value = {time.span: time.date for time in times}
    found: dict[str, set[PartialDate]] = defaultdict(set)
    for argument in arguments:
        moment = value.get(argument.filler)
        if argument.role == "Time" and argument.trigger in event_of and moment:
            found[event_of[argument.trigger]].add(moment)
    best = {event: max(moments, key=lambda m: (len(m.value), m.value)) for event, moments in found.items()}
    return {event: b for event, b in best.items() if all(b.value.startswith(m.value) for m in found[event])}


def _from_event(text: str, span: Span, moments: Sequence[tuple[Span, PartialDate | None]], latest: str) -> PartialDate | None:
    read = _offset(text, span)
    if read is None:
        return None
    offset, end = read
    following = bisect_left(moments, end, key=lambda one: one[0].start)
    if following == len(moments) or not BETWEEN.fullmatch(text, end, moments[following][0].start):
        return None
    moment = moments[following][1]
    value = _moved(moment.value, offset) if moment else None
    return PartialDate(value, "inferred") if value and value <= latest else None


def _offset(text: str, span: Span) -> tuple[Offset, int] | None:
    """Read the phrase, and where the event that it is reckoned from may begin. "after the" may stand behind the mention."""
    anniversary = ANNIVERSARY.search(span.text)
    if anniversary:
        number = int(anniversary["figure"]) if anniversary["figure"] else ORDINALS.get(anniversary["word"].lower())
        of = OF.match(text, span.start + anniversary.end())
        return (Offset(years=number), of.end()) if number and of else None
    side = SIDES.match(text, span.end)
    phrase = OFFSET.search(text, span.start, side.end() if side else span.end)
    if phrase is None:
        return None
    number = int(phrase["number"]) if phrase["number"].isdigit() else NUMBERS.get(phrase["number"].lower())
    if number is None:
        return None
    sign = -1 if phrase["side"].lower().startswith(("before", "earlier")) else 1
    unit = phrase["unit"].lower()
    days = {"day": 1, "week": 7}.get(unit, 0) * number * sign
    return Offset(number * sign * (unit == "year"), number * sign * (unit == "month"), days), phrase.end()


def _moved(value: str, offset: Offset) -> str | None:
    """Move a date; what the offset counts in must be no finer than the date ("two days after" needs a day)."""
    year, month, day = (int(part) for part in (*value.split("-"), "0", "0")[:3])
    if (offset.days and not day) or (offset.months and not month):
        return None
    months = (year + offset.years) * 12 + (month or 1) - 1 + offset.months
    year, month = months // 12, (months % 12 + 1 if month else 0)
    if not date.min.year <= year <= date.max.year:
        return None
    if not day or day > calendar.monthrange(year, month)[1]:  # 29 February has no anniversary in most years
        return f"{year:04}-{month:02}" if month else f"{year:04}"
    try:
        return (date(year, month, day) + timedelta(days=offset.days)).isoformat()
    except OverflowError:
        return None
