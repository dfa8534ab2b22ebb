"""Reads a network out of a store: what the store says comes in, a `MultiDiGraph` whose edges carry their evidence goes out.

Node attributes: `label`, `kind` ("actor", "place", "event", "thing"), `type` (the ontology's class), `aliases`, `ids` (IRIs of the same
thing elsewhere), `point` (latitude and longitude), `date`, `tolls` (tuple of `Toll`), `documents` (how many speak of it). Edge attributes:
`relation`, `origin` ("derived", "role", "relation"), `status`, `according_to` (a label; `None`: the article itself), `evidence` (tuple of
`Evidence`), `confidence`, `outlets` (how many publishers), `through` (ids of the events that rules drew the edge from), `symmetric` (the
same edge goes the other way). Edge keys are stable ids, unique in the whole network.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import networkx as nx

from kg.graph import PREFIXES
from kg.model import RELATION_TYPES
from kg.query import Evidence
from kg.query.evidence import PASSAGE_FIELDS, REPRINTS, as_evidence, marks_by_passage, ordered, reprints_by_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QuerySolution

    from kg.store import Store

log = logging.getLogger(__name__)

Kind = Literal["actor", "place", "event", "thing"]
Origin = Literal["derived", "role", "relation"]
_KINDS: tuple[tuple[str, Kind], ...] = (("Event", "event"), ("Actor", "actor"), ("Place", "place"))
"""Classes and the kind of node that they make; the first that holds decides, so a country is an actor."""

_THINGS = "SELECT ?node ?label ?type ?date WHERE { ?node kg:type ?type ; skos:prefLabel ?label . OPTIONAL { ?node kg:date ?date } }"
_CLASSES = "SELECT ?node ?class WHERE { ?node kg:type ?type ; a ?class }"
_ALIASES = "SELECT ?node ?alias WHERE { ?node skos:altLabel ?alias }"
_IDS = "SELECT ?node ?id WHERE { ?node kg:type ?type ; skos:exactMatch|owl:sameAs ?id }"
_POINTS = "SELECT ?node ?latitude ?longitude WHERE { ?node wgs:lat ?latitude ; wgs:long ?longitude }"
_VERBS = """
SELECT ?verb ?symmetric WHERE {
  GRAPH kg: { ?verb rdfs:subPropertyOf+ kg:derivedEdge . BIND(EXISTS { ?verb a owl:SymmetricProperty } AS ?symmetric) }
}"""
_ASSERTIONS = """
SELECT ?assertion ?subject ?predicate ?object ?status ?confidence ?who ?according_to ?through WHERE {
  ?assertion rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kg:status ?status .
  OPTIONAL { ?assertion kg:confidence ?own }
  OPTIONAL { SELECT ?assertion (MIN(?one) AS ?least) WHERE { ?assertion kg:derivedFrom/kg:confidence ?one } GROUP BY ?assertion }
  OPTIONAL { ?assertion kg:accordingTo ?who . ?who skos:prefLabel ?according_to }
  OPTIONAL { ?assertion kg:through ?through }
  BIND(COALESCE(?own, ?least) AS ?confidence)
}"""
_PASSAGES = f"SELECT ?passage ?sentence ?start ?end ?id ?title ?publisher ?published ?url WHERE {{ {PASSAGE_FIELDS} }}"
_MARKS = "SELECT ?passage ?start ?end WHERE { ?passage kg:mark ?mark . ?mark oa:start ?start ; oa:end ?end }"
_SUPPORT = "SELECT ?report ?passage WHERE { ?report a kg:Report ; prov:wasDerivedFrom ?passage }"
_REPORTS = "SELECT ?node ?report WHERE { { ?node kg:statusReport|kg:time|kg:count ?report } UNION { ?report kg:accordingTo ?node } }"
_TOLLS = """
SELECT ?event ?report ?kind ?at_least ?at_most ?quote ?status ?reported_on ?according_to WHERE {
  ?event kg:count ?report . ?report kg:kind ?kind ; kg:quote ?quote ; kg:status ?status .
  FILTER NOT EXISTS { ?report kg:partOfCount ?whole } FILTER NOT EXISTS { ?newer kg:revises ?report }
  OPTIONAL { ?report kg:atLeast ?at_least } OPTIONAL { ?report kg:atMost ?at_most } OPTIONAL { ?report kg:reportedOn ?reported_on }
  OPTIONAL { ?report kg:accordingTo/skos:prefLabel ?according_to }
}"""


@dataclass(frozen=True, slots=True)
class Toll:
    """A count that a source gives of an event ("at least 84" killed); an open bound is `None`."""

    kind: str
    at_least: int | None
    at_most: int | None
    quote: str
    status: str = "Reported"
    according_to: str | None = None
    reported_on: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class _Edge:
    """Gathers the assertions that say the same: one edge, all their evidence."""

    according_to: str | None
    confidences: list[float] = field(default_factory=list)
    passages: set[str] = field(default_factory=set)
    through: set[str] = field(default_factory=set)


_EdgeKey = tuple[str, str, str, str, str]
"""Subject, predicate, object, status and who says so."""


def to_networkx(store: Store) -> nx.MultiDiGraph[str]:
    """Return all that `store` says as a network; nodes are named by IRI, everything comes in a fixed order.

    Assertions that differ only in where they were found are one edge with all their evidence; those that differ in status or in who says so
    stay apart. The plain edges that repeat a reported assertion are not edges of their own.
    """
    evidence = _evidence(store)
    support = _grouped(_rows(store, _SUPPORT), "report", "passage")
    edges = _edges(store, support)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in _nodes(store, _tolls(store, support, evidence)):
        network.add_node(node, **attributes)
    verbs = {_local(_value(row, "verb")): _value(row, "symmetric") == "true" for row in _rows(store, _VERBS)}
    for (source, predicate, target, status, who), edge in sorted(edges.items()):
        if source in network and target in network:
            found = ordered(evidence[passage] for passage in edge.passages)
            network.add_edge(
                source,
                target,
                key=_edge_id(source, predicate, target, status, who),
                relation=_local(predicate),
                origin=_origin(_local(predicate), verbs),
                status=_local(status),
                according_to=edge.according_to,
                evidence=found,
                confidence=max(edge.confidences, default=None),
                outlets=outlets(found),
                through=tuple(sorted(edge.through)),
                symmetric=verbs.get(_local(predicate), False),
            )
    _count_documents(network, store, support, evidence)
    log.info("network: %s nodes, %s edges", len(network), network.number_of_edges())
    return network


def outlets(evidence: Iterable[Evidence]) -> int:
    """Return how many publishers told the sentences, reprints counted; an article without one counts as its own."""
    return len({outlet for item in evidence for outlet in (item.publisher or item.document, *item.reprinted_by)})


def _edge_id(*parts: str) -> str:
    return f"edge/{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


def _rows(store: Store, sparql: str) -> Iterator[QuerySolution]:
    return iter(store.query(sparql, prefixes=PREFIXES))  # type: ignore[arg-type]  # a SELECT gives solutions


def _text(row: QuerySolution, name: str) -> str | None:
    term = row[name]
    return None if term is None else str(term.value)


def _value(row: QuerySolution, name: str) -> str:
    return _text(row, name) or ""


def _whole(row: QuerySolution, name: str) -> int | None:
    value = _text(row, name)
    return None if value is None else int(value)


def _grouped(rows: Iterable[QuerySolution], key: str, value: str) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        groups[_value(row, key)].add(_value(row, value))
    return groups


def _local(iri: str) -> str:
    """The name at the end of an IRI of the ontology."""
    return iri.rsplit("/", 1)[-1]


def _origin(relation: str, verbs: Mapping[str, bool]) -> Origin:
    return "derived" if relation in verbs else "relation" if relation in RELATION_TYPES else "role"


def _evidence(store: Store) -> dict[str, Evidence]:
    """The evidence by IRI of its passage."""
    marks = marks_by_passage(_rows(store, _MARKS))
    reprints = reprints_by_document(_rows(store, REPRINTS))
    found = ((_value(row, "passage"), row) for row in _rows(store, _PASSAGES))
    return {passage: as_evidence(row, marks.get(passage, ()), reprints) for passage, row in found}


def _edges(store: Store, support: Mapping[str, set[str]]) -> dict[_EdgeKey, _Edge]:
    edges: dict[_EdgeKey, _Edge] = {}
    for row in _rows(store, _ASSERTIONS):
        key = (_value(row, "subject"), _value(row, "predicate"), _value(row, "object"), _value(row, "status"), _value(row, "who"))
        edge = edges.setdefault(key, _Edge(_text(row, "according_to")))
        edge.passages |= support.get(_value(row, "assertion"), set())
        edge.through |= {through} if (through := _text(row, "through")) else set()
        if (confidence := _text(row, "confidence")) is not None:
            edge.confidences.append(float(confidence))
    return edges


def _nodes(store: Store, tolls: Mapping[str, tuple[Toll, ...]]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield nodes and their attributes, sorted."""
    classes = _grouped(_rows(store, _CLASSES), "node", "class")
    aliases = _grouped(_rows(store, _ALIASES), "node", "alias")
    ids = _grouped(_rows(store, _IDS), "node", "id")
    points = {_value(row, "node"): (float(_value(row, "latitude")), float(_value(row, "longitude"))) for row in _rows(store, _POINTS)}
    for row in sorted(_rows(store, _THINGS), key=lambda row: _value(row, "node")):
        node = _value(row, "node")
        names = {_local(iri) for iri in classes[node]}
        yield (
            node,
            {
                "label": _value(row, "label"),
                "kind": next((kind for name, kind in _KINDS if name in names), "thing"),
                "type": _local(_value(row, "type")),
                "aliases": tuple(sorted(aliases.get(node, ()))),
                "ids": tuple(sorted(ids.get(node, ()))),
                "point": points.get(node),
                "date": _text(row, "date"),
                "tolls": tolls.get(node, ()),
            },
        )


def _tolls(store: Store, support: Mapping[str, set[str]], evidence: Mapping[str, Evidence]) -> dict[str, tuple[Toll, ...]]:
    tolls: dict[str, list[Toll]] = defaultdict(list)
    for row in sorted(_rows(store, _TOLLS), key=lambda row: (_value(row, "kind"), _value(row, "reported_on"), _value(row, "report"))):
        tolls[_value(row, "event")].append(
            Toll(
                kind=_local(_value(row, "kind")).removesuffix("Kind").lower(),
                at_least=_whole(row, "at_least"),
                at_most=_whole(row, "at_most"),
                quote=_value(row, "quote"),
                status=_local(_value(row, "status")),
                according_to=_text(row, "according_to"),
                reported_on=_text(row, "reported_on"),
                evidence=ordered(evidence[passage] for passage in support[_value(row, "report")]),
            )
        )
    return {event: tuple(found) for event, found in tolls.items()}


def _count_documents(
    network: nx.MultiDiGraph[str], store: Store, support: Mapping[str, set[str]], evidence: Mapping[str, Evidence]
) -> None:
    """Set the attribute `documents` of every node: in how many documents an edge or a report speaks of it or names it as its source."""
    documents: dict[str, set[str | None]] = {node: set() for node in network}
    for row in _rows(store, _REPORTS):
        told = {evidence[passage].document for passage in support[_value(row, "report")]}
        documents.get(_value(row, "node"), set()).update(told)
    for source, target, attributes in network.edges(data=True):
        told = {item.document for item in attributes["evidence"]}
        documents[source] |= told
        documents[target] |= told
    nx.set_node_attributes(network, {node: len(found) for node, found in documents.items()}, "documents")
