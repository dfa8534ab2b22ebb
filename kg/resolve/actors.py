"""Which entities of many articles are one actor.

In come readings and a gazetteer; out go actors with stable ids, which actor each mention of each reading is, and the decisions taken. The
steps: names within one article (`local`, `in_article`), what they are known as (`link`), who is who across articles (`clusters`). What
has no name ("84 people", "the attackers") stays an actor of its article. Times are no actors. Events are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import ENTITY_TYPES, Actor, Decision, Entity, Judgement, Reading, Span
from kg.resolve.clusters import cluster, compare
from kg.resolve.countries import City, country_iris, country_name, country_point, country_wikidata, find_cities, geonames_iri, province_of
from kg.resolve.gazetteer import FAMILIES, Gazetteer, Known, key_of
from kg.resolve.ids import COUNTRY, GEONAMES, ORGAN, actor_id
from kg.resolve.in_article import join_in_article
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.link import as_city, link_article
from kg.resolve.local import EntityRef, Key, Local, read_locals, usual
from kg.resolve.names import ORDINARY, hash8, name_key, resembles, slug
from kg.resolve.organs import organ_key
from kg.resolve.records import Record, is_known, records_of, total
from kg.resolve.spelling import is_variant, words_of
from kg.resolve.strangers import without_strangers
from kg.resolve.tables import default
from kg.resolve.traits import Traits, read_traits

_WIKIDATA = "http://www.wikidata.org/entity/"


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
        around: For each place all places around it, as the article says or as they are known to lie.
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
    joined = list(without_strangers(joined, table))
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


def chosen_key(records: Mapping[Key, Record]) -> Key:
    """Return what an actor is known as, else the name that most articles use as the main one; of equals the longest.

    Args:
        records: What is told of the bearer of each of its names.
    """
    return min(records, key=lambda key: (not is_known(key), -records[key].articles, -len(key.name), key))


def ids_alone(key: Key, record: Record) -> set[str]:
    """Return the ids that a name, and what it is mainly called by, would have by themselves."""
    return {actor_id(*key), *(actor_id(key.family, main) for main in record.mains)}


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
    nameless = {local.entities[0].id: _unnamed_actor(local) for local in unnamed}
    actor_of |= {entity: actor.id for entity, actor in nameless.items()}
    parts = _parts(reading, actor_of, named, known)
    return Cast(
        actor_of=actor_of,
        mention_of=mention_of,
        named=frozenset(identity for _, identity in named),
        persons=frozenset(
            (
                *(identity for local, identity in named if local.family == FAMILIES["PER"]),
                *(actor.id for actor in nameless.values() if actor.type == "PER"),
            )
        ),
        countries=frozenset(identity for local, identity in named if local.country) | {outer for _, outer in _lands(named, known)},
        located=frozenset(identity for local, identity in named if local.country or local.known.startswith(GEONAMES)),
        around={identity: _closure(identity, parts) for identity in parts},
        unnamed=tuple(nameless.values()),
    )


def _parts(reading: Reading, actor_of: Mapping[str, str], named: Sequence[tuple[Local, str]], known: KnownThings) -> dict[str, set[str]]:
    """Return, for each place, the places that the article says it lies in, and the country that it is known to lie in."""
    parts: dict[str, set[str]] = {}
    for relation in reading.relations:
        inner, outer = actor_of.get(relation.subject), actor_of.get(relation.object)
        if relation.type == "locatedIn" and inner and outer and inner != outer:
            parts.setdefault(inner, set()).add(outer)
    for identity, land in _lands(named, known):
        parts.setdefault(identity, set()).add(land)
    return parts


def _lands(named: Sequence[tuple[Local, str]], known: KnownThings) -> set[tuple[str, str]]:
    """Return each city and province with the id of the country that it is known to lie in."""
    found = ((identity, known.country_around(local)) for local, identity in named)
    return {(identity, land) for identity, code in found if code and (land := actor_id(FAMILIES["GPE"], f"{COUNTRY}{code}")) != identity}


class KnownThings:
    """What is known of things beyond the articles: rows of a gazetteer by what they are known as, cities, and countries around them."""

    def __init__(self, table: Gazetteer) -> None:
        self._table = table
        self._rows = {known.reference: known for known in table.rows}

    def row(self, key: Key) -> Known | None:
        """Return the row that a key is known as."""
        return self._rows.get(key.name)

    def borne(self, key: Key, whole: Record, records: Iterable[Key]) -> set[str]:
        """Return the names that an actor bears, of those that articles call it by.

        A name that one article alone uses, and that is like none of the others, is rather a mistake of the reader's coreference; and what
        is sure for another known thing is that one's.
        """
        row = self.row(key)
        listed = {key_of(text, key.family) for text in (row.name, *row.aliases, *row.doubtful)} if row else set()
        mains = {one.name for one in records if not is_known(one)} | set(whole.mains)
        return {
            name
            for name, articles in whole.names.items()
            if name in listed
            or (
                (name in mains or articles > 1 or any(_are_alike(name, main) for main in {*mains, *listed}))
                and not self._is_anothers(key, name)
            )
        }

    def _is_anothers(self, key: Key, name: str) -> bool:
        rows = {one.known.reference for one in self._table.named(key.family, name) if one.is_sure}
        return bool(rows) and key.name not in rows

    @staticmethod
    def city(key: Key, names: Iterable[str]) -> City | None:
        """Return the city that a key is known as, if it is one; `names` are those that articles write it with."""
        if not key.name.startswith(GEONAMES):
            return None
        cities = (city for name in names for city in find_cities(as_city(name)))
        return next((city for city in cities if f"{GEONAMES}{city.geonames}" == key.name), None)

    def country_around(self, local: Local) -> str:
        """Return the country that a city or a province lies in, "" if it is not known."""
        city = self.city(local.key, [local.written(local.main)])
        if city:
            return city.country
        if local.family == "place" and not is_known(local.key) and local.entities[0].type in {"GPE", "LOC"}:
            return province_of(local.key.name) or ""
        return ""


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two names have a word in common or the one is short for the other."""
    return resembles(one, other) or is_variant(one, other) or not set(words_of(one)).isdisjoint(words_of(other))


def _closure(identity: str, parts: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [identity]
    while waiting:
        new = parts.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return frozenset(found - {identity})


def named_actor(key: Key, records: Mapping[Key, Record], known: KnownThings) -> Actor:
    """Return the actor that some names are of.

    Args:
        key: The one that it is called by (see `chosen_key`).
        records: What is told of the bearer of each of its names.
        known: Things known beyond the articles.
    """
    whole = total(records.values())
    row, code = known.row(key), key.name.removeprefix(COUNTRY) if key.name.startswith(COUNTRY) else ""
    name = row.name if row else country_name(code) if code else _display(key, records[key], whole)
    # A place's other names in an article may be another place's own ("Tehran" for Iran), so only its own key's spellings are aliases.
    own = whole.mains if key.family == "place" else known.borne(key, whole, records)
    aliases = sorted(whole.surfaces_of({*own, key.name}).keys() - {name})
    city = known.city(key, whole.written)
    return Actor(
        id=actor_id(*key),
        type=row.type if row else "GPE" if code else min(whole.types, key=lambda kind: (-whole.types[kind], ENTITY_TYPES.index(kind))),
        name=name,
        aliases=tuple(aliases),
        same_as=_iris(row, code, city),
        kind=row.kind if row else None,
        point=row.point if row else country_point(code) if code else city.point if city else None,
    )


def _iris(row: Known | None, code: str, city: City | None) -> tuple[str, ...]:
    """Return the IRIs of a known thing elsewhere."""
    wikidata = row.wikidata if row else country_wikidata(code) if code else ""
    found = [f"{_WIKIDATA}{wikidata}"] if wikidata else []
    found += country_iris(code) if code else ()
    found += [geonames_iri(city.geonames)] if city else []
    return tuple(sorted(found))


def _display(key: Key, record: Record, whole: Record) -> str:
    """Return the name as articles write it; an organ of a state that none of them says the country of gets it in brackets."""
    mains = record.mains
    surfaces = whole.surfaces_of([key.name]) or whole.surfaces_of([min(mains, key=lambda name: (-mains[name], -len(name), name))])
    name = usual(surfaces) if surfaces else key.name
    if key.family == "place" and name in whole.written:  # only a dateline names it
        name = as_city(name)
    name = name.removeprefix("the ").removeprefix("The ")
    if key.name.startswith(ORGAN):
        return _with_country(name, key, whole)
    return name


def _with_country(name: str, key: Key, whole: Record) -> str:
    """Return the name of an organ of a state as an article writes it with its country, else with the country in brackets."""
    country = country_name(key.name.removeprefix(ORGAN).partition(":")[0])
    written = whole.surfaces_of(whole.mains)
    spelt = [text for text in written if (organ := organ_key(name_key(text))) and organ.country]
    return min(spelt, key=lambda text: (len(text), text)).removeprefix("the ") if spelt else f"{name} ({country})"


def _unnamed_actor(local: Local) -> Actor:
    entity = local.entities[0]
    name = _description(entity)
    first = min((mention.span.start for mention in entity.mentions), default=0)
    return Actor(f"actor/{slug(name)}-{hash8(local.document, entity.type, first)}", entity.type, name)


def _description(entity: Entity) -> str:
    """Return the entity's name, or its longest mention where that name is only a pronoun."""
    if entity.name and name_key(entity.name) not in ORDINARY:
        return " ".join(entity.name.split())
    texts = {" ".join(m.span.text.split()) for m in entity.mentions} | {entity.name}
    return min(texts, key=lambda text: (-len(text), text)) or entity.type
