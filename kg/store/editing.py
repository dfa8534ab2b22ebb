"""Lets persons change the graph of a `.kg` folder: a change comes in, a new state goes out, and what they did is kept (`kg.store.edits`).

Where a graph has evidence, the next article that comes or goes would else undo what they changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad

from kg.store import edits
from kg.store.edits import Edit
from kg.store.layout import Layout, former_stamp, read_stamp
from kg.store.states import GRAPH, begin_with, held_state, made, new_state

Follow = Callable[[Path, pyoxigraph.Store, list[Quad]], object]
"""Brings files beside a graph up to date: told their folder, the changed graph, and facts that changed."""
Work = Callable[[pyoxigraph.Store, pyoxigraph.Store], Iterable[Quad]]
"""Changes the first of two equal graphs, and returns what it may have put in or taken out."""

_BATCH = 50_000  # quads; what is added in one transaction is held in memory


def edit_store(path: str | Path, work: Work, *, beside: Follow | None = None) -> None:
    """Let a person change the graph of the `.kg` folder `path`; others see all of the change or nothing of it.

    If the graph has evidence, the change is kept and made again whenever the graph is renewed.

    Args:
        path: The folder.
        work: Makes the change; told the graph as it was too, with which it may compare what it made (`kg.store.differences`).
        beside: Brings the files beside the graph up to date, see `update_store`; `None`: no files are beside the new graph.

    Raises:
        StoreError: There is no graph, another process writes there, or the disk refuses. The former graph is then untouched.
    """
    layout = Layout(Path(path))
    read_stamp(layout)  # says what is wrong if there is none
    with new_state(layout) as (state, former):
        if former is not None:
            begin_with(former, state, beside=beside is not None)
        mark = current_state(path) or ""

        def change(store: pyoxigraph.Store) -> None:
            before = pyoxigraph.Store.read_only(str(former / GRAPH)) if former is not None else pyoxigraph.Store()
            facts, is_kept = work(store, before), layout.evidence.exists()
            if not is_kept and beside is None:
                return
            known = list(dict.fromkeys(facts))
            if is_kept:
                with edits.begun(state) as kept:
                    kept.note(known, before, store, mark)
            if beside is not None:
                beside(state, store, known)

        made(state, change)


def undo_edits(path: str | Path, *, beside: Follow | None = None) -> int:
    """Take back what persons changed in the graph of the `.kg` folder `path`, graphs of their own excepted; return how many statements.

    Args:
        path: The folder.
        beside: See `edit_store`.

    Raises:
        StoreError: See `edit_store`.
    """
    layout = Layout(Path(path))
    if not (count := len(edits_of(path))):
        return 0
    with new_state(layout) as (state, former):
        if former is not None:
            begin_with(former, state, beside=beside is not None)

        def change(store: pyoxigraph.Store) -> None:
            with edits.opened(state) as kept:
                facts: list[Quad] = []
                if kept is not None:
                    kept.undo(store)
                    facts = kept.forget()
            if beside is not None:
                beside(state, store, facts)

        made(state, change)
    return count


def edits_of(path: str | Path) -> tuple[Edit, ...]:
    """Return what persons changed in the graph of the `.kg` folder `path`, graphs of their own excepted, in the order of the changes.

    Raises:
        StoreError: There is no graph, or its edits are damaged.
    """
    layout = Layout(Path(path))
    stamp, hold = held_state(layout)
    try:
        with edits.looked_at(layout.state(stamp.store)) as kept:
            return tuple(kept) if kept is not None else ()
    finally:
        if hold is not None:
            hold.close()


def current_state(path: str | Path) -> str | None:
    """Return a mark of the state that the graph in the `.kg` folder `path` is in, another one after each change; `None`: there is no graph.

    Raises:
        StoreError: `path` is something else, or of another version.
    """
    stamp = former_stamp(Layout(Path(path)))
    return f"{stamp.store} {stamp.checksum}" if stamp else None


def made_state(path: str | Path) -> str | None:
    """Return the mark of the last state that was made from articles: that of the current one, but for what persons changed since.

    Raises:
        StoreError: See `current_state`.
    """
    layout = Layout(Path(path))
    mark = current_state(path)
    if mark is None:
        return None
    stamp, hold = held_state(layout)
    try:
        with edits.looked_at(layout.state(stamp.store)) as kept:
            return (kept.mark() if kept is not None else None) or f"{stamp.store} {stamp.checksum}"
    finally:
        if hold is not None:
            hold.close()


def extend(store: pyoxigraph.Store, quads: Iterable[Quad]) -> None:
    """Put quads into a store, so many at once that what is held in memory is bounded."""
    rest = iter(quads)
    while batch := list(islice(rest, _BATCH)):
        store.extend(batch)
