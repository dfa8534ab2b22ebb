"""Each question of the ontology has its answer to the example graph; the answers were checked by hand against the sentences."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, Store

from kg.check import check
from kg.graph import ONTOLOGY, apply_rules, ontology_path
from kg.query import Table, ask_named, named_queries, named_query
from kg.store import EmbeddedStore

EXAMPLES = ontology_path() / "examples"
NAMES = [one.name for one in named_queries()]
WORDS = ("Northtown", "land", "Front", "Karr", "CAMEO", "Attack", "Guard", "police", "Port", "mortars", "Herald")
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
    assert len(ask(store, name, **{parameter: "no such name"})) == 0
    whole = ask(store, name).rows
    some = [row for text in WORDS for row in ask(store, name, **{parameter: text}).rows]
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
