"""Who is blamed where a deed is blamed on somebody: "blamed the attack on rebels", "the raid was blamed on the Front".

Behind an attack "on" mostly names its target; behind one that is blamed it names who is said to have done it. In come arguments and what
they are between; out go arguments: he is the target of the blame, and no target or victim of the deed. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Argument
from kg.reader.sources.attribution import ACTORS, CLAIMABLE, by_trigger
from kg.reader.spans import beginning_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Span

BLAMING = re.compile(r"blam(?:e|ed|es|ing)\b", re.IGNORECASE)
# Between the blame and who gets it; who is blamed "for" or "over" something stands before these.
ON = re.compile(
    r"(?:\s+(?!(?:after|and|because|but|for|over|that|when|which|while|who|whom|whose)\b)[\w'’-]+){0,14}?\s+(?:up)?on(?:\s+[\w'’-]+){0,2}?\s+",
    re.IGNORECASE,
)
BLAMED: frozenset[str] = CLAIMABLE | frozenset(("Clash", "Disaster", "Overthrow", "War"))
LONGEST = 120  # characters between the blame and who gets it


def with_blamed(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Make whom a deed is blamed on the target of the blame alone.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.

    Returns:
        The arguments that stay, in their order, and behind them those that are new.
    """
    given = list(arguments)
    own = by_trigger(given)
    blames = sorted(trigger for trigger in own if types.get(trigger) == "Accusation" and BLAMING.match(trigger.text))
    actors = sorted(span for span in types if types[span] in ACTORS) if blames else []
    wrong: set[Argument] = set()
    more = []
    for blame in blames:
        blamed = _blamed(text, blame, actors)
        deeds = [a.filler for a in own[blame] if a.role == "Topic" and types.get(a.filler) in BLAMED]
        if blamed is not None and deeds:
            wrong.update(a for a in own[blame] if a.role == "Target" and blame.end <= a.filler.start < blamed.start)
            wrong.update(a for deed in deeds for a in own.get(deed, ()) if a.role in {"Target", "Victim"} and a.filler == blamed)
            if not any(a.filler == blamed for a in own[blame]):
                more.append(Argument(blame, "Target", blamed))
    return [*(a for a in given if a not in wrong), *more]


def _blamed(text: str, blame: Span, actors: Sequence[Span]) -> Span | None:
    """Return the last actor behind an "on" of the clause: of "the attack on the town on rebels", the rebels."""
    behind = beginning_in(actors, blame.end, blame.end + LONGEST)
    return next((actor for actor in reversed(behind) if ON.fullmatch(text, blame.end, actor.start)), None)
