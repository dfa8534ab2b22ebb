"""What people give to `build`: one path or several, a day as text; what cannot be meant is said before anything is written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import kg
from kg.documents import content_id
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.documents import Notice
    from kg.model import Reading


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("A bomb killed 12 people in Erbil on Monday.", encoding="utf-8")
    return path


def only(readings: list[Reading]) -> Reading:
    (reading,) = readings
    return reading


@pytest.mark.parametrize("day", ["2024-01-31", date(2024, 1, 31)])
def test_one_path_is_as_good_as_a_list_and_a_day_may_be_text(article: Path, tmp_path: Path, day: str | date) -> None:
    assert kg.build(str(article), tmp_path / "one.kg", published=day).read == 1
    with kg.open(tmp_path / "one.kg") as graph:
        assert graph.articles().column("published") == ["2024-01-31"]
    assert only(list(kg.read(article, published=day))).document.published == date(2024, 1, 31)


def test_what_is_no_day_is_an_error_before_anything_is_written(article: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"published is 'soon'\. It must be a day, such as "):
        kg.build(article, tmp_path / "no.kg", published="soon")
    assert not (tmp_path / "no.kg").exists()


def test_one_path_that_is_missing_is_named_whole(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="articles: no such file or folder"):
        kg.build("articles", tmp_path / "no.kg")


def test_articles_without_a_date_are_told_at_once_and_dated_ones_are_not(article: Path, tmp_path: Path) -> None:
    told: list[str] = []
    kg.build(
        [article, kg.Document(id="dated", text="Karr met Lind.", published=date(2024, 1, 31))], tmp_path / "a.kg", on_notice=told_in(told)
    )
    where = f"1 article: without a date, so that weekdays in the text have none either: {content_id(article.read_text())!r}"
    assert told == [f"{where}. Say it in the article, or for all with --date (in Python: published=)"]
    kg.build(article, tmp_path / "b.kg", published="2024-01-31", on_notice=told_in(told))
    assert len(told) == 1


def test_of_many_articles_without_a_date_the_first_few_are_named(tmp_path: Path) -> None:
    told: list[str] = []
    articles = [kg.Document(id=f"n{n}", text=f"Karr met Lind in room {n}.", title=f"Room {n}") for n in range(5)]
    kg.build(articles, tmp_path / "a.kg", on_notice=told_in(told))
    assert [line.partition(". Say")[0] for line in told] == [
        """5 articles: without a date, so that weekdays in the text have none either: 'Room 0', 'Room 1', 'Room 2' and 2 more"""
    ]


def test_an_article_that_was_read_before_with_less_known_of_it_is_told_with_its_former_id(article: Path, tmp_path: Path) -> None:
    told: list[str] = []
    kg.build(article, tmp_path / "a.kg", published="2024-03-04")
    with kg.open(tmp_path / "a.kg") as graph:
        [former] = graph.articles().column("article")
    kg.build(article, tmp_path / "a.kg", published="2024-03-05", on_notice=told_in(told))
    assert told == []  # the same article: it has no outlet, and the day alone tells none apart
    kg.build(article, tmp_path / "a.kg", published="2024-03-04", publisher="Valley Post", on_notice=told_in(told))
    assert [line.rpartition(": ")[2] for line in told] == [former]
    assert told[0].startswith("1 article: in the graph already, read without their outlet, address or date")
    kg.build(article, tmp_path / "a.kg", published="2024-03-04", publisher="Valley Post", on_notice=told_in(told))
    assert len(told) == 1


def told_in(told: list[str]) -> Callable[[Notice], None]:
    return lambda notice: told.append(str(notice))
