"""Turns a stored graph into networks, measures them, and writes them for other tools. Nothing here draws (`kg.view`) or changes the store.

What nodes and edges carry is said in `kg.network.reading`.

Examples:
    >>> network = graph.to_networkx()
    >>> against = acts_against(between(network, since="2020"))
    >>> for tie in ties(against).itertuples():
    ...     print(tie.source, tie.relations, tie.target, "-", tie.sentence)
    Westland killed General Karr - Karr was killed in a drone strike by Westland in 2020.
    >>> for step in paths(network, "the front", "westland", most=1).itertuples():
    ...     print(step.relation, "-", step.sentence)
    claimed - The Front claimed responsibility for the bombing.
    denied - Westland denied it.
"""

from __future__ import annotations

from kg.names import fold
from kg.network.answers import answer_network
from kg.network.comparing import change, paths, ties
from kg.network.measures import brokers, centralities, communities
from kg.network.narrowing import Projection, focus, named, project, restricted
from kg.network.periods import Clock, Slice, Step, between, slices
from kg.network.projections import CONFLICT, MEETING, Weight, acts_against, co_participation, meets
from kg.network.reading import Kind, Origin, Toll, to_networkx
from kg.network.writing import FORMATS, write
from kg.query import Evidence

__all__ = [
    "CONFLICT",
    "FORMATS",
    "MEETING",
    "Clock",
    "Evidence",
    "Kind",
    "Origin",
    "Projection",
    "Slice",
    "Step",
    "Toll",
    "Weight",
    "acts_against",
    "answer_network",
    "between",
    "brokers",
    "centralities",
    "change",
    "co_participation",
    "communities",
    "focus",
    "fold",
    "meets",
    "named",
    "paths",
    "project",
    "restricted",
    "slices",
    "ties",
    "to_networkx",
    "write",
]
