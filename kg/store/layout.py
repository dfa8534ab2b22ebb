"""What lies where in a `.kg` folder, and its stamp, `kg.json`: what the folder is and which state of the graph is the current one.

A path comes in, a `Stamp` or a clear error goes out. What a state holds is `kg.store.directory`'s.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.files import whole_file
from kg.store.locks import if_unheld

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH_VERSION = 2
"""The version of the folder's layout; a folder of another version is not opened. `kg migrate` brings an older one to this."""

_OLDEST = 1
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
    def evidence(self) -> Path:
        """What each article says."""
        return self.root / "evidence.sqlite"

    @property
    def intake(self) -> Path:
        """What a build that is going on, or was stopped, has still to read."""
        return self.root / "intake.sqlite"

    @property
    def readings(self) -> Path:
        """The evidence as version 1 kept it: one article a line."""
        return self.root / "readings.jsonl"

    @property
    def reprints(self) -> Path:
        """The texts by which reprints are found; it can be made again from the evidence."""
        return self.root / "reprints.sqlite"

    @property
    def resolved(self) -> Path:
        """What is worked out of who is who, so that it need not be for all articles whenever one comes; it can be made again."""
        return self.root / "resolved.sqlite"

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
        """The folder of states, one of which is the current one."""
        return self.root / "store"

    @property
    def reading_lock(self) -> Path:
        """The file that who adds evidence holds, from looking at what is there until the graph is written."""
        return self.root / f"{self.evidence.name}.lock"

    @property
    def lock(self) -> Path:
        """The file that a writer holds."""
        return self.root / "lock"

    def state(self, number: str) -> Path:
        """The folder of one state of the graph."""
        return self.stores / number


@dataclass(frozen=True, slots=True)
class Stamp:
    """What `kg.json` says.

    Attributes:
        version: The version of the folder's layout.
        store: The number of the current state.
        checksum: That of the list of its files, as `kg.store.seal` returns it; empty in version 1.
    """

    version: int
    store: str
    checksum: str = ""


def is_store(path: str | Path) -> bool:
    """Tell whether `path` is a `.kg` folder that has a graph."""
    return Layout(Path(path)).stamp.is_file()


def read_stamp(layout: Layout, *, oldest: int = GRAPH_VERSION) -> Stamp:
    """Return what the folder's stamp says.

    Args:
        layout: The folder.
        oldest: The oldest version that the caller can work with.

    Raises:
        StoreError: There is none, it is damaged or no stamp of ours, or of a version that the caller cannot work with.
    """
    root, path = layout.root, layout.stamp
    if not root.exists():
        raise StoreError(f"{root}: there is no such graph. Build it with `kg build PATH -o {root}`")
    if not path.is_file() and layout.evidence.is_file():
        raise StoreError(f"{root}: {_unfinished(layout)}")
    if not path.is_file():
        raise StoreError(f"{root}: this is no graph, it has no {path.name}. Build one with `kg build PATH -o FOLDER`")
    try:
        stamp = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StoreError(f"{path}: this is no JSON: {error}. Restore the graph from a backup, or build it again with `kg build`") from error
    if not isinstance(stamp, dict) or stamp.get("format") != _FORMAT:
        raise StoreError(f'{path}: this is no stamp of a graph, expected "format": "{_FORMAT}". Give the folder that `kg build` made')
    version, current, checksum = stamp.get("version"), stamp.get("store"), stamp.get("sha256", "")
    if not isinstance(version, int) or not oldest <= version <= GRAPH_VERSION:
        raise StoreError(_of_another_version(layout, version))
    if not isinstance(current, str) or not current.isdecimal() or not isinstance(checksum, str):
        raise StoreError(f'{path}: "store" is {current!r}, expected a number. Restore the graph from a backup, or build it again')
    return Stamp(version, current, checksum)


def _unfinished(layout: Layout) -> str:
    """Say what becomes of a folder that has evidence and no graph yet."""
    with if_unheld(layout.reading_lock) as is_unheld:
        if not is_unheld:
            return "this graph is being built by another process. Wait until it is done"
    return f"the build of this graph was stopped before it was done. Go on with `kg build --resume -o {layout.root}`"


def _of_another_version(layout: Layout, version: object) -> str:
    age, remedy = "another", "Build the graph again with `kg build`"
    if isinstance(version, int) and version > GRAPH_VERSION:
        age, remedy = "newer", "Install a newer kg"
    elif isinstance(version, int) and version >= _OLDEST:
        age, remedy = "older", f"Bring it to this one with `kg migrate {layout.root}`"
    return f"{layout.stamp}: the graph has {age} version {version!r}, expected {GRAPH_VERSION}. {remedy}"


def write_stamp(layout: Layout, stamp: Stamp) -> None:
    """Make `stamp` the folder's, in one step; when this returns, it is on the disk.

    Raises:
        OSError: It cannot be written.
    """
    value = {"format": _FORMAT, "version": stamp.version, "store": stamp.store, "sha256": stamp.checksum}
    with whole_file(layout.stamp) as file:
        file.write(json.dumps(value).encode() + b"\n")


def former_stamp(layout: Layout, *, oldest: int = GRAPH_VERSION) -> Stamp | None:
    """Return the stamp of the graph that is there, if any, before another is written in its place.

    Raises:
        StoreError: What is there is a file, or a folder that is no graph and holds something else, or see `read_stamp`.
    """
    if is_store(layout.root):
        return read_stamp(layout, oldest=oldest)
    if layout.root.exists() and not layout.root.is_dir():
        raise StoreError(f"{layout.root}: this is a file, not a folder. Give another path with -o")
    strange = sorted(_strangers(layout)) if layout.root.is_dir() else []
    if strange:
        raise StoreError(f"{layout.root}: this folder is no graph and holds {strange[0]!r}. Give a new or empty folder with -o")
    return None


def _strangers(layout: Layout) -> Iterator[str]:
    ours = {layout.stores.name, layout.lock.name, layout.judgements.name, layout.gazetteer.name, f"{layout.stamp.name}.part"}
    # and what SQLite and a lock put beside them
    beside = (layout.evidence.name, layout.intake.name, layout.readings.name, layout.reprints.name, layout.resolved.name)
    for entry in layout.root.iterdir():
        if entry.name not in ours and not entry.name.startswith(beside):
            yield entry.name
