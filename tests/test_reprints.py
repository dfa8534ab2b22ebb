"""One text that several outlets print is one piece of evidence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_builder import build

import kg
from kg.evidence import Counted, Evidence
from kg.evidence.same_text import Printed, is_reprint
from kg.model import Document, Reading
from kg.network import to_networkx
from kg.query import Table, ask_named, query
from kg.revise import explain, remove
from kg.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIRE = (
    "A bomb went off near the main market of the northern town on Tuesday morning, and the police said that three people were hurt. "
    "The mayor, who had seen the blast from her window, told reporters that the street would stay closed until the end of the week. "
    "Nobody has said who is behind the attack. The army sent soldiers to the town, and the minister of the interior promised an inquiry. "
    "Shops around the square had opened again by noon, while families waited in front of the hospital for news of the wounded."
)
DAY = date(2024, 1, 4)


def marked(*documents: Document) -> list[tuple[str, str | None]]:
    """Return what each article is found to reprint, in the order given."""
    with TemporaryDirectory() as place, Evidence.create(Path(place)) as evidence:
        evidence.append(Reading(document) for document in documents)
        originals = Counted.of(evidence, Path(place)).originals
    return [(document.id, originals.get(document.id)) for document in documents]


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


@pytest.mark.parametrize(
    "credit",
    [
        "(Reporting by Jane Doe in Northtown; Additional reporting by John Roe and Ali al-Masri; Writing by J. Doe; Editing by Mary Major)",
        "\nReporting and writing by Jane Doe",
        "\nOur Standards: The Thomson Reuters Trust Principles.",
        "\n___\nThe Associated Press contributed to this report.",
        "Associated Press writers Jane Doe in Northtown and John Roe in Southtown contributed to this report.",
        "\nCopyright 2024 The Associated Press. All rights reserved.",
        "\n(c) 2024 Example Wire",
        "\n© 2024 AFP",
        "(AP)",
        "(Wire)",
        "\nAFP",
        "\nSource: Xinhua",
        "\nWith inputs from agencies",
        "— AP, Reuters",
        "\nBy J. Doe, Northtown Post",
        "\nThis article was originally published by Example Wire.",
    ],
)
def test_credits_of_agencies_at_the_end_are_no_news(credit: str) -> None:
    assert marked(Document("a", WIRE), Document("b", f"{WIRE} {credit}")) == [("a", None), ("b", "a")]


@pytest.mark.parametrize(
    "dateline",
    [
        "NORTHTOWN (Reuters) -",
        "NORTHTOWN, Jan. 4 (AP) —",
        "(AP) —",
        "NORTHTOWN:",
        "Rio de Janeiro, Brazil –",
        "By Jane Doe\n",
        "By Jane Doe and John Roe\nNORTHTOWN (Wire) —",
        "(CNN)",
        "Northtown (Reuters)",
        "Copyright 2024 Example Wire\n",
    ],
)
def test_datelines_and_bylines_at_the_beginning_are_no_news(dateline: str) -> None:
    assert marked(Document("a", WIRE), Document("b", f"{dateline} {WIRE}")) == [("a", None), ("b", "a")]


@pytest.mark.parametrize(
    "news",
    [
        "Separately, the navy seized a ship carrying rifles off Oman on Friday.",
        "Hezbollah struck Haifa.",
        "He later died.",
        "The mayor resigned",
        "By Friday the army had left.",
        "By Thursday, Rebels Took Mosul",
        "(Rebels Seize Mosul)",
        "Reporting by the army was stopped.",
        "Sources in Oman blamed the navy.",
        "THE NAVY SEIZED A SHIP OFF OMAN.",
        "Reporting by Jane Doe. The navy seized a ship.",
        "(The navy seized a ship.)",
        "Copyright 2024 Example Wire. Separately, the navy seized a ship.",
        "The Associated Press contributed to this report. The army left.",
        "Army Kills Rebel Leader:",
        "Mayor Dies —",
    ],
)
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_a_sentence_before_or_behind_a_text_is_news(news: str, between: str) -> None:
    assert marked(Document("a", WIRE), Document("b", f"{WIRE}{between}{news}")) == [("a", None), ("b", None)]
    assert marked(Document("a", WIRE), Document("b", f"{news}{between}{WIRE}")) == [("a", None), ("b", None)]


@pytest.mark.parametrize(
    ("old", "new"), [("A bomb went", "Rockets went"), ("of the wounded.", "of the Northtown."), ("A bomb", "Iran: A bomb")]
)
def test_another_word_at_the_edge_of_a_sentence_is_news(old: str, new: str) -> None:
    assert old in WIRE
    assert marked(Document("a", WIRE), Document("b", WIRE.replace(old, new))) == [("a", None), ("b", None)]


def test_another_byline_at_the_end_is_no_news() -> None:
    one, other = f"{WIRE}\nReporting by Jane Doe", f"{WIRE}\nReporting by John Roe"
    assert marked(Document("a", one), Document("b", other)) == [("a", None), ("b", "a")]


def test_spellings_of_two_houses_are_one() -> None:
    one = "the organisation of the harbour said that ten per cent of the labour was done by then and went on with the rest"
    other = "the organization of the harbor said that ten percent of the labor was done by then and went on with the rest"
    assert is_reprint(Printed.of(other), Printed.of(one))
    assert not is_reprint(Printed.of(other.replace("percent", "percent not")), Printed.of(one))
    assert not is_reprint(
        Printed.of("iraq " * 30 + other.replace("harbor", "iran")), Printed.of("iraq " * 30 + other.replace("harbor", "iraq"))
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


def test_the_earliest_is_the_original_and_on_one_day_the_first_id() -> None:
    later, undated = date(2024, 1, 5), Document("0", WIRE)
    assert marked(
        undated, Document("a", WIRE, published=later), Document("c", WIRE, published=DAY), Document("b", WIRE, published=DAY)
    ) == [
        ("0", "b"),
        ("a", "b"),
        ("c", "b"),
        ("b", None),
    ]


def test_what_says_more_than_the_earlier_text_is_an_update_of_which_later_ones_may_be_reprints() -> None:
    longer = f"{WIRE} Two of the three people died in the night, the hospital said."
    days = [date(2024, 1, day) for day in (4, 5, 6, 7)]
    texts = [WIRE, longer, longer, WIRE]
    documents = [Document(str(n), text, published=day) for n, (text, day) in enumerate(zip(texts, days, strict=True))]
    assert marked(*documents) == [("0", None), ("1", None), ("2", "1"), ("3", "0")]


def test_what_an_article_says_itself_that_it_reprints_counts_where_that_is_there_and_earlier() -> None:
    a, b = Document("a", WIRE, published=DAY), Document("b", "Another text altogether.", published=DAY, reprint_of="a")
    assert marked(a, b) == [("a", None), ("b", "a")]
    assert marked(b) == [("b", None)]
    assert marked(a, replace(b, published=None, reprint_of="c"), Document("c", WIRE, published=date(2024, 1, 5))) == [
        ("a", None),
        ("b", "a"),
        ("c", "a"),
    ]
    assert marked(replace(a, reprint_of="b"), replace(b, reprint_of="a")) == [("a", None), ("b", "a")]


def test_a_file_that_is_damaged_of_another_version_or_gone_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "reprints.sqlite"
    with Evidence.create(tmp_path) as evidence:
        evidence.append([Reading(Document("a", WIRE)), Reading(Document("b", WIRE))])
        assert Counted.of(evidence, tmp_path).originals == {"b": "a"}
        for damage in (b"damaged" * 1000, b""):
            path.write_bytes(damage)
            assert Counted.looked_at(evidence, tmp_path).originals == {"b": "a"}
            assert path.read_bytes() == damage
            assert Counted.of(evidence, tmp_path).originals == {"b": "a"}
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA user_version = 1")
        assert Counted.of(evidence, tmp_path).originals == {"b": "a"}


# ---------------------------------------------------------------- in whatever order


SENTENCES = [f"{one}." for one in WIRE.rstrip(".").split(". ")]
NAMES = ["Adana", "Brest", "Cadiz", "Derby", "Essen", "Fargo", "Genoa", "Haifa"]


@st.composite
def printings(draw: st.DrawFn) -> list[Document]:
    """Return articles of a few stories: cut, with datelines, put on days anew, some updated, some saying what they reprint."""
    ids = draw(st.lists(st.integers(0, 99), min_size=1, max_size=14, unique=True))
    documents = []
    for number in ids:
        sentences = [*SENTENCES, f"The mayor of {draw(st.sampled_from(NAMES[:2]))} spoke."] if draw(st.booleans()) else SENTENCES
        text = " ".join(sentences[: draw(st.integers(3, len(sentences)))])
        if draw(st.booleans()):
            text = f"{draw(st.sampled_from(NAMES)).upper()} (Wire) — {text}"
        if draw(st.integers(0, 3)) == 0:
            text = text.replace("three people", draw(st.sampled_from(["four people", "five people"])))
        day = draw(st.sampled_from([None, DAY, date(2024, 1, 5), date(2024, 1, 6)]))
        given = f"{draw(st.sampled_from(ids)):02}" if draw(st.integers(0, 9)) == 0 else None
        documents.append(Document(f"{number:02}", text, published=day, reprint_of=given))
    return documents


@settings(max_examples=150, deadline=None)
@given(documents=printings(), data=st.data())
def test_which_is_the_original_depends_on_what_is_there_and_on_no_order(documents: list[Document], data: st.DataObject) -> None:
    with TemporaryDirectory() as place, Evidence.create(Path(place)) as evidence:
        there: dict[str, Document] = {}
        for _ in range(data.draw(st.integers(1, 5))):
            gone = data.draw(st.sets(st.sampled_from(sorted(there)))) if there else set()
            came = data.draw(st.lists(st.sampled_from(documents), unique_by=lambda one: one.id))
            changed = [replace(one, published=data.draw(st.sampled_from([one.published, DAY, None]))) for one in came]
            evidence.remove(gone)
            evidence.append(map(Reading, changed))
            there = {name: one for name, one in there.items() if name not in gone} | {one.id: one for one in changed}
            found = Counted.of(evidence, Path(place)).originals
        assert found == {name: original for name, original in marked(*there.values()) if original is not None}
        assert not found.keys() & set(found.values())
        order = {one.id: (one.published or date.max, one.id) for one in there.values()}
        assert all(order[original] < order[name] for name, original in found.items())


@settings(max_examples=12, deadline=None)
@given(documents=printings(), data=st.data())
def test_a_graph_of_reprints_is_the_same_in_any_order_and_any_builds_and_as_if_what_is_removed_had_never_come(
    documents: list[Document], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from([one.id for one in documents]), max_size=len(documents) - 1))
    with TemporaryDirectory() as place:
        parts, whole = Path(place) / "parts.kg", Path(place) / "whole.kg"
        shuffled = data.draw(st.permutations(documents))
        cut = data.draw(st.integers(0, len(shuffled) - 1))
        for part in (shuffled[cut:], shuffled[:cut]):
            if part:
                kg.build(part, parts, reader=Scripted())
        if gone:
            remove(parts, gone)
        kg.build([one for one in documents if one.id not in gone], whole, reader=Scripted())
        assert canonical(parts) == canonical(whole)


def canonical(graph: Path) -> bytes:
    with open_store(graph) as store:
        return b"".join(sorted(f"{quad}\n".encode() for quad in store.quads()))


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
    who = "The army" if "The army" in document.text else "The mayor"  # texts that are cut do not name all
    reading = build(
        document.id,
        document.text,
        entities={"e1": ("ORG", [who]), "e2": ("LOC", ["northern town"])},
        events={"v1": ("Bombing", ["attack"])},
        arguments=[("attack", "Agent", who)],
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
    assert (report.read, report.reprints, reader.given) == (3, 2, ["wire", "post", "times"])
    with open_store(tmp_path / "a.kg") as store:
        network = to_networkx(store)
        edges = [(data["relation"], len(data["evidence"]), data["outlets"]) for _, _, data in network.edges(data=True)]
        assert edges == [("agent", 1, 3)]
        [[evidence]] = [data["evidence"] for _, _, data in network.edges(data=True)]
        assert (evidence.document, evidence.publisher, evidence.reprinted_by) == ("post", "Post", ("Times", "Wire"))
        printed = query(store, "SELECT ?id ?of { ?d kg:reprintOf ?o ; kg:identifier ?id . ?o kg:identifier ?of } ORDER BY ?id")
        assert isinstance(printed, Table)
        assert printed.to_csv().splitlines() == ["id,of", "times,post", "wire,post"]
        reports = ask_named(store, "first_reports")
        assert isinstance(reports, Table)
        assert [line.partition(",")[2] for line in reports.to_csv().splitlines()[1:]] == ['2024-01-04,"Post, Times, Wire",3']


def test_building_again_reads_nothing_and_every_text_is_read_once(tmp_path: Path) -> None:
    reader = Scripted()
    kg.build(ARTICLES[:1], tmp_path / "a.kg", reader=reader)
    assert kg.build(ARTICLES, tmp_path / "a.kg", reader=reader).known == 1
    assert kg.build(reversed(ARTICLES), tmp_path / "a.kg", reader=reader).known == 3
    (tmp_path / "a.kg" / "reprints.sqlite").unlink()
    again = kg.build(reversed(ARTICLES), tmp_path / "a.kg", reader=reader)
    assert (again.read, again.known, again.reprints) == (0, 3, 2)
    assert reader.given == ["wire", "post", "times"]


def test_a_reprint_of_a_text_that_compares_events_ends_no_build(tmp_path: Path) -> None:
    text = f"{WIRE} It was the deadliest attack since the siege of Oz, in which 30 people died."
    report = kg.build([Document("a", text, published=DAY), Document("b", text, publisher="Other", published=DAY)], tmp_path / "g.kg")
    assert (report.read, report.reprints) == (2, 1)


def test_when_an_original_is_removed_its_first_reprint_speaks(tmp_path: Path) -> None:
    kg.build(ARTICLES, tmp_path / "a.kg", reader=Scripted())
    remove(tmp_path / "a.kg", ["post"])
    with open_store(tmp_path / "a.kg") as store:
        [[evidence]] = [data["evidence"] for _, _, data in to_networkx(store).edges(data=True)]
        assert (evidence.document, evidence.reprinted_by) == ("times", ("Wire",))
    kg.build(ARTICLES[::2], tmp_path / "b.kg", reader=Scripted())
    assert canonical(tmp_path / "a.kg") == canonical(tmp_path / "b.kg")
    remove(tmp_path / "a.kg", ["wire", "times"])
    with Evidence.open(tmp_path / "a.kg") as evidence:
        assert len(evidence) == 0


def test_what_explains_a_graph_counts_reprints_as_it_does_and_changes_nothing(tmp_path: Path) -> None:
    kg.build(ARTICLES, tmp_path / "a.kg", reader=Scripted())
    before = (tmp_path / "a.kg" / "reprints.sqlite").read_bytes()
    found = explain(tmp_path / "a.kg", "The army", "The army")
    assert (found.left[1], found.are_one) == ("The army", True)
    assert (tmp_path / "a.kg" / "reprints.sqlite").read_bytes() == before
