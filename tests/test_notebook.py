"""The IPython extension, in a shell of its own: what `%%sparql` answers, keeps and refuses, and what it completes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from knowledge_example import KNOWLEDGE
from traitlets.config import Config

import kg
from kg.graph import apply_rules, quads
from kg.query import Table
from kg.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = "SELECT ?event WHERE { ?e a kg:Bombing ; skos:prefLabel ?event }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebook") / "story.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules)
    return folder


@pytest.fixture
def shell(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # of another Python than this one IPython warns
    monkeypatch.chdir(folder.parent)
    one = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))  # type: ignore[no-untyped-call]  # see `ask`
    one.run_line_magic("load_ext", "kg")
    yield one
    one.run_line_magic("unload_ext", "kg")


def ask(shell: InteractiveShell, line: str, cell: str) -> object:
    return shell.run_cell_magic("sparql", line, cell)  # type: ignore[no-untyped-call]  # IPython has few types


def events(answer: object) -> list[object]:
    assert isinstance(answer, Table)
    return list(answer.column("event"))


def test_a_cell_is_answered_with_the_prefixes_known(shell: InteractiveShell) -> None:
    assert events(ask(shell, "story.kg", EVENTS)) == ["bombing in Northtown"]
    assert ask(shell, "story.kg", "ASK { ?e a kg:Protest }") is False


def test_the_graph_asked_last_is_asked_again_and_a_variable_may_hold_one(shell: InteractiveShell, folder: Path) -> None:
    with pytest.raises(UsageError, match="which graph"):
        ask(shell, "", EVENTS)
    with kg.open(folder) as graph:
        shell.user_ns["graph"] = graph
        assert events(ask(shell, "graph", EVENTS)) == events(ask(shell, "", EVENTS)) == ["bombing in Northtown"]


def test_an_answer_is_kept_under_a_name_and_then_not_displayed(shell: InteractiveShell) -> None:
    assert ask(shell, "story.kg -o bombings", EVENTS) is None
    assert events(shell.user_ns["bombings"]) == ["bombing in Northtown"]


def test_parameters_are_values_and_rows_are_limited(shell: InteractiveShell) -> None:
    query = "SELECT ?event WHERE { ?e a kg:Event ; skos:prefLabel ?event ; kg:date ?day . FILTER(STR(?day) > STR(?since)) } ORDER BY ?event"
    assert events(ask(shell, "story.kg -p since=2021-01-01", query)) == ["bombing in Northtown"]
    assert events(ask(shell, "story.kg -l 1 -p since=2019", query)) == ["bombing in Northtown"]
    assert len(events(ask(shell, "story.kg --param 'since=2019'", query))) == 3


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            "SELECT ?e WHERE {\n  ?e a kg:Bombng .\n}",
            "line 2, column 8: kg:Bombng is no term of the ontology. Nearest: kg:Bombing, *\n\n      ?e a kg:Bombng .\n           ^",
        ),
        (
            "SELECT ?n WHERE { ?e rdfs:label ?n }",
            "line 1, column 22: rdfs:label is no term of the ontology. Nearest: skos:prefLabel, skos:altLabel\n*",
        ),
        (
            "ASK { ?e a b:Bombing }",
            "line 1, column 12: unknown prefix b:. Known: dct, kg, *\n\n    ASK { ?e a b:Bombing }\n               ^",
        ),
        ("SELECT ?e WHERE { ?e ?p }", "line 1, column 2*the query is not SPARQL at *\n\n    SELECT ?e WHERE { ?e ?p }\n *^"),
        ("DROP ALL", "line 1, column 1: DROP is refused, it would change the graph*\n\n    DROP ALL\n    ^"),
    ],
)
def test_an_error_points_at_the_line_and_the_column(shell: InteractiveShell, cell: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(shell, "story.kg", cell)
    told = str(caught.value)
    for piece in message.split("*"):
        assert piece in told


def test_an_error_points_at_the_column_that_was_written_whatever_parameters_add(shell: InteractiveShell) -> None:
    cell = "SELECT ?e WHERE { ?e skos:prefLabel ?name . ?e ?p }"
    with pytest.raises(UsageError) as plain:
        ask(shell, "story.kg", cell)
    with pytest.raises(UsageError) as with_parameter:
        ask(shell, "story.kg -p name=x", cell)
    assert str(plain.value) == str(with_parameter.value)
    assert plain.value.args[0].startswith("line 1, column 5")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nowhere.kg", "nowhere.kg"),
        ("story.kg -o 1x", "'1x' is no name of a variable"),
        ("story.kg --colour", "unrecognized arguments: --colour. Usage: %%sparql"),
        ("story.kg -p x", "'x' is no parameter"),
        ("story.kg 'half", "No closing quotation. Usage: %%sparql"),
        ("story.kg -l many", "invalid int value"),
    ],
)
def test_a_wrong_line_is_a_usage_error(shell: InteractiveShell, line: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(shell, line, EVENTS)
    assert message in str(caught.value)


def test_a_query_that_declares_kg_itself_may_use_its_own_terms(shell: InteractiveShell) -> None:
    assert ask(shell, "story.kg", "PREFIX kg: <https://example.org/> ASK { ?e a kg:Anything }") is False


def test_what_stands_in_a_string_or_a_comment_is_no_term(shell: InteractiveShell) -> None:
    assert ask(shell, "story.kg", 'ASK { ?e skos:prefLabel "kg:Nothing" } # kg:Nothing') is False


def test_a_graph_that_was_built_anew_is_opened_anew(shell: InteractiveShell, tmp_path: Path) -> None:
    write_store(tmp_path / "new.kg", quads(KNOWLEDGE), finish=apply_rules)
    first = ask(shell, str(tmp_path / "new.kg"), EVENTS)
    write_store(tmp_path / "new.kg", iter(()))
    assert events(ask(shell, str(tmp_path / "new.kg"), EVENTS)) == []
    assert events(first) == ["bombing in Northtown"]


def completions(shell: InteractiveShell, text: str) -> list[str]:
    with provisionalcompleter():
        return [f"{text[: one.start]}{one.text}" for one in shell.Completer.completions(text, len(text))]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("?e a kg:Bomb", ["?e a kg:Bombing"]),
        ("?e a kg:bombi", ["?e a kg:Bombing"]),
        ("?e kg:atL", ["?e kg:atLeast"]),
        ("?e skos:pref", ["?e skos:prefLabel"]),
        ("SEL", ["SELECT"]),
        ("?e a Bombi", ["?e a kg:Bombing"]),
        ("?event ?ev", ["?event ?event"]),
        ("?e a kg:Nothingness", []),
    ],
)
def test_terms_prefixes_keywords_and_variables_are_completed(shell: InteractiveShell, typed: str, expected: list[str]) -> None:
    head = "%%sparql story.kg\n"
    assert completions(shell, head + typed) == [head + one for one in expected]


def test_other_cells_are_completed_as_ever(shell: InteractiveShell) -> None:
    shell.user_ns["bombings"] = 1
    assert "bombings" in completions(shell, "bombi")
    assert [one for one in completions(shell, "kg:Bomb") if "kg:Bombing" in one] == []


def test_unloading_takes_magic_and_completion_away(shell: InteractiveShell) -> None:
    shell.run_line_magic("unload_ext", "kg")
    assert shell.find_cell_magic("sparql") is None  # type: ignore[no-untyped-call]  # see `ask`
    assert completions(shell, "%%sparql x\nkg:Bomb") == []
    shell.run_line_magic("load_ext", "kg")
