"""Answers a SPARQL query: the query and values of its parameters come in, a `Table`, `Triples` or a bool goes out."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import islice
from posixpath import commonprefix
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Variable

from kg.errors import QueryError, StoreError
from kg.graph import PREFIXES
from kg.query.evidence import Links
from kg.query.hints import brief, hint
from kg.query.limited import LimitedStore
from kg.query.table import Answer, Table, Triples
from kg.query.terms import XSD
from kg.query.words import checked, form_of, narrowed, place, prepare, unknown_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.store import Store

_PREFIXES = dict(PREFIXES)  # what engines take; a copy for each query would be a part of what looking one thing up takes
Parameter = str | int | float | bool | date | NamedNode | Literal


def query(
    store: Store,
    sparql: str,
    /,
    *,
    limit: int | None = None,
    among: Mapping[str, Iterable[NamedNode | str]] | None = None,
    **parameters: Parameter,
) -> Answer:
    """Answer a SPARQL 1.1 query; the prefixes of the ontology and of RDF, OWL, SKOS, PROV, … need no declaration.

    Args:
        store: What to ask.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        limit: The most rows or triples to return; `None`: all.
        among: For variables, by name, the IRIs that they may be, such as what a search found. The query begins with these.
        **parameters: Values of variables of a SELECT or ASK, by name. They are handed over as values, never as text of the query.

    Raises:
        QueryError: The query is wrong, changes data, or would reach another server; or a parameter does not occur in it.
        QueryStoppedError: The store is a `LimitedStore`, and the query went beyond its limits.
    """
    tokens = checked(sparql)
    chosen = sparql
    if among:
        chosen = narrowed(sparql, tokens, {name: [_iri(thing) for thing in things] for name, things in among.items()})
    prepared, hidden = prepare(chosen, checked(chosen) if among else tokens, parameters)
    substitutions = {Variable(name): _term(name, value) for name, value in parameters.items()}
    try:
        if isinstance(store, LimitedStore) and limit is not None:
            answer = store.query(prepared, prefixes=_PREFIXES, substitutions=substitutions or None, rows=limit + 1)
        else:
            answer = store.query(prepared, prefixes=_PREFIXES, substitutions=substitutions or None)
    except SyntaxError as error:
        raise _syntax_error(sparql, prepared, error) from error
    except RuntimeError as error:  # Oxigraph's way to say that a variable is no column, or that it has no such function
        remedy = "Name the parameter in the SELECT clause" if parameters else "Ask in another way"
        raise QueryError(f"{error}. {remedy}") from error
    try:
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QuerySolutions):
            return _first_is(answer) if parameters and form_of(tokens) == "ASK" else _table(answer, hidden, limit, Links(store))
        return Triples(tuple(sorted(set(islice(answer, limit)), key=str)))
    except (OSError, RuntimeError) as error:  # damage is found when the rows of a damaged block are read
        raise StoreError(f"the graph cannot be read: {error}. See what is damaged with `kg check --integrity`") from error


def _iri(thing: NamedNode | str) -> NamedNode:
    try:
        return thing if isinstance(thing, NamedNode) else NamedNode(thing)
    except ValueError as error:
        raise QueryError(f"{thing!r} is no IRI: {error}. Give whole IRIs") from error


def _first_is(answer: QuerySolutions) -> bool:
    return next(iter(answer), None) is not None


def _table(answer: QuerySolutions, hidden: frozenset[str], limit: int | None, links: Links) -> Table:
    names = tuple(variable.value for variable in answer.variables)
    solutions = iter(answer)
    rows = tuple(map(tuple, islice(solutions, limit)))  # all values at once: to ask for each by its name takes seven times as long
    truncated = limit is not None and next(solutions, None) is not None
    if hidden:
        shown = tuple(number for number, name in enumerate(names) if name not in hidden)
        names, rows = tuple(names[number] for number in shown), tuple(tuple(row[number] for number in shown) for row in rows)
    return Table(names, rows, truncated=truncated, links=links)


def _term(name: str, value: Parameter) -> NamedNode | Literal:
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, datetime):
        raise QueryError(f"parameter {name}: a date with a time is not supported. Give a date, or a pyoxigraph Literal")
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    try:
        return Literal(value)
    except ValueError as error:  # half of a surrogate pair, which is in no encoding
        raise QueryError(f"parameter {name}: {value!r} is no value: {error}. Give text that can be written, a number or a date") from error


_POSITION = re.compile(r"error at (\d+):(\d+): ")


def _syntax_error(sparql: str, prepared: str, error: SyntaxError) -> QueryError:
    message = str(error)
    found = _POSITION.match(message)
    unknown = unknown_prefix(sparql, PREFIXES) if "Prefix not found" in message else None
    if unknown is not None:
        line, column = place(sparql, unknown.start)
        prefix = unknown.text.partition(":")[0]
        problem = f"unknown prefix {prefix}:. Known: {', '.join(sorted(PREFIXES))}; declare others with PREFIX"
        return QueryError(f"line {line}, column {column}: {problem}", line=line, column=column)
    hinted = hint(checked(sparql))
    if hinted is not None:
        line, column = place(sparql, hinted.start)
        return QueryError(f"line {line}, column {column}: the query is not SPARQL: {hinted.problem}", line=line, column=column)
    if found is None:
        return QueryError(f"the query is not SPARQL: {brief(message)}")
    line, column = _place_in(sparql, prepared, int(found[1]), int(found[2]))
    problem = message[found.end() :]
    text = sparql.splitlines()[line - 1].strip() if line <= len(sparql.splitlines()) else ""
    told = f"line {line}, column {column}: the query is not SPARQL at {text!r}: {brief(problem)}"
    return QueryError(told, line=line, column=column)


def _place_in(sparql: str, prepared: str, line: int, column: int) -> tuple[int, int]:
    """Return where a place of the prepared query is in the user's: columns were put into it, on one line."""
    offset = sum(map(len, prepared.split("\n")[: line - 1])) + line - 1 + column - 1
    same = len(commonprefix([sparql, prepared]))
    if offset > same:
        offset = max(same, offset - (len(prepared) - len(sparql)))
    return place(sparql, offset)
