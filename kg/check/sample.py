"""Takes a part of a graph that can be checked by itself: a store and a number of articles come in, quads go out.

The part holds the articles, all passages of them, and whole events: an event that an article speaks of is taken with what other articles
say of it, and with the events that it is linked to, since half an event would break shapes that the whole one fulfils. Which articles are
taken depends on their identifiers only.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import OWL, PROV, RDF, SKOS

from kg.graph import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store


def _node(iri: str) -> NamedNode:
    return NamedNode(str(iri))


_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (_node(RDF[name]) for name in ("type", "subject", "predicate", "object"))
_DOCUMENT, _EVENT, _ENTITY, _PASSAGE = (_node(KG[name]) for name in ("Document", "Event", "Entity", "Passage"))
_THROUGH = _node(KG.through)
_DERIVED_FROM = _node(PROV.wasDerivedFrom)
_REPRINT_OF = _node(KG.reprintOf)
_SOURCE = NamedNode(PREFIXES["oa"] + "hasSource")
_OF_EVENT = tuple(_node(KG[name]) for name in ("statusReport", "count", "time"))
_ABOUT = frozenset((_node(KG.type), _TYPE, _node(OWL.sameAs), _node(SKOS.exactMatch)))
"""What is said of an entity apart from its edges, besides literals."""


def sample(store: Store, articles: int) -> Iterator[Quad]:
    """Yield the quads of a part of the graph, each once.

    Args:
        store: The whole graph.
        articles: How many articles to take; all, if the graph has no more.
    """
    part = _Part(store)
    chosen = sorted(
        part.subjects(_TYPE, _DOCUMENT), key=lambda document: hashlib.sha1(document.value.encode(), usedforsecurity=False).digest()
    )
    yield from part.quads(chosen[:articles])


class _Part:
    """Collects what belongs together."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.taken: set[Quad] = set()

    def quads(self, documents: Iterable[NamedNode]) -> Iterator[Quad]:
        """Yield the articles and what they speak of."""
        reports = set[NamedNode]()
        for document in documents:
            yield from self._all_of(document)
            if (original := self._object(document, _REPRINT_OF)) is not None:
                yield from self._all_of(original)
            for passage in self.subjects(_SOURCE, document):
                yield from self._all_of(passage)
                reports.update(self.subjects(_DERIVED_FROM, passage))
        for event in self._with_linked_events({event for report in reports for event in self._events_of(report)}):
            yield from self._all_of(event)
            reports.update(self._reports_of(event))
        for report in sorted(reports, key=str):
            yield from self._report(report)

    def _with_linked_events(self, events: set[NamedNode]) -> list[NamedNode]:
        """Return the events and all that they are linked to through others, by IRI."""
        found, waiting = set[NamedNode](), list(events)
        while waiting:
            event = waiting.pop()
            if event not in found:
                found.add(event)
                waiting.extend(other for report in self._reports_of(event) for other in self._events_of(report))
        return sorted(found, key=str)

    def _report(self, report: NamedNode) -> Iterator[Quad]:
        """Yield a report with its passages, its ends, who says it and the edge that it stands for."""
        yield from self._all_of(report)
        for quad in self.store.quads_for_pattern(report, None, None, None):
            if isinstance(quad.object, NamedNode) and quad.predicate != _TYPE:
                yield from self._neighbour(quad.object)
        subject, predicate, value = (self._object(report, term) for term in (_SUBJECT, _PREDICATE, _OBJECT))
        if subject and predicate and value:
            yield from self._new(self.store.quads_for_pattern(subject, predicate, value, None))

    def _neighbour(self, node: NamedNode) -> Iterator[Quad]:
        kinds = {quad.object for quad in self.store.quads_for_pattern(node, _TYPE, None, None)}
        if _PASSAGE in kinds:
            for quad in self.store.quads_for_pattern(node, None, None, None):
                if isinstance(quad.object, NamedNode) and quad.predicate != _TYPE:
                    yield from self._all_of(quad.object)
        yield from self._about(node) if kinds & {_ENTITY, _EVENT} else self._all_of(node)

    def _about(self, node: NamedNode) -> Iterator[Quad]:
        of_node = self.store.quads_for_pattern(node, None, None, None)
        yield from self._new(quad for quad in of_node if isinstance(quad.object, Literal) or quad.predicate in _ABOUT)

    def _all_of(self, node: NamedNode) -> Iterator[Quad]:
        yield from self._new(self.store.quads_for_pattern(node, None, None, None))

    def _new(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            if quad not in self.taken:
                self.taken.add(quad)
                yield quad

    def _events_of(self, report: NamedNode) -> Iterator[NamedNode]:
        for term in _OF_EVENT:
            yield from self.subjects(term, report)
        for term in (_SUBJECT, _OBJECT, _THROUGH):
            node = self._object(report, term)
            if node and Quad(node, _TYPE, _EVENT) in self.store:
                yield node

    def _reports_of(self, event: NamedNode) -> Iterator[NamedNode]:
        for term in (_SUBJECT, _THROUGH):
            yield from self.subjects(term, event)
        for term in _OF_EVENT:
            yield from (quad.object for quad in self.store.quads_for_pattern(event, term, None, None) if isinstance(quad.object, NamedNode))

    def subjects(self, predicate: NamedNode, value: NamedNode) -> Iterator[NamedNode]:
        """Yield what has that value."""
        found = (quad.subject for quad in self.store.quads_for_pattern(None, predicate, value, None))
        yield from (node for node in found if isinstance(node, NamedNode))

    def _object(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        found = (quad.object for quad in self.store.quads_for_pattern(node, predicate, None, None))
        return next((value for value in found if isinstance(value, NamedNode)), None)
