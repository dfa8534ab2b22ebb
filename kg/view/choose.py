"""Decides what the picture shows: a whole network comes in, what to put into the page and what of it to draw first goes out.

The page holds all of a network up to `MOST_NODES`, and can find and draw all that it holds. At first it draws the few hundred nodes that
are told of most or, above `OVERVIEW` nodes, the communities, which open into their nodes. What the page does not hold is counted, so that
it can say so.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.view.communities import Community, communities

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

OPENING = 300  # nodes drawn at first: more neither fit a screen nor can be told apart
OVERVIEW = 5_000  # nodes above which communities are drawn first
MOST_NODES = 50_000  # in one page; more are walked with a server
SMALLEST = 12  # nodes of a community that stands alone in an overview

EdgeId = tuple[str, str, str]
"""Source, target and key of an edge."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page holds, in the network's order.

    `edges` are all edges among `nodes`; those in `covered` repeat what a derived edge says and are drawn on demand only. `first` are the
    nodes that the page draws at first, unless it opens with an overview: then it draws the `communities` first, and `first` is empty.
    `nodes_left_out` and `edges_left_out` count what the page does not hold.
    """

    nodes: tuple[str, ...]
    edges: tuple[EdgeId, ...]
    covered: frozenset[EdgeId]
    first: frozenset[str]
    communities: tuple[Community, ...]
    overview: bool
    nodes_left_out: int
    edges_left_out: int


def choose(graph: nx.MultiDiGraph[str], *, opening: int = OPENING, overview: int = OVERVIEW, most_nodes: int = MOST_NODES) -> Choice:
    """Choose what the page holds and what it draws first, by how much is told of a node.

    A node weighs as many as its uncovered edges have outlets; ties keep the network's order.

    Args:
        graph: The whole network.
        opening: The most nodes to draw at first, and the most of a community in an overview.
        overview: The number of nodes above which the page opens with communities.
        most_nodes: The most nodes that the page holds.
    """
    covered = covered_edges(graph)
    weight: dict[str, float] = dict.fromkeys(graph, 0.0)
    ties: dict[tuple[str, str], float] = defaultdict(float)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        worth = 0.01 if (source, target, key) in covered else float(max(1, _number(attributes.get("outlets"))))
        weight[source] += worth
        weight[target] += worth
        ties[source, target] += worth
    kept = set(sorted(weight, key=lambda node: -weight[node])[:most_nodes])
    nodes = tuple(node for node in graph if node in kept)
    edges = tuple((s, t, k) for s, t, k in graph.edges(keys=True) if s in kept and t in kept)
    ties = {pair: worth for pair, worth in ties.items() if kept.issuperset(pair)}
    crowded = len(nodes) > overview
    return Choice(
        nodes=nodes,
        edges=edges,
        covered=covered & frozenset(edges),
        first=frozenset() if crowded else _first(nodes, edges, covered, weight, opening),
        communities=communities(nodes, ties, largest=opening, smallest=SMALLEST) if crowded else communities(nodes, ties),
        overview=crowded,
        nodes_left_out=len(graph) - len(kept),
        edges_left_out=graph.number_of_edges() - len(edges),
    )


def _first(
    nodes: tuple[str, ...], edges: tuple[EdgeId, ...], covered: frozenset[EdgeId], weight: Mapping[str, float], opening: int
) -> frozenset[str]:
    """The heaviest of the nodes that an uncovered edge reaches; of all nodes if there is no edge."""
    main = {end for edge in edges if edge not in covered for end in edge[:2]}
    reached = [node for node in nodes if node in main or not main]
    return frozenset(sorted(reached, key=lambda node: -math.floor(weight[node]))[:opening])  # the page does not count covered edges


def covered_edges(graph: nx.MultiDiGraph[str]) -> frozenset[EdgeId]:
    """Return the edges that drawn verbs already tell: roles, a symmetric verb's way back, and the lesser verbs of a large event.

    A role is told if a verb joins the same two nodes; one that is not reported as fact, only if both were drawn from the same event. All
    roles of an event are told if verbs join each of those who take part in it, and nothing else leads to it: then the verb ("claimed")
    stands for the whole event ("a claim").
    """
    joined: set[frozenset[str]] = set()
    roles: dict[str, list[EdgeId]] = defaultdict(list)
    drawn_from: set[tuple[str, str, str]] = set()
    busy: set[str] = set()
    both_ways: set[tuple[str, str, str, str]] = set()
    covered = _lesser_verbs(graph)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        if (source, target, key) in covered:
            continue
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


def _lesser_verbs(graph: nx.MultiDiGraph[str]) -> set[EdgeId]:
    """Return the verbs of large events that link nobody whom a better told verb of the same event does not link.

    An event of m agents and n victims gives m times n verbs, which would cover a picture. Where they are more than those who take part,
    only the best told one of each participant is drawn; what is not reported as fact is drawn in any case.
    """
    verbs: dict[str, list[EdgeId]] = defaultdict(list)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        if attributes.get("origin") == "derived" and attributes.get("status") in {"Reported", None}:
            for event in _names(attributes.get("through")):
                if event not in {source, target}:
                    verbs[event].append((source, target, key))
    kept: set[EdgeId] = set()
    for edges in verbs.values():
        reached: set[str] = set()
        large = len(edges) > len({end for edge in edges for end in edge[:2]})
        for edge in sorted(edges, key=lambda edge: (*_support(graph.edges[edge]), edge)):
            if not large or not reached.issuperset(edge[:2]):
                kept.add(edge)
                reached.update(edge[:2])
    return {edge for edges in verbs.values() for edge in edges} - kept


def _support(attributes: Mapping[str, object]) -> tuple[float, float]:
    """How well an edge is supported, the best first: by outlets, then by confidence."""
    return -_number(attributes.get("outlets")), -_number(attributes.get("confidence"))


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and value == value else 0.0  # noqa: PLR0124 - NaN differs from itself
