"""To which verb of a sentence something belongs that the network gives to two.

- "The council condemned the raid and called for an inquiry": the inquiry is called for, and not condemned, too.
- "The mayor blamed the union for the deaths": the union is blamed, and not among the dead, too.
- "The guard shelled Oz and said that it answered the bombing in Ur": Oz is what was shelled, and not where the bombing was, too.
- "The shooting surpassed the massacre in Ur": Ur is where the massacre was.

In come arguments and what they are between; out go those that stay. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.model import EVENT_TYPES
from kg.reader.comparisons import turns
from kg.reader.sources.attribution import CLAIMABLE, SPEECH, by_trigger
from kg.reader.spans import sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Span
    from kg.reader.comparisons import Turn

# Between two verbs with one subject.
AND_ALSO = re.compile(r"[^.;:,\n]*\band\s+(?:(?:again|also|instead|later|then|\w+ly)\s+){0,2}", re.IGNORECASE)
# From a place to an event of another clause: "…, and said the", ", adding that it".
NEW_CLAUSE = re.compile(
    r"(?:(?![.!?]\s)[^;\n])*?(?:,?\s+(?:and|but)|,)\s+(?:(?:also|had|has|have|later|then)\s+)?(?:\w+(?:ed|ing|s)|said|told)\s+(?:that\s+)?"
    r"(?:an?|he|his|her|it|its|she|the|their|they)\s(?:(?![.!?]\s)[^;\n])*",
    re.IGNORECASE,
)
EVENTS = frozenset[str](EVENT_TYPES)
HAPPENINGS: frozenset[str] = ATTACKS | {"Clash", "Disaster", "Injury", "Kidnapping", "Killing", "Overthrow", "Protest", "Seizure"}
LONGEST_SENTENCE = 200  # characters between a place and an event


def without_others(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, in their order, without what belongs to another verb.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    roles = by_trigger(given)
    fillers: dict[Span, list[Argument]] = {}
    for argument in given:
        fillers.setdefault(argument.filler, []).append(argument)
    others = {*_topics_of_next(text, given, types, roles, fillers), *_accused(types, roles), *_places_before(text, given, roles, fillers)}
    return [argument for argument in given if argument not in others]


def without_compared(
    text: str, sentences: Sequence[tuple[int, int]], arguments: Sequence[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments, in their order, without those of one event that belong to what it is compared with, or that answers it.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    others: set[Argument] = set()
    found = [turn for turn in turns(text, sentences) if not turn.is_beside]
    ordered = sorted(arguments, key=lambda a: a.trigger.start) if found else []
    for turn in found:
        start, _ = sentences[sentence_number(sentences, turn.place)]
        low, high = (bisect_left(ordered, place, key=lambda a: a.trigger.start) for place in (start, turn.end))
        others.update(_across(turn, ordered[low:high], types))
    return [argument for argument in arguments if argument not in others]


def _across(turn: Turn, arguments: Sequence[Argument], types: Mapping[Span, str]) -> Iterator[Argument]:
    """Yield those that reach from one side of a turn to the other, where the filler has a part on its own side, or is an event's means."""
    happened = [a for a in arguments if a.role != "Source" and types.get(a.trigger) in HAPPENINGS]
    known = {a.filler for a in happened if turn.side_of(a.filler) == turn.side_of(a.trigger)}
    for a in happened:
        is_means = a.role == "Instrument" and types.get(a.filler) in EVENTS
        if (a.filler in known or is_means) and turn.parts(a.trigger, a.filler):
            yield a


def _topics_of_next(
    text: str,
    arguments: Iterable[Argument],
    types: Mapping[Span, str],
    roles: Mapping[Span, Sequence[Argument]],
    fillers: Mapping[Span, Sequence[Argument]],
) -> Iterator[Argument]:
    """Yield the topics of a statement that are those of the next one, where it has one of its own before that."""
    for a in arguments:
        if a.role != "Topic" or types.get(a.trigger) not in SPEECH:
            continue
        next_ones = [b.trigger for b in fillers[a.filler] if b.role == "Topic" and a.trigger.end < b.trigger.start < a.filler.start]
        for verb in next_ones:
            own = [o for o in roles[a.trigger] if o.role == "Topic" and a.trigger.end <= o.filler.start and o.filler.end <= verb.start]
            if own and types.get(verb) in SPEECH and AND_ALSO.fullmatch(text, a.trigger.end, verb.start):
                yield a


def _accused(types: Mapping[Span, str], roles: Mapping[Span, Sequence[Argument]]) -> Iterator[Argument]:
    """Yield those accused of violence as its victims."""
    for accusation, own in roles.items():
        if types.get(accusation) != "Accusation":
            continue
        accused = {a.filler for a in own if a.role == "Target"}
        for topic in (a.filler for a in own if a.role == "Topic" and types.get(a.filler) in CLAIMABLE):
            yield from (a for a in roles.get(topic, ()) if a.role in {"Target", "Victim"} and a.filler in accused)


def _places_before(
    text: str, arguments: Iterable[Argument], roles: Mapping[Span, Sequence[Argument]], fillers: Mapping[Span, Sequence[Argument]]
) -> Iterator[Argument]:
    """Yield the places of an event that has others behind it, where they stand in the clause before and have a part in what that says."""
    for a in arguments:
        gap = a.trigger.start - a.filler.end
        if a.role != "Place" or not 0 < gap < LONGEST_SENTENCE:
            continue
        has_own = any(b.role == "Place" and b.filler.start >= a.trigger.end for b in roles[a.trigger])
        is_of_other = any(b.trigger.end <= a.filler.start for b in fillers[a.filler])
        if has_own and is_of_other and NEW_CLAUSE.fullmatch(text, a.filler.end, a.trigger.start):
            yield a
