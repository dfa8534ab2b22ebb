"""Hostile inputs: each is built or told, offsets stay true, nothing of them runs in a browser. `benchmarks/hostile.py` tries all."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import hostile
import pytest
from hostile_parts import story
from made_hostile import CLASSES, LINKS, write_class, write_links

import kg
from kg.documents import read_documents
from kg.errors import DocumentError, printable
from kg.evidence import Evidence

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVERY = 24
"""One input in so many is tried here."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def outcome(place: Path) -> hostile.Outcome:
    """Some of each class, read one by one and then built into one graph."""
    tried = [
        hostile.Tried(kind, path) for kind, make in CLASSES.items() for path in write_class(place / "in" / kind, make, seed=1, every=EVERY)
    ]
    for one in tried:
        hostile.read_alone(one)
    lines: list[str] = []
    kg.build(
        [place / "in"],
        place / "made.kg",
        on_problem=lambda problem: lines.append(f"skipped {problem}"),
        on_notice=lambda notice: lines.append(str(notice)),
    )
    made = hostile.Outcome(tried)
    with Evidence.open(place / "made.kg") as evidence:
        for one in tried:
            hostile.judge(one, evidence, lines)
    assert [line for line in lines if not line.isprintable()] == []
    return made


def test_every_hostile_input_is_built_or_told(outcome: hostile.Outcome) -> None:
    assert [one.crash for one in outcome.tried if one.crash] == []
    assert [one.path for one in outcome.tried if one.lost] == []
    assert {kind for kind in CLASSES if any(one.kind == kind and (one.built or one.told) for one in outcome.tried)} == set(CLASSES)
    assert sum(one.built > 0 for one in outcome.tried) > len(outcome.tried) // 4


def test_all_offsets_of_hostile_articles_are_true(outcome: hostile.Outcome, place: Path) -> None:
    hostile.check_offsets(outcome, place / "made.kg")
    assert outcome.offsets.total() == 0
    assert int(outcome.notes[0].split()[0]) > 10


@pytest.mark.browser
def test_nothing_of_hostile_articles_runs_in_the_drawing(outcome: hostile.Outcome, place: Path, browser: Browser) -> None:
    with kg.open(place / "made.kg") as graph:
        graph.show(place / "page.html")
    watch = hostile.Watch(outcome, browser, (place / "page.html").as_uri())
    assert hostile.open_drawing(watch, place / "page.html", most=8) > 8
    watch.context.close()
    assert (outcome.ran, outcome.wrong) == ({}, [])


@pytest.mark.skipif(os.name == "nt", reason="links, pipes and devices are those of POSIX")
def test_links_devices_and_folders_without_end_are_told_or_read(tmp_path: Path) -> None:
    paths = write_links(tmp_path / LINKS)
    problems: list[DocumentError] = []
    texts = {document.text for document in read_documents([tmp_path], on_problem=problems.append)}
    assert texts == {story(number) for number in (1, 100, 1500)}
    told = {path for path in paths for problem in problems if problem.where == str(path)}
    assert told == {path for path in paths if path.is_symlink() or path.is_fifo()}
    remove_deep(f"{tmp_path / LINKS}/deep1500")
    assert all(printable(str(problem)) == str(problem) for problem in problems)


def remove_deep(folder: str) -> None:
    """Remove folders that lie deeper in each other than the standard library can remove."""
    path = folder
    while os.path.isdir(f"{path}/d"):  # noqa: PTH112 - pathlib would take the path apart again and again; likewise below
        path += "/d"
    os.unlink(f"{path}/a.txt")  # noqa: PTH108
    while path != os.path.dirname(folder):  # noqa: PTH120
        os.rmdir(path)  # noqa: PTH106
        path = os.path.dirname(path)  # noqa: PTH120


def test_without_playwright_no_page_is_opened_and_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hostile, "find_spec", lambda _: None)
    outcome = hostile.Outcome([])
    hostile.browse(outcome, tmp_path)
    assert outcome.notes == ["no page was opened: playwright is not installed (pip install playwright; a Chromium on PATH)"]
    assert outcome.wrong == []


def test_a_class_that_there_is_not_is_told_with_those_that_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["hostile.py", "--classes", "none"])
    with pytest.raises(SystemExit):
        hostile.main()
    assert "no class 'none'. Known: 'encodings'" in capsys.readouterr().err


def test_a_fuzzer_without_atheris_or_a_target_says_what_to_do() -> None:
    script = Path(__file__).parent / "fuzz" / "fuzz.py"
    told = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert told.returncode == 1
    expected = "fuzz.py needs atheris" if find_spec("atheris") is None else "no target given. Known: documents, archives"
    assert told.stderr.splitlines()[-1].startswith(expected)
