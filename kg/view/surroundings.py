"""Tells what surrounds a node, a page at a time: a network and a node come in, JSON-ready items go out, for a page that asks a server.

The items are those of the data block (README.md), so that a page can show them as it shows its own. Nothing here listens to a network, asks
a store or places anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.view.choose import covered_edges
from kg.view.items import edge_item, node_item
from kg.view.pack import packed
from kg.view.page import as_json

if TYPE_CHECKING:
    import networkx as nx

    from kg.view.choose import EdgeId
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


MOST = 200  # edges of one answer


class Surroundings:
    """A network that is asked again and again for the surroundings of its nodes.

    Args:
        graph: A network as made by `kg.network.to_networkx`. It is kept and must not change.
    """

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self._graph = graph
        self._covered = covered_edges(graph)

    def of(self, node: str, *, offset: int = 0, limit: int = 50) -> Item:
        """Return the card of a node and a page of its edges with what lies at their other ends.

        Args:
            node: Its id.
            offset: How many edges were told before.
            limit: The most edges to tell now.

        Returns:
            `node`: its item. `edges`: items, those that no verb covers first, and of these those that most outlets tell. `nodes`: the items
            at their other ends, each once. `total`: how many edges the node has. `next`: the offset to go on from, `None` at the end.

        Raises:
            InputError: There is no such node, or `offset` or `limit` is out of range.
        """
        if node not in self._graph:
            raise InputError(f"node {node!r}: there is no such node. Ask for an id that the graph or an earlier answer named")
        if offset < 0 or not 0 < limit <= MOST:
            raise InputError(
                f"offset {offset}, limit {limit}: expected an offset of 0 or more and a limit of 1 to {MOST}. Ask page by page"
            )
        edges = sorted(self._edges(node), key=self._rank)
        page = edges[offset : offset + limit]
        others = dict.fromkeys(end for edge in page for end in edge[:2] if end != node)
        return {
            "node": node_item(node, self._graph.nodes[node]),
            "edges": [edge_item(edge, self._graph.edges[edge], covered=edge in self._covered) for edge in page],
            "nodes": [node_item(other, self._graph.nodes[other]) for other in others],
            "total": len(edges),
            "next": offset + limit if offset + limit < len(edges) else None,
        }

    def _edges(self, node: str) -> set[EdgeId]:
        """All edges of a node, a loop once."""
        return {*self._graph.out_edges(node, keys=True), *self._graph.in_edges(node, keys=True)}

    def _rank(self, edge: EdgeId) -> tuple[bool, float, EdgeId]:
        outlets = self._graph.edges[edge].get("outlets")
        return edge in self._covered, -float(outlets) if isinstance(outlets, int | float) else 0.0, edge
