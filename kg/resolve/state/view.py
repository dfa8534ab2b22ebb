"""What the state of a resolution says of some articles and things: ids come in, `Knowledge` of just these goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Knowledge
from kg.resolve.state.articles import Bearing, Packed, Speaking
from kg.resolve.state.codec import actor_of_text, decisions_of_text, event_of_text

if TYPE_CHECKING:
    from kg.model import Actor, Decision, Event
    from kg.resolve.state.articles import Articles
    from kg.resolve.state.database import Tables
    from kg.resolve.state.state import Touched


@dataclass
class View:
    """The state as it is, or as it was when a snapshot of it was taken."""

    tables: Tables
    articles: Articles
    actors: dict[str, Actor | None] = field(default_factory=dict)

    def packed(self, document: str) -> Packed | None:
        """Return an article that is resolved."""
        row = self.tables.row("SELECT hash, reading FROM articles WHERE document = ?", document)
        return Packed(document, *row) if row else None

    def bearing(self, document: str) -> Bearing | None:
        """Return an article that is resolved, and who bears its names."""
        packed = self.packed(document)
        if packed is None:
            return None
        rows = self.tables.rows(
            "SELECT locals.sense, names.actor FROM locals JOIN names ON names.name = locals.base || char(31) || locals.sense"
            " WHERE locals.document = ? ORDER BY locals.place",
            document,
        )
        return Bearing(packed, tuple((sense, actor) for sense, actor in rows))

    def actor(self, identity: str) -> Actor | None:
        """Return an actor that has a name."""
        if identity not in self.actors:
            row = self.tables.row("SELECT actor FROM actors WHERE id = ?", identity)
            self.actors[identity] = actor_of_text(row[0]) if row else None
        return self.actors[identity]

    def event(self, identity: str) -> Event | None:
        """Return an event."""
        row = self.tables.row("SELECT event FROM events WHERE id = ?", identity)
        return event_of_text(row[0]) if row else None

    def speaking(self, documents: Iterable[str]) -> Iterator[Speaking]:
        """Yield, for each article that is there, what is needed to tell what it says."""
        for document in documents:
            bearing = self.bearing(document)
            if bearing is None:
                continue
            event_of: dict[str, str] = dict(self.tables.rows("SELECT event, now FROM told WHERE document = ?", document))
            actors = (self.actor(identity) for identity in sorted({actor for _, actor in bearing.bearers}))
            events = (self.event(identity) for identity in sorted(set(event_of.values())))
            yield Speaking(bearing, event_of, tuple(filter(None, actors)), tuple(filter(None, events)))

    def said(self, documents: Iterable[str]) -> Iterator[tuple[Knowledge, Knowledge]]:
        """Yield what each article that is there says, and of what it says it (`Articles.said`)."""
        return map(self.articles.said, self.speaking(documents))

    def things(self, touched: Touched) -> Knowledge:
        """Return the actors, events, decisions and redirects of these ids that are there."""
        actors = (self.actor(identity) for identity in sorted(touched.actors))
        events = (self.event(identity) for identity in sorted(touched.events))
        return Knowledge(
            actors=tuple(filter(None, actors)),
            events=tuple(filter(None, events)),
            decisions=tuple(self._decisions(touched.owners)),
            redirects=tuple(self._redirects(touched.former)),
        )

    def _decisions(self, owners: Iterable[str]) -> Iterator[Decision]:
        for owner in sorted(owners):
            row = self.tables.row("SELECT decisions FROM decisions WHERE owner = ?", owner)
            yield from decisions_of_text(row[0]) if row else ()

    def _redirects(self, former: Iterable[str]) -> Iterator[tuple[str, str]]:
        for identity in sorted(former):
            row = self.tables.row("SELECT now FROM redirects WHERE former = ?", identity)
            if row:
                yield identity, row[0]
