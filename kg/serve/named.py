"""What the text of a SPARQL update says of what it changes: facts that it names, or at least predicates, so that not all need be compared.

Templates of an update are facts but for their variables: an empty store takes them in, with an IRI in the place of each variable.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.query.words import checked_update

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.query.words import Token

_FORMS: Final = ("INSERT", "DELETE")
_BEFORE_IRIS: Final = ("PREFIX", "BASE")
_BESIDE: Final = {*_FORMS, *_BEFORE_IRIS, "DATA", "WHERE", "WITH", "USING", "NAMED", "A"}
_VARIABLE: Final = "urn:x-kg-variable:"


def facts_of(update: str, base: str, prefixes: Mapping[str, str]) -> list[Quad] | None:
    """Return the facts of an update that only names facts; `None`: it has a pattern or blank nodes, so that they are known when it is done.

    Args:
        update: An update that is correct.
        base: What its relative IRIs are relative to.
        prefixes: Those that it need not declare.
    """
    tokens = checked_update(update, most=len(update))
    words = [token for token in tokens if token.kind == "word" and token.depth == 0]
    data = [one for one, two in pairwise(words) if one.text.upper() in _FORMS and two.text.upper() == "DATA"]
    if any(word.text.upper() not in {*_FORMS, *_BEFORE_IRIS, "DATA"} for word in words) or len(data) != len(_forms(words)):
        return None
    facts = [quad for form in data for quad in _template(update, tokens, form, base, prefixes)]
    return None if any(_has_blank_node(quad) for quad in facts) else facts  # the graph has other ones than we


def predicates_of(update: str, base: str, prefixes: Mapping[str, str]) -> frozenset[NamedNode] | None:
    """Return all predicates of what an update may put in or take out; `None`: any may be; see `facts_of`."""
    tokens = checked_update(update, most=len(update))
    words = [token for token in tokens if token.kind == "word" and token.depth == 0]
    if any(word.text.upper() not in _BESIDE for word in words):
        return None
    found = {quad.predicate for form in _forms(words) for quad in _template(update, tokens, form, base, prefixes)}
    return None if any(predicate.value.startswith(_VARIABLE) for predicate in found) else frozenset(found)


def _has_blank_node(quad: Quad) -> bool:
    terms: list[object] = [quad.subject, quad.object]
    while terms:
        term = terms.pop()
        if isinstance(term, BlankNode):
            return True
        if isinstance(term, Triple):
            terms += [term.subject, term.object]
    return False


def _forms(words: Sequence[Token]) -> list[Token]:
    return [word for word in words if word.text.upper() in _FORMS]


def _template(update: str, tokens: Sequence[Token], form: Token, base: str, prefixes: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the facts in the braces that follow a form, with IRIs for variables."""
    rest = [token for token in tokens if token.start > form.start]
    opened = next(token for token in rest if token.text == "{")
    closed = next(token for token in rest if token.text == "}" and token.depth == 0)
    text, end = [f"{_prologue(update, tokens, form)} INSERT DATA "], opened.start
    for token in rest:
        if token.kind == "variable" and opened.start < token.start < closed.start:
            text += [update[end : token.start], f"<{_VARIABLE}{token.text[1:]}>"]
            end = token.end
    scratch = Store()
    scratch.update("".join([*text, update[end : closed.end]]), base_iri=base, prefixes=dict(prefixes))
    yield from scratch


def _prologue(update: str, tokens: Sequence[Token], form: Token) -> str:
    """Return the declarations that hold at a form."""
    heads = [token for token in tokens if token.depth == 0 and token.start < form.start and token.text.upper() in _BEFORE_IRIS]
    return " ".join(update[head.start : update.index(">", head.start) + 1] for head in heads)
