"""Reads parameters that are typed as text: "NAME=VALUE" comes in, names with values as SPARQL means them go out; and checks days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.query.ask import Parameter


def parameters_of(given: Sequence[str]) -> dict[str, Parameter]:
    """Return the parameters: an <IRI>, a date and a whole number are what they look like, all else is a string.

    Raises:
        QueryError: One is no parameter.
    """
    pairs = [text.partition("=") for text in given]
    for text, (name, equals, _) in zip(given, pairs, strict=True):
        if not (name and equals):
            raise QueryError(f"--param {text!r} is no parameter. Write it as NAME=VALUE")
        if name in {"limit", "timeout"}:
            raise QueryError(f"no parameter can be called {name}. Give its variable another name in the query")
    return {name: _parameter(name, value) for name, _, value in pairs}


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EXPECTED = "a day that exists, as YYYY-MM-DD, such as 2024-01-05"


def _parameter(name: str, text: str) -> Parameter:
    expected = "a number of fewer digits"
    try:
        if text.startswith("<") and text.endswith(">"):
            expected = "an absolute IRI"
            return NamedNode(text[1:-1])
        if _DAY.fullmatch(text):
            expected = _EXPECTED
            return date.fromisoformat(text)
        return int(text) if re.fullmatch(r"-?\d+", text) else text
    except ValueError as error:
        raise QueryError(f"parameter {name}: {text[:60]!r} cannot be read: {error}. Give {expected}") from error


def check_day(name: str, value: Parameter) -> None:
    """Refuse what is no day: a query would compare it all the same, and find nothing.

    Raises:
        QueryError: It is none; the message names the parameter.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return
    text = value.value if isinstance(value, Literal) else str(value)
    try:
        date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as error:
        raise QueryError(f"parameter {name}: {text[:60]!r} is no day. Give {_EXPECTED}") from error
