"""Which entities of many articles are one actor.

In come readings; out go actors with stable ids, which actor each entity of each reading is, and the decisions taken. An entity
with a name is known by its name's key within its family of types (persons, organisations and groups, places, …); countries by
their ISO code. Two different keys become one only where articles themselves use both names for one entity (coreference), weighed
against articles that keep them apart. What has no name ("84 people", "the attackers") stays an actor of its article. Times are no
actors. Events are not looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import product
from string import capwords
from typing import TYPE_CHECKING

from kg.model import ENTITY_TYPES, Actor, Decision, EntityType, Reading
from kg.resolve.countries import choose_city, city_iri, country_iris, country_name, country_of, find_cities
from kg.resolve.names import ORDINARY, has_title, hash8, initials, is_acronym, is_name, is_part, name_key, ordinary_words, resembles, slug
from kg.resolve.unions import Unions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Entity, Mention
    from kg.resolve.countries import City

FAMILIES: dict[EntityType, str] = {
    "PER": "person",
    "ORG": "organisation",
    "GRP": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "WEA": "weapon",
    "MISC": "other",
}
# Families in which one article's coreference may join two names across articles. Not places: a capital is often said for a state.
JOINING_FAMILIES = frozenset(("person", "organisation"))
SAME = 0.6
UNSURE = 0.4
_COUNTRY = "iso:"
_LONGEST_ABBREVIATION = 4
_SHORTEST_ACRONYM = 3  # two letters are the initials of too much

Key = tuple[str, str]
EntityRef = tuple[str, str]
"""A document's id and an entity's id in it."""


@dataclass(slots=True)
class _Local:
    """An entity of one article: the names it goes by there, each with how often."""

    document: str
    entities: list[Entity]
    family: str
    names: Counter[str] = field(default_factory=Counter)
    surfaces: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    country: str = ""

    @property
    def ref(self) -> EntityRef:
        return self.document, self.entities[0].id

    @property
    def key(self) -> Key:
        return self.family, self.country or _main_name(self.names, self.family)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Actors, and which of them each entity of each reading is.

    `named` are those that have a name, `persons` those of type PER; `countries` maps ids to ISO codes, `parts` a place to all
    places around it.
    """

    actors: tuple[Actor, ...]
    actor_of: Mapping[EntityRef, str]
    named: frozenset[str]
    persons: frozenset[str]
    countries: Mapping[str, str]
    parts: Mapping[str, frozenset[str]]
    decisions: tuple[Decision, ...]


def resolve_actors(readings: Sequence[Reading]) -> Resolved:
    """Return the actors of all readings; the order of the readings makes no difference."""
    named: list[_Local] = []
    unnamed: list[_Local] = []
    decisions: list[Decision] = []
    for reading in readings:
        with_name, without = _locals(reading)
        joined, why = _join_in_article(with_name, reading)
        named += joined
        unnamed += without
        decisions += why
    keys, why = _join_keys(named)
    clusters: dict[Key, list[_Local]] = defaultdict(list)
    for local in named:
        clusters[keys.find(local.key)].append(local)
    return _resolved(list(clusters.values()), unnamed, readings, decisions + why)


# ---------------------------------------------------------------- names within one article


def _locals(reading: Reading) -> tuple[list[_Local], list[_Local]]:
    """Return the entities with a name and those without, times left out."""
    ordinary = ordinary_words(reading.document.text)
    starts = {start for start, _ in reading.sentences} | {0}
    heading = reading.sentences[0][1] if reading.sentences and _is_heading(reading) else 0
    named: list[_Local] = []
    unnamed: list[_Local] = []
    for entity in reading.entities:
        if entity.type == "TIM":
            continue
        local = _Local(reading.document.id, [entity], FAMILIES[entity.type])
        for mention in entity.mentions:
            is_exposed = mention.span.start in starts or mention.span.end <= heading
            if is_name(mention.span.text, is_exposed=is_exposed, ordinary=ordinary):
                _add_name(local, mention)
        (named if local.names else unnamed).append(local)
    return [_as_country(local) for local in named], unnamed


def _is_heading(reading: Reading) -> bool:
    start, end = reading.sentences[0]
    return not reading.document.text[start:end].rstrip().endswith((".", "!", "?", '"', "\u201d"))


def _add_name(local: _Local, mention: Mention) -> None:
    text = mention.span.text
    key = name_key(text, is_person=local.family == "person", is_organisation=local.family == "organisation")
    if key:
        local.names[key] += 1
        local.surfaces[key][" ".join(text.split())] += 1


def _as_country(local: _Local) -> _Local:
    """Give the names of a country its code as key; a country's name typed as an organisation is the country too."""
    if local.family not in {"place", "organisation"}:
        return local
    most = max(local.names.values())
    # A capital is often said for its state, seldom the other way round: of names equally frequent the country's is the main one.
    countries = [key for key in local.names if local.names[key] == most and country_of(_surface(local, key))]
    main = min(countries) if countries and local.family == "place" else _main_name(local.names, local.family)
    code = country_of(_surface(local, main), with_adjectives=local.family == "place")
    if not code or (local.entities[0].type == "GRP"):
        return local
    renamed = _Local(local.document, local.entities, "place")
    renamed.country = f"{_COUNTRY}{code}"
    for key, count in local.names.items():
        new = f"{_COUNTRY}{code}" if country_of(_surface(local, key)) == code else key
        renamed.names[new] += count
        renamed.surfaces[new].update(local.surfaces[key])
    return renamed


def _surface(local: _Local, key: str) -> str:
    """Return how the name is mostly written."""
    return _usual(local.surfaces[key])


def _usual(surfaces: Mapping[str, int]) -> str:
    """Return the usual spelling; capitals throughout only for acronyms, as datelines and headlines shout names."""
    return min(surfaces, key=lambda text: (text.isupper() and not is_acronym(text), has_title(text), -surfaces[text], text))


def _main_name(names: Mapping[str, int], family: str) -> str:
    """Return the most frequent name; of a person, the fullest that contains it."""
    main = min(names, key=lambda key: (-names[key], -len(key), key))
    if family != "person":
        return main
    fuller = [key for key in names if is_part(main, key)]
    return min(fuller, key=lambda key: (-len(key.split()), -names[key], key))


def _join_in_article(locals_: list[_Local], reading: Reading) -> tuple[list[_Local], list[Decision]]:
    """Join entities of one article that share a name, or whose short name or acronym there stands for one full name only."""
    joins: Unions[int] = Unions()
    decisions = []
    for (i, j), reason in _reasons_in_article(locals_, reading).items():
        joins.join(i, j)
        left, right = sorted((locals_[i].ref, locals_[j].ref))
        decisions.append(Decision("#".join(left), "#".join(right), "same", 0.9, (reason,)))
    groups: dict[int, list[_Local]] = defaultdict(list)
    for i, local in enumerate(locals_):
        groups[joins.find(i)].append(local)
    return [_merged(group) for group in groups.values()], decisions


def _reasons_in_article(locals_: Sequence[_Local], reading: Reading) -> dict[tuple[int, int], str]:
    """Return the pairs to join and why, found by key and by place in the text: a book has too many entities to compare each with each."""
    by_key: dict[Key, list[int]] = defaultdict(list)
    for i, local in enumerate(locals_):
        by_key[local.key].append(i)
    reasons = {(same[0], i): "same name in one article" for same in by_key.values() for i in same[1:]}
    for short, full in _short_names(by_key):
        reasons.setdefault((min(short, full), max(short, full)), "short name of one person only in the article")
    for short, full in _initials(by_key):
        reasons.setdefault((min(short, full), max(short, full)), "initials of one organisation only in the article")
    for short, full in _acronyms(locals_, reading.document.text):
        reasons.setdefault((min(short, full), max(short, full)), "acronym in brackets behind the name")
    return reasons


def _short_names(by_key: Mapping[Key, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield each person known by one word alone with the person of the article whose last name it is, if there is one only."""
    persons = FAMILIES["PER"]
    full_names: dict[str, list[Key]] = defaultdict(list)
    for key in by_key:
        if key[0] == persons and " " in key[1]:
            full_names[key[1].rpartition(" ")[2]].append(key)
    for last, full in full_names.items():
        if len(full) == 1 and (persons, last) in by_key:
            yield by_key[persons, last][0], by_key[full[0]][0]


def _initials(by_key: Mapping[Key, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield each organisation known by an acronym with the one of the article whose initials it is, if there is one only."""
    organisations = FAMILIES["ORG"]
    full_names: dict[str, list[Key]] = defaultdict(list)
    for key in by_key:
        if key[0] == organisations and " " in key[1]:
            full_names[initials(key[1])].append(key)
    for acronym, full in full_names.items():
        if len(full) == 1 and len(acronym) >= _SHORTEST_ACRONYM and (organisations, acronym) in by_key:
            yield by_key[organisations, acronym][0], by_key[full[0]][0]


def _acronyms(locals_: Sequence[_Local], text: str) -> Iterator[tuple[int, int]]:
    """Yield each organisation with the one that the article writes before it, as in "Full Name (FN)"."""
    organisations = [(i, local) for i, local in enumerate(locals_) if local.family == FAMILIES["ORG"]]
    ending: dict[int, list[int]] = defaultdict(list)
    for i, local in organisations:
        for end in {m.span.end for e in local.entities for m in e.mentions}:
            ending[end].append(i)
    for i, local in organisations:
        for mention in (m for e in local.entities for m in e.mentions if is_acronym(m.span.text)):
            bracket = mention.span.start - 1
            if bracket < 1 or text[bracket] != "(" or text[mention.span.end : mention.span.end + 1] != ")":
                continue
            while text[bracket - 1 : bracket].isspace():
                bracket -= 1
            yield from ((i, full) for full in ending.get(bracket, ()) if full != i)


def _merged(group: list[_Local]) -> _Local:
    first = group[0]
    merged = _Local(first.document, [entity for local in group for entity in local.entities], first.family, country=first.country)
    for local in group:
        merged.names.update(local.names)
        for key, surfaces in local.surfaces.items():
            merged.surfaces[key].update(surfaces)
    return merged


# ---------------------------------------------------------------- names across articles


def _join_keys(locals_: Iterable[_Local]) -> tuple[Unions[Key], list[Decision]]:
    """Join names that articles use for one entity.

    The score is `(together + likeness) / (together + apart + 1)`: `together` and `apart` count articles that use both names,
    for one entity or for two; `likeness` is 1 where one name is short for the other. So one article suffices for an acronym,
    two for an unlike name, and each article that keeps them apart counts against it.
    """
    together: Counter[tuple[Key, Key]] = Counter()
    in_article: dict[str, list[_Local]] = defaultdict(list)
    for local in locals_:
        in_article[local.document].append(local)
        together.update(_pairs_of_names(local))
    apart = _apart(together, in_article)
    joins: Unions[Key] = Unions()
    decisions = []
    scored = sorted(((_score(pair, together[pair], apart[pair]), pair) for pair in together), key=lambda item: (-item[0], item[1]))
    for score, (left, right) in scored:
        reasons = [f"{together[left, right]} articles use both names for one", f"{apart[left, right]} keep them apart"]
        is_same = score >= SAME
        if is_same and _crosses(joins, left, right, apart, together):
            is_same = False
            reasons.append("names joined to them are kept apart")
        if is_same:
            joins.join(left, right)
        if score >= UNSURE:
            decisions.append(Decision(actor_id(*left), actor_id(*right), "same" if is_same else "unsure", round(score, 3), tuple(reasons)))
    return joins, decisions


def _pairs_of_names(local: _Local) -> set[tuple[Key, Key]]:
    """Return the pairs of an entity's main name and its other names that could be names of their own."""
    if local.family not in JOINING_FAMILIES:
        return set()
    main = local.key
    others = [(local.family, name) for name in local.names if name != main[1] and not _is_short(name, main[1], local.family)]
    return {(min(main, other), max(main, other)) for other in others}


def _is_short(name: str, main: str, family: str) -> bool:
    """Tell whether a person's name is only part of the main one; a last name alone says nothing across articles."""
    return family == "person" and is_part(name, main)


def _apart(pairs: Iterable[tuple[Key, Key]], in_article: Mapping[str, Sequence[_Local]]) -> Counter[tuple[Key, Key]]:
    """Count, for each pair of names, the articles in which they are names of two entities."""
    documents: dict[Key, dict[str, set[EntityRef]]] = defaultdict(lambda: defaultdict(set))
    for document, locals_ in in_article.items():
        for local in locals_:
            for name in local.names:
                documents[local.family, name][document].add(local.ref)
    counts: Counter[tuple[Key, Key]] = Counter()
    for left, right in pairs:
        shared = documents[left].keys() & documents[right].keys()
        counts[left, right] = sum(documents[left][d].isdisjoint(documents[right][d]) for d in shared)
    return counts


def _score(pair: tuple[Key, Key], together: int, apart: int) -> float:
    likeness = int(resembles(pair[0][1], pair[1][1]))
    return (together + likeness) / (together + apart + 1)


def _crosses(
    joins: Unions[Key], left: Key, right: Key, apart: Mapping[tuple[Key, Key], int], together: Mapping[tuple[Key, Key], int]
) -> bool:
    """Tell whether joining would bring two names together that articles keep apart more often than not."""
    pairs = ((min(a, b), max(a, b)) for a, b in product(joins.members(left), joins.members(right)))
    return any(apart.get(pair, 0) > together.get(pair, 0) for pair in pairs)


# ---------------------------------------------------------------- actors


def actor_id(family: str, key: str) -> str:
    """Return the id of the actor of this family that `key` names; the same in every corpus."""
    return f"actor/{slug(_readable(key))}-{hash8(family, key)}"


def _readable(key: str) -> str:
    return country_name(key.removeprefix(_COUNTRY)) if key.startswith(_COUNTRY) else key


def _cluster_key(cluster: Sequence[_Local]) -> Key:
    """Return the name that most articles use as the main one; of equals the longest."""
    articles = Counter(local.key for local in cluster)
    return min(articles, key=lambda key: (-articles[key], -len(key[1]), key))


def _resolved(
    clusters: Sequence[list[_Local]], unnamed: Sequence[_Local], readings: Sequence[Reading], decisions: list[Decision]
) -> Resolved:
    actor_of: dict[EntityRef, str] = {}
    named: dict[str, tuple[Key, list[_Local]]] = {}
    for cluster in clusters:
        key = _cluster_key(cluster)
        identity = actor_id(*key)
        named[identity] = (key, cluster)
        actor_of.update({(local.document, entity.id): identity for local in cluster for entity in local.entities})
    actors = []
    for local in unnamed:
        actor = _unnamed_actor(local)
        actors.append(actor)
        actor_of[local.ref] = actor.id
    countries = {identity: key[1].removeprefix(_COUNTRY) for identity, (key, _) in named.items() if key[1].startswith(_COUNTRY)}
    parts = _parts(readings, actor_of)
    cities = _cities(named, parts, countries)
    actors += [_named_actor(identity, key, cluster, cities.get(identity)) for identity, (key, cluster) in named.items()]
    by_code = {code: identity for identity, code in countries.items()}
    for identity, city in cities.items():
        if city.country in by_code:
            parts.setdefault(identity, set()).add(by_code[city.country])
    return Resolved(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        actor_of=actor_of,
        named=frozenset(named),
        persons=frozenset(actor.id for actor in actors if actor.type == "PER"),
        countries=countries,
        parts={identity: _closure(identity, parts) for identity in parts},
        decisions=tuple(decisions),
    )


def _parts(readings: Sequence[Reading], actor_of: Mapping[EntityRef, str]) -> dict[str, set[str]]:
    """Return, for each place, the places that articles say it lies in."""
    parts: dict[str, set[str]] = {}
    for reading in readings:
        for relation in reading.relations:
            inner, outer = (actor_of.get((reading.document.id, entity)) for entity in (relation.subject, relation.object))
            if relation.type == "locatedIn" and inner and outer and inner != outer:
                parts.setdefault(inner, set()).add(outer)
    return parts


def _closure(identity: str, parts: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [identity]
    while waiting:
        new = parts.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return frozenset(found - {identity})


def _cities(named: Mapping[str, tuple[Key, list[_Local]]], parts: Mapping[str, set[str]], countries: Mapping[str, str]) -> dict[str, City]:
    """Return the city in the gazetteer that each place is, where that can be told."""
    wanted = {
        identity: _display(key, cluster)
        for identity, (key, cluster) in named.items()
        if identity not in countries and _type(cluster) == "GPE"
    }
    candidates = find_cities(wanted.values())
    found = {}
    for identity, name in wanted.items():
        said = frozenset(countries[outer] for outer in parts.get(identity, ()) if outer in countries)
        city = choose_city(candidates.get(name, ()), countries=said)
        if city:
            found[identity] = city
    return found


def _type(cluster: Sequence[_Local]) -> EntityType:
    """Return the type that most of its entities have, weighed by mentions."""
    votes: Counter[EntityType] = Counter()
    for local in cluster:
        for entity in local.entities:
            votes[entity.type] += len(entity.mentions)
    return min(votes, key=lambda kind: (-votes[kind], ENTITY_TYPES.index(kind)))


def _surfaces(cluster: Sequence[_Local], key: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for local in cluster:
        counts.update(local.surfaces.get(key, {}))
    return counts


def _display(key: Key, cluster: Sequence[_Local]) -> str:
    if key[1].startswith(_COUNTRY):
        return country_name(key[1].removeprefix(_COUNTRY))
    surfaces = _surfaces(cluster, key[1])
    name = _usual(surfaces)
    if key[0] == "place" and name.isupper() and len(name) > _LONGEST_ABBREVIATION:  # only a dateline names it
        name = capwords(capwords(name), "-")
    return name.removeprefix("the ").removeprefix("The ")


def _named_actor(identity: str, key: Key, cluster: Sequence[_Local], city: City | None) -> Actor:
    name = _display(key, cluster)
    mains = {local.key[1] for local in cluster}
    family = key[0]
    # A place's other names in an article may be another place's own ("Tehran" for Iran), so only its own key's spellings are aliases.
    keys = mains if family == "place" else {name for local in cluster for name in local.names}
    aliases = sorted({text for one in keys for text in _surfaces(cluster, one)} - {name})
    iris: tuple[str, ...] = (city_iri(city),) if city else ()
    if key[1].startswith(_COUNTRY):
        iris = country_iris(key[1].removeprefix(_COUNTRY))
    kind = "GPE" if key[1].startswith(_COUNTRY) else _type(cluster)
    return Actor(identity, kind, name, tuple(aliases), tuple(sorted(iris)))


def _unnamed_actor(local: _Local) -> Actor:
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
