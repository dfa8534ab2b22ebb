"""Counts that a sentence words as a toll, a revision or a part, and how they hang together with those of `kg.reader.counts.counted`.

In come the article's text, its arguments and event mentions; out go all its counts. Three wordings say more than a number beside a victim:

- a **part**: "12 people were killed, including 3 children", "12 people, three of whom were girls". It points to the whole, and is no toll
  of its own;
- a **revision**: "revised the toll from 103 to 84", "84, down from 103", "a toll of 103 was lowered to 84". The new number points to the
  one that it takes the place of; both are counts of one event. What changed from one year to the next is no revision;
- a **toll**: "the death toll rose to 84", "the number of people killed has risen to 84".

A revision or a toll without an event of harm in its sentence is of the last one before it. Nothing is added up or taken away.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kg.model import CountMention, Span
from kg.reader.counts.counted import KINDS, event_counts
from kg.reader.counts.harms import Harms
from kg.reader.counts.mistaken import bounded, is_rate
from kg.reader.counts.numbers import MONTH, NUMBER_WORDS, QUALIFIED, SUBSET, count_of
from kg.reader.counts.things import THING_WORDS, THINGS, UNITS
from kg.reader.counts.worded import OF_WHAT, rival, some_of_them, worded
from kg.reader.spans import beginning_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.model import Argument, EventMention

_GAP = r"[^.;:!?\n]{0,40}?"

_pattern = partial(re.compile, flags=re.IGNORECASE)
PART = _pattern(rf"(?:{SUBSET.pattern})\s+(?:(?:was|were|is|are)\s+)?(?P<part>{QUALIFIED}{OF_WHAT})")
OF_WHOM = _pattern(r"\s+of\s+(?:whom|them)\b")
PART_OF_WHOM = _pattern(rf"(?P<part>{QUALIFIED}){OF_WHOM.pattern}")
# What may stand between the whole and its part: the rest of the clause, and who says so.
_CLAUSE = r"(?:[^.;:!?\n,]|,(?=\d)|\.(?=\s?\d)){0,100}?"
_SAID = r"\b(?:said|says|say|saying|told|reported|reports|confirmed|announced|added|according\s+to)\b"
_PLACE = r"(?:,\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,3})"
PART_GAP = re.compile(rf"{_CLAUSE}{_PLACE}?(?:,[^.;:!?\n,]{{0,60}}?{_SAID}[^.;:!?\n,]{{0,60}})?(?:\s*,)?\s*(?:and\s+)?")
PART_REACH = 240  # characters behind the whole
WOUNDED = _pattern(r"\b(?:wounded|injured)\b")  # "17 casualties, including nine wounded": no part of the dead
# "Killed more than 100 this year, nearly 30 in this month alone".
ALONE = _pattern(r"(?:\s+[a-z-]+){0,3}?\s+(?:(?:in|on|at|during|since)\s+(?:[\w'’-]+\s+){1,4}?|(?:this|last)\s+\w+\s+)alone\b")
# Another clause that goes on has its own verb, which says what became of these few: "kidnapped 12 people and released three of them".
NEXT_CLAUSE = _pattern(r"\b(?:and|but|or|then|before|after|while|when)\b")
A_DECIMAL = re.compile(r"\d\.\d{1,2}$")
NUMBER_OF_THINGS = _pattern(rf"\b(?:in|at|on|across|from|over|within|during|after|for|to)\s+{QUALIFIED}\s+(?:[\w-]+\s+)?{THING_WORDS}\b")
BARE_NUMBER, OTHER_NUMBER = _pattern(QUALIFIED), _pattern(rf"(?<![\w-])(?:{NUMBER_WORDS})(?![\w-])")
# No number of people either.
DAYS = re.compile(rf"\b{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\b|\b(?:19|20)\d\d\b")

_CHANGE = (
    r"(?:(?:adjust|amend|climb|correct|jump|lower|mount|soar)(?:s|ed|ing)?|(?:chang|declin|downgrad|increas|rais|reduc|revis|surg|updat|upgrad)"
    r"(?:es?|ed|ing)|cut(?:s|ting)?|slash(?:es|ed|ing)?|r[io]ses?|risen|rising|falls?|fell|fallen|falling|gr[eo]ws?|grown|growing"
    r"|drop(?:s|ped|ping)?|swell(?:s|ed|ing)?|swollen)"
)
_HOW = r"(?:\s+(?:back|up|down|upwards?|downwards?|again|slightly|sharply|further|\w+ly))?"
# What is revised, in words; and how the number before is named.
_FIGURE = r"(?:tolls?|tally|tallies|counts?|figures?|numbers?|totals?|estimates?|casualties|deaths|fatalities)"
_IT = rf"\s+(?:it|that|this|(?:the|its|their)\s+(?:[\w-]+\s+)?{_FIGURE})"
_EARLIER = r"(?:earlier|previous|initial|original|first|prior|preliminary|provisional|(?:previously|initially|earlier|first)\s+\w+)"
_OLD = rf"(?:(?:an?|the|its|their)\s+)?(?:{_EARLIER}\s+)?(?:(?:[\w-]+\s+){{0,2}}?{_FIGURE}\s+of\s+)?(?P<old>{QUALIFIED})"
_QUOTED = r"[\"“‘]?"
_NEW = rf"\s+to\s+{_QUOTED}(?P<new>{QUALIFIED})"
_WORDS = r"(?:[^.;:!?\n\d]|\.(?=\d))"
_LATER = r"(?:later|since|subsequently|then|afterwards?|eventually|finally)"
# Numbers that tell when, and are no toll: "as of 6 p.m. on Nov. 13", "the flood of 2014". "One of the attacks" is none, either.
_TIME = (
    rf"(?:\d{{1,2}}(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?|hours\b|o['’]clock\b)|\d{{1,2}}:\d\d\b"
    rf"|{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?![.,]?\d)|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\b)"
)
_YEAR = r"(?:(?:19|20)\d\d\b(?![.,]\d)(?!\s+(?:dead|deaths|people|persons|victims)\b))"
_SOME_OF = rf"(?:one\s+of\s|{NUMBER_WORDS}\s+of\s+(?:the|these|those)\s+(?:[\w-]+\s+)?{THING_WORDS}\b)"
_REPLACES = (
    r",\s+(?:(?:revis|correct|updat|lower|rais|replac)ing|(?:lower|higher|fewer|more)\s+than|compared\s+(?:to|with)|instead\s+of)\s+"
    rf"(?:an?|the|its|their)\s+{_EARLIER}\s+(?:[\w-]+\s+)?{_FIGURE}\s+of\s+(?P<old>{QUALIFIED})"
)
_HURT = r"(?:wounded|injured|hurt)"
_AND_HURT = rf"\s+and\s+(?:(?:wound|injur|hurt)\w*\s+(?:\w+\s+)?{QUALIFIED}{OF_WHAT}|{QUALIFIED}(?:\s+\w+)?\s+(?:\w+\s+)?{_HURT})"
# What is looked for first, and what is tried in the sentences where it stands: some patterns would follow up every number of a text.
TO_NUMBER = _pattern(rf"\sto\s+{_QUOTED}{QUALIFIED}")
REVISIONS: tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...] = (
    (
        TO_NUMBER,
        (
            # "Revised from 103 to 84", "lowered the death toll in Tuesday's attack from 103 to 84"; from year to year it is no revision.
            _pattern(
                rf"\b{_CHANGE}\b{_HOW}(?:\s+(?:{_WORDS}{{0,30}}?\b{_FIGURE}\b|on|in|by|since|within|over|after)\b{_WORDS}{{0,60}}?)?,?"
                rf"\s+from\s+{_OLD}{_WORDS}{{0,40}}?{_NEW}"
            ),
            _pattern(rf"\b{_CHANGE}\b{_GAP}{_NEW}{_GAP}\s+from\s+{_OLD}"),
            # "An earlier toll of 26 was lowered to 23", "put the toll at 103 but later revised it to 84".
            _pattern(
                rf"\b{_FIGURE}\b(?:\s+of|{_WORDS}{{0,20}}?\s+(?:at|was|as))\s+(?!{_SOME_OF}|{_YEAR})(?P<old>{QUALIFIED}){OF_WHAT}{_WORDS}{{0,40}}?"
                rf"\s{_CHANGE}{_HOW}(?:{_IT})?{_HOW}{_NEW}"
            ),
            # "45 people, a figure later cut to 41", "said that 103 had died, but later revised the toll to 84".
            _pattern(
                rf"(?P<old>(?!(?:19|20)\d\d\b){QUALIFIED}){OF_WHAT}(?:{_WORDS}{{0,50}}?\s{_LATER}\s+{_CHANGE}{_HOW}{_IT}|,\s+"
                rf"(?:(?:an?|the)\s+)?(?:{_FIGURE}\s+)?(?:(?:that|which)\s+)?(?:(?:was|were|has|have|had|been)\s+){{0,2}}{_LATER}\s+{_CHANGE})"
                rf"{_HOW}{_NEW}"
            ),
        ),
    ),
    # "84 people, down from 103".
    (
        _pattern(r"[\s(](?:up|down|revised)\s+from\s"),
        (_pattern(rf"(?P<new>{QUALIFIED}){OF_WHAT},?\s+\(?(?:revised\s+)?(?:up|down|revised)\s+from\s+{_OLD}"),),
    ),
    # "Killed 84 people, revising an earlier toll of 103".
    (
        _pattern(rf"\s{_EARLIER}\s+(?:[\w-]+\s+)?{_FIGURE}\s+of\s"),
        (
            # "117 people were dead and 1,030 injured, revising an earlier count of 121": of the dead, if it does not say of whom.
            _pattern(rf"(?P<new>{QUALIFIED}){OF_WHAT}{_WORDS}{{0,60}}?{_AND_HURT}{_REPLACES}(?!\s+(?:\w+\s+)?{_HURT}\b)"),
            _pattern(rf"(?P<new>{QUALIFIED}){OF_WHAT}{_WORDS}{{0,60}}?{_REPLACES}"),
        ),
    ),
)
_THOSE = r"(?:(?:the|those|people|persons|civilians|soldiers|[\w-]+s)\s+)"
_WHO = (
    r"(?:dead|deaths|fatalities|killed|victims|wounded|injured|hurt|injuries|arrested|detained|arrests|detentions|displaced|abducted"
    r"|kidnapped)"
)
TOLL_WORD = rf"(?:death\s+toll|toll|number\s+(?:of\s+{_THOSE}{{0,2}})?{_WHO}|(?:body|death)\s+count)"
TOLL_NAMED = _pattern(rf"\b{TOLL_WORD}\b")
# "Raising to 84 the number of dead."
TOLL_BEHIND = _pattern(rf"\bto\s+(?P<new>{QUALIFIED})\s+the\s+(?:[\w-]+\s+)?{TOLL_WORD}\b")
TOLL = _pattern(
    rf"\b{TOLL_WORD}\b(?:{_TIME}|of\s+{_YEAR}|[^.;:!?\n\d]){{0,80}}?(?:\bby\s+{QUALIFIED},?\s+)?\b(?:at|to|is|was|reached|reaching|hit|exceeded|topped|passed|(?<!\bas\s)of(?!\s+{_YEAR}))\s+(?!{_TIME}|{_SOME_OF}){_QUOTED}(?P<new>{QUALIFIED})"
)
# A verb of change may stand further off, and other numbers between: "the toll from Sunday's 7.1 magnitude quake has risen to 26".
TOLL_CHANGED = _pattern(
    rf"\b(?:{TOLL_WORD}|deaths|fatalities)\b(?:[^.;:!?\n]|\.(?=\d)){{0,150}}?\s{_CHANGE}{_HOW}(?:\s+(?:by|from)\s+{QUALIFIED})?{_NEW}"
)
# "The toll could rise to 200", "did not rise to 200", "denied that the toll was 200": so many are not told. "May" is a month.
_UNTOLD = re.compile(
    r"(?:\b(?:can|cannot|could|may|might|never|not|will|would|(?:expected|feared|likely|projected|set)\s+to)\b|n['’]t\b)"
    r"(?:\s+[\w'’-]+){0,3}\s+(?:at|to|is|was|reached|reaching|hit|exceeded|topped|passed|of)\s+[\"“‘]?$"
)
_UNTOLD_TOLL = _pattern(
    r"\b(?:den(?:y|ies|ied|ying)(?:\s+\w+){0,3}?|fear(?:s|ed)?|if|unless|whether)(?:\s+that)?\s+(?:an?|its|the)\s+(?:\w+\s+)?$"
)
# "The number of attacks that killed civilians rose from 10 to 14" counts no people.
NO_TOLL = _pattern(rf"\bnumbers?\s+of\s+(?:[\w-]+\s+){{0,2}}?{THING_WORDS}\b")
# "Earlier on Wednesday the authorities said 321 had died": what the article gave before is the toll, if its size is alike.
EARLIER_SAID = _pattern(
    r"\b(?:earlier|initially|previously|originally|at\s+first)\b[^.;:!?\n\d]{0,60}?\b(?:said|put|reported|estimated|gave|given|announced)\b"
    r"|\b(?:earlier|initial|previous|preliminary|first)\s+(?:reports?|estimates?|counts?|figures?)\b"
)
OF_ANYBODY = _pattern(rf"{QUALIFIED}(?:\s+(?:people|persons|dead|deaths|victims|fatalities|lives))?")
OTHER_EVENT = _pattern(r"\b(?:another|other|separate|second|different|similar|elsewhere)\b")
ALIKE = 4  # times as many at most
WHOLE_BEFORE = 2000  # characters before some of them, or before an older toll, in which their whole or the newer one may stand
# Prices and years rise too: a revision counts people where one of these stands in it or within so many characters.
PEOPLE = _pattern(r"\b(?:arrest|casualt|dead|death|detain|displac|fatalit|hostage|injur|kill|people|protester|toll|victim|wound)")
NEAR = 30
TOLL_BEFORE = 80  # characters before a revision in which the toll that is revised may be named
CELL = 64  # characters: counts are looked for in pieces of this length


def article_counts(
    text: str, arguments: Iterable[Argument], mentions: Iterable[EventMention], people: Collection[Span] = ()
) -> tuple[CountMention, ...]:
    """Return the counts of an article, in text order; parts and revisions point to what they are parts or revisions of.

    `people` are the names of single people in it.
    """
    known = sorted(mentions, key=lambda mention: mention.trigger)
    harms = Harms.of(text, known)
    revisions = tuple(_revisions(text, harms))
    tolls, untold = _tolls(text, harms)
    told = _without_untold(event_counts(text, arguments, known, people), untold)
    found = _Counts(_without_revised(told, revisions))
    for old, new in revisions:
        found.revise(old, new)
    for count in (*tolls, *worded(text, harms)):
        found.add(count)
    for old, new in tuple(_outdated(text, known, harms, found.all)):
        found.outdate(old, new)
    for count in some_of_them(text, harms):
        found.add_some(count)
    for count in tuple(found.all):
        if ALONE.match(text, count.span.end) and found.greater_before(count, harms.sentence(count.span.start, count.span.end)[0]):
            found.add_some(count)
    for count in tuple(found.all):
        for part in _parts(text, count, found):
            found.add(part)
    return tuple(sorted(bounded(text, found.all), key=lambda count: (count.span, count.trigger)))


def _without_untold(counts: Iterable[CountMention], untold: Sequence[Span]) -> Iterator[CountMention]:
    """Leave out what the network took for people in a toll that nobody tells; `untold` is in text order."""
    for count in counts:
        near = beginning_in(untold, count.span.start - TOLL_BEFORE, count.span.end)
        if not any(count.span.overlaps(number) for number in near):
            yield count


def _without_revised(counts: Iterable[CountMention], revisions: Iterable[tuple[CountMention, CountMention]]) -> Iterator[CountMention]:
    """Leave out what was read as one number where a revision tells two: "revised from *45 to 37*"."""
    pairs = sorted(sorted((old.span, new.span)) for old, new in revisions)
    for count in counts:
        first = bisect_right(pairs, count.span.start, key=lambda pair: pair[0].end)
        if first == len(pairs) or not all(count.span.overlaps(span) for span in pairs[first]):
            yield count


class _Counts:
    """The counts of an article, found by where they stand."""

    def __init__(self, counts: Iterable[CountMention]) -> None:
        self.all: list[CountMention] = []
        self._cells: dict[int, list[int]] = defaultdict(list)
        self._replaced: set[Span] = set()
        for count in counts:
            self._append(count)

    def add(self, count: CountMention) -> None:
        """Add a count, unless the same number of the same kind is known."""
        if self._known(count) is None:
            self._append(count)

    def add_some(self, some: CountMention) -> None:
        """Add a number of some as a part of the last greater one before it; without one, there were at least so many."""
        greater = self.greater_before(some, some.span.start - WHOLE_BEFORE)
        place = self._known(some)
        one = some if place is None else self.all[place]
        if greater:
            whole = max(greater, key=lambda count: count.span)
            one = replace(one, trigger=whole.trigger, part_of=whole.span)
        else:
            one = replace(one, count=replace(one.count, at_most=None))
        if place is None:
            self._append(one)
        elif self._is_whole(self.all[place]) and self.all[place].kind == some.kind and self.all[place].revises is None:
            self._put(place, one)

    def greater_before(self, some: CountMention, start: int) -> list[CountMention]:
        """Return the greater wholes of the same kind that stand before some of them, not before `start`."""
        return [
            count
            for count in self.all
            if count.kind == some.kind
            and self._is_whole(count)
            and start <= count.span.end <= some.span.start
            and (count.count.at_least or 0) > (some.count.at_least or 0)
        ]

    def _is_whole(self, count: CountMention) -> bool:
        return count.part_of is None and count.span not in self._replaced

    def outdate(self, old: CountMention, new: CountMention) -> None:
        """Note that a number takes the place of one that was given earlier; both become counts of the event of the newer one."""
        if new.revises is None and self._replaced.isdisjoint((old.span, new.span)):
            self._replaced.add(old.span)
            self._put(self.all.index(old), replace(old, trigger=new.trigger))
            self._put(self.all.index(new), replace(new, revises=old.span))

    def revise(self, old: CountMention, new: CountMention) -> None:
        """Add two numbers, of which one takes the other's place; both become counts of one event, that of the one that is known."""
        old_place, new_place = self._known(old), self._known(new)
        if old_place is None and new_place is not None:
            old = replace(old, trigger=self.all[new_place].trigger)
        was = old if old_place is None else self.all[old_place]
        new_place = self._known(replace(new, trigger=was.trigger))
        now = new if new_place is None else self.all[new_place]
        if now.trigger != was.trigger and now.span in self._replaced:
            return  # what takes its place would be left behind
        self._replaced.add(was.span)
        now = replace(now, trigger=was.trigger, revises=was.span)
        if old_place is None:
            self._append(was)
        if new_place is None:
            self._append(now)
        else:
            self._put(new_place, now)

    def _known(self, count: CountMention) -> int | None:
        """Return the place of the count of the same kind that shares a character with this one, best of the same event and whole."""
        near = self._near(count.span.start, count.span.end)
        alike = [place for place in near if self.all[place].kind == count.kind and self.all[place].span.overlaps(count.span)]
        return min(alike, key=lambda place: (self.all[place].trigger != count.trigger, self.all[place].part_of is not None), default=None)

    def between(self, start: int, end: int) -> list[CountMention]:
        """Return the counts that may share a character with these."""
        return [self.all[number] for number in self._near(start, end)]

    def _put(self, place: int, new: CountMention) -> None:
        """Put a count in the place of one that may be of another event; its parts go with it."""
        old = self.all[place]
        self.all = [
            replace(one, trigger=new.trigger) if one.trigger == old.trigger and one.part_of == old.span else one for one in self.all
        ]
        self.all[place] = new

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
    """Yield the part that is named after a count, in its clause and before any other number."""
    if whole.part_of is not None:
        return
    end = min(len(text), whole.span.end + PART_REACH)
    for mark, pattern in ((SUBSET, PART), (OF_WHOM, PART_OF_WHOM)):
        match = pattern.search(text, whole.span.end, end) if mark.search(text, whole.span.end, end) else None
        gap = PART_GAP.fullmatch(text, whole.span.end, match.start()) if match else None
        if match is None or gap is None or not _leads_to_part(gap.group(), match.group("part"), is_listed=pattern is PART):
            continue
        span = _span(text, match, "part")
        near = found.between(whole.span.end, span.end)
        between = [c for c in near if whole.span.end <= c.span.start < span.start or c.span.overlaps(span)]
        count = None if whole.kind == "killed" and WOUNDED.search(span.text) else count_of(span.text)
        if count and not between:
            yield CountMention(span, whole.trigger, whole.kind, count, part_of=whole.span)
            return


def _leads_to_part(gap: str, part: str, *, is_listed: bool) -> bool:
    """Tell whether a part behind `gap` may be of the people before it; `is_listed` says that "including" or its like names it.

    Of "60 people in three cities, including two reporters" it is; of "…, including two" nobody knows two of what.
    """
    if THINGS.search(part) or (not is_listed and NEXT_CLAUSE.search(gap)):
        return False
    says_who = is_listed and not BARE_NUMBER.fullmatch(part)
    if not says_who and is_listed and THINGS.search(gap):
        return False
    others = DAYS.sub(" ", gap)
    return not OTHER_NUMBER.search(NUMBER_OF_THINGS.sub(" ", others) if says_who else others)


def _span(text: str, match: re.Match[str], group: str) -> Span:
    start, end = match.span(group)
    return Span(start, end, text[start:end])


# ---------------------------------------------------------------- tolls and revisions


def _revisions(text: str, harms: Harms) -> Iterator[tuple[CountMention, CountMention]]:
    """Yield each number with the one that takes its place."""
    taken: list[Span] = []
    for match in (match for mark, patterns in REVISIONS for match in harms.in_sentences(text, mark, *patterns)):
        whole = Span(match.start(), match.end(), match.group())
        behind = bisect_left(taken, whole.end, key=lambda other: other.start)
        is_taken = behind > 0 and taken[behind - 1].overlaps(whole)
        toll = _toll_of(text, match, harms)
        event = harms.of_toll(*(toll or match).span())
        old, new = (_count(text, match, group, event) for group in ("old", "new"))
        is_of_people = toll or PEOPLE.search(text, max(0, match.start() - NEAR), match.end() + NEAR)
        is_of_things = NO_TOLL.search(text, max(0, match.start() - TOLL_BEFORE), match.end())
        if old and new and is_of_people and not is_of_things and not is_taken and not _is_untold(text, match):
            taken.insert(behind, whole)
            yield old, new


def _outdated(
    text: str, mentions: Sequence[EventMention], harms: Harms, counts: Sequence[CountMention]
) -> Iterator[tuple[CountMention, CountMention]]:
    """Yield each number that is said to have been given earlier, of no other event, with the toll that the article gave before it."""
    for match in EARLIER_SAID.finditer(text) if counts else ():
        start, end = harms.sentence(*match.span())
        inside = mentions[slice(*(bisect_left(mentions, at, key=lambda m: m.trigger.start) for at in (start, end)))]
        wholes = [count for count in counts if count.part_of is None and count.revises is None]
        old = [count for count in wholes if match.end() <= count.span.start < end]
        if len(old) != 1 or OTHER_EVENT.search(text, start, end) or any(m.type not in KINDS for m in inside):
            continue
        before = [count for count in wholes if start - WHOLE_BEFORE <= count.span.start < start and _is_toll_before(count, old[0])]
        if before:
            yield old[0], max(before, key=lambda count: count.span)


def _is_toll_before(toll: CountMention, old: CountMention) -> bool:
    """Tell whether a number of people, whoever they are, differs from an older one, but may be of the same event."""
    low, high = sorted(count.count.at_least or 0 for count in (toll, old))
    return toll.kind == old.kind and low < high <= ALIKE * low and OF_ANYBODY.fullmatch(toll.span.text) is not None


def _toll_of(text: str, revision: re.Match[str], harms: Harms) -> re.Match[str] | None:
    """Return where the revision's sentence names the toll, if it does: in it, or else the last before it."""
    start, _ = harms.sentence(revision.start(), revision.end())
    named = TOLL_NAMED.finditer(text, max(start, revision.start() - TOLL_BEFORE), revision.end())
    return max(named, key=lambda toll: toll.start(), default=None)


def _tolls(text: str, harms: Harms) -> tuple[list[CountMention], list[Span]]:
    """Return the counts that are worded as tolls, and where numbers of others stand that are not told, in text order."""
    counts, untold = [], []
    for match in (*TOLL.finditer(text), *harms.in_sentences(text, TO_NUMBER, TOLL_BEHIND, TOLL_CHANGED)):
        if _is_untold(text, match):
            untold.append(_span(text, match, "new"))
            continue
        count = _count(text, match, "new", harms.of_toll(*match.span()))
        if count is not None and not is_rate(text, count.span):
            counts += [one for one in (count, rival(text, count)) if one]
    return counts, sorted(untold)


def _is_untold(text: str, toll: re.Match[str]) -> bool:
    """Tell whether a number is only feared, expected or denied."""
    new = toll.start("new")
    before = _UNTOLD_TOLL.search(text, max(0, toll.start() - TOLL_BEFORE), toll.start())
    return before is not None or _UNTOLD.search(text, max(0, new - TOLL_BEFORE), new) is not None


def _count(text: str, match: re.Match[str], group: str, event: EventMention | None) -> CountMention | None:
    span = _span(text, match, group)
    count = None if UNITS.match(text, span.end) or A_DECIMAL.search(span.text) else count_of(span.text)
    return CountMention(span, event.trigger, KINDS[event.type], count) if count and event else None
