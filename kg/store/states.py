"""States of a graph, each a folder whose files never change: how a new one is made in place of the current one, all of it or nothing.

What a folder holds, and why, is drawn in `kg.store.directory`.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph

from kg.errors import StoreError
from kg.store import edits
from kg.store.embedded import damaged
from kg.store.layout import GRAPH_VERSION, Layout, Stamp, former_stamp, read_stamp, write_stamp
from kg.store.locks import Hold, hold_shared, if_unheld, sole_writer
from kg.store.seal import LIST, seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_T = TypeVar("_T")

GRAPH: Final = "graph"
"""The folder of Oxigraph's files in that of a state."""

READERS: Final = "readers"
"""The file in the folder of a state that those hold who read it."""


def held_state(layout: Layout) -> tuple[Stamp, Hold | None]:
    """Return the stamp of the current state, and what keeps writers from removing it."""
    while True:
        stamp = read_stamp(layout)
        try:
            hold = hold_shared(layout.state(stamp.store) / READERS)
        except FileNotFoundError:
            hold = None
        except OSError:  # a file system without locks: no writer there removes what it cannot lock either
            return stamp, None
        if read_stamp(layout) == stamp:
            return stamp, hold
        if hold is not None:  # a writer came in between
            hold.close()


@contextmanager
def new_state(layout: Layout, *, oldest: int = GRAPH_VERSION) -> Iterator[tuple[Path, Path | None]]:
    """Yield the folder of a new state, and that of the current one; the new one becomes the current one when the block ends well."""
    former_stamp(layout, oldest=oldest)
    make_folder(layout.stores, layout)
    with sole_writer(layout.lock):
        former = former_stamp(layout, oldest=oldest)
        _drop_all_but(layout, former)
        state = layout.state(_next(layout))
        like = layout.state(former.store) if former and former.version == GRAPH_VERSION else None
        try:
            state.mkdir()
            yield state, like
            (state / READERS).touch()
            write_stamp(layout, Stamp(GRAPH_VERSION, state.name, seal(state, like=like)))
        except BaseException as error:
            _drop_all_but(layout, former_stamp(layout, oldest=oldest))
            if isinstance(error, OSError):
                raise StoreError(f"{layout.root}: the graph cannot be written: {error}. The former one, if any, is untouched") from error
            raise
        _drop_all_but(layout, read_stamp(layout))


def made(state: Path, work: Callable[[pyoxigraph.Store], _T]) -> _T:
    """Let `work` make a graph, and leave of it only the files that hold it, as hard links: who still has the store cannot change them.

    Returns:
        What `work` does.
    """
    store = pyoxigraph.Store(str(_workplace(state)))
    done = work(store)
    store.flush()
    store.backup(str(state / GRAPH))
    return done


def _workplace(state: Path) -> Path:
    """Return where a state's graph is worked on: outside of it, since Oxigraph goes on tidying up there; removed with what is left over."""
    return state.with_name(f"{state.name}.work")


def begin_with(former: Path, state: Path, *, beside: bool) -> None:
    """Begin a new state with the graph of the former one, by hard links, and the edits in it.

    Args:
        former: The folder of the former state.
        state: That of the new one.
        beside: Whether the other files that lie beside the graph are there too, as hard links: who changes one copies it first.

    Raises:
        StoreError: The former graph is damaged.
    """
    if beside:
        shutil.copytree(former, state, copy_function=_link, dirs_exist_ok=True, ignore=lambda *_: {GRAPH, LIST, READERS, edits.NAME})
    copy_edits(former, state)
    try:
        pyoxigraph.Store.read_only(str(former / GRAPH)).backup(str(_workplace(state)))
    except (OSError, RuntimeError) as error:
        raise damaged(former, error) from error


def _link(former: str, new: str) -> None:
    """Make a hard link, or a copy where the file system has none."""
    try:
        os.link(former, new)
    except OSError:
        shutil.copyfile(former, new)


def _next(layout: Layout) -> str:
    return str(max((int(entry.name) for entry in layout.stores.iterdir() if entry.name.isdecimal()), default=0) + 1)


def make_folder(folder: Path, layout: Layout) -> None:
    """Make a folder of a `.kg` folder, unless it is there.

    Raises:
        StoreError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{layout.root}: the folder cannot be made: {error}. Give another path with -o") from error


def _drop_all_but(layout: Layout, stamp: Stamp | None) -> None:
    """Remove former states that nobody reads, and what a writer that was killed left behind."""
    for folder in layout.stores.iterdir():
        if stamp is None or folder.name != stamp.store:
            with if_unheld(folder / READERS) as unheld:
                if unheld:
                    shutil.rmtree(folder, ignore_errors=True)  # who is refused or disturbed is left to the next writer


def copy_edits(former: Path, state: Path) -> None:
    """Copy the edits of one state to another, if it has any."""
    if (former / edits.NAME).is_file():
        shutil.copyfile(former / edits.NAME, state / edits.NAME)
