"""Which tellings are compared at all: tellings come in, blocks of those that are compared with each other go out, never all pairs.

A block is a kind, a shared place, actor or event, and a month; what is told as past is in those of any month. Articles of one story are a
block too. Two tellings may share several: they are compared in the first, so that each block can be looked at by itself, wherever that is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.resolve.anchors import LASTING
from kg.resolve.dates import interval
from kg.resolve.stories import alike

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from kg.resolve.told import Told

_WHENEVER = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Tellings that are compared with each other.

    Attributes:
        key: What they share (`blocks_of`); `None`: two articles tell one story, and these are their tellings.
        tellings: The tellings, of two articles at least.
    """

    key: tuple[object, ...] | None
    tellings: tuple[Told, ...]


def blocks(told: Collection[Told]) -> Iterator[Block]:
    """Yield the blocks of all tellings; those of one article alone are none."""
    by_key: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    by_article: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_article[one.ref[0]].append(one)
        for key in set(blocks_of(one)):
            by_key[key].append(one)
    for key, members in by_key.items():
        if any(one.ref[0] != members[0].ref[0] for one in members):
            yield Block(key, tuple(members))
    for here, there in alike({one.story.document: one.story for one in told if one.story}.values()):
        yield Block(None, (*by_article[here.document], *by_article[there.document]))


def pairs_of(block: Block) -> Iterator[tuple[Told, Told]]:
    """Yield the pairs of different articles that are compared in a block and in none before it, each in the order of the two tellings."""
    key = None if block.key is None else repr(block.key)
    members = [_member(told) for told in sorted(block.tellings, key=lambda told: told.ref)]
    for one, other in combinations(members, 2):
        if one.told.ref[0] != other.told.ref[0] and _first(one, other) == key:
            yield one.told, other.told


@dataclass(frozen=True, slots=True)
class _Member:
    """A telling, with the keys of its blocks as text, which have an order; `monthly`: those of a month only."""

    told: Told
    keys: frozenset[str]
    monthly: frozenset[str]
    is_timeless: bool


def _member(told: Told) -> _Member:
    keys = {repr(key): key[-1] is not None for key in blocks_of(told)}
    return _Member(told, frozenset(keys), frozenset(key for key, is_monthly in keys.items() if is_monthly), is_timeless(told))


def _first(one: _Member, other: _Member) -> str | None:
    """Return the first of the blocks in which two tellings are compared, `None` for their story; an empty text where they never are.

    In a block without a month only what may be of any month is compared with the others.
    """
    shared = one.keys & other.keys if one.is_timeless or other.is_timeless else one.monthly & other.monthly
    if shared:
        return min(shared)
    return None if one.told.kin == other.told.kin and one.told.words & other.told.words else ""


def blocks_of(told: Told) -> Iterator[tuple[object, ...]]:
    """Yield the blocks an event is in: each of its places, actors and topics, in each month that it may be of, and in no month.

    What is about one event is compared whenever it is told. In a block without a month only what may be of any month is compared with the
    others; there nothing else would tie the two (`kg.resolve.anchors`) than a place that is no country, or to whom it happens once.
    """
    yield from ((told.kin, topic, _WHENEVER) for topic in told.about)
    places = told.places | told.around
    yield from ((told.kin, key, month) for key in places | told.who for month in _months(told))
    always = places | told.who if told.type in LASTING else (places - told.countries) | told.once
    yield from ((told.kin, key, None) for key in always)


def _months(told: Told) -> set[int]:
    """Return the months (and the next ones) that the event may be of; none where its time says little."""
    if told.type in LASTING or told.once:
        return set()
    spans = [interval(moment) for moment in told.dates]
    if told.published and not told.dates and not told.is_past:
        spans.append((told.published, told.published))
    return {month for first, last in spans for month in range(_month(first), _month(last) + 2)}


def _month(day: date) -> int:
    return day.year * 12 + day.month


def is_timeless(told: Told) -> bool:
    """Tell whether the event may be of any month, so that it is compared with those of all."""
    return not _months(told)
