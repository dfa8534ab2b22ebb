"""Words for what is counted beside people: attacks, houses and days. In comes a phrase; out goes whether its number is one of those."""

from __future__ import annotations

import re
from functools import partial

_pattern = partial(re.compile, flags=re.IGNORECASE)
# What is counted beside people: "84 people were killed in attacks, including two bombings".
THING_WORDS = (
    r"(?:(?:assault|attack|battle|blast|bombing|explosion|incident|massacre|protest|raid|rocket|shooting|air\s?strike|strike|area|bridge|building"
    r"|camp|district|home|hospital|house|market|mosque|neighbou?rhood|place|province|region|school|shop|state|street|temple|town|village|boat"
    r"|bomb|car|drone|helicopter|missile|plane|ship|tank|truck|vehicle|weapon|minute|hour|day|week|month|year|time)s"
    r"|(?:ambush|bus|church|clash|crash)es|(?:cit|countr|count|facilit)ies)"
)
THINGS = _pattern(rf"\b{THING_WORDS}\b")
# What follows a number that counts no people.
UNITS = _pattern(
    rf"\s*(?:-\s*)?(?:%|per\s?cent|percentage|points?|degrees?|dollars?|euros?|pounds?|cents?|km|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet"
    rf"|(?:metric\s+)?ton(?:ne)?s?|barrels?|seats?|votes?|(?:[\w-]+\s+)?{THING_WORDS})(?!\w)"
)
