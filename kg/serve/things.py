"""What the page of a thing shows: an IRI comes in; what is known of it, what is said of it and when it happened go out, a page at a time.

Nothing here knows of HTML. Who said it and how it was meant goes along with all that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kg.graph import BASE, ONTOLOGY, PREFIXES
from kg.serve.rows import first_of, local, text, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
_SAID: Final = """
SELECT * WHERE {
  %s ?report a kg:Report ; kg:status ?status .
  OPTIONAL { ?report rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s skos:prefLabel ?s_label . ?o skos:prefLabel ?o_label .
             OPTIONAL { GRAPH kg: { ?p skos:prefLabel ?p_label } } }
  OPTIONAL { ?e kg:count ?report ; skos:prefLabel ?e_label . ?report kg:kind ?kind ; kg:quote ?number .
             OPTIONAL { ?report kg:atLeast ?least } OPTIONAL { ?report kg:atMost ?most } }
  OPTIONAL { ?f kg:time ?report ; skos:prefLabel ?f_label . ?report kg:date ?date . OPTIONAL { ?report kg:phrase ?phrase } }
  OPTIONAL { ?g kg:statusReport ?report ; skos:prefLabel ?g_label }
  OPTIONAL { ?report kg:accordingTo ?who . ?who skos:prefLabel ?who_label }
  OPTIONAL { ?report kg:confidence ?confidence }
  OPTIONAL { ?report kg:rule ?rule }
  OPTIONAL {
    ?report prov:wasDerivedFrom ?passage . ?passage kg:quote ?quote ; oa:hasSource ?article .
    OPTIONAL { ?article kg:title ?title } OPTIONAL { ?article kg:publisher ?publisher } OPTIONAL { ?article kg:published ?published }
  }
}"""
_EVENTS: Final = r"""
SELECT ?event ?label ?type ?type_label ?date (GROUP_CONCAT(DISTINCT ?as; separator="\n") AS ?roles)
       (GROUP_CONCAT(DISTINCT ?meant; separator="\n") AS ?statuses) WHERE {
  %s ?report rdf:object ?id ; rdf:subject ?event ; rdf:predicate ?role ; kg:status ?status .
  ?event a kg:Event ; skos:prefLabel ?label ; kg:type ?type .
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


@dataclass(frozen=True, slots=True)
class Term:
    """A value as people read it; `iri` is what it names, `None` for a literal."""

    words: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence and its article."""

    quote: str
    passage: str
    article: str
    title: str
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said: who or what, how, whom or what; how it is meant, according to whom (`None`: the article itself)."""

    report: str
    subject: Term | None
    predicate: str
    object: Term | None
    status: str
    according_to: Term | None
    confidence: str | None
    rule: str | None
    sources: tuple[Source, ...]


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
        is_source: Whether it is an article or a sentence of one.
        truncated: Whether there are more of them.
    """

    iri: str
    name: str
    aliases: tuple[str, ...]
    type: str
    url: str | None
    facts: tuple[tuple[str, tuple[Term, ...]], ...]
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
    kinds = {text(row, "o") for row in by_property.get(f"{PREFIXES['rdf']}type", ())}
    return Thing(
        iri=iri.value,
        name=next(iter(names), None) or next(titles, None) or next(quotes, None) or iri.value.removeprefix(BASE),
        aliases=tuple(names[1:]),
        type=next((_object(row).words for row in classes), "thing"),
        url=next(first_of(by_property.get(f"{ONTOLOGY}url", ()), "o"), None),
        facts=tuple((_label(group[0]), tuple(map(_object, group))) for key, group in by_property.items() if key not in _HIDDEN),
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


async def said(rows: Rows, reports: Sequence[NamedNode]) -> tuple[Said, ...]:
    """Return what reports say, in their order."""
    if not reports:
        return ()
    found = await rows.of(_SAID % values("report", reports))
    place = {report.value: number for number, report in enumerate(reports)}
    in_order = sorted(found, key=lambda row: place[text(row, "report") or ""])
    return tuple(_said(report or "", tuple(group)) for report, group in groupby(in_order, key=lambda row: text(row, "report")))


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


def _said(report: str, rows: tuple[QuerySolution, ...]) -> Said:
    row = rows[0]
    told = _told(row)
    who = text(row, "who")
    return replace(
        told,
        report=report,
        according_to=Term(text(row, "who_label") or "", who) if who else None,
        sources=tuple(dict.fromkeys(_source(one) for one in rows if one["passage"] is not None)),
    )


def _told(row: QuerySolution) -> Said:
    """Return what a report says, in three parts."""
    subject: Term | None = None
    predicate, value = "", None
    if (iri := text(row, "s")) is not None:
        subject = Term(text(row, "s_label") or "", iri)
        predicate = text(row, "p_label") or local(text(row, "p") or "")
        value = Term(text(row, "o_label") or "", text(row, "o"))
    elif (iri := text(row, "e")) is not None:
        subject = Term(text(row, "e_label") or "", iri)
        predicate, value = local(text(row, "kind") or "").lower(), Term(_number(row))
    elif (iri := text(row, "f")) is not None:
        subject = Term(text(row, "f_label") or "", iri)
        phrase = text(row, "phrase")
        predicate, value = "on", Term(f"{text(row, 'date')}" + (f" (“{phrase}”)" if phrase else ""))
    elif (iri := text(row, "g")) is not None:
        subject, predicate = Term(text(row, "g_label") or "", iri), "is told of"
    status = local(text(row, "status") or "").lower()
    return Said("", subject, predicate, value, status, None, text(row, "confidence"), text(row, "rule"), ())


def _listed(row: QuerySolution, name: str) -> str:
    return ", ".join(sorted((text(row, name) or "").split("\n")))


def _number(row: QuerySolution) -> str:
    """Return a count in the words of its sentence, and how they are understood."""
    least, most = text(row, "least"), text(row, "most")
    bounds = least if least == most else f"{least} to {most}" if least and most else f"at least {least}" if least else f"at most {most}"
    quote = text(row, "number") or ""
    return quote if bounds in {None, quote, "at most None"} else f"{quote} ({bounds})"


def _source(row: QuerySolution) -> Source:
    article = text(row, "article") or ""
    return Source(
        quote=text(row, "quote") or "",
        passage=text(row, "passage") or "",
        article=article,
        title=text(row, "title") or local(article),
        publisher=text(row, "publisher"),
        published=text(row, "published"),
    )
