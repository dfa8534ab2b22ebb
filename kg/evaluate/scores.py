"""Counts of what was right, of what was said and of what there was to say; they add up over documents, and give precision, recall, F1."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


@dataclass(frozen=True, slots=True)
class Tally:
    """What was right among the predicted and among the gold; the two differ where one gold item may match several predicted ones.

    A measure without anything to measure is 0, as in the scorers of the field.
    """

    right_predicted: float = 0.0
    predicted: float = 0.0
    right_gold: float = 0.0
    gold: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right_predicted + other.right_predicted,
            self.predicted + other.predicted,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Return the share of the predicted that is right, in [0, 1]."""
        return self.right_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found, in [0, 1]."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, in [0, 1]."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def tally_of(predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> Tally:
    """Compare two collections item by item; an item that stands in one of them twice must stand in the other twice."""
    said, there = Counter(predicted), Counter(gold)
    right = (said & there).total()
    return Tally(right, said.total(), right, there.total())
