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
import shutil
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph

from kg.errors import StoreError
from kg.files import sync_folder
from kg.store.embedded import EmbeddedStore, damaged
from kg.store.layout import GRAPH_VERSION, Layout, Stamp, former_stamp, read_stamp, write_stamp
from kg.store.locks import Hold, hold_shared, if_unheld, sole_writer
from kg.store.seal import LIST, copy_sealed, seal, unsealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from kg.store.protocol import Finish

    Beside = Callable[[Path, pyoxigraph.Store], object]

_T = TypeVar("_T")

log = logging.getLogger(__name__)

GRAPH = "graph"
"""The folder of Oxigraph's files in that of a state."""

_READERS = "readers"
_BATCH = 50_000  # quads; what is added in one transaction is held in memory


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
    _make(layout.root, layout)
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
        update_store(self.root, finish=lambda store: store.update(sparql, prefixes=known))
        self._turn_to_current()

    def change(self, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
        """Take quads out, and then put others in, in a new state; see `update_store`."""
        update_store(self.root, removed=removed, added=added)
        self._turn_to_current()

    def replace(self, quads: Iterable[Quad]) -> None:
        """Make `quads` the whole graph, in a new state; see `write_store`."""
        write_store(self.root, quads)
        self._turn_to_current()

    def _turn_to_current(self) -> None:
        self.close()
        super().__init__(*_opened(Layout(self.root)))


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
    stamp, hold = _held_state(layout)
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
    stamp, hold = _held_state(layout)
    state = layout.state(stamp.store)
    remedy = f"See what is damaged with `kg check --integrity {layout.root}`; restore it from a backup, or build it again"
    if not (state / GRAPH).is_dir():
        raise StoreError(f"{layout.root}: its graph is gone, no folder {state / GRAPH}. {remedy}")
    try:
        return pyoxigraph.Store.read_only(str(state / GRAPH)), state, hold
    except (OSError, RuntimeError, ValueError) as error:  # Oxigraph calls some corruption a RuntimeError
        raise StoreError(f"{layout.root}: its graph cannot be opened: {error}. {remedy}") from error


def write_store(path: str | Path, quads: Iterable[Quad], *, finish: Finish | None = None, beside: Beside | None = None) -> int:
    """Make `quads` the graph of the `.kg` folder `path`, in place of one that is there; other files of the folder stay as they are.

    Args:
        path: The folder; it is made if there is none.
        quads: The whole graph.
        finish: Works on the loaded graph before anyone sees it, such as `kg.graph.apply_rules`.
        beside: Writes further files into the folder of the new state, from the finished graph, and closes them; they become visible
            together with the graph.

    Returns:
        How many quads the graph has.

    Raises:
        StoreError: Another process writes there, `path` is something else, or the disk refuses. The former graph is then untouched.
    """
    layout = Layout(Path(path))

    def work(store: pyoxigraph.Store) -> int:
        store.bulk_extend(quads)
        if finish is not None:
            finish(store)
        store.optimize()
        return len(store)

    with _new_state(layout) as (state, _):
        size = _made(state, work, beside)
    log.info("wrote %d quads to %s", size, layout.root)
    return size


def update_store(
    path: str | Path,
    *,
    removed: Iterable[Quad] = (),
    added: Iterable[Quad] = (),
    finish: Finish | None = None,
    beside: Beside | None = None,
) -> None:
    """Take quads out of the graph of the `.kg` folder `path` and put others in, in the time that these take and not the whole graph.

    Others see all of the change or nothing of it. The new state shares the files of the former one that did not change.

    Args:
        path: The folder; it is made if there is none, and its graph is then what is added.
        removed: What to take out; what the graph has not got is no error.
        added: What to put in, after that.
        finish: See `write_store`.
        beside: See `write_store`; it finds copies of the files that were beside the former graph, and brings them up to date. `None`: no
            files are beside the new graph, since those of the former one would be wrong.

    Raises:
        StoreError: Another process writes there, `path` is something else, or the disk refuses. The former graph is then untouched.
    """
    layout = Layout(Path(path))

    def work(store: pyoxigraph.Store) -> None:
        for quad in removed:
            store.remove(quad)
        rest = iter(added)
        while batch := list(islice(rest, _BATCH)):
            store.extend(batch)
        if finish is not None:
            finish(store)

    with _new_state(layout) as (state, former):
        if former is not None:
            _copy_graph(former, state)
            if beside is not None:
                shutil.copytree(former, state, dirs_exist_ok=True, ignore=lambda *_: {GRAPH, LIST, _READERS})
        _made(state, work, beside)
    log.info("updated %s", layout.root)


def current_state(path: str | Path) -> str | None:
    """Return a mark of the state that the graph in the `.kg` folder `path` is in, another one after each change; `None`: there is no graph.

    Raises:
        StoreError: `path` is something else, or of another version.
    """
    stamp = former_stamp(Layout(Path(path)))
    return f"{stamp.store} {stamp.checksum}" if stamp else None


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

    def work(store: pyoxigraph.Store) -> None:
        store.bulk_extend(old.quads())
        store.optimize()

    with old, _new_state(layout, oldest=1) as (state, _):
        _made(state, work, beside)
    return True


def _held_state(layout: Layout) -> tuple[Stamp, Hold | None]:
    """Return the stamp of the current state, and what keeps writers from removing it."""
    while True:
        stamp = read_stamp(layout)
        try:
            hold = hold_shared(layout.state(stamp.store) / _READERS)
        except FileNotFoundError:
            hold = None
        except OSError:  # a file system without locks: no writer there removes what it cannot lock either
            return stamp, None
        if read_stamp(layout) == stamp:
            return stamp, hold
        if hold is not None:  # a writer came in between
            hold.close()


@contextmanager
def _new_state(layout: Layout, *, oldest: int = GRAPH_VERSION) -> Iterator[tuple[Path, Path | None]]:
    """Yield the folder of a new state, and that of the current one; the new one becomes the current one when the block ends well."""
    former_stamp(layout, oldest=oldest)
    _make(layout.stores, layout)
    with sole_writer(layout.lock):
        former = former_stamp(layout, oldest=oldest)
        _drop_all_but(layout, former)
        state = layout.state(_next(layout))
        like = layout.state(former.store) if former and former.version == GRAPH_VERSION else None
        try:
            state.mkdir()
            yield state, like
            (state / _READERS).touch()
            write_stamp(layout, Stamp(GRAPH_VERSION, state.name, seal(state, like=like)))
        except BaseException as error:
            _drop_all_but(layout, former_stamp(layout, oldest=oldest))
            if isinstance(error, OSError):
                raise StoreError(f"{layout.root}: the graph cannot be written: {error}. The former one, if any, is untouched") from error
            raise
        _drop_all_but(layout, read_stamp(layout))


def _made(state: Path, work: Callable[[pyoxigraph.Store], _T], beside: Beside | None) -> _T:
    """Let `work` make a graph, and leave of it only the files that hold it, as hard links: who still has the store cannot change them.

    Returns:
        What `work` does.
    """
    store = pyoxigraph.Store(str(_workplace(state)))
    made = work(store)
    if beside is not None:
        beside(state, store)
    store.flush()
    store.backup(str(state / GRAPH))
    return made


def _workplace(state: Path) -> Path:
    """Return where a state's graph is worked on: outside of it, since Oxigraph goes on tidying up there; removed with what is left over."""
    return state.with_name(f"{state.name}.work")


def _copy_graph(former: Path, state: Path) -> None:
    """Begin a new graph with the former one, by hard links."""
    try:
        pyoxigraph.Store.read_only(str(former / GRAPH)).backup(str(_workplace(state)))
    except (OSError, RuntimeError) as error:
        raise damaged(former, error) from error


def _next(layout: Layout) -> str:
    return str(max((int(entry.name) for entry in layout.stores.iterdir() if entry.name.isdecimal()), default=0) + 1)


def _make(folder: Path, layout: Layout) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{layout.root}: the folder cannot be made: {error}. Give another path with -o") from error


def _drop_all_but(layout: Layout, stamp: Stamp | None) -> None:
    """Remove former states that nobody reads, and what a writer that was killed left behind."""
    for folder in layout.stores.iterdir():
        if stamp is None or folder.name != stamp.store:
            with if_unheld(folder / _READERS) as unheld:
                if unheld:
                    shutil.rmtree(folder, ignore_errors=True)  # who is refused or disturbed is left to the next writer
