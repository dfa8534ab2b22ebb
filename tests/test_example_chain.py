"""The larger example corpus is what its README says."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from kg.documents import read_documents
from kg.errors import DocumentError, UnknownNameError
from kg.examples import ARTICLES, corpus
from kg.model import Document

README = (ARTICLES.parent / "README.md").read_text(encoding="utf-8")


def fail(error: DocumentError) -> None:
    raise AssertionError(str(error))


@pytest.fixture(scope="module")
def chain() -> list[Document]:
    return list(read_documents([corpus("chain")], on_problem=fail))


def test_a_corpus_has_a_name_and_another_name_is_an_error_that_lists_them() -> None:
    assert corpus("kerman") == ARTICLES
    with pytest.raises(UnknownNameError, match=r"(?s)gaza.*chain.*kerman"):
        corpus("gaza")


def test_every_article_is_complete_and_of_the_length_the_readme_says(chain: list[Document]) -> None:
    assert [d.id for d in chain if None in {d.title, d.published, d.publisher, d.language}] == []
    assert [d.id for d in chain if not 60 <= len(d.text.split()) <= 180] == []
    assert f"{len(chain)} articles" in README
    assert len({d.id for d in chain}) == len(chain) >= 40


def test_the_articles_stand_in_the_order_of_their_days_and_span_the_years_the_readme_says(chain: list[Document]) -> None:
    days = [d.published for d in chain if d.published is not None]
    assert [(a, b) for a, b in pairwise(days) if a > b] == []
    assert f"from {days[0]:%-d %B %Y} to {days[-1]:%-d %B %Y}" in README


def test_the_readme_names_every_outlet_as_invented(chain: list[Document]) -> None:
    invented = README.split("are invented", maxsplit=1)[0]
    outlets = {d.publisher for d in chain} | {d.publisher for d in read_documents([ARTICLES], on_problem=fail)}
    assert {name for name in outlets if f"*{name}*" not in invented} == set()


def test_every_article_the_readme_points_at_exists(chain: list[Document]) -> None:
    named = set(re.findall(r"`([a-z]+-[a-z0-9-]+)`", README.split("## `chain.jsonl`")[1]))
    assert named - {d.id for d in chain} == set()
    assert len(named) > 10
