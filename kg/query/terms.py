"""Makes Python values and text of RDF terms: a term of an answer comes in, what people and programs read goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Value = str | int | float | Decimal | bool | date | None

XSD: Final = PREFIXES["xsd"]
_STRING: Final = f"{XSD}string"


def value_of(term: Term | None) -> Value:
    """Return the Python value of a term: IRIs and what has no type of ours as text, `xsd:gYear` and `xsd:gYearMonth` as text too."""
    if isinstance(term, Literal):
        convert = _CONVERTERS.get(term.datatype.value.removeprefix(XSD))
        try:
            return convert(term.value) if convert else term.value
        except (ValueError, ArithmeticError):  # "2024-02-30"^^xsd:date is RDF all the same
            return term.value
    return None if term is None else plain(term)


def term_of(value: object) -> Term | None:
    """Return the term of a Python value, as `value_of` reads it back; what has no type of ours becomes text."""
    if value is None or isinstance(value, Term):
        return value
    if isinstance(value, bool | int | float | str):
        return Literal(value)
    for kind, name in ((Decimal, "decimal"), (datetime, "dateTime"), (date, "date")):
        if isinstance(value, kind):
            return Literal(value.isoformat() if isinstance(value, date) else str(value), datatype=NamedNode(f"{XSD}{name}"))
    return Literal(str(value))


def is_number(term: Term | None) -> bool:
    """Tell whether a term is a literal with the type of a number."""
    return isinstance(term, Literal) and term.datatype.value.removeprefix(XSD) in ("integer", "decimal", "double", "float")


def _as_bool(text: str) -> bool:
    return text in ("true", "1")


_CONVERTERS: Mapping[str, Callable[[str], Value]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": _as_bool,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}


def plain(term: Term | None) -> str:
    """Return the text of a literal, an IRI as it is, and nothing for what is not bound."""
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def short(term: Term | None) -> str:
    """Return a term for people: `kg:Bombing`, the text of a literal, an IRI as it is."""
    if isinstance(term, NamedNode):
        for prefix, iri in PREFIXES.items():
            local = term.value.removeprefix(iri)
            if local != term.value and re.fullmatch(r"\w+", local):
                return f"{prefix}:{local}"
    return plain(term)


def json_term(term: Term) -> dict[str, object]:
    """Return a term as in the SPARQL 1.1 Query Results JSON Format."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: json_term(part) for name, part in parts.items()}}
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is not None:
        literal["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        literal["datatype"] = term.datatype.value
    return literal


_FORMULA = re.compile(r"[=+@\t\r\n＝＋＠－-]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def spreadsheet_safe(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula: one that begins like a formula, and is no number, gets an apostrophe in front.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
