"""Turns a stored graph into a networkx one: what the store says comes in, a `MultiDiGraph` whose edges carry their evidence goes out.

The network can be narrowed to the surroundings of a name (`focus`) and written as GraphML. Nothing here draws (`kg.view`) or writes to
the store.

Node attributes: `label`, `kind` ("actor", "place", "event", "thing"), `type` (the ontology's class), `aliases`, `date`, `tolls`
(tuple of `Toll`), `documents` (how many speak of it). Edge attributes: `relation`, `origin` ("derived", "role", "relation"), `status`,
`according_to` (a label; `None`: the article itself), `evidence` (tuple of `Evidence`), `confidence`, `outlets` (how many publishers),
`through` (ids of the events that rules drew the edge from), `symmetric` (the same edge goes the other way). Edge keys are stable ids,
unique in the whole network.
"""

from __future__ import annotations

import hashlib
import json
import logging
import unicodedata
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Literal

import networkx as nx
from rapidfuzz import process

from kg.errors import InputError, UnknownNameError
from kg.files import whole_file
from kg.graph import PREFIXES
from kg.model import RELATION_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import QuerySolution

    from kg.store import Store

log = logging.getLogger(__name__)

Kind = Literal["actor", "place", "event", "thing"]
Origin = Literal["derived", "role", "relation"]
NEAREST = 5  # names proposed for one that is not there

_KINDS: tuple[tuple[str, Kind], ...] = (("Event", "event"), ("Actor", "actor"), ("Place", "place"))
"""Classes and the kind of node that they make; the first that holds decides, so a country is an actor."""

_THINGS = "SELECT ?node ?label ?type ?date WHERE { ?node kg:type ?type ; skos:prefLabel ?label . OPTIONAL { ?node kg:date ?date } }"
_CLASSES = "SELECT ?node ?class WHERE { ?node kg:type ?type ; a ?class }"
_ALIASES = "SELECT ?node ?alias WHERE { ?node skos:altLabel ?alias }"
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
_PASSAGES = """
SELECT ?passage ?sentence ?start ?end ?document ?id ?title ?publisher ?published ?url WHERE {
  ?passage kg:quote ?sentence ; oa:hasSource ?document ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL { ?document kg:identifier ?id } OPTIONAL { ?document kg:title ?title } OPTIONAL { ?document kg:publisher ?publisher }
  OPTIONAL { ?document kg:published ?published } OPTIONAL { ?document kg:url ?url }
}"""
_MARKS = "SELECT ?passage ?start ?end WHERE { ?passage kg:mark ?mark . ?mark oa:start ?start ; oa:end ?end }"
_SUPPORT = "SELECT ?report ?passage WHERE { ?report a kg:Report ; prov:wasDerivedFrom ?passage }"
_REPORTS = "SELECT ?node ?report WHERE { { ?node kg:statusReport|kg:time|kg:count ?report } UNION { ?report kg:accordingTo ?node } }"
_TOLLS = """
SELECT ?event ?report ?kind ?at_least ?at_most ?quote ?status ?reported_on ?according_to WHERE {
  ?event kg:count ?report . ?report kg:kind ?kind ; kg:quote ?quote ; kg:status ?status .
  OPTIONAL { ?report kg:atLeast ?at_least } OPTIONAL { ?report kg:atMost ?at_most } OPTIONAL { ?report kg:reportedOn ?reported_on }
  OPTIONAL { ?report kg:accordingTo/skos:prefLabel ?according_to }
}"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that supports a claim: offsets `[start, end)` and `marks` count code points of the document's text.

    `marks` are the words in the sentence that carry the claim. `published` is an ISO date. `None`: not known.
    """

    sentence: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()
    document: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


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
            found = _ordered(evidence[passage] for passage in edge.passages)
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
                outlets=len({item.publisher or item.document for item in found}),
                through=tuple(sorted(edge.through)),
                symmetric=verbs.get(_local(predicate), False),
            )
    _count_documents(network, store, support, evidence)
    log.info("network: %s nodes, %s edges", len(network), network.number_of_edges())
    return network


def fold(text: str) -> str:
    """Return `text` without case and accents, for comparing names."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.category(c).startswith("M")).casefold().split())


def focus(graph: nx.MultiDiGraph[str], name: str, hops: int = 1) -> nx.MultiDiGraph[str]:
    """Return the part of `graph` within `hops` edges, in either direction, of what bears `name`.

    Args:
        graph: A network as made by `to_networkx`; it stays as it is.
        name: A label, an alias or an id; case and accents do not matter. All nodes that bear it are centres.
        hops: How many edges to go; 0 gives the named nodes alone.

    Raises:
        UnknownNameError: Nothing bears the name; the message lists the nearest names.
        InputError: `hops` is negative.
    """
    if hops < 0:
        raise InputError(f"hops: got {hops}, expected 0 or more. Give the number of edges to go from {name!r}.")
    reached = set(_bearers(graph, name))
    rim = set(reached)
    for _ in range(hops):
        rim = {other for node in rim for other in (*graph.successors(node), *graph.predecessors(node))} - reached
        reached |= rim
    return _restricted(graph, reached)


def write_graphml(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write `graph` as GraphML to `path`; lists become text (aliases by " | ", evidence and tolls as JSON), what is unknown is left out.

    `networkx.read_graphml(path, force_multigraph=True)` gives the same nodes, edges and keys.

    Raises:
        InputError: The file cannot be written.
    """
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        flat.add_node(_xml(str(node)), **_scalars(attributes))
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        flat.add_edge(_xml(str(source)), _xml(str(target)), key=_xml(str(key)), **_scalars(attributes))
    try:
        with whole_file(path) as file:
            nx.write_graphml(flat, file, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Choose a folder that exists and may be written.") from error


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
    marks: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for row in _rows(store, _MARKS):
        marks[_value(row, "passage")].add((int(_value(row, "start")), int(_value(row, "end"))))
    return {
        (passage := _value(row, "passage")): Evidence(
            sentence=_value(row, "sentence"),
            start=int(_value(row, "start")),
            end=int(_value(row, "end")),
            marks=tuple(sorted(marks[passage])),
            document=_text(row, "id"),
            title=_text(row, "title"),
            publisher=_text(row, "publisher"),
            published=_text(row, "published"),
            url=_text(row, "url"),
        )
        for row in _rows(store, _PASSAGES)
    }


def _ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """By date, document and place in it."""
    return tuple(sorted(evidence, key=lambda item: (item.published or "", item.document or "", item.start, item.end, item.marks)))


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
                evidence=_ordered(evidence[passage] for passage in support[_value(row, "report")]),
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


def _bearers(graph: nx.MultiDiGraph[str], name: str) -> list[str]:
    wanted = fold(name)
    names = {node: _names(node, attributes) for node, attributes in graph.nodes(data=True)}
    found = [node for node, candidates in names.items() if wanted in map(fold, candidates)]
    if not found:
        labels = sorted({candidate for candidates in names.values() for candidate in candidates[:-1]})
        nearest = process.extract(name, labels, processor=fold, limit=NEAREST)
        raise UnknownNameError("name", name, [match[0] for match in nearest])
    return found


def _names(node: str, attributes: dict[str, object]) -> tuple[str, ...]:
    """Label, aliases and, last, the id of a node."""
    aliases = attributes.get("aliases")
    return (str(attributes.get("label", node)), *(map(str, aliases) if isinstance(aliases, tuple | list) else ()), str(node))


def _restricted(graph: nx.MultiDiGraph[str], kept: set[str]) -> nx.MultiDiGraph[str]:
    """The sub-network of `kept` in the graph's own order (`Graph.subgraph` iterates a set, so its order changes between runs)."""
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, dict(attributes)) for node, attributes in graph.nodes(data=True) if node in kept)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        if source in kept and target in kept:
            part.add_edge(source, target, key=key, **attributes)
    return part


def _scalars(attributes: dict[str, object]) -> dict[str, str | int | float | bool]:
    return {name: _scalar(name, value) for name, value in sorted(attributes.items()) if value is not None and value != ()}


def _scalar(name: str, value: object) -> str | int | float | bool:
    if isinstance(value, bool | int | float):
        return value
    if name == "aliases" and isinstance(value, tuple | list):
        return _xml(" | ".join(map(str, value)))
    if isinstance(value, tuple | list):
        return json.dumps([asdict(item) if isinstance(item, Evidence | Toll) else str(item) for item in value], ensure_ascii=True)
    return _xml(str(value))


def _xml(text: str) -> str:
    """Replace what XML 1.0 cannot hold (control characters, lone surrogates) by U+FFFD.

    Source: https://www.w3.org/TR/xml/#charsets
    """
    return "".join(
        c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd" for c in text
    )
