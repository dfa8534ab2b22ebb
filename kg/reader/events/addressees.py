"""Of whom an accusation or a demand is made, and who only stands beside it.

- "She accused critics of the government of lies": the critics are accused, and are who lied.
- "Ansar, blamed for the raid, denied it": Ansar is blamed, and not who blames.
- "She demanded his release", "called for sanctions on Oz": this should happen to him, and is not demanded of him.

In come arguments and what they are between; out go those that stay, and the part of who is given as the accuser. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.arguments import by_trigger
from kg.reader.spans import is_between, is_owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Role, Span

OF = re.compile(
    r"\s+(?:at|from|in|inside|of|within)\s+(?:(?:an?|her|his|its|our|the|their|these|those)\s+)?(?:(?!\w+ing\s)[\w'’.-]+\s+){0,2}",
    re.IGNORECASE,
)
BLAMED = re.compile(r"(?:accused|blamed|suspected)(?=$|\s+of$|\s+for$)", re.IGNORECASE)
FOR = re.compile(r"(?:\s+(?:for|of)\b)", re.IGNORECASE)
IS_BLAMED = re.compile(
    r"(?:\s*\([^()\n]{1,30}\))?(?:,?\s+(?:who|which|that))?(?:,|\s+(?:are|been|being|had|has|have|is|was|were|also|long|often|widely|\w+ly))*\s+",
    re.IGNORECASE,
)
WHOM = re.compile(r"\b(?:that|which|whom?)\s+(?:[\w'’.-]+\s+){0,3}$", re.IGNORECASE)  # before who accuses one of whom something is told
LOOK_BACK = 30  # characters before who blames
POSSESSIVE = re.compile(r"(?:['’]s?)?\s+(?:[\w-]+\s+)?")
OWN_DOING = frozenset(("Displacement", "Resignation", "Withdrawal"))  # may be demanded of him to whom it happens


def without_unaddressed(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, in their order, without those of whom nothing is demanded and who are not accused.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    roles = by_trigger(given)
    others = {*_of_the_accused(text, types, roles), *_sufferers_of_demands(text, types, roles)}
    return [argument for argument in given if argument not in others]


def _of_the_accused(text: str, types: Mapping[Span, str], roles: Mapping[Span, Sequence[Argument]]) -> Iterator[Argument]:
    """Yield whose critics, members, guards and the like are accused, as not accused, and as not the doer."""
    for trigger, own in roles.items():
        accused = [a for a in own if a.role == "Target"] if types.get(trigger) == "Accusation" else []
        deeds = [b for a in own if a.role == "Topic" and accused for b in roles.get(a.filler, ()) if b.role == "Agent"]
        yield from (b for b in (*accused, *deeds) if any(_is_of(text, a.filler, b.filler) for a in accused))


def _is_of(text: str, one: Span, other: Span) -> bool:
    return one.end < other.start and OF.fullmatch(text, one.end, other.start) is not None


def _sufferers_of_demands(text: str, types: Mapping[Span, str], roles: Mapping[Span, Sequence[Argument]]) -> Iterator[Argument]:
    """Yield the addressees of a demand to whom what is demanded should happen, where they stand behind it or it is theirs."""
    for demand, own in roles.items():
        if types.get(demand) != "Demand":
            continue
        topics = [a.filler for a in own if a.role == "Topic" and types.get(a.filler) not in OWN_DOING]
        for topic in topics:
            done_to = {a.filler for a in roles.get(topic, ()) if a.role in {"Target", "Victim"}}
            yield from (a for a in own if a.role == "Target" and a.filler in done_to and _is_behind_or_owner(text, a.filler, topic))


def _is_behind_or_owner(text: str, filler: Span, topic: Span) -> bool:
    if filler.start >= topic.end or filler.contains(topic):
        return True
    return is_owner(text, filler) and POSSESSIVE.fullmatch(text, filler.end, topic.start) is not None


def accuser(text: str, argument: Argument, fellows: Iterable[Argument]) -> Role | None:
    """Return the part of who is given as the accuser where the verb is a participle: "Ansar, blamed for the raid"."""
    trigger, filler = argument.trigger, argument.filler
    is_participle = BLAMED.match(trigger.text) and filler.end <= trigger.start and FOR.match(text, trigger.end)
    is_whom = any(a.role == "Target" and a.filler.end <= trigger.start for a in fellows)
    if not is_participle or is_whom or WHOM.search(text, max(0, filler.start - LOOK_BACK), filler.start):
        return "Agent"
    return "Target" if is_between(text, IS_BLAMED, filler, trigger) else None
