"""What surrounds a thing, as a small graph: its IRI comes in; a page of what it is linked to, with all that is said between them, goes out.

It is asked of the reader processes piece by piece, each looked up by its ends, so that it takes as long in a graph of millions as in a
small one. All that is said between the thing and a neighbour comes together, so that an edge has all its sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import OWL, PROV, RDF, RDFS

from kg.graph import KG, ontology_quads
from kg.serve.rows import values
from kg.store import memory_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.serve.rows import Rows
    from kg.store import EmbeddedStore

NEIGHBOURS: Final = 24
"""Neighbours of one page, those of whom most is said first."""
MOST_REPORTS: Final = 5_000
"""Of one page; between two, more is said nowhere."""

_NEIGHBOURS: Final = """
SELECT ?other (COUNT(*) AS ?said) WHERE {
  %s { ?report rdf:subject ?id ; rdf:object ?other } UNION { ?report rdf:object ?id ; rdf:subject ?other }
  FILTER(?other != ?id)
} GROUP BY ?other ORDER BY DESC(?said) ?other LIMIT %d OFFSET %d"""
_BETWEEN: Final = """
SELECT DISTINCT ?report WHERE {
  { %(id)s %(others)s ?report rdf:subject ?id ; rdf:object ?other } UNION { %(id)s %(others)s ?report rdf:subject ?other ; rdf:object ?id }
  UNION { %(id)s ?report rdf:subject ?id ; rdf:object ?id } UNION { %(nodes)s ?node kg:count ?report }
} LIMIT %(most)d"""
_OF: Final = "CONSTRUCT { ?x ?p ?o } WHERE { %s ?x ?p ?o }"
_NODES: Final = """
CONSTRUCT { ?x ?p ?o } WHERE {
  %s ?x ?p ?o .
  FILTER(?p IN (kg:type, rdf:type, skos:prefLabel, skos:altLabel, owl:sameAs, skos:exactMatch, wgs:lat, wgs:long, kg:date, kg:count))
}"""
_LABELS: Final = "CONSTRUCT { ?x skos:prefLabel ?o } WHERE { %s ?x skos:prefLabel ?o }"
_SURE: Final = "CONSTRUCT { ?x kg:confidence ?o } WHERE { %s ?x kg:confidence ?o }"
_PASSAGES: Final = """
CONSTRUCT { ?x ?p ?o } WHERE {
  { %(these)s ?x ?p ?o } UNION { %(those)s ?passage oa:hasSelector|kg:mark|oa:hasSource ?x . ?x ?p ?o }
  UNION { %(those)s ?passage oa:hasSource ?document . ?x kg:reprintOf ?document ; ?p ?o }
}"""
_FROM, _WHO, _DERIVED = (NamedNode(str(iri)) for iri in (PROV.wasDerivedFrom, KG.accordingTo, KG.derivedFrom))


@dataclass(frozen=True, slots=True)
class Around:
    """A thing and a page of what it is linked to; `more`: whether there is another one."""

    nodes: tuple[NamedNode, ...]
    triples: tuple[Triple, ...]
    more: bool

    def store(self) -> EmbeddedStore:
        """Return it as a store, which can be asked as the whole one can."""
        return memory_store([*_verbs(), *(Quad(*triple) for triple in self.triples)])


async def around(rows: Rows, iri: NamedNode, *, page: int) -> Around:
    """Return what surrounds a thing.

    Args:
        rows: Answers.
        iri: The thing.
        page: From 1.
    """
    here = values("id", (iri,))
    found = await rows.of(_NEIGHBOURS % (here, NEIGHBOURS + 1, (page - 1) * NEIGHBOURS))
    others = tuple(row["other"] for row in found[:NEIGHBOURS] if isinstance(row["other"], NamedNode))
    nodes = (iri, *others)
    asked = _BETWEEN % {"id": here, "others": values("other", others), "nodes": values("node", nodes), "most": MOST_REPORTS}
    reports = await _triples(rows, _OF % values("x", [row["report"] for row in await rows.of(asked)]))
    passages = _objects(reports, _FROM)
    parts = [
        await _triples(rows, _NODES % values("x", nodes)),
        reports,
        await _triples(rows, _LABELS % values("x", _objects(reports, _WHO))),
        await _triples(rows, _SURE % values("x", _objects(reports, _DERIVED))),
        await _triples(rows, _PASSAGES % {"these": values("x", passages), "those": values("passage", passages)}),
    ]
    return Around(nodes, tuple(triple for part in parts for triple in part), len(found) > NEIGHBOURS)


async def _triples(rows: Rows, sparql: str) -> tuple[Triple, ...]:
    content = await rows.triples(sparql, RdfFormat.N_TRIPLES.media_type)
    return tuple(quad.triple for quad in parse(content, RdfFormat.N_TRIPLES))


def _objects(triples: Iterable[Triple], predicate: NamedNode) -> tuple[NamedNode, ...]:
    found = (triple.object for triple in triples if triple.predicate == predicate)
    return tuple(dict.fromkeys(one for one in found if isinstance(one, NamedNode)))


@cache
def _verbs() -> tuple[Quad, ...]:
    """Return of the ontology what tells verbs from roles: without the rest, a small graph is there in no time."""
    of_verbs = {(NamedNode(str(RDFS.subPropertyOf)), None), (NamedNode(str(RDF.type)), NamedNode(str(OWL.SymmetricProperty)))}
    return tuple(quad for quad in ontology_quads() if (quad.predicate, None) in of_verbs or (quad.predicate, quad.object) in of_verbs)
