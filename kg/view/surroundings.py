"""Packs what surrounds a node, for a page that asks a server: a small network comes in, a data block (README.md) without places goes out.

A page that is open shows its items as it shows its own. Nothing here listens to a network, asks a store or places anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.view.choose import covered_edges
from kg.view.items import edge_item, node_item
from kg.view.pack import packed
from kg.view.page import as_json

if TYPE_CHECKING:
    import networkx as nx

    from kg.view.items import Item


def block(graph: nx.MultiDiGraph[str], told: Item) -> str:
    """Return a network as a data block for a page that is open and takes in more, as JSON: items without places, and what else is told.

    Args:
        graph: A network as made by `kg.network.to_networkx`.
        told: Further fields.
    """
    covered = covered_edges(graph)
    nodes = [node_item(node, attributes) for node, attributes in graph.nodes(data=True)]
    edges = [edge_item(edge, graph.edges[edge], covered=edge in covered) for edge in graph.edges(keys=True)]
    return as_json({**packed({"nodes": list(nodes), "edges": list(edges)}), "walk": told})
