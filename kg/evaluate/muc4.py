"""MUC-4: incident templates from what the reader found in a message.

A reading comes in, templates go out: a type of incident and who or what fills its five slots. The mapping has two parts. Tables
(`kg.evaluate.muc4_features`) say which of our events may be which incident and which of our entities may fill which slot. Which of these
MUC-4 wants reported follows long rules of relevance (terror, not war; nothing vague, nothing old), so linear weights over the reader's
events, roles and words decide; `kg.evaluate.muc4_fit` fits them, and the thresholds, on the training messages alone, and they lie in
`muc4.json`. A message gets at most one template of a type: two bombings in one message are not told apart here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.evaluate.linear import Linear
from kg.evaluate.muc4_features import fits, incident_features, message_of, rows_of
from kg.evaluate.muc4_templates import INCIDENT_TYPES, SLOTS, Incident, Slot, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.evaluate.muc4_features import Candidate
    from kg.model import Reading

SHIPPED = Path(__file__).with_name("muc4.json")


@dataclass(frozen=True, slots=True)
class Mapping4:
    """Fitted weights, and from which probability on an incident is reported and a candidate fills a slot."""

    incidents: Mapping[Incident, Linear]
    slots: Mapping[Slot, Linear]
    thresholds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Filled:
    """A candidate for a slot of an incident, and how likely it is."""

    slot: Slot
    candidate: Candidate
    probability: float


def templates(reading: Reading, mapping: Mapping4 | None = None) -> list[dict[str, object]]:
    """Return the templates of a message as the scorers read them: each entity as a list of one string."""
    mapping = mapping or shipped()
    message = message_of(reading)
    features = incident_features(message)
    found: list[dict[str, object]] = []
    for incident in INCIDENT_TYPES:
        if mapping.incidents[incident].probability(features) < mapping.thresholds[incident]:
            continue
        filled = filled_slots(rows_of(message, incident), mapping.slots)
        found.append({"incident_type": incident, **{slot: chosen(filled, slot, mapping.thresholds[slot]) for slot in SLOTS}})
    return found


def filled_slots(rows: Iterable[tuple[Candidate, Sequence[str]]], slots: Mapping[Slot, Linear]) -> list[Filled]:
    """Return the candidates of one incident for each slot that they fit, with their probabilities."""
    return [
        Filled(slot, candidate, slots[slot].probability(features))
        for candidate, features in rows
        for slot in SLOTS
        if fits(candidate, slot)
    ]


def chosen(filled: list[Filled], slot: Slot, threshold: float) -> list[list[str]]:
    """Return the fillers of a slot: of each entity its likeliest wording, where that is likely enough; none twice."""
    best: dict[str, Filled] = {}
    for one in filled:
        key = one.candidate.entity.id
        if one.slot == slot and one.probability >= threshold and (key not in best or one.probability > best[key].probability):
            best[key] = one
    texts = {normal(one.candidate.text): one.candidate.text for one in best.values()}
    return [[text] for key, text in texts.items() if key]


# ---------------------------------------------------------------- the weights as a file


@lru_cache(maxsize=1)
def shipped() -> Mapping4:
    """Load the weights that come with the package."""
    return from_json(json.loads(SHIPPED.read_text(encoding="utf-8")))


def from_json(data: Mapping[str, Mapping[str, object]]) -> Mapping4:
    """Read what `to_json` wrote.

    Raises:
        InputError: It is not that.
    """
    try:
        incidents = {incident: _linear(data["incidents"][incident]) for incident in INCIDENT_TYPES}
        slots = {slot: _linear(data["slots"][slot]) for slot in SLOTS}
        return Mapping4(incidents, slots, {name: float(str(data["thresholds"][name])) for name in (*INCIDENT_TYPES, *SLOTS)})
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"muc4.json: not the weights of the mapping to MUC-4 ({error!r}). Reinstall kg, or fit them anew") from error


def _linear(data: object) -> Linear:
    bias, weights = data["bias"], data["weights"]  # type: ignore[index]  # what it is not, is caught above
    return Linear(float(bias), {str(k): float(v) for k, v in weights.items()})


def to_json(mapping: Mapping4) -> dict[str, object]:
    """Write the weights as plain values, in a fixed order."""

    def plain(linear: Linear) -> dict[str, object]:
        return {"bias": linear.bias, "weights": dict(sorted(linear.weights.items()))}

    return {
        "incidents": {name: plain(mapping.incidents[name]) for name in INCIDENT_TYPES},
        "slots": {name: plain(mapping.slots[name]) for name in SLOTS},
        "thresholds": {name: mapping.thresholds[name] for name in (*INCIDENT_TYPES, *SLOTS)},
    }
