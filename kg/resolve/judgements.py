"""What persons have judged to be the same or different: judgements come in, questions about them are answered.

Ids are those that a name or a telling has by itself, so that a judgement holds whatever else is joined later. What a person judges of two
things is one judgement of each name or telling of the one and each of the other: it holds while both have any of them left, whichever
articles go. Of two judgements of one pair the later holds; judgements that contradict each other over a third thing are told when they
are made, not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.model import Decision


@dataclass(frozen=True)
class Judgements:
    """The judgements that hold, by pair. Build with `judgements`."""

    of_pair: dict[frozenset[str], Decision]

    def between(self, known: Container[str]) -> Iterator[Decision]:
        """Yield those of two known things, in the order of their ids."""
        for decision in sorted(self.of_pair.values(), key=lambda one: (one.left, one.right)):
            if decision.left in known and decision.right in known:
                yield decision

    def about(self, identity: str) -> list[Decision]:
        """Return those that are of one thing and another."""
        return self._about.get(identity, [])

    @cached_property
    def _about(self) -> dict[str, list[Decision]]:
        found: dict[str, list[Decision]] = defaultdict(list)
        for decision in self.of_pair.values():
            for identity in (decision.left, decision.right):
                found[identity].append(decision)
        return dict(found)

    def made_of(self, left: str, right: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the two sides that were judged to be one thing with these two among them; each alone where nobody judged so."""
        ones, others = self._same_as(right), self._same_as(left)
        if left not in ones:
            return frozenset((left,)), frozenset((right,))
        return ones - others, others - ones

    def _same_as(self, identity: str) -> frozenset[str]:
        held = (one for one in self.about(identity) if one.judgement == "same")
        return frozenset(end for one in held for end in (one.left, one.right) if end != identity)

    def are_apart(self, left: str, right: str) -> bool:
        """Tell whether a person has judged the two to be different."""
        decision = self.of_pair.get(frozenset((left, right))) if self.of_pair else None
        return decision is not None and decision.judgement == "different"


def judgements(made: Iterable[Decision]) -> Judgements:
    """Return those that hold of all that were made, in the order in which they were made."""
    held: dict[frozenset[str], Decision] = {}
    for one in made:
        left, right = sorted((one.left, one.right))
        held[frozenset((left, right))] = Decision(left, right, one.judgement, one.score, one.reasons)
    return Judgements({pair: one for pair, one in held.items() if one.judgement != "unsure"})


NONE = Judgements({})
