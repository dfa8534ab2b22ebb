"""How well the slots that only the answer keys have are filled: readings and keys in, tallies out, beside a baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.evaluate.muc4 import templates
from kg.evaluate.muc4_details import details
from kg.evaluate.muc4_features import message_of
from kg.evaluate.muc4_keys import OF_FILLER, SLOTS, KeyTemplate, compare, compare_named, majority, pair, with_majority
from kg.evaluate.scores import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.evaluate.muc4 import Mapping4
    from kg.model import Reading


@dataclass(frozen=True, slots=True)
class SlotFigures:
    """Figures of one slot.

    Attributes:
        own: What the reader says.
        baseline: The same fillers, each with the value that is most frequent in other messages.
        own_values: Only fillers that the key has too: whether the value is right. Empty for slots that are said of no filler.
        baseline_values: The same for the baseline.
    """

    own: Tally = field(default_factory=Tally)
    baseline: Tally = field(default_factory=Tally)
    own_values: Tally = field(default_factory=Tally)
    baseline_values: Tally = field(default_factory=Tally)

    def __add__(self, other: SlotFigures) -> SlotFigures:
        return SlotFigures(
            self.own + other.own,
            self.baseline + other.baseline,
            self.own_values + other.own_values,
            self.baseline_values + other.baseline_values,
        )


def measure_keys(
    readings: Iterable[Reading], keys: Mapping[str, tuple[KeyTemplate, ...]], mapping: Mapping4 | None = None
) -> dict[str, SlotFigures]:
    """Measure each slot over all messages that have a reading; the baseline is taken from the keys of the others.

    A message's incidents are paired by type with those of its key; what is unpaired counts as spurious or missing.
    """
    read = list(readings)
    others = majority(template for id_, found in keys.items() if id_ not in {r.document.id for r in read} for template in found)
    total = {slot: SlotFigures() for slot in SLOTS}
    for reading in read:
        message = message_of(reading)
        predicted = {str(t["incident_type"]): details(message, t) for t in templates(reading, mapping)}
        for said, template in pair(predicted, keys.get(reading.document.id, ())):
            usual = with_majority(said, others) if said else {}
            for slot in SLOTS:
                is_missed = said or (template and not template.is_optional)
                own, base, gold = said.get(slot, ()), usual.get(slot, ()), template.fills[slot] if template and is_missed else ()
                figures = SlotFigures(compare(slot, own, gold), compare(slot, base, gold))
                if slot in OF_FILLER:
                    named = SlotFigures(own_values=compare_named(slot, own, gold), baseline_values=compare_named(slot, base, gold))
                    figures += named
                total[slot] += figures
    return total
