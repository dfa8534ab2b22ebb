"""Tells what SQLite says of a database of ours: its errors come in, ours go out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError


@contextmanager
def telling_database(path: Path, *, refused: str, damaged: str) -> Iterator[None]:
    """Tell SQLite's errors as ours.

    Args:
        path: The database.
        refused: What to do where it is locked, the disk is full, or it may not be written.
        damaged: What is wrong where it is no database, or not a whole one, with SQLite's words at `{error}`, and what to do.

    Raises:
        StoreError: SQLite raised an error.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {error}. {refused}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {damaged.format(error=error)}") from error
