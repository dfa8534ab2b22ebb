"""What a build was given to read, kept in the `.kg` folder until it is in the graph: documents come in and go out in their order.

Documents are taken in before the first is read. So it is known how many there are, each is read once however often it is given, and a
run that was stopped goes on with the same articles even if they came from a pipe. No more than a page of them is held in memory. Whether
one was read before is asked of others.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from kg.databases import DatabaseFile, telling_database
from kg.errors import DocumentError
from kg.model import Document

FILE = "intake.sqlite"
_PAGE = 64
_BATCH = 256
"""So many documents are written in one transaction."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    id BLOB PRIMARY KEY,   -- a hash: ids are any text, also such as no database holds
    run INTEGER NOT NULL,
    content BLOB NOT NULL,
    text BLOB NOT NULL,
    document TEXT          -- null where there is nothing to be read
);
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, is_complete INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS skipped (
    run INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    first TEXT NOT NULL    -- of each where, what and what to do, as JSON
);
"""

_DATES = frozenset({"published", "retrieved"})

IsKnown = Callable[[Document], bool]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in.

    Attributes:
        new: Articles to be read, with those that a stopped run has left.
        known: Articles that were read before.
        duplicates: Articles that were given again in the same run.
    """

    new: int
    known: int
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """What a run could not take in.

    Attributes:
        count: How many files, lines or articles.
        first: Why each of the first was not.
    """

    count: int = 0
    first: tuple[DocumentError, ...] = ()


@dataclass(slots=True)
class Intake(DatabaseFile):
    """Documents to be read, in a file. Use it as a context manager, or `close` it; only one process may."""

    @classmethod
    def open(cls, folder: Path) -> Intake:
        """Open the intake of `folder`; it is made where there is none.

        Raises:
            StoreError: The file is damaged or cannot be written.
        """
        path = folder / FILE
        with _telling(path):
            database = sqlite3.connect(path, isolation_level=None)
            database.execute("PRAGMA journal_mode = WAL")  # what was committed outlives a kill; a power cut may cost the latest
            database.execute("PRAGMA synchronous = NORMAL")
            database.executescript(_SCHEMA)
        return cls(path, database)

    @classmethod
    def is_waiting(cls, folder: Path) -> bool:
        """Tell whether a run that was stopped left an intake in `folder` that is whole, see `is_whole`.

        Raises:
            StoreError: The file is damaged.
        """
        if not cls.is_there(folder):
            return False
        with cls.open(folder) as intake:
            return intake.is_whole

    @classmethod
    def is_there(cls, folder: Path) -> bool:
        """Tell whether a run that was stopped left an intake in `folder`, whole or not."""
        return (folder / FILE).is_file()

    @property
    def is_whole(self) -> bool:
        """Tell whether a run has been stopped after it had taken in all that it was given."""
        with _telling(self.path):
            row = self._database.execute("SELECT is_complete FROM runs ORDER BY run DESC LIMIT 1").fetchone()
        return row is not None and bool(row[0])

    @property
    def skipped(self) -> Skipped:
        """What the latest run that took all in could not take in, to be told again by a run that goes on with it."""
        with _telling(self.path):
            row = self._database.execute("SELECT count, first FROM skipped ORDER BY run DESC LIMIT 1").fetchone()
        return Skipped() if row is None else Skipped(row[0], tuple(DocumentError(*one) for one in json.loads(row[1])))

    def take(  # noqa: PLR0913 - what is asked and told on the way, keyword-only
        self,
        documents: Iterable[Document],
        *,
        is_known: IsKnown,
        on_problem: Callable[[DocumentError], None],
        tell: Callable[[int], None],
        skipped: Callable[[], Skipped] = Skipped,
        place: Callable[[], str] = str,
    ) -> Taken:
        """Take documents in, behind those that a stopped run has left.

        Args:
            documents: Of several of one id the first counts; a later one that differs is a problem.
            is_known: Tells whether a document was read before, and need not be again.
            on_problem: Told of what is left out.
            tell: Told how many have come, of each.
            skipped: Asked at the end what was left out, here and before; it is kept with the documents.
            place: Asked in which file the latest document stands, to name it in problems; "" where that is not known.

        Raises:
            StoreError: The file cannot be written.
        """
        run, duplicates, came = self._begin(), 0, 0
        source = iter(documents)
        is_going_on = True
        while is_going_on:
            before = came
            with self._transaction():
                for document in islice(source, _BATCH):
                    try:
                        duplicates += self._is_duplicate(document, run, is_known)
                    except DocumentError as error:
                        on_problem(_placed(error, place()))
                    came += 1
                    tell(came)
            is_going_on = came > before
        self._strike(is_known, before=run)
        with self._transaction():
            left_out = skipped()
            first = json.dumps([(one.where, one.problem, one.remedy) for one in left_out.first])
            self._database.execute("INSERT INTO skipped VALUES (?, ?, ?)", (run, left_out.count, first))
            self._database.execute("UPDATE runs SET is_complete = 1 WHERE run = ?", (run,))
        return self._taken(run, duplicates)

    def again(self, *, is_known: IsKnown) -> Taken:
        """Return what a stopped run has left, without those of its articles that have been read since.

        Raises:
            StoreError: The file cannot be written.
        """
        with _telling(self.path):
            (run,) = self._database.execute("SELECT max(run) FROM runs").fetchone()
        self._strike(is_known, before=run + 1)
        return self._taken(run, 0)

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents to be read, in the order in which they came."""
        last = 0
        while True:
            with _telling(self.path):
                sql = "SELECT rowid, document FROM documents WHERE rowid > ? AND document IS NOT NULL ORDER BY rowid LIMIT ?"
                page = self._database.execute(sql, (last, _PAGE)).fetchall()
            if not page:
                return
            last = page[-1][0]
            yield from (_decoded(content) for _, content in page)

    def discard(self) -> None:
        """Forget all documents: they are in the graph."""
        self.close()
        for end in ("", "-wal", "-shm"):
            self.path.with_name(f"{FILE}{end}").unlink(missing_ok=True)

    def _begin(self) -> int:
        with self._transaction():
            return int(self._database.execute("INSERT INTO runs (is_complete) VALUES (0) RETURNING run").fetchone()[0])

    def _is_duplicate(self, document: Document, run: int, is_known: IsKnown) -> bool:
        """Take one document in, and tell whether it was given in this run before.

        Raises:
            DocumentError: Another document of its id was.
        """
        key, encoded = _hash(document.id), _encoded(document)
        content, text = _hash(encoded), _hash(document.text)
        row = self._database.execute("SELECT content, text FROM documents WHERE id = ? AND run = ?", (key, run)).fetchone()
        if row is None:
            to_read = None if is_known(document) else encoded
            self._database.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)", (key, run, content, text, to_read))
            return False
        if row[0] == content:
            return True
        raise _clash(document, is_same_text=row[1] == text)

    def _strike(self, is_known: IsKnown, *, before: int) -> None:
        """Leave out documents of earlier runs that have been read since."""
        last = 0
        while True:
            with self._transaction():
                sql = "SELECT rowid, document FROM documents WHERE rowid > ? AND run < ? AND document IS NOT NULL ORDER BY rowid LIMIT ?"
                page = self._database.execute(sql, (last, before, _PAGE)).fetchall()
                read = [(row,) for row, content in page if is_known(_decoded(content))]
                self._database.executemany("UPDATE documents SET document = NULL WHERE rowid = ?", read)
            if not page:
                return
            last = page[-1][0]

    def _taken(self, run: int, duplicates: int) -> Taken:
        with _telling(self.path):
            sql = "SELECT count(document), sum(document IS NULL AND run = ?) FROM documents"
            new, known = self._database.execute(sql, (run,)).fetchone()
        return Taken(new, known or 0, duplicates)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _telling(self.path), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield


def _clash(document: Document, *, is_same_text: bool) -> DocumentError:
    if is_same_text:
        return DocumentError(
            document.id, "the same text was given before with another title, date or publisher", "Give one of them an `id`"
        )
    return DocumentError(document.id, "two articles of this id have different texts", "Give each an `id` of its own; the first was read")


def _placed(error: DocumentError, place: str) -> DocumentError:
    return DocumentError(f"{place} (article {error.where})", error.problem, error.remedy) if place else error


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()


def _encoded(document: Document) -> str:
    """Return the document as JSON; in ASCII, so that half of a surrogate pair may stand in it."""
    return json.dumps({key: str(value) for key, value in asdict(document).items() if value is not None})


def _decoded(text: str) -> Document:
    values = json.loads(text)
    dates = {key: date.fromisoformat(values[key]) for key in _DATES & values.keys()}
    return Document(**(values | dates))


_telling = partial(
    telling_database,
    refused="Make room and the right to write, then go on with `kg build --resume`",
    damaged="it is damaged ({error}). Delete it, and give the articles again; what was read is kept",
)
