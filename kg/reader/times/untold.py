"""Times with a day, month or year in them that say when nothing was.

"The 1990s", "every year in June", "the seventh coup since 2020", "two days after April 15", the paper "USA TODAY": of such a time no date
is told, though the words alone would give one. Nor is one reckoned from publication for "Bloody Sunday", "that Monday" and "the last week
of the war", unless they have a date of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.lexicon import MONTHS, ORDINAL_WORDS, WEEKDAYS
from kg.reader.times.ahead import ALONE

if TYPE_CHECKING:
    from kg.model import Span

_ANY_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})\b"
# "The 1990s", of which a mention may lack the "s", as it may stand apart; with an apostrophe it may be "2020's attacks".
DECADE = re.compile(r"(?<!\d)(?:1\d|20)\d0 ?s\b|\b(?:the|early|late|mid)[\s-]+(?:1\d|20)\d0 ?['’] ?s\b", re.IGNORECASE)
# "the seventh coup since 2020", "the deadliest since May": not when it was, but from when on such things are counted.
RANKED_SINCE = re.compile(
    rf"\b(?:{'|'.join(ORDINAL_WORDS[:12])}|\d{{1,3}}(?:st|nd|rd|th)|only|most|worst"
    r"|biggest|fiercest|greatest|highest|largest|longest|lowest|strongest|\w{3,}iest)"
    r"(?:\s+(?!(?:has|have|had|been|be|is|are|was|were)\b)[\w’'-]+){0,10}\s+since\s+$",
    re.IGNORECASE,
)
# "Since 2020's attacks", "since 2020, when a bomb killed two": that year is when these were.
OF_ITS_TIME = re.compile(r"['’]s\b|,?\s*\(?(?:when|in\s+which|during\s+which)\b", re.IGNORECASE)
# "Every year in June", "in June each year": no June of one year.
EVERY = re.compile(r"\b(?:annually|(?:every|each)\s+year),?\s+(?:between|during|from|in|on)\s+(?:[^\W_]+\s+){0,4}$", re.IGNORECASE)
EVERY_MONTH = re.compile(rf"\b(?:every|each) (?:\d{{1,2}} )?{_ANY_MONTH}")
EVERY_BEHIND = re.compile(r"\s+(?:every|each)\s+year\b", re.IGNORECASE)
# "TODAY NICARAGUA – …", "USA TODAY wrote": a paper. In a line all of capitals it may be the day.
PAPER = re.compile(r"TODAY(?=\s+[A-Z]{2})|(?<=[A-Z][A-Z] )TODAY")
# "Even today", "today employs 900": nowadays.
EVEN = re.compile(r"\beven\s+$", re.IGNORECASE)
TODAY = re.compile(r"today", re.IGNORECASE)
AS_A_RULE = re.compile(
    r"\s+(?:boasts|comprises|consists\s+of|employs|exports|owns|ranks|(?:has|numbers|reaches)\s+(?:about|almost|around|more\s+than|nearly|over|some)\s+\d"
    r"|is\s+(?:known\s+(?:as|for)|home\s+to|one\s+of\s+the|regarded\s+as|considered)\b)",
    re.IGNORECASE,
)
# "two days after April 15", which is not that day; see `kg.reader.times.relative`.
RECKONED = re.compile(
    r"\b(?:day|night|morning|afternoon|evening|week|fortnight|month|year)s? (?:after|before|following|prior to) (?!tomorrow|yesterday)\w"
)
# A day with a name of its own, which is one of each year or of one: hardly ever the last such weekday.
NAMED_DAY = re.compile(
    rf"\b(?:ash|black|blood|bloody|cyber|easter|giving|good|holy|maundy|palm|pentecost|shrove|super|whit)\s+{_WEEKDAY}"
    rf"|\b{_WEEKDAY}\s+before\s+last\b",
    re.IGNORECASE,
)
# "The last week of the war", "the first Monday of the month": of something, not of publication; but "the killing last week of a mayor".
PART_OF = re.compile(
    rf"(?:(?:\b(?:her|his|its|my|our|the|their)|['’]s)\s+(?:very\s+)?last\s+(?:week(?:end)?|month|year|{_WEEKDAY})\s+of\b"
    rf"|\b(?:{'|'.join(ORDINAL_WORDS[:5])})\s+{_WEEKDAY}\s+(?:in|of)(?=\s+(?:{_ANY_MONTH}|(?:each|every|the)\s+(?:month|year)\b)))"
    rf"(?:\s+(?P<when>(?:{_ANY_MONTH}\s+)?(?:19|20)\d\d\b|{_ANY_MONTH}))?",
    re.IGNORECASE,
)
# "That Monday" was told before; in "said that Monday", "that Monday's raid" and "that Monday was", the weekday has no such word of its own.
ON_THAT = re.compile(r"\b(?:by|from|of|on|since|until)\s+that\s+$", re.IGNORECASE)
THAT = re.compile(r"\bthat\s+$", re.IGNORECASE)
SAID_THAT = re.compile(
    r"\b(?:said|say(?:ing|s)?|tell(?:ing|s)?|told|(?:add|admit|alleg|announc|argu|believ|claim|confirm|declar|deni|hear|hop|inform|insist|kn[eo]w|learn"
    r"|report|reveal|th(?:ink|ought)|tweet|warn|wr[io]t)\w*)\b[^.;:\n]*$",
    re.IGNORECASE,
)
DAY_OF_WEEK = re.compile(rf"\b{_WEEKDAY}", re.IGNORECASE)
_NEAR, _FAR = 30, 120  # characters around a time that are looked at


def is_untold(text: str, span: Span, words: str) -> bool:
    """Tell whether a time with a date in it says when nothing was: another event's, a habit's, a decade, nowadays, the name of a paper.

    Args:
        text: The article.
        span: The time mention.
        words: It in lower case with single spaces, and with the words before it that belong to it.
    """
    before = text[max(0, span.start - _FAR) : span.start]
    is_of_another = RECKONED.search(words) or (RANKED_SINCE.search(before) and not OF_ITS_TIME.match(text, span.end))
    is_habit = EVERY.search(before) or EVERY_MONTH.search(words) or EVERY_BEHIND.match(text, span.end)
    is_nowadays = TODAY.fullmatch(span.text) and (EVEN.search(before) or AS_A_RULE.match(text, span.end))
    return bool(is_of_another or is_habit or is_nowadays) or _is_decade(text, span) or _is_paper(text, span)


def is_of_no_week(text: str, span: Span) -> bool:
    """Tell whether a time that has no date of its own is not reckoned from publication though its words look so.

    Args:
        text: The article.
        span: The time mention.
    """
    return _overlapping(NAMED_DAY, text, span) is not None or part_of(text, span) is not None or _is_that_day(text, span)


def part_of(text: str, span: Span) -> re.Match[str] | None:
    """Return the wording that makes a time a part of something, with the month or year (`when`) that this may be: "last week of July"."""
    return _overlapping(PART_OF, text, span)


def _overlapping(pattern: re.Pattern[str], text: str, span: Span) -> re.Match[str] | None:
    found = pattern.finditer(text, max(0, span.start - _NEAR), span.end + _NEAR)
    return next((one for one in found if one.start() < span.end and one.end() > span.start), None)


def _is_that_day(text: str, span: Span) -> bool:
    """Tell whether a weekday is one that was told before."""
    day = DAY_OF_WEEK.search(text, span.start, span.end)
    before = text[max(0, day.start() - _FAR) : day.start()] if day else ""
    if ON_THAT.search(before):
        return True
    that = THAT.search(before)
    return that is not None and ALONE.match(text, span.end) is not None and SAID_THAT.search(before[: that.start()]) is None


def _is_paper(text: str, span: Span) -> bool:
    """Tell whether "TODAY" is in the name of a paper."""
    if span.text != "TODAY":
        return False
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    is_in_capitals = text[start : end if end >= 0 else len(text)].isupper()
    return not is_in_capitals and PAPER.match(text, span.start) is not None


def _is_decade(text: str, span: Span) -> bool:
    """Tell whether the year of a mention, or one beside it, is the first of ten that are meant."""
    found = DECADE.finditer(text, max(0, span.start - len("early ")), span.end + len(" ' s "))
    return any(one.start() < span.end and one.end() > span.start for one in found)
