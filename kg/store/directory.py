"""The `.kg` folder: quads come in and lie there all or not at all; a read-only store comes out.

    news.kg/
        kg.json           what the folder is, its version, which state of the graph is the current one, and a checksum of it
        evidence.sqlite   what each article says; written by others, only named here (and evidence.sqlite.lock, held by them)
        intake.sqlite     what a build has still to read, while it goes on; likewise
        reprints.sqlite   the texts by which reprints are found; likewise, and it may be deleted
        resolved.sqlite   what is worked out of who is who; likewise, and it may be deleted
        judgements.jsonl  what persons have judged to be the same or different; likewise
        gazetteer.csv     the user's table of known things, if there is one; likewise
        store/<number>/   one state of the graph; nothing in it ever changes
            graph/        Oxigraph's files
            edits.sqlite  what persons changed in the graph themselves, if they did
            …             what the caller put beside them, such as an index for text
            files.sha256  the checksums of all that
            readers       held by who reads this state
        store/<number>.work/  where a graph is being made
        lock              held by who writes

A new state is made in a folder of its own; only when it is complete, and on the disk, does `kg.json`, in one step, point to it. So a
process that is killed at any moment leaves the former state, or the new one. A reader keeps what it opened: a former state is removed by
the first writer that finds nobody reading it. What a killed writer left behind, the next one removes.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import StoreError
from kg.files import sync_folder
from kg.memory import give_back
from kg.store.editing import edit_store, extend
from kg.store.edits import bring_own_graphs, differences, opened
from kg.store.embedded import EmbeddedStore
from kg.store.layout import GRAPH_VERSION, Layout, Stamp, former_stamp, read_stamp, write_stamp
from kg.store.locks import Hold, sole_writer
from kg.store.seal import copy_sealed, unsealed
from kg.store.states import GRAPH, begin_with, copy_edits, held_state, made, make_folder, new_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Quad

    from kg.store.editing import Follow
    from kg.store.protocol import Finish

    Beside = Callable[[Path, pyoxigraph.Store], object]

log = logging.getLogger(__name__)

_AT_ONCE = 250_000
"""Quads that are loaded at once: 2 million made ones need 0.4 GB and 18 s, all at once 1.4 GB and 15 s."""
_BYTES_AT_ONCE = 32 << 20
"""Bytes of text that are loaded at once: about as many quads."""
_AS_TEXT, _BLANK = pyoxigraph.RdfFormat.N_QUADS, b"_:"


def check_target(path: str | Path) -> None:
    """Fail now, before hours of reading, if `write_store` would refuse to write to `path`.

    Raises:
        StoreError: `path` is a file, or a folder that is no graph and holds something else.
    """
    former_stamp(Layout(Path(path)))


@contextmanager
def building(path: str | Path) -> Iterator[None]:
    """Make the `.kg` folder `path` and keep others from building in it: of two builds at once, one would lose what the other has read.

    Raises:
        StoreError: Another process builds there, or the folder cannot be made.
    """
    layout = Layout(Path(path))
    make_folder(layout.root, layout)
    with sole_writer(layout.reading_lock):
        yield


class DiskStore(EmbeddedStore):
    """The graph of a `.kg` folder, as it was when it was opened or changed through this object; changes of others are not seen."""

    __slots__ = ("root",)

    def __init__(self, root: Path) -> None:
        self.root = root
        super().__init__(*_opened(Layout(root)))

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None) -> None:
        """Change the graph by a SPARQL update, in a new state; see `Store.update`."""
        known = dict(prefixes) if prefixes else None

        def work(store: pyoxigraph.Store, before: pyoxigraph.Store) -> Iterator[Quad]:
            store.update(sparql, prefixes=known)
            return differences(before, store)

        edit_store(self.root, work)
        self._turn_to_current()

    def change(self, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
        """Take quads out, and then put others in, in a new state; see `edit_store`."""
        out, put = list(removed), list(added)

        def work(store: pyoxigraph.Store, _: pyoxigraph.Store) -> list[Quad]:
            for quad in out:
                store.remove(quad)
            extend(store, put)
            return [*out, *put]

        edit_store(self.root, work)
        self._turn_to_current()

    def replace(self, quads: Iterable[Quad]) -> None:
        """Make `quads` the whole graph, in a new state; see `write_store`."""
        if Layout(self.root).evidence.exists():
            edit_store(self.root, partial(_put, quads))
        else:
            write_store(self.root, quads)
        self._turn_to_current()

    def _turn_to_current(self) -> None:
        self.close()
        super().__init__(*_opened(Layout(self.root)))


def _put(quads: Iterable[Quad], store: pyoxigraph.Store, before: pyoxigraph.Store) -> Iterator[Quad]:
    """Put quads in the place of all that a store holds; return what that changed."""
    store.clear()
    store.bulk_extend(quads)
    return differences(before, store)


def open_store(path: str | Path) -> DiskStore:
    """Open the graph in the `.kg` folder `path`; any number of processes may, also while it is written anew.

    Raises:
        StoreError: There is none, it is something else, it is of another version, or its files are damaged.
    """
    return DiskStore(Path(path))


@contextmanager
def _held(path: str | Path) -> Iterator[tuple[Path, Stamp]]:
    """Yield the folder of the current state of the `.kg` folder `path` and the stamp that names it; it is not removed in the block.

    Raises:
        StoreError: See `open_store`.
    """
    layout = Layout(Path(path))
    stamp, hold = held_state(layout)
    try:
        yield layout.state(stamp.store), stamp
    finally:
        if hold is not None:
            hold.close()


def damages(path: str | Path) -> Iterator[str]:
    """Yield what is damaged in the graph of the `.kg` folder `path`, a sentence each: every file and every quad is read.

    Raises:
        StoreError: There is no graph, or its stamp is damaged.
    """
    with _held(path) as (state, stamp):
        broken = tuple(unsealed(state, stamp.checksum))
        yield from broken
        if broken:
            return  # the engine would only say it again, in other words
        try:
            with open_store(path) as store:
                counted = sum(1 for _ in store.quads())
                if counted != len(store):
                    yield f"{state}: {len(store)} quads are said to be there, {counted} are"
        except StoreError as error:
            yield str(error)


def copy_store(path: str | Path, target: Path) -> None:
    """Copy the graph of the `.kg` folder `path`, as it is at one moment, to the new folder `target`, which shares no file with it.

    Raises:
        StoreError: There is no graph, or it is damaged.
        OSError: A file cannot be read or written.
    """
    layout, copied = Layout(Path(path)), Layout(target)
    with _held(path) as (state, stamp):
        problem = copy_sealed(state, copied.state(stamp.store), stamp.checksum)
    if problem is not None:
        raise StoreError(f"{layout.root}: the graph is damaged. See how with `kg check --integrity {layout.root}`. In the copy, {problem}")
    sync_folder(copied.stores)
    write_stamp(copied, stamp)


def _opened(layout: Layout) -> tuple[pyoxigraph.Store, Path, Hold | None]:
    stamp, hold = held_state(layout)
    state = layout.state(stamp.store)
    remedy = f"See what is damaged with `kg check --integrity {layout.root}`; restore it from a backup, or build it again"
    if not (state / GRAPH).is_dir():
        raise StoreError(f"{layout.root}: its graph is gone, no folder {state / GRAPH}. {remedy}")
    try:
        return pyoxigraph.Store.read_only(str(state / GRAPH)), state, hold
    except (OSError, RuntimeError, ValueError) as error:  # Oxigraph calls some corruption a RuntimeError
        raise StoreError(f"{layout.root}: its graph cannot be opened: {error}. {remedy}") from error


def write_store(path: str | Path, quads: Iterable[Quad | bytes], *, finish: Finish | None = None, beside: Beside | None = None) -> int:
    """Make `quads` the graph of the `.kg` folder `path`, in place of one that is there; other files of the folder stay as they are.

    Args:
        path: The folder; it is made if there is none.
        quads: The whole graph: quads, or some at a time as N-Quads.
        finish: Works on the loaded graph before anyone sees it, such as `kg.graph.apply_rules`.
        beside: Writes further files into the folder of the new state, from the finished graph, and closes them; they become visible
            together with the graph.

    Returns:
        How many quads the graph has.

    Raises:
        StoreError: Another process writes there, `path` is something else, or the disk refuses. The former graph is then untouched.
    """
    layout = Layout(Path(path))
    with new_state(layout) as (state, former):
        kept = former if layout.evidence.exists() else None  # else nobody makes it anew: `quads` is all that there is to be
        if kept is not None:
            copy_edits(kept, state)

        def work(store: pyoxigraph.Store) -> int:
            _load(store, quads)
            give_back()
            if finish is not None:
                finish(store)
                give_back()
            with opened(state) as edits:
                if kept is not None:
                    bring_own_graphs(pyoxigraph.Store.read_only(str(kept / GRAPH)), store)
                if edits is not None:
                    edits.redo(store)
            with ThreadPoolExecutor(1) as other:  # tidying changes nothing that is read, and leaves Python to others
                tidied = other.submit(store.optimize)
                if beside is not None:
                    beside(state, store)
                tidied.result()
            return len(store)

        size = made(state, work)
    log.info("wrote %d quads to %s", size, layout.root)
    return size


def _load(store: pyoxigraph.Store, quads: Iterable[Quad | bytes]) -> None:
    """Load quads in parts; Oxigraph alone takes a million at once, which needs a gigabyte more. One is loaded while the next is made."""
    with ThreadPoolExecutor(1) as other:
        loaded: Future[None] | None = None
        for text in _texts(quads):  # to read text Oxigraph needs no Python, which goes on meanwhile
            if loaded is not None:
                loaded.result()
            if _BLANK in text:  # perhaps a blank node, whose name would be one of this part only
                store.bulk_extend(pyoxigraph.parse(text, _AS_TEXT, lenient=True))
                loaded = None
            else:
                loaded = other.submit(store.bulk_load, text, _AS_TEXT, lenient=True)
        if loaded is not None:
            loaded.result()


def _texts(quads: Iterable[Quad | bytes]) -> Iterator[bytes]:
    """Yield quads as text, many at once."""
    some: list[Quad] = []
    text = bytearray()
    for one in quads:
        if isinstance(one, bytes):
            text += one
        else:
            some.append(one)
        if len(some) >= _AT_ONCE or len(text) >= _BYTES_AT_ONCE:
            yield bytes(text) + _as_text(some)
            some.clear()
            text.clear()
    if some or text:
        yield bytes(text) + _as_text(some)


def _as_text(quads: Sequence[Quad]) -> bytes:
    return pyoxigraph.serialize(quads, format=_AS_TEXT) or b""


def update_store(
    path: str | Path,
    *,
    removed: Iterable[Quad] = (),
    added: Iterable[Quad] = (),
    finish: Finish | None = None,
    beside: Follow | None = None,
) -> None:
    """Take quads out of the graph of the `.kg` folder `path` and put others in, in the time that these take and not the whole graph.

    Others see all of the change or nothing of it. The new state shares the files of the former one that did not change.

    Args:
        path: The folder; it is made if there is none, and its graph is then what is added.
        removed: What to take out; what the graph has not got is no error.
        added: What to put in, after that.
        finish: See `write_store`.
        beside: As in `write_store`; it finds the files that were beside the former graph, and brings them up to date. They are hard
            links: what it changes it copies first. It is told, beyond what the caller knows, which facts changed because persons'
            edits follow the change. `None`: no files are beside the new graph, since those of the former one would be wrong.

    Raises:
        StoreError: Another process writes there, `path` is something else, or the disk refuses. The former graph is then untouched.
    """
    layout = Layout(Path(path))
    with new_state(layout) as (state, former):
        if former is not None:
            begin_with(former, state, beside=beside is not None)

        def work(store: pyoxigraph.Store) -> None:
            with opened(state) as edits:
                if edits is not None:
                    edits.undo(store)
                for quad in removed:
                    store.remove(quad)
                extend(store, added)
                if finish is not None:
                    finish(store)
                moved = edits.redo(store) if edits is not None else []
            if beside is not None:
                beside(state, store, moved)

        made(state, work)
    log.info("updated %s", layout.root)


def upgrade_store(path: str | Path, *, beside: Beside | None = None) -> bool:
    """Bring a `.kg` folder of an older layout to this one; its graph stays as it is.

    Args:
        path: The folder.
        beside: See `write_store`.

    Returns:
        Whether there was anything to do.

    Raises:
        StoreError: There is no graph, it is of a newer version, or the disk refuses. The folder is then as it was.
    """
    layout = Layout(Path(path))
    stamp = read_stamp(layout, oldest=1)
    if stamp.version == GRAPH_VERSION:
        return False
    old = EmbeddedStore(pyoxigraph.Store.read_only(str(layout.state(stamp.store))))

    with old, new_state(layout, oldest=1) as (state, _):

        def work(store: pyoxigraph.Store) -> None:
            _load(store, old.quads())
            store.optimize()
            if beside is not None:
                beside(state, store)

        made(state, work)
    return True
