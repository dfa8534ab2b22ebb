"""Whom a deed is blamed on, and what he is no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.reader.sources.attribution import voices
from kg.reader.sources.blame import with_blamed, with_those_behind
from kg.reader.sources.doers import doers

if TYPE_CHECKING:
    from kg.model import EntityType, Role


@pytest.mark.parametrize(
    ("text", "others", "blamed"),
    [
        ("The mayor blamed the raid on rebels.", [], "rebels"),
        ("The raid was blamed on rebels.", [], "rebels"),
        ("The mayor blamed the raid on the town on the rebels.", ["town"], "rebels"),
        ("The mayor blamed the raid on Monday on northern rebels.", [], "rebels"),
        ("The mayor blamed the union for the raid on rebels.", ["rebels"], "union"),
        ("The mayor, who was blamed, spoke of the raid on rebels.", ["rebels"], None),
    ],
)
def test_behind_a_deed_that_is_blamed_on_names_who_is_blamed(text: str, others: list[str], blamed: str | None) -> None:
    everybody: dict[str, tuple[EntityType, list[str]]] = {
        "e1": ("PER", ["mayor"]),
        "e2": ("GRP", ["rebels"]),
        "e3": ("GPE", ["town"]),
        "e4": ("ORG", ["union"]),
    }
    entities = {key: entity for key, entity in everybody.items() if entity[1][0] in text}
    given: list[tuple[str, Role, str]] = [("blamed", "Topic", "raid"), ("raid", "Target", "rebels"), ("blamed", "Target", "town")]
    if blamed == "union":
        given.append(("blamed", "Target", "union"))
    if "town" in text:
        given.append(("raid", "Target", "town"))
    reading = build(
        "a",
        text,
        entities=entities,
        events={"v1": ("Accusation", ["blamed"]), "v2": ("Attack", ["raid"])},
        arguments=[one for one in given if one[2] in text],
    )
    types = {m.span: m.type for e in reading.entities for m in e.mentions} | {m.trigger: e.type for e in reading.events for m in e.mentions}
    found = [(a.trigger.text, a.role, a.filler.text) for a in with_blamed(text, reading.arguments, types)]
    targets = [("raid", "Target", one) for one in others]
    assert sorted(found) == sorted([("blamed", "Topic", "raid"), *targets, *([("blamed", "Target", blamed)] if blamed else [])])


def test_a_coup_is_blamed_on_somebody_too() -> None:
    text = "The mayor blamed the coup on the guards."
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), "e2": ("GRP", ["guards"])},
        events={"v1": ("Accusation", ["blamed"]), "v2": ("Overthrow", ["coup"])},
        arguments=[("blamed", "Agent", "mayor"), ("blamed", "Topic", "coup"), ("coup", "Target", "guards")],
    )
    types = {m.span: m.type for e in reading.entities for m in e.mentions} | {m.trigger: e.type for e in reading.events for m in e.mentions}
    found = [(a.trigger.text, a.role, a.filler.text) for a in with_blamed(text, reading.arguments, types)]
    assert found == [("blamed", "Agent", "mayor"), ("blamed", "Topic", "coup"), ("blamed", "Target", "guards")]


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("The mayor said that rebels were behind the deadly raid.", ["rebels"]),
        ("The mayor said the union and rebels were responsible for the raid.", ["union", "rebels"]),
        ("The rebels have carried out a raid.", ["rebels"]),
        ("The mayor said that rebels were not behind the raid.", []),
        ("The mayor denied that rebels were behind the raid.", []),
        ("Nobody knows whether rebels were behind the raid.", []),
        ("The rebels were behind the town hall after the raid.", []),
        ("The mayor was responsible for towns in the raid.", []),
    ],
)
def test_who_was_behind_a_deed_is_its_agent(text: str, agents: list[str]) -> None:
    everybody: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", ["mayor"]), "e2": ("GRP", ["rebels"]), "e3": ("ORG", ["union"])}
    entities = {key: entity for key, entity in everybody.items() if entity[1][0] in text}
    reading = build("a", text, entities=entities, events={"v1": ("Attack", ["raid"])})
    types = {m.span: m.type for e in reading.entities for m in e.mentions} | {m.trigger: e.type for e in reading.events for m in e.mentions}
    found = with_those_behind(text, reading.sentences, reading.arguments, types)
    assert sorted(a.filler.text for a in found) == sorted(agents)
    assert all((a.trigger.text, a.role) == ("raid", "Agent") for a in found)


@pytest.mark.parametrize(
    ("text", "doer", "status"),
    [
        ("The mayor said that rebels were behind the raid.", "rebels", "Accused"),
        ("The mayor said that rebels, the union and old friends were behind the raid.", "rebels", "Accused"),
        ("The mayor said that rebels led the raid.", "rebels", None),
        ("The mayor said that he was behind the raid.", "he", "Claimed"),
    ],
)
def test_who_says_that_others_were_behind_a_deed_accuses_them(text: str, doer: str, status: str | None) -> None:
    everybody: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", ["mayor", *(["he|2"] if doer == "he" else [])])}
    if doer != "he":
        everybody["e2"] = ("GRP", [doer])
    reading = build(
        "a",
        text,
        entities=everybody,
        events={"v1": ("Attack", ["raid"])},
        arguments=[("raid", "Source", "mayor"), ("raid", "Agent", "he|2" if doer == "he" else doer)],
    )
    voice = doers(voices(reading)).of_argument(reading.arguments[1])
    assert voice is not None
    assert (voice.source and voice.source.text, voice.status) == ("mayor", status)


def test_who_says_that_he_did_it_is_no_mere_source() -> None:
    text = "The union said it was behind the raid."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["union", "it"])},
        events={"v1": ("Attack", ["raid"])},
        arguments=[("raid", "Source", "union"), ("raid", "Source", "it")],
    )
    types = {m.span: m.type for e in reading.entities for m in e.mentions} | {m.trigger: e.type for e in reading.events for m in e.mentions}
    found = with_those_behind(text, reading.sentences, reading.arguments, types)
    assert [(a.role, a.filler.text) for a in found] == [("Source", "union"), ("Agent", "it")]
