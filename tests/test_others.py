"""Which events are two by the wording, by who did them, and by their verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.model import EntityType, EventType, Role
from kg.reader.identity.others import others

if TYPE_CHECKING:
    from kg.model import Span

Said = list[tuple[str, Role, str]]


def are_apart(
    text: str, events: dict[str, EventType], arguments: Said | None = None, entities: dict[str, tuple[EntityType, list[str]]] | None = None
) -> bool:
    """Tell whether the last two triggers can not be one event."""
    told: dict[str, tuple[EventType, list[str]]] = {f"v{i}": (kind, [word]) for i, (word, kind) in enumerate(events.items())}
    reading = build("a", text, entities=entities, events=told, arguments=arguments or [])
    types: dict[Span, str] = {m.trigger: event.type for event in reading.events for m in event.mentions}
    marks: list[dict[str, frozenset[str]]] = [{} for _ in types]
    for i, respect, mark in others(text, reading.sentences, types, reading.arguments, reading.entities):
        marks[i][respect] = mark
    return any(marks[-2][respect].isdisjoint(marks[-1][respect]) for respect in marks[-2].keys() & marks[-1].keys())


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("A blast hit Oz.\nThe attack was claimed.", False),
        ("A blast hit Oz, the deadliest since a 2004 attack.", True),
        ("A blast hit Oz.\nIt was the worst since the attack in Ur.", True),
        ("A blast hit Oz, eclipsing one in May.\nThe attack was claimed.", False),
        ("A blast hit Oz in revenge for the attack in Ur.", True),
        ("A blast hit Oz.\nTroops left in revenge for the attack.", False),  # which may be the blast
        ("A blast hit Oz.\nTroops left in revenge for an attack.", True),
        ("A blast hit Oz.\nSeparately, gunmen made an attack on Ur.", True),
        ("A blast hit Oz.\nSeparately, the mayor condemned the attack.", False),
    ],
)
def test_what_a_sentence_turns_to_is_another_event(text: str, *, apart: bool) -> None:
    assert are_apart(text, {"blast": "Bombing", "attack": "Attack"}) is apart


def test_what_is_compared_is_not_what_is_told_behind_but_may_be_named_again() -> None:
    text = "Oz was hit by a shelling, the worst since a {} in May.\nThe {} went on."
    shelled: dict[str, EventType] = {"shelling": "Bombing"}
    assert are_apart(text.format("blast", "attack"), shelled | {"blast": "Bombing", "attack": "Attack"})
    assert not are_apart(text.format("blast", "attack").replace("The", "That"), shelled | {"blast": "Bombing", "attack": "Attack"})
    assert not are_apart(text.format("Blast", "blast"), shelled | {"Blast": "Bombing", "blast": "Bombing"})
    assert not are_apart(text.format("blast", "attack"), {"blast": "Bombing", "attack": "Attack"})  # nothing is told that it is not


def test_what_those_did_with_whom_a_meeting_is_compared_is_not_compared() -> None:
    text = "The coup failed.\nIt was akin to a gathering of men who plotted the Coup.\nThe putsch failed."
    assert not are_apart(text, {"coup": "Overthrow", "gathering": "Meeting", "Coup": "Overthrow", "putsch": "Overthrow"})


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("The first blast killed two.\nThe second attack killed six.", True),
        ("The second blast killed two.\nThe second attack killed six.", False),
        ("The first blast killed two.\nIt was the third attack in a week.", False),
        ("The first blast killed two.\nThe attack was claimed.", False),
    ],
)
def test_the_first_is_not_the_second(text: str, *, apart: bool) -> None:
    assert are_apart(text, {"blast": "Bombing", "attack": "Attack"}) is apart


def test_a_war_may_be_the_one_that_the_article_is_about() -> None:
    assert not are_apart("The war goes on.\nIt was the worst raid since the offensive began.", {"war": "War", "offensive": "War"})


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("gunmen", "police", True),
        ("armed militants", "special forces", True),
        ("gunmen", "militants", False),
        ("police", "army", False),
        ("Front", "police", False),
        ("rebel forces", "police", False),
    ],
)
def test_officers_who_act_have_not_done_what_attackers_did(one: str, other: str, *, apart: bool) -> None:
    text = f"The {one} attacked a hall.\nThe {other} stormed it."
    named: dict[str, tuple[EntityType, list[str]]] = {"e1": ("GRP", [one]), "e2": ("GRP", [other])}
    said: Said = [("attacked", "Agent", one), ("stormed", "Agent", other)]
    assert are_apart(text, {"attacked": "Attack", "stormed": "Attack"}, said, named) is apart


@pytest.mark.parametrize(
    ("second", "apart"),
    [
        ([("raid", "Target", "Bo"), ("raid", "Agent", "troops")], True),
        ([("raid", "Target", "Bo")], False),  # neither sentence says who did it to whom
        ([("raid", "Target", "him"), ("raid", "Agent", "troops")], False),
        ([("raid", "Agent", "Bo")], False),
        ([("raid", "Target", "Bo"), ("raid", "Agent", "him")], False),
    ],
)
def test_who_was_hit_did_not_hit_in_that(second: Said, *, apart: bool) -> None:
    text = "An Amir made the attack.\nThe troops made a raid on Bo, him."
    named: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", ["Amir", "Bo", "him"]), "e2": ("GRP", ["troops"])}
    assert are_apart(text, {"attack": "Attack", "raid": "Attack"}, [("attack", "Agent", "Amir"), *second], named) is apart


def test_who_is_struck_back_did_not_strike_himself() -> None:
    text = "Oz killed him in a raid.\nThe Front fired rockets at Oz."
    named: dict[str, tuple[EntityType, list[str]]] = {"e1": ("GPE", ["Oz", "Oz|2"]), "e2": ("ORG", ["Front"])}
    said: Said = [("raid", "Agent", "Oz"), ("fired", "Agent", "Front"), ("fired", "Target", "Oz|2")]
    assert are_apart(text, {"raid": "AirStrike", "fired": "AirStrike"}, said, named)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("sentenced", "acquitted", True),
        ("found guilty", "cleared", True),
        ("convicted", "sentenced", False),
        ("tried", "acquitted", False),
        ("pleaded not guilty", "sentenced", False),
    ],
)
def test_an_acquittal_is_no_conviction(one: str, other: str, *, apart: bool) -> None:
    first = one.removeprefix("pleaded ")
    assert are_apart(f"He was {one} in Oz.\nHe was {other} in Ur.", {first: "Prosecution", other: "Prosecution"}) is apart
