"""Who wins an election, and who stood against him: "Ada Roe beat Bo Lund in the run-off", "Bo Lund lost it to Ada Roe".

In comes an argument of an election; out goes the part that the verb gives it. Besides, what stands between a subject and its verb. Nothing
here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.lexicon import DOTTED_WORD
from kg.reader.spans import is_between

if TYPE_CHECKING:
    from kg.model import Argument, Role, Span

# Between the subject of a verb and the verb: "Ada Roe, a former mayor, has narrowly".
SUBJECT = r"(?:\s*\([^()\n]{1,30}\))?(?:,[^,;:.\n]{1,80},|,)?(?:\s+who)?(?:\s+(?:again|also|had|has|have|later|once|since|then|\w+ly))*\s+"
IS_SUBJECT = re.compile(SUBJECT, re.IGNORECASE)
_BEATING = r"(?:beat(?:s|ing)?|defeat(?:s|ed|ing)|edged|oust(?:s|ed|ing)|outpoll\w*|thrash\w*|trounc\w*|unseat\w*)"
_WINNING = r"(?:won|wins?|winning)"
_LOSING = r"(?:lost|los(?:es?|ing))"
BEATING, WINNING, LOSING = (re.compile(rf"{verb}\b", re.IGNORECASE) for verb in (_BEATING, _WINNING, _LOSING))
PASSIVE = re.compile(r"\b(?:are|be|been|being|is|was|were|the|an?|of)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
TO_WHOM = re.compile(rf"\s+(?:(?!(?:after|and|but|when|while|who)\b){DOTTED_WORD}){{0,5}}to\s+{DOTTED_WORD}{{0,3}}", re.IGNORECASE)
# The same where the network has the noun: "lost the election to".
CONTEST = re.compile(r"(?:[\w-]+\s)?(?:ballot|by\s?-\s?election|contest|election|poll|primary|race|run-?off|vote)s?", re.IGNORECASE)
WON_IT = re.compile(rf"{SUBJECT}(?:{_WINNING}\s+|{_BEATING}\s+{DOTTED_WORD}{{1,6}}(?:at|in)\s+){DOTTED_WORD}{{0,4}}", re.IGNORECASE)
LOST_IT = re.compile(rf"{SUBJECT}{_LOSING}\s+{DOTTED_WORD}{{0,4}}", re.IGNORECASE)
IN_IT = re.compile(rf"\s+(?:at|in)\s+{DOTTED_WORD}{{0,4}}", re.IGNORECASE)
BEATS = re.compile(rf"\b{_BEATING}\s+{DOTTED_WORD}{{0,2}}$", re.IGNORECASE)
LOSES = re.compile(rf"\b{_LOSING}\s+{DOTTED_WORD}{{0,4}}$", re.IGNORECASE)
OBJECT = re.compile(rf"\s+(?:(?:an?|her|his|its|the|their)\s+)?{DOTTED_WORD}{{0,2}}", re.IGNORECASE)
OWN = re.compile(r"['’]\s?s?\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)  # between whose it is and a victory
VICTORY = re.compile(r"(?:[\w-]+\s+)?(?:re-?election|triumph|victory|win)", re.IGNORECASE)
DEFEAT = re.compile(r"(?:[\w-]+\s+)?(?:defeat|loss)", re.IGNORECASE)
LOOK_BACK = 30  # characters before a trigger or a filler


def elected(text: str, argument: Argument) -> Role | None:
    """Return on which side of an election somebody is, if a verb tells: the winner is its target, who stood against him its agent."""
    trigger, filler = argument.trigger, argument.filler
    if argument.role not in {"Agent", "Target"}:
        return None
    if CONTEST.fullmatch(trigger.text):
        return _in_contest(text, filler, trigger)
    if is_between(text, OWN, filler, trigger):
        return "Target" if VICTORY.fullmatch(trigger.text) else "Agent" if DEFEAT.fullmatch(trigger.text) else None
    return _by_verb(text, filler, trigger)


def _by_verb(text: str, filler: Span, trigger: Span) -> Role | None:
    if PASSIVE.search(text, max(0, trigger.start - LOOK_BACK), trigger.start):
        return None
    is_subject = is_between(text, IS_SUBJECT, filler, trigger)
    if BEATING.match(trigger.text):
        is_object = is_between(text, OBJECT, trigger, filler)
        return "Target" if is_subject else "Agent" if is_object else None
    if LOSING.match(trigger.text):
        return "Agent" if is_subject else "Target" if is_between(text, TO_WHOM, trigger, filler) else None
    return "Target" if is_subject and WINNING.match(trigger.text) else None


def _in_contest(text: str, filler: Span, trigger: Span) -> Role | None:
    """Return the same where the network has the contest, and its verb stands elsewhere."""
    if is_between(text, WON_IT, filler, trigger):
        return "Target"
    if is_between(text, LOST_IT, filler, trigger):
        return "Agent"
    if is_between(text, IN_IT, filler, trigger) and BEATS.search(text, max(0, filler.start - LOOK_BACK), filler.start):
        return "Agent"
    is_to = is_between(text, TO_WHOM, trigger, filler) and LOSES.search(text, max(0, trigger.start - LOOK_BACK), trigger.start)
    return "Target" if is_to else None
