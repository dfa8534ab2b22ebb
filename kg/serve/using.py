"""Writes what is meant into an update, where alone the engine looks for it: an update and graphs come in, an update goes out.

Source: W3C, SPARQL 1.1 Protocol, 2.2.3: the graphs of the request stand for USING and USING NAMED, and an update that has these, or WITH,
of its own is refused.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.query.words import Token

_OWN: Final = ("USING", "WITH")


def with_dataset(update: str, tokens: Sequence[Token], default: Iterable[str], named: Iterable[str]) -> str:
    """Return the update with its patterns matched in these graphs only.

    Args:
        update: The text.
        tokens: Its words (`kg.query.words.checked_update`).
        default: IRIs of the graphs that together are the default graph.
        named: IRIs of the named graphs.

    Raises:
        QueryError: It names graphs of its own to be matched in.
        ValueError: An IRI is none.
    """
    clauses = [f"USING {NamedNode(iri)}" for iri in default] + [f"USING NAMED {NamedNode(iri)}" for iri in named]
    words = [token for token in tokens if token.kind == "word" and token.depth == 0]
    own = next((token.text.upper() for token in words if token.text.upper() in _OWN), None)
    if own is not None:
        raise QueryError(f"the update has {own}, and the request names graphs too. Name them in one of the two")
    for at, text in sorted(_inserted(update, tokens, " ".join(clauses)), reverse=True):
        update = f"{update[:at]}{text}{update[at:]}"
    return update


def clearing_nothing(update: str, tokens: Sequence[Token]) -> str:
    """Return the update with CLEAR of a graph that is not there being no error: a graph without facts is none here."""
    clears = [one.end for one, after in pairwise(tokens) if one.kind == "word" and one.depth == 0 and _are(one, after)]
    for at in reversed(clears):
        update = f"{update[:at]} SILENT{update[at:]}"
    return update


def _are(one: Token, after: Token) -> bool:
    return one.text.upper() == "CLEAR" and after.text.upper() != "SILENT"


def _inserted(update: str, tokens: Sequence[Token], clauses: str) -> Iterator[tuple[int, str]]:
    """Yield what to insert and where: the clauses before each WHERE; in `DELETE WHERE {…}`, which takes none, its pattern before them."""
    for before, where in pairwise(tokens):
        if where.kind == "word" and where.depth == 0 and where.text.upper() == "WHERE":
            short = before.text.upper() == "DELETE"
            yield where.start, f"{_group_after(update, where, tokens)} {clauses} " if short else f"{clauses} "


def _group_after(update: str, word: Token, tokens: Sequence[Token]) -> str:
    """Return the group in braces that follows a word."""
    rest = [token for token in tokens if token.start > word.start]
    opened = next((token for token in rest if token.text == "{"), None)
    closed = next((token for token in rest if token.text == "}" and token.depth == word.depth), None)
    if opened is None or closed is None:
        raise QueryError("the update is not SPARQL: no group in braces follows WHERE")
    return update[opened.start : closed.end]
