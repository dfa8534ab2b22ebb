"""The index, opened for reading: words or coordinates come in, what was found goes out, best or nearest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal

from kg.errors import QueryError, UnknownNameError
from kg.search import schema, totals, words
from kg.search.fill import in_memory
from kg.search.places import around, in_box

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from kg.store import EmbeddedStore

Kind = Literal["entity", "event", "document", "passage"]

KINDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "entity": ("entity", "alias"),
    "event": ("event",),
    "document": ("document",),
    "passage": ("passage",),
}
"""What can be searched for, and in which columns of the index."""

_WEIGHTS: Final = {"entity": 4.0, "alias": 3.0, "event": 3.0, "document": 1.5, "passage": 1.0}
_RANK: Final = f"bm25(words, {', '.join(str(_WEIGHTS[column]) for column in schema.COLUMNS)})"
_FOUND: Final = f"SELECT rowid, {_RANK} AS score FROM words WHERE words MATCH ? ORDER BY score, rowid LIMIT ?"  # noqa: S608 - our own numbers
_BEARERS: Final = """
SELECT coalesce(thing.sentence, thing.iri), thing.kind, text.words, thing.iri
FROM text JOIN bearer ON bearer.text = text.id JOIN thing ON thing.id = bearer.thing
WHERE text.id = ? ORDER BY 1, thing.iri
"""
_POLE, _MERIDIAN = 90, 180


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing whose name, title or sentence fits.

    Attributes:
        iris: The entity, event or document; or the passages of one sentence, which differ in what they mark.
        kind: Which of these it is.
        text: The name or alias that fits, the title, or the sentence.
        marks: Where in `text` the words stand that were asked for: half-open offsets in code points.
        score: How well it fits, in comparison with the other hits only; greater is better.
    """

    iris: tuple[str, ...]
    kind: Kind
    text: str
    marks: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search, best first.

    Attributes:
        hits: What fits; each thing once.
        meant: For each word that no text has, the nearest words that were taken for it.
        all_words: Whether the hits have all that was asked for; otherwise nothing has, and they have some of it.
    """

    hits: tuple[Hit, ...]
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    all_words: bool = True


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place, its coordinates in degrees, and how many kilometres away it is; `None`: nothing was measured."""

    iri: str
    lat: float
    long: float
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What happened in one group: `key` is the IRI of a place, a class or a period; `killed_at_most` is `None` where it is open."""

    key: str
    events: int
    killed_at_least: int
    killed_at_most: int | None


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index of one graph. Use it as long as the store is open."""

    _connection: sqlite3.Connection

    @classmethod
    def of(cls, store: EmbeddedStore) -> SearchIndex:
        """Open the index that lies beside a store; for a store that has none, make it in memory.

        Raises:
            StoreError: The index is damaged, or SQLite lacks what it needs.
        """
        path = store.folder / schema.NAME if store.folder else None
        return cls(schema.open_to_read(path) if path is not None and path.is_file() else in_memory(store.oxigraph))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def search(self, typed: str, *, kinds: Collection[Kind] = tuple(KINDS), limit: int = 20) -> Found:
        """Find what has all the words, in its name, title or sentence.

        Args:
            typed: Words; those in quotation marks must stand together. Case and accents do not matter, a word also fits longer ones that
                begin with it, and one that no text has is taken for the nearest.
            kinds: What to find.
            limit: How many hits to return at most.

        Raises:
            QueryError: There is no word in it.
            UnknownNameError: One of `kinds` is none.
        """
        unknown = next((kind for kind in kinds if kind not in KINDS), None)
        if unknown is not None:
            raise UnknownNameError("kind of hit", unknown, KINDS)
        parts = words.parts_of(typed)
        if not parts:
            raise QueryError(f"{typed!r} has no word to search for. Give letters or numbers")
        meant = words.corrections(self._connection, parts)
        columns = [column for kind in kinds for column in KINDS[kind]]
        hits = self._hits(parts, meant, columns, "AND", limit)
        if hits or len(parts) == 1:
            return Found(hits, meant)
        return Found(self._hits(parts, meant, columns, "OR", limit), meant, all_words=False)

    def _hits(
        self, parts: tuple[tuple[str, ...], ...], meant: Mapping[str, tuple[str, ...]], columns: list[str], joint: str, limit: int
    ) -> tuple[Hit, ...]:
        found: list[Hit] = []
        taken = set[str]()
        for text, score in self._connection.execute(_FOUND, (words.expression(parts, meant, columns, joint), limit)).fetchall():
            for _, same in groupby(self._connection.execute(_BEARERS, (text,)), key=itemgetter(0)):
                (key, kind, said, _), *_ = bearers = list(same)
                if key not in taken:
                    taken.add(key)
                    iris = tuple(iri for _, _, _, iri in bearers)
                    found.append(Hit(iris, kind, said, words.marks(said, parts, meant), -score))
                if len(found) == limit:
                    return tuple(found)
        return tuple(found)

    # ------------------------------------------------------------ places

    def near(self, lat: float, long: float, km: float) -> tuple[Nearby, ...]:
        """Return the places at most `km` kilometres from a point in degrees, the nearest first.

        Raises:
            QueryError: There is no such point or distance.
        """
        _check_point(lat, long)
        if not 0 <= km < float("inf"):
            raise QueryError(f"{km} is no distance. Give kilometres, such as 50")
        found = (Nearby(*place) for place in around(self._connection, lat, long, km))
        return tuple(sorted(found, key=lambda place: (place.km, place.iri)))

    def within(self, south: float, west: float, north: float, east: float) -> tuple[Nearby, ...]:
        """Return the places in a box of degrees, by their IRIs; a west greater than its east goes over the 180th meridian.

        Raises:
            QueryError: There is no such box.
        """
        _check_point(south, west)
        _check_point(north, east)
        if south > north:
            raise QueryError(f"the south of the box, {south}, lies north of its north, {north}. Give SOUTH,WEST,NORTH,EAST")
        found = {Nearby(*place) for place in in_box(self._connection, south, west, north, east)}
        return tuple(sorted(found, key=lambda place: place.iri))

    # ------------------------------------------------------------ totals

    def totals(self, by: str) -> tuple[Total, ...]:
        """Return how many events are reported, and how many dead, by one of `TOTALLED`; periods in their order, else most events first.

        Raises:
            UnknownNameError: There is no such grouping.
        """
        if by not in totals.TOTALLED:
            raise UnknownNameError("grouping", by, totals.TOTALLED)
        return tuple(Total(*row) for row in totals.totals(self._connection, by))


def _check_point(lat: float, long: float) -> None:
    if not (-_POLE <= lat <= _POLE and -_MERIDIAN <= long <= _MERIDIAN):
        raise QueryError(f"{lat},{long} is no point. Give a latitude from -90 to 90 and a longitude from -180 to 180")
