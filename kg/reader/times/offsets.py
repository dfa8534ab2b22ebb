"""Wordings that reckon a time from another event: "the fourth anniversary of", "two days after", "three days later", "the next day".

In comes a text, out go these phrases, how far each is from what it is reckoned from, and whether that stands behind it or has been told
before. What the event is, and when that was, is asked in `kg.reader.times.relative`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reader.lexicon import CARDINALS, ORDINAL_WORDS, TENS
from kg.reader.times.dates import NUMBERS, VAGUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Span

COUNTING: dict[str, int] = {
    **NUMBERS,
    **{word: number for number, word in enumerate(CARDINALS[13:], start=13)},
    **TENS,
    **{f"{ten}-{word}": tens + n for ten, tens in TENS.items() for n, word in enumerate(CARDINALS[1:10], start=1)},
}
ORDINALS: dict[str, int] = {
    **{word: number for number, word in enumerate(ORDINAL_WORDS, start=1)},
    **{f"{ten[:-1]}ieth": number for ten, number in TENS.items()},
    **{f"{ten}-{word}": tens + n for ten, tens in TENS.items() for n, word in enumerate(ORDINAL_WORDS[:9], start=1)},
    "hundredth": 100,
}
# Before "anniversary": "the second", "the two-year".
YEARS = ORDINALS | {f"{word}-year": number for word, number in COUNTING.items() if word not in {"a", "an"}}


def _any_of(words: Iterable[str]) -> str:
    """Give a pattern of words, the longest first; in ASCII, as to Unicode a long s is an "s", and then no number would be found."""
    return f"(?a:{'|'.join(sorted(words, key=len, reverse=True))})"


_BEFORE, _AFTER = ("earlier", "before", "beforehand", "previously", "prior"), ("later", "after", "afterward", "afterwards", "thereafter")
# What is searched for in a text begins with a word that is rare in it; what may stand before that is looked at then.
UNIT = re.compile(
    r"\b(?P<unit>day|morning|afternoon|evening|night|week|fortnight|month|year)(?P<plural>s?)\s+"
    rf"(?P<side>(?P<before>{_any_of(_BEFORE)})|{_any_of((*_AFTER, 'following'))})\b(?!\s+(?:last|next|tomorrow|yesterday)\b)",
    re.IGNORECASE,
)
# In "1.5 years" and "two-three days" the number is another.
COUNT = re.compile(rf"(?<![\w.,$€£%/-])(?P<number>the|\d{{1,3}}|{_any_of(COUNTING)})\s+$", re.IGNORECASE)
NEXT = re.compile(
    r"\b(?:next|following|(?P<before>previous|preceding))\s+(?P<unit>day|morning|afternoon|evening|night|week|month|year)\b(?!\s+(?:or|and)\b)",
    re.IGNORECASE,
)
THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
ANNIVERSARY = re.compile(r"\banniversary\b(?P<of>\s+(?:of|since)\s)?", re.IGNORECASE)
# Before an anniversary on which something happens: "on the", "ahead of the raid's".
ON = re.compile(
    r"\b(?:ahead\s+of|before|by|on|since|until)\s+(?:(?:her|his|its|the|their)\s+)?(?:(?:[\w.-]+\s+){0,2}[\w.-]+['’]s?\s+)?$", re.IGNORECASE
)
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])\s+$", re.IGNORECASE)
ORDINAL = re.compile(rf"\b(?:(?P<word>{_any_of(YEARS)})|(?P<figure>\d{{1,3}})(?:st|nd|rd|th|-year))\s+$", re.IGNORECASE)
# Before a number: then it is a length or a habit ("for two days after"), or a part of a longer number.
NO_MOMENT = re.compile(
    r"\b(?:another|between|during|each|every|first|for|half|in|last|next|of|past|than|the|these|those|through|throughout|to|until|within"
    r"|(?:days?|weeks?|months?|years?)\s+and)\s+$",
    re.IGNORECASE,
)
# Before "a day after": so many of something in a day ("two barrels a day after", "twice a day before").
RATE = re.compile(
    r"(?:\d|\b(?:barrels|cases|cents|cigarettes|days|dollars|doses|euros|flights|gallons|half|hours|hundred|infections|kilomet(?:er|re)s|lit(?:er|re)s"
    r"|meals|miles|million|minutes|nights|once|passengers|per\s?cent|pills|pounds|rupees|shifts|thousand|times|tons|tonnes|trucks|twice|visitors))\s+$",
    re.IGNORECASE,
)
LENGTH = re.compile(r"\b(?:for|in|over|through|throughout|within)\s+$", re.IGNORECASE)
HEDGE = re.compile(rf"(?:{VAGUE.pattern}|\bapproximately|\bclose\s+to)\s+(?:just\s+)?$", re.IGNORECASE)
# Behind "after": then nothing is named that it could be after, and what was told last is meant.
ALONE = re.compile(r"\s*(?:[.,;:!?)\"'”’–—]|$)|\s+(?:and|but|while|when|as)\b", re.IGNORECASE)
COMPARED = re.compile(r"\s+than\b", re.IGNORECASE)
TO_THE_DAY = re.compile(r"\b(?:week|month|year)s?\s+to\s+$", re.IGNORECASE)
TO = re.compile(r"\s+to\b", re.IGNORECASE)
# What may stand between the phrase and the event that it is reckoned from: few words, and no other clause.
BETWEEN = re.compile(r"[^.,;:!?()\n]{0,60}")
_LOOK_BACK = 30  # characters before a phrase
_ALWAYS_ALONE = frozenset((*_BEFORE, *_AFTER)) - {"before", "after", "prior"}
_LONG = frozenset(("week", "month", "year"))
_COUNTED = _LONG | {"day", "fortnight"}


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, months and years after (or, below zero, before) an event.

    Attributes:
        years: Whole years.
        months: Whole months.
        days: Days.
        width: Characters of the date that are told: of "two years after", four.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    width: int = len("2024-01-03")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording that reckons a time from another event, in characters.

    Attributes:
        start: Where it begins, with its article.
        end: Where it ends.
        mention: What of it is the time: "two days" of "two days after the raid", "day before" of "the day before".
        offset: How far it is, `None` where that is only told roughly ("nearly two months later").
        behind: Where the event may begin that it is reckoned from.
        owner: Where that event ends, if it stands before it ("the raid's first anniversary"). Without either, what was told last is meant.
        is_moment: Whether something happens then; an anniversary that is marked or taken part in happens itself.
    """

    start: int
    end: int
    mention: tuple[int, int]
    offset: Offset | None
    behind: int | None = None
    owner: int | None = None
    is_moment: bool = True

    @property
    def names_event(self) -> bool:
        """Tell whether it says which event it is reckoned from."""
        return self.behind is not None or self.owner is not None

    def of(self, times: Sequence[Span]) -> Span | None:
        """Return which of the time mentions, in text order, stands in the phrase."""
        place = bisect_left(times, self.end, key=lambda time: time.start)
        last = times[place - 1] if place else None
        return last if last and last.end > self.start else None


def phrases(text: str) -> list[Phrase]:
    """Return the phrases of a text that reckon from another event, in text order."""
    return sorted((*_anniversaries(text), *_counted(text), *_next(text)), key=lambda phrase: phrase.start)


def worded_times(text: str) -> list[tuple[int, int]]:
    """Return where times stand that are plain from their words alone, in characters; "The Day After" is a title."""
    told = (phrase.mention for phrase in phrases(text) if phrase.offset and phrase.is_moment)
    return [(start, end) for start, end in told if text[start:end].rsplit(maxsplit=1)[-1].islower()]


def _anniversaries(text: str) -> Iterator[Phrase]:
    for found in ANNIVERSARY.finditer(text):
        ordinal = ORDINAL.search(_before(text, found.start()))
        start = found.start() - len(ordinal.group()) if ordinal else 0
        of_event = POSSESSIVE.search(_before(text, start))
        if ordinal and (found["of"] or of_event):
            number = int(ordinal["figure"]) if ordinal["figure"] else YEARS[ordinal["word"].lower()]
            end = found.start("of") if found["of"] else found.end()
            owner = start - len(of_event.group()) if of_event and not found["of"] else None
            is_moment = ON.search(_before(text, start)) is not None
            yield Phrase(start, end, (start, end), Offset(years=number), found.end() if found["of"] else None, owner, is_moment)


def _counted(text: str) -> Iterator[Phrase]:
    for found in UNIT.finditer(text):
        count = COUNT.search(_before(text, found.start()))
        if not count:
            continue
        start, word, unit = found.start() - len(count.group()), count["number"].lower(), found["unit"].lower()
        before = _before(text, start)
        if word == "the":
            if not found["plural"] and unit != "fortnight" and not TO_THE_DAY.search(before):
                yield from _with_side(text, found, start, word, None if unit in _LONG and LENGTH.search(before) else 1)
        elif unit in _COUNTED:
            is_hedged = HEDGE.search(before) is not None
            is_no_moment = NO_MOMENT.search(before) or (word in {"a", "an"} and RATE.search(before))
            if is_hedged or not is_no_moment:
                yield from _with_side(text, found, start, word, None if is_hedged else int(word) if word.isdigit() else COUNTING[word])


def _with_side(text: str, found: re.Match[str], start: int, word: str, number: int | None) -> Iterator[Phrase]:
    """Yield the phrase if it is plain what it is reckoned from."""
    side = found["side"].lower()
    offset = None if number is None else _offset(found["unit"], -number if found["before"] else number)
    is_one = word in {"a", "an", "the"}
    to = TO.match(text, found.end()) if side == "prior" else None
    if side in _ALWAYS_ALONE or (side != "following" and not to and ALONE.match(text, found.end())):
        if not COMPARED.match(text, found.end()):
            yield Phrase(start, found.end(), (found.start() if is_one else start, found.end()), offset)
    elif side != "prior" or to:
        mention = found.span() if is_one else (start, found.end("plural"))
        yield Phrase(start, found.end(), mention, offset, to.end() if to else found.end())


def _next(text: str) -> Iterator[Phrase]:
    for found in NEXT.finditer(text):
        the = THE.search(_before(text, found.start()))
        start = found.start() - len(the.group()) if the else found.start()
        if the and not LENGTH.search(_before(text, start)):
            yield Phrase(start, found.end(), found.span(), _offset(found["unit"], -1 if found["before"] else 1))


def _before(text: str, end: int) -> str:
    return text[max(0, end - _LOOK_BACK) : end]


def _offset(unit: str, number: int) -> Offset:
    """Return so many units as an offset, which tells no more than they do: of weeks the month."""
    unit = unit.lower()
    if unit == "year":
        return Offset(years=number, width=4)
    if unit == "month":
        return Offset(months=number, width=7)
    days = {"week": 7, "fortnight": 14}.get(unit)
    return Offset(days=days * number, width=7) if days else Offset(days=number)
