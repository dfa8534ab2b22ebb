"""Writes the index of a graph: a store comes in, `search.sqlite` in the folder of a state goes out; a change of the graph changes it too.

Both functions are made to be called where a graph is written, before anyone sees it (`kg.store.write_store`, `update_store`: `beside`).
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from kg.search import schema
from kg.search.facts import INDEXED, ReadAtOnce, all_things, things
from kg.search.file import changing, is_long, may_have_log, write_back
from kg.search.totals import OF_EVENTS, all_happenings, happenings, seen_anew
from kg.search.words import words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Quad, Store

    from kg.search.facts import Thing

_THING = "INSERT INTO thing (iri, kind, sentence) VALUES (?, ?, ?)"
_TEXT = "INSERT INTO text (hash, kind, words) VALUES (?, ?, ?)"
_BEARER = "INSERT OR IGNORE INTO bearer VALUES (?, ?)"
_KNOWN = "INSERT OR IGNORE INTO known VALUES (?, ?)"
_PLACE = "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)"
_HAPPENED = "INSERT OR REPLACE INTO happened VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def fill(folder: Path, store: Store) -> None:
    """Write the index of a graph into `search.sqlite`.

    Args:
        folder: Where the file is made anew.
        store: The whole graph, with all that rules derive.

    Raises:
        StoreError: This Python's SQLite lacks what the index is made of.
        OSError: The file cannot be written.
    """
    path = folder / schema.NAME
    path.unlink(missing_ok=True)
    with closing(schema.make(path)) as connection:
        _write(connection, store)
        may_have_log(connection)


def in_memory(store: Store) -> sqlite3.Connection:
    """Make the index of a graph in memory, for one that has none beside it."""
    connection = schema.make(None)
    _write(connection, store)
    return connection


def _write(connection: sqlite3.Connection, store: Store) -> None:
    """Fill an empty index."""
    numbers: dict[tuple[str, str], int] = {}
    known = set[str]()
    facts = ReadAtOnce(store, {*INDEXED, *OF_EVENTS})
    with connection:
        for thing in all_things(facts):
            number = _add_thing(connection, thing)
            for text in thing.texts:
                if text not in numbers:
                    numbers[text] = _add_text(connection, text, known)
                connection.execute(_BEARER, (numbers[text], number))
        connection.executemany(_KNOWN, ((word, len(word)) for word in sorted(known)))
        connection.executemany(_HAPPENED, all_happenings(connection, facts))


def refill(folder: Path, store: Store, changed: Iterable[Quad]) -> None:
    """Bring the index up to date after the graph has changed; an index that is not there is made.

    Args:
        folder: Holds the index of the graph as it was.
        store: The graph after the change.
        changed: The facts that were taken out or put in.
    """
    path = folder / schema.NAME
    if not path.is_file():
        fill(folder, store)
        return
    quads = [quad for quad in changed if quad.graph_name == DefaultGraph()]  # what persons say in graphs of their own is not searched
    with changing(path) as connection:
        of_events = seen_anew(connection, store, quads)
        subjects = {quad.subject for quad in quads if quad.predicate in INDEXED and isinstance(quad.subject, NamedNode)}
        went = {text for subject in subjects for text in _remove(connection, subject.value)}
        for thing in things(store, subjects):
            _add(connection, thing)
        connection.executemany(_HAPPENED, happenings(connection, store, of_events))
        gone = _is_any_gone(connection, went)
    if gone or is_long(path):
        write_back(path, tidy="INSERT INTO words (words) VALUES ('optimize')")


# ---------------------------------------------------------------- things in


def _add(connection: sqlite3.Connection, thing: Thing) -> None:
    """Put a thing into an index that may have its texts already."""
    number, known = _add_thing(connection, thing), set[str]()
    for text in thing.texts:
        row = connection.execute("SELECT id FROM text WHERE hash = ?", (_hash(text),)).fetchone()
        connection.execute(_BEARER, (row[0] if row else _add_text(connection, text, known), number))
    connection.executemany(_KNOWN, ((word, len(word)) for word in known))


def _add_thing(connection: sqlite3.Connection, thing: Thing) -> int:
    number = connection.execute(_THING, (thing.iri, thing.kind, thing.sentence)).lastrowid or 0
    if thing.at is not None:
        lat, long = thing.at
        connection.execute(_PLACE, (number, lat, lat, long, long, lat, long))
    return number


def _add_text(connection: sqlite3.Connection, text: tuple[str, str], known: set[str]) -> int:
    """Put in a text that is new, add its words to those that are known, and return its number."""
    column, words = text
    number = connection.execute(_TEXT, (_hash(text), column, words)).lastrowid or 0
    folded = words_of(words)
    connection.execute(f"INSERT INTO words (rowid, {column}) VALUES (?, ?)", (number, " ".join(folded)))  # noqa: S608 - a column of ours
    known.update(folded)
    return number


def _hash(text: tuple[str, str]) -> int:
    digest = hashlib.blake2b("\0".join(text).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


# ---------------------------------------------------------------- things out


def _remove(connection: sqlite3.Connection, iri: str) -> list[int]:
    """Take a thing out of the index, with the texts that nothing else bears and the words that no other text has.

    Returns:
        The hashes of these texts.
    """
    row = connection.execute("SELECT id FROM thing WHERE iri = ?", (iri,)).fetchone()
    if row is None:
        return []
    texts = connection.execute("SELECT text FROM bearer WHERE thing = ?", row).fetchall()
    connection.execute("DELETE FROM bearer WHERE thing = ?", row)
    connection.execute("DELETE FROM place WHERE id = ?", row)
    connection.execute("DELETE FROM thing WHERE id = ?", row)
    unused = [text for text in texts if connection.execute("SELECT 1 FROM bearer WHERE text = ?", text).fetchone() is None]
    return [_remove_text(connection, *text) for text in unused]


def _is_any_gone(connection: sqlite3.Connection, went: Iterable[int]) -> bool:
    """Tell whether one of the texts did not come back: it would stay in the files until FTS5 tidies up by itself.

    To tidy up takes the longer, the larger the index is.
    """
    return any(connection.execute("SELECT 1 FROM text WHERE hash = ?", (text,)).fetchone() is None for text in went)


def _remove_text(connection: sqlite3.Connection, text: int) -> int:
    """Take a text out, and return its hash."""
    number, column, words = connection.execute("SELECT hash, kind, words FROM text WHERE id = ?", (text,)).fetchone()
    folded = words_of(words)
    remove = f"INSERT INTO words (words, rowid, {column}) VALUES ('delete', ?, ?)"  # noqa: S608 - a column of ours
    connection.execute(remove, (text, " ".join(folded)))
    connection.execute("DELETE FROM text WHERE id = ?", (text,))
    for word in set(folded):
        if connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{word}"',)).fetchone() is None:
            connection.execute("DELETE FROM known WHERE word = ?", (word,))
    return int(number)
