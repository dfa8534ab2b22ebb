"""Who only seems to say something: whom somebody tells it, who airs it, who gives it a name.

In come a text and the mention of a source; out goes whether it speaks. Who is told does not ("told the *mayor* that ten died"), nor who
only airs it ("said in a video aired by the *channel*", "said on *television*"), nor, of what stands before it, who only calls it something
("ten were killed in what the *mayor* called a war"), nor, of what happened where he speaks, who speaks there ("the mayor said outside the
court, where ten were *arrested*"). Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Span

# With a subject: who says it stands before or behind.
SAY = (
    r"(?:(?:acknowledg|add|alleg|announc|argu|assert|claim|confirm|contend|declar|estimat|explain|insist|maintain|report|stat|warn)(?:ed|e?s)"
    r"|admit(?:s|ted)|puts?(?=\s[^.;]{0,40}\b(?:at|between)\b)|said|says?|tells|told|writes|wrote)"
)
# Right before whom somebody tells, before who airs it, and before who calls it something.
TOLD = re.compile(
    r"\b(?:assured|informed|reminded|tell(?:ing|s)?|told)\s+"
    r"(?:(?!(?:about|after|at|before|by|during|from|her|him|how|in|journalists|lawmakers|me|of|on|over|parliament|reporters|sa(?:id|ys?)|that|them|to|us"
    r"|what|when|where|which|who|why|with|you)\b)[\w'’-]+,?\s+){0,5}$",
    re.IGNORECASE,
)
AIRED = re.compile(
    rf"\b(?:{SAY}|speaking)\b(?:(?!\baccording\b)[^.;:\"“”]){{0,60}}\s(?:aired|broadcast|carried|circulated|posted|published|run|screened|shown|streamed|televised)"
    r"\s+(?:by|on)\s+(?:[\w'’-]+\s+){0,3}$",
    re.IGNORECASE,
)
# Before what somebody says something on: "announced on state television".
ON = re.compile(
    rf"\b(?:{SAY}|speaking)(?:\s+(?!(?:by|that)\b)[\w'’-]+){{0,4}}?\s+(?:in|on|over|through|via)(?:\s+[\w'’-]+){{0,3}}?\s+$", re.IGNORECASE
)
MEDIUM = re.compile(
    r"(?:[\w'’-]+\s+)*(?:channel|facebook|instagram|internet|radio|telegram|television|tv|twitter|website|youtube)", re.IGNORECASE
)
NAMING = re.compile(r"\b(?:as|by|for|in|of|to|with)\s+what\s+(?:[\w'’.-]+\s+){0,6}$", re.IGNORECASE)
CALL = "(?:brand|call|describ|dubb|label|labell|term)"  # how verbs begin that give something a name
NAMES = re.compile(rf"(?:\s+(?:also|has|have|had|later|once|since|\w+ly))*\s+{CALL}(?:ed|e?s)?\b", re.IGNORECASE)
# From who speaks to what happens there.
SAID_WHERE = re.compile(
    rf"(?:,[^,.;:]{{1,60}},)?\s+{SAY}\s+(?:(?:journalists|reporters)\s+)?(?:at|during|in|inside|near|outside)\s(?:(?!\bthat\b)[^,.;:\"“”])+,\s+"
    r"(?:when|where|which)\s(?:(?!\bthat\b)[^.;:\"“”])*",
    re.IGNORECASE,
)
_LONGEST = 100  # characters before who does not speak
_LONGEST_CLAUSE = 200  # characters between who speaks and what happens where he does


def speaks(text: str, source: Span, trigger: Span | None = None) -> bool:
    """Tell whether a source speaks, and of the event at `trigger`, if that is given."""
    first = max(0, source.start - _LONGEST)
    is_on_air = MEDIUM.fullmatch(source.text) is not None and ON.search(text, first, source.start) is not None
    if is_on_air or TOLD.search(text, first, source.start) or AIRED.search(text, first, source.start):
        return False
    if trigger is None:
        return True
    if trigger.start <= source.start:
        return not only_names(text, source)
    is_near = trigger.start - source.end <= _LONGEST_CLAUSE
    return not (is_near and SAID_WHERE.fullmatch(text, source.end, trigger.start))


def only_names(text: str, source: Span) -> bool:
    """Tell whether a source only calls something by a name: "in what the *mayor* called a war"."""
    return NAMES.match(text, source.end) is not None and NAMING.search(text, max(0, source.start - _LONGEST), source.start) is not None
