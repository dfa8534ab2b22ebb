"""Draws a map of events: a table of events comes in, a table of their places with a picture goes out; no tile is fetched.

Cities are points and countries are shaded, by the number of events. An event whose place is not known on earth is counted, not drawn.

Source of the outlines: Natural Earth (public domain), as world-atlas ships it (ISC).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from kg.cards.display import shows_picture_and_table
from kg.cards.figures import COLOURS, family, figure, label, png
from kg.explore.rows import Line, ask, gathered, joined, table, text
from kg.query import Row, Table
from kg.query.html import table_html
from kg.view.places import Site, site

if TYPE_CHECKING:
    from kg.explore import Finder

COLUMNS = ("place", "events", "what", "latitude", "longitude", "country", "id")
NAMED: Final = 14  # places with their names written beside them
LISTED: Final = 4  # events listed for a place
_PLACES = "SELECT ?id ?place ?label WHERE { ?id kg:place ?place . ?place skos:prefLabel ?label }"
_SAME = "SELECT ?id ?value WHERE { ?id skos:exactMatch|owl:sameAs ?value }"
_POINTS = "SELECT ?id ?lat ?long WHERE { ?id wgs:lat ?lat ; wgs:long ?long }"
_WITHIN = "SELECT ?id ?value WHERE { ?id (kg:locatedIn|kg:partOf)+ ?value }"
_LAND, _SHORE, _SHADE = "#ececec", "#ffffff", "#c9d8ea"
_LEAST = (14.0, 24.0)  # degrees of latitude and longitude that a map shows at least

_Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, repr=False)
class EventMap(Table):
    """Places with the number of their events: a `Table`, and in a notebook a map above it.

    Attributes:
        title: Heading of the picture.
        unplaced: How many events are not on it.
        kinds: The family of events, such as "Violence", that is most frequent at each place, in the order of the rows.
    """

    title: str = ""
    unplaced: int = 0
    kinds: tuple[str, ...] = ()

    def to_png(self) -> bytes:
        """Return the picture.

        Raises:
            MissingLibraryError: matplotlib is not installed.
        """
        return png(_drawn(list(self), self.kinds, self.title))

    def _repr_html_(self) -> str:
        left_out = f", {self.unplaced} events without a place that is known" if self.unplaced else ""
        return f"<details><summary>{len(self)} places{left_out}</summary>{table_html(self)}</details>"

    def _ipython_display_(self) -> None:
        shows_picture_and_table(self.to_png, self._repr_html_(), repr(self), title=f"Map: {self.title}")


def event_map(finder: Finder, events: Table, *, title: str) -> EventMap:
    """Return the places of events, the one with most events first.

    Args:
        finder: Of the store that the events are from.
        events: A table with the columns `event`, `type` and `id`, such as `kg.explore.events` makes.
        title: Heading of the picture.
    """
    sites = _Sites.of(finder)
    wanted = {str(row["id"]): row for row in events}
    at: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in ask(finder.store, _PLACES):
        event, place = text(row, "id"), text(row, "place")
        if event in wanted and sites.site(place) != Site():
            at[place].append(event)
            names[place] = text(row, "label")
    ordered = sorted(at, key=lambda place: (-len(at[place]), names[place], place))
    lines = [_line(names[place], place, sites.site(place), [wanted[event] for event in sorted(at[place])]) for place in ordered]
    drawn = {event for found in at.values() for event in found}
    made = table(finder.store, COLUMNS, lines)
    kinds = tuple(Counter(family(str(wanted[event]["type"])) for event in sorted(at[place])).most_common(1)[0][0] for place in ordered)
    return EventMap(
        **{one.name: getattr(made, one.name) for one in fields(made)}, title=title, unplaced=len(wanted.keys() - drawn), kinds=kinds
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point of the picture."""

    name: str
    latitude: float
    longitude: float
    events: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Sites:
    """Where things lie: by their own coordinates, by their number in GeoNames, or as what they lie in."""

    points: dict[str, tuple[float, float]]
    same: dict[str, list[str]]
    within: dict[str, list[str]]

    @classmethod
    def of(cls, finder: Finder) -> _Sites:
        store = finder.store
        points = {text(row, "id"): (float(text(row, "lat")), float(text(row, "long"))) for row in ask(store, _POINTS)}
        return cls(points, gathered(store, _SAME), gathered(store, _WITHIN))

    def site(self, place: str) -> Site:
        own = self._own(place)
        if own != Site():
            return own
        above = [self._own(one) for one in self.within.get(place, ())]
        return next((one for one in above if one.point), next((one for one in above if one.country), Site()))

    def _own(self, place: str) -> Site:
        known = site(self.same.get(place, ()))
        return known if known.country or place not in self.points else Site(point=self.points[place])


def _line(name: str, place: str, where: Site, events: list[Row]) -> Line:
    latitude, longitude = where.point or (None, None)
    told = [str(row["event"]) for row in events]
    what = joined([*told[:LISTED], *([f"{len(told) - LISTED} more"] if len(told) > LISTED else [])])
    support = tuple(str(row["id"]) for row in events)
    return Line((name, len(events), what, latitude, longitude, where.country, NamedNode(place)), support)


# ---------------------------------------------------------------- the picture


def _drawn(rows: list[Row], kinds: Sequence[str], title: str) -> Any:  # noqa: ANN401 - matplotlib is optional, so its figure cannot be named here
    (south, north), (west, east) = _limits(rows)
    stretch = math.cos(math.radians((south + north) / 2))
    drawn, axes = figure(min(7.5, 0.7 + 9.2 * (north - south) / ((east - west) * stretch)))
    shaded = {str(row["country"]): int(str(row["events"])) for row in rows if row["country"] is not None}
    for number, rings in _countries():
        for ring in rings:
            longitudes, latitudes = zip(*ring, strict=True)
            axes.fill(longitudes, latitudes, facecolor=_SHADE if number in shaded else _LAND, edgecolor=_SHORE, linewidth=0.6)
    spots = _spots(rows, kinds)
    most = max((spot.events for spot in spots), default=1)
    for spot in spots:
        size = _diameter(spot, most)
        axes.plot([spot.longitude], [spot.latitude], "o", markersize=size, color=COLOURS[spot.kind], alpha=0.7, markeredgecolor="white")
    _name(axes, spots, (south, north), (west, east))
    axes.set(xlim=(west, east), ylim=(south, north), aspect=1 / stretch, xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)
    axes.set_title(label(title, 90), loc="left", fontsize=11, pad=8, parse_math=False)
    used = [kind for kind in COLOURS if kind in {spot.kind for spot in spots}]
    handles = [axes.plot([], [], "o", color=COLOURS[kind], label=kind)[0] for kind in used]
    if handles:
        axes.legend(handles=handles, loc="lower left", frameon=True, framealpha=0.8, edgecolor="none", fontsize=8)
    return drawn


def _spots(rows: list[Row], kinds: Sequence[str]) -> list[_Spot]:
    """The points to draw, the largest first; places at one point, such as an airport and its city, are one, named by the largest."""
    spots: dict[tuple[float, float], _Spot] = {}
    for row, kind in zip(rows, kinds, strict=True):
        if row["latitude"] is not None:
            at = (float(str(row["latitude"])), float(str(row["longitude"])))
            other = spots.get(at, _Spot(str(row["place"]), *at, 0, kind))
            spots[at] = replace(other, events=other.events + int(str(row["events"])))
    return sorted(spots.values(), key=lambda spot: -spot.events)


def _name(axes: Any, spots: list[_Spot], latitudes: tuple[float, float], longitudes: tuple[float, float]) -> None:  # noqa: ANN401 - see `_drawn`
    """Write the names of the places with most events beside their circles, to the left at the right edge; none lies on another."""
    height, width = (latitudes[1] - latitudes[0]) / 22, (longitudes[1] - longitudes[0]) / 100  # of a line and of a letter, in degrees
    most = max((spot.events for spot in spots), default=1)
    taken: list[tuple[float, float, float, float]] = []
    for spot in spots[:NAMED]:
        words = f"{label(spot.name, 24)} ({spot.events})"
        low, gap = spot.latitude - height / 2, _diameter(spot, most) / 2 + 4
        leftward = spot.longitude + width * (len(words) + 2) > longitudes[1]
        start = spot.longitude - width * len(words) if leftward else spot.longitude
        box = (start, low, start + width * len(words), low + height)
        if not any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken):
            taken.append(box)
            side = {"xytext": (-gap if leftward else gap, 0), "ha": "right" if leftward else "left"}
            where = {"textcoords": "offset points", "va": "center", "fontsize": 8}
            at = (spot.longitude, spot.latitude)
            axes.annotate(words, at, color="#222222", annotation_clip=True, parse_math=False, **side, **where)


def _diameter(spot: _Spot, most: int) -> float:
    """The size of a circle in points; its area grows with the number of events."""
    return 5 + 17 * math.sqrt(spot.events / most)


def _limits(rows: list[Row]) -> tuple[tuple[float, float], tuple[float, float]]:
    """What of the world to show: the points and shaded countries, with some room; the whole world if there are none."""
    shaded = {str(row["country"]) for row in rows if row["country"] is not None and row["latitude"] is None}
    corners = [(float(str(row["longitude"])), float(str(row["latitude"]))) for row in rows if row["latitude"] is not None]
    corners = corners or [corner for number, rings in _countries() if number in shaded for ring in rings for corner in ring]
    if not corners:
        return (-58.0, 82.0), (-180.0, 180.0)
    longitudes, latitudes = zip(*corners, strict=True)
    return _widened(min(latitudes), max(latitudes), _LEAST[0], 85), _widened(min(longitudes), max(longitudes), _LEAST[1], 180)


def _widened(low: float, high: float, least: float, end: float) -> tuple[float, float]:
    room = max(0.12 * (high - low), (least - (high - low)) / 2)
    return max(-end, low - room), min(end, high + room)


@cache
def _countries() -> tuple[tuple[str, tuple[_Ring, ...]], ...]:
    """The outlines of countries as (longitude, latitude), by their ISO 3166-1 number.

    Source: https://github.com/topojson/topojson-specification
    """
    world = json.loads((resources.files("kg.view") / "assets" / "world.json").read_text(encoding="utf-8"))
    arcs = [list(_arc(arc, world["transform"])) for arc in world["arcs"]]
    return tuple((str(one.get("id", "")), tuple(_rings(one, arcs))) for one in world["objects"]["countries"]["geometries"])


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * transform["scale"][0] + transform["translate"][0], y * transform["scale"][1] + transform["translate"][1]


def _rings(geometry: dict[str, Any], arcs: list[_Ring]) -> Iterator[_Ring]:
    """The outer ring of each polygon; an arc with a negative number is read backwards."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        yield [point for number in polygon[0] for point in (arcs[number] if number >= 0 else reversed(arcs[~number]))]
