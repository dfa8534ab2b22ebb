"""Projections, periods, measures, paths and changes: whole results on a small story and on graphs that one can count."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from knowledge_example import ID, KNOWLEDGE

from kg.errors import AmbiguousNameError, InputError, MissingLibraryError, UnknownNameError
from kg.graph import apply_rules, quads
from kg.model import Status
from kg.network import (
    Evidence,
    Projection,
    acts_against,
    between,
    brokers,
    centralities,
    change,
    co_participation,
    communities,
    meets,
    paths,
    project,
    slices,
    ties,
    to_networkx,
)
from kg.store import memory_store


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph[str]:
    with memory_store(quads(KNOWLEDGE), finish=apply_rules) as store:
        return to_networkx(store)


Row = tuple[str, str, int, tuple[str, ...], tuple[str, ...]]


def rows(graph: nx.Graph[str]) -> list[Row]:
    names = {node: attributes["label"] for node, attributes in graph.nodes(data=True)}
    return sorted((names[a], names[b], data["weight"], data["relations"], data["statuses"]) for a, b, data in graph.edges(data=True))


def row(frame: pd.DataFrame, node: str, *columns: str) -> list[object]:
    return [frame[column].to_dict()[node] for column in columns]


def weighted(*edges: tuple[str, str, int], directed: bool = False) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    for a, b, weight in edges:
        for node in (a, b):
            graph.add_node(node, label=node.upper(), type="Person")
        graph.add_edge(a, b, weight=weight, evidence=(Evidence(f"{a} {b}", 0, 3),))
    return graph


# ---------------------------------------------------------------- projections


def test_who_acts_against_whom_is_what_is_reported_as_fact(network: nx.MultiDiGraph[str]) -> None:
    assert rows(acts_against(network)) == [
        ("Eastland", "Westland", 1, ("accused",), ("Reported",)),
        ("Westland", "General Karr", 1, ("killed",), ("Reported",)),
    ]
    assert rows(acts_against(network, types=("Killing",))) == [("Westland", "General Karr", 1, ("killed",), ("Reported",))]
    assert rows(acts_against(network, types=("Protest",))) == []


def test_what_is_only_claimed_is_there_when_asked_for_and_stays_marked() -> None:
    first = KNOWLEDGE.assertions[0]
    claimed = replace(first, subject="event/bombing", predicate="agent", object="actor/front", status="Claimed", according_to="actor/front")
    struck = replace(first, subject="event/bombing", predicate="victim", object="actor/karr")
    with memory_store(quads(replace(KNOWLEDGE, assertions=(*KNOWLEDGE.assertions, claimed, struck))), finish=apply_rules) as store:
        graph = to_networkx(store)
    assert rows(acts_against(graph, types=("Bombing",))) == []
    claims: tuple[Status, ...] = ("Claimed",)
    assert rows(acts_against(graph, types=("Bombing",), statuses=claims)) == [
        ("The Front", "General Karr", 1, ("Bombing",), ("Claimed",)),
    ]
    both: tuple[Status, ...] = ("Claimed", "Accused", "Denied")
    assert rows(acts_against(graph, types=("Attack",), statuses=both)) == [
        ("The Front", "General Karr", 1, ("Bombing",), ("Claimed",)),
        ("Westland", "General Karr", 2, ("Bombing",), ("Accused", "Denied")),
    ]


def test_who_meets_whom_has_no_direction(network: nx.MultiDiGraph[str]) -> None:
    graph = meets(network)
    assert not graph.is_directed()
    assert rows(graph) == [("Eastland", "Southland", 1, ("metWith",), ("Reported",))]
    (data,) = (data for *_, data in graph.edges(data=True))
    assert [item.sentence for item in data["evidence"]] == ["Eastland met Southland."]
    assert data["through"] == (f"{ID}event/meeting",)


def test_who_takes_part_in_the_same_events(network: nx.MultiDiGraph[str]) -> None:
    assert [one[:3] for one in rows(co_participation(network))] == [("Eastland", "Southland", 1), ("Eastland", "Westland", 1)]
    assert [one[:3] for one in rows(co_participation(network, roles=("agent",)))] == [("Eastland", "Southland", 1)]


def test_which_events_have_participants_in_common(network: nx.MultiDiGraph[str]) -> None:
    assert [one[:3] for one in rows(co_participation(network, "events", roles=("victim", "target")))] == [
        ("killing of General Karr", "memorial for General Karr", 1),
    ]


def test_projections_leave_the_network_as_it_is_and_refuse_unknown_words(network: nx.MultiDiGraph[str]) -> None:
    before = network.copy()
    acts_against(network)
    assert nx.utils.graphs_equal(before, network)
    with pytest.raises(UnknownNameError, match="unknown status 'Rumoured'"):
        acts_against(network, statuses=("Rumoured",))  # type: ignore[arg-type]  # that is the point
    with pytest.raises(UnknownNameError, match=r"unknown weight 'mass'\. Known: events, outlets, sentences"):
        meets(network, weight="mass")  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(("kind", "kinds"), [("actors", {"actor"}), ("events", {"event"}), ("knowledge", {"actor", "event"})])
def test_a_network_of_one_kind_has_that_kind_only(network: nx.MultiDiGraph[str], kind: Projection, kinds: set[str]) -> None:
    assert {attributes["kind"] for _, attributes in project(network, kind).nodes(data=True)} == kinds


# ---------------------------------------------------------------- periods


def test_a_period_has_what_happened_then(network: nx.MultiDiGraph[str]) -> None:
    assert rows(acts_against(between(network, "2020", "2020"))) == [("Westland", "General Karr", 1, ("killed",), ("Reported",))]
    assert rows(acts_against(between(network, since="2021"))) == []


def test_a_period_has_what_was_told_then_with_its_evidence(network: nx.MultiDiGraph[str]) -> None:
    told = between(network, "2024-01-05", "2024-01-05", clock="told")
    assert {item.published for *_, data in told.edges(data=True) for item in data["evidence"]} == {"2024-01-05"}
    assert rows(meets(told)) == [("Eastland", "Southland", 1, ("metWith",), ("Reported",))]
    assert between(network, since="2025", clock="told").number_of_edges() == 0


def test_slices_are_in_order_and_hold_each_dated_edge_once(network: nx.MultiDiGraph[str]) -> None:
    assert [part.name for part in slices(network, "year")] == ["2020", "2024"]
    assert [part.name for part in slices(network, "month")] == ["2024-01"]  # the killing is of some month of 2020, which is not told
    assert [part.name for part in slices(network, "quarter", clock="told")] == ["2024-Q1"]
    assert [part.name for part in slices(network, "day", clock="told")] == ["2024-01-04", "2024-01-05"]
    with pytest.raises(UnknownNameError, match="unknown step 'week'"):
        slices(network, "week")  # type: ignore[arg-type]  # that is the point


# ---------------------------------------------------------------- measures

TRIANGLES = (("a", "b", 3), ("b", "c", 3), ("a", "c", 3), ("d", "e", 3), ("e", "f", 3), ("d", "f", 3), ("c", "d", 1))


def test_centralities_are_those_that_can_be_counted() -> None:
    frame = centralities(weighted(*TRIANGLES))
    assert list(frame.index[:2]) == ["c", "d"]
    assert row(frame, "c", "name", "type", "degree", "strength", "core") == ["C", "Person", 3, 7, 2]
    assert row(frame, "c", "betweenness") == [pytest.approx(0.6)]
    assert frame["pagerank"].sum() == pytest.approx(1)
    assert "in_strength" not in frame


def test_a_directed_network_tells_both_ways_apart() -> None:
    frame = centralities(weighted(("a", "b", 2), ("b", "a", 1), ("a", "c", 1), directed=True))
    assert row(frame, "a", "degree", "strength", "in_strength", "out_strength") == [2, 4, 1, 3]


@pytest.mark.parametrize("method", ["louvain", "leiden"])
def test_communities_are_the_two_triangles(method: str) -> None:
    frame = communities(weighted(*TRIANGLES), method=method)  # type: ignore[arg-type]  # of these two
    assert frame.groupby("community").groups.keys() == {1, 2}
    assert {frozenset(names) for _, names in frame.groupby("community")["name"]} == {frozenset("ABC"), frozenset("DEF")}
    assert row(frame, "a", "inside") == [1]
    assert row(frame, "c", "inside") == [pytest.approx(6 / 7)]


def test_communities_are_the_same_whatever_the_seed_of_hashes() -> None:
    script = """
import networkx as nx
from kg.network import communities
graph = nx.relabel_nodes(nx.connected_caveman_graph(6, 5), str)
nx.set_edge_attributes(graph, 1, "weight")
print(communities(graph)["community"].to_dict())
"""
    outputs = {
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            text=True,
            cwd=Path(__file__).parent.parent,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_brokers_stand_between_groups() -> None:
    groups = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3}
    graph = weighted(("a", "c", 1), ("b", "c", 1), ("c", "d", 1), ("d", "c", 1), ("e", "d", 1), ("c", "f", 1), directed=True)
    frame = brokers(graph, groups)
    # c: a→d, b→d, a→f, b→f speak for group 1; d→f joins three groups. d: e→c speaks for group 2.
    kinds = ["coordinator", "gatekeeper", "representative", "consultant", "liaison"]
    assert row(frame, "c", *kinds) == [0, 0, 4, 0, 1]
    assert row(frame, "d", *kinds) == [0, 0, 1, 0, 0]
    assert row(frame, "a", *kinds) == [0, 0, 0, 0, 0]
    assert frame["cut"].to_dict() == {"a": False, "b": False, "c": True, "d": True, "e": False, "f": False}


def test_without_directions_a_broker_between_two_is_counted_once() -> None:
    frame = brokers(weighted(("a", "b", 1), ("b", "c", 1)), {"a": 1, "b": 1, "c": 1})
    assert row(frame, "b", "coordinator") == [1]


@pytest.mark.parametrize("measure", [centralities, communities, brokers])
def test_an_empty_network_has_an_empty_frame(measure: object) -> None:
    assert callable(measure)
    frame = measure(nx.Graph())
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == 0


def test_measures_need_pandas_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingLibraryError, match=r"pandas is not installed\. .* pip install -e '\.\[network\]'"):
        communities(weighted(("a", "b", 1)))


# ---------------------------------------------------------------- paths and changes


def test_a_path_tells_each_step_with_its_sentence(network: nx.MultiDiGraph[str]) -> None:
    frame = paths(network, "the front", "westland", most=1)
    columns = ["path", "step", "from", "relation", "to", "forward", "status", "sentence"]
    assert [tuple(row) for row in frame[columns].itertuples(index=False)] == [
        (1, 1, "The Front", "claimed", "bombing in Northtown", True, "Reported", "The Front claimed responsibility for the bombing."),
        (1, 2, "bombing in Northtown", "denied", "Westland", False, "Reported", "Westland denied it."),
    ]
    assert all(isinstance(item, Evidence) for items in frame["evidence"] for item in items)


def test_paths_leave_out_relations_and_what_is_too_long(network: nx.MultiDiGraph[str]) -> None:
    assert len(paths(network, "Northtown", "funeral", without=("place",))) == 0
    assert len(paths(network, "the front", "westland", longest=1)) == 0
    assert set(paths(network, "the front", "westland", most=9)["path"]) > {1, 2}


def test_paths_of_unknown_unclear_or_equal_names_are_errors(network: nx.MultiDiGraph[str]) -> None:
    with pytest.raises(UnknownNameError, match="unknown name 'Nowhere'"):
        paths(network, "Nowhere", "Westland")
    with pytest.raises(AmbiguousNameError, match="'general' fits several things"):
        paths(network, "general", "Westland")
    with pytest.raises(InputError, match="are the same thing"):
        paths(network, "Karr", "General Karr")


def test_change_tells_what_is_new_gone_stronger_and_weaker() -> None:
    before = weighted(("a", "b", 1), ("b", "c", 4), ("c", "d", 2), ("d", "e", 2))
    after = weighted(("a", "b", 2), ("c", "b", 1), ("c", "d", 2), ("e", "f", 5))
    frame = change(before, after)
    columns = ["source", "target", "before", "after", "change", "trend"]
    assert [tuple(row) for row in frame[columns].itertuples(index=False)] == [
        ("E", "F", 0, 5, 5, "new"),
        ("B", "C", 4, 1, -3, "weaker"),
        ("D", "E", 2, 0, -2, "gone"),
        ("A", "B", 1, 2, 1, "stronger"),
        ("C", "D", 2, 2, 0, "same"),
    ]
    assert [item.sentence for item in frame["evidence"].to_dict()["b", "c"]] == ["b c", "c b"]
    assert len(change(nx.Graph(), nx.Graph())) == 0
    with pytest.raises(InputError, match="one network is directed"):
        change(nx.Graph(), nx.DiGraph())


def test_ties_come_with_the_sentence_that_names_both_ends() -> None:
    graph = weighted(("a", "b", 1), ("b", "c", 2))
    graph.edges["b", "c"]["evidence"] = (Evidence("of another", 0, 10), Evidence("B met C", 0, 7, publisher="Post", published="2024-01-03"))
    graph.edges["b", "c"].update(relations=("metWith",), statuses=("Reported", "Claimed"))
    frame = ties(graph)
    columns = ["source", "target", "weight", "relations", "statuses", "sentence", "publisher"]
    assert [tuple(map(str, row)) for row in frame[columns].itertuples(index=False)] == [
        ("B", "C", "2", "metWith", "Reported, Claimed", "B met C", "Post"),
        ("A", "B", "1", "", "", "a b", "nan"),
    ]
    assert frame.index.tolist() == [("b", "c"), ("a", "b")]
    assert len(ties(nx.Graph())) == 0
