"""Articles in other languages than English are told and passed over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from test_documents import ARTICLE

from kg.documents import read_documents
from kg.documents.language import other_language
from kg.examples import corpus
from kg.model import Document

if TYPE_CHECKING:
    from pathlib import Path

    from kg.errors import DocumentError

GERMAN = "Die Polizei teilte am Dienstag mit, dass drei Menschen bei der Explosion in der Nähe des Marktes verletzt worden seien."
OTHERS = {
    "de": GERMAN,
    "fr": "La police a déclaré mardi que trois personnes avaient été blessées dans l'explosion près du marché.",
    "es": "La policía dijo el martes que tres personas resultaron heridas en la explosión cerca del mercado.",
    "ar": "قالت الشرطة يوم الثلاثاء إن ثلاثة أشخاص أصيبوا بجروح في الانفجار الذي وقع صباح اليوم بالقرب من السوق المركزي في المدينة.",
    "fa": "پلیس روز سه‌شنبه اعلام کرد که سه نفر در انفجار نزدیک بازار مرکزی شهر زخمی شدند و به بیمارستان منتقل شده‌اند.",
    "ru": "Полиция сообщила во вторник, что три человека пострадали при взрыве возле рынка.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_the_text_tells_its_language_whatever_the_page_says(language: str) -> None:
    assert other_language(Document("a", OTHERS[language], language="en")) == language


@pytest.mark.parametrize(
    ("text", "declared", "found"),
    [
        (ARTICLE, "de", None),
        ("Zwei Tote.", None, None),
        ("Zwei Tote.", "de-AT", "de"),
        ("Two dead.", "en_US", None),
        ("Two dead.", "ENG", None),
        ("12 345 678 " * 50, None, None),
        (f"{ARTICLE} He said: “{GERMAN[:40]}”", None, None),
    ],
)
def test_what_a_source_declares_counts_only_where_the_text_is_too_short(text: str, declared: str | None, found: str | None) -> None:
    assert other_language(Document("a", text, language=declared)) == found


@pytest.mark.parametrize("name", ["kerman", "chain"])
def test_no_english_article_is_taken_for_another(name: str) -> None:
    found: list[DocumentError] = []
    documents = list(read_documents([corpus(name)], on_problem=found.append))
    assert documents
    assert found == []
    assert [document.id for document in documents for at in (0, 300) if other_language(Document("a", document.text[at : at + 80]))] == []


def test_an_article_in_another_language_is_told_and_can_be_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"id": key, "text": text}) for key, text in (("d", GERMAN), ("e", ARTICLE))))
    problems: list[DocumentError] = []
    assert [d.id for d in read_documents([path], on_problem=problems.append)] == ["e"]
    assert list(map(str, problems)) == [
        f"{path} (article d): in another language than English (de). Leave it out; --any-language reads it all the same"
    ]
    assert [d.id for d in read_documents([path], any_language=True, on_problem=problems.append)] == ["d", "e"]
    assert len(problems) == 1
