from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import rdflib

import kg
from kg import demo
from kg.documents import read_documents
from kg.errors import DocumentError
from kg.examples import ARTICLES
from kg.model import Document, Reading
from kg.query import Table

ROOT = Path(__file__).parent.parent


def articles() -> list[Document]:
    def fail(error: DocumentError) -> None:
        raise AssertionError(str(error))

    return list(read_documents([ARTICLES], on_problem=fail))


@pytest.fixture(scope="session")
def readings() -> list[Reading]:
    return list(kg.read(ARTICLES))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.build(folder)[1].close()
    return folder


def table(folder: Path, name: str) -> list[dict[str, object]]:
    with kg.open(folder / demo.GRAPH) as graph:
        answer = graph.named(name)
    assert isinstance(answer, Table)
    return [dict(row) for row in answer]


def test_the_articles_are_complete_and_their_files_name_them() -> None:
    assert [(a.id, a.published, a.language, a.title is not None, a.publisher is not None) for a in articles()] == [
        ("kerman-claim", date(2024, 1, 4), "en", True, True),
        ("kerman-first-reports", date(2024, 1, 3), "en", True, True),
        ("kerman-denial", date(2024, 1, 3), "en", True, True),
        ("kerman-retaliation", date(2024, 1, 16), "en", True, True),
    ]
    told = (ARTICLES.parent / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([\w-]+)`", told, re.MULTILINE)) == sorted(a.id for a in articles())


def test_the_articles_do_not_agree_on_how_many_were_killed() -> None:
    assert [re.findall(r"at least (\d+)(?: people)?(?: and|\b)", a.text)[:1] for a in articles()[:2]] == [["84"], ["103"]]


def test_what_is_read_stands_where_it_says(readings: list[Reading]) -> None:
    assert [reading.document for reading in readings] == articles()
    for reading in readings:
        spans = [m.span for entity in reading.entities for m in entity.mentions] + [m.trigger for v in reading.events for m in v.mentions]
        assert spans
        assert [span for span in spans if reading.document.text[span.start : span.end] != span.text] == []


def test_the_claim_is_kept_as_a_claim(folder: Path) -> None:
    claims = [row for row in table(folder, "claims_and_denials") if row["status"] == "claimed"]
    assert ("Islamic State", "Islamic State") in {(row["actor"], row["according_to"]) for row in claims}


def test_both_death_tolls_stand_side_by_side(folder: Path) -> None:
    killed = {row["at_least"] for row in table(folder, "tolls") if row["kind"] == "killed"}
    assert {84, 103} <= killed


def test_the_tour_draws_and_exports_and_the_same_again_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for target in (folder, tmp_path):
        report, graph = demo.build(target)
        with graph:
            assert len(list(demo.answers(graph))) == 4
            page, turtle = demo.write(graph, target)
        assert report.read + report.known == len(articles())
    assert [(folder / path.name).read_bytes() for path in (turtle,)] == [turtle.read_bytes()]
    assert len(rdflib.Graph().parse(turtle)) > 100
    assert re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=.https?:", page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^kg (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))))
def test_every_command_of_the_readme_exists(command: str) -> None:
    from kg.cli import app  # noqa: PLC0415 - typer is needed here only

    names = {one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands}
    assert command in names
