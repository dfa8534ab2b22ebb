"""Who makes a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.reader.sources.speakers import with_subjects

if TYPE_CHECKING:
    from kg.model import EntityType, EventType, Role

ACTORS: tuple[tuple[str, EntityType], ...] = (
    ("Mayor Ann Roe", "PER"),
    ("doctor", "PER"),
    ("union", "ORG"),
    ("front", "GRP"),
    ("Northern", "GPE"),
    ("guards", "GRP"),
    ("spokesman", "PER"),
)


def roles(text: str, verb: str, said: list[tuple[str, Role, str]]) -> list[tuple[str, str]]:
    kind: EventType = "Denial" if verb in {"denied", "deny", "rejected"} else "Accusation"
    entities = {f"e{k}": (kind_, [name]) for k, (name, kind_) in enumerate(ACTORS) if name in text}
    events: dict[str, tuple[EventType, list[str]]] = {"v1": (kind, [verb])}
    reading = build("a", text, entities=entities, events=events, arguments=said)
    types = {m.span: m.type for e in reading.entities for m in e.mentions} | {m.trigger: e.type for e in reading.events for m in e.mentions}
    found = with_subjects(text, reading.sentences, reading.arguments, types)
    return sorted((a.role, a.filler.text) for a in found)


@pytest.mark.parametrize(
    ("text", "verb", "agents"),
    [
        ("Mayor Ann Roe, a former doctor, denied it.", "denied", ["Mayor Ann Roe"]),
        ("Mayor Ann Roe has on Monday repeatedly denied it.", "denied", ["Mayor Ann Roe"]),
        ("The front blamed the union, which denied it.", "denied", ["union"]),
        ("Mayor Ann Roe fled; the front and the union deny this.", "deny", ["front", "union"]),
        ("The front, the union and the Northern guards denied it.", "denied", ["front", "guards", "union"]),
        ("A spokesman for the union rejected the claim.", "rejected", ["spokesman"]),
        ("It burnt. The union accused the front.", "accused", ["union"]),
        ("The guards shot the front and the union denied it.", "denied", ["union"]),  # the front is no subject
    ],
)
def test_the_subject_makes_the_statement(text: str, verb: str, agents: list[str]) -> None:
    assert roles(text, verb, []) == [("Agent", one) for one in agents]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("The union was accused by nobody.", "accused"),
        ("The union was blamed.", "blamed"),
        ("After the union fled, it denied all.", "denied"),
        ("The union, long a friend of those accused of arson, left.", "accused"),
        ("The raid on the union denied sleep to many.", "raid"),
        ("The guards, in breach of the law, denied a lawyer.", "denied"),
    ],
)
def test_who_is_no_subject_makes_no_statement(text: str, verb: str) -> None:
    assert roles(text, verb, []) == []


def test_those_whom_and_joins_to_a_known_subject_make_it_too() -> None:
    assert roles("The front and the union denied it.", "denied", [("denied", "Agent", "union")]) == [("Agent", "front"), ("Agent", "union")]
    known: list[tuple[str, Role, str]] = [("denied", "Agent", "doctor")]
    assert roles("The union denied it, the doctor said.", "denied", known) == [("Agent", "doctor")]


@pytest.mark.parametrize(
    ("text", "verb", "after"),
    [
        ("The front, blamed for a raid on the union, fled.", "blamed", [("Target", "front")]),
        ("The front has been accused of a raid on the union.", "accused", [("Target", "front")]),
        ("The front accused the union of a raid.", "accused", [("Agent", "front"), ("Target", "union")]),
        ("The union, whom the front accused of a raid, fled.", "accused", [("Agent", "front"), ("Target", "union")]),
        ("A raid that the front blamed on the union shook Oz.", "blamed", [("Agent", "front"), ("Target", "union")]),
    ],
)
def test_who_is_accused_of_something_does_not_accuse(text: str, verb: str, after: list[tuple[str, str]]) -> None:
    assert roles(text, verb, [(verb, "Agent", "front"), (verb, "Target", "union")]) == after
