"""Asks a store: SPARQL and values of parameters come in; a `Table` (SELECT), `Triples` (CONSTRUCT, DESCRIBE) or a bool (ASK) goes out.

The named queries are the files of `ontology/queries/`. Nothing here writes, and nothing reaches the network: SERVICE and LOAD are refused.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple, Variable, serialize
from pyoxigraph import RdfFormat as _Format

from kg.errors import QueryError, UnknownNameError
from kg.graph import PREFIXES, ontology_path

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from kg.store import Store

Term = NamedNode | BlankNode | Literal | Triple
Value = str | int | float | Decimal | bool | date | None
Parameter = str | int | float | bool | date | NamedNode | Literal

MOST_CHARACTERS: Final = 100_000
MOST_NESTING: Final = 100  # Oxigraph's parser recurses: 2,000 open braces end the process

_XSD: Final = PREFIXES["xsd"]
_STRING: Final = f"{_XSD}string"


# ---------------------------------------------------------------- what comes back


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, Value]):
    """One row: values by the names of the columns, `row["event"]`; a value that is not bound is `None`."""

    columns: tuple[str, ...]
    values_: tuple[Value, ...]

    def __getitem__(self, column: str) -> Value:
        if column not in self.columns:
            raise UnknownNameError("column", column, self.columns)
        return self.values_[self.columns.index(column)]

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT; iterating gives a `Row` a row, in the query's order.

    Attributes:
        columns: The names of the columns, without the question mark.
        rows: One RDF term a column; `None` where nothing is bound.
        truncated: The query has more rows than the limit that was asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False

    def __iter__(self) -> Iterator[Row]:
        return (Row(self.columns, tuple(value_of(term) for term in row)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of Python values; needs pandas."""
        import pandas as pd  # noqa: PLC0415 - pandas is optional, and slow to import

        return pd.DataFrame([list(row.values()) for row in self], columns=list(self.columns))

    def to_csv(self) -> str:
        """Return RFC 4180 text, whose lines end in CRLF, as in the SPARQL 1.1 CSV format."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_plain(term) for term in row] for row in self.rows)
        return text.getvalue()

    def to_json(self) -> str:
        """Return the SPARQL 1.1 Query Results JSON Format."""
        bindings = [{name: _json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None} for row in self.rows]
        return json.dumps({"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False)

    def to_text(self) -> str:
        """Return columns aligned with spaces; line breaks in a value become spaces."""
        cells = [self.columns, *(tuple(" ".join(short(term).split()) for term in row) for row in self.rows)]
        widths = [max(len(line[column]) for line in cells) for column in range(len(self.columns))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join("<tr>" + "".join(f"<td>{escape(short(term))}</td>" for term in row) + "</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE, sorted, each triple once."""

    triples: tuple[Triple, ...]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)

    def to_turtle(self) -> str:
        """Return the triples as Turtle."""
        text = io.BytesIO()
        serialize(self.triples, text, _Format.TURTLE, prefixes=dict(PREFIXES))
        return text.getvalue().decode()


Answer = Table | Triples | bool


def value_of(term: Term | None) -> Value:
    """Return the Python value of a term: IRIs and what has no type of ours as text, `xsd:gYear` and `xsd:gYearMonth` as text too."""
    if isinstance(term, Literal):
        convert = _CONVERTERS.get(term.datatype.value.removeprefix(_XSD))
        try:
            return convert(term.value) if convert else term.value
        except (ValueError, ArithmeticError):  # "2024-02-30"^^xsd:date is RDF all the same
            return term.value
    return None if term is None else _plain(term)


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


# ---------------------------------------------------------------- asking


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
    tokens = _checked(sparql)
    prepared, hidden = _prepare(sparql, tokens, parameters)
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
        return _first_is(answer) if _form(tokens) == "ASK" else _table(answer, hidden, limit)
    found = sorted(set(islice(answer, limit)), key=str)
    return Triples(tuple(found))


def _first_is(answer: QuerySolutions) -> bool:
    return next(iter(answer), None) is not None


def _table(answer: QuerySolutions, hidden: frozenset[str], limit: int | None) -> Table:
    columns = tuple(variable.value for variable in answer.variables if variable.value not in hidden)
    solutions = iter(answer)
    rows = tuple(tuple(solution[column] for column in columns) for solution in islice(solutions, limit))
    return Table(columns, rows, truncated=limit is not None and next(solutions, None) is not None)


def _term(name: str, value: Parameter) -> NamedNode | Literal:
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, datetime):
        raise QueryError(f"parameter {name}: a date with a time is not supported. Give a date, or a pyoxigraph Literal")
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{_XSD}date"))
    return Literal(value)


# ---------------------------------------------------------------- reading a query's words

_TOKEN = re.compile(
    r"""
      (?P<skip>   \#[^\r\n]* | <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<name>   @[\w-]+ | [\w.-]*:(?:[\w.:%~-]|\\.)* )
    | (?P<word>   \w+ )
    | (?P<open>   [{(\[] )
    | (?P<close>  [})\]] )
    | (?P<star>   \* )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORBIDDEN = {
    "SERVICE": "it would ask another server",
    "LOAD": "it would fetch a file",
    **dict.fromkeys(("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"), "it would change the graph"),
}
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _checked(sparql: str) -> tuple[_Token, ...]:
    """Return the words of the query that matter; refuse what must not run.

    A word that is an IRI, a string, a comment, a variable or a part of a prefixed name is not a keyword.
    """
    if len(sparql) > MOST_CHARACTERS:
        raise QueryError(f"the query has {len(sparql)} characters, more than {MOST_CHARACTERS}. Ask for less at once")
    tokens = tuple(_tokens(sparql))
    for token in tokens:
        if token.kind == "word" and token.text.upper() in _FORBIDDEN:
            reason = _FORBIDDEN[token.text.upper()]
            raise QueryError(
                f"{_where(sparql, token.start)}: {token.text.upper()} is refused, {reason}. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
            )
        if token.depth > MOST_NESTING:
            raise QueryError(f"{_where(sparql, token.start)}: brackets lie more than {MOST_NESTING} deep. Write a flatter query")
    return tokens


def _tokens(sparql: str) -> Iterator[_Token]:
    depth = 0
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or ""
        depth += (kind == "open") - (kind == "close")
        if kind != "skip":
            yield _Token(kind, match[0], match.start(), depth)


def _where(sparql: str, offset: int) -> str:
    before = sparql[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def _form(tokens: tuple[_Token, ...]) -> str:
    token = _form_token(tokens)
    return token.text.upper() if token else ""


def _form_token(tokens: tuple[_Token, ...]) -> _Token | None:
    return next((token for token in tokens if token.kind == "word" and token.depth == 0 and token.text.upper() in _FORMS), None)


def _prepare(sparql: str, tokens: tuple[_Token, ...], parameters: Mapping[str, Parameter]) -> tuple[str, frozenset[str]]:
    """Return the query with its parameters among the columns, where the engine wants them, and which of them to hide again."""
    if not parameters:
        return sparql, frozenset()
    used = {token.text[1:] for token in tokens if token.kind == "variable"}
    for name in parameters:
        if name not in used:
            raise QueryError(f"parameter {name}: the query has no variable ?{name}. It has: {', '.join(sorted(used)) or 'none'}")
    form = _form_token(tokens)
    if form is None or form.text.upper() not in ("SELECT", "ASK"):
        raise QueryError("parameters work in SELECT and ASK only. Write the value into the query")
    after = tokens[tokens.index(form) + 1 :]
    if form.text.upper() == "ASK":
        return f"{sparql[: form.start]}SELECT {_names(parameters)} {sparql[form.end :]}", frozenset(parameters)
    at = form.end
    if after and after[0].kind == "word" and after[0].text.upper() in ("DISTINCT", "REDUCED"):
        at, after = after[0].end, after[1:]
    if after and after[0].kind == "star":
        return sparql, frozenset()
    columns = _columns(after)
    missing = [name for name in sorted(parameters) if name not in columns]
    return f"{sparql[:at]} {_names(missing)}{sparql[at:]}", frozenset(missing)


def _names(names: Mapping[str, Parameter] | list[str]) -> str:
    return " ".join(f"?{name}" for name in sorted(names))


def _columns(after: tuple[_Token, ...]) -> set[str]:
    """Return the plain columns of a SELECT clause, given the words after SELECT."""
    columns: set[str] = set()
    for token in after:
        if token.depth == 0 and token.kind == "variable":
            columns.add(token.text[1:])
        elif (token.depth == 0 and token.kind == "word") or token.text == "{":
            break
    return columns


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
    return QueryError(f"line {line}, column {column}: the query is not SPARQL at {text!r}: {' '.join(problem.split())}")


# ---------------------------------------------------------------- writing terms


def _plain(term: Term | None) -> str:
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
    return _plain(term)


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is not None:
        literal["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        literal["datatype"] = term.datatype.value
    return literal


# ---------------------------------------------------------------- named queries


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
    return query(store, asked.sparql, limit=limit, **parameters)


def _files() -> list[Path]:
    return sorted((ontology_path() / "queries").glob("*.rq"))


def _read(path: Path) -> NamedQuery:
    sparql = path.read_text(encoding="utf-8")
    first = sparql.partition("\n")[0]
    if not first.startswith("# "):
        raise QueryError(f"{path}:1: a named query begins with its question as a comment. Write a first line such as `# Who …?`")
    return NamedQuery(name=path.stem, question=first.removeprefix("# ").strip(), parameters=dict(_PARAMETER.findall(sparql)), sparql=sparql)
