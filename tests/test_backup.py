"""Damage is reported and never answers wrongly; a copy is whole, apart from the original, and made while others work."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from knowledge_example import KNOWLEDGE
from reading_builder import build
from typer.testing import CliRunner

from kg.backup import backup, damages, restore
from kg.cli import app, main
from kg.errors import StoreError
from kg.evidence import FILE, Evidence
from kg.graph import apply_rules, quads
from kg.store import Layout, building, open_store, update_store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable

READING = build("a", "Text of a.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "news.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules, beside=lambda state, _: (state / "index").write_text("x" * 100))
    with Evidence.create(folder) as evidence:
        evidence.append([READING])
    Layout(folder).judgements.write_text("")
    Layout(folder).gazetteer.write_text("name\n")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "news.kg"))


def content(folder: Path) -> set[object]:
    with open_store(folder) as store, Evidence.open(folder) as evidence:
        return {*store.quads(), *evidence}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in Layout(folder).stores.rglob("*") if path.is_file() and path.stat().st_size)


def test_a_sound_graph_has_no_damage(folder: Path) -> None:
    assert damages(folder) == ()
    update_store(folder, beside=lambda *_: None)
    assert damages(folder) == ()


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


@pytest.mark.parametrize("damage", [flip, cut])
def test_a_damaged_file_is_reported_and_never_answers_wrongly(
    made: Path, folder: Path, damage: Callable[[Path, random.Random], None]
) -> None:
    whole, chance = content(made), random.Random(7)  # noqa: S311 - no secret
    for path in files(folder):
        before = path.read_bytes()
        damage(path, chance)
        assert any(str(path) in line for line in damages(folder)), path
        try:
            assert content(folder) == whole, path
        except StoreError as error:
            assert str(folder) in str(error)  # noqa: PT017 - either is right: to say so, or not to need what was damaged
        path.write_bytes(before)
    assert damages(folder) == ()


def test_damaged_evidence_is_reported_page_by_page_and_article_by_article(folder: Path) -> None:
    database = folder / FILE
    data = database.read_bytes()
    database.write_bytes(data.replace(b"Text of a", b"Test of a"))
    assert [line.partition(":")[0] for line in damages(folder)] == [f"{database}, article 'a'"]
    database.write_bytes(data[: len(data) // 2])
    assert damages(folder)
    database.write_bytes(b"nonsense" * 1000)
    assert [line.partition(":")[0] for line in damages(folder)] == [str(database)]


def test_what_is_no_graph_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such graph"):
        damages(tmp_path / "none.kg")


def test_a_backup_is_the_same_graph_and_shares_no_file(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.kg"
    backup(folder, target)
    assert content(target) == content(folder)
    assert damages(target) == ()
    assert {path.relative_to(folder) for path in files(folder)} == {path.relative_to(target) for path in files(target)}
    assert [path for path in files(target) if path.stat().st_nlink > 1] == []
    assert (Layout(target).gazetteer.read_text(), Layout(target).judgements.exists()) == ("name\n", True)
    update_store(folder, removed=list(quads(KNOWLEDGE)))
    assert len(content(target)) > len(content(folder))
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_backup_is_made_while_others_build_and_write(folder: Path, tmp_path: Path) -> None:
    before = content(folder)
    with building(folder), Evidence.create(folder) as evidence:
        evidence.append([READING])

        def meanwhile(_: object) -> None:
            backup(folder, tmp_path / "copy.kg")

        update_store(folder, removed=list(quads(KNOWLEDGE)), finish=meanwhile)
    assert content(tmp_path / "copy.kg") == before


def test_a_state_that_is_being_copied_is_not_removed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, copytree = content(folder), shutil.copytree

    def slowly(source: Path, target: Path, *others: object, **options: Any) -> Path:  # noqa: ANN401 - as the library has them
        if isinstance(source, Path):  # the outermost call
            update_store(folder, removed=list(quads(KNOWLEDGE)))
            update_store(folder)
        return Path(copytree(source, target, *others, **options))  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("kg.store.seal.shutil.copytree", slowly)
        backup(folder, tmp_path / "copy.kg")
    assert content(tmp_path / "copy.kg") == before


def test_a_damaged_graph_is_not_copied(folder: Path, tmp_path: Path) -> None:
    flip(max(files(folder), key=lambda path: path.stat().st_size), random.Random(1))  # noqa: S311 - no secret
    with pytest.raises(StoreError, match="the graph is damaged"):
        backup(folder, tmp_path / "copy.kg")
    assert [entry.name for entry in tmp_path.iterdir()] == ["news.kg"]


def test_what_is_there_is_not_overwritten_and_a_stopped_copy_is_no_hindrance(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.kg.part" / "store").mkdir(parents=True)
    backup(folder, tmp_path / "copy.kg")
    with pytest.raises(StoreError, match=r"copy\.kg: this exists already"):
        backup(folder, tmp_path / "copy.kg")
    with pytest.raises(StoreError, match="the copy cannot be written"):
        backup(folder, tmp_path / "copy.kg" / "kg.json" / "copy.kg")


def test_a_damaged_backup_is_not_restored(folder: Path, tmp_path: Path) -> None:
    with sqlite3.connect(folder / FILE) as database:
        database.execute("UPDATE readings SET checksum = ''")
    database.close()
    with pytest.raises(StoreError, match="the backup is damaged"):
        restore(folder, tmp_path / "new.kg")
    assert not (tmp_path / "new.kg").exists()


def test_a_copy_that_fails_leaves_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kg.store.copy_store", full)
        with pytest.raises(StoreError, match=r"cannot be written.*No space left"):
            backup(folder, tmp_path / "copy.kg")
    assert [entry.name for entry in tmp_path.iterdir()] == ["news.kg"]


def test_the_commands_copy_and_check(folder: Path, tmp_path: Path) -> None:
    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(app, [str(word) for word in words])
        return done.exit_code, done.stdout

    kept, new = tmp_path / "kept.kg", tmp_path / "new.kg"
    assert run("backup", folder, kept) == (0, f"{kept}\n")
    assert run("restore", kept, new) == (0, f"{new}\n")
    assert content(new) == content(folder)
    assert run("check", "--integrity", new) == (0, "")
    (Layout(new).state("1") / "index").write_text("y")
    assert run("check", "--integrity", new) == (1, f"{Layout(new).state('1') / 'index'}: the file was changed or is cut short\n")


def test_a_query_of_a_damaged_graph_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (Layout(folder).state("1") / "graph").glob("*.sst"):
        data = bytearray(path.read_bytes())
        if len(data) > 10_000:  # an index, which nothing reads before it is asked for
            data[10] ^= 1
            path.write_bytes(data)
    monkeypatch.setattr("sys.argv", ["kg", "query", str(folder), "SELECT * { ?s ?p ?o }"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "kg check --integrity" in capsys.readouterr().err
