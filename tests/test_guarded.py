"""A parser that hangs, dies or eats memory ends its article, not the run."""

from __future__ import annotations

import os
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from kg.documents import guarded
from kg.documents.article import Defaults
from kg.errors import DocumentError
from kg.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


def parse(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Document | DocumentError]:
    """Stand for a parser that goes wrong in the way that the file says; the helper imports it from here."""
    del defaults
    words = stream.read().decode()
    yield Document("first", words)
    if words == "hang":
        time.sleep(60)
    elif words == "die":
        os._exit(1)
    elif words == "eat":
        bytearray(8_000_000_000)
    elif words == "deep":
        parse_deeper(0)
    elif words == "raise":
        raise KeyError(where)
    elif words == "print":
        print("words among the answers")  # noqa: T201 - what a library may do
    yield Document("last", words)


def parse_deeper(level: int) -> None:
    parse_deeper(level + 1)


@pytest.fixture(autouse=True)
def _parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "START", f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); {guarded.START}")  # noqa: PTH120
    monkeypatch.setattr(guarded, "_helpers", guarded._Helpers())  # noqa: SLF001 - those of other tests know nothing of this parser
    monkeypatch.setattr(guarded, "PARSERS", {"test": "test_guarded:parse"})


def read(words: str) -> tuple[list[str], str | None]:
    ids: list[str] = []
    try:
        for found in guarded.guarded("test", limit=100)(BytesIO(words.encode()), "a.x", Defaults()):
            if isinstance(found, DocumentError):
                return ids, str(found)
            assert isinstance(found, Document)
            ids.append(found.id)
    except DocumentError as error:
        return ids, str(error)
    return ids, None


@pytest.mark.parametrize(
    ("words", "ids", "problem"),
    [
        ("well", ["first", "last"], None),
        ("print", ["first", "last"], None),
        ("raise", ["first"], "a.x: cannot be parsed (KeyError: 'a.x'). Give the article's text as .txt"),
        ("deep", ["first"], "a.x: nested too deep. Give the article's text as .txt"),
        ("eat", ["first"], "a.x: needs too much memory. Give the article's text as .txt"),
        (
            "die",
            ["first"],
            "a.x: cannot be parsed: it ended the process that tried, or needed too much memory. Give the article's text as .txt",
        ),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_file_is_read(words: str, ids: list[str], problem: str | None) -> None:
    assert read(words) == (ids, problem)
    assert read("well") == (["first", "last"], None)


def test_a_parser_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read("well")[1] is None  # so that starting the helper does not count
    monkeypatch.setattr(guarded, "SECONDS", 0.5)
    assert read("hang") == (["first"], "a.x: took longer than 0 seconds. Give the article's text as .txt")


def test_what_nobody_waits_for_is_given_up() -> None:
    found = guarded.guarded("test", limit=100)(BytesIO(b"well"), "a.x", Defaults())
    assert isinstance(next(found), Document)
    found.close()  # type: ignore[attr-defined] # it is a generator
    assert read("well") == (["first", "last"], None)
