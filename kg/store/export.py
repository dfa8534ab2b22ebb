"""Writes a store out: the same graph gives the same bytes. N-Quads hold the ontology as well, all other formats what is said.

A view is the graph in the terms of others, made by a CONSTRUCT of `ontology/views/`. TriG holds nanopublications. GraphML is not written
here: it is a network's, not a graph's.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, QueryTriples, RdfFormat, Triple, serialize
from rdflib import RDF, XSD

from kg.errors import StoreError, UnknownNameError
from kg.files import whole_file
from kg.graph import PREFIXES, ontology_path
from kg.store.framed import framed
from kg.store.nanopublications import NP, nanopublications

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, Quad

    from kg.store.protocol import Store

    Term = NamedNode | BlankNode | Literal | Triple

FORMATS = {
    "jsonld": RdfFormat.JSON_LD,
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
}
"""What can be written, by the name that is also the file's ending; TriG is nanopublications, one for each assertion."""

_TYPE = str(RDF.type)
_NEXT = " ;\n    "
_PLAIN = {str(XSD.integer): re.compile(r"-?[0-9]+"), str(XSD.decimal): re.compile(r"-?[0-9]+\.[0-9]+")}
"""Numbers that need no quotation marks. 32 as a decimal does: without a point it would be read as an integer."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even as a reference."""

_LOCAL = re.compile(r"(?P<namespace>.*[/#])(?P<local>[A-Za-z][A-Za-z0-9_]*)")
_BY_NAMESPACE = {iri: prefix for prefix, iri in PREFIXES.items()}


def views() -> tuple[str, ...]:
    """Return the names of the views that a graph can be written in."""
    return tuple(sorted(path.stem for path in (ontology_path() / "views").glob("*.rq")))


def export(store: Store, target: str | Path | IO[bytes], kind: str, *, view: str | None = None) -> None:
    """Write the whole store, sorted, to a file or a binary stream.

    Args:
        store: What to write.
        target: A path, or a stream that takes bytes. A file appears only when it is complete.
        kind: One of `FORMATS`.
        view: One of `views`: the graph in the terms of others; `None`: as it is.

    Raises:
        UnknownNameError: `kind` is none of `FORMATS`, `view` none of `views`, or the two do not go together.
        StoreError: The file cannot be written, or RDF/XML cannot hold a text.
    """
    if view is not None and view not in views():
        raise UnknownNameError("view", view, views())
    fitting = ("nq", "nt", "ttl") if view == "star" else ("jsonld", "nq", "nt", "rdf", "ttl")
    if view is not None and kind not in fitting:
        raise UnknownNameError(f"export format of the view {view}", kind, fitting)
    if kind not in FORMATS:
        raise UnknownNameError("export format", kind, FORMATS)
    if not isinstance(target, str | Path):
        _write(store, target, FORMATS[kind], view)
    else:
        _write_file(store, Path(target), FORMATS[kind], view)


def _write_file(store: Store, path: Path, form: RdfFormat, view: str | None) -> None:
    try:
        with whole_file(path) as file:
            _write(store, file, form, view)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error}. Give another path") from error


def _write(store: Store, stream: IO[bytes], form: RdfFormat, view: str | None) -> None:
    if form == RdfFormat.TRIG:
        serialize(nanopublications(store), stream, form, prefixes={**PREFIXES, "np": str(NP)})
    elif form == RdfFormat.N_QUADS:
        serialize(sorted(store.quads(), key=_order) if view is None else _seen(store, view), stream, form)
    else:
        triples = _said(store) if view is None else _seen(store, view)
        if form == RdfFormat.N_TRIPLES:
            serialize(triples, stream, form)
            return
        if form == RdfFormat.RDF_XML:
            serialize(map(_fit_for_xml, triples), stream, form, prefixes=dict(PREFIXES))
            return
        pieces = _turtle(triples) if form == RdfFormat.TURTLE else framed(triples)
        stream.writelines(piece.encode() for piece in pieces)


def _fit_for_xml(triple: Triple) -> Triple:
    """Return a triple that XML can hold.

    Raises:
        StoreError: It has a character that no XML may have.
    """
    if isinstance(triple.object, Literal) and (found := _NO_XML.search(triple.object.value)):
        raise StoreError(
            f"{triple.subject} {triple.predicate}: RDF/XML cannot hold the character U+{ord(found[0]):04X}. Write .ttl, .nt or .jsonld"
        )
    return triple


def _said(store: Store) -> list[Triple]:
    ordered = sorted(store.quads(), key=_order)
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in ordered if isinstance(quad.graph_name, DefaultGraph)]


def _seen(store: Store, view: str) -> list[Triple]:
    """Return the graph as a view has it, sorted."""
    sparql = (ontology_path() / "views" / f"{view}.rq").read_text(encoding="utf-8")
    found = store.query(sparql, prefixes=PREFIXES)
    if not isinstance(found, QueryTriples):
        raise StoreError(f"ontology/views/{view}.rq: it is no CONSTRUCT. Write it as one")
    return sorted(
        set(found), key=lambda triple: (str(triple.subject), triple.predicate.value != _TYPE, triple.predicate.value, str(triple.object))
    )


def _order(quad: Quad) -> tuple[str, str, bool, str, str]:
    """Sort by graph and subject; of one subject the type comes first."""
    return str(quad.graph_name), str(quad.subject), quad.predicate.value != _TYPE, quad.predicate.value, str(quad.object)


def _turtle(triples: Iterable[Triple]) -> Iterator[str]:
    """Lay sorted triples out for people: a block a subject, a line a property.

    Oxigraph's writer puts no line between subjects and shortens IRIs to names full of backslashes; the terms themselves are written by it.
    """
    for prefix, iri in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{iri}> .\n"
    for subject, of_subject in groupby(triples, key=lambda triple: str(triple.subject)):
        lines = (
            f"{_verb(predicate)} {', '.join(_term(triple.object) for triple in same)}"
            for predicate, same in groupby(of_subject, key=lambda triple: triple.predicate.value)
        )
        yield f"\n{subject} {_NEXT.join(lines)} .\n"


def _verb(iri: str) -> str:
    return "a" if iri == _TYPE else _short(iri)


def _term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return _short(term.value)
    if isinstance(term, Literal) and term.datatype.value in _PLAIN:
        return term.value if _PLAIN[term.datatype.value].fullmatch(term.value) else str(term)
    if isinstance(term, Triple):
        return f"<<( {_term(term.subject)} {_short(term.predicate.value)} {_term(term.object)} )>>"
    return str(term)


def _short(iri: str) -> str:
    found = _LOCAL.fullmatch(iri)
    prefix = _BY_NAMESPACE.get(found["namespace"]) if found else None
    return f"{prefix}:{found['local']}" if found and prefix else str(NamedNode(iri))
