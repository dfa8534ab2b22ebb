"""How fast the reader reads, and where the time goes: `python tests/benchmarks/bench_reading.py [--articles N]`.

Prints a Markdown table. The articles are paragraphs of the shipped examples in random order, or those of `--articles-file`. What is
compared (the whole reader, the bare encoder) runs one after the other in one process, on the same threads and the same word pieces.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import kg.reader
from kg.examples import ARTICLES
from kg.model import Document
from kg.reader.encoder.encoded import words_of
from kg.reader.encoder.encoding import Window, windows
from kg.reader.encoder.weights_file import Weights, load_weights
from kg.reader.naming import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.tokens import Doc

    from kg.reader import Reader

# spaCy loads PyTorch where it is installed, which reading does not need: so it is hidden, as if it were not.
WITHOUT_TORCH = "import runpy, sys, time; sys.modules['torch'] = None; "
LOADING = f"{WITHOUT_TORCH}start = time.perf_counter(); import kg.reader; kg.reader.load(sys.argv[1]); print(time.perf_counter() - start)"
READING = f"{WITHOUT_TORCH}sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    value: str


def main() -> None:
    """Measure and print."""
    options = _parser().parse_args()
    if options.only_long:
        sys.stdout.write(json.dumps(_read_long(options)))
        return
    rows = [
        *_speed(options),
        *_long(options),
        Row("import and load, fresh process without PyTorch", f"{_load_seconds(options.weights):.2f} s"),
    ]
    sys.stdout.write("| what | measured |\n|---|---:|\n")
    sys.stdout.writelines(f"| {row.what} | {row.value} |\n" for row in rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100, help="how many articles to read")
    parser.add_argument("--words", type=int, default=600, help="words of an article made of the examples")
    parser.add_argument("--long-words", type=int, default=200_000, help="words of the very long article; 0 leaves it out")
    parser.add_argument("--articles-file", type=Path, help="JSON lines with a field `text`, to be read instead of the examples")
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="folder of the weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-long", action="store_true", help="read the very long article in this process and print its figures")
    return parser


# ---------------------------------------------------------------- texts


def made_texts(words: int, seed: int) -> Iterator[str]:
    """Yield texts of about `words` words without end: paragraphs of the examples in random order."""
    rng = random.Random(seed)  # noqa: S311  # sampling, not secrecy
    records = [json.loads(line) for line in ARTICLES.read_text(encoding="utf-8").splitlines()]
    paragraphs = [paragraph for record in records for paragraph in record["text"].split("\n\n")]
    while True:
        text: list[str] = []
        length = 0
        while length < words:
            text.append(rng.choice(paragraphs))
            length += len(text[-1].split())
        yield "\n\n".join(text)


def _documents(options: argparse.Namespace) -> list[Document]:
    if options.articles_file is None:
        texts = made_texts(options.words, options.seed)
    else:
        texts = (json.loads(line)["text"] for line in options.articles_file.read_text(encoding="utf-8").splitlines())
    return [Document(str(k), text) for k, text in enumerate(islice(texts, options.articles))]


# ---------------------------------------------------------------- measurements


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak() -> float:
    """Give the most memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # elsewhere there is only `getrusage`, which counts the parent's memory in a new process
        return float(next(line.split()[1] for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000


def _speed(options: argparse.Namespace) -> list[Row]:
    reader, weights = kg.reader.load(options.weights), load_weights(options.weights)
    documents = _documents(options)
    list(reader.batch(documents[:2]))  # the first run allocates
    flat = [window for document in documents for window in _windows(reader, document, weights)]
    words, pieces = sum(w.end - w.start for w in flat), sum(len(w.ids) for w in flat)
    bare = _seconds(lambda: list(weights.encode(flat, heads=())))
    whole = _seconds(lambda: list(reader.batch(documents)))
    return [
        Row("cores, threads", f"{len(os.sched_getaffinity(0))}, {os.cpu_count()}"),
        Row("articles, words, word pieces", f"{len(documents):,}, {words:,}, {pieces:,}"),
        Row("articles a second", f"{len(documents) / whole:.1f}"),
        Row("words a second", f"{words / whole:,.0f}"),
        Row("word pieces a second", f"{pieces / whole:,.0f}"),
        Row("word pieces a second, bare encoder", f"{pieces / bare:,.0f}"),
        Row("ratio to the bare encoder", f"{bare / whole:.2f}"),
        *(Row(f"seconds, {name}", f"{seconds:.2f}") for name, seconds in _by_component(reader, documents)),
        Row("peak memory, with what spaCy loads", f"{_peak():,.0f} MB"),
    ]


def _windows(reader: Reader, document: Document, weights: Weights) -> list[Window]:
    doc = next(reader.nlp.pipe([document.text], disable=[name for name in reader.nlp.pipe_names if name != "kg_sentences"]))
    words, _, sentences = words_of(doc)
    return windows(words, sentences, weights.pieces, size=weights.window)


def _by_component(reader: Reader, documents: Sequence[Document]) -> Iterator[tuple[str, float]]:
    docs: list[Doc] = []
    yield "tokenizer", _seconds(lambda: docs.extend(reader.nlp.make_doc(document.text) for document in documents))
    for name, component in reader.nlp.pipeline:
        yield name, _seconds(partial(_apply, component, docs))


def _apply(component: Callable[[Doc], Doc], docs: Sequence[Doc]) -> list[Doc]:
    return list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]


def _read_long(options: argparse.Namespace) -> dict[str, float]:
    reader = kg.reader.load(options.weights)
    before, document = _peak(), Document("long", next(made_texts(options.long_words, options.seed)))
    seconds = _seconds(lambda: reader.read(document))
    return {"seconds": seconds, "before": before, "peak": _peak()}


def _long(options: argparse.Namespace) -> list[Row]:
    if not options.long_words:
        return []
    # In a process of its own: memory that was once taken is not given back.
    command = [sys.executable, "-c", READING, __file__, "--only-long", "--long-words", str(options.long_words)]
    command += ["--weights", str(options.weights), "--seed", str(options.seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own file
    figures = json.loads(done.stdout)
    name = f"an article of {options.long_words:,} words"
    return [
        Row(name, f"{figures['seconds']:.1f} s"),
        Row(f"{name}, peak memory", f"{figures['peak']:,.0f} MB ({figures['before']:,.0f} before)"),
    ]


def _load_seconds(weights: Path) -> float:
    done = subprocess.run([sys.executable, "-c", LOADING, str(weights)], capture_output=True, text=True, check=True)  # noqa: S603  # our own words
    return float(done.stdout)


if __name__ == "__main__":
    main()
