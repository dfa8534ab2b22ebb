"""On which side of an event somebody is: who does it, or to whom it is done, by plain wordings.

- "Two bombers killed 38 people": the bombers are no victims.
- "The army foiled a coup", "the raid was thwarted by troops": neither did it; nor did a passenger of "a jet that crashed, killing ten".
- "Oz rejected Bo Lund's allegations": they are his, and not against him.
- "He was asked by aides to go": they ask.
- "It was violence against workers": they suffer it.
- "He was reported missing by the police": the police did not abduct him, they say so.
- "Oz offered help", "Oz declared three days of mourning": Oz helps and mourns.

In come arguments and what they are between; out go arguments. Who wins an election is in `elections`, who is blamed in
`addressees`, who survived what was done to him in `bystanders`. Nothing here is learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.reader.arguments import by_trigger
from kg.reader.events.addressees import accuser
from kg.reader.events.elections import IS_SUBJECT, OWN, SUBJECT, elected
from kg.reader.lexicon import DOTTED_WORD
from kg.reader.sources.attribution import ACTORS, SPEECH
from kg.reader.spans import is_between, is_owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Argument, Role, Span

_DETERMINER = r"(?:(?:an?|another|any|at\s+least|her|his|its|several|some|the|their|this|two|three)\s+)?"
# What its subject does to others, if these stand right behind it.
HARMING = re.compile(
    r"(?:abducted|assassinat(?:ed|es)|gunned\s+down|injur(?:ed|es)|kidnapped|kill(?:ed|s)|massacred|murder(?:ed|s)|shot(?:\s+dead)?"
    r"|slaughtered|slew|wound(?:ed|s))",
    re.IGNORECASE,
)
VICTIMS_BEHIND = re.compile(rf"\s+{_DETERMINER}", re.IGNORECASE)
_STOPPING = (
    r"(?:avert|crush|disrupt|foil|frustrat|quash|quell|repel|repuls|suppress|thwart|withst[ao])\w*"
    r"|(?:block|intercept|prevent)(?:ed|ing|s)?|(?:beat|beaten|fend|fended|fought|put)\s+(?:back|down|off)|br[eo]ke\w*\s+up"
)
STOPPING = re.compile(rf"{SUBJECT}(?:{_STOPPING})\s+{_DETERMINER}(?:[\w-]+\s+){{0,3}}", re.IGNORECASE)
STOPPED_BY = re.compile(
    rf"\s+(?:(?:was|were|been|being|had|has)\s+)*(?:\w+ly\s+)?(?:{_STOPPING})\s+by\s+{_DETERMINER}{DOTTED_WORD}{{0,2}}", re.IGNORECASE
)
STOPPABLE = ATTACKS | {"Destruction", "Kidnapping", "Killing", "Overthrow"}
AIMED = STOPPABLE | {"Abuse", "Protest", "Sanction"}
AGAINST = re.compile(rf"\s+against\s+{_DETERMINER}{DOTTED_WORD}?", re.IGNORECASE)
# Between a passenger and those whom the accident killed.
ON_BOARD = re.compile(
    r"[^.;]*\b(?:been|was|were)\s+(?:\w+ly\s+)?(?:a\s+passenger|aboard|among|flying|in|inside|on|riding|travell?ing)\b[^.;]*"
    r"\b(?:capsiz|collaps|collid|crash|derail|explod|overturn|plung|sank|sunk|came\s+down|went\s+down)\w*\b[^.;]*",
    re.IGNORECASE,
)
LOST = re.compile(r"(?:dead|injured|missing|wounded)", re.IGNORECASE)
REPORTED = re.compile(r"\b(?:certified|confirmed|declared|listed|presumed|pronounced|reported)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
BY_WHOM = re.compile(rf"[^.;,\n]{{0,60}}?\s+by\s+{_DETERMINER}{DOTTED_WORD}{{0,2}}", re.IGNORECASE)
GIVING = re.compile(
    rf"(?:{SUBJECT}|\s+(?:[^.,;:\n]{{1,80}}\s)?and\s+)(?:convey|declar|decree|deliver|donat|express|extend|gave|giv|offer|order|pledg|proclaim|promis|provid|sen[dt])\w*\s+{DOTTED_WORD}{{0,4}}",
    re.IGNORECASE,
)
GIVEN = frozenset(("Aid", "Commemoration"))
RIGHT_BY = re.compile(r"\s+(?:\w+ly\s+)?by\s+(?:(?:an?|her|his|its|some|the|their)\s+)?(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?", re.IGNORECASE)
STANDING = re.compile(r"(?:abid|com|drop|pass|stand|stood|stop|swear|swore)\w*", re.IGNORECASE)
# What somebody says, if it is his.
STATEMENT = re.compile(
    r"(?:[\w-]+\s+)?(?:(?:accusation|allegation|appeal|call|charge|claim|complaint|condemnation|criticism|demand|denial|denunciation|request|threat|warning)s?"
    r"|backing|endorsement|praise|refusal|rejection|support|ultimatum)",
    re.IGNORECASE,
)
LOOK_BACK = 30  # characters before a trigger


def with_sides(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, in their order, each with the part that the wording gives it, and without those who have none.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    roles = by_trigger(given)
    found = []
    for argument in given:
        role = _role(text, argument, types, roles[argument.trigger])
        if role is not None:
            found.append(argument if role == argument.role else replace(argument, role=role))
    return found


def _role(text: str, argument: Argument, types: Mapping[Span, str], fellows: Sequence[Argument]) -> Role | None:
    """Return the part that somebody has by the wording, as the network says if that tells nothing; `None` if he has none."""
    kind = types.get(argument.trigger, "")
    if types.get(argument.filler) not in ACTORS:
        return argument.role
    if kind == "Election":
        return elected(text, argument) or argument.role
    if argument.role == "Agent":
        return accuser(text, argument, fellows) if kind == "Accusation" else _as_doer(text, argument, kind)
    return _as_sufferer(text, argument, kind, fellows) if argument.role in {"Target", "Victim"} else argument.role


def _as_sufferer(text: str, argument: Argument, kind: str, fellows: Sequence[Argument]) -> Role:
    """Return the part of who is given as suffering it, which may be that of who does it."""
    trigger, filler = argument.trigger, argument.filler
    is_his = kind in SPEECH and is_between(text, OWN, filler, trigger) and STATEMENT.fullmatch(trigger.text) is not None
    is_giver = argument.role == "Target" and kind in GIVEN and _gives(text, argument)
    is_killer = argument.role == "Victim" and _harms(text, argument, fellows)
    return "Agent" if is_his or is_giver or is_killer or _is_done_by(text, argument) else argument.role


def _as_doer(text: str, argument: Argument, kind: str) -> Role | None:
    """Return the part of who is given as doing it."""
    trigger, filler = argument.trigger, argument.filler
    if LOST.fullmatch(trigger.text) and REPORTED.search(text, max(0, trigger.start - LOOK_BACK), trigger.start):
        return "Source" if is_between(text, BY_WHOM, trigger, filler) else "Agent"
    if kind in AIMED and is_between(text, AGAINST, trigger, filler):
        return "Victim" if kind == "Abuse" else "Target"
    is_stopped = kind in STOPPABLE and (is_between(text, STOPPING, filler, trigger) or is_between(text, STOPPED_BY, trigger, filler))
    is_passenger = kind in {"Killing", "Injury"} and is_between(text, ON_BOARD, filler, trigger)
    return None if is_stopped or is_passenger else "Agent"


def _is_done_by(text: str, argument: Argument) -> bool:
    """Tell whether an event is done "by" somebody right behind it, unless it is to stand by him or to be done by what is his."""
    trigger, filler = argument.trigger, argument.filler
    return not is_owner(text, filler) and is_between(text, RIGHT_BY, trigger, filler) and not STANDING.match(trigger.text)


def _gives(text: str, argument: Argument) -> bool:
    """Tell whether an addressee is the subject of a verb of giving; behind a comma a name is: "to guards, offers aid" has another."""
    is_subject = argument.filler.text[:1].isupper() or not text.startswith(",", argument.filler.end)
    return is_subject and is_between(text, GIVING, argument.filler, argument.trigger)


def _harms(text: str, argument: Argument, fellows: Sequence[Argument]) -> bool:
    """Tell whether a victim is the subject of a verb that has its victims right behind it, and nobody else who does it."""
    trigger = argument.trigger
    if not HARMING.fullmatch(trigger.text) or not is_between(text, IS_SUBJECT, argument.filler, trigger):
        return False
    has_victims = any(a.role == "Victim" and is_between(text, VICTIMS_BEHIND, trigger, a.filler) for a in fellows)
    return has_victims and all(a.role != "Agent" for a in fellows)
