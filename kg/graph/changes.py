"""Lets rules follow a change: what was taken out of a store and put into it comes in; what no longer follows goes out, what follows now in.

Only the events that the change speaks of, and those that they are linked to, are looked at. What was derived through these is withdrawn
and derived again from what is said now, so that the graph is the one that all rules make of all facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad
from rdflib import RDF

from kg.graph.neighbourhood import linked
from kg.graph.rules import apply_rules_about
from kg.graph.vocabulary import KG

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pyoxigraph import Store

    from kg.graph.rules import Rule


def _node(iri: str) -> NamedNode:
    return NamedNode(str(iri))


_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (_node(RDF[name]) for name in ("type", "subject", "predicate", "object"))
_THROUGH, _STATUS, _REPORTED = _node(KG.through), _node(KG.status), _node(KG.Reported)


def reapply_rules(
    store: Store, *, removed: Collection[Quad] = (), added: Collection[Quad] = (), chosen: Sequence[Rule] | None = None
) -> tuple[int, int]:
    """Bring what the rules derive up to date after facts have changed.

    Args:
        store: The graph after the change, with what was derived before it.
        removed: The facts that were taken out, as `quads` writes them.
        added: The facts that were put in.
        chosen: The rules to run; default: all of the ontology's.

    Returns:
        How many derived triples were withdrawn, and how many were derived (again).

    Raises:
        QueryError: A rule is no CONSTRUCT.
        StoreError: The rules do not come to an end.
    """
    spoken_of = set(_spoken_of(store, (*removed, *added)))
    if not spoken_of:
        return 0, 0
    events = linked(store, spoken_of)
    withdrawn = _withdraw(store, spoken_of | events)
    return withdrawn, apply_rules_about(store, events, chosen)


def _spoken_of(store: Store, quads: Iterable[Quad]) -> Iterator[NamedNode]:
    """Yield what a change may have made true or untrue something of: the ends of changed assertions, and changed things themselves."""
    seen = set[NamedNode]()
    for quad in quads:
        if quad.predicate in (_SUBJECT, _OBJECT) and isinstance(quad.object, NamedNode):
            yield quad.object
        if isinstance(quad.subject, NamedNode) and quad.subject not in seen:
            seen.add(quad.subject)
            yield quad.subject
            yield from _objects(store, quad.subject, _SUBJECT)
            yield from _objects(store, quad.subject, _OBJECT)
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode):  # rules ask of what class who takes part is
            for assertion in _subjects(store, _OBJECT, quad.subject):
                yield from _objects(store, assertion, _SUBJECT)


def _withdraw(store: Store, events: Iterable[NamedNode]) -> int:
    """Take out what was derived through the events; an edge stays if something else reports it."""
    edges, withdrawn = set[Quad](), 0  # counted here: to count a store takes the time of going through it
    for event in events:
        for derived in _subjects(store, _THROUGH, event):
            edges.update(_edges(store, derived))
            for quad in list(store.quads_for_pattern(derived, None, None, None)):
                store.remove(quad)
                withdrawn += 1
    for edge in edges:
        if edge in store and not _is_reported(store, edge):
            store.remove(edge)
            withdrawn += 1
    return withdrawn


def _edges(store: Store, assertion: NamedNode) -> Iterator[Quad]:
    for subject in _objects(store, assertion, _SUBJECT):
        for predicate in _objects(store, assertion, _PREDICATE):
            yield from (Quad(subject, predicate, value) for value in _objects(store, assertion, _OBJECT))


def _is_reported(store: Store, edge: Quad) -> bool:
    return any(
        Quad(assertion, _PREDICATE, edge.predicate) in store
        and Quad(assertion, _OBJECT, edge.object) in store
        and Quad(assertion, _STATUS, _REPORTED) in store
        for assertion in _subjects(store, _SUBJECT, edge.subject)
    )


def _objects(store: Store, subject: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
    found = [quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)]
    yield from (node for node in found if isinstance(node, NamedNode))


def _subjects(store: Store, predicate: NamedNode, value: object) -> Iterator[NamedNode]:
    found = [quad.subject for quad in store.quads_for_pattern(None, predicate, value, None)]  # type: ignore[arg-type]  # a term of a quad
    yield from (node for node in found if isinstance(node, NamedNode))
