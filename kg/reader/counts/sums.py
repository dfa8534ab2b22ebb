"""What "and" joins behind one trigger is one number: "five soldiers and two civilians" are seven, "Karr and four of his men" five.

In come the counts of an article's triggers and who else each trigger says that it happened to; out go the counts, those that are joined as
one whole, which spans all of them. Its bounds are the sums of theirs; who is named or is one person counts as one, and people of whom no
number is told leave the upper bound open. Numbers that are joined stay beside it as its parts. "Killed with 14 others" joins, too; what
another verb, a clause or "including" parts is not joined, nor is a list behind its own sum ("12 people, seven men and five women").
What is said aside ("six nuns (two of them old) and a cook") parts nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kg.model import Count, Span
from kg.reader.counts.numbers import ASIDE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg.model import CountMention

_Link = Literal["and", "comma"] | None

_pattern = partial(re.compile, flags=re.IGNORECASE)
# None of these words stands within what is joined: behind them another clause begins, or a list of some of those before.
_STOP = (
    r"(?:an?d|or|but|nor|not|who|whom|whose|which|that|when|while|whilst|as|after|before|because|if|than|is|are|was|were|be|been|being|has|have"
    r"|had|do|does|did|will|would|could|should|may|might|must|can|includ\w+|among|amid|where|said|says|told|left|leaving|kill\w*|wound\w*"
    r"|injur\w*|hurt\w*|arrest\w*|detain\w*|abduct\w*|kidnap\w*|displac\w*|freed|freeing|releas\w*|died|dies|dying)\b"
)
# Before the next: articles, titles and what describes it ("and the group's leader Ada Roe"). Behind the last: where and of what it is.
_LEAD = rf"(?:(?!{_STOP})[\w'’.-]+\s+){{0,4}}"
_REST = rf"{ASIDE}?(?:\s+(?:of|from|in|at|near|on|aboard|inside|outside|with)(?:\s+(?!{_STOP})[\w'’-]+){{1,6}})?"
_AGED = r"(?:,\s+(?:aged\s+)?\d{1,2},?)?"
_WITH = r"(?:along\s+with|together\s+with|alongside|as\s+well\s+as)"
_AND = _pattern(rf"{_REST}{_AGED},?\s+(?:and(?:\s+also)?|plus|in\s+addition\s+to|{_WITH})\s+{_LEAD}")
_COMMA = _pattern(rf"{_REST}{_AGED},\s+{_LEAD}")
# In a list of parts the network leaves some out.
_LISTED = _pattern(rf"(?:{_REST},\s+an?\s(?:(?!{_STOP})[\w'’-]+\s){{0,3}}(?!{_STOP})[\w'’-]+){{0,4}}(?:{_AND.pattern}|{_COMMA.pattern})")
# "Ada Roe, the minister, and four others": what a name is described by is nobody else.
_DESCRIBED = _pattern(rf"{_AGED},\s+(?:an?|the|his|her|their|who|\w+['’]s)\s[^,;:.!?\n]{{1,80}},\s+(?:and|{_WITH})\s+{_LEAD}")
# "Karr was killed on Monday along with 14 others": the trigger stands between.
_KILLED_WITH = _pattern(rf"[^,;:.!?\n]{{0,60}}\s+(?:with|{_WITH})\s+{_LEAD}")
_CLAUSE_TO_TRIGGER = re.compile(r"[^;:.!?\n]{0,60}")
# A list that goes on behind the last that was found: "five men, two women, a boy and a girl".
_GOES_ON = _pattern(r"(?:,\s+an?\s[^,;:.!?\n]{1,40}){0,2},?\s+and\s+an?\s")
_PLAIN_AND = re.compile(r"\s+and\s+")
_OTHERS = _pattern(r"other")  # "two ministers and other officials"
_INCLUDED = _pattern(r"\s+included\b")
_BARE = _pattern(r",\s+|,?\s+and\s+")
_ANYBODY = _pattern(r"(?:people|persons|others|victims|lives)$")
_COUPLE = _pattern(r"(?:(?!\d)[\w-]+\s+){0,2}(?:couple|pair)$")
_SINGLE = frozenset(("he", "she", "him", "her", "himself", "herself", "i", "me"))
_PLURAL = _pattern(
    r"(?:[^s’']s|men|women|people|children|police|they|them|their|those|we|us|you|who|whom|that|which|it|its|his|our|my|some)$"
)
_PRONOUN = _pattern(r"(?:they|them|those|these|we|us|you|who|whom|which|that|some|others)\b")
_OF_ONE = re.compile(r"\s+(?:was|is|has|had)\b")
# "Killed 12 people, and a boy was among them": a clause of its own.
_OWN_VERB = _pattern(r"\s+(?:is|are|was|were|has|have|had|will|would)\b")
# Who is joined to the counted is counted with them, though the network found one of the two only, where it is "himself and four others" or
# the sentence begins so.
_HIMSELF = _pattern(r"\b(?:him|her)self,?\s+and\s+$")
_OPENING = re.compile(r"(?:^|[.!?]\s+|\n)(?:[A-Z][\w.'’-]*\s+){0,4}$")
_FARTHEST_TITLE = 60  # characters


@dataclass(frozen=True, slots=True)
class _Item:
    """Some to whom it happened, and how many they are.

    `count` is that of the article, if it gives one; `link` tells how they are joined to those before.
    """

    span: Span
    low: int
    high: int | None
    count: CountMention | None = None
    link: _Link = None


def with_sums(
    text: str, counts: Iterable[CountMention], others: Iterable[tuple[Span, Span]], people: Collection[Span], triggers: Iterable[Span]
) -> Iterator[CountMention]:
    """Yield the counts, those that are joined as one whole with its parts.

    Args:
        text: That of the article.
        counts: Wholes, each the only one of its trigger and span.
        others: Triggers with those to whom it happened who are not counted.
        people: Where single persons are spoken of, whoever they are.
        triggers: All that people are counted of.
    """
    items = defaultdict[Span, list[_Item]](list)
    for count in counts:
        items[count.trigger].append(_Item(count.span, count.count.at_least or 0, count.count.at_most, count))
    for trigger, filler in others:
        is_known = any(item.span.overlaps(filler) for item in items[trigger]) if trigger in items else True
        if not is_known and (filler in people or not _PRONOUN.match(filler.text)):
            items[trigger].append(_uncounted(text, filler, people))
    stops = sorted(triggers)
    by_end = {person.end: person for person in people if person.text[:1].isupper()}
    for trigger, joined in items.items():
        joined.sort(key=lambda item: item.span)
        for run in _runs(text, joined, trigger, stops):
            yield from _sum(text, _with_opening(text, run, by_end))


def linked_parts(text: str, parts: Collection[tuple[Span, Span]], fillers: Iterable[tuple[Span, Span]]) -> set[tuple[Span, Span]]:
    """Return those of the fillers, each behind its trigger, that go on with a list of parts: "including two men *and a boy*"."""
    by_trigger = defaultdict[Span, list[Span]](list)
    for trigger, filler in fillers:
        by_trigger[trigger].append(filler)
    found = set(parts)
    for trigger in {trigger for trigger, _ in parts}:
        for one, other in pairwise(sorted(by_trigger[trigger])):
            if (trigger, one) in found and _LISTED.fullmatch(text, one.end, other.start):
                found.add((trigger, other))
    return found


def _uncounted(text: str, filler: Span, people: Collection[Span]) -> _Item:
    if _COUPLE.fullmatch(filler.text):
        return _Item(filler, 2, 2)
    return _Item(filler, 1, 1) if filler in people and _is_single(text, filler) else _Item(filler, 0, None)


def _is_single(text: str, person: Span) -> bool:
    """Tell one person from several who are called by one word."""
    word = person.text.lower()
    if word == "who":
        return _OF_ONE.match(text, person.end) is not None
    return word in _SINGLE or person.text[:1].isupper() or not _PLURAL.search(word)


def _runs(text: str, items: Sequence[_Item], trigger: Span, stops: Sequence[Span]) -> Iterator[Sequence[_Item]]:
    """Yield the items in runs of those that are joined to each other."""
    run = list(items[:1])
    for one, other in pairwise(items):
        link = _link(text, one, other, trigger, stops)
        if link is None:
            yield from _cut(text, run)
            run = []
        run.append(replace(other, link=link))
    yield from _cut(text, run)


def _cut(text: str, run: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """Yield the run, without what only commas join to its end: a list has an "and" before its last."""
    last = max((place for place, item in enumerate(run) if item.link == "and"), default=0)
    if last < len(run) - 1 and _GOES_ON.match(text, run[-1].span.end):
        yield [*run[:-1], replace(run[-1], high=None)]
        return
    yield run[: last + 1]
    yield from ([item] for item in run[last + 1 :])


def _link(text: str, one: _Item, other: _Item, trigger: Span, stops: Sequence[Span]) -> _Link:
    """Tell how two that follow each other are joined, if they are."""
    start, end = one.span.end, other.span.start
    if start <= trigger.start and trigger.end <= end:
        is_with = _CLAUSE_TO_TRIGGER.fullmatch(text, start, trigger.start) and _KILLED_WITH.fullmatch(text, trigger.end, end)
        return "and" if is_with else None
    if trigger.end <= start and _OWN_VERB.match(text, other.span.end):
        return None
    behind = bisect_left(stops, start, key=lambda stop: stop.start)
    if behind < len(stops) and stops[behind].end <= end:
        return None
    if _AND.fullmatch(text, start, end) or (one.count is None and one.low == 1 and _DESCRIBED.fullmatch(text, start, end)):
        return "and"
    return "comma" if _COMMA.fullmatch(text, start, end) else None


def _with_opening(text: str, run: Sequence[_Item], named: Mapping[int, Span]) -> Sequence[_Item]:
    """Return the run with who is named before it at the beginning of the sentence: "General Karr and four of his men"."""
    first = run[0].span.start
    itself = _HIMSELF.search(text, max(0, first - _FARTHEST_TITLE), first)
    if itself:
        return [_Item(Span(itself.start(), itself.start() + 7, text[itself.start() : itself.start() + 7]), 1, 1), *run]
    before = _PLAIN_AND.search(text, max(0, first - 10), first)
    person = named.get(before.start()) if before and before.end() == first else None
    if person is None or not _OPENING.search(text, max(0, person.start - _FARTHEST_TITLE), person.start):
        return run
    return [_Item(person, 1, 1), *run]


def _sum(text: str, run: Sequence[_Item]) -> Iterator[CountMention]:
    """Yield the whole of a run and its parts, or the counts of the run where they make no sum."""
    counts = [item.count for item in run if item.count]
    added = [item for place, item in enumerate(run) if not _is_of_one_number(text, run, place)]
    if not counts or len(added) == 1:
        yield from counts
        return
    rest = added[1:]
    if _is_list_of(text, added[0], rest):
        yield counts[0]
        yield from (replace(item.count, part_of=added[0].span) for item in rest if item.count)
        return
    low, high = _total(added)
    if not low and high is None:
        yield from counts
        return
    start, end = run[0].span.start, run[-1].span.end
    whole = Span(start, end, text[start:end])
    yield replace(counts[0], span=whole, count=Count(low or None, high, whole.text))
    yield from (replace(count, part_of=whole) for count in counts)


def _is_list_of(text: str, whole: _Item, rest: Sequence[_Item]) -> bool:
    """Tell whether the rest lists those of whom the whole is the number: "12 people, seven men and five women"."""
    if whole.count is None or rest[0].link != "comma":
        return False
    if _INCLUDED.match(text, rest[-1].span.end) or _is_named(text, whole, rest):
        return True
    low, high = _total(rest)
    return (whole.low, whole.high) == (low, high) or (low <= whole.low and _ANYBODY.search(whole.span.text) is not None)


def _is_named(text: str, whole: _Item, rest: Sequence[_Item]) -> bool:
    """Tell whether the rest are the names of the whole: "two reporters, Ada Roe and Orin Tal", not "two reporters, a cook and a boy"."""
    if any(item.count for item in rest):
        return False
    gaps = (text[one.span.end : other.span.start] for one, other in pairwise((whole, *rest)))
    return all(item.span.text[:1].isupper() for item in rest) or (
        whole.low == whole.high == len(rest) and all(_BARE.fullmatch(gap) for gap in gaps)
    )


def _total(items: Sequence[_Item]) -> tuple[int, int | None]:
    highs = [item.high for item in items if item.high is not None]
    return sum(item.low for item in items), sum(highs) if len(highs) == len(items) else None


def _is_of_one_number(text: str, run: Sequence[_Item], place: int) -> bool:
    """Tell whether a number before counts these, too: of "161 civilians and police" nobody knows how many are police."""
    item, before = run[place], run[place - 1] if place else None
    if item.count or item.high is not None or before is None or before.count is None or _OTHERS.match(item.span.text):
        return False
    return _PLAIN_AND.fullmatch(text, before.span.end, item.span.start) is not None
