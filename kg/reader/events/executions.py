"""What is executed and nobody is killed: "an attack that was planned by one and executed by another", "to execute an operation".

In come a text and a trigger that was taken for a killing; out goes whether it only says that something was carried out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Span

EXECUTING = re.compile(r"execut(?:e|es|ed|ing|ion)$", re.IGNORECASE)
_DEED = (
    r"(?:assaults?|attacks?|bombings?|contracts?|coups?|decisions?|missions?|operations?|orders?|plans?|plots?|polic(?:y|ies)|projects?|raids?"
    r"|strateg(?:y|ies)|strikes?|tasks?|warrants?)"
)
# A deed behind the verb, and that it is no part of a longer noun ("the attack planners").
_ADJECTIVE = r"(?:(?!(?:after|and|as|at|before|but|by|during|for|from|in|of|on|or|over|to|who|with)\b)[\w'’-]+\s+)"
DEED_BEHIND = re.compile(
    rf"\s+(?:of\s+)?{_ADJECTIVE}{{0,3}}{_DEED}(?=\s*(?:[.,;:)]|$)"
    r"|\s+(?:against|and|as|at|before|by|for|from|in|inside|near|of|on|that|to|using|which|while|with)\b)",
    re.IGNORECASE,
)
# A deed before the verb as its subject; another verb with its own doer may stand between.
DEED_BEFORE = re.compile(
    rf"\b{_DEED}\s+(?:(?:that|which)\s+)?(?:(?:can|could|had|has|have|may|might|must|to|will|would)\s+)?(?:already\s+)?"
    r"(?:are|be|been|being|is|was|were)\s+(?:\w+ly\s+|well\s+)?(?:\w+(?:ed|n)\s+(?:by\s+(?:[\w'’.-]+\s+){1,4})?(?:,\s+)?and\s+)?$",
    re.IGNORECASE,
)
LONGEST_BEFORE = 100  # characters


def is_carried_out(text: str, trigger: Span) -> bool:
    """Tell whether a word for executing means, as the words around it say, that a deed was carried out."""
    if EXECUTING.match(trigger.text) is None:
        return False
    before = DEED_BEFORE.search(text, max(0, trigger.start - LONGEST_BEFORE), trigger.start)
    return before is not None or DEED_BEHIND.match(text, trigger.end) is not None
