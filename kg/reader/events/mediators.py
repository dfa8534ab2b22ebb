"""Who brings others together is no party of what they agree on: "a truce brokered by Oz", "Oz mediated a deal between Ur and Io".

In come arguments and what they are between; out go those that stay. An agreement is left to who makes it; talks and releases are, if
two others take part. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.arguments import by_trigger
from kg.reader.lists import VERB

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Argument, Span

_MEDIATED = r"(?:broker|facilitat|guarantee|host|mediat|monitor|overs[ae]|sponsor|supervis|witness)\w*"
_NO_CLAUSE = (
    r"(?:(?!\b(?:after|are|at|between|but|by|had|has|have|in|is|on|that|to|was|were|when|which|who|whose|with)\b)[^.;:()–—\n]){0,150}$"
)
# From an agreement to one of those who brought it about.
BY = re.compile(
    rf"\b(?:{_MEDIATED}\s+(?:\w+ly\s+)?by|(?:under|with|through)\s+(?:the\s+)?(?:auspices|(?:good\s+)?offices|mediation|sponsorship)\s+(?:by|from|of))"
    rf"\s+{_NO_CLAUSE}",
    re.IGNORECASE,
)
# Between who brought it about and an agreement, in whose deal with somebody he would be a party.
BROUGHT_ABOUT = re.compile(
    rf"(?:,?\s+(?:who|which))?(?:\s+(?:also|had|has|have|\w+ly))*\s+(?:help(?:ed|s|ing)?\s+(?:to\s+)?)?{_MEDIATED}\s+(?:[\w'’-]+\s+){{0,4}}",
    re.IGNORECASE,
)
AND_THEN = re.compile(r",\s+and\s+(?:the\s+)?$", re.IGNORECASE)  # before the subject of a verb, not the last of a list
WITH = re.compile(r"(?:\s+[\w-]+){0,2}\s+with\b", re.IGNORECASE)
HOSTS = re.compile(r"\bhost(?:ed|s|ing)\b", re.IGNORECASE)


def without_mediators(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, in their order, without those of who only brings parties together.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    agents = by_trigger(a for a in given if a.role == "Agent" and types.get(a.trigger) in {"Agreement", "Meeting", "Release"})
    mediators: set[Argument] = set()
    for trigger, own in agents.items():
        found = [a for a in own if _mediates(text, a, types)]
        if found and (types[trigger] == "Agreement" or len(own) - len(found) > 1):
            mediators.update(found)
    return [argument for argument in given if argument not in mediators]


def _mediates(text: str, argument: Argument, types: Mapping[Span, str]) -> bool:
    """Tell whether an agent brought it about; a person who is the host sits at the table."""
    trigger, filler = argument.trigger, argument.filler
    if trigger.end <= filler.start:
        start, end, is_so = trigger.end, filler.start, BY.search(text, trigger.end, filler.start) is not None
        is_so = is_so and not (AND_THEN.search(text, start, end) and VERB.match(text, filler.end))
    else:
        start, end = filler.end, trigger.start
        is_so = BROUGHT_ABOUT.fullmatch(text, start, end) is not None and WITH.match(text, trigger.end) is None
    return is_so and not (types.get(filler) == "PER" and HOSTS.search(text, start, end))
