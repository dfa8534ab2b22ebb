"""The answer to a query as a network: which terms become nodes and edges, and what the graph knows of them."""

from __future__ import annotations

from copy import deepcopy

import networkx as nx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import QueryError
from kg.graph import PREFIXES
from kg.network import Evidence, answer_network
from kg.query import Table, Term, Triples

KG, ID = PREFIXES["kg"], "https://example.org/"
EVIDENCE = (Evidence("The Front claimed the blast.", 0, 28, document="d1"),)


def node(name: str) -> NamedNode:
    return NamedNode(f"{ID}{name}")


def term(name: str) -> NamedNode:
    return NamedNode(f"{KG}{name}")


@pytest.fixture
def network() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node(f"{ID}front", label="The Front", kind="actor", type="ArmedGroup")
    graph.add_node(f"{ID}blast", label="blast in Arda", kind="event", type="Bombing")
    graph.add_node(f"{ID}arda", label="Arda", kind="actor", type="GeopoliticalEntity")
    graph.add_edge(f"{ID}front", f"{ID}blast", key="k1", relation="claimed", status="Reported", evidence=EVIDENCE)
    graph.add_edge(f"{ID}blast", f"{ID}front", key="k2", relation="agent", status="Claimed", evidence=EVIDENCE)
    graph.add_edge(f"{ID}blast", f"{ID}front", key="k3", relation="agent", status="Denied", evidence=())
    graph.add_edge(f"{ID}blast", f"{ID}arda", key="k4", relation="place", status="Reported", evidence=EVIDENCE)
    return graph


def edges_of(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, object]]:
    """Source, relation, target and status of each edge, without the prefix."""
    rows = [(s.removeprefix(ID), str(a["relation"]), t.removeprefix(ID), a.get("status")) for s, t, a in graph.edges(data=True)]
    return sorted(rows, key=str)


def test_triples_that_the_graph_asserts_bring_their_status_and_sentences(network: nx.MultiDiGraph[str]) -> None:
    answer = Triples((Triple(node("blast"), term("agent"), node("front")), Triple(node("front"), term("claimed"), node("blast"))))
    before = deepcopy(network)
    drawn = answer_network(network, answer)
    assert {name: drawn.nodes[name] for name in drawn} == {name: before.nodes[name] for name in (f"{ID}blast", f"{ID}front")}
    assert {edge: drawn.edges[edge] for edge in drawn.edges(keys=True)} == {
        edge: before.edges[edge] for edge in before.edges(keys=True) if edge[2] != "k4"
    }
    assert nx.utils.graphs_equal(network, before)


def test_triples_that_are_only_constructed_are_edges_without_a_sentence(network: nx.MultiDiGraph[str]) -> None:
    drawn = answer_network(network, Triples((Triple(node("front"), NamedNode("http://x.example/ns#operatesIn"), node("arda")),)))
    assert edges_of(drawn) == [("front", "operatesIn", "arda", None)]
    assert [edge["evidence"] for _, _, edge in drawn.edges(data=True)] == [()]


def test_types_and_labels_are_attributes_and_literals_are_nodes_of_their_own(network: nx.MultiDiGraph[str]) -> None:
    label, type_ = NamedNode(f"{PREFIXES['rdfs']}label"), NamedNode(f"{PREFIXES['rdf']}type")
    answer = Triples(
        (
            *(Triple(node("new"), label, Literal("New one")), Triple(node("new"), type_, term("Person"))),
            *(Triple(node("new"), term("deaths"), Literal("84")), Triple(node("blast"), term("deaths"), Literal("84"))),
            *(Triple(node("blast"), label, Literal("other name")), Triple(BlankNode("b"), term("near"), node("new"))),
        )
    )
    drawn = answer_network(network, answer)
    assert {name.removeprefix(ID): (a["label"], a.get("type")) for name, a in drawn.nodes(data=True)} == {
        "blast": ("blast in Arda", "Bombing"),
        "new": ("New one", "Person"),
        f"blast {KG}deaths {Literal('84')}": ("84", None),
        f"new {KG}deaths {Literal('84')}": ("84", None),
        "_:b": ("_:b", None),
    }
    assert [row[:2] for row in edges_of(drawn)] == [("_:b", "near"), ("blast", "deaths"), ("new", "deaths")]


@pytest.mark.parametrize("names", [("s", "p", "o"), ("object", "subject", "predicate")])
def test_rows_of_subject_predicate_object_are_triples(network: nx.MultiDiGraph[str], names: tuple[str, ...]) -> None:
    row = {"s": node("blast"), "p": term("place"), "o": node("arda")}
    table = Table(names, (tuple(row[name[0]] for name in names),))
    assert edges_of(answer_network(network, table)) == [("blast", "place", "arda", "Reported")]


def test_two_columns_of_things_are_joined_by_what_the_graph_says_of_them_or_by_the_columns_name(network: nx.MultiDiGraph[str]) -> None:
    rows = (
        (Literal("x"), node("front"), node("blast"), Literal("2024")),
        (Literal("x"), node("front"), node("arda"), None),
        (Literal("x"), node("front"), None, None),
    )
    drawn = answer_network(network, Table(("name", "actor", "was_in", "date"), rows))
    assert edges_of(drawn) == [
        ("blast", "agent", "front", "Claimed"),
        ("blast", "agent", "front", "Denied"),
        ("front", "claimed", "blast", "Reported"),
        ("front", "was in", "arda", None),
    ]


def test_a_column_may_say_what_joins_the_two(network: nx.MultiDiGraph[str]) -> None:
    rows = ((node("front"), term("claimed"), node("blast")), (node("front"), term("agent"), node("blast")))
    assert edges_of(answer_network(network, Table(("a", "relation", "b"), rows))) == [
        ("front", "agent", "blast", None),  # the graph says it the other way round, which is something else
        ("front", "claimed", "blast", "Reported"),
    ]
    spoken = Table(("a", "verb", "b"), ((node("front"), Literal("shelled"), node("arda")),))
    assert edges_of(answer_network(network, spoken)) == [("front", "shelled", "arda", None)]


def test_the_order_of_rows_does_not_matter_and_a_row_twice_is_one_edge(network: nx.MultiDiGraph[str]) -> None:
    rows = ((node("front"), node("x")), (node("arda"), node("x")), (node("front"), node("x")))
    one, other = (answer_network(network, Table(("a", "b"), some)) for some in (rows, rows[::-1]))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
    assert one.number_of_edges() == 2


def test_an_answer_without_rows_is_an_empty_network(network: nx.MultiDiGraph[str]) -> None:
    assert len(answer_network(network, Table(("a", "b"), ()))) == 0
    assert len(answer_network(network, Triples(()))) == 0


@pytest.mark.parametrize("columns", [("event",), ("event", "name"), ("name", "date")])
def test_rows_without_two_columns_of_things_cannot_be_drawn(network: nx.MultiDiGraph[str], columns: tuple[str, ...]) -> None:
    values: dict[str, Term] = {"event": node("blast"), "name": Literal("blast"), "date": Literal("2024")}
    found = "event" if "event" in columns else "none"
    with pytest.raises(QueryError, match=f"two columns of IRIs. Its columns: {', '.join(columns)}; of IRIs: {found}"):
        answer_network(network, Table(columns, (tuple(values[name] for name in columns),)))


def test_yes_or_no_cannot_be_drawn(network: nx.MultiDiGraph[str]) -> None:
    with pytest.raises(QueryError, match="yes or no cannot be drawn"):
        answer_network(network, True)  # noqa: FBT003 - what an ASK answers
