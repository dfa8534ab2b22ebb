"""What tells two events of one article apart: places, numbers of people, and kinds that cannot be one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.model import EntityType, EventType, Role
from kg.reader.identity.incidents import incidents

if TYPE_CHECKING:
    from kg.model import Span

Said = list[tuple[str, Role, str]]


def are_apart(text: str, events: dict[str, EventType], arguments: Said, entities: dict[str, EntityType] | None = None) -> bool:
    """Tell whether the first and the last trigger can not be one event."""
    named: dict[str, tuple[EntityType, list[str]]] = {
        f"e{i}": (kind, [f"{name}|{k + 1}" for k in range(len(re.findall(rf"(?<!South ){name}", text)))])
        for i, (name, kind) in enumerate((entities or {}).items())
    }
    told: dict[str, tuple[EventType, list[str]]] = {f"v{i}": (kind, [word]) for i, (word, kind) in enumerate(events.items())}
    reading = build("a", text, entities=named, events=told, arguments=arguments)
    types: dict[Span, str] = {m.trigger: event.type for event in reading.events for m in event.mentions}
    sentences = [next(i for i, (start, end) in enumerate(reading.sentences) if start <= t.start < end) for t in types]
    marks: list[dict[str, frozenset[str]]] = [{} for _ in types]
    for i, respect, mark in incidents(text, types, sentences, reading.arguments, reading.entities):
        marks[i][respect] = mark
    return any(marks[0][respect].isdisjoint(marks[-1][respect]) for respect in marks[0].keys() & marks[-1].keys())


@pytest.mark.parametrize(
    ("text", "places", "apart"),
    [
        ("A bombing in Ur killed two.\nThe attack in Oz was claimed.", ("Ur", "Oz"), True),
        ("A bombing in Ur killed two.\nThe attack in Ur was claimed.", ("Ur",), False),
        ("A bombing in Ur killed two.\nThe Oz attack was claimed.", ("Ur", "Oz"), True),
        ("A bombing in Ur, a town in Oz, killed two.\nThe attack in Oz was claimed.", ("Ur", "Oz"), False),
        ("A bombing in Ur in Oz killed two.\nThe attack in Oz was claimed.", ("Ur", "Oz"), False),
        ("A bombing in Ur killed two.\nThe attack in Oz was claimed.\nOz's port of Ur is closed.", ("Ur", "Oz"), False),
        ("A bombing in Ur killed two.\nThe attack in Oz province was claimed.", ("Ur", "Oz"), False),
        ("A bombing in Ur killed two.\nThe attack in Oz district was claimed.", ("Ur", "Oz"), False),
        ("A bombing in Houston killed two.\nThe attack in Texas was claimed.", ("Houston", "Texas"), False),
        ("A bombing in Peru killed two.\nThe attack in Chile was claimed.", ("Peru", "Chile"), True),
        ("A bombing in Ur killed two.\nThe attack in Palestine was claimed.", ("Ur", "Palestine"), False),  # any name of a country
        ("A bombing in Kivu killed two.\nThe attack in South Kivu was claimed.", ("Kivu", "South Kivu"), False),
        ("A bombing in Ur killed two.\nThe Turkish attack was claimed.", ("Ur", "Turkish"), False),
        ("A bombing in Ur killed two.\nThe attack was claimed in Oz.", ("Ur", "Oz"), False),
    ],
)
def test_attacks_in_two_towns_are_two_unless_one_may_lie_in_the_other(text: str, places: tuple[str, ...], *, apart: bool) -> None:
    named: dict[str, EntityType] = dict.fromkeys(places, "GPE")
    assert are_apart(text, {"bombing": "Bombing", "attack": "Attack"}, [("bombing", "Place", places[0])], named) is apart


@pytest.mark.parametrize("oz", [[("attacked", "Place", "Oz")], [("shelled", "Target", "Oz")]])
def test_what_an_attack_hit_is_where_it_was(oz: Said) -> None:
    text = f"A bombing in Ur killed two.\nRebels {oz[0][0]} a camp in Oz."
    assert are_apart(text, {"bombing": "Bombing", oz[0][0]: "Attack"}, [("bombing", "Place", "Ur"), *oz], {"Ur": "GPE", "Oz": "GPE"})


def test_whose_soldiers_are_hit_does_not_say_where() -> None:
    text = "Rockets fired at Ur hit it.\nThe attack was aimed at the American base."
    said: Said = [("fired", "Place", "Ur"), ("attack", "Target", "American")]
    assert not are_apart(text, {"fired": "Shooting", "attack": "Attack"}, said, {"Ur": "GPE", "American": "GPE"})


def test_a_killing_is_where_the_attack_of_its_sentence_was() -> None:
    text = "A bomb killed six in Ur.\nRebels attacked a clinic in Oz and shot dead two."
    events: dict[str, EventType] = {"killed": "Killing", "attacked": "Attack", "shot dead": "Killing"}
    places: Said = [("killed", "Place", "Ur"), ("attacked", "Place", "Oz")]
    assert are_apart(text, events, places, {"Ur": "GPE", "Oz": "GPE"})
    assert not are_apart(text, events, places[:1], {"Ur": "GPE", "Oz": "GPE"})


def test_marches_in_two_towns_may_be_one_protest() -> None:
    text = "They marched in Ur.\nThe protest in Oz went on."
    places: Said = [("marched", "Place", "Ur"), ("protest", "Place", "Oz")]
    assert not are_apart(text, {"marched": "Protest", "protest": "Protest"}, places, {"Ur": "GPE", "Oz": "GPE"})


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Arrest", "Release", True),
        ("Kidnapping", "Release", True),
        ("Killing", "Injury", True),
        ("Arrest", "Kidnapping", False),
        ("Attack", "Bombing", False),
        ("Attack", "Killing", False),
    ],
)
def test_a_release_is_no_arrest(one: EventType, other: EventType, *, apart: bool) -> None:
    assert are_apart("They did it.\nIt was done.", {"did": one, "done": other}, []) is apart


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("13 farmers", "seven miners", True),
        ("13 farmers", "12 farmers", False),
        ("four nuns", "the driver", True),
        ("three nuns", "the driver", False),
        ("thousands of nuns", "the driver", False),
        ("13 farmers", "two others", False),
    ],
)
def test_whoever_kills_many_has_not_killed_another_number(first: str, second: str, *, apart: bool) -> None:
    text = f"Rebels murdered {first}.\nTroops killed {second}."
    victims: Said = [("murdered", "Victim", first), ("killed", "Victim", second)]
    named: dict[str, EntityType] = {first: "GRP", second: "PER" if second == "the driver" else "GRP"}
    assert are_apart(text, {"murdered": "Killing", "killed": "Killing"}, victims, named) is apart


@pytest.mark.parametrize("words", ["The toll rose to 80 as", "Among the dead were two nuns whom", "So far"])
def test_a_toll_that_grows_and_a_part_of_the_dead_are_of_one_event(words: str) -> None:
    text = f"Rebels murdered 13 farmers.\n{words} troops killed 60 men."
    victims: Said = [("murdered", "Victim", "13 farmers"), ("killed", "Victim", "60 men")]
    assert not are_apart(text, {"murdered": "Killing", "killed": "Killing"}, victims, {"13 farmers": "GRP", "60 men": "GRP"})


def test_of_several_who_are_told_none_is_the_number_of_all() -> None:
    text = "They mourned five people and Bo.\nTroops killed 60 men."
    victims: Said = [("mourned", "Victim", "five people"), ("mourned", "Victim", "Bo"), ("killed", "Victim", "60 men")]
    named: dict[str, EntityType] = {"five people": "GRP", "Bo": "PER", "60 men": "GRP"}
    assert not are_apart(text, {"mourned": "Killing", "killed": "Killing"}, victims, named)


@pytest.mark.parametrize(
    ("text", "claim", "apart"),
    [
        ("The Front claimed the raid and denied the attack.", [("denied", "Topic", "attack")], True),
        ("The Front claimed the raid but had nothing to do with the attack.", [], True),
        ("The Front claimed the raid after the attack.", [], False),
        ("The Front claimed the raid.\nThe Front denied the attack.", [("denied", "Topic", "attack")], False),  # it may think better of it
    ],
)
def test_who_claims_one_deed_and_denies_another_in_a_sentence_speaks_of_two(text: str, claim: Said, *, apart: bool) -> None:
    events: dict[str, EventType] = {"raid": "Attack", "claimed": "ClaimResponsibility", "attack": "Attack"}
    if claim:
        events = {"raid": "Attack", "claimed": "ClaimResponsibility", "denied": "Denial", "attack": "Attack"}
    assert are_apart(text, events, [("claimed", "Topic", "raid"), *claim]) is apart


@pytest.mark.parametrize(
    ("text", "some", "apart"),
    [
        ("Some 524 people have been killed since May.\nA shell slew 13 people in Oz.", "13 people", True),
        ("Some 524 people had already been killed so far.\nA shell slew 13 people in Oz.", "13 people", True),
        ("Some 524 people have been killed since May.\nA shell slew 400 people in Oz.", "400 people", False),
        ("Some 524 people have been killed since May.\nA shell slew 13 people.", "13 people", False),
        ("At least 524 people were killed on Monday.\nA shell slew 13 people in Oz.", "13 people", False),
    ],
)
def test_all_who_were_killed_since_a_day_are_not_those_of_one_shell(text: str, some: str, *, apart: bool) -> None:
    whole = text.partition(" people")[0] + " people"
    said: Said = [("killed", "Victim", whole), ("slew", "Victim", some)]
    named: dict[str, EntityType] = {whole: "GRP", some: "GRP"}
    if "Oz" in text:
        named["Oz"] = "GPE"
        said.append(("slew", "Place", "Oz"))
    assert are_apart(text, {"killed": "Killing", "slew": "Killing"}, said, named) is apart
