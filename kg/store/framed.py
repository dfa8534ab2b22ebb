"""Writes a graph as JSON-LD framed by document: triples come in, JSON comes out, one article a line with all that it says inside it.

An article holds its passages, a passage the reports that rest on it; what is no article's (actors, events, decisions, runs) follows. A node
that several hold is written where it comes first and named elsewhere. Nothing is lost: the triples can be read back. The names of
properties are those of `ontology/context.jsonld`, which is written along, so that nothing has to be fetched.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode
from rdflib import PROV, RDF, XSD

from kg.graph import KG, PREFIXES, ontology_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

Json = dict[str, "Json | list[Json] | str | int"] | str | int

_TYPE = str(RDF.type)
_DOCUMENT = str(KG.Document)
_SOURCE, _SELECTOR, _MARK = f"{PREFIXES['oa']}hasSource", f"{PREFIXES['oa']}hasSelector", str(KG.mark)
_DERIVED_FROM = str(PROV.wasDerivedFrom)
_INSIDE = {_SELECTOR, _MARK}
"""Properties whose values are written inside what has them."""


def framed(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield the pieces of a JSON-LD document.

    Args:
        triples: The graph, sorted by subject and predicate; nothing in it is a blank node.
    """
    context = json.loads((ontology_path() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    yield f'{{"@context": {json.dumps(context)},\n"@graph": [\n'
    separator = ""
    for node in _Frame(triples).nodes():
        yield f"{separator}{json.dumps(node, ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]}\n"


class _Frame:
    """Holds the triples of a graph by subject, and knows which nodes are written already."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.of: dict[str, list[tuple[str, NamedNode | Literal]]] = {}
        self.passages: dict[str, list[str]] = {}
        self.reports: dict[str, list[str]] = {}
        self.written: set[str] = set()
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                raise TypeError(f"{triple}: only IRIs and literals can be framed")
            self.of.setdefault(subject.value, []).append((predicate, value))
            if predicate == _SOURCE:
                self.passages.setdefault(value.value, []).append(subject.value)
            elif predicate == _DERIVED_FROM:
                self.reports.setdefault(value.value, []).append(subject.value)

    def nodes(self) -> Iterator[Json]:
        """Yield articles first, then all that is in none."""
        articles = [subject for subject, facts in self.of.items() if any(value.value == _DOCUMENT for _, value in facts)]
        for subject in (*articles, *self.of):
            if subject not in self.written:
                yield self.node(subject)

    def node(self, subject: str, *, link: tuple[str, str] | None = None) -> dict[str, Json | list[Json]]:
        """Return a node with all that is inside it; `link` is the property and value that its place says already."""
        self.written.add(subject)
        node: dict[str, Json | list[Json]] = {"id": subject}
        for predicate, value in self.of.get(subject, ()):
            if link == (predicate, value.value):
                continue
            key, written = self.fact(predicate, value)
            held = node.setdefault(key, [])
            if isinstance(held, list):
                held.append(written)
        for name, found, property_ in (("passages", self.passages, _SOURCE), ("reports", self.reports, _DERIVED_FROM)):
            inside = [one for one in found.get(subject, ()) if one not in self.written]
            if inside:
                node[name] = [self.node(one, link=(property_, subject)) for one in inside if one not in self.written]
        return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}

    def fact(self, predicate: str, value: NamedNode | Literal) -> tuple[str, Json]:
        """Return a property's name and a value as the context has them."""
        if predicate == _TYPE:
            return "class", _short(value.value)
        if isinstance(value, NamedNode) and predicate in _INSIDE and value.value in self.of and value.value not in self.written:
            return _terms().get((predicate, "@id"), _short(predicate)), self.node(value.value)
        return _plain(predicate, value)


def _plain(predicate: str, value: NamedNode | Literal) -> tuple[str, Json]:
    if isinstance(value, NamedNode):
        for coercion, written in (("@vocab", _short(value.value)), ("@id", value.value)):
            if (predicate, coercion) in _terms():
                return _terms()[predicate, coercion], written
        return _short(predicate), {"id": value.value}
    datatype = value.datatype.value
    name = _terms().get((predicate, "" if datatype == str(XSD.string) else datatype))
    if name:
        return name, int(value.value) if datatype == str(XSD.integer) else value.value
    if value.language:
        return _short(predicate), {"@value": value.value, "@language": value.language}
    return _short(predicate), value.value if datatype == str(XSD.string) else {"@value": value.value, "@type": datatype}


@cache
def _terms() -> Mapping[tuple[str, str], str]:
    """Return the names of the context by what they stand for: the property, and "@id", "@vocab", a datatype or "" for plain text."""
    context = json.loads((ontology_path() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    found = {}
    for name, meaning in context.items():
        if name in PREFIXES or name.startswith("@") or (isinstance(meaning, dict) and "@reverse" in meaning):
            continue
        iri, coercion = (meaning, "") if isinstance(meaning, str) else (meaning["@id"], meaning.get("@type", ""))
        if ":" in iri:
            found[_long(iri), coercion if coercion.startswith("@") else _long(coercion)] = name
    return found


def _long(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else curie


def _short(iri: str) -> str:
    """Return an IRI as the context shortens it: `Bombing` of our own, `prov:Entity` of others, whole otherwise."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.isidentifier() and local.isascii():
            return f"{prefix}:{local}"
    return iri
