"""Tells what SQLite says of a database of ours: its errors come in, ours go out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

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


@dataclass(slots=True)
class DatabaseFile:
    """A database of ours that is open: a context manager, or `close` it."""

    path: Path
    _database: sqlite3.Connection

    def close(self) -> None:
        """Let go of the file; closing twice is harmless."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class Known(NamedTuple):
    """Where a database holds a hash of each article: the table, its columns of ids and hashes, and an index of both, if there is one."""

    table: str
    identity: str
    digest: str


class Moment(NamedTuple):
    """The last change that a database's log had when it was looked at: its number, and a token that no other change has."""

    number: int
    token: bytes


class Compared(NamedTuple):
    """How a database differs from another one.

    Attributes:
        went: Ids of articles that are there otherwise, or no more; in their order.
        came: Ids of those that came, or are there otherwise; in their order.
        seen: Up to where the other's log was looked at; write it down (`note_seen`) with what follows from the rest. `None`: it has none.
    """

    went: list[str]
    came: list[str]
    seen: Moment | None


LOGGED = 10_000
"""Changes that a log holds; who missed more of them compares all articles."""

SEEN = "CREATE TABLE seen (number INTEGER NOT NULL, token BLOB NOT NULL);"
"""Up to where a database has looked at the log of another one."""


def log_of(known: Known) -> str:
    """Return the statements that make a log of the changes of a table, kept by triggers, where there is none."""
    table, identity, digest = known
    note = "BEGIN INSERT INTO changes (id) VALUES ({row}.{identity}); END;".format
    return f"""
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, token BLOB NOT NULL DEFAULT (randomblob(8))
);
CREATE TRIGGER IF NOT EXISTS came AFTER INSERT ON {table} {note(row="new", identity=identity)}
CREATE TRIGGER IF NOT EXISTS went AFTER DELETE ON {table} {note(row="old", identity=identity)}
CREATE TRIGGER IF NOT EXISTS changed AFTER UPDATE OF {digest} ON {table} {note(row="new", identity=identity)}
CREATE TRIGGER IF NOT EXISTS forgotten AFTER INSERT ON changes WHEN new.number > {LOGGED}
BEGIN DELETE FROM changes WHERE number <= new.number - {LOGGED}; END;
"""  # noqa: S608 - our own words


def note_seen(database: sqlite3.Connection, seen: Moment | None) -> None:
    """Write down up to where a log was looked at, in the transaction that brings the database there."""
    database.execute("DELETE FROM seen")
    if seen is not None:
        database.execute("INSERT INTO seen VALUES (?, ?)", seen)


def differences(database: sqlite3.Connection, known: Known, path: Path, there: Known) -> Compared:
    """Compare the hashes of the articles that a database knows with those in another file; SQLite does so without giving them out.

    Only what changed since is compared, where the other one's log tells: it holds the change that was the last when it was looked at.
    A file that was put back or made anew has other tokens; then all articles are compared.

    Args:
        database: A connection that is within no transaction; it has the table `SEEN`.
        known: What it knows.
        path: The other database.
        there: What that one holds.
    """
    database.execute("ATTACH ? AS other", (str(path),))
    try:
        seen = _latest(database)  # first: what is changed meanwhile is looked at next time
        among = _since(database) if seen is not None else ""
        went = _missing(database, ("main", known), ("other", there), among)
        return Compared(went, _missing(database, ("other", there), ("main", known), among), seen)
    finally:
        database.execute("DETACH other")


def _latest(database: sqlite3.Connection) -> Moment | None:
    """Return the last change in the other one's log, if it has one."""
    if not database.execute("SELECT 1 FROM other.sqlite_schema WHERE name = 'changes'").fetchone():
        return None
    row = database.execute("SELECT number, token FROM other.changes ORDER BY number DESC LIMIT 1").fetchone()
    return Moment(*row) if row else None


def _since(database: sqlite3.Connection) -> str:
    """Return a condition for the articles that changed since the log was looked at; none where the log does not go back so far."""
    last = database.execute("SELECT o.number FROM seen JOIN other.changes AS o USING (number, token)").fetchone()
    return f" AND k.{{identity}} IN (SELECT id FROM other.changes WHERE number > {int(last[0])})" if last else ""  # noqa: S608 - as above


def _missing(database: sqlite3.Connection, one: tuple[str, Known], other: tuple[str, Known], among: str) -> list[str]:
    """Return the ids in one table that do not have the same hash in another."""
    (schema, known), (other_schema, there) = one, other
    same = f"o.{there.identity} = k.{known.identity} AND o.{there.digest} = k.{known.digest}"
    where = f"NOT EXISTS (SELECT 1 FROM {other_schema}.{there.table} AS o WHERE {same})" + among.format(identity=known.identity)  # noqa: S608 - our own words
    sql = f"SELECT k.{known.identity} FROM {schema}.{known.table} AS k WHERE {where} ORDER BY 1"  # noqa: S608 - as above
    return [identity for (identity,) in database.execute(sql)]
