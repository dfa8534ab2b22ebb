"""Answers a SPARQL query: the query and values of its parameters come in, a `Table`, `Triples` or a bool goes out."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Variable

from kg.errors import QueryError
from kg.graph import PREFIXES
from kg.query.evidence import Links
from kg.query.table import Answer, Table, Triples
from kg.query.terms import XSD
from kg.query.words import checked, form_of, prepare

if TYPE_CHECKING:
    from kg.store import Store

Parameter = str | int | float | bool | date | NamedNode | Literal


def query(store: Store, sparql: str, /, *, limit: int | None = None, **parameters: Parameter) -> Answer:
    """Answer a SPARQL 1.1 query; the prefixes of the ontology and of RDF, OWL, SKOS, PROV, … need no declaration.

    Args:
        store: What to ask.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        limit: The most rows or triples to return; `None`: all.
        **parameters: Values of variables of a SELECT or ASK, by name. They are handed over as values, never as text of the query.

    Raises:
        QueryError: The query is wrong, changes data, or would reach another server; or a parameter does not occur in it.
    """
    tokens = checked(sparql)
    prepared, hidden = prepare(sparql, tokens, parameters)
    substitutions = {Variable(name): _term(name, value) for name, value in parameters.items()}
    try:
        answer = store.query(prepared, prefixes=PREFIXES, substitutions=substitutions or None)
    except SyntaxError as error:
        raise _syntax_error(sparql, prepared, error) from error
    except RuntimeError as error:  # Oxigraph's way to say that a variable is no column
        raise QueryError(f"{error}. Name the parameter in the SELECT clause") from error
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    if isinstance(answer, QuerySolutions):
        return _first_is(answer) if form_of(tokens) == "ASK" else _table(answer, hidden, limit, Links(store))
    found = sorted(set(islice(answer, limit)), key=str)
    return Triples(tuple(found))


def _first_is(answer: QuerySolutions) -> bool:
    return next(iter(answer), None) is not None


def _table(answer: QuerySolutions, hidden: frozenset[str], limit: int | None, links: Links) -> Table:
    columns = tuple(variable.value for variable in answer.variables if variable.value not in hidden)
    solutions = iter(answer)
    rows = tuple(tuple(solution[column] for column in columns) for solution in islice(solutions, limit))
    truncated = limit is not None and next(solutions, None) is not None
    return Table(columns, rows, truncated=truncated, links=links)


def _term(name: str, value: Parameter) -> NamedNode | Literal:
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, datetime):
        raise QueryError(f"parameter {name}: a date with a time is not supported. Give a date, or a pyoxigraph Literal")
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    return Literal(value)


_POSITION = re.compile(r"error at (\d+):(\d+): ")


def _syntax_error(sparql: str, prepared: str, error: SyntaxError) -> QueryError:
    message = str(error)
    found = _POSITION.match(message)
    if found is None or prepared != sparql:  # the place is one of the prepared query, not of the user's
        return QueryError(f"the query is not SPARQL: {message}")
    line, column = int(found[1]), int(found[2])
    problem = message[found.end() :]
    if "Prefix not found" in problem:
        problem = f"unknown prefix. Known: {', '.join(sorted(PREFIXES))}; declare others with PREFIX"
    text = sparql.splitlines()[line - 1].strip() if line <= len(sparql.splitlines()) else ""
    return QueryError(
        f"line {line}, column {column}: the query is not SPARQL at {text!r}: {' '.join(problem.split())}", line=line, column=column
    )
