"""When and where people were harmed, as a sentence says it of what harmed them, or the other way round."""

from __future__ import annotations

import pytest
from reading_builder import build, types_of

from kg.model import EntityType, EventType, Role
from kg.reader.events.harms import with_times_and_places_of_causes

KINDS: dict[str, EventType] = {
    "killed": "Killing",
    "killing": "Killing",
    "died": "Killing",
    "dead": "Killing",
    "wounding": "Injury",
    "injured": "Injury",
    "crashed": "Disaster",
    "attacked": "Attack",
    "attack": "Attack",
    "exploded": "Bombing",
    "protest": "Protest",
}
WHEN: dict[str, EntityType] = {
    "three decades": "TIM",
    "Friday": "TIM",
    "May": "TIM",
    "Monday": "TIM",
    "Ur": "GPE",
    "Oz": "GPE",
    "hospital": "FAC",
}


def added(text: str, *said: tuple[str, Role, str]) -> list[tuple[str, Role, str]]:
    events = [word for word in KINDS if word in text.replace("killings", "") and not (word == "attack" and "attacked" in text)]
    reading = build(
        "a",
        text,
        entities={word: (kind, [word]) for word, kind in WHEN.items() if word in text},
        events={f"v{i}": (KINDS[word], [word]) for i, word in enumerate(events)},
        arguments=said,
    )
    types = types_of(reading)
    found = with_times_and_places_of_causes(text, reading.sentences, reading.arguments, types)
    assert tuple(found[: len(said)]) == reading.arguments
    return [(a.trigger.text, a.role, a.filler.text) for a in found[len(said) :]]


@pytest.mark.parametrize(
    ("text", "harm", "cause"),
    [
        ("Six were killed when their plane crashed on Friday.", "killed", "crashed"),
        ("Six were injured as rebels attacked a bus on Friday.", "injured", "attacked"),
        ("Six died after their bus crashed on Friday.", "died", "crashed"),
        ("Rebels attacked a bus on Friday, killing six.", "killing", "attacked"),
        ("Rebels attacked a bus on Friday, killing six and wounding two.", "wounding", "attacked"),
        ("A bomb exploded on Friday, leaving six dead.", "dead", "exploded"),
    ],
)
def test_the_harmed_have_the_time_of_what_harmed_them(text: str, harm: str, cause: str) -> None:
    assert (harm, "Time", "Friday") in added(text, (cause, "Time", "Friday"))


def test_what_is_the_means_shares_time_and_place() -> None:
    said: list[tuple[str, Role, str]] = [("killed", "Instrument", "attack"), ("attack", "Place", "Ur"), ("killed", "Time", "Friday")]
    assert added("Six were killed on Friday in an attack in Ur.", *said) == [("attack", "Time", "Friday"), ("killed", "Place", "Ur")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Six were killed on Monday when a bus crashed on Friday.", [("killed", "Time", "Monday"), ("crashed", "Time", "Friday")]),
        ("He died after a bus crashed in May.", [("crashed", "Time", "May")]),
        ("Six were killed and a bus crashed on Friday.", [("crashed", "Time", "Friday")]),
        ("Six were killed when the man who attacked a bus on Friday fled.", [("attacked", "Time", "Friday")]),
        ("Rebels attacked a bus on Friday, and six were killed in Oz.", [("attacked", "Time", "Friday"), ("killed", "Place", "Oz")]),
        ("Six were killed when a protest began on Friday.", [("protest", "Time", "Friday")]),
        ("He died in hospital when a bomb exploded.", [("died", "Place", "hospital")]),
        ("Six were killed on Friday after a bomb exploded.", [("killed", "Time", "Friday")]),
        ("A bomb exploded on Friday. Six were killed.", [("exploded", "Time", "Friday")]),
    ],
)
def test_nothing_is_shared_beyond_another_clause(text: str, said: list[tuple[str, Role, str]]) -> None:
    assert added(text.replace(". ", ".\n"), *said) == []


def test_a_time_that_another_event_stands_before_or_that_only_lasts_is_not_shared() -> None:
    means: tuple[str, Role, str] = ("killed", "Instrument", "attack")
    told: list[tuple[str, Role, str]] = [means, ("attack", "Time", "Friday"), ("protest", "Time", "Friday")]
    assert added("Six killed in an attack were mourned by a protest on Friday.", *told) == []
    assert added("Six were killed in an attack on Friday, and a protest began.", *told[:2]) == [("killed", "Time", "Friday")]
    assert added("Six were killed in the worst attack in three decades.", means, ("attack", "Time", "three decades")) == []


def test_what_both_have_already_is_not_given_again() -> None:
    told: list[tuple[str, Role, str]] = [("killed", "Instrument", "attack"), ("attack", "Time", "Friday"), ("killed", "Time", "Friday")]
    assert added("Six were killed and a protest over an attack ended on Friday.", *told, ("protest", "Time", "Friday")) == []


def test_what_somebody_beside_the_means_did_has_another_time() -> None:
    said: list[tuple[str, Role, str]] = [("killed", "Instrument", "attack"), ("killed", "Time", "May")]
    assert added("The attack was aimed at the Front, the group that killed six in May.", *said) == []
    assert added("It was an attack that killed six in May.", *said) == [("attack", "Time", "May")]


def test_another_harm_before_a_time_parts_it_from_nothing() -> None:
    said: list[tuple[str, Role, str]] = [("injured", "Time", "Friday"), ("killed", "Time", "Friday")]
    text = "On Friday six were killed, and two were injured when a bomb exploded."
    assert added(text, *said) == [("exploded", "Time", "Friday")]
