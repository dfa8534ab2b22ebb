"""What reports say: their IRIs come in; who or what, how, whom or what goes out, with status, by whose account, and the sentences.

It is asked in three plain steps. One query for all of it would have a dozen optional parts, of which the engine reads some whole: that took
two seconds for fifty reports of a graph of a million triples; this takes ten milliseconds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.graph import ONTOLOGY, PREFIXES
from kg.serve.rows import Term, local, text, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.serve.rows import Rows

    Fields = Mapping[str, Sequence[str]]
    """Values of a report by their property; of an event that has it: `_OF` and the property that it has it by."""

_OF: Final = "of "
_REPORTS: Final = """
SELECT ?report ?of ?p ?o WHERE {
  { %(these)s ?report ?p ?o }
  UNION { %(these)s ?o kg:count ?report . BIND(kg:count AS ?of) }
  UNION { %(these)s ?o kg:time ?report . BIND(kg:time AS ?of) }
  UNION { %(these)s ?o kg:statusReport ?report . BIND(kg:statusReport AS ?of) }
}"""
_LABELS: Final = """
SELECT ?x ?label WHERE {
  { %(these)s ?x skos:prefLabel ?label } UNION { %(these)s GRAPH kg: { ?x skos:prefLabel ?label } }
} ORDER BY ?label"""
_PASSAGES: Final = """
SELECT ?passage ?quote ?article ?title ?publisher ?published WHERE {
  %s ?passage kg:quote ?quote ; oa:hasSource ?article .
  OPTIONAL { ?article kg:title ?title } OPTIONAL { ?article kg:publisher ?publisher } OPTIONAL { ?article kg:published ?published }
} ORDER BY ?published ?passage"""
_PARTS: Final = tuple(f"{PREFIXES['rdf']}{name}" for name in ("subject", "predicate", "object"))
_FROM: Final = f"{PREFIXES['prov']}wasDerivedFrom"
_NAMING: Final = (*_PARTS, f"{ONTOLOGY}accordingTo", *(f"{_OF}{ONTOLOGY}{name}" for name in ("count", "time", "statusReport")))


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
    parts: tuple[Term | None, str, Term | None]
    status: str
    according_to: Term | None
    confidence: str | None
    rule: str | None
    sources: tuple[Source, ...]


async def said(rows: Rows, reports: Sequence[NamedNode]) -> tuple[Said, ...]:
    """Return what reports say, in their order."""
    if not reports:
        return ()
    told = await _fields(rows, reports)
    labels = await _labels(rows, (iri for fields in told.values() for name in _NAMING for iri in fields.get(name, ())))
    sources = await _sources(rows, (iri for fields in told.values() for iri in fields.get(_FROM, ())))
    return tuple(_said(report.value, told[report.value], labels, sources) for report in reports if report.value in told)


async def _fields(rows: Rows, reports: Iterable[NamedNode]) -> Mapping[str, Fields]:
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in await rows.of(_REPORTS % {"these": values("report", reports)}):
        name = text(row, "p") or f"{_OF}{text(row, 'of')}"
        told[text(row, "report") or ""][name].append(text(row, "o") or "")
    return told


async def _labels(rows: Rows, iris: Iterable[str]) -> Mapping[str, str]:
    these = {"these": values("x", _nodes(iris))}
    return {text(row, "x") or "": text(row, "label") or "" for row in await rows.of(_LABELS % these)}


async def _sources(rows: Rows, passages: Iterable[str]) -> Mapping[str, Source]:
    found = await rows.of(_PASSAGES % values("passage", _nodes(passages)))
    return {
        passage: Source(
            quote=text(row, "quote") or "",
            passage=passage,
            article=article,
            title=text(row, "title") or local(article),
            publisher=text(row, "publisher"),
            published=text(row, "published"),
        )
        for row in found
        if (passage := text(row, "passage")) and (article := text(row, "article"))
    }


def _nodes(iris: Iterable[str]) -> Iterable[NamedNode]:
    """Yield terms of IRIs, each once; what the engine gave is one, but a text in the place of one is none."""
    for iri in dict.fromkeys(iris):
        try:
            yield NamedNode(iri)
        except ValueError:
            continue


def _said(report: str, fields: Fields, labels: Mapping[str, str], sources: Mapping[str, Source]) -> Said:
    who = _one(fields, f"{ONTOLOGY}accordingTo")
    return Said(
        report=report,
        parts=_parts(fields, labels),
        status=local(_one(fields, f"{ONTOLOGY}status") or "").lower(),
        according_to=_term(who, labels),
        confidence=_one(fields, f"{ONTOLOGY}confidence"),
        rule=_one(fields, f"{ONTOLOGY}rule"),
        sources=tuple(source for passage, source in sources.items() if passage in fields.get(_FROM, ())),
    )


def _parts(fields: Fields, labels: Mapping[str, str]) -> tuple[Term | None, str, Term | None]:
    """Return subject, predicate and object: of an assertion as it has them, of what is told of an event in words."""
    subject, predicate, value = (_one(fields, name) for name in _PARTS)
    if predicate:
        return _term(subject, labels), labels.get(predicate) or local(predicate), _term(value, labels)
    event = {name: _one(fields, f"{_OF}{ONTOLOGY}{name}") for name in ("count", "time", "statusReport")}
    if event["count"]:
        return _term(event["count"], labels), local(_one(fields, f"{ONTOLOGY}kind") or "").lower(), Term(_number(fields))
    if event["time"]:
        day, phrase = (_one(fields, f"{ONTOLOGY}{name}") for name in ("date", "phrase"))
        return _term(event["time"], labels), "on", Term(f"{day or 'an unknown day'}{f' (“{phrase}”)' if phrase else ''}")
    return _term(event["statusReport"], labels), "is told of", None


def _number(fields: Fields) -> str:
    """Return a count in the words of its sentence, and how they are understood."""
    least, most, quote = (_one(fields, f"{ONTOLOGY}{name}") for name in ("atLeast", "atMost", "quote"))
    if least == most:
        bounds = least
    elif least and most:
        bounds = f"{least} to {most}"
    else:
        bounds = f"at least {least}" if least else f"at most {most}"
    return f"{quote} ({bounds})" if quote and bounds and bounds != quote else quote or bounds or ""


def _one(fields: Fields, name: str) -> str | None:
    return min(fields.get(name, ()), default=None)


def _term(iri: str | None, labels: Mapping[str, str]) -> Term | None:
    return None if iri is None else Term(labels.get(iri) or local(iri), iri)
