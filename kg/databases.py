"""Tells what SQLite says of a database of ours: its errors come in, ours go out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

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


class Known(NamedTuple):
    """Where a database holds a hash of each article: the table, its columns of ids and hashes, and an index of both, if there is one."""

    table: str
    identity: str
    digest: str


def differences(database: sqlite3.Connection, known: Known, path: Path, there: Known) -> tuple[list[str], list[str]]:
    """Compare the hashes of all articles that a database knows with those in another file; SQLite does so without giving them out.

    Args:
        database: A connection that is within no transaction.
        known: What it knows.
        path: The other database.
        there: What that one holds.

    Returns:
        The ids of those that are there otherwise, or no more, and of those that came, or are there otherwise; in their order.
    """
    database.execute("ATTACH ? AS other", (str(path),))
    try:
        return _missing(database, "main", known, "other", there), _missing(database, "other", there, "main", known)
    finally:
        database.execute("DETACH other")


def _missing(database: sqlite3.Connection, schema: str, known: Known, other: str, there: Known) -> list[str]:
    """Return the ids in one table that do not have the same hash in another."""
    same = f"SELECT 1 FROM {other}.{there.table} AS o WHERE o.{there.identity} = k.{known.identity} AND o.{there.digest} = k.{known.digest}"  # noqa: S608 - our own words
    sql = f"SELECT k.{known.identity} FROM {schema}.{known.table} AS k WHERE NOT EXISTS ({same}) ORDER BY 1"  # noqa: S608 - as above
    return [identity for (identity,) in database.execute(sql)]
