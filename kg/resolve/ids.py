"""Ids of actors: the same thing gets the same id in every corpus.

In come a family of types and a key; out goes an id. What is known beyond the articles is named by that, in this order: its id at Wikidata,
its id in a gazetteer (GeoNames, or a row's own); all else by a hash of its name. No id depends on how many articles there are.
"""

from __future__ import annotations

from kg.resolve.countries import country_name, country_wikidata
from kg.resolve.names import hash8, slug

COUNTRY, WIKIDATA, GEONAMES, GAZETTEER, ORGAN = "iso:", "wikidata:", "geonames:", "gazetteer:", "organ:"
"""What a key begins with that is no name: codes of countries, ids elsewhere, organs of a country."""
KNOWN = (COUNTRY, WIKIDATA, GEONAMES, GAZETTEER)


def actor_id(family: str, name: str, sense: str = "") -> str:
    """Return the id of the actor of this family that `name` stands for; `sense` tells namesakes apart."""
    known = name.partition(":")[2]
    if name.startswith(COUNTRY) and country_wikidata(known):
        return f"actor/{country_wikidata(known)}"
    if name.startswith(WIKIDATA):
        return f"actor/{known}"
    if name.startswith((GEONAMES, GAZETTEER)):
        return f"actor/{name.replace(':', '-')}"
    return f"actor/{slug(readable(name))}-{hash8(family, name, *([sense] if sense else []))}"


def readable(name: str) -> str:
    """Return a key as words."""
    if name.startswith(COUNTRY):
        return country_name(name.removeprefix(COUNTRY))
    if name.startswith(ORGAN):
        country, _, words = name.removeprefix(ORGAN).partition(":")
        return f"{country_name(country)} {words}"
    return name
