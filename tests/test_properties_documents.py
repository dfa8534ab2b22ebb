"""What holds of documents whatever a file holds: each article comes whole or is told, and nothing but documents and errors comes."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import pickle
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, Final

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st
from properties import any_text, damaged, fewer, file_text
from test_documents import ARTICLE, PAGE
from test_formats import ATOM, RSS, SECOND, pdf, response, tarred, zipped

from kg.documents import MAX_BYTES, Defaults, Notice, collect, guarded
from kg.documents.columns import parse_date
from kg.documents.warc import warc_parser
from kg.errors import DocumentError
from kg.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WHERE: Final = "a file"
FIELDS: Final = ("id", "title", "publisher", "url", "language")


def parquet(*texts: str) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": list(texts), "date": [date(2024, 1, 4)] * len(texts)}), out)
    return out.getvalue()


LINES: Final = "\n".join(json.dumps({"id": str(n), "text": text, "published": "2024-01-04"}) for n, text in enumerate((ARTICLE, SECOND)))
WARC: Final = response("200 OK", "text/html; charset=utf-8", PAGE.encode()) + response("200 OK", "text/html", b"<p>Menu</p>")
SAMPLES: Final[Mapping[str, tuple[bytes, ...]]] = {
    "csv": (f'id,text,date\n1,"{ARTICLE}",2024-01-04\n2,"{SECOND}",\n'.encode(), f"text\tdate\n{SECOND}\t\n".encode("utf-16")),
    "feed": (RSS.encode(), ATOM.encode()),
    "html": (PAGE.encode(), PAGE.encode("utf-16")),
    "jsonl": (LINES.encode(),),
    "markdown": (f"---\ntitle: Blast\ndate: 2024-01-04\n---\n# Blast\n\n{ARTICLE}\n\n| a | b |\n|---|---|\n| c | d |\n".encode(),),
    "parquet": (parquet(ARTICLE, SECOND),),
    "pdf": (pdf(*ARTICLE.split(". ")),),
    "txt": (ARTICLE.encode(), ARTICLE.encode("utf-16")),
    "warc": (WARC,),
}
"""Files of each kind as they should be."""
PACKED: Final[Mapping[str, tuple[bytes, ...]]] = {
    "x.jsonl.gz": (gzip.compress(LINES.encode()),),
    "x.jsonl.bz2": (bz2.compress(LINES.encode()),),
    "x.jsonl.zst": (zstandard.compress(LINES.encode()),),
    "x.zip": (zipped({"a.txt": ARTICLE.encode(), "b.jsonl": LINES.encode()}),),
    "x.tar": (tarred({"a.txt": ARTICLE.encode(), "b.jsonl": LINES.encode()}),),
    "x.tar.gz": (gzip.compress(tarred({"a.txt": ARTICLE.encode(), "b.jsonl": LINES.encode()})),),
}


def parsed(kind: str, content: bytes) -> list[Document | DocumentError | Notice]:
    """Return what the parser of a kind finds; those that run in a helper, as they do there."""
    if kind in guarded.PARSERS:
        found = list(guarded._parse((guarded.PARSERS[kind], content, WHERE, Defaults())))  # noqa: SLF001 - without a process
        assert found.pop() == guarded.DONE
        return [one for one in found if not isinstance(one, str)]
    if kind == "warc":
        return list(collect._until_error(warc_parser(html)(io.BytesIO(content), WHERE, Defaults())))  # noqa: SLF001 - see above
    return list(collect._until_error(collect.PARSERS[f".{kind}"](io.BytesIO(content), WHERE, Defaults())))  # noqa: SLF001 - see above


def unpacked(name: str, content: bytes) -> list[Document | DocumentError | Notice]:
    """Return what is found in a file of a name, packed or not."""
    found = collect._read_stream(io.BytesIO(content), WHERE, name, Defaults())  # noqa: SLF001 - without a file
    return [one[0] if isinstance(one, tuple) else one for one in found]


def html(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Document | DocumentError | Notice]:
    del where, defaults
    yield from parsed("html", stream.read())


def check(found: list[Document | DocumentError | Notice]) -> None:
    """Fail if one of what was found is no article that can be kept."""
    assert found
    for one in found:
        assert pickle.loads(pickle.dumps(one)) is not None  # noqa: S301 - our own values
        if isinstance(one, Document):
            assert one.text.strip()
            assert "\0" not in one.text
            assert len(one.text) <= MAX_BYTES
            for value in (one.text, *(getattr(one, name) for name in FIELDS)):
                assert value is None or isinstance(value, str)
                assert value is None or value.encode("utf-8") is not None
            assert one.published is None or isinstance(one.published, date)
            assert one.id
        else:
            assert str(one).isprintable()


# ---------------------------------------------------------------- what was written is what is read


@given(file_text)
@example("\ufeff\ufeffa")
@example("a\r\rb\x0cc\x85d\u2028e")
def test_a_text_file_is_read_as_it_stands(text: str) -> None:
    (found,) = parsed("txt", text.encode("utf-8"))
    kept = text.removeprefix("\ufeff")
    if kept.strip() and not text.startswith(("\ufffe",)):
        assert isinstance(found, Document)
        assert found.text == kept
    else:
        assert isinstance(found, DocumentError)


@given(any_text, any_text, any_text, any_text, any_text)
@example("x", "a\ud800b", "", "", "")
@example("\x00", "a", "\ud800", "\ud800", "\ud800")
def test_a_line_of_json_comes_back_or_is_told(ident: str, text: str, title: str, publisher: str, url: str) -> None:
    line = json.dumps({"id": ident, "text": text, "title": title, "publisher": publisher, "url": url})
    (found,) = parsed("jsonl", line.encode())
    check([found])
    if isinstance(found, Document):
        assert (found.id, found.text, found.title, found.url) == (ident, text, title, url)


@given(st.lists(st.tuples(file_text, file_text), min_size=1, max_size=4))
def test_a_row_of_a_table_comes_back_or_is_told(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "text", "title"], *((str(n), *row) for n, row in enumerate(rows))])
    found = parsed("csv", out.getvalue().encode())
    assert len(found) == len(rows)
    for number, (one, (text, title)) in enumerate(zip(found, rows, strict=True)):
        if text.strip():
            assert one == Document(str(number), text, title or None)
        else:
            assert isinstance(one, DocumentError)


@given(file_text)
def test_a_date_is_one_day_or_none(text: str) -> None:
    day = parse_date(text)
    assert day is None or type(day) is date


# ---------------------------------------------------------------- bytes that are no such file, or were one


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_a_file_of_each_kind_is_read(kind: str) -> None:
    for content in SAMPLES[kind]:
        found = parsed(kind, content)
        check(found)
        assert any(isinstance(one, Document) for one in found)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_any_bytes_are_articles_or_are_told(kind: str) -> None:
    @fewer(3)
    @given(st.binary(max_size=200))
    def holds(content: bytes) -> None:
        check(parsed(kind, content))

    holds()


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_a_damaged_file_gives_articles_or_is_told(kind: str) -> None:
    @fewer(3)
    @given(damaged(SAMPLES[kind]))
    def holds(content: bytes) -> None:
        check(parsed(kind, content))

    holds()


@pytest.mark.parametrize("name", sorted(PACKED))
def test_a_damaged_archive_gives_articles_or_is_told(name: str) -> None:
    @fewer(3)
    @given(damaged(PACKED[name]) | st.binary(max_size=200))
    def holds(content: bytes) -> None:
        check(unpacked(name, content))

    holds()


@pytest.mark.parametrize("name", ["", "a.zip"])
def test_any_stream_is_articles_or_is_told(name: str) -> None:
    @fewer(4)
    @given(st.binary(max_size=60) | st.sampled_from([*collect.FIRST_BYTES, b"\xef\xbb\xbf", b"\r\n{", b"<?xml "]))
    def holds(content: bytes) -> None:
        check(unpacked(name, content))

    holds()
