"""Who is spoken of: a store comes in, a table of actors goes out, the ones in most events first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.explore.rows import Line, ask, gathered, joined, local, table, text

if TYPE_CHECKING:
    from kg.explore.finding import Finder
    from kg.query import Table

COLUMNS = ("actor", "type", "events", "articles", "aliases", "same_as", "id")

_ACTORS = "SELECT ?id ?label ?type WHERE { ?id a kg:Actor ; kg:type ?type ; skos:prefLabel ?label }"
_EVENTS = "SELECT DISTINCT ?id ?value WHERE { ?id a kg:Entity . ?report rdf:object ?id ; rdf:subject ?value . ?value a kg:Event }"
_ARTICLES = """
SELECT DISTINCT ?id ?value WHERE {
  ?id a kg:Entity . { ?report rdf:object ?id } UNION { ?report rdf:subject ?id } UNION { ?report kg:accordingTo ?id }
  ?report prov:wasDerivedFrom/oa:hasSource ?value .
}"""
_ALIASES = "SELECT ?id ?value WHERE { ?id skos:altLabel ?value }"
_SAME = "SELECT ?id ?value WHERE { ?id owl:sameAs|skos:exactMatch ?value }"


def actors(finder: Finder, *, type: str | None = None) -> Table:  # noqa: A002 - the word of those who ask
    """Return the actors, those that take part in most events first.

    Args:
        finder: Of the store to ask.
        type: A class such as "person"; its subclasses count too.

    Raises:
        UnknownNameError: There is no such class.
    """
    store = finder.store
    wanted = None if type is None else finder.of_type(type)
    events, articles = gathered(store, _EVENTS), gathered(store, _ARTICLES)
    aliases, same = gathered(store, _ALIASES), gathered(store, _SAME)
    lines = []
    for row in ask(store, _ACTORS):
        iri = text(row, "id")
        if wanted is None or iri in wanted:
            numbers = (len(events.get(iri, ())), len(articles.get(iri, ())))
            names = (joined(aliases.get(iri)), joined(same.get(iri)))
            lines.append(Line((text(row, "label"), local(text(row, "type")), *numbers, *names, NamedNode(iri)), (iri,)))
    return table(store, COLUMNS, sorted(lines, key=_most_events_first))


def _most_events_first(line: Line) -> tuple[int, str, str]:
    name, _, events, *_ = line.cells
    return -int(str(events)), str(name), line.support[0]
