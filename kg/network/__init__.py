"""Turns a stored graph into a networkx one, narrows it, and writes it for other tools. Nothing here draws (`kg.view`) or changes the store.

What nodes and edges carry is said in `kg.network.reading`.
"""

from __future__ import annotations

from kg.names import fold
from kg.network.answers import answer_network
from kg.network.graphml import write_gexf, write_graphml
from kg.network.narrowing import Projection, focus, project, restricted
from kg.network.reading import Kind, Origin, Toll, to_networkx
from kg.query import Evidence

__all__ = [
    "Evidence",
    "Kind",
    "Origin",
    "Projection",
    "Toll",
    "answer_network",
    "focus",
    "fold",
    "project",
    "restricted",
    "to_networkx",
    "write_gexf",
    "write_graphml",
]
