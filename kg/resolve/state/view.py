"""What the state of a resolution says of some articles and things: ids come in, `Knowledge` of just these goes out."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.model import Knowledge
from kg.reader.serialise import from_json
from kg.resolve.assertions import Sayings
from kg.resolve.cast import cast_article
from kg.resolve.causes import cluster_causes, find_causes
from kg.resolve.own_events import with_own_events
from kg.resolve.said import said_by, spoken_of
from kg.resolve.state.codec import actor_of_text, decisions_of_text, event_of_text, key_text

if TYPE_CHECKING:
    from kg.model import Actor, Decision, Event, Reading
    from kg.resolve.actors import Article
    from kg.resolve.cast import Cast
    from kg.resolve.state.database import Tables
    from kg.resolve.state.state import Articles, Touched


@dataclass
class View:
    """The state as it is, or as it was when a snapshot of it was taken."""

    tables: Tables
    articles: Articles
    actors: dict[str, Actor | None] = field(default_factory=dict)

    def reading(self, document: str) -> Reading | None:
        """Return the reading of an article that is resolved."""
        row = self.tables.row("SELECT hash, reading FROM articles WHERE document = ?", document)
        return self.articles.reading(row[0], row[1]) if row else None

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

    def cast(self, reading: Reading, article: Article) -> Cast:
        """Return who is who in an article."""
        document = reading.document.id
        senses: dict[int, str] = dict(self.tables.rows("SELECT place, sense FROM locals WHERE document = ?", document))
        named = []
        for place, local in enumerate(article.named):
            bearer = replace(local, sense=senses[place])
            row = self.tables.row("SELECT actor FROM names WHERE name = ?", key_text(bearer.key))
            if row is None:
                raise KeyError(bearer.key)
            named.append((bearer, str(row[0])))
        return cast_article(reading, named, article.unnamed, self.articles.known)

    def sayings(self, reading: Reading) -> Sayings:
        """Return a reading with who and what its entities and events are."""
        document, cast = reading.document.id, self.cast(reading, self.articles.article(reading))
        own = with_own_events(reading, cast)
        event_of: dict[str, str] = dict(self.tables.rows("SELECT event, now FROM told WHERE document = ?", document))
        causes = {trigger: event_of[event] for trigger, event in cluster_causes(own, find_causes(own)).items()}
        return Sayings(own, cast, event_of, causes)

    def said(self, documents: Iterable[str]) -> Iterator[tuple[Knowledge, Knowledge]]:
        """Yield, for each article that is there, what it says, and of what it says it.

        The first holds the article, its reports, the decisions taken in it and its nameless actors, which are its own; the second all
        the actors and events that it speaks of.
        """
        for document in documents:
            reading = self.reading(document)
            if reading is None:
                continue
            sayings = self.sayings(reading)
            said = said_by([sayings])
            used = spoken_of(said)
            nameless = tuple(actor for actor in sayings.cast.unnamed if actor.id in used)
            named = (self.actor(identity) for identity in sorted(sayings.cast.named))
            events = (self.event(identity) for identity in sorted(set(sayings.event_of.values())))
            of = Knowledge(actors=(*nameless, *filter(None, named)), events=tuple(filter(None, events)))
            yield replace(said, actors=nameless, decisions=self.articles.article(reading).decisions), of

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


def packed(line: str) -> bytes:
    """Return a reading's line as it is kept."""
    return zlib.compress(line.encode("utf-8", "surrogatepass"), 1)


def unpacked(data: bytes) -> Reading:
    """Return the reading that was kept."""
    return from_json(json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))
