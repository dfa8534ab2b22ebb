"""Short labels of events for people: "bombing in Kerman, 2024-01-03". In come a type and the names in its roles; out comes a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import EventType, PartialDate, Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# How an event is called, and how its roles follow: the first that are filled, two at most beside the date.
_IN: tuple[Role, str] = ("Place", "in")
_BY: tuple[Role, str] = ("Agent", "by")
_ON: tuple[Role, str] = ("Target", "on")
_OF: tuple[Role, str] = ("Target", "of")
_OF_VICTIM: tuple[Role, str] = ("Victim", "of")

LABELS: dict[EventType, tuple[str, tuple[tuple[Role, str], ...]]] = {
    "Abuse": ("abuse", (_OF_VICTIM, _BY, _IN)),
    "Accusation": ("accusation", (_BY, ("Target", "against"))),
    "Agreement": ("agreement", (("Agent", "of"), _IN)),
    "Aid": ("aid", (_BY, ("Target", "for"), _IN)),
    "AirStrike": ("air strike", (_IN, _ON, _BY)),
    "Appointment": ("appointment", (_OF, _BY)),
    "Arrest": ("arrest", (_OF, _OF_VICTIM, _IN, _BY)),
    "Attack": ("attack", (_IN, _ON, _BY)),
    "Bombing": ("bombing", (_IN, _ON, _BY)),
    "ClaimResponsibility": ("claim of responsibility", (_BY,)),
    "Clash": ("clash", (("Agent", "of"), _IN)),
    "Commemoration": ("commemoration", (_OF, _IN, _BY)),
    "Condemnation": ("condemnation", (_BY, _OF)),
    "Decision": ("decision", (_BY, _ON)),
    "Demand": ("demand", (_BY, ("Target", "to"))),
    "Denial": ("denial", (_BY,)),
    "Deployment": ("deployment", (_BY, _IN)),
    "Destruction": ("destruction", (_OF, _IN, _BY)),
    "Disaster": ("disaster", (_IN,)),
    "Displacement": ("displacement", (_OF_VICTIM, _IN)),
    "Election": ("election", (_IN, _OF)),
    "Endorsement": ("endorsement", (_OF, _BY)),
    "Injury": ("injury", (_OF_VICTIM, _IN, _BY)),
    "Investigation": ("investigation", (_BY, ("Target", "into"), _IN)),
    "Kidnapping": ("kidnapping", (_OF_VICTIM, _IN, _BY)),
    "Killing": ("killing", (_OF_VICTIM, _IN, _BY)),
    "Meeting": ("meeting", (("Agent", "of"), _IN)),
    "Overthrow": ("overthrow", (_OF, _IN)),
    "Prosecution": ("prosecution", (_OF, _BY)),
    "Protest": ("protest", (_IN, _BY)),
    "Release": ("release", (_OF, _OF_VICTIM, _BY)),
    "Resignation": ("resignation", (("Agent", "of"), _OF)),
    "Sanction": ("sanction", (_ON, _BY)),
    "Seizure": ("seizure", (_OF, _IN, _BY)),
    "Shooting": ("shooting", (_IN, _ON, _BY)),
    "Threat": ("threat", (_BY, ("Target", "against"))),
    "War": ("war", (_BY, _ON, _IN)),
    "Withdrawal": ("withdrawal", (_BY, ("Place", "from"))),
}
_ROLES_SHOWN = 2


def label(kind: EventType, names: Mapping[Role, Sequence[str]], date: PartialDate | None) -> str:
    """Return the label of an event.

    Args:
        kind: Its type.
        names: The names of who and what fill its roles, best first.
        date: Its date; `None` leaves it out.
    """
    noun, roles = LABELS[kind]
    told = [f"{word} {names[role][0]}" for role, word in roles if names.get(role)][:_ROLES_SHOWN]
    told = told[:1] if told and told[0].startswith("in ") else told
    return " ".join((noun, *told)) + (f", {date.value}" if date else "")
