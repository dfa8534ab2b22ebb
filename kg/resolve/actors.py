"""Which entities of many articles are one actor.

In come readings and a gazetteer; out go actors with stable ids, which actor each mention of each reading is, and the decisions taken. The
steps: names within one article (`local`, `in_article`), what they are known as (`link`), who is who across articles (`clusters`). What
has no name ("84 people", "the attackers") stays an actor of its article. Times are no actors. Events are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import ENTITY_TYPES, Actor, Decision, Entity, EntityType, Judgement, Reading, Span
from kg.resolve.clusters import cluster, compare
from kg.resolve.countries import City, country_iris, country_name, country_point, country_wikidata, find_cities, geonames_iri, province_of
from kg.resolve.gazetteer import Gazetteer, Known
from kg.resolve.ids import COUNTRY, GEONAMES, KNOWN, ORGAN, actor_id
from kg.resolve.in_article import join_in_article
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.link import city_name, link_article
from kg.resolve.local import EntityRef, Key, Local, read_locals, usual
from kg.resolve.names import ORDINARY, hash8, name_key, slug
from kg.resolve.organs import organ_key
from kg.resolve.strangers import without_strangers
from kg.resolve.tables import default
from kg.resolve.traits import Traits, read_traits

_WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Actors, and which of them each mention of each reading is.

    `actor_of` says it of entities, `mention_of` of single mentions that are another actor than their entity ("Tehran" said for Iran).
    `named` are those that have a name, `persons` those of type PER; `countries` maps ids to ISO codes, `parts` a place to all places around
    it. `former` maps ids that names would have had by themselves to the id of the actor that they are.
    """

    actors: tuple[Actor, ...]
    actor_of: Mapping[EntityRef, str]
    mention_of: Mapping[tuple[str, Span], str]
    named: frozenset[str]
    persons: frozenset[str]
    countries: Mapping[str, str]
    parts: Mapping[str, frozenset[str]]
    former: Mapping[str, str]
    decisions: tuple[Decision, ...]

    def by_span(self, reading: Reading) -> dict[Span, str]:
        """Return the actor that each mention of a reading is; times are none."""
        document = reading.document.id
        return {
            mention.span: self.mention_of.get((document, mention.span), self.actor_of[document, entity.id])
            for entity in reading.entities
            if (document, entity.id) in self.actor_of
            for mention in entity.mentions
        }


def resolve_actors(readings: Sequence[Reading], known: Gazetteer | None = None, judgements: Judgements = NONE) -> Resolved:
    """Return the actors of all readings; the order of the readings makes no difference.

    Args:
        readings: What articles say.
        known: Things known by name; default: the table that is shipped.
        judgements: What persons have judged; of ids that no name has, nothing comes.
    """
    named, unnamed, traits, decisions = _read(readings, known or default(), judgements)
    clusters, why = cluster(named, traits, judgements)
    return _resolved(clusters, unnamed, readings, [*decisions, *why], known or default())


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
        with_name, without = read_locals(reading)
        joined, why = join_in_article(with_name, reading)
        joined = [part for local in joined for part in without_strangers(local, table)]
        told = read_traits(reading, joined)
        linked, links = link_article(joined, told, reading, table, judgements)
        traits |= _in_company(linked, told, reading)
        named += linked
        unnamed += without
        decisions += [*why, *links]
    return named, unnamed, traits, decisions


def _in_company(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits], reading: Reading) -> dict[EntityRef, Traits]:
    """Add to the traits of each local who else is named in its article, and the year."""
    keys = frozenset(local.key for local in locals_ if _is_telling(local))
    year = (reading.document.published.year,) * 2 if reading.document.published else None
    return {local.ref: replace(traits[local.ref], company=keys - {local.key}, years=year) for local in locals_ if local.ref in traits}


def _is_telling(local: Local) -> bool:
    """Tell whether being named beside it tells something: a known organisation or person, or a name of more than one word."""
    return local.family in {"person", "organisation"} and (bool(local.known) or " " in local.main)


# ---------------------------------------------------------------- actors


def _cities(locals_: Iterable[Local]) -> dict[str, City]:
    """Return the cities that locals are, by what they are known as."""
    names = {city_name(local) for local in locals_ if local.known.startswith(GEONAMES)}
    return {f"{GEONAMES}{city.geonames}": city for name in names for city in find_cities(name)}


def _cluster_key(locals_: Sequence[Local]) -> Key:
    """Return what it is known as, else the name that most articles use as the main one; of equals the longest."""
    articles = Counter(local.key for local in locals_)
    return min(articles, key=lambda key: (not key.name.startswith(KNOWN), -articles[key], -len(key.name), key))


def _resolved(
    clusters: Sequence[list[Local]], unnamed: Sequence[Local], readings: Sequence[Reading], decisions: list[Decision], table: Gazetteer
) -> Resolved:
    actor_of: dict[EntityRef, str] = {}
    mention_of: dict[tuple[str, Span], str] = {}
    named: dict[str, tuple[Key, list[Local]]] = {}
    former: dict[str, set[str]] = {}
    for locals_ in clusters:
        key = _cluster_key(locals_)
        identity = actor_id(*key)
        named[identity] = (key, locals_)
        for local in locals_:
            for other in {actor_id(*local.key), actor_id(local.family, local.main)} - {identity}:
                former.setdefault(other, set()).add(identity)
        for local in locals_:
            if local.is_part:
                mention_of |= {(local.document, m.span): identity for entity in local.entities for m in entity.mentions}
            else:
                actor_of |= {(local.document, entity.id): identity for entity in local.entities}
    nameless = [_unnamed_actor(local) for local in unnamed]
    actor_of |= {local.ref: actor.id for local, actor in zip(unnamed, nameless, strict=True)}
    countries = {identity: key.name.removeprefix(COUNTRY) for identity, (key, _) in named.items() if key.name.startswith(COUNTRY)}
    rows = {known.reference: known for known in table.rows}
    cities = _cities(local for locals_ in clusters for local in locals_)
    parts = _parts(readings, actor_of, named, countries, cities)
    actors = [*nameless, *(_named_actor(identity, key, locals_, rows, cities) for identity, (key, locals_) in named.items())]
    return Resolved(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        actor_of=actor_of,
        mention_of=mention_of,
        named=frozenset(named),
        persons=frozenset(actor.id for actor in actors if actor.type == "PER"),
        countries=countries,
        parts={identity: _closure(identity, parts) for identity in parts},
        former={other: found.pop() for other, found in former.items() if len(found) == 1 and other not in named},
        decisions=tuple(decisions),
    )


def _parts(
    readings: Sequence[Reading],
    actor_of: Mapping[EntityRef, str],
    named: Mapping[str, tuple[Key, list[Local]]],
    countries: Mapping[str, str],
    cities: Mapping[str, City],
) -> dict[str, set[str]]:
    """Return, for each place, the places that articles say it lies in, and the country that it is known to lie in."""
    parts: dict[str, set[str]] = {}
    for reading in readings:
        for relation in reading.relations:
            inner, outer = (actor_of.get((reading.document.id, entity)) for entity in (relation.subject, relation.object))
            if relation.type == "locatedIn" and inner and outer and inner != outer:
                parts.setdefault(inner, set()).add(outer)
    by_code = {code: identity for identity, code in countries.items()}
    for identity, (key, locals_) in named.items():
        code = _country_around(key, locals_, cities)
        if code in by_code and by_code[code] != identity:
            parts.setdefault(identity, set()).add(by_code[code])
    return parts


def _country_around(key: Key, locals_: Sequence[Local], cities: Mapping[str, City]) -> str:
    """Return the country that a city or a province lies in, "" if it is not known."""
    if key.name in cities:
        return cities[key.name].country
    if key.family == "place" and not key.name.startswith(KNOWN) and _type(locals_) in {"GPE", "LOC"}:
        return province_of(key.name) or ""
    return ""


def _closure(identity: str, parts: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [identity]
    while waiting:
        new = parts.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return frozenset(found - {identity})


def _type(locals_: Sequence[Local]) -> EntityType:
    """Return the type that most of its entities have, weighed by mentions."""
    votes: Counter[EntityType] = Counter()
    for local in locals_:
        for entity in local.entities:
            votes[entity.type] += len(entity.mentions)
    return min(votes, key=lambda kind: (-votes[kind], ENTITY_TYPES.index(kind)))


def _surfaces(locals_: Iterable[Local], names: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    wanted = set(names)
    for local in locals_:
        for name in wanted & local.surfaces.keys():
            counts.update(local.surfaces[name])
    return counts


def _named_actor(identity: str, key: Key, locals_: Sequence[Local], rows: Mapping[str, Known], cities: Mapping[str, City]) -> Actor:
    row, code = rows.get(key.name), key.name.removeprefix(COUNTRY) if key.name.startswith(COUNTRY) else ""
    name = row.name if row else country_name(code) if code else _display(key, locals_)
    # A place's other names in an article may be another place's own ("Tehran" for Iran), so only its own key's spellings are aliases.
    own = {local.main for local in locals_} if key.family == "place" else {name for local in locals_ for name in local.names}
    aliases = sorted(_surfaces(locals_, own | {key.name}).keys() - {name})
    city = cities.get(key.name)
    return Actor(
        id=identity,
        type=row.type if row else "GPE" if code else _type(locals_),
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


def _display(key: Key, locals_: Sequence[Local]) -> str:
    """Return the name as articles write it; an organ of a state that none of them says the country of gets it in brackets."""
    mains = Counter(local.main for local in locals_ if local.key == key)
    surfaces = _surfaces(locals_, [key.name]) or _surfaces(locals_, [min(mains, key=lambda name: (-mains[name], -len(name), name))])
    name = usual(surfaces) if surfaces else key.name
    if key.family == "place":  # only a dateline names it
        name = next((city_name(local) for local in locals_ if local.written(local.main) == name), name)
    name = name.removeprefix("the ").removeprefix("The ")
    if key.name.startswith(ORGAN):
        return _with_country(name, key, locals_)
    return name


def _with_country(name: str, key: Key, locals_: Sequence[Local]) -> str:
    """Return the name of an organ of a state as an article writes it with its country, else with the country in brackets."""
    country = country_name(key.name.removeprefix(ORGAN).partition(":")[0])
    written = _surfaces(locals_, [local.main for local in locals_])
    whole = [text for text in written if (organ := organ_key(name_key(text))) and organ.country]
    return min(whole, key=lambda text: (len(text), text)).removeprefix("the ") if whole else f"{name} ({country})"


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
