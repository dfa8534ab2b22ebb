"""The reader's spaCy components, each a factory that says what it requires and assigns.

A `Doc` goes through them in order and gains: sentences, the encoder's word vectors and logits, mentions, triggers, arguments, clusters,
relations, attributions, times and counts. The encoder is in `kg.reader.encoder.encoded`, the clusters are made in
`kg.reader.identity.coreference`. To put another component in the place of ours, fill the same attribute: mentions and triggers are span
groups of the `Doc`, all later results are tuples of `kg.model` values in the extension attributes that `kg.reader.encoder.encoded`
declares.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from kg.model import (
    ENTITY_TYPES,
    Argument,
    Attribution,
    EventMention,
    Relation,
    RelationType,
    Role,
    Span,
)
from kg.reader.counts.counted import single_people
from kg.reader.counts.tolls import article_counts
from kg.reader.counts.victims import with_numbered_victims
from kg.reader.encoder.decode import (
    Calibration,
    Tagged,
    confidence_of,
    joined_parts,
    softmax,
    tag_paths,
    with_suffixes,
    without_tails,
    without_verbs,
)
from kg.reader.encoder.encoded import MENTIONS, TRIGGERS, EncodedDoc, Found, found_in, sentences_of, text_of
from kg.reader.encoder.features import (
    NOMINAL,
    Pairs,
    joined,
    kind_of,
    relation_pairs,
    role_contexts,
    role_pairs,
    sorted_spans,
)
from kg.reader.encoder.labels import (
    ATTRIBUTION_TAGS,
    FACTUALITY_LABELS,
    MENTION_TAGS,
    NAME_TAGS,
    RELATION_LABELS,
    ROLE_LABELS,
    TRIGGER_TAGS,
)
from kg.reader.encoder.weights_file import Weights
from kg.reader.events.captives import kind_of_seizing, may_take_people
from kg.reader.events.denials import (
    denied_arguments,
    denied_parts,
    without_nobody,
)
from kg.reader.events.factuality import checked
from kg.reader.events.identification import (
    identified_arguments,
    without_agents_who_are_targets,
)
from kg.reader.events.kinds import kind_by_wording
from kg.reader.events.phrases import kind_of_phrase, worded_events
from kg.reader.identity.standings import may_be
from kg.reader.roles import as_worded
from kg.reader.sources.attribution import ACTORS
from kg.reader.sources.insertions import outside_of_insertions
from kg.reader.sources.reach import within_reach
from kg.reader.sources.sayings import with_sayings
from kg.reader.sources.wholes import whole_contents
from kg.reader.times.ahead import planned_times, times_ahead
from kg.reader.times.bounds import without_bounds
from kg.reader.times.datelines import places_of_datelines
from kg.reader.times.dates import resolve_times
from kg.reader.times.offsets import worded_times
from kg.reader.times.relative import relative_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

NONE: Calibration = MappingProxyType({})
NONE_KNOWN: Mapping[tuple[int, int], str] = MappingProxyType({})
TRIMMED = frozenset(ENTITY_TYPES) - {"TIM", "MISC"}  # a title may end with any word


# ---------------------------------------------------------------- spans


class MentionComponent:
    """Mentions of actors, places, times …: assigns the span group `kg_mentions`."""

    def __init__(self, calibration: Calibration = NONE) -> None:
        self._confidence = partial(confidence_of, calibration, "mention")

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of one document."""
        encoded: EncodedDoc = doc._.kg_encoded
        found = without_tails(tag_paths(encoded.logits.get("mention"), MENTION_TAGS, encoded.sentence), encoded.words, TRIMMED)
        if any(word[:1].isupper() for word in encoded.words):  # else names cannot be told from nominals
            found = joined_parts(found, encoded.words, encoded.sentence, _are_nominals)
        found = without_verbs(with_suffixes(found, encoded.words, encoded.sentence, "PER"), encoded.words, "WEA")
        found = _with_worded_times(doc, without_nobody(found, encoded.words))
        places = dict.fromkeys(places_of_datelines(text_of(doc)), "GPE")
        doc.spans[MENTIONS] = _span_group(doc, MENTIONS, found, self._confidence, known=places)
        return doc


def _with_worded_times(doc: Doc, found: Sequence[Tagged]) -> list[Tagged]:
    """Add the times that their words alone tell, where nothing else is found."""
    spans = [span for start, end in worded_times(text_of(doc)) if (span := doc.char_span(start, end))]
    words = doc._.kg_encoded.word_ranges([(span.start, span.end) for span in spans])
    taken = {word for start, end, _, _ in found for word in range(start, end)} if words else set()
    missing = [(start, end, "TIM", 1.0) for start, end in words if start < end and taken.isdisjoint(range(start, end))]
    return sorted((*found, *missing)) if missing else list(found)


@Language.component("kg_names", requires=["doc._.kg_encoded"], assigns=["doc.ents"])
def names(doc: Doc) -> Doc:
    """Find names as English Worldwide Newswire has them, in nine kinds: `doc.ents`. No other component needs them."""
    encoded: EncodedDoc = doc._.kg_encoded
    tokens = encoded.tokens.tolist()
    found = tag_paths(encoded.logits.get("worldwide"), NAME_TAGS, encoded.sentence)
    doc.ents = [DocSpan(doc, tokens[start], tokens[end - 1] + 1, label=label) for start, end, label, _ in found]
    return doc


class EventComponent:
    """Triggers with type and factuality: assigns the span group `kg_triggers` and `span._.kg_factuality`."""

    def __init__(self, calibration: Calibration = NONE) -> None:
        self._confidence = partial(confidence_of, calibration, "event")

    def __call__(self, doc: Doc) -> Doc:
        """Find the event mentions of one document."""
        encoded: EncodedDoc = doc._.kg_encoded
        text = text_of(doc)
        tagged = joined_parts(tag_paths(encoded.logits.get("trigger"), TRIGGER_TAGS, encoded.sentence), encoded.words, encoded.sentence)
        found = list(_as_worded(text, doc, _with_worded_events(doc, tagged)))
        group = _span_group(doc, TRIGGERS, found, self._confidence)
        if found:
            labels = encoded.logits["factuality"][[end - 1 for _, end, _, _ in found]].argmax(axis=1)
            for span, label in zip(group, labels, strict=True):
                trigger = Span(span.start_char, span.end_char, span.text)
                span._.kg_factuality = checked(text, trigger, FACTUALITY_LABELS[label])
        doc.spans[TRIGGERS] = group
        return doc


def _with_worded_events(doc: Doc, found: Sequence[Tagged]) -> list[Tagged]:
    """Add the events that fixed phrases tell; what the network finds there has the type of the phrase."""
    encoded: EncodedDoc = doc._.kg_encoded
    out = sorted(found)  # they do not overlap
    for phrase, words, kind in worded_events(text_of(doc)):
        spans = [span for at in (phrase, words) if (span := doc.char_span(*at, alignment_mode="expand"))]
        (first, last), (start, end) = encoded.word_ranges([(span.start, span.end) for span in spans])
        if encoded.sentence[first] != encoded.sentence[last - 1]:
            continue
        low, high = bisect_right(out, first, key=lambda one: one[1]), bisect_left(out, last, key=lambda one: one[0])
        same = [k for k in range(low, high) if out[k][0] < end and start < out[k][1]]
        for k in same:
            out[k] = (*out[k][:2], kind_of_phrase(kind, out[k][2]), out[k][3])
        if not same and all(one[2] != kind for one in out[low:high]):
            insort(out, (start, end, kind, 1.0))
    return out


def _as_worded(text: str, doc: Doc, found: Iterable[Tagged]) -> Iterator[Tagged]:
    people: list[Span] | None = None  # few articles need them
    for start, end, label, confidence in found:
        trigger = _value(doc, (start, end, label, confidence))
        kind = kind_by_wording(text, trigger, label)
        if kind and may_take_people(trigger, kind):
            people = _people(doc) if people is None else people
            kind = kind_of_seizing(text, trigger, kind, people)
        if kind:
            yield start, end, kind, confidence


def _people(doc: Doc) -> list[Span]:
    mentions = found_in(doc, MENTIONS)
    return [span for span, label in zip(mentions.values, mentions.labels, strict=True) if label in {"PER", "GRP"}]


def _span_group(
    doc: Doc, name: str, found: Sequence[Tagged], sure: Callable[[float], float], *, known: Mapping[tuple[int, int], str] = NONE_KNOWN
) -> SpanGroup:
    """Make a group of what was found; `known` has the labels of spans, by their characters, that are no question of scores."""
    tokens = doc._.kg_encoded.tokens
    spans = []
    for start, end, label, confidence in found:
        span = DocSpan(doc, int(tokens[start]), int(tokens[end - 1]) + 1, label=label)
        if (span.start_char, span.end_char) in known:
            span.label_ = known[span.start_char, span.end_char]
        span._.kg_confidence = sure(confidence)
        spans.append(span)
    return SpanGroup(doc, name=name, spans=spans)


# ---------------------------------------------------------------- pairs


class ArgumentComponent:
    """Who or what has which role in an event: assigns `doc._.kg_arguments`."""

    def __init__(self, weights: Weights, calibration: Calibration = NONE) -> None:
        self._weights = weights
        self._confidence = partial(confidence_of, calibration, "argument")

    def __call__(self, doc: Doc) -> Doc:
        """Find the arguments of one document's events."""
        triggers, mentions = found_in(doc, TRIGGERS), found_in(doc, MENTIONS)
        types = dict(zip((*mentions.values, *triggers.values), (*mentions.labels, *triggers.labels), strict=True))
        doc._.kg_arguments = as_worded(text_of(doc), sentences_of(doc), _best_of_each(self._arguments(doc, triggers, mentions)), types)
        return doc

    def _arguments(self, doc: Doc, triggers: Found, mentions: Found) -> Iterator[Argument]:
        both = joined(mentions.spans, triggers.spans)
        order = np.lexsort((both.type, both.end, both.start))
        fillers = sorted_spans(both)
        pairs = role_pairs(triggers.spans, fillers)
        if not len(pairs):
            return
        unordered = mentions.values + triggers.values
        values = [unordered[i] for i in order]
        moved = Pairs(pairs.left, pairs.right + len(triggers.spans), pairs.features)
        encoded: EncodedDoc = doc._.kg_encoded
        contexts = role_contexts(triggers.spans, fillers, encoded.sentence)
        scores = softmax(self._weights.roles(encoded.vectors, joined(triggers.spans, fillers), moved, contexts))
        best = scores[:, 1:].argmax(axis=1) + 1
        for k in np.flatnonzero(1 - scores[:, 0] > self._weights.thresholds["role"]):
            trigger, filler = triggers.values[pairs.left[k]], values[pairs.right[k]]
            if trigger != filler:
                confidence = self._confidence(float(scores[k, best[k]]))
                yield Argument(trigger, cast("Role", ROLE_LABELS[best[k]]), filler, confidence)


def _are_nominals(one: Sequence[str], other: Sequence[str]) -> bool:
    return kind_of(one) == kind_of(other) == NOMINAL


def _offsets(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _best_of_each(arguments: Iterable[Argument]) -> list[Argument]:
    """Keep the surest role of each trigger and filler: one span may be a mention and a trigger, and so be looked at twice."""
    best: dict[tuple[Span, Span], Argument] = {}
    for argument in sorted(arguments, key=lambda a: (*_offsets(a.trigger), *_offsets(a.filler), a.confidence, a.role)):
        best[argument.trigger, argument.filler] = argument
    return list(best.values())


@Language.component("kg_identifications", requires=["doc._.kg_arguments", "doc._.kg_entities"], assigns=["doc._.kg_arguments"])
def identifications(doc: Doc) -> Doc:
    """Let names take part in what is said of those whom they identify, and find what is denied where another sentence says it."""
    doc._.kg_arguments = tuple(without_agents_who_are_targets(doc._.kg_entities, doc._.kg_arguments))
    text, sentences = text_of(doc), sentences_of(doc)
    more = identified_arguments(text, sentences, doc._.kg_entities, doc._.kg_arguments)
    doc._.kg_arguments = (*doc._.kg_arguments, *more)
    denied = denied_arguments(text, sentences, doc._.kg_entities, doc._.kg_events, doc._.kg_arguments)
    parts = denied_parts(text, sentences, doc._.kg_entities, doc._.kg_events, doc._.kg_arguments)
    doc._.kg_arguments = (*doc._.kg_arguments, *denied, *parts)
    return doc


class RelationComponent:
    """Standing relations between entities: assigns `doc._.kg_relations`."""

    def __init__(self, weights: Weights, calibration: Calibration = NONE) -> None:
        self._weights = weights
        self._confidence = partial(confidence_of, calibration, "relation")

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations that one document states."""
        doc._.kg_relations = tuple(sorted(self._relations(doc), key=lambda r: (r.sentence, r.subject, r.type, r.object)))
        return doc

    def _relations(self, doc: Doc) -> Iterable[Relation]:
        mentions = found_in(doc, MENTIONS)
        pairs = relation_pairs(mentions.spans)
        if not len(pairs):
            return ()
        scores = softmax(self._weights.score("relation", doc._.kg_encoded.vectors, mentions.spans, pairs))
        entity_of = {m.span: e.id for e in doc._.kg_entities for m in e.mentions}
        best = scores[:, 1:].argmax(axis=1) + 1
        sentences = sentences_of(doc)
        found: dict[tuple[str, str, str, int], Relation] = {}
        for k in np.flatnonzero(1 - scores[:, 0] > self._weights.thresholds["relation"]):
            one, other = (mentions.values[i] for i in (pairs.left[k], pairs.right[k]))
            subject, obj = entity_of[one], entity_of[other]
            label, confidence = RELATION_LABELS[best[k]], self._confidence(float(scores[k, best[k]]))
            sentence = int(mentions.spans.sentence[pairs.left[k]])
            if not may_be(text_of(doc), sentences[sentence], (one, other), label, mentions.labels[pairs.right[k]]):
                continue
            key = (subject, label, obj, sentence)
            if subject != obj and (key not in found or found[key].confidence < confidence):
                found[key] = Relation(subject, cast("RelationType", label), obj, sentence, confidence)
        return found.values()


# ---------------------------------------------------------------- who says so, when, how many


class AttributionComponent:
    """Who says what, by the trained tags source, cue and content and by plain wordings: assigns `doc._.kg_attributions`."""

    def __call__(self, doc: Doc) -> Doc:
        """Join each content of one document with the nearest source of its sentence."""
        encoded: EncodedDoc = doc._.kg_encoded
        found = tag_paths(encoded.logits.get("polnear"), ATTRIBUTION_TAGS, encoded.sentence)
        tagged = sorted(_attributions(doc, found), key=lambda a: (a.content, a.source))
        speakers = found_in(doc, MENTIONS)
        spans = [span for span, label in zip(speakers.values, speakers.labels, strict=True) if label in ACTORS]
        text, sentences = text_of(doc), sentences_of(doc)
        people = [span for span, label in zip(speakers.values, speakers.labels, strict=True) if label == "PER"]
        whole = tuple(whole_contents(text, sentences, list(outside_of_insertions(text, sentences, people, tagged))))
        doc._.kg_attributions = tuple(within_reach(text, sentences, spans, with_sayings(text, sentences, spans, whole)))
        return doc


def _attributions(doc: Doc, found: Sequence[Tagged]) -> Iterator[Attribution]:
    sentence = doc._.kg_encoded.sentence
    groups: dict[tuple[int, str], list[Tagged]] = {}
    for item in found:
        groups.setdefault((int(sentence[item[0]]), item[2]), []).append(item)
    for (number, label), contents in groups.items():
        sources, cues = groups.get((number, "Source"), []), groups.get((number, "Cue"), [])
        source: Tagged | None = None
        for content in contents if label == "Content" and sources else ():
            cue = min(cues, key=partial(_gap, content), default=None)
            if source is None or not _is_participle(doc, cue):  # "X named Y, *saying* that …": X says so, not Y
                source = min(sources, key=partial(_gap, cue or content))
            confidence = round(min(content[3], source[3]), 4)
            yield Attribution(_value(doc, source), _value(doc, content), _value(doc, cue) if cue else None, confidence)


def _is_participle(doc: Doc, cue: Tagged | None) -> bool:
    return cue is not None and _value(doc, cue).text.split()[0].lower().endswith("ing")


def _gap(one: Tagged, other: Tagged) -> int:
    """Count the words between two spans."""
    return max(one[0] - other[1], other[0] - one[1], 0)


def _value(doc: Doc, found: Tagged) -> Span:
    tokens = doc._.kg_encoded.tokens
    span = doc[int(tokens[found[0]]) : int(tokens[found[1] - 1]) + 1]
    return Span(span.start_char, span.end_char, span.text)


@Language.component("kg_times", requires=["doc._.kg_arguments", "doc._.kg_entities"], assigns=["doc._.kg_times"])
def times(doc: Doc) -> Doc:
    """Give each time mention a date as precise as the text, reckoned from `doc._.kg_published` or from another event's date."""
    spans = [m.span for e in doc._.kg_entities for m in e.mentions if m.type == "TIM"]
    said = doc._.kg_arguments, _event_mentions(doc)
    future = planned_times(text_of(doc), *said) | frozenset(times_ahead(text_of(doc), spans, *said))
    told = resolve_times(text_of(doc), spans, doc._.kg_published, future=future)
    reckoned = relative_times(
        text_of(doc), sentences_of(doc), told, doc._.kg_events, doc._.kg_arguments, published=doc._.kg_published, future=future
    )
    doc._.kg_times = without_bounds(text_of(doc), reckoned, doc._.kg_arguments)
    return doc


@Language.component(
    "kg_counts",
    requires=["doc._.kg_arguments", "doc._.kg_entities", "doc._.kg_events"],
    assigns=["doc._.kg_counts", "doc._.kg_arguments", "doc._.kg_entities"],
)
def counts(doc: Doc) -> Doc:
    """Find how many were killed, wounded, arrested … in each event; a number of dead that stands alone is who died."""
    people = single_people(doc._.kg_entities)
    doc._.kg_counts = article_counts(text_of(doc), doc._.kg_arguments, _event_mentions(doc), people)
    doc._.kg_entities, doc._.kg_arguments = with_numbered_victims(
        sentences_of(doc), doc._.kg_entities, doc._.kg_events, doc._.kg_arguments, doc._.kg_counts
    )
    return doc


def _event_mentions(doc: Doc) -> list[EventMention]:
    return [mention for event in doc._.kg_events for mention in event.mentions]
