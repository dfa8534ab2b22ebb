"""Moves a graph from one keeper to another: from a `.kg` folder to a SPARQL 1.1 service, or back, in constant memory.

Only the graph moves: the evidence that it rests on, and so what is needed to build it further, stays in the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph import ONTOLOGY_GRAPH
from kg.search import fill
from kg.store import check_target, is_store, open_any, write_store
from kg.store.service import Service

if TYPE_CHECKING:
    from pyoxigraph import Quad

Progress = Callable[[int], object]
"""Told how many quads have been moved."""

NAMED = (ONTOLOGY_GRAPH.value,)
"""The IRIs of the named graphs of a graph of ours."""

_STEP = 1000  # quads between two words about progress


def transfer(source: Path | str | Service, target: Path | str | Service, *, replace: bool = False, progress: Progress | None = None) -> int:
    """Copy the graph of a folder or service to another.

    Args:
        source: A `.kg` folder, or a service.
        target: Likewise; a folder is made, and may not be there.
        replace: Whether what is in the service goes; otherwise it must be empty.
        progress: Told now and then how many quads have been moved.

    Returns:
        How many quads were moved.

    Raises:
        StoreError: One of them cannot be reached, read or written, the target holds a graph, or another number of quads afterwards. Of a
            folder nothing is then there; what a service has taken stays there.
    """
    with open_any(source) as store:
        moved = _told(store.quads(), progress or _silent)
        if isinstance(target, Service):
            return _send(moved, target, replace=replace, expected=len(store))
        if is_store(target):
            raise StoreError(f"{target}: there is a graph already, with evidence of its own. Give a new folder")
        check_target(target)
        return write_store(target, moved, beside=fill)


def _send(quads: Iterator[Quad], service: Service, *, replace: bool, expected: int) -> int:
    with open_any(service) as store:
        there = len(store)
        if there and not replace:
            raise StoreError(
                f"{service.query}: {there} quads are there. Give --replace to have them go, or --default-graph to go beside them"
            )
        if replace:
            store.replace(quads)
        else:
            store.change(added=quads)
        arrived = len(store)
    if arrived != expected:
        raise StoreError(f"{service.query}: of {expected} quads {arrived} are there. Is somebody else writing? Try again with --replace")
    return arrived


def _told(quads: Iterator[Quad], progress: Progress) -> Iterator[Quad]:
    moved = 0
    for moved, quad in enumerate(quads, start=1):
        if moved % _STEP == 0:
            progress(moved)
        yield quad
    progress(moved)


def _silent(moved: int) -> None:
    """Stand in for a progress bar."""
    del moved
