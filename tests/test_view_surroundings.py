"""What surrounds a node, as an open page takes it in, is what the page itself would hold."""

from __future__ import annotations

import json
from copy import deepcopy

import networkx as nx
from test_view import small

from kg.view import NewsNetwork
from kg.view.pack import packed
from kg.view.page import as_json
from kg.view.surroundings import block


def test_a_block_holds_the_items_of_the_page_without_their_places_and_what_else_is_told() -> None:
    graph = small()
    before = deepcopy(graph)
    found = json.loads(block(graph, {"node": "blast", "next": 2}))
    assert found.pop("walk") == {"node": "blast", "next": 2}
    net = NewsNetwork(graph, title="t")
    page = json.loads(as_json({"nodes": list(net.nodes), "edges": list(net.edges)}))
    nodes = [{name: value for name, value in node.items() if name not in {"x", "y", "community"}} for node in page["nodes"]]
    in_its_order = list(graph), [key for *_, key in graph.edges(keys=True)]
    whole = [
        sorted(items, key=lambda item: order.index(item["id"])) for items, order in zip((nodes, page["edges"]), in_its_order, strict=True)
    ]
    assert found == json.loads(as_json(packed({"nodes": whole[0], "edges": whole[1]})))
    assert nx.utils.graphs_equal(graph, before)


def test_a_network_without_edges_is_a_block_of_nodes_alone() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("alone", label="unrest", kind="event", type="Protest")
    found = json.loads(block(graph, {"node": "alone", "next": None}))
    assert (found["nodes"]["count"], found["edges"]["count"], found["walk"]["next"]) == (1, 0, None)


def test_only_a_page_that_a_server_gives_can_ask_anybody() -> None:
    net = NewsNetwork(small(), title="t")
    asking, silent = net.walking_html({"node": "blast", "base": "x", "next": None}), net.generate_html()
    assert ("kgAsk = (path) => fetch(path)" in asking, "connect-src &#39;self&#39;" in asking) == (True, True)
    assert ("fetch(" in silent, "connect-src" in silent) == (False, False)
