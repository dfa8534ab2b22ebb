"""The state of a resolution as a whole: opened, changed by articles, and looked at as it was before and as it is."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg.databases import Compared, Known, Moment
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.state.articles import Articles, Tellings
from kg.resolve.state.codec import actor_of_text
from kg.resolve.state.database import Tables, remove
from kg.resolve.state.happenings import Happenings
from kg.resolve.state.names import Names
from kg.resolve.state.settling import Settling
from kg.resolve.state.view import View
from kg.resolve.tables import default

if TYPE_CHECKING:
    from kg.resolve.gazetteer import Gazetteer
    from kg.resolve.told import EventRef
    from kg.spread import Spread

log = logging.getLogger(__name__)

FILE = "resolved.sqlite"


@dataclass(frozen=True, slots=True)
class Change:
    """Articles that came: id, hash and line of each reading; and ids of those that went. One that changed did both."""

    came: Iterable[tuple[str, bytes, str]] = ()
    went: Iterable[str] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches: ids of articles whose reports are told otherwise, of things, of what decisions were taken on, of redirects."""

    documents: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()


class State:
    """The state of a resolution in a file. Use it as a context manager, or `close` it."""

    def __init__(self, path: Path, gazetteer: Gazetteer | None = None, judgements: Judgements = NONE, *, rules: str = "") -> None:
        """Open it; one that was made with another gazetteer, other judgements or other rules (a hash of them) is emptied."""
        self._path = path
        self.articles = Articles(gazetteer or default(), judgements)
        self._settings = _settings(self.articles, rules)
        self.tables = Tables.open(path)
        if self.tables.fact("settings") not in {None, self._settings}:
            self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.tables.close()
        remove(self._path)
        self.tables = Tables.open(self._path)

    @property
    def mark(self) -> str | None:
        """Which state of the graph it belongs to, as `set_mark` said; `None`: to none yet."""
        return self.tables.fact("mark")

    def set_mark(self, mark: str, seen: Moment | None = None) -> None:
        """Say which state of the graph it belongs to, and up to where it has seen the articles (`differences`)."""
        self.tables.note_seen(seen)
        self.tables.set_fact("mark", mark)
        self.tables.set_fact("settings", self._settings)

    def differences(self, of: Callable[[sqlite3.Connection, Known], Compared]) -> Compared:
        """Return the articles that went, or are told otherwise, and that came, or are; `of` compares hashes of readings."""
        return self.tables.compared(of, Known("articles", "document", "hash"))

    @property
    def size(self) -> int:
        """How many articles are resolved."""
        row = self.tables.row("SELECT count(*) FROM articles")
        return int(row[0]) if row else 0

    def let_go(self) -> None:
        """Hold no articles in memory any more; they are read again where they are asked for."""
        self.articles.let_go()

    def view(self) -> View:
        """Return the state as it is."""
        return View(self.tables, self.articles)

    @contextmanager
    def snapshot(self) -> Iterator[View]:
        """Yield the state as it is now, whatever is changed meanwhile."""
        tables = self.tables.snapshot()
        try:
            yield View(tables, self.articles)
        finally:
            tables.close()

    def apply(self, change: Change, spread: Spread = map) -> Touched:
        """Take articles out and put others in; call it within `tables.changing`.

        Args:
            change: The articles that came and went.
            spread: Does what is done article by article, or block by block.

        Raises:
            JudgedAcrossRoundsError: A person's judgement ties events that are else settled apart from each other: resolve all at once.
        """
        names, went = Names(self.tables), list(change.went)
        for document in went:
            self.tables.run("DELETE FROM articles WHERE document = ?", document)
            names.take_out(document)
        for named in spread(self.articles.named, change.came):
            article = named.article
            self.tables.run("INSERT INTO articles VALUES (?, ?, ?)", article.document, article.identity, article.data)
            names.put_in(named)
        names.tell_namesakes_apart()
        names.compare()
        actors = Settling(self.tables, names, self.articles.known, self.articles.judgements).settle()
        log.info("of names: %d articles and %d actors touched", len(actors.documents), len(actors.actors))
        happenings, view = Happenings(self.tables, self.articles.judgements), self.view()
        for document in (document for document in went if view.packed(document) is None):
            happenings.put(Tellings(document))
        for tellings in spread(self.articles.tellings, filter(None, map(view.bearing, sorted(actors.documents)))):
            happenings.put(tellings)
        events = happenings.settle(_Names(self.tables), self._naming(actors.renamed), spread)
        log.info("of events: %d articles and %d events touched", len(events.documents), len(events.events))
        return Touched(
            documents=actors.documents | events.documents,
            actors=actors.actors,
            events=events.events,
            owners=actors.owners | events.owners,
            former=actors.former | events.former,
        )

    def _naming(self, renamed: Iterable[str]) -> Iterator[EventRef]:
        """Yield the tellings in which actors have a role."""
        for identity in renamed:
            for name in self.tables.rows("SELECT name FROM names WHERE actor = ?", identity):
                family, word, sense = str(name[0]).split("\x1f", 2)
                rows = self.tables.rows(
                    "SELECT DISTINCT told.document, told.event FROM locals JOIN told ON told.document = locals.document"
                    " WHERE locals.base = ? AND locals.sense = ?",
                    f"{family}\x1f{word}",
                    sense,
                )
                yield from ((document, event) for document, event in rows)

    def close(self) -> None:
        """Let go of the file."""
        self.tables.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class _Names(dict[str, str]):
    """Names of actors, looked up as they are asked for."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, identity: str) -> str:
        row = self._tables.row("SELECT actor FROM actors WHERE id = ?", identity)
        if row is None:
            raise KeyError(identity)
        self[identity] = actor_of_text(row[0]).name
        return self[identity]


def _settings(articles: Articles, rules: str) -> str:
    """Return a hash of all but the articles that a resolution depends on."""
    # A set is written in another order in each process.
    rows = sorted(repr((sorted(row.countries), replace(row, countries=frozenset()))) for row in articles.gazetteer.rows)
    judged = sorted(map(repr, articles.judgements.of_pair.values()))
    return hashlib.sha256("\n".join((rules, *rows, "", *judged)).encode()).hexdigest()
