"""Times that say from when or until when something was.

"More than 2,000 people have been killed since 2015": not in 2015. "They agreed a truce until May 21": not on that day. Of such a time no
date is told. "Held since May" tells when he was taken, and "since the May coup" when that was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.arguments import by_filler, by_trigger
from kg.reader.lexicon import CARDINALS
from kg.reader.times.ahead import is_put_off
from kg.reader.times.untold import OF_ITS_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Argument, Span, TimeExpression

_WHICH = (
    r"(?:(?:about|around|as\s+early\s+as|at\s+least|early|last|late|mid|the|this|(?:beginning|end|middle|start)\s+of)"
    r"[\s-]+){0,4}"
)
SINCE = re.compile(rf"\bsince\s+{_WHICH}$", re.IGNORECASE)
SINCE_IT_BEGAN = re.compile(r"\bsince\s+[^,;:.\n]*$", re.IGNORECASE)  # "have fought since the war broke out in 2015"
UNTIL = re.compile(rf"(?<!\bnot\s)\b(?:(?:up\s+)?until|till|through)\s+{_WHICH}$", re.IGNORECASE)
# "Since the 2021 coup": that is when this was.
OF_WHAT_FOLLOWS = re.compile(
    r"\s+(?:(?!(?:and|at|by|for|from|had|has|have|in|is|no|of|on|or|the|to|was|were|with)\b)[^\W\d][\w-]*\s+){0,2}", re.IGNORECASE
)
# What goes on from the day on which it was done. What is counted over the time since has another number for each day.
LASTING = re.compile(
    r"(?:(?:in|into|under)\s+)?(?:(?:house\s+)?arrest|bans?|banned|barred|besieged|blockaded?|captive|captivity|custody|detained|detention|exile|held"
    r"|holding|hostage|illegal|imprisoned|incarcerated|jail|jailed|missing|occupied|occupies|occupying|occupation|outlawed|prison|prohibited"
    r"|sanctioned|siege|suspended)",
    re.IGNORECASE,
)
COUNTED = re.compile(rf"\d|\b(?:dozens|hundreds|many|people|persons|scores|several|some|thousands|\w+teen|{'|'.join(CARDINALS[2:11])})\b")
UNDERGOING = frozenset(("Target", "Victim"))
_NEAR, _FAR = 40, 120  # characters before a time that are looked at


def without_bounds(text: str, times: Iterable[TimeExpression], arguments: Iterable[Argument]) -> tuple[TimeExpression, ...]:
    """Return the times, those without a date that only say from when or until when an event was.

    Args:
        text: The article.
        times: Its time mentions, in text order.
        arguments: Its arguments, of which Time ties a time to an event.
    """
    own = by_trigger(arguments)
    ties = by_filler(a for roles in own.values() for a in roles if a.role == "Time")

    def is_bound(time: Span) -> bool:
        before = text[max(0, time.start - _NEAR) : time.start]
        is_until = UNTIL.search(before) is not None and not is_put_off(text, time)
        clause = SINCE_IT_BEGAN.search(text, max(0, time.start - _FAR), time.start)
        is_since = SINCE.search(before) or (clause and all(tie.trigger.end <= clause.start() for tie in ties[time]))
        if not (is_until or is_since) or OF_ITS_TIME.match(text, time.end):
            return False
        return not any(_is_in_name(text, tie) or (not is_until and _lasts(tie, own[tie.trigger])) for tie in ties[time])

    return tuple(replace(time, date=None) if time.date and time.span in ties and is_bound(time.span) else time for time in times)


def _is_in_name(text: str, tie: Argument) -> bool:
    """Tell whether an event is called by its time: "since the May 5 coup"."""
    trigger, time = tie.trigger, tie.filler
    is_behind = trigger.start > time.end and not trigger.text.endswith("ed")
    return is_behind and OF_WHAT_FOLLOWS.fullmatch(text, time.end, trigger.start) is not None


def _lasts(tie: Argument, own: Iterable[Argument]) -> bool:
    """Tell whether something goes on since that time, and is not counted from then; `own` are the arguments of its trigger."""
    if tie.trigger.start > tie.filler.start or not LASTING.fullmatch(tie.trigger.text):
        return False
    return not any(a.role in UNDERGOING and COUNTED.search(a.filler.text) for a in own)
