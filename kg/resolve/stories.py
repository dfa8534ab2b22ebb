"""Which articles tell one story: two of them come in, and how alike they are goes out.

What is compared is whom they name and which words they use, common words left out; how rare a word is in some corpus does not count, so
that two articles are as alike in one corpus as in another. Articles whose days are far apart tell two stories, however alike they are.
Which events of two such articles are one is not decided here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

from kg.resolve.words import COMMON, stems, words_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from datetime import date

DAYS = 3
"""Articles of one story are not further apart."""
ALIKE = 0.35
"""From which likeness on two articles tell one story; chosen on topics 1-20 of ECB+."""
OF_NAMES = 0.5
"""What a likeness of names weighs beside one of words."""
FEW_WORDS = 20
"""An article of fewer different words is like any other."""
SHARED = 2
"""Names that two articles must share to be compared at all."""
_HELD = 1 << 10
"""Pairs of articles whose likeness is held: it is asked for each pair of their events."""


@dataclass(frozen=True, slots=True)
class Story:
    """What an article is compared by: its day, whom and which places it names, and stems of its words."""

    document: str
    published: date | None
    names: frozenset[str]
    words: frozenset[str]


def story_of(document: str, text: str, published: date | None, names: frozenset[str]) -> Story:
    """Return what an article is compared by."""
    return Story(document, published, names, stems(word for word in words_of(text) if word not in COMMON))


@lru_cache(_HELD)
def likeness(one: Story, other: Story) -> float:
    """Return how alike two articles are: 0 for nothing in common, days that are too far apart, or too few words to tell."""
    if min(len(one.words), len(other.words)) < FEW_WORDS:
        return 0.0
    if one.published and other.published and abs((one.published - other.published).days) > DAYS:
        return 0.0
    return _cosine(one.words, other.words) + OF_NAMES * _cosine(one.names, other.names)


def _cosine(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0


def alike(stories: Iterable[Story]) -> Iterator[tuple[Story, Story]]:
    """Yield the pairs of articles that tell one story; only articles that name the same within days are compared."""
    blocks: dict[tuple[str, int | None], list[Story]] = defaultdict(list)
    for story in sorted(stories, key=lambda one: one.document):
        for name in story.names:
            for window in windows(story.published):
                blocks[name, window].append(story)
    shared: dict[tuple[str, str], set[Hashable]] = defaultdict(set)
    pairs: dict[tuple[str, str], tuple[Story, Story]] = {}
    for (name, _), members in blocks.items():
        for one, other in combinations(members, 2):
            key = (one.document, other.document)
            shared[key].add(name)
            pairs[key] = (one, other)
    for key, (one, other) in pairs.items():
        if len(shared[key]) >= SHARED and likeness(one, other) >= ALIKE:
            yield one, other


def windows(published: date | None) -> tuple[int | None, ...]:
    """Return windows of days such that two articles within `DAYS` share one."""
    if published is None:
        return (None,)
    window = published.toordinal() // (DAYS + 1)
    return (window, window + 1)
