"""A store as a graph of rdflib: the same triples, queries answered by the engine, and nothing that rdflib would answer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from knowledge_example import KNOWLEDGE
from rdflib import RDF, URIRef
from rdflib.plugins.sparql import prepareQuery

from kg.errors import StoreError
from kg.graph import KG, ONTOLOGY_GRAPH, apply_rules, quads
from kg.store import EmbeddedStore, memory_store, open_store, write_store
from kg.store.rdf_library import rdflib_graph

if TYPE_CHECKING:
    from pathlib import Path

ASKED = "SELECT ?name WHERE { ?bombing a kg:Bombing ; skos:prefLabel ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return memory_store(quads(KNOWLEDGE), finish=apply_rules)


def test_it_holds_what_is_said_without_the_ontology(store: EmbeddedStore) -> None:
    graph = rdflib_graph(store)
    said = [quad for quad in store.quads() if quad.graph_name != ONTOLOGY_GRAPH]
    assert len(graph) == len(said) == len(list(graph))
    assert {str(subject) for subject in graph.subjects(RDF.type, KG.Bombing)} == {
        quad.subject.value  # type: ignore[union-attr]  # no blank nodes
        for quad in said
        if str(quad.object) == f"<{KG.Bombing}>" and str(quad.predicate) == f"<{RDF.type}>"
    }


def test_the_engine_answers_as_rdflib_would(store: EmbeddedStore) -> None:
    graph, copied = rdflib_graph(store), rdflib.Graph()
    for prefix, iri in graph.namespaces():
        copied.bind(prefix, iri)
    copied += graph
    rows = [tuple(row) for row in graph.query(ASKED)]  # type: ignore[arg-type]  # a SELECT has rows
    assert rows == [tuple(row) for row in copied.query(ASKED)]  # type: ignore[arg-type]
    assert rows


def test_what_rdflib_would_answer_itself_is_refused(store: EmbeddedStore) -> None:
    graph = rdflib_graph(store)
    with pytest.raises(StoreError, match="a prepared query cannot be asked"):
        graph.query(prepareQuery("SELECT ?s WHERE { ?s ?p ?o }"))
    with pytest.raises(StoreError, match="Give the query as a string, and nothing with it"):
        graph.query("SELECT ?s WHERE { ?s ?p ?o }", base="http://x.example/")


def test_a_graph_in_a_folder_is_only_read(tmp_path: Path) -> None:
    write_store(tmp_path / "news.kg", quads(KNOWLEDGE))
    with open_store(tmp_path / "news.kg") as opened:
        graph = rdflib_graph(opened)
        assert (None, RDF.type, KG.Bombing) in graph
        with pytest.raises(RuntimeError, match="read-write"):
            graph.add((URIRef("urn:a"), RDF.type, KG.Bombing))
