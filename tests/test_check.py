# ruff: noqa: E501 - a change of a graph is a line
from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from knowledge_everything import EVERYTHING
from knowledge_example import ID, KNOWLEDGE
from pyoxigraph import DefaultGraph, NamedNode, Store
from rdflib import OWL, RDF, SH

import kg
from kg.check import Finding, Quotation, check, sample
from kg.check.shapes import shapes
from kg.cli import app
from kg.graph import ONTOLOGY, PREFIXES, apply_rules, ontology_quads, quads
from kg.graph.ontology import ancestors
from kg.store import EmbeddedStore, memory_store, write_store

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Knowledge

BOMBING = "A bombing in Northtown hit a memorial for General Karr, killing at least 84."
FUNERAL = "A funeral will be held."


def graph(knowledge: Knowledge) -> Store:
    store = Store()
    store.extend(quads(knowledge))
    apply_rules(store)
    return store


def findings(change: str) -> tuple[Finding, ...]:
    """Check the small corpus after a change of it in SPARQL."""
    store = graph(KNOWLEDGE)
    store.update(change, prefixes={**PREFIXES, "id": ID}, base_iri=ID)
    return check(EmbeddedStore(store))


@pytest.mark.parametrize("knowledge", [KNOWLEDGE, EVERYTHING])
def test_a_graph_that_was_written_has_no_finding(knowledge: Knowledge) -> None:
    assert check(EmbeddedStore(graph(knowledge))) == ()


BROKEN: list[tuple[str, str]] = [
    # entities and events
    ("Entity", "DELETE { <actor/karr> skos:prefLabel ?l } WHERE { <actor/karr> skos:prefLabel ?l }"),
    ("Entity", "INSERT DATA { <actor/karr> skos:altLabel 5 }"),
    ("Entity", "INSERT DATA { <actor/karr> owl:sameAs 'Q1' }"),
    ("Event", "DELETE { <event/claim> kg:statusReport ?r } WHERE { <event/claim> kg:statusReport ?r }"),
    ("Event", "INSERT DATA { <event/strike> kg:date '2021'^^xsd:gYear }"),
    ("Event", "INSERT DATA { <event/claim> skos:prefLabel 'another' }"),
    ("Entity", "INSERT DATA { <actor/northtown> wgs:lat 91.5 }"),
    ("FormerId", "INSERT DATA { <actor/old> dct:isReplacedBy <actor/karr>, <actor/front> }"),
    ("TypeIsWritten", "DELETE DATA { <actor/karr> a kg:Person }"),
    ("ParentIsWritten", "DELETE DATA { <event/bombing> a kg:Violence }"),
    ("Disjoint", "INSERT DATA { <actor/karr> a kg:Place }"),
    ("Disjoint", "INSERT DATA { <event/bombing> a kg:Entity }"),
    ("DateType", "DELETE { ?e kg:date ?d } INSERT { ?e kg:date '2020' } WHERE { ?e a kg:AirStrike ; kg:date ?d }"),
    ("DateHasBasis", "DELETE { ?e kg:basis ?b } WHERE { ?e a kg:AirStrike ; kg:basis ?b }"),
    ("StatusIsReported", "INSERT DATA { <event/funeral> kg:status kg:Denied }"),
    # reports
    ("Report", "DELETE { ?a kg:status ?s } WHERE { ?a rdf:subject <event/funeral> ; kg:status ?s }"),
    ("Report", "DELETE { ?a prov:wasDerivedFrom ?p } WHERE { ?a rdf:subject <event/funeral> ; prov:wasDerivedFrom ?p }"),
    ("Assertion", "DELETE { ?a rdf:predicate ?p } WHERE { ?a rdf:subject <event/funeral> ; rdf:predicate ?p }"),
    (
        "Assertion",
        "DELETE { ?a kg:confidence ?c } INSERT { ?a kg:confidence 1.5 } WHERE { ?a rdf:subject <event/funeral> ; kg:confidence ?c }",
    ),
    ("Confidence", "DELETE { ?a kg:confidence ?c } WHERE { ?a rdf:subject <event/funeral> ; kg:confidence ?c }"),
    ("DerivedAssertion", "DELETE { ?a kg:rule ?r } WHERE { ?a rdf:predicate kg:killed ; kg:rule ?r }"),
    ("DerivedAssertion", "DELETE { ?a kg:derivedFrom ?r } WHERE { ?a rdf:predicate kg:killed ; kg:derivedFrom ?r }"),
    ("StatusReport", "INSERT { <event/claim> kg:statusReport ?r } WHERE { <event/funeral> kg:statusReport ?r }"),
    ("Count", "DELETE { ?c kg:kind ?k } WHERE { ?c kg:kind ?k ; kg:atMost 84 }"),
    ("Count", "DELETE { ?c kg:atLeast ?n } INSERT { ?c kg:atLeast 85 } WHERE { ?c kg:atMost 84 ; kg:atLeast ?n }"),
    ("Count", "DELETE { ?c kg:atLeast ?n } INSERT { ?c kg:atLeast -1 } WHERE { ?c kg:atMost 84 ; kg:atLeast ?n }"),
    ("Count", "INSERT { ?c kg:revises <event/claim> } WHERE { ?c kg:atMost 84 }"),
    ("CountHasBound", "DELETE { ?c kg:atLeast ?n } WHERE { ?c kg:atLeast ?n ; kg:quote '95' }"),
    ("EventTime", "DELETE { ?t kg:phrase ?p } WHERE { ?t kg:phrase ?p }"),
    (
        "KnownEnds",
        "DELETE { ?a rdf:object ?o } INSERT { ?a rdf:object <actor/nobody> } WHERE { ?a rdf:subject <event/funeral> ; rdf:object ?o }",
    ),
    (
        "PlainEdge",
        "DELETE { ?a kg:status ?s } INSERT { ?a kg:status kg:Claimed } WHERE { ?a rdf:subject <event/killing> ; rdf:predicate kg:victim ; kg:status ?s }",
    ),
    ("PlainEdge", "INSERT DATA { <event/bombing> kg:agent <actor/front> }"),
    ("DerivedEdge", "INSERT DATA { <actor/front> kg:killed <actor/karr> }"),
    ("ReportedEdge", "DELETE DATA { <event/bombing> kg:place <actor/northtown> }"),
    # the domain
    ("Range", "DELETE { ?a rdf:object ?o } INSERT { ?a rdf:object <actor/karr> } WHERE { ?a rdf:subject <event/funeral> ; rdf:object ?o }"),
    (
        "Domain",
        "DELETE { ?a rdf:subject ?o } INSERT { ?a rdf:subject <event/funeral> } WHERE { ?a rdf:predicate kg:leads ; rdf:subject ?o }",
    ),
    (
        "Speaker",
        "DELETE { ?a kg:accordingTo ?o } INSERT { ?a kg:accordingTo <event/claim> } WHERE { ?a rdf:predicate kg:leads ; kg:accordingTo ?o }",
    ),
    ("LongAgo", "DELETE { ?t kg:date ?d } INSERT { ?t kg:date '1824-01-03'^^xsd:date } WHERE { ?t a kg:EventTime ; kg:date ?d }"),
    ("Ahead", "DELETE { ?t kg:date ?d } INSERT { ?t kg:date '2027'^^xsd:gYear } WHERE { ?t a kg:EventTime ; kg:date ?d }"),
    ("CountOfStatement", "DELETE { ?e kg:count ?c } INSERT { <event/claim> kg:count ?c } WHERE { ?e kg:count ?c . ?c kg:quote '95' }"),
    ("Toll", "DELETE { ?c kg:atLeast ?n } INSERT { ?c kg:atLeast 950000000 } WHERE { ?c kg:atLeast ?n ; kg:quote '95' }"),
    # documents, passages, decisions, closed sets
    ("Document", "DELETE { ?d kg:identifier ?i } WHERE { ?d kg:identifier ?i ; kg:publisher 'Herald' }"),
    ("Document", "INSERT DATA { <document/d1> kg:published '2024-01-09'^^xsd:date }"),
    ("Passage", "DELETE { ?p oa:hasSource ?d } WHERE { ?a rdf:subject <event/funeral> ; prov:wasDerivedFrom ?p . ?p oa:hasSource ?d }"),
    ("Position", "DELETE { ?m oa:start ?s } WHERE { ?m oa:exact 'funeral' ; oa:start ?s }"),
    ("Mark", "INSERT { ?m oa:exact 5 } WHERE { ?m oa:exact 'funeral' }"),
    ("MarkLength", "DELETE { ?m oa:exact ?w } INSERT { ?m oa:exact 'funerals' } WHERE { ?m oa:exact 'funeral' . BIND('funeral' AS ?w) }"),
    ("MarkInPassage", "DELETE { ?m oa:exact ?w } INSERT { ?m oa:exact 'wedding' } WHERE { ?m oa:exact 'funeral' . BIND('funeral' AS ?w) }"),
    (
        "PassageLength",
        "DELETE { ?p kg:quote ?q } INSERT { ?p kg:quote 'Short.' } WHERE { ?p kg:quote ?q . FILTER(?q = 'A funeral will be held.') }",
    ),
    ("Run", "DELETE { ?r skos:prefLabel ?n } WHERE { ?r a kg:Run ; skos:prefLabel ?n }"),
    ("IdentityDecision", "DELETE { ?d kg:right ?r } INSERT { ?d kg:right ?l } WHERE { ?d kg:left ?l ; kg:right ?r }"),
    ("IdentityDecision", "DELETE { ?d kg:score ?r } INSERT { ?d kg:score 2 } WHERE { ?d kg:score ?r }"),
    ("Status", "INSERT DATA { <status/rumoured> a kg:Status }"),
    ("CountKind", "INSERT DATA { <kind/sick> a kg:CountKind }"),
    ("Basis", "INSERT DATA { <basis/x> a kg:Basis }"),
    ("Judgement", "INSERT DATA { <judgement/x> a kg:Judgement }"),
]


@pytest.mark.parametrize(("shape", "change"), BROKEN)
def test_what_breaks_a_shape_is_found(shape: str, change: str) -> None:
    assert shape in {finding.shape for finding in findings(change)}


def test_every_shape_has_a_graph_that_breaks_it() -> None:
    known = {str(shape).rpartition("/")[2] for shape in shapes().subjects(RDF.type, SH.NodeShape)}
    assert known - {shape for shape, _ in BROKEN} == {"KilledWithoutVictim"}  # tested below


def test_dead_without_a_victim_are_unlikely() -> None:
    change = """
      DELETE { ?a rdf:predicate kg:victim . <event/killing> kg:victim ?v . ?derived ?p ?o . <actor/westland> kg:killed ?v }
      INSERT { ?a rdf:predicate kg:topic . <event/killing> kg:topic ?v ; kg:count ?c }
      WHERE { ?a rdf:predicate kg:victim ; rdf:object ?v . ?c kg:quote '95' . ?derived rdf:predicate kg:killed ; ?p ?o }"""
    found = findings(f"{change}; DELETE {{ <event/bombing> kg:count ?c }} WHERE {{ ?c kg:quote '95' }}")
    assert [(finding.severity, finding.shape, finding.name) for finding in found] == [
        ("warning", "KilledWithoutVictim", "killing of General Karr")
    ]


def test_a_finding_says_in_words_what_is_wrong_and_where_it_is_said() -> None:
    (range_,) = [
        finding
        for finding in findings(
            "DELETE { ?a rdf:object ?o } INSERT { ?a rdf:object <actor/karr> } WHERE { ?a rdf:subject <event/funeral> ; rdf:object ?o }"
        )
        if finding.shape == "Range"
    ]
    assert re.sub(r"[0-9a-f]{40}", "HASH", str(range_)) == (
        "violation: «funeral» place «General Karr» has an object of a class that its predicate does not allow, such as a person as place "
        f"[Range: {ID}assertion/HASH]\n    d2: {FUNERAL}"
    )
    assert range_.quotations == (Quotation("d2", FUNERAL),)


def test_a_finding_names_the_value_and_a_node_without_a_name_is_its_iri() -> None:
    found = findings("INSERT DATA { <actor/karr> owl:sameAs 'Q1' . <actor/x> a kg:Entity ; kg:type kg:Entity }")
    assert [(finding.name, finding.problem) for finding in found] == [
        ("General Karr", "is the same as something that is no IRI (found Q1)"),
        (f"{ID}actor/x", "must have one name"),
    ]
    assert [finding.quotations[0].sentence for finding in found if finding.quotations] == [BOMBING]


def test_violations_come_before_warnings() -> None:
    found = findings(
        "DELETE { ?t kg:date ?d ; kg:phrase ?p } INSERT { ?t kg:date '1824'^^xsd:gYear } WHERE { ?t a kg:EventTime ; kg:date ?d ; kg:phrase ?p }"
    )
    assert [(finding.severity, finding.shape) for finding in found] == [("violation", "EventTime"), ("warning", "LongAgo")]


def test_every_class_has_a_shape() -> None:
    targets = {NamedNode(str(target)) for target in shapes().objects(None, SH.targetClass)}
    classes = [
        quad.subject.value.removeprefix(ONTOLOGY)
        for quad in ontology_quads()
        if quad.object == NamedNode(str(OWL.Class)) and isinstance(quad.subject, NamedNode)
    ]
    assert [name for name in classes if not targets & set(ancestors(name))] == []


def test_every_message_reads_as_the_rest_of_a_sentence() -> None:
    messages = {str(message) for message in shapes().objects(None, SH.message)}
    assert {text for text in messages if not re.match(r"(must|has|is|lacks|counts|compares|matches|says) ", text)} == set()
    assert [one for one in shapes().subjects(SH.path, None) if shapes().value(one, SH.message) is None] == []


# ---------------------------------------------------------------- samples


def test_a_sample_of_all_articles_has_all_that_they_say_and_a_sound_graph_has_sound_samples() -> None:
    store = graph(EVERYTHING)
    assert check(EmbeddedStore(store), articles=1) == ()
    whole = set(graph(KNOWLEDGE))
    taken = set(sample(graph(KNOWLEDGE), 5))
    assert taken < whole
    left = {str(quad.subject).removeprefix(f"<{ID}").partition("/")[0] for quad in whole - taken if quad.graph_name == DefaultGraph()}
    assert left == {"decision"}


@pytest.mark.parametrize("articles", [1, 2])
def test_a_part_of_a_sound_graph_is_sound(articles: int) -> None:
    assert check(EmbeddedStore(graph(KNOWLEDGE)), articles=articles) == ()


def test_a_sample_takes_articles_by_their_ids_and_always_the_same() -> None:
    store = graph(KNOWLEDGE)
    documents = [
        {quad.subject for quad in sample(store, 1) if quad.predicate.value == f"{ONTOLOGY}identifier"},
        {quad.subject for quad in sample(store, 2) if quad.predicate.value == f"{ONTOLOGY}identifier"},
    ]
    assert documents[0] <= documents[1]
    assert set(sample(store, 1)) == set(sample(store, 1))


def test_a_fault_in_a_sample_is_found() -> None:
    store = graph(KNOWLEDGE)
    store.update("DELETE { ?p kg:quote ?q } WHERE { ?p a kg:Passage ; kg:quote ?q }", prefixes=dict(PREFIXES))
    assert {finding.shape for finding in check(EmbeddedStore(store), articles=1)} == {"Passage"}


# ---------------------------------------------------------------- the command


def test_the_command_prints_findings_and_its_exit_code_tells(tmp_path: Path) -> None:
    from typer.testing import CliRunner  # noqa: PLC0415 - needed here only

    write_store(tmp_path / "good.kg", quads(KNOWLEDGE), finish=apply_rules)
    bad = memory_store(quads(KNOWLEDGE), finish=apply_rules)
    bad.oxigraph.update("DELETE { ?t kg:phrase ?p } WHERE { ?t kg:phrase ?p }", prefixes=dict(PREFIXES))
    write_store(tmp_path / "bad.kg", bad.quads())
    good = CliRunner().invoke(app, ["check", str(tmp_path / "good.kg")])
    assert (good.exit_code, good.stdout, good.stderr) == (0, "", f"{tmp_path / 'good.kg'}: no findings\n")
    found = CliRunner().invoke(app, ["check", str(tmp_path / "bad.kg"), "--sample", "2"])
    assert found.exit_code == 1
    assert found.stdout.startswith("violation: «Reported» of «bombing in Northtown» must keep the words of the text [EventTime: ")
    assert found.stderr == f"{tmp_path / 'bad.kg'}: 1 finding\n"
    assert kg.open(tmp_path / "good.kg").store is not None
