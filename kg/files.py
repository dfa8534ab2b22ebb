"""Writes files whole or not at all: a path comes in, a stream to write to goes out. What is written is the caller's matter."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Yield a stream whose bytes become the file `path` in one step when the block ends; after an error the former file is still there.

    A link is followed, and what is no file (`/dev/stdout`, a pipe) is written to directly.

    Raises:
        OSError: The file cannot be written.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    target = path.resolve()
    part = _part_of(target)
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
        sync_folder(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def check_writable(path: Path) -> None:
    """Find out before a long work whether `whole_file` could write its result; a file that is there stays as it is.

    A pipe or a device is not opened: who reads it would see its end.

    Raises:
        OSError: The file cannot be written.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        return
    part = _part_of(path.resolve())
    try:
        part.open("ab").close()
        part.unlink()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, so that a power loss takes back no renaming.

    Windows has no such call and needs none; a file system that cannot do it is let be.

    Raises:
        OSError: The disk fails.
    """
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # what may be written need not be readable
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
