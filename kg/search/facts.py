"""What the index looks at of a graph: a store comes in, the things to be indexed and the values of properties go out.

There are two ways to the same facts. For some things they are looked up one by one; for the whole graph each property is read once from
end to end, which takes a fifth of the time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode
from rdflib import RDF

from kg.graph import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

Value = Literal | NamedNode

_HERE = DefaultGraph()


def node(iri: str) -> NamedNode:
    """Return a term for an IRI, which may be one of rdflib's."""
    return NamedNode(str(iri))


TYPE = node(RDF.type)
LABEL, ALIAS = (node(f"{PREFIXES['skos']}{name}") for name in ("prefLabel", "altLabel"))
SELECTOR = node(f"{PREFIXES['oa']}hasSelector")
LAT, LONG = (node(f"{PREFIXES['wgs']}{name}") for name in ("lat", "long"))

KINDS: dict[NamedNode, tuple[str, tuple[tuple[NamedNode, str], ...]]] = {
    node(KG.Entity): ("entity", ((LABEL, "entity"), (ALIAS, "alias"))),
    node(KG.Event): ("event", ((LABEL, "event"), (ALIAS, "event"))),
    node(KG.Document): ("document", ((node(KG.title), "document"),)),
    node(KG.Passage): ("passage", ((node(KG.quote), "passage"),)),
}
"""What is indexed: a class, what its things are called, and which of their properties are texts of which column."""

TEXTS = frozenset(term for _, texts in KINDS.values() for term, _ in texts)
INDEXED = frozenset((TYPE, SELECTOR, LAT, LONG, *TEXTS))


class Facts(Protocol):
    """The values of properties in a graph."""

    def values(self, subject: NamedNode, predicate: NamedNode) -> Iterable[Value]:
        """Return the values of one property of a thing."""
        ...

    def subjects(self, predicate: NamedNode, value: NamedNode) -> Iterable[NamedNode]:
        """Return the things whose property has that value."""
        ...


class LookedUp:
    """Facts that are looked up in the store when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def values(self, subject: NamedNode, predicate: NamedNode) -> Iterator[Value]:
        """Return the values of one property of a thing."""
        found = (quad.object for quad in self._store.quads_for_pattern(subject, predicate, None, _HERE))
        yield from (value for value in found if isinstance(value, Literal | NamedNode))

    def subjects(self, predicate: NamedNode, value: NamedNode) -> Iterator[NamedNode]:
        """Return the things whose property has that value."""
        found = (quad.subject for quad in self._store.quads_for_pattern(None, predicate, value, _HERE))
        yield from (subject for subject in found if isinstance(subject, NamedNode))


class ReadAtOnce:
    """Facts of some properties, read from the store from end to end; of types only those of the classes that are indexed.

    What is asked of other properties is looked up.
    """

    def __init__(self, store: Store, predicates: Iterable[NamedNode]) -> None:
        self._others = LookedUp(store)
        self._values: dict[NamedNode, dict[NamedNode, list[Value]]] = {}
        self._subjects: dict[NamedNode, dict[NamedNode, list[NamedNode]]] = {}
        held: dict[NamedNode, NamedNode] = {}  # a thing that many facts are of is held once
        for predicate in predicates:
            classes = KINDS if predicate == TYPE else (None,)
            quads = (quad for one in classes for quad in store.quads_for_pattern(None, predicate, one, _HERE))
            values, subjects = defaultdict[NamedNode, list[Value]](list), defaultdict[NamedNode, list[NamedNode]](list)
            for quad in quads:
                subject, value = quad.subject, quad.object
                if isinstance(subject, NamedNode) and isinstance(value, Literal | NamedNode):
                    subject = held.setdefault(subject, subject)
                    if isinstance(value, NamedNode):
                        value = held.setdefault(value, value)
                        subjects[value].append(subject)
                    values[subject].append(value)
            self._values[predicate], self._subjects[predicate] = values, subjects

    def values(self, subject: NamedNode, predicate: NamedNode) -> Iterable[Value]:
        """Return the values of one property of a thing."""
        held = self._values.get(predicate)
        return self._others.values(subject, predicate) if held is None else held.get(subject, ())

    def subjects(self, predicate: NamedNode, value: NamedNode) -> Iterable[NamedNode]:
        """Return the things whose property has that value."""
        held = self._subjects.get(predicate)
        return self._others.subjects(predicate, value) if held is None else held.get(value, ())


def nodes(facts: Facts, subject: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
    """Yield the things that are values of a property."""
    yield from (value for value in facts.values(subject, predicate) if isinstance(value, NamedNode))


def texts(facts: Facts, subject: NamedNode, predicate: NamedNode) -> list[str]:
    """Return the literals that are values of a property, sorted."""
    return sorted(value.value for value in facts.values(subject, predicate) if isinstance(value, Literal))


# ---------------------------------------------------------------- what is indexed


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as the index has it.

    Attributes:
        iri: Its IRI.
        kind: "entity", "event", "document" or "passage".
        sentence: Of a passage, what stands for its sentence.
        texts: Column and words of each of its texts.
        at: Latitude and longitude, in degrees.
    """

    iri: str
    kind: str
    sentence: str | None
    texts: tuple[tuple[str, str], ...]
    at: tuple[float, float] | None


def all_things(facts: Facts) -> Iterator[Thing]:
    """Yield all that is indexed of a graph, by IRI."""
    found = {subject for kind in KINDS for subject in facts.subjects(TYPE, kind)}
    yield from _things(facts, found)


def things(store: Store, subjects: Iterable[NamedNode]) -> Iterator[Thing]:
    """Yield those of some things that are indexed, by IRI."""
    yield from _things(LookedUp(store), subjects)


def _things(facts: Facts, subjects: Iterable[NamedNode]) -> Iterator[Thing]:
    for subject in sorted(subjects, key=_iri):
        classes = set(facts.values(subject, TYPE))
        kind = next((kind for kind in KINDS if kind in classes), None)
        if kind is not None:
            name, terms = KINDS[kind]
            yield Thing(
                iri=subject.value,
                kind=name,
                sentence=min((one.value for one in nodes(facts, subject, SELECTOR)), default=None) if name == "passage" else None,
                texts=tuple((column, words) for term, column in terms for words in texts(facts, subject, term)),
                at=_at(facts, subject) if name == "entity" else None,
            )


def _at(facts: Facts, subject: NamedNode) -> tuple[float, float] | None:
    lat, long = (next(iter(texts(facts, subject, term)), None) for term in (LAT, LONG))
    return None if lat is None or long is None else (float(lat), float(long))


def _iri(subject: NamedNode) -> str:
    return subject.value
