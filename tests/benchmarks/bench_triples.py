"""The reader beside a stock pipeline for triples: `python tests/benchmarks/bench_triples.py [--articles 60] [--model en_core_web_sm]`.

Prints a Markdown table: words a second, and statements an article, of the reader and of subject-verb-object triples by textacy over the
parser of a spaCy pipeline, on the same texts, one after the other in one process. The peer is none of kg's libraries:
`pip install textacy`, `python -m spacy download en_core_web_sm`, or `--model FOLDER`. Where it is missing, its row says so. Statements are
counted, not judged: a triple of words ("he", "said", "that") is no event with roles, a time and a source.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from bench_reading import made_texts

import kg.reader
from kg.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WORDS = 300


@dataclass(frozen=True, slots=True)
class Measured:
    """What reading some texts took, and gave."""

    seconds: float
    statements: int


def measured(count: Callable[[str], int], texts: Sequence[str]) -> Measured:
    """Read the texts, after one of them to warm up."""
    count(texts[0])
    start = time.perf_counter()
    statements = sum(map(count, texts))
    return Measured(time.perf_counter() - start, statements)


def ours() -> Callable[[str], int]:
    """Return what counts the statements of a text by kg: roles of events, and relations."""
    reader = kg.reader.load()

    def count(text: str) -> int:
        reading = reader.read(Document("text", text))
        return len(reading.arguments) + len(reading.relations)

    return count


def theirs(model: str) -> Callable[[str], int]:
    """Return what counts textacy's subject-verb-object triples of a text.

    Raises:
        ImportError: textacy is missing.
        OSError: The pipeline is missing.
    """
    extract = import_module("textacy.extract").subject_verb_object_triples
    pipeline = spacy.load(model)
    return lambda text: sum(1 for _ in extract(pipeline(text)))


def rows(texts: Sequence[str], model: str) -> Iterator[str]:
    """Yield the table."""
    words = sum(len(text.split()) for text in texts)
    yield "| reader | words/s | statements an article |"
    yield "|---|---:|---:|"
    for name, loaded in (("kg", ours), (f"textacy over {Path(model).name}", lambda: theirs(model))):
        try:
            found = measured(loaded(), texts)
        except (ImportError, OSError) as error:
            if name == "kg":
                raise
            yield f"| {name} | not run: {str(error).splitlines()[0]} | |"
        else:
            yield f"| {name} | {words / found.seconds:,.0f} | {found.statements / len(texts):.1f} |"


def _texts(source: Path | None, articles: int) -> list[str]:
    if source is None:
        return list(islice(made_texts(WORDS, seed=1), articles))
    with source.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, articles)]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=60)
    options.add_argument("--source", type=Path, help="JSON lines with a field `text`, in place of the shipped examples' paragraphs")
    options.add_argument("--model", default="en_core_web_sm", help="name or folder of a spaCy pipeline with a parser")
    given = options.parse_args()
    for row in rows(_texts(given.source, given.articles), given.model):
        sys.stdout.write(f"{row}\n")


if __name__ == "__main__":
    main()
