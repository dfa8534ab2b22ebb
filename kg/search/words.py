"""Turns what people type into a full-text query: words come in, an expression of FTS5 goes out. Nothing typed is read as an operator.

Words are compared folded: without case and accents. A word also fits longer ones that begin with it; words in quotation marks must stand
together. A word that no text has is taken for the nearest words that texts have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.names import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

MOST_WORDS: Final = 32
NEAREST: Final = 4  # words taken for one that no text has
SHORTEST_PREFIX: Final = 2  # letters

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r'"([^"]*)"|([^\s"]+)')


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


def parts_of(typed: str) -> tuple[tuple[str, ...], ...]:
    """Return what must be found: single words, and the words of a phrase together."""
    found: list[tuple[str, ...]] = []
    for phrase, plain in _PART.findall(typed):
        words = tuple(words_of(phrase or plain))
        if phrase and words:
            found.append(words)
        else:
            found += [(word,) for word in words]
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def expression(parts: Sequence[tuple[str, ...]], meant: Mapping[str, Sequence[str]], columns: Sequence[str], joint: str) -> str:
    """Return the query of FTS5 for parts joined by AND or OR; `meant` are the words to take for those that no text has."""
    said = (_part(part, meant) for part in parts)
    return f"{{{' '.join(columns)}}} : ({f' {joint} '.join(said)})"


def _part(part: tuple[str, ...], meant: Mapping[str, Sequence[str]]) -> str:
    if len(part) > 1:
        return f'"{" ".join(part)}"'
    (word,) = part
    if word in meant:
        return f"({' OR '.join(_quoted(other) for other in meant[word])})"
    return f"{_quoted(word)}{'*' if len(word) >= SHORTEST_PREFIX else ''}"


def _quoted(word: str) -> str:
    return f'"{word}"'  # a folded word has no quotation mark


def corrections(connection: sqlite3.Connection, parts: Sequence[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the nearest words for each single word that begins none that texts have; none for one that is like nothing."""
    found = {}
    for part in parts:
        if len(part) == 1 and not _begins_some(connection, part[0]):
            nearest = tuple(_nearest(connection, part[0]))
            if nearest:
                found[part[0]] = nearest
    return found


def _begins_some(connection: sqlite3.Connection, word: str) -> bool:
    last = f"{word}\U0010ffff"
    return connection.execute("SELECT 1 FROM known WHERE word BETWEEN ? AND ? LIMIT 1", (word, last)).fetchone() is not None


def _nearest(connection: sqlite3.Connection, word: str) -> Iterator[str]:
    """Yield the words that are fewest letters away: one letter added, lost, changed or swapped in a short word, two in a longer one."""
    most = 0 if len(word) < 3 else 1 if len(word) < 6 else 2  # noqa: PLR2004 - letters; as Elasticsearch's fuzziness AUTO
    rows = connection.execute("SELECT word FROM known WHERE length BETWEEN ? AND ?", (len(word) - most, len(word) + most))
    candidates = [row[0] for row in rows] if most else []
    near = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=most, limit=None)
    least = min((distance for _, distance, _ in near), default=0)
    yield from sorted(other for other, distance, _ in near if distance == least)[:NEAREST]


def marks(text: str, parts: Sequence[tuple[str, ...]], meant: Mapping[str, Sequence[str]]) -> tuple[tuple[int, int], ...]:
    """Return where in `text` words stand that were asked for: half-open offsets in code points."""
    wanted = {word for part in parts for word in part}
    others = {other for words in meant.values() for other in words}
    found = []
    for match in re.finditer(r"[^\W_]+", text):
        folded = fold(match[0])
        if folded in others or any(folded.startswith(word) for word in wanted):
            found.append(match.span())
    return tuple(found)
