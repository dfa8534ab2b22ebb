"""Fits the mapping from readings to MUC-4 templates on training messages.

Gold messages and their readings come in, a `Mapping4` goes out. Thresholds are chosen on predictions for messages that the weights were not
fitted on (cross-validation), because weights look surer of what they have seen. Development messages have no part in it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.evaluate.linear import Linear, fit
from kg.evaluate.muc4 import Filled, Mapping4, chosen, filled_slots
from kg.evaluate.muc4_features import Candidate, Message, fits, incident_features, message_of, rows_of
from kg.evaluate.muc4_templates import INCIDENT_TYPES, SLOTS, Incident, Slot, Template, normal
from kg.evaluate.scores import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.evaluate.muc4_templates import GoldMessage
    from kg.model import Reading

log = logging.getLogger(__name__)

FOLDS = 5
PENALTY = {"incident": 20.0, "slot": 12.0}
CONSIDERED = 0.15  # an incident less likely than this teaches nothing about its slots
GRID = tuple(round(0.1 + 0.04 * k, 2) for k in range(18))
START = 0.42
ROUNDS = 2


@dataclass(frozen=True)
class Example:
    """A training message: what the reader found and what was to be found."""

    message: Message
    gold: tuple[Template, ...]

    def of(self, incident: Incident) -> list[Template]:
        """Return the gold templates of the incident."""
        return [template for template in self.gold if incident in template.incident.split(" / ")]

    @cached_property
    def features(self) -> list[str]:
        """Return the features of the message; every fold asks for them."""
        return incident_features(self.message)

    @cached_property
    def _rows(self) -> dict[Incident, list[tuple[Candidate, list[str]]]]:
        return {}

    def rows(self, incident: Incident) -> list[tuple[Candidate, list[str]]]:
        """Return the candidates for slots of the incident with their features."""
        if incident not in self._rows:
            self._rows[incident] = list(rows_of(self.message, incident))
        return self._rows[incident]

    def likely(self, incidents: Mapping[Incident, Linear]) -> list[Incident]:
        """Return the incidents that the message has or seems to have."""
        return [i for i in INCIDENT_TYPES if self.of(i) or incidents[i].probability(self.features) >= CONSIDERED]


def fit_mapping(messages: Sequence[GoldMessage], readings: Sequence[Reading]) -> Mapping4:
    """Fit weights on all messages, and thresholds on cross-validated predictions of weights for them."""
    examples = [Example(message_of(reading), gold.templates) for gold, reading in zip(messages, readings, strict=True)]
    judged = [judgement for fold in range(FOLDS) for judgement in _judged(examples, fold)]
    thresholds = best_thresholds(judged)
    log.info("micro-F1 on training messages, cross-validated: %.1f", 100 * f1(judged, thresholds))
    incidents = fit_incidents(examples)
    return Mapping4(incidents, fit_slots(examples, incidents), thresholds)


def fit_incidents(examples: Sequence[Example]) -> dict[Incident, Linear]:
    """Fit which incidents a message reports."""
    rows = [example.features for example in examples]
    return {i: fit(rows, [bool(e.of(i)) for e in examples], penalty=PENALTY["incident"]) for i in INCIDENT_TYPES}


def fit_slots(examples: Sequence[Example], incidents: Mapping[Incident, Linear]) -> dict[Slot, Linear]:
    """Fit who fills which slot, in the incidents that a message reports or seems to."""
    rows: dict[Slot, list[list[str]]] = {slot: [] for slot in SLOTS}
    labels: dict[Slot, list[bool]] = {slot: [] for slot in SLOTS}
    for example in examples:
        for incident in example.likely(incidents):
            right = {slot: {text for t in example.of(incident) for entity in t.slots[slot] for text in entity} for slot in SLOTS}
            for candidate, features in example.rows(incident):
                for slot in SLOTS:
                    if fits(candidate, slot):
                        rows[slot].append(features)
                        labels[slot].append(normal(candidate.text) in right[slot])
    return {slot: fit(rows[slot], labels[slot], penalty=PENALTY["slot"]) for slot in SLOTS}


# ---------------------------------------------------------------- thresholds


@dataclass(frozen=True, slots=True)
class Judgement:
    """What weights that never saw a message say of an incident in it: how likely it is, and who may fill its slots."""

    incident: Incident
    probability: float
    filled: tuple[Filled, ...]
    gold: tuple[Template, ...]


def _judged(examples: Sequence[Example], fold: int) -> list[Judgement]:
    seen = [example for i, example in enumerate(examples) if i % FOLDS != fold]
    incidents = fit_incidents(seen)
    slots = fit_slots(seen, incidents)
    out = []
    for example in examples[fold::FOLDS]:
        for incident in INCIDENT_TYPES:
            probability = incidents[incident].probability(example.features)
            filled = filled_slots(example.rows(incident), slots) if probability >= GRID[0] else []
            gold = tuple(example.of(incident))
            if filled or gold:
                out.append(Judgement(incident, probability, tuple(f for f in filled if f.probability >= GRID[0]), gold))
    return out


def best_thresholds(judged: Sequence[Judgement]) -> dict[str, float]:
    """Choose thresholds one after the other, each so that F1 over all messages is highest with the others as they are."""
    thresholds: dict[str, float] = dict.fromkeys((*INCIDENT_TYPES, *SLOTS), START)
    for _ in range(ROUNDS):
        for name in thresholds:
            thresholds[name] = max(GRID, key=lambda value: (f1(judged, {**thresholds, name: value}), -abs(value - START)))
    return thresholds


def f1(judged: Sequence[Judgement], thresholds: dict[str, float]) -> float:
    """Return micro-F1 over types and slots; a message's one template of a type is compared with the best gold one of that type."""
    total = Tally()
    for one in judged:
        total += Tally(gold=sum(1 + sum(map(len, template.slots.values())) for template in one.gold))
        if one.probability >= thresholds[one.incident]:
            slots = {slot: [normal(text) for (text,) in chosen(list(one.filled), slot, thresholds[slot])] for slot in SLOTS}
            total += max((_compared(slots, template) for template in one.gold), key=lambda t: t.right_gold, default=_wrong(slots))
    return total.f1


def _wrong(slots: dict[Slot, list[str]]) -> Tally:
    return Tally(predicted=1 + sum(map(len, slots.values())))


def _compared(slots: dict[Slot, list[str]], gold: Template) -> Tally:
    right = 1 + sum(any(text in entity for entity in gold.slots[slot]) for slot in SLOTS for text in slots[slot])
    found = 1 + sum(any(text in entity for text in slots[slot]) for slot in SLOTS for entity in gold.slots[slot])
    return Tally(right, 1 + sum(map(len, slots.values())), found, 0)
