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
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    Said = tuple[str, Role, str]


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


def types_of(reading: Reading) -> dict[Span, str]:
    """Return the type of each mention and trigger, as rules on arguments ask for it."""
    mentions = {m.span: e.type for e in reading.entities for m in e.mentions}
    return {**mentions, **{m.trigger: e.type for e in reading.events for m in e.mentions}}


def left_out(
    rule: Callable[[str, Sequence[Argument], Mapping[Span, str]], Sequence[Argument]],
    text: str,
    events: Mapping[str, EventType],
    arguments: Sequence[Said],
    entities: Mapping[str, EntityType] | None = None,
) -> list[Said]:
    """Return what a rule leaves out of the arguments; events and entities are named by their words, by default all fillers are groups."""
    groups: dict[str, EntityType] = dict.fromkeys((filler for _, _, filler in arguments if filler not in events), "GRP")
    kinds = groups if entities is None else entities
    named: dict[str, tuple[EntityType, list[str]]] = {f"e{i}": (kind, [name]) for i, (name, kind) in enumerate(kinds.items())}
    told: dict[str, tuple[EventType, list[str]]] = {f"v{i}": (kind, [word]) for i, (word, kind) in enumerate(events.items())}
    reading = build("a", text, entities=named, events=told, arguments=arguments)
    kept = rule(text, reading.arguments, types_of(reading))
    return [(a.trigger.text, a.role, a.filler.text) for a in reading.arguments if a not in kept]
