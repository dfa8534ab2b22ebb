"""What Oxigraph makes of a literal when it keeps it, before it does: a term or quad comes in, the one that will come back goes out.

Oxigraph keeps values, not spellings, of the types that it knows: "001" becomes 1, "1.50" 1.5, "+00:00" Z, a nonNegativeInteger an integer
(https://github.com/oxigraph/oxigraph/issues/526). What is canonical beforehand comes back as it went in, and is the same in every store.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDF, XSD

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple

_AS_WRITTEN = frozenset((str(XSD.string), str(RDF.langString)))
_SURELY = {
    str(XSD.integer): re.compile(r"0|-?[1-9][0-9]{0,17}"),
    str(XSD.date): re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"),
    str(XSD.decimal): re.compile(r"-?[1-9][0-9]{0,8}\.[0-9]{0,8}[1-9]"),
}
"""Spellings that are canonical, of the types that are frequent here: they need not go through the engine."""


def canonical(quad: Quad) -> Quad:
    """Return the quad as a store gives it back."""
    value = quad.object
    if not isinstance(value, Literal):
        return quad
    kept = canonical_literal(value)
    return quad if kept is value else Quad(quad.subject, quad.predicate, kept, quad.graph_name)


def canonical_literal(literal: Literal) -> Literal:
    """Return the literal as a store gives it back; one that is canonical is returned itself."""
    datatype = literal.datatype.value
    if datatype in _AS_WRITTEN or (datatype in _SURELY and _SURELY[datatype].fullmatch(literal.value)):
        return literal
    kept = _through_engine(literal)
    return literal if kept == literal else kept


@lru_cache(maxsize=4096)
def _through_engine(literal: Literal) -> Literal:
    """Ask the engine itself, so that no second opinion on what is canonical exists."""
    scratch = pyoxigraph.Store()
    nowhere = NamedNode("urn:x")
    scratch.add(Quad(nowhere, nowhere, literal))
    kept = next(iter(scratch)).object
    if not isinstance(kept, Literal):
        raise TypeError(f"{literal}: a literal came back as {kept}")
    return kept
