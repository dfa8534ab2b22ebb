"""What kind of place a name or a description means: "the country" is no town, "the capital" no country, "the island" no mainland.

In come the mentions of an article; out go marks as `kg.reader.identity.contrasts` yields them. Names that no list knows are of towns and
regions, unless the article names no country or no capital at all. A capital may stand for its country, but not behind "in" or "near".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.encoder.features import NAME, NOMINAL, kind_of
from kg.reader.identity.lands import CAPITALS, COUNTRIES, REGIONS
from kg.reader.identity.nations import NOBODY, UNIONS, countries_of, country_before, without_country

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Span
    from kg.reader.encoder.decode import Mark


def _kinds(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A name may be another name of any kind ("Tehran", "Iran"), which descriptions may not, and "the capital" said twice is the same. An island
# may be a country.
NAMED, COUNTRY, CAPITAL, NATIONAL, SAID, TOWN, REGION, ISLAND, ISLE, BLOC = (
    frozenset((kind,)) for kind in ("named", "country", "capital", "national", "said", "town", "region", "island", "isle", "bloc")
)
CITY = TOWN | CAPITAL | NATIONAL
UNKNOWN = NAMED | TOWN | REGION | ISLAND
# Of descriptions by their last word. A state, a republic or a territory may be of several kinds.
DESCRIPTIONS = {
    **dict.fromkeys(("country", "nation", "homeland", "motherland"), COUNTRY | ISLE),
    **dict.fromkeys(("city", "metropolis"), CITY),
    **dict.fromkeys(("town", "village", "suburb", "hamlet", "township"), TOWN),
    **dict.fromkeys(("province", "district", "county", "governorate", "prefecture", "region"), REGION),
    "island": ISLAND | ISLE,
    "bloc": BLOC,
}
CAPITAL_OF = re.compile(r"(?:(?P<which>.+)\s)?capital(?:\scity)?")
# Before "capital", where it is that of a part of a country, or of something else.
OF_A_PART = _kinds(
    "provincial regional state district county departmental oblast island business commercial cultural economic financial mining former old"
)
# Countries on islands, and those that are a city.
ISLES = _kinds(
    "AG AU BB BH BS CU CV CY DM DO FJ GB GD HT ID IE IS JM JP KI KM LC LK MG MT MU MV NR NZ PG PH PW SB SC SG TL TO TT TV TW VU WS"
)
CITY_STATES = _kinds("DJ LU MC SG SM VA")
# Regions that are called countries, too.
NATIONS = frozenset(
    (
        *("england", "scotland", "wales", "northern ireland", "kurdistan", "tibet", "somaliland", "abkhazia", "south ossetia"),
        *("transnistria", "catalonia", "gaza", "gaza strip", "west bank", "puerto rico", "nagorno-karabakh", "karabakh"),
    )
)
PARTS_OF_THE_WORLD = frozenset(
    (
        *("west", "middle east", "far east", "europe", "africa", "asia", "latin america", "north america", "south america"),
        *("central america", "central asia", "southeast asia", "south asia", "east asia", "west africa", "east africa", "north africa"),
        *("horn of africa", "sahel", "maghreb", "balkans", "caucasus", "caribbean", "gulf", "eastern europe", "western europe"),
    )
)
# In names of states, which may be long ("the Portuguese Republic"), in adjectives of continents, and at the end of names of regions.
STATES = _kinds("republic state states kingdom emirate emirates sultanate union federation nation country motherland")
PEOPLES = _kinds("african american arab asian caribbean european latin scandinavian western")
REGION_WORDS = _kinds("province region district county governorate prefecture oblast municipality peninsula valley coast")
IN = re.compile(r"\b(?:in|near|outside|around|inside|across|at)\s+(?:(?:central|downtown)\s+)?$", re.IGNORECASE)
LONGEST_BEFORE = 24  # characters
OF = re.compile(r"\s+of\b", re.IGNORECASE)
# A capital that a part of its country is called by.
REGION_OF = re.compile(r"\b([A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?)\s+(?:[Pp]rovince|[Rr]egion|[Gg]overnorate|[Dd]istrict)\b")
STATE = re.compile(r"[\s-]+states?\b")


def place_marks(text: str, mentions: Sequence[Span], types: Sequence[str]) -> Iterator[Mark]:
    """Yield the kinds of place that each mention of one may be.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
    """
    places = [i for i, kind in enumerate(types) if kind in {"GPE", "LOC"}]
    with_region = frozenset(found.group(1).lower() for found in REGION_OF.finditer(text)) if places else NOBODY
    kinds = {i: _kind(text, mentions[i], with_region) for i in places}
    named = [kind for i, kind in kinds.items() if mentions[i].text[:1].isupper()]
    open_to = (NOBODY if any(kind >= NAMED | COUNTRY for kind in named) else COUNTRY) | (
        NOBODY if any(kind >= CAPITAL and not kind >= REGION for kind in named) else CAPITAL
    )
    for i, kind in kinds.items():
        yield i, "kind of place", kind | open_to if kind == UNKNOWN else kind


def _kind(text: str, mention: Span, with_region: frozenset[str]) -> frozenset[str]:
    kind = kind_of(words := mention.text.split())
    if kind not in {NAME, NOMINAL}:
        return NOBODY
    if words[-1][:1].isupper():
        return _kind_of_name(text, mention, with_region)
    if words[-1] == "city" and STATE.match(text, mention.end):
        return NOBODY
    capital = CAPITAL_OF.fullmatch(mention.text)
    return _capital(text, mention, capital["which"] or "") if capital else DESCRIPTIONS.get(words[-1], NOBODY)


def _capital(text: str, mention: Span, which: str) -> frozenset[str]:
    """Return of which kind a capital is: "the provincial capital" and "the capital of Helmand" may be any town, "Iraq's capital" not."""
    if not OF_A_PART.isdisjoint(which.lower().split()) or OF.match(text, mention.end):
        return CITY
    country = without_country(which.split())[0] or country_before(text, mention.start, titles=False)
    return SAID | (NATIONAL if country - UNIONS else CAPITAL)


def _kind_of_name(text: str, mention: Span, with_region: frozenset[str]) -> frozenset[str]:
    name = mention.text.replace(". ", ".")  # "U. S."
    low, codes = name.lower(), countries_of(name)
    if low.endswith(" city") and low != "vatican city":
        return CITY
    if low in CAPITALS and not codes & CITY_STATES:
        is_town = IN.search(text, max(0, mention.start - LONGEST_BEFORE), mention.start)
        kind = NAMED | CITY if is_town else NAMED | CITY | COUNTRY | ISLAND
        return kind | REGION if low in with_region else kind
    if codes or low in COUNTRIES:
        return _of_states(codes)
    if low in REGIONS:
        return NAMED | REGION | ISLAND | (COUNTRY if low in NATIONS else NOBODY)
    return REGION | BLOC if low in PARTS_OF_THE_WORLD else _unknown(mention.text.split())


def _unknown(words: list[str]) -> frozenset[str]:
    if words[-1].lower() in REGION_WORDS:
        return NAMED | REGION
    is_of_a_state = any(word.lower() in STATES | PEOPLES or countries_of(word) for word in words)
    return NOBODY if is_of_a_state else UNKNOWN


def _of_states(codes: frozenset[str]) -> frozenset[str]:
    if codes and codes <= UNIONS:
        return NAMED | BLOC
    return NAMED | COUNTRY | (ISLAND | ISLE if codes & ISLES else NOBODY) | (CITY if codes & CITY_STATES else NOBODY)
