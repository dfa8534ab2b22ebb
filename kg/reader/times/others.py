"""Of which events a time is not, as it stands in another clause, with another verb, or is when something was told (`tellings.py`).

- "Mourners met on Friday as the slain leader was buried": a participle that describes somebody has no time of the clause.
- "They demanded the return of X, who spoke to them on Tuesday", "X, who took office in May, was arrested", "Born in 1926, he was jailed":
  what tells more about somebody has a time of its own.
- "Rescuers dug on Friday after bombs struck": Friday is when they dug.
- "They resigned following Friday's raid": Friday is when the raid was; "postponed from Friday": then it was to be.
- "He was ousted in 1977 and hanged in 1979": of two verbs with a time each, each has its own.
- "He won, and in 1981 they honoured him": a time behind an "and" is of what follows.

In come arguments and what they are between; out go those that stay. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.hierarchy import HARMS
from kg.reader.arguments import by_filler, by_trigger
from kg.reader.lexicon import MONTHS, WEEKDAYS
from kg.reader.spans import sentence_number
from kg.reader.times.tellings import is_of_telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Argument, Span

_TO_THE_COMMA = r"(?:[^,;:.\n]|(?<=\d),(?=\s\d{4})|(?<=\b[A-Z][a-z]{2})\.)*"
# A participle before a noun, behind an article, a preposition or the like; "police jailed students" is a verb.
DESCRIBING = re.compile(
    r"(?:abducted|arrested|assassinated|banished|captured|convicted|deposed|detained|executed|exiled|expelled|fallen|freed|imprisoned|injured"
    r"|jailed|kidnapped|killed|murdered|ousted|overthrown|sacked|slain|toppled|wounded)",
    re.IGNORECASE,
)
BEFORE_DESCRIBING = re.compile(
    r"(?:\b(?:about|against|an?|as|between|by|for|former|from|her|his|including|its|like|of|our|over|the|their|these|this|those|towards?|with)"
    r"|['’]s?)\s+$",
    re.IGNORECASE,
)
DESCRIBED = re.compile(
    r"\s+(?!(?:along|alongside|an?|and|are|as|at|because|been|before|but|by|during|for|from|had|has|have|her|his|in|inside|is|its|last|near|of|on"
    r"|or|outside|over|since|that|the|their|this|to|under|was|were|when|while|who|with|yesterday|today|\w+day)\b)[^\W\d]",
    re.IGNORECASE,
)
# Up to a time: a clause that tells more about somebody, and has not ended.
OF_SOMEBODY = re.compile(rf",\s+(?:and\s+)?(?:who|whom|whose)\s{_TO_THE_COMMA}$")
OF_SOMETHING = re.compile(
    rf",\s+(?:(?:who|whom|whose|which|where)|(?:born|built|created|established|formed|founded))\s(?!sa(?:id|ys?)\b){_TO_THE_COMMA}$"
)
# From such a time to the main verb: the comma that ends the clause, behind which no other one begins.
END_OF_CLAUSE = re.compile(r"[^,;:.\n]*,(?!\s+(?:and\s+)?(?:(?:during|in|on)\s+)?(?:when|where|which|who|whom|whose)\b)[^;:\n]*")
OPENING = re.compile(
    r"[\W_]*(?:Arrested|Appointed|Born|Built|Captured|Convicted|Created|Deposed|Educated|Elected|Established|Exiled|Formed|Founded|Freed|Imprisoned"
    r"|Jailed|Married|Nationali[sz]ed|Ordained|Ousted|Overthrown|Released|Sentenced|Sworn\s+in)"
    rf"\s+(?:again|as|at|by|during|for|from|in|into|last|on|only|over|since|to|under|with|\w+ly|\w+day)\b{_TO_THE_COMMA}$"
)
DYING = re.compile(r"\b(?:died|drowned|perished|(?:was|were|been)\s+(?:\w+ed|shot|slain))\b", re.IGNORECASE)
AFTERMATH = re.compile(
    r",?\s+(?:after(?!\s+(?:being|having|he|it|she|they)\b)|following|in\s+(?:response\s+to|retaliation\s+for|the\s+wake\s+of))\b",
    re.IGNORECASE,
)
# Around a time: that of what stands behind it, from which another event is told apart.
FROM_IT = re.compile(r"\b(?:after|ahead\s+of|amid|before|despite|following|since)\s+(?:the\s+)?$", re.IGNORECASE)
PUT_OFF = re.compile(r"(?:adjourned|deferred|delayed|postponed|rescheduled)", re.IGNORECASE)
FROM = re.compile(r"(?:\s+\w+){0,3}\s+from\s+(?:(?:early|late|the)\s+)?", re.IGNORECASE)
OWNING = re.compile(r"(?:\s?['’]\s?s|(?<=['’]s))\s+[^\W\d]")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
SHORTEST_CLAUSE = 3  # words
# Between what two verbs say, and between two times that are one pair.
NEXT_VERB = re.compile(r"(?:;|,?\s+(?:and|before|but|then|while)\b)", re.IGNORECASE)
PAIR = re.compile(r"(?:\s*(?:-|–|,|and|or|to))?\s*", re.IGNORECASE)
# Up to a time that opens what is told next: "He won, and in 1981 they honoured him"; not a second time, as in "in 1979 and in 1981".
AND_THEN = re.compile(
    r"(?<!\d)(?<!day)(?:;|,?\s+(?:and|but|then))\s+(?:(?:early\s+|late\s+)?(?:in|on)|last|this)\s+(?:last\s+|the\s+)?$", re.IGNORECASE
)
GOING_ON = re.compile(r",?\s+(?!(?:and|or|to)\b)\w")
# A time of day is one of the same day.
OF_DAY = re.compile(rf"\d{{4}}|days?\b|\b(?:autumn|fall|month|spring|summer|week|winter|year|{'|'.join(MONTHS)})s?\b", re.IGNORECASE)
JOINED = re.compile(r"(?:\s+[a-z-]+)?\s*,?\s+(?:and|or)\s+(?:[\w-]+\s+){0,2}")
_LOOK_BACK = 25  # characters
_LONGEST = 200  # characters of a clause before its time


def without_times_of_other_clauses(
    text: str, sentences: Sequence[tuple[int, int]], arguments: Sequence[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments, in their order, without times that are of something else.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters; every word stands in one.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    times = [a for a in arguments if a.role == "Time"]
    ties = {time: [a.trigger for a in tied] for time, tied in by_filler(times).items()}
    own = {trigger: [a.filler for a in tied] for trigger, tied in by_trigger(times).items()}

    def is_of_other(argument: Argument) -> bool:
        start = sentences[sentence_number(sentences, argument.filler.start)][0]
        return (
            _describes(text, argument.trigger)
            or _is_beyond_clause(text, start, argument, types)
            or _is_told_apart(text, argument, types)
            or is_of_telling(text, start, argument, types, ties[argument.filler])
        )

    wrong = {argument for argument in times if is_of_other(argument)}
    for argument in wrong:
        own[argument.trigger].remove(argument.filler)
    wrong.update(a for a in times if a not in wrong and _is_of_next_verb(text, a, ties[a.filler], own[a.trigger]))
    return [argument for argument in arguments if argument not in wrong]


def _describes(text: str, trigger: Span) -> bool:
    return (
        DESCRIBING.fullmatch(trigger.text) is not None
        and BEFORE_DESCRIBING.search(text, max(0, trigger.start - _LOOK_BACK), trigger.start) is not None
        and DESCRIBED.match(text, trigger.end) is not None
    )


def _is_beyond_clause(text: str, start: int, argument: Argument, types: Mapping[Span, str]) -> bool:
    """Tell whether a time stands in a clause about somebody, or before "after", and the event beyond that."""
    trigger, time = argument.trigger, argument.filler
    if trigger.end <= time.start:
        clause = OF_SOMEBODY.search(text, trigger.end, time.start)
        if clause is None:
            return AND_THEN.search(text, trigger.end, time.start) is not None and GOING_ON.match(text, time.end) is not None
        return not (types[trigger] in HARMS and DYING.search(clause.group()))
    is_opening = time.start - start <= _LONGEST and OPENING.fullmatch(text, start, time.start)
    if is_opening or OF_SOMETHING.search(text, max(start, time.start - _LONGEST), time.start):
        return END_OF_CLAUSE.fullmatch(text, time.end, trigger.start) is not None
    is_aftermath = WEEKDAY.search(time.text) and AFTERMATH.match(text, time.end, trigger.start)
    return bool(is_aftermath) and len(text[start : time.start].split()) >= SHORTEST_CLAUSE


def _is_told_apart(text: str, argument: Argument, types: Mapping[Span, str]) -> bool:
    """Tell whether an event is after, before or despite that of which the time is; who is harmed may have been so at that time."""
    trigger, time = argument.trigger, argument.filler
    if PUT_OFF.fullmatch(trigger.text) and FROM.fullmatch(text, trigger.end, max(trigger.end, time.start)):
        return True
    is_owned = trigger.end <= time.start and OWNING.match(text, time.end)
    return bool(is_owned) and types[trigger] not in HARMS and FROM_IT.search(text, trigger.end, time.start) is not None


def _is_of_next_verb(text: str, argument: Argument, ties: Iterable[Span], own: Iterable[Span]) -> bool:
    """Tell whether an event has a time of its own on its side of an "and", and the time an event on the other."""
    trigger, time = argument.trigger, argument.filler
    mine = [other for other in own if other != time and OF_DAY.search(other.text) and not PAIR.fullmatch(text, *_between(other, time))]
    others = [other for other in ties if other != trigger and not JOINED.fullmatch(text, *_between(other, trigger))] if mine else []

    def parts(cut: int) -> bool:
        is_first = trigger.start < cut
        return any((one.start < cut) == is_first for one in mine) and any((one.start < cut) != is_first for one in others)

    return bool(others) and any(parts(cut.start()) for cut in NEXT_VERB.finditer(text, *_between(trigger, time)))


def _between(one: Span, other: Span) -> tuple[int, int]:
    first, last = sorted((one, other))
    return first.end, max(first.end, last.start)
