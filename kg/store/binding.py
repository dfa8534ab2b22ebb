"""Hands values to a query of a remote service, whose protocol knows no parameters: a query and values come in, a query goes out.

The values are written by the RDF library as terms of a VALUES block, at the start of the query's pattern, where filters see them; they
are never pasted into the query's text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Literal, NamedNode, Variable

_TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\r\n]* | <[^<>"{}|^`\\\x00-\x20]*>
              | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*''' | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
              | [?$@]\w+ | [\w.-]*:(?:[\w.:%~-]|\\.)* )
    | (?P<word> \w+ )
    | (?P<bracket> [(){}] )
    """,
    re.VERBOSE | re.DOTALL,
)

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def bound(sparql: str, values: Mapping[Variable, NamedNode | Literal]) -> str:
    """Return a SELECT or ASK with variables bound to values.

    Raises:
        SyntaxError: The query has no pattern.
    """
    if not values:
        return sparql
    start = next(_patterns(sparql), None)
    if start is None:
        raise SyntaxError("the query has no pattern in braces")
    columns, row = " ".join(map(str, values)), " ".join(map(str, values.values()))
    return f"{sparql[:start]} VALUES ({columns}) {{ ({row}) }} {sparql[start:]}"


def with_prefixes(text: str, prefixes: Mapping[str, str] | None) -> str:
    """Return a query or update with those of the prefixes declared that occur in it; on its first line, so that lines stay as they are."""
    used = (f"PREFIX {prefix}: <{iri}> " for prefix, iri in (prefixes or {}).items() if f"{prefix}:" in text)
    return "".join(used) + text


def form_of(sparql: str) -> str:
    """Return what kind of query this is: SELECT, ASK, CONSTRUCT, DESCRIBE, or nothing."""
    words = (token["word"].upper() for token in _TOKEN.finditer(sparql) if token["word"])
    return next((word for word in words if word in _FORMS), "")


def _patterns(sparql: str) -> Iterator[int]:
    """Yield where the patterns of the query begin: behind each outermost brace that is not in an expression of a column."""
    braces = parentheses = 0
    for token in _TOKEN.finditer(sparql):
        text = token[0]
        if text == "{" and not braces and not parentheses:
            yield token.end()
        braces += (text == "{") - (text == "}")
        parentheses += (text == "(") - (text == ")")
