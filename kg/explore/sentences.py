"""What something rests on, and what bears a name: names, ids and rows come in, sentences and tables go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import UnknownNameError
from kg.explore.finding import name_of
from kg.explore.rows import Line, ask, local, table, text
from kg.graph import BASE
from kg.query import Links, Passages, Row

if TYPE_CHECKING:
    from kg.explore.finding import Finder, Thing
    from kg.query import Table

COLUMNS = ("name", "type", "id")

_TYPES = "SELECT ?id ?label ?type WHERE { ?id kg:type ?type ; skos:prefLabel ?label }"


def evidence(finder: Finder, thing: Thing) -> Passages:
    """Return the sentences that something rests on.

    Args:
        finder: Of the store to ask.
        thing: A row of a table, a name, or the id of anything: also of an article, an assertion or a count.

    Raises:
        UnknownNameError: Nothing bears the name; the message lists the nearest.
        AmbiguousNameError: The name fits several things.
    """
    links = Links(finder.store)
    if isinstance(thing, Row) and thing.support:
        return Passages(links.evidence(*thing.support))
    name = name_of(thing)
    direct = links.evidence(name) or links.evidence(f"{BASE}{name}")
    return Passages(direct or links.evidence(*finder.find(name)))


def find(finder: Finder, name: str) -> Table:
    """Return the things that have all words of `name` in their names, in order of name; if there are none, those of the nearest names."""
    index = finder.things
    found = index.with_words(name) or _bearers_of_nearest(finder, name)
    types = {text(row, "id"): (text(row, "label"), local(text(row, "type"))) for row in ask(finder.store, _TYPES)}
    lines = (Line((*types[iri], NamedNode(iri)), (iri,)) for iri in found)
    return table(finder.store, COLUMNS, sorted(lines, key=lambda line: (str(line.cells[0]), line.support)))


def _bearers_of_nearest(finder: Finder, name: str) -> tuple[str, ...]:
    try:
        return finder.things.find(name)
    except UnknownNameError:
        return tuple(dict.fromkeys(iri for label in finder.things.nearest(name) for iri in finder.things.find(label)))
