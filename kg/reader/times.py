"""What day, month or year a time mention means.

In come the article's text, the spans of its time mentions and the date of publication; out goes one `TimeExpression` for
each, no more precise than the text ("last month" is a month). Tables do the work rather than a general date parser, because
such a parser fills every missing part from the clock and does not say which. The date of publication is only ever what a
phrase is reckoned from, never an answer in itself: what cannot be told ("in recent years", "the fourth anniversary", a range
of years) is `None`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from kg.model import PartialDate, TimeExpression

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Argument, EventMention, Span

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: dict[str, int] = {
    day.lower(): number for number, day in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
}
NUMBERS: dict[str, int] = {
    **dict.fromkeys(("a", "an", "one"), 1),
    **{word: number for number, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=2)},
}

# Phrases that name one day, in days from publication. The longest that stands in the phrase wins.
DAYS: dict[str, int] = {
    "day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
# Days of a month that have a name of their own, the longest of which is read first.
HOLIDAYS: dict[str, str] = {
    "new year's eve": "31 december",
    "new year's day": "1 january",
    "christmas eve": "24 december",
    "christmas day": "25 december",
    "boxing day": "26 december",
    "valentine's day": "14 february",
    "may day": "1 may",
}
UNITS: dict[str, int] = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
# Words before the mention that belong to its meaning though a reader may leave them out of the span.
MODIFIERS = frozenset({*UNITS, "every", "each", "following", "a", "an", "one"})

# A phrase with one of these cannot be told, or is about a length, a habit, or another event's time.
UNTELLABLE = re.compile(
    r"\b(anniversar\w+|recent(ly)?|decades?|centur(y|ies)|-?year-old|later|earlier than|every|each"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)days|since|until|before (?!yesterday)|prior|previously|following|then"
    r"|same day|that (day|time|week|month|year))\b"
    r"|\b(few|several|many|some|past|last|next|coming|first|nearly|almost|about|around|over|more than|less than|up to) "
    r"(\w+ )?(hours|days|weeks|months|years)\b(?! of)",
)
# Four digits are an hour ("1530 GMT") as well as a year: before 1800 only a month beside them makes them a year.
YEAR = re.compile(r"(?<![\d:.,$-])(1[0-9]{3}|20[0-9]{2})(?![\d:%-]|,\d|\.\d|s\b| (years|hours|days|people|gmt|utc|local|this|today)\b)")
_FIRST_BARE_YEAR = 1800
YEAR_RANGE = re.compile(r"\b\d{4} ?(-|\u2013|/|to|and|until) ?('?\d{2}|\d{4})\b(?!-)")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DAY_MONTH = re.compile(rf"(?<![\d:.\u2013-]){_DAY} ?(?:of )?(?<![a-z]){_MONTH}")
MONTH_DAY = re.compile(rf"\b{_MONTH},? (?:the )?{_DAY}(?![\d:.]*\d|:|[ap]\.?m|-\d|\u2013\d| ?to \d| ?[ap]\.?m| million)")
MONTH_ONLY = re.compile(rf"\b{_MONTH}")
SLASHED = re.compile(r"\b(?P<first>\d{1,2})([/.])(?P<second>\d{1,2})\2(?P<year>(?:1[89]|20)\d\d)\b")
SEVERAL_DAYS = re.compile(r"\b(?:week|weekend|days) of\b")
WEEKDAY = re.compile(r"\b(" + "|".join(WEEKDAYS) + r")\b")
MODIFIED = re.compile(r"\b(" + "|".join(UNITS) + r") (?:" + "|".join([*WEEKDAYS, *MONTHS]) + r")\b")
RELATIVE_UNIT = re.compile(r"\b(last|previous|this|current|next|coming) (year|month|week|weekend)\b")
AGO = re.compile(r"(?<![\w-])(\d{1,6}|[a-z]+) (day|week|month|year)s? ago\b")
VAGUE = re.compile(r"\b(nearly|almost|about|around|over|more than|less than|just|some|roughly|at least|up to)\b")

_SLACK = timedelta(days=1)  # a report dated by another time zone
_WEEK = timedelta(days=7)

Direction = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A time phrase in lower case with single spaces, and which way it looks where it does not say."""

    words: str
    modifier: str
    direction: Direction

    @property
    def looks(self) -> Direction:
        """Tell which way a bare weekday, day or month is to be sought."""
        if self.modifier in {"next", "coming"}:
            return "future"
        return "past" if self.modifier in {"last", "previous", "past"} else self.direction


def planned_times(arguments: Iterable[Argument], mentions: Iterable[EventMention]) -> frozenset[Span]:
    """Return the time mentions that say when something planned is to be, and that nothing else is said to have happened at."""
    planned = {mention.trigger: mention.factuality == "Planned" for mention in mentions}
    of_plans: set[Span] = set()
    of_others: set[Span] = set()
    for argument in arguments:
        if argument.role == "Time" and argument.trigger in planned:
            (of_plans if planned[argument.trigger] else of_others).add(argument.filler)
    return frozenset(of_plans - of_others)


def resolve_times(
    text: str, mentions: Iterable[Span], published: date | None, *, future: frozenset[Span] = frozenset()
) -> tuple[TimeExpression, ...]:
    """Return what each time mention means, one for each, in text order.

    Args:
        text: The article.
        mentions: Spans of its mentions of type TIM.
        published: What "Thursday" or "last month" are reckoned from; without it only dates with a year are resolved.
        future: Those of `mentions` that look forward (see `planned_times`): "on Friday" is then the next one, otherwise the last.
    """
    return tuple(TimeExpression(span, _resolve(text, span, published, span in future)) for span in sorted(mentions))


def _resolve(text: str, span: Span, published: date | None, is_future: bool) -> PartialDate | None:  # noqa: FBT001 - inner step
    phrase = _phrase(text, span, is_future)
    explicit = _explicit(phrase, published)
    if explicit or published is None:
        return explicit
    if UNTELLABLE.search(phrase.words) and not AGO.search(phrase.words):
        return None
    return _relative_day(phrase, published) or _ago(phrase, published) or _relative_unit(phrase, published) or _weekday(phrase, published)


def _phrase(text: str, span: Span, is_future: bool) -> _Phrase:  # noqa: FBT001 - inner step
    before = re.search(r"([^\W\d_]+)\s+$", text[max(0, span.start - 20) : span.start])
    word = before.group(1).lower() if before and before.group(1).lower() in MODIFIERS else ""
    said = f"{word} {text[span.start : span.end]}".lower().replace("’", "'")
    for holiday, day in HOLIDAYS.items():
        said = said.replace(holiday, day)
    words = " ".join(said.replace("'s ", " ").split())
    own = MODIFIED.search(words)
    return _Phrase(words, own.group(1) if own else "", "future" if is_future else "past")


# ---------------------------------------------------------------- dates that the text spells out


def _explicit(phrase: _Phrase, published: date | None) -> PartialDate | None:
    """Read a date with a year or a month in it; the year may have to come from publication."""
    iso = ISO.search(phrase.words)
    if iso:
        return _stated(int(iso.group(1)), int(iso.group(2)), int(iso.group(3)))
    slashed = SLASHED.search(phrase.words)
    if slashed:
        return _slashed(slashed)
    if YEAR_RANGE.search(phrase.words) or "anniversar" in phrase.words or "-year-old" in phrase.words:
        return None
    years = {int(year.group(1)) for year in YEAR.finditer(phrase.words)}
    if len(years) > 1:
        return None
    month, day = _month_and_day(phrase.words)
    if years and (month or min(years) >= _FIRST_BARE_YEAR):
        return _stated(years.pop(), month, day)
    return _year_from_publication(phrase, month, day, published) if month and published else None


def _slashed(found: re.Match[str]) -> PartialDate | None:
    """Read "25/07/2022": where day and month could be either, as in "03/01/2024", only the year is told."""
    first, second, year = (int(found[part]) for part in ("first", "second", "year"))
    if first == second or (first > 12) != (second > 12):  # noqa: PLR2004 - months of a year
        month, day = sorted((first, second))
        return _stated(year, month, day)
    return _stated(year, None, None)


def _month_and_day(words: str) -> tuple[int | None, int | None]:
    found = DAY_MONTH.search(words) or MONTH_DAY.search(words)
    if found:
        day = int(found.group("day"))
        is_one_day = 1 <= day <= 31 and not SEVERAL_DAYS.search(words[: found.start()])  # noqa: PLR2004 - the longest month
        return MONTHS[found.group("month")], day if is_one_day else None
    months = {MONTHS[month.group("month")] for month in MONTH_ONLY.finditer(words)}
    return (months.pop(), None) if len(months) == 1 else (None, None)


def _stated(year: int, month: int | None, day: int | None) -> PartialDate | None:
    value = _value(year, month, day)
    return PartialDate(value, "stated") if value else None


def _value(year: int, month: int | None, day: int | None) -> str | None:
    """Write the date; a day that its month does not have is left out, a month that no year has makes it none, and so does year 0."""
    if not date.min.year <= year <= date.max.year:
        return None
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return None
    if day is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}"


def _year_from_publication(phrase: _Phrase, month: int, day: int | None, published: date) -> PartialDate | None:
    said = re.search(r"\b(last|this|next) year\b", phrase.words)
    year = published.year + UNITS[said.group(1)] if said else _nearest_year(phrase, month, day, published)
    value = _value(year, month, day)
    return PartialDate(value, "inferred") if value else None


def _nearest_year(phrase: _Phrase, month: int, day: int | None, published: date) -> int:
    """Return the year of the last such day or month up to publication, or of the next one from then on."""
    now = (published.month, published.day if day else 0)
    slack = min(published, date.max - _SLACK) + _SLACK
    then = (month, day or 0)
    if phrase.looks == "future":
        is_next_year = then < now or (phrase.modifier in {"next", "coming"} and then == now)
        return published.year + is_next_year
    latest = (slack.month, slack.day) if day and slack.year == published.year else now
    is_last_year = then > latest or (phrase.modifier in {"last", "previous"} and then == now)
    return published.year - is_last_year


# ---------------------------------------------------------------- dates reckoned from publication


def _inferred(first: date, last: date | None = None) -> PartialDate | None:
    """Return the most precise date that holds all days from `first` to `last`."""
    last = last or first
    for width in (10, 7, 4):
        if first.isoformat()[:width] == last.isoformat()[:width]:
            return PartialDate(first.isoformat()[:width], "inferred")
    return None


def _relative_day(phrase: _Phrase, published: date) -> PartialDate | None:
    for words in sorted(DAYS, key=len, reverse=True):
        if re.search(rf"\b{words}\b", phrase.words):
            return _moved(published, days=DAYS[words])
    return None


def _moved(day: date, *, days: int, spread: int = 0) -> PartialDate | None:
    try:
        first, last = day + timedelta(days=days - spread), day + timedelta(days=days + spread)
    except OverflowError:
        return None
    return _inferred(first, last)


def _ago(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "three days ago". Weeks and months blur by half their length; "nearly four years" and round decades tell no year."""
    found = AGO.search(phrase.words)
    if not found:
        return None
    number = int(found.group(1)) if found.group(1).isdigit() else NUMBERS.get(found.group(1))
    if number is None or VAGUE.search(phrase.words[: found.start()]):
        return None
    unit = found.group(2)
    if unit == "year":
        return PartialDate(f"{published.year - number:04}", "inferred") if number % 10 and number < published.year else None
    days, spread = {"day": (1, 0), "week": (7, 3), "month": (30, 15)}[unit]
    return _moved(published, days=-days * number, spread=spread)


def _relative_unit(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "last year", "this month", "next week"; a week or a weekend is given as the month or year that holds it."""
    found = RELATIVE_UNIT.search(phrase.words)
    if not found:
        return None
    steps, unit = UNITS[found.group(1)], found.group(2)
    if unit in {"year", "month"}:
        months = published.year * 12 + published.month - 1 + steps * (12 if unit == "year" else 1)
        value = _value(months // 12, months % 12 + 1 if unit == "month" else None, None)
        return PartialDate(value, "inferred") if value else None
    try:
        monday = published - timedelta(days=published.weekday()) + steps * _WEEK
        return _inferred(monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6))
    except OverflowError:  # a week of the first or the last year that there is
        return None


def _weekday(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "Thursday": the day of publication or one of the six before it; looking forward, that day or one of the six after."""
    named = {WEEKDAYS[found.group(1)] for found in WEEKDAY.finditer(phrase.words)}
    if len(named) != 1:
        return None
    weekday = named.pop()
    if phrase.looks == "future":
        ahead = (weekday - published.weekday()) % 7
        return _moved(published, days=ahead or (7 if phrase.modifier in {"next", "coming"} else 0))
    back = (published.weekday() - weekday) % 7
    return _moved(published, days=-(back or (7 if phrase.modifier in {"last", "previous", "past"} else 0)))
