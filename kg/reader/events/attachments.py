"""Who stands in a phrase of another noun, verb or event of a sentence, and has no part in the event that the network gives him to, too.

- "His men fled the raid by rebels", "murders committed by rebels": who stands behind "by" did it, and nobody before.
- "It passed barricades manned by troops and exploded", "They shot down a helicopter used by rebels": the troops only manned them, and the
  rebels only used it; what they used it for, they did.
- "He was poisoned, contradicting medics in Oz": the medics are contradicted, and did nothing.
- "The raids were in revenge for strikes in Oz": the strikes were in Oz, and not the raids.

In come arguments and what they are between; out go those that stay. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.reader.arguments import by_trigger
from kg.reader.lexicon import DOTTED_WORD
from kg.reader.spans import beginning_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Span

_DETERMINER = r"(?:(?:an?|her|his|its|our|the|their|these|those)\s+)?"
# Between a deed and who did it.
BY = re.compile(
    rf"(?:\s+(?:allegedly\s+)?(?:blamed\s+on|(?:(?:being\s+)?(?:carried\s+out|committed|conducted|executed|launched|mounted|perpetrated|staged|waged)\s+)?"
    rf"by))\s+{_DETERMINER}{DOTTED_WORD}{{0,2}}",
    re.IGNORECASE,
)
# What two do to each other, lead together or lose to one another may have others before its "by".
MUTUAL = frozenset(("Agreement", "Clash", "Decision", "Election", "Meeting", "Protest", "War"))
# Before who only has something, without doing what is told of it.
HAVING = re.compile(
    rf"\b(?P<verb>crewed|frequented|guarded|inhabited|manned|owned|patrolled|staffed|used)\s+by\s+{_DETERMINER}{DOTTED_WORD}{{0,2}}$",
    re.IGNORECASE,
)
OBJECT = re.compile(rf"\s+(?:(?!with\b){DOTTED_WORD}){{1,5}}", re.IGNORECASE)  # between a verb and what somebody has
TO_DO = re.compile(r"\s+to\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)
DEEDS = ATTACKS | {"Killing"}
AND_THEN = re.compile(r"[^.;]{0,300}?,\s+(?:and|but|while)\s[^.;]*")
WHO = re.compile(r"\s*,?\s+who\b", re.IGNORECASE)
# Before the object of a participle that tells what else the event did or was: "…, contradicting medics".
PARTICIPLE = re.compile(
    rf",\s+(?!(?:according|during|excluding|following|including|involving)\b)[a-z]{{3,}}ing\s+{_DETERMINER}(?:[a-z-]+\s+){{0,2}}$"
)
SHARED = frozenset(("Clash", "Commemoration", "Meeting", "Protest"))  # what those may take part in whom it attracts, features, hosts
# Between an event and what it answers.
ANSWER = re.compile(
    r"\b(?:(?:answer|payback|reprisals?|response|retaliation|retribution|revenge|vengeance)\s+(?:against|for|to)|aveng(?:e|es|ed|ing)"
    r"|retaliat(?:e|es|ed|ing)\s+(?:against|for))\b",
    re.IGNORECASE,
)
RIGHT_BEHIND = re.compile(r"\s+(?:(?!by\b)[\w'’-]+\s+){0,3}", re.IGNORECASE)
LONGEST = 60  # characters before a filler in which its phrase is looked for
LONGEST_CLAUSE = 300  # characters between an answer and what it answers


def without_others_phrases(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, in their order, without those of whom the sentence tells something else.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    roles = by_trigger(given)
    others = {
        *_before_by(text, types, roles),
        *_having(text, given, types, roles),
        *_objects(text, given, types),
        *_of_what_is_answered(text, roles),
    }
    return [argument for argument in given if argument not in others]


def _before_by(text: str, types: Mapping[Span, str], roles: Mapping[Span, Sequence[Argument]]) -> Iterator[Argument]:
    """Yield the agents before a deed that has others behind its "by"."""
    for trigger, own in roles.items():
        agents = [a for a in own if a.role == "Agent"] if types.get(trigger) not in MUTUAL else []
        before = [a for a in agents if a.filler.end <= trigger.start]
        if before and any(BY.fullmatch(text, trigger.end, a.filler.start) for a in agents):
            yield from before


def _having(
    text: str, arguments: Iterable[Argument], types: Mapping[Span, str], roles: Mapping[Span, Sequence[Argument]]
) -> Iterator[Argument]:
    """Yield the agents of whom only what they have is told, and others of what somebody uses it for."""
    for a in arguments:
        if a.role != "Agent" or not (having := HAVING.search(text, max(0, a.filler.start - LONGEST), a.filler.start)):
            continue
        is_use = having["verb"].lower() == "used" and not AND_THEN.fullmatch(text, a.filler.end, a.trigger.start)
        if OBJECT.fullmatch(text, a.trigger.end, having.start()):
            yield a
        elif is_use and TO_DO.fullmatch(text, a.filler.end, a.trigger.start):
            yield from (b for b in roles[a.trigger] if b.role == "Agent" and b.filler.end <= having.start())
        elif not is_use and not WHO.match(text, a.filler.end) and types.get(a.trigger) in DEEDS:
            yield a


def _objects(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> Iterator[Argument]:
    for a in arguments:
        is_behind = a.role == "Agent" and a.trigger.end < a.filler.start and types.get(a.trigger) not in SHARED
        if is_behind and PARTICIPLE.search(text, max(a.trigger.end, a.filler.start - LONGEST), a.filler.start):
            yield a


def _of_what_is_answered(text: str, roles: Mapping[Span, Sequence[Argument]]) -> Iterator[Argument]:
    """Yield what has a part in an event that is answered, as no part of the answer, and who answers, as not who did it."""
    words = [*ANSWER.finditer(text)]
    triggers = sorted(roles) if words else []
    for word in words:
        near = [a for one in beginning_in(triggers, word.start() - LONGEST_CLAUSE, word.end() + LONGEST_CLAUSE) for a in roles[one]]
        answered = {span for a in near if word.end() <= a.trigger.start for span in (a.filler, a.trigger)}
        doers = {a.filler for a in near if a.role == "Agent" and a.filler.end <= word.start() and a.trigger.start < word.start()}
        yield from (a for a in near if a.filler in answered and _is_of_answered(a, word.start(), word.end()))
        deeds = (a for a in near if a.role == "Agent" and a.filler in doers)
        yield from (a for a in deeds if RIGHT_BEHIND.fullmatch(text, word.end(), a.trigger.start))


def _is_of_answered(argument: Argument, start: int, end: int) -> bool:
    if argument.filler.start < end or argument.trigger.start >= end:
        return False
    is_answer = argument.trigger.end > start  # "retaliation for the strikes of Oz" may be against Oz
    return argument.role in {"Agent", "Instrument", "Place"} or (not is_answer and argument.role in {"Target", "Time", "Victim"})
