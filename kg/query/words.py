"""Reads the words of a SPARQL query, before an engine does: refuses what must not run, makes parameters columns. It asks nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import QueryError

MOST_CHARACTERS: Final = 100_000
MOST_REMEMBERED: Final = 2_000  # characters
MOST_NESTING: Final = 100  # Oxigraph's parser recurses: 2,000 open braces end the process

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<iri>    <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
                | "(?!"")(?:[^"\\\r\n]|\\.)*" | '(?!'')(?:[^'\\\r\n]|\\.)*' )
    | (?P<broken> ["'] )
    | (?P<variable> [?$]\w+ )
    | (?P<name>   @[\w-]+ | [\w.-]{0,40}+:(?:[\w.:%-]|\\.)* )
    | (?P<word>   \w+ )
    | (?P<open>   [{(\[] )
    | (?P<close>  [})\]] )
    | (?P<star>   \* )
    """,
    re.VERBOSE | re.DOTALL,
)
_REACHING: Final = {"SERVICE": "it would ask another server", "LOAD": "it would fetch a file"}
_CHANGING: Final = dict.fromkeys(
    ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"),
    "it would change the graph. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE",
)
_MAY_MATTER: Final = re.compile("|".join((*_REACHING, *_CHANGING)), re.IGNORECASE)
_AFTER_AN_EXPRESSION: Final = re.compile(rf"\).*({'|'.join(_REACHING)})", re.IGNORECASE)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query, where it starts, and how many brackets are open there."""

    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        """Where the next character stands."""
        return self.start + len(self.text)


def checked(sparql: str) -> tuple[Token, ...]:
    """Return the words of a query that matter; refuse what must not run.

    A word that is an IRI, a string, a comment, a variable or a part of a prefixed name is not a keyword.

    Raises:
        QueryError: It would reach elsewhere or change the graph, or it is too long, too deep or broken.
    """
    return _often_checked(sparql) if len(sparql) <= MOST_REMEMBERED else _checked(sparql)


def _checked(sparql: str) -> tuple[Token, ...]:
    tokens = _within_bounds(sparql)
    for token in tokens:
        if token.kind == "word" and (word := token.text.upper()) in _CHANGING:
            raise _refusal(sparql, token.start, f"{word} is refused, {_CHANGING[word]}")
    return tokens


_often_checked = lru_cache(maxsize=128)(_checked)
"""The same queries come again and again, and to find their words takes as long as the engine needs to look one thing up."""


def is_harmless(sparql: str) -> bool:
    """Tell at a glance that a query has nothing in it that `checked` would refuse to run: most have not, and to find words takes time.

    What it says no to may be harmless too. A string that does not end is left to the engine.
    """
    return len(sparql) <= MOST_REMEMBERED and _MAY_MATTER.search(sparql) is None and sum(map(sparql.count, "{([")) <= MOST_NESTING


def checked_update(sparql: str, *, most: int = MOST_CHARACTERS) -> tuple[Token, ...]:
    """Return the words of an update that matter; refuse one that would reach elsewhere.

    Args:
        sparql: The update.
        most: The most characters that it may have.

    Raises:
        QueryError: It would, or it is too long, too deep or broken.
    """
    tokens = _within_bounds(sparql, most)
    for token in tokens:
        if token.kind == "name" and "LOAD" in _prefix(token):
            raise _refusal(sparql, token.start, f"LOAD is refused, {_REACHING['LOAD']}. Call no prefix so")
    return tokens


def _within_bounds(sparql: str, most: int = MOST_CHARACTERS) -> tuple[Token, ...]:
    if len(sparql) > most:
        raise QueryError(f"the query has {len(sparql)} characters, more than {most}. Ask for less at once")
    half = next((at for at, character in enumerate(sparql) if "\ud800" <= character <= "\udfff"), None) if not sparql.isascii() else None
    if half is not None:
        raise _refusal(sparql, half, "half of a surrogate pair stands here. Write the character in full")
    tokens: list[Token] = []
    for token in _tokens(sparql):
        if token.kind == "broken":
            raise _refusal(sparql, token.start, "the query is not SPARQL: a string begins here and does not end")
        if token.depth > MOST_NESTING:
            raise _refusal(sparql, token.start, f"brackets lie more than {MOST_NESTING} deep. Write a flatter query")
        tokens.append(token)
    for token, following in pairwise((*tokens, Token("end", "", len(sparql), 0))):
        if (word := _reaching(token, following)) is not None:
            raise _refusal(sparql, token.start, f"{word} is refused, {_REACHING[word]}. Ask this graph only")
    return tuple(token for token in tokens if token.kind != "iri")


def _reaching(token: Token, following: Token) -> str | None:
    """Return the word by which an engine may read a token as one that reaches elsewhere.

    Engines want no space around a keyword: to them `1SERVICE:x {` is a number, a keyword, a name and a bracket, and `<2)SERVICE:x#>` may be
    the end of a comparison, a keyword, a name and a comment.
    """
    if token.kind == "iri":
        found = _AFTER_AN_EXPRESSION.search(token.text)
        return found[1].upper() if found else None
    if token.kind == "word":
        return next((word for word in _REACHING if word in token.text.upper()), None)
    called = token.kind == "name" and following.text == "{" and "SERVICE" in _prefix(token)
    return "SERVICE" if called else None


def _prefix(token: Token) -> str:
    return "" if token.text.startswith("@") else token.text.partition(":")[0].upper()


def _refusal(sparql: str, offset: int, problem: str) -> QueryError:
    line, column = place(sparql, offset)
    return QueryError(f"line {line}, column {column}: {problem}", line=line, column=column)


def _tokens(sparql: str) -> Iterator[Token]:
    depth = 0
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or ""
        depth += (kind == "open") - (kind == "close")
        if kind != "comment":
            yield Token(kind, match[0], match.start(), depth)


def where(sparql: str, offset: int) -> str:
    """Return line and column of an offset, for people."""
    line, column = place(sparql, offset)
    return f"line {line}, column {column}"


def place(sparql: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 1."""
    before = sparql[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def unknown_prefix(sparql: str, known: Container[str]) -> Token | None:
    """Return the first name of a query whose prefix is neither known nor declared in it."""
    tokens = checked(sparql)
    names = [token for token in tokens if token.kind == "name" and ":" in token.text]
    declared = {two.text.rstrip(":") for one, two in pairwise(tokens) if one.text.upper() == "PREFIX"}
    return next((token for token in names if (prefix := token.text.partition(":")[0]) not in known and prefix not in declared), None)


def form_of(tokens: tuple[Token, ...]) -> str:
    """Return what kind of query this is: SELECT, ASK, CONSTRUCT, DESCRIBE, or nothing."""
    token = _form_token(tokens)
    return token.text.upper() if token else ""


def _form_token(tokens: tuple[Token, ...]) -> Token | None:
    return next((token for token in tokens if token.kind == "word" and token.depth == 0 and token.text.upper() in _FORMS), None)


def prepare(sparql: str, tokens: tuple[Token, ...], parameters: Collection[str]) -> tuple[str, frozenset[str]]:
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


def narrowed(sparql: str, tokens: tuple[Token, ...], among: Mapping[str, Iterable[NamedNode]]) -> str:
    """Return the query with its pattern beginning with the things that some variables may be: what is bound first is looked up first."""
    if not among:
        return sparql
    used = {token.text[1:] for token in tokens if token.kind == "variable"}
    for name in among:
        if name not in used:
            raise QueryError(f"the query has no variable ?{name}. It has: {', '.join(sorted(used)) or 'none'}")
    groups = [number for number, token in enumerate(tokens) if token.text == "{" and token.depth == 1]
    form = _form_token(tokens)
    if form is not None and form.text.upper() == "CONSTRUCT" and groups and tokens[groups[0] - 1] == form:
        groups = groups[1:]  # the first is the template
    if form is None or not groups:
        raise QueryError("the query has no pattern to narrow. Write one in braces, as in SELECT ?event WHERE { ?event a kg:Event }")
    at = tokens[groups[0]].end
    values = "".join(f" VALUES ?{name} {{ {' '.join(str(thing) for thing in things)} }}" for name, things in among.items())
    return f"{sparql[:at]}{values} {sparql[at:]}"


def _names(names: Collection[str]) -> str:
    return " ".join(f"?{name}" for name in sorted(names))


def _columns(after: tuple[Token, ...]) -> set[str]:
    """Return the plain columns of a SELECT clause, given the words after SELECT."""
    columns: set[str] = set()
    for token in after:
        if token.depth == 0 and token.kind == "variable":
            columns.add(token.text[1:])
        elif (token.depth == 0 and token.kind == "word") or token.text == "{":
            break
    return columns
