"""The examples in docstrings do what they say; those that have a `graph` are about the story of `knowledge_example`."""

from __future__ import annotations

import doctest
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from knowledge_example import KNOWLEDGE

import kg
from kg.graph import apply_rules, quads
from kg.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.api import Graph

MODULES = ("kg.api", "kg.names", "kg.network", "kg.periods")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder: Path = tmp_path_factory.mktemp("documented") / "story.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules)
    with kg.open(folder) as opened:
        yield opened


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_show(name: str, graph: Graph) -> None:
    found = doctest.testmod(import_module(name), extraglobs={"graph": graph}, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 0
    assert found.failed == 0


def test_every_question_of_a_graph_has_an_example() -> None:
    from kg.api import Graph  # noqa: PLC0415 - it loads the store

    without = {
        "article",
        "close",
        "export",
        "export_parts",
        "finder",
        "info",
        "map",
        "named",
        "show",
    }  # of files and pictures, or shown by the others
    methods = {name for name, value in vars(Graph).items() if callable(value) and not name.startswith("_")} - without
    assert {name for name in methods if ">>>" not in (getattr(Graph, name).__doc__ or "")} == set()
