"""The named things of one article: the names each goes by, and the key it is compared by.

In comes a reading; out go its entities that have a name, and those that have none. Whether two of them are one is decided in
`kg.resolve.in_article`, what they are known as in `kg.resolve.link`. Times are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kg.model import Entity, Mention, Reading
from kg.resolve.capitals import pieces
from kg.resolve.countries import country_of
from kg.resolve.gazetteer import FAMILIES, key_of
from kg.resolve.ids import COUNTRY
from kg.resolve.names import has_title, is_acronym, is_name, is_part, is_post, ordinary_words

EntityRef = tuple[str, str]
"""A document's id and an entity's id in it."""


class Key(NamedTuple):
    """What things of many articles are compared by: their family of types and a name, or what they are known as.

    `sense` tells namesakes apart; it is "" where a name is only one's.
    """

    family: str
    name: str
    sense: str = ""


@dataclass(slots=True)
class Local:
    """An entity of one article, or several that are one: the names it goes by there, each with how often.

    `known` is what it is known as beyond the article ("iso:IR", "geonames:128234", "wikidata:Q2429253", "gazetteer:…"); "" if nothing.
    `listed` are those of its names that the gazetteer has for it, `sense` tells it from namesakes, `why` says what its being known rests
    on, where that is not its name. `is_part` tells that it is only some mentions of its entity, the others being another thing.
    """

    document: str
    entities: list[Entity]
    family: str
    names: Counter[str] = field(default_factory=Counter)
    surfaces: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    known: str = ""
    sense: str = ""
    listed: frozenset[str] = frozenset()
    why: str = ""
    is_part: bool = False

    @property
    def ref(self) -> EntityRef:
        """Return which entity it is, the first if it is several."""
        return self.document, self.entities[0].id

    @property
    def main(self) -> str:
        """Return the name it is mainly called by."""
        return main_name(self.names, self.family)

    @property
    def key(self) -> Key:
        """Return what it is compared by across articles."""
        return Key(self.family, self.known or self.main, self.sense)

    @property
    def country(self) -> str:
        """Return its ISO code if it is a country, else ""."""
        return self.known.removeprefix(COUNTRY) if self.known.startswith(COUNTRY) else ""

    def written(self, name: str) -> str:
        """Return how a name is mostly written here."""
        return usual(self.surfaces[name]) if self.surfaces.get(name) else name


def read_locals(reading: Reading) -> tuple[list[Local], list[Local]]:
    """Return the entities with a name and those without; an entity whose mentions are two things comes as two."""
    ordinary = ordinary_words(reading.document.text)
    starts = {start for start, _ in reading.sentences} | {0}
    heading = reading.sentences[0][1] if reading.sentences and _is_heading(reading) else 0
    named: list[Local] = []
    unnamed: list[Local] = []
    for entity, capital, is_part_of in pieces(reading):
        local = Local(reading.document.id, [entity], FAMILIES[entity.type], is_part=is_part_of)
        for mention in entity.mentions:
            is_exposed = mention.span.start in starts or mention.span.end <= heading
            if is_name(mention.span.text, is_exposed=is_exposed, ordinary=ordinary) and not (
                local.family == "person" and is_post(mention.span.text)
            ):
                _add_name(local, mention)
        if capital:
            named.append(_as_state(local, capital))
        elif local.names:
            named.append(_as_country(local))
        else:
            unnamed.append(local)
    return named, unnamed


def _is_heading(reading: Reading) -> bool:
    start, end = reading.sentences[0]
    return not reading.document.text[start:end].rstrip().endswith((".", "!", "?", '"', "\u201d"))


def _add_name(local: Local, mention: Mention) -> None:
    key = key_of(mention.span.text, local.family)
    if key:
        local.names[key] += 1
        local.surfaces[key][" ".join(mention.span.text.split())] += 1


def _as_state(local: Local, code: str) -> Local:
    """Return mentions of a capital said for its state as that state; the capital's name does not become one of its names."""
    key = f"{COUNTRY}{code}"
    why = (
        ""
        if any(country_of(local.written(name)) == code for name in local.names)
        else "a capital that acts, speaks or is spoken to is its state"
    )
    state = Local(local.document, local.entities, "place", known=key, is_part=local.is_part, why=why)
    for name, count in local.names.items():
        state.names[key] += count
        if country_of(local.written(name)) == code:
            state.surfaces[key].update(local.surfaces[name])
    state.names[key] += 0
    return state


def _as_country(local: Local) -> Local:
    """Give the names of a country its code as key; a country's name typed as an organisation is the country too."""
    if local.family not in {"place", "organisation"}:
        return local
    most = max(local.names.values())
    # A capital is often said for its state, seldom the other way round: of names equally frequent the country's is the main one.
    countries = [key for key in local.names if local.names[key] == most and country_of(local.written(key))]
    main = min(countries) if countries and local.family == "place" else local.main
    code = country_of(local.written(main), with_adjectives=local.family == "place")
    if not code or local.entities[0].type == "GRP":
        return local
    known = f"{COUNTRY}{code}"
    renamed = Local(local.document, local.entities, "place", known=known, is_part=local.is_part)
    for key, count in local.names.items():
        new = known if country_of(local.written(key)) == code else key
        renamed.names[new] += count
        renamed.surfaces[new].update(local.surfaces[key])
    return renamed


def usual(surfaces: Mapping[str, int]) -> str:
    """Return the usual spelling; capitals throughout only for acronyms, as datelines and headlines shout names."""
    return min(surfaces, key=lambda text: (text.isupper() and not is_acronym(text), has_title(text), -surfaces[text], text))


def main_name(names: Mapping[str, int], family: str) -> str:
    """Return the most frequent name; of a person, the fullest that contains it."""
    main = min(names, key=lambda key: (-names[key], -len(key), key))
    if family != "person":
        return main
    fuller = [key for key in names if is_part(main, key)]
    return min(fuller, key=lambda key: (-len(key.split()), -names[key], key))


def merged(group: Sequence[Local]) -> Local:
    """Return locals of one article that are one thing as one."""
    first = next((local for local in group if local.known), group[0])
    one = replace(first, entities=[e for local in group for e in local.entities], names=Counter(), surfaces=defaultdict(Counter))
    for local in group:
        one.names.update(local.names)
        for key, surfaces in local.surfaces.items():
            one.surfaces[key].update(surfaces)
    return one
