"""Feeds what a fuzzer makes up to one part of kg: `python tests/fuzz/fuzz.py TARGET [-max_total_time=180] [CORPUS]`.

Needs atheris (`pip install atheris`), which is no part of the development setup: it is built for few versions of Python. What follows the
target goes to libFuzzer. A finding is written to a file `crash-…`, and belongs into a test when it is mended. Targets are in `TARGETS`;
each fails where the tests of properties (`tests/test_properties_*.py`) would, from which their checks come. Files and archives begin with
the samples of these tests (`SEEDS`), since a fuzzer would not find the head of a zip file in hours.
"""

from __future__ import annotations

import bz2
import gzip
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

try:
    import atheris
except ModuleNotFoundError:
    sys.exit(
        "fuzz.py needs atheris, which is not installed. `pip install atheris` has it for some versions of Python; "
        "without it, pytest --hypothesis-profile=deep tests/test_properties_*.py tries the same"
    )

sys.path.insert(0, str(Path(__file__).parent.parent))

for _module in ("tarfile", "zipfile"):  # loaded by atheris itself; they are loaded again so that what they do with archives is seen
    sys.modules.pop(_module, None)

with atheris.instrument_imports(include=["kg", "tarfile", "zipfile"]):
    import test_properties_documents as documents
    import test_properties_outputs as outputs
    import test_properties_reader as readings
    from properties import BIDI, CHANGING, FORMULAS, MARKUP, NEWS, QUERIES, UNSEEN, writable
    from test_formats import tarred, zipped
    from test_reader import check as check_reading
    from test_view import PAYLOADS

    import kg.reader
    from kg.errors import KgError
    from kg.model import Document, EventMention, Span
    from kg.periods import period
    from kg.query import query
    from kg.reader.counts.counted import KINDS
    from kg.reader.counts.numbers import count_of
    from kg.reader.counts.tolls import article_counts
    from kg.reader.times import resolve_times
    from kg.store import memory_store

T = TypeVar("T")


class Bytes(Protocol):
    """What atheris gives: bytes from which values are taken."""

    def ConsumeBool(self) -> bool: ...  # noqa: N802 - atheris calls them so, here and below
    def ConsumeBytes(self, count: int, /) -> bytes: ...  # noqa: N802
    def ConsumeIntInRange(self, low: int, high: int, /) -> int: ...  # noqa: N802
    def ConsumeUnicode(self, count: int, /) -> str: ...  # noqa: N802
    def PickValueInList(self, values: list[T], /) -> T: ...  # noqa: N802
    def remaining_bytes(self) -> int: ...


def any_parser(data: Bytes) -> None:
    """Any bytes as a file of any kind."""
    kind = data.PickValueInList(sorted(documents.SAMPLES))
    documents.check(documents.parsed(kind, data.ConsumeBytes(1 << 16)))


def any_archive(data: Bytes) -> None:
    """Any bytes as an archive or a compressed file, or one that was packed as it should be, and then damaged."""
    name = data.PickValueInList(sorted(documents.PACKED))
    content = _damaged(data, _packed(data, name, 4)) if data.ConsumeBool() else data.ConsumeBytes(1 << 16)
    documents.check(documents.unpacked(name, content))


def any_article(data: Bytes) -> None:
    """Any words as an article."""
    published = _day(data)
    text = writable(_text(data, (*NEWS, " ", *BIDI, *UNSEEN, *CHANGING), 40))
    if text.strip():
        check_reading(_READER.read(Document("a", text, published=published)))


def any_time(data: Bytes) -> None:
    """Any words as a time."""
    published, is_future = _day(data), data.ConsumeBool()
    text = _text(data, (*readings.TIMES, " "), 12)
    mention = Span(0, len(text), text)
    (time,) = resolve_times(text, [mention], published, future=frozenset((mention,)) if is_future else frozenset())
    if time.date:
        period(time.date.value)


def any_count(data: Bytes) -> None:
    """Any words as a number of people, and around triggers."""
    text = _text(data, (*readings.NUMBERS, *readings.COUNTED, *readings.BETWEEN, " "), 20)
    count = count_of(text)
    if count:
        low, high = count.at_least, count.at_most
        assert low is None or low >= 0
        assert high is None or high >= (low or 0)
    words, at = [], 0
    for word, kind in zip(text.split(" "), cycle(KINDS), strict=False):
        words += [EventMention(Span(at, at + len(word), word), kind)] if word else []
        at += len(word) + 1
    for mention in article_counts(text, [], words[:20]):
        assert text[mention.span.start : mention.span.end] == mention.span.text


def any_literal(data: Bytes) -> None:
    """Any words as a literal of any type."""
    kind = data.PickValueInList(list(outputs.TYPES))
    outputs.check_literal(writable(_text(data, outputs.NUMBERS, 6)), kind)


def any_query(data: Bytes) -> None:
    """Any words as a query, and as a parameter."""
    text = _text(
        data, (*QUERIES, *MARKUP, "SELECT ", "?x ", "WHERE ", "{ ", "} ", "GROUP BY ", "kg:", "(", ")", "/", "*", "+", "BIND", "AS "), 30
    )
    asked: tuple[Callable[[], object], ...] = (
        lambda: query(_STORE, text, limit=3),
        lambda: query(_STORE, "SELECT ?x WHERE { VALUES ?y { 1 } }", x=text),
    )
    for ask in asked:
        with suppress(KgError):
            ask()


def any_page(data: Bytes) -> None:
    """Any words in every field of a network, as a page and as files."""
    text = _text(data, (*MARKUP, *FORMULAS, *PAYLOADS), 6)
    outputs.check_page(text)
    outputs.check_xml(outputs.network(text))
    outputs.check_cells(outputs.network(text))


TARGETS: Final[Mapping[str, Callable[[Bytes], None]]] = {
    "documents": any_parser,
    "archives": any_archive,
    "reader": any_article,
    "times": any_time,
    "counts": any_count,
    "store": any_literal,
    "query": any_query,
    "view": any_page,
}


def _seeds(samples: Mapping[str, Sequence[bytes]], behind: bytes = b"") -> Iterator[bytes]:
    """Yield the bytes from which a target takes each sample: atheris takes choices from their end."""
    for number, kind in enumerate(sorted(samples)):
        yield from (sample + behind + bytes([number]) for sample in samples[kind])


SEEDS: Final[Mapping[str, Callable[[], Iterator[bytes]]]] = {
    "documents": lambda: _seeds(documents.SAMPLES),
    "archives": lambda: _seeds(documents.PACKED, bytes([0])),
}
"""What a target begins with."""
INNER: Final = ("a.txt", "b.jsonl", "c.jsonl.gz", "d", "../e.txt", ".f.txt", "g.tar", "h.zip", "i.tar.gz", "j.gz", "k.html", "l.csv")


def _packed(data: Bytes, name: str, depth: int) -> bytes:
    """Return a file of this name that holds what the fuzzer wants, packed as the name says."""
    if depth and name.endswith((".gz", ".bz2")):
        inner = _packed(data, name.rpartition(".")[0], depth - 1)
        return gzip.compress(inner) if name.endswith(".gz") else bz2.compress(inner)
    if depth and name.endswith((".zip", ".tar")):
        names = [data.PickValueInList(list(INNER)) for _ in range(data.ConsumeIntInRange(0, 3))]
        files = {inner: _packed(data, inner, depth - 1) for inner in names}
        return zipped(files) if name.endswith(".zip") else tarred(files)
    return data.ConsumeBytes(data.ConsumeIntInRange(0, 200))


def _damaged(data: Bytes, content: bytes) -> bytes:
    """Return the content with a few bytes changed, or cut off."""
    changed = bytearray(content)
    for _ in range(data.ConsumeIntInRange(0, 3)):
        if changed:
            changed[data.ConsumeIntInRange(0, len(changed) - 1)] = data.ConsumeIntInRange(0, 255)
    return bytes(changed[: data.ConsumeIntInRange(0, len(changed))] if data.ConsumeBool() else changed)


def _text(data: Bytes, words: Sequence[str], most: int) -> str:
    """Return words of ours, which a fuzzer would be long in finding, and any characters between them."""
    pieces: list[str] = []
    while len(pieces) < most and data.remaining_bytes():
        pieces.append(data.PickValueInList(list(words)) if data.ConsumeBool() else data.ConsumeUnicode(data.ConsumeIntInRange(0, 4)))
    return "".join(pieces)


def _day(data: Bytes) -> date | None:
    days = data.ConsumeIntInRange(-1, date.max.toordinal() - 1)
    return None if days < 0 else date.min + timedelta(days=days)


def main() -> None:
    """Fuzz one target until its time is over or it fails."""
    global _READER, _STORE  # noqa: PLW0603 - a fuzzer calls with bytes alone, and neither is made for each call
    name, *options = sys.argv[1:] or [""]
    if name not in TARGETS:
        problem = f"no target {name!r}" if name else "no target given"
        sys.exit(f"{problem}. Known: {', '.join(TARGETS)}. Such as: fuzz.py archives -max_total_time=60")
    if name in SEEDS and all(option.startswith("-") for option in options):
        options.append(_corpus(SEEDS[name]()))
    if name == "reader":
        _READER = kg.reader.load(threads=1)
    if name == "query":
        _STORE = memory_store([])
    target = TARGETS[name]
    atheris.Setup([sys.argv[0], *options], lambda content: target(atheris.FuzzedDataProvider(content)))
    atheris.Fuzz()


def _corpus(seeds: Iterator[bytes]) -> str:
    """Write the seeds into a folder that libFuzzer begins with, and adds to."""
    folder = tempfile.mkdtemp(prefix="kg-fuzz-")
    for number, seed in enumerate(seeds):
        (Path(folder) / f"seed-{number}").write_bytes(seed)
    return folder


_READER: kg.reader.Reader
_STORE: Any  # a store in memory

if __name__ == "__main__":
    main()
