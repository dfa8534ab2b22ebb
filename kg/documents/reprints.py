"""Finds reprints: documents come in, and go out in their order, those whose text another one had before marked as reprints of it.

An agency's text in six papers is six articles and one piece of evidence. Texts of the same words are found by a hash, texts that differ in
a dateline, a byline or a spelling by MinHash over runs of five words (datasketch), and then compared word by word: what says anything that
the original does not is an update, and no reprint. The texts are remembered in an SQLite file, so memory does not grow with them.
Source: Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from kg.documents.article import content_id
from kg.model import Document

FILE = "reprints.sqlite"
"""May be deleted at any time: it is made again from the articles."""
SHINGLE = 5
"""Words in a run."""
BANDS, ROWS = 20, 6
"""Texts that share 0.8 of their runs meet in some band with a probability of 0.998, those that share 0.5 with one of 0.27."""
FEWEST_WORDS = 20
"""Shorter texts may be the same by chance, day by day: they are reprints only if every word and the day are the same."""
MOST_WORDS = 10_000
"""Longer texts are compared by their hash alone."""
EDGE = 15
"""So many words may be new at a text's start and at its end, where datelines and bylines stand; within it, none."""
CUT = 5
"""So many words in a row that are missing are a sentence that was cut, whatever it says."""
LONG_WORD = 5
WORD = re.compile(r"\w+(?:['’]\w+)*")
_TELLING = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million dozen dozens several scores
no not none nobody never neither nor without denied denies deny false untrue
may might could would alleged allegedly reportedly suspected apparently possibly claimed claims likely
"""
TELLING = frozenset(_TELLING.split())
"""Numbers, negations and hedges."""
MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, words BLOB NOT NULL, about BLOB NOT NULL, run INTEGER NOT NULL, text BLOB
);
CREATE INDEX IF NOT EXISTS by_words ON texts (words);
CREATE TABLE IF NOT EXISTS bands (band BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (band, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_number ON bands (number);
"""


@dataclass(slots=True)
class Reprints:
    """The texts that came before, in a file. Use it as a context manager, or `close` it; one process writes."""

    _database: sqlite3.Connection
    _run: int

    @classmethod
    def open(cls, path: Path | None = None) -> Reprints:
        """Open the texts kept in `path`; one that is damaged is begun anew. `None`: they are kept only as long as it is open."""
        try:
            return cls._opened(path)
        except sqlite3.DatabaseError:
            if path is None:
                raise
            path.unlink()
            return cls._opened(path)

    @classmethod
    def _opened(cls, path: Path | None) -> Reprints:
        database = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
        database.execute("PRAGMA synchronous = OFF")  # what is lost is made again
        database.executescript(_SCHEMA)
        [run] = database.execute("SELECT coalesce(max(run), 0) + 1 FROM texts").fetchone()
        return cls(database, run)

    # ------------------------------------------------------------ marking

    def mark(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield each document, a reprint with the id of the text that came before in `reprint_of`.

        Two articles of one text that have no ids of their own get different ones, made of the text and of what else is known of them.
        """
        for document in documents:
            yield self._marked(document)

    def _marked(self, document: Document) -> Document:
        if document.reprint_of is not None:
            return document
        words, about = _Words.of(document), _about(document)
        row = self._database.execute("SELECT words, about, run FROM texts WHERE id = ?", (_key(document.id),)).fetchone()
        if row is not None and row[0] == words.hash:
            if row[1] != about and row[2] == self._run and document.id == content_id(document.text):
                return replace(document, id=content_id(f"{document.text}\n{about.hex()}"), reprint_of=document.id)
            self._database.execute("UPDATE texts SET about = ?, run = ? WHERE id = ?", (about, self._run, _key(document.id)))
            return document
        if row is not None:
            if row[2] == self._run:  # two articles of one id in one run: the caller tells it
                return document
            self.forget([document.id])
        original = self._original(words)
        if original is not None:
            return replace(document, reprint_of=original)
        self._add(document, words, about)
        return document

    def _original(self, words: _Words) -> str | None:
        same = self._database.execute("SELECT id FROM texts WHERE words = ? ORDER BY number LIMIT 1", (words.hash,)).fetchone()
        if same is not None:
            return _id(same[0])
        for (number,) in self._alike(words):
            identity, packed = self._database.execute("SELECT id, text FROM texts WHERE number = ?", (number,)).fetchone()
            if is_reprint(words.text, words_of(zlib.decompress(packed).decode())):
                return _id(identity)
        return None

    def _alike(self, words: _Words) -> list[tuple[int]]:
        bands = words.bands()
        marks = ", ".join("?" * len(bands))
        sql = f"SELECT DISTINCT number FROM bands WHERE band IN ({marks}) ORDER BY number LIMIT 20"  # noqa: S608 - question marks alone
        return self._database.execute(sql, bands).fetchall()

    def _add(self, document: Document, words: _Words, about: bytes) -> None:
        bands = words.bands()
        text = zlib.compress(document.text.encode()) if bands else None
        row = (_key(document.id), words.hash, about, self._run, text)
        [number] = self._database.execute("INSERT INTO texts VALUES (NULL, ?, ?, ?, ?, ?) RETURNING number", row).fetchone()
        self._database.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, number) for band in bands))

    # ------------------------------------------------------------ what is remembered

    def synchronise(self, known: Container[str], ids: Iterable[str], documents: Iterable[Document]) -> None:
        """Forget texts that are no longer known, and learn those that are not remembered.

        Args:
            known: Ids of the articles that are still there.
            ids: The same, to run through.
            documents: The articles, run through only if some are not remembered.
        """
        self.forget([identity for identity in self if identity not in known])
        if any(identity not in self for identity in ids):
            for document in documents:
                if document.reprint_of is None and document.id not in self:
                    self._add(document, _Words.of(document), _about(document))

    def forget(self, ids: Iterable[str]) -> None:
        """Forget texts by the ids of their articles."""
        keys = [(_key(identity),) for identity in ids]
        self._database.executemany("DELETE FROM bands WHERE number = (SELECT number FROM texts WHERE id = ?)", keys)
        self._database.executemany("DELETE FROM texts WHERE id = ?", keys)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the articles whose texts are remembered."""
        return (_id(key) for (key,) in self._database.execute("SELECT id FROM texts ORDER BY number"))

    def __contains__(self, identity: object) -> bool:
        """Tell whether the text of an article is remembered."""
        return self._database.execute("SELECT 1 FROM texts WHERE id = ?", (_key(str(identity)),)).fetchone() is not None

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, and a hash of them; of a short text the day counts too."""

    text: Sequence[str]
    hash: bytes

    @classmethod
    def of(cls, document: Document) -> _Words:
        words = words_of(document.text)
        exact = [document.text, str(document.published)] if len(words) < FEWEST_WORDS else words
        return cls(words, hashlib.sha256("\n".join(exact).encode("utf-8", "surrogatepass")).digest())

    def bands(self) -> list[bytes]:
        """Return what texts that are alike have in common; nothing for texts that are too short or too long to compare."""
        if not FEWEST_WORDS <= len(self.text) <= MOST_WORDS:
            return []
        from datasketch import MinHash  # noqa: PLC0415 - it loads scipy

        runs = {" ".join(self.text[at : at + SHINGLE]) for at in range(len(self.text) - SHINGLE + 1)}
        hashed = MinHash(num_perm=BANDS * ROWS, seed=1)
        hashed.update_batch([run.encode("utf-8", "surrogatepass") for run in sorted(runs)])
        values = hashed.hashvalues.astype("<u8").tobytes()
        wide = len(values) // BANDS
        return [bytes([band]) + hashlib.blake2b(values[band * wide : (band + 1) * wide], digest_size=8).digest() for band in range(BANDS)]


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return WORD.findall(text.casefold())


def is_reprint(words: Sequence[str], original: Sequence[str]) -> bool:
    """Tell whether a text says nothing that the original does not: it may be cut, spelt otherwise, and have another dateline or byline.

    Args:
        words: Of the text, in small letters.
        original: Those of the other.
    """
    changed = 0
    for added, missing, is_inner in _changes(words, original):
        changed += len(added)
        if _tells(missing) and len(missing) < CUT and not _is_spelling(added, missing):
            return False
        if added and (not _is_spelling(added, missing) if is_inner else len(added) > EDGE or _tells(added)):
            return False
    return len(words) - changed >= len(original) // 2


def _changes(words: Sequence[str], original: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    """Yield what stands in `words` in the place of what in `original`, and whether it stands within the text."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most articles are like no other

    at = [0, 0]
    for block in Indel.opcodes(original, words).as_matching_blocks():
        added, missing = words[at[1] : block.b], original[at[0] : block.a]
        if added or missing:
            yield added, missing, at[1] > 0 and block.b < len(words)
        at = [block.a + block.size, block.b + block.size]


def _is_spelling(added: Sequence[str], missing: Sequence[str]) -> bool:
    """Tell whether words are others in another spelling: "per cent" and "percent", "organise" and "organize"; never "Iran" and "Iraq"."""
    one, other = "".join(added), "".join(missing)
    if one == other:
        return True
    letters = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if min(len(one), len(other)) < LONG_WORD:
        return False
    return (len(one) == len(other) and letters in ([("s", "z")], [("z", "s")])) or one.replace("our", "or") == other.replace("our", "or")


def _tells(words: Sequence[str]) -> bool:
    """Tell whether words change what is said: a number that is no date, a negation or a hedge."""
    for before, word in zip(("", *words), words, strict=False):
        if word in TELLING or word.endswith(("n't", "n’t")):
            return True
        if any(map(str.isdigit, word)) and not _YEAR.fullmatch(word) and before[:3] not in MONTHS:
            return True
    return False


def _about(document: Document) -> bytes:
    """Return a hash of what is known of an article beside its text."""
    known = [document.title, str(document.published), document.publisher, document.url]
    return hashlib.sha256(json.dumps(known).encode()).digest()


def _key(identity: str) -> bytes:
    return identity.encode("utf-8", "surrogatepass")


def _id(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")
