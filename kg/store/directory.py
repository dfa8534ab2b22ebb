"""The `.kg` folder: quads come in and lie there all or not at all; a read-only store comes out.

    news.kg/
        kg.json           what the folder is, its version, and which folder below `store/` holds the graph
        readings.jsonl    the evidence, one article a line; written by others, only named here (and readings.jsonl.lock, held by them)
        judgements.jsonl  what persons have judged to be the same or different; likewise
        gazetteer.csv     the user's table of known things, if there is one; written by others, only named here
        store/<number>/   Oxigraph's files
        lock              held by who writes

A new graph is loaded into a new folder below `store/`; only when it is complete does `kg.json`, in one step, point to it.
A reader keeps what it opened.
"""

from __future__ import annotations

import json
import logging
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph

from kg.errors import StoreError
from kg.files import whole_file
from kg.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from kg.store.embedded import Finish

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)

GRAPH_VERSION = 1
"""The version of the folder's layout and of the graph's shapes; a folder of another version is not opened."""

_FORMAT = "kg"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie in the `.kg` folder `root`."""

    root: Path

    @property
    def stamp(self) -> Path:
        """What the folder is, as JSON."""
        return self.root / "kg.json"

    @property
    def readings(self) -> Path:
        """The evidence: one article a line."""
        return self.root / "readings.jsonl"

    @property
    def judgements(self) -> Path:
        """What persons have judged: one judgement a line."""
        return self.root / "judgements.jsonl"

    @property
    def gazetteer(self) -> Path:
        """The user's table of known things."""
        return self.root / "gazetteer.csv"

    @property
    def stores(self) -> Path:
        """The folder of graphs, one of which is the current one."""
        return self.root / "store"

    @property
    def reading_lock(self) -> Path:
        """The file that who adds evidence holds, from looking at what is there until the graph is written."""
        return self.root / f"{self.readings.name}.lock"

    @property
    def lock(self) -> Path:
        """The file that a writer holds."""
        return self.root / "lock"


def is_store(path: str | Path) -> bool:
    """Tell whether `path` is a `.kg` folder that has a graph."""
    return Layout(Path(path)).stamp.is_file()


def check_target(path: str | Path) -> None:
    """Fail now, before hours of reading, if `write_store` would refuse to write to `path`.

    Raises:
        StoreError: `path` is a file, or a folder that is no graph and holds something else.
    """
    _former(Layout(Path(path)))


@contextmanager
def building(path: str | Path) -> Iterator[None]:
    """Make the `.kg` folder `path` and keep others from building in it: of two builds at once, one would lose what the other has read.

    Raises:
        StoreError: Another process builds there, or the folder cannot be made.
    """
    layout = Layout(Path(path))
    _make(layout.root, layout)
    with _locked(layout, layout.reading_lock):
        yield


def open_store(path: str | Path) -> EmbeddedStore:
    """Open the graph in the `.kg` folder `path` for reading; any number of processes may.

    Raises:
        StoreError: There is none, it is something else, it is of another version, or its files are damaged.
    """
    layout = Layout(Path(path))
    folder = layout.stores / _current(layout)
    if not folder.is_dir():
        raise StoreError(f"{layout.root}: its graph is gone, no folder {folder}. Build it again with `kg build`")
    try:
        return EmbeddedStore(pyoxigraph.Store.read_only(str(folder)))
    except (OSError, RuntimeError, ValueError) as error:  # Oxigraph calls some corruption a RuntimeError
        raise StoreError(f"{layout.root}: its graph cannot be opened: {error}. Build it again with `kg build`") from error


def write_store(path: str | Path, quads: Iterable[Quad], *, finish: Finish | None = None) -> int:
    """Make `quads` the graph of the `.kg` folder `path`, in place of one that is there; other files of the folder stay as they are.

    Args:
        path: The folder; it is made if there is none.
        quads: The whole graph.
        finish: Works on the loaded graph before anyone sees it, such as `kg.graph.apply_rules`.

    Returns:
        How many quads the graph has.

    Raises:
        StoreError: Another process writes there, `path` is something else, or the disk refuses. The former graph is then untouched.
    """
    layout = Layout(Path(path))
    former = _former(layout)
    _make(layout.stores, layout)
    with _locked(layout, layout.lock):
        new = str(int(former) + 1) if former is not None else "1"
        _drop_all_but(layout, former)
        try:
            size = _load(layout.stores / new, quads, finish)
            _write_stamp(layout, new)
        except OSError as error:
            raise StoreError(f"{layout.root}: the graph cannot be written: {error}. The former one, if any, is untouched") from error
        _drop_all_but(layout, new)
    log.info("wrote %d quads to %s", size, layout.root)
    return size


def _load(folder: Path, quads: Iterable[Quad], finish: Finish | None) -> int:
    store = pyoxigraph.Store(str(folder))
    store.bulk_extend(quads)
    if finish is not None:
        finish(store)
    store.optimize()
    store.flush()
    return len(store)


def _make(folder: Path, layout: Layout) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{layout.root}: the folder cannot be made: {error}. Give another path with -o") from error


def _former(layout: Layout) -> str | None:
    """Return the number of the graph that is there, if any; refuse a folder or file that is not ours."""
    if is_store(layout.root):
        return _current(layout)
    if layout.root.exists() and not layout.root.is_dir():
        raise StoreError(f"{layout.root}: this is a file, not a folder. Give another path with -o")
    strange = sorted(_strangers(layout)) if layout.root.is_dir() else []
    if strange:
        raise StoreError(f"{layout.root}: this folder is no graph and holds {strange[0]!r}. Give a new or empty folder with -o")
    return None


def _strangers(layout: Layout) -> Iterator[str]:
    ours = {
        layout.stores.name,
        layout.lock.name,
        layout.readings.name,
        layout.judgements.name,
        layout.gazetteer.name,
        f"{layout.stamp.name}.part",
    }
    for entry in layout.root.iterdir():
        if entry.name not in ours and not entry.name.startswith(f"{layout.readings.name}."):
            yield entry.name


def _current(layout: Layout) -> str:
    """Return the number of the current graph, as `kg.json` says."""
    root = layout.root
    if not root.exists():
        raise StoreError(f"{root}: there is no such graph. Build it with `kg build PATH -o {root}`")
    if not layout.stamp.is_file():
        raise StoreError(f"{root}: this is no graph, it has no {layout.stamp.name}. Build one with `kg build PATH -o FOLDER`")
    try:
        stamp = json.loads(layout.stamp.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StoreError(f"{layout.stamp}: this is no JSON: {error}. Build the graph again with `kg build`") from error
    if not isinstance(stamp, dict) or stamp.get("format") != _FORMAT:
        raise StoreError(
            f'{layout.stamp}: this is no stamp of a graph, expected "format": "{_FORMAT}". Give the folder that `kg build` made'
        )
    version, current = stamp.get("version"), stamp.get("store")
    if version != GRAPH_VERSION:
        age = "newer" if isinstance(version, int) and version > GRAPH_VERSION else "another"
        remedy = "Install a newer kg" if age == "newer" else "Build the graph again with `kg build`"
        raise StoreError(f"{layout.stamp}: the graph has {age} version {version!r}, expected {GRAPH_VERSION}. {remedy}")
    if not isinstance(current, str) or not current.isdecimal():
        raise StoreError(f'{layout.stamp}: "store" is {current!r}, expected a number. Build the graph again with `kg build`')
    return current


def _write_stamp(layout: Layout, current: str) -> None:
    with whole_file(layout.stamp) as file:
        file.write(json.dumps({"format": _FORMAT, "version": GRAPH_VERSION, "store": current}).encode() + b"\n")


def _drop_all_but(layout: Layout, kept: str | None) -> None:
    """Remove former graphs, and what a writer that was killed left behind."""
    for folder in layout.stores.iterdir():
        if folder.name != kept:
            shutil.rmtree(folder, ignore_errors=True)  # a reader on Windows may hold it; the next writer tries again


@contextmanager
def _locked(layout: Layout, lock: Path) -> Iterator[None]:
    """Hold a lock of the folder, which the system frees even if the process is killed."""
    with lock.open("a", encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError as error:
            raise StoreError(f"{layout.root}: another process is writing this graph. Wait until it is done, or write elsewhere") from error
        yield


if sys.platform == "win32":

    def _lock(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
