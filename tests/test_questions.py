"""Each question of the ontology has its answer to the example graph; the answers were checked by hand against the sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from knowledge_example import GAZETTE, HERALD, KNOWLEDGE, passage
from pyoxigraph import RdfFormat, Store

from kg.check import check
from kg.graph import ONTOLOGY, apply_rules, ontology_path, quads
from kg.model import Count, Knowledge
from kg.query import Table, ask_named, named_queries, named_query
from kg.store import EmbeddedStore, memory_store

EXAMPLES = ontology_path() / "examples"
NAMES = [one.name for one in named_queries()]
WORDS = ("Northtown", "land", "Front", "Karr", "CAMEO", "Attack", "Guard", "police", "Port", "mortars", "Herald")
BEYOND = {"since": "2100-01-01", "until": "1900-01-01"}
"""Days of which nothing is told."""
NARROWED = [(one.name, parameter) for one in named_queries() for parameter in one.parameters]


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    engine = Store()
    engine.load(path=EXAMPLES / "northtown.ttl", format=RdfFormat.TURTLE)
    apply_rules(engine)
    return EmbeddedStore(engine)


def ask(store: EmbeddedStore, name: str, /, **parameters: str) -> Table:
    answer = ask_named(store, name, limit=None, **parameters)
    assert isinstance(answer, Table)
    return answer


def test_there_are_enough_questions_and_each_has_an_answer() -> None:
    assert len(NAMES) >= 25
    assert sorted(path.stem for path in (EXAMPLES / "answers").glob("*")) == NAMES


def test_a_question_is_a_question() -> None:
    assert [one.name for one in named_queries() if not re.fullmatch(r"[A-Z].*\?", one.question)] == []
    assert [one.name for one in named_queries() if not one.parameters] == []


def test_the_example_graph_is_sound(store: EmbeddedStore) -> None:
    assert check(store) == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_expected_one_in_the_expected_order(store: EmbeddedStore, name: str) -> None:
    expected = (EXAMPLES / "answers" / f"{name}.csv").read_bytes().decode()
    answer = ask(store, name)
    assert answer.to_csv() == expected
    assert len(answer) > 0


@pytest.mark.parametrize(("name", "parameter"), NARROWED)
def test_a_parameter_leaves_what_bears_the_name_and_nothing_where_nothing_does(store: EmbeddedStore, name: str, parameter: str) -> None:
    is_day = parameter in named_query(name).days
    assert len(ask(store, name, **{parameter: BEYOND[parameter] if is_day else "no such name"})) == 0
    whole = ask(store, name).rows
    some = [row for text in (("2024-01-12",) if is_day else WORDS) for row in ask(store, name, **{parameter: text}).rows]
    assert some
    assert set(some) <= set(whole)


@pytest.mark.parametrize("name", NAMES)
def test_the_last_words_of_the_order_make_it_total(name: str) -> None:
    assert "ORDER BY" in named_query(name).sparql.splitlines()[-1]


def test_an_article_without_an_outlet_can_be_the_first_to_report() -> None:
    engine = Store()
    engine.load(path=EXAMPLES / "northtown.ttl", format=RdfFormat.TURTLE)
    engine.update(f"DELETE {{ ?d <{ONTOLOGY}publisher> ?o }} WHERE {{ ?d <{ONTOLOGY}publisher> ?o ; <{ONTOLOGY}identifier> 'd1' }}")
    first = ask(EmbeddedStore(engine), "first_reports", event_name="bombing in Northtown, 2024-01-03").to_csv().splitlines()
    assert first[1:] == ['"bombing in Northtown, 2024-01-03",2024-01-04,,3']


# ---------------------------------------------------------------- what a question must not mix up


def asked_of(knowledge: Knowledge, name: str, *columns: str) -> list[tuple[object, ...]]:
    answer = ask(memory_store(quads(knowledge), finish=apply_rules), name)
    return [tuple(row[column] for column in columns) for row in answer]


def test_an_article_of_no_known_outlet_is_the_first_to_report_all_the_same() -> None:
    herald, gazette = replace(HERALD, publisher=None), replace(GAZETTE, published=date(2024, 1, 8))
    reports = asked_of(replace(KNOWLEDGE, documents=(herald, gazette)), "first_reports", "event", "first_on", "first_outlets", "articles")
    assert ("bombing in Northtown", "2024-01-04", "", 2) in reports
    assert ("meeting of Eastland and Southland", "2024-01-08", "Gazette", 1) in reports


def test_the_outlets_of_the_first_day_are_those_known() -> None:
    wire = replace(HERALD, id="d3", publisher=None, reprint_of="d1")
    reports = asked_of(
        replace(KNOWLEDGE, documents=(HERALD, GAZETTE, wire)), "first_reports", "event", "first_on", "first_outlets", "articles"
    )
    assert ("bombing in Northtown", "2024-01-04", "Herald", 3) in reports


@pytest.mark.parametrize(("name", "words"), [("tolls", "quote"), ("timeline", "said")])
def test_the_dead_of_an_attack_are_listed_once_with_what_killed_them(name: str, words: str) -> None:
    told = KNOWLEDGE.tolls
    later = replace(told[0], event="event/killing", count=Count(97, 97, "97"), evidence=passage(GAZETTE, 2, "dead"))
    both = replace(KNOWLEDGE, tolls=(*told, *(replace(toll, event="event/killing") for toll in told), later))
    found = [row for row in asked_of(both, name, "event", words) if row[1] in {"84", "95", "97"}]
    assert found == [("bombing in Northtown", "84"), ("bombing in Northtown", "95"), ("killing of General Karr", "97")]


def test_a_contradiction_about_the_dead_of_an_attack_is_listed_once() -> None:
    told = KNOWLEDGE.tolls
    later = replace(told[0], event="event/killing", count=Count(97, 97, "97"), evidence=passage(GAZETTE, 2, "dead"))
    both = replace(KNOWLEDGE, tolls=(*told, *(replace(toll, event="event/killing") for toll in told), later))
    found = [row for row in asked_of(both, "disputed", "event", "about", "one", "other") if row[1] == "killed"]
    assert found == [("bombing in Northtown", "killed", "84", "95"), ("killing of General Karr", "killed", "84", "97")]


def test_what_changed_between_two_days_is_compared_with_what_was_told_before() -> None:
    later = replace(GAZETTE, id="d3", published=date(2024, 1, 9))
    funeral = replace(KNOWLEDGE.statuses[4], status="Reported", evidence=passage(later, 3, "funeral"))
    same = replace(KNOWLEDGE.tolls[1], reported_on=later.published, evidence=passage(later, 2, "dead"))
    told = replace(
        KNOWLEDGE, documents=(*KNOWLEDGE.documents, later), statuses=(*KNOWLEDGE.statuses, funeral), tolls=(*KNOWLEDGE.tolls, same)
    )
    store = memory_store(quads(told), finish=apply_rules)
    changes = [tuple(row.values()) for row in ask(store, "changes", since="2024-01-05", until="2024-01-05", event_name="bombing")]
    assert changes == [
        ("2024-01-05", "bombing in Northtown", "agent Westland", None, "accused, denied"),
        ("2024-01-05", "bombing in Northtown", "killed", "84", "95 or more"),
    ]
    assert [tuple(row.values()) for row in ask(store, "changes", since="2024-01-06")] == [
        ("2024-01-09", "funeral", "status", "planned", "reported")
    ]
    first = [row["event"] for row in ask(store, "changes", until="2024-01-04") if row["change"] == "first told"]
    assert "bombing in Northtown" in first
    assert "funeral" not in first
