"""Writes the index of a graph: a store comes in, `search.sqlite` in the folder of a state goes out; a change of the graph changes it too.

Both functions are made to be called where a graph is written, before anyone sees it (`kg.store.write_store`, `update_store`: `beside`).
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode
from rdflib import RDF

from kg.graph import KG, PREFIXES
from kg.search import schema
from kg.search.totals import happenings, seen_anew
from kg.search.words import words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad, Store

_HERE = DefaultGraph()


def _node(iri: str) -> NamedNode:
    return NamedNode(str(iri))


_TYPE = _node(RDF.type)
_LABEL, _ALIAS = (_node(f"{PREFIXES['skos']}{name}") for name in ("prefLabel", "altLabel"))
_SELECTOR = _node(f"{PREFIXES['oa']}hasSelector")
_LAT, _LONG = (_node(f"{PREFIXES['wgs']}{name}") for name in ("lat", "long"))

_KINDS: dict[NamedNode, tuple[str, tuple[tuple[NamedNode, str], ...]]] = {
    _node(KG.Entity): ("entity", ((_LABEL, "entity"), (_ALIAS, "alias"))),
    _node(KG.Event): ("event", ((_LABEL, "event"), (_ALIAS, "event"))),
    _node(KG.Document): ("document", ((_node(KG.title), "document"),)),
    _node(KG.Passage): ("passage", ((_node(KG.quote), "passage"),)),
}
"""What is indexed: a class, what its things are called, and which of their properties are texts of which column."""

_INDEXED = frozenset((_TYPE, _LAT, _LONG, *(term for _, texts in _KINDS.values() for term, _ in texts)))


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


def in_memory(store: Store) -> sqlite3.Connection:
    """Make the index of a graph in memory, for one that has none beside it."""
    connection = schema.make(None)
    _write(connection, store)
    return connection


def _write(connection: sqlite3.Connection, store: Store) -> None:
    with connection:
        for kind in _KINDS:
            for subject in sorted({quad.subject for quad in store.quads_for_pattern(None, _TYPE, kind, _HERE)}, key=str):
                _add(connection, store, subject)
        connection.executemany(_HAPPENED, happenings(connection, store, None))


_HAPPENED = "INSERT OR REPLACE INTO happened VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


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
    quads = list(changed)
    with closing(schema.open_to_write(path)) as connection, connection:
        of_events = seen_anew(connection, store, quads)
        subjects = sorted({quad.subject for quad in quads if quad.predicate in _INDEXED}, key=str)
        went = [_remove(connection, subject) for subject in subjects]
        for subject in subjects:
            _add(connection, store, subject)
        connection.executemany(_HAPPENED, happenings(connection, store, of_events))
        if any(went):  # or what is taken out would stay in the file until FTS5 tidies up by itself
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def _add(connection: sqlite3.Connection, store: Store, subject: object) -> None:
    """Put a thing into the index, if it is one of those that are."""
    if not isinstance(subject, NamedNode):
        return
    classes = {quad.object for quad in store.quads_for_pattern(subject, _TYPE, None, _HERE)}
    for kind, (name, texts) in _KINDS.items():
        if kind in classes:
            thing = _thing(connection, store, subject, name)
            for term, column in texts:
                for words in _literals(store, subject, term):
                    _add_text(connection, thing, column, words)
            _add_place(connection, store, subject, thing)


def _thing(connection: sqlite3.Connection, store: Store, subject: NamedNode, kind: str) -> int:
    """Return the number of a thing, which it is given if it has none."""
    sentence = next((quad.object for quad in store.quads_for_pattern(subject, _SELECTOR, None, _HERE)), None)
    row = (subject.value, kind, sentence.value if isinstance(sentence, NamedNode) else None)
    connection.execute("INSERT INTO thing (iri, kind, sentence) VALUES (?, ?, ?) ON CONFLICT (iri) DO UPDATE SET kind = excluded.kind", row)
    (number,) = connection.execute("SELECT id FROM thing WHERE iri = ?", (subject.value,)).fetchone()
    return int(number)


def _add_text(connection: sqlite3.Connection, thing: int, column: str, words: str) -> None:
    mark = _hash(column, words)
    row = connection.execute("SELECT id FROM text WHERE hash = ?", (mark,)).fetchone()
    if row is None:
        row = (connection.execute("INSERT INTO text (hash, kind, words) VALUES (?, ?, ?)", (mark, column, words)).lastrowid,)
        folded = words_of(words)
        connection.execute(f"INSERT INTO words (rowid, {column}) VALUES (?, ?)", (row[0], " ".join(folded)))  # noqa: S608 - a column of ours
        connection.executemany("INSERT OR IGNORE INTO known VALUES (?, ?)", ((word, len(word)) for word in set(folded)))
    connection.execute("INSERT OR IGNORE INTO bearer VALUES (?, ?)", (row[0], thing))


def _hash(column: str, words: str) -> int:
    digest = hashlib.blake2b(f"{column}\0{words}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _add_place(connection: sqlite3.Connection, store: Store, subject: NamedNode, thing: int) -> None:
    lat, long = (next(_literals(store, subject, term), None) for term in (_LAT, _LONG))
    if lat is not None and long is not None:
        y, x = float(lat), float(long)
        connection.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?)", (thing, y, y, x, x, y, x))


def _remove(connection: sqlite3.Connection, subject: object) -> bool:
    """Take a thing out of the index, with the texts that nothing else bears and the words that no other text has.

    Returns:
        Whether some text went.
    """
    row = connection.execute("SELECT id FROM thing WHERE iri = ?", (getattr(subject, "value", None),)).fetchone()
    if row is None:
        return False
    texts = connection.execute("SELECT text FROM bearer WHERE thing = ?", row).fetchall()
    connection.execute("DELETE FROM bearer WHERE thing = ?", row)
    connection.execute("DELETE FROM place WHERE id = ?", row)
    connection.execute("DELETE FROM thing WHERE id = ?", row)
    unused = [text for text in texts if connection.execute("SELECT 1 FROM bearer WHERE text = ?", text).fetchone() is None]
    for text in unused:
        _remove_text(connection, *text)
    return bool(unused)


def _remove_text(connection: sqlite3.Connection, text: int) -> None:
    column, words = connection.execute("SELECT kind, words FROM text WHERE id = ?", (text,)).fetchone()
    folded = words_of(words)
    remove = f"INSERT INTO words (words, rowid, {column}) VALUES ('delete', ?, ?)"  # noqa: S608 - a column of ours
    connection.execute(remove, (text, " ".join(folded)))
    connection.execute("DELETE FROM text WHERE id = ?", (text,))
    for word in set(folded):
        if connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{word}"',)).fetchone() is None:
            connection.execute("DELETE FROM known WHERE word = ?", (word,))


def _literals(store: Store, subject: NamedNode, predicate: NamedNode) -> Iterator[str]:
    found = sorted(
        quad.object.value for quad in store.quads_for_pattern(subject, predicate, None, _HERE) if isinstance(quad.object, Literal)
    )
    yield from found
