"""The questions that come with the ontology: the files of `ontology/queries/` come in, their answers go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError, UnknownNameError
from kg.graph import ontology_path
from kg.query.ask import Parameter, query

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.table import Answer
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of `ontology/queries/`: `question` is its first line, `parameters` are names with what each narrows."""

    name: str
    question: str
    parameters: Mapping[str, str]
    sparql: str


_PARAMETER = re.compile(r"^# @param (\w+): (.+)$", re.MULTILINE)


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
    """
    asked = named_query(name)
    for parameter in parameters:
        if parameter not in asked.parameters:
            raise UnknownNameError(f"parameter of {name}", parameter, asked.parameters)
    return query(store, asked.sparql, limit=limit, among=None, **parameters)


def _files() -> list[Path]:
    return sorted((ontology_path() / "queries").glob("*.rq"))


def _read(path: Path) -> NamedQuery:
    sparql = path.read_text(encoding="utf-8")
    first = sparql.partition("\n")[0]
    if not first.startswith("# "):
        raise QueryError(f"{path}:1: a named query begins with its question as a comment. Write a first line such as `# Who …?`")
    return NamedQuery(name=path.stem, question=first.removeprefix("# ").strip(), parameters=dict(_PARAMETER.findall(sparql)), sparql=sparql)
