from __future__ import annotations

import json
from typing import get_args

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SKOS

from kg.graph import KG, ONTOLOGY, ontology_path, ontology_quads
from kg.graph.ontology import ancestors
from kg.model import EVENT_TYPES, RELATION_TYPES, ROLES, Basis, Status

TERMS = sorted({quad.subject.value for quad in ontology_quads() if isinstance(quad.subject, NamedNode)} - {ONTOLOGY})
TRIPLES = {(str(quad.subject.value), quad.predicate.value, quad.object) for quad in ontology_quads() if isinstance(quad.subject, NamedNode)}


def values(term: str, predicate: str) -> list[str]:
    return [str(getattr(value, "value", value)) for subject, verb, value in TRIPLES if subject == term and verb == predicate]


def test_code_and_ontology_have_the_same_terms() -> None:
    assert sorted(ONTOLOGY + name for name in KG.__annotations__ if not name.startswith("_")) == TERMS


def test_a_term_that_the_ontology_lacks_is_an_error() -> None:
    with pytest.raises(AttributeError, match="agnet"):
        KG.agnet  # noqa: B018 - the access is what is tested


def test_every_term_of_ours_that_is_used_is_defined() -> None:
    used = {
        part.value
        for quad in ontology_quads()
        for part in (quad.predicate, quad.object)
        if isinstance(part, NamedNode) and part.value.startswith(ONTOLOGY)
    }
    assert used - set(TERMS) == set()


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition, SKOS.example])
def test_every_term_has_exactly_one(predicate: str) -> None:
    assert [term for term in TERMS if len(values(term, str(predicate))) != 1] == []


def test_every_example_has_a_counter_example() -> None:
    examples = {term: values(term, str(SKOS.example))[0] for term in TERMS}
    assert {term: text for term, text in examples.items() if "not" not in text.partition(";")[2]} == {}


def test_every_label_of_the_model_is_a_term() -> None:
    roles = [role[0].lower() + role[1:] for role in ROLES]
    names = {*EVENT_TYPES, *roles, *RELATION_TYPES, *get_args(Status), *(basis.capitalize() for basis in get_args(Basis))}
    assert {name for name in names if ONTOLOGY + name not in TERMS} == set()


def test_every_event_type_is_an_event_through_one_family() -> None:
    assert {name for name in EVENT_TYPES if NamedNode(str(KG.Event)) not in ancestors(name)} == set()


def test_a_bombing_is_an_attack_and_an_attack_is_no_bombing() -> None:
    assert [node.value.rpartition("/")[2] for node in ancestors("Bombing")] == ["Bombing", "Event", "Attack", "Event", "Violence"]
    assert NamedNode(str(KG.Bombing)) not in ancestors("Attack")


def test_every_verb_that_a_class_names_is_a_verb() -> None:
    links = ("agentToTarget", "agentToVictim", "agentToTopic", "agentToAgent", "eventToTarget", "eventToTopic")
    named = {str(getattr(value, "value", "")) for _, predicate, value in TRIPLES if predicate in [ONTOLOGY + link for link in links]}
    verbs = {
        subject for subject, predicate, value in TRIPLES if predicate == str(RDFS.subPropertyOf) and value == NamedNode(str(KG.derivedEdge))
    }
    assert named == verbs


def test_nothing_is_both_class_and_property() -> None:
    kinds = {term: set(values(term, str(RDF.type))) for term in TERMS}
    properties = {str(OWL.ObjectProperty), str(OWL.DatatypeProperty), str(OWL.AnnotationProperty)}
    assert [term for term, types in kinds.items() if str(OWL.Class) in types and types & properties] == []


def test_context_gives_the_terms_their_iris() -> None:
    context = json.loads((ontology_path() / "context.jsonld").read_text(encoding="utf-8"))
    document = context | {"id": "http://x.example/a", "class": "Assertion", "status": "Claimed", "predicate": "agent", "label": "A"}
    found = parse(json.dumps(document).encode(), format=RdfFormat.JSON_LD)
    assert sorted((quad.predicate.value, getattr(quad.object, "value", "")) for quad in found) == [
        (str(RDF.predicate), str(KG.agent)),
        (str(RDF.type), str(KG.Assertion)),
        (str(SKOS.prefLabel), "A"),
        (str(KG.status), str(KG.Claimed)),
    ]
