"""Makes RDF terms of values: ids become IRIs, texts, numbers and dates become literals in the one form that Oxigraph keeps.

An id may hold anything, as those of documents come from outside: every character that is not plain is percent-encoded, and no two ids
give one IRI. Nothing here knows what the terms mean.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode
from rdflib import XSD

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import PartialDate

_DECIMAL = NamedNode(str(XSD.decimal))
_DATE = NamedNode(str(XSD.date))
_DATE_TYPES = (NamedNode(str(XSD.gYear)), NamedNode(str(XSD.gYearMonth)), _DATE)  # by the number of hyphens
_HELD = 1 << 14  # of ids, the last so many are held in their other form: most are asked for again soon
_LONGEST = 1_000
"""So many characters of a segment are kept; servers take paths of 8,000 and more."""
_HALF_A_BYTE = re.compile("%.?$")
_REST = ("-01-01", "-01", "")  # makes a whole day of a partial date, to check it


@lru_cache(_HELD)
def segment(text: str) -> str:
    """Return `text` as one segment of an IRI's path: ASCII, without a slash, and never "", "." or "..".

    Resolvers drop dot segments, so those get a tilde in front, and servers refuse long paths, so a long text is cut and a hash of it put
    behind a tilde; a tilde of the text itself is encoded.
    """
    encoded = quote(text, safe="", errors="surrogatepass").replace("~", "%7E")
    if len(encoded) > _LONGEST:
        return f"{_HALF_A_BYTE.sub('', encoded[:_LONGEST])}~{hashlib.sha256(encoded.encode()).hexdigest()}"
    return encoded if encoded.strip(".") else f"~{encoded}"


def resource(base: str, *parts: str) -> NamedNode:
    """Return the IRI of `parts` under `base`; the parts must be segments already."""
    return named("/".join((base.rstrip("/"), *parts)))


@lru_cache(_HELD)
def resource_of_id(base: str, identifier: str) -> NamedNode:
    """Return the IRI of a resolved thing, whose id is a path such as "actor/…"."""
    return resource(base, *(segment(part) for part in identifier.split("/")))


def named(iri: str) -> NamedNode:
    """Return the IRI as a term.

    Raises:
        InputError: It is no IRI.
    """
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise InputError(f"{iri!r} is no IRI: {error}. Give an absolute one, such as http://example.org/x") from error


def digest(parts: Iterable[object]) -> str:
    """Return a short hash of the values, the same for the same values in every run."""
    content = json.dumps([str(part) if isinstance(part, date) else part for part in parts])
    return hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()


def text(value: str) -> Literal:
    """Return a plain string; a lone surrogate, which RDF cannot hold, becomes "?", so that offsets still count."""
    return Literal(value.encode("utf-8", "replace").decode("utf-8"))


def decimal(value: float) -> Literal:
    """Return a number with at most four digits after the point, without zeros at its end."""
    shortest = f"{value:.4f}".rstrip("0").rstrip(".")
    return Literal("0" if shortest == "-0" else shortest, datatype=_DECIMAL)


def day(value: date) -> Literal:
    """Return a whole day as `xsd:date`."""
    return Literal(value.isoformat(), datatype=_DATE)


def partial_date(value: PartialDate) -> Literal:
    """Return `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`, as precise as the value.

    Raises:
        InputError: The value is none of the three, or such a day does not exist.
    """
    written = value.value
    hyphens = min(written.count("-"), 2)
    whole = written + _REST[hyphens]
    try:
        exists = date.fromisoformat(whole).isoformat() == whole
    except ValueError:
        exists = False
    if not exists:
        raise InputError(f'{written!r} is no date. Write it as "2024", "2024-01" or "2024-01-03"')
    return Literal(written, datatype=_DATE_TYPES[hyphens])
