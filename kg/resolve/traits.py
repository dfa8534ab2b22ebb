"""What an article tells of a named thing besides its names: nationality, field of work, country, and in whose company it is named.

In come a reading and its locals; out go traits, which tell namesakes apart and one actor's names together. Nothing is decided here, and
what the text does not say stays empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Reading, RelationType
from kg.resolve.countries import capitals, country_of
from kg.resolve.gazetteer import key_of
from kg.resolve.local import EntityRef, Key, Local
from kg.resolve.names import TITLES, fold

# Words for what someone does, by field. Fields that exclude all others mark a namesake: a striker is not a minister.
FIELDS: Mapping[str, str] = {
    word: field
    for field, words in {
        "sport": "footballer striker goalkeeper midfielder defender coach player athlete sprinter boxer cricketer golfer swimmer cyclist",
        "arts": "actor actress singer rapper musician novelist painter poet filmmaker composer guitarist comedian playwright songwriter",
        "power": "general colonel commander brigadier major captain admiral marshal president minister senator governor king prince sheikh"
        " emir ambassador lawmaker politician leader spokesman spokeswoman militant fighter jihadist rebel warlord premier chancellor",
        "faith": "bishop archbishop pope priest imam cleric rabbi ayatollah monk pastor",
        "media": "journalist reporter correspondent editor photographer broadcaster blogger",
        "science": "professor scientist researcher physicist economist historian analyst engineer",
        "medicine": "doctor surgeon nurse physician",
        "business": "businessman businesswoman ceo tycoon entrepreneur banker trader",
    }.items()
    for word in words.split()
}
EXCLUSIVE = frozenset(("sport", "arts"))
_BINDING: frozenset[RelationType] = frozenset(("affiliatedWith", "memberOf", "leads", "partOf", "locatedIn"))
_NEAR = 40  # characters between "Iranian" and the name of the general
_BETWEEN = re.compile(r"[\s\w.-]*")
_OF_OR_IN = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?")
_APPOSITION = re.compile(r"\s*,\s+(?:an?|the)\s+([^,.;:()]{3,60})")


@dataclass(frozen=True, slots=True)
class Traits:
    """What one article, or several, tell of a thing; `company` are the keys of the other named things there."""

    countries: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    company: frozenset[Key] = frozenset()
    documents: frozenset[str] = frozenset()
    years: tuple[int, int] | None = None

    def __or__(self, other: Traits) -> Traits:
        """Return both together."""
        known = [year for years in (self.years, other.years) if years for year in years]
        return Traits(
            self.countries | other.countries,
            self.fields | other.fields,
            self.company | other.company,
            self.documents | other.documents,
            (min(known), max(known)) if known else None,
        )


def exclude(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether nobody works in the fields of both."""
    return bool(one and other and one.isdisjoint(other) and (one | other) & EXCLUSIVE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an article is about: how often it names each country."""

    countries: Mapping[str, int]

    @property
    def spoken_of(self) -> frozenset[str]:
        """Return the countries that it names."""
        return frozenset(self.countries)


def setting_of(locals_: Sequence[Local]) -> Setting:
    """Return what the article of these locals is about."""
    counts: Counter[str] = Counter()
    for local in locals_:
        country = local.country or _by_capital(local)
        if country:
            counts[country] += sum(len(entity.mentions) for entity in local.entities)
    return Setting(counts)


def _by_capital(local: Local) -> str:
    """Return the country whose capital the local is called, "" if it is none or several countries'."""
    codes = capitals().get(local.main, ()) if local.family == "place" else ()
    return codes[0] if len(codes) == 1 else ""


def read_traits(reading: Reading, locals_: Sequence[Local]) -> dict[EntityRef, Traits]:
    """Return countries and fields of each local that is no place; `company` and `years` are left to the caller."""
    mentioned = _country_mentions(reading)
    bound = _bound_countries(reading, locals_)
    found = {}
    for local in locals_:
        if local.family == "place":
            continue
        # A person's ties are to many countries, by office or by the reader's mistake; what counts is what the text calls him.
        countries = set(bound.get(local.ref, ())) if local.family != "person" else set()
        fields: set[str] = set()
        for start, end, words in ((m.span.start, m.span.end, m.span.text) for entity in local.entities for m in entity.mentions):
            text = reading.document.text
            if key_of(words, local.family) in local.names:  # "US Secretary of State" may be his colleague
                countries |= _nationality(text, start, mentioned.ending)
                countries |= _country_beside(text, (start, end), mentioned) if local.family == "organisation" else set()
            behind = _APPOSITION.match(text, end)
            fields |= _fields(" ".join((*_posts(text, start), text[start:end], behind.group(1) if behind else "")))
        found[local.ref] = Traits(frozenset(countries), frozenset(fields), documents=frozenset((reading.document.id,)))
    return found


@dataclass(frozen=True, slots=True)
class _Countries:
    """Where an article names countries: by a mention's end, its code and whether it is an adjective; by its start, its code."""

    ending: Mapping[int, tuple[str, bool]]
    starting: Mapping[int, str]


def _country_mentions(reading: Reading) -> _Countries:
    ending, starting = {}, {}
    for span in (m.span for entity in reading.entities if entity.type != "TIM" for m in entity.mentions):
        code = country_of(span.text)
        if code:
            ending[span.end] = (code, country_of(span.text, with_adjectives=False) is None)
            starting[span.start] = code
    return _Countries(ending, starting)


def _nationality(text: str, start: int, country_at: Mapping[int, tuple[str, bool]]) -> set[str]:
    """Return the country that stands before a name in one phrase ("Iranian general Orin Tal")."""
    for end in range(start, max(start - _NEAR, 0), -1):
        if end not in country_at:
            continue
        code, is_adjective = country_at[end]
        between = text[end:start]
        words = fold(between).split()
        is_phrase = bool(_BETWEEN.fullmatch(between)) and all(_is_post(word) for word in words)
        return {code} if is_phrase and (is_adjective or (words and words[0] in TITLES)) else set()
    return set()


def _country_beside(text: str, span: tuple[int, int], countries: _Countries) -> set[str]:
    """Return the country that an organisation is said to be of: "Iraq's Interior Ministry", "the Interior Ministry of (in) Iraq"."""
    start, end = span
    gaps = [gap for gap in ("'s ", "\u2019s ", "' ", " ") if text.endswith(gap, 0, start)]
    before = {countries.ending[start - len(gap)][0] for gap in gaps if start - len(gap) in countries.ending}
    behind = _OF_OR_IN.match(text, end)
    return before | ({countries.starting[behind.end()]} if behind and behind.end() in countries.starting else set())


def _posts(text: str, start: int) -> list[str]:
    """Return the posts that stand right before a name, nearest first ("Defence minister Orin Tal")."""
    found = []
    for word in reversed(fold(text[max(start - _NEAR, 0) : start]).split()):
        if not _is_post(word):
            break
        found.append(word)
    return found


def _is_post(word: str) -> bool:
    return (
        word in TITLES or word in FIELDS or word in {"military", "army", "rebel", "opposition", "intelligence", "top", "senior", "national"}
    )


def _fields(text: str) -> set[str]:
    return {FIELDS[word] for word in fold(text).split() if word in FIELDS}


def _bound_countries(reading: Reading, locals_: Sequence[Local]) -> dict[EntityRef, set[str]]:
    """Return the countries that relations of the article tie each local to; an entity that is parted says nothing sure."""
    parted = {entity.id for local in locals_ for entity in local.entities if local.is_part}
    owner = {entity.id: local for local in locals_ for entity in local.entities if entity.id not in parted}
    found: dict[EntityRef, set[str]] = defaultdict(set)
    for one, other in _bonds(reading):
        if one in owner and other in owner and owner[other].country:
            found[owner[one].ref].add(owner[other].country)
    return found


def _bonds(reading: Reading) -> Iterator[tuple[str, str]]:
    for relation in reading.relations:
        if relation.type in _BINDING:
            yield relation.subject, relation.object
