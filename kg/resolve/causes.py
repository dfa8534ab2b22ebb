"""Which attack the dead and wounded of an article are those of.

In comes a reading; out goes, for mentions of killing, injury and displacement, the mention of the event that caused it in the
same sentence, and for "the death toll" or "nine people were injured" the only such event that the article has spoken of. The two stay
two events; the link only says to which event a toll belongs. In this order:

1. one is an argument of the other ("the death toll *of the blast*");
2. the nearest such event before it ("This *attack*, which killed 12", "a *blast* that hit a market, killing 12");
3. the only one behind it ("12 were killed in the *attack*").

An event behind it that "in", "by" or "during" ties to it, with another one before it, leaves it open. Nothing is linked where
both have a place or a time of their own and share none, nor over a turn to another event ("the deadliest attack since the siege, in which
330 died").
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS, HARMS
from kg.model import Argument, EventMention, EventType, Reading, Role, Span
from kg.reader.arguments import by_trigger
from kg.reader.comparisons import turns
from kg.reader.counts.numbers import count_of
from kg.reader.counts.tolls import TOLL_WORD
from kg.reader.sources.attribution import sentence_of
from kg.reader.spans import sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reader.comparisons import Turn

CAUSES: frozenset[EventType] = ATTACKS | frozenset(("Clash", "Disaster"))
TYING = re.compile(r"^[^,;:]*\b(by|during|in)\b[^,;:]*$")
OWN: tuple[Role, ...] = ("Place", "Time")
# Before a toll and with it: the toll of what has been spoken of. "A toll", "an earlier toll" and "the worst toll" may be another's.
THE_TOLL = re.compile(rf"\b(?:the|its)\s+(?:(?:confirmed|official|overall|total)\s+)?{TOLL_WORD}$", re.IGNORECASE)
LONGEST_TOLL = 60  # characters
# Before those to whom it happened, where nothing else is said of it: "Nine people were also injured"; "have been" adds up.
WERE = re.compile(r"\b(?:was|were)\s+(?:(?:also|\w+ly)\s+){0,2}$", re.IGNORECASE)
SOON = 2  # sentences behind the event in which people were killed or injured
OF_ITS_OWN: frozenset[Role] = frozenset(("Agent", "Instrument", *OWN))


def find_causes(reading: Reading) -> dict[Span, Span]:
    """Return the trigger of its cause for each trigger of a harm that has one in its sentence, and for "the toll" of the only one."""
    arguments = by_trigger(reading.arguments)
    cluster_of = {m.trigger: event.id for event in reading.events for m in event.mentions}
    entity_of = {m.span: entity.id for entity in reading.entities for m in entity.mentions}
    by_sentence: dict[tuple[int, int], list[EventMention]] = defaultdict(list)
    for event in reading.events:
        for mention in event.mentions:
            by_sentence[sentence_of(reading, mention.trigger)].append(mention)
    found = {}
    others = _turns(reading)
    for sentence, mentions in by_sentence.items():
        causes = sorted(m.trigger for m in mentions if m.type in CAUSES)
        for harm in (m.trigger for m in mentions if m.type in HARMS):
            own = [cause for cause in causes if not any(turn.parts(cause, harm) for turn in others.get(sentence, ()))]
            cause = _cause(harm, own, arguments, cluster_of, reading.document.text)
            if cause and not _contradict(harm, cause, arguments, entity_of, reading):
                found[harm] = cause
    tolls = _of_tolls(reading, found, arguments, others)
    return found | {toll: cause for toll, cause in tolls if not _contradict(toll, cause, arguments, entity_of, reading)}


def _turns(reading: Reading) -> Mapping[tuple[int, int], list[Turn]]:
    """Return where each sentence turns to another event."""
    found: dict[tuple[int, int], list[Turn]] = defaultdict(list)
    for turn in turns(reading.document.text, reading.sentences):
        found[reading.sentences[sentence_number(reading.sentences, turn.place)]].append(turn)
    return found


def _of_tolls(
    reading: Reading,
    found: Mapping[Span, Span],
    arguments: Mapping[Span, list[Argument]],
    others: Mapping[tuple[int, int], list[Turn]],
) -> Iterator[tuple[Span, Span]]:
    """Yield "the toll" of each event of which no mention has a cause, with the last mention of the only cause spoken of before.

    So with a number of people who "were injured", soon behind that, in a sentence that tells of no other.
    """
    causes = sorted((m.trigger, event.id) for event in reading.events for m in event.mentions if m.type in CAUSES)
    for event in reading.events:
        if any(mention.trigger in found for mention in event.mentions):
            continue
        for harm in (m.trigger for m in event.mentions if m.type in HARMS):
            text, sentence = reading.document.text, sentence_of(reading, harm)
            is_toll = _is_the_toll(text, harm)
            is_bare = not others.get(sentence) and _is_bare(text, harm, arguments)
            if is_toll or (is_bare and not any(sentence[0] <= cause.start < sentence[1] for cause, _ in causes)):
                before = [(cause, identity) for cause, identity in causes if cause.end <= harm.start]
                if len({identity for _, identity in before}) == 1 and (is_toll or _is_soon(reading, before[-1][0], harm)):
                    yield harm, before[-1][0]


def _is_bare(text: str, harm: Span, arguments: Mapping[Span, list[Argument]]) -> bool:
    """Tell whether it is only said to how many people it happened."""
    own = arguments.get(harm, ())
    is_counted = any(a.role == "Victim" and count_of(a.filler.text) for a in own)
    is_passive = WERE.search(text, max(0, harm.start - LONGEST_TOLL), harm.start) is not None
    return is_counted and is_passive and not any(a.role in OF_ITS_OWN for a in own)


def _is_soon(reading: Reading, cause: Span, harm: Span) -> bool:
    return sentence_number(reading.sentences, harm.start) - sentence_number(reading.sentences, cause.start) <= SOON


def _is_the_toll(text: str, trigger: Span) -> bool:
    return THE_TOLL.search(text, max(0, trigger.start - LONGEST_TOLL), trigger.end) is not None


def _cause(
    harm: Span, causes: list[Span], arguments: Mapping[Span, list[Argument]], cluster_of: Mapping[Span, str], text: str
) -> Span | None:
    linked = [cause for cause in causes if _is_argument(harm, cause, arguments) or _is_argument(cause, harm, arguments)]
    if linked:
        return linked[0] if len({cluster_of[cause] for cause in linked}) == 1 else None
    before = [cause for cause in causes if cause.end <= harm.start]
    behind = [cause for cause in causes if cause.start >= harm.end]
    if before:
        tied = [cause for cause in behind if TYING.search(text[harm.end : cause.start]) and cluster_of[cause] != cluster_of[before[-1]]]
        return None if tied else before[-1]
    return behind[0] if len({cluster_of[cause] for cause in behind}) == 1 else None


def _is_argument(trigger: Span, filler: Span, arguments: Mapping[Span, list[Argument]]) -> bool:
    return any(argument.filler == filler for argument in arguments.get(trigger, ()))


def _contradict(harm: Span, cause: Span, arguments: Mapping[Span, list[Argument]], entity_of: Mapping[Span, str], reading: Reading) -> bool:
    within = {(r.subject, r.object) for r in reading.relations if r.type == "locatedIn"}
    for role in OWN:
        left, right = (
            {entity_of[a.filler] for a in arguments.get(trigger, ()) if a.role == role and a.filler in entity_of}
            for trigger in (harm, cause)
        )
        nested = any((a, b) in within or (b, a) in within for a in left for b in right)
        if left and right and left.isdisjoint(right) and not nested:
            return True
    return False


def cluster_causes(reading: Reading, causes: Mapping[Span, Span]) -> dict[Span, str]:
    """Return the id of the causing event for each trigger of a harm.

    A trigger with a cause in its sentence has that one; another mention of the same event takes it over where all its causes are one event.
    """
    cluster_of = {m.trigger: event.id for event in reading.events for m in event.mentions}
    found = {harm: cluster_of[cause] for harm, cause in causes.items()}
    for event in reading.events:
        known = {found[m.trigger] for m in event.mentions if m.trigger in found}
        if len(known) == 1:
            cause = known.pop()
            found |= {m.trigger: cause for m in event.mentions if m.trigger not in found}
    return found
