"""Where the state of a resolution lies: one SQLite file that can be made anew from the evidence at any time.

What the tables mean stands beside them. Nothing is decided here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.databases import SEEN, Compared, DatabaseFile, Known, Moment, note_seen
from kg.errors import StoreError

VERSION = 5
_PATIENCE = 60.0
SCHEMA = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- the articles that are resolved, with their readings packed, so that what they gave can be found again when they change
CREATE TABLE articles (document TEXT PRIMARY KEY, hash BLOB NOT NULL, reading BLOB NOT NULL);
CREATE INDEX hashes ON articles (document, hash);  -- all of them are looked at where a log of changes does not tell, and are small
-- what an article names: the n-th of its locals; base is the name or what it is known as, own what its article tells it apart by
CREATE TABLE locals (
    document TEXT, place INTEGER, base TEXT NOT NULL, own TEXT NOT NULL, sense TEXT, entity TEXT NOT NULL, others TEXT NOT NULL,
    record TEXT NOT NULL, PRIMARY KEY (document, place)
);
CREATE INDEX locals_by_name ON locals (base, sense);
-- which entities of an article bear a name
CREATE TABLE uses (base TEXT, document TEXT, entity TEXT, PRIMARY KEY (base, document, entity)) WITHOUT ROWID;
CREATE INDEX uses_by_document ON uses (document);
-- what is compared across articles, the id it would have by itself, the blocks of its sound and of its last word, and the actor it is
CREATE TABLE names (
    name TEXT PRIMARY KEY, id TEXT NOT NULL, sound TEXT NOT NULL, ending TEXT NOT NULL, actor TEXT, record TEXT NOT NULL
);
CREATE INDEX names_by_id ON names (id);
CREATE INDEX names_by_sound ON names (sound);
CREATE INDEX names_by_ending ON names (ending);
CREATE INDEX names_by_actor ON names (actor);
-- what bearers of a name are mainly called, and the id that that would have by itself
CREATE TABLE mains (base TEXT, name TEXT, id TEXT NOT NULL, PRIMARY KEY (base, name)) WITHOUT ROWID;
CREATE INDEX mains_by_name ON mains (name);
CREATE INDEX mains_by_id ON mains (id);
-- names that are compared: used for one thing by so many articles, or of one sound
CREATE TABLE pairs (
    one TEXT, other TEXT, one_base TEXT NOT NULL, other_base TEXT NOT NULL, together INTEGER NOT NULL, sounds INTEGER NOT NULL,
    apart INTEGER NOT NULL DEFAULT 0, judgement TEXT NOT NULL DEFAULT '', score REAL NOT NULL DEFAULT 0, reasons TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (one, other)
);
CREATE INDEX pairs_by_other ON pairs (other);
CREATE INDEX pairs_by_base ON pairs (one_base, other_base);
CREATE INDEX pairs_alike ON pairs (one) WHERE judgement = 'same';
-- in how many articles two names are names of two things
CREATE TABLE apart (one TEXT, other TEXT, articles INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
-- names that are known of one thing only
CREATE TABLE meant (name TEXT PRIMARY KEY, known TEXT NOT NULL);
CREATE INDEX meant_by_known ON meant (known);
CREATE TABLE actors (id TEXT PRIMARY KEY, actor TEXT NOT NULL);
CREATE TABLE redirects (former TEXT PRIMARY KEY, now TEXT NOT NULL);
-- decisions, by what they were taken on
CREATE TABLE decisions (owner TEXT PRIMARY KEY, decisions TEXT NOT NULL);
-- what articles tell of events: the first telling of the event that it is of, and the first of those that it is tied to
CREATE TABLE told (
    document TEXT, event TEXT, round INTEGER NOT NULL, identity TEXT NOT NULL, telling TEXT NOT NULL, about TEXT NOT NULL DEFAULT '[]',
    first_document TEXT, first_event TEXT, now TEXT, tied TEXT, PRIMARY KEY (document, event)
);
CREATE INDEX told_by_first ON told (first_document, first_event);
CREATE INDEX told_by_event ON told (now);
CREATE INDEX told_by_id ON told (identity);
CREATE TABLE blocks (block TEXT, document TEXT, event TEXT, timeless INTEGER NOT NULL, PRIMARY KEY (block, document, event)) WITHOUT ROWID;
CREATE INDEX blocks_by_telling ON blocks (document, event);
CREATE TABLE stories (document TEXT PRIMARY KEY, story TEXT NOT NULL);
CREATE TABLE mentioned (name TEXT, days INTEGER, document TEXT, PRIMARY KEY (name, days, document)) WITHOUT ROWID;
CREATE INDEX mentioned_by_document ON mentioned (document);
CREATE TABLE ties (
    document TEXT, event TEXT, other_document TEXT, other_event TEXT, judgement TEXT NOT NULL, score REAL NOT NULL, reasons TEXT NOT NULL,
    PRIMARY KEY (document, event, other_document, other_event)
);
CREATE INDEX ties_by_other ON ties (other_document, other_event);
CREATE TABLE events (id TEXT PRIMARY KEY, event TEXT NOT NULL);
-- quads that several articles say, with how many do
CREATE TABLE shared (quad BLOB PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID;
{SEEN}
"""

Row = tuple[Any, ...]


@dataclass(slots=True)
class Tables(DatabaseFile):
    """A connection to the state."""

    @classmethod
    def open(cls, path: Path) -> Tables:
        """Open the state, or make an empty one; one of another version is thrown away.

        Raises:
            StoreError: It cannot be opened or made.
        """
        with telling(path):
            self = cls._connected(path)
            [[version]] = self.rows("PRAGMA user_version")
            if version not in {0, VERSION}:
                self.close()
                remove(path)
                self = cls._connected(path)
                version = 0
            if version == 0:
                self._database.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        return self

    @classmethod
    def _connected(cls, path: Path) -> Tables:
        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")  # who reads the former state sees it while the next is written
        database.execute("PRAGMA synchronous = NORMAL")  # what a power cut takes is made anew
        return cls(path, database)

    def snapshot(self) -> Tables:
        """Return a second connection that goes on seeing the state as it is now."""
        with telling(self.path):
            other = self._connected(self.path)
            other.run("BEGIN")
            other.row("SELECT count(*) FROM facts")
        return other

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make what is changed in the block one step, or nothing of it if the block fails."""
        with telling(self.path):
            self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        with telling(self.path):
            self._database.execute("COMMIT")

    def compared(self, of: Callable[[sqlite3.Connection, Known], Compared], known: Known) -> Compared:
        """Return what a comparison of a table with another database finds."""
        return of(self._database, known)

    def note_seen(self, seen: Moment | None) -> None:
        """Write down up to where the other database was looked at; call it within `changing`."""
        with telling(self.path):
            note_seen(self._database, seen)

    # The next three are called some 700 times an article, so they do without `telling`, which takes as long as a short query.

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return the rows of a query."""
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _told(self.path, error) from error

    def row(self, sql: str, *values: object) -> Row | None:
        """Return the first row of a query, or `None`."""
        try:
            found: Row | None = self._database.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise _told(self.path, error) from error
        return found

    def run(self, sql: str, *values: object) -> None:
        """Run a statement."""
        try:
            self._database.execute(sql, values)
        except sqlite3.Error as error:
            raise _told(self.path, error) from error

    def run_all(self, sql: str, values: Iterable[Row]) -> None:
        """Run a statement once for each row of values."""
        with telling(self.path):
            self._database.executemany(sql, values)

    def fact(self, name: str) -> str | None:
        """Return what is known of the state itself by that name."""
        found = self.row("SELECT value FROM facts WHERE name = ?", name)
        return str(found[0]) if found else None

    def set_fact(self, name: str, value: str) -> None:
        """Write down something of the state itself."""
        self.run("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)


def remove(path: Path) -> None:
    """Throw the state away."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Tell SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told(path, error) from error


def _told(path: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(f"{path}: {error}. Delete the file: it is made anew from the evidence")
