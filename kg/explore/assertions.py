"""What is said: a store comes in, tables of assertions and of neighbours go out, each with how it is meant and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.explore.rows import STATUS_ORDER, Line, ask, local, optional, table, text
from kg.names import Bearer, NameIndex

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

    from kg.explore.finding import Finder, Thing
    from kg.query import Table

COLUMNS = (
    *("subject", "relation", "object", "status", "according_to", "confidence", "rule"),
    *("sentence", "publisher", "published", "article", "subject_id", "object_id", "id"),
)
NEIGHBOUR_COLUMNS = ("relation", "direction", "neighbour", "type", "status", "according_to", "sentences", "outlets", "id")

_ASSERTIONS = """
SELECT ?id ?subject ?subject_name ?relation ?object ?object_name ?object_type ?subject_type ?status ?confidence ?rule ?speaker ?who
       ?passage ?sentence ?start ?publisher ?published ?article WHERE {
  %s
  ?id rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; kg:status ?status ; prov:wasDerivedFrom ?passage .
  ?subject skos:prefLabel ?subject_name ; kg:type ?subject_type .
  ?object skos:prefLabel ?object_name ; kg:type ?object_type .
  ?passage kg:quote ?sentence ; oa:hasSource ?document ; oa:hasSelector/oa:start ?start .
  ?document kg:identifier ?article .
  OPTIONAL { ?id kg:confidence ?confidence } OPTIONAL { ?id kg:rule ?rule }
  OPTIONAL { ?id kg:accordingTo ?speaker . ?speaker skos:prefLabel ?who }
  OPTIONAL { ?document kg:publisher ?publisher } OPTIONAL { ?document kg:published ?published }
}"""
_ABOUT = ("?id rdf:subject ?about .", "?id rdf:object ?about .")


@dataclass(frozen=True, slots=True)
class _Said:
    """An assertion with all of its passages, the first in time first."""

    id: str
    rows: tuple[QuerySolution, ...]

    @property
    def first(self) -> QuerySolution:
        return self.rows[0]


def assertions(finder: Finder, about: Thing | None = None, *, status: str | None = None, according_to: Thing | None = None) -> Table:
    """Return what is said, by day of publication and place in the article; one row an assertion, with the first of its sentences.

    Args:
        finder: Of the store to ask.
        about: The actor, place or event that is subject or object; `None`: anything.
        status: Only what is meant so: "reported", "claimed", "accused", "suspected", "planned" or "denied".
        according_to: Only what this actor says; `None`: anyone.

    Raises:
        UnknownNameError: The name or status is not there; the message lists the nearest.
        AmbiguousNameError: The name fits several things.
    """
    wanted = None if status is None else _status(status)
    speakers = None if according_to is None else frozenset(finder.find(according_to, "entity"))
    lines = (
        _line(said)
        for said in _said(finder, about)
        if (wanted is None or local(text(said.first, "status")) == wanted) and (speakers is None or text(said.first, "speaker") in speakers)
    )
    return table(finder.store, COLUMNS, lines)


def neighbours(finder: Finder, thing: Thing) -> Table:
    """Return what a thing is linked to: one row for each relation, neighbour, status and who says so; the best supported first.

    Args:
        finder: Of the store to ask.
        thing: An actor, a place or an event.

    Raises:
        UnknownNameError: The name is not there; the message lists the nearest.
        AmbiguousNameError: The name fits several things.
    """
    centres = frozenset(finder.find(thing))
    groups: dict[tuple[str, ...], list[_Said]] = defaultdict(list)
    for said in _said(finder, thing):
        row = said.first
        out = text(row, "subject") in centres
        side = "object" if out else "subject"
        key = (
            text(row, side),
            local(text(row, "relation")),
            "out" if out else "in",
            local(text(row, "status")),
            optional(row, "who") or "",
        )
        groups[key].append(said)
    lines = [_neighbour_line(key, group) for key, group in groups.items()]
    return table(finder.store, NEIGHBOUR_COLUMNS, sorted(lines, key=_best_supported_first))


def _status(name: str) -> str:
    return NameIndex.of((Bearer(one, one, ()) for one in STATUS_ORDER), what="status").find(name)[0]


def _said(finder: Finder, about: Thing | None) -> list[_Said]:
    grouped: dict[str, dict[str, QuerySolution]] = defaultdict(dict)
    for row in _solutions(finder, about):
        grouped[text(row, "id")].setdefault(text(row, "passage"), row)
    found = [_Said(iri, tuple(sorted(rows.values(), key=_place))) for iri, rows in grouped.items()]
    return sorted(found, key=lambda said: (*_place(said.first), said.id))


def _solutions(finder: Finder, about: Thing | None) -> Iterator[QuerySolution]:
    if about is None:
        yield from ask(finder.store, _ASSERTIONS % "")
        return
    for iri in finder.find(about):
        for pattern in _ABOUT:
            yield from ask(finder.store, (_ASSERTIONS % pattern).replace("SELECT ", "SELECT ?about "), about=iri)


def _place(row: QuerySolution) -> tuple[str, str, int, str]:
    return optional(row, "published") or "", text(row, "article"), int(text(row, "start")), text(row, "passage")


def _line(said: _Said) -> Line:
    row = said.first
    confidence = optional(row, "confidence")
    cells = (
        text(row, "subject_name"),
        local(text(row, "relation")),
        text(row, "object_name"),
        local(text(row, "status")).lower(),
        optional(row, "who"),
        None if confidence is None else float(confidence),
        optional(row, "rule"),
        text(row, "sentence"),
        optional(row, "publisher"),
        optional(row, "published"),
        text(row, "article"),
        NamedNode(text(row, "subject")),
        NamedNode(text(row, "object")),
        NamedNode(said.id),
    )
    return Line(cells, (said.id,))


def _neighbour_line(key: tuple[str, ...], group: list[_Said]) -> Line:
    iri, relation, direction, status, who = key
    row = group[0].first
    side = "object" if direction == "out" else "subject"
    rows = {text(one, "passage"): one for said in group for one in said.rows}
    outlets = {optional(one, "publisher") or text(one, "article") for one in rows.values()}
    cells = (
        relation,
        direction,
        text(row, f"{side}_name"),
        local(text(row, f"{side}_type")),
        status.lower(),
        who or None,
        len({(text(one, "article"), text(one, "start")) for one in rows.values()}),
        len(outlets),
        NamedNode(iri),
    )
    return Line(cells, tuple(said.id for said in group))


def _best_supported_first(line: Line) -> tuple[int, int, tuple[str, ...]]:
    relation, direction, name, _, status, who, sentences, outlets, iri = line.cells
    return -int(str(outlets)), -int(str(sentences)), (str(name), str(relation), str(direction), str(status), str(who), str(iri))
