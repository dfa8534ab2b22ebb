"""The questions that come with the ontology: the files of `ontology/queries/` come in, their answers go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError, UnknownNameError
from kg.graph import ontology_path
from kg.query.ask import Parameter, query
from kg.query.parameters import check_day

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.table import Answer
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of `ontology/queries/`.

    Attributes:
        name: That of its file.
        question: Its first line.
        parameters: Their names, with what each narrows.
        days: Those of them that must be days, written `# @param NAME (day): …`.
        sparql: The query.
    """

    name: str
    question: str
    parameters: Mapping[str, str]
    days: frozenset[str]
    sparql: str


_PARAMETER = re.compile(r"^# @param (\w+)( \(day\))?: (.+)$", re.MULTILINE)


def named_queries() -> tuple[NamedQuery, ...]:
    """Return the named queries, by name."""
    return tuple(_read(path) for path in _files())


def named_query(name: str) -> NamedQuery:
    """Return one named query.

    Raises:
        UnknownNameError: There is none of that name.
    """
    paths = {path.stem: path for path in _files()}
    if name not in paths:
        raise UnknownNameError("named query", name, paths)
    return _read(paths[name])


def ask_named(store: Store, name: str, /, *, limit: int | None = None, **parameters: Parameter) -> Answer:
    """Answer the named query `name`; its parameters may be left out.

    Raises:
        UnknownNameError: There is no such query, or it has no such parameter.
        QueryError: A parameter must be a day and is none.
    """
    asked = named_query(name)
    for parameter, value in parameters.items():
        if parameter not in asked.parameters:
            raise UnknownNameError(f"parameter of {name}", parameter, asked.parameters)
        if parameter in asked.days:
            check_day(parameter, value)
    return query(store, asked.sparql, limit=limit, among=None, **parameters)


def _files() -> list[Path]:
    return sorted((ontology_path() / "queries").glob("*.rq"))


def _read(path: Path) -> NamedQuery:
    sparql = path.read_text(encoding="utf-8")
    first = sparql.partition("\n")[0]
    if not first.startswith("# "):
        raise QueryError(f"{path}:1: a named query begins with its question as a comment. Write a first line such as `# Who …?`")
    parameters = _PARAMETER.findall(sparql)
    return NamedQuery(
        name=path.stem,
        question=first.removeprefix("# ").strip(),
        parameters={name: told for name, _, told in parameters},
        days=frozenset(name for name, day, _ in parameters if day),
        sparql=sparql,
    )
