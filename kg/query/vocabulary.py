"""The terms that a query may use, and those in one that do not exist: text comes in, terms with their places go out.

A misspelt class is good SPARQL that finds nothing; who asks by hand wants to be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from pyoxigraph import NamedNode

from kg.graph import ONTOLOGY, PREFIXES
from kg.graph.ontology import ontology_quads
from kg.names import nearest
from kg.query.words import checked, place

_TYPE: Final = f"{PREFIXES['rdf']}type"
_KINDS: Final = {
    "Class": "class",
    **{f"{kind}Property": "property" for kind in ("Object", "Datatype", "Annotation", "Symmetric", "Transitive")},
}
_OTHERS: Final = {
    "property": (
        *("rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdfs:subClassOf", "rdfs:subPropertyOf"),
        *("skos:prefLabel", "skos:altLabel", "skos:exactMatch", "skos:definition", "owl:sameAs", "prov:wasDerivedFrom"),
        *("prov:wasGeneratedBy", "oa:hasSource", "oa:hasSelector", "oa:start", "oa:end", "oa:exact"),
    ),
    "class": ("rdf:Statement", "sem:Actor", "sem:Event", "sem:Place", "prov:Entity", "oa:SpecificResource", "owl:Class"),
}
"""What graphs hold beside the terms of the ontology."""
_NAMES: Final = ("skos:prefLabel", "skos:altLabel")
_INSTEAD: Final[Mapping[str, tuple[str, ...]]] = {"rdfs:label": _NAMES, "foaf:name": _NAMES, "schema:name": _NAMES}
"""What graphs do not hold and other ones do, and what they hold instead."""
_MOST_NEAREST: Final = 3
_NAME: Final = re.compile(r"kg:\w+")


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A term as a query writes it, such as "kg:Bombing"; `kind` is "class", "property" or "value"."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A name that graphs do not hold, where it stands (from 1), and the nearest that they have."""

    name: str
    line: int
    column: int
    nearest: tuple[str, ...]


@cache
def terms_of() -> tuple[VocabularyTerm, ...]:
    """Return the terms of the ontology, and the common ones of other vocabularies, by name."""
    kinds: dict[str, str] = {}
    for quad in ontology_quads():
        if isinstance(quad.subject, NamedNode) and quad.predicate.value == _TYPE and quad.subject.value.startswith(ONTOLOGY):
            name = f"kg:{quad.subject.value.removeprefix(ONTOLOGY)}"
            type_ = str(getattr(quad.object, "value", "")).rsplit("#", 1)[-1]
            kinds[name] = _KINDS.get(type_, kinds.get(name, "value"))
    kinds = {name: kind for name, kind in kinds.items() if _NAME.fullmatch(name)}  # no paths, and not the ontology itself
    kinds |= {name: kind for kind, names in _OTHERS.items() for name in names}
    return tuple(VocabularyTerm(name, kinds[name]) for name in sorted(kinds))


def unknown_terms(sparql: str) -> tuple[UnknownTerm, ...]:
    """Return the terms of a query that no graph holds, of the prefix `kg:` and for names; none if the query declares `kg:` itself.

    Raises:
        QueryError: The query is one that would not be run.
    """
    tokens = checked(sparql)
    if any(one.text.upper() == "PREFIX" and two.text == "kg:" for one, two in pairwise(tokens)):
        return ()
    known = {term.name for term in terms_of() if term.name.startswith("kg:")}
    names = [(token.text.rstrip("."), token.start) for token in tokens if token.kind == "name"]
    instead = {} if any(token.text.upper() == "CONSTRUCT" for token in tokens) else _INSTEAD  # what is made may have any name
    return tuple(
        UnknownTerm(name, *place(sparql, start), instead.get(name) or tuple(nearest(name, known, _MOST_NEAREST)))
        for name, start in names
        if name in instead or (name.startswith("kg:") and name != "kg:" and name not in known)
    )
