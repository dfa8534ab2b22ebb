"""Who is blamed where a deed is blamed on somebody: "blamed the attack on rebels", "the raid was blamed on the Front".

Behind an attack "on" mostly names its target; behind one that is blamed it names who is said to have done it. In come arguments and what
they are between; out go arguments: he is the target of the blame, and no target or victim of the deed. Who "was behind" a deed, or
"responsible for" it, is its agent, with all that "and" joins to him. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Argument
from kg.reader.arguments import by_trigger
from kg.reader.sources.attribution import ACTORS, CLAIMABLE
from kg.reader.sources.sayings import head_of
from kg.reader.sources.speakers import joined_before
from kg.reader.sources.suspects import IS_BEHIND
from kg.reader.spans import beginning_in, sentence_number

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
# Between who did it and a deed.
BEHIND = re.compile(
    rf"\s+(?:{IS_BEHIND}"
    r"|(?:(?:had|has|have)\s+)?(?:carried\s+out|committed|perpetrated))\s+(?:an?|both|her|his|its|that|the|their|these|this|those)\s+"
    r"(?:(?!(?:after|at|before|by|during|for|in|of|on|since|to|who)\b)[\w'’-]+\s+){0,4}",
    re.IGNORECASE,
)
# In the clause before him: it is not said that he did it.
DOUBTED = re.compile(
    r"\b(?:den(?:ied|ies|y)|doubt\w*|evidence|if|no|not|reject\w*|whether|who)\b[^.;:\n]{0,200}$|n['’]t\b[^.;:\n]{0,200}$", re.IGNORECASE
)
UNKNOWN = re.compile(r"that|those|which|whoever|who", re.IGNORECASE)
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


def with_those_behind(
    text: str, sentences: Sequence[tuple[int, int]], arguments: Iterable[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments, in their order, and behind them those who are said to be behind a deed as its agents.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters; every trigger stands in one.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    deeds = sorted(span for span in types if types[span] in CLAIMABLE)
    actors = sorted(span for span in types if types[span] in ACTORS and not UNKNOWN.fullmatch(span.text)) if deeds else []
    acting = {(a.trigger, a.filler) for a in given if a.role != "Source"}
    more = []
    for deed in deeds:
        start, _ = sentences[sentence_number(sentences, deed.start)]
        of_sentence = beginning_in(actors, start, deed.start)
        before = beginning_in(of_sentence, deed.start - LONGEST, deed.start)
        doer = next((one for one in before if BEHIND.fullmatch(text, one.end, deed.start)), None)
        if doer is not None and not DOUBTED.search(text, start, doer.start):
            agents = joined_before(text, start, head_of(text, doer, of_sentence), of_sentence)
            more += [Argument(deed, "Agent", one) for one in agents if (deed, one) not in acting]
    sure = {(a.trigger, a.filler) for a in more}  # who says that he did it himself is found to be a source
    return [*(a for a in given if (a.trigger, a.filler) not in sure), *more]


def _blamed(text: str, blame: Span, actors: Sequence[Span]) -> Span | None:
    """Return the last actor behind an "on" of the clause: of "the attack on the town on rebels", the rebels."""
    behind = beginning_in(actors, blame.end, blame.end + LONGEST)
    return next((actor for actor in reversed(behind) if ON.fullmatch(text, blame.end, actor.start)), None)
