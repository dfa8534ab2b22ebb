"""Keeps a graph: in memory or in a `.kg` folder, and writes it out as Turtle, N-Quads, JSON-LD or nanopublications."""

from __future__ import annotations

from kg.store.directory import (
    GRAPH,
    building,
    check_target,
    copy_store,
    current_state,
    damages,
    open_store,
    update_store,
    upgrade_store,
    write_store,
)
from kg.store.embedded import EmbeddedStore, memory_store
from kg.store.export import FORMATS, export, views
from kg.store.layout import GRAPH_VERSION, Layout, is_store
from kg.store.opening import open_any
from kg.store.protocol import Store

__all__ = [
    "FORMATS",
    "GRAPH",
    "GRAPH_VERSION",
    "EmbeddedStore",
    "Layout",
    "Store",
    "building",
    "check_target",
    "copy_store",
    "current_state",
    "damages",
    "export",
    "is_store",
    "memory_store",
    "open_any",
    "open_store",
    "update_store",
    "upgrade_store",
    "views",
    "write_store",
]
