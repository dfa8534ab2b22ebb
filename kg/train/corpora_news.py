"""Our annotation of news (`news/*.jsonl`) → examples with every layer of the reader.

Character offsets become word spans; sentences are the reader's own, joined where an argument, a relation or a span would be cut. Spans that
overlap another of their layer are dropped with the links that need them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.train.corpora_text import Part, Text, disjoint, json_lines, merged, tokenise
from kg.train.examples import Example, Labelled, Link, WordSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


def news(data: Path, part: Part) -> Iterator[Example]:
    """Yield one example an article, in file order."""
    for record in json_lines(data / "news" / f"{part}.jsonl"):
        yield _article(record)


def _article(record: Mapping[str, Any]) -> Example:
    text = tokenise(record["text"])
    mentions, entities = _spans(text, record["entities"])
    triggers, events = _spans(text, record["events"])
    factuality = _factuality(text, record["events"], set(events))
    roles = _roles(text, record["arguments"], triggers=set(events), fillers=set(events) | set(entities))
    relations = _relations(text, record, _clusters(entities))
    whole = [span.span for span in (*mentions, *triggers)]
    return Example(
        id=record["id"],
        corpus="news",
        words=text.words,
        sentences=merged(text.sentences, [*whole, *map(_extent, (*roles, *relations))]),
        tags={"mention": mentions, "trigger": triggers},
        factuality=factuality,
        coreference={"entity": tuple(_clusters(entities).values()), "event": tuple(_clusters(events).values())},
        roles={"role": roles},
        relations=relations,
    )


def _spans(text: Text, things: Sequence[Mapping[str, Any]]) -> tuple[tuple[Labelled, ...], dict[WordSpan, str]]:
    """Return the spans of entities or events that do not overlap, and whose each is, in text order."""
    labelled: list[Labelled] = []
    owner: dict[WordSpan, str] = {}
    for thing in things:
        for start, end, *_ in thing["mentions"]:
            span = text.span(start, end)
            if span is not None and span not in owner:
                owner[span] = thing["id"]
                labelled.append(Labelled(*span, thing["type"]))
    kept = disjoint(labelled, prefer="shortest")
    return kept, {span.span: owner[span.span] for span in kept}


def _clusters(owner: Mapping[WordSpan, str]) -> dict[str, tuple[WordSpan, ...]]:
    """Group spans by their entity or event; in the order of first mentions."""
    clusters: dict[str, tuple[WordSpan, ...]] = {}
    for span, thing in owner.items():
        clusters[thing] = (*clusters.get(thing, ()), span)
    return clusters


def _factuality(text: Text, events: Sequence[Mapping[str, Any]], triggers: set[WordSpan]) -> dict[WordSpan, str]:
    found: dict[WordSpan, str] = {}
    for event in events:
        for start, end, factuality in event["mentions"]:
            span = text.span(start, end)
            if span is not None and span in triggers:
                found.setdefault(span, factuality)
    return dict(sorted(found.items()))


def _roles(text: Text, arguments: Sequence[Sequence[Any]], *, triggers: set[WordSpan], fillers: set[WordSpan]) -> tuple[Link, ...]:
    links: set[Link] = set()
    for trigger, role, filler in arguments:
        head, tail = text.span(*trigger), text.span(*filler)
        if head is not None and tail is not None and head in triggers and tail in fillers:
            links.add(Link(head, role, tail))
    return tuple(sorted(links))


def _relations(text: Text, record: Mapping[str, Any], entities: Mapping[str, tuple[WordSpan, ...]]) -> tuple[Link, ...]:
    """Link, for each relation, the closest mentions of its two entities in the sentence that states it."""
    links: set[Link] = set()
    for subject, relation, obj, number in record["relations"]:
        sentence = text.span(*record["sentences"][number])
        heads, tails = (_inside(entities.get(entity, ()), sentence) for entity in (subject, obj))
        pairs = [(_distance(head, tail), head, tail) for head in heads for tail in tails if head != tail]
        if pairs:
            _, head, tail = min(pairs)
            links.add(Link(head, relation, tail))
    return tuple(sorted(links))


def _inside(spans: Sequence[WordSpan], sentence: WordSpan | None) -> list[WordSpan]:
    return [span for span in spans if sentence is not None and sentence.start <= span.start and span.end <= sentence.end]


def _distance(a: WordSpan, b: WordSpan) -> int:
    return max(a.start, b.start) - min(a.end, b.end)


def _extent(link: Link) -> WordSpan:
    return WordSpan(min(link.head.start, link.tail.start), max(link.head.end, link.tail.end))
