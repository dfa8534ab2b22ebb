from __future__ import annotations

import codecs
import io
import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import Notice, content_id, read_documents, told_apart
from kg.documents.text import date_of, title_of
from kg.errors import DocumentError
from kg.model import Document

ARTICLE = "A bomb went off near the market on Tuesday morning, and the police said that three people were hurt."
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Blast in town | Example Post</title><meta charset="utf-8">
<meta property="og:title" content="Blast in town"><meta property="og:site_name" content="Example Post">
<meta property="article:published_time" content="2024-01-04T23:30:00-05:00"><link rel="canonical" href="https://example.org/a"></head>
<body><nav><a href="/">Home</a><a href="/w">World news</a></nav>
<article><p>{ARTICLE}</p><p>“It was over in a second,” said the mayor of the town, who had seen it from her window.</p></article>
<footer>Copyright 2021 Example Post. All rights reserved.</footer></body></html>"""


def read(*paths: Path | str, published: date | None = None, publisher: str | None = None, language: str | None = None) -> list[Document]:
    def fail(error: DocumentError) -> None:
        raise AssertionError(str(error))

    return list(read_documents(paths, published=published, publisher=publisher, language=language, on_problem=fail))


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


# ---------------------------------------------------------------- plain text


def test_the_whole_file_is_the_text_and_blanks_and_line_ends_stay(tmp_path: Path) -> None:
    text = "  Blast in town\r\n\r\nA bomb went off.\u00a0 \n\tThree were hurt. 𝔘\n\n"
    [document] = read(write(tmp_path / "a.txt", text))
    assert document == Document(id=content_id(text), text=text, title="Blast in town")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(tmp_path: Path, encoding: str) -> None:
    assert [d.text for d in read(write(tmp_path / "a.txt", "Zürich said no.".encode(encoding)))] == ["Zürich said no."]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Blast in town\n\nA bomb went off.", "Blast in town"),
        ("Blast in town\nA bomb went off.\n\nMore.", None),
        ("A bomb went off.", None),
        ("ARDA, Oct 17 - A bomb went off on Monday.\n\nNobody was hurt.", None),
        ("Karr flies to the U.S.\n\nHe met nobody.", "Karr flies to the U.S."),
        ("Blast in town\n\n", None),
        ("\n\nA bomb went off.", None),
        ("word " * 100 + "\n\nA bomb went off.", None),
    ],
)
def test_a_title_is_a_short_first_line_above_a_blank_one(text: str, title: str | None) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Boats leave\n\nPublished: 14 March 2023\n\n", date(2023, 3, 14)),
        ("March 14, 2023\n", date(2023, 3, 14)),
        ("Tuesday, 14 Mar 2023 at 10:30 GMT\n", date(2023, 3, 14)),
        ("Boats leave\n\nMALINDI, 14 March 2023 - ", date(2023, 3, 14)),
        ("KABUL, Afghanistan, Jan. 4, 2024 (Agency) – ", date(2024, 1, 4)),
        ("Updated on 2024-01-03\n", date(2024, 1, 3)),
        ("Published: 14 March 2023\nUpdated: 15 March 2023\n", date(2023, 3, 14)),  # the first
        ("MALINDI, March 14 (Agency) - ", None),  # of which year?
        ("On 14 March 2023, ", None),
        ("In Malindi, 14 March 2023 was the day when ", None),
        ("Feb 30, 2023\n", None),
        ("A\nB\nC\nD\nE\nF\n14 March 2023\n", None),  # that is not the head
    ],
)
def test_the_day_of_an_article_is_what_its_head_states(tmp_path: Path, head: str, day: date | None) -> None:
    text = f"{head}Two boats left the harbour."
    assert date_of(text) == day
    (found,) = read(write(tmp_path / "a.txt", text))
    assert (found.published, found.text) == (day, text)


def test_equal_text_has_an_equal_id_and_other_text_another() -> None:
    assert content_id("a") == content_id("a")
    assert content_id("a") != content_id("a ")


def test_one_text_of_two_outlets_without_ids_is_two_articles_in_whatever_order_they_come() -> None:
    day, next_day = date(2024, 1, 4), date(2024, 1, 5)
    bare = Document(content_id("a"), "a")
    printed = [
        replace(bare, publisher="Wire"),
        replace(bare, publisher="Post"),
        replace(bare, publisher="Post", published=day),
        replace(bare, publisher="Post", published=next_day),
        replace(bare, url="https://example.org/a"),
    ]
    assert len({told_apart(document).id for document in (bare, *printed)}) == 6
    assert told_apart(printed[0]) == replace(printed[0], id=told_apart(replace(printed[0], title="A title")).id)
    assert told_apart(replace(bare, published=day)).id == bare.id
    assert told_apart(replace(printed[0], id="its own")).id == "its own"


def test_lines_without_ids_are_told_apart(tmp_path: Path) -> None:
    lines = [{"text": ARTICLE}, {"text": ARTICLE, "publisher": "Wire"}, {"text": ARTICLE, "publisher": "Post"}]
    found = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert len({document.id for document in found}) == 3
    assert found[0].id == content_id(ARTICLE)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip))
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    if text.startswith(codecs.BOM_UTF8.decode()):
        text = "x" + text
    line = json.dumps({"id": "x", "text": text}).encode()
    with pytest.MonkeyPatch.context() as patch:
        stdin(patch, line)
        assert read("-") == [Document(id="x", text=text)]


# ---------------------------------------------------------------- web pages


def test_an_article_is_taken_out_of_its_page_with_what_the_page_says_of_it(tmp_path: Path) -> None:
    [document] = read(write(tmp_path / "a.html", PAGE))
    text = f"{ARTICLE}\n“It was over in a second,” said the mayor of the town, who had seen it from her window."
    assert document == told_apart(
        Document(
            id=content_id(text),
            text=text,
            title="Blast in town",
            published=date(2024, 1, 4),
            publisher="Example Post",
            url="https://example.org/a",
            language="en",
        )
    )


def test_a_year_in_the_footer_is_no_date_of_publication(tmp_path: Path) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2024-01-04T23:30:00-05:00">', "")
    assert [d.published for d in read(write(tmp_path / "a.htm", page))] == [None]


def test_a_page_is_decoded_as_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1252")
    assert "“It was over" in read(write(tmp_path / "a.html", page.encode("cp1252")))[0].text


# ---------------------------------------------------------------- JSON lines


def test_a_line_of_json_keeps_its_id_and_its_text_as_they_stand(tmp_path: Path) -> None:
    fields = {
        "id": "reuters/1 ",
        "text": " Two\r\n\n words ",
        "title": "T",
        "published": "2024-01-04",
        "publisher": "P",
        "url": "https://example.org",
        "language": "en",
        "sentences": [[0, 3]],
    }
    lines = json.dumps(fields) + "\n\n" + json.dumps({"text": "No more than text.", "title": None}) + "\n"
    assert read(write(tmp_path / "a.jsonl", "\ufeff" + lines)) == [
        Document("reuters/1 ", " Two\r\n\n words ", "T", date(2024, 1, 4), "P", "https://example.org", "en"),
        Document(content_id("No more than text."), "No more than text."),
    ]


@pytest.mark.parametrize("published", ["2024-01-04", "2024-01-04T23:59:00Z", "2024-01-04T23:59:00+03:30", "20240104"])
def test_the_date_is_the_day_that_is_written(tmp_path: Path, published: str) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "x", "published": published}))
    assert [d.published for d in read(path)] == [date(2024, 1, 4)]


def test_what_is_given_fills_only_what_an_article_does_not_say(tmp_path: Path) -> None:
    lines = '{"text": "a", "published": "2020-02-02", "publisher": "Own", "language": "en-GB"}\n{"text": "b"}\n'
    documents = read(write(tmp_path / "a.jsonl", lines), published=date(2024, 1, 4), publisher="Given", language="en")
    assert [(d.published, d.publisher, d.language) for d in documents] == [
        (date(2020, 2, 2), "Own", "en-GB"),
        (date(2024, 1, 4), "Given", "en"),
    ]


# ---------------------------------------------------------------- folders and standard input


def test_a_folder_is_read_to_the_bottom_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.txt", "a/b/c.TXT", "c/d.jsonl"]:
        write(tmp_path / name, json.dumps({"text": name}) if name.endswith("jsonl") else name)
    assert [d.text for d in read(tmp_path)] == ["a/b/c.TXT", "a/z.txt", "b.txt", "c/d.jsonl"]


def test_hidden_files_and_graphs_in_a_folder_are_no_articles(tmp_path: Path) -> None:
    for name in [".hidden.txt", ".git/a.txt", "news.kg/readings.jsonl", "a.txt"]:
        write(tmp_path / name, name)
    assert [d.text for d in read(tmp_path)] == ["a.txt"]


def test_hidden_files_of_a_folder_are_told_once_and_lose_no_article(tmp_path: Path) -> None:
    def told(folder: Path) -> tuple[list[str], list[str]]:
        problems: list[DocumentError] = []
        notices: list[Notice] = []
        list(read_documents([folder], on_problem=problems.append, on_notice=notices.append))
        return [problem.problem for problem in problems], [str(notice) for notice in notices]

    write(tmp_path / "a.txt", "The army attacked the town.")
    assert told(tmp_path) == ([], [])
    write(tmp_path / "below" / ".b.txt", "x")
    assert told(tmp_path) == (
        [],
        [f"{tmp_path}: 1 hidden file or folder was passed over (.b.txt). Give it a name without a dot in front to have it read"],
    )
    for name in [".c.txt", ".d/e.txt", ".f.txt", ".g.txt"]:
        write(tmp_path / name, "x")
    [notice] = told(tmp_path)[1]
    assert notice.startswith(f"{tmp_path}: 5 hidden files and folders were passed over (.c.txt, .d, .f.txt, …). Give them a name without")
    assert told(tmp_path / "below") == (
        ["no file in this folder"],
        [f"{tmp_path / 'below'}: 1 hidden file or folder was passed over (.b.txt). Give it a name without a dot in front to have it read"],
    )


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b'{"text": "one"}\n{"text": "two"}\n', ["one", "two"]),
        (b'\xef\xbb\xbf \n{"text": "one"}', ["one"]),
        (b'[{"text": "one"}, {"text": "two"}]', ["one", "two"]),
        (b"Plain words.", ["Plain words."]),
        (PAGE.encode(), None),
    ],
)
def test_standard_input_is_told_by_its_first_byte(monkeypatch: pytest.MonkeyPatch, content: bytes, texts: list[str] | None) -> None:
    stdin(monkeypatch, content)
    documents = read("-")
    assert [d.text for d in documents] == texts if texts else [d.title for d in documents] == ["Blast in town"]


def test_standard_input_may_be_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    there, here = os.pipe()
    os.write(here, b'{"text": "one"}\n')
    os.close(here)
    with open(there, encoding="utf-8") as pipe:  # noqa: PTH123 - a descriptor has no path
        monkeypatch.setattr(sys, "stdin", pipe)
        assert [d.text for d in read("-")] == ["one"]


def test_documents_stream_one_at_a_time(tmp_path: Path) -> None:
    first = write(tmp_path / "a.txt", "one")
    documents = read_documents([first, tmp_path / "none.txt"], on_problem=lambda error: pytest.fail(str(error)))
    assert next(documents).text == "one"


def test_the_id_of_a_line_may_be_a_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": 5, "text": ARTICLE}), encoding="utf-8")
    assert [document.id for document in read(path)] == ["5"]
