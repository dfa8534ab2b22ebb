"""To which verb of a sentence something belongs that the network gives to two.

- "The council condemned the raid and called for an inquiry": the inquiry is called for, and not condemned, too.
- "The court freed Roe and jailed Poe": Poe is not freed, too.
- "The mayor blamed the union for the deaths": the union is blamed, and not among the dead, too.
- "The guard shelled Oz and said that it answered the bombing in Ur": Oz is what was shelled, and not where the bombing was, too.
- "The shooting surpassed the massacre in Ur": Ur is where the massacre was.
- "The mayor spoke; Ada Roe condemned the raid", "The mayor condemned it, and Ada Roe called for calm": each has the verb of his clause.
- "The mayor condemned the raid, adding that the police had helped": the police are not condemned, too.
- "The mayor, who was away when the coup was launched, returned": he did not launch it.

In come arguments and what they are between; out go those that stay. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.model import EVENT_TYPES
from kg.reader.arguments import by_filler, by_trigger
from kg.reader.comparisons import turns
from kg.reader.events.antecedents import SUFFERING
from kg.reader.lexicon import DOTTED_WORD
from kg.reader.sources.attribution import CLAIMABLE, SPEECH
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
# Before the subject of another clause, and between it and its verb.
AND_THEN = re.compile(rf"(?:,\s+|\s)(?:and|but|while)\s+(?:(?!that\b){DOTTED_WORD}){{0,3}}$", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s[^.;]*$", re.IGNORECASE)
DOES = re.compile(r"\s+(?:(?:also|are|had|has|have|is|later|then|was|were|will|would|\w+ly)\s+){0,3}", re.IGNORECASE)
VERB = re.compile(
    r"(?:\w+(?:ed|s)|began|brought|came|fought|gave|held|hit|led|left|lost|made|met|said|sent|took|told|won)\b", re.IGNORECASE
)
ADDING = re.compile(
    r",\s+(?:add|alleg|argu|assert|claim|declar|explain|insist|not|predict|recall|say|stat|stress|suggest|warn|writ)ing\s+[^;]*$",
    re.IGNORECASE,
)
# Between somebody and an event of a "when" clause that has its own verb, which says that this happened.
WHEN = re.compile(rf"[^.;]*\b(?:when|while)\s+(?:an?\s+|the\s+)?{DOTTED_WORD}{{0,2}}", re.IGNORECASE)
HAPPENED = re.compile(
    r"\s+(?:began|broke\s+out|erupted|happened|hit|is|occurred|started|struck|took\s+place|unfolded|was|were|had\s+been)\b", re.IGNORECASE
)
SEMICOLON = re.compile(r";(?:\s+and\b)?", re.IGNORECASE)
AND = re.compile(r"\sand\s", re.IGNORECASE)
IN_LIST = re.compile(r";\s+as\s+well\s+as\b", re.IGNORECASE)
PRONOUNS = frozenset(("he", "her", "him", "his", "it", "its", "she", "their", "them", "they", "who"))
LONGEST_SUBJECT = 60  # characters of an "and" and the words before a subject
LONGEST_SIDE = 300  # characters before and behind a turn to another event
PARTS = frozenset(("Agent", "Place", "Target", "Victim"))
LONGEST_GAP = 200  # characters between an event and a place before it, or somebody behind it


def without_others(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, in their order, without what belongs to another verb.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    roles = by_trigger(given)
    fillers = by_filler(given)
    others = {
        *_topics_of_next(text, given, types, roles, fillers),
        *_suffering_next(text, given, roles, fillers),
        *_accused(types, roles),
        *_places_before(text, given, roles, fillers),
        *_across_semicolons(text, given, roles, fillers),
        *_of_next_clause(text, given, fillers),
        *(a for a in given if _is_added(text, a, types) or _is_away(text, a)),
    }
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
        near = max(start, turn.place - LONGEST_SIDE), min(turn.end, turn.start + LONGEST_SIDE)
        low, high = (bisect_left(ordered, place, key=lambda a: a.trigger.start) for place in near)
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


def _suffering_next(
    text: str, arguments: Iterable[Argument], roles: Mapping[Span, Sequence[Argument]], fillers: Mapping[Span, Sequence[Argument]]
) -> Iterator[Argument]:
    """Yield those to whom the next verb does something, as those to whom the one before does, if that has its own (1 of 233)."""
    for a in arguments:
        if a.role not in SUFFERING:
            continue
        for b in fillers[a.filler]:
            verb = b.trigger
            if b.role in SUFFERING and a.trigger.end < verb.start < a.filler.start and AND_ALSO.fullmatch(text, a.trigger.end, verb.start):
                own = (o.filler for o in roles[a.trigger] if o.role in SUFFERING)
                if any(a.trigger.end <= one.start and one.end <= verb.start for one in own):
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
        if a.role != "Place" or not 0 < gap < LONGEST_GAP:
            continue
        has_own = any(b.role == "Place" and b.filler.start >= a.trigger.end for b in roles[a.trigger])
        is_of_other = any(b.trigger.end <= a.filler.start for b in fillers[a.filler])
        if has_own and is_of_other and NEW_CLAUSE.fullmatch(text, a.filler.end, a.trigger.start):
            yield a


def _across_semicolons(
    text: str, arguments: Iterable[Argument], roles: Mapping[Span, Sequence[Argument]], fillers: Mapping[Span, Sequence[Argument]]
) -> Iterator[Argument]:
    """Yield the parts that somebody has beyond a semicolon, where he has one, or the event has its own, on this side."""
    for a in arguments if ";" in text else ():
        start, end = min(a.trigger.end, a.filler.end), max(a.trigger.start, a.filler.start)
        if a.role not in PARTS or (at := text.rfind(";", start, end)) < 0:
            continue
        if a.trigger.start < a.filler.start:
            is_others = any(b.trigger.start > at for b in fillers[a.filler]) and a.filler.text.lower() not in PRONOUNS
        else:
            own = (b for b in roles[a.trigger] if b.role == a.role and b.filler.start > at and b.filler.end <= a.trigger.start)
            is_others = any(not AND.search(text, _behind(text, at), b.filler.start) for b in own)
        if is_others and not IN_LIST.match(text, at):
            yield a


def _behind(text: str, semicolon: int) -> int:
    """Return where what follows a semicolon begins, without its "and"."""
    found = SEMICOLON.match(text, semicolon)
    return found.end() if found else semicolon


def _of_next_clause(text: str, arguments: Sequence[Argument], fillers: Mapping[Span, Sequence[Argument]]) -> Iterator[Argument]:
    """Yield the parts in an event of who, behind an "and", is the subject of the next verb; behind a comma, of all that follows, too."""
    starts: set[int] = set()
    for a in arguments:
        start, end = max(a.trigger.end, a.filler.start - LONGEST_GAP), a.filler.start
        if a.role == "Agent" and a.filler.end <= a.trigger.start and _does(text, a):
            and_then = AND_THEN.search(text, max(0, end - LONGEST_SUBJECT), end)
            starts.update((and_then.start(),) if and_then and and_then[0].startswith(",") else ())
        elif a.role in PARTS and a.trigger.end < end and AND_THEN.search(text, start, end) and not BETWEEN.search(text, start, end):
            yield from (a for b in fillers[a.filler] if b.role == "Agent" and _does(text, b))
    borders = sorted(starts)
    for a in arguments if borders else ():
        border = bisect_left(borders, a.trigger.end)
        if a.role in {*PARTS, "Time"} and border < len(borders) and borders[border] < a.filler.start:
            yield a


def _does(text: str, argument: Argument) -> bool:
    """Tell whether somebody is the subject right before a verb."""
    filler, verb = argument.filler, argument.trigger
    return (
        filler.end <= verb.start and DOES.fullmatch(text, filler.end, verb.start) is not None and VERB.match(text, verb.start) is not None
    )


def _is_added(text: str, argument: Argument, types: Mapping[Span, str]) -> bool:
    """Tell whether somebody stands behind what the speaker adds to his statement: he is neither who makes it nor of whom it is made."""
    is_behind = argument.role in {"Agent", "Target"} and argument.filler.start > argument.trigger.end
    return (
        is_behind and types.get(argument.trigger) in SPEECH and ADDING.search(text, argument.trigger.end, argument.filler.start) is not None
    )


def _is_away(text: str, argument: Argument) -> bool:
    is_before = argument.role == "Agent" and argument.filler.end <= argument.trigger.start
    return (
        is_before
        and WHEN.fullmatch(text, argument.filler.end, argument.trigger.start) is not None
        and HAPPENED.match(text, argument.trigger.end) is not None
    )
