"""Finds reprints: the articles of the evidence come in, and out goes which of them print the text of which other one again.

An agency's text in six papers is six articles and one piece of evidence. Of those that say the same the earliest is the original, by day
and then by id, articles without a day last; in what order they were read does not count. So what is found is settled anew wherever an
article that came or went was, or is now, an original near to others in that order. What is remembered lies in an SQLite file.
"""

from __future__ import annotations

import hashlib
import heapq
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kg.databases import SEEN, Compared, DatabaseFile, Known, differences, log_of, note_seen, telling_database
from kg.evidence.database import Evidence
from kg.evidence.same_text import Printed, is_reprint, likenesses

FILE = "reprints.sqlite"
"""May be deleted at any time: it is made again from the evidence."""
VERSION = 6
NEAREST = 5
"""A text is compared with so many originals that came before it, for each likeness: many texts of one pattern are many originals."""
_NEW, _REPRINT, _ORIGINAL = 0, 1, 2
_UNDATED = "~"
"""Stands behind all days."""
_PATIENCE = 60.0
_HASH = 16
"""Bytes of the likeness of texts of the same words; others are shorter."""
_HELD = 256
"""Texts that are held with their words while others are compared with them."""
_KNOWN, _COUNTED = Known("texts", "id", "digest"), Known("texts", "id", "counts")
_SCHEMA = f"""
BEGIN;
CREATE TABLE texts (
    id TEXT PRIMARY KEY, digest BLOB NOT NULL, day TEXT NOT NULL, state INTEGER NOT NULL, text BLOB NOT NULL,
    given TEXT,     -- what it reprints, by what it says itself
    original TEXT,  -- what it was found to reprint
    counts BLOB NOT NULL  -- a hash of the article as it counts: of its reading, and of what it reprints
);
-- all of them are looked at where a log of changes does not tell, and are small
CREATE INDEX digests ON texts (id, digest);
CREATE INDEX counted ON texts (id, counts);
CREATE INDEX by_given ON texts (given) WHERE given IS NOT NULL;
CREATE INDEX found ON texts (id, original) WHERE original IS NOT NULL;
CREATE TABLE likenesses (likeness BLOB, state INTEGER, day TEXT, id TEXT, PRIMARY KEY (likeness, state, day, id)) WITHOUT ROWID;
CREATE INDEX by_text ON likenesses (id);
{SEEN}
{log_of(_COUNTED)}
PRAGMA user_version = {VERSION};
COMMIT;
"""


class _Place(NamedTuple):
    """Where a text stands among all: the earlier of two that say the same is the original."""

    day: str
    id: str


@dataclass(slots=True)
class Reprints(DatabaseFile):
    """The texts of a graph, and which of them are reprints. Use it as a context manager, or `close` it; one process writes."""

    _printed: dict[str, Printed] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Reprints:
        """Open the texts kept in `path`; a file that is damaged, or of another version, is begun anew.

        Raises:
            StoreError: It cannot be written.
        """
        with _telling(path):
            try:
                return cls._opened(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                _remove(path)
                return cls._opened(path)

    @classmethod
    def copied(cls, path: Path) -> Reprints:
        """Return the texts kept in `path`, if there are any, in memory: what is changed in them changes no file."""
        self = cls(path, sqlite3.connect(":memory:", isolation_level=None))
        if path.is_file():
            with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path, timeout=_PATIENCE)) as kept:
                kept.backup(self._database)
        if not _is_made(self._database):
            self = cls(path, sqlite3.connect(":memory:", isolation_level=None))
            _is_made(self._database)
        return self

    @classmethod
    def _opened(cls, path: Path) -> Reprints:
        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        if not _is_made(database):
            database.close()
            _remove(path)
            database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            _is_made(database)
        return cls(path, database)

    # ------------------------------------------------------------ what is known

    def originals(self) -> dict[str, str]:
        """Return what each reprint is a reprint of, by their ids."""
        return dict(self._database.execute("SELECT id, original FROM texts WHERE original IS NOT NULL"))

    def stated(self) -> frozenset[str]:
        """Return the ids of articles that say themselves what they reprint."""
        return frozenset(identity for (identity,) in self._database.execute("SELECT id FROM texts WHERE given IS NOT NULL"))

    def synchronise(self, evidence: Evidence) -> None:
        """Bring what is known to what the evidence holds; it is as if all articles had been given at once.

        Raises:
            StoreError: The evidence is damaged, or the file cannot be written.
        """
        with _telling(self.path):
            self._synchronise(evidence)

    def _synchronise(self, evidence: Evidence) -> None:
        gone, came, seen = evidence.differences(self._database, _KNOWN)
        if not (gone or came):
            return
        self._database.execute("BEGIN IMMEDIATE")
        with self._database:
            unsettled = {place for identity in gone for place in self._take_out(identity)}
            unsettled |= {self._put_in(*printed) for printed in evidence.printed(came)}
            self._settle(unsettled)
            note_seen(self._database, seen)

    # ------------------------------------------------------------ texts

    def _put_in(self, identity: str, digest: bytes, text: str, day: str | None, given: str | None) -> _Place:
        place = _Place(day or _UNDATED, identity)
        self._database.execute(
            "INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, NULL, ?)",
            (
                identity,
                digest,
                place.day,
                _NEW,
                zlib.compress(text.encode("utf-8", "surrogatepass")),
                given,
                as_counted(digest, given, None),
            ),
        )
        rows = [(likeness, _NEW, *place) for likeness in likenesses(text, day)]
        self._database.executemany("INSERT INTO likenesses VALUES (?, ?, ?, ?)", rows)
        return place

    def _take_out(self, identity: str) -> set[_Place]:
        """Take a text out, and return the places of those that may be told otherwise without it."""
        [(day, state)] = self._database.execute("SELECT day, state FROM texts WHERE id = ?", (identity,)).fetchall()
        touched = set(self._saying(identity)) | (set(self._near(_Place(day, identity))) if state == _ORIGINAL else set())
        self._database.execute("DELETE FROM likenesses WHERE id = ?", (identity,))
        self._database.execute("DELETE FROM texts WHERE id = ?", (identity,))
        return touched

    def _saying(self, identity: str) -> Iterator[_Place]:
        """Yield the places of the articles that say themselves that they reprint this one."""
        rows = self._database.execute("SELECT day, id FROM texts WHERE given = ?", (identity,)).fetchall()
        return (_Place(*row) for row in rows)

    def _near(self, place: _Place) -> Iterator[_Place]:
        """Yield the settled texts behind a place that it would be compared with: those before as many originals have come as count."""
        for (likeness,) in self._database.execute("SELECT DISTINCT likeness FROM likenesses WHERE id = ?", (place.id,)).fetchall():
            behind = "likeness = ? AND state = ? AND (day, id) > (?, ?)"
            sql = f"SELECT day, id FROM likenesses WHERE {behind} ORDER BY day, id LIMIT ?"  # noqa: S608 - our own words
            originals = [_Place(*row) for row in self._database.execute(sql, (likeness, _ORIGINAL, *place, NEAREST))]
            yield from originals
            end = originals[-1] if len(originals) == NEAREST else _Place("\U0010ffff", "")
            sql = f"SELECT day, id FROM likenesses WHERE {behind} AND (day, id) < (?, ?)"  # noqa: S608 - as above
            yield from (_Place(*row) for row in self._database.execute(sql, (likeness, _REPRINT, *place, *end)).fetchall())

    # ------------------------------------------------------------ settling

    def _settle(self, unsettled: Iterable[_Place]) -> None:
        """Say of each text which original it reprints, from the earliest on; who is compared with it follows."""
        waiting = list(set(unsettled))
        heapq.heapify(waiting)
        queued = set(waiting)
        while waiting:
            place = heapq.heappop(waiting)
            queued.discard(place)
            for touched in set(self._settled(place)) - queued:
                heapq.heappush(waiting, touched)
                queued.add(touched)

    def _settled(self, place: _Place) -> Iterator[_Place]:
        """Say of one text which original it reprints, and yield the places of those that may be told otherwise by that."""
        row = self._database.execute("SELECT state, original, given, digest FROM texts WHERE day = ? AND id = ?", place).fetchone()
        if row is None:  # it was to be told otherwise, and was then taken out itself, or is of another day now
            return
        state, before, given, digest = row
        original = self._original(place, given)
        now = _REPRINT if original is not None else _ORIGINAL
        if (state, before) == (now, original):
            return
        counts = as_counted(digest, given, original)
        self._database.execute("UPDATE texts SET state = ?, original = ?, counts = ? WHERE id = ?", (now, original, counts, place.id))
        yield from (other for other in self._saying(place.id) if other > place)
        if state != now:
            self._database.execute("UPDATE likenesses SET state = ? WHERE id = ?", (now, place.id))
            if _ORIGINAL in {state, now}:
                yield from self._near(place)

    def _original(self, place: _Place, given: str | None) -> str | None:
        stated = self._database.execute("SELECT day, id, original FROM texts WHERE id = ?", (given,)).fetchone()
        if stated is not None and stated[:2] < place:
            return str(stated[2] or stated[1])
        sql = "SELECT likeness FROM likenesses WHERE id = ?"
        alike = {row[0]: self._before(row[0], place) for row in self._database.execute(sql, (place.id,)).fetchall()}
        same = {other for likeness, found in alike.items() if len(likeness) == _HASH for other in found}
        for other in sorted({other for found in alike.values() for other in found}):
            if other in same or is_reprint(self._printed_of(place.id), self._printed_of(other.id)):
                return other.id
        return None

    def _before(self, likeness: bytes, place: _Place) -> list[_Place]:
        """Return the originals next before a place that have a likeness."""
        sql = "SELECT day, id FROM likenesses WHERE likeness = ? AND state = ? AND (day, id) < (?, ?) ORDER BY day DESC, id DESC LIMIT ?"
        return [_Place(*row) for row in self._database.execute(sql, (likeness, _ORIGINAL, *place, NEAREST))]

    def _printed_of(self, identity: str) -> Printed:
        if identity not in self._printed:
            if len(self._printed) >= _HELD:
                self._printed.clear()
            [(packed,)] = self._database.execute("SELECT text FROM texts WHERE id = ?", (identity,)).fetchall()
            self._printed[identity] = Printed.of(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
        return self._printed[identity]


def as_counted(digest: bytes, given: str | None, original: str | None) -> bytes:
    """Return a hash of an article as it counts: that of its reading, unless it is a reprint or says so of itself."""
    if given is None and original is None:
        return digest
    return hashlib.sha256(digest + f"reprint of {original}".encode()).digest()


def _is_made(database: sqlite3.Connection) -> bool:
    """Make the tables where there are none; tell whether they are of this version."""
    [(tables,)] = database.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    if not tables:
        database.executescript(_SCHEMA)
    [(version,)] = database.execute("PRAGMA user_version").fetchall()
    return int(version) == VERSION


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def differences_from(database: sqlite3.Connection, known: Known, path: Path) -> Compared:
    """Compare what another database knows of articles with how they count by the texts kept in `path`: see `kg.databases.differences`."""
    with _telling(path):
        return differences(database, known, path, _COUNTED)


_telling = partial(
    telling_database,
    refused="Wait until no other process writes it, or make room and the right to write",
    damaged="it is damaged ({error}). Delete it: it is made again from the evidence",
)
