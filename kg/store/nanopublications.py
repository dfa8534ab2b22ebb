"""Writes assertions as nanopublications: a store comes in, quads go out, four graphs for each assertion.

The assertion's graph holds the claimed triple and nothing else; its provenance says how it is meant, who says so and in which words; the
publication info says what made it. There is no time of creation, since nothing here reads a clock: who publishes adds it, and a trusty IRI.

Source: Nanopublication Guidelines, https://nanopub.net/guidelines/working_draft/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import NamedNode, Quad
from rdflib import DCTERMS, PROV, RDF, Namespace

from kg.graph import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import QuerySolutions

    from kg.store.protocol import Store

NP = Namespace("http://www.nanopub.org/nschema#")

_ASSERTIONS = """SELECT ?node ?subject ?predicate ?object WHERE {
  ?node a kg:Assertion ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
} ORDER BY ?node"""
_PROVENANCE = """SELECT ?node ?predicate ?object WHERE {
  VALUES ?predicate { kg:status kg:accordingTo kg:confidence kg:rule kg:through kg:derivedFrom prov:wasDerivedFrom }
  ?node a kg:Assertion ; ?predicate ?object .
} ORDER BY ?node ?predicate ?object"""
_PASSAGES = """SELECT ?node ?passage ?predicate ?object WHERE {
  VALUES ?predicate { kg:quote oa:hasSource oa:hasSelector }
  ?node a kg:Assertion ; prov:wasDerivedFrom ?passage .
  ?passage ?predicate ?object .
} ORDER BY ?node ?passage ?predicate ?object"""
_RUNS = "SELECT ?node ?run WHERE { ?node a kg:Assertion ; prov:wasGeneratedBy ?run } ORDER BY ?node ?run"


def nanopublications(store: Store) -> Iterator[Quad]:
    """Yield a nanopublication for each assertion, in the order of their IRIs."""
    provenance, passages, runs = (_by_node(store, query) for query in (_PROVENANCE, _PASSAGES, _RUNS))
    for node, triples in _by_node(store, _ASSERTIONS).items():
        publication = NamedNode(f"{node}/nanopublication")
        head, assertion, origin, info = (
            NamedNode(f"{publication.value}#{part}") for part in ("head", "assertion", "provenance", "pubinfo")
        )
        yield Quad(publication, _term(RDF.type), _term(NP.Nanopublication), head)
        links = ((NP.hasAssertion, assertion), (NP.hasProvenance, origin), (NP.hasPublicationInfo, info))
        yield from (Quad(publication, _term(link), graph, head) for link, graph in links)
        yield from (Quad(subject, predicate, value, assertion) for subject, predicate, value in triples)
        yield from (Quad(assertion, predicate, value, origin) for predicate, value in provenance[node])
        yield from (Quad(passage, predicate, value, origin) for passage, predicate, value in passages.get(node, ()))
        yield Quad(publication, _term(DCTERMS.source), NamedNode(node), info)
        yield Quad(publication, _term(DCTERMS.conformsTo), NamedNode(PREFIXES["kg"]), info)
        yield from (Quad(publication, _term(PROV.wasGeneratedBy), run, info) for (run,) in runs.get(node, ()))


def _by_node(store: Store, query: str) -> dict[str, list[tuple[NamedNode, ...]]]:
    """Return the rows of a query by their first column."""
    found: dict[str, list[tuple[NamedNode, ...]]] = {}
    for solution in cast("QuerySolutions", store.query(query, prefixes=PREFIXES)):
        node, *rest = cast("tuple[NamedNode, ...]", tuple(solution))
        found.setdefault(node.value, []).append(tuple(rest))
    return found


def _term(iri: str) -> NamedNode:
    return NamedNode(str(iri))
