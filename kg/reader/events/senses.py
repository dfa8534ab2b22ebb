"""Words that the network takes for events of another kind than they mean: "cut ties", "tear gas", "struck a deal", "holed up".

In come a text, a trigger, the type that the network gives it, and a table (`wordings.py` has ours); out goes the type that the wording has,
or none. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Span

ANY = re.compile("")
LONGEST_BEFORE = 120  # characters
LONGEST_AROUND = 250  # characters in which a word may stand that says what all is about

# Words that ask for more than what stands right beside them.
MISSING = re.compile(r"missing$", re.IGNORECASE)
MANY = re.compile(
    r"\b(?:are|dead|dozens|feared|hundreds|injured|killed|people|scores|still|thousands|were|\d[\d,]*)\s+"
    r"(?:(?:also|and|listed|or|others|people|reported|still)\s+){0,3}$",
    re.IGNORECASE,
)
CALAMITY = re.compile(
    r"\b(?:avalanche|capsiz|collaps|crash|cyclone|earthquake|ferry|fire\b|flood|hurricane|landslide|mudslide|quake|sank|shipwreck|storm|sunk"
    r"|tornado|tsunami|typhoon|wildfire)",
    re.IGNORECASE,
)
FIRED_THEM = re.compile(r"\b(?:that|which|who)\s+(?:had\s+)?(fired)\s+(?:it|them)\b", re.IGNORECASE)
SHELLS = re.compile(r"\b(?:bombs?|bullets?|mortars?|missiles?|projectiles?|rockets?|rounds|shells?|shots?)\b", re.IGNORECASE)


class Sense(NamedTuple):
    """Types of the network, the words from where the trigger begins, what stands right before it, and the type that this has."""

    kinds: frozenset[str]
    words: re.Pattern[str]
    before: re.Pattern[str]
    meant: str | None


def sense(kinds: frozenset[str] | set[str], words: str, meant: str | None, *, before: str = "") -> Sense:
    """Make a sense of patterns; without `before`, anything may stand there."""
    behind = re.compile(rf"(?:{before})$", re.IGNORECASE) if before else ANY
    return Sense(frozenset(kinds), re.compile(rf"(?:{words})", re.IGNORECASE), behind, meant)


def kind_meant(text: str, trigger: Span, kind: str, senses: Mapping[str, Sequence[Sense]]) -> str | None:
    """Return the type of an event by the wording in which its trigger stands; `None`: it is no event.

    Args:
        text: The article.
        trigger: Of the event.
        kind: What the network takes it for.
        senses: For each such type, in this order the first that fits.
    """
    start = max(0, trigger.start - LONGEST_BEFORE)
    for one in senses.get(kind, ()):
        if one.words.match(text, trigger.start) and one.before.search(text, start, trigger.start):
            return one.meant
    if kind == "Kidnapping" and MISSING.match(trigger.text) and _is_lost(text, start, trigger):
        return None
    if kind == "Resignation" and trigger.text.lower() == "fired" and _is_fired_weapon(text, trigger):
        return "Attack"
    return kind


def _is_lost(text: str, start: int, trigger: Span) -> bool:
    """Tell whether those who are missing are many that a flood, a wreck or the like has taken."""
    around = max(0, trigger.start - LONGEST_AROUND), trigger.end + LONGEST_AROUND
    return MANY.search(text, start, trigger.start) is not None and CALAMITY.search(text, *around) is not None


def _is_fired_weapon(text: str, trigger: Span) -> bool:
    """Tell whether "who fired them" is said of what is fired from guns, as a word for that stands before."""
    who = FIRED_THEM.search(text, max(0, trigger.start - 20), trigger.end + 10)
    if who is None or who.start(1) != trigger.start:
        return False
    return SHELLS.search(text, max(0, trigger.start - LONGEST_AROUND), trigger.start) is not None
