from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.documents import MAX_BYTES, content_id, read_documents
from kg.errors import DocumentError

RESAVE = "Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW"
KNOWN = (
    ".atom, .bz2, .csv, .gz, .htm, .html, .json, .jsonl, .markdown, .md, .ndjson, .parquet, .pdf, .rss, .tar, .tsv, .txt, .warc, .wet, "
    ".xhtml, .xml, .zip, .zst"
)
GOOD = json.dumps({"id": "good", "text": "The police arrested two men."}).encode()

FILES: dict[str, tuple[str, bytes, str]] = {
    "empty file": ("a.txt", b"", ": the file is empty. Leave it out, or put the article's text in it"),
    "blank file": ("a.txt", b" \r\n\t", ": the text is empty. Leave the article out, or give it text"),
    "empty JSON lines": ("a.jsonl", b"\n \n", ": the file is empty. Leave it out, or put an article on each line"),
    "binary file": ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ": a binary file, no text. Leave it out, or convert it to .txt or .html"),
    "wrong encoding": (
        "a.txt",
        "one\nZürich".encode("cp1252"),
        ": not in the encoding utf-8 (byte 0xfc at offset 5, line 2). " + RESAVE,
    ),
    "cut UTF-16": (
        "a.txt",
        "one".encode("utf-16")[:-1],
        ": not in the encoding utf-16 (byte 0x65 at offset 6, line 1). " + RESAVE,
    ),
    "page without an article": (
        "a.html",
        b"<html><body><nav><a href='/'>Home</a> <a href='/b'>About us</a></nav><p>Copyright 2023.</p></body></html>",
        ": no article in this page. Save the page of the article itself, or its text as .txt",
    ),
    "page that is no HTML": ("a.html", b"<", ": no article in this page. Save the page of the article itself, or its text as .txt"),
    "page in an unknown encoding": (
        "a.html",
        b"<meta charset='klingon'><p>x</p>",
        ": declares the unknown encoding 'klingon'. Save the page again, as UTF-8",
    ),
    "unknown suffix": ("a.docx", b"PK", ": unknown kind of file '.docx'. Known are " + KNOWN),
    "no suffix": ("article", b"x", ": unknown kind of file ''. Known are " + KNOWN),
    "10 MB file": ("a.txt", b"word " * 2_000_000, f": more than {MAX_BYTES:,} bytes, too long for one article. Split it into its articles"),
    "10 MB file of JSON lines without an end": (
        "a.jsonl",
        b"x" * 10_000_000,
        f":1: more than {MAX_BYTES:,} bytes, too long for one article. Put each article on a line of its own",
    ),
}

ONE_A_LINE = '. Each line must be one article: an object such as {"text": "…"}'
LINES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{'text': 1}", "no JSON (Expecting property name enclosed in double quotes, column 2)" + ONE_A_LINE),
    "cut JSON": (b'{"text": "a', "no JSON (Unterminated string starting at, column 10)" + ONE_A_LINE),
    "no object": (b'["text"]', "a list where an object is needed" + ONE_A_LINE),
    "null": (b"null", "null where an object is needed" + ONE_A_LINE),
    "no text": (b'{"title": "a"}', 'no field \'text\'. Put the article there: {"text": "…", "published": "2024-01-31"}'),
    "empty text": (b'{"text": " "}', "the text is empty. Leave the article out, or give it text"),
    "text of another type": (b'{"text": 5}', "the field 'text' is a number. It must be a string"),
    "id of another type": (b'{"text": "a", "id": 5.5}', "the field 'id' is a number. It must be a string"),
    "empty id": (b'{"text": "a", "id": ""}', "the field 'id' is empty. Give the article an id of its own, or leave the field out"),
    "title of another type": (b'{"text": "a", "title": ["b"]}', "the field 'title' is a list. It must be a string"),
    "date of another form": (
        b'{"text": "a", "published": "4 Jan"}',
        "the field 'published' is '4 Jan'. It must be a date such as 2024-01-31",
    ),
    "date of another type": (b'{"text": "a", "published": true}', "the field 'published' is a truth value. It must be a string"),
    "half a surrogate pair": (
        b'{"text": "a \\ud800 b"}',
        "the text holds half of a surrogate pair (U+D800 at offset 2). Write the character in full, or leave it out",
    ),
    "half a surrogate pair in the id": (
        b'{"text": "a", "id": "\\udc00"}',
        "the field 'id' holds half of a surrogate pair. Write the character in full, or leave it out",
    ),
    "binary text": (b'{"text": "a\\u0000b"}', "the text holds the character U+0000 (offset 1). Take it out: it is binary data"),
    "wrong encoding": (
        '{"text": "Zürich"}'.encode("cp1252"),
        "not in the encoding utf-8 (byte 0xfc at offset 11, line 1). " + RESAVE,
    ),
    "10 MB line": (
        b'{"text": "' + b"a" * 10_000_000 + b'"}',
        f"more than {MAX_BYTES:,} bytes, too long for one article. Put each article on a line of its own",
    ),
}


def read(*paths: Path) -> tuple[list[str], list[str]]:
    """Return the ids of what could be read, and the messages for the rest."""
    problems: list[DocumentError] = []
    ids = [document.id for document in read_documents(paths, on_problem=problems.append)]
    return ids, [str(problem) for problem in problems]


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_named_with_a_remedy_and_the_next_one_is_read(tmp_path: Path, case: str) -> None:
    name, content, message = FILES[case]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.jsonl").write_bytes(GOOD)
    assert read(tmp_path / name, tmp_path / "z.jsonl") == (["good"], [f"{tmp_path / name}{message}"])
    assert read(tmp_path) == (["good"], [f"{tmp_path / name}{message}"])


@pytest.mark.parametrize("case", LINES)
def test_a_bad_line_is_named_with_a_remedy_and_the_next_one_is_read(tmp_path: Path, case: str) -> None:
    content, message = LINES[case]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n" + content + b"\n" + GOOD)
    assert read(path) == (["good"], [f"{path}:2: {message}"])


def test_json_nested_too_deeply_is_no_article_and_the_next_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"[" * 200_000 + b"\n" + GOOD)
    ids, [problem] = read(path)
    assert ids == ["good"]
    assert problem.startswith(f"{path}:1: no JSON")


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert read(tmp_path / "none.txt", tmp_path / "none") == (
        [],
        [f"{tmp_path / name}: no such file or folder. Check the path" for name in ("none.txt", "none")],
    )


def test_an_article_given_where_a_path_belongs_is_an_error_and_no_crash() -> None:
    assert read(Path("The police arrested two men. " * 100))[1][0].endswith(
        "cannot be opened (File name too long). Check the file and its permissions"
    )


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    assert read(tmp_path) == ([], [f"{tmp_path}: no file in this folder. Put articles in it ({KNOWN})"])


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    problem = f"{tmp_path / 'a.txt'}: a link that leads nowhere ({tmp_path / 'gone'}). Take it out, or let it lead to a file"
    assert read(tmp_path) == ([], [problem])
    assert read(tmp_path / "a.txt") == ([], [problem])


def test_a_link_to_a_folder_is_told_and_not_followed_unless_it_is_named_itself(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("The army attacked the town.")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "round").symlink_to("round")
    assert read(tmp_path / "in") == (
        [],
        [
            f"{tmp_path / 'in' / 'link'}: a link to a folder, which is not followed. Name it itself if what lies there is to be read",
            f"{tmp_path / 'in' / 'round'}: cannot be opened (Too many levels of symbolic links). Check the file and its permissions",
        ],
    )
    assert read(tmp_path / "in" / "link") == ([content_id("The army attacked the town.")], [])
