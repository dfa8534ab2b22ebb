"""On which side of an event somebody is, by plain wordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, types_of

from kg.model import EntityType, Role
from kg.reader.events.sides import with_sides

if TYPE_CHECKING:
    from kg.model import EventType

Said = list[tuple[str, Role, str]]


def told(text: str, kind: EventType, arguments: Said, types: dict[str, EntityType] | None = None) -> list[tuple[Role, str]]:
    """Return the parts in the event of each filler, which is a person by default."""
    kinds: dict[str, EntityType] = dict.fromkeys((filler for _, _, filler in arguments), "PER")
    kinds |= types or {}
    named: dict[str, tuple[EntityType, list[str]]] = {f"e{i}": (one, [name]) for i, (name, one) in enumerate(kinds.items())}
    reading = build("a", text, entities=named, events={"v": (kind, [arguments[0][0]])}, arguments=arguments)
    of = types_of(reading)
    return [(a.role, a.filler.text) for a in with_sides(text, reading.arguments, of)]


@pytest.mark.parametrize(
    ("text", "verb", "winner", "loser"),
    [
        ("Ada Roe beat President Bo Lund in the run-off.", "beat", "Ada Roe", "Bo Lund"),
        ("Ada Roe, a former mayor, narrowly defeated Bo Lund.", "defeated", "Ada Roe", "Bo Lund"),
        ("Bo Lund lost the run-off to Ada Roe.", "lost", "Ada Roe", "Bo Lund"),
    ],
)
def test_who_wins_an_election_is_elected(text: str, verb: str, winner: str, loser: str) -> None:
    expected = [("Target", winner), ("Agent", loser)]
    assert told(text, "Election", [(verb, "Agent", winner), (verb, "Target", loser)]) == expected
    assert told(text, "Election", [(verb, "Target", winner), (verb, "Agent", loser)]) == expected
    assert told(text, "Clash", [(verb, "Agent", winner), (verb, "Target", loser)]) == [("Agent", winner), ("Target", loser)]


def test_the_party_that_won_is_elected_and_where_nothing_is_told_the_network_is_right() -> None:
    assert told("Ada Roe has won the vote.", "Election", [("won", "Agent", "Ada Roe")]) == [("Target", "Ada Roe")]
    assert told("Ada Roe was defeated by Bo Lund.", "Election", [("defeated", "Agent", "Ada Roe")]) == [("Agent", "Ada Roe")]
    assert told("Ada Roe said the party won.", "Election", [("won", "Agent", "Ada Roe")]) == [("Agent", "Ada Roe")]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Roe beat Mayor Bo Lund in the May run-off.",
        "Ada Roe, who had defeated Bo Lund in the first run-off, spoke.",
        "Bo Lund lost the run-off to Ada Roe.",
        "Bo Lund has lost the parliamentary run-off in Ur to Ada Roe.",
    ],
)
def test_the_winner_of_a_contest_is_told_by_its_verb(text: str) -> None:
    for roles in (("Agent", "Agent"), ("Target", "Target"), ("Agent", "Target")):
        found = told(text, "Election", [("run-off", roles[0], "Ada Roe"), ("run-off", roles[1], "Bo Lund")])
        assert found == [("Target", "Ada Roe"), ("Agent", "Bo Lund")]
    assert told("Ada Roe voted in the run-off.", "Election", [("run-off", "Agent", "Ada Roe")]) == [("Agent", "Ada Roe")]


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("Oz hailed Ada Roe's landslide victory.", "victory", "Target"),
        ("Oz hailed Ada Roe’s re-election.", "re-election", "Target"),
        ("Oz saw Ada Roe's defeat.", "defeat", "Agent"),
        ("Oz saw Ada Roe in the victory.", "victory", None),
    ],
)
def test_whose_victory_it_is_is_elected(text: str, word: str, role: Role | None) -> None:
    roles: list[Role] = ["Agent", "Target"]
    for given in roles:
        assert told(text, "Election", [(word, given, "Ada Roe")]) == [(role or given, "Ada Roe")]


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("Oz rejected Bo Lund's allegations.", "allegations", "Agent"),
        ("Oz rejected Bo Lund’s fraud claims.", "claims", "Agent"),
        ("Oz rejected claims against Bo Lund.", "claims", "Target"),
        ("Oz welcomed Bo Lund's humiliation.", "humiliation", "Target"),
    ],
)
def test_whose_statement_it_is_makes_it(text: str, word: str, role: Role) -> None:
    assert told(text, "Accusation", [(word, "Target", "Bo Lund")]) == [(role, "Bo Lund")]
    assert told(text, "Prosecution", [(word, "Target", "Bo Lund")]) == [("Target", "Bo Lund")]


@pytest.mark.parametrize(
    ("text", "kind", "role"),
    [
        ("A march against the new council.", "Protest", "Target"),
        ("A march against council.", "Abuse", "Victim"),
        ("A march against the council.", "Clash", "Agent"),
        ("A march against rules of the council.", "Attack", "Agent"),
        ("A march by the council.", "Attack", "Agent"),
    ],
)
def test_against_whom_something_is_done_does_not_do_it(text: str, kind: EventType, role: Role) -> None:
    assert told(text, kind, [("march", "Agent", "council")], {"council": "ORG"}) == [(role, "council")]


@pytest.mark.parametrize(
    ("text", "word", "whom", "role"),
    [
        ("He was asked by the aides to go.", "asked", "aides", "Agent"),
        ("A claim repeatedly made, a claim by Mr. Lund.", "claim|2", "Lund", "Agent"),
        ("He stood by the aides.", "stood", "aides", "Target"),
        ("He was asked by his aides.", "asked", "his", "Target"),
        ("He was asked by Oz's court.", "asked", "Oz", "Target"),
        ("He was asked, by the end, aides said.", "asked", "aides", "Target"),
    ],
)
def test_those_right_behind_by_do_it(text: str, word: str, whom: str, role: Role) -> None:
    assert told(text, "Demand", [(word, "Target", whom)]) == [(role, whom)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Two bombers killed 38 guards in Ur.", "Agent"),
        ("Two bombers, who have killed 38 guards, fled.", "Agent"),
        ("Two bombers killed, 38 guards hurt.", "Victim"),
        ("Two bombers killed and 38 guards hurt.", "Victim"),
        ("Two bombers killed with 38 guards.", "Victim"),
        ("Two bombers were killed near 38 guards.", "Victim"),
    ],
)
def test_who_kills_those_behind_the_verb_is_no_victim(text: str, role: Role) -> None:
    found = told(text, "Killing", [("killed", "Victim", "Two bombers"), ("killed", "Victim", "38 guards")])
    assert found == [(role, "Two bombers"), ("Victim", "38 guards")]


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Troops foiled a coup.", False),
        ("Troops have repeatedly thwarted an attempted coup.", False),
        ("The coup was foiled by Troops.", False),
        ("A coup quickly put down by loyal Troops.", False),
        ("Troops staged a coup.", True),
        ("Troops ended a coup.", True),  # one's own can be ended, too
        ("The coup was led by Troops.", True),
        ("Troops foiled a plan and staged a coup.", True),
    ],
)
def test_who_stops_a_deed_did_not_do_it(text: str, *, does: bool) -> None:
    assert told(text, "Overthrow", [("coup", "Agent", "Troops")], {"Troops": "GRP"}) == ([("Agent", "Troops")] if does else [])


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Ada Roe was on board a jet that crashed, killing ten.", False),
        ("Ada Roe, the head of a guard, was among those in a bus that overturned, killing ten.", False),
        ("Ada Roe was in a jet and bombed Ur, killing ten.", True),
        ("Ada Roe shot at a jet that crashed, killing ten.", True),
    ],
)
def test_a_passenger_kills_nobody(text: str, *, does: bool) -> None:
    assert told(text, "Killing", [("killing", "Agent", "Ada Roe")]) == ([("Agent", "Ada Roe")] if does else [])


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Ansar, blamed for the raid, denied it.", "blamed", [("Target", "Ansar")]),
        ("Ansar, which has long been accused of raids, denied it.", "accused", [("Target", "Ansar")]),
        ("Ansar spoke of rebels blamed for the raid.", "blamed", []),
        ("Ansar blamed rebels for the raid.", "blamed", [("Agent", "Ansar")]),
        ("The men whom Ansar accused of raids fled.", "accused", [("Agent", "Ansar")]),
    ],
)
def test_who_is_blamed_for_something_does_not_blame(text: str, verb: str, expected: list[tuple[Role, str]]) -> None:
    assert told(text, "Accusation", [(verb, "Agent", "Ansar")], {"Ansar": "ORG"}) == expected


def test_who_reports_people_missing_or_dead_is_the_source() -> None:
    text = "Ten men were reported missing by the Red Crescent."
    assert told(text, "Kidnapping", [("missing", "Agent", "Red Crescent")], {"Red Crescent": "ORG"}) == [("Source", "Red Crescent")]
    text = "Ten men were declared dead by doctors."
    assert told(text, "Killing", [("dead", "Agent", "doctors")], {"doctors": "GRP"}) == [("Source", "doctors")]
    text = "Ten men were found dead, killed by rebels."
    assert told(text, "Killing", [("dead", "Agent", "rebels")], {"rebels": "GRP"}) == [("Agent", "rebels")]


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("Oz had offered help.", "help", "Agent"),
        ("Oz, a neighbour, sent more help.", "help", "Agent"),
        ("Oz was offered help.", "help", "Target"),
        ("The fund for guards, offers help.", "help", "Target"),
        ("Ur gave Oz help.", "help", "Target"),
    ],
)
def test_who_gives_help_does_not_get_it(text: str, word: str, role: Role) -> None:
    whom = "guards" if "guards" in text else "Oz"
    assert told(text, "Aid", [(word, "Target", whom)], {whom: "GPE"}) == [(role, whom)]


def test_who_declares_mourning_is_not_mourned() -> None:
    text = "Ada Roe vowed revenge and declared three days of mourning for Bo Lund."
    arguments: Said = [("mourning", "Target", "Ada Roe"), ("mourning", "Target", "Bo Lund")]
    assert told(text, "Commemoration", arguments) == [("Agent", "Ada Roe"), ("Target", "Bo Lund")]
