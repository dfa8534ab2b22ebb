"""Events across articles, scored on ECB+: its articles and what the reader found in them come in, a row of figures a method goes out.

Three ways to say which event mentions are one: the baseline (mentions of the same words are one event, everywhere or, with the corpus' own
topics given, inside a topic), our resolution of the corpus' own mentions, and our resolution of what the reader found. Ours is never told
the topics. Mentions are compared by their characters, those of all articles at once; mentions outside the annotated sentences do not count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.evaluate.coreference import CoreferenceScore, score
from kg.resolve.actors import resolve_actors
from kg.resolve.causes import cluster_causes, find_causes
from kg.resolve.events import cluster, resolve_events
from kg.resolve.own_events import with_own_events
from kg.resolve.told import Told, story_of_reading, tell, trigger_words
from kg.resolve.unions import Unions

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from kg.evaluate.ecbplus import Article
    from kg.model import Reading, Span
    from kg.resolve.actors import Resolved

    Groups = list[frozenset[Hashable]]

KIN = "mention"
"""Mentions of the corpus have no type of ours: all are compared with all."""


@dataclass(frozen=True, slots=True)
class Row:
    """How right one method is."""

    method: str
    score: CoreferenceScore


def rows(articles: Sequence[Article], readings: Mapping[str, Reading]) -> Iterator[Row]:
    """Yield the figures of each method, the baselines first.

    Args:
        articles: Of the corpus.
        readings: What the reader found in each, by the article's id.
    """
    gold = _grouped((_place(article, span), instance) for article in articles for span, instance in article.instances.items())
    by_word = _grouped((_place(article, span), _word(span)) for article in articles for span in article.instances)
    in_topic = _grouped((_place(article, span), (article.topic, _word(span))) for article in articles for span in article.instances)
    yield Row("same words", score(gold, by_word))
    yield Row("same words, topics given", score(gold, in_topic))
    actors = resolve_actors([readings[article.document.id] for article in articles])
    told = {document: with_own_events(readings[document], cast) for document, cast in actors.articles.items()}
    yield Row("kg, gold mentions", score(gold, _of_gold_mentions(articles, told, actors)))
    yield Row("kg, end to end", score(gold, _end_to_end(articles, [told[article.document.id] for article in articles], actors)))


def table(found: Iterable[Row]) -> Iterator[str]:
    """Yield the rows as lines of a Markdown table: F1 in percent, precision and recall of B-cubed beside it."""
    yield "| method | MUC | B³ | (P / R) | CEAF-e | CoNLL | LEA |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for row in found:
        one = row.score
        f1 = [one.muc.f1, one.b_cubed.f1, one.ceaf_e.f1, one.conll, one.lea.f1]
        muc, b_cubed, ceaf, conll, lea = (f"{100 * value:.1f}" for value in f1)
        both = f"{100 * one.b_cubed.precision:.1f} / {100 * one.b_cubed.recall:.1f}"
        yield f"| {row.method} | {muc} | {b_cubed} | {both} | {ceaf} | {conll} | {lea} |"


def _grouped(labelled: Iterable[tuple[Hashable, Hashable]]) -> Groups:
    groups: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, label in labelled:
        groups[label].add(mention)
    return [frozenset(group) for group in groups.values()]


def _place(article: Article, span: Span) -> Hashable:
    return article.document.id, span.start, span.end


def _word(span: Span) -> Hashable:
    return trigger_words([span]) or span.text.lower()


# ---------------------------------------------------------------- gold mentions


def _of_gold_mentions(articles: Sequence[Article], readings: Mapping[str, Reading], actors: Resolved) -> Groups:
    tellings: list[Told] = []
    spans: dict[tuple[str, str], list[Hashable]] = {}
    for article in articles:
        for told, mentions in _gold_tellings(article, readings[article.document.id], actors):
            tellings.append(told)
            spans[told.ref] = [_place(article, span) for span in mentions]
    clusters, _ = cluster(tellings)
    return [frozenset(place for told in one for place in spans[told.ref]) for one in clusters]


def _gold_tellings(article: Article, reading: Reading, actors: Resolved) -> Iterator[tuple[Told, list[Span]]]:
    """Yield the corpus' mentions as tellings: those of one article with the same words, or one event for the reader, are one."""
    cast = actors.articles[reading.document.id]
    found = {told.ref[1]: told for told in tell(reading, cast, cluster_causes(reading, find_causes(reading)))}
    event_of = {span: _event_at(span, reading) for span in sorted(article.instances)}
    joins: Unions[Span] = Unions()
    first: dict[Hashable, Span] = {}
    for span, event in event_of.items():
        for mark in (_word(span), *([event] if event else [])):
            joins.join(first.setdefault(mark, span), span)
    groups: dict[Span, list[Span]] = defaultdict(list)
    for span in event_of:
        groups[joins.find(span)].append(span)
    story = story_of_reading(reading, cast)
    for spans in groups.values():
        event = next((event for span in spans if (event := event_of[span])), None)
        ref, identity = (article.document.id, f"{spans[0].start}"), f"event/{article.document.id}-{spans[0].start}"
        words = trigger_words(spans) or frozenset(span.text.lower() for span in spans)
        if event:
            told = replace(found[event], ref=ref, identity=identity, type=None, kin=KIN, words=words, about=frozenset())
        else:
            told = Told(ref, identity, None, KIN, len(spans), words, story=story)
        yield told, spans


def _event_at(span: Span, reading: Reading) -> str | None:
    return next((event.id for event in reading.events for mention in event.mentions if mention.trigger.overlaps(span)), None)


# ---------------------------------------------------------------- end to end


def _end_to_end(articles: Sequence[Article], readings: Sequence[Reading], actors: Resolved) -> Groups:
    """Return what the reader found in the annotated sentences; a mention that overlaps one of the corpus counts as that one."""
    events = resolve_events(readings, actors)
    labelled: dict[Hashable, Hashable] = {}
    for article, reading in zip(articles, readings, strict=True):
        for event in reading.events:
            for mention in event.mentions:
                if any(start <= mention.trigger.start < end for start, end in article.sentences):
                    gold = next((span for span in sorted(article.instances) if span.overlaps(mention.trigger)), mention.trigger)
                    labelled.setdefault(_place(article, gold), events.event_of[reading.document.id, event.id])
    return _grouped(labelled.items())
