"""Says in words what breaks a shape: nodes and messages come in, findings with names and the passages that they come from go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import NamedNode, QuerySolutions, Variable

from kg.graph import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store import EmbeddedStore

Severity = Literal["violation", "warning"]

MOST_QUOTATIONS = 3
"""How many passages a finding quotes; a node such as a country may have thousands."""


@dataclass(frozen=True, slots=True)
class Breach:
    """What a validator reports: a node that breaks a shape, the value that does so where there is one, and what is wrong."""

    severity: Severity
    shape: str
    node: str
    value: str | None
    message: str


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """A passage: the sentence, and the document that it stands in, by its own id."""

    document: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or unlikely in a graph.

    Attributes:
        severity: A "violation" breaks the form or says the impossible; a "warning" is hardly so.
        shape: The name of the shape in `ontology/shapes.ttl`.
        node: The IRI of what is wrong.
        name: What is wrong, for people.
        problem: What is wrong with it.
        quotations: Passages that it comes from, at most `MOST_QUOTATIONS`.
    """

    severity: Severity
    shape: str
    node: str
    name: str
    problem: str
    quotations: tuple[Quotation, ...]

    def __str__(self) -> str:
        lines = (f"\n    {quotation.document}: {quotation.sentence}" for quotation in self.quotations)
        return f"{self.severity}: {self.name} {self.problem} [{self.shape}: {self.node}]{''.join(lines)}"


_ORDER = {"violation": 0, "warning": 1}


def in_words(store: EmbeddedStore, breaches: Iterable[Breach]) -> tuple[Finding, ...]:
    """Return findings, violations first, then by shape and node; the store is asked for names and passages."""
    ordered = sorted(set(breaches), key=lambda one: (_ORDER[one.severity], one.shape, one.node, one.message, one.value or ""))
    return tuple(_finding(store, breach) for breach in ordered)


def _finding(store: EmbeddedStore, breach: Breach) -> Finding:
    return Finding(
        severity=breach.severity,
        shape=breach.shape,
        node=breach.node,
        name=_name(store, breach.node),
        problem=breach.message + (f" (found {_name(store, breach.value)})" if breach.value else ""),
        quotations=_quotations(store, breach.node),
    )


# One query a way of naming; the first that answers names the node.
_NAMES = (
    "SELECT ?node ?name WHERE { ?node skos:prefLabel ?name }",
    """SELECT ?node ?name WHERE {
      ?node rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
      OPTIONAL { ?subject skos:prefLabel ?s } OPTIONAL { GRAPH kg: { ?predicate skos:prefLabel ?p } } OPTIONAL { ?object skos:prefLabel ?o }
      BIND(CONCAT("«", COALESCE(?s, STR(?subject)), "» ", COALESCE(?p, STR(?predicate)), " «", COALESCE(?o, STR(?object)), "»") AS ?name)
    }""",
    """SELECT ?node ?name WHERE {
      ?event kg:count|kg:time|kg:statusReport ?node ; skos:prefLabel ?label .
      OPTIONAL { ?node kg:quote ?quote } OPTIONAL { ?node kg:phrase ?phrase } OPTIONAL { ?node kg:status ?status }
      BIND(CONCAT("«", COALESCE(?quote, ?phrase, STRAFTER(STR(?status), STR(kg:)), ""), "» of «", ?label, "»") AS ?name)
    }""",
    'SELECT ?node ?name WHERE { ?node kg:identifier ?id BIND(CONCAT("document ", ?id) AS ?name) }',
    'SELECT ?node ?name WHERE { ?node kg:quote|oa:exact ?words BIND(CONCAT("«", ?words, "»") AS ?name) }',
)
_PASSAGES = """SELECT ?node ?sentence ?id ?start WHERE {
  {
    ?node prov:wasDerivedFrom|kg:statusReport/prov:wasDerivedFrom|^rdf:object/prov:wasDerivedFrom|^rdf:subject/prov:wasDerivedFrom|^kg:mark ?passage .
    ?passage kg:quote ?sentence ; oa:hasSource ?document .
    OPTIONAL { ?passage oa:hasSelector/oa:start ?start }
  } UNION {
    ?node kg:quote ?sentence ; oa:hasSource ?document .
  }
  OPTIONAL { ?document kg:identifier ?id }
} ORDER BY ?id ?start ?sentence"""  # noqa: E501 - a path is a line


def _name(store: EmbeddedStore, node: str) -> str:
    """Return what people call a node; a literal, or a node without any name, is called as it is written."""
    for query in _NAMES:
        for row in _rows(store, query, node):
            return row[1]
    return node


def _quotations(store: EmbeddedStore, node: str) -> tuple[Quotation, ...]:
    found = dict.fromkeys(Quotation(row[2], row[1]) for row in _rows(store, _PASSAGES, node))
    return tuple(found)[:MOST_QUOTATIONS]


def _rows(store: EmbeddedStore, query: str, node: str) -> Iterator[tuple[str, ...]]:
    try:
        term = NamedNode(node)
    except ValueError:
        return  # a literal has no name
    answer = store.query(query, prefixes=PREFIXES, substitutions={Variable("node"): term})
    if isinstance(answer, QuerySolutions):
        for solution in answer:
            yield tuple("" if value is None else str(getattr(value, "value", value)) for value in solution)
