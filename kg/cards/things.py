"""Cards of an actor and of an event: a name comes in, what is known of the one thing that bears it goes out, with its sentences.

A card tells who says what and how it is meant; it does not decide who is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.cards.fragments import as_text, facts, heading, links, section
from kg.errors import AmbiguousNameError
from kg.explore import assertions, neighbours, timeline, tolls
from kg.explore.rows import ask, joined, local, optional, short_id, text
from kg.query import Links

if TYPE_CHECKING:
    from kg.explore import Finder, Thing
    from kg.explore.finding import Kind
    from kg.query import Evidence, Table

SHOWN: Final = 12  # rows of a table on a card; the methods of `Graph` give all

_FACTS = """
SELECT ?id ?name ?type ?date WHERE { ?id kg:type ?type ; skos:prefLabel ?name . OPTIONAL { ?id kg:date ?date } }"""
_ALIASES = "SELECT ?id ?value WHERE { ?id skos:altLabel ?value }"
_SAME = "SELECT ?id ?value WHERE { { ?id owl:sameAs ?value } UNION { ?id skos:exactMatch ?value } }"
_STATUSES = "SELECT ?id ?value WHERE { ?id kg:status ?value }"
_PLACES = "SELECT ?id ?value WHERE { ?id kg:place/skos:prefLabel ?value }"


@dataclass(frozen=True, slots=True, repr=False)
class ActorCard:
    """What is known of an actor, a place or a thing.

    Attributes:
        id: The IRI.
        name: What it is called most.
        type: The class, such as "Person".
        aliases: Its other names.
        same_as: IRIs of the same thing elsewhere, such as Wikidata.
        neighbours: What it is linked to, the best supported first.
        timeline: The dated events that it takes part in.
        evidence: All sentences that speak of it.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    same_as: tuple[str, ...]
    neighbours: Table
    timeline: Table
    evidence: tuple[Evidence, ...]

    def __repr__(self) -> str:
        return as_text(self.name, self._facts(), {"Linked to": self._neighbours(), "Events": self.timeline.head(SHOWN)})

    def _repr_html_(self) -> str:
        tables = section("Linked to", self._neighbours()) + section("Events", self._events())
        return f"<div>{heading(self.name)}{facts(self._facts())}{links(self.same_as)}{tables}</div>"

    def _facts(self) -> dict[str, str | None]:
        return {"type": self.type, "also called": joined(self.aliases), "told of by": _sources(self.evidence), "id": short_id(self.id)}

    def _neighbours(self) -> Table:
        return self.neighbours.head(SHOWN).select("relation", "direction", "neighbour", "status", "according_to", "outlets")

    def _events(self) -> Table:
        return self.timeline.head(SHOWN).select("date", "event", "role", "places", "statuses")


@dataclass(frozen=True, slots=True, repr=False)
class EventCard:
    """What is known of an event.

    Attributes:
        id: The IRI.
        name: A short label.
        type: The class, such as "Bombing".
        date: As precise as it is known, such as "2024-01"; `None`: it is not.
        places: Where it was.
        statuses: How articles mean it: "reported", "denied", …
        participants: Who and what takes part, by whose account, each with a sentence.
        tolls: Every count that is reported of it.
        said: What is said of it elsewhere: claims, denials, accusations.
        evidence: All sentences that speak of it.
    """

    id: str
    name: str
    type: str
    date: str | None
    places: tuple[str, ...]
    statuses: tuple[str, ...]
    participants: Table
    tolls: Table
    said: Table
    evidence: tuple[Evidence, ...]

    def __repr__(self) -> str:
        return as_text(self.name, self._facts(), self._tables())

    def _repr_html_(self) -> str:
        tables = "".join(section(name, table) for name, table in self._tables().items())
        return f"<div>{heading(self.name)}{facts(self._facts())}{tables}</div>"

    def _facts(self) -> dict[str, str | None]:
        told = {"told of by": _sources(self.evidence), "id": short_id(self.id)}
        return {"type": self.type, "date": self.date, "where": joined(self.places), "meant as": joined(self.statuses)} | told

    def _tables(self) -> dict[str, Table]:
        said = ("status", "according_to", "publisher", "published")
        return {
            "Who and what takes part": self.participants.select("relation", "object", *said).distinct().head(SHOWN),
            "Tolls, as reported": self.tolls.select("kind", "quote", "at_least", "at_most", "status", "according_to", "publisher")
            .distinct()
            .head(SHOWN),
            "Said of it": self.said.select("subject", "relation", *said).distinct().head(SHOWN),
        }


def actor_card(finder: Finder, thing: Thing) -> ActorCard:
    """Return the card of the one actor, place or thing that bears a name.

    Raises:
        UnknownNameError: Nothing bears it; the message lists the nearest.
        AmbiguousNameError: Several do; the message lists their ids.
    """
    iri = _one(finder, thing, "entity")
    name, kind, _ = _facts_of(finder, iri)
    return ActorCard(
        id=iri,
        name=name,
        type=kind,
        aliases=_values(finder, _ALIASES, iri),
        same_as=_values(finder, _SAME, iri),
        neighbours=neighbours(finder, iri),
        timeline=timeline(finder, iri),
        evidence=Links(finder.store).evidence(iri),
    )


def event_card(finder: Finder, thing: Thing) -> EventCard:
    """Return the card of the one event that bears a name.

    Raises:
        UnknownNameError: None bears it; the message lists the nearest.
        AmbiguousNameError: Several do; the message lists their ids.
    """
    iri = _one(finder, thing, "event")
    name, kind, date = _facts_of(finder, iri)
    told = assertions(finder, iri)
    own = {row["id"] for row in told if row["subject_id"] == iri}
    return EventCard(
        id=iri,
        name=name,
        type=kind,
        date=date,
        places=_values(finder, _PLACES, iri),
        statuses=tuple(local(status).lower() for status in _values(finder, _STATUSES, iri)),
        participants=told.where(lambda row: row["id"] in own),
        tolls=tolls(finder, iri),
        said=told.where(lambda row: row["id"] not in own),
        evidence=Links(finder.store).evidence(iri),
    )


def _one(finder: Finder, thing: Thing, kind: Kind) -> str:
    found = finder.find(thing, kind)
    if len(found) > 1:
        raise AmbiguousNameError(str(thing), (_told(finder, iri) for iri in found), "Give one of these ids")
    return found[0]


def _told(finder: Finder, iri: str) -> str:
    name, kind, _ = _facts_of(finder, iri)
    return f"{short_id(iri)} ({name}, {kind}, {len(Links(finder.store).evidence(iri))} sentences)"


def _facts_of(finder: Finder, iri: str) -> tuple[str, str, str | None]:
    row = next(ask(finder.store, _FACTS, id=iri))
    return text(row, "name"), local(text(row, "type")), optional(row, "date")


def _values(finder: Finder, sparql: str, iri: str) -> tuple[str, ...]:
    return tuple(sorted({text(row, "value") for row in ask(finder.store, sparql, id=iri)}))


def _sources(evidence: tuple[Evidence, ...]) -> str:
    articles = {item.document for item in evidence}
    days = sorted(item.published for item in evidence if item.published)
    names = sorted({item.publisher for item in evidence if item.publisher})
    period = "" if not days else f", {days[0]}" if days[0] == days[-1] else f", {days[0]} to {days[-1]}"
    return f"{len(articles)} article{'s' if len(articles) != 1 else ''} ({', '.join(names) or 'unknown outlet'}{period})"
