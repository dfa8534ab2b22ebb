"""Makes networks of actors, or of events, for analysis: a network of everything comes in, a plain weighted graph goes out.

Parallel edges become one, whose weight counts what supports it. Every edge keeps its evidence, so each figure leads back to sentences.

Node attributes: `label`, `kind`, `type`, `documents`. Edge attributes: `weight`, `relations`, `statuses`,
`through` (ids of the events, or of the participants, that join the two) and `evidence`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, Literal, TypeVar

import networkx as nx

from kg.errors import UnknownNameError
from kg.graph import ONTOLOGY
from kg.graph.ontology import ancestors
from kg.model import STATUSES, Status
from kg.network.reading import outlets
from kg.query.evidence import Evidence, ordered

Weight = Literal["outlets", "sentences", "events"]
_Network = TypeVar("_Network", bound="nx.Graph[str]")

CONFLICT: Final = ("Violence", "Harm", "Coercion", "Accusation", "Condemnation", "Threat")
"""Classes of events in which one acts against another, in deed or in word; their subclasses too."""
REPORTED: Final[tuple[Status, ...]] = ("Reported",)
MEETING: Final = ("Meeting", "Agreement")
TAKING_PART: Final = ("agent", "target", "victim")

_ATTRIBUTES = ("label", "kind", "type", "documents")


@dataclass(slots=True)
class _Sum:
    """What all that joins two nodes adds up to."""

    relations: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    through: set[str] = field(default_factory=set)
    evidence: set[Evidence] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Tie:
    """One way in which `source` is joined to `target`."""

    source: str
    target: str
    relation: str
    status: str
    through: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def acts_against(
    graph: nx.MultiDiGraph[str],
    *,
    types: Collection[str] = CONFLICT,
    statuses: Collection[Status] = REPORTED,
    weight: Weight = "outlets",
) -> nx.DiGraph[str]:
    """Return who acts against whom: an edge from each actor to each actor that is target or victim of what it does.

    Args:
        graph: A network as made by `to_networkx`, or a part of it.
        types: Classes of events; their subclasses count too.
        statuses: What counts: by default only what is reported as fact. With "Claimed" and "Accused" also what parties say.
        weight: What an edge's weight counts: outlets, sentences or events.

    Raises:
        UnknownNameError: There is no such status or weight.
    """
    return _summed(graph, _acts(graph, frozenset(types), _checked(statuses)), nx.DiGraph(), weight)


def meets(
    graph: nx.MultiDiGraph[str],
    *,
    types: Collection[str] = MEETING,
    statuses: Collection[Status] = REPORTED,
    weight: Weight = "outlets",
) -> nx.Graph[str]:
    """Return who meets whom, or comes to an agreement: an edge between each two actors that do.

    Args:
        graph: A network as made by `to_networkx`, or a part of it.
        types: Classes of events; their subclasses count too.
        statuses: What counts: by default only what is reported as fact.
        weight: What an edge's weight counts: outlets, sentences or events.

    Raises:
        UnknownNameError: There is no such status or weight.
    """
    return _summed(graph, _acts(graph, frozenset(types), _checked(statuses)), nx.Graph(), weight)


def co_participation(
    graph: nx.MultiDiGraph[str],
    of: Literal["actors", "events"] = "actors",
    *,
    roles: Collection[str] = TAKING_PART,
    statuses: Collection[Status] = REPORTED,
    weight: Weight | None = None,
) -> nx.Graph[str]:
    """Return who takes part in the same events, or which events have participants in common.

    Args:
        graph: A network as made by `to_networkx`, or a part of it.
        of: What the nodes are.
        roles: As what one takes part.
        statuses: What counts: by default only what is reported as fact.
        weight: What an edge's weight counts; default: events for actors, and participants in common for events.

    Raises:
        UnknownNameError: There is no such status, weight or kind of node.
    """
    if of not in ("actors", "events"):
        raise UnknownNameError("kind of node", of, ("actors", "events"))
    ties = _together(graph, frozenset(roles), _checked(statuses), of)
    return _summed(graph, ties, nx.Graph(), weight or "events")


def _checked(statuses: Collection[Status]) -> frozenset[str]:
    for status in statuses:
        if status not in STATUSES:
            raise UnknownNameError("status", status, STATUSES)
    return frozenset(statuses)


def _is_of(type_: object, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(iri.value.removeprefix(ONTOLOGY) for iri in ancestors(str(type_)))


def _is_actor(graph: nx.MultiDiGraph[str], node: str) -> bool:
    return graph.nodes[node].get("kind") == "actor"


def _acts(graph: nx.MultiDiGraph[str], types: frozenset[str], statuses: frozenset[str]) -> Iterator[_Tie]:
    """The verbs that rules drew of reported events, and the agents and targets of what is not reported as fact."""
    wanted = frozenset(
        node for node, attributes in graph.nodes(data=True) if attributes.get("kind") == "event" and _is_of(attributes["type"], types)
    )
    for source, target, attributes in graph.edges(data=True):
        through = tuple(event for event in attributes.get("through", ()) if event in wanted)
        drawn = attributes.get("origin") == "derived" and attributes["status"] in statuses
        if drawn and through and _is_actor(graph, source) and _is_actor(graph, target):
            yield _Tie(source, target, attributes["relation"], attributes["status"], through, attributes["evidence"])
    for event in sorted(wanted):
        yield from _said_acts(graph, event, statuses)


def _said_acts(graph: nx.MultiDiGraph[str], event: str, statuses: frozenset[str]) -> Iterator[_Tie]:
    """Agents and those they act on, where one of the two is not reported as fact; the weaker status is that of the pair."""
    parts = [(filler, attributes) for _, filler, attributes in graph.out_edges(event, data=True) if _is_actor(graph, filler)]
    agents = [(filler, attributes) for filler, attributes in parts if attributes["relation"] == "agent"]
    others = [(filler, attributes) for filler, attributes in parts if attributes["relation"] in ("target", "victim")]
    for agent, one in agents:
        for other, two in others:
            status = max(one["status"], two["status"], key=STATUSES.index)
            if agent != other and status != "Reported" and status in statuses:
                yield _Tie(agent, other, graph.nodes[event]["type"], status, (event,), (*one["evidence"], *two["evidence"]))


def _together(graph: nx.MultiDiGraph[str], roles: frozenset[str], statuses: frozenset[str], of: str) -> Iterator[_Tie]:
    groups: dict[str, dict[str, list[Mapping[str, object]]]] = defaultdict(lambda: defaultdict(list))
    for event, filler, attributes in graph.edges(data=True):
        fits = attributes.get("origin") == "role" and attributes["relation"] in roles and attributes["status"] in statuses
        if fits and _is_actor(graph, filler):
            common, member = (event, filler) if of == "actors" else (filler, event)
            groups[common][member].append(attributes)
    for common, members in groups.items():
        for (one, of_one), (two, of_two) in combinations(sorted(members.items()), 2):
            both = [*of_one, *of_two]
            status = max((str(attributes["status"]) for attributes in both), key=STATUSES.index)
            evidence = tuple(item for attributes in both for item in attributes["evidence"])  # type: ignore[attr-defined]  # see `to_networkx`
            yield _Tie(one, two, "together", status, (common,), evidence)


def _summed(graph: nx.MultiDiGraph[str], ties: Iterator[_Tie], empty: _Network, weight: Weight) -> _Network:
    measures: Mapping[Weight, Callable[[_Sum], int]] = {
        "outlets": lambda found: outlets(found.evidence),
        "sentences": lambda found: len({(item.document, item.start) for item in found.evidence}),
        "events": lambda found: len(found.through),
    }
    if weight not in measures:
        raise UnknownNameError("weight", weight, measures)
    sums: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    for tie in ties:
        pair = (tie.source, tie.target) if empty.is_directed() else (min(tie.source, tie.target), max(tie.source, tie.target))
        found = sums[pair]
        found.relations.add(tie.relation)
        found.statuses.add(tie.status)
        found.through.update(tie.through)
        found.evidence.update(tie.evidence)
    ends = {end for pair in sums for end in pair}
    empty.add_nodes_from((node, {name: graph.nodes[node].get(name) for name in _ATTRIBUTES}) for node in graph if node in ends)
    for (source, target), found in sorted(sums.items()):
        empty.add_edge(
            source,
            target,
            weight=max(1, measures[weight](found)),
            relations=tuple(sorted(found.relations)),
            statuses=tuple(sorted(found.statuses, key=STATUSES.index)),
            through=tuple(sorted(found.through)),
            evidence=ordered(found.evidence),
        )
    return empty
