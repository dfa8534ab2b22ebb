"""What "and" joins has one part in an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, types_of

from kg.model import EntityType, Role
from kg.reader.events.conjuncts import with_conjuncts

if TYPE_CHECKING:
    from kg.model import EventType

Said = list[tuple[str, Role, str]]


def told(text: str, event: tuple[str, EventType], entities: dict[str, EntityType], arguments: Said) -> Said:
    named: dict[str, tuple[EntityType, list[str]]] = {f"e{i}": (kind, [name]) for i, (name, kind) in enumerate(entities.items())}
    reading = build("a", text, entities=named, events={"v": (event[1], [event[0]])}, arguments=arguments)
    types = types_of(reading)
    found = with_conjuncts(text, reading.sentences, reading.arguments, types)
    return [(a.trigger.text, a.role, a.filler.text) for a in sorted(found, key=lambda a: a.filler)]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Ada Roe, Bo Lund and Cy Mo condemned it.", "Bo Lund"),
        ("President Ada Roe, Mr. Bo Lund and Prime Minister Cy Mo have condemned it.", "Cy Mo"),
        ("Police said that Ada Roe, Bo Lund (32), and Cy Mo, a singer, condemned it.", "Ada Roe"),
        ("They condemned Ada Roe, Bo Lund and his brother Cy Mo on Monday.", "Ada Roe"),
        ("They condemned police chief Ada Roe, Bo Lund as well as Cy Mo.", "Ada Roe"),
    ],
)
def test_names_in_a_list_have_one_part(text: str, given: str) -> None:
    people: dict[str, EntityType] = dict.fromkeys(("Ada Roe", "Bo Lund", "Cy Mo"), "PER")
    role: Role = "Target" if text.startswith("They") else "Agent"
    found = told(text, ("condemned", "Condemnation"), people, [("condemned", role, given)])
    assert found == [("condemned", role, name) for name in people]


@pytest.mark.parametrize(
    "text",
    [
        "After talks with Ada Roe and Bo Lund condemned it.",  # where no clause begins the list may be another's
        "They condemned Ada Roe, and Bo Lund left.",
        "They condemned Ada Roe and Bo Lund said so.",
        "They condemned Ada Roe and Bo Lund's wife.",
        "They condemned Ada Roe and Bo Lund officials.",
        "They condemned Ada Roe or Bo Lund.",
        "They condemned Ada Roe and met Bo Lund.",
        "Ada Roe and Bo Lund met; others condemned it.",
    ],
)
def test_who_only_stands_near_has_no_part(text: str) -> None:
    given = "Bo Lund" if text.startswith("After") else "Ada Roe"
    people: dict[str, EntityType] = {"Ada Roe": "PER", "Bo Lund": "PER"}
    assert told(text, ("condemned", "Condemnation"), people, [("condemned", "Agent", given)]) == [("condemned", "Agent", given)]


def test_a_minister_is_named_behind_his_title() -> None:
    text = "Ada Roe and her foreign minister, Bo Lund, condemned it."
    people: dict[str, EntityType] = {"Ada Roe": "PER", "Bo Lund": "PER"}
    expected = [("condemned", "Agent", "Ada Roe"), ("condemned", "Agent", "Bo Lund")]
    assert told(text, ("condemned", "Condemnation"), people, [("condemned", "Agent", "Bo Lund")]) == expected
    described = told(text, ("condemned", "Condemnation"), people | {"foreign minister": "PER"}, [("condemned", "Agent", "Bo Lund")])
    assert described == expected


def test_titles_may_have_a_word_before_them() -> None:
    text = "The pro-western president, Ada Roe, and the caretaker prime minister, Bo Lund, condemned it."
    found = told(text, ("condemned", "Condemnation"), {"Ada Roe": "PER", "Bo Lund": "PER"}, [("condemned", "Agent", "Bo Lund")])
    assert found == [("condemned", "Agent", "Ada Roe"), ("condemned", "Agent", "Bo Lund")]


def test_a_name_of_another_kind_and_a_place_beside_a_body_get_no_part() -> None:
    text = "Raids in Ur, Ansar and Io went on."
    places: dict[str, EntityType] = {"Ur": "GPE", "Ansar": "ORG", "Io": "GPE"}
    assert told(text, ("Raids", "Attack"), places, [("Raids", "Place", "Ur")]) == [("Raids", "Place", "Ur")]
    text = "Raids in Ur, Ansar and Io."
    assert told(text, ("Raids", "Attack"), places, [("Raids", "Place", "Ur")]) == [("Raids", "Place", "Ur"), ("Raids", "Place", "Io")]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("He was accused by residents and groups of theft.", True),
        ("He was widely accused by residents and groups.", True),
        ("They accused residents and groups.", False),  # no preposition: one may be the subject of what follows
    ],
)
def test_those_behind_one_preposition_have_one_part(text: str, *, is_one: bool) -> None:
    arguments: Said = [("accused", "Agent", "residents"), ("accused", "Target", "groups")]
    found = told(text, ("accused", "Accusation"), {"residents": "GRP", "groups": "GRP"}, arguments)
    assert found == [arguments[0], ("accused", "Agent" if is_one else "Target", "groups")]


def test_the_odd_one_of_three_has_the_part_of_the_others_and_two_behind_a_comma_are_no_list() -> None:
    kinds: dict[str, EntityType] = {"Ur": "GPE", "Jos": "PER", "Io": "GPE"}
    arguments: Said = [("Raids", "Place", "Ur"), ("Raids", "Agent", "Jos"), ("Raids", "Place", "Io")]
    assert told("Raids in Ur, Jos and Io killed ten.", ("Raids", "Attack"), kinds, arguments)[1] == ("Raids", "Place", "Jos")
    arguments[2] = ("Raids", "Agent", "Io")
    assert told("After Raids in Ur, Jos and Io left.", ("Raids", "Attack"), kinds, arguments) == arguments
