"""Parts of countries: which place "Helmand province", "Niger state" or "Kandahar city" is compared as.

In comes the name of a place with its key; out goes the key, without the word for what it is where the rest names that place alone.
Which place of the name is meant is decided in `kg.resolve.link`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.resolve.countries import country_of, find_cities, province_of
from kg.resolve.names import PARTS_OF_COUNTRIES, SETTLEMENTS

PROVINCE, DISTRICT, STATE = "province", "district", "state"
# Words that are used for one thing.
_ALIKE = {"provinces": PROVINCE, "governorate": PROVINCE, "governorates": PROVINCE, "prefecture": PROVINCE, "oblast": PROVINCE,
          "region": PROVINCE, "regions": PROVINCE, "areas": "area", "districts": DISTRICT}  # fmt: skip
# Words that name no part of a country by themselves.
_DIRECTIONS = frozenset(("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "capital", "federal"))


def place_key(name: str, key: str) -> str:
    """Return the key of a place without "province" or "village" behind it, unless the rest is also another place's name.

    "Niger state" is no country, "Kerman province" no city, and "Mexico City" is called so.

    Args:
        name: The name as it is written.
        key: Its key as that of any name.
    """
    rest, _, kind = key.rpartition(" ")
    if not rest or kind not in PARTS_OF_COUNTRIES | SETTLEMENTS or rest in _DIRECTIONS or country_of(rest):
        return key
    is_province = province_of(rest) is not None
    if not (name.rstrip().endswith(kind) or (is_province and kind in PARTS_OF_COUNTRIES)):
        return key  # "Mexico City", "Lake District": a capital makes the word part of the name, unless it is known to be a province's
    if kind in PARTS_OF_COUNTRIES and find_cities(_without_last_word(name)):
        return f"{rest} {_ALIKE.get(kind, kind)}" if is_province else key
    return rest


def _without_last_word(name: str) -> str:
    return " ".join(name.split()[:-1]).removeprefix("the ").removeprefix("The ")


def divisions_around(city: str, country: str) -> Iterator[str]:
    """Yield the keys of the district and the province or state that are called as a city is, and that it lies in.

    Args:
        city: The key of its name.
        country: The ISO code of its country.
    """
    yield f"{city} {DISTRICT}"
    if province_of(city) == country:
        yield f"{city} {PROVINCE}"
        yield f"{city} {STATE}"
