from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hard_names import reading

import kg
from kg import cli
from kg.resolve.tables import KEPT, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Document, Reading

TABLE = "id,name,type,aliases\nnsf,Northern Front,ArmedGroup,NF\nother,Other Front,ArmedGroup,OF\nthird,Third Front,ArmedGroup,OF\n"
UNUSED = ["  no article names Other Front ({0}:3)", "  no article names Third Front ({0}:4)"]
AMBIGUOUS = "  ambiguous: 'of' is Other Front ({0}:3) and Third Front ({0}:4)"


class FrontReader:
    """Reads every article as one that names an organisation."""

    extractor = "front-reader 1"

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            yield reading(document.id, "The [NF|ORG:x] struck.")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "my.csv"
    path.write_text(TABLE)
    return path


def built(tmp_path: Path, *, gazetteer: list[Path], article: str = "a") -> kg.BuildReport:
    document = kg.Document(article, "The NF struck.")
    return kg.build([document], tmp_path / "news.kg", gazetteer=gazetteer, reader=FrontReader())


def names(graph: Path) -> list[str]:
    with kg.open(graph) as opened:
        found = opened.query("SELECT ?name WHERE { ?a a kg:Organization ; skos:prefLabel ?name }")
        assert not isinstance(found, bool)
        return [str(row["name"]) for row in found]


def run(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["kg", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


def test_a_build_with_a_table_links_to_it_and_tells_what_became_of_its_rows(tmp_path: Path, table: Path) -> None:
    report = built(tmp_path, gazetteer=[table]).gazetteer
    assert names(tmp_path / "news.kg") == ["Northern Front"]
    assert report is not None
    assert [known.id for known in report.unused] == ["other", "third"]
    assert [name for name, _ in report.ambiguous] == ["of"]


def test_articles_added_later_are_linked_to_the_table_that_the_graph_keeps(tmp_path: Path, table: Path) -> None:
    built(tmp_path, gazetteer=[table])
    assert [known.id for known in read_table(tmp_path / "news.kg" / KEPT)] == ["nsf", "other", "third"]
    assert built(tmp_path, gazetteer=[], article="b").gazetteer is None
    assert names(tmp_path / "news.kg") == ["Northern Front"]


def test_without_a_table_a_name_stays_a_name(tmp_path: Path) -> None:
    assert built(tmp_path, gazetteer=[]).gazetteer is None
    assert names(tmp_path / "news.kg") == ["NF"]
    assert not (tmp_path / "news.kg" / KEPT).exists()


def test_a_table_with_a_mistake_stops_the_build_before_anything_is_read(tmp_path: Path, table: Path) -> None:
    table.write_text("id,name,type\nx,X,Army\n")
    with pytest.raises(kg.KgError, match=r"my\.csv:2: column type"):
        built(tmp_path, gazetteer=[table])
    assert not (tmp_path / "news.kg").exists()


def test_check_lists_ambiguous_names_and_with_a_graph_unused_rows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, table: Path
) -> None:
    built(tmp_path, gazetteer=[table])
    assert run(monkeypatch, "gazetteer", "check", table) == 1
    assert capsys.readouterr().out.splitlines() == [
        "gazetteer: 3 rows, 0 that no article names, 1 ambiguous names",
        AMBIGUOUS.format(table),
    ]
    assert run(monkeypatch, "gazetteer", "check", table, "--graph", tmp_path / "news.kg") == 1
    assert capsys.readouterr().out.splitlines() == [
        "gazetteer: 3 rows, 2 that no article names, 1 ambiguous names",
        AMBIGUOUS.format(table),
        *(line.format(table) for line in UNUSED),
    ]


def test_check_of_a_sound_table_ends_with_0(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], table: Path) -> None:
    table.write_text("id,name,type,aliases\nx,Xanadu Front,ArmedGroup,SDF\n")
    assert run(monkeypatch, "gazetteer", "check", table) == 0
    assert capsys.readouterr().out.splitlines() == [
        "gazetteer: 1 rows, 0 that no article names, 0 ambiguous names",
        f"  taken from the shipped table: 'sdf' was Syrian Democratic Forces, is Xanadu Front ({table}:2)",
    ]


def test_import_writes_a_table_that_build_reads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source, target = tmp_path / "d.txt", tmp_path / "out.csv"
    source.write_text("NORTHERN_FRONT_ [NORREB]\n+NF_\nNORWAY_ [NOR]\n")
    assert run(monkeypatch, "gazetteer", "import", source, "--from", "petrarch", "-o", target) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"left out {source}:3: a country, which is known already",
        "1 rows, 1 left out",
    ]
    assert [(known.name, known.kind, known.aliases) for known in read_table(target)] == [("Northern Front", "ArmedGroup", ("NF",))]


def test_import_of_what_is_none_ends_with_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "x.json"
    source.write_text("{}")
    assert run(monkeypatch, "gazetteer", "import", source, "--from", "wikidata") == 2
    assert capsys.readouterr().err.startswith(f"{source}: this is no SPARQL answer in JSON")
