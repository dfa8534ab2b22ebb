"""A reading as one JSON object, and back without loss.

The plain keys (`id`, `source`, `title`, `text`, `sentences`, `entities`, `events`, `arguments`, `relations`) are exactly
those of the annotation format, so that predictions and gold can be scored against each other; what that format has no
place for stands beside them under keys of its own. Lines without these further keys (gold annotation) are read too.
Nothing here opens a file, and nothing is repaired: a line that is not a reading is an error.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar, cast, get_args

from kg.errors import ReadingError
from kg.model import (
    ENTITY_TYPES,
    EVENT_TYPES,
    FACTUALITIES,
    RELATION_TYPES,
    ROLES,
    Argument,
    Attribution,
    Basis,
    Count,
    CountKind,
    CountMention,
    Document,
    Entity,
    EventCluster,
    EventMention,
    Mention,
    PartialDate,
    Reading,
    Relation,
    Span,
    TimeExpression,
)

BASES: tuple[Basis, ...] = get_args(Basis)
COUNT_KINDS: tuple[CountKind, ...] = get_args(CountKind)
COUNT_LINKS = ("part_of", "revises")
_CERTAIN = 1.0

T = TypeVar("T")


# ---------------------------------------------------------------- reading → JSON


def to_json(reading: Reading) -> dict[str, object]:
    """Return the reading as plain JSON values, keys in a fixed order.

    `confidences` runs parallel to the plain keys: a list for each entity and event with a number for each mention, and a number for each
    argument, relation and attribution. `mention_types` is there only if a mention has another type than its entity or event, and
    `extractors`, parallel to the arguments, only if one has an extractor of its own.

    Raises:
        ReadingError: A span's text is not what stands at its offsets, so that reading the line back would give another reading.
    """
    document = reading.document
    for span in _spans(reading):
        _check_text(span, document)
    return {
        "id": document.id,
        "source": document.publisher or "",
        "title": document.title,
        "text": document.text,
        "sentences": [list(sentence) for sentence in reading.sentences],
        "entities": [_entity_json(entity) for entity in reading.entities],
        "events": [_event_json(event) for event in reading.events],
        "arguments": [[_offsets(a.trigger), a.role, _offsets(a.filler)] for a in reading.arguments],
        "relations": [[r.subject, r.type, r.object, r.sentence] for r in reading.relations],
        "published": _date_json(document.published),
        "publisher": document.publisher,
        "url": document.url,
        "language": document.language,
        "retrieved": _date_json(document.retrieved),
        **({"reprint_of": document.reprint_of} if document.reprint_of is not None else {}),
        "attributions": [[_offsets(a.source), _offsets(a.content), _offsets(a.cue) if a.cue else None] for a in reading.attributions],
        "times": [_time_json(time) for time in reading.times],
        "counts": [_count_json(count) for count in reading.counts],
        "extractor": reading.extractor,
        "confidences": _confidences(reading),
        **_mention_types(reading),
        **({"extractors": {"arguments": [a.extractor for a in reading.arguments]}} if any(a.extractor for a in reading.arguments) else {}),
    }


def _spans(reading: Reading) -> list[Span]:
    spans = [m.span for entity in reading.entities for m in entity.mentions]
    spans += [m.trigger for event in reading.events for m in event.mentions]
    spans += [span for a in reading.arguments for span in (a.trigger, a.filler)]
    spans += [span for a in reading.attributions for span in (a.source, a.content, a.cue) if span]
    spans += [time.span for time in reading.times]
    spans += [span for count in reading.counts for span in (count.span, count.trigger, count.part_of, count.revises) if span]
    return spans


def _check_text(span: Span, document: Document) -> None:
    found = document.text[span.start : span.end]
    if found != span.text or not 0 <= span.start < span.end:
        where = f"{document.id}[{span.start}:{span.end}]"
        raise ReadingError(f"{where}: the span says {span.text!r}, the text {found!r}. Build spans from the document's own text.")


def _offsets(span: Span) -> list[int]:
    return [span.start, span.end]


def _date_json(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _entity_json(entity: Entity) -> dict[str, object]:
    return {"id": entity.id, "type": entity.type, "name": entity.name, "mentions": [_offsets(m.span) for m in entity.mentions]}


def _event_json(event: EventCluster) -> dict[str, object]:
    return {"id": event.id, "type": event.type, "mentions": [[*_offsets(m.trigger), m.factuality] for m in event.mentions]}


def _time_json(time: TimeExpression) -> list[object]:
    return [_offsets(time.span), [time.date.value, time.date.basis] if time.date else None]


def _count_json(mention: CountMention) -> list[object]:
    count = mention.count
    links = {name: _offsets(span) for name, span in (("part_of", mention.part_of), ("revises", mention.revises)) if span}
    plain: list[object] = [_offsets(mention.span), _offsets(mention.trigger), mention.kind, [count.at_least, count.at_most, count.quote]]
    return [*plain, links] if links else plain


def _confidences(reading: Reading) -> dict[str, object]:
    return {
        "entities": [[m.confidence for m in entity.mentions] for entity in reading.entities],
        "events": [[m.confidence for m in event.mentions] for event in reading.events],
        "arguments": [a.confidence for a in reading.arguments],
        "relations": [r.confidence for r in reading.relations],
        "attributions": [a.confidence for a in reading.attributions],
    }


def _mention_types(reading: Reading) -> dict[str, object]:
    entities_alike = all(m.type == entity.type for entity in reading.entities for m in entity.mentions)
    events_alike = all(m.type == event.type for event in reading.events for m in event.mentions)
    if entities_alike and events_alike:
        return {}
    entities = [[m.type for m in entity.mentions] for entity in reading.entities]
    return {"mention_types": {"entities": entities, "events": [[m.type for m in event.mentions] for event in reading.events]}}


# ---------------------------------------------------------------- JSON → reading


def from_json(line: Mapping[str, object]) -> Reading:
    """Return the reading that `line` is.

    Where `publisher` is missing (gold annotation), `source` is taken for it. A missing confidence is 1.

    Raises:
        ReadingError: A key is missing or of the wrong kind, a label is unknown, an offset lies outside the text, or an
            argument or relation points at something that is not in the line. The message says which.
    """
    rim = _Rim(_identity(line))
    document = _read_document(line, rim)
    rim = _Rim(document.id, document.text)
    sentences = _read_sentences(line, rim)
    entities = _read_entities(line, rim)
    events = _read_events(line, rim)
    reading = Reading(
        document=document,
        sentences=sentences,
        entities=entities,
        events=events,
        arguments=_read_arguments(line, rim),
        relations=_read_relations(line, rim),
        attributions=_read_attributions(line, rim),
        times=tuple(_read_time(v, rim, f"times[{i}]") for i, v in enumerate(rim.list(line.get("times", []), "times"))),
        counts=tuple(_read_count(v, rim, f"counts[{i}]") for i, v in enumerate(rim.list(line.get("counts", []), "counts"))),
        extractor=rim.text_of(line.get("extractor", ""), "extractor"),
    )
    _check_references(reading, rim)
    return reading


def _identity(line: Mapping[str, object]) -> str:
    identity = line.get("id")
    if not isinstance(identity, str) or not identity:
        message = f"reading without an id: `id` must be a non-empty string, not {identity!r}. Give every article an id."
        raise ReadingError(message)
    return identity


@dataclass(frozen=True, slots=True)
class _Rim:
    """Checks values of one line; every complaint names the document and the place in the line."""

    document: str
    text: str = ""

    def fail(self, where: str, problem: str) -> ReadingError:
        return ReadingError(f"{self.document}: {where}: {problem}. See the format of readings in kg/reader/serialise.py.")

    def list(self, value: object, where: str, *, length: int | None = None) -> Sequence[object]:
        if not isinstance(value, (list, tuple)) or (length is not None and len(value) != length):
            expected = "a list" if length is None else f"a list of {length}"
            raise self.fail(where, f"expected {expected}, got {value!r:.80}")
        return value

    def mapping(self, value: object, where: str) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            raise self.fail(where, f"expected an object, got {value!r:.80}")
        return value

    def text_of(self, value: object, where: str) -> str:
        if not isinstance(value, str):
            raise self.fail(where, f"expected a string, got {value!r:.80}")
        return value

    def optional_text(self, value: object, where: str) -> str | None:
        return None if value is None else self.text_of(value, where)

    def number(self, value: object, where: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail(where, f"expected a whole number, got {value!r:.80}")
        return value

    def optional_number(self, value: object, where: str) -> int | None:
        return None if value is None else self.number(value, where)

    def confidence(self, value: object, where: str) -> float:
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
            raise self.fail(where, f"expected a confidence, got {value!r:.80}")
        return float(value)

    def label(self, value: object, labels: Sequence[T], where: str) -> T:
        if value not in labels:
            raise self.fail(where, f"unknown label {value!r:.80}; known: {', '.join(map(str, labels))}")
        return cast("T", value)

    def offsets(self, value: object, where: str) -> tuple[int, int]:
        first, last = self.list(value, where, length=2)
        start, end = self.number(first, where), self.number(last, where)
        if not 0 <= start < end <= len(self.text):
            raise self.fail(where, f"offsets [{start}, {end}] do not lie in a text of {len(self.text)} characters")
        return start, end

    def span(self, value: object, where: str) -> Span:
        start, end = self.offsets(value, where)
        return Span(start, end, self.text[start:end])

    def day(self, value: object, where: str) -> date | None:
        if value is None:
            return None
        try:
            return date.fromisoformat(self.text_of(value, where))
        except ValueError as error:
            raise self.fail(where, f"expected a date like 2024-01-31, got {value!r:.80}") from error


def _required(line: Mapping[str, object], key: str, rim: _Rim) -> object:
    if key not in line:
        raise rim.fail(key, "missing")
    return line[key]


def _read_document(line: Mapping[str, object], rim: _Rim) -> Document:
    publisher = line["publisher"] if "publisher" in line else (line.get("source") or None)
    return Document(
        id=rim.document,
        text=rim.text_of(_required(line, "text", rim), "text"),
        title=rim.optional_text(line.get("title"), "title"),
        published=rim.day(line.get("published"), "published"),
        publisher=rim.optional_text(publisher, "publisher"),
        url=rim.optional_text(line.get("url"), "url"),
        language=rim.optional_text(line.get("language"), "language"),
        retrieved=rim.day(line.get("retrieved"), "retrieved"),
        reprint_of=rim.optional_text(line.get("reprint_of"), "reprint_of"),
    )


def _read_sentences(line: Mapping[str, object], rim: _Rim) -> tuple[tuple[int, int], ...]:
    values = rim.list(_required(line, "sentences", rim), "sentences")
    sentences = tuple(rim.offsets(value, f"sentences[{i}]") for i, value in enumerate(values))
    for number, (one, other) in enumerate(pairwise(sentences)):
        if one[1] > other[0]:
            raise rim.fail(f"sentences[{number + 1}]", f"starts at {other[0]}, before the one before it ends at {one[1]}")
    return sentences


def _parallel(line: Mapping[str, object], structure: str, key: str, rim: _Rim) -> Callable[[int, int], Sequence[object] | None]:
    """Return a function that gives the list parallel to item `i` of `key`, which has `length` mentions; `None` if the line has none."""
    found = line.get(structure)
    lists = rim.mapping(found, structure).get(key) if found is not None else None

    def values(item: int, length: int) -> Sequence[object] | None:
        if lists is None:
            return None
        where = f"{structure}.{key}"
        outer = rim.list(lists, where)
        if item >= len(outer):
            raise rim.fail(where, f"has {len(outer)} items, so none for number {item}")
        return rim.list(outer[item], f"{where}[{item}]", length=length)

    return values


def _flat(line: Mapping[str, object], structure: str, key: str, length: int, rim: _Rim) -> Sequence[object] | None:
    """Return the list parallel to `key`, which has `length` items; `None` if the line has none."""
    found = line.get(structure)
    values = rim.mapping(found, structure).get(key) if found is not None else None
    return None if values is None else rim.list(values, f"{structure}.{key}", length=length)


def _flat_confidences(line: Mapping[str, object], key: str, length: int, rim: _Rim) -> list[float]:
    values = _flat(line, "confidences", key, length, rim)
    return [_CERTAIN] * length if values is None else [rim.confidence(value, f"confidences.{key}") for value in values]


def _read_entities(line: Mapping[str, object], rim: _Rim) -> tuple[Entity, ...]:
    confidences, types = _parallel(line, "confidences", "entities", rim), _parallel(line, "mention_types", "entities", rim)
    found = []
    for i, value in enumerate(rim.list(_required(line, "entities", rim), "entities")):
        where = f"entities[{i}]"
        item = rim.mapping(value, where)
        kind = rim.label(item.get("type"), ENTITY_TYPES, f"{where}.type")
        offsets = rim.list(item.get("mentions"), f"{where}.mentions")
        scores = confidences(i, len(offsets)) or [_CERTAIN] * len(offsets)
        kinds = types(i, len(offsets)) or [kind] * len(offsets)
        mentions = tuple(
            Mention(rim.span(pair, f"{where}.mentions[{k}]"), rim.label(label, ENTITY_TYPES, where), rim.confidence(score, where))
            for k, (pair, label, score) in enumerate(zip(offsets, kinds, scores, strict=True))
        )
        found.append(Entity(rim.text_of(item.get("id"), f"{where}.id"), kind, rim.text_of(item.get("name"), f"{where}.name"), mentions))
    return tuple(found)


def _read_events(line: Mapping[str, object], rim: _Rim) -> tuple[EventCluster, ...]:
    confidences, types = _parallel(line, "confidences", "events", rim), _parallel(line, "mention_types", "events", rim)
    found = []
    for i, value in enumerate(rim.list(_required(line, "events", rim), "events")):
        where = f"events[{i}]"
        item = rim.mapping(value, where)
        kind = rim.label(item.get("type"), EVENT_TYPES, f"{where}.type")
        triples = rim.list(item.get("mentions"), f"{where}.mentions")
        scores = confidences(i, len(triples)) or [_CERTAIN] * len(triples)
        kinds = types(i, len(triples)) or [kind] * len(triples)
        mentions = tuple(
            _read_event_mention(triple, label, score, rim, f"{where}.mentions[{k}]")
            for k, (triple, label, score) in enumerate(zip(triples, kinds, scores, strict=True))
        )
        found.append(EventCluster(rim.text_of(item.get("id"), f"{where}.id"), kind, mentions))
    return tuple(found)


def _read_event_mention(triple: object, label: object, score: object, rim: _Rim, where: str) -> EventMention:
    start, end, factuality = rim.list(triple, where, length=3)
    kind = rim.label(label, EVENT_TYPES, where)
    return EventMention(rim.span([start, end], where), kind, rim.label(factuality, FACTUALITIES, where), rim.confidence(score, where))


def _read_arguments(line: Mapping[str, object], rim: _Rim) -> tuple[Argument, ...]:
    values = rim.list(_required(line, "arguments", rim), "arguments")
    confidences = _flat_confidences(line, "arguments", len(values), rim)
    extractors = _flat(line, "extractors", "arguments", len(values), rim) or [""] * len(values)
    found = []
    for i, (value, confidence, extractor) in enumerate(zip(values, confidences, extractors, strict=True)):
        where = f"arguments[{i}]"
        trigger, role, filler = rim.list(value, where, length=3)
        said = rim.span(trigger, where), rim.label(role, ROLES, where), rim.span(filler, where)
        found.append(Argument(*said, confidence, rim.text_of(extractor, "extractors.arguments")))
    return tuple(found)


def _read_relations(line: Mapping[str, object], rim: _Rim) -> tuple[Relation, ...]:
    values = rim.list(_required(line, "relations", rim), "relations")
    found = []
    for i, (value, confidence) in enumerate(zip(values, _flat_confidences(line, "relations", len(values), rim), strict=True)):
        where = f"relations[{i}]"
        left, kind, right, sentence = rim.list(value, where, length=4)
        ends = rim.text_of(left, where), rim.text_of(right, where)
        found.append(Relation(ends[0], rim.label(kind, RELATION_TYPES, where), ends[1], rim.number(sentence, where), confidence))
    return tuple(found)


def _read_attributions(line: Mapping[str, object], rim: _Rim) -> tuple[Attribution, ...]:
    values = rim.list(line.get("attributions", []), "attributions")
    found = []
    for i, (value, confidence) in enumerate(zip(values, _flat_confidences(line, "attributions", len(values), rim), strict=True)):
        where = f"attributions[{i}]"
        source, content, cue = rim.list(value, where, length=3)
        said_with = None if cue is None else rim.span(cue, where)
        found.append(Attribution(rim.span(source, where), rim.span(content, where), said_with, confidence))
    return tuple(found)


def _read_time(value: object, rim: _Rim, where: str) -> TimeExpression:
    span, told = rim.list(value, where, length=2)
    if told is None:
        return TimeExpression(rim.span(span, where), None)
    moment, basis = rim.list(told, where, length=2)
    return TimeExpression(rim.span(span, where), PartialDate(rim.text_of(moment, where), rim.label(basis, BASES, where)))


def _read_count(value: object, rim: _Rim, where: str) -> CountMention:
    values = rim.list(value, where)
    span, trigger, kind, count = rim.list(values[:4], where, length=4)
    low, high, quote = rim.list(count, where, length=3)
    bounds = Count(rim.optional_number(low, where), rim.optional_number(high, where), rim.text_of(quote, where))
    given = rim.mapping(values[4], where) if len(values) > 4 else {}  # noqa: PLR2004 - the links, which few counts have
    links = {rim.label(name, COUNT_LINKS, where): rim.span(offsets, where) for name, offsets in given.items()}
    return CountMention(rim.span(span, where), rim.span(trigger, where), rim.label(kind, COUNT_KINDS, where), bounds, **links)


def _check_references(reading: Reading, rim: _Rim) -> None:
    """Fail on a pointer into nothing; a graph built on it would silently lack an edge."""
    _check_ids([e.id for e in reading.entities], "entities", rim)
    _check_ids([v.id for v in reading.events], "events", rim)
    triggers = {m.trigger for event in reading.events for m in event.mentions}
    fillers = triggers | {m.span for entity in reading.entities for m in entity.mentions}
    entities = {entity.id for entity in reading.entities}
    for i, argument in enumerate(reading.arguments):
        if argument.trigger not in triggers:
            raise rim.fail(f"arguments[{i}]", f"trigger {argument.trigger.text!r} is no event mention")
        if argument.filler not in fillers:
            raise rim.fail(f"arguments[{i}]", f"filler {argument.filler.text!r} is no mention")
    counted = {(count.span, count.trigger) for count in reading.counts}
    for i, count in enumerate(reading.counts):
        if any(span and (span == count.span or (span, count.trigger) not in counted) for span in (count.part_of, count.revises)):
            raise rim.fail(f"counts[{i}]", "what it is part of or revises is no other count of its trigger")
    for i, relation in enumerate(reading.relations):
        if not {relation.subject, relation.object} <= entities:
            raise rim.fail(f"relations[{i}]", f"{relation.subject!r} or {relation.object!r} is no entity")
        if not 0 <= relation.sentence < len(reading.sentences):
            raise rim.fail(f"relations[{i}]", f"there is no sentence number {relation.sentence}")


def _check_ids(ids: Sequence[str], key: str, rim: _Rim) -> None:
    twice = [one for one, times in Counter(ids).items() if times > 1]
    if twice:
        raise rim.fail(key, f"id {min(twice)!r} is used more than once")
