"""Measures a projected network: a weighted graph comes in, data frames of centralities, communities and brokers go out, a row a node.

The graphs are those of `kg.network.projections`; any networkx graph with a `weight` on its edges will do. A strong tie is a short one:
where a measure needs lengths, an edge's is 1 / weight. Results are the same in every run. Needs pandas and scipy (extra `network`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, Literal, cast

import networkx as nx

from kg.errors import UnknownNameError
from kg.query import library

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    import pandas as pd

Method = Literal["louvain", "leiden"]
Brokerage = Literal["coordinator", "gatekeeper", "representative", "consultant", "liaison"]

EXTRA: Final = "network"
SAMPLED_ABOVE: Final = 2_000  # nodes; betweenness is then estimated from as many sources, as it takes nodes x edges steps
SEED: Final = 0


def centralities(network: nx.Graph[str]) -> pd.DataFrame:
    """Return how central each node is, the most central by strength first.

    Columns: `degree` (neighbours), `strength` (weights of its edges), of a directed network also `in_strength` and `out_strength`;
    `betweenness` and `closeness` along short, that is strong, ties; `pagerank` by weight; `core` (the largest k of a k-core that it is in).

    Raises:
        MissingLibraryError: pandas or scipy is not installed.
    """
    lengths = _with_lengths(network)
    plain = _undirected(network)
    sample = SAMPLED_ABOVE if len(network) > SAMPLED_ABOVE else None
    columns: dict[str, Mapping[str, float]] = {
        "degree": dict(plain.degree()),
        "strength": dict(network.degree(weight="weight")),
        **_directed_strengths(network),
        "betweenness": nx.betweenness_centrality(lengths, k=sample, weight="length", seed=SEED),
        "closeness": nx.closeness_centrality(lengths, distance="length"),
        "pagerank": _pagerank(network),
        "core": nx.core_number(plain),
    }
    return _frame(network, columns).sort_values(["strength", "name"], ascending=[False, True], kind="stable")


def communities(network: nx.Graph[str], *, method: Method = "louvain", resolution: float = 1.0) -> pd.DataFrame:
    """Return the community of each node, numbered from the largest on, and how much of the node's strength stays in it.

    Args:
        network: A weighted graph; its directions do not matter.
        method: "louvain", or "leiden", whose communities are never disconnected; that needs graspologic-native (extra `network`).
        resolution: More than 1 gives more and smaller communities.

    Raises:
        UnknownNameError: There is no such method.
        MissingLibraryError: A library is not installed.
    """
    methods: Mapping[Method, Callable[[nx.Graph[str], float], list[set[str]]]] = {"louvain": _louvain, "leiden": _leiden}
    if method not in methods:
        raise UnknownNameError("method", method, methods)
    plain = _undirected(network)
    groups = sorted(methods[method](plain, resolution), key=lambda group: (-len(group), min(group)))
    number = {node: index for index, group in enumerate(groups, start=1) for node in group}
    inside = {
        node: sum(data["weight"] for _, other, data in plain.edges(node, data=True) if number[other] == number[node]) for node in plain
    }
    strength = dict(plain.degree(weight="weight"))
    share = {node: inside[node] / strength[node] if strength[node] else 1.0 for node in plain}
    frame = _frame(network, {"community": number, "inside": share})
    return frame.sort_values(["community", "name"], kind="stable")


def brokers(network: nx.Graph[str], groups: Mapping[str, Hashable] | None = None) -> pd.DataFrame:
    """Return who stands between others, the one between most first.

    Columns: `betweenness`; `constraint` and `effective_size` of the structural holes around it (little constraint: its neighbours do not
    know each other); `cut` (without it the network falls apart); and how often it stands, by groups, between two that are not joined:
    as `coordinator` (all three of one group), `gatekeeper` (lets others into its group), `representative` (speaks for its group to
    others), `consultant` (both others are of another group) or `liaison` (three groups). Without directions the second and third are one.

    Args:
        network: A weighted graph.
        groups: The group of each node; default: the Louvain communities.

    Raises:
        MissingLibraryError: pandas or scipy is not installed.

    Source: Burt, Structural Holes (1992); Gould and Fernandez, Structures of Mediation (1989), Sociological Methodology 19.
    """
    known = groups if groups is not None else cast("Mapping[str, Hashable]", communities(network)["community"].to_dict())
    plain, lengths = _undirected(network), _with_lengths(network)
    cuts = set(nx.articulation_points(plain))
    sample = SAMPLED_ABOVE if len(network) > SAMPLED_ABOVE else None
    counts = {node: _brokerage(network, node, known) for node in network}
    kinds: tuple[Brokerage, ...] = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")
    columns: dict[str, Mapping[str, object]] = {
        "group": {node: known.get(node) for node in network},
        "betweenness": nx.betweenness_centrality(lengths, k=sample, weight="length", seed=SEED),
        "constraint": nx.constraint(plain, weight="weight") if plain else {},
        "effective_size": nx.effective_size(plain) if plain else {},
        "cut": {node: node in cuts for node in network},
        **{kind: {node: counts[node][kind] for node in network} for kind in kinds},
    }
    return _frame(network, columns).sort_values(["betweenness", "name"], ascending=[False, True], kind="stable")


def _brokerage(network: nx.Graph[str], node: str, groups: Mapping[str, Hashable]) -> Counter[Brokerage]:
    """How often a node stands between two that are not joined, by their groups."""
    directed = isinstance(network, nx.DiGraph)
    before = list(network.predecessors(node)) if isinstance(network, nx.DiGraph) else list(network)
    before = [other for other in before if network.has_edge(other, node) and other != node]
    found: Counter[Brokerage] = Counter()
    for number, source in enumerate(before):
        for target in network[node] if directed else before[number + 1 :]:
            if target not in (source, node) and not network.has_edge(source, target):
                found[_kind(groups.get(source), groups.get(node), groups.get(target))] += 1
    return found


def _kind(source: Hashable, broker: Hashable, target: Hashable) -> Brokerage:
    if source == target:
        return "coordinator" if broker == source else "consultant"
    if broker == target:
        return "gatekeeper"
    return "representative" if broker == source else "liaison"


def _louvain(plain: nx.Graph[str], resolution: float) -> list[set[str]]:
    # Numbers in place of names: networkx goes through sets of nodes, and the order of texts in a set changes from run to run.
    nodes = sorted(plain)
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(nodes)))
    index = {node: number for number, node in enumerate(nodes)}
    edges = sorted((*sorted((index[a], index[b])), data["weight"]) for a, b, data in plain.edges(data=True))
    numbered.add_weighted_edges_from(edges)
    found = nx.community.louvain_communities(numbered, weight="weight", resolution=resolution, seed=SEED)
    return [{nodes[number] for number in group} for group in found]


def _leiden(plain: nx.Graph[str], resolution: float) -> list[set[str]]:
    leiden = library("graspologic_native", EXTRA).leiden
    edges = sorted((*sorted((a, b)), float(data["weight"])) for a, b, data in plain.edges(data=True) if a != b)
    found: dict[str, int] = leiden(edges, resolution=resolution, seed=SEED)[1] if edges else {}
    groups: dict[int, set[str]] = defaultdict(set)
    for node, number in found.items():
        groups[number].add(node)
    return [*groups.values(), *({node} for node in plain if node not in found)]


def _pagerank(network: nx.Graph[str]) -> Mapping[str, float]:
    library("scipy", EXTRA)  # networkx needs it, and would not say how to get it
    return nx.pagerank(network, weight="weight")


def _directed_strengths(network: nx.Graph[str]) -> dict[str, Mapping[str, float]]:
    if not isinstance(network, nx.DiGraph):
        return {}
    return {"in_strength": dict(network.in_degree(weight="weight")), "out_strength": dict(network.out_degree(weight="weight"))}


def _with_lengths(network: nx.Graph[str]) -> nx.Graph[str]:
    lengths = network.__class__()
    lengths.add_nodes_from(network)
    lengths.add_edges_from((a, b, {"length": 1 / data.get("weight", 1)}) for a, b, data in network.edges(data=True))
    return lengths


def _undirected(network: nx.Graph[str]) -> nx.Graph[str]:
    """Without directions and loops; the weights of the two ways add up."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(network)
    for a, b, data in network.edges(data=True):
        if a != b:
            weight = plain[a][b]["weight"] if plain.has_edge(a, b) else 0
            plain.add_edge(a, b, weight=weight + data.get("weight", 1))
    return plain


def _frame(network: nx.Graph[str], columns: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """A row a node, indexed by id, with its name and type."""
    pandas = library("pandas", EXTRA)
    nodes = list(network)
    names = {
        "name": [network.nodes[node].get("label", node) for node in nodes],
        "type": [network.nodes[node].get("type") for node in nodes],
    }
    values = {name: [column[node] for node in nodes] for name, column in columns.items()}
    return cast("pd.DataFrame", pandas.DataFrame({**names, **values}, index=pandas.Index(nodes, name="id")))
