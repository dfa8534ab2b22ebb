"""Runs the ontology's shapes over a graph with pySHACL: a store comes in, what breaks a shape goes out.

What that means in words is said by `kg.check.findings`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph
import pyshacl
import rdflib
from pyshacl.graph_abstraction import OxigraphDataGraph
from rdflib import SH

from kg.check.findings import Breach, Finding, in_words
from kg.check.sample import sample as sampled
from kg.graph import ontology_path, ontology_quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from kg.store import EmbeddedStore

_LEVELS: dict[rdflib.term.Node, Literal["violation", "warning"]] = {SH.Violation: "violation", SH.Warning: "warning"}


def check(store: EmbeddedStore, *, articles: int | None = None) -> tuple[Finding, ...]:
    """Check a graph, or a part of it, against `ontology/shapes.ttl`.

    Args:
        store: The graph.
        articles: Check this many articles and what they speak of; `None`: all.

    Returns:
        What is wrong or unlikely, violations first; none, if the graph is as it should be.
    """
    quads: Iterable[Quad] = store.quads() if articles is None else sampled(store.oxigraph, articles)
    breaches = _breaches(_one_graph(quads))
    return in_words(store, breaches)


def _one_graph(quads: Iterable[Quad]) -> pyoxigraph.Store:
    """Return facts and ontology together in the default graph, where shapes look at them."""
    whole = pyoxigraph.Store()
    whole.extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    whole.extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in ontology_quads())
    return whole


class _Data(OxigraphDataGraph):
    """A graph whose size is not counted: pySHACL asks for it several times a finding, and each time all triples would be read."""

    def __len__(self, context: rdflib.Graph | None = None) -> int:
        del context
        return 1


@cache
def shapes() -> rdflib.Graph:
    """Return the shapes of the ontology."""
    return rdflib.Graph().parse(ontology_path() / "shapes.ttl")


def _breaches(data: pyoxigraph.Store) -> Iterator[Breach]:
    # "advanced" means shapes whose targets are queries; "inplace" spares a copy of the graph, which has no rules that could change it.
    _, report, _ = pyshacl.validate(_Data(data), shacl_graph=shapes(), advanced=True, inplace=True, inference="none")
    found = cast("rdflib.Graph", report)
    for result in found.objects(None, SH.result):
        yield Breach(
            severity=_LEVELS[cast("rdflib.term.Node", found.value(result, SH.resultSeverity))],
            shape=_shape(found, result),
            node=str(found.value(result, SH.focusNode)),
            value=_value(found, result),
            message=str(found.value(result, SH.resultMessage)),
        )


def _shape(report: rdflib.Graph, result: rdflib.term.Node) -> str:
    """Return the name of the node shape that was broken, or of the one whose property was."""
    source = report.value(result, SH.sourceShape)
    owner = source if isinstance(source, rdflib.URIRef) else shapes().value(None, SH.property, source)
    return str(owner).rpartition("/")[2]


def _value(report: rdflib.Graph, result: rdflib.term.Node) -> str | None:
    value = report.value(result, SH.value)
    return None if value is None or value == report.value(result, SH.focusNode) else str(value)
