"""Who is who in one article: names with the actors that they are come in; out go what each mention is, and what its places lie in.

What has no name stays an actor of the article. Nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.model import Actor, Reading, Span
from kg.reader.sources.spokesmen import spoken_for
from kg.resolve.countries import TERRITORIES
from kg.resolve.gazetteer import FAMILIES
from kg.resolve.ids import COUNTRY, GEONAMES, actor_id
from kg.resolve.local import Local
from kg.resolve.names import fold
from kg.resolve.naming import KnownThings, unnamed_actor


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in one article.

    Attributes:
        actor_of: The actor that each entity is.
        mention_of: The actor that single mentions are that are another one than their entity ("Tehran" said for Iran).
        named: The actors that have a name.
        persons: Those that are persons.
        countries: Those that are countries, and the countries around its places.
        located: Those that are countries, or cities that are known beyond articles.
        around: For each place all places around it, as the article says or as they are known to lie, or as a facility is called.
        unnamed: The actors that have no name, and so are of this article alone.
    """

    actor_of: Mapping[str, str]
    mention_of: Mapping[Span, str]
    named: frozenset[str]
    persons: frozenset[str]
    countries: frozenset[str]
    located: frozenset[str]
    around: Mapping[str, frozenset[str]]
    unnamed: tuple[Actor, ...]

    def by_span(self, reading: Reading) -> dict[Span, str]:
        """Return the actor that each mention of the article is; times are none."""
        return {
            mention.span: self.mention_of.get(mention.span, self.actor_of[entity.id])
            for entity in reading.entities
            if entity.id in self.actor_of
            for mention in entity.mentions
        }

    def are_states(self, one: str, other: str) -> bool:
        """Tell whether two actors are countries of which neither is a territory, so that none lies in the other."""
        return one != other and {one, other} <= self.countries - _territories()


@cache
def _territories() -> frozenset[str]:
    """Return the ids of the countries that belong to another."""
    return frozenset(actor_id(FAMILIES["GPE"], f"{COUNTRY}{code}") for code in TERRITORIES)


def cast_article(reading: Reading, named: Iterable[tuple[Local, str]], unnamed: Iterable[Local], known: KnownThings) -> Cast:
    """Return who is who in an article.

    Args:
        reading: What it says.
        named: What it names, each with the id of the actor that it is.
        unnamed: What has no name.
        known: Where known places lie.
    """
    named = list(named)
    nameless, nameless_parts = _unnamed(unnamed)
    actor_of = {entity.id: identity for local, identity in named if not local.is_part for entity in local.entities}
    actor_of |= {entity: actor.id for entity, actor in nameless.items()}
    parts = [(local, identity) for local, identity in named if local.is_part] + [(local, actor.id) for local, actor in nameless_parts]
    mention_of = {m.span: identity for local, identity in parts for entity in local.entities for m in entity.mentions}
    for spokesman, party in _spokesmen(reading, actor_of, mention_of).items():
        actor_of[spokesman] = party
        nameless.pop(spokesman, None)
    unnamed_actors = (*nameless.values(), *(actor for _, actor in nameless_parts))
    persons = {identity for local, identity in named if local.family == FAMILIES["PER"]}
    lands = _lands(named, known)
    countries = frozenset(identity for local, identity in named if local.country) | {outer for _, outer in lands}
    carried = (ends for ends in _carried(reading, actor_of, mention_of) if ends[1] not in countries)
    states = countries - _territories()
    said = (ends for ends in _said_within(reading, actor_of) if not states.issuperset(ends))
    within = _within((*said, *lands, *_divisions(named, known), *carried))
    return Cast(
        actor_of=actor_of,
        mention_of=mention_of,
        named=frozenset(identity for _, identity in named),
        persons=frozenset(persons | {actor.id for actor in unnamed_actors if actor.type == "PER"}),
        countries=countries,
        located=frozenset(identity for local, identity in named if local.country or local.known.startswith(GEONAMES)),
        around={identity: _closure(identity, within) for identity in within},
        unnamed=unnamed_actors,
    )


def _unnamed(unnamed: Iterable[Local]) -> tuple[dict[str, Actor], list[tuple[Local, Actor]]]:
    """Return the actors without a name: those that are an entity, by its id, and those that are a part of one whose rest has a name."""
    whole: dict[str, Actor] = {}
    parts: list[tuple[Local, Actor]] = []
    for local in unnamed:
        if local.is_part:
            parts.append((local, unnamed_actor(local)))
        else:
            whole[local.entities[0].id] = unnamed_actor(local)
    return whole, parts


def _spokesmen(reading: Reading, actor_of: Mapping[str, str], mention_of: Mapping[Span, str]) -> dict[str, str]:
    """Return the actor that each spokesman without a name speaks for: what he says, it says."""
    entity = {mention.span: one.id for one in reading.entities for mention in one.mentions}
    spoken = spoken_for(reading.document.text, reading.entities)
    parties = {spokesman: mention_of.get(party, actor_of.get(entity[party])) for spokesman, party in spoken.items()}
    return {spokesman: actor for spokesman, actor in parties.items() if actor is not None}


# ---------------------------------------------------------------- what lies in what


def _said_within(reading: Reading, actor_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each place with a place that the article says it lies in."""
    for relation in reading.relations:
        inner, outer = actor_of.get(relation.subject), actor_of.get(relation.object)
        if relation.type == "locatedIn" and inner and outer and inner != outer:
            yield inner, outer


def _within(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return, for each place, those that it lies in."""
    found: dict[str, set[str]] = {}
    for inner, outer in pairs:
        found.setdefault(inner, set()).add(outer)
    return found


def _carried(reading: Reading, actor_of: Mapping[str, str], mention_of: Mapping[Span, str]) -> Iterator[tuple[str, str]]:
    """Yield each facility with the town or land whose name it begins with ("Kabul airport"), if the article names that too."""
    towns = {
        fold(mention.span.text): mention_of.get(mention.span, actor_of[entity.id])
        for entity in reading.entities
        if entity.type == "GPE" and entity.id in actor_of
        for mention in entity.mentions
    }
    for entity in reading.entities:
        if entity.type == "FAC" and entity.id in actor_of:
            for mention in entity.mentions:
                facility, words = actor_of[entity.id], fold(mention.span.text).removeprefix("the ").split()
                beginnings = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
                town = next((towns[name] for name in beginnings if name in towns), facility)
                if town != facility:
                    yield facility, town


def _lands(named: Sequence[tuple[Local, str]], known: KnownThings) -> set[tuple[str, str]]:
    """Return each city and province with the id of the country that it is known to lie in."""
    found = ((identity, known.country_around(local)) for local, identity in named)
    return {(identity, land) for identity, code in found if code and (land := actor_id(FAMILIES["GPE"], f"{COUNTRY}{code}")) != identity}


def _divisions(named: Sequence[tuple[Local, str]], known: KnownThings) -> Iterator[tuple[str, str]]:
    """Yield each city with the id of the province that carries its name."""
    for local, identity in named:
        for key in known.divisions_around(local):
            yield identity, actor_id(FAMILIES["GPE"], key)


def _closure(identity: str, within: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [identity]
    while waiting:
        new = within.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return frozenset(found - {identity})
