"""Tells by what wording the doer of a deed is only accused or suspected of it, where nobody need be named who says so.

In come a text, the sentence, the mention of the doer and the trigger of the deed; out goes the status that plain wordings give: "a man
accused of the *shooting*", "police arrested a man for the *shooting*", "a *shelling* blamed on rebels", "suspected rebels *burnt*", "a
*raid* that bore the hallmarks of X", "may have been the work of X", "police think that X led it"; of whom a court cleared of it, that he
did it is denied. That the two are agent and deed, the reader has found already. Who says so is asked in `kg.reader.sources.doers`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Span, Status

_Around = tuple[tuple[re.Pattern[str], re.Pattern[str], "Status"], ...]
"""What stands before one span and between it and another."""
_LONGEST = 120  # characters between a doer and a deed
_BEFORE = 40  # characters before a doer
_SOME_WORDS = r"(?:\s+[\w'’-]+){0,4}?\s+"

# Words that hedge: an adverb, "may", "appears", and what people hold without knowing it.
_HEDGE = r"(?:apparently|conceivably|likely|ostensibly|perhaps|possibly|presumably|probably|seemingly|supposedly)"
_MIGHT = r"(?:could|may|might|must)(?:\s+(?:also|\w+ly|well))?"
_SEEMS = r"(?:appear|look|seem)(?:s|ed)?(?:\s+\w+ly)?"
_HOLD = r"(?:(?:assum|believ|presum|reckon|speculat|surmis|suspect|theori[sz]|think)(?:e|ed|es|ing|s)?|thought)"
_THE = r"(?:an?|her|his|its|some|that|the|their|these|this|those)\s+(?:[\w'’-]+\s+){0,3}"
_IT_SEEMS = r"it\s+(?:(?:had\s+|has\s+)?(?:appear|seem)(?:ed|s)?|(?:is|was)\s+(?:\w+ly\s+)?(?:likely|possible|probable))"
_HOLD_THAT = rf"\b(?:(?:{_HOLD}|{_IT_SEEMS})\s+(?:{_THE}|(?<!suspect\s)(?:(?!(?:in|of|to)\b)[\w'’-]+\s+)?))$"
IS = r"(?:are|had\s+been|has\s+been|have\s+been|is|was|were)"
IS_BEHIND = rf"{IS}\s+(?:\w+ly\s+)?(?:behind|responsible\s+for)"
# From a doer to his deed, and from a deed to its doer, where no verb names it.
_DID = (
    r"(?:(?:carri|carry)\w*\s+out|commit\w*|conduct\w*|launch\w*|mount\w*|orchestrat\w+|order\w*|organi[sz]\w+|perpetrat\w+|led|plan\w*|stag\w+"
    r"|behind|responsible\s+for|(?:had\s+an?\s+\w+|involved|participated|played\s+an?\s+\w+|taken\s+part|took\s+part)\s+in)"
)
_BY = r"(?:(?:[\w-]+\s+){0,6}?by|(?:[\w-]+\s+){0,4}?(?:act|doing|handiwork|responsibility|work)\s+of)"
# The doer is named as one who is accused or suspected: "suspected rebels", "the alleged shooter", "the accused", "four suspects".
DOERS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"(?:[\w'’-]+\s+){0,2}(?:suspected|alleged|presumed)\s", re.IGNORECASE), "Suspected"),
    (re.compile(r"(?:[\w'’-]+\s+){0,3}suspects?$", re.IGNORECASE), "Suspected"),
    (re.compile(r"(?:[\w'’-]+\s+){0,2}accused$", re.IGNORECASE), "Accused"),
)
# Right before a doer: "suspected [rebel] attacks", "murder suspect [N. N.]".
BEFORE: tuple[tuple[re.Pattern[str], Status], ...] = (
    (
        re.compile(
            r"\b(?:suspected|alleged|presumed)\s+(?:(?!(?:an?|and|at|by|for|in|of|on|or|that|the|to|with)\b)[\w'’-]+\s+){0,3}$|\bsuspects?\s+$",
            re.IGNORECASE,
        ),
        "Suspected",
    ),
    (
        re.compile(
            rf"\b(?:{_HEDGE}|(?:alleged|believed|presumed|suspected|thought)\s+to\s+be)\s+(?:(?:an?|from|fellow|members?|of|other|some|the)\s+)*$",
            re.IGNORECASE,
        ),
        "Suspected",
    ),
)
# Between a doer and a deed behind it; what follows the wording is no new clause.
_REST = r"\b[^.;:,]*$"
_HELD_FOR = rf"{_SOME_WORDS}(?:for|in\s+connection\s+with|over|on\s+(?:charges|suspicion)\s+of)"
AHEAD: tuple[tuple[re.Pattern[str], Status], ...] = (
    (
        re.compile(
            rf"\b(?:(?:acquitted|cleared|absolved|exonerated){_SOME_WORDS}?(?:from|in|of|over)|not\s+guilty\s+of)" + _REST, re.IGNORECASE
        ),
        "Denied",
    ),
    (
        re.compile(
            r"\b(?:accused\s+(?:in|of)|(?:blamed|prosecuted)\s+for|charged\s+(?:in|over|with)|indicted\s+(?:for|in|on|over)"
            r"|(?:on\s+trial|tried)\s+(?:for|over)|wanted\s+(?:for|in|over)|fac(?:es?|ed|ing)\s+(?:[\w-]+\s+){0,3}(?:charges?|counts?)\s+of"
            rf"|not\s+guilty\s+to|(?:apprehended|arrested|detained|indicted){_HELD_FOR})" + _REST,
            re.IGNORECASE,
        ),
        "Accused",
    ),
    (
        re.compile(
            r"\b(?:suspected\s+(?:in|of|to)|suspicion\s+of|implicated\s+in|(?:alleged|believed|presumed|thought)\s+to\s+(?:be|have)"
            r"|alleged\s+(?:hand|involvement|part|participation|role)\s+in|allegedly(?!\s+used))" + _REST,
            re.IGNORECASE,
        ),
        "Suspected",
    ),
)
# All that stands between a doer and a deed behind it: "rebels [may be behind the] raid", "men [who police think led the] raid".
BETWEEN: tuple[tuple[re.Pattern[str], Status], ...] = (
    (
        re.compile(
            rf",?\s+(?:(?:that|which|who|whom)\s+)?(?:(?:(?:{IS}|had|has|have)\s+)?(?:most\s+|very\s+)?{_HEDGE}(?:\s+to)?|{_MIGHT}|{_SEEMS}\s+to"
            rf"|(?:[\w'’-]+\s+){{1,3}}{_HOLD})\s+(?:(?:be|been|had|has|have|is|was|were)\s+){{0,2}}(?:{_DID}\s+(?:[\w'’-]+\s+){{0,5}})?",
            re.IGNORECASE,
        ),
        "Suspected",
    ),
)
# Before a doer and between him and a deed behind him: "arrested [N. N.] for [the murder]". Who was convicted did it.
AROUND: _Around = (
    (
        re.compile(
            r"\b(?:(?:acquit(?:s|ted|ting)?|(?:absolv|exonerat)(?:e|es|ed|ing))\b[^.;:]*|clear(?:s|ed|ing)?\s+(?:[\w'’-]+\s+){0,4})$",
            re.IGNORECASE,
        ),
        re.compile(r"[^.;:]{0,60}?\bof" + _REST, re.IGNORECASE),
        "Denied",
    ),
    (
        re.compile(
            r"\b(?:(?:apprehend|arrest|captur|detain|indict|prosecut)(?:e|s|es|ed|ing)?|charges?\s+against)\s+(?:(?!convict)[\w'’-]+\s+){0,4}$",
            re.IGNORECASE,
        ),
        re.compile(_HELD_FOR + _REST, re.IGNORECASE),
        "Accused",
    ),
    (
        re.compile(
            r"\b(?:apprehend|arrest|captur|detain|indict|prosecut)(?:e|s|es|ed|ing)?\b[^.;:]*\b(?:for|over|in\s+connection\s+with)\s+$",
            re.IGNORECASE,
        ),
        re.compile(r"\s+(?:\w+\s+)?(?:hand|involvement|part|participation|role)\s+in" + _REST, re.IGNORECASE),
        "Accused",
    ),
    (
        re.compile(r"\bcharg(?:es|ed|ing)\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE),
        re.compile(rf"{_SOME_WORDS}?(?:for|in\s+connection\s+with|over|with)" + _REST, re.IGNORECASE),
        "Accused",
    ),
    (
        re.compile(_HOLD_THAT, re.IGNORECASE),
        re.compile(
            r"(?!,?\s+(?:that|which|who|whom|whose)\b)(?:(?!\b(?:after|because|before|by|since|when|where|while)\b)[^.;:,])*$",
            re.IGNORECASE,
        ),
        "Suspected",
    ),
)
# Between a deed and a doer behind it, the first words of whose mention may stand before what the reader marked.
_DOER = r"\s+(?:[\w'’-]+\s+){0,4}$"
BEHIND: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"\bblame[ds]?\s+(?:up)?on" + _DOER, re.IGNORECASE), "Accused"),
    (
        re.compile(
            r"(?:\ballegedly\s+(?:been\s+)?(?:carried\s+out|committed|conducted|launched|ordered|perpetrated|planned|planted|staged)\s+by"
            r"|\b(?:believed|presumed|suspected|thought)\s+to\s+(?:be|have\s+been)\s+(?:[\w-]+\s+){0,3}(?:by|of)"
            rf"|\b(?:{_HEDGE}|{_MIGHT}\s+(?:be|have\s+been)|{_SEEMS}\s+(?:like|to\s+(?:be|have\s+been))|{_HOLD}\s+(?:{IS}|to\s+be)|resembl\w+)"
            rf"\s+{_BY}|\b(?:fingerprints|hallmarks?|signs|trademarks?)\s+of"
            r"|\b(?:bears?|bore|bearing|carr(?:y|ies|ied|ying))\s+(?:\w+\s+){1,3}marks?\s+of|\battributed\s+to|\bsuspicion\b[^.;:,]*\bon)"
            + _DOER,
            re.IGNORECASE,
        ),
        "Suspected",
    ),
)


# Before a deed and between it and a doer behind it: "blamed the [raid] on rebels", "think that the [raid] was led by rebels".
AROUND_DEED: _Around = (
    (
        re.compile(r"\b(?:blam(?:e|ed|es|ing)|pin(?:ned|ning|s)?(?:\s+the\s+blame\s+for)?)\s+(?:[\w'’-]+\s+){0,6}$", re.IGNORECASE),
        re.compile(r"(?:\s+(?!for\b)[\w'’-]+){0,12}?\s+(?:up)?on" + _DOER, re.IGNORECASE),
        "Accused",
    ),
    (re.compile(_HOLD_THAT, re.IGNORECASE), re.compile(rf"(?:\s+[\w'’-]+){{0,8}}?\s+{IS}\s+{_BY}" + _DOER, re.IGNORECASE), "Suspected"),
    (
        re.compile(rf"\b(?:{_HOLD}|{_IT_SEEMS})\s+(?:(?!(?:in|of|to)\b)[\w'’-]+\s+){{1,6}}?{IS}\s+(?:\w+ly\s+)?$", re.IGNORECASE),
        re.compile(r"(?:\s+(?!(?:after|and|before|but|when|where|which|while|who)\b)[\w'’-]+){0,6}?\s+by" + _DOER, re.IGNORECASE),
        "Suspected",
    ),
)


def suspicion(text: str, sentence: tuple[int, int], doer: Span, trigger: Span) -> Status | None:
    """Return how the wording of its sentence makes `doer` the agent of the deed at `trigger`; `None`: as it is said of the deed itself."""
    named = _of(DOERS, doer.text) or _search(BEFORE, text, max(sentence[0], doer.start - _BEFORE), doer.start)
    if doer.end <= trigger.start:
        return (
            _search(AHEAD, text, max(doer.end, trigger.start - _LONGEST), trigger.start)
            or _around(AROUND, text, sentence[0], doer, trigger)
            or next((status for wording, status in BETWEEN if wording.fullmatch(text, doer.end, trigger.start)), None)
            or named
        )
    behind = _search(BEHIND, text, max(trigger.end, doer.start - _LONGEST), doer.start)
    return behind or _around(AROUND_DEED, text, sentence[0], trigger, doer) or named


def _around(wordings: _Around, text: str, start: int, one: Span, other: Span) -> Status | None:
    """Return the status by what stands before `one` and between it and `other`."""
    first = max(start, one.start - _LONGEST)
    found = (s for before, after, s in wordings if before.search(text, first, one.start) and after.match(text, one.end, other.start))
    return next(found, None)


def _of(wordings: tuple[tuple[re.Pattern[str], Status], ...], phrase: str) -> Status | None:
    return next((status for wording, status in wordings if wording.match(phrase)), None)


def _search(wordings: tuple[tuple[re.Pattern[str], Status], ...], text: str, start: int, end: int) -> Status | None:
    return next((status for wording, status in wordings if wording.search(text, start, end)), None)
