"""Which entities of many articles are one actor.

In come readings and a gazetteer; out go actors with stable ids, which actor each mention of each reading is, and the decisions taken. The
steps: names within one article (`local`, `in_article`), what they are known as (`link`), who is who across articles (`clusters`). What
has no name ("84 people", "the attackers") stays an actor of its article. Times are no actors. Events are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Actor, Decision, Judgement, Reading, Span
from kg.reader.spokesmen import spoken_for
from kg.resolve.clusters import cluster, compare
from kg.resolve.gazetteer import FAMILIES, Gazetteer
from kg.resolve.ids import COUNTRY, GEONAMES, actor_id
from kg.resolve.in_article import join_in_article
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.link import link_article
from kg.resolve.local import EntityRef, Local, read_locals
from kg.resolve.names import fold
from kg.resolve.naming import KnownThings, chosen_key, ids_alone, named_actor, unnamed_actor
from kg.resolve.records import records_of
from kg.resolve.strangers import without_strangers
from kg.resolve.tables import default
from kg.resolve.traits import Traits, read_traits


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


@dataclass(frozen=True, slots=True)
class Resolved:
    """Actors, and who is who in each article.

    `named` are the actors that have a name. `former` maps ids that names would have had by themselves to the id of the actor that they are.
    """

    actors: tuple[Actor, ...]
    articles: Mapping[str, Cast]
    named: frozenset[str]
    former: Mapping[str, str]
    decisions: tuple[Decision, ...]

    def by_span(self, reading: Reading) -> dict[Span, str]:
        """Return the actor that each mention of a reading is; times are none."""
        return self.articles[reading.document.id].by_span(reading)

    def actor_of(self, document: str, entity: str) -> str | None:
        """Return the actor that an entity of an article is; a time is none."""
        return self.articles[document].actor_of.get(entity)


def resolve_actors(readings: Sequence[Reading], known: Gazetteer | None = None, judgements: Judgements = NONE) -> Resolved:
    """Return the actors of all readings; the order of the readings makes no difference.

    Args:
        readings: What articles say.
        known: Things known by name; default: the table that is shipped.
        judgements: What persons have judged; of ids that no name has, nothing comes.
    """
    named, unnamed, traits, decisions = _read(readings, known or default(), judgements)
    clusters, why = cluster(named, traits, judgements)
    resolved = _resolved(clusters, unnamed, readings, traits, KnownThings(known or default()))
    return replace(resolved, decisions=(*decisions, *why))


def compare_actors(
    readings: Sequence[Reading], left: Container[str], right: Container[str], known: Gazetteer | None = None
) -> list[tuple[Judgement, float, tuple[str, ...]]]:
    """Return how the names of two actors are judged against each other, best first; `left` and `right` hold the ids of their names."""
    named, _, traits, _ = _read(readings, known or default(), NONE)
    return compare(named, traits, left, right)


def _read(
    readings: Sequence[Reading], table: Gazetteer, judgements: Judgements
) -> tuple[list[Local], list[Local], dict[EntityRef, Traits], list[Decision]]:
    """Return what articles name, linked; what has no name; traits; and the decisions taken within articles."""
    named: list[Local] = []
    unnamed: list[Local] = []
    traits: dict[EntityRef, Traits] = {}
    decisions: list[Decision] = []
    for reading in readings:
        article = read_article(reading, table, judgements)
        named += article.named
        unnamed += article.unnamed
        traits |= article.traits
        decisions += article.decisions
    return named, unnamed, traits, decisions


@dataclass(frozen=True, slots=True)
class Article:
    """What one article names, linked to what is known, what in it has no name, traits, and the decisions taken."""

    named: tuple[Local, ...]
    unnamed: tuple[Local, ...]
    traits: Mapping[EntityRef, Traits]
    decisions: tuple[Decision, ...]


def read_article(reading: Reading, table: Gazetteer, judgements: Judgements = NONE) -> Article:
    """Return who and what an article speaks of, as far as it alone and the gazetteer tell."""
    with_name, without = read_locals(reading, table)
    joined, why = join_in_article(with_name, reading)
    joined = list(without_strangers(joined, table, reading.document.text))
    told = read_traits(reading, joined)
    linked, links = link_article(joined, told, reading, table, judgements)
    return Article(tuple(linked), tuple(without), _in_company(linked, told, reading), (*why, *links))


def _in_company(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits], reading: Reading) -> dict[EntityRef, Traits]:
    """Add to the traits of each local who else is named in its article, and the year."""
    keys = frozenset(local.key for local in locals_ if _is_telling(local))
    year = (reading.document.published.year,) * 2 if reading.document.published else None
    return {local.ref: replace(traits[local.ref], company=keys - {local.key}, years=year) for local in locals_ if local.ref in traits}


def _is_telling(local: Local) -> bool:
    """Tell whether being named beside it tells something: a known organisation or person, or a name of more than one word."""
    return local.family in {"person", "organisation"} and (bool(local.known) or " " in local.main)


# ---------------------------------------------------------------- actors


def _resolved(
    clusters: Sequence[list[Local]],
    unnamed: Sequence[Local],
    readings: Sequence[Reading],
    traits: Mapping[EntityRef, Traits],
    known: KnownThings,
) -> Resolved:
    named: set[str] = set()
    former: dict[str, set[str]] = defaultdict(set)
    actors: list[Actor] = []
    in_article: dict[str, list[tuple[Local, str]]] = defaultdict(list)
    for locals_ in clusters:
        records = records_of(locals_, traits)
        actors.append(named_actor(chosen_key(records), records, known))
        identity = actors[-1].id
        named.add(identity)
        for one, record in records.items():
            for other in ids_alone(one, record) - {identity}:
                former[other].add(identity)
        for local in locals_:
            in_article[local.document].append((local, identity))
    nameless: dict[str, list[Local]] = defaultdict(list)
    for local in unnamed:
        nameless[local.document].append(local)
    documents = {reading.document.id: reading for reading in readings}
    casts = {key: cast_article(reading, in_article[key], nameless[key], known) for key, reading in documents.items()}
    actors += [actor for cast in casts.values() for actor in cast.unnamed]
    return Resolved(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        articles=casts,
        named=frozenset(named),
        former={other: found.pop() for other, found in former.items() if len(found) == 1 and other not in named},
        decisions=(),
    )


def cast_article(reading: Reading, named: Iterable[tuple[Local, str]], unnamed: Iterable[Local], known: KnownThings) -> Cast:
    """Return who is who in an article.

    Args:
        reading: What it says.
        named: What it names, each with the id of the actor that it is.
        unnamed: What has no name.
        known: Where known places lie.
    """
    named = list(named)
    actor_of: dict[str, str] = {}
    mention_of: dict[Span, str] = {}
    for local, identity in named:
        if local.is_part:
            mention_of |= {m.span: identity for entity in local.entities for m in entity.mentions}
        else:
            actor_of |= {entity.id: identity for entity in local.entities}
    nameless: dict[str, Actor] = {}
    of_parts: list[Actor] = []
    for local in unnamed:
        actor = unnamed_actor(local)
        if local.is_part:  # the rest of its entity is someone with a name
            of_parts.append(actor)
            mention_of |= dict.fromkeys((m.span for entity in local.entities for m in entity.mentions), actor.id)
        else:
            nameless[local.entities[0].id] = actor
    actor_of |= {entity: actor.id for entity, actor in nameless.items()}
    for spokesman, party in _spokesmen(reading, actor_of, mention_of).items():
        actor_of[spokesman] = party
        nameless.pop(spokesman, None)
    lands = _lands(named, known)
    countries = frozenset(identity for local, identity in named if local.country) | {outer for _, outer in lands}
    parts = _parts(reading, actor_of, (*lands, *_divisions(named, known)))
    for facility, town in _carried(reading, actor_of, mention_of):
        if town not in countries:
            parts.setdefault(facility, set()).add(town)
    return Cast(
        actor_of=actor_of,
        mention_of=mention_of,
        named=frozenset(identity for _, identity in named),
        persons=frozenset(
            (
                *(identity for local, identity in named if local.family == FAMILIES["PER"]),
                *(actor.id for actor in (*nameless.values(), *of_parts) if actor.type == "PER"),
            )
        ),
        countries=countries,
        located=frozenset(identity for local, identity in named if local.country or local.known.startswith(GEONAMES)),
        around={identity: _closure(identity, parts) for identity in parts},
        unnamed=(*nameless.values(), *of_parts),
    )


def _spokesmen(reading: Reading, actor_of: Mapping[str, str], mention_of: Mapping[Span, str]) -> dict[str, str]:
    """Return the actor that each spokesman without a name speaks for: what he says, it says."""
    entity = {mention.span: one.id for one in reading.entities for mention in one.mentions}
    spoken = spoken_for(reading.document.text, reading.entities)
    parties = {spokesman: mention_of.get(party, actor_of.get(entity[party])) for spokesman, party in spoken.items()}
    return {spokesman: actor for spokesman, actor in parties.items() if actor is not None}


def _parts(reading: Reading, actor_of: Mapping[str, str], known: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return, for each place, the places that the article says it lies in, and those of which it is known."""
    parts: dict[str, set[str]] = {}
    for relation in reading.relations:
        inner, outer = actor_of.get(relation.subject), actor_of.get(relation.object)
        if relation.type == "locatedIn" and inner and outer and inner != outer:
            parts.setdefault(inner, set()).add(outer)
    for identity, outer in known:
        parts.setdefault(identity, set()).add(outer)
    return parts


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


def _closure(identity: str, parts: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [identity]
    while waiting:
        new = parts.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return frozenset(found - {identity})
