"""Words that the network takes for events of another kind than they mean: "cut ties", "tear gas", "struck a deal", "holed up".

In come a text, a trigger and the type that the network gives it; out goes the type that the wording has, or none. The wordings stand in
`wordings.py`. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.events.wordings import SENSES

if TYPE_CHECKING:
    from kg.model import Span

LONGEST_BEFORE = 120  # characters
LONGEST_AROUND = 250  # characters in which a word may stand that says what all is about
_BY_KIND = {kind: tuple(one for one in SENSES if kind in one.kinds) for kind in {kind for one in SENSES for kind in one.kinds}}

# Words that ask for more than what stands right beside them.
MISSING = re.compile(r"missing$", re.IGNORECASE)
CALAMITY = re.compile(
    r"\b(?:avalanche|capsiz|collaps|crash|cyclone|earthquake|ferry|fire\b|flood|hurricane|landslide|mudslide|quake|sank|shipwreck|storm|sunk"
    r"|tornado|tsunami|typhoon|wildfire)",
    re.IGNORECASE,
)
FIRED_THEM = re.compile(r"\b(?:that|which|who)\s+(?:had\s+)?(fired)\s+(?:it|them)\b", re.IGNORECASE)
SHELLS = re.compile(r"\b(?:bombs?|bullets?|mortars?|missiles?|projectiles?|rockets?|rounds|shells?|shots?)\b", re.IGNORECASE)


def sense(text: str, trigger: Span, kind: str) -> str | None:
    """Return the type of an event by the wording in which its trigger stands; `None`: it is no event."""
    start = max(0, trigger.start - LONGEST_BEFORE)
    for one in _BY_KIND.get(kind, ()):
        if one.words.match(text, trigger.start) and one.before.search(text, start, trigger.start):
            return one.meant
    if (
        kind == "Kidnapping"
        and MISSING.match(trigger.text)
        and CALAMITY.search(text, max(0, trigger.start - LONGEST_AROUND), trigger.end + LONGEST_AROUND)
    ):
        return None
    if kind == "Resignation" and trigger.text.lower() == "fired" and _is_fired_weapon(text, trigger):
        return "Attack"
    return kind


def _is_fired_weapon(text: str, trigger: Span) -> bool:
    """Tell whether "who fired them" is said of what is fired from guns, as a word for that stands before."""
    who = FIRED_THEM.search(text, max(0, trigger.start - 20), trigger.end + 10)
    return (
        who is not None
        and who.start(1) == trigger.start
        and SHELLS.search(text, max(0, trigger.start - LONGEST_AROUND), trigger.start) is not None
    )
