"""The first-hour guide of the README does what it says, snippet by snippet."""

from __future__ import annotations

import re
import tomllib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = re.split(r"^## ", (ROOT / "README.md").read_text(encoding="utf-8").split("## The first hour\n")[1], maxsplit=1, flags=re.MULTILINE)[
    0
]


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def test_every_snippet_runs_and_shows_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    shown = []
    for snippet in snippets("python"):
        with redirect_stdout(StringIO()) as out:
            exec(compile(snippet, "README.md", "exec"), names)  # noqa: S102 - our own text, which is what is tested
        shown.append(out.getvalue())
    articles, chain, questions, picture = shown
    assert re.fullmatch(r"1 articles, [1-9]\d* events, 0 skipped\n", articles)
    assert (chain, picture) == ("", "")
    for part in ("2021-01-21", "denied", "The Harbour Courier", "Qassem Soleimani"):
        assert part in questions
    assert "Click an edge" in (tmp_path / "kerman.html").read_text(encoding="utf-8")


def test_what_it_installs_exists() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [extra for line in snippets("sh") for extra in re.findall(r"\[(\w+)\]", line) if extra not in extras] == []
    assert len(snippets("sh")) == 1


def test_what_is_said_to_install_ours_installs_this_folder_as_it_stands_with_extras_that_exist() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    paths = [*ROOT.glob("*.md"), *(ROOT / "kg").rglob("*.md"), *(ROOT / "kg").rglob("*.py")]
    ours = re.compile(r"pip install (-e )?'?(kg|\.)(?:\[([\w,{}]+)\])?(?=['\s`])")
    found = [(path.name, *one) for path in paths for one in ours.findall(path.read_text(encoding="utf-8"))]
    known = {"", "{extra}", *extras}
    assert [one for one in found if one[1:3] != ("-e ", ".") or one[3] not in known] == []  # on PyPI `kg` is another project
    assert {("README.md", "-e ", ".", "server"), ("errors.py", "-e ", ".", "{extra}")} <= set(found)


def test_every_notebook_is_listed_and_there() -> None:
    listed = re.findall(r"\(notebooks/([\w]+\.ipynb)\)", GUIDE)
    assert listed == sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
