"""Whether a "strike" that the network takes for one of workers is one of weapons: "a retaliatory strike", "the strike killed two".

In come a text and such a trigger; out goes whether the words around it say that somebody is struck. Where a union, wages or a walkout
are spoken of beside it, it stays one of workers. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.lexicon import MONTH_NAMES, WEEKDAYS

if TYPE_CHECKING:
    from kg.model import Span

STRIKE = re.compile(r"(?:counter-?\s?)?str(?:ike|ikes|iking|uck)$", re.IGNORECASE)
WORK = re.compile(
    r"\b(?:actors|dockers|drivers|employe(?:e|r)s?|hunger|industrial\s+action|labou?r|miners|on\s+strike|pay\s|pickets?|salar(?:y|ies)|staff|stoppages?|strike\s+action"
    r"|strikers|students|teachers|unions?|unionists?|wages?|writers|walk-?outs?|work(?:er)?s)\b",
    re.IGNORECASE,
)
_KIND = (
    r"(?:aerial|air|artillery|cross-border|cruise|deadly|drone|lethal|military|missile|nuclear|precision|pre-?emptive|preventive|punitive"
    r"|retaliatory|rocket|surgical)"
)
# Right before it, of what kind it is, who carried it out, is blamed or answers for it: "denied responsibility for the strike".
BEFORE = re.compile(
    rf"(?:\b{_KIND}\s+|\b(?:carr(?:ied|ies|y|ying)\s+out|conduct\w*)\s+(?:an?\s+|the\s+|\w+\s+){{0,2}}"
    r"|\b(?-i:[Bb]lam(?:e|ed|es|ing)\s+(?:[A-Z][\w'’-]+\s+){1,3})for\s+(?:an?|the|this)\s+(?:[\w-]+\s+)?"
    r"|\b(?:reprisals?|responsibility|retaliat\w+|retribution|revenge|vengeance)\s+for\s+(?:an?|the|this)\s+(?:[\w-]+\s+)?)$",
    re.IGNORECASE,
)
_TARGET = (
    r"(?:airports?|apartments?|bases?|buildings?|bridges?|bus(?:es)?|camps?|cars?|cit(?:y|ies)|compounds?|consulates?|convoys?|depots?|districts?|embass(?:y|ies)"
    r"|enem(?:y|ies)|facilit(?:y|ies)|fighters|forces|headquarters|hideouts?|homes?|hospitals?|houses?|markets?|militants?|mosques?|neighbou?rhoods?|outposts?"
    r"|pipelines?|positions?|rebels?|refiner(?:y|ies)|schools?|shelters?|sites?|soldiers?|stations?|strongholds?|targets?|terrorists?|towns?|troops|trucks?"
    r"|vehicles?|villages?|warehouses?)\b"
)
_SOME = r"(?:(?:an?|any|its|several|some|the|their|two)\s+)?(?:[\w'’-]+\s+){0,3}?"
_NO_DAY = rf"(?!(?:{'|'.join([*MONTH_NAMES, *WEEKDAYS])})\b)"
AFTER = re.compile(
    r"\s+(?:that\s+|which\s+)?(?:(?:also|had|has|have|later)\s+){0,2}(?:flattened|injur(?:ed|ing)|kill(?:ed|ing|s)|level(?:l?)ed|maimed|razed|wound(?:ed|ing|s))\b"
    rf"|\s+(?:[\w-]+\s+)?(?:damag(?:ed|ing)|destroy(?:ed|ing|s)|hit|hitting|hits|struck|target(?:ed|ing|s))\s+{_SOME}{_TARGET}"
    rf"|\s+(?:against|inside|on)\s+{_SOME}{_TARGET}"
    rf"|\s+(?:against|inside)\s+{_NO_DAY}(?-i:[A-Z])",
    re.IGNORECASE,
)
# Of the verb, whom it strikes.
TO_STRIKE = re.compile(r"\b(?:can|could|may|might|must|to|will|would)\s+$", re.IGNORECASE)
WHOM = re.compile(rf"\s+(?:at\s+|back\s+at\s+)?(?:{_NO_DAY}(?-i:[A-Z])|{_SOME}{_TARGET})", re.IGNORECASE)
LONGEST_BEFORE, LONGEST_BEHIND = 120, 80  # characters


def is_of_weapons(text: str, trigger: Span) -> bool:
    """Tell whether somebody is struck, and nobody leaves off work."""
    if STRIKE.match(trigger.text) is None:
        return False
    start = max(0, trigger.start - LONGEST_BEFORE)
    if WORK.search(text, start, trigger.end + LONGEST_BEHIND):
        return False
    is_verb = TO_STRIKE.search(text, start, trigger.start) is not None
    return bool((is_verb and WHOM.match(text, trigger.end)) or BEFORE.search(text, start, trigger.start) or AFTER.match(text, trigger.end))
