"""Says what is most likely wrong with a query that is not SPARQL: its text comes in, a hint for people goes out, or none.

A parser tells where it could not go on and what could stand there, which is seldom what a person did wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.query.words import where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.query.words import Token

_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
_UPDATING: Final = (
    *("INSERT", "DELETE", "DATA", "WITH", "USING", "INTO", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "LOAD", "SILENT", "DEFAULT"),
    *("ALL", "TO"),
)
_POSITION: Final = re.compile(r"error at (\d+):(\d+): ")
_EXPECTED: Final = re.compile(r"(?s)(.*?expected (?:one of )?)(.+)")
_ITEM: Final = re.compile(r"""\s*("(?:\\.|[^"\\])*"|\[(?:'[^']*'|[^\]'])*\]|[^,]+)(?:,|$)""")
_SHOWN: Final = 120  # characters of a line
_LISTED: Final = 8  # of what could stand there
_LIKE: Final = 2  # letters by which a misspelt keyword differs at most; one, in words of four letters and fewer
_SHORT: Final = 4
_KEYWORDS: Final = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FROM", "NAMED", "PREFIX", "BASE", "DISTINCT", "REDUCED", "ORDER", "GROUP"),
    *("HAVING", "LIMIT", "OFFSET", "OPTIONAL", "UNION", "MINUS", "FILTER", "GRAPH", "BIND", "VALUES", "EXISTS", "NOT", "UNDEF", "COUNT"),
    *("SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "SEPARATOR", "REGEX", "BOUND", "COALESCE", "STRLEN", "SUBSTR", "CONTAINS"),
    *("STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "REPLACE", "CONCAT", "LCASE", "UCASE", "LANG", "LANGMATCHES", "DATATYPE", "YEAR"),
    *("MONTH", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "ABS", "CEIL", "FLOOR", "ROUND", "RAND", "STR", "IRI", "URI", "STRDT", "STRLANG"),
    *("SAMETERM", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "BNODE", "STRUUID", "UUID", "NOW", "DAY", "DESC", "ASC", "TRUE"),
    *("FALSE", "IF", "IN", "AS", "BY", "A", "TZ", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "ENCODE_FOR_URI", "ADJUST"),
)


def explained(update: str, tokens: Sequence[Token], message: str) -> str:
    """Return what is wrong with an update that an engine refused to parse: where and what to mend, or else what could stand there.

    Args:
        update: The update.
        tokens: Its words (`kg.query.words.checked_update`).
        message: What the engine said.
    """
    hinted = hint(tokens, further=_UPDATING)
    if hinted is not None:
        return f"{where(update, hinted.start)}: the update is not SPARQL: {hinted.problem}"
    found = _POSITION.match(message)
    if found is None:
        return f"the update is not SPARQL: {brief(message)}"
    lines = update.splitlines()
    line = lines[int(found[1]) - 1].strip() if int(found[1]) <= len(lines) else ""
    at = f"line {found[1]}, column {found[2]}"
    return f"{at}: the update is not SPARQL at {line[:_SHOWN]!r}: {brief(message[found.end() :])}"


def brief(problem: str) -> str:
    """Return what a parser said on one line, of what could stand there only the first, and no ranges of characters."""
    found = _EXPECTED.fullmatch(problem.strip())
    if found is None:
        return " ".join(problem.split())
    listed = [item.strip() for item in _ITEM.findall(found[2])]
    words = [item for item in listed if not item.startswith("[")]
    # Among what could stand there the engine says too what is wrong with what does: "Prefix not found".
    told = [item for item in words if " " in item and not item.startswith('"')]
    if told:
        return " ".join(told[0].split())
    kept = words[:_LISTED] if words else ["a name"]
    return " ".join(f"{found[1]}{', '.join(kept)}{', …' if len(kept) < len(words) else ''}".split())


@dataclass(frozen=True, slots=True)
class Hint:
    """What to mend in a query: where it begins, and what is wrong there. The parser may have stopped further on."""

    start: int
    problem: str


def hint(tokens: Sequence[Token], *, further: Sequence[str] = ()) -> Hint | None:
    """Return what to mend in a query that an engine refused to parse; `None`: nothing comes to mind.

    Args:
        tokens: The words of the query (`kg.query.words.checked`).
        further: Words that it may have beside those of queries.
    """
    return _misspelt(tokens, (*_KEYWORDS, *further)) or _unbalanced(tokens) or _no_variable(tokens)


def _misspelt(tokens: Sequence[Token], keywords: Sequence[str]) -> Hint | None:
    """Say which word is nearly a keyword."""
    for token in tokens:
        word = token.text.upper()
        if token.kind == "word" and not word[0].isdigit() and word not in keywords:
            most = _LIKE if len(word) > _SHORT else 1
            found = process.extractOne(word, keywords, scorer=OSA.distance, score_cutoff=most)
            if found is not None and len(word) > 1:
                return Hint(token.start, f"{token.text} is no word of SPARQL. Did you mean {found[0]}?")
    return None


def _unbalanced(tokens: Sequence[Token]) -> Hint | None:
    """Say which bracket has no other."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close":
            if not opened or _CLOSING[opened[-1].text] != token.text:
                return Hint(token.start, f"nothing is open that this {token.text} closes")
            opened.pop()
    return Hint(opened[-1].start, f"this {opened[-1].text} is never closed") if opened else None


def _no_variable(tokens: Sequence[Token]) -> Hint | None:
    """Say which word after SELECT lacks the mark of a variable."""
    for one, two in pairwise(tokens):
        if one.text.upper() in {"SELECT", "DISTINCT", "REDUCED"} and two.kind == "word" and two.text.upper() not in _KEYWORDS:
            return Hint(two.start, f"a variable begins with a question mark: ?{two.text}")
    return None
