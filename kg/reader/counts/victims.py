"""Victims that only a number stands for: "lowered the number of dead to *84*", "spoke of *one* dead".

In come an article's sentences, entities, events, arguments and counts; out go its entities and arguments. Where dead are counted of a
killing that no other words give a victim, the number is the mention of those who died, as the annotation guideline has it. Nothing is
added where the text says who died, and no number that another one takes the place of or that is a part of another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from kg.model import Argument, Entity, Mention
from kg.reader.counts.counted import SUFFERED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import CountMention, EventCluster, Span


def with_numbered_victims(
    sentences: Iterable[tuple[int, int]],
    entities: tuple[Entity, ...],
    events: Iterable[EventCluster],
    arguments: tuple[Argument, ...],
    counts: Sequence[CountMention],
) -> tuple[tuple[Entity, ...], tuple[Argument, ...]]:
    """Return the entities and arguments with a group of people, and its role, for each number of dead that stands alone.

    Args:
        sentences: Half-open offsets; a number in another sentence than its killing is left alone, as arguments do not cross sentences.
        entities: In text order; likewise what is returned.
        events: Those of the article.
        arguments: In text order; likewise what is returned.
        counts: Those of the article.
    """
    spans = sorted(mention.span for entity in entities for mention in entity.mentions)
    ends = tuple(sentences)
    new = [
        argument
        for argument in _alone(events, arguments, counts)
        if not _overlaps_any(spans, argument.filler) and _in_one(ends, argument.trigger, argument.filler)
    ]
    if not new:
        return entities, arguments
    groups = (
        Entity(f"e{number}", "GRP", one.filler.text, (Mention(one.filler, "GRP", one.confidence),))
        for number, one in enumerate(new, start=len(entities) + 1)
    )
    by_place = sorted((*entities, *groups), key=lambda entity: entity.mentions[0].span)
    return tuple(by_place), tuple(sorted((*arguments, *new), key=lambda argument: (argument.trigger, argument.filler)))


def _alone(events: Iterable[EventCluster], arguments: Iterable[Argument], counts: Sequence[CountMention]) -> Iterator[Argument]:
    """Yield, for each killing without a victim, the role of its numbers of dead."""
    suffering = {argument.trigger for argument in arguments if argument.role in SUFFERED}
    replaced = {count.revises for count in counts}
    killings = [
        event for event in events if event.type == "Killing" and suffering.isdisjoint(mention.trigger for mention in event.mentions)
    ]
    known = {mention.trigger: (number, mention.confidence) for number, event in enumerate(killings) for mention in event.mentions}
    for count in sorted((count for count in counts if count.trigger in known), key=lambda count: known[count.trigger][0]):
        is_whole = count.part_of is None and count.span not in replaced
        if count.kind == "killed" and is_whole and count.count.at_least:
            yield Argument(count.trigger, "Victim", count.span, known[count.trigger][1])


def _overlaps_any(spans: Sequence[Span], one: Span) -> bool:
    """Tell whether `one` shares a character with one of `spans`, which are sorted and share none with each other."""
    behind = bisect_left(spans, one.end, key=lambda span: span.start)
    return behind > 0 and spans[behind - 1].overlaps(one)


def _in_one(sentences: Sequence[tuple[int, int]], one: Span, other: Span) -> bool:
    """Tell whether two spans stand in one of the sentences, which are in text order."""
    number = bisect_right(sentences, min(one.start, other.start), key=lambda sentence: sentence[0]) - 1
    return number >= 0 and max(one.end, other.end) <= sentences[number][1]
