"""Says what is most likely wrong with a query that is not SPARQL: its text comes in, a hint for people goes out, or none.

A parser tells where it could not go on and what could stand there, which is seldom what a person did wrong.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.query.words import where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.query.words import Token

_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
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


def hint(sparql: str, tokens: Sequence[Token]) -> str | None:
    """Return what to mend in a query that an engine refused to parse; `None`: nothing comes to mind.

    Args:
        sparql: The query.
        tokens: Its words (`kg.query.words.checked`).
    """
    return _misspelt(sparql, tokens) or _unbalanced(sparql, tokens) or _no_variable(sparql, tokens)


def _misspelt(sparql: str, tokens: Sequence[Token]) -> str | None:
    """Say which word is nearly a keyword."""
    for token in tokens:
        word = token.text.upper()
        if token.kind == "word" and not word[0].isdigit() and word not in _KEYWORDS:
            most = _LIKE if len(word) > _SHORT else 1
            found = process.extractOne(word, _KEYWORDS, scorer=OSA.distance, score_cutoff=most)
            if found is not None and len(word) > 1:
                return f"{where(sparql, token.start)}: {token.text} is no word of SPARQL. Did you mean {found[0]}?"
    return None


def _unbalanced(sparql: str, tokens: Sequence[Token]) -> str | None:
    """Say which bracket has no other."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close":
            if not opened or _CLOSING[opened[-1].text] != token.text:
                return f"{where(sparql, token.start)}: nothing is open that this {token.text} closes"
            opened.pop()
    return f"{where(sparql, opened[-1].start)}: this {opened[-1].text} is never closed" if opened else None


def _no_variable(sparql: str, tokens: Sequence[Token]) -> str | None:
    """Say which word after SELECT lacks the mark of a variable."""
    for one, two in pairwise(tokens):
        if one.text.upper() in {"SELECT", "DISTINCT", "REDUCED"} and two.kind == "word" and two.text.upper() not in _KEYWORDS:
            return f"{where(sparql, two.start)}: a variable begins with a question mark: ?{two.text}"
    return None
