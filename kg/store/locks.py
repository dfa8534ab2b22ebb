"""Locks of a `.kg` folder, which the system frees even if a process is killed: one writer at a time, and readers that keep what they read.

Nothing here knows what the folder holds.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Hold:
    """An open, locked file; it is let go by `close`, by the garbage collector, or by the death of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def close(self) -> None:
        """Let go; closing twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.close()


@contextmanager
def sole_writer(lock: Path) -> Iterator[None]:
    """Hold the lock file `lock` alone.

    Raises:
        StoreError: Another process holds it, or it cannot be made.
    """
    try:
        held = _locked(lock, os.O_RDWR | os.O_CREAT, shared=False)
    except BlockingIOError as error:
        raise StoreError(f"{lock.parent}: another process is writing this graph. Wait until it is done, or write elsewhere") from error
    except OSError as error:
        raise StoreError(f"{lock}: this file cannot be locked: {error}. Give a folder on a disk of this machine") from error
    try:
        yield
    finally:
        held.close()


def hold_shared(lock: Path) -> Hold | None:
    """Keep others from removing what `lock` stands for, beside any number of others who do so.

    Returns:
        What to close when done; `None`: somebody is removing it right now.

    Raises:
        FileNotFoundError: It is removed already.
    """
    try:
        return _locked(lock, os.O_RDONLY, shared=True)
    except BlockingIOError:
        return None


@contextmanager
def if_unheld(lock: Path) -> Iterator[bool]:
    """Tell whether nobody holds `lock`, as nobody does where there is none; while the block runs, nobody can."""
    try:
        held = _locked(lock, os.O_RDONLY, shared=False)
    except FileNotFoundError:
        yield True
    except OSError:
        yield False
    else:
        try:
            yield True
        finally:
            held.close()


def _locked(path: Path, flags: int, *, shared: bool) -> Hold:
    descriptor = os.open(path, flags, 0o666)
    try:
        _lock(descriptor, shared=shared)
    except BaseException:
        os.close(descriptor)
        raise
    return Hold(descriptor)


if sys.platform == "win32":

    def _lock(descriptor: int, *, shared: bool) -> None:
        if shared:
            return  # Windows removes no file that is open
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error

else:

    def _lock(descriptor: int, *, shared: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
