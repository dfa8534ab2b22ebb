"""What happened where, for totals: of each event that some passage reports, one row for each region that its places lie in.

A region is the place itself or one that it lies in (`kg:locatedIn`, `kg:partOf`). The dead of an event are those of the latest report as
fact, without parts of a count and numbers that were taken back; what several of that day come to is told in `kg.search.reports`. Nothing is
added up within one event. Those who died of an attack are told of the attack and of the killing: they are counted with what killed them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode
from rdflib import PROV

from kg.graph import KG, ONTOLOGY, PREFIXES
from kg.hierarchy import HARMS
from kg.search.facts import SELECTOR, TYPE, LookedUp, node, nodes, texts
from kg.search.reports import Report, together

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Store

    from kg.search.facts import Facts


_EVENT, _CLASS, _DATE = node(KG.Event), node(KG.type), node(KG.date)
_STATUS, _REPORTED, _PLACE = node(KG.status), node(KG.Reported), node(KG.place)
_COUNT, _KIND, _KILLED, _ON = node(KG.count), node(KG.kind), node(KG.Killed), node(KG.reportedOn)
_LEAST, _MOST, _PART, _REVISES = node(KG.atLeast), node(KG.atMost), node(KG.partOfCount), node(KG.revises)
_QUOTE, _VOICE = node(KG.quote), node(KG.accordingTo)
_SOURCE, _START = (node(f"{PREFIXES['oa']}{name}") for name in ("hasSource", "start"))
_PASSAGE = node(PROV.wasDerivedFrom)
_WITHIN = (node(KG.locatedIn), node(KG.partOf))
OF_EVENTS = (TYPE, _CLASS, _DATE, _STATUS, _PLACE, _COUNT, _KIND, _ON, _LEAST, _MOST, _PART, _REVISES, *_WITHIN)
"""What is looked at of events, of their counts and of places."""

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

_PERIODS: Final = ("year", "month")

NOWHERE: Final = 0  # no thing has this number

Row = tuple[int, int, int, int, str, str | None, int | None, int | None]
Numbers = Callable[[str], int | None]
"""Gives the number of an entity or event in the index by its IRI."""


def totals(connection: sqlite3.Connection, by: str) -> list[tuple[str, int, int, int | None]]:
    """Return for each group its IRI, class or period, events, and dead: at least, and at most (`None`: open).

    Periods come in the order of time, all else by most events.
    """
    rows = connection.execute(_GROUPS[by].format(sums=_SUMS, once=_ONCE)).fetchall()
    return sorted(rows) if by in _PERIODS else sorted(rows, key=lambda row: (-row[1], row[0]))


def all_happenings(connection: sqlite3.Connection, facts: Facts) -> Iterator[Row]:
    """Yield the rows of all events of a graph whose things are in the index."""
    number = dict(connection.execute("SELECT iri, id FROM thing WHERE kind IN ('entity', 'event')"))
    yield from _happenings(number.get, facts, facts.subjects(TYPE, _EVENT))


def happenings(connection: sqlite3.Connection, store: Store, events: Iterable[NamedNode]) -> Iterator[Row]:
    """Yield the rows of some events."""
    yield from _happenings(partial(_number, connection, kinds=("entity", "event")), LookedUp(store), events)


def _number(connection: sqlite3.Connection, iri: str, *, kinds: tuple[str, ...]) -> int | None:
    """Return the number of a thing of one of these kinds, if it is in the index."""
    row = connection.execute("SELECT id, kind FROM thing WHERE iri = ?", (iri,)).fetchone()
    return int(row[0]) if row and row[1] in kinds else None


def _happenings(number: Numbers, facts: Facts, events: Iterable[NamedNode]) -> Iterator[Row]:
    above = _Regions(facts)
    for event in sorted(events, key=str):
        own = number(event.value)
        if own is not None and _REPORTED in facts.values(event, _STATUS) and _EVENT in facts.values(event, TYPE):
            yield from _rows(facts, event, own, number, above)


def _rows(facts: Facts, event: NamedNode, own: int, number: Numbers, above: _Regions) -> Iterator[Row]:
    said = (_class(facts, event), next(iter(texts(facts, event, _DATE)), None), *_dead(facts, event))
    places = set(nodes(facts, event, _PLACE))
    regions = {region for place in places for region in above.of(place)}
    rows = [
        (own, there, int(region in places), int(above.is_outermost(region)), *said)
        for region in sorted(regions, key=str)
        if (there := number(region.value)) is not None
    ]
    yield from rows or [(own, NOWHERE, 0, 0, *said)]


class _Regions:
    """Knows which places lie in which; looked up once a place."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[NamedNode, frozenset[NamedNode]] = {}

    def of(self, place: NamedNode) -> frozenset[NamedNode]:
        """Return the place and all that it lies in."""
        if place not in self._known:
            found, waiting = set[NamedNode](), [place]
            while waiting:
                current = waiting.pop()
                if current not in found:
                    found.add(current)
                    waiting += [other for term in _WITHIN for other in nodes(self._facts, current, term)]
            self._known[place] = frozenset(found)
        return self._known[place]

    def is_outermost(self, place: NamedNode) -> bool:
        """Tell whether it lies in no other; of places that are said to lie in each other, all do not."""
        return all(place in self.of(other) for other in self.of(place))


def _class(facts: Facts, event: NamedNode) -> str:
    return min((value.value.removeprefix(ONTOLOGY) for value in facts.values(event, _CLASS)), default="")


def _is_harm(facts: Facts, event: NamedNode) -> bool:
    return _class(facts, event) in HARMS


def _told_with(facts: Facts, event: NamedNode) -> set[NamedNode]:
    """Return the events of which the same sentences tell the same dead: of a killing what caused it, of that the killings."""
    passages = {passage for count in nodes(facts, event, _COUNT) if _counts(facts, count) for passage in nodes(facts, count, _PASSAGE)}
    counts = {count for passage in passages for count in facts.subjects(_PASSAGE, passage) if _counts(facts, count)}
    found, is_harm = {other for count in counts for other in facts.subjects(_COUNT, count)}, _is_harm(facts, event)
    return {other for other in found if _is_harm(facts, other) != is_harm and _REPORTED in facts.values(other, _STATUS)}


def _dead(facts: Facts, event: NamedNode) -> tuple[int | None, int | None]:
    """Return the bounds of the latest reports.

    The dead of a killing whose cause is told are those of the cause, which has no others.
    """
    causes = _told_with(facts, event)
    if causes and _is_harm(facts, event):
        return None, None
    by_day = defaultdict[str, list[NamedNode]](list)
    for count in {count for one in (event, *causes) for count in nodes(facts, one, _COUNT)}:
        if _counts(facts, count):
            by_day[max(texts(facts, count, _ON), default="")].append(count)
    return together([_report(facts, count) for count in by_day[max(by_day)]]) if by_day else (None, None)


def _report(facts: Facts, count: NamedNode) -> Report:
    passages = list(nodes(facts, count, _PASSAGE))
    starts = [start for passage in passages for selector in nodes(facts, passage, SELECTOR) for start in texts(facts, selector, _START)]
    return Report(
        least=min(map(int, texts(facts, count, _LEAST)), default=0),
        most=max(map(int, texts(facts, count, _MOST)), default=None),
        quote=next(iter(texts(facts, count, _QUOTE)), ""),
        voice=min((voice.value for voice in nodes(facts, count, _VOICE)), default=None),
        document=min((source.value for passage in passages for source in nodes(facts, passage, _SOURCE)), default=""),
        start=min(map(int, starts), default=0),
    )


def _counts(facts: Facts, count: NamedNode) -> bool:
    """Tell whether it is a whole number of dead, reported as fact, that no other has taken the place of."""
    return (
        _KILLED in facts.values(count, _KIND)
        and _REPORTED in facts.values(count, _STATUS)
        and not any(facts.values(count, _PART))
        and not any(facts.subjects(_REVISES, count))
    )


def seen_anew(connection: sqlite3.Connection, store: Store, quads: Iterable[Quad]) -> set[NamedNode]:
    """Take out the rows of all events that a change may concern, and return these events."""
    facts = LookedUp(store)
    changed = list(quads)
    counts = {quad.object for quad in changed if quad.predicate == _COUNT}
    events, moved = set[NamedNode](), set[NamedNode]()
    for quad in changed:
        subject = quad.subject
        if isinstance(subject, NamedNode):
            events.add(subject)
            counted = set(facts.subjects(_COUNT, subject))
            events |= counted
            if quad.predicate == _PASSAGE and isinstance(quad.object, NamedNode) and (counted or subject in counts):
                # Of a count that went, the other event that the passage tells it of has it still.
                events.update(event for count in facts.subjects(_PASSAGE, quad.object) for event in facts.subjects(_COUNT, count))
            if quad.predicate in (TYPE, *_WITHIN):
                moved.add(subject)
        if quad.predicate == _REVISES and isinstance(quad.object, NamedNode):
            events.update(facts.subjects(_COUNT, quad.object))
    for place in _below(facts, moved):
        events.update(facts.subjects(_PLACE, place))
    events |= {other for event in list(events) for other in _told_with(facts, event)}
    numbers = [number for event in events if (number := _number(connection, event.value, kinds=("event",))) is not None]
    connection.executemany("DELETE FROM happened WHERE event = ?", ((number,) for number in numbers))
    return events


def _below(facts: Facts, places: set[NamedNode]) -> set[NamedNode]:
    found, waiting = set[NamedNode](), list(places)
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += [other for term in _WITHIN for other in facts.subjects(term, current)]
    return found
