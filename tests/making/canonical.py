"""Writes a Turtle file of the ontology in its one form: a file comes in, the same triples go out in a fixed layout.

Subjects and section comments keep their places; prefixes are sorted, the properties of a subject have a fixed order, its values are sorted.
So a change of the ontology is a change of the lines that it is about, and of no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import RDF, XSD

ORDER = (
    "rdf:type",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "owl:equivalentClass",
    "owl:equivalentProperty",
    "owl:inverseOf",
    "owl:disjointWith",
    "rdfs:domain",
    "rdfs:range",
    "schema:domainIncludes",
    "schema:rangeIncludes",
    "kg:agentToTarget",
    "kg:agentToVictim",
    "kg:agentToTopic",
    "kg:agentToAgent",
    "kg:eventToTarget",
    "kg:eventToTopic",
    "skos:inScheme",
    "skos:notation",
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
    "kg:noCounterpartIn",
    "skos:prefLabel",
    "skos:definition",
    "skos:example",
    "kg:counterExample",
)
"""Properties in the order in which they are written; others come after them, by name."""

_PREFIX = re.compile(r"@prefix (?P<name>[\w-]*): <(?P<iri>[^>]*)> \.")
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

Term = NamedNode | BlankNode | Literal | Triple


def canonical(text: str) -> str:
    """Return the text of a Turtle file without blank nodes in its one form."""
    names = {match["iri"]: match["name"] for match in map(_PREFIX.match, text.splitlines()) if match}
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in parse(text.encode(), format=RdfFormat.TURTLE)]
    comments = dict(_sections(text))
    lines = [f"@prefix {name}: <{iri}> ." for iri, name in sorted(names.items(), key=lambda item: item[1])]
    for subject, found in _by_subject(triples):
        written = _short(subject, names)
        lines += ["", *comments.get(written, ())]
        lines += _block(written, found, names)
    return "\n".join(lines) + "\n"


def _sections(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each subject before which comments stand, and these."""
    waiting: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            waiting += [*([""] if waiting else []), line] if line.startswith("# ---") else [line]
        elif line and not line.startswith((" ", "@")):
            if waiting:
                yield line.split()[0], (*waiting, *([""] if waiting[-1].startswith("# ---") else []))
            waiting = []


def _by_subject(triples: Iterable[Triple]) -> Iterator[tuple[Term, list[Triple]]]:
    found: dict[str, list[Triple]] = {}
    for triple in triples:
        found.setdefault(str(triple.subject), []).append(triple)
    for of_subject in found.values():
        yield of_subject[0].subject, of_subject


def _block(subject: str, triples: list[Triple], names: dict[str, str]) -> Iterator[str]:
    def place(triple: Triple) -> tuple[int, str]:
        name = _short(triple.predicate, names)
        name = "rdf:type" if triple.predicate.value == str(RDF.type) else name
        return (ORDER.index(name) if name in ORDER else len(ORDER), name)

    groups = [
        f"{_verb(predicate, names)} {', '.join(sorted(_short(triple.object, names) for triple in same))}"
        for predicate, same in groupby(sorted(triples, key=place), key=lambda triple: triple.predicate)
    ]
    for number, group in enumerate(groups):
        start = f"{subject} " if number == 0 else "    "
        yield f"{start}{group} {';' if number < len(groups) - 1 else '.'}"


def _verb(predicate: NamedNode, names: dict[str, str]) -> str:
    return "a" if predicate.value == str(RDF.type) else _short(predicate, names)


def _short(term: Term, names: dict[str, str]) -> str:
    if isinstance(term, Literal) and term.datatype.value in (str(XSD.integer), str(XSD.boolean)):
        return term.value
    if isinstance(term, Literal) and term.datatype.value.startswith(str(XSD)) and term.datatype != NamedNode(str(XSD.string)):
        return f'"{term.value}"^^xsd:{term.datatype.value.removeprefix(str(XSD))}'
    if isinstance(term, NamedNode):
        for iri, name in names.items():
            local = term.value.removeprefix(iri)
            if local != term.value and _LOCAL.fullmatch(local):
                return f"{name}:{local}"
    return str(term)


def rewrite(path: Path) -> bool:
    """Bring a file into its one form; tell whether that changed it."""
    text = path.read_text(encoding="utf-8")
    written = canonical(text)
    if written != text:
        path.write_text(written, encoding="utf-8")
    return written != text
