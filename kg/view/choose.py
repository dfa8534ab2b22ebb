"""Decides what the picture shows: a whole network comes in, the nodes and edges to draw go out.

Nothing is dropped from the network itself; what is left out is counted, so that the page can say so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

MOST_NODES = 400  # more neither fit a screen nor can be laid out in a second or two

EdgeId = tuple[str, str, str]
"""Source, target and key of an edge."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to draw, in the network's order.

    `edges` are all edges among `nodes`; those in `covered` repeat what a derived edge says and are drawn on demand only.
    `nodes_left_out` and `edges_left_out` count the rest of the network.
    """

    nodes: tuple[str, ...]
    edges: tuple[EdgeId, ...]
    covered: frozenset[EdgeId]
    nodes_left_out: int
    edges_left_out: int


def choose(graph: nx.MultiDiGraph[str], *, most_nodes: int = MOST_NODES) -> Choice:
    """Choose the at most `most_nodes` nodes of `graph` that are told of most, and the edges among them.

    A node weighs as many as its uncovered edges have outlets; ties keep the network's order.
    """
    covered = _covered(graph)
    weight: dict[str, float] = dict.fromkeys(graph, 0.0)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        worth = 0.01 if (source, target, key) in covered else float(max(1, _number(attributes.get("outlets"))))
        weight[source] += worth
        weight[target] += worth
    kept = set(sorted(weight, key=lambda node: -weight[node])[:most_nodes])
    edges = tuple((s, t, k) for s, t, k in graph.edges(keys=True) if s in kept and t in kept)
    return Choice(
        nodes=tuple(node for node in graph if node in kept),
        edges=edges,
        covered=covered & frozenset(edges),
        nodes_left_out=len(graph) - len(kept),
        edges_left_out=graph.number_of_edges() - len(edges),
    )


def _covered(graph: nx.MultiDiGraph[str]) -> frozenset[EdgeId]:
    """The edges that derived edges already tell: roles, and a symmetric verb's way back.

    A role is told if a verb joins the same two nodes; one that is not reported as fact, only if both were drawn from the same event. All
    roles of an event are told if verbs join each of those who take part in it, and nothing else leads to it: then the verb ("claimed")
    stands for the whole event ("a claim").
    """
    joined: set[frozenset[str]] = set()
    roles: dict[str, list[EdgeId]] = defaultdict(list)
    drawn_from: set[tuple[str, str, str]] = set()
    busy: set[str] = set()
    both_ways: set[tuple[str, str, str, str]] = set()
    covered: set[EdgeId] = set()
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        if attributes.get("origin") == "role":
            roles[source].append((source, target, key))
            busy.add(target)
        else:
            busy.update((source, target))
        if attributes.get("origin") == "derived":
            joined.add(frozenset((source, target)))
            drawn_from.update((source, target, event) for event in _names(attributes.get("through")))
        if attributes.get("symmetric"):
            said = (str(attributes.get("relation")), str(attributes.get("status")))
            covered.update([(source, target, key)] if (target, source, *said) in both_ways else [])
            both_ways.add((source, target, *said))
    for event, edges in roles.items():
        fillers = {target for _, target, _ in edges}
        told = event not in busy and all(any(frozenset((a, b)) in joined for b in fillers - {a}) for a in fillers)
        for edge in edges:
            attributes = graph.edges[edge]
            plain = attributes.get("status") in {"Reported", None} and (told or frozenset(edge[:2]) in joined)
            if plain or any((edge[1], event, through) in drawn_from for through in _names(attributes.get("through"))):
                covered.add(edge)
    return frozenset(covered)


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and value == value else 0.0  # noqa: PLR0124 - NaN differs from itself
