"""Turns `Knowledge` into RDF: resolved actors, events and what is said of them come in, quads of the default graph go out.

A plain edge between two nodes is written only for what is reported as fact; every assertion is written as a node with its status and
its passage. What the ontology does not allow, such as a person as place, is left out. The order follows that of the knowledge, nothing is
a blank node. Edges that follow from others are made in `kg.graph.rules`. The shapes are shown in `README.md` beside this file.
"""

from __future__ import annotations

from functools import cache
from itertools import starmap
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, Namespace

from kg.errors import UnknownNameError
from kg.graph.fit import ENTITY_CLASSES, Fit
from kg.graph.ontology import ancestors
from kg.graph.terms import day, decimal, digest, named, partial_date, resource, resource_of_id, segment, text
from kg.graph.vocabulary import BASE, KG, PREFIXES
from kg.model import RELATION_TYPES, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from rdflib import URIRef

    from kg.model import (
        Actor,
        Assertion,
        Basis,
        CountKind,
        Decision,
        Document,
        Event,
        EventStatus,
        EventTime,
        Judgement,
        Knowledge,
        PartialDate,
        Passage,
        Span,
        Status,
        Toll,
    )

_Term = NamedNode | Literal
_Fact = tuple[NamedNode, NamedNode, _Term]

_OA = Namespace(PREFIXES["oa"])


@cache
def _node(iri: URIRef) -> NamedNode:
    return NamedNode(str(iri))


_TYPE = _node(RDF.type)
_SUBJECT, _PREDICATE, _OBJECT = _node(RDF.subject), _node(RDF.predicate), _node(RDF.object)
_PREF_LABEL, _ALT_LABEL = _node(SKOS.prefLabel), _node(SKOS.altLabel)
_REPLACED_BY = _node(DCTERMS.isReplacedBy)
_SAME_AS, _EXACT_MATCH = _node(OWL.sameAs), _node(SKOS.exactMatch)
_LATITUDE, _LONGITUDE = (NamedNode(f"{PREFIXES['wgs']}{name}") for name in ("lat", "long"))
_DERIVED_FROM, _GENERATED_BY = _node(PROV.wasDerivedFrom), _node(PROV.wasGeneratedBy)
_SELECTOR, _START, _END, _EXACT, _SOURCE = (_node(_OA[name]) for name in ("hasSelector", "start", "end", "exact", "hasSource"))
_POSITION = _node(_OA.TextPositionSelector)

_KG_TYPE, _STATUS, _ACCORDING_TO = _node(KG.type), _node(KG.status), _node(KG.accordingTo)
_DATE, _BASIS, _QUOTE, _MARK = _node(KG.date), _node(KG.basis), _node(KG.quote), _node(KG.mark)

_STATUS_TERMS: Mapping[Status, NamedNode] = {
    "Reported": _node(KG.Reported),
    "Claimed": _node(KG.Claimed),
    "Accused": _node(KG.Accused),
    "Suspected": _node(KG.Suspected),
    "Planned": _node(KG.Planned),
    "Denied": _node(KG.Denied),
}
_KINDS: Mapping[CountKind, NamedNode] = {
    "killed": _node(KG.Killed),
    "wounded": _node(KG.Wounded),
    "arrested": _node(KG.Arrested),
    "displaced": _node(KG.Displaced),
    "kidnapped": _node(KG.Kidnapped),
    "released": _node(KG.Released),
    "protesters": _node(KG.Protesters),
    "other": _node(KG.OtherKind),
}
_BASES: Mapping[Basis, NamedNode] = {"stated": _node(KG.Stated), "inferred": _node(KG.Inferred)}
_JUDGEMENTS: Mapping[Judgement, NamedNode] = {"same": _node(KG.Same), "different": _node(KG.Different), "unsure": _node(KG.Unsure)}
_PREDICATES: Mapping[str, NamedNode] = {
    name: _node(KG[name]) for name in (*(role[0].lower() + role[1:] for role in ROLES if role != "Time"), *RELATION_TYPES)
}  # no time: what an event's time is, an `EventTime` says
_GEONAMES = ("https://sws.geonames.org/", "http://sws.geonames.org/", "https://www.geonames.org/", "http://www.geonames.org/")


class _Said(Protocol):
    """What every report has."""

    @property
    def status(self) -> Status: ...
    @property
    def evidence(self) -> Passage: ...


def quads(knowledge: Knowledge, *, base: str = BASE, of: Knowledge | None = None) -> Iterator[Quad]:
    """Yield what is known as quads of the default graph, in the order of `knowledge`; a quad may come more than once.

    Args:
        knowledge: What was resolved from a corpus.
        base: What the IRIs of actors, events, documents, … begin with.
        of: The things that something is said of, where `knowledge` is only what some articles say; default: those in it.

    Raises:
        UnknownNameError: A type or predicate is not in the ontology.
        InputError: A date is none, or an IRI elsewhere (`same_as`) is none.
    """
    yield from starmap(Quad, _Writer(base, Fit(of or knowledge)).facts(knowledge))


class _Writer:
    """Writes the facts of one graph; holds the base of its IRIs, and what may be said of what."""

    def __init__(self, base: str, fit: Fit) -> None:
        self.base = base
        self.fit = fit
        self._written = set[NamedNode]()  # passages and what they have in common, which many reports rest on

    def facts(self, knowledge: Knowledge) -> Iterator[_Fact]:
        for document in knowledge.documents:
            yield from self.document(document)
        for actor in knowledge.actors:
            yield from self.actor(actor)
        for event in knowledge.events:
            yield from self.event(event)
        for node, assertion in self.distinct(self.fit.admitted(knowledge.assertions)).items():
            yield from self.assertion(node, assertion)
        for toll in knowledge.tolls:
            yield from self.toll(toll)
        for time in knowledge.times:
            yield from self.time(time)
        for status in knowledge.statuses:
            yield from self.event_status(status)
        for decision in knowledge.decisions:
            yield from self.decision(decision)
        for former, current in knowledge.redirects:
            yield resource_of_id(self.base, former), _REPLACED_BY, resource_of_id(self.base, current)

    # ------------------------------------------------------------ things

    def document(self, document: Document) -> Iterator[_Fact]:
        node = resource(self.base, "document", segment(document.id))
        yield from _classes(node, "Document")
        yield node, _node(KG.identifier), text(document.id)
        texts = ((KG.title, document.title), (KG.publisher, document.publisher), (KG.url, document.url), (KG.language, document.language))
        yield from ((node, _node(term), text(value)) for term, value in texts if value is not None)
        days = ((KG.published, document.published), (KG.retrieved, document.retrieved))
        yield from ((node, _node(term), day(value)) for term, value in days if value is not None)
        if document.reprint_of is not None:
            yield node, _node(KG.reprintOf), resource(self.base, "document", segment(document.reprint_of))

    def actor(self, actor: Actor) -> Iterator[_Fact]:
        if actor.type not in ENTITY_CLASSES:
            raise UnknownNameError("type of entity", actor.type, ENTITY_CLASSES)
        node = resource_of_id(self.base, actor.id)
        yield from _typed(node, ENTITY_CLASSES[actor.type])
        yield node, _PREF_LABEL, text(actor.name)
        yield from ((node, _ALT_LABEL, text(alias)) for alias in actor.aliases)
        if actor.kind:
            yield from _classes(node, actor.kind)
        if actor.point:
            yield from ((node, term, decimal(degrees)) for term, degrees in zip((_LATITUDE, _LONGITUDE), actor.point, strict=True))
        for iri in actor.same_as:
            yield node, _EXACT_MATCH if iri.startswith(_GEONAMES) else _SAME_AS, named(iri)

    def event(self, event: Event) -> Iterator[_Fact]:
        node = resource_of_id(self.base, event.id)
        yield from _typed(node, event.type)
        yield node, _PREF_LABEL, text(event.name)
        yield from _dated(node, event.date)

    def decision(self, decision: Decision) -> Iterator[_Fact]:
        node = resource(
            self.base, "decision", digest((decision.left, decision.right, decision.judgement, decision.score, *decision.reasons))
        )
        yield from _classes(node, "IdentityDecision")
        yield node, _node(KG.left), resource_of_id(self.base, decision.left)
        yield node, _node(KG.right), resource_of_id(self.base, decision.right)
        yield node, _node(KG.judgement), _JUDGEMENTS[decision.judgement]
        yield node, _node(KG.score), decimal(decision.score)
        yield from ((node, _node(KG.reason), text(reason)) for reason in decision.reasons)

    # ------------------------------------------------------------ reports

    def distinct(self, assertions: Iterable[Assertion]) -> dict[NamedNode, Assertion]:
        """Return assertions by IRI; of those that differ only in confidence or reader, the surest."""
        kept: dict[NamedNode, Assertion] = {}
        for assertion in assertions:
            said = (assertion.subject, assertion.predicate, assertion.object, assertion.status, assertion.according_to)
            node = resource(self.base, "assertion", digest((*said, *_place(assertion.evidence))))
            if node not in kept or assertion.confidence > kept[node].confidence:
                kept[node] = assertion
        return kept

    def assertion(self, node: NamedNode, assertion: Assertion) -> Iterator[_Fact]:
        if assertion.predicate not in _PREDICATES:
            raise UnknownNameError("predicate", assertion.predicate, _PREDICATES)
        predicate = _PREDICATES[assertion.predicate]
        subject, value = resource_of_id(self.base, assertion.subject), resource_of_id(self.base, assertion.object)
        if assertion.status == "Reported":
            yield subject, predicate, value
        yield from _classes(node, "Assertion")
        yield from ((node, _SUBJECT, subject), (node, _PREDICATE, predicate), (node, _OBJECT, value))
        yield node, _node(KG.confidence), decimal(assertion.confidence)
        yield from self.said(node, assertion, assertion.according_to)
        yield from ((node, _node(KG.relayedBy), resource_of_id(self.base, actor)) for actor in assertion.relayed_by)
        if assertion.extractor:
            run = resource(self.base, "run", segment(assertion.extractor))
            yield node, _GENERATED_BY, run
            yield from _classes(run, "Run")
            yield run, _PREF_LABEL, text(assertion.extractor)

    def toll_node(self, toll: Toll) -> NamedNode:
        count = toll.count
        content = (toll.event, toll.kind, count.at_least, count.at_most, count.quote, toll.status, toll.according_to, toll.reported_on)
        return resource(self.base, "count", digest((*content, *_place(toll.evidence))))

    def toll(self, toll: Toll) -> Iterator[_Fact]:
        count, node = toll.count, self.toll_node(toll)
        yield resource_of_id(self.base, toll.event), _node(KG.count), node
        yield from _classes(node, "Count")
        yield node, _node(KG.kind), _KINDS[toll.kind]
        bounds = ((KG.atLeast, count.at_least), (KG.atMost, count.at_most))
        yield from ((node, _node(term), Literal(bound)) for term, bound in bounds if bound is not None)
        yield node, _QUOTE, text(count.quote)
        links = ((KG.partOfCount, toll.part_of), (KG.revises, toll.revises))
        yield from ((node, _node(term), self.toll_node(other)) for term, other in links if other is not None)
        yield from _on(node, KG.reportedOn, toll.reported_on)
        yield from self.said(node, toll, toll.according_to)

    def time(self, time: EventTime) -> Iterator[_Fact]:
        date = (time.date.value, time.date.basis) if time.date else (None, None)
        node = resource(self.base, "time", digest((time.event, *date, time.phrase, time.reference, time.status, *_place(time.evidence))))
        yield resource_of_id(self.base, time.event), _node(KG.time), node
        yield from _classes(node, "EventTime")
        yield from _dated(node, time.date)
        yield node, _node(KG.phrase), text(time.phrase)
        yield from _on(node, KG.reference, time.reference)
        yield from self.said(node, time, None)

    def event_status(self, status: EventStatus) -> Iterator[_Fact]:
        event = resource_of_id(self.base, status.event)
        node = resource(self.base, "status", digest((status.event, status.status, status.according_to, *_place(status.evidence))))
        yield event, _STATUS, _STATUS_TERMS[status.status]
        yield event, _node(KG.statusReport), node
        yield from _classes(node, "StatusReport")
        yield from self.said(node, status, status.according_to)

    def said(self, node: NamedNode, report: _Said, according_to: str | None) -> Iterator[_Fact]:
        yield node, _STATUS, _STATUS_TERMS[report.status]
        if according_to is not None and self.fit.can_say(according_to):
            yield node, _ACCORDING_TO, resource_of_id(self.base, according_to)
        passage = self.passage_node(report.evidence)
        yield node, _DERIVED_FROM, passage
        if self.is_new(passage):
            yield from self.passage(passage, report.evidence)

    # ------------------------------------------------------------ passages

    def passage_node(self, passage: Passage) -> NamedNode:
        marks = ".".join(_offsets(mark) for mark in passage.marks)
        parts = ("passage", segment(passage.document), _offsets(passage.sentence), *((marks,) if marks else ()))
        return resource(self.base, *parts)

    def passage(self, node: NamedNode, passage: Passage) -> Iterator[_Fact]:
        document = segment(passage.document)
        selector = resource(self.base, "selector", document, _offsets(passage.sentence))
        yield from _classes(node, "Passage")
        yield node, _QUOTE, text(passage.sentence.text)
        yield node, _SOURCE, resource(self.base, "document", document)
        yield node, _SELECTOR, selector
        if self.is_new(selector):
            yield selector, _TYPE, _POSITION
            yield from _position(selector, passage.sentence)
        for span in passage.marks:
            mark = resource(self.base, "mark", document, _offsets(span))
            yield node, _MARK, mark
            if self.is_new(mark):
                yield from _classes(mark, "Mark")
                yield from _position(mark, span)
                yield mark, _EXACT, text(span.text)

    def is_new(self, node: NamedNode) -> bool:
        """Tell whether it is seen for the first time, and remember it."""
        if node in self._written:
            return False
        self._written.add(node)
        return True


def _typed(node: NamedNode, name: str) -> Iterator[_Fact]:
    yield from _classes(node, name)
    yield node, _KG_TYPE, ancestors(name)[0]


def _classes(node: NamedNode, name: str) -> Iterator[_Fact]:
    for parent in ancestors(name):
        yield node, _TYPE, parent


def _dated(node: NamedNode, date: PartialDate | None) -> Iterator[_Fact]:
    if date is not None:
        yield node, _DATE, partial_date(date)
        yield node, _BASIS, _BASES[date.basis]


def _on(node: NamedNode, term: URIRef, value: date | None) -> Iterator[_Fact]:
    if value is not None:
        yield node, _node(term), day(value)


def _position(node: NamedNode, span: Span) -> Iterator[_Fact]:
    yield node, _START, Literal(span.start)
    yield node, _END, Literal(span.end)


def _offsets(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _place(passage: Passage) -> tuple[str, ...]:
    return (passage.document, *(_offsets(span) for span in (passage.sentence, *passage.marks)))
