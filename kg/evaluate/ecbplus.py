"""The ECB+ corpus: its folder comes in, articles with their event mentions and who says which of them are one event go out.

The articles' texts are put together from the corpus' words. Only the sentences that the corpus' own list names are fully annotated, so
only mentions in these count. A mention without any coreference is an event of its own. Nothing is read or resolved here.

Source: Cybulska and Vossen 2014; the sentences are those of its list of "cleaned" annotations.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kg.errors import InputError
from kg.model import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SENTENCES = "ECBplus_coreference_sentences.csv"
_NO_SPACE_BEFORE = frozenset((*".,;:!?)]}%", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''", "...", "’s"))
_NO_SPACE_AFTER = frozenset(("(", "[", "{", "``", "$"))
_QUOTES = {"``": '"', "''": '"'}


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the corpus.

    Attributes:
        topic: The number of its topic.
        document: Its text; `id` is the name of its file, such as "1_1ecb".
        sentences: Offsets of the sentences that are annotated.
        instances: For each event mention, what it refers to; equal names in two articles are one event.
    """

    topic: int
    document: Document
    sentences: tuple[tuple[int, int], ...]
    instances: Mapping[Span, str]


def articles(folder: Path, topics: frozenset[int] | None = None) -> Iterator[Article]:
    """Yield the articles of `topics` (default: all that are there), by topic and name.

    Raises:
        InputError: The folder is not the corpus, or a file of it is no XML.
    """
    annotated = _annotated(folder)
    there = sorted(int(path.name) for path in folder.iterdir() if path.is_dir() and path.name.isdecimal())
    for topic in there:
        if topics is None or topic in topics:
            for path in sorted((folder / str(topic)).glob("*.xml")):
                yield _article(path, topic, annotated[str(topic), path.stem.partition("_")[2]])


def _annotated(folder: Path) -> Mapping[tuple[str, str], set[str]]:
    try:
        with (folder / SENTENCES).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise InputError(f"{folder}: no {SENTENCES} here ({error.strerror}). Give the folder of ECB+ with its topics in folders") from error
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        found[row["Topic"], row["File"]].add(row["Sentence Number"])
    return found


def _article(path: Path, topic: int, annotated: set[str]) -> Article:
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - a published corpus, not input from users; expat stops entity bombs
    except ET.ParseError as error:
        raise InputError(f"{path}: no XML ({error}). Unpack the corpus again") from error
    text, place, sentences = _text([token for token in root.iter("token") if (token.text or "").strip()], annotated)
    mentions = dict(_mentions(root, text, place, annotated))
    instances = {mentions[mention]: instance for mention, instance in _instances(root) if mention in mentions}
    alone = {span: f"{path.stem}#{span.start}" for span in mentions.values()}
    return Article(topic, Document(path.stem, text, language="en"), sentences, alone | instances)


def _text(tokens: list[ET.Element], annotated: set[str]) -> tuple[str, dict[str, tuple[int, int, str]], tuple[tuple[int, int], ...]]:
    """Return the text with a line a sentence, where each token stands in it and in which sentence, and the annotated sentences."""
    parts: list[str] = []
    place: dict[str, tuple[int, int, str]] = {}
    bounds: dict[str, tuple[int, int]] = {}
    at, last, sentence = 0, "", None
    for token in tokens:
        word = _QUOTES.get(token.text or "", token.text or "")
        number = token.get("sentence", "")
        gap = "" if sentence is None else "\n" if number != sentence else _gap(last, token.text or "")
        start = at + len(gap)
        parts += (gap, word)
        at, last, sentence = start + len(word), token.text or "", number
        place[token.get("t_id", "")] = (start, at, number)
        bounds[number] = (bounds.get(number, (start, at))[0], at)
    return "".join(parts), place, tuple(sorted(bounds[number] for number in bounds if number in annotated))


def _gap(last: str, word: str) -> str:
    return "" if last in _NO_SPACE_AFTER or word in _NO_SPACE_BEFORE else " "


def _mentions(root: ET.Element, text: str, place: Mapping[str, tuple[int, int, str]], annotated: set[str]) -> Iterator[tuple[str, Span]]:
    """Yield each event mention's id with its first contiguous piece."""
    order = {identity: i for i, identity in enumerate(place)}
    for markable in root.iterfind("Markables/*"):
        tokens = sorted((a.get("t_id", "") for a in markable.iter("token_anchor") if a.get("t_id") in place), key=order.__getitem__)
        if tokens and markable.tag.startswith(("ACTION_", "NEG_ACTION_")) and place[tokens[0]][2] in annotated:
            piece = [token for i, token in enumerate(tokens) if order[token] == order[tokens[0]] + i]
            start, end = place[piece[0]][0], place[piece[-1]][1]
            yield markable.get("m_id", ""), Span(start, end, text[start:end])


def _instances(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield each mention's id with what it refers to: across articles by the corpus' name, within one by the article's."""
    name = root.get("doc_name", "")
    for relation in root.iterfind("Relations/*"):
        across = relation.tag == "CROSS_DOC_COREF"
        for target in relation.iter("target"):
            for source in relation.iter("source"):
                yield source.get("m_id", ""), relation.get("note", "") if across else f"{name}#{target.get('m_id', '')}"
