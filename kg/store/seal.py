"""Seals a folder of files that never change again: their checksums are written beside them, and all of it is on the disk when it is done.

The list is in the format of `sha256sum`, so that `sha256sum -c files.sha256` checks it too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from kg.files import sync_folder, whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LIST = "files.sha256"
_AT_ONCE = 4
"""Files that are synced or summed at once."""


def seal(folder: Path, *, like: Path | None = None) -> str:
    """Write the checksums of all files below `folder` into its list.

    Args:
        folder: The folder; whoever wrote its files has closed them.
        like: A sealed folder some of whose files `folder` has as hard links: their checksums are taken from its list, so that the work is
            in the measure of what is new, and damage done before is still seen.

    Returns:
        The checksum of the list itself.

    Raises:
        OSError: A file cannot be read or written.
    """
    sums = _inherited(folder, like) if like is not None and (like / LIST).is_file() else {}
    paths = _files(folder)
    new = [path for path in paths if path not in sums]
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # while the disk takes a file, checksums are reckoned
        synced = pool.map(_sync, new)
        sums |= zip(new, pool.map(_checksum, new), strict=True)
        list(synced)
    lines = [f"{sums[path]}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    for inner in sorted(path for path in folder.rglob("*") if path.is_dir()):
        sync_folder(inner)
    content = "".join(lines).encode()
    with whole_file(folder / LIST) as file:
        file.write(content)
    sync_folder(folder.parent)
    return hashlib.sha256(content).hexdigest()


def copy_sealed(folder: Path, target: Path, checksum: str) -> str | None:
    """Copy a sealed folder to `target`, which is made; when this returns, the copy is on the disk.

    Args:
        folder: A folder that `seal` sealed.
        target: Where to copy it.
        checksum: What `seal` returned.

    Returns:
        What is wrong with the copy, a sentence; `None`: it is as it was sealed.

    Raises:
        OSError: A file cannot be read or written.
    """
    shutil.copytree(folder, target)
    for path in target.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path.stat().st_size:
            _sync(path)
    sync_folder(target)
    return next(unsealed(target, checksum), None)


def unsealed(folder: Path, checksum: str) -> Iterator[str]:
    """Yield what is not as it was when `folder` was sealed, a sentence each.

    Args:
        folder: A folder that `seal` sealed.
        checksum: What it returned.
    """
    path = folder / LIST
    if not path.is_file():
        yield f"{path}: the list of files is gone"
        return
    if hashlib.sha256(path.read_bytes()).hexdigest() != checksum:
        yield f"{path}: the list of files was changed"
        return
    for name, expected in _listed(folder).items():
        problem = _problem(folder / name, expected)
        if problem:
            yield f"{folder / name}: {problem}"
    for path in _files(folder):
        if path.relative_to(folder).as_posix() not in _listed(folder):
            yield f"{path}: the file is not in the list of files"


def _inherited(folder: Path, like: Path) -> dict[Path, str]:
    """Return the checksums of the files that are hard links to those of a sealed folder, from its list."""
    listed = ((folder / name, like / name, checksum) for name, checksum in _listed(like).items())
    return {path: checksum for path, former, checksum in listed if path.is_file() and former.is_file() and former.samefile(path)}


def _problem(path: Path, expected: str) -> str | None:
    try:
        found = _checksum(path)
    except FileNotFoundError:
        return "the file is gone"
    except OSError as error:
        return f"the file cannot be read: {error.strerror}"
    return None if found == expected else "the file was changed or is cut short"


def _files(folder: Path) -> list[Path]:
    """Return the files with content: an empty one is a lock, or nothing to lose."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LIST and path.stat().st_size)


def _listed(folder: Path) -> Mapping[str, str]:
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    return {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    if os.name != "nt":  # where only what is open for writing can be synced
        with path.open("rb") as file:
            os.fsync(file.fileno())
