"""Formats beyond text, pages and JSON lines: what is read of them, and what is told."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import logging
import sys
import tarfile
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard
from test_documents import ARTICLE, PAGE

from kg.documents import Notice, content_id, read_documents, told_apart
from kg.documents.columns import columns_of, parse_date
from kg.errors import DocumentError, UnknownNameError
from kg.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECOND = "The army said on Friday that two soldiers were wounded near the border."


def read(*paths: Path | str, columns: Mapping[str, str] | None = None) -> tuple[list[Document], list[str], list[str]]:
    """Return the documents, the problems and the notices."""
    problems: list[DocumentError] = []
    notices: list[Notice] = []
    documents = list(read_documents(paths, columns=columns, on_problem=problems.append, on_notice=notices.append))
    return documents, [str(problem) for problem in problems], [str(notice) for notice in notices]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(*paths: Path | str, columns: Mapping[str, str] | None = None) -> list[Document]:
    documents, problems, _ = read(*paths, columns=columns)
    assert problems == []
    return documents


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("available", "of", "guessed"),
    [
        (["id", "text", "date"], {"id": "id", "text": "text", "published": "date"}, {"published"}),
        (
            ["Body", "Head Line", "pub_date"],
            {"text": "Body", "title": "Head Line", "published": "pub_date"},
            {"text", "title", "published"},
        ),
        (["text", "body", "content"], {"text": "text"}, set()),
        (["content", "body"], {"text": "body"}, {"text"}),
        (["source", "publisher", "text"], {"publisher": "publisher", "text": "text"}, set()),
        (["label", "n"], {}, set()),
        (
            ["nr", "Titel", "Fließtext", "Datum", "Quelle"],
            {"text": "Fließtext", "title": "Titel", "published": "Datum", "publisher": "Quelle"},
            {"text", "title", "published", "publisher"},
        ),
        (
            ["Titre", "Contenu", "Date de publication"],
            {"text": "Contenu", "title": "Titre", "published": "Date de publication"},
            {"text", "title", "published"},
        ),
        (
            ["Título", "Texto", "Fecha", "Periódico"],
            {"text": "Texto", "title": "Título", "published": "Fecha", "publisher": "Periódico"},
            {"text", "title", "published", "publisher"},
        ),
    ],
)
def test_a_column_is_told_by_its_name(available: list[str], of: dict[str, str], guessed: set[str]) -> None:
    columns = columns_of(available, {})
    assert (dict(columns.of), set(columns.guessed)) == (of, guessed)


def test_a_named_column_overrules_names_and_is_no_guess() -> None:
    columns = columns_of(["text", "lead", "date"], {"text": "lead"})
    assert (dict(columns.of), set(columns.guessed)) == ({"text": "lead", "published": "date"}, {"published"})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-01-03", date(2024, 1, 3)),
        ("2024-01-03T23:59:59-05:00", date(2024, 1, 3)),
        ("Wed, 03 Jan 2024 10:00:00 GMT", date(2024, 1, 3)),
        ("January 3, 2024", date(2024, 1, 3)),
        ("3 Jan 2024", date(2024, 1, 3)),
        ("2024/01/03", date(2024, 1, 3)),
        ("03/04/2024", None),
        ("Jan 3", None),
        ("", None),
        ("99999999999-01-01", None),
        ("yesterday", None),
    ],
)
def test_only_a_date_that_can_be_read_in_one_way_is_one(text: str, day: date | None) -> None:
    assert parse_date(text) == day


def test_what_was_guessed_of_lines_of_json_is_told_once(tmp_path: Path) -> None:
    lines = [{"body": ARTICLE, "date": "2024-01-04", "outlet": "AP"}, {"body": SECOND, "date": "2024-01-05", "outlet": "AP"}]
    path = written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))
    documents, problems, notices = read(path)
    assert [(d.text, d.published, d.publisher) for d in documents] == [(ARTICLE, date(2024, 1, 4), "AP"), (SECOND, date(2024, 1, 5), "AP")]
    assert problems == []
    assert notices == [f"{path}: columns told by their names: text from 'body', published from 'date', publisher from 'outlet'"]


def test_a_guessed_column_that_does_not_fit_is_left_out_and_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps({"text": ARTICLE, "source": {"id": 1, "name": "AP"}, "date": 1704326400}))
    documents, problems, notices = read(path)
    assert documents == [Document(content_id(ARTICLE), ARTICLE)]
    assert problems == []
    assert notices[1:] == [
        f"{path}:1: 'date' is not read as published, since 1704326400 is none",
        f"{path}:1: 'source' is not read as publisher, since an object is none",
    ]


def test_a_named_column_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps({"text": ARTICLE, "date": 1704326400}))
    assert read(path, columns={"published": "date"})[:2] == ([], [f"{path}:1: the field 'date' is a number. It must be a string"])


def test_a_named_column_that_no_line_has_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps({"text": ARTICLE}))
    documents, problems, notices = read(path, columns={"title": "head"})
    assert len(documents) == 1
    assert problems == []
    assert notices == [f"{path}: nothing in it has the field 'head'. Check the name given for title"]


def test_a_column_for_what_no_article_has_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="unknown field of an article 'author'"):
        read("a.csv", columns={"author": "by"})


# ---------------------------------------------------------------- CSV and Parquet


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_row_of_a_table_is_an_article_whatever_parts_and_encodes_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = f'{ARTICLE}\n“Zürich”, "quoted"; a|b\tc'
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=delimiter)
    rows.writerows([["id", "text", "published", "title"], ["1", text, "2024-01-04", ""], [], ["2", SECOND, "", "T"]])
    [one, two] = only(written(tmp_path / "a.csv", out.getvalue().encode(encoding)))
    assert one == Document("1", text, None, date(2024, 1, 4))
    assert two == Document("2", SECOND, "T")


def test_a_broken_row_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    content = (
        b"text,date\na,b,c\n" + "Zürich,\n".encode("cp1252") + b"x,Thursday\n" + ARTICLE.encode().replace(b",", b"") + b",2024-01-04\n"
    )
    path = written(tmp_path / "a.csv", content)
    documents, problems, _ = read(path, columns={"published": "date"})
    assert [d.published for d in documents] == [date(2024, 1, 4)]
    assert problems == [
        f"{path}:2: 3 cells under 2 columns. Put quotation marks around text that holds commas",
        f"{path}:3: not in the encoding utf-8. Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW",
        f"{path}:4: the field 'date' is 'Thursday'. It must be a date such as 2024-01-31",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", ": the first line is empty. It must name the columns, such as text, title, published"),
        ("n,label\n1,2\n", ": no column that is known to hold the text, among n, label. Name it: --text-column NAME"),
        ("text,text\na,b\n", ": two columns are named 'text'. Give each a name of its own"),
        ('text\n"' + "a" * 6_000_000, ":2: a line of more than 5,000,000 characters. Split it into its articles"),
        (
            'text\n"' + "a a a\n" * 1_000_000,
            ":833335: no CSV (field larger than field limit (5000000)). A quotation mark may be open; close it",
        ),
    ],
)
def test_a_table_without_what_it_needs_is_told(tmp_path: Path, content: str, problem: str) -> None:
    path = written(tmp_path / "a.csv", content)
    assert read(path)[:2] == ([], [f"{path}{problem}"])


def test_a_named_column_that_a_table_does_not_have_is_told_with_those_it_has(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "text,date\na,\n")
    assert read(path, columns={"text": "body"})[1] == [f"{path}: no column 'body' for text. Its columns are: text, date"]


def test_a_parquet_file_keeps_its_dates_and_numbers(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": [7, 8],
            "content": pa.array([ARTICLE, SECOND]).dictionary_encode(),
            "date": [datetime(2024, 1, 4, 23, tzinfo=UTC), None],
            "score": [0.5, 0.1],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    documents, problems, notices = read(tmp_path / "a.parquet")
    assert documents == [Document("7", ARTICLE, published=date(2024, 1, 4)), Document("8", SECOND)]
    assert problems == []
    assert notices == [f"{tmp_path / 'a.parquet'}: columns told by their names: text from 'content', published from 'date'"]


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", b""])
def test_a_damaged_parquet_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "a.parquet", content)
    documents, [problem], _ = read(path)
    assert documents == []
    assert problem.startswith(f"{path}: no Parquet file (")


# ---------------------------------------------------------------- Markdown, feeds, PDF, WARC


def test_markdown_gives_what_a_reader_of_the_page_sees(tmp_path: Path) -> None:
    source = (
        f"---\ntitle: Blast in town\ndate: 2024-01-04\nsource: Example Post\n---\n# Blast\n\n{ARTICLE}\n\n"
        "He said [*no* more](https://example.org/x?a=b) **today**.\n\n* one\n* two\n\n```\nrm -rf\n```\n\n<script>x()</script>\n"
    )
    [document] = only(written(tmp_path / "a.md", source))
    text = f"Blast\n\n{ARTICLE}\n\nHe said no more today.\n\none\n\ntwo"
    assert document == told_apart(Document(content_id(text), text, "Blast in town", date(2024, 1, 4), "Example Post"))


def test_the_title_of_markdown_is_its_heading(tmp_path: Path) -> None:
    assert [d.title for d in only(written(tmp_path / "a.md", f"Notes\n\n# Blast in *town*\n\n{ARTICLE}"))] == ["Blast in town"]


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example Post</title><language>en-us</language><image><title>Logo</title></image>
<item><title>Blast &amp; smoke</title><link>https://example.org/a</link><guid>a-1</guid><pubDate>Thu, 04 Jan 2024 10:00:00 GMT</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>{ARTICLE}</p><script>x()</script><ul><li>One &lt; two</li></ul>]]></content:encoded></item>
<item><title>Nothing</title></item><item><description>{SECOND}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom">
<title>Example Wire</title><entry><id>urn:1</id><title type="html">A &amp;amp; b</title>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/b"/><updated>2024-01-05T01:02:03Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{ARTICLE}</p><p>{SECOND}</p></div></content></entry></feed>"""


def test_each_item_of_a_feed_is_an_article(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xml", RSS)
    documents, problems, _ = read(path)
    text = f"{ARTICLE}\nOne < two"
    assert documents == [
        Document("a-1", text, "Blast & smoke", date(2024, 1, 4), "Example Post", "https://example.org/a", "en-us"),
        told_apart(Document(content_id(SECOND), SECOND, None, None, "Example Post", None, "en-us")),
    ]
    assert problems == [f"{path}:2: an item without text. The feed has only its title or address; give the article itself"]


def test_an_atom_entry_may_hold_its_text_as_elements(tmp_path: Path) -> None:
    assert only(written(tmp_path / "a.atom", ATOM)) == [
        Document("urn:1", f"{ARTICLE}\n{SECOND}", "A & b", date(2024, 1, 5), "Example Wire", "https://example.org/b")
    ]


@pytest.mark.parametrize("words", ["Read more...", "Continue reading \u2192", "[Read the full story]", "Click here to read more"])
def test_an_item_whose_text_is_only_a_link_to_it_is_no_article(tmp_path: Path, words: str) -> None:
    path = written(tmp_path / "a.rss", f"<rss><channel><item><title>Blast</title><description>{words}</description></item></channel></rss>")
    documents, problems, _ = read(path)
    assert documents == []
    assert problems == [f"{path}:1: a text that is only a link to it ({words!r}). Give the article itself"]


def test_a_line_of_json_that_has_only_a_link_is_no_article(tmp_path: Path) -> None:
    documents, problems, _ = read(written(tmp_path / "a.jsonl", json.dumps({"title": "Blast", "text": "Read more…"})))
    assert (documents, len(problems)) == ([], 1)


def test_a_short_text_that_ends_in_such_a_link_is_an_article(tmp_path: Path) -> None:
    feed = "<rss><channel><item><description>A bomb killed two. Read more</description></item></channel></rss>"
    assert [d.text for d in only(written(tmp_path / "a.rss", feed))] == ["A bomb killed two. Read more"]


# ---------------------------------------------------------------- JSON

ONE_OBJECT = {"title": "Blast", "body": ARTICLE, "date": "2024-01-04", "authors": [{"name": "x"}]}


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (ONE_OBJECT, [ARTICLE]),
        ([ONE_OBJECT, {"text": SECOND}], [ARTICLE, SECOND]),
        ({"status": "ok", "totalResults": 2, "tags": ["a"], "articles": [ONE_OBJECT, {"content": SECOND}]}, [ARTICLE, SECOND]),
    ],
)
def test_a_json_file_is_one_article_an_array_or_an_object_that_holds_one(tmp_path: Path, value: object, texts: list[str]) -> None:
    documents = only(written(tmp_path / "a.json", json.dumps(value, indent=2)))
    assert [d.text for d in documents] == texts
    assert (documents[0].title, documents[0].published) == ("Blast", date(2024, 1, 4))


def test_an_outlet_that_is_an_object_with_a_name_is_called_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", json.dumps([{"content": ARTICLE, "source": {"id": None, "name": "Example Post"}}]))
    assert [d.publisher for d in only(path)] == ["Example Post"]


def test_lines_of_json_in_a_json_file_are_read_as_lines(tmp_path: Path) -> None:
    lines = f"{json.dumps({'text': ARTICLE})}\n{json.dumps({'text': SECOND})}\n"
    assert [d.text for d in only(written(tmp_path / "a.json", lines))] == [ARTICLE, SECOND]


def test_what_is_no_article_in_an_array_is_named_by_its_number_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", json.dumps([3, {"title": "x"}, {"text": ARTICLE}]))
    documents, problems, _ = read(path)
    assert [d.text for d in documents] == [ARTICLE]
    assert [line.partition(". ")[0] for line in problems] == [f"{path}:1: a number where an object is needed", f"{path}:2: no field 'text'"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "1: no JSON (Expecting property name enclosed in double quotes, column 2)"),
        ('"text"', " a string where an object is needed"),
        ("[]", " an empty array"),
        ('[{"type": "Feature"}, {"type": "Feature"}]', " no object in its array has a text"),
        ('{"a": 1}', " an object without a text, and without an array of objects"),
        ('{"a": [{}], "b": [{}]}', " several arrays that may hold articles ('a', 'b')"),
        ("[" * 100_000, " no JSON that can be read (maximum recursion depth exceeded"),
    ],
)
def test_a_json_file_that_holds_no_articles_is_told(tmp_path: Path, content: str, problem: str) -> None:
    path = written(tmp_path / "a.json", content)
    documents, problems, _ = read(path)
    assert documents == []
    assert [line.startswith(f"{path}:{problem}") for line in problems] == [True]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<rss><channel></channel></rss>", "a feed without items. Leave it out"),
        ("<svg></svg>", "XML of another kind (<svg>). Known are RSS and Atom feeds"),
        ("<rss><channel>", "no XML that can be read (no element found: line 1, column 14). Save the feed again, as UTF-8"),
        (
            '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item>&b;</item></channel></rss>',
            "declares entities or refers to other files (EntitiesForbidden). Take these out",
        ),
        (
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item>&a;</item></channel></rss>',
            "declares entities or refers to other files (EntitiesForbidden). Take these out",
        ),
        ("<rss><channel><item>" + "<a/>" * 20_000, "more than 10,000 elements in one item. It is no feed of articles"),
        ("<rss><channel><item>" + "a" * 11_000_000, "an item of more than 5,000,000 bytes. It is no feed of articles"),
    ],
)
def test_a_feed_that_is_none_is_told(tmp_path: Path, content: str, problem: str) -> None:
    path = written(tmp_path / "a.rss", content)
    assert read(path)[:2] == ([], [f"{path}: {problem}"])


def pdf(*lines: str) -> bytes:
    """Return a PDF of one page; offsets in its table are true."""
    stream = "BT /F1 12 Tf 14 TL 50 700 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    count = len(objects) + 1
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {count}>>\nstartxref\n{len(out)}\n%%EOF"
    return (out + tail).encode("latin-1")


def test_a_pdf_gives_its_text_and_no_date(tmp_path: Path) -> None:
    text = "A bomb went off near the market.\nThree people were hurt."
    assert only(written(tmp_path / "a.pdf", pdf(*text.split("\n")))) == [Document(content_id(text), text)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (pdf(), "no text in this PDF. If it is a scan, run text recognition (OCR) on it first"),
        (b"%PDF-1.4 nothing", "no PDF that can be read ("),
    ],
)
def test_a_pdf_without_text_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    path = written(tmp_path / "a.pdf", content)
    documents, [told], _ = read(path)
    assert documents == []
    assert told.startswith(f"{path}: {problem}")


def record(kind: str, headers: str, body: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/w\r\nWARC-Date: 2024-01-06T00:00:00Z\r\n{headers}"
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def response(status: str, kind: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    return record("response", "Content-Type: application/http; msgtype=response", http)


def test_the_pages_of_a_web_archive_are_articles(tmp_path: Path) -> None:
    page = PAGE.replace('<link rel="canonical" href="https://example.org/a">', "").encode()
    parts = [
        record("warcinfo", "Content-Type: application/warc-fields", b"software: x"),
        response("200 OK", "text/html; charset=utf-8", page),
        response("404 Not Found", "text/html", page),
        response("200 OK", "image/png", b"\x89PNG"),
        response("200 OK", "text/html", b"<p>Menu</p>"),
        record("conversion", "Content-Type: text/plain", SECOND.encode()),
    ]
    path = written(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, parts)))
    documents, problems, notices = read(path)
    assert [(d.title, d.published, d.url, d.retrieved) for d in documents] == [
        ("Blast in town", date(2024, 1, 4), "https://example.org/w", date(2024, 1, 6)),
        (None, None, "https://example.org/w", date(2024, 1, 6)),
    ]
    assert problems == [f"{path}:5: no article in this page. Save the page of the article itself, or its text as .txt"]
    assert notices == [f"{path}: 3 of 6 records are no pages and were passed over"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\0" * 8_000_000, "more than a record's headers may be, or no end of a line. It is no web archive, or damaged"),
        (
            b"WARC/1.0\r\n" + b"x: y\r\n" * 300_000,
            "more than a record's headers may be, or no end of a line. It is no web archive, or damaged",
        ),
        (gzip.compress(b"\0" * 8_000_000), "packed with gzip. Let its name end in .warc.gz"),
    ],
)
def test_a_web_archive_that_would_take_without_end_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    path = written(tmp_path / "a.warc", content)
    assert read(path)[:2] == ([], [f"{path}: {problem}"])


@pytest.mark.parametrize(
    ("content", "texts", "problem"),
    [
        (b"no archive", [], "no web archive, or a damaged one (Unknown archive format, first line: ['no', 'archive'])"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nabcde\r\n\r\n", [], "no web archive, or a damaged one"),
        (
            record("conversion", "Content-Type: text/plain", SECOND.encode())
            + b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nabcde\r\n\r\n",
            [SECOND],
            "damaged at record 2",
        ),
    ],
)
def test_a_broken_web_archive_is_told_in_plain_words(tmp_path: Path, content: bytes, texts: list[str], problem: str) -> None:
    path = written(tmp_path / "a.warc", content)
    documents, problems, _ = read(path)
    assert [document.text for document in documents] == texts
    assert [one.startswith(f"{path}: {problem}. ") for one in problems] == [True]
    assert "Error" not in problems[0]
    assert "\\n" not in problems[0]


def test_what_stands_in_the_address_of_a_web_archive_is_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])  # as in a program that asks for no log
    page = record("conversion", "Content-Type: text/plain", SECOND.encode()).replace(b"example.org/w", b"example.org/\x1b[31m a")
    assert len(only(written(tmp_path / "a.warc", page))) == 1
    assert capfd.readouterr() == ("", "")


# ---------------------------------------------------------------- packed


@pytest.mark.parametrize(("content", "kind"), [(json.dumps({"id": "b", "text": SECOND}), ".jsonl"), (SECOND, ".txt"), (PAGE, ".html")])
@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_what_a_packed_file_holds_is_told_by_its_first_bytes_where_its_name_does_not_say_it(
    tmp_path: Path, content: str, kind: str, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = written(tmp_path / f"wire{suffix}", pack(content.encode()))
    documents, problems, notices = read(path)
    assert (len(documents), problems) == (1, [])
    assert notices[0] == f"{path}: read as {kind}, told by its first bytes. A name such as wire{kind}{suffix} says it"


def test_a_packed_file_of_an_unknown_kind_says_how_it_is_to_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "wire.2024.gz", gzip.compress(SECOND.encode()))
    [problem] = read(path)[1]
    assert problem.startswith(
        f"{path}: what is packed in it is of an unknown kind ('.2024'). Let its name say it, such as wire.2024.jsonl.gz."
    )


def tarred(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_file_without_a_name_in_an_archive_is_told(tmp_path: Path) -> None:
    content = zipped({"qq.txt": b"x", "a.txt": SECOND.encode()}).replace(b"qq.txt", b"\0q.txt")
    documents, problems, _ = read(written(tmp_path / "a.zip", content))
    assert [document.text for document in documents] == [SECOND]
    assert len(problems) == 1


FILES = {
    "a/one.txt": ARTICLE.encode(),
    "a/.hidden.txt": b"x",
    "__MACOSX/a/one.txt": b"x",
    "b.jsonl.gz": gzip.compress(json.dumps({"id": "b", "text": SECOND}).encode()),
    "c.html": PAGE.encode(),
    "d.csv": f"text\n{SECOND}\n".encode(),
}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("x.zip", zipped),
        ("x.tar", tarred),
        ("x.tar.gz", lambda files: gzip.compress(tarred(files))),
        ("x.tgz", lambda files: gzip.compress(tarred(files))),
        ("x.tar.bz2", lambda files: bz2.compress(tarred(files))),
        ("x.tar.zst", lambda files: zstandard.compress(tarred(files))),
        ("x.ZIP", lambda files: zipped({"inner.zip": zipped(files)})),
        ("x.tar", lambda files: tarred({"deep/inner.zip": zipped(files)})),
    ],
)
def test_an_archive_is_read_like_a_folder(tmp_path: Path, name: str, pack: object) -> None:
    assert callable(pack)
    path = written(tmp_path / name, pack(FILES))
    documents = only(path)
    assert [d.text for d in documents][:2] == [ARTICLE, SECOND]
    assert [d.title for d in documents] == [None, None, "Blast in town", None]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, zstandard.compress])
def test_a_packed_stream_is_told_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch, pack: object) -> None:
    assert callable(pack)
    lines = json.dumps({"text": ARTICLE}).encode() + b"\n" + json.dumps({"text": SECOND}).encode()
    for content in (pack(lines), pack(tarred({"a.jsonl": lines})), zipped({"a.jsonl": lines})):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        if content[:2] != b"PK" and b"ustar" in tarred({"a.jsonl": lines}) and content != pack(lines):
            continue  # a tar file has no first bytes of its own
        assert [d.text for d in only("-")] == [ARTICLE, SECOND]


def bomb(size: int) -> bytes:
    return b"\0" * size


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl.gz", gzip.compress(bomb(130_000_000))),
        ("a.txt.zst", zstandard.compress(bomb(130_000_000))),
        ("a.tar.gz", gzip.compress(tarred({"a.jsonl": bomb(130_000_000)}))),
        ("a.zip", zipped({"a.jsonl": bomb(130_000_000)})),
        ("b.zip", zipped({f"{n}.jsonl": bomb(13_000_000) for n in range(10)})),
        ("c.zip", zipped({"b.zip": zipped({f"{n}.csv": bomb(13_000_000) for n in range(10)})})),
    ],
)
def test_a_bomb_is_told_and_what_follows_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    path = written(tmp_path / name, content)
    after = written(tmp_path / "z.txt", ARTICLE)
    documents, problems, _ = read(path, after)
    assert [d.text for d in documents] == [ARTICLE]
    whole = f"{path}: grows to more than 200 times its size when it is unpacked. Split it, or unpack it yourself if you trust it"
    assert problems[-1] == whole if name != "a.txt.zst" else "more than 5,000,000 bytes" in problems[-1]


def test_archives_in_archives_are_read_only_so_deep(tmp_path: Path) -> None:
    content = zipped({"a.txt": ARTICLE.encode()})
    for _ in range(3):
        content = zipped({"a.zip": content})
    path = written(tmp_path / "a.zip", content)
    assert read(path)[:2] == (
        [],
        [f"{path}!a.zip!a.zip!a.zip!a.txt: packed more than 3 times. Unpack it yourself if you trust it"],
    )


def test_links_and_devices_in_an_archive_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in [("link.txt", tarfile.SYMTYPE), ("hard.txt", tarfile.LNKTYPE), ("pipe.txt", tarfile.FIFOTYPE)]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("../../escaped.txt")
        info.size = len(ARTICLE)
        archive.addfile(info, io.BytesIO(ARTICLE.encode()))
    (tmp_path / "in" / "side").mkdir(parents=True)
    path = written(tmp_path / "in" / "side" / "a.tar", out.getvalue())
    documents, problems, _ = read(path)
    assert [d.text for d in documents] == [ARTICLE]
    assert problems == [
        f"{path}!{name}: a link, a device or a file with holes. Give the article itself" for name in ("link.txt", "hard.txt", "pipe.txt")
    ]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.tar", "in", "side"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.jsonl.gz", "a.jsonl.bz2", "a.jsonl.zst", "a.warc.gz"])
@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + b"\xff" * 50, b"PK\x03\x04" + b"\0" * 100])
def test_a_damaged_archive_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    documents, problems, _ = read(written(tmp_path / name, content))
    assert documents == []
    assert problems


def test_a_cut_archive_gives_what_lies_before_the_cut(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"id": str(n), "text": f"{ARTICLE} {n * 7919}"}).encode() + b"\n" for n in range(2000))
    path = written(tmp_path / "a.jsonl.gz", gzip.compress(lines)[:-3000])
    documents, [problem], _ = read(path)
    assert [d.id for d in documents] == [str(n) for n in range(len(documents))]
    assert 500 < len(documents) < 2000
    assert problem == f"{path}: damaged (Compressed file ended before the end-of-stream marker was reached). Pack it again"


def test_an_encrypted_file_in_a_zip_archive_is_told(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": ARTICLE.encode()}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path = written(tmp_path / "a.zip", bytes(content))
    assert read(path)[1] == [f"{path}!a.txt: the file is encrypted. Pack it again without a password"]


# ---------------------------------------------------------------- names, pipes, missing libraries


def test_a_name_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    path = written(tmp_path / "\x1b[31m\u202e\n.docx", b"x")
    assert "\\x1b[31m\\u202e\\n.docx: unknown kind of file" in read(path)[1][0]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    import os  # noqa: PLC0415 - only here

    os.mkfifo(tmp_path / "a.txt")
    assert read(tmp_path)[1] == [f"{tmp_path / 'a.txt'}: a pipe or a device, no file. Name it itself if it is to be read"]


def test_a_format_whose_library_is_not_installed_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    path = written(tmp_path / "a.txt.zst", zstandard.compress(ARTICLE.encode()))
    assert read(path, written(tmp_path / "b.txt", ARTICLE))[1] == [
        f"{path}: needs zstandard, which is not installed. In the folder that kg was installed from: pip install -e '.[formats]'"
    ]


def test_text_that_lies_deep_in_a_page_is_not_lost(tmp_path: Path) -> None:
    deep = "<div>" * 500 + f"<article><p>{ARTICLE}</p><p>{SECOND}</p></article>" + "</div>" * 500
    assert [d.text for d in only(written(tmp_path / "a.html", f"<html><body>{deep}</body></html>"))] == [f"{ARTICLE}\n{SECOND}"]


def test_a_page_nested_without_end_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.html", "<div>" * 100_000 + f"<p>{ARTICLE}</p>")
    assert read(path)[1] == [f"{path}: elements nested in each other more than 2,048 deep. Save the article's text as .txt"]
