"""What the index says, as tables: words, places and groupings come in, rows that lead to sentences go out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import QueryError, UnknownNameError
from kg.explore.rows import Line, ask, gathered, optional, table
from kg.names import is_proper

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.explore.finding import Finder
    from kg.query import Table
    from kg.search import Found, Nearby, SearchIndex
    from kg.store import Store

HITS = ("kind", "text", "publisher", "published", "id")
PLACES = ("place", "events", "km", "latitude", "longitude", "id")
TOTALS = ("events", "killed_at_least", "killed_at_most")

_LABELS = "SELECT ?id ?value WHERE { ?id skos:prefLabel ?value }"
_EVENTS = "SELECT ?id ?value WHERE { ?value kg:place ?id }"
_ARTICLE = """
SELECT ?id ?publisher ?published WHERE {
  OPTIONAL { ?id oa:hasSource ?source }
  BIND(COALESCE(?source, ?id) AS ?document)
  ?document a kg:Document .
  OPTIONAL { ?document kg:publisher ?publisher } OPTIONAL { ?document kg:published ?published }
}"""
_POINT = re.compile(r"\s*([-+]?[\d.]+)\s*,\s*([-+]?[\d.]+)\s*")
_AS_A_POINT = "as LAT,LONG, such as 30.28,57.08"
Point = tuple[float, float]


def hits(store: Store, found: Found) -> Table:
    """Return what a search found, best first; of an article and of a sentence with its outlet and date."""
    lines = (Line((hit.kind, hit.text, *_article(store, hit.iris[0]), NamedNode(hit.iris[0])), hit.iris) for hit in found.hits)
    return table(store, HITS, lines)


def _article(store: Store, iri: str) -> tuple[str | None, str | None]:
    row = next(iter(ask(store, _ARTICLE, id=iri)), None)
    return (None, None) if row is None else (optional(row, "publisher"), optional(row, "published"))


def places_near(finder: Finder, index: SearchIndex, where: Point | str, km: float) -> Table:
    """Return the places within a distance of a point or of a place by its name, the nearest first, with how many events are reported there.

    Raises:
        UnknownNameError: Nothing bears the name.
        QueryError: There is no such point, or it is not known where the place lies.
    """
    lat, long = where if isinstance(where, tuple) else _point(finder, index, where)
    return _places(finder.store, index.near(lat, long, km))


def places_within(store: Store, index: SearchIndex, box: tuple[float, float, float, float]) -> Table:
    """Return the places in a box, south, west, north and east in degrees, those of most events first."""
    return _places(store, index.within(*box))


def _point(finder: Finder, index: SearchIndex, where: str) -> Point:
    match = _POINT.fullmatch(where)
    if match:
        return float(match[1]), float(match[2])
    try:
        iris = set(finder.find(where, "entity"))
    except UnknownNameError as error:
        nearest = finder.entities.nearest(where)
        raise UnknownNameError("place of this graph", where, nearest=nearest, remedy=f"A point may be given too, {_AS_A_POINT}") from error
    known = [(place.lat, place.long) for place in index.within(-90, -180, 90, 180) if place.iri in iris]
    if not known:
        raise QueryError(f"it is not known where {where} lies. Give a point, {_AS_A_POINT}")
    return known[0]


def _places(store: Store, found: Collection[Nearby]) -> Table:
    ids = [place.iri for place in found]
    labels, events = gathered(store, _LABELS, ids), gathered(store, _EVENTS, ids)
    lines = [
        Line(
            (
                labels.get(place.iri, [None])[0],
                len(events.get(place.iri, ())),
                None if place.km is None else round(place.km, 1),
                place.lat,
                place.long,
                NamedNode(place.iri),
            ),
            (place.iri,),
        )
        for place in found
    ]
    return table(store, PLACES, lines if any(place.km is not None for place in found) else sorted(lines, key=_by_events))


def _by_events(line: Line) -> tuple[int, str]:
    return -int(str(line.cells[1])), str(line.cells[0])


def totals(store: Store, index: SearchIndex, by: str) -> Table:
    """Return how many events passages report as fact, and the dead of their latest reports, by place, region, class or period.

    Each event counts once a group; one told of under two ids counts twice. `killed_at_most` is open where some report leaves it open.
    Periods come in their order, all else by most events. Places without a proper name ("beds", "the coast") have no row.

    Raises:
        UnknownNameError: There is no such grouping; the message lists those there are.
    """
    found = index.totals(by)
    are_places = by in ("place", "region", "widest")
    labels = gathered(store, _LABELS, [one.key for one in found]) if are_places else {}
    rows = (
        Line(
            (
                labels.get(one.key, [one.key])[0],
                one.events,
                one.killed_at_least,
                one.killed_at_most,
                *((NamedNode(one.key),) if are_places else ()),
            ),
            (one.key,) if are_places else (),
        )
        for one in found
        if not are_places or is_proper(labels.get(one.key, [one.key])[0])
    )
    return table(store, (by, *TOTALS, *(("id",) if are_places else ())), rows)
