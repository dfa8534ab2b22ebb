"""Demands and decisions by which something is to end or not to be: what they are about is not what is asked for.

"The envoy urged both sides to stop the fighting": he demands no fighting. The annotators make the fighting the topic all the same, and so
does the reader; whoever tells what was demanded asks here whether the topic is unwanted. And who warns his own people not to go somewhere
asks them not to, and threatens nobody. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Factuality, Span

ASKING = frozenset(("Agreement", "Decision", "Demand", "Endorsement"))
_ENDING = (
    r"(?:abandon|abolish|abstain|annul|avoid|ban|block|call(?:ing)?\s+off|cancel|cease(?!-)|ceasing|cessation|curb|desist|drop|end(?:ing|s)?"
    r"(?!\s+of\s+(?:last|next|the|this)\s+(?:century|day|decade|month|season|week|year)\b)"
    r"|forgo|forswear|freez(?:e|ing)|giv(?:e|ing)\s+up|halt|lift|outlaw|overturn|prevent|prohibit|refrain|reject|renounc(?:e|ing)"
    r"|repeal|rescind|reverse|revoke|revok(?:e|ing)|scrap|shelve|shun|stop|suspend|suspension)"
    r"(?:ed|ing|ment|ped|ping|s)?"
)
# Between who is asked, or the asking, and what is to end: no other verb or part of the demand.
UNWANTED = re.compile(
    rf"\b(?:{_ENDING}|against|never|no\s+(?:further|longer|more)|not(?!\s+(?:just|merely|only)\b)|without)"
    r"(?:\s+(?:(?!(?:after|and|be|because|before|but|if|or|so|that|until|when|which|while|who)\b)[\w'’-]+\s+){0,5}|\s+)$",
    re.IGNORECASE,
)
# Behind the topic: "that the siege be lifted", "that attacks in Oz stop".
TO_END = re.compile(
    r"(?:\s+(?:against|in|of|on)(?:\s+[\w'’-]+){1,2})?\s+(?:(?:has\s+to|have\s+to|must|ought\s+to|should)\s+)?"
    r"(?:(?:cease|end|halt|stop)(?=\s*[.,;:!?\"”]|\s+(?:and|at|by|immediately|now)\b|$)"
    r"|(?:to\s+)?be\s+(?:abandoned|called\s+off|cancel+ed|dropped|ended|halted|lifted|overturned|repealed|revoked|scrapped|stopped|suspended)\b)",
    re.IGNORECASE,
)
LONGEST_DEMAND = 200  # characters between the asking and its topic
# "warned its citizens not to travel", "warned residents to stay away".
WARNING = re.compile(r"(?:caution|warn)(?:ed|ing|s)?$", re.IGNORECASE)
OWN_PEOPLE = re.compile(
    r"\s+(?:all\s+)?(?:(?:her|his|its|our|the|their)\s+)?(?:[A-Z]\w+\s+)?(?:boaters|citizens|consumers|drivers|fishermen|hikers|holidaymakers|motorists"
    r"|nationals|parents|people|public|residents|swimmers|tourists|travell?ers|villagers|visitors|voters|women)\s+(?:[\w'’-]+\s+){0,4}?"
    r"(?:against\s+(?:all\s+)?(?:\w+\s+)?(?:travel|visit)\w*|not\s+to|to\s+(?:avoid|be\s+(?:alert|vigilant)|evacuate|leave|remain|stay|take\s+(?:cover|shelter)))\b"
)


def is_unwanted(text: str, asking: Span, kind: str, topic: Span, happened: Factuality) -> bool:
    """Tell whether something asked for or decided on is that its topic ends, or is not to be.

    Args:
        text: The article.
        asking: The trigger of the demand or decision.
        kind: Its type.
        topic: The trigger of what it is about.
        happened: How that is meant.
    """
    if kind not in ASKING or not asking.end <= topic.start <= asking.end + LONGEST_DEMAND:
        return False
    if happened == "Negated" or UNWANTED.search(text, asking.end, topic.start):
        return True
    return TO_END.match(text, topic.end) is not None


def is_advice(text: str, trigger: Span) -> bool:
    """Tell whether a warning is to people whom somebody cares for, of what they had better not do."""
    return WARNING.match(trigger.text) is not None and OWN_PEOPLE.match(text, trigger.end) is not None
