"""What surrounds a node, page by page, as the page itself would hold it."""

from __future__ import annotations

import json
from copy import deepcopy

import networkx as nx
import pytest
from test_view import small

from kg.errors import InputError
from kg.view import NewsNetwork
from kg.view.page import as_json
from kg.view.surroundings import Surroundings


def test_a_card_and_its_edges_are_those_of_the_page() -> None:
    graph = small()
    before = deepcopy(graph)
    found = Surroundings(graph).of("blast")
    net = NewsNetwork(graph, title="t")
    whole = {node["id"]: {name: value for name, value in node.items() if name not in {"x", "y", "community"}} for node in net.nodes}
    assert found["node"] == whole["blast"]
    assert found["nodes"] == [whole["front"], whole["arda"], whole["claim"]]
    assert found["edges"] == [next(edge for edge in net.edges if edge["id"] == key) for key in ("k1", "k6", "k5", "k4", "k3")]
    assert (found["total"], found["next"]) == (5, None)
    assert json.loads(as_json(found)) == found
    assert nx.utils.graphs_equal(graph, before)


def test_pages_follow_each_other_without_a_gap_or_a_repetition() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(7):
        graph.add_edge("hub", f"n{number}", key=f"k{number}", relation="knows", outlets=number % 3)
    graph.add_edge("hub", "hub", key="loop", relation="knows", outlets=9)
    around, offset, pages = Surroundings(graph), 0, []
    while offset is not None:
        found = around.of("hub", offset=offset, limit=3)
        pages.append(([edge["id"] for edge in found["edges"]], [node["id"] for node in found["nodes"]], found["total"]))  # type: ignore[index, union-attr, call-overload]  # JSON
        offset = found["next"]  # type: ignore[assignment]  # JSON
    assert pages == [
        (["loop", "k2", "k5"], ["n2", "n5"], 8),
        (["k1", "k4", "k0"], ["n1", "n4", "n0"], 8),
        (["k3", "k6"], ["n3", "n6"], 8),
    ]


def test_a_node_without_edges_has_a_card_and_an_empty_page() -> None:
    found = Surroundings(small()).of("alone")
    assert (found["edges"], found["nodes"], found["total"], found["next"]) == ([], [], 0, None)


def test_an_offset_behind_the_end_gives_an_empty_last_page() -> None:
    found = Surroundings(small()).of("arda", offset=5)
    assert (found["edges"], found["total"], found["next"]) == ([], 1, None)


def test_an_unknown_node_and_a_page_without_bounds_are_errors() -> None:
    around = Surroundings(small())
    with pytest.raises(InputError, match="node 'nobody': there is no such node"):
        around.of("nobody")
    for offset, limit in ((-1, 5), (0, 0), (0, 1000)):
        with pytest.raises(InputError, match=f"offset {offset}, limit {limit}: expected"):
            around.of("arda", offset=offset, limit=limit)


def test_only_a_page_that_a_server_gives_can_ask_anybody() -> None:
    net = NewsNetwork(small(), title="t")
    asking, silent = net.walking_html({"node": "blast", "base": "x", "next": None}), net.generate_html()
    assert ("kgAsk = (path) => fetch(path)" in asking, "connect-src &#39;self&#39;" in asking) == (True, True)
    assert ("fetch(" in silent, "connect-src" in silent) == (False, False)
