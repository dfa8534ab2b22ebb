"""Turns a stored graph into networks, measures them, and writes them for other tools. Nothing here draws (`kg.view`) or changes the store.

network = graph.to_networkx()                              # everything; see `kg.network.reading` for what nodes and edges carry
against = acts_against(between(network, since="2024"))     # a weighted graph of actors
centralities(against), communities(against)                # data frames
paths(network, "Iran", "Islamic State")                    # each step with its sentence
write(network, "news.gexf")
"""

from __future__ import annotations

from kg.names import fold
from kg.network.answers import answer_network
from kg.network.comparing import change, paths
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
    "to_networkx",
    "write",
]
