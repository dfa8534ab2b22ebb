"""Who did what to whom, where a sentence says so in another place than beside the event.

- "The statement identified the attackers as A and B": what the attackers do in that sentence, A and B do. Two names are not one actor with
  the group, so this is no coreference.
- "X claimed the Y bombings", where Y is a country or city: X did it, so Y is where.
- "Two blasts in the city, targeting a march": the march is the target, however far the word stands from the blasts.
- "He was arrested in October, a year before they killed his general": October is when he was arrested, and not when the other happened.
- "The group said on Thursday that its men had bombed a march": Thursday is when it was said.
- "It was the seventh coup since 2020": 2020 is when a row of coups began, and not when the seventh was.
- "The mayor spoke and the union accused him": the union did, and not the mayor, too.

In come arguments and what they are between; out go arguments. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kg.hierarchy import ATTACKS
from kg.model import Argument
from kg.reader.lexicon import WORD
from kg.reader.times.offsets import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.model import Entity, Mention, Span

_T = TypeVar("_T")
NAMING = re.compile(rf"\b(?:identif(?:y|ies|ied|ying)|nam(?:e|es|ed|ing))\s+{WORD}{{0,4}}$", re.IGNORECASE)
AS = re.compile(rf"\s+as\s+{WORD}{{0,3}}$", re.IGNORECASE)
NAMED_AS = re.compile(
    rf"\s+(?:was|were|(?:has|have|had)\s+been)\s+{WORD}?(?:identified|named)\s+(?:by\s+{WORD}{{1,4}})?as\s+{WORD}{{0,3}}$",
    re.IGNORECASE,
)
AND_ALSO = re.compile(rf"(?:\s*,\s*(?:and\s+)?|\s+and\s+){WORD}{{0,3}}$", re.IGNORECASE)
TARGETING = re.compile(r"\b(?:targeting|aimed\s+at|aiming\s+at)\s+", re.IGNORECASE)
BORDER = re.compile(
    r"\b(?:before|after|since|until|when|to\s+avenge|avenging|in\s+(?:reprisal|response|retaliation|revenge)\s+(?:for|to))\b", re.IGNORECASE
)
# "… said in a statement on " before a time, and what begins behind it, is said then.
SAYING_THEN = re.compile(
    rf"\b(?:said|says|say|stated|announced|reported|confirmed|claimed|admitted|acknowledged|denied|added|told)\s+(?:(?!that\b){WORD}){{0,5}}$",
    re.IGNORECASE,
)
WHAT_IS_SAID = re.compile(r"\s*,?\s*(?:that|it|its|he|she|his|her|they|their|the)\b", re.IGNORECASE)
# "the seventh coup in the region since" before a time: one of several, or the greatest of them, of which the first was then.
ONE_OF_A_ROW = re.compile(
    rf"\b(?:{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th)|only|latest|most|worst|deadliest|bloodiest|heaviest|fiercest|biggest|largest|longest)\b"
    r"[^.;:!?\n]*$",
    re.IGNORECASE,
)
SINCE_THEN = re.compile(r"[^.;:!?\n]*\bsince(?:\s+the)?\s+", re.IGNORECASE)
HIM = frozenset(("him", "her", "it", "them", "me", "us", "you"))
FEW_WORDS = re.compile(rf"{WORD}{{0,3}}")
LONGEST_GAP = 80  # characters


def identified_arguments(
    text: str, sentences: Iterable[tuple[int, int]], entities: Sequence[Entity], arguments: Sequence[Argument]
) -> Iterator[Argument]:
    """Yield the arguments that names take over from what they identify.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        entities: Of the article.
        arguments: Of the article.
    """
    known = {(argument.trigger, argument.filler) for argument in arguments}
    entity = {mention.span: e for e in entities for mention in e.mentions}
    mentions = sorted((mention for e in entities for mention in e.mentions), key=lambda m: (m.span.start, m.span.end))
    for start, end in sentences:
        inside = _inside(mentions, start, end, lambda mention: mention.span)
        for identified, names in _identifications(text, start, inside):
            for argument in arguments:
                if start <= argument.trigger.start < end and entity.get(argument.filler) is entity[identified.span]:
                    for name in names:
                        if (argument.trigger, name.span) not in known:
                            known.add((argument.trigger, name.span))
                            yield replace(argument, filler=name.span)


def with_places_of_claims(arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Turn agents of claimed events that are countries or cities, and do not claim it themselves, into places.

    Args:
        arguments: Of one article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    claims = {a.trigger for a in given if types.get(a.trigger) == "ClaimResponsibility"}
    claimants = {a.filler for a in given if a.trigger in claims and a.role == "Agent"}
    claimed = {a.filler for a in given if a.trigger in claims and a.role == "Topic"} if claimants else set()

    def is_place(a: Argument) -> bool:
        return a.role == "Agent" and a.trigger in claimed and types.get(a.filler) == "GPE" and a.filler not in claimants

    return [replace(a, role="Place") if is_place(a) else a for a in given]


def without_times_of_others(text: str, arguments: Iterable[Argument]) -> list[Argument]:
    """Leave out the time of an event that stands beyond a "before", "after" or the like, where it is the time of one on its own side.

    A time that says when something was said is no time of what was said, and one since when there were several is not that of one of them.
    """
    given = list(arguments)
    beyond = {a for a in given if a.role == "Time" and BORDER.search(_between(text, a.trigger, a.filler))}
    told = {a.filler for a in given if a.role == "Time" and a not in beyond}
    return [
        a for a in given if not (a in beyond and a.filler in told) and not _is_time_of_saying(text, a) and not _is_beginning_of_row(text, a)
    ]


def without_agents_who_are_targets(entities: Iterable[Entity], arguments: Iterable[Argument]) -> list[Argument]:
    """Leave out who does something to himself, where somebody else does it to "him".

    Args:
        entities: Of the article.
        arguments: Of the article.
    """
    given = list(arguments)
    entity = {mention.span: e.id for e in entities for mention in e.mentions}
    agents: dict[Span, set[str]] = {}
    for a in given:
        if a.role == "Agent" and a.filler in entity:
            agents.setdefault(a.trigger, set()).add(entity[a.filler])
    done_to = {(a.trigger, entity[a.filler]) for a in given if a.role in {"Target", "Victim"} and a.filler in entity and _is_him(a.filler)}

    def is_target(a: Argument) -> bool:
        doer = entity.get(a.filler) if a.role == "Agent" else None
        return doer is not None and (a.trigger, doer) in done_to and len(agents[a.trigger]) > 1

    return [a for a in given if not is_target(a)]


def _is_him(span: Span) -> bool:
    return span.text.lower() in HIM


def _is_time_of_saying(text: str, argument: Argument) -> bool:
    time = argument.filler
    return (
        argument.role == "Time"
        and argument.trigger.start > time.end
        and SAYING_THEN.search(text, max(0, time.start - LONGEST_GAP), time.start) is not None
        and WHAT_IS_SAID.match(text, time.end) is not None
    )


def _is_beginning_of_row(text: str, argument: Argument) -> bool:
    trigger, time = argument.trigger, argument.filler
    return (
        argument.role == "Time"
        and trigger.end < time.start
        and SINCE_THEN.fullmatch(text, trigger.end, time.start) is not None
        and ONE_OF_A_ROW.search(text, max(0, trigger.start - LONGEST_GAP), time.start) is not None
    )


def _between(text: str, one: Span, other: Span) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]


def targeted_arguments(
    text: str, sentences: Iterable[tuple[int, int]], arguments: Sequence[Argument], types: Mapping[Span, str]
) -> Iterator[Argument]:
    """Yield the targets that a participle names: of the last attack before it, what stands next after it.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        arguments: Of the article; what has a role already gets no other.
        types: The type of each trigger and mention.
    """
    known = {(argument.trigger, argument.filler) for argument in arguments}
    spans = sorted(types)
    for start, end in sentences:
        inside = _inside(spans, start, end, lambda span: span)
        for word in TARGETING.finditer(text, start, end):
            attacks = [span for span in inside if span.end <= word.start() and types[span] in ATTACKS]
            after = [span for span in inside if span.start >= word.end()]
            is_event = any(span.start < word.end() and word.start() < span.end for span in inside)
            if is_event or not attacks or not after or (attacks[-1], after[0]) in known:
                continue
            if FEW_WORDS.fullmatch(text, word.end(), after[0].start):
                yield Argument(attacks[-1], "Target", after[0])


def _inside(items: Sequence[_T], start: int, end: int, span_of: Callable[[_T], Span]) -> Sequence[_T]:
    """Give those of `items`, sorted by where they begin, that lie in `[start, end)`, without a look at all the others of a long text."""
    low, high = (bisect_left(items, bound, key=lambda item: span_of(item).start) for bound in (start, end))
    return [item for item in items[low:high] if span_of(item).end <= end]


def _identifications(text: str, start: int, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
    """Yield who is identified and the names that they get, in one sentence that begins at `start`."""
    for i, mention in enumerate(mentions[:-1]):
        between = text[mention.span.end : mentions[i + 1].span.start]
        before = text[max(start, mention.span.start - LONGEST_GAP) : mention.span.start]
        if _is_name(mention) or not (NAMED_AS.fullmatch(between) or (AS.fullmatch(between) and NAMING.search(before))):
            continue
        names = list(_names(text, mentions[i + 1 :]))
        if names:
            yield mention, names


def _names(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the persons' names with which `mentions` begins, as long as only commas, "and" and titles stand between them."""
    end: int | None = None
    for mention in mentions:
        if not _is_name(mention) or (end is not None and not AND_ALSO.fullmatch(text[end : mention.span.start])):
            return
        yield mention
        end = mention.span.end


def _is_name(mention: Mention) -> bool:
    return mention.type == "PER" and mention.span.text[:1].isupper()
