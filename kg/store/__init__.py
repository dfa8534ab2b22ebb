"""Keeps a graph: in memory or in a `.kg` folder, and writes it out as Turtle, N-Quads, JSON-LD or nanopublications."""

from __future__ import annotations

from kg.store.directory import (
    GRAPH_VERSION,
    Layout,
    building,
    check_target,
    is_store,
    open_store,
    write_store,
)
from kg.store.embedded import EmbeddedStore, Store, memory_store
from kg.store.export import FORMATS, export, views

__all__ = [
    "FORMATS",
    "GRAPH_VERSION",
    "EmbeddedStore",
    "Layout",
    "Store",
    "building",
    "check_target",
    "export",
    "is_store",
    "memory_store",
    "open_store",
    "views",
    "write_store",
]
