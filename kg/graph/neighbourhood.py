"""Cuts out of a graph what rules need to see of some events: a store and events come in, a small store in memory goes out.

A rule may look at an event, at the events that it is linked to by what is said of them, at who and what takes part in these, and at
which article says so. So what follows for new articles is found without reading the rest of the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Store
from rdflib import PROV, RDF

from kg.graph.ontology import ontology_quads
from kg.graph.vocabulary import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _node(iri: str) -> NamedNode:
    return NamedNode(str(iri))


_TYPE, _SUBJECT, _OBJECT = (_node(RDF[name]) for name in ("type", "subject", "object"))
_EVENT = _node(KG.Event)
_DERIVED_FROM, _SOURCE = _node(PROV.wasDerivedFrom), NamedNode(f"{PREFIXES['oa']}hasSource")
_SEEN = frozenset((_TYPE, _SUBJECT, _node(RDF.predicate), _OBJECT, _node(KG.status), _node(KG.accordingTo), _DERIVED_FROM))
"""What rules look at of an assertion."""


def neighbourhood(store: Store, events: Iterable[NamedNode]) -> Store:
    """Return what is said of the events, as `linked` finds all that belong together, with the ontology."""
    part = Store()
    part.extend(ontology_quads())
    part.extend(_surroundings(store, events))  # at once: each call has its price
    return part


def _surroundings(store: Store, events: Iterable[NamedNode]) -> Iterator[Quad]:
    of_class, passages = set[NamedNode](), set[NamedNode]()
    for event in events:
        for quad in store.quads_for_pattern(event, None, None, None):
            yield quad
            if quad.predicate != _TYPE and isinstance(quad.object, NamedNode):
                of_class.add(quad.object)
        for assertion in _ends(store, _SUBJECT, event):
            for quad in store.quads_for_pattern(assertion, None, None, None):
                if quad.predicate in _SEEN:
                    yield quad
                if quad.predicate == _DERIVED_FROM and isinstance(quad.object, NamedNode):
                    passages.add(quad.object)
    for nodes, predicate in ((of_class, _TYPE), (passages, _SOURCE)):
        for node in nodes:
            yield from store.quads_for_pattern(node, predicate, None, None)


def linked(store: Store, events: Iterable[NamedNode]) -> set[NamedNode]:
    """Return the events and those that they are linked to by what is said, directly or through others; what is no event is left out."""
    found, waiting = set[NamedNode](), list(events)
    while waiting:
        event = waiting.pop()
        if event not in found and Quad(event, _TYPE, _EVENT) in store:
            found.add(event)
            waiting.extend(_neighbours(store, event))
    return found


def _neighbours(store: Store, event: NamedNode) -> Iterator[NamedNode]:
    """Yield what stands at the other end of what is said of the event."""
    for here, there in ((_SUBJECT, _OBJECT), (_OBJECT, _SUBJECT)):
        for assertion in _ends(store, here, event):
            found = (quad.object for quad in store.quads_for_pattern(assertion, there, None, None))
            yield from (node for node in found if isinstance(node, NamedNode))


def _ends(store: Store, end: NamedNode, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the assertions that have the node at one end."""
    found = (quad.subject for quad in store.quads_for_pattern(None, end, node, None))
    yield from (subject for subject in found if isinstance(subject, NamedNode))
