"""Corpora that annotate characters of a text (re3d, MUC-4, PolNeAR) → examples in the reader's own words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.train.corpora_text import Part, Text, disjoint, files, json_lines, merged, read_text, tokenise
from kg.train.examples import Example, Labelled, TagLayer, WordSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CONFIDENCE = 0.5  # the corpus' own advice: below it, annotators disagreed
MUC_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
POLNEAR_LABELS = frozenset({"Source", "Cue", "Content"})


def re3d(data: Path, part: Part) -> Iterator[Example]:
    """Yield the documents of re3d with the entities of enough confidence, the longest of those that overlap; no dev part."""
    if part == "dev":
        return
    folder = data / "re3d"
    entities: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entity in json_lines(folder / "entities.jsonl"):
        if entity["confidence"] >= CONFIDENCE:
            entities[entity["documentId"]].append(entity)
    for record in json_lines(folder / "documents.jsonl"):
        text = tokenise(record["text"])
        spans = [(text.span(entity["begin"], entity["end"]), entity["type"]) for entity in entities[record["_id"]]]
        tags = disjoint((Labelled(*span, label) for span, label in spans if span is not None), prefer="longest")
        yield _example(f"re3d-{record['_id']}", "re3d", text, tags)


def muc(data: Path, part: Part) -> Iterator[Example]:
    """Yield the messages of MUC-4 with every occurrence of the strings that fill a template's role."""
    for record in json_lines(data / "muc4" / f"{part}.jsonl"):
        text = _lower_case(record["doctext"])
        spans = [
            Labelled(*span, role)
            for template in record["templates"]
            for role in MUC_ROLES
            for coreferent in template[role]
            for string, offset in coreferent
            for span in _occurrences(text, record["doctext"], string, offset)
        ]
        yield _example(record["docid"], "muc", text, disjoint(spans, prefer="longest"))


def _lower_case(raw: str) -> Text:
    """Split a text without capitals: the rules for sentences look for them, so they get them, the words do not."""
    capitals = re.sub(r"[.?!]['\")]*\s+['\"(]*[a-z]", lambda match: match[0].upper(), raw)
    text = tokenise(capitals)
    return replace(text, words=tuple(raw[start:end] for start, end in zip(text.starts, text.ends, strict=True)))


def _occurrences(text: Text, raw: str, string: str, offset: int) -> list[WordSpan]:
    """Find a filler's string; at its given offset it may be the beginning of a word ("terrorist" in "terrorists")."""
    starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", raw)]
    if raw.startswith(string, offset) and not (offset and raw[offset - 1].isalnum()):
        starts.append(offset)
    spans = (text.span(start, start + len(string)) for start in sorted(set(starts)))
    return [span for span in spans if span is not None]


def polnear(data: Path, part: Part) -> Iterator[Example]:
    """Yield the articles of PolNeAR with source, cue and content; the first of attributions that overlap.

    A content may run over several sentences.
    """
    folder = data / "polnear" / part
    notes = {path.name.rsplit("_", 1)[0]: path for path in files(folder / "attributions", "*.ann")}
    for path in files(folder / "text", "*.txt"):
        if path.stem in notes:
            text = tokenise(read_text(path))
            spans = _attributions(text, read_text(notes[path.stem]))
            tags: Mapping[TagLayer, tuple[Labelled, ...]] = {"polnear": disjoint(spans, prefer="first")}
            if text.words:
                yield Example(id=path.stem, corpus="polnear", words=text.words, sentences=text.sentences, tags=tags)


def _attributions(text: Text, notes: str) -> Iterator[Labelled]:
    """Read lines of brat's form: `T3<tab>Content 120 130;135 211<tab>words`."""
    for line in notes.splitlines():
        kind, _, offsets = line.partition("\t")[2].partition("\t")[0].partition(" ")
        if line.startswith("T") and kind in POLNEAR_LABELS:
            pieces: list[Labelled] = []
            for piece in offsets.split(";"):
                span = text.span(*map(int, piece.split()))
                if span is not None and pieces and pieces[-1].end == span.start:
                    # Pieces that only a line break parts are one.
                    pieces[-1] = pieces[-1]._replace(end=span.end)
                elif span is not None:
                    pieces.append(Labelled(*span, kind))
            yield from pieces


def _example(name: str, layer: TagLayer, text: Text, tags: tuple[Labelled, ...]) -> Example:
    sentences = merged(text.sentences, (span.span for span in tags))
    return Example(id=name, corpus=layer, words=text.words, sentences=sentences, tags={layer: tags})
