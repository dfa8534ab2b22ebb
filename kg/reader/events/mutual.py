"""What two do to each other, both do and both suffer: "Oz and Ur accused each other of lies".

In come arguments and what they are between; out go arguments, without those of the words "each other", which are nobody. Nothing here is
learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.arguments import by_trigger
from kg.reader.lists import AND, COMMA
from kg.reader.sources.attribution import ACTORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Argument, Role, Span

EACH_OTHER = re.compile(r"(?:each\s+other|one\s+another)\b", re.IGNORECASE)
OF_EACH_OTHER = re.compile(rf"(?:\s+(?:on|at|against|to|with|\w+ly))?\s+{EACH_OTHER.pattern}", re.IGNORECASE)
SUBJECT = re.compile(r"(?:\s+(?:again|also|are|both|have|had|has|later|then|were|\w+ly))*\s+", re.IGNORECASE)
SIDES: tuple[Role, ...] = ("Agent", "Target")
TOGETHER: frozenset[str] = frozenset(("Agreement", "Clash", "Meeting", "War"))  # in which both are agents


def with_each_other(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, with those who do something to each other on both sides.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    if not EACH_OTHER.search(text):
        return given
    found = [a for a in given if not EACH_OTHER.fullmatch(a.filler.text)]
    both: set[Argument] = set()
    for trigger, own in by_trigger(found).items():
        if types.get(trigger) not in TOGETHER and OF_EACH_OTHER.match(text, trigger.end):
            both.update(_subjects(text, trigger, own, types))
    return [part for a in found for part in ([replace(a, role=role) for role in SIDES] if a in both else [a])]


def _subjects(text: str, trigger: Span, own: Iterable[Argument], types: Mapping[Span, str]) -> Sequence[Argument]:
    """Return the arguments of those whom "and" joins right before a verb; none where there are not two."""
    sides = sorted((a for a in own if a.role in SIDES and a.filler.end <= trigger.start), key=lambda a: a.filler)
    actors = [a for a in sides if types.get(a.filler) in ACTORS]
    is_before = bool(actors) and SUBJECT.fullmatch(text, actors[-1].filler.end, trigger.start) is not None
    gaps = [(one.filler.end, other.filler.start) for one, other in pairwise(actors)]
    is_list = bool(gaps) and AND.fullmatch(text, *gaps[-1]) is not None and all(COMMA.fullmatch(text, *gap) for gap in gaps[:-1])
    return actors if is_before and is_list else ()
