"""Which times are when something was told, and not when it happened.

"The death toll from the blast rose to 100 on Tuesday", "The group claimed the blast on Tuesday through its agency": Tuesday is when the
number was told, and when the claim was made. "The envoy condemned Tuesday's blast" tells when the blast was. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS, HARMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Argument, Span

# Up to a time: a number that grew; behind "after" and the like something else is told.
# Of "the toll from a quake that hit the coast on Monday" nothing grew: a number follows.
_GREW = (
    r"(?:climb(?:s|ed|ing)?|cut|doubl(?:es|ed)|hits?|increas(?:es|ed)|jump(?:s|ed|ing)?|lower(?:s|ed)|mount(?:s|ed)|pass(?:es|ed)|put"
    r"|rais(?:es|ed)|reach(?:es|ed)?|revis(?:es|ed)|r[io]se[ns]?|rising|soar(?:s|ed)|stands|stood|surpass(?:es|ed)|updated|went)"
    r"(?:\s+(?:above|again|at|by|from|further|past|sharply|to|up(?:wards?)?)\b|\s+(?:(?:about|almost|around|more\s+than|nearly|over|some)\s+)?\d"
    r"|\s+(?:dozens|hundreds|scores|thousands)\b)"
)
_NEWLY = r"(?:(?!\b(?:after|amid|as|before|following|since|that|when|which|while|who|with)\b)[^.;:\n]){0,120}"
TOLL = re.compile(
    rf"\b(?:toll|tally|(?:count|number)\s+of\s+(?:[\w-]+\s+){{0,3}}(?:casualties|dead|deaths|fatalities|killed|victims|wounded))\b"
    rf"[^.;:\n]{{0,120}}?\b{_GREW}{_NEWLY}$|\b(?:put|rais(?:es|ed)|revis(?:es|ed)|updated)\s+(?:[\w-]+\s+){{0,4}}?(?:toll|tally)\b{_NEWLY}$",
    re.IGNORECASE,
)
GROWING = re.compile(rf"(?:\s*,)?\s*(?:had\s+|has\s+)?{_GREW}", re.IGNORECASE)
TOLL_BEFORE = re.compile(r"\b(?:toll|tally)\s+(?:(?:early|late|on)\s+)*$", re.IGNORECASE)
AFTER_TOLL = re.compile(_NEWLY, re.IGNORECASE)
# Between a claim and a time that is of it alone, by what stands behind that; or before: "on Tuesday claimed responsibility for".
TOLD_BY = re.compile(
    r"(?:\s*,)?\s*(?:in\s+(?:an?|its|one)\s+(?:\w+\s+)?(?:message|post|statement|video)|saying|through|via)\b", re.IGNORECASE
)
CLAIMED_FOR = re.compile(r"\s+for\b", re.IGNORECASE)
OWNED = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,3}")
VIOLENCE = ATTACKS | HARMS
_LOOK_BACK = 200  # characters


def is_of_telling(text: str, start: int, argument: Argument, types: Mapping[Span, str], ties: Iterable[Span]) -> bool:
    """Tell whether the time is when a toll or a claim was told, and the event what was told of, or it is that of what is told of."""
    trigger, time = argument.trigger, argument.filler
    if trigger.end <= time.start:
        is_owned = any(
            other.start > time.end and types[other] != types[trigger] and OWNED.fullmatch(text, time.end, other.start) for other in ties
        )
        if is_owned and types[trigger] not in VIOLENCE:
            return True
    elif AFTER_TOLL.fullmatch(text, time.end, trigger.start) is None:
        return False
    before = text[max(start, time.start - _LOOK_BACK) : time.start]
    if TOLL.search(before) or (TOLL_BEFORE.search(before) and GROWING.match(text, time.end)):
        return True
    claims = [other for other in ties if types[other] == "ClaimResponsibility"]
    return types[trigger] in VIOLENCE and any(_is_of_claim(text, trigger, claim, time) for claim in claims)


def _is_of_claim(text: str, trigger: Span, claim: Span, time: Span) -> bool:
    """Tell whether a time is that of a claim alone, of which the event is told."""
    if claim.end <= trigger.start <= time.start:
        return TOLD_BY.match(text, time.end) is not None
    is_beside = claim.end <= time.start < trigger.start and CLAIMED_FOR.match(text, time.end)
    return bool(is_beside) or (time.end <= claim.start < trigger.start and text[time.end : claim.start].isspace())
