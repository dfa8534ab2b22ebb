"""Compares networks and follows chains in one: two periods, or two names, come in, data frames go out whose rows keep their evidence.

Needs pandas (extra `network`).
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final, cast

import networkx as nx

from kg.errors import InputError
from kg.network.measures import EXTRA
from kg.network.narrowing import named
from kg.query import library

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pandas as pd

LONGEST: Final = 5  # edges of a path; longer ones join anything to anything
_PATH_COLUMNS = ("path", "step", "from", "relation", "to", "forward", "status", "according_to", "outlets", "sentence", "evidence")
_TIE_COLUMNS = ("source", "target", "weight", "relations", "statuses", "sentence", "publisher", "published", "evidence")
_CHANGE_COLUMNS = ("source", "target", "before", "after", "change", "trend", "evidence")


def paths(  # noqa: PLR0913 - a network, two names, and how to search
    graph: nx.MultiDiGraph[str],
    source: str,
    target: str,
    *,
    most: int = 3,
    longest: int = LONGEST,
    without: Collection[str] = (),
) -> pd.DataFrame:
    """Return how two things hang together: the shortest paths, the best supported first among equals, a row a step with its sentence.

    Args:
        graph: A network as made by `to_networkx`.
        source: A name or an id; so is `target`.
        target: See `source`.
        most: How many paths to return.
        longest: The most edges of a path.
        without: Relations that do not count, such as "place": that two things happened in one country joins them but little.

    Returns:
        One row a step. `forward`: the relation is said from `from` to `to`; else it is said the other way. `evidence`: all sentences.

    Raises:
        UnknownNameError: Nothing bears a name; the message lists the nearest.
        AmbiguousNameError: A name fits several things.
        InputError: Both names are of the same thing.
        MissingLibraryError: pandas is not installed.
    """
    starts, ends = named(graph, source), named(graph, target)
    if set(starts) & set(ends):
        raise InputError(f"{source!r} and {target!r} are the same thing. Give two names")
    simple = _simple(graph, frozenset(without))
    rows = [
        (number, step, *_step(graph, one, two, frozenset(without)))
        for number, path in enumerate(islice(_shortest(simple, starts, ends, longest), most), start=1)
        for step, (one, two) in enumerate(pairwise(path), start=1)
    ]
    return cast("pd.DataFrame", library("pandas", EXTRA).DataFrame(rows, columns=list(_PATH_COLUMNS)))


def change(before: nx.Graph[str], after: nx.Graph[str]) -> pd.DataFrame:
    """Return how the ties of a projected network changed from one period to another, the greatest change first.

    Columns: names of the ends, weight `before` and `after`, `change`, `trend` ("new", "gone", "stronger", "weaker", "same") and the
    evidence of both periods. The index holds the ids of the ends.

    Args:
        before: A projection, such as `acts_against(between(network, until="2023"))`.
        after: The same projection of another period.

    Raises:
        InputError: One of the two is directed and the other is not.
        MissingLibraryError: pandas is not installed.
    """
    if before.is_directed() != after.is_directed():
        raise InputError("one network is directed and the other is not. Give the same projection of two periods")
    labels = {node: attributes.get("label", node) for graph in (before, after) for node, attributes in graph.nodes(data=True)}
    ties = sorted({_pair(graph, *edge) for graph in (before, after) for edge in graph.edges()})
    rows = {tie: _changed(before, after, tie, labels) for tie in ties}
    ordered = sorted(rows.items(), key=lambda item: (-abs(cast("float", item[1][4])), item[0]))
    pandas = library("pandas", EXTRA)
    index = pandas.MultiIndex.from_tuples([tie for tie, _ in ordered], names=["source_id", "target_id"]) if ordered else None
    return cast("pd.DataFrame", pandas.DataFrame([row for _, row in ordered], columns=list(_CHANGE_COLUMNS), index=index))


def ties(network: nx.Graph[str]) -> pd.DataFrame:
    """Return a row for each tie of a projected network, the strongest first, with a sentence that it rests on.

    Columns: names of the ends, `weight`, `relations`, `statuses`, the sentence, its outlet and day, and all evidence. The sentence is one
    in which both names stand, where there is such a one, else the first. The index holds the ids of the ends.

    Raises:
        MissingLibraryError: pandas is not installed.
    """
    labels = {node: str(attributes.get("label", node)) for node, attributes in network.nodes(data=True)}
    rows = {(one, two): _tie(labels[one], labels[two], attributes) for one, two, attributes in network.edges(data=True)}
    ordered = sorted(rows.items(), key=lambda item: (-cast("float", item[1][2]), item[1][0], item[1][1], item[0]))
    pandas = library("pandas", EXTRA)
    index = pandas.MultiIndex.from_tuples([ends for ends, _ in ordered], names=["source_id", "target_id"]) if ordered else None
    return cast("pd.DataFrame", pandas.DataFrame([row for _, row in ordered], columns=list(_TIE_COLUMNS), index=index))


def _tie(source: str, target: str, attributes: Mapping[str, Any]) -> tuple[Any, ...]:
    evidence = attributes.get("evidence", ())
    both = [item for item in evidence if source in item.sentence and target in item.sentence]
    told = next(iter((*both, *evidence)), None)
    joined = (", ".join(attributes.get(name, ())) for name in ("relations", "statuses"))
    sentence = (None, None, None) if told is None else (told.sentence, told.publisher, told.published)
    return source, target, attributes.get("weight", 1), *joined, *sentence, evidence


def _pair(graph: nx.Graph[str], source: str, target: str) -> tuple[str, str]:
    return (source, target) if graph.is_directed() else (min(source, target), max(source, target))


def _changed(before: nx.Graph[str], after: nx.Graph[str], tie: tuple[str, str], labels: Mapping[str, str]) -> tuple[object, ...]:
    then, now = (graph.get_edge_data(*tie) or {} for graph in (before, after))
    old, new = then.get("weight", 0), now.get("weight", 0)
    evidence = (*then.get("evidence", ()), *now.get("evidence", ()))
    return labels[tie[0]], labels[tie[1]], old, new, new - old, _trend(old, new), evidence


def _trend(old: float, new: float) -> str:
    if not old or not new:
        return "new" if new else "gone"
    return "same" if old == new else "stronger" if new > old else "weaker"


def _simple(graph: nx.MultiDiGraph[str], without: frozenset[str]) -> nx.Graph[str]:
    """One edge a pair: a step costs 1 and a bit, less where more outlets tell of it, so that of equal lengths the surer comes first."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(graph)
    for source, target, attributes in graph.edges(data=True):
        if source != target and attributes.get("relation") not in without:
            cost = 1 + 1 / (100 * max(1, attributes.get("outlets") or 1))
            if not simple.has_edge(source, target) or cost < simple[source][target]["cost"]:
                simple.add_edge(source, target, cost=cost)
    return simple


def _shortest(simple: nx.Graph[str], starts: tuple[str, ...], ends: tuple[str, ...], longest: int) -> Iterator[list[str]]:
    """Paths between two sets of nodes, the cheapest of a pair of ends first; nearly always there is one pair."""
    for start in starts:
        for end in ends:
            try:
                for path in nx.shortest_simple_paths(simple, start, end, weight="cost"):
                    if len(path) - 1 > longest:
                        break
                    yield path
            except nx.NetworkXNoPath:
                continue


def _step(graph: nx.MultiDiGraph[str], one: str, two: str, without: frozenset[str]) -> tuple[object, ...]:
    """The best supported of the edges between two nodes, the one said forwards first."""
    edges = [
        (ends == (one, two), attributes)
        for ends in ((one, two), (two, one))
        for _, attributes in sorted((graph.get_edge_data(*ends) or {}).items())
        if attributes.get("relation") not in without
    ]
    forward, best = max(edges, key=lambda edge: (edge[1].get("outlets") or 0, edge[1].get("origin") == "derived", edge[0]))
    evidence = best.get("evidence", ())
    names = (graph.nodes[node].get("label", node) for node in (one, two))
    said = (best.get("status"), best.get("according_to"), best.get("outlets"), evidence[0].sentence if evidence else None, evidence)
    source, target = names
    return source, best.get("relation"), target, forward, *said
