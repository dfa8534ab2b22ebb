"""Feeds what a fuzzer makes up to one part of kg: `python tests/fuzz/fuzz.py TARGET [-max_total_time=180] [CORPUS]`.

Needs atheris (`pip install atheris`), which is no part of the development setup: it is built for few versions of Python. What follows the
target goes to libFuzzer. A finding is written to a file `crash-…`, and belongs into a test when it is mended. Targets are in `TARGETS`;
each fails where the tests of properties (`tests/test_properties_*.py`) would, from which their checks come.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["kg"]):
    import test_properties_documents as documents
    import test_properties_outputs as outputs
    import test_properties_reader as readings
    from properties import BIDI, CHANGING, FORMULAS, MARKUP, NEWS, QUERIES, UNSEEN, writable
    from test_reader import check as check_reading
    from test_view import PAYLOADS

    import kg.reader
    from kg.documents import collect
    from kg.documents.article import Defaults
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
    """Any bytes as an archive or a compressed file."""
    name = data.PickValueInList(sorted(documents.PACKED))
    documents.check(list(collect._read_stream(io.BytesIO(data.ConsumeBytes(1 << 16)), "a file", name, Defaults())))  # noqa: SLF001 - without a file


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
    name, *options = sys.argv[1:]
    if name == "reader":
        _READER = kg.reader.load(threads=1)
    if name == "query":
        _STORE = memory_store([])
    target = TARGETS[name]
    atheris.Setup([sys.argv[0], *options], lambda content: target(atheris.FuzzedDataProvider(content)))
    atheris.Fuzz()


_READER: kg.reader.Reader
_STORE: Any  # a store in memory

if __name__ == "__main__":
    main()
