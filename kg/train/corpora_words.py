"""Corpora that come in words (Worldwide Newswire, CrossNER, OntoGUM, ECB+, RAMS) → examples in the corpus' own words."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import DocumentError
from kg.reader.encoder.words import sentence_starts
from kg.train.corpora_text import REMEDY, Part, blocks, decode_bio, disjoint, files, joined, json_lines, merged, ranges, read_text
from kg.train.examples import Example, Labelled, Link, TagLayer, WordSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

CROSSNER_GROUP = 10  # sentences an example: the corpus gives no documents
ECB_DEV_TOPICS = frozenset({33, 34, 35})
_COREFERENCE = re.compile(r"\(\d+\)?|\d+\)")


def worldwide(data: Path, part: Part) -> Iterator[Example]:
    """Yield the articles of English Worldwide Newswire; of nested names the outer one (first tag column)."""
    for path in files(data / "worldwide_ner" / part, "*.tsv"):
        sentences = blocks(path)[1:]  # the first block is the address
        if sentences:
            yield _tagged(f"worldwide-{path.name.split('.')[0]}", "worldwide", sentences)


def crossner(data: Path, part: Part) -> Iterator[Example]:
    """Yield groups of sentences of CrossNER politics."""
    sentences = blocks(data / "crossner_politics" / f"{part}.txt")
    for start in range(0, len(sentences), CROSSNER_GROUP):
        yield _tagged(f"crossner-{part}-{start:04}", "crossner", sentences[start : start + CROSSNER_GROUP])


def _tagged(name: str, layer: TagLayer, sentences: Sequence[Sequence[Sequence[str]]]) -> Example:
    words, spans = joined([row[0] for row in sentence] for sentence in sentences)
    tags = [tag for sentence, span in zip(sentences, spans, strict=True) for tag in decode_bio([row[1] for row in sentence], span.start)]
    return Example(id=name, corpus=layer, words=words, sentences=spans, tags={layer: tuple(tags)})


def ontogum(data: Path, part: Part) -> Iterator[Example]:
    """Yield the documents of OntoGUM with entity coreference without singletons."""
    for path in files(data / "ontogum" / part, "*.conll"):
        rows = [row for block in blocks(path) for row in block if not row[0].startswith("#") and row[1].strip()]
        words = [row[1] for row in rows]
        clusters = _chains([row[2] for row in rows], path)
        starts = sentence_starts(words, [True] * len(words))
        yield Example(
            id=path.stem,
            corpus="ontogum",
            words=tuple(words),
            sentences=merged(ranges(starts, len(words)), (span for cluster in clusters for span in cluster)),
            coreference={"entity_without_singletons": clusters},
        )


def _chains(column: Sequence[str], path: Path) -> tuple[tuple[WordSpan, ...], ...]:
    """Read brackets such as `(3(4)`: chain 3 begins, chain 4 is this word."""
    opened: dict[str, list[int]] = defaultdict(list)
    chains: dict[str, set[WordSpan]] = defaultdict(set)
    for i, cell in enumerate(column):
        for bracket in _COREFERENCE.findall(cell):
            chain = bracket.strip("()")
            if bracket.startswith("("):
                opened[chain].append(i)
            if bracket.endswith(")"):
                if not opened[chain]:
                    raise DocumentError(str(path), f"word {i} closes chain {chain}, which is not open", REMEDY)
                chains[chain].add(WordSpan(opened[chain].pop(), i + 1))
    return _clusters(chains)


def _clusters(groups: Mapping[str, set[WordSpan]]) -> tuple[tuple[WordSpan, ...], ...]:
    """Sort groups of at least two spans by their first span."""
    return tuple(sorted(tuple(sorted(spans)) for spans in groups.values() if len(spans) > 1))


def ecbplus(data: Path, part: Part) -> Iterator[Example]:
    """Yield the articles of ECB+, cut to the sentences that are fully annotated, with events and their coreference inside the article."""
    folder = data / "ecbplus"
    listed: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in csv.DictReader(io.StringIO(read_text(folder / "ECBplus_coreference_sentences.csv"))):
        listed[int(row["Topic"]), row["File"]].add(row["Sentence Number"].strip())
    for (topic, name), sentences in sorted(listed.items()):
        path = folder / str(topic) / f"{topic}_{name}.xml"
        # The list also names topics that are kept apart for testing.
        if (topic in ECB_DEV_TOPICS) == (part == "dev") and path.parent.is_dir():
            yield _ecb_article(path, sentences)


def _ecb_article(path: Path, listed: set[str]) -> Example:
    try:
        root = ET.fromstring(read_text(path).encode())  # noqa: S314  # a published corpus, not input from users
    except ET.ParseError as error:
        raise DocumentError(str(path), f"is not XML ({error})", REMEDY) from error
    tokens = [token for token in root.iter("token") if token.get("sentence") in listed and (token.text or "").strip()]
    by_sentence: dict[str, list[str]] = defaultdict(list)
    for token in tokens:
        by_sentence[token.get("sentence", "")].append(token.text or "")
    words, sentences = joined(by_sentence.values())
    events = _ecb_events(root, {token.get("t_id", ""): i for i, token in enumerate(tokens)})
    tags = disjoint((Labelled(*span, "Event") for span in events.values()), prefer="shortest")
    kept = {tag.span for tag in tags}
    groups: dict[str, set[WordSpan]] = defaultdict(set)
    for mention, instance in _ecb_instances(root):
        if mention in events and events[mention] in kept:
            groups[instance].add(events[mention])
    return Example(
        id=path.stem,
        corpus="ecbplus",
        words=words,
        sentences=sentences,
        tags={"ecb": tags},
        coreference={"event_without_singletons": _clusters(groups)},
    )


def _ecb_events(root: ET.Element, position: Mapping[str, int]) -> dict[str, WordSpan]:
    """Return the first contiguous piece of each event mention, by the mention's id."""
    events: dict[str, WordSpan] = {}
    for markable in root.iterfind("Markables/*"):
        places = sorted(position[anchor.get("t_id", "")] for anchor in markable.iter("token_anchor") if anchor.get("t_id") in position)
        if places and markable.tag.startswith(("ACTION_", "NEG_ACTION_")):
            length = next((i for i, place in enumerate(places) if place != places[0] + i), len(places))
            events[markable.get("m_id", "")] = WordSpan(places[0], places[0] + length)
    return events


def _ecb_instances(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield each mention's id with the id of what it refers to, across documents or inside this one."""
    for relation in root.iterfind("Relations/*"):
        for target in relation.iter("target"):
            for source in relation.iter("source"):
                yield source.get("m_id", ""), target.get("m_id", "")


def rams(data: Path, part: Part) -> Iterator[Example]:
    """Yield the windows of RAMS with the roles of their one event; no training part but this one, so no dev part."""
    if part == "dev":
        return
    for record in json_lines(data / "rams" / "dev.jsonlines"):
        words, sentences = joined(record["sentences"])
        links = {
            Link(WordSpan(trigger[0], trigger[1] + 1), re.sub(r"^evt\d+arg\d+", "", role), WordSpan(filler[0], filler[1] + 1))
            for trigger, filler, role in record["gold_evt_links"]
        }
        yield Example(id=record["doc_key"], corpus="rams", words=words, sentences=sentences, roles={"rams": tuple(sorted(links))})
