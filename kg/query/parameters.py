"""Reads parameters that are typed as text: "NAME=VALUE" comes in, names with values as SPARQL means them go out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pyoxigraph import NamedNode

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
    return {name: _parameter(value) for name, _, value in pairs}


def _parameter(text: str) -> Parameter:
    try:
        if text.startswith("<") and text.endswith(">"):
            return NamedNode(text[1:-1])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
        return int(text) if re.fullmatch(r"-?\d+", text) else text
    except ValueError as error:
        raise QueryError(f"--param …={text:.60}: {error}. Give an absolute IRI, a day that exists, or a number of fewer digits") from error
