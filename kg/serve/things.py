"""What the page of a thing shows: an IRI comes in; what is known of it, its events and the reports that speak of it go out, page by page.

Nothing here knows of HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kg.graph import BASE, ONTOLOGY, PREFIXES
from kg.serve.rows import Term, first_of, local, text, values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QuerySolution

    from kg.serve.rows import Rows

PAGE: Final = 50
"""Rows of one page."""
MOST_FACTS: Final = 300

_FACTS: Final = f"""
SELECT ?p ?p_label ?o ?o_label WHERE {{
  %s ?id ?p ?o .
  OPTIONAL {{ GRAPH kg: {{ ?p skos:prefLabel ?p_label }} }}
  OPTIONAL {{ ?o skos:prefLabel|kg:title ?own }}
  OPTIONAL {{ GRAPH kg: {{ ?o skos:prefLabel ?term }} }}
  BIND(COALESCE(?own, ?term) AS ?o_label)
}} ORDER BY ?p ?o LIMIT {MOST_FACTS}"""

# What speaks of a thing: the latest first; of an article, and of a sentence, in the order of its text.
_REPORTS: Final = """
SELECT ?report (MAX(?day) AS ?latest) WHERE {
  %s
  { ?report rdf:subject ?id } UNION { ?report rdf:object ?id } UNION { ?report kg:accordingTo ?id }
  UNION { ?id kg:count|kg:time|kg:statusReport ?report }
  UNION { ?id a kg:Report . BIND(?id AS ?report) } UNION { ?id kg:derivedFrom ?report } UNION { ?report kg:derivedFrom ?id }
  OPTIONAL { ?report prov:wasDerivedFrom/oa:hasSource/kg:published ?day }
} GROUP BY ?report ORDER BY DESC(?latest) ?report LIMIT %d OFFSET %d"""
_REPORTS_FROM: Final = """
SELECT ?report (MIN(?at) AS ?first) WHERE {
  %s { ?passage oa:hasSource ?id } UNION { ?id a kg:Passage . BIND(?id AS ?passage) }
  ?report prov:wasDerivedFrom ?passage . ?passage oa:hasSelector/oa:start ?at .
} GROUP BY ?report ORDER BY ?first ?report LIMIT %d OFFSET %d"""
# The inner SELECT comes first, since the engine would else begin with all events.
_EVENTS: Final = r"""
SELECT ?event ?label ?type ?type_label ?date (GROUP_CONCAT(DISTINCT ?as; separator="\n") AS ?roles)
       (GROUP_CONCAT(DISTINCT ?meant; separator="\n") AS ?statuses) WHERE {
  { SELECT ?event ?role ?status WHERE { %s ?report rdf:object ?id ; rdf:subject ?event ; rdf:predicate ?role ; kg:status ?status } }
  ?event kg:type ?type ; skos:prefLabel ?label .
  FILTER EXISTS { ?event a kg:Event }
  OPTIONAL { ?event kg:date ?date }
  OPTIONAL { GRAPH kg: { ?role skos:prefLabel ?as } }
  OPTIONAL { GRAPH kg: { ?type skos:prefLabel ?type_label } }
  BIND(LCASE(STRAFTER(STR(?status), STR(kg:))) AS ?meant)
} GROUP BY ?event ?label ?type ?type_label ?date
ORDER BY (!BOUND(?date)) STR(?date) ?label ?event LIMIT %d OFFSET %d"""
_REPLACED: Final = "SELECT ?by WHERE { %s ?id dct:isReplacedBy ?by }"
_TRIPLES: Final = """
CONSTRUCT { ?x ?p ?o } WHERE {
  { %s ?x ?p ?o } UNION { %s ?report prov:wasDerivedFrom ?x . ?x ?p ?o }
}"""
_HIDDEN: Final = frozenset(
    (
        *(f"{ONTOLOGY}{name}" for name in ("count", "time", "statusReport", "type", "identifier", "url")),
        *(f"{PREFIXES['skos']}{name}" for name in ("prefLabel", "altLabel")),
        *(f"{PREFIXES['rdf']}{name}" for name in ("type", "subject", "predicate", "object")),
    )
)
"""Properties that stand elsewhere on the page, or say again what a narrower one says."""


_IN_WORDS: Final = {f"{ONTOLOGY}Document": "article", f"{ONTOLOGY}Passage": "sentence"}
"""What pages call these, for the ontology's own words."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, and as what the thing took part in it."""

    event: Term
    type: str
    date: str | None
    roles: str
    statuses: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known of a thing.

    Attributes:
        iri: Its IRI.
        name: What it is called most.
        aliases: Its other names.
        type: Its class, in words.
        url: Where an article was published; of any scheme, as the feed gave it.
        facts: All other properties with their values.
        is_drawn: Whether it is a node of the picture.
        is_source: Whether it is an article or a sentence of one.
        truncated: Whether there are more of them.
    """

    iri: str
    name: str
    aliases: tuple[str, ...]
    type: str
    url: str | None
    facts: tuple[tuple[str, tuple[Term, ...]], ...]
    is_drawn: bool
    is_source: bool
    truncated: bool


def iri_of(path: str) -> NamedNode | None:
    """Return the IRI of a path below that of all things; `None`: it is none."""
    try:
        return NamedNode(f"{BASE}{path}")
    except ValueError:
        return None


async def thing_of(rows: Rows, iri: NamedNode) -> Thing | None:
    """Return what is known of a thing; `None`: there is none."""
    found = await rows.of(_FACTS % values("id", (iri,)))
    if not found:
        return None
    by_property = {key: tuple(group) for key, group in groupby(found, key=lambda row: text(row, "p") or "")}
    names = [name for key in ("prefLabel", "altLabel") for name in first_of(by_property.get(f"{PREFIXES['skos']}{key}", ()), "o")]
    titles = first_of(by_property.get(f"{ONTOLOGY}title", ()), "o")
    quotes = first_of(by_property.get(f"{ONTOLOGY}quote", ()), "o")
    classes = by_property.get(f"{ONTOLOGY}type") or by_property.get(f"{PREFIXES['rdf']}type", ())
    # of an article, a sentence or a report the ontology's own class, not one of another vocabulary that is above it
    own = [row for row in classes if (text(row, "o") or "").startswith(ONTOLOGY)]
    kinds = {text(row, "o") for row in by_property.get(f"{PREFIXES['rdf']}type", ())}
    return Thing(
        iri=iri.value,
        name=next(iter(names), None) or next(titles, None) or next(quotes, None) or iri.value.removeprefix(BASE),
        aliases=tuple(names[1:]),
        type=next((_IN_WORDS.get(text(row, "o") or "", _object(row).words) for row in own or classes), "thing"),
        url=next(first_of(by_property.get(f"{ONTOLOGY}url", ()), "o"), None),
        facts=tuple((_label(group[0]), tuple(map(_object, group))) for key, group in by_property.items() if key not in _HIDDEN),
        is_drawn=f"{ONTOLOGY}type" in by_property,
        is_source=bool(kinds & {f"{ONTOLOGY}Document", f"{ONTOLOGY}Passage"}),
        truncated=len(found) == MOST_FACTS,
    )


async def current_of(rows: Rows, iri: NamedNode) -> NamedNode | None:
    """Return what a former id leads to, if it is one."""
    found = await rows.of(_REPLACED % values("id", (iri,)))
    by = found[0]["by"] if found else None
    return by if isinstance(by, NamedNode) and by != iri else None


async def reports_of(rows: Rows, iri: NamedNode, *, page: int, source: bool) -> tuple[tuple[NamedNode, ...], bool]:
    """Return a page of the reports that speak of a thing, and whether there is another one.

    Args:
        rows: Answers.
        iri: The thing.
        page: From 1.
        source: It is an article or a sentence: its reports are those that were read in it.
    """
    asked = (_REPORTS_FROM if source else _REPORTS) % (values("id", (iri,)), PAGE + 1, (page - 1) * PAGE)
    found = [row["report"] for row in await rows.of(asked)]
    return tuple(report for report in found[:PAGE] if isinstance(report, NamedNode)), len(found) > PAGE


async def events_of(rows: Rows, iri: NamedNode, *, page: int) -> tuple[tuple[Happened, ...], bool]:
    """Return a page of the events that a thing takes part in, in order of time, the undated last, and whether there is another one."""
    found = await rows.of(_EVENTS % (values("id", (iri,)), PAGE + 1, (page - 1) * PAGE))
    events = (
        Happened(
            event=Term(text(row, "label") or "", text(row, "event")),
            type=text(row, "type_label") or local(text(row, "type") or ""),
            date=text(row, "date"),
            roles=_listed(row, "roles"),
            statuses=_listed(row, "statuses"),
        )
        for row in found[:PAGE]
    )
    return tuple(events), len(found) > PAGE


async def triples_of(rows: Rows, iri: NamedNode, reports: Iterable[NamedNode], media_type: str) -> bytes:
    """Return a thing, reports that speak of it and the sentences that these were read in, as triples."""
    reports = tuple(reports)
    return await rows.triples(_TRIPLES % (values("x", (iri, *reports)), values("report", reports)), media_type)


def _label(row: QuerySolution) -> str:
    return text(row, "p_label") or local(text(row, "p") or "")


def _object(row: QuerySolution) -> Term:
    term = row["o"]
    if isinstance(term, Literal):
        return Term(term.value)
    iri = text(row, "o") or ""
    return Term(text(row, "o_label") or (local(iri) if iri.startswith(ONTOLOGY) and not iri.startswith(BASE) else iri), iri)


def _listed(row: QuerySolution, name: str) -> str:
    return ", ".join(sorted((text(row, name) or "").split("\n")))
