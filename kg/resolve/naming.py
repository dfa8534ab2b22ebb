"""What an actor is called, of which type it is, and where else it is known.

In come keys and what articles tell of their bearers (`kg.resolve.records`); out go actors. Who is whom is decided before.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from kg.model import ENTITY_TYPES, Actor, Entity, EntityType
from kg.resolve.countries import City, country_iris, country_name, country_point, country_wikidata, find_cities, geonames_iri, province_of
from kg.resolve.divisions import divisions_around
from kg.resolve.gazetteer import Gazetteer, Known, key_of
from kg.resolve.ids import COUNTRY, GEONAMES, ORGAN, actor_id
from kg.resolve.link import as_city
from kg.resolve.local import Key, Local, usual
from kg.resolve.names import ORDINARY, PRONOUNS, UNNAMED, hash8, name_key, resembles, slug
from kg.resolve.organs import organ_key
from kg.resolve.records import Record, is_known, total
from kg.resolve.spelling import is_variant, words_of

_WIKIDATA = "http://www.wikidata.org/entity/"


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
        records = list(records)
        own = {one.name for one in records}
        listed = {key_of(text, key.family) for text in (row.name, *row.aliases, *row.doubtful)} if row else set()
        mains = {one.name for one in records if not is_known(one)} | set(whole.mains)
        return {
            name
            for name, articles in whole.names.items()
            if name in listed
            or (
                (name in mains or articles > 1 or any(_are_alike(name, main) for main in {*mains, *listed}))
                and not self._is_anothers(own, key.family, name)
            )
        }

    def _is_anothers(self, own: Container[str], family: str, name: str) -> bool:
        """Tell whether a name is sure for a known thing, and the actor is none that is known as `own`; a person may have joined several."""
        rows = {one.known.reference for one in self._table.named(family, name) if one.is_sure}
        return bool(rows) and not any(row in own for row in rows)

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

    def divisions_around(self, local: Local) -> tuple[str, ...]:
        """Return the keys of the parts of its country that a city lies in, as far as they bear its name."""
        city = self.city(local.key, [local.written(local.main)])
        return tuple(divisions_around(local.main, city.country)) if city else ()


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two names have a word in common or the one is short for the other."""
    return resembles(one, other) or is_variant(one, other) or not set(words_of(one)).isdisjoint(words_of(other))


def chosen_key(records: Mapping[Key, Record]) -> Key:
    """Return what an actor is known as, else the name that most articles use as the main one; of equals the longest.

    Args:
        records: What is told of the bearer of each of its names.
    """
    return min(records, key=lambda key: (not is_known(key), -records[key].articles, -len(key.name), key))


def ids_alone(key: Key, record: Record) -> set[str]:
    """Return the ids that a name, and what it is mainly called by, would have by themselves."""
    return {actor_id(*key), *(actor_id(key.family, main) for main in record.mains)}


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
        type=row.type if row else "GPE" if code else _type(records),
        name=name,
        aliases=tuple(aliases),
        same_as=_iris(row, code, city),
        kind=row.kind if row else None,
        point=row.point if row else country_point(code) if code else city.point if city else None,
    )


def _type(records: Mapping[Key, Record]) -> EntityType:
    """Return what most mentions are said to be.

    Of names of several families, such as a person's and an organisation's, which only a person joins, the longest tell: the reader takes a
    company or a party that is called by one word ("Nordwind") for a person more often than one that is called in full.
    """
    longest = max(len(key.name.split()) for key in records)
    are_one_family = len({key.family for key in records}) == 1
    types = total(record for key, record in records.items() if are_one_family or len(key.name.split()) == longest).types
    return min(types, key=lambda kind: (-types[kind], ENTITY_TYPES.index(kind)))


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


def unnamed_actor(local: Local) -> Actor:
    """Return what has no name as an actor of its article alone, called by what the article says of it."""
    entity = local.entities[0]
    # The name of an entity need not be that of a part of it.
    name = _description(replace(entity, name="") if local.is_part else entity)
    first = min((mention.span.start for mention in entity.mentions), default=0)
    return Actor(f"actor/{slug(name)}-{hash8(local.document, entity.type, first)}", entity.type, name)


def _description(entity: Entity) -> str:
    """Return the entity's name, or its longest description where that name is only a pronoun; `UNNAMED` where pronouns are all it has."""
    if entity.name and name_key(entity.name) not in ORDINARY:
        return " ".join(entity.name.split())
    texts = {" ".join(text.split()) for text in (entity.name, *(m.span.text for m in entity.mentions))}
    descriptions = [text for text in texts if text and name_key(text) not in PRONOUNS]
    return min(descriptions, key=lambda text: (-len(text), text), default=UNNAMED[entity.type])
