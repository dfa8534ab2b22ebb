"""The named things of one article: the names each goes by, and the key it is compared by.

In comes a reading; out go its entities that have a name, and those that have none. Whether two of them are one is decided in
`kg.resolve.in_article`, what they are known as in `kg.resolve.link`. Times are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kg.model import Entity, Reading, Span
from kg.resolve.capitals import pieces
from kg.resolve.countries import country_of
from kg.resolve.gazetteer import FAMILIES, Gazetteer, key_of
from kg.resolve.ids import COUNTRY
from kg.resolve.names import has_title, is_acronym, is_description, is_name, is_part, is_post, ordinary_words, without_kind

EntityRef = tuple[str, str]
"""A document's id and an entity's id in it."""


_GOING_ON = re.compile(r"(?: (?:in|of|for|the|and|al|[A-Z][\w'\u2019-]*)){1,6}")
"""Words that may be the rest of a name."""
_COMING = re.compile(r"(?:\b[A-Z][\w'\u2019-]* ){1,3}$")
"""Words that may be the beginning of a name."""
_LONGEST_BEFORE = 40


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
    on, where that is not its name. `stated` are names of which the article says outright that they are one's ("also known as").
    `is_part` tells that it is only some mentions of its entity, the others being another thing.
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
    stated: frozenset[str] = frozenset()
    is_part: bool = False

    @property
    def ref(self) -> EntityRef:
        """Return which entity it is, the first if it is several."""
        return self.document, self.entities[0].id

    @property
    def main(self) -> str:
        """Return the name it is mainly called by; of a country, that is the country's."""
        return self.known if self.country and self.known in self.names else main_name(self.names, self.family)

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


def read_locals(reading: Reading, gazetteer: Gazetteer) -> tuple[list[Local], list[Local]]:
    """Return the entities with a name and those without; an entity whose mentions are two things comes as two.

    Where the text goes on to spell a longer name of the gazetteer than the mention ("Islamic State" in "Islamic State in the Greater
    Sahara"), that is the mention's name.
    """
    ordinary = ordinary_words(reading.document.text)
    starts = {start for start, _ in reading.sentences} | {0}
    heading = reading.sentences[0][1] if reading.sentences and _is_heading(reading) else 0
    named: list[Local] = []
    unnamed: list[Local] = []
    for entity, capital, is_part_of in pieces(reading):
        local = Local(reading.document.id, [entity], FAMILIES[entity.type], is_part=is_part_of)
        for mention in entity.mentions:
            is_exposed = mention.span.start in starts or mention.span.end <= heading
            if (
                is_name(mention.span.text, is_exposed=is_exposed, ordinary=ordinary)
                and not (local.family == "person" and is_post(mention.span.text))
                and not (entity.type == "GRP" and is_description(mention.span.text))
                and not _is_any_of_a_country(mention.span.text)
            ):
                _add_name(local, longer_name(reading.document.text, mention.span, local.family, gazetteer))
        if capital:
            named.append(_as_state(local, capital))
        elif local.names:
            named.append(_as_country(local))
        else:
            unnamed.append(local)
    return named, unnamed


def _is_any_of_a_country(text: str) -> bool:
    """Tell whether a mention says of what kind and country its bearer is and no more ("a Palestinian group")."""
    words = text.split()
    rest = " ".join(without_kind(words))
    return rest != " ".join(words) and country_of(rest) is not None and country_of(rest, with_adjectives=False) is None


def _is_heading(reading: Reading) -> bool:
    start, end = reading.sentences[0]
    return not reading.document.text[start:end].rstrip().endswith((".", "!", "?", '"', "\u201d"))


def _add_name(local: Local, text: str) -> None:
    key = key_of(text, local.family)
    if key:
        local.names[key] += 1
        local.surfaces[key][" ".join(text.split())] += 1


def longer_name(text: str, span: Span, family: str, gazetteer: Gazetteer) -> str:
    """Return the longest organisation's name of the gazetteer that a mention is the beginning or the end of, else the mention itself."""
    if family != "organisation":
        return span.text
    going_on = _GOING_ON.match(text, span.end)
    behind = going_on.group().split() if going_on else []
    coming = _COMING.search(text, max(0, span.start - _LONGEST_BEFORE), span.start)
    before = coming.group().split() if coming else []
    longer = [" ".join((span.text, *behind[:number])) for number in range(len(behind), 0, -1)]
    longer += [" ".join((*before[-number:], span.text)) for number in range(len(before), 0, -1)]
    return next((name for name in longer if any(c.is_sure for c in gazetteer.named(family, key_of(name, family)))), span.text)


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
    stated = frozenset(name for local in group for name in local.stated)
    entities = [entity for local in group for entity in local.entities]
    one = replace(first, entities=entities, names=Counter(), surfaces=defaultdict(Counter), stated=stated)
    for local in group:
        one.names.update(local.names)
        for key, surfaces in local.surfaces.items():
            one.surfaces[key].update(surfaces)
    return one
