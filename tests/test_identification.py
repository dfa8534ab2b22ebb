from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, span

from kg.reader.events.identification import (
    identified_arguments,
    targeted_arguments,
    with_places_of_claims,
    without_agents_who_are_targets,
    without_times_of_others,
)

if TYPE_CHECKING:
    from kg.model import EntityType, Role

Entities = dict[str, tuple["EntityType", list[str]]]


def added(text: str, entities: Entities, arguments: list[tuple[str, Role, str]]) -> set[tuple[str, str, str]]:
    triggers = sorted({trigger for trigger, _, _ in arguments})
    reading = build("a", text, entities=entities, events={f"v{k}": ("Attack", [t]) for k, t in enumerate(triggers)}, arguments=arguments)
    found = identified_arguments(reading.document.text, reading.sentences, reading.entities, reading.arguments)
    return {(a.trigger.text, a.role, a.filler.text) for a in found}


@pytest.mark.parametrize(
    "text",
    [
        "The statement identified the attackers as Ada Roe and Bo Lund, saying that they carried out the raid.",
        "Police named the attackers as Ada Roe, Bo Lund after they carried out the raid.",
        "The attackers were later identified by the police as Mr Ada Roe and Mrs Bo Lund; they carried out the raid.",
    ],
)
def test_what_the_attackers_did_the_named_ones_did(text: str) -> None:
    entities: Entities = {"e1": ("GRP", ["attackers", "they"]), "e2": ("PER", ["Ada Roe"]), "e3": ("PER", ["Bo Lund"])}
    assert added(text, entities, [("raid", "Agent", "they")]) == {("raid", "Agent", "Ada Roe"), ("raid", "Agent", "Bo Lund")}


@pytest.mark.parametrize(
    "text",
    [
        "The attackers met Ada Roe as they planned the raid.",
        "Ada Roe identified the attackers.\nAs a witness, Bo Lund saw the raid.",
        "They named the attackers as cowards, said Ada Roe of the raid.",
    ],
)
def test_who_is_only_mentioned_beside_them_did_nothing(text: str) -> None:
    people: Entities = {f"e{k}": ("PER", [name]) for k, name in enumerate(("Ada Roe", "Bo Lund"), start=2) if name in text}
    assert added(text, {"e1": ("GRP", ["attackers"]), **people}, [("raid", "Agent", "attackers")]) == set()


def test_only_what_happens_in_that_sentence_is_taken_over_and_nothing_twice() -> None:
    text = "The attackers fled after the raid.\nPolice identified the attackers as Ada Roe, who led the ambush."
    entities: Entities = {"e1": ("GRP", ["attackers", "attackers|2"]), "e2": ("PER", ["Ada Roe"])}
    arguments: list[tuple[str, Role, str]] = [("raid", "Agent", "attackers"), ("ambush", "Agent", "attackers|2")]
    assert added(text, entities, arguments) == {("ambush", "Agent", "Ada Roe")}
    assert added(text, entities, [*arguments, ("ambush", "Target", "Ada Roe")]) == set()


@pytest.mark.parametrize(
    ("claim", "agent", "role"),
    [("ClaimResponsibility", "Oz", "Place"), ("ClaimResponsibility", "gunmen", "Agent"), ("Condemnation", "Oz", "Agent")],
)
def test_what_stands_before_a_claimed_event_is_where_it_was(claim: str, agent: str, role: Role) -> None:
    text = f"The Front claims the {agent} bombings."
    reading = build(
        "a",
        text,
        arguments=[("claims", "Agent", "The Front"), ("claims", "Topic", "bombings"), ("bombings", "Agent", agent)],
    )
    types = {"claims": claim, "bombings": "Bombing", "The Front": "ORG", "Oz": "GPE", "gunmen": "GRP"}
    spans = {one: types[one.text] for a in reading.arguments for one in (a.trigger, a.filler)}
    found = with_places_of_claims(reading.arguments, spans)
    assert [(a.role, a.filler.text) for a in found] == [("Agent", "The Front"), ("Topic", "bombings"), (role, agent)]


@pytest.mark.parametrize(
    ("text", "target", "agents"),
    [
        ("The mayor spoke, and the union accused him.", "him", ["union"]),
        ("The mayor and the union accused himself.", "himself", ["mayor", "union"]),
        ("The mayor said the union accused Oz.", "Oz", ["mayor", "union"]),
    ],
)
def test_whom_somebody_else_accuses_does_not_accuse_himself(text: str, target: str, agents: list[str]) -> None:
    own = ["mayor"] if target == "Oz" else ["mayor", target]
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", own), "e2": ("ORG", ["union"])},
        arguments=[("accused", "Agent", "mayor"), ("accused", "Agent", "union"), ("accused", "Target", target)],
    )
    found = without_agents_who_are_targets(reading.entities, reading.arguments)
    assert [a.filler.text for a in found if a.role == "Agent"] == agents


def test_who_alone_does_something_to_him_stays_who_does_it() -> None:
    entities: Entities = {"e1": ("PER", ["mayor", "him"])}
    arguments: list[tuple[str, Role, str]] = [("cost", "Agent", "mayor"), ("cost", "Target", "him")]
    reading = build("a", "What the mayor did cost him his office.", entities=entities, arguments=arguments)
    assert without_agents_who_are_targets(reading.entities, reading.arguments) == list(reading.arguments)


def test_a_country_that_claims_its_own_strike_stays_who_did_it() -> None:
    reading = build(
        "a", "Oz claimed the strike.", arguments=[("claimed", "Agent", "Oz"), ("claimed", "Topic", "strike"), ("strike", "Agent", "Oz")]
    )
    types = {a.trigger: "ClaimResponsibility" for a in reading.arguments[:2]} | {a.filler: "GPE" for a in reading.arguments[:1]}
    assert with_places_of_claims(reading.arguments, types) == list(reading.arguments)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Two blasts in Oz on Monday, targeting a large march for the army.", "march"),
        ("The blasts were aimed at the army in Oz, not at the march.", "army"),
        ("A march in Oz: blasts targeting people of whom nobody knows why they are in the army.", None),
        ("The army, targeting the march, spoke of blasts.", None),
        ("There were blasts in Oz.\nThe army spoke of targeting the march.", None),
    ],
)
def test_what_an_attack_is_aimed_at_is_its_target(text: str, target: str | None) -> None:
    types = {"blasts": "Bombing", "march": "Protest", "army": "ORG", "Oz": "GPE"}
    spans = {span(text, word): kind for word, kind in types.items() if word in text}
    found = list(targeted_arguments(text, build("a", text).sentences, [], spans))
    assert [(a.trigger.text, a.role, a.filler.text) for a in found] == ([("blasts", "Target", target)] if target else [])
    assert list(targeted_arguments(text, build("a", text).sentences, found, spans)) == []


def test_targeting_that_is_itself_an_event_has_its_own_target() -> None:
    text = "After the blasts, targeting the march was worse."
    spans = {span(text, "blasts"): "Bombing", span(text, "targeting"): "Attack", span(text, "march"): "Protest"}
    assert list(targeted_arguments(text, [(0, len(text))], [], spans)) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("He was arrested in October, a year before they killed him.", ["arrested"]),
        ("They killed him after he was arrested in October.", ["arrested"]),
        ("He was arrested and they killed him in October.", ["arrested", "killed"]),
        ("They killed him in retaliation for those arrested in October.", ["arrested"]),
        ("They killed him to avenge those arrested in October.", ["arrested"]),
    ],
)
def test_a_time_beyond_a_before_is_that_of_the_other_event(text: str, kept: list[str]) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("TIM", ["October"])},
        events={"v1": ("Arrest", ["arrested"]), "v2": ("Killing", ["killed"])},
        arguments=[("arrested", "Time", "October"), ("killed", "Time", "October")],
    )
    found = without_times_of_others(text, reading.arguments)
    assert sorted(argument.trigger.text for argument in found) == kept


def test_a_time_that_no_other_event_has_stays_beyond_a_since() -> None:
    text = "They killed him since October."
    reading = build(
        "a", text, entities={"e1": ("TIM", ["October"])}, events={"v1": ("Killing", ["killed"])}, arguments=[("killed", "Time", "October")]
    )
    assert without_times_of_others(text, reading.arguments) == list(reading.arguments)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("The group said on Thursday that its men had bombed a march.", False),
        ("The group said in a statement on Thursday that its men had bombed a march.", False),
        ("The minister told reporters on Thursday they bombed a march.", False),
        ("Two men bombed a march on Thursday, the group said.", True),
        ("The group said that on Thursday its men bombed a march.", True),
        ("The group said its men had gone there on Thursday and bombed a march.", True),
    ],
)
def test_when_something_is_said_is_not_when_it_happened(text: str, *, is_kept: bool) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("TIM", ["Thursday"])},
        events={"v1": ("Bombing", ["bombed"])},
        arguments=[("bombed", "Time", "Thursday")],
    )
    assert without_times_of_others(text, reading.arguments) == (list(reading.arguments) if is_kept else [])


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("It was the seventh coup in the region since 2020.", False),
        ("It was the deadliest coup since 2020.", False),
        ("The coup was the 7th of its kind since 2020.", False),
        ("It would be the eighth country to see a coup since 2020.", False),
        ("It was the seventh coup in the region in 2020.", True),
        ("The seventh envoy came. The president has lived abroad since the coup in 2020.", True),
        ("He has ruled by coup since 2020.", True),
    ],
)
def test_one_of_several_since_a_year_is_not_of_that_year(text: str, *, is_kept: bool) -> None:
    reading = build(
        "a", text, entities={"e1": ("TIM", ["2020"])}, events={"v1": ("Overthrow", ["coup"])}, arguments=[("coup", "Time", "2020")]
    )
    assert without_times_of_others(text, reading.arguments) == (list(reading.arguments) if is_kept else [])
