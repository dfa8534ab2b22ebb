"""Questions without SPARQL: whole tables of the story in `knowledge_example`, what narrows them, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from knowledge_example import GAZETTE, ID, KNOWLEDGE

from kg.errors import AmbiguousNameError, InputError, UnknownNameError
from kg.explore import Finder, actors, assertions, events, evidence, find, is_within, neighbours, period, timeline, tolls
from kg.graph import apply_rules, quads
from kg.model import Assertion
from kg.query import Table
from kg.store import memory_store

PLACED = replace(
    KNOWLEDGE,
    assertions=(
        *KNOWLEDGE.assertions,
        Assertion("actor/northtown", "locatedIn", "actor/eastland", "Reported", None, KNOWLEDGE.assertions[0].evidence, 0.9, "reader 1"),
    ),
)


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(memory_store(quads(PLACED), finish=apply_rules))


def rows(table: Table, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns or table.columns[:-1]) for row in table]


def test_actors_come_with_what_they_are_and_how_often_they_are_told_of(finder: Finder) -> None:
    assert rows(actors(finder)) == [
        ("Westland", "GeopoliticalEntity", 4, 2, None, None),
        ("Eastland", "GeopoliticalEntity", 2, 2, None, None),
        ("General Karr", "Person", 2, 1, "Karr", "http://www.wikidata.org/entity/Q0"),
        ("Northtown", "GeopoliticalEntity", 2, 2, None, "https://sws.geonames.org/1/"),
        ("The Front", "Organization", 2, 1, "Front, the group", None),
        ("Southland", "GeopoliticalEntity", 1, 1, None, None),
    ]
    assert actors(finder, type="organisations".replace("s", "z", 1)).column("actor") == ["The Front"]


def test_an_unknown_type_is_an_error_that_lists_the_nearest(finder: Finder) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown type 'persn'\. Nearest: person"):
        actors(finder, type="persn")


AGENTS = "The Front (claimed), Westland (accused, denied)"
EVENTS = [
    ("drone strike", "AirStrike", "2020", None, "Westland", None, "reported", 1),
    ("killing of General Karr", "Killing", "2020", None, None, "General Karr", "reported", 1),
    ("bombing in Northtown", "Bombing", "2024-01-03", "Northtown", AGENTS, "memorial for General Karr", "reported", 2),
    ("accusation by Eastland", "Accusation", None, None, "Eastland", "Westland", "reported", 1),
    ("claim by the Front", "ClaimResponsibility", None, None, "The Front", None, "reported", 1),
    ("denial by Westland", "Denial", None, None, "Westland", None, "reported", 1),
    ("funeral", "Commemoration", None, "Northtown (planned)", None, None, "planned", 1),
    ("meeting of Eastland and Southland", "Meeting", None, None, "Eastland, Southland", None, "reported", 1),
    ("memorial for General Karr", "Commemoration", None, None, None, "General Karr", "reported", 1),
]  # fmt: skip


def test_events_come_by_date_and_a_claimed_agent_is_marked_as_claimed(finder: Finder) -> None:
    assert rows(events(finder)) == EVENTS


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"type": "Attack"}, [0, 2]),
        ({"type": "air strikes"}, [0]),
        ({"type": "kg:Killing"}, [1]),
        ({"actor": "karr"}, [1, 8]),
        ({"actor": "FRONT"}, [2, 4]),
        ({"actor": "front", "type": "bombing"}, [2]),
        ({"place": "Northtown"}, [2, 6]),
        ({"place": "eastland"}, [2, 6]),
        ({"place": "westland"}, []),
        ({"since": "2020-06", "until": "2020-06"}, [0, 1]),
        ({"since": "2024"}, [2]),
        ({"since": date(2024, 1, 4)}, []),
        ({"until": "2024-01-02"}, [0, 1]),
        ({"until": date(2024, 1, 3), "since": "2024-01"}, [2]),
    ],
)
def test_events_are_narrowed_by_type_actor_place_and_date(finder: Finder, asked: dict[str, str], found: list[int]) -> None:
    assert rows(events(finder, **asked)) == [EVENTS[number] for number in found]


def test_what_is_no_date_is_an_error(finder: Finder) -> None:
    with pytest.raises(InputError, match="'last week' is no date"):
        events(finder, since="last week")


def test_assertions_about_a_thing_come_with_status_source_and_sentence(finder: Finder) -> None:
    columns = ("subject", "relation", "object", "status", "according_to", "confidence", "rule", "sentence", "publisher", "article")
    claim = "The Front claimed responsibility for the bombing."
    assert rows(assertions(finder, "the front"), *columns) == [
        ("claim by the Front", "agent", "The Front", "reported", None, 0.9, None, claim, "Herald", "d1"),
        ("The Front", "claimed", "bombing in Northtown", "reported", None, None, "verbs", claim, "Herald", "d1"),
        ("bombing in Northtown", "agent", "The Front", "claimed", "The Front", None, "claimed-agent", claim, "Herald", "d1"),
    ]
    assert rows(assertions(finder, "the front", status="Claimed"), "subject") == [("bombing in Northtown",)]
    assert rows(assertions(finder, "the front", status="denied")) == []


def test_assertions_are_narrowed_to_what_one_actor_says(finder: Finder) -> None:
    said = assertions(finder, according_to="the front")
    assert set(said.column("according_to")) == {"The Front"}
    assert len(said) == sum(row["according_to"] == "The Front" for row in assertions(finder))
    assert rows(assertions(finder, "Westland", according_to="the front")) == []
    with pytest.raises(UnknownNameError, match="Nearest: "):
        assertions(finder, according_to="Nowhere")


def test_all_assertions_are_told_once(finder: Finder) -> None:
    table = assertions(finder)
    assert len({row["id"] for row in table}) == len(table)
    assert sum(row["rule"] is None for row in table) == len(PLACED.assertions)


def test_neighbours_say_which_way_how_it_is_meant_and_how_well_it_is_supported(finder: Finder) -> None:
    assert rows(neighbours(finder, "westland")) == [
        ("accused", "in", "Eastland", "GeopoliticalEntity", "reported", None, 1, 1),
        ("killed", "out", "General Karr", "Person", "reported", None, 1, 1),
        ("target", "in", "accusation by Eastland", "Accusation", "reported", None, 1, 1),
        ("agent", "in", "bombing in Northtown", "Bombing", "accused", "Eastland", 1, 1),
        ("agent", "in", "bombing in Northtown", "Bombing", "denied", "Westland", 1, 1),
        ("denied", "out", "bombing in Northtown", "Bombing", "reported", None, 1, 1),
        ("agent", "in", "denial by Westland", "Denial", "reported", None, 1, 1),
        ("agent", "in", "drone strike", "AirStrike", "reported", None, 1, 1),
    ]


def test_a_timeline_is_of_dated_events_and_says_as_what_one_took_part(finder: Finder) -> None:
    assert rows(timeline(finder, "Westland"), "date", "event", "role") == [
        ("2020", "drone strike", "agent"),
        ("2024-01-03", "bombing in Northtown", "agent"),
    ]
    assert rows(timeline(finder, "Westland", until="2021"), "event") == [("drone strike",)]
    assert rows(timeline(finder), "event") == [(row[0],) for row in EVENTS[:3]]


def test_tolls_that_differ_stand_side_by_side(finder: Finder) -> None:
    columns = ("event", "kind", "at_least", "at_most", "status", "reported_on", "publisher")
    assert rows(tolls(finder, "bombing"), *columns) == [
        ("bombing in Northtown", "killed", 84, 84, "reported", "2024-01-04", "Herald"),
        ("bombing in Northtown", "killed", 95, None, "reported", "2024-01-05", "Gazette"),
    ]
    assert rows(tolls(finder, "drone strike")) == []
    assert tolls(finder, events(finder, place="northtown")) == tolls(finder)
    assert rows(tolls(finder, events(finder, type="killing", actor="karr"))) == []
    with pytest.raises(UnknownNameError, match=r"unknown event 'Nowhere'\. Nearest: "):
        tolls(finder, "Nowhere")


def test_every_row_leads_to_the_sentences_it_rests_on(finder: Finder) -> None:
    row = next(row for row in tolls(finder) if row["publisher"] == "Gazette")
    (item,) = evidence(finder, row)
    assert GAZETTE.text[item.start : item.end] == item.sentence == "Doctors counted 95 dead on Wednesday."
    assert [GAZETTE.text[start:end] for start, end in item.marks] == ["95", "dead"]


@pytest.mark.parametrize("thing", ["drone strike", "event/strike", f"{ID}event/strike"])
def test_evidence_is_found_by_name_and_by_id(finder: Finder, thing: str) -> None:
    assert [item.sentence for item in evidence(finder, thing)] == ["Karr was killed in a drone strike by Westland in 2020."]


def test_evidence_of_an_article_is_what_was_read_in_it(finder: Finder) -> None:
    assert [item.start for item in evidence(finder, "document/d2")] == sorted({item.start for item in evidence(finder, "document/d2")})
    assert {item.document for item in evidence(finder, "document/d2")} == {"d2"}


def test_a_name_that_fits_several_things_is_not_guessed(finder: Finder) -> None:
    with pytest.raises(AmbiguousNameError, match="'general' fits several things: 'General Karr', 'killing of General Karr', 'mem"):
        evidence(finder, "general")


def test_find_lists_what_has_the_words_or_is_nearest(finder: Finder) -> None:
    assert find(finder, "northtown").column("name") == ["Northtown", "bombing in Northtown"]
    assert "Southland" in find(finder, "Sowthland").column("name")


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [("2024", (2024, 1, 1), (2024, 12, 31)), ("2023-02", (2023, 2, 1), (2023, 2, 28)), ("2024-01-03", (2024, 1, 3), (2024, 1, 3))],
)
def test_a_partial_date_is_the_days_it_may_mean(when: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert period(when) == (date(*first), date(*last))


@pytest.mark.parametrize("when", ["", "yesterday", "2024-13", "2024-01-03-04", "2023-02-29"])
def test_what_is_no_partial_date_is_refused(when: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        period(when)


def test_a_year_and_a_time_stamp_are_periods_too() -> None:
    assert period(2024) == period("2024")
    assert period(datetime(2024, 1, 3, 12, tzinfo=UTC)) == period(date(2024, 1, 3))


@pytest.mark.parametrize("thing", [3, None, ["Karr"]])
def test_what_is_no_name_is_an_error_that_says_what_to_give(finder: Finder, thing: object) -> None:
    with pytest.raises(InputError, match=r"names nothing\. Give a name, an id, or a row of a table"):
        evidence(finder, thing)  # type: ignore[arg-type]  # that is the point


def test_a_part_of_a_table_is_a_table_and_a_column_goes_by_its_name(finder: Finder) -> None:
    table = actors(finder)
    part = table[1:3]
    assert (part["actor"], [row.support for row in part]) == (table.column("actor")[1:3], [row.support for row in table][1:3])
    with pytest.raises(UnknownNameError, match="unknown column 'name'"):
        table["name"]


def test_what_has_no_date_lies_in_no_period() -> None:
    assert is_within(None, None, None)
    assert not is_within(None, "2024", None)
