"""Who resigned, was dismissed, appointed or freed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.model import EntityType, EventType, Factuality, Role
from kg.reader.identity.leavers import leavers

if TYPE_CHECKING:
    from kg.model import Span

Said = list[tuple[str, Role, str]]
Told = dict[str, tuple[EventType, list[str | tuple[str, Factuality]]]]
TWO: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", ["Ada Roe"]), "e2": ("PER", ["Bo Tal"])}


def are_apart(text: str, events: Told, arguments: Said, entities: dict[str, tuple[EntityType, list[str]]]) -> bool:
    """Tell whether the first and the last trigger can not be one event."""
    reading = build("a", text, entities=entities, events=events, arguments=arguments)
    types: dict[Span, str] = {m.trigger: event.type for event in reading.events for m in event.mentions}
    facts = {m.trigger: m.factuality for event in reading.events for m in event.mentions}
    marks: list[dict[str, frozenset[str]]] = [{} for _ in types]
    for i, respect, mark in leavers(text, reading.sentences, types, facts, reading.arguments, reading.entities):
        marks[i] |= {respect: mark} if mark else {}
    return any(marks[0][respect].isdisjoint(marks[-1][respect]) for respect in marks[0].keys() & marks[-1].keys())


def two(kind: EventType, one: str, other: str) -> Told:
    return {"v1": (kind, [one]), "v2": (kind, [other])}


@pytest.mark.parametrize(
    ("kind", "role", "text", "apart"),
    [
        ("Resignation", "Agent", "Ada Roe resigned.\nBo Tal stepped down.", True),
        ("Resignation", "Target", "Oz accepted that Ada Roe resigned.\nBo Tal stepped down.", False),  # to whom it was told
        ("Resignation", "Target", "They fired Ada Roe.\nThey dismissed Bo Tal.", True),
        ("Resignation", "Agent", "Ada Roe fired him.\nBo Tal dismissed her.", False),
        ("Resignation", "Agent", "Ada Roe was fired.\nBo Tal was dismissed.", True),
        ("Appointment", "Target", "They appointed Ada Roe.\nThey named Bo Tal.", True),
        ("Appointment", "Target", "The ceremony was Ada Roe's.\nThey named Bo Tal.", False),
        ("Release", "Victim", "They freed Ada Roe.\nThey released Bo Tal.", True),
        ("Arrest", "Target", "They jailed Ada Roe.\nThey seized Bo Tal.", False),
    ],
)
def test_two_who_leave_or_come_are_two_events(kind: EventType, role: Role, text: str, *, apart: bool) -> None:
    words = ("resigned", "stepped down", "fired", "dismissed", "appointed", "named", "ceremony", "freed", "released", "jailed", "seized")
    one, other = (next(word for word in words if word in line) for line in text.split("\n"))
    assert are_apart(text, two(kind, one, other), [(one, role, "Ada Roe"), (other, role, "Bo Tal")], TWO) is apart


@pytest.mark.parametrize(
    ("second", "person", "apart"),
    [
        ("Bo Tal, who resigned, had quit.", "who", True),
        ("Bo Tal and others who resigned had quit.", "who", False),
        ("Bo Tal said he had quit.", "he", True),
        ("Ivo Orr told Bo Tal he had quit.", "he", False),
        ("The minister had quit.", "minister", False),
        ("An MP had quit.", "MP", False),
        ("Foreign Minister had quit.", "Foreign Minister", False),
        ("Roe had quit.", "Roe", False),
    ],
)
def test_only_who_is_named_in_the_clause_is_told_apart(second: str, person: str, *, apart: bool) -> None:
    text = f"Ada Roe resigned.\n{second}"
    own = [name for name in ("Bo Tal", person) if name in second]
    named: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", ["Ada Roe"]), "e2": ("PER", own)}
    if "Ivo Orr" in second:
        named["e3"] = ("PER", ["Ivo Orr"])
    said: Said = [("resigned", "Agent", "Ada Roe"), ("quit", "Agent", person)]
    assert are_apart(text, two("Resignation", "resigned", "quit"), said, named) is apart


@pytest.mark.parametrize(
    ("second", "apart"),
    [
        ("The head of the navy also quit.", True),
        ("The head of the navy quit as well.", True),
        ("The head of the navy quit, too.", True),
        ("The head of the navy quit too late.", False),
        ("The head of the navy quit as well as she could.", False),
        ("Ada Roe|2 also quit.", False),
    ],
)
def test_who_also_resigns_is_another(second: str, *, apart: bool) -> None:
    text = f"Ada Roe resigned.\n{second.replace('|2', '')}"
    named: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", ["Ada Roe", *(["Ada Roe|2"] if "|2" in second else [])])}
    said: Said = [("resigned", "Agent", "Ada Roe"), *([("quit", "Agent", "Ada Roe|2")] if "|2" in second else [])]  # type: ignore[list-item]
    assert are_apart(text, two("Resignation", "resigned", "quit"), said, named) is apart


@pytest.mark.parametrize(
    ("first", "second", "planned", "apart"),
    [
        ("50 hostages", "four captives", True, True),
        ("50 hostages", "50 captives", True, False),
        ("50 hostages", "the captives", True, False),
        ("50 hostages", "four captives", False, False),
    ],
)
def test_those_who_are_to_be_freed_are_not_another_number_that_was(first: str, second: str, planned: bool, *, apart: bool) -> None:  # noqa: FBT001 - a case
    text = f"They will release {first}.\nThey freed {second}."
    events: Told = {"v1": ("Release", [("release", "Planned" if planned else "Fact")]), "v2": ("Release", ["freed"])}
    said: Said = [("release", "Target", first), ("freed", "Target", second)]
    assert are_apart(text, events, said, {"e1": ("GRP", [first]), "e2": ("GRP", [second])}) is apart
