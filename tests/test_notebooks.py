"""The notebooks run from top to bottom without a network, and what is committed of them was run and fits any machine."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.examples import corpus

nbformat = pytest.importorskip("nbformat")

if TYPE_CHECKING:
    from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "making"))

from run_notebooks import notebooks, run, without_chance  # noqa: E402 - a script, not a package

PATHS = re.compile(r"(?<![\w.:/<])(?:/(?:home|Users|root|tmp|work|usr|var|opt|private)/|[A-Z]:\\)[\w.-]+")
MOST_BYTES = 2_000_000
SHORT = 20  # characters of what may be said by chance
NAMES = [
    "01_first_graph",
    "02_asking_sparql",
    "03_who_says_what",
    "04_networks_over_time",
    "05_maps_and_timelines",
    "06_your_own_corpus",
    "07_how_good_is_it",
]


def committed(name: str) -> NotebookNode:
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)  # type: ignore[no-any-return]  # nbformat's readers have no types


def shown(notebook: NotebookNode) -> list[list[str]]:
    """Return for each code cell in which forms it shows something; what it shows may change with the reader."""
    return [sorted({kind for output in cell.outputs for kind in output.get("data", {"text": ""})}) for cell in code_cells(notebook)]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks") / "chain.kg"
    kg.build([corpus("chain")], folder)
    return folder


def test_the_notebooks_are_those_that_are_meant() -> None:
    assert [path.stem for path in notebooks()] == NAMES


@pytest.mark.notebooks
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_top_to_bottom_without_a_network(
    name: str, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(chain, tmp_path / chain.name)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    ran = run(ROOT / "notebooks" / f"{name}.ipynb", tmp_path)
    assert shown(ran) == shown(committed(name))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_committed_was_run_in_order_and_did_not_fail(name: str) -> None:
    notebook = committed(name)
    assert without_chance(committed(name)) == notebook
    assert [output.evalue for cell in code_cells(notebook) for output in cell.outputs if output.output_type == "error"] == []
    assert sum(bool(kinds) for kinds in shown(notebook)) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_no_path_of_a_machine_and_no_address_is_shown(name: str) -> None:
    text = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    assert len(text) < MOST_BYTES
    shown_text = "\n".join(str(output) for cell in code_cells(committed(name)) for output in cell.outputs)
    assert PATHS.findall(shown_text) == []
    assert [cell.source for cell in code_cells(committed(name)) if re.search(r"\b(?:requests|urllib|httpx|pip)\b", cell.source)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_sentences_of_the_articles(name: str) -> None:
    shown_text = " ".join(str(output) for cell in code_cells(committed(name)) for output in cell.outputs)
    texts = [json.loads(line)["text"] for line in corpus("chain").read_text(encoding="utf-8").splitlines()]
    sentences = {sentence for text in texts for line in text.split("\n") for sentence in line.split(". ") if len(sentence) > SHORT}
    assert sum(sentence[:60] in shown_text for sentence in sentences) >= 2
