"""What happened: a store comes in, tables of events, of one actor's or place's events over time, and of reported tolls go out."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.explore.rows import STATUS_ORDER, Line, ask, ask_of, gathered, joined, local, optional, table, text
from kg.model import ROLES
from kg.periods import When, is_within, period
from kg.query import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.explore.finding import Finder, Thing
    from kg.store import Store

COLUMNS = ("event", "type", "date", "places", "agents", "targets", "statuses", "articles", "id")
TIMELINE_COLUMNS = ("date", "event", "type", "role", "places", "agents", "targets", "statuses", "articles", "id")
TOLL_COLUMNS = (
    *("event", "kind", "at_least", "at_most", "quote", "status", "according_to", "reported_on"),
    *("publisher", "sentence", "event_id", "id"),
)

_EVENTS = "SELECT ?id ?label ?type ?date WHERE { ?id a kg:Event ; kg:type ?type ; skos:prefLabel ?label . OPTIONAL { ?id kg:date ?date } }"
_ARTICLES = """
SELECT DISTINCT ?id ?value WHERE {
  ?id a kg:Event . { ?id kg:statusReport ?report } UNION { ?report rdf:subject ?id } UNION { ?report rdf:object ?id }
  ?report prov:wasDerivedFrom/oa:hasSource ?value .
}"""
_STATUSES = "SELECT ?id ?value WHERE { ?id a kg:Event ; kg:status ?value }"
_PARTS = """
SELECT DISTINCT ?id ?role ?filler ?label ?status WHERE {
  ?report rdf:subject ?id ; rdf:predicate ?role ; rdf:object ?filler ; kg:status ?status .
  ?id a kg:Event .
  ?filler skos:prefLabel ?label .
}"""
_TAKES_PART = (
    "SELECT DISTINCT ?id ?role ?filler WHERE { ?report rdf:object ?filler ; rdf:subject ?id ; rdf:predicate ?role . ?id a kg:Event }"
)
_WITHIN = "SELECT ?id ?place WHERE { ?id (kg:locatedIn|kg:partOf)* ?place }"
_TOLLS = """
SELECT ?id ?event ?label ?kind ?at_least ?at_most ?quote ?status ?who ?reported_on ?publisher ?sentence WHERE {
  ?event kg:count ?id ; skos:prefLabel ?label .
  ?id kg:kind ?kind ; kg:quote ?quote ; kg:status ?status ; prov:wasDerivedFrom ?passage .
  ?passage kg:quote ?sentence ; oa:hasSource ?document .
  OPTIONAL { ?id kg:atLeast ?at_least } OPTIONAL { ?id kg:atMost ?at_most } OPTIONAL { ?id kg:reportedOn ?reported_on }
  OPTIONAL { ?id kg:accordingTo/skos:prefLabel ?who } OPTIONAL { ?document kg:publisher ?publisher }
}"""

_ROLES = frozenset(role.lower() for role in ROLES)
_Part = tuple[str, str, str, str]
"""Role, IRI and label of who or what fills it, status."""


def events(  # noqa: PLR0913 - one for each way to narrow
    finder: Finder,
    *,
    type: str | None = None,  # noqa: A002 - the word of those who ask
    actor: Thing | None = None,
    place: Thing | None = None,
    since: When | None = None,
    until: When | None = None,
) -> Table:
    """Return the events, by date; those without a date come last.

    Args:
        finder: Of the store to ask.
        type: A class such as "attack"; its subclasses count too.
        actor: Who takes part, in any role and by anyone's account.
        place: Where it was, or a place that this lies in.
        since: The first day, month or year; an event of unknown date is then left out.
        until: The last one.

    Raises:
        UnknownNameError: A name or class is not there; the message lists the nearest.
        AmbiguousNameError: A name fits several things.
        InputError: A date is none.
    """
    wanted = _within_period(finder.store, _wanted(finder, type, actor, place), since, until)
    return table(finder.store, COLUMNS, _lines(finder.store, _parts(finder.store, wanted), wanted))


def timeline(finder: Finder, thing: Thing | None = None, *, since: When | None = None, until: When | None = None) -> Table:
    """Return the dated events that an actor, a place or an event takes part in, by date; `role` says as what.

    Args:
        finder: Of the store to ask.
        thing: Who or what; `None`: all events.
        since: The first day, month or year.
        until: The last one.

    Raises:
        UnknownNameError: The name is not there; the message lists the nearest.
        AmbiguousNameError: The name fits several things.
        InputError: A date is none.
    """
    store = finder.store
    things = None if thing is None else frozenset(finder.find(thing))
    wanted = _within_period(store, None if things is None else things | _taking_part(finder, things), since, until)
    parts = _parts(store, wanted)
    lines = []
    for line in _lines(store, parts, wanted):
        name, kind, date, *rest = line.cells
        if date is not None:
            roles = sorted({role for role, filler, _, _ in parts.get(line.support[0], ()) if filler in (things or ())})
            lines.append(Line((date, name, kind, joined(roles), *rest), line.support))
    return table(store, TIMELINE_COLUMNS, lines)


def tolls(finder: Finder, event: Thing | Table | None = None) -> Table:
    """Return every count that an article reports of an event: reports that differ stand side by side, by day of report.

    Args:
        finder: Of the store to ask.
        event: Which, or a table of events; `None`: all.

    Raises:
        UnknownNameError: There is no such event; the message lists the nearest.
        AmbiguousNameError: The name fits several events.
    """
    store = finder.store
    rows = ask(store, _TOLLS) if event is None else chain.from_iterable(ask(store, _TOLLS, event=one) for one in _meant(finder, event))
    lines = (
        Line(
            (
                text(row, "label"),
                local(text(row, "kind")).removesuffix("Kind").lower(),
                _whole(optional(row, "at_least")),
                _whole(optional(row, "at_most")),
                text(row, "quote"),
                local(text(row, "status")).lower(),
                optional(row, "who"),
                optional(row, "reported_on"),
                optional(row, "publisher"),
                text(row, "sentence"),
                NamedNode(text(row, "event")),
                NamedNode(text(row, "id")),
            ),
            (text(row, "id"),),
        )
        for row in rows
    )
    return table(finder.store, TOLL_COLUMNS, sorted(lines, key=lambda line: tuple(str(line.cells[n] or "") for n in (0, 10, 1, 7, 8, 11))))


def _meant(finder: Finder, event: Thing | Table) -> list[str]:
    """Return the IRIs of an event, or of those of a table, each once."""
    things = event if isinstance(event, Table) else (event,)
    return list(dict.fromkeys(iri for thing in things for iri in finder.find(thing, "event")))


def _whole(value: str | None) -> int | None:
    return None if value is None else int(value)


def _parts(store: Store, wanted: frozenset[str] | None) -> Mapping[str, list[_Part]]:
    """Who or what takes part in each event."""
    parts: dict[str, list[_Part]] = defaultdict(list)
    for row in ask_of(store, _PARTS, wanted):
        role = local(text(row, "role"))
        if role in _ROLES:
            parts[text(row, "id")].append((role, text(row, "filler"), text(row, "label"), local(text(row, "status"))))
    return parts


def _taking_part(finder: Finder, things: frozenset[str], roles: frozenset[str] = _ROLES) -> frozenset[str]:
    """The events in which one of the things has one of the roles, by anyone's account."""
    rows = (row for thing in things for row in ask(finder.store, _TAKES_PART, filler=thing))
    return frozenset(text(row, "id") for row in rows if local(text(row, "role")) in roles)


def _wanted(finder: Finder, kind: str | None, actor: Thing | None, place: Thing | None) -> frozenset[str] | None:
    """The events that all that is asked for allows; `None`: all."""
    sets = [] if kind is None else [finder.of_type(kind)]
    if actor is not None:
        sets.append(_taking_part(finder, frozenset(finder.find(actor, "entity"))))
    if place is not None:
        named = finder.find(place, "entity")
        inside = frozenset(text(row, "id") for one in named for row in ask(finder.store, _WITHIN, place=one)) | frozenset(named)
        sets.append(_taking_part(finder, inside, frozenset({"place"})))
    return frozenset.intersection(*sets) if sets else None


def _within_period(store: Store, wanted: frozenset[str] | None, since: When | None, until: When | None) -> frozenset[str] | None:
    """Those of the events whose date may lie in a period."""
    if since is None and until is None:
        return wanted
    rows = ask_of(store, _EVENTS, wanted)
    return frozenset(text(row, "id") for row in rows if is_within(optional(row, "date"), since, until))


def _lines(store: Store, parts: Mapping[str, list[_Part]], wanted: frozenset[str] | None) -> list[Line]:
    """The rows of events, by date; those without come last."""
    articles, statuses = gathered(store, _ARTICLES, wanted), gathered(store, _STATUSES, wanted)
    lines = []
    for row in ask_of(store, _EVENTS, wanted):
        iri = text(row, "id")
        taking_part = parts.get(iri, ())
        cells = (
            text(row, "label"),
            local(text(row, "type")),
            optional(row, "date"),
            _fillers(taking_part, "place"),
            _fillers(taking_part, "agent"),
            _fillers(taking_part, "target", "victim"),
            joined(status.lower() for status in _ordered_statuses(statuses.get(iri, ()))),
            len(articles.get(iri, ())),
            NamedNode(iri),
        )
        lines.append(Line(cells, (iri,)))
    return sorted(lines, key=_by_date)


def _by_date(line: Line) -> tuple[bool, str, str, str, str]:
    name, day = str(line.cells[0]), line.cells[2]
    first, last = period(str(day)) if day is not None else ("", "")
    return day is None, str(first), str(last), name, line.support[0]


def _fillers(parts: list[_Part] | tuple[()], *roles: str) -> str | None:
    """The names that fill the roles; one that is not reported as fact carries its status: "The Front (claimed)"."""
    found: dict[str, set[str]] = defaultdict(set)
    for role, _, label, status in parts:
        if role in roles:
            found[label].add(status)
    return joined(
        label if "Reported" in given else f"{label} ({', '.join(status.lower() for status in _ordered_statuses(given))})"
        for label, given in sorted(found.items())
    )


def _ordered_statuses(found: list[str] | set[str] | tuple[()]) -> list[str]:
    return sorted((local(status) for status in found), key=STATUS_ORDER.index)
