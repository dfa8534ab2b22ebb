"""Which event a number belongs to that no role gives one: the nearest in its sentence, or the last harm before it.

In come the article's text and event mentions; it is asked by where the number stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reader.counts.counted import KINDS
from kg.reader.spans import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.model import EventMention, EventType

# What a toll counts where the article does not say otherwise, and how far before it, in characters, its event may stand.
HARMS: tuple[EventType, ...] = ("Killing", "Injury")
FARTHEST = 600


@dataclass(frozen=True, slots=True)
class Harms:
    """The mentions of events that people are counted in, in text order, and where sentences begin and end."""

    mentions: Sequence[EventMention]
    stops: Sequence[int]
    starts: Sequence[int]
    length: int

    @classmethod
    def of(cls, text: str, mentions: Iterable[EventMention]) -> Harms:
        """Return those of a text; `mentions` are in text order."""
        ends = [end.span() for end in SENTENCE_END.finditer(text)]
        counted = [mention for mention in mentions if mention.type in KINDS]
        return cls(counted, [stop for stop, _ in ends], [start for _, start in ends], len(text))

    def of_toll(self, start: int, end: int, types: Collection[EventType] = ()) -> EventMention | None:
        """Return the event that a number there is of, of one of the types: in its sentence the nearest, or else the last before it.

        Without types those in its sentence may be of any that people are counted in, and those before it are harms.
        """
        first, last = self.sentence(start, end)
        before = reversed(self._in(max(first, start - FARTHEST), start))
        behind = self._in(start, min(last, end + FARTHEST))
        nearest = (next((m for m in side if not types or m.type in types), None) for side in (before, behind))
        here = [mention for mention in nearest if mention is not None]
        if here:
            return min(here, key=lambda m: (max(m.trigger.start - end, start - m.trigger.end, 0), m.trigger))
        return next((m for m in reversed(self._in(first - FARTHEST, first)) if m.type in (types or HARMS)), None)

    def next_of(self, end: int, types: Collection[EventType]) -> EventMention | None:
        """Return the first event of one of the types in the sentence behind the one that ends there or next."""
        _, last = self.sentence(end, end)
        _, stop = self.sentence(last, last)
        return next((mention for mention in self._in(last, stop) if mention.type in types), None)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence or sentences of these characters begin and end."""
        before, behind = bisect_right(self.starts, start), bisect_left(self.stops, end)
        return self.starts[before - 1] if before else 0, self.starts[behind] if behind < len(self.starts) else self.length

    def in_sentences(self, text: str, mark: re.Pattern[str], *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield what the patterns find in the sentences in which the mark stands."""
        places = dict.fromkeys(self.sentence(*found.span()) for found in mark.finditer(text))
        for pattern in patterns:
            for start, end in places:
                yield from pattern.finditer(text, start, end)

    def _in(self, start: int, end: int) -> Sequence[EventMention]:
        low, high = (bisect_left(self.mentions, at, key=lambda mention: mention.trigger.start) for at in (start, end))
        return self.mentions[low:high]
