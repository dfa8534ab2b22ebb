"""What happened where, for totals: of each event that some passage reports, one row for each region that its places lie in.

A region is the place itself or one that it lies in (`kg:locatedIn`, `kg:partOf`). The dead of an event are those of the latest report as
fact, without parts of a count and numbers that were taken back; nothing is added up within one event.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDF

from kg.graph import KG, ONTOLOGY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store


def _node(iri: str) -> NamedNode:
    return NamedNode(str(iri))


_TYPE, _EVENT, _CLASS, _DATE = _node(RDF.type), _node(KG.Event), _node(KG.type), _node(KG.date)
_STATUS, _REPORTED, _PLACE = _node(KG.status), _node(KG.Reported), _node(KG.place)
_COUNT, _KIND, _KILLED, _ON = _node(KG.count), _node(KG.kind), _node(KG.Killed), _node(KG.reportedOn)
_LEAST, _MOST, _PART, _REVISES = _node(KG.atLeast), _node(KG.atMost), _node(KG.partOfCount), _node(KG.revises)
_WITHIN = (_node(KG.locatedIn), _node(KG.partOf))

_GROUPS: Final = {
    "widest": "SELECT thing.iri, {sums} FROM happened JOIN thing ON thing.id = region WHERE outermost GROUP BY region",
    "place": "SELECT thing.iri, {sums} FROM happened JOIN thing ON thing.id = region WHERE at_place GROUP BY region",
    "region": "SELECT thing.iri, {sums} FROM happened JOIN thing ON thing.id = region GROUP BY region",
    "class": "SELECT class, {sums} FROM ({once}) GROUP BY class",
    "year": "SELECT substr(day, 1, 4) AS year, {sums} FROM ({once}) WHERE day IS NOT NULL GROUP BY year",
    "month": "SELECT substr(day, 1, 7) AS month, {sums} FROM ({once}) WHERE length(day) >= 7 GROUP BY month",
}
_SUMS: Final = (
    "count(*), coalesce(sum(killed_at_least), 0), CASE WHEN sum(killed_at_least IS NOT NULL AND killed_at_most IS NULL) THEN NULL"
    " ELSE coalesce(sum(killed_at_most), 0) END"
)
_ONCE: Final = "SELECT DISTINCT event, class, day, killed_at_least, killed_at_most FROM happened"

TOTALLED: Final = tuple(_GROUPS)
"""What events can be counted by: a place itself, any region that it is said to lie in, or the widest of these; a class; a period."""

NOWHERE: Final = 0  # no thing has this number

Row = tuple[int, int, int, int, str, str | None, int | None, int | None]


def totals(connection: sqlite3.Connection, by: str) -> list[tuple[str, int, int, int | None]]:
    """Return for each group its IRI, class or period, events, and dead: at least, and at most (`None`: open); most events first."""
    sql = _GROUPS[by].format(sums=_SUMS, once=_ONCE)
    return sorted(connection.execute(sql), key=lambda row: (-row[1], row[0]))


def happenings(connection: sqlite3.Connection, store: Store, events: Iterable[NamedNode] | None) -> Iterator[Row]:
    """Yield the rows of some events, or of all, by their numbers in the index."""
    number = dict(connection.execute("SELECT iri, id FROM thing WHERE kind IN ('entity', 'event')"))
    chosen = _all(store) if events is None else events
    above = _Regions(store)
    for event in sorted(chosen, key=str):
        if event.value in number and Quad(event, _STATUS, _REPORTED) in store:
            yield from _rows(store, event, number, above)


def _rows(store: Store, event: NamedNode, number: dict[str, int], above: _Regions) -> Iterator[Row]:
    kinds = [value.value.removeprefix(ONTOLOGY) for value in _values(store, event, _CLASS)]
    days = [value.value for value in _values(store, event, _DATE)]
    least, most = _dead(store, event)
    places = set(_nodes(store, event, _PLACE))
    regions = {region for place in places for region in above.of(place)}
    said = (min(kinds, default=""), min(days, default=None), least, most)
    rows = [
        (number[event.value], number[region.value], int(region in places), int(above.is_outermost(region)), *said)
        for region in regions
        if region.value in number
    ]
    yield from rows or [(number[event.value], NOWHERE, 0, 0, *said)]


class _Regions:
    """Knows which places lie in which; looked up once a place."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[NamedNode, frozenset[NamedNode]] = {}

    def of(self, place: NamedNode) -> frozenset[NamedNode]:
        """Return the place and all that it lies in."""
        if place not in self._known:
            found, waiting = set[NamedNode](), [place]
            while waiting:
                current = waiting.pop()
                if current not in found:
                    found.add(current)
                    waiting += [other for term in _WITHIN for other in _nodes(self._store, current, term)]
            self._known[place] = frozenset(found)
        return self._known[place]

    def is_outermost(self, place: NamedNode) -> bool:
        """Tell whether it lies in no other; of places that are said to lie in each other, all do not."""
        return all(place in self.of(other) for other in self.of(place))


def _dead(store: Store, event: NamedNode) -> tuple[int | None, int | None]:
    """Return the bounds of the latest report; of several of that day, those that hold all of them."""
    counts = [count for count in _nodes(store, event, _COUNT) if _counts(store, count)]
    by_day = defaultdict[str, list[NamedNode]](list)
    for count in counts:
        by_day[max((value.value for value in _values(store, count, _ON)), default="")].append(count)
    if not by_day:
        return None, None
    latest = by_day[max(by_day)]
    bounds = [
        (
            min((int(v.value) for v in _values(store, c, _LEAST)), default=0),
            max((int(v.value) for v in _values(store, c, _MOST)), default=None),
        )
        for c in latest
    ]
    most = [upper for _, upper in bounds if upper is not None]
    return min(lower for lower, _ in bounds), max(most) if len(most) == len(bounds) else None


def _counts(store: Store, count: NamedNode) -> bool:
    """Tell whether it is a whole number of dead, reported as fact, that no other has taken the place of."""
    return (
        Quad(count, _KIND, _KILLED) in store
        and Quad(count, _STATUS, _REPORTED) in store
        and not any(store.quads_for_pattern(count, _PART, None, None))
        and not any(store.quads_for_pattern(None, _REVISES, count, None))
    )


def seen_anew(connection: sqlite3.Connection, store: Store, quads: Iterable[Quad]) -> set[NamedNode]:
    """Take out the rows of all events that a change may concern, and return these events."""
    events, moved = set[NamedNode](), set[NamedNode]()
    for quad in quads:
        subject = quad.subject
        if isinstance(subject, NamedNode):
            events.add(subject)
            events.update(_subjects(store, _COUNT, subject))
            if quad.predicate in (_COUNT, _TYPE):
                events.update(_subjects(store, _PLACE, subject))
            if quad.predicate in _WITHIN:
                moved.add(subject)
        if quad.predicate == _REVISES and isinstance(quad.object, NamedNode):
            events.update(_subjects(store, _COUNT, quad.object))
    for place in _below(store, moved):
        events.update(_subjects(store, _PLACE, place))
    numbers = dict(connection.execute("SELECT iri, id FROM thing WHERE kind = 'event'"))
    connection.executemany("DELETE FROM happened WHERE event = ?", ((numbers[e.value],) for e in events if e.value in numbers))
    return events


def _below(store: Store, places: set[NamedNode]) -> set[NamedNode]:
    found, waiting = set[NamedNode](), list(places)
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += [other for term in _WITHIN for other in _subjects(store, term, current)]
    return found


def _all(store: Store) -> Iterator[NamedNode]:
    yield from _subjects(store, _TYPE, _EVENT)


def _values(store: Store, subject: NamedNode, predicate: NamedNode) -> Iterator[Literal | NamedNode]:
    found = (quad.object for quad in store.quads_for_pattern(subject, predicate, None, None))
    yield from (value for value in found if isinstance(value, Literal | NamedNode))


def _nodes(store: Store, subject: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
    yield from (value for value in _values(store, subject, predicate) if isinstance(value, NamedNode))


def _subjects(store: Store, predicate: NamedNode, value: NamedNode) -> Iterator[NamedNode]:
    found = (quad.subject for quad in store.quads_for_pattern(None, predicate, value, None))
    yield from (subject for subject in found if isinstance(subject, NamedNode))
