"""Finds and reads the ontology's files: nothing comes in; the folder, its triples, and what it says of classes and properties go out.

In a checkout the folder lies beside the package, in an installed package inside it. Nothing here changes the ontology.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import RDFS

from kg.errors import StoreError
from kg.graph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

ONTOLOGY_GRAPH = NamedNode(ONTOLOGY)
"""The graph in which a store keeps the ontology: `GRAPH kg: { … }`."""

CODING_SCHEMES = ("acled", "cameo", "muc4", "plover")
"""Mappings that a graph carries along, so that events can be asked for by the codes of others."""

_PACKAGE = Path(__file__).resolve().parent.parent


def ontology_path() -> Path:
    """Return the folder that holds `kg.ttl`, `rules/` and `queries/`."""
    candidates = (_PACKAGE / "ontology", _PACKAGE.parent / "ontology")
    for folder in candidates:
        if (folder / "kg.ttl").is_file():
            return folder
    places = " or ".join(str(folder) for folder in candidates)
    raise StoreError(f"the ontology is missing: no kg.ttl in {places}. Install the package again")


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """Return the triples of `kg.ttl` and of the mappings to coding schemes in the ontology's own graph, in the order of the files."""
    folder = ontology_path()
    files = (folder / "kg.ttl", *(folder / "mappings" / f"{scheme}.ttl" for scheme in CODING_SCHEMES))
    triples = (triple for file in files for triple in parse(path=file, format=RdfFormat.TURTLE))
    return tuple(Quad(triple.subject, triple.predicate, triple.object, ONTOLOGY_GRAPH) for triple in triples)


@cache
def ancestors(name: str) -> tuple[NamedNode, ...]:
    """Return the class `name` and all that it is a subclass of, itself first, then by IRI."""
    parents = _parents()
    own = ONTOLOGY + name
    found: set[str] = set()
    waiting = [own]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(parents.get(current, ()))
    return (NamedNode(own), *(NamedNode(iri) for iri in sorted(found - {own})))


@cache
def admitted(predicate: str, end: Literal["domain", "range"]) -> frozenset[NamedNode]:
    """Return the classes that the ontology names for one end of the property `predicate`; none: anything may stand there."""
    link, subject = f"{PREFIXES['schema']}{end}Includes", NamedNode(ONTOLOGY + predicate)
    return frozenset(
        quad.object
        for quad in ontology_quads()
        if quad.subject == subject and quad.predicate.value == link and isinstance(quad.object, NamedNode)
    )


@cache
def _parents() -> Mapping[str, tuple[str, ...]]:
    parents: dict[str, tuple[str, ...]] = {}
    for quad in ontology_quads():
        if quad.predicate.value == str(RDFS.subClassOf) and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            parents[quad.subject.value] = (*parents.get(quad.subject.value, ()), quad.object.value)
    return parents
