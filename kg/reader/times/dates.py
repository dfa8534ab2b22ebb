"""What day, month or year a time mention means.

In come the article's text, the spans of its time mentions and the date of publication; out goes one `TimeExpression` for
each, no more precise than the text ("last month" is a month). Tables do the work rather than a general date parser, because
such a parser fills every missing part from the clock and does not say which. The date of publication, or that of a dateline, is
only ever what a phrase is reckoned from, never an answer in itself: what cannot be told ("in recent years", "the fourth
anniversary", a range of years) is `None`.

A phrase that is reckoned from publication and stands for several days ("last week", "two weeks ago", "a month ago") is told as the
month that holds the middle one of them, though it may be the month before or after: see `kg.resolve.dates.may_mean`. What is rounded
to half years ("six months ago") or hedged by months is told as a year.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from kg.model import PartialDate, TimeExpression
from kg.reader.lexicon import CARDINALS, MONTHS, WEEKDAYS
from kg.reader.times.ahead import ALONE
from kg.reader.times.datelines import day_of_writing
from kg.reader.times.hours import without_hours
from kg.reader.times.untold import is_of_no_week, is_untold, part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model import Span

NUMBERS: dict[str, int] = {
    **dict.fromkeys(("a", "an", "one"), 1),
    **{word: number for number, word in enumerate(CARDINALS[2:13], start=2)},
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
# Days of a month that have a name of their own.
HOLIDAYS: dict[str, str] = {
    "new year's eve": "31 december",
    "new year's day": "1 january",
    "christmas eve": "24 december",
    "christmas day": "25 december",
    "boxing day": "26 december",
    "valentine's day": "14 february",
    "may day": "1 may",
}
# "A sunny May day" is any. In ASCII: "chriſtmas day" is no key.
HOLIDAY = re.compile(rf"\b(?:(?ai:{'|'.join(sorted(HOLIDAYS.keys() - {'may day'}))})|May Day|MAY DAY)\b")
UNITS: dict[str, int] = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_FORWARD, _BACK = frozenset(("next", "coming")), frozenset(("last", "past", "previous"))
# Words before the mention that belong to its meaning though a reader may leave them out of the span.
MODIFIERS = frozenset({*UNITS, "every", "each", "following", "on", "a", "an", "one", "the"})

# A phrase with one of these cannot be told, or is about a length, a habit, or another event's time.
UNTELLABLE = re.compile(
    r"\b(anniversar\w+|recent(ly)?|decades?|centur(y|ies)|-?year-old|later(?! (on|this|today|\w+day)\b)|earlier than|every|each"
    rf"|({'|'.join(WEEKDAYS)})(s| (morning|afternoon|evening|night)s)|since|until|before (?!yesterday)|prior|previously|following|then"
    r"|(on an?|one) \w+day|same day|that (day|time|week|month|year)|the (next|previous) (week|month|year))\b"
    r"|\b(few|several|many|some|past|last|next|coming|first|nearly|almost|about|around|over|more than|less than|up to) "
    r"(\w+ )?(hours|days|weeks|months|years)\b(?! of)",
)
# Four digits are an hour ("1530 GMT") as well as a year: before 1800 only a month beside them, or an "in", makes them a year.
YEAR = re.compile(r"(?<![\d:.,$-])(1[0-9]{3}|20[0-9]{2})(?![\d:%-]|,\d|\.\d|s\b| (years|hours|days|people|gmt|utc|local|this|today)\b)")
_FIRST_BARE_YEAR = 1800
IN_YEAR = re.compile(r"\bin\s+(?:(?:about|around|early|late|the\s+year)\s+)?$", re.IGNORECASE)
YEAR_RANGE = re.compile(r"\b\d{4} ?(-|\u2013|/|to|and|until) ?('?\d{2}|\d{4})\b(?!-)")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = r"(?P<month>(?a:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r"))\b\.?"  # in ASCII: "Auguſt" is no key
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DAY_MONTH = re.compile(rf"(?<![\d:.\u2013-]){_DAY} ?(?:of )?(?<![a-z]){_MONTH}")
MONTH_DAY = re.compile(rf"\b{_MONTH},? (?:the )?{_DAY}(?![\d:.]*\d|:|[ap]\.?m|-\d|\u2013\d| ?to \d| ?[ap]\.?m| million)")
MONTH_ONLY = re.compile(rf"\b{_MONTH}(?![ -]quarter)")  # of three months the last
# "July 25 to 29", "17 and 18 May", "January 31 - February 6", but no hours.
_ANY_MONTH = _MONTH.replace("?P<month>", "?:")
DAY_TO_DAY = re.compile(
    rf"(?<![\d:.])\d{{1,2}}(?:st|nd|rd|th)? ?(?:(?:of )?{_ANY_MONTH} ?)?(?:-|\u2013|/|\b(?:to|and|or|through|until)\b) ?(?:{_ANY_MONTH} )?"
    r"\d{1,2}(?:st|nd|rd|th)?\b(?![\d:]| ?[ap]\.?m)"
)
SLASHED = re.compile(r"\b(?P<first>\d{1,2}) ?([/.]) ?(?P<second>\d{1,2}) ?\2 ?(?P<year>(?:1[89]|20)\d\d)\b")
# Behind "June": "to August 2019", ", July and August 2019", "3 to July 5, 2019".
YEAR_BEHIND = re.compile(
    rf"(?:,?\s*(?P<link>,|[-–—/]|\b(?:and|or|through|till|to|until)\b)\s*(?:(?:early|late|mid)[\s-]+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?){{1,12}},?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b(?!-\d|%)",
    re.IGNORECASE,
)
# A day of which the words around the mention say in which week it was, and a month of which they say the year.
WEEK_BEHIND = re.compile(r"\s+(?:of\s+)?((?:last|next|this)\s+week)\b(?!['’])", re.IGNORECASE)
WEEK_BEFORE = re.compile(r"\b((?:last|next|this)\s+week)\s+on\s+$", re.IGNORECASE)
YEAR_BEHIND_WEEKDAY = re.compile(rf"(?:\s*[(,])?\s*(?:{'|'.join(WEEKDAYS)})(?:\s*\))?,?\s*((?:19|20)\d\d)\b", re.IGNORECASE)
_NUMBERED = r"\d{1,2}(?:st|nd|rd|th)?"
_A_DATE = rf"(?:{_ANY_MONTH}\s+{_NUMBERED}(?:,?\s+\d{{4}})?|{_NUMBERED}\s+(?:of\s+)?{_ANY_MONTH}(?:,?\s+\d{{4}})?)"
# A weekday and its date are often two mentions: "on Tuesday, Dec. 19, when".
DATE_BEHIND = re.compile(rf"(?:\s*[(,])?\s*(?:the\s+)?({_A_DATE})\b(?![:%]|[.,]\d)", re.IGNORECASE)
WEEKDAY_BEFORE = re.compile(
    rf"\b({'|'.join(WEEKDAYS)})(?:\s+(?:morning|afternoon|evening|night))?(?:\s*[(,]|\s)\s*(?:the\s+)?$", re.IGNORECASE
)
DAY_BEHIND = re.compile(  # "today (Tuesday)", "yesterday, Tuesday, …"
    rf"\s*(?:\(\s*|,\s+)(?:on\s+)?((?:(?:{'|'.join(WEEKDAYS)}),?\s+)?{_A_DATE}|{'|'.join(WEEKDAYS)})\s*[,.)]", re.IGNORECASE
)
DAY_WORD = re.compile(rf"\b(?:{'|'.join(sorted(DAYS, key=len, reverse=True))})\b")
TOMORROW_BEFORE = re.compile(r"\btomorrow\s*[(,]\s*(?:on\s+)?$", re.IGNORECASE)
YEAR_NAMED_BEHIND = re.compile(r"\s+(?:of\s+)?((?:last|next|this)\s+year)\b(?!['’])", re.IGNORECASE)
# "Following Tuesday's talks", "following this year's": then it is no word of the time's own.
PREPOSITION = re.compile(r"(?<!\bthe )\bfollowing ")
FOLLOWING_WHAT = re.compile(r"\bfollowing (?:last|this|yesterday)\b")
POSSESSIVE = re.compile(r"\s?['’]\s?s\b")
# "That year", "May 3 of the same year", "that May": of the year that was told last, if that is near and told in figures.
THAT_YEAR = re.compile(
    r"(?:(?:early|earlier|late|later|(?:the\s+)?end\s+of)\s+)?(?:that(?:\s+same)?|(?:the\s+)?same)\s+year", re.IGNORECASE
)
OF_THAT_YEAR = re.compile(r"(?:\s+of)?\s+(?:that(?:\s+same)?|the\s+same)\s+year\b", re.IGNORECASE)
THAT = re.compile(r"\bthat\s+$", re.IGNORECASE)
OTHER_YEAR = re.compile(r"\b(?:last|next|this) year\b")
# The night before an article appears, if nothing around it tells of another, or that it is only said so: "did not become rich overnight".
OVERNIGHT = re.compile(r"\bovernight\b", re.IGNORECASE)
OTHER_NIGHT = re.compile(
    rf"\b(?:{_ANY_MONTH}|yesterday|tomorrow|(?:{'|'.join(WEEKDAYS)})s?|then|often|every|weeks?|months?|years?"
    r"|almost|can(?:not)?|could|literally|never|not|virtually|will|would|(?:1[89]|20)\d\d)\b|n['’]t\b",
    re.IGNORECASE,
)
SEVERAL_DAYS = re.compile(r"\b(?:week|weekend|days) of\b")
WEEKDAY = re.compile(r"\b(" + "|".join(WEEKDAYS) + r")\b")
MODIFIED = re.compile(r"\b(" + "|".join(UNITS) + r") (?:" + "|".join([*WEEKDAYS, *MONTHS]) + r")\b")
RELATIVE_UNIT = re.compile(r"\b(last|previous|this|current|next|coming) (year|month|week)\b")
ROLLING_WEEK = re.compile(r"\b(?:the last|past) week\b")
WEEKEND = re.compile(r"\b(last|previous|past|this|next|coming|the) weekend\b")
AGO = re.compile(r"(?<![\w-])(?:a (?P<few>few|couple of)|(?P<number>\d{1,6}|[a-z]+)) (?P<unit>day|week|fortnight|month|year)s? ago\b")
DAYS_AGO: dict[tuple[str, str], int] = {("few", "day"): 4, ("few", "week"): 28, ("couple of", "week"): 14}
"""How many days ago the middle of a few is."""
VAGUE = re.compile(r"\b(nearly|almost|about|around|over|more than|less than|or|some|roughly|at least|up to)\b")
_BEFORE = re.compile(rf"(?:\b(?:{'|'.join(sorted(MODIFIERS))}|{VAGUE.pattern[2:-2]})\s+)+$", re.IGNORECASE)
# "the third anniversary of the July 25 coup": not of the last July; "of the coup on Monday" may be when it is marked.
OF_ANNIVERSARY = re.compile(r"\banniversary\s+(?:of|since)\s+(?:(?:[\w'’-]+\s+){0,4}of\s+)?(?:the\s+)?$", re.IGNORECASE)
_NEAR, _FAR, _LAST_TOLD = 30, 120, 250  # characters that are looked at
_HALF_YEAR = 6

_SLACK = timedelta(days=1)  # a report dated by another time zone
_DAY_WIDTH, _MONTH_WIDTH, _YEAR_WIDTH = len("2024-01-03"), len("2024-01"), len("2024")
_THURSDAY, _SATURDAY, _SUNDAY = 3, 5, 6

Direction = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A time phrase in lower case with single spaces, which way it looks where it does not say, and whether an "in" stands before it."""

    words: str
    modifier: str
    direction: Direction
    is_in: bool = False

    @property
    def looks(self) -> Direction:
        """Tell which way a bare weekday, day or month is to be sought."""
        if self.modifier in _FORWARD:
            return "future"
        return "past" if self.modifier in _BACK else self.direction


def resolve_times(
    text: str, mentions: Iterable[Span], published: date | None, *, future: frozenset[Span] = frozenset()
) -> tuple[TimeExpression, ...]:
    """Return what each time mention means, one for each, in text order.

    Args:
        text: The article.
        mentions: Spans of its mentions of type TIM.
        published: What "Thursday" or "last month" are reckoned from, if no dateline says when the article was written; without both,
            only dates with a year are resolved.
        future: Those of `mentions` that look forward (see `kg.reader.times.ahead`): "on Friday" is then the next one, otherwise the last.
    """
    written = day_of_writing(text, published) or published
    return tuple(TimeExpression(span, _resolve(text, span, written, span in future)) for span in sorted(mentions))


def _resolve(text: str, span: Span, published: date | None, is_future: bool) -> PartialDate | None:  # noqa: FBT001 - inner step
    phrase, before = _phrase(text, span, is_future), text[max(0, span.start - _FAR) : span.start]
    if is_untold(text, span, phrase.words):
        return None
    if _is_of_that_year(text, span, phrase):
        return _in_that_year(text[max(0, span.start - _LAST_TOLD) : span.start], phrase)
    row = YEAR_BEHIND.match(text, span.end)
    explicit = _in_row(row, phrase) if row and not YEAR.search(phrase.words) else _explicit(phrase, published)
    if explicit or published is None or YEAR_RANGE.search(phrase.words):
        is_of_unknown_year = explicit and explicit.basis == "inferred" and OF_ANNIVERSARY.search(before)
        return None if is_of_unknown_year else explicit
    if is_of_no_week(text, span) or (UNTELLABLE.search(phrase.words) and not AGO.search(phrase.words)):
        return None
    if AGO.search(phrase.words):
        return _ago(phrase, published)
    told = next((moment for read in _READERS if (moment := read(phrase, published))), None)
    return told or _overnight(text, span, None if is_future else published)


def _is_of_that_year(text: str, span: Span, phrase: _Phrase) -> bool:
    if THAT_YEAR.fullmatch(span.text) or not MONTH_ONLY.search(phrase.words) or YEAR.search(phrase.words):
        return THAT_YEAR.fullmatch(span.text) is not None
    is_that_month = (
        THAT.search(text[max(0, span.start - _NEAR) : span.start]) and ALONE.match(text, span.end) and span.text.lower() in MONTHS
    )
    return OF_THAT_YEAR.search(span.text) is not None or OF_THAT_YEAR.match(text, span.end) is not None or bool(is_that_month)


def _in_that_year(before: str, phrase: _Phrase) -> PartialDate | None:
    """Read a date of the year that the words before tell last."""
    told = [*YEAR.finditer(before.lower())]
    if not told or OTHER_YEAR.search(before.lower(), told[-1].end()):
        return None
    value = _value(int(told[-1].group(1)), *_month_and_day(phrase.words))
    return PartialDate(value, "inferred") if value else None


def _phrase(text: str, span: Span, is_future: bool) -> _Phrase:  # noqa: FBT001 - inner step
    before = _BEFORE.search(text[max(0, span.start - 20) : span.start])
    said = f"{before.group() if before else ''} {without_hours(text, span)} {_around(text, span)}".replace("’", "'")
    said = HOLIDAY.sub(lambda found: HOLIDAYS[found.group().lower()], said).lower()
    words = " ".join(said.replace("'s ", " ").split())
    if FOLLOWING_WHAT.search(words) or POSSESSIVE.match(text, span.end):
        words = PREPOSITION.sub("", words)
    own = MODIFIED.search(words)
    near = text[max(0, span.start - _NEAR) : span.start]
    direction: Direction = "future" if is_future or TOMORROW_BEFORE.search(near) else "past"
    return _Phrase(words, own.group(1) if own else "", direction, IN_YEAR.search(near) is not None)


def _around(text: str, span: Span) -> str:
    """Return what stands beside it: the week or date of a day ("Tuesday last week"), the year or weekday of a date, which day is today."""
    words, before = span.text.lower(), text[max(0, span.start - _NEAR) : span.start]
    part = part_of(text, span)
    if part and part["when"] and part.start("when") >= span.end:
        return part["when"]
    if DAY_WORD.search(words):
        found = DAY_BEHIND.match(text, span.end)
    elif MONTH_ONLY.search(words):
        found = YEAR_NAMED_BEHIND.match(text, span.end)
        if not found and not YEAR.search(words):
            found = YEAR_BEHIND_WEEKDAY.match(text, span.end) or (None if WEEKDAY.search(words) else WEEKDAY_BEFORE.search(before))
    elif WEEKDAY.search(words):
        found = WEEK_BEHIND.match(text, span.end) or WEEK_BEFORE.search(before) or DATE_BEHIND.match(text, span.end)
    else:
        found = None
    return found.group(1) if found else ""


# ---------------------------------------------------------------- dates that the text spells out


def _in_row(row: re.Match[str], phrase: _Phrase) -> PartialDate | None:
    """Read "June" of "from June to August 2019", and of "from November to January 2020", which is the year before."""
    month, day = _month_and_day(phrase.words)
    year, last = int(row["year"]), MONTHS[row["month"].lower()]
    if month is None or (month > last and row["link"].lower() in {",", "and", "or"}):
        return None
    value = _value(year - (month > last), month, day)
    return PartialDate(value, "inferred" if month > last else "stated") if value else None


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
    if years and (month or phrase.is_in or min(years) >= _FIRST_BARE_YEAR):
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
    if found and not DAY_TO_DAY.search(words):
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
    """Return the year of the last such day or month up to publication, or of the next one from then on; a weekday decides between them."""
    of_weekday = _year_of_weekday(phrase, month, day, published)
    if of_weekday:
        return of_weekday
    now = (published.month, published.day if day else 0)
    slack = min(published, date.max - _SLACK) + _SLACK
    then = (month, day or 0)
    if phrase.looks == "future":
        is_next_year = then < now or (phrase.modifier in _FORWARD and then == now)
        return published.year + is_next_year
    if phrase.modifier == "this":
        return published.year
    latest = (slack.month, slack.day) if day and slack.year == published.year else now
    is_last_year = then > latest or (phrase.modifier in {"last", "previous"} and then == now)
    return published.year - is_last_year


def _year_of_weekday(phrase: _Phrase, month: int, day: int | None, published: date) -> int | None:
    """Return in which year around publication such a day is the weekday that the phrase names, if it names one."""
    named = {WEEKDAYS[found.group(1)] for found in WEEKDAY.finditer(phrase.words)}
    for year in (published.year, published.year - 1, published.year + 1) if len(named) == 1 else ():
        value = _value(year, month, day)
        if value and len(value) == _DAY_WIDTH and date.fromisoformat(value).weekday() in named:
            return year
    return None


# ---------------------------------------------------------------- dates reckoned from publication


def _relative_day(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "yesterday"; where it says which day that is, as in "today (Tuesday)", that counts, as the text may be of the day before."""
    found = DAY_WORD.search(phrase.words)
    if not found:
        return None
    if WEEKDAY.search(phrase.words):
        return _weekday(replace(phrase, direction="future" if DAYS[found.group()] > 0 else "past"), published)
    return _moved(published, days=DAYS[found.group()])


def _moved(day: date, *, days: int = 0, width: int = _DAY_WIDTH) -> PartialDate | None:
    """Return the day that is so many days later, or the month or year that holds it."""
    try:
        return PartialDate((day + timedelta(days=days)).isoformat()[:width], "inferred")
    except OverflowError:
        return None


def _in_months(published: date, months: int, width: int = _MONTH_WIDTH) -> PartialDate | None:
    """Return the month that is so many months later, or the year that holds it."""
    month = published.year * 12 + published.month - 1 + months
    value = _value(month // 12, month % 12 + 1, None)
    return PartialDate(value[:width], "inferred") if value else None


def _ago(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "three days ago"; "nearly four years" and round decades tell no year."""
    found = AGO.search(phrase.words)
    if not found:
        return None
    unit = found["unit"]
    if found["few"]:
        days = DAYS_AGO.get((found["few"], unit))
        return _moved(published, days=-days, width=_MONTH_WIDTH) if days else None
    number = int(found["number"]) if found["number"].isdigit() else NUMBERS.get(found["number"])
    if number is None:
        return None
    is_vague = bool(VAGUE.search(phrase.words[: found.start()]))
    if unit == "year":
        return None if is_vague or not number % 10 else _in_months(published, -12 * number, _YEAR_WIDTH)
    if unit == "month":
        is_rounded = is_vague or number % _HALF_YEAR == 0
        return _in_months(published, -number, _YEAR_WIDTH if is_rounded else _MONTH_WIDTH)
    days = number * {"day": 1, "week": 7, "fortnight": 14}[unit]
    return _moved(published, days=-days, width=_DAY_WIDTH if unit == "day" and not is_vague else _MONTH_WIDTH)


def _overnight(text: str, span: Span, published: date | None) -> PartialDate | None:
    """Read "overnight" as the day on which that night ended, if the sentence tells of no other day."""
    if published is None or not OVERNIGHT.search(span.text):
        return None
    before = re.split(r"[.!?\n]", text[max(0, span.start - _FAR) : span.start])[-1]
    after = re.split(r"[.!?\n]", text[span.end : span.end + _FAR])[0]
    return None if OTHER_NIGHT.search(f"{before} {after}") else _moved(published)


def _relative_unit(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "last year", "this month", "Friday last week"; of this week, the days that are over count for what is past, the others else."""
    if ROLLING_WEEK.search(phrase.words):
        return _moved(published, days=-3, width=_MONTH_WIDTH)
    found = RELATIVE_UNIT.search(phrase.words)
    if not found:
        return None
    steps, unit = UNITS[found.group(1)], found.group(2)
    if unit != "week":
        return _in_months(published, steps * 12, _YEAR_WIDTH) if unit == "year" else _in_months(published, steps)
    gone = published.weekday()
    weekday = WEEKDAY.search(phrase.words)
    if weekday:
        days = 7 * steps + WEEKDAYS[weekday.group(1)] - gone
        is_ahead = not steps and days > 0 and phrase.direction == "past"  # the Sunday that somebody's week begins with
        return _moved(published, days=days - 7 * is_ahead)
    if steps:
        return _moved(published, days=7 * steps + _THURSDAY - gone, width=_MONTH_WIDTH)
    return _moved(published, days=(_SUNDAY - gone) // 2 if phrase.direction == "future" else -(gone // 2), width=_MONTH_WIDTH)


def _weekend(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "the weekend": the last one that has begun; looking forward, the one that is there or comes first."""
    found = WEEKEND.search(phrase.words)
    if not found:
        return None
    gone = (published.weekday() - _SATURDAY) % 7
    is_here = gone <= 1
    said = found.group(1)
    if said in _FORWARD or (phrase.direction == "future" and said not in _BACK):
        return _moved(published, days=(0 if is_here and said not in _FORWARD else 7) - gone, width=_MONTH_WIDTH)
    return _moved(published, days=-gone - (7 if is_here and said in {"last", "previous"} else 0), width=_MONTH_WIDTH)


def _weekday(phrase: _Phrase, published: date) -> PartialDate | None:
    """Read "Thursday": the day of publication or one of the six before it; looking forward, that day or one of the six after."""
    named = {WEEKDAYS[found.group(1)] for found in WEEKDAY.finditer(phrase.words)}
    if len(named) != 1:
        return None
    weekday = named.pop()
    if phrase.looks == "future":
        ahead = (weekday - published.weekday()) % 7
        return _moved(published, days=ahead or (7 if phrase.modifier in _FORWARD else 0))
    back = (published.weekday() - weekday) % 7
    return _moved(published, days=-(back or (7 if phrase.modifier in _BACK else 0)))


_READERS: tuple[Callable[[_Phrase, date], PartialDate | None], ...] = (_relative_day, _relative_unit, _weekend, _weekday)
"""What reads a phrase without a date of its own, in this order."""
