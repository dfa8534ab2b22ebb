"""The ontology's hierarchy of event types, for rooms that must not load the ontology: a type comes in, what it is a kind of goes out.

`ontology/kg.ttl` says the same for the graph, and a test compares the two. What counts as an attack is written here and nowhere else in
the code.
"""

from __future__ import annotations

from typing import Literal, get_args

from kg.model import EVENT_TYPES, EventType

EventClass = Literal["Ceremony", "Cooperation", "Coercion", "Harm", "Politics", "Posture", "Statement", "Violence"]
"""The classes below `kg:Event` that are no types of their own."""

EVENT_CLASSES: tuple[EventClass, ...] = get_args(EventClass)

PARENT: dict[EventType, EventType | EventClass] = {
    "Abuse": "Harm",
    "Accusation": "Statement",
    "Agreement": "Cooperation",
    "Aid": "Cooperation",
    "AirStrike": "Attack",
    "Appointment": "Politics",
    "Arrest": "Coercion",
    "Attack": "Violence",
    "Bombing": "Attack",
    "ClaimResponsibility": "Statement",
    "Clash": "Violence",
    "Commemoration": "Ceremony",
    "Condemnation": "Statement",
    "Decision": "Politics",
    "Demand": "Statement",
    "Denial": "Statement",
    "Deployment": "Posture",
    "Destruction": "Harm",
    "Disaster": "Harm",
    "Displacement": "Harm",
    "Election": "Politics",
    "Endorsement": "Statement",
    "Injury": "Harm",
    "Investigation": "Coercion",
    "Kidnapping": "Coercion",
    "Killing": "Harm",
    "Meeting": "Cooperation",
    "Overthrow": "Politics",
    "Prosecution": "Coercion",
    "Protest": "Politics",
    "Release": "Cooperation",
    "Resignation": "Politics",
    "Sanction": "Coercion",
    "Seizure": "Coercion",
    "Shooting": "Attack",
    "Threat": "Statement",
    "War": "Violence",
    "Withdrawal": "Posture",
}


def lineage(kind: EventType) -> tuple[EventType | EventClass, ...]:
    """Return the type and all that it is a kind of, itself first ("Bombing", "Attack", "Violence")."""
    found: list[EventType | EventClass] = [kind]
    while (last := found[-1]) in PARENT:
        found.append(PARENT[last])
    return tuple(found)


def kinds_of(name: EventType | EventClass) -> frozenset[EventType]:
    """Return the types that are a kind of `name`, itself included if it is one."""
    return frozenset(kind for kind in EVENT_TYPES if name in lineage(kind))


ATTACKS = kinds_of("Attack")
HARMS: frozenset[EventType] = frozenset(("Killing", "Injury", "Displacement"))
"""What attacks and disasters do to people."""
"""What articles may call by each other's names: one calls a bombing what another calls an attack."""


def family(kind: EventType) -> EventType:
    """Return the type that stands for all those that articles use for one and the same event: the widest one that is a type itself."""
    return next(name for name in reversed(lineage(kind)) if name in PARENT)
