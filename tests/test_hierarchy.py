from __future__ import annotations

from pyoxigraph import NamedNode
from rdflib import RDFS

from kg.graph import ONTOLOGY, ontology_quads
from kg.hierarchy import ATTACKS, EVENT_CLASSES, PARENT, family, kinds_of, lineage
from kg.model import EVENT_TYPES


def test_code_and_ontology_have_the_same_hierarchy() -> None:
    ours = {*EVENT_TYPES, *EVENT_CLASSES}
    stated = {
        (quad.subject.value.removeprefix(ONTOLOGY), quad.object.value.removeprefix(ONTOLOGY))
        for quad in ontology_quads()
        if quad.predicate.value == str(RDFS.subClassOf) and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    assert {(kind, parent) for kind, parent in stated if kind in ours and parent in ours} == set(PARENT.items())
    assert {kind for kind, parent in stated if parent == "Event" and kind in ours} == set(EVENT_CLASSES)


def test_a_bombing_is_an_attack_and_a_clash_is_none() -> None:
    assert lineage("Bombing") == ("Bombing", "Attack", "Violence")
    assert {"Attack", "Bombing", "AirStrike", "Shooting"} == ATTACKS
    assert kinds_of("Violence") == ATTACKS | {"Clash", "War"}


def test_types_that_name_one_event_are_a_family() -> None:
    assert {kind for kind in EVENT_TYPES if family(kind) == "Attack"} == ATTACKS
    assert [family(kind) for kind in ("Killing", "Clash", "War")] == ["Killing", "Clash", "War"]
