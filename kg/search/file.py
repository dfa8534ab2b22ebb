"""A file of SQLite that states of a graph share, and what each changed in it: a log of pages beside it. A change takes its own time.

The log is SQLite's own, of its mode WAL. `search.sqlite` stays as it was made, a hard link to that of the former state. The pages that
changed since lie in `search.sqlite-wal`, which each state has for itself, and who reads sees both as one. When a log has grown, or when
something is to be gone for good, both become one file of the state's own again.

SQLite writes a log back into its file as soon as nobody uses it any more, which here would change the former states too. It cannot while
somebody reads.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHORT, _PART = 256 * 1024, 1 / 8
"""How long a log may be: so many bytes, or this part of the file. The longer it is, the more it costs to open it and to copy it."""
_NO_LOCKS: Final = "win32-none" if os.name == "nt" else "unix-none"
"""SQLite's access to files that are not locked: what is sealed does not change, and a lock would be a file beside it."""
_MODE, _LOGGED = slice(18, 20), b"\2\2"  # https://www.sqlite.org/fileformat.html#file_format_version_numbers


def connected(path: str) -> sqlite3.Connection:
    """Connect to a path, or to a URI that begins with `file:`."""
    # Threads may share it: SQLite is built to lock by itself, and what is read does not change.
    return sqlite3.connect(path, uri=path.startswith("file:"), check_same_thread=False)


def as_it_lies(path: Path) -> sqlite3.Connection:
    """Open the file at `path` and its log, if it has one, to read what no one changes any more; nothing is written beside it."""
    if not log_of(path).exists():
        return connected(f"{_address(path)}&immutable=1")
    connection = connected(f"{_address(path)}&vfs={_NO_LOCKS}")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # or SQLite wants a file for what readers and writers share
    return connection


def log_of(path: Path) -> Path:
    """Return where the log of a file lies."""
    return path.with_name(f"{path.name}-wal")


def may_have_log(connection: sqlite3.Connection) -> None:
    """Make a file one whose changes can go into a log."""
    connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection whose changes go into the log of a file, all of them when the block ends; who calls puts the log on the disk.

    Args:
        path: The file. Other states may have it and its log as hard links: they keep what they have.

    Raises:
        sqlite3.Error: The file is damaged, or nothing can be written beside it.
    """
    if not _is_logged(path):
        _make_own(path)
        with closing(connected(str(path))) as connection:
            may_have_log(connection)
    _make_own(log_of(path))
    with closing(connected(_address(path))) as reader, closing(connected(str(path))) as connection:
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from now on the log stays
        connection.executescript("PRAGMA secure_delete = ON; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0;")
        with connection:
            yield connection
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)


def is_long(path: Path) -> bool:
    """Tell whether the log of a file has grown so long that it should be written into it."""
    log = log_of(path)
    return log.exists() and log.stat().st_size > max(_SHORT, path.stat().st_size * _PART)


def write_back(path: Path, tidy: str) -> None:
    """Make one file of a file and its log, which no other state shares.

    Args:
        path: The file.
        tidy: A statement of SQL that is carried out before that.

    Raises:
        OSError: The disk refuses.
        sqlite3.Error: See `changing`.
    """
    _make_own(path)
    _make_own(log_of(path))
    with closing(connected(str(path))) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(tidy)
    # Nobody else reads it, so that with the last connection SQLite has written the log back and removed it.


def _address(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"


def _is_logged(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_MODE.stop)[_MODE] == _LOGGED


def _make_own(path: Path) -> None:
    """Put a copy in the place of a file, if it is there, that may be a hard link."""
    if not path.exists():
        return
    copy = path.with_name(f"{path.name}.copy")
    shutil.copyfile(path, copy)
    copy.replace(path)
