"""One text that several outlets print is one piece of evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from reading_builder import build

import kg
from kg.documents import Reprints, content_id
from kg.documents.reprints import is_reprint, words_of
from kg.errors import InputError
from kg.evidence import Evidence
from kg.model import Document, Reading
from kg.network import to_networkx
from kg.query import Table, ask_named, query
from kg.revise import remove
from kg.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WIRE = (
    "A bomb went off near the main market of the northern town on Tuesday morning, and the police said that three people were hurt. "
    "The mayor, who had seen the blast from her window, told reporters that the street would stay closed until the end of the week. "
    "Nobody has said who is behind the attack. The army sent soldiers to the town, and the minister of the interior promised an inquiry. "
    "Shops around the square had opened again by noon, while families waited in front of the hospital for news of the wounded."
)
DAY = date(2024, 1, 4)


def marked(*documents: Document, path: Path | None = None) -> list[tuple[str, str | None]]:
    with Reprints.open(path) as reprints:
        return [(document.id, document.reprint_of) for document in reprints.mark(documents)]


@pytest.mark.parametrize(
    "text",
    [
        WIRE,
        WIRE.upper(),
        WIRE.replace(". ", ".\n\n"),
        f"NORTHTOWN, Jan 4 (Wire) — {WIRE}",
        f"{WIRE}\nReporting by Jane Doe; editing by John Roe. Copyright 2024 Example Wire. All rights reserved.",
        WIRE.rpartition(". ")[0] + ".",
        WIRE.replace("of the interior", "of the interior").replace("The army sent soldiers to the town, and the", "The"),
    ],
    ids=["same", "capitals", "paragraphs", "dateline", "byline", "last sentence cut", "clause cut"],
)
def test_a_text_that_says_nothing_new_is_a_reprint(text: str) -> None:
    assert marked(Document("a", WIRE), Document("b", text)) == [("a", None), ("b", "a")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("three people were hurt", "four people were hurt"),
        ("three people were hurt", "30 people were hurt"),
        ("Nobody has said who is", "The Front has said that it is"),
        ("northern town", "southern town"),
        ("The army sent", "The army has not sent"),
        ("Nobody has said", "Somebody has said"),
        ("the street would stay", "the street may stay"),
        ("promised an inquiry.", "promised an inquiry. The Front claimed the bombing."),
        ("for news of the wounded.", "for news of the wounded. Two of them died."),
        ("A bomb went", "UPDATE: five dead. A bomb went"),
    ],
)
def test_an_update_is_no_reprint(old: str, new: str) -> None:
    assert old in WIRE
    assert marked(Document("a", WIRE), Document("b", WIRE.replace(old, new))) == [("a", None), ("b", None)]


def test_spellings_of_two_houses_are_one() -> None:
    one = "the organisation of the harbour said that ten per cent of the labour was done by then and went on with the rest"
    other = "the organization of the harbor said that ten percent of the labor was done by then and went on with the rest"
    assert is_reprint(words_of(other), words_of(one))
    assert not is_reprint(words_of(other.replace("percent", "percent not")), words_of(one))
    assert not is_reprint(
        words_of("iraq " * 30 + other.replace("harbor", "iran")), words_of("iraq " * 30 + other.replace("harbor", "iraq"))
    )


def test_short_texts_are_reprints_only_on_one_day() -> None:
    text = "No casualties were reported on Monday."
    assert marked(
        Document("a", text, published=DAY), Document("b", text, published=DAY), Document("c", text, published=date(2024, 1, 5))
    ) == [
        ("a", None),
        ("b", "a"),
        ("c", None),
    ]


def test_one_text_of_two_outlets_without_ids_is_two_articles() -> None:
    one, other = Document(content_id(WIRE), WIRE, publisher="Wire"), Document(content_id(WIRE), WIRE, publisher="Post")
    [(first, none), (second, original)] = marked(one, other)
    assert (first, none, original) == (one.id, None, one.id)
    assert second != first
    assert marked(one, other, one, other) == [(first, None), (second, first)] * 2


def test_what_came_before_is_remembered_and_what_is_gone_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "reprints.sqlite"
    assert marked(Document("a", WIRE), path=path) == [("a", None)]
    assert marked(Document("b", WIRE), Document("a", WIRE), path=path) == [("b", "a"), ("a", None)]
    with Reprints.open(path) as reprints:
        reprints.synchronise({"c"}, ["c"], [Document("c", WIRE)])
        assert list(reprints) == ["c"]
    path.write_bytes(b"damaged" * 1000)
    assert marked(Document("b", WIRE), path=path) == [("b", None)]


def test_a_text_of_one_word_a_million_times_is_no_trouble() -> None:
    text = "word " * 1_000_000
    assert marked(Document("a", text), Document("b", text), Document("c", text + "more")) == [("a", None), ("b", "a"), ("c", None)]
    text = "word " * 9_000
    assert marked(Document("a", text), Document("c", text + "more more more"))[0] == ("a", None)


# ---------------------------------------------------------------- in a graph


class Scripted:
    """Reads one story out of every text, and remembers what it was given."""

    extractor = "scripted"

    def __init__(self) -> None:
        self.given: list[str] = []

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            self.given.append(document.id)
            yield _story(document)


def _story(document: Document) -> Reading:
    reading = build(
        document.id,
        document.text,
        entities={"e1": ("ORG", ["The army"]), "e2": ("LOC", ["northern town"])},
        events={"v1": ("Bombing", ["attack"])},
        arguments=[("attack", "Agent", "The army")],
    )
    return replace(reading, document=document, extractor="scripted")


ARTICLES = (
    Document("wire", WIRE, published=DAY, publisher="Wire"),
    Document("post", f"NORTHTOWN (Wire) — {WIRE}", published=DAY, publisher="Post"),
    Document("times", WIRE, published=DAY, publisher="Times"),
)


def test_a_reprint_is_one_evidence_and_another_outlet(tmp_path: Path) -> None:
    reader = Scripted()
    report = kg.build(ARTICLES, tmp_path / "a.kg", reader=reader)
    assert (report.read, report.reprints, reader.given) == (3, 2, ["wire"])
    with open_store(tmp_path / "a.kg") as store:
        network = to_networkx(store)
        edges = [(data["relation"], len(data["evidence"]), data["outlets"]) for _, _, data in network.edges(data=True)]
        assert edges == [("agent", 1, 3)]
        [[evidence]] = [data["evidence"] for _, _, data in network.edges(data=True)]
        assert (evidence.document, evidence.publisher, evidence.reprinted_by) == ("wire", "Wire", ("Post", "Times"))
        printed = query(store, "SELECT ?id ?of { ?d kg:reprintOf ?o ; kg:identifier ?id . ?o kg:identifier ?of } ORDER BY ?id")
        assert isinstance(printed, Table)
        assert printed.to_csv().splitlines() == ["id,of", "post,wire", "times,wire"]
        reports = ask_named(store, "first_reports")
        assert isinstance(reports, Table)
        assert [line.partition(",")[2] for line in reports.to_csv().splitlines()[1:]] == ['2024-01-04,"Post, Times, Wire",3']


def test_building_again_reads_nothing_and_a_later_reprint_only_adds_itself(tmp_path: Path) -> None:
    reader = Scripted()
    kg.build(ARTICLES[:1], tmp_path / "a.kg", reader=reader)
    assert kg.build(ARTICLES, tmp_path / "a.kg", reader=reader).known == 1
    assert kg.build(reversed(ARTICLES), tmp_path / "a.kg", reader=reader).known == 3
    (tmp_path / "a.kg" / "reprints.sqlite").unlink()
    assert kg.build(reversed(ARTICLES), tmp_path / "a.kg", reader=reader).known == 3
    assert reader.given == ["wire"]


def test_what_others_reprint_is_not_removed_without_them(tmp_path: Path) -> None:
    kg.build(ARTICLES, tmp_path / "a.kg", reader=Scripted())
    with pytest.raises(InputError, match="post, times reprint what would be removed"):
        remove(tmp_path / "a.kg", ["wire"])
    remove(tmp_path / "a.kg", ["times"])
    remove(tmp_path / "a.kg", ["wire", "post"])
    with Evidence.open(tmp_path / "a.kg") as evidence:
        assert len(evidence) == 0
    assert kg.build(ARTICLES[1:], tmp_path / "a.kg", reader=Scripted()).reprints == 1
