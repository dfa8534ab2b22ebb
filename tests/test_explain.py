from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from knowledge_example import KNOWLEDGE
from typer.testing import CliRunner

from kg.cli.options import app
from kg.errors import QueryError
from kg.graph import apply_rules, quads
from kg.query import explain, named_queries
from kg.store import EmbeddedStore, memory_store, write_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return memory_store(quads(KNOWLEDGE), finish=apply_rules)


def steps(store: EmbeddedStore, sparql: str) -> list[str]:
    return [f"{'  ' * step.depth}{step.how} {step.what}".rstrip() for step in explain(store, sparql).steps]


def test_the_most_bound_pattern_begins_and_the_others_are_looked_up(store: EmbeddedStore) -> None:
    asked = "SELECT * { ?e skos:prefLabel ?n . ?a rdf:object ?e . ?a rdf:predicate kg:agent }"
    assert steps(store, asked) == ["begin ?a rdf:predicate kg:agent", "look up ?a rdf:object ?e", "look up ?e skos:prefLabel ?n"]


def test_of_two_of_one_size_the_first_that_is_written_begins(store: EmbeddedStore) -> None:
    assert steps(store, "SELECT * { ?e kg:date ?d . ?e skos:prefLabel ?n }")[0] == "begin ?e kg:date ?d"
    assert steps(store, "SELECT * { ?e skos:prefLabel ?n . ?e kg:date ?d }")[0] == "begin ?e skos:prefLabel ?n"


def test_a_subselect_is_hashed_and_groups_hold_their_steps(store: EmbeddedStore) -> None:
    asked = """SELECT * { VALUES ?n { "x" "y" } { SELECT ?e ?n { ?e skos:prefLabel ?n } }
        OPTIONAL { ?e kg:date ?d } MINUS { ?e a kg:Attack } { ?e kg:place ?w } UNION { ?e kg:agent ?w } GRAPH kg: { ?c rdfs:label ?l } }"""
    found = steps(store, asked)
    assert found[:3] == ["begin VALUES ?n", "hash SELECT", "  begin ?e skos:prefLabel ?n"]
    assert found[3:8] == ["look up UNION", "  one of", "    begin ?e kg:place ?w", "  one of", "    begin ?e kg:agent ?w"]
    assert {"apart ?c rdfs:label ?l", "optional", "  look up ?e kg:date ?d", "without", "  begin ?e rdf:type kg:Attack"} <= set(found)


def test_matches_are_counted(store: EmbeddedStore) -> None:
    plan = explain(store, "SELECT * { ?e a kg:Bombing . ?e kg:statusReport/kg:status ?s }")
    assert [(step.what, step.matches) for step in plan.steps] == [
        ("?e rdf:type kg:Bombing", 1),
        ("?e kg:statusReport/kg:status ?s", None),
    ]


def test_a_bad_beginning_is_told(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.query.plan._FEW", 10)
    asked = "SELECT * { ?r kg:status kg:Reported . ?r kg:atMost ?n }"
    (hint,) = explain(store, asked).hints
    assert hint.startswith("it begins with ?r kg:status kg:Reported (")
    assert "?r kg:atMost ?n has 1." in hint
    assert explain(store, "SELECT * { { SELECT ?r ?n { ?r kg:atMost ?n } } ?r kg:atMost ?m }").hints == ()


@pytest.mark.parametrize("one", named_queries(), ids=lambda one: one.name)
def test_every_named_query_can_be_explained(store: EmbeddedStore, one: object) -> None:
    assert explain(store, one.sparql).steps  # type: ignore[attr-defined]  # a named query


@pytest.mark.parametrize("wrong", ["SELECT * {", "SELECT * { ?s nope:x ?o }"])
def test_what_is_no_query_is_an_error(store: EmbeddedStore, wrong: str) -> None:
    with pytest.raises(QueryError, match="cannot be explained"):
        explain(store, wrong)


def test_the_command_prints_the_steps(tmp_path: Path) -> None:
    write_store(tmp_path / "news.kg", quads(KNOWLEDGE))
    done = CliRunner().invoke(app, ["query", str(tmp_path / "news.kg"), "--named", "tolls", "--explain"])
    assert done.stdout.splitlines()[0] == "begin    ?event_iri kg:count ?count   [2]"
