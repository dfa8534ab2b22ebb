"""Numbers beside a trigger that do not count to whom it happened, or of whom nothing is known but that they are no more.

In comes the article's text with a trigger and who is counted; out goes whether they are. A rate ("12 deaths a day", "ten for every one
extradited") is no toll, "none of 12 men" are nobody, who is "involved in" a deed did not suffer it, and who died of wounds is counted as
dead only. Half of a share ("one in five") counts nobody. People are displaced or protest only by words that say so: what the network takes
for it may be an escape of prisoners or the loss of a job.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kg.reader.counts.numbers import NUMBER_WORDS, RATIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Count, CountKind, CountMention, Span

_pattern = partial(re.compile, flags=re.IGNORECASE)
_REACH = 100  # characters before and behind that are looked at
_TIME = r"(?:minute|hour|day|night|week|month|year)"
# Nothing of the clause that the number stands in goes on behind one of these, or another mark than that of a figure.
_NEXT = r"(?:who|whom|which|that|where|when|while|as|and|but|or|after|before|because|if)\b"
_CLAUSE = rf"(?:\s+(?!{_NEXT})[^\s.,;:!?]+)"
_RATE_BEFORE = _pattern(
    rf"\baverages?\b[^.;:!?\n\d]{{0,90}}$|\b(?:each|every)\s+(?:single\s+)?{_TIME},?\s+(?:[a-z-]+\s+){{0,2}}$|\bper\s+{_TIME},?\s+$"
)
_RATE_BEHIND = _pattern(
    rf"{_CLAUSE}{{0,8}}?\s+(?:(?:each|every|per)\s+(?:single\s+)?{_TIME}\b|per\s+(?:\d|million|capita|head)|for\s+(?:each|every)\b"
    r"|on\s+average\b)"
    rf"|{_CLAUSE}{{0,4}}?\s+an?\s+{_TIME}(?=\s*(?:[,.;:)\"”]|$)|\s+(?:and|from|on\s+average)\b)"
)
_RATIO = _pattern(RATIO.pattern.replace(" ", r"\s+"))
# "Two parties" are not two people.
_BODIES = _pattern(r"\b(?:agencies|associations|companies|federations|governments|institutions|organi[sz]ations|parties|unions)$")
# "None of the four nuns and some 100 refugees"; "was" would be of others.
_NOBODY = _pattern(r"\b(?:none|neither|not\s+one)\s+of\b(?:(?!\b(?:is|are|was|were|has|have|had|who|that|but)\b)[^.,;:!?\n]){0,60}?\s$")
# A trigger that is only half of a word: "on death row", "a death threat".
_HALF = _pattern(r"\s+(?:row|penalty|penalties|sentences?|threats?|squads?|certificates?|benefits?)\b")
# "A court sentenced six men to death": nobody died yet.
_SENTENCED = _pattern(r"\b(?:sentenc\w+|condemn\w*)\b[^.;:!?\n]{0,80}\sto\s+$")
# "Seven soldiers -- not six -- were hurt".
_NOT, _BARE_NUMBER = _pattern(r"\bnot\s+$"), _pattern(NUMBER_WORDS)
# "Two soldiers were involved in the massacre", "policemen on alert following the murder"; but "following their abduction" is of these, and
# "accused of the theft were killed" goes on with a verb.
_TO = (
    r"(?:involved|implicated|complicit|engaged|part|participat\w+|suspects?|suspected|accused|guilty|responsible|wanted|charged|convicted"
    r"|arrested|detained|jailed|sentenced|tried|following|(?:in\s+)?(?:connection|response|reaction|wake|protest|revenge|retaliation))"
)
_BE = r"(?:is|are|was|were|be|being|been|has|have|had|having)\b"
_APART = _pattern(
    rf"\b{_TO}\s+(?:(?:in|of|for|with|to|at|over|by|against)\s+)?(?!(?:their|his|her|its)\b|{_BE})"
    rf"(?:(?:the|an?|this|that|these|those)\s+(?:(?!{_BE})[a-z-]+\s+){{0,2}})?$"
)
# "Three who took part in the rescue died": a verb that says it of those before, not one more noun.
_DIES = _pattern(r"die[sd]?|drown(?:s|ed)?|perish(?:es|ed)?|starv(?:es|ed)|succumb(?:s|ed)?|suffocat(?:es|ed)")
_HARMED: frozenset[CountKind] = frozenset(("killed", "wounded", "kidnapped"))
_DIED_OF = _pattern(
    r"\b(?:die[sd]?|dying|death|dead|succumb\w*)\s+(?:of|from|to|due\s+to|as\s+a\s+result\s+of)\s+(?:(?!and\b)[a-z-]+\s+){0,3}$"
)
_HURTS = _pattern(r"(?:wound|injury|injurie|burn|laceration)s?$")
# By what words people are displaced or protest.
_SAYS: Mapping[CountKind, re.Pattern[str]] = {
    "displaced": _pattern(
        r"\b(?:abandon|asylum|cleans|deport|displac|driv|drove|emigr|evacu|evict|exil|exodus|expel|expul|flee|fled|forc|homeless|immigr|migra"
        r"|refug|relocat|repatriat|resettl|shelter|uproot)"
    ),
    "protesters": _pattern(
        r"\b(?:agitat|bandh|barricad|block|boycott|camp|chant|clash|crowd|demand|demonstrat|dharna|disturb|down(?:ed|ing)?\s+tools|gather|gherao|hartal|march|mobili[sz]"
        r"|mutin|occup|parad|petition|picket|pride|protest|rall|rebel|revolt|riot|shutdown|sit|stay|stoppage|street|strik|struck|took|taking|turn|unrest|uprising"
        r"|vigil|walk)"
    ),
}
# "Left their homes", "left because of the war", "escaped the fighting", but not "left for work" or "escaped from prison".
_LEAVE = _pattern(r"\b(?:le(?:ave|aves|aving|ft)|los(?:e|es|t|ing)|quit\w*|escap\w+)$")
_HOME = _pattern(
    r"\s+(?:from\s+)?(?:(?:the|their|his|her|these|its|our|all)\s+)?(?:own\s+)?(?:homes?|houses?|countr(?:y|ies)|homelands?|villages?"
    r"|towns?|cit(?:y|ies)|neighbou?rhoods?|districts?|provinces?|areas?|regions?|conflict|drought|famine|fighting|fires?|floods?|persecution|repression|storms?|violence|war)\b"
    r"|[^.;:!?\n]{0,60}\s(?:homeless|because\s+of|due\s+to|for\s+fear|fearing|fleeing|to\s+(?:flee|escape|save))\b"
)
_PROTESTERS = _pattern(r"\b(?:protest[eo]rs|strikers|demonstrators|marchers|rioters|pickets|activists)\b")
# Who is missing need not have been abducted.
_MISSING = _pattern(r"missing$")
# "Ten kidnappings" are of at least ten.
_DEEDS = _pattern(r"(?:abduction|kidnapping)s")
# "Ten casualties": who was killed and who wounded is not said.
_CASUALTIES = _pattern(r"casualt(?:y|ies)|losses")
_NUMBERED = _pattern(r"\s+(?:[a-z-]+\s+)?")
_FATAL = _pattern(r"\b(?:fatal|dead)\s+$")


def is_mistaken(text: str, kind: CountKind, trigger: Span, counted: Span) -> bool:
    """Tell whether the trigger does not say that so many suffered or did it."""
    return (
        is_rate(text, counted)
        or _BODIES.search(counted.text) is not None
        or not _says(text, kind, trigger, counted)
        or _is_before(text, _NOBODY, counted.start)
        or (_is_before(text, _NOT, counted.start) and _BARE_NUMBER.match(counted.text) is not None)
        or (kind == "killed" and (_HALF.match(text, trigger.end) is not None or _is_before(text, _SENTENCED, trigger.start)))
        or (kind == "wounded" and _HURTS.search(trigger.text) is not None and _is_before(text, _DIED_OF, trigger.start))
        or (kind in _HARMED and _is_apart(text, trigger, counted))
        or _is_share(text, counted)
    )


def _is_apart(text: str, trigger: Span, counted: Span) -> bool:
    """Tell whether those before a trigger only have to do with it."""
    if counted.end >= trigger.start or _DIES.fullmatch(trigger.text):
        return False
    return _is_before(text, _APART, trigger.start, behind=counted.end)


def _is_share(text: str, counted: Span) -> bool:
    """Tell whether a number is half of a share: "*about one* in *five people*"."""
    near = _RATIO.finditer(text, max(0, counted.start - _REACH), counted.end + _REACH)
    return any(ratio.start() < counted.end and counted.start < ratio.end() for ratio in near)


def _is_before(text: str, pattern: re.Pattern[str], end: int, *, behind: int = 0) -> bool:
    return pattern.search(text, max(behind, end - _REACH), end) is not None


def is_rate(text: str, counted: Span) -> bool:
    """Tell whether a number is one of each day, of each of others or an average."""
    return _is_before(text, _RATE_BEFORE, counted.start) or _RATE_BEHIND.match(text, counted.end) is not None


def bounded(text: str, counts: Iterable[CountMention]) -> Iterator[CountMention]:
    """Yield the counts as their triggers bound them; what these leave without bounds is left out, also of what is linked to it.

    Of "ten casualties" nobody knows how many were killed, but that they are no more; of "ten kidnappings" not how many were kidnapped, but
    that they are no fewer.
    """
    told = [replace(count, count=_bounded(text, count)) for count in counts]
    kept = [count for count in told if (count.count.at_least, count.count.at_most) != (None, None)]
    known = {(count.span, count.trigger) for count in kept}
    for count in kept:
        part_of, revises = (span if (span, count.trigger) in known else None for span in (count.part_of, count.revises))
        yield replace(count, part_of=part_of, revises=revises)


def _bounded(text: str, count: CountMention) -> Count:
    trigger = count.trigger
    if _DEEDS.fullmatch(trigger.text) and _NUMBERED.fullmatch(text, count.span.end, trigger.start):
        return replace(count.count, at_most=None)
    is_open = _CASUALTIES.fullmatch(trigger.text) and not _is_before(text, _FATAL, trigger.start)
    return replace(count.count, at_least=None) if is_open else count.count


def _says(text: str, kind: CountKind, trigger: Span, counted: Span) -> bool:
    if kind == "kidnapped" and _MISSING.search(trigger.text):
        return False
    says = _SAYS.get(kind)
    if says is None or says.search(trigger.text) or (kind == "protesters" and _PROTESTERS.search(counted.text)):
        return True
    return kind == "displaced" and _LEAVE.search(trigger.text) is not None and _HOME.match(text, trigger.end) is not None
