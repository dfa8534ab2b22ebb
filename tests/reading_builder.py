"""Builds readings by hand: a text with one sentence a line, and its mentions by their words ("group|2" is the second "group")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import (
    Argument,
    Attribution,
    Document,
    Entity,
    EntityType,
    EventCluster,
    EventMention,
    EventType,
    Factuality,
    Mention,
    Reading,
    Relation,
    RelationType,
    Role,
    Span,
)
from kg.reader.counts.counted import single_people
from kg.reader.counts.tolls import article_counts
from kg.reader.times import planned_times, resolve_times
from kg.reader.times.relative import relative_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


def span(text: str, words: str) -> Span:
    """Return where `words` stand in `text`; "words|2" are the second ones."""
    wanted, _, nth = words.partition("|")
    start = -1
    for _ in range(int(nth or 1)):
        start = text.index(wanted, start + 1)
    return Span(start, start + len(wanted), wanted)


def build(  # noqa: PLR0913 - one for each part of a reading
    identity: str,
    text: str,
    *,
    entities: Mapping[str, tuple[EntityType, Sequence[str]]] | None = None,
    events: Mapping[str, tuple[EventType, Sequence[str | tuple[str, Factuality]]]] | None = None,
    arguments: Sequence[tuple[str, Role, str]] = (),
    relations: Sequence[tuple[str, RelationType, str, int]] = (),
    attributions: Sequence[tuple[str, str]] = (),
    published: date | None = None,
) -> Reading:
    """Return the reading of `text`; an entity's name is its first mention, times and counts are read from the mentions."""
    sentences, start = [], 0
    for line in text.split("\n"):
        sentences.append((start, start + len(line)))
        start += len(line) + 1
    things = tuple(
        Entity(key, kind, words[0].partition("|")[0], tuple(Mention(span(text, one), kind) for one in words))
        for key, (kind, words) in (entities or {}).items()
    )
    happenings = tuple(
        EventCluster(key, kind, tuple(_event_mention(text, one, kind) for one in words)) for key, (kind, words) in (events or {}).items()
    )
    said = tuple(Argument(span(text, trigger), role, span(text, filler)) for trigger, role, filler in arguments)
    mentions = [mention for event in happenings for mention in event.mentions]
    moments = [mention.span for entity in things if entity.type == "TIM" for mention in entity.mentions]
    future = planned_times(text, said, mentions)
    return Reading(
        document=Document(identity, text, published=published),
        sentences=tuple(sentences),
        entities=things,
        events=happenings,
        arguments=said,
        relations=tuple(Relation(*relation) for relation in relations),
        attributions=tuple(Attribution(span(text, source), span(text, content)) for source, content in attributions),
        times=relative_times(
            text, sentences, resolve_times(text, moments, published, future=future), happenings, said, published=published, future=future
        ),
        counts=article_counts(text, said, mentions, single_people(things)),
        extractor="hand",
    )


def _event_mention(text: str, words: str | tuple[str, Factuality], kind: EventType) -> EventMention:
    if isinstance(words, str):
        return EventMention(span(text, words), kind)
    return EventMention(span(text, words[0]), kind, words[1])
