"""All that the model has labels for, once: every type of entity and event, in every role, with every status, count, date and judgement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

from knowledge_example import actor, event, passage, says, status

from kg.model import (
    ENTITY_TYPES,
    EVENT_TYPES,
    STATUSES,
    Basis,
    Count,
    CountKind,
    Decision,
    Document,
    EventTime,
    Judgement,
    Knowledge,
    PartialDate,
    Toll,
)

_DAY = date(2024, 1, 4)
_TEXT = Document("d", "It happened.", "Title", _DAY, "Herald", "https://herald.example/", "en", _DAY)
_SENTENCE = passage(_TEXT, 0, "happened")
_WHOLE = Toll("event/Killing", "killed", Count(2, 2, "two"), "Reported", None, _DAY, _SENTENCE)
_ROLES = (
    ("agent", "actor/PER"),
    ("agent", "actor/ORG"),
    ("target", "actor/GPE"),
    ("victim", "actor/GRP"),
    ("place", "actor/LOC"),
    ("instrument", "actor/WEA"),
    ("topic", "event/Bombing2"),
)
_KINDS = ("ArmedGroup", "Company", "GovernmentBody", "MediaOrganization", "MilitaryForce", "PoliticalParty")  # known from gazetteers
_RELATIONS = (
    ("actor/PER", "leads", "actor/ORG"),
    ("actor/PER", "memberOf", "actor/ORG"),
    ("actor/FAC", "partOf", "actor/ORG"),
    ("actor/FAC", "locatedIn", "actor/GPE"),
    ("actor/GRP", "affiliatedWith", "actor/GPE"),
    ("actor/PER", "relativeOf", "actor/GRP"),
)

EVERYTHING = Knowledge(
    documents=(_TEXT, replace(_TEXT, id="reprint", publisher="Post", reprint_of=_TEXT.id)),
    actors=(
        *(actor(kind, kind, kind, f"the {kind}") for kind in ENTITY_TYPES if kind != "TIM"),
        *(replace(actor(kind, "ORG", kind), kind=kind, point=(1.5, 2.5)) for kind in _KINDS),
    ),
    events=(*(event(kind, kind, kind, PartialDate("2024", "inferred")) for kind in EVENT_TYPES), event("Bombing2", "Bombing", "other")),
    assertions=(
        *(says(_SENTENCE, f"event/{kind}", role, filler) for kind in EVENT_TYPES for role, filler in _ROLES),
        *(says(_SENTENCE, subject, relation, other) for subject, relation, other in _RELATIONS),
        *(says(_SENTENCE, "event/Bombing2", "agent", "actor/ORG", how, "actor/PER") for how in STATUSES),
        replace(says(_SENTENCE, "event/Bombing2", "target", "actor/GPE", "Claimed", "actor/ORG"), relayed_by=("actor/PER",)),
    ),
    tolls=(
        *(Toll("event/Killing", kind, Count(1, 2, "one or two"), "Claimed", "actor/PER", _DAY, _SENTENCE) for kind in get_args(CountKind)),
        _WHOLE,
        Toll("event/Killing", "killed", Count(1, 1, "one"), "Reported", None, _DAY, _SENTENCE, part_of=_WHOLE, revises=_WHOLE),
    ),
    times=tuple(
        EventTime(f"event/{kind}", PartialDate("2024", basis), "this year", _DAY, "Reported", _SENTENCE)
        for kind, basis in zip(("Killing", "Bombing"), get_args(Basis), strict=True)
    ),
    statuses=(
        *(status(kind, _SENTENCE) for kind in EVENT_TYPES),
        *(status("Bombing2", _SENTENCE, how) for how in STATUSES),
    ),
    decisions=tuple(Decision("event/Bombing", "event/Bombing2", judgement, 0.5, ("the same day",)) for judgement in get_args(Judgement)),
)
