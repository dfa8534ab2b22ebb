"""Who is blamed where a deed is blamed on somebody: "blamed the attack on rebels", "the raid was blamed on the Front".

Behind an attack "on" mostly names its target; behind one that is blamed it names who is said to have done it. In come arguments and what
they are between; out go arguments: he is the target of the blame, and no target or victim of the deed. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.model import Argument
from kg.reader.attribution import CLAIMABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Span

BLAMING = re.compile(r"blam(?:e|ed|es|ing)\b", re.IGNORECASE)
# Between the blame and who gets it; who is blamed "for" or "over" something stands before these.
ON = re.compile(
    r"(?:\s+(?!(?:after|and|because|but|for|over|that|when|which|while|who|whom|whose)\b)[\w'’-]+){0,14}?\s+(?:up)?on(?:\s+[\w'’-]+){0,2}?\s+",
    re.IGNORECASE,
)
BLAMED = frozenset(("PER", "ORG", "GPE", "GRP"))
LONGEST = 120  # characters between the blame and who gets it


def with_blamed(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Make whom a deed is blamed on the target of the blame alone.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    accusations = sorted({a.trigger for a in given if types.get(a.trigger) == "Accusation" and BLAMING.match(a.trigger.text)})
    spans = sorted(span for span in types if types[span] in BLAMED) if accusations else []
    for blame in accusations:
        blamed = _blamed(text, blame, spans)
        deeds = {a.filler for a in given if a.trigger == blame and a.role == "Topic" and types.get(a.filler) in CLAIMABLE}
        if blamed is not None and deeds:
            given = [a for a in given if not _is_of_others(a, blame, blamed, deeds)]
            if not any(a.trigger == blame and a.filler == blamed for a in given):
                given.append(Argument(blame, "Target", blamed))
    return given


def _blamed(text: str, blame: Span, spans: Sequence[Span]) -> Span | None:
    """Return the last actor behind an "on" of the clause: of "the attack on the town on rebels", the rebels."""
    low, high = (bisect_left(spans, at, key=lambda span: span.start) for at in (blame.end, blame.end + LONGEST))
    return next((span for span in reversed(spans[low:high]) if ON.fullmatch(text, blame.end, span.start)), None)


def _is_of_others(argument: Argument, blame: Span, blamed: Span, deeds: set[Span]) -> bool:
    """Tell whether an argument takes who is blamed for one to whom it was done, or one of those for who is blamed."""
    if argument.trigger in deeds:
        return argument.filler == blamed and argument.role in {"Target", "Victim"}
    return argument.trigger == blame and argument.role == "Target" and blame.end <= argument.filler.start < blamed.start
