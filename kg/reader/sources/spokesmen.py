"""For whom a spokesman speaks who has no name: "a spokesman for the rebels", "a Hezbollah spokeswoman", "the army's chief spokesman".

In come the text and entities of an article; out goes, for each such entity, the mention of those it speaks for. What it says, they say.
A spokesman with a name stays a person of his own. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.reader.encoder.features import NAME, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Entity, Span

SPOKESMAN = re.compile(r"(?:[\w-]+\s+)*(?:spokes(?:man|men|woman|women|person|persons|people))", re.IGNORECASE)
# Between a spokesman and those he speaks for, and between them and him.
SPEAKS_FOR = re.compile(r"\s+(?:for|of)\s+(?:[\w-]+\s+){0,3}")
OF_THEM = re.compile(r"(?:['’]s?)?\s+(?:[\w-]+\s+){0,2}")
LONGEST_GAP = 40  # characters
SPOKEN_FOR = frozenset(("ORG", "GRP", "GPE"))


def spoken_for(text: str, entities: Sequence[Entity]) -> dict[str, Span]:
    """Return, by the id of each unnamed spokesman, the first mention beside it of those it speaks for.

    Args:
        text: The article.
        entities: Of the article.
    """
    owner = {m.span: entity.id for entity in entities if entity.type in SPOKEN_FOR for m in entity.mentions}
    parties = sorted(owner)
    found: dict[str, Span] = {}
    for entity in entities:
        spans = [m.span for m in entity.mentions if SPOKESMAN.fullmatch(m.span.text)]
        if entity.type == "PER" and spans and not any(_is_name(m.span) for m in entity.mentions):
            named = [party for span in spans for party in _beside(text, span, parties)]
            if named and len({owner[party] for party in named}) == 1:
                found[entity.id] = named[0]
    return found


def _is_name(span: Span) -> bool:
    return SPOKESMAN.fullmatch(span.text) is None and kind_of(span.text.split()) == NAME


def _beside(text: str, span: Span, parties: Sequence[Span]) -> Iterable[Span]:
    """Give the party that stands right behind "spokesman for" or right before "spokesman"; behind counts first."""
    place = bisect_left(parties, span.end, key=lambda party: party.start)
    if place < len(parties) and SPEAKS_FOR.fullmatch(text, span.end, parties[place].start):
        return (parties[place],)
    near = takewhile(lambda party: party.end >= span.start - LONGEST_GAP, (parties[k] for k in range(place - 1, -1, -1)))
    return [party for party in near if OF_THEM.fullmatch(text, party.end, span.start)][:1]
