"""Makes a graph of any size as `kg.graph.quads` would write it, quickly: a number of triples and a seed come in, quads go out, as a stream.

A world of countries, towns, armed groups and persons is drawn first. Each event is told of by one article, in a sentence that has its town,
its day, who did it and how many died; one in five is claimed by a group. Nothing is held in memory but the world, so that 10 million
triples need no more than one million. What rules derive is left out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from made_words import SYLLABLES
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import BASE, PREFIXES, ontology_quads
from kg.graph.ontology import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = (
    ("Bombing", "bombing"),
    ("Shooting", "shooting"),
    ("AirStrike", "air strike"),
    ("Clash", "clash"),
    ("Protest", "protest"),
    ("Arrest", "arrest"),
)
WORDS = ("market", "convoy", "bridge", "station", "hospital", "border", "mosque", "school", "airport", "harbour", "checkpoint", "embassy")
PUBLISHERS = ("Valley Post", "Northern Herald", "The Harbour Courier", "Daily Ledger", "Wire Nine")
FIRST_DAY, DAYS = date(2015, 1, 1), 3_650
A_COUNTRY, A_TOWN, AN_ACTOR = 800, 12, 6
"""Events for each country, town and actor."""

TRIPLES_OF_AN_EVENT = 66
"""About how many an event and its article have."""


@cache
def _node(curie: str) -> NamedNode:
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


TYPE, LABEL, KG_TYPE, LAT, LONG = map(_node, ("rdf:type", "skos:prefLabel", "kg:type", "wgs:lat", "wgs:long"))
SUBJECT, PREDICATE, OBJECT = map(_node, ("rdf:subject", "rdf:predicate", "rdf:object"))
FROM, BY_RUN = map(_node, ("prov:wasDerivedFrom", "prov:wasGeneratedBy"))
STATUS, REPORTED, CLAIMED, ACCORDING, SURE = map(_node, ("kg:status", "kg:Reported", "kg:Claimed", "kg:accordingTo", "kg:confidence"))
RUN = NamedNode(f"{BASE}run/made")


@dataclass(frozen=True, slots=True)
class World:
    """Those that events happen to: numbers of countries, towns and actors, and their names."""

    countries: tuple[str, ...]
    towns: tuple[tuple[str, int], ...]
    actors: tuple[str, ...]

    @classmethod
    def drawn(cls, events: int, rng: random.Random) -> World:
        """Return a world for about so many events."""
        countries = tuple(_name(rng, 3) for _ in range(max(8, events // A_COUNTRY)))
        towns = tuple((_name(rng, 3), rng.randrange(len(countries))) for _ in range(max(20, events // A_TOWN)))
        return cls(countries, towns, tuple(f"{_name(rng, 2)} {_name(rng, 3)}" for _ in range(max(10, events // AN_ACTOR))))


def _name(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def thing(kind: str, number: int) -> NamedNode:
    """Return the IRI of the actor, country, town, event … of that number."""
    return NamedNode(f"{BASE}{kind}/{number}")


def made_triples(number: int, *, seed: int = 1) -> Iterator[Quad]:
    """Yield about `number` quads, the ontology's among them."""
    rng = random.Random(seed)  # noqa: S311 - the same graph every time
    events = max(1, number // TRIPLES_OF_AN_EVENT)
    world = World.drawn(events, rng)
    yield from ontology_quads()
    yield from _world(world, rng)
    for event in range(events):
        yield from _event(event, world, rng)


def _world(world: World, rng: random.Random) -> Iterator[Quad]:
    for number, name in enumerate(world.countries):
        yield from _entity(thing("country", number), "GeopoliticalEntity", name)
    for number, (name, country) in enumerate(world.towns):
        town = thing("town", number)
        yield from _entity(town, "GeopoliticalEntity", name)
        yield Quad(town, _node("kg:locatedIn"), thing("country", country))
        yield Quad(town, LAT, _decimal(rng.uniform(-60, 70)))
        yield Quad(town, LONG, _decimal(rng.uniform(-180, 180)))
    for number, name in enumerate(world.actors):
        yield from _entity(thing("actor", number), "ArmedGroup" if number % 3 else "Person", name)
    yield Quad(RUN, TYPE, _node("kg:Run"))
    yield Quad(RUN, LABEL, Literal("made"))


def _entity(node: NamedNode, kind: str, name: str) -> Iterator[Quad]:
    yield from _classes(node, kind)
    yield Quad(node, KG_TYPE, ancestors(kind)[0])
    yield Quad(node, LABEL, Literal(name))


def _classes(node: NamedNode, kind: str) -> Iterator[Quad]:
    yield from (Quad(node, TYPE, parent) for parent in ancestors(kind))


def _decimal(value: float) -> Literal:
    return Literal(f"{value:.3f}9", datatype=_node("xsd:decimal"))  # the last figure is none that a store would take off


def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=_node("xsd:date"))


def _event(number: int, world: World, rng: random.Random) -> Iterator[Quad]:
    kind, word = rng.choice(KINDS)
    town, actor, day = rng.randrange(len(world.towns)), rng.randrange(len(world.actors)), FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    dead, where = rng.randint(1, 90), rng.choice(WORDS)
    event, passage = thing("event", number), thing("passage", number)
    at = f"at a {where} in {world.towns[town][0]}"
    sentence = f"{world.actors[actor]} was behind a {word} that killed at least {dead} people {at} on {day:%A}."
    yield from _classes(event, kind)
    yield Quad(event, KG_TYPE, ancestors(kind)[0])
    yield Quad(event, LABEL, Literal(f"{word} {at}"))
    yield Quad(event, _node("kg:date"), _day(day))
    yield Quad(event, _node("kg:basis"), _node("kg:Stated"))
    yield Quad(event, STATUS, REPORTED)
    yield Quad(event, _node("kg:place"), thing("town", town))
    claimed = rng.random() < 0.2
    if not claimed:
        yield Quad(event, _node("kg:agent"), thing("actor", actor))
    yield from _assertion(thing("assertion", 2 * number), (event, _node("kg:place"), thing("town", town)), passage, None)
    by = thing("actor", actor) if claimed else None
    yield from _assertion(thing("assertion", 2 * number + 1), (event, _node("kg:agent"), thing("actor", actor)), passage, by)
    yield from _count(number, event, passage, dead, day)
    yield from _article(number, passage, sentence, day, rng.choice(PUBLISHERS))


def _assertion(node: NamedNode, said: tuple[NamedNode, NamedNode, NamedNode], passage: NamedNode, by: NamedNode | None) -> Iterator[Quad]:
    yield from (Quad(node, TYPE, _node(kind)) for kind in ("kg:Assertion", "rdf:Statement", "kg:Report", "prov:Entity"))
    yield from (Quad(node, term, value) for term, value in zip((SUBJECT, PREDICATE, OBJECT), said, strict=True))
    yield Quad(node, STATUS, CLAIMED if by else REPORTED)
    if by:
        yield Quad(node, ACCORDING, by)
    yield Quad(node, SURE, Literal("0.93", datatype=_node("xsd:decimal")))
    yield Quad(node, FROM, passage)
    yield Quad(node, BY_RUN, RUN)


def _count(number: int, event: NamedNode, passage: NamedNode, dead: int, day: date) -> Iterator[Quad]:
    count, status = thing("count", number), thing("status", number)
    yield Quad(event, _node("kg:count"), count)
    yield from (Quad(count, TYPE, _node(kind)) for kind in ("kg:Count", "kg:Report", "prov:Entity"))
    yield Quad(count, _node("kg:kind"), _node("kg:Killed"))
    yield Quad(count, _node("kg:atLeast"), Literal(dead))
    yield Quad(count, _node("kg:quote"), Literal(f"at least {dead} people"))
    yield Quad(count, _node("kg:reportedOn"), _day(day))
    yield Quad(count, STATUS, REPORTED)
    yield Quad(count, FROM, passage)
    yield Quad(event, _node("kg:statusReport"), status)
    yield from (Quad(status, TYPE, _node(kind)) for kind in ("kg:StatusReport", "kg:Report", "prov:Entity"))
    yield Quad(status, STATUS, REPORTED)
    yield Quad(status, FROM, passage)


def _article(number: int, passage: NamedNode, sentence: str, day: date, publisher: str) -> Iterator[Quad]:
    document, selector = thing("document", number), thing("selector", number)
    yield from (Quad(passage, TYPE, _node(kind)) for kind in ("kg:Passage", "oa:SpecificResource"))
    yield Quad(passage, _node("kg:quote"), Literal(sentence))
    yield Quad(passage, _node("oa:hasSource"), document)
    yield Quad(passage, _node("oa:hasSelector"), selector)
    yield Quad(selector, TYPE, _node("oa:TextPositionSelector"))
    yield Quad(selector, _node("oa:start"), Literal(0))
    yield Quad(selector, _node("oa:end"), Literal(len(sentence)))
    yield from (Quad(document, TYPE, _node(kind)) for kind in ("kg:Document", "prov:Entity"))
    yield Quad(document, _node("kg:identifier"), Literal(f"d{number}"))
    yield Quad(document, _node("kg:title"), Literal(f"{sentence.partition(' that ')[0]}, officials say"))
    yield Quad(document, _node("kg:published"), _day(day + timedelta(days=1)))
    yield Quad(document, _node("kg:publisher"), Literal(publisher))
