"""To which verb of a sentence something belongs that the network gives to two."""

from __future__ import annotations

import pytest
import reading_builder as builder
from reading_builder import build, types_of

from kg.model import EntityType, EventType, Role
from kg.reader.events.clauses import without_compared, without_others

Events = dict[str, EventType]
Said = list[tuple[str, Role, str]]


def left_out(text: str, events: Events, arguments: Said, entities: dict[str, EntityType] | None = None) -> Said:
    return builder.left_out(without_others, text, events, arguments, entities or {})


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The council condemned the raid and called for an inquiry.", True),
        ("The council condemned the raid and then called for an inquiry.", True),
        ("The council condemned the raid after unions called for an inquiry.", False),
    ],
)
def test_the_topic_of_the_second_verb_is_not_that_of_the_first(text: str, *, is_left_out: bool) -> None:
    events: Events = {"condemned": "Condemnation", "raid": "Attack", "called for": "Demand", "inquiry": "Investigation"}
    arguments: Said = [("condemned", "Topic", "raid"), ("condemned", "Topic", "inquiry"), ("called for", "Topic", "inquiry")]
    assert left_out(text, events, arguments) == ([("condemned", "Topic", "inquiry")] if is_left_out else [])


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The court freed Roe of all charges and then jailed Poe.", True),
        ("The court freed Roe, and a jury jailed Poe.", False),  # for others to tell
        ("The court freed and jailed Roe and Poe.", False),
    ],
)
def test_whom_the_second_verb_is_of_is_not_whom_the_first_is_of(text: str, *, is_left_out: bool) -> None:
    arguments: Said = [("freed", "Target", "Roe"), ("freed", "Target", "Poe"), ("jailed", "Target", "Poe")]
    found = left_out(text, {"freed": "Release", "jailed": "Prosecution"}, arguments, {"Roe": "PER", "Poe": "PER"})
    assert found == ([("freed", "Target", "Poe")] if is_left_out else [])


def test_two_verbs_with_one_topic_keep_it() -> None:
    text = "The council condemned and called off the raid."
    events: Events = {"condemned": "Condemnation", "called off": "Demand", "raid": "Attack"}
    assert left_out(text, events, [("condemned", "Topic", "raid"), ("called off", "Topic", "raid")]) == []


def test_who_is_accused_of_violence_is_no_victim_of_it() -> None:
    text = "The mayor blamed the union for the deaths of guards."
    entities: dict[str, EntityType] = {"mayor": "PER", "union": "ORG", "guards": "GRP"}
    arguments: Said = [
        ("blamed", "Agent", "mayor"),
        ("blamed", "Target", "union"),
        ("blamed", "Topic", "deaths"),
        ("deaths", "Victim", "union"),
        ("deaths", "Victim", "guards"),
    ]
    assert left_out(text, {"blamed": "Accusation", "deaths": "Killing"}, arguments, entities) == [("deaths", "Victim", "union")]


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The guard shelled Oz on Monday, and said the raid answered the bombing in Ur.", True),
        ("The guard shelled Oz, adding that it answered the bombing in Ur.", True),
        ("The guard shelled Oz after the bombing in Ur.", False),
    ],
)
def test_a_place_of_the_clause_before_is_not_where_the_event_of_the_next_was(text: str, *, is_left_out: bool) -> None:
    arguments: Said = [("shelled", "Target", "Oz"), ("bombing", "Place", "Oz"), ("bombing", "Place", "Ur")]
    found = left_out(text, {"shelled": "Attack", "bombing": "Bombing"}, arguments, {"Oz": "GPE", "Ur": "GPE"})
    assert found == ([("bombing", "Place", "Oz")] if is_left_out else [])
    assert left_out(text, {"shelled": "Attack", "bombing": "Bombing"}, arguments[:2], {"Oz": "GPE", "Ur": "GPE"}) == []


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The mayor cancelled a visit; Ada Roe blamed rebels.", True),
        ("The mayor cancelled a visit; as well as that, Ada Roe blamed rebels.", False),
        ("The mayor cancelled a visit by Ada Roe, who blamed rebels.", False),
    ],
)
def test_who_does_something_behind_a_semicolon_did_not_do_what_is_before(text: str, *, is_left_out: bool) -> None:
    arguments: Said = [("visit", "Agent", "Ada Roe"), ("blamed", "Agent", "Ada Roe")]
    found = left_out(text, {"visit": "Meeting", "blamed": "Accusation"}, arguments, {"Ada Roe": "PER"})
    assert found == (arguments[:1] if is_left_out else [])


def test_a_pronoun_behind_a_semicolon_may_have_a_part_before_it_and_a_subject_there_puts_off_the_one_before() -> None:
    arguments: Said = [("mourning", "Target", "his"), ("burial", "Target", "his")]
    text = "Oz declared mourning; his burial is on Monday."
    assert left_out(text, {"mourning": "Commemoration", "burial": "Commemoration"}, arguments, {"his": "PER"}) == []
    arguments = [("condolences", "Agent", "Ada Roe"), ("condolences", "Agent", "Bo Lund")]
    people: dict[str, EntityType] = {"Ada Roe": "PER", "Bo Lund": "PER"}
    text = "Ada Roe wept; Bo Lund offered condolences."
    assert left_out(text, {"condolences": "Commemoration"}, arguments, people) == arguments[:1]
    text = "Ada Roe wept; and Bo Lund offered condolences."
    assert left_out(text, {"condolences": "Commemoration"}, arguments, people) == arguments[:1]
    for others in ("Cy Mo and", "Cy and", "and Cy Mo\nand"):
        text = f"Ada Roe; {others} Bo Lund offered condolences."
        assert left_out(text, {"condolences": "Commemoration"}, arguments, people) == []


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The mayor condemned it, and the Front threatened a strike.", True),
        ("The mayor condemned it and the Front has threatened a strike.", True),
        ("The mayor condemned the union and the Front.", False),
        ("The mayor condemned talks between the union and the Front threatened by a strike.", False),
        ("The mayor condemned that it met and that the Front threatened a strike.", False),
    ],
)
def test_the_subject_of_the_next_verb_has_no_part_in_the_one_before(text: str, *, is_left_out: bool) -> None:
    arguments: Said = [("condemned", "Agent", "Front")]
    events: Events = {"condemned": "Condemnation"}
    if "threatened" in text:
        arguments.append(("threatened", "Agent", "Front"))
        events["threatened"] = "Threat"
    assert left_out(text, events, arguments, {"Front": "ORG"}) == (arguments[:1] if is_left_out else [])


def test_what_follows_the_next_subject_belongs_to_its_verb() -> None:
    text = "Ada Roe resigned, and on Friday the mayor fired Bo Lund in Ur."
    arguments: Said = [("resigned", "Place", "Ur"), ("resigned", "Time", "Friday"), ("fired", "Agent", "mayor"), ("fired", "Place", "Ur")]
    kinds: dict[str, EntityType] = {"Ur": "GPE", "Friday": "TIM", "mayor": "PER"}
    assert left_out(text, {"resigned": "Resignation", "fired": "Resignation"}, arguments, kinds) == arguments[:2]


@pytest.mark.parametrize(("word", "is_left_out"), [("adding that", True), ("saying", True), ("including", False), ("and", False)])
def test_of_whom_something_is_added_is_not_condemned(word: str, *, is_left_out: bool) -> None:
    text = f"The mayor condemned rebels, {word} the police helped."
    found = left_out(text, {"condemned": "Condemnation"}, [("condemned", "Target", "police")], {"police": "ORG"})
    assert found == ([("condemned", "Target", "police")] if is_left_out else [])


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The mayor was away when the coup was launched.", True),
        ("The mayor was away when a second coup began.", True),
        ("The mayor fell after the coup.", False),
        ("The mayor fled when his coup failed.", False),
        ("The mayor led the coup when he was away.", False),
    ],
)
def test_of_whom_is_told_where_he_was_when_it_happened_did_not_do_it(text: str, *, is_left_out: bool) -> None:
    found = left_out(text, {"coup": "Overthrow"}, [("coup", "Agent", "mayor")], {"mayor": "PER"})
    assert found == ([("coup", "Agent", "mayor")] if is_left_out else [])


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The shooting surpassed a massacre in Ur.", True),
        ("It was the worst shooting since a massacre in Ur.", True),
        ("The shooting was in revenge for a massacre in Ur.", True),
        ("The shooting came after a massacre in Ur.", False),
    ],
)
def test_where_the_event_was_that_one_is_compared_with(text: str, *, is_left_out: bool) -> None:
    arguments: Said = [("shooting", "Place", "Ur"), ("massacre", "Place", "Ur")]
    reading = _compared(text, arguments)
    assert reading == ([("shooting", "Place", "Ur")] if is_left_out else [])
    assert _compared(text, arguments[:1]) == []  # nothing else says whose place it is


def test_who_is_avenged_did_not_do_what_is_avenged() -> None:
    text = "Oz made raids in revenge for a massacre in Ur."
    entities: dict[str, EntityType] = {"Oz": "GPE", "Ur": "GPE"}
    arguments: Said = [
        ("raids", "Agent", "Oz"),
        ("massacre", "Agent", "Oz"),
        ("massacre", "Place", "Ur"),
        ("massacre", "Instrument", "raids"),
    ]
    found = _compared(text, arguments, {"raids": "Attack", "massacre": "Killing"}, entities)
    assert found == [("massacre", "Agent", "Oz"), ("massacre", "Instrument", "raids")]


def test_who_is_punished_for_what_happened_there_may_be_its_place() -> None:
    text = "The union suspended Oz in response to a coup."
    arguments: Said = [("suspended", "Target", "Oz"), ("coup", "Place", "Oz")]
    assert _compared(text, arguments, {"suspended": "Sanction", "coup": "Overthrow"}, {"Oz": "GPE"}) == []


def _compared(text: str, arguments: Said, events: Events | None = None, entities: dict[str, EntityType] | None = None) -> Said:
    named: dict[str, tuple[EntityType, list[str]]] = {name: (kind, [name]) for name, kind in (entities or {"Ur": "GPE"}).items()}
    happened = events or {"shooting": "Shooting", "massacre": "Killing"}
    told: dict[str, tuple[EventType, list[str]]] = {word: (kind, [word]) for word, kind in happened.items()}
    reading = build("a", text, entities=named, events=told, arguments=arguments)
    types = types_of(reading)
    kept = without_compared(text, reading.sentences, reading.arguments, types)
    return [(a.trigger.text, a.role, a.filler.text) for a in reading.arguments if a not in kept]
