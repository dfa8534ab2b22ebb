"""What two do to each other, both do and both suffer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, types_of

from kg.model import Role
from kg.reader.events.mutual import with_each_other

if TYPE_CHECKING:
    from kg.model import EntityType, EventType

Said = list[tuple[Role, str]]


def told(text: str, event: tuple[str, EventType], parts: Said) -> set[tuple[Role, str]]:
    named: dict[str, tuple[EntityType, list[str]]] = {f"e{i}": ("GPE", [name]) for i, (_, name) in enumerate(parts)}
    arguments: list[tuple[str, Role, str]] = [(event[0], role, name) for role, name in parts]
    reading = build("a", text, entities=named, events={"v": (event[1], [event[0]])}, arguments=arguments)
    types = types_of(reading)
    return {(a.role, a.filler.text) for a in with_each_other(text, reading.arguments, types)}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Oz and Ur accused each other of lies.", [("Agent", "Oz"), ("Agent", "Ur")]),
        ("Oz and its neighbour Ur accused each other of lies.", [("Agent", "Oz"), ("Target", "Ur")]),
        ("Oz and the Ur have repeatedly accused one another of lies.", [("Target", "Oz"), ("Target", "Ur"), ("Target", "one another")]),
    ],
)
def test_who_accuse_each_other_accuse_and_are_accused(text: str, parts: Said) -> None:
    both: set[tuple[Role, str]] = {("Agent", "Oz"), ("Agent", "Ur"), ("Target", "Oz"), ("Target", "Ur")}
    neighbour = "neighbour" in text  # a description between them is no list
    assert told(text, ("accused", "Accusation"), parts) == (set(parts) if neighbour else both)


@pytest.mark.parametrize(
    "text", ["Oz and Ur accused Io.", "Oz, which met Ur, accused each other.", "Oz said that Ur and Io accused each other."]
)
def test_others_have_their_sides(text: str) -> None:
    parts: Said = [("Agent", "Oz"), ("Target", "Ur")]
    assert told(text, ("accused", "Accusation"), parts) == set(parts)


def test_who_meet_or_fight_each_other_are_agents_and_each_other_is_nobody() -> None:
    parts: Said = [("Agent", "Oz"), ("Agent", "Ur"), ("Agent", "each other")]
    assert told("Oz and Ur fought each other.", ("fought", "Clash"), parts) == set(parts[:2])
