"""Files of a network for other tools, loaded back: nothing is lost on the way, and no cell is a formula."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no types
import pytest
from knowledge_example import ID, KNOWLEDGE

from kg.errors import InputError, UnknownNameError
from kg.graph import apply_rules, quads
from kg.network import FORMATS, Evidence, to_networkx, write
from kg.store import memory_store


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph[str]:
    with memory_store(quads(KNOWLEDGE), finish=apply_rules) as store:
        return to_networkx(store)


def hostile() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    sentence = Evidence("@SUM(1) \x00\ud800\r\n-2", 0, 12, publisher="+cmd|' /C calc'!A0", url="=1+1")
    graph.add_node("a", label='=HYPERLINK("https://a.example")', kind="actor", type="Person", aliases=("-1+1", "x;y", "z"), documents=1)
    graph.add_node("b", label="b", kind="event", type="Attack", aliases=(), date="2024-01")
    graph.add_edge("b", "a", key="e", relation="metWith", status="Reported", evidence=(sentence,), outlets=2, symmetric=True)
    return graph


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ends(graph: nx.Graph[str]) -> set[tuple[str, str, str]]:
    assert isinstance(graph, nx.MultiDiGraph)
    return {(source, target, str(key)) for source, target, key in graph.edges(keys=True)}


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_the_same_network_gives_the_same_bytes(network: nx.MultiDiGraph[str], tmp_path: Path, kind: str) -> None:
    one = [path.read_bytes() for path in write(network, tmp_path / f"one.{kind}")]
    two = [path.read_bytes() for path in write(network, tmp_path / f"two.{kind}")]
    assert one == two
    assert all(one)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_every_format_holds_what_is_hostile_and_what_is_empty(tmp_path: Path, kind: str) -> None:
    assert all(path.is_file() for path in write(hostile(), tmp_path / f"hostile.{kind}"))
    assert all(path.is_file() for path in write(nx.MultiDiGraph(), tmp_path / f"empty.{kind}"))


def test_gexf_comes_back_with_nodes_edges_and_days(network: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    (path,) = write(network, tmp_path / "n.gexf")
    back: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_gexf(path))
    assert set(back.nodes) == set(network.nodes)
    assert {(source, target, data["id"]) for source, target, data in back.edges(data=True)} == ends(network)
    bombing = back.nodes[f"{ID}event/bombing"]
    assert (bombing["label"], bombing["start"], bombing["end"]) == ("bombing in Northtown", "2024-01-03", "2024-01-03")
    assert back.nodes[f"{ID}event/strike"]["end"] == "2020-12-31"
    assert {data["weight"] for *_, data in back.edges(data=True)} == {1.0}
    assert b"lastmodifieddate" not in path.read_bytes()


def test_cytoscape_comes_back_with_nodes_edges_and_evidence(network: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    (path,) = write(network, tmp_path / "n.cyjs")
    content = json.loads(path.read_text(encoding="utf-8"))
    back = nx.cytoscape_graph(content)
    assert set(back.nodes) == set(network.nodes)
    assert ends(back) == ends(network)
    sentences = {item["sentence"] for *_, data in back.edges(data=True) for item in data["evidence"]}
    assert sentences == {item.sentence for *_, data in network.edges(data=True) for item in data["evidence"]}


def test_csv_has_the_columns_that_gephi_knows(network: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    nodes, edges = write(network, tmp_path / "n.csv")
    assert (nodes.name, edges.name) == ("n.nodes.csv", "n.edges.csv")
    assert {row["Id"]: row["Label"] for row in rows(nodes)} == {node: attributes["label"] for node, attributes in network.nodes(data=True)}
    assert {(row["Source"], row["Target"], row["Id"]) for row in rows(edges)} == ends(network)
    assert {row["Type"] for row in rows(edges)} == {"Directed"}
    back = nx.from_pandas_edgelist(pd.read_csv(edges), "Source", "Target", edge_attr=True, edge_key="Id", create_using=nx.MultiDiGraph)
    assert ends(back) == ends(network)


@pytest.mark.parametrize("kind", ["csv", "neo4j"])
def test_no_cell_of_a_table_is_a_formula(tmp_path: Path, kind: str) -> None:
    cells = [cell for path in write(hostile(), tmp_path / f"h.{kind}") for row in rows(path) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    assert '\'=HYPERLINK("https://a.example")' in cells


def test_neo4j_gets_typed_headers_labels_and_relationship_types(tmp_path: Path) -> None:
    nodes, edges = write(hostile(), tmp_path / "n.neo4j")
    assert (nodes.parent, nodes.name, edges.name) == (tmp_path / "n.neo4j", "nodes.csv", "relationships.csv")
    person, attack = rows(nodes)
    assert (person["id:ID"], person[":LABEL"], person["aliases:string[]"], person["documents:int"]) == (
        "a",
        "Actor;Person",
        "'-1+1;x,y;z",
        "1",
    )
    assert (attack["id:ID"], attack[":LABEL"], attack["aliases:string[]"], attack["date"]) == ("b", "Event;Attack", "", "2024-01")
    (edge,) = rows(edges)
    assert (edge[":START_ID"], edge[":END_ID"], edge[":TYPE"], edge["symmetric:boolean"], edge["weight:int"]) == (
        "b",
        "a",
        "MET_WITH",
        "true",
        "2",
    )
    assert "\n" not in edge["sentence"]
    assert json.loads(edge["evidence"])[0]["url"] == "=1+1"


def test_parquet_comes_back_typed_with_evidence_as_structures(network: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    nodes, edges = write(network, tmp_path / "n.parquet")
    frame = pd.read_parquet(edges)
    assert {tuple(row) for row in frame[["source", "target", "id"]].itertuples(index=False)} == ends(network)
    stored = pq.read_table(edges).to_pylist()
    for row in stored:
        evidence = network.edges[row["source"], row["target"], row["id"]]["evidence"]
        assert [item["sentence"] for item in row["evidence"]] == [item.sentence for item in evidence]
        assert [[tuple(mark) for mark in item["marks"]] for item in row["evidence"]] == [list(item.marks) for item in evidence]
    tolls = {row["id"]: row["tolls"] for row in pq.read_table(nodes).to_pylist()}
    assert [toll["at_least"] for toll in tolls[f"{ID}event/bombing"]] == [84, 95]


def test_an_unknown_format_is_an_error_that_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown network format 'xlsx'\. Known: csv, cyjs, gexf, graphml, neo4j, parquet"):
        write(hostile(), tmp_path / "n.xlsx")


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_missing_folder_is_an_error_that_names_the_file(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match=r"no/n\..*cannot be written"):
        write(hostile(), tmp_path / "no" / f"n.{kind}")


def test_a_failed_export_leaves_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = write(hostile(), tmp_path / "n.gexf")
    before = path.read_bytes()
    monkeypatch.setattr("kg.network.graphml.indent", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(hostile(), tmp_path / "n.gexf")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["n.gexf"]
