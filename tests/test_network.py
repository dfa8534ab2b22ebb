"""The network room: what the store says becomes nodes and edges with evidence, a name narrows it, GraphML holds it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.errors import InputError, UnknownNameError
from kg.graph import apply_rules, quads
from kg.model import Actor, Assertion, Count, Document, Event, EventStatus, Knowledge, PartialDate, Passage, Span, Status, Toll
from kg.network import Evidence, focus, to_networkx, write
from kg.network import Toll as NetworkToll
from kg.store import memory_store

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The Front claimed the blast in Arda. Police said the Front planned it. A blast killed at least 12 in Arda."
BASE = "https://w3id.org/actor-event-graph/id/"


def span(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words), words)


def passage(document: str, sentence: str, *marks: str) -> Passage:
    whole = span(sentence)
    return Passage(document, whole, tuple(sorted(span(mark, whole.start) for mark in marks)))


def said(
    triple: tuple[str, str, str],
    evidence: Passage,
    *,
    status: Status = "Reported",
    according_to: str | None = None,
    confidence: float = 0.9,
) -> Assertion:
    return Assertion(*triple, status=status, according_to=according_to, evidence=evidence, confidence=confidence, extractor="test")


CLAIM = passage("d1", "The Front claimed the blast in Arda.", "Front", "claimed", "blast")
KILLED = passage("d1", "A blast killed at least 12 in Arda.", "blast", "Arda")
AGAIN = passage("d2", "A blast killed at least 12 in Arda.", "blast", "Arda")
POLICE = passage("d1", "Police said the Front planned it.", "Front")

KNOWLEDGE = Knowledge(
    documents=(
        Document("d1", TEXT, title="Blast", published=date(2024, 1, 4), publisher="Wire", url="https://example.org/1"),
        Document("d2", TEXT, title="Blast again", published=date(2024, 1, 5), publisher="Gazette"),
    ),
    actors=(
        Actor(
            "actor/arda", "GPE", "Arda", same_as=("https://sws.geonames.org/1/", "http://www.wikidata.org/entity/Q1"), point=(1.5, -2.25)
        ),
        Actor("actor/front", "ORG", "The Front", aliases=("Frönt",)),
        Actor("actor/police", "ORG", "Police"),
    ),
    events=(
        Event("event/blast", "Bombing", "blast in Arda", PartialDate("2024-01-03")),
        Event("event/claim", "ClaimResponsibility", "claim"),
    ),
    assertions=(
        said(("event/blast", "agent", "actor/front"), POLICE, status="Accused", according_to="actor/police"),
        said(("event/blast", "place", "actor/arda"), KILLED, confidence=0.5),
        said(("event/blast", "place", "actor/arda"), AGAIN, confidence=0.75),
        said(("event/claim", "agent", "actor/front"), CLAIM),
        said(("event/claim", "topic", "event/blast"), CLAIM, confidence=0.6),
    ),
    tolls=(Toll("event/blast", "killed", Count(12, None, "at least 12"), "Reported", None, date(2024, 1, 4), KILLED),),
)


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph[str]:
    statuses = (EventStatus("event/blast", "Reported", None, KILLED), EventStatus("event/claim", "Reported", None, CLAIM))
    with memory_store(quads(replace(KNOWLEDGE, statuses=statuses)), finish=apply_rules) as store:
        return to_networkx(store)


def name(node: str) -> str:
    return node.removeprefix(BASE)


def evidence_of(place: Passage, title: str, publisher: str, day: str, url: str | None) -> Evidence:
    marks = tuple((mark.start, mark.end) for mark in place.marks)
    return Evidence(place.sentence.text, place.sentence.start, place.sentence.end, marks, place.document, title, publisher, day, url)


WIRE = ("Blast", "Wire", "2024-01-04", "https://example.org/1")
GAZETTE = ("Blast again", "Gazette", "2024-01-05", None)


def test_nodes_say_who_and_what_they_are(network: nx.MultiDiGraph[str]) -> None:
    toll = NetworkToll("killed", 12, None, "at least 12", "Reported", None, "2024-01-04", (evidence_of(KILLED, *WIRE),))
    plain: dict[str, object] = {"aliases": (), "ids": (), "point": None, "date": None, "tolls": ()}
    assert {name(node): attributes for node, attributes in network.nodes(data=True)} == {
        "actor/arda": {
            **plain,
            "label": "Arda",
            "kind": "actor",
            "type": "GeopoliticalEntity",
            "point": (1.5, -2.25),
            "ids": ("http://www.wikidata.org/entity/Q1", "https://sws.geonames.org/1/"),
            "documents": 2,
        },
        "actor/front": {**plain, "label": "The Front", "kind": "actor", "type": "Organization", "aliases": ("Frönt",), "documents": 1},
        "actor/police": {**plain, "label": "Police", "kind": "actor", "type": "Organization", "documents": 1},
        "event/blast": {
            "label": "blast in Arda",
            "kind": "event",
            "type": "Bombing",
            "aliases": (),
            "ids": (),
            "point": None,
            "date": "2024-01-03",
            "tolls": (toll,),
            "documents": 2,
        },
        "event/claim": {**plain, "label": "claim", "kind": "event", "type": "ClaimResponsibility", "documents": 1},
    }


def test_edges_carry_origin_status_source_and_confidence(network: nx.MultiDiGraph[str]) -> None:
    rows = sorted(
        (
            name(source),
            edge["relation"],
            name(target),
            edge["origin"],
            edge["status"],
            edge["according_to"],
            edge["confidence"],
            edge["outlets"],
        )
        for source, target, edge in network.edges(data=True)
    )
    assert rows == [
        ("actor/front", "claimed", "event/blast", "derived", "Reported", None, 0.6, 1),
        ("event/blast", "agent", "actor/front", "role", "Accused", "Police", 0.9, 1),
        ("event/blast", "agent", "actor/front", "role", "Claimed", "The Front", 0.6, 1),
        ("event/blast", "place", "actor/arda", "role", "Reported", None, 0.75, 2),
        ("event/claim", "agent", "actor/front", "role", "Reported", None, 0.9, 1),
        ("event/claim", "topic", "event/blast", "role", "Reported", None, 0.6, 1),
    ]


def test_the_same_said_twice_is_one_edge_with_both_sentences(network: nx.MultiDiGraph[str]) -> None:
    edges = network.get_edge_data(BASE + "event/blast", BASE + "actor/arda")
    assert [edge["evidence"] for edge in edges.values()] == [(evidence_of(KILLED, *WIRE), evidence_of(AGAIN, *GAZETTE))]


def test_a_sentence_that_two_assertions_of_an_edge_rest_on_is_told_once_with_all_their_marks() -> None:
    place = ("event/blast", "place", "actor/arda")
    assertions = (said(place, KILLED), said(place, passage("d1", KILLED.sentence.text, "killed", "Arda")))
    with memory_store(quads(replace(KNOWLEDGE, assertions=assertions)), finish=apply_rules) as store:
        (edge,) = (edge for _, _, edge in to_networkx(store).edges(data=True))
    assert edge["evidence"] == (evidence_of(passage("d1", KILLED.sentence.text, "blast", "killed", "Arda"), *WIRE),)


def test_different_statuses_between_two_nodes_are_parallel_edges(network: nx.MultiDiGraph[str]) -> None:
    edges = network.get_edge_data(BASE + "event/blast", BASE + "actor/front")
    assert sorted(edge["status"] for edge in edges.values()) == ["Accused", "Claimed"]


def test_edge_keys_are_unique_and_the_same_in_every_run(network: nx.MultiDiGraph[str]) -> None:
    keys = [key for _, _, key in network.edges(keys=True)]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith("edge/") for key in keys)


def toy() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, label in (("a", "José Núñez"), ("b", "blast"), ("c", "Arda"), ("d", "far away")):
        graph.add_node(node, label=label, aliases=("Pepe",) if node == "a" else ())
    graph.add_edge("b", "a", key="e1", relation="agent", evidence=(Evidence("x\x00y", 0, 3),))
    graph.add_edge("b", "a", key="e2", relation="agent", confidence=0.5, according_to=None)
    graph.add_edge("b", "c", key="e3", relation="place")
    graph.add_edge("c", "d", key="e4", relation="near")
    return graph


@pytest.mark.parametrize("asked", ["José Núñez", "jose nunez", "JOSE  NUNEZ", "pepe", "a"])
def test_focus_finds_a_name_whatever_its_case_accents_or_alias(asked: str) -> None:
    assert list(focus(toy(), asked, 0)) == ["a"]


def test_focus_goes_as_many_edges_as_asked_in_both_directions_and_keeps_parallel_ones() -> None:
    graph = toy()
    before = deepcopy(graph)
    assert list(focus(graph, "Pepe", 1).edges(keys=True)) == [("b", "a", "e1"), ("b", "a", "e2")]
    assert list(focus(graph, "Pepe", 2)) == ["a", "b", "c"]
    assert list(focus(graph, "Pepe", 9)) == ["a", "b", "c", "d"]
    assert nx.utils.graphs_equal(graph, before)


def test_an_unknown_name_is_an_error_that_lists_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown name 'Jose Nunes'.*José Núñez"):
        focus(toy(), "Jose Nunes")


def test_focus_refuses_negative_hops() -> None:
    with pytest.raises(InputError, match="hops: got -1"):
        focus(toy(), "Pepe", -1)


def test_graphml_keeps_nodes_parallel_edges_keys_and_scalars(tmp_path: Path, network: nx.MultiDiGraph[str]) -> None:
    write(network, tmp_path / "n.graphml")
    back: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True))
    assert set(back.nodes) == set(network.nodes)
    assert set(back.edges(keys=True)) == set(network.edges(keys=True))
    assert back.nodes[BASE + "actor/front"] == {
        "aliases": "Frönt",
        "documents": 1,
        "kind": "actor",
        "label": "The Front",
        "type": "Organization",
    }


def test_graphml_holds_what_xml_cannot_and_leaves_out_the_unknown(tmp_path: Path) -> None:
    graph = toy()
    graph.nodes["b"]["label"] = "bl\x00ast \ud800"
    write(graph, tmp_path / "n.graphml")
    back: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True))
    assert back.nodes["b"]["label"] == "bl\ufffdast \ufffd"
    assert back.edges["b", "a", "e2"] == {"relation": "agent", "confidence": 0.5}


def test_graphml_into_a_missing_folder_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no/n\.graphml: cannot be written"):
        write(toy(), tmp_path / "no" / "n.graphml")


def test_gexf_keeps_nodes_parallel_edges_keys_and_scalars(tmp_path: Path, network: nx.MultiDiGraph[str]) -> None:
    write(network, tmp_path / "n.gexf")
    back: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_gexf(tmp_path / "n.gexf"))
    assert set(back.nodes) == set(network.nodes)
    assert set(back.edges(keys=True)) == set(network.edges(keys=True))
    assert back.nodes[BASE + "actor/front"] == {
        "aliases": "Frönt",
        "documents": 1,
        "kind": "actor",
        "label": "The Front",
        "type": "Organization",
    }
    assert sorted(edge["label"] for _, _, edge in back.edges(data=True)) == sorted(
        edge["relation"] for _, _, edge in network.edges(data=True)
    )
    back_edge = next(edge for _, _, edge in back.edges(data=True) if edge["relation"] == "claimed")
    assert {name: back_edge[name] for name in ("origin", "status", "confidence", "outlets")} == {
        "origin": "derived",
        "status": "Reported",
        "confidence": 0.6,
        "outlets": 1,
    }


def test_gexf_holds_what_xml_cannot_and_no_date_of_writing(tmp_path: Path) -> None:
    graph = toy()
    graph.nodes["b"]["label"] = 'bl\x00ast \ud800 lastmodifieddate="1"'
    write(graph, tmp_path / "n.gexf")
    back: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_gexf(tmp_path / "n.gexf"))
    assert back.nodes["b"]["label"] == 'bl\ufffdast \ufffd lastmodifieddate="1"'
    assert "lastmodifieddate" not in (tmp_path / "n.gexf").read_text(encoding="utf-8").partition("<nodes>")[0]
