"""What leaves the graph for other tools: it can be read back, and views say what the graph says in the terms of others."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from knowledge_everything import EVERYTHING
from knowledge_example import ID, KNOWLEDGE
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import PROV, RDF, SDO

from kg.errors import StoreError, UnknownNameError
from kg.graph import KG, PREFIXES, apply_rules, quads
from kg.store import EmbeddedStore, export, memory_store, views

if TYPE_CHECKING:
    from kg.model import Knowledge

NP = "http://www.nanopub.org/nschema#"


def graph(knowledge: Knowledge) -> EmbeddedStore:
    return memory_store(quads(knowledge), finish=apply_rules)


def written(store: EmbeddedStore, kind: str, view: str | None = None) -> bytes:
    stream = io.BytesIO()
    export(store, stream, kind, view=view)
    return stream.getvalue()


def said(store: EmbeddedStore) -> set[Quad]:
    return {quad for quad in store.quads() if quad.graph_name == DefaultGraph()}


def short(term: object) -> str:
    text = str(term).strip("<>")
    for prefix, iri in (("", ID), *PREFIXES.items()):
        if text.startswith(iri):
            return f"{prefix}:{text.removeprefix(iri)}".removeprefix(":")
    return str(term)


def lines(found: list[Triple] | set[Triple]) -> list[str]:
    return sorted(f"{short(triple.subject)} {short(triple.predicate)} {short(triple.object)}" for triple in found)


def view(knowledge: Knowledge, name: str) -> list[str]:
    return lines([q.triple for q in parse(written(graph(knowledge), "ttl", name), format=RdfFormat.TURTLE)])


# ---------------------------------------------------------------- nothing is lost


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")  # rdflib's own parsers use it
@pytest.mark.parametrize("knowledge", [KNOWLEDGE, EVERYTHING])
@pytest.mark.parametrize(
    ("kind", "form"),
    [("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD), ("nt", RdfFormat.N_TRIPLES), ("rdf", RdfFormat.RDF_XML)],
)
def test_what_is_said_can_be_read_back_by_two_parsers(knowledge: Knowledge, kind: str, form: RdfFormat) -> None:
    store = graph(knowledge)
    text = written(store, kind)
    assert set(parse(text, format=form)) == said(store)
    other = rdflib.Graph().parse(text, format={"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}[kind])
    as_lines = other.serialize(format="nt", encoding="utf-8")
    assert set(parse(as_lines, format=RdfFormat.N_TRIPLES)) == said(store)


@pytest.mark.parametrize(("kind", "form"), [("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD), ("nq", RdfFormat.N_QUADS)])
@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        *((value, "decimal") for value in ("32", "1", "-5", "0", "0.5", "-0.25", "100")),
        *((value, "integer") for value in ("32", "-1", "0")),
        *(("1.0E0", "double"), ("true", "boolean"), ("2024", "gYear"), ("2024-01", "gYearMonth"), ("2024-01-03", "date"), ("32", "string")),
    ],
)
def test_a_number_keeps_its_type(value: str, datatype: str, kind: str, form: RdfFormat) -> None:
    literal = Literal(value, datatype=NamedNode(PREFIXES["xsd"] + datatype))
    store = memory_store([Quad(NamedNode(f"{ID}actor/x"), NamedNode(str(term)), literal) for term in (KG.score, KG.quote, KG.date)])
    assert set(parse(written(store, kind), format=form)) == said(store)


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")  # rdflib's own parsers use it
@pytest.mark.parametrize("knowledge", [KNOWLEDGE, EVERYTHING])
def test_nquads_hold_the_ontology_too(knowledge: Knowledge) -> None:
    store = graph(knowledge)
    text = written(store, "nq")
    assert set(parse(text, format=RdfFormat.N_QUADS)) == set(store.quads())
    other = rdflib.Dataset()
    other.parse(text, format="nquads")
    assert len(list(other.quads())) == len(store)


def test_rdf_star_can_be_turned_back() -> None:
    store = graph(KNOWLEDGE)
    back = set()
    for quad in parse(written(store, "ttl", "star"), format=RdfFormat.TURTLE):
        if isinstance(quad.object, Triple):
            ends = zip(("subject", "predicate", "object"), (quad.object.subject, quad.object.predicate, quad.object.object), strict=True)
            back |= {Quad(quad.subject, NamedNode(str(RDF[name])), end) for name, end in ends}
            back.add(Quad(quad.subject, NamedNode(str(RDF.type)), NamedNode(str(RDF.Statement))))
        else:
            back.add(quad)
    assert back == said(store)


@pytest.mark.parametrize("kind", ["jsonld", "nq", "nt", "rdf", "trig", "ttl"])
def test_the_same_graph_gives_the_same_bytes(kind: str) -> None:
    assert written(graph(KNOWLEDGE), kind) == written(graph(KNOWLEDGE), kind)
    assert [written(graph(KNOWLEDGE), "ttl", name) for name in views()] == [written(graph(KNOWLEDGE), "ttl", name) for name in views()]


# ---------------------------------------------------------------- JSON-LD


def test_an_article_holds_its_passages_and_a_passage_what_rests_on_it() -> None:
    nodes = json.loads(written(graph(KNOWLEDGE), "jsonld"))["@graph"]
    assert [node["id"].removeprefix(ID) for node in nodes[:2]] == ["document/d1", "document/d2"]
    funeral = [passage for passage in nodes[1]["passages"] if passage["quote"] == "A funeral will be held."]
    (assertion,) = [report for passage in funeral for report in passage["reports"] if "kg:Assertion" in report["class"]]
    assert {key: assertion[key] for key in ("subject", "predicate", "object", "status", "confidence")} == {
        "subject": f"{ID}event/funeral",
        "predicate": "kg:place",
        "object": f"{ID}actor/northtown",
        "status": "kg:Planned",
        "confidence": "0.9",
    }
    assert [passage["selector"]["start"] for passage in funeral] == [100]
    assert {node["id"].removeprefix(ID).partition("/")[0] for node in nodes[2:]} == {"actor", "decision", "event", "run"}


def test_json_ld_needs_nothing_from_the_web() -> None:
    context = json.loads(written(graph(KNOWLEDGE), "jsonld"))["@context"]
    assert isinstance(context, dict)


# ---------------------------------------------------------------- nanopublications


def test_each_assertion_is_a_nanopublication() -> None:
    store = graph(KNOWLEDGE)
    found = list(parse(written(store, "trig"), format=RdfFormat.TRIG))
    publications = {quad.subject for quad in found if quad.object == NamedNode(f"{NP}Nanopublication")}
    assertions = {quad.subject for quad in said(store) if quad.object == NamedNode(str(KG.Assertion))}
    assert len(publications) == len(assertions)
    graphs: dict[str, set[str]] = {}
    for quad in found:
        name, _, part = quad.graph_name.value.partition("#")
        graphs.setdefault(name, set()).add(part)
    assert {tuple(sorted(parts)) for parts in graphs.values()} == {("assertion", "head", "provenance", "pubinfo")}
    assert graphs.keys() == {publication.value for publication in publications if isinstance(publication, NamedNode)}


def test_a_claim_is_published_with_who_makes_it_and_in_which_words() -> None:
    found = list(parse(written(graph(KNOWLEDGE), "trig"), format=RdfFormat.TRIG))
    claimed = [
        quad.graph_name
        for quad in found
        if lines([quad.triple]) == ["event/bombing kg:agent actor/front"] and str(quad.graph_name).endswith("#assertion>")
    ]
    assert len(claimed) == 1
    assertion = claimed[0]
    origin = NamedNode(str(assertion).strip("<>").replace("#assertion", "#provenance"))
    told = [quad.triple for quad in found if quad.graph_name == origin]
    assert {(short(t.predicate), short(t.object)) for t in told if t.subject == assertion} >= {
        ("kg:status", "kg:Claimed"),
        ("kg:accordingTo", "actor/front"),
        ("kg:rule", '"claimed-agent"'),
    }
    assert {short(t.object) for t in told if short(t.predicate) == "kg:quote"} == {'"The Front claimed responsibility for the bombing."'}
    assert [q for q in found if q.graph_name == assertion and lines([q.triple]) != ["event/bombing kg:agent actor/front"]] == []


# ---------------------------------------------------------------- views


def test_the_view_for_sem_speaks_sem_only() -> None:
    found = view(KNOWLEDGE, "sem")
    predicates = {line.split()[1].partition(":")[0] for line in found}
    assert predicates == {"rdf", "rdfs", "sem"}
    assert [line for line in found if line.startswith("event/bombing ")] == [
        "event/bombing rdf:type sem:Event",
        'event/bombing rdfs:label "bombing in Northtown"',
        "event/bombing sem:eventType kg:Bombing",
        next(line for line in found if line.startswith("event/bombing sem:hasActor")),
        next(line for line in reversed(found) if line.startswith("event/bombing sem:hasActor")),
        "event/bombing sem:hasPlace actor/northtown",
        'event/bombing sem:hasTimeStamp "2024-01-03"^^<http://www.w3.org/2001/XMLSchema#date>',
    ]


def test_in_sem_who_only_claims_is_agent_in_a_view_and_who_denies_is_not() -> None:
    found = view(KNOWLEDGE, "sem")
    views_of_bombing = [line.split()[2] for line in found if line.startswith("event/bombing sem:hasActor")]
    of_views = {line.removeprefix(f"{one} ") for one in views_of_bombing for line in found if line.startswith(f"{one} ")}
    assert of_views == {
        "rdf:type sem:View",
        "rdf:value actor/front",
        "rdf:value actor/westland",
        "sem:accordingTo actor/eastland",
        "sem:accordingTo actor/front",
        "sem:roleType kg:agent",
    }


def test_the_view_for_the_web_uses_terms_of_schema_org_only() -> None:
    triples = [quad.triple for quad in parse(written(graph(KNOWLEDGE), "ttl", "schema"), format=RdfFormat.TURTLE)]
    schema = str(SDO._NS)  # noqa: SLF001 - rdflib has no other name for it
    terms = {triple.predicate.value for triple in triples} | {
        triple.object.value for triple in triples if isinstance(triple.object, NamedNode) and triple.predicate.value == str(RDF.type)
    }
    assert {term for term in terms - {str(RDF.type)} if term.removeprefix(schema) not in SDO} == set()
    found = lines(triples)
    assert 'document/d1 schema:headline "Bombing hits memorial"' in found
    assert "event/bombing schema:location actor/northtown" in found
    assert not any(line.startswith("event/bombing schema:organizer") for line in found)
    assert not any(line.startswith("event/funeral schema:location") for line in found)


def test_what_cannot_be_written_so_is_an_error_that_lists_what_can() -> None:
    store = graph(KNOWLEDGE)
    with pytest.raises(UnknownNameError, match=r"unknown view 'foaf'\. Known: schema, sem, star"):
        written(store, "ttl", "foaf")
    with pytest.raises(UnknownNameError, match=r"unknown export format of the view star 'jsonld'\. Known: nq, nt, ttl"):
        written(store, "jsonld", "star")
    with pytest.raises(UnknownNameError, match=r"unknown export format of the view sem 'trig'\. Known: jsonld, nq, nt, rdf, ttl"):
        written(store, "trig", "sem")
    with pytest.raises(UnknownNameError, match=r"unknown export format of the view sem 'graphml'"):
        written(store, "graphml", "sem")


def test_a_character_that_xml_cannot_hold_is_an_error_and_no_broken_file() -> None:
    store = memory_store([Quad(NamedNode(f"{ID}actor/x"), NamedNode(str(KG.quote)), Literal("a\x01b"))])
    with pytest.raises(StoreError, match=r"RDF/XML cannot hold the character U\+0001"):
        written(store, "rdf")


def test_views_can_be_read_in_every_format_that_fits() -> None:
    store = graph(KNOWLEDGE)
    forms = {
        "ttl": RdfFormat.TURTLE,
        "nq": RdfFormat.N_QUADS,
        "jsonld": RdfFormat.JSON_LD,
        "nt": RdfFormat.N_TRIPLES,
        "rdf": RdfFormat.RDF_XML,
    }
    for name in ("schema", "sem"):
        read = [set(parse(written(store, kind, name), format=form)) for kind, form in forms.items()]
        assert all(one == read[0] for one in read)
    assert str(PROV.wasDerivedFrom) not in written(store, "ttl", "sem").decode().replace("@prefix prov: <http://www.w3.org/ns/prov#>", "")
