"""The readings of a graph by document id, in one SQLite file: readings come in by batches, each written down whole or not at all.

A batch that `append` has returned from is on the disk: neither a kill nor a power cut takes it away. Readings are found by key, run through
in the order of their ids a page at a time, and known by a hash of their document without being parsed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from kg.databases import Compared, DatabaseFile, Known, differences, log_of, telling_database
from kg.errors import StoreError
from kg.evidence.lines import LINES, read_lines, reading_of, to_line
from kg.model import Document, Reading

FILE = "evidence.sqlite"
VERSION = 1
_PAGE = 256
"""Readings that are held at once while all are run through."""
_PATIENCE = 60.0
"""Seconds to wait while another process writes."""
_BATCH, _SECONDS = 64, 1.0
_KEPT = "document, reading, checksum"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS readings (
    document TEXT PRIMARY KEY,
    hash BLOB NOT NULL,
    extractor TEXT NOT NULL,
    reading TEXT NOT NULL,
    checksum BLOB NOT NULL
)
"""
# Hashes of all readings are looked at where the log of changes does not tell: not among the readings, which are a hundred times as large.
_INDEX = "CREATE INDEX IF NOT EXISTS checksums ON readings (document, checksum)"
_KNOWN = Known("readings", "document", "checksum")


class Printed(NamedTuple):
    """What an article prints: its id, a hash of its reading, its text, its day as ISO date, and what it says itself that it reprints."""

    document: str
    digest: bytes
    text: str
    day: str | None
    reprint_of: str | None


@dataclass(slots=True)
class Evidence(DatabaseFile):
    """Readings kept in a file. Use it as a context manager, or `close` it; one process writes, any number read."""

    @classmethod
    def open(cls, folder: Path) -> Evidence:
        """Open the evidence of `folder` for reading; where there is none, it is empty.

        Raises:
            StoreError: The file is damaged, is none of ours, or is of a newer version.
        """
        path = folder / FILE
        if path.exists():
            # Not "ro": what a killed writer left half done must be undone first, which only a connection that may write does.
            self = cls._opened(path, f"{path.absolute().as_uri()}?mode=rw")
            with self._telling():
                self._database.execute("PRAGMA query_only = ON")
            return self
        return cls._made(path, ":memory:")

    @classmethod
    def create(cls, folder: Path) -> Evidence:
        """Open the evidence of `folder` for writing; it is made where there is none, of the lines that a first version kept, if any.

        Raises:
            StoreError: See `open`; or the file cannot be written, or a line is no reading.
        """
        path, lines = folder / FILE, folder / LINES
        self = cls._made(path, f"{path.absolute().as_uri()}?mode=rwc")
        if lines.exists():
            self.append(read_lines(lines))  # all or none: a run that is stopped on the way begins anew
            lines.unlink()
        return self

    @classmethod
    def _made(cls, path: Path, uri: str) -> Evidence:
        self = cls._opened(path, uri)
        with self._telling(), self._database:
            self._database.execute("PRAGMA synchronous = EXTRA")  # the directory is synced too when a transaction ends
            self._database.executescript(f"BEGIN; {_SCHEMA}; {_INDEX}; {log_of(_KNOWN)} PRAGMA user_version = {VERSION}; COMMIT;")
        return self

    @classmethod
    def _opened(cls, path: Path, uri: str) -> Evidence:
        with _telling(path):
            database = sqlite3.connect(uri, uri=True, timeout=_PATIENCE)
            [version] = database.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise StoreError(f"{path}: it has version {version}, expected {VERSION}. Install a newer kg")
        return cls(path, database)

    # ------------------------------------------------------------ writing

    def append(self, readings: Iterable[Reading]) -> None:
        """Write a batch down; one of a document that is there takes its place. On return the batch is on the disk.

        Raises:
            ReadingError: A reading's span is not what stands at its offsets. Nothing of the batch is then written.
            StoreError: The file cannot be written; nothing of the batch is then written.
        """
        with self._telling(), self._database:
            self._database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?)", map(_row, readings))

    def appended(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Write readings down as they come and yield each when it is on the disk, batch by batch: a second's, or what a crash may cost."""
        batch: list[Reading] = []
        since = monotonic()
        for reading in readings:
            batch.append(reading)
            if len(batch) >= _BATCH or monotonic() - since >= _SECONDS:
                self.append(batch)
                yield from batch
                batch, since = [], monotonic()
        self.append(batch)
        yield from batch

    def remove(self, documents: Iterable[str]) -> None:
        """Take the readings of documents out, all at once; what is not there is left out.

        Raises:
            StoreError: The file cannot be written; nothing is then removed.
        """
        with self._telling(), self._database:
            self._database.executemany("DELETE FROM readings WHERE document = ?", ((document,) for document in documents))

    # ------------------------------------------------------------ reading

    def find(self, document: str) -> Reading | None:
        """Return the reading of one document, or `None`.

        Raises:
            StoreError: What is kept of it is no reading.
        """
        with self._telling():
            row = self._database.execute(f"SELECT {_KEPT} FROM readings WHERE document = ?", (document,)).fetchone()  # noqa: S608 - our own words
        return self._reading(*row) if row else None

    def find_all(self, documents: Iterable[str]) -> Iterator[Reading]:
        """Yield the readings of those of the documents that are there, in the order given."""
        return (reading for document in documents if (reading := self.find(document)))

    def is_known(self, document: Document, extractor: str) -> bool:
        """Tell whether this very article was read before, by this very reader; the reading is not parsed."""
        with self._telling():
            sql = "SELECT 1 FROM readings WHERE document = ? AND hash = ? AND extractor = ?"
            return self._database.execute(sql, (document.id, document_hash(document), extractor)).fetchone() is not None

    def differences(self, database: sqlite3.Connection, known: Known) -> Compared:
        """Compare what another database knows of the readings with what they are, by their checksums: see `kg.databases.differences`."""
        with self._telling():
            if self.path.exists():
                return differences(database, known, self.path, _KNOWN)
            rows = database.execute(f"SELECT {known.identity} FROM {known.table} ORDER BY 1")  # noqa: S608 - our own words
            return Compared([identity for (identity,) in rows], [], None)

    def lines(self, documents: Iterable[str]) -> Iterator[tuple[str, bytes, str]]:
        """Yield, for those of the documents that are there, id, hash and reading as a line of JSON."""
        for document in documents:
            with self._telling():
                row = self._database.execute("SELECT document, checksum, reading FROM readings WHERE document = ?", (document,)).fetchone()
            if row:
                yield row

    def printed(self, documents: Iterable[str]) -> Iterator[Printed]:
        """Yield the texts of those of the documents that are there, and what else tells whether one prints another again."""
        for document, digest, line in self.lines(documents):
            value = json.loads(line)
            yield Printed(document, digest, value["text"], value.get("published"), value.get("reprint_of"))

    def ids(self) -> Iterator[str]:
        """Yield the ids of all documents, in their order."""
        return (document for (document,) in self._pages("document"))

    def __iter__(self) -> Iterator[Reading]:
        """Yield all readings in the order of their documents' ids; a page of them is in memory at a time."""
        return (self._reading(*row) for row in self._pages(_KEPT))

    def __contains__(self, document: object) -> bool:
        """Tell whether there is a reading of the document of this id."""
        with self._telling():
            return self._database.execute("SELECT 1 FROM readings WHERE document = ?", (document,)).fetchone() is not None

    def __len__(self) -> int:
        """Return how many readings there are."""
        with self._telling():
            return int(self._database.execute("SELECT count(*) FROM readings").fetchone()[0])

    def damages(self) -> Iterator[str]:
        """Yield what is damaged, a sentence each: pages that do not fit together, and readings that are not as they were written."""
        try:
            for (problem,) in self._database.execute("PRAGMA integrity_check"):
                if problem != "ok":
                    yield f"{self.path}: {problem}"
            documents = list(self.ids())
        except (sqlite3.DatabaseError, StoreError) as error:
            yield f"{self.path}: {error}"
            return
        for document in documents:
            try:
                self.find(document)
            except StoreError as error:
                yield str(error)

    def copy(self, folder: Path) -> None:
        """Write all of it, as it is at one moment, to the same file in another folder; a writer need not wait.

        Raises:
            StoreError: The file cannot be written.
        """
        target = folder / FILE
        with _telling(target), closing(sqlite3.connect(target)) as copied:
            copied.execute("PRAGMA synchronous = EXTRA")
            self._database.backup(copied)

    def _reading(self, document: str, text: str, checksum: bytes) -> Reading:
        where = f"{self.path}, article {document!r}"
        if _checksum(text) != checksum:
            raise StoreError(f"{where}: the reading is not as it was written, the file is damaged. Restore the graph from a backup")
        return reading_of(text, where)

    def _pages(self, columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield rows in the order of ids; no lock is held between two pages, so that a writer need not wait for who reads slowly."""
        last = ""
        while True:
            with self._telling():
                sql = f"SELECT {columns} FROM readings WHERE document > ? ORDER BY document LIMIT {_PAGE}"  # noqa: S608 - our own words
                page = self._database.execute(sql, (last,)).fetchall()
            if not page:
                return
            yield from page
            last = page[-1][0]

    def _telling(self) -> AbstractContextManager[None]:
        return _telling(self.path)


def document_hash(document: Document) -> bytes:
    """Return a hash of all that a document holds, by which it is known again."""
    content = json.dumps([str(value) if value is not None else None for value in astuple(document)])
    return hashlib.sha256(content.encode()).digest()


def _row(reading: Reading) -> tuple[str, bytes, str, str, bytes]:
    text = to_line(reading).rstrip("\n")
    return reading.document.id, document_hash(reading.document), reading.extractor, text, _checksum(text)


def _checksum(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


_telling = partial(
    telling_database,
    refused="Wait until no other process writes it, or make room and the right to write",
    damaged="this is no evidence, or it is damaged ({error}). Build the graph again into a new folder",
)
