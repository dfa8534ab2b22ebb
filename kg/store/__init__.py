"""Keeps a graph: in memory or in a `.kg` folder, and writes it out as Turtle, N-Quads, JSON-LD or nanopublications."""

from __future__ import annotations

from kg.store.directory import (
    building,
    check_target,
    copy_store,
    damages,
    open_store,
    update_store,
    upgrade_store,
    write_store,
)
from kg.store.editing import current_state, edit_store, edits_of, made_state, undo_edits
from kg.store.edits import Edit, differences
from kg.store.embedded import EmbeddedStore, memory_store
from kg.store.export import FORMATS, export, views
from kg.store.layout import GRAPH_VERSION, Layout, is_store
from kg.store.opening import open_any
from kg.store.parts import export_parts
from kg.store.protocol import Store
from kg.store.states import GRAPH

__all__ = [
    "FORMATS",
    "GRAPH",
    "GRAPH_VERSION",
    "Edit",
    "EmbeddedStore",
    "Layout",
    "Store",
    "building",
    "check_target",
    "copy_store",
    "current_state",
    "damages",
    "differences",
    "edit_store",
    "edits_of",
    "export",
    "export_parts",
    "is_store",
    "made_state",
    "memory_store",
    "open_any",
    "open_store",
    "undo_edits",
    "update_store",
    "upgrade_store",
    "views",
    "write_store",
]
