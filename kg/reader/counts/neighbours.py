"""Numbered groups that "and" joins to the counted, which the network leaves out.

In comes the article's text with the fillers of triggers; out go more fillers. Of "*12 rebels* and *one soldier* were killed" the network
often finds one only. Where the two are all that stands between a trigger and the beginning of a clause, or a preposition or mark behind
them, the other is one of the counted, too. Nothing is taken that another trigger has, that counts no people, or before which a verb may
stand.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kg.reader.counts.numbers import ASIDE, QUALIFIED, count_of
from kg.reader.counts.things import THINGS
from kg.reader.spans import beginning_in, stripped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.model import Span

_pattern = partial(re.compile, flags=re.IGNORECASE)
_REACH = 120  # characters
_STOP = (
    r"(?:an?d|or|but|nor|who|whom|whose|which|that|when|while|as|after|before|because|if|than|is|are|was|were|be|been|being|has|have|had|will"
    r"|would|of|in|on|at|by|for|from|to|with|near|during|including|into|over|under|against|between|aged?)\b"
)
_GROUP = rf"{QUALIFIED}(?:\s+(?!{_STOP})[^\W\d_][\w'’-]*|\s*\([^()\n]{{1,30}}\)){{0,6}}?\s+(?!{_STOP})[a-z][\w'’-]*"
_BEFORE = _pattern(rf"(?P<group>{_GROUP}){ASIDE}?\s+and\s+$")
_BEHIND = _pattern(
    rf"{ASIDE}?\s+and\s+(?P<group>{_GROUP})"
    r"(?=\s*(?:[.,;:!?)\"”]|$)|\s+(?:in|on|at|near|during|when|after|as|by|from|last|yesterday|today)\b)"
)
_ONE, _SEVERAL = _pattern(r"(?:one|1)\s"), _pattern(r"(?:[^s’']s|men|women|people|children|police|personnel|staff|crew)$")
# What may stand before those of whom a verb tells what happened; "police hurt 12 men and two guards were killed" is told of the guards.
_SAID = r"(?:that|said|says|reported|announced|confirmed|claimed|added|stated|after|when|where|while|told(?:\s+[a-z]+){1,3})"
_OPENING = _pattern(rf"(?:^|[.!?:;,(\"“]\s*|\n\s*|\b{_SAID}\s+)(?:the\s+|some\s+|another\s+)?$")
_VERB = _pattern(
    r"(?:\s+(?:is|are|was|were|be|been|being|has|have|had|also|both|all|reportedly|allegedly|later|then|may|might|were\s+all)){0,4}\s+"
)
_OF = _pattern(r"\s+(?:of\s+)?(?:the\s+|another\s+|a\s+total\s+of\s+)?")


def with_neighbours(text: str, fillers: Collection[tuple[Span, Span]]) -> set[tuple[Span, Span]]:
    """Return the fillers with those that "and" joins to them; each has its trigger."""
    taken = sorted(filler for _, filler in fillers)
    found = set(fillers)
    for trigger, filler in fillers:
        for group in _joined(text, trigger, filler):
            near = beginning_in(taken, group.start - _REACH, group.end)
            if _is_of_people(group) and not any(group.overlaps(other) for other in near):
                found.add((trigger, group))
    return found


def _joined(text: str, trigger: Span, filler: Span) -> Iterator[Span]:
    """Yield the group before the filler and the one behind it, if there is one."""
    if count_of(filler.text) is None:
        return
    before = _BEFORE.search(text, max(0, filler.start - _REACH), filler.start)
    if before and _begins(text, trigger, filler, before.start("group")):
        yield stripped(text, *before.span("group"))
    behind = _BEHIND.match(text, filler.end) if trigger.end <= filler.start else None
    if behind and _OF.fullmatch(text, trigger.end, filler.start):
        yield stripped(text, *behind.span("group"))


def _begins(text: str, trigger: Span, filler: Span, start: int) -> bool:
    """Tell whether the group that begins there is all that stands before the filler in the trigger's clause."""
    if trigger.end <= start:
        return _OF.fullmatch(text, trigger.end, start) is not None
    is_subject = filler.end <= trigger.start and _VERB.fullmatch(text, filler.end, trigger.start) is not None
    return is_subject and _OPENING.search(text, max(0, start - _REACH), start) is not None


def _is_of_people(group: Span) -> bool:
    is_group = _ONE.match(group.text) is not None or _SEVERAL.search(group.text) is not None
    return is_group and count_of(group.text) is not None and not THINGS.search(group.text)
