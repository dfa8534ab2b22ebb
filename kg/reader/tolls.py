"""Counts that a sentence words as a toll, a revision or a part, and how they hang together with those of `kg.reader.counts`.

In come the article's text, its arguments and event mentions; out go all its counts. Three wordings say more than a number beside a victim:

- a **part**: "12 people, including 3 children", "12 people, three of whom were girls". It points to the whole, and is no toll of its own;
- a **revision**: "revised from 103 to 84", "84, down from 103". The new number points to the one that it takes the place of;
- a **toll**: "the death toll rose to 84", "the number of people killed has risen to 84".

A revision or a toll without an event of harm in its sentence is of the last one before it. Nothing is added up or taken away.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import CountMention, Span
from kg.reader.counts import KINDS, NUMBER_WORDS, QUALIFIERS, SUBSET, count_of, event_counts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.model import Argument, EventMention, EventType

_QUALIFIED = rf"(?:(?:{'|'.join(sorted(map(re.escape, QUALIFIERS), key=len, reverse=True))})\s+)?{NUMBER_WORDS}"
# The words after a number that say who is counted, so that a quote can be read alone; up to a verb that the list names, or a mark.
_OF_WHAT = (
    r"(?:\s+(?!(?:and|or|but|as|in|on|at|by|from|to|of|were|was|are|is|had|have|who|that|when|while|with|after)\b)[^\W\d_][\w'’-]*){0,3}"
)
_GAP = r"[^.;:!?\n]{0,40}?"

PART = re.compile(rf"(?:\s*,)?\s*(?:and\s+)?(?:{SUBSET.pattern})\s+(?P<part>{_QUALIFIED}{_OF_WHAT})", re.IGNORECASE)
PART_OF_WHOM = re.compile(rf"(?:\s*,)?\s*(?P<part>{_QUALIFIED})\s+of\s+(?:whom|them)\b", re.IGNORECASE)
WHOLE_GAP = re.compile(r"[^.;:!?\n,]{0,60}")

_CHANGE = (
    r"(?:revised|lowered|raised|cut|corrected|reduced|increased|changed|rose|risen|rising|climbed|climbing|jumped|fell|fallen|grew|grown)"
)
REVISIONS = (
    re.compile(
        rf"\b{_CHANGE}\b(?:\s+(?:up|down|upwards?|downwards?))?,?\s+from\s+(?P<old>{_QUALIFIED}){_GAP}\s+to\s+(?P<new>{_QUALIFIED})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_CHANGE}\b{_GAP}\bto\s+(?P<new>{_QUALIFIED}){_GAP}\s+from\s+(?:an?\s+\w+\s+\w+\s+of\s+)?(?P<old>{_QUALIFIED})", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<new>{_QUALIFIED}){_OF_WHAT},?\s+(?:revised\s+)?(?:up|down|revised)\s+from\s+(?:an?\s+\w+\s+\w+\s+of\s+)?(?P<old>{_QUALIFIED})",
        re.IGNORECASE,
    ),
)
# The last of them begins with a number, so that every number of a text is followed up; it is looked for only where its middle stands.
NUMBER_FIRST, MIDDLE = REVISIONS[-1], re.compile(r"\s(?:up|down|revised)\s+from\s", re.IGNORECASE)
_THOSE = r"(?:(?:the|those|people|persons|civilians|soldiers|[\w-]+s)\s+)"
TOLL_WORD = rf"(?:death\s+toll|toll|number\s+of\s+{_THOSE}{{0,2}}(?:dead|deaths|fatalities|killed|victims)|body\s+count)"
# "Raising to 84 the number of dead."
TOLL_BEHIND = re.compile(rf"\bto\s+(?P<new>{_QUALIFIED})\s+the\s+(?:[\w-]+\s+)?{TOLL_WORD}\b", re.IGNORECASE)
TOLL = re.compile(
    rf"\b{TOLL_WORD}\b[^.;:!?\n\d]{{0,80}}?\b(?:at|to|is|was|reached|reaching|hit|exceeded|topped|passed|stands?\s+at|stood\s+at|of)\s+(?P<new>{_QUALIFIED})",
    re.IGNORECASE,
)
# Prices and years rise too: a revision counts people where one of these stands in it or within so many characters.
PEOPLE = re.compile(
    r"\b(?:arrest|casualt|dead|death|detain|displac|fatalit|hostage|injur|kill|people|protester|toll|victim|wound)", re.IGNORECASE
)
NEAR = 30
# What a toll counts where the article does not say otherwise, and how far before it, in characters, its event may stand.
HARMS: tuple[EventType, ...] = ("Killing", "Injury")
FARTHEST = 600
SENTENCE_END = re.compile(r"[.!?]\s|\n")
CELL = 64  # characters: counts are looked for in pieces of this length


def article_counts(
    text: str, arguments: Iterable[Argument], mentions: Iterable[EventMention], people: Collection[Span] = ()
) -> tuple[CountMention, ...]:
    """Return the counts of an article, in text order; parts and revisions point to what they are parts or revisions of.

    `people` are the names of single people in it.
    """
    known = sorted(mentions, key=lambda mention: mention.trigger)
    found, harms = _Counts(event_counts(text, arguments, known, people)), _Harms.of(text, known)
    for count in [*_revisions(text, harms), *_tolls(text, harms)]:
        found.add(count)
    for count in tuple(found.all):
        for part in _parts(text, count, found):
            found.add(part)
    return tuple(sorted(found.all, key=lambda count: (count.span, count.trigger)))


class _Counts:
    """The counts of an article, found by where they stand."""

    def __init__(self, counts: Iterable[CountMention]) -> None:
        self.all: list[CountMention] = []
        self._cells: dict[int, list[int]] = defaultdict(list)
        for count in counts:
            self._append(count)

    def add(self, count: CountMention) -> None:
        """Add a count, or, where the same number of the same kind is known, only what it says of others; links follow what stays."""
        for number in self._near(count.span.start, count.span.end):
            other = self.all[number]
            if other.span.overlaps(count.span) and other.kind == count.kind:
                self.all[number] = replace(other, part_of=other.part_of or count.part_of, revises=other.revises or count.revises)
                return
        self._append(count)

    def between(self, start: int, end: int) -> list[CountMention]:
        """Return the counts that may share a character with these."""
        return [self.all[number] for number in self._near(start, end)]

    def _append(self, count: CountMention) -> None:
        for cell in _cells(count.span.start, count.span.end):
            self._cells[cell].append(len(self.all))
        self.all.append(count)

    def _near(self, start: int, end: int) -> list[int]:
        return sorted({number for cell in _cells(start, end) for number in self._cells.get(cell, ())})


def _cells(start: int, end: int) -> range:
    return range(start // CELL, end // CELL + 1)


# ---------------------------------------------------------------- parts


def _parts(text: str, whole: CountMention, found: _Counts) -> Iterator[CountMention]:
    """Yield the part that is named right after a count, before any other count of the sentence."""
    for pattern in (PART, PART_OF_WHOM):
        gap = WHOLE_GAP.match(text, whole.span.end)
        places = range(whole.span.end, (gap.end() if gap else whole.span.end) + 1)
        match = next(
            (m for start in places if (start == whole.span.end or not text[start - 1].isalnum()) and (m := pattern.match(text, start))),
            None,
        )
        if match is None:
            continue
        span = _span(text, match, "part")
        near = found.between(whole.span.end, span.end)
        between = [c for c in near if whole.span.end <= c.span.start < span.start or c.span.overlaps(span)]
        count = count_of(span.text)
        if count and not between and whole.part_of is None:
            yield CountMention(span, whole.trigger, whole.kind, count, part_of=whole.span)
            return


def _span(text: str, match: re.Match[str], group: str) -> Span:
    start, end = match.span(group)
    return Span(start, end, text[start:end])


# ---------------------------------------------------------------- tolls and revisions


def _revisions(text: str, harms: _Harms) -> Iterator[CountMention]:
    taken: list[Span] = []
    for pattern in REVISIONS:
        for match in pattern.finditer(text) if pattern is not NUMBER_FIRST or MIDDLE.search(text) else ():
            whole = Span(match.start(), match.end(), match.group())
            event = harms.of_toll(match)
            old, new = (_count(text, match, group, event) for group in ("old", "new"))
            is_of_people = PEOPLE.search(text, max(0, match.start() - NEAR), match.end() + NEAR)
            if old and new and is_of_people and not any(whole.overlaps(other) for other in taken):
                taken.append(whole)
                yield old
                yield replace(new, revises=old.span)


def _tolls(text: str, harms: _Harms) -> Iterator[CountMention]:
    for match in (*TOLL.finditer(text), *TOLL_BEHIND.finditer(text)):
        count = _count(text, match, "new", harms.of_toll(match))
        if count:
            yield count


def _count(text: str, match: re.Match[str], group: str, event: EventMention | None) -> CountMention | None:
    span = _span(text, match, group)
    count = count_of(span.text)
    return CountMention(span, event.trigger, KINDS[event.type], count) if count and event else None


@dataclass(frozen=True, slots=True)
class _Harms:
    """The mentions of events that people are counted in, in text order, and where sentences begin and end."""

    mentions: Sequence[EventMention]
    stops: Sequence[int]
    starts: Sequence[int]
    length: int

    @classmethod
    def of(cls, text: str, mentions: Iterable[EventMention]) -> _Harms:
        ends = [end.span() for end in SENTENCE_END.finditer(text)]
        counted = [mention for mention in mentions if mention.type in KINDS]
        return cls(counted, [stop for stop, _ in ends], [start for _, start in ends], len(text))

    def of_toll(self, match: re.Match[str]) -> EventMention | None:
        """Return the harm that a toll is of: in its sentence the nearest, or else the last before it."""
        before = bisect_right(self.starts, match.start())
        start = self.starts[before - 1] if before else 0
        behind = bisect_left(self.stops, match.end())
        end = self.starts[behind] if behind < len(self.starts) else self.length
        here = self._in(start, end)
        if here:
            return min(here, key=lambda m: (max(m.trigger.start - match.end(), match.start() - m.trigger.end, 0), m.trigger))
        return next((m for m in reversed(self._in(start - FARTHEST, start)) if m.type in HARMS), None)

    def _in(self, start: int, end: int) -> Sequence[EventMention]:
        low, high = (bisect_left(self.mentions, at, key=lambda mention: mention.trigger.start) for at in (start, end))
        return self.mentions[low:high]
