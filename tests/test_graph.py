from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_example import ID, KNOWLEDGE, actor, event, says, status
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.errors import InputError, UnknownNameError
from kg.graph import PREFIXES, quads
from kg.graph.terms import decimal, partial_date, resource_of_id, segment, text
from kg.model import STATUSES, Count, Document, EntityType, Knowledge, PartialDate, Passage, Span, Status

SENTENCE = Passage("d", Span(0, 9, "A bombing"), (Span(2, 9, "bombing"),))


def short(term: object) -> str:
    written = str(term).strip("<>")
    for prefix, iri in (("id", ID), *PREFIXES.items()):
        if written.startswith(iri):
            return f"{prefix}:{written.removeprefix(iri)}"
    return str(term)


def facts(knowledge: Knowledge, subject: str) -> list[tuple[str, str]]:
    return sorted({(short(quad.predicate), short(quad.object)) for quad in quads(knowledge) if short(quad.subject) == subject})


def plain_edges(knowledge: Knowledge) -> set[str]:
    return {f"{short(quad.subject)} {short(quad.predicate)} {short(quad.object)}" for quad in quads(knowledge)}


def test_an_event_has_its_types_date_status_and_plain_edges() -> None:
    knowledge = replace(KNOWLEDGE, tolls=(), times=(), statuses=())
    assert facts(knowledge, "id:event/bombing") == [
        ("kg:basis", "kg:Inferred"),
        ("kg:date", '"2024-01-03"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("kg:place", "id:actor/northtown"),
        ("kg:target", "id:event/memorial"),
        ("kg:type", "kg:Bombing"),
        ("rdf:type", "kg:Attack"),
        ("rdf:type", "kg:Bombing"),
        ("rdf:type", "kg:Event"),
        ("rdf:type", "kg:Violence"),
        ("rdf:type", "sem:Event"),
        ("skos:prefLabel", '"bombing in Northtown"'),
    ]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("PER", "Person"),
        ("ORG", "Organization"),
        ("GPE", "GeopoliticalEntity"),
        ("LOC", "Location"),
        ("FAC", "Facility"),
        ("GRP", "Group"),
        ("WEA", "Weapon"),
        ("MISC", "Other"),
    ],
)
def test_the_type_of_an_entity_gives_its_class(kind: EntityType, name: str) -> None:
    found = facts(Knowledge(actors=(actor("x", kind, "X"),)), "id:actor/x")
    assert [value for predicate, value in found if predicate == "kg:type"] == [f"kg:{name}"]
    assert ("rdf:type", "kg:Entity") in found


def test_a_time_is_never_an_actor() -> None:
    with pytest.raises(UnknownNameError, match="unknown type of entity 'TIM'"):
        list(quads(Knowledge(actors=(actor("x", "TIM", "Thursday"),))))


def test_names_and_the_same_things_elsewhere() -> None:
    assert ("owl:sameAs", "<http://www.wikidata.org/entity/Q0>") in facts(KNOWLEDGE, "id:actor/karr")
    assert ("skos:altLabel", '"Karr"') in facts(KNOWLEDGE, "id:actor/karr")
    assert ("skos:exactMatch", "<https://sws.geonames.org/1/>") in facts(KNOWLEDGE, "id:actor/northtown")


@pytest.mark.parametrize("meant", STATUSES)
def test_only_what_is_reported_is_a_plain_edge(meant: Status) -> None:
    said = says(SENTENCE, "event/b", "agent", "actor/a", meant)
    assert ("id:event/b kg:agent id:actor/a" in plain_edges(Knowledge(assertions=(said,)))) is (meant == "Reported")


def test_an_assertion_has_its_status_speaker_evidence_and_run() -> None:
    said = says(SENTENCE, "event/b", "agent", "actor/a", "Claimed", "actor/s")
    nodes = {short(quad.subject) for quad in quads(Knowledge(assertions=(said,))) if "id:assertion/" in short(quad.subject)}
    (node,) = nodes
    assert facts(Knowledge(assertions=(said,)), node) == [
        ("kg:accordingTo", "id:actor/s"),
        ("kg:confidence", '"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("kg:status", "kg:Claimed"),
        ("prov:wasDerivedFrom", "id:passage/d/0-9/2-9"),
        ("prov:wasGeneratedBy", "id:run/reader%201"),
        ("rdf:object", "id:actor/a"),
        ("rdf:predicate", "kg:agent"),
        ("rdf:subject", "id:event/b"),
        ("rdf:type", "kg:Assertion"),
        ("rdf:type", "kg:Report"),
        ("rdf:type", "prov:Entity"),
        ("rdf:type", "rdf:Statement"),
    ]


def test_two_that_differ_in_confidence_alone_are_one_and_the_surest() -> None:
    said = says(SENTENCE, "event/b", "agent", "actor/a")
    both = Knowledge(assertions=(said, replace(said, confidence=0.95, extractor="reader 2")))
    assert plain_edges(both) == plain_edges(Knowledge(assertions=(both.assertions[1],)))


def test_two_articles_that_disagree_are_two_assertions() -> None:
    said = says(SENTENCE, "event/b", "agent", "actor/a")
    other = replace(said, status="Denied", evidence=replace(SENTENCE, document="e"))
    nodes = {quad.subject for quad in quads(Knowledge(assertions=(said, other))) if "id:assertion/" in short(quad.subject)}
    assert len(nodes) == 2


PLACES = (
    actor("per", "PER", "P"),
    actor("gpe", "GPE", "G"),
    actor("fac", "FAC", "F"),
    event("b", "Bombing", "b"),
    event("c", "Clash", "c"),
)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("event/b place actor/gpe", True),
        ("event/b place actor/per", False),
        ("event/b place event/c", False),
        ("event/b agent event/c", True),
        ("event/b agent event/b", False),
        ("event/b victim actor/per", True),
        ("event/b victim actor/fac", False),
        ("actor/per leads actor/gpe", True),
        ("actor/fac leads actor/gpe", False),
        ("event/b place actor/unknown", True),
    ],
)
def test_what_the_ontology_does_not_allow_is_not_said(said: str, written: bool, caplog: pytest.LogCaptureFixture) -> None:  # noqa: FBT001 - a table
    caplog.set_level("INFO")
    subject, predicate, filler = said.split()
    knowledge = Knowledge(actors=PLACES[:3], events=PLACES[3:], assertions=(says(SENTENCE, subject, predicate, filler),))
    assert (f"id:{subject} kg:{predicate} id:{filler}" in plain_edges(knowledge)) is written
    assert any("id:assertion/" in short(quad.subject) for quad in quads(knowledge)) is written
    assert ("left out 1 assertions" in caplog.text) is not written


def test_a_thing_that_cannot_speak_is_no_source() -> None:
    said = says(SENTENCE, "event/b", "agent", "actor/per", "Claimed", "event/c")
    knowledge = Knowledge(actors=PLACES[:3], events=PLACES[3:], assertions=(said, replace(said, according_to="actor/fac")))
    assert [short(quad.object) for quad in quads(knowledge) if short(quad.predicate) == "kg:accordingTo"] == ["id:actor/fac"]


def test_a_passage_is_a_sentence_with_marks() -> None:
    knowledge = Knowledge(assertions=(says(SENTENCE, "event/b", "agent", "actor/a"),))
    assert facts(knowledge, "id:passage/d/0-9/2-9") == [
        ("kg:mark", "id:mark/d/2-9"),
        ("kg:quote", '"A bombing"'),
        ("oa:hasSelector", "id:selector/d/0-9"),
        ("oa:hasSource", "id:document/d"),
        ("rdf:type", "kg:Passage"),
        ("rdf:type", "oa:SpecificResource"),
        ("rdf:type", "prov:Entity"),
    ]
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert facts(knowledge, "id:mark/d/2-9")[:3] == [("oa:end", f'"9"{integer}'), ("oa:exact", '"bombing"'), ("oa:start", f'"2"{integer}')]
    assert facts(knowledge, "id:selector/d/0-9")[:2] == [("oa:end", f'"9"{integer}'), ("oa:start", f'"0"{integer}')]


def test_an_open_bound_of_a_toll_is_absent() -> None:
    found = {
        tuple(value for predicate, value in facts(KNOWLEDGE, node) if predicate in ("kg:atLeast", "kg:atMost", "kg:reportedOn"))
        for node in {short(quad.subject) for quad in quads(KNOWLEDGE)}
        if node.startswith("id:count/")
    }
    xsd = "^^<http://www.w3.org/2001/XMLSchema#"
    assert found == {
        (f'"84"{xsd}integer>', f'"84"{xsd}integer>', f'"2024-01-04"{xsd}date>'),
        (f'"95"{xsd}integer>', f'"2024-01-05"{xsd}date>'),
    }


def test_a_part_points_to_its_whole_and_a_new_number_to_the_one_that_it_revises() -> None:
    first = KNOWLEDGE.tolls[0]
    part, newer = (replace(first, count=Count(n, n, str(n))) for n in (3, 80))
    knowledge = replace(KNOWLEDGE, tolls=(first, replace(part, part_of=first), replace(newer, revises=first)))
    (whole,) = {short(quad.subject) for quad in quads(replace(KNOWLEDGE, tolls=(first,))) if short(quad.subject).startswith("id:count/")}
    edges = [(short(quad.predicate), short(quad.object)) for quad in quads(knowledge) if short(quad.object) == whole]
    assert edges == [("kg:count", whole), ("kg:partOfCount", whole), ("kg:revises", whole)]


def test_a_time_has_its_phrase_reference_and_basis() -> None:
    (node,) = {short(quad.subject) for quad in quads(KNOWLEDGE) if short(quad.subject).startswith("id:time/")}
    found = facts(KNOWLEDGE, node)
    assert [fact for fact in found if fact[0].startswith("kg:")] == [
        ("kg:basis", "kg:Inferred"),
        ("kg:date", '"2024-01-03"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("kg:phrase", '"on Wednesday"'),
        ("kg:reference", '"2024-01-05"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("kg:status", "kg:Reported"),
    ]
    assert f"id:event/bombing kg:time {node}" in plain_edges(KNOWLEDGE)


def test_an_event_has_every_status_that_it_is_given() -> None:
    knowledge = Knowledge(events=(event("b", "Bombing", "b"),), statuses=(status("b", SENTENCE), status("b", SENTENCE, "Denied")))
    assert [value for predicate, value in facts(knowledge, "id:event/b") if predicate == "kg:status"] == ["kg:Denied", "kg:Reported"]


def test_a_decision_keeps_its_score_and_reasons() -> None:
    (node,) = {short(quad.subject) for quad in quads(KNOWLEDGE) if short(quad.subject).startswith("id:decision/")}
    assert facts(KNOWLEDGE, node)[:6] == [
        ("kg:judgement", "kg:Different"),
        ("kg:left", "id:event/bombing"),
        ("kg:reason", '"other place"'),
        ("kg:reason", '"other year"'),
        ("kg:right", "id:event/strike"),
        ("kg:score", '"0.25"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ]


def test_two_decisions_that_differ_in_score_or_reasons_are_two() -> None:
    (one,) = KNOWLEDGE.decisions
    both = Knowledge(decisions=(one, replace(one, score=0.5), replace(one, reasons=("other",))))
    scores = {short(quad.subject): short(quad.object) for quad in quads(both) if short(quad.predicate) == "kg:score"}
    assert sorted(value.split('"')[1] for value in scores.values()) == ["0.25", "0.25", "0.5"]


def test_an_unknown_predicate_names_those_that_exist() -> None:
    said = replace(says(SENTENCE, "event/b", "agent", "actor/a"), predicate="agnet")
    with pytest.raises(UnknownNameError, match=r"unknown predicate 'agnet'\. Known: affiliatedWith, agent"):
        list(quads(Knowledge(assertions=(said,))))


def test_a_same_as_that_is_no_iri_is_an_error() -> None:
    broken = replace(actor("x", "PER", "X"), same_as=("no iri",))
    with pytest.raises(InputError, match="'no iri' is no IRI"):
        list(quads(Knowledge(actors=(broken,))))


def test_nothing_is_a_blank_node_and_the_order_is_the_same_each_time() -> None:
    written = list(quads(KNOWLEDGE))
    assert written == list(quads(KNOWLEDGE))
    assert [quad for quad in written if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)] == []


def test_the_store_keeps_every_term_as_it_was_written() -> None:
    store = Store()
    written = set(quads(KNOWLEDGE))
    store.extend(written)
    assert set(store) == written


def test_the_base_of_the_iris_can_be_chosen() -> None:
    made = quads(Knowledge(documents=(Document("d", "text"),)), base="http://x.example/")
    assert {str(quad.subject) for quad in made} == {"<http://x.example/document/d>"}


@pytest.mark.parametrize("hostile", ["", ".", "..", "~", "~.", "a/../b", "a b", "<x> ?y", 'a"b', "é", "\ud800", "%2F", "#x", "\x00"])
def test_any_id_of_a_document_gives_one_segment(hostile: str) -> None:
    made = segment(hostile)
    assert made.isascii()
    assert made not in ("", ".", "..")
    assert not set(made) & set('/?#<>"{}|\\^` ')
    assert NamedNode(f"http://x.example/{made}").value.endswith(made)


def test_a_long_id_is_cut_in_an_iri_and_stays_its_own() -> None:
    made = [segment(f"{'é' * 400}{'x' * 100_000}{end}") for end in "ab"]
    assert made[0] != made[1]
    assert max(map(len, made)) < 2_000
    assert all(re.fullmatch(r"(?:%C3%A9)+(?:%C3)?~[0-9a-f]{64}", one) for one in made)


@given(st.text(), st.text())
def test_two_ids_never_give_one_segment(one: str, other: str) -> None:
    assert (segment(one) == segment(other)) is (one == other)


def test_the_path_of_a_resolved_id_stays_a_path() -> None:
    assert resource_of_id(ID, "actor/a b") == NamedNode(f"{ID}actor/a%20b")


@given(st.text())
def test_a_text_survives_writing_and_reading(words: str) -> None:
    quad = Quad(NamedNode("http://x.example/a"), NamedNode("http://x.example/p"), text(words))
    (back,) = parse(serialize([quad], format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
    assert back == quad


def test_a_lone_surrogate_becomes_a_question_mark_of_the_same_length() -> None:
    assert text("a\ud800b").value == "a?b"


@pytest.mark.parametrize(("value", "written"), [(1.0, "1"), (0.0, "0"), (-0.00001, "0"), (0.5, "0.5"), (0.93456, "0.9346"), (10.0, "10")])
def test_a_decimal_has_the_form_that_the_store_keeps(value: float, written: str) -> None:
    assert decimal(value).value == written


@pytest.mark.parametrize(("value", "datatype"), [("2024", "gYear"), ("2024-02", "gYearMonth"), ("2024-02-29", "date")])
def test_the_precision_of_a_date_is_its_datatype(value: str, datatype: str) -> None:
    made = partial_date(PartialDate(value))
    assert (made.value, made.datatype.value) == (value, f"{PREFIXES['xsd']}{datatype}")


@pytest.mark.parametrize("value", ["", "24", "2024-13", "2023-02-29", "2024-1-3", "20240103", "2024-01-03-04", "Thursday", "2024-W01"])
def test_what_is_no_date_is_an_error(value: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        partial_date(PartialDate(value))


def test_a_document_keeps_what_is_known_of_it_and_nothing_else() -> None:
    full = Document(
        "d", "text", title="T", published=date(2024, 1, 4), publisher="P", url="javascript:x", language="en", retrieved=date(2024, 1, 5)
    )
    day = "^^<http://www.w3.org/2001/XMLSchema#date>"
    assert facts(Knowledge(documents=(full,)), "id:document/d") == [
        ("kg:identifier", '"d"'),
        ("kg:language", '"en"'),
        ("kg:published", f'"2024-01-04"{day}'),
        ("kg:publisher", '"P"'),
        ("kg:retrieved", f'"2024-01-05"{day}'),
        ("kg:title", '"T"'),
        ("kg:url", '"javascript:x"'),
        ("rdf:type", "kg:Document"),
        ("rdf:type", "prov:Entity"),
    ]
    assert facts(Knowledge(documents=(Document("d", "text"),)), "id:document/d")[0] == ("kg:identifier", '"d"')
    assert len(facts(Knowledge(documents=(Document("d", "text"),)), "id:document/d")) == 3
