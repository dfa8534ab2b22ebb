"""Narrows a network: a name, a list of nodes or a kind comes in with it, the part that is meant goes out; the network stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import networkx as nx

from kg.errors import InputError, UnknownNameError
from kg.names import Bearer, NameIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

Projection = Literal["knowledge", "actors", "events"]


def focus(graph: nx.MultiDiGraph[str], name: str, hops: int = 1) -> nx.MultiDiGraph[str]:
    """Return the part of `graph` within `hops` edges, in either direction, of what bears `name`.

    Args:
        graph: A network as made by `to_networkx`; it stays as it is.
        name: A label, an alias or an id; case, accents and points do not matter. All nodes that bear it are centres.
        hops: How many edges to go; 0 gives the named nodes alone.

    Raises:
        UnknownNameError: Nothing bears the name; the message lists the nearest names.
        AmbiguousNameError: It is a part of several names.
        InputError: `hops` is negative.
    """
    if hops < 0:
        raise InputError(f"hops: got {hops}, expected 0 or more. Give the number of edges to go from {name!r}.")
    reached = set(named(graph, name))
    rim = set(reached)
    for _ in range(hops):
        rim = {other for node in rim for other in (*graph.successors(node), *graph.predecessors(node))} - reached
        reached |= rim
    return restricted(graph, reached)


def project(graph: nx.MultiDiGraph[str], kind: Projection) -> nx.MultiDiGraph[str]:
    """Return the whole network, or the part of it that joins actors, or events, to each other.

    Args:
        graph: A network as made by `to_networkx`.
        kind: "knowledge": everything. "actors": actors and the edges between them, which are what they do to each other and standing
            relations. "events": events and the edges between them, such as the strike that is the instrument of a killing.

    Raises:
        UnknownNameError: `kind` is none of these.
    """
    if kind not in get_args(Projection):
        raise UnknownNameError("kind of network", kind, get_args(Projection))
    if kind == "knowledge":
        return graph
    wanted = kind.removesuffix("s")
    return restricted(graph, {node for node, attributes in graph.nodes(data=True) if attributes.get("kind") == wanted})


def restricted(
    graph: nx.MultiDiGraph[str], kept: Collection[str], keep: Callable[[Mapping[str, object]], bool] | None = None
) -> nx.MultiDiGraph[str]:
    """Return the sub-network of the nodes `kept`, and of the edges whose attributes `keep` accepts, in the graph's own order.

    `Graph.subgraph` iterates a set, so its order changes between runs.
    """
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, dict(attributes)) for node, attributes in graph.nodes(data=True) if node in kept)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        if source in kept and target in kept and (keep is None or keep(attributes)):
            part.add_edge(source, target, key=key, **attributes)
    return part


def named(graph: nx.MultiDiGraph[str], name: str) -> tuple[str, ...]:
    """Return the nodes that bear `name`.

    Raises:
        UnknownNameError: Nothing bears it; the message lists the nearest names.
        AmbiguousNameError: It is a part of several names.
    """
    return _index(graph).find(name)


def _index(graph: nx.MultiDiGraph[str]) -> NameIndex:
    return NameIndex.of(
        Bearer(str(node), str(attributes.get("label", node)), _aliases(attributes)) for node, attributes in graph.nodes(data=True)
    )


def _aliases(attributes: Mapping[str, object]) -> tuple[str, ...]:
    aliases = attributes.get("aliases")
    return tuple(map(str, aliases)) if isinstance(aliases, tuple | list) else ()
