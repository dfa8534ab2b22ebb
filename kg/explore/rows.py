"""What the questions of this room have in common: asking a store with the known prefixes, gathering rows, making tables of values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Variable

from kg.graph import BASE, ONTOLOGY, PREFIXES
from kg.query import Links, Table
from kg.query.terms import term_of

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

    from kg.store import Store

Cell = str | int | float | date | NamedNode | None
MOST_SINGLE = 2_000  # things that are asked for one by one; for more, one query for all is quicker
STATUS_ORDER = ("Reported", "Claimed", "Accused", "Suspected", "Planned", "Denied")


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be: its cells, and the IRIs of what it rests on."""

    cells: tuple[Cell, ...]
    support: tuple[str, ...]


def ask(store: Store, sparql: str, **iris: str) -> Iterator[QuerySolution]:
    """Yield the solutions of a SELECT, in which the variables named by `iris` are bound."""
    bound = {Variable(name): NamedNode(iri) for name, iri in iris.items()}
    return iter(store.query(sparql, prefixes=PREFIXES, substitutions=bound or None))  # type: ignore[arg-type]  # a SELECT gives solutions


def text(row: QuerySolution, name: str) -> str:
    """Return the text of what is bound to `name`, nothing if nothing is."""
    return optional(row, name) or ""


def optional(row: QuerySolution, name: str) -> str | None:
    """Return the text of what is bound to `name`, `None` if nothing is."""
    term = row[name]
    return None if term is None else str(term.value)


def local(iri: str) -> str:
    """Return a name of the ontology without its namespace: "Bombing"."""
    return iri.removeprefix(ONTOLOGY)


def short_id(iri: str) -> str:
    """Return an IRI without the base that all of ours have: "event/…"."""
    return iri.removeprefix(BASE)


def ask_of(store: Store, sparql: str, ids: Collection[str] | None) -> Iterator[QuerySolution]:
    """Yield the solutions of a SELECT for some `?id`s, or for all: a few are asked for one by one, which a large graph answers at once."""
    if ids is None or len(ids) > MOST_SINGLE:
        yield from (row for row in ask(store, sparql) if ids is None or text(row, "id") in ids)
    else:
        for iri in sorted(ids):
            yield from ask(store, sparql, id=iri)


def gathered(store: Store, sparql: str, ids: Collection[str] | None = None) -> dict[str, list[str]]:
    """Return the distinct `?value`s of each `?id`, or of some, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in ask_of(store, sparql, ids):
        found[text(row, "id")].add(text(row, "value"))
    return {key: sorted(values) for key, values in found.items()}


def joined(values: Iterable[str] | None) -> str | None:
    """Return the values as one text, or `None` if there are none."""
    return ", ".join(values or ()) or None


def table(store: Store, columns: tuple[str, ...], lines: Iterable[Line]) -> Table:
    """Make a table of lines, in their order."""
    kept = list(lines)
    rows = tuple(tuple(term_of(cell) for cell in line.cells) for line in kept)
    return Table(columns, rows, support=tuple(line.support for line in kept), links=Links(store))
