"""Finds the communities of a network: nodes and weighted links come in, groups of nodes that hang together go out, the same every time.

Louvain's method (networkx), with two limits that a picture needs: what is larger than a picture can show is divided again, and what is so
small that hundreds of it would crowd an overview is gathered. Nothing here draws or places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.view.cache import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SEED = 1

Links = dict[tuple[int, int], float]
"""Weight by the numbers of the two nodes, the lower first."""
Groups = list[list[int]]


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that have more to do with each other than with the rest, in the network's order.

    If `gathered`, they are several small communities, put together only because each is too small to stand alone.
    """

    nodes: tuple[str, ...]
    gathered: bool = False


def communities(
    nodes: Sequence[str], links: Mapping[tuple[str, str], float], *, largest: int | None = None, smallest: int = 1
) -> tuple[Community, ...]:
    """Divide `nodes` into communities, the largest first; those that are gathered come last.

    Args:
        nodes: All nodes; one without links is a community of its own.
        links: Weight by pair of nodes; the direction does not matter, and the weights of both add up.
        largest: The most nodes of a community.
        smallest: Communities of fewer nodes are gathered.
    """
    numbered = _numbered(nodes, links)
    question = [len(nodes), largest, smallest, [[a, b, weight] for (a, b), weight in sorted(numbered.items())]]
    whole, gathered = remembered("communities", question, size=len(nodes), compute=lambda: _groups(len(nodes), numbered, largest, smallest))
    return tuple(
        Community(tuple(nodes[number] for number in group), gathered=kind is gathered) for kind in (whole, gathered) for group in kind
    )


def _numbered(nodes: Sequence[str], links: Mapping[tuple[str, str], float]) -> Links:
    """Name nodes by number, whose hash is the same in every process: networkx goes through sets of them."""
    number = {node: place for place, node in enumerate(nodes)}
    found: Links = {}
    for (a, b), weight in links.items():
        if a != b:
            pair = (min(number[a], number[b]), max(number[a], number[b]))
            found[pair] = found.get(pair, 0.0) + weight
    return found


def _groups(count: int, links: Links, largest: int | None, smallest: int) -> list[Groups]:
    """Return the communities, and the gathered ones."""
    most = count if largest is None else largest
    parts = [part for group in _louvain(range(count), links) for part in _divided(group, links, most)]
    whole = sorted((part for part in parts if len(part) >= smallest), key=_size_first)
    return [whole, _gathered(sorted((part for part in parts if len(part) < smallest), key=_size_first), most)]


def _size_first(group: list[int]) -> tuple[int, int]:
    return -len(group), group[0]


def _louvain(nodes: Iterable[int], links: Links) -> Groups:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(links.items()))
    return sorted((sorted(group) for group in nx.community.louvain_communities(graph, seed=SEED)), key=_size_first)


def _divided(group: list[int], links: Links, largest: int) -> Groups:
    """Divide a group until no part is larger than `largest`; one that does not divide (a hub with its leaves) is cut in its order."""
    if len(group) <= largest:
        return [group]
    members = set(group)
    within = {pair: weight for pair, weight in links.items() if members.issuperset(pair)}
    parts = _louvain(group, within)
    if len(parts) == 1:
        return [group[start : start + largest] for start in range(0, len(group), largest)]
    return [smaller for part in parts for smaller in _divided(part, within, largest)]


def _gathered(groups: Groups, largest: int) -> Groups:
    gathered: Groups = []
    for group in groups:
        if gathered and len(gathered[-1]) + len(group) <= largest:
            gathered[-1] += group
        else:
            gathered.append(list(group))
    return [sorted(group) for group in gathered]
