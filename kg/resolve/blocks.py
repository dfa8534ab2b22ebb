"""Which tellings are compared at all: tellings come in, pairs of different articles that share a block go out, never all pairs.

A block is a kind, a shared place, actor or event, and a month; what is told as past is in those of any month.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

from kg.resolve.anchors import LASTING
from kg.resolve.dates import interval
from kg.resolve.stories import alike

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from kg.resolve.told import EventRef, Told

_WHENEVER = 0


def candidates(told: Collection[Told]) -> set[tuple[EventRef, EventRef]]:
    """Return the pairs of different articles that share a block."""
    blocks: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    by_article: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_article[one.ref[0]].append(one)
        for key in blocks_of(one):
            blocks[key].append(one)
    found: set[tuple[EventRef, EventRef]] = set()
    for (*_, month), members in blocks.items():
        seekers = [one for one in members if month is not None or is_timeless(one)]
        for one, other in combinations(seekers, 2):
            _add_pair(found, one, other)
        if len(seekers) < len(members):
            for one, other in product(seekers, (m for m in members if not is_timeless(m))):
                _add_pair(found, one, other)
    for here, there in alike({one.story.document: one.story for one in told if one.story}.values()):
        for left, right in product(by_article[here.document], by_article[there.document]):
            if left.kin == right.kin and left.words & right.words:
                _add_pair(found, left, right)
    return found


def _add_pair(found: set[tuple[EventRef, EventRef]], one: Told, other: Told) -> None:
    if one.ref[0] != other.ref[0]:
        found.add((min(one.ref, other.ref), max(one.ref, other.ref)))


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
