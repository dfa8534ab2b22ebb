"""The tables of the index, and how its file is made and opened: a path comes in, a connection goes out."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from kg.errors import StoreError
from kg.search.file import as_it_lies, connected

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "search.sqlite"
"""The file in the folder of a state of the graph."""

VERSION: Final = 1

COLUMNS: Final = ("entity", "alias", "event", "document", "passage")
"""What a text is: the name or an alias of an entity, the name of an event, the title of a document, or a sentence."""

# A text is kept once, however many things bear it; `hash` stands for column and words. A passage has its sentence, which several share.
# FTS5 holds the folded words only (`content=''`), one
# column filled a row, so that ranks weigh names above sentences and a search for some kind reads no other.
_TABLES = f"""
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, sentence TEXT);
CREATE TABLE text (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, words TEXT NOT NULL);
CREATE TABLE bearer (text INTEGER NOT NULL, thing INTEGER NOT NULL, PRIMARY KEY (text, thing)) WITHOUT ROWID;
CREATE INDEX bearer_thing ON bearer (thing);
CREATE VIRTUAL TABLE words USING fts5({", ".join(COLUMNS)}, content='', tokenize="unicode61 remove_diacritics 0", prefix='2 3');
CREATE TABLE known (word TEXT PRIMARY KEY, length INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX known_length ON known (length, word);
CREATE VIRTUAL TABLE place USING rtree(id, south, north, west, east, +lat REAL, +long REAL);
CREATE TABLE happened (
    event INTEGER NOT NULL, region INTEGER NOT NULL, at_place INTEGER NOT NULL, outermost INTEGER NOT NULL, class TEXT NOT NULL, day TEXT,
    killed_at_least INTEGER, killed_at_most INTEGER, PRIMARY KEY (event, region)
) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""


def make(path: Path | None) -> sqlite3.Connection:
    """Make a new, empty index in a file, or in memory if `path` is `None`.

    Raises:
        StoreError: This Python's SQLite lacks what the index is made of.
        OSError: The file cannot be written.
    """
    connection = connected(":memory:" if path is None else str(path))
    # The file is new and is thrown away if anything fails; who calls puts it on the disk.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    try:
        connection.executescript(_TABLES)
    except sqlite3.OperationalError as error:
        connection.close()
        if "no such module" in str(error):
            raise StoreError(
                f"SQLite {sqlite3.sqlite_version} of this Python has no FTS5 or R-tree ({error}). Install another build"
            ) from error
        raise OSError(f"{path}: {error}") from error
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open the index at `path`, which no one changes any more.

    Raises:
        StoreError: It is damaged, or of another version.
    """
    connection = as_it_lies(path)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("SELECT count(*) FROM place").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StoreError(f"{path}: the index for search is damaged: {error}. Build the graph again with `kg resolve`") from error
    if version != VERSION:
        connection.close()
        raise StoreError(f"{path}: the index for search has version {version}, expected {VERSION}. Build it again with `kg resolve`")
    return connection
