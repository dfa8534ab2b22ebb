"""Places within a distance or a box: coordinates in degrees come in, places with their distance in kilometres go out."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

EARTH: Final = 6371.0088  # kilometres; the mean radius of IUGG
_POLE, _ROUND = 90.0, 180.0

# A box of the R-tree is a little wider than the place, since it holds floats of 32 bits; the exact coordinates lie beside it.
_IN_BOX = """
SELECT thing.iri, place.lat, place.long FROM place JOIN thing USING (id)
WHERE south <= ? AND north >= ? AND west <= ? AND east >= ? AND lat BETWEEN ? AND ? AND long BETWEEN ? AND ?
"""


def in_box(connection: sqlite3.Connection, south: float, west: float, north: float, east: float) -> Iterator[tuple[str, float, float]]:
    """Yield IRI, latitude and longitude of the places in a box; one whose west is greater than its east goes over the 180th meridian."""
    if west > east:
        yield from in_box(connection, south, west, north, _ROUND)
        yield from in_box(connection, south, -_ROUND, north, east)
        return
    yield from connection.execute(_IN_BOX, (north, south, east, west, south, north, west, east))


def around(connection: sqlite3.Connection, lat: float, long: float, km: float) -> Iterator[tuple[str, float, float, float]]:
    """Yield IRI, latitude, longitude and distance of the places that are at most so far away."""
    seen = set[str]()
    for south, west, north, east in _boxes(lat, long, km):
        for iri, its_lat, its_long in in_box(connection, south, west, north, east):
            distance = kilometres(lat, long, its_lat, its_long)
            if distance <= km and iri not in seen:
                seen.add(iri)
                yield iri, its_lat, its_long, distance


def _boxes(lat: float, long: float, km: float) -> Iterator[tuple[float, float, float, float]]:
    """Yield a box around the circle: south, west, north, east."""
    angle = km / EARTH
    south, north = lat - degrees(angle), lat + degrees(angle)
    if south <= -_POLE or north >= _POLE:  # a circle around a pole has all longitudes
        yield max(south, -_POLE), -_ROUND, min(north, _POLE), _ROUND
        return
    half = degrees(asin(min(1.0, sin(angle) / cos(radians(lat)))))
    yield south, _turned(long - half), north, _turned(long + half)


def _turned(long: float) -> float:
    return (long + _ROUND) % (2 * _ROUND) - _ROUND


def kilometres(lat: float, long: float, other_lat: float, other_long: float) -> float:
    """Return the distance of two points on a sphere (haversine)."""
    one, other = radians(lat), radians(other_lat)
    half = sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(radians(other_long - long) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))
