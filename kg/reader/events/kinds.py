"""What the words around a trigger say its type is, against the network.

- A heart attack is no violence, and a hunger strike no air strike.
- Planes that fly attack nobody by that word.
- An attack that is executed kills nobody by that word (`executions.py`).
- Who warns his citizens not to travel threatens nobody (`demands.py`).
- A raid in which people were killed, or that gunmen or rebels make, is an attack, and no search of a house.
- A strike that kills or hits somebody is none of workers (`strikes.py`).
- What blows up beside blasts and belts, and not beside planes, was bombed from the ground.
- What else words mean beside other words stands in `wordings.py`.

In come a text, a trigger and its type; out goes the type that it has, or none. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.reader.events.demands import is_advice
from kg.reader.events.executions import is_carried_out
from kg.reader.events.senses import kind_meant
from kg.reader.events.strikes import is_of_weapons
from kg.reader.events.wordings import BY_KIND
from kg.reader.lexicon import ATTACKERS
from kg.reader.spans import SENTENCE_END

if TYPE_CHECKING:
    from kg.model import Span

# The annotators make an event of neither word of an illness, and of a strike of workers or prisoners a protest.
ILLNESS = re.compile(r"\b(?:anxiety|asthma|cardiac|heart|panic)\s+attacks?$", re.IGNORECASE)
NO_WORK = re.compile(
    r"\b(?:general|hunger|labou?r|sit-down|solidarity|token|transport|wage|warning|wildcat)[\s-]+strik(?:es?|ers?|ing)$", re.IGNORECASE
)
# The annotators make a movement of it.
FLYING = re.compile(r"(?:fl(?:ies|ew|own|y|ying)|flights?|overfl\w+)\b", re.IGNORECASE)
# Of annotated raids before which this stands 3 of 3 are attacks.
RAID = re.compile(r"raid(?:s|ed|ing)?$", re.IGNORECASE)
KILLED_IN = re.compile(
    r"\b(?:kill(?:ed|ing|s)|shot\s+dead)\b[^.;\n]*?\b(?:during|in)\s+(?:(?:an?|another|her|his|its|the|their)\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
# Who raids a place to attack it; the police and the army search and arrest there.
ARMED = (
    r"(?:(?:armed|criminal|masked)\s+(?:\w+\s+)?(?:assailant|attacker|band|bandit|gang|group|herder|herdsman|individual|man|men|people|youth)s?"
    rf"|{ATTACKERS}|guerrill?as?|herders|herdsmen|intruders|islamists?|jihadis?|jihadists?|kidnappers|maoists?|marauders|mercenaries"
    r"|militia(?:s|m[ae]n)?|naxal(?:ite)?s?|paramilitaries|pirates|raiders|rustlers|separatists?|suicide\s+bombers|warlords?|al[\s-]shabaa?b|shabaa?b|boko\s+haram|islamic\s+state|isi[ls]"
    r"|al[\s-]qa(?:eda|ida)|iswap|jnim|m23|farc|eln|pkk|lra|lord['’]s\s+resistance\s+army|abu\s+sayyaf|janjaweed)"
)
_ARMED_BODY = r"(?:\s+(?:band|cell|faction|fighter|force|gang|group|member|movement|organi[sz]ation|soldier|troop|unit)s?)?"
# Not the `GUARDS` of the lexicon: an army of liberation is no state's, offices act here as well, and soldiers in the plural only.
STATE = (
    r"(?:agents?|anti-\w+|(?<!liberation\s)(?<!resistance\s)army|authorities|cops|detectives|forces|guards?|investigators?|marines|military|navy|officers?|police(?:m[ae]n)?"
    r"|soldiers|troops|warplanes)"
)
_CLAUSE = r"(?:^|[.;:,!?\"“”\n(—–]|\b(?:after|and|as|because|before|but|if|said|since|that|then|until|when|where|while))\s*"
_PLAIN = rf"(?:(?!(?:{STATE}|by|for|from|hunting|in|on|with|against|seeking|targeting)\b)[\w'’-]+\s+)"
_WITH = (
    r"(?:\s+(?:armed|believed|belonging|disguised|dressed|driving|from|in|linked|loyal|of|on|riding|suspected|wearing|with)\s[^.;:\n]{1,60}?"
    r"|,[^.;:\n]{1,60},)?"
)
_DID = r"\s+(?:(?:allegedly|also|have|had|reportedly|then|who|which|\w+ly)\s+){0,3}"
_CARRY_OUT = (
    r"(?:(?:carr(?:ied|y|ying)\s+out|conduct(?:ed|ing)?|launch(?:ed|ing)?|le(?:d|ading)|ma(?:de|king)|mount(?:ed|ing)?|stag(?:ed?|ing))\s+"
    r"(?:[\w-]+\s+){0,4})?"
)
RAID_OF_ARMED = re.compile(
    rf"{_CLAUSE}{_PLAIN}{{0,4}}(?:of\s+)?(?:{_PLAIN}{{0,2}})?{ARMED}{_ARMED_BODY}{_WITH}{_DID}{_CARRY_OUT}$", re.IGNORECASE
)
# "A rebel raid", "a raid by rebels".
ARMED_RAID = re.compile(rf"(?<!anti-)\b{ARMED}(?:{_ARMED_BODY}['’]s?)?\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
BY_ARMED = re.compile(
    rf"\s+(?:(?:in|on|near|at|against|of)\s+[^.;:,\n]{{1,60}}?\s+)?by\s+{_PLAIN}{{0,3}}(?:of\s+{_PLAIN}{{0,2}})?{ARMED}\b", re.IGNORECASE
)
# What they did in it: "gunmen opened fire during the raid".
DONE_BY_ARMED_IN = re.compile(
    rf"\b{ARMED}{_ARMED_BODY}\s+(?:had\s+|have\s+)?(?:abducted|burn(?:ed|t)|captured|kidnapped|killed|looted|opened\s+fire|seized|shot|torched|wounded)\b"
    r"[^.;\n]*?\b(?:during|in)\s+(?:(?:an?|another|her|his|its|the|their)\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
# In a sentence with the one and without the other, annotators have "bombed" as Bombing, 4 times of 4 in `annotation/`.
BOMBED = re.compile(r"bomb(?:ed|ings?|s)?$", re.IGNORECASE)
BLASTS = re.compile(r"\b(?:belts?|blasts?|detonat\w+|devices?|explo\w+|suicide|vests?)\b", re.IGNORECASE)
FROM_THE_AIR = re.compile(
    r"\b(?:aerial\w*|air(?:[\s-]?(?:force|raid|strike)s?)?|aircraft|artillery|bombers|coalition|drones?|fl(?:ew|y|ying)|helicopters?|jets?|missiles?|nato|pilots?"
    r"|planes?|rockets?|shell\w*|sorties?|strikes?|warplanes?)\b",
    re.IGNORECASE,
)
LONGEST_BEFORE, LONGEST_SENTENCE, FAR = 100, 300, 3_000  # characters


def kind_by_wording(text: str, trigger: Span, kind: str) -> str | None:
    """Return the type of an event; `None`: it is no event."""
    start = max(0, trigger.start - LONGEST_BEFORE)
    if ILLNESS.search(text, start, trigger.end) or (kind == "Killing" and is_carried_out(text, trigger)):
        return None
    return _told_beside(text, trigger, kind, start) or kind_meant(text, trigger, kind, BY_KIND)


def _told_beside(text: str, trigger: Span, kind: str, start: int) -> str | None:
    """Return the type that the words before and behind an attack, a protest, a threat or a raid say; `None` if they say none."""
    if kind in ATTACKS and NO_WORK.search(text, start, trigger.end):
        return "Protest"
    if kind in ATTACKS and FLYING.match(trigger.text):
        return "Deployment"
    if kind in {"Abuse", "Protest", "War"} and is_of_weapons(text, trigger):
        return "AirStrike"
    if kind == "AirStrike" and BOMBED.match(trigger.text) and _is_from_the_ground(text, trigger):
        return "Bombing"
    if kind == "Threat" and is_advice(text, trigger):
        return "Demand"
    is_raid = kind == "Investigation" and RAID.match(trigger.text)
    return "Attack" if is_raid and (KILLED_IN.search(text, start, trigger.start) or _is_by_armed(text, start, trigger)) else None


def _is_from_the_ground(text: str, trigger: Span) -> bool:
    """Tell whether the sentence, or for "the bombings" what stands before it, speaks of blasts, and the sentence of nothing that flies."""
    before = [end.end() for end in SENTENCE_END.finditer(text, max(0, trigger.start - LONGEST_SENTENCE), trigger.start)]
    behind = SENTENCE_END.search(text, trigger.end, trigger.end + LONGEST_SENTENCE)
    start = before[-1] if before else max(0, trigger.start - LONGEST_SENTENCE)
    end = behind.start() if behind else trigger.end + LONGEST_SENTENCE
    is_known = text[max(0, trigger.start - len("the ")) : trigger.start].lower() == "the "  # the blasts that were told before
    first = max(0, trigger.start - FAR) if is_known else start
    return BLASTS.search(text, first, end) is not None and FROM_THE_AIR.search(text, start, end) is None


def _is_by_armed(text: str, start: int, trigger: Span) -> bool:
    """Tell whether who raids is an armed group or gunmen, and not a body of a state."""
    is_noun = not trigger.text.lower().endswith("ed")
    return bool(
        (is_noun and ARMED_RAID.search(text, start, trigger.start))
        or BY_ARMED.match(text, trigger.end)
        or RAID_OF_ARMED.search(text, start, trigger.start)
        or (is_noun and DONE_BY_ARMED_IN.search(text, start, trigger.start))
    )
