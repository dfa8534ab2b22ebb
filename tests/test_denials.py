"""What is denied, where the sentence itself does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.reader.events.denials import (
    denied_arguments,
    denied_parts,
    with_deniers_as_speakers,
    without_accusers_who_deny,
    without_nobody,
    without_topics_of_others,
)
from kg.reader.sources.attribution import voices
from kg.reader.sources.doers import doers

if TYPE_CHECKING:
    from kg.model import EntityType, EventType, Reading, Role, Span

ENTITIES: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", ["mayor"]), "e2": ("ORG", ["union"])}
ACCUSED = "The mayor accused a union of the arson."


def topics(text: str, events: dict[str, tuple[EventType, list[str]]], arguments: list[tuple[str, Role, str]]) -> list[tuple[str, str]]:
    entities = {
        key: (kind, [name, *([f"{name}|2"] if text.count(name) > 1 else [])]) for key, (kind, (name,)) in ENTITIES.items() if name in text
    }
    reading = build("a", text, entities=entities, events=events, arguments=arguments)
    found = list(denied_arguments(text, reading.sentences, reading.entities, reading.events, reading.arguments))
    assert all(argument.role == "Topic" for argument in found)
    return [(a.trigger.text, a.filler.text) for a in found]


@pytest.mark.parametrize(
    "denial",
    [
        "The union denied any involvement.",
        "The union rejected the accusation.",
        "The union denied it.",
        "The union denied having any part in this.",
        "The union denied doing so.",
        "The union denied fraud.",
    ],
)
def test_a_denial_is_of_what_its_actor_was_accused_of(denial: str) -> None:
    word = "rejected" if "rejected" in denial else "denied"
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Accusation", ["accused"]),
        "v2": ("Attack", ["arson"]),
        "v3": ("Denial", [word]),
    }
    arguments: list[tuple[str, Role, str]] = [
        *(("accused", "Agent", "mayor"), ("accused", "Target", "union"), ("accused", "Topic", "arson")),
        (word, "Agent", "union|2"),
    ]
    assert topics(f"{ACCUSED}\n{denial}", events, arguments) == [(word, "arson")]


def test_who_was_charged_denies_what_he_was_charged_with() -> None:
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Prosecution", ["charged"]),
        "v2": ("Attack", ["arson"]),
        "v3": ("Denial", ["denied"]),
    }
    text = "The mayor was charged with arson.\nThe mayor denied guilt."
    arguments: list[tuple[str, Role, str]] = [
        *(("charged", "Target", "mayor"), ("charged", "Topic", "arson")),
        ("denied", "Agent", "mayor|2"),
    ]
    assert topics(text, events, arguments) == [("denied", "arson")]


def test_without_an_accusation_it_is_of_the_violence_that_the_actor_is_said_to_have_done() -> None:
    events: dict[str, tuple[EventType, list[str]]] = {"v2": ("Attack", ["arson"]), "v3": ("Denial", ["denied"])}
    text = "The arson was the work of the union.\nThe union denied responsibility."
    assert topics(text, events, [("arson", "Agent", "union"), ("denied", "Agent", "union|2")]) == [("denied", "arson")]


@pytest.mark.parametrize(
    "denial",
    [
        "The union denied any responsibility for the later raid.",
        "The union denied having a hand in the raid.",
        "The union denied links to the raid.",
    ],
)
def test_the_violence_that_the_sentence_goes_on_with_comes_before_all_else(denial: str) -> None:
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Accusation", ["accused"]),
        "v2": ("Attack", ["arson"]),
        "v3": ("Denial", ["denied"]),
        "v4": ("Attack", ["raid"]),
    }
    arguments: list[tuple[str, Role, str]] = [
        *(("accused", "Agent", "mayor"), ("accused", "Target", "union"), ("accused", "Topic", "arson")),
        ("denied", "Agent", "union|2"),
    ]
    assert topics(f"{ACCUSED}\n{denial}", events, arguments) == [("denied", "raid")]


@pytest.mark.parametrize(
    ("denial", "topic"),
    [
        ("The union denied that any of its men were behind it.", [("denied", "arson")]),
        ("The union denied its men had carried out this.", [("denied", "arson")]),
        ("The union denied that its men had taken part.", [("denied", "arson")]),
        ("The union denied that its men had taken part of the money.", []),
        ("The union denied that its men were behind schedule.", []),
    ],
)
def test_what_is_denied_of_others_is_the_last_violence(denial: str, topic: list[tuple[str, str]]) -> None:
    events: dict[str, tuple[EventType, list[str]]] = {"v2": ("Attack", ["arson"]), "v3": ("Denial", ["denied"])}
    assert topics(f"The mayor spoke of arson.\n{denial}", events, [("denied", "Agent", "union")]) == topic


@pytest.mark.parametrize(
    ("denial", "agent"),
    [
        ("The mayor denied any involvement.", "mayor|2"),  # who accuses denies something else
        ("The union denied that it would strike.", "union|2"),  # what is denied is said
        ("The union denied entry.", "union|2"),
    ],
)
def test_what_is_not_meant_is_not_denied(denial: str, agent: str) -> None:
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Accusation", ["accused"]),
        "v2": ("Attack", ["arson"]),
        "v3": ("Denial", ["denied"]),
    }
    arguments: list[tuple[str, Role, str]] = [
        *(("accused", "Agent", "mayor"), ("accused", "Target", "union"), ("accused", "Topic", "arson")),
        ("denied", "Agent", agent),
    ]
    assert topics(f"{ACCUSED}\n{denial}", events, arguments) == []


@pytest.mark.parametrize(
    "denial",
    [
        "The union denied any role.",
        "The union denied any connection.",
        "The union denied any involvement in the matter.",
        "The union denied it had played a part.",
        "The union denied being involved.",
        "The union denied that its men were involved.",
        "The union denied its men had anything to do with it.",
    ],
)
def test_without_an_accuser_it_is_of_the_violence_just_told(denial: str) -> None:
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Killing", ["killed"]),
        "v2": ("Attack", ["arson"]),
        "v3": ("Commemoration", ["mourned"]),
        "v4": ("Denial", ["denied"]),
    }
    text = f"The arson killed ten.\nThe mayor mourned them.\n{denial}"
    assert topics(text, events, [("denied", "Agent", "union")]) == [("denied", "arson")]


@pytest.mark.parametrize(
    "denial", ["The union denied it.", "It was bad, but the union denies this.", "All knew of the arson; the union denied that."]
)
def test_it_is_the_violence_of_the_sentence_before(denial: str) -> None:
    verb = "denies" if "denies" in denial else "denied"
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Killing", ["killed"]),
        "v2": ("Attack", ["arson"]),
        "v4": ("Denial", [verb]),
    }
    assert topics(f"The arson killed ten, police said.\n{denial}", events, [(verb, "Agent", "union")]) == [(verb, "arson")]


@pytest.mark.parametrize(
    ("between", "denial", "victim"),
    [
        ("The mayor met them.", "The union denied any role.", "mayor"),  # other news
        ("The mayor was told.", "The union denied fraud.", "mayor"),
        ("The mayor was told.", "The union denied entry.", "mayor"),
        ("The mayor was told.", "The union denied any links to the bank.", "mayor"),
        ("The mayor was told.", "The union rejected it.", "mayor"),
        ("The mayor was told.", "The mayor says the mill is old, but the union denied it.", "mayor"),  # what he said
        ("It rained.\nIt snowed.", "The union denied it.", "mayor"),  # too far for "it"
        ("The mayor was told.", "The union denied any role.", "union"),  # who suffered
        ("It rained.\nIt snowed.\nIt blew.", "The union denied any role.", "mayor"),  # too far
    ],
)
def test_what_was_told_before_and_is_not_meant_is_not_denied(between: str, denial: str, victim: str) -> None:
    verb = "rejected" if "rejected" in denial else "denied"
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Attack", ["arson"]),
        **({"v2": ("Meeting", ["met"])} if "met " in between else {}),
        "v3": ("Denial", [verb]),
    }
    text = f"The arson hit the mayor and the union.\n{between}\n{denial}"
    assert topics(text, events, [("arson", "Victim", victim), (verb, "Agent", "union|2")]) == []


def test_who_was_accused_under_another_name_denies_that() -> None:
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Attack", ["raid"]),
        "v2": ("Accusation", ["accused"]),
        "v3": ("Attack", ["arson"]),
        "v4": ("Denial", ["denied"]),
    }
    text = "The raid was old.\nThe mayor accused guards of arson, but spoke of a truce.\nThe union denied it."
    arguments: list[tuple[str, Role, str]] = [
        *(("accused", "Agent", "mayor"), ("accused", "Target", "guards"), ("accused", "Topic", "arson")),
        ("denied", "Agent", "union"),
    ]
    assert topics(text, events, arguments) == [("denied", "arson")]


@pytest.mark.parametrize(
    ("accusation", "is_of_it"),
    [
        ("The mayor blamed the union.", True),
        ("The mayor accused the union, which laughed.", True),
        ("The mayor blamed the union for being late.", False),
        ("The mayor accused the union of greed.", False),
        ("The mayor blamed the union, saying that the arson was no whim.", True),
        ("The mayor held the union responsible.", True),
        ("The mayor is responsible so that the union may rest.", False),
    ],
)
def test_a_bare_accusation_is_of_the_violence_just_told(accusation: str, *, is_of_it: bool) -> None:
    verb = next(word for word in ("accused", "blamed", "responsible") if word in accusation)
    events: dict[str, tuple[EventType, list[str]]] = {"v1": ("Attack", ["arson"]), "v2": ("Accusation", [verb])}
    found = topics(f"The arson went on.\n{accusation}", events, [(verb, "Agent", "mayor"), (verb, "Target", "union")])
    assert found == ([(verb, "arson")] if is_of_it else [])


@pytest.mark.parametrize(("doer", "is_of_it"), [("guards", True), ("mayor", False), ("union", True)])
def test_nobody_is_blamed_for_what_another_is_said_to_have_done(doer: str, *, is_of_it: bool) -> None:
    text = "The guards, the mayor and the union fought in the raid.\nIt was hot.\nAll blamed the union."
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), "e2": ("ORG", ["union", "union|2"]), "e3": ("GRP", ["guards"])},
        events={"v1": ("Attack", ["raid"]), "v2": ("Accusation", ["blamed"])},
        arguments=[("raid", "Agent", doer), ("blamed", "Target", "union|2")],
    )
    found = denied_arguments(text, reading.sentences, reading.entities, reading.events, reading.arguments)
    assert [a.filler.text for a in found] == (["raid"] if is_of_it else [])


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [
        ("The mayor denied any part, and the union, blamed for the raid, left.", False),
        ("The mayor denied any part in the raid.", True),
        ("The mayor denied any part, and spoke of the raid.", True),
        ("The mayor denied that the union led the raid.", True),
    ],
)
def test_what_another_clause_is_about_is_not_denied(text: str, *, is_denied: bool) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), **({"e2": ("ORG", ["union"])} if "union" in text else {})},
        events={"v1": ("Denial", ["denied"]), "v2": ("Attack", ["raid"])},
        arguments=[("denied", "Topic", "raid")],
    )
    found = without_topics_of_others(text, reading.arguments, types_of(reading))
    assert bool(found) == is_denied


def test_a_denial_that_has_a_topic_keeps_it() -> None:
    events: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Accusation", ["accused"]),
        "v2": ("Attack", ["arson"]),
        "v3": ("Denial", ["denied"]),
        "v4": ("Protest", ["strike"]),
    }
    arguments: list[tuple[str, Role, str]] = [
        *(("accused", "Target", "union"), ("accused", "Topic", "arson")),
        *(("denied", "Agent", "union|2"), ("denied", "Topic", "strike")),
    ]
    assert topics(f"{ACCUSED}\nThe union denied it had called a strike.", events, arguments) == []


def types_of(reading: Reading) -> dict[Span, str]:
    mentions = {m.span: m.type for entity in reading.entities for m in entity.mentions}
    return {**mentions, **{m.trigger: m.type for event in reading.events for m in event.mentions}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The mayor denied that guards burnt the mill and accused the union of arson.", ["mayor"]),
        ("The mayor denied that guards burnt the mill, but later accused the union of arson.", ["mayor"]),
        ("The mayor denied that guards held and accused of arson had fled.", ["guards"]),  # who were accused
        ("The mayor denied that guards burnt the mill. Unrest grew and accused the union.", ["guards"]),
        ("The mayor mourned that guards burnt the mill and accused the union.", ["guards"]),
    ],
)
def test_who_denies_says_what_the_sentence_goes_on_with(text: str, says: list[str]) -> None:
    verb = "mourned" if "mourned" in text else "denied"
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), "e2": ("GRP", ["guards"])},
        events={"v1": ("Denial" if verb == "denied" else "Condemnation", [verb]), "v2": ("Accusation", ["accused"])},
        arguments=[(verb, "Agent", "mayor"), (verb, "Topic", "accused"), ("accused", "Agent", "guards")],
    )
    found = with_deniers_as_speakers(text, reading.arguments, types_of(reading))
    assert [a.filler.text for a in found if a.trigger.text == "accused"] == says
    assert any(a.role == "Topic" for a in found) == (says != ["mayor"])


@pytest.mark.parametrize(
    ("text", "charge", "is_accuser"),
    [
        ("He spoke of theft, a charge that the mayor denied.", "charge", False),
        ("He spoke of theft, an allegation the mayor has always denied.", "allegation", False),
        ("The mayor, who lives abroad, denied the charges.", "charges", False),
        ("The mayor repeated the charge that he had been robbed and denied that he fled.", "charge", True),
        ("The mayor denied that he fled after the charge.", "charge", True),
    ],
)
def test_who_denies_a_charge_does_not_make_it(text: str, charge: str, *, is_accuser: bool) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"])},
        events={"v1": ("Denial", ["denied"]), "v2": ("Accusation", [charge])},
        arguments=[("denied", "Agent", "mayor"), (charge, "Agent", "mayor")],
    )
    found = without_accusers_who_deny(text, reading.arguments, types_of(reading))
    assert [a.trigger.text for a in found] == ["denied", *([charge] if is_accuser else [])]


@pytest.mark.parametrize(
    ("text", "partless"),
    [
        ("Oz said that it was not involved in the raid.", ["it"]),
        ("Oz was not behind the raid.", ["Oz"]),
        ("Oz wasn't behind the deadly raid.", ["Oz"]),
        ("Oz says they had nothing to do with the raid.", ["Oz"]),  # "they" is no mention
        ("Oz told a paper on Monday that it had no role in the raid.", ["it"]),
        ("Oz was innocent of the raid.", ["Oz"]),
        ("Oz was not believed to have been involved in the raid.", ["Oz"]),
        ("Oz was not told of the raid.", []),
        ("Oz did not condemn the raid.", []),
        ("Oz was not involved in the talks before the raid.", []),
        ("Oz was involved in the raid.", []),
    ],
)
def test_who_had_no_part_in_a_deed_is_denied_to_be_its_agent(text: str, partless: list[str]) -> None:
    mentions = ["Oz", *(["it"] if " it " in text else [])]
    reading = build("a", text, entities={"e1": ("GPE", mentions)}, events={"v1": ("Attack", ["raid"])})
    found = list(denied_parts(text, reading.sentences, reading.entities, reading.events, reading.arguments))
    assert [(a.trigger.text, a.role, a.filler.text) for a in found] == [("raid", "Agent", one) for one in partless]
    assert all(doers(voices(reading)).is_disbelieved(argument) for argument in found)


@pytest.mark.parametrize(
    ("words", "found", "left"),
    [
        ("Police arrested no one", [(0, 1), (2, 3), (3, 4)], [(0, 1)]),
        ("Police arrested no one", [(0, 1), (2, 4)], [(0, 1)]),
        ("Nobody saw this one", [(0, 1), (3, 4)], [(3, 4)]),
        ("No - one saw Dr. No", [(0, 3), (4, 6)], [(4, 6)]),
    ],
)
def test_nobody_is_no_mention(words: str, found: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    tagged = without_nobody([(start, end, "PER", 1.0) for start, end in found], words.split())
    assert [one[:2] for one in tagged] == left
