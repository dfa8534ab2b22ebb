"""What the corpus loaders share: files → lines and records, text → words, character offsets → word spans, BIO tags → spans.

Comes in: paths and texts. Goes out: words, sentences and spans of words. Nothing here knows a corpus.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import spacy

import kg.reader.encoder.words  # noqa: F401  # registers the component "kg_sentences"
from kg.errors import DocumentError
from kg.train.examples import Example, Labelled, WordSpan

if TYPE_CHECKING:
    from spacy.language import Language

Part = Literal["train", "dev"]
Loader = Callable[[Path, Part], Iterator[Example]]

REMEDY = "Check that the data folder is complete and unchanged"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in words without white space.

    Attributes:
        words: The words in order.
        starts: Offset in code points of each word's first character.
        ends: Offset behind each word's last character.
        sentences: Word ranges that cover the text.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[WordSpan, ...]

    def span(self, start: int, end: int) -> WordSpan | None:
        """Return the words that characters `[start, end)` touch; `None` if they touch white space only."""
        first, behind = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return WordSpan(first, behind) if first < behind else None


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_sentences")
    return nlp


def tokenise(text: str) -> Text:
    """Split a text into words and sentences as the reader does, and drop white space."""
    tokens = list(_pipeline()(text))
    words = [token for token in tokens if not token.is_space]
    indices = [token.i for token in words]
    starts = {bisect_left(indices, token.i) for token in tokens if token.is_sent_start}
    return Text(
        words=tuple(token.text for token in words),
        starts=tuple(token.idx for token in words),
        ends=tuple(token.idx + len(token) for token in words),
        sentences=ranges(starts, len(words)),
    )


def ranges(starts: Iterable[int], length: int) -> tuple[WordSpan, ...]:
    """Turn first words of sentences into ranges that cover words `[0, length)`."""
    bounds = sorted({0, length, *(start for start in starts if start < length)})
    return tuple(WordSpan(start, end) for start, end in pairwise(bounds))


def merged(sentences: Sequence[WordSpan], together: Iterable[WordSpan]) -> tuple[WordSpan, ...]:
    """Join sentences so that no boundary lies inside one of the ranges of `together`."""
    if not sentences:
        return ()
    starts = [sentence.start for sentence in sentences]
    inside: set[int] = set()
    for start, end in together:
        inside.update(range(bisect_right(starts, start), bisect_left(starts, end)))
    return ranges((start for i, start in enumerate(starts) if i not in inside), sentences[-1].end)


def joined(sentences: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], tuple[WordSpan, ...]]:
    """Put sentences of words in a row; returns the words and the range of each sentence that is not empty."""
    words: list[str] = []
    starts: list[int] = []
    for sentence in sentences:
        starts.append(len(words))
        words.extend(sentence)
    return tuple(words), ranges(starts, len(words))


def disjoint(spans: Iterable[Labelled], *, prefer: Literal["first", "shortest", "longest"]) -> tuple[Labelled, ...]:
    """Drop spans until none overlaps another; equal ranks keep the one given first. Returns them in text order."""
    sign = {"first": 0, "shortest": 1, "longest": -1}[prefer]
    taken: set[int] = set()
    kept: list[Labelled] = []
    for span in sorted(spans, key=lambda span: sign * (span.end - span.start)):
        words = range(span.start, span.end)
        if taken.isdisjoint(words):
            taken.update(words)
            kept.append(span)
    return tuple(sorted(kept))


def decode_bio(tags: Sequence[str], offset: int = 0) -> list[Labelled]:
    """Read spans from BIO tags of one sentence; an I- that continues nothing begins a span.

    Args:
        tags: One tag a word.
        offset: Position of the sentence's first word.
    """
    spans: list[Labelled] = []
    for i, tag in enumerate(tags, offset):
        prefix, _, label = tag.partition("-")
        if prefix == "I" and spans and spans[-1].end == i and spans[-1].label == label:
            spans[-1] = spans[-1]._replace(end=i + 1)
        elif prefix in ("B", "I"):
            spans.append(Labelled(i, i + 1, label))
    return spans


def read_text(path: Path) -> str:
    """Read a file of UTF-8 with its line ends as they are, because offsets count them.

    Raises:
        DocumentError: The file is missing or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(str(path), f"cannot be read ({error})", REMEDY) from error


def files(folder: Path, pattern: str) -> list[Path]:
    """List the files of a folder that match, sorted by path.

    Raises:
        DocumentError: There is none.
    """
    found = sorted(folder.glob(pattern))
    if not found:
        raise DocumentError(str(folder), f"holds no file {pattern}", REMEDY)
    return found


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of JSON lines.

    Raises:
        DocumentError: The file cannot be read or a line is not JSON.
    """
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            raise DocumentError(f"{path}:{number}", f"not JSON ({error.msg})", REMEDY) from error


def blocks(path: Path) -> list[list[list[str]]]:
    """Read a file of tab-separated columns; an empty line ends a block. A line is the list of its columns."""
    out: list[list[list[str]]] = [[]]
    for line in read_text(path).replace("\r\n", "\n").split("\n"):
        if line.strip():
            # A few lines have blanks where the tab should be.
            out[-1].append(line.split("\t") if "\t" in line else line.split())
        elif out[-1]:
            out.append([])
    return [block for block in out if block]
