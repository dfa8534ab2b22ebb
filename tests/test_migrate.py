from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from knowledge_example import ID, KNOWLEDGE, says
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib import OWL
from reading_builder import build
from typer.testing import CliRunner

from kg.check import check
from kg.cli import app
from kg.errors import StoreError
from kg.evidence import LINES, Evidence, to_line
from kg.graph import ONTOLOGY, ONTOLOGY_GRAPH, PREFIXES, apply_rules, ontology_path, quads
from kg.graph.fit import Fit
from kg.migrate import Migrated, installed_version, migrate
from kg.store import Layout, memory_store, open_store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = NamedNode(str(OWL.versionInfo))
PASSAGE = KNOWLEDGE.assertions[0].evidence


def of_version(store: Store, version: str) -> Iterator[Quad]:
    """Yield a graph as the ontology of a version left it: of the ontology itself, only its version."""
    yield from (quad for quad in store if quad.graph_name != ONTOLOGY_GRAPH)
    yield Quad(NamedNode(ONTOLOGY), VERSION, Literal(version), ONTOLOGY_GRAPH)


def old_graph(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a graph as version 0.1.0 did, which let anything be said: a person is a place, a bombing leads, a place speaks."""
    wrong = (
        says(PASSAGE, "event/bombing", "place", "actor/karr"),
        says(PASSAGE, "event/bombing", "leads", "actor/eastland"),
        says(PASSAGE, "event/bombing", "agent", "actor/front", "Accused", "event/claim"),
    )
    with monkeypatch.context() as patched:
        patched.setattr(Fit, "_takes", lambda *_: True)
        store = Store()
        store.extend(quads(replace(KNOWLEDGE, assertions=(*KNOWLEDGE.assertions, *wrong))))
    apply_rules(store)
    write_store(folder, of_version(store, "0.1.0"))


def test_an_old_graph_becomes_a_sound_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "old.kg"
    old_graph(folder, monkeypatch)
    with open_store(folder) as store:
        assert {finding.shape for finding in check(store)} == {"Domain", "Range", "Report", "Speaker"}
    assert migrate(folder) == Migrated("0.1.0", installed_version(), ("0.2.0",))
    with open_store(folder) as store:
        assert check(store) == ()
        facts = {quad for quad in store.quads() if quad.graph_name != ONTOLOGY_GRAPH}
    new = Store()
    new.extend(quads(KNOWLEDGE))
    apply_rules(new)
    kept = {quad for quad in new if quad.graph_name != ONTOLOGY_GRAPH}
    assert kept <= facts
    left = {str(quad.subject).removeprefix(f"<{ID}").partition("/")[0] for quad in facts - kept}
    assert left <= {"assertion"}  # the accusation by what cannot speak: said by nobody now


def test_a_graph_of_this_version_is_left_alone(tmp_path: Path) -> None:
    write_store(tmp_path / "new.kg", quads(KNOWLEDGE), finish=apply_rules)
    stamp = Layout(tmp_path / "new.kg").stamp.read_bytes()
    assert migrate(tmp_path / "new.kg") == Migrated(installed_version(), installed_version(), ())
    assert Layout(tmp_path / "new.kg").stamp.read_bytes() == stamp


def of_layout_1(folder: Path) -> None:
    """Make a folder as kg did before it had states: Oxigraph's files lie in that of the number."""
    (folder / "store").mkdir(parents=True)
    store = Store(str(folder / "store" / "4"))
    store.extend(quads(KNOWLEDGE))
    apply_rules(store)
    store.flush()
    (folder / "kg.json").write_text('{"format": "kg", "version": 1, "store": "4"}')


def test_a_folder_of_the_first_layout_becomes_one_of_this(tmp_path: Path) -> None:
    folder = tmp_path / "old.kg"
    of_layout_1(folder)
    readings = [build(name, text) for name, text in (("b", "old"), ("a", "Älteres"), ("b", "new"))]
    (folder / LINES).write_text("".join(map(to_line, readings)) + to_line(build("c", "cut"))[:-9], encoding="utf-8")
    with pytest.raises(StoreError, match="older version 1, expected 2"):
        write_store(folder, ())
    assert migrate(folder) == Migrated(installed_version(), installed_version(), (), relaid=True)
    with open_store(folder) as store:
        assert set(store.quads()) == set(memory_store(quads(KNOWLEDGE), finish=apply_rules).quads())
    assert [entry.name for entry in Layout(folder).stores.iterdir()] == ["5"]
    with Evidence.open(folder) as evidence:
        assert list(evidence) == [readings[1], readings[2]]
    assert not (folder / LINES).exists()
    assert not migrate(folder).relaid


def test_what_rules_derived_is_derived_anew(tmp_path: Path) -> None:
    store = Store()
    store.extend(quads(KNOWLEDGE))
    apply_rules(store)
    sound = {quad for quad in store if quad.graph_name != ONTOLOGY_GRAPH}
    store.update(
        "INSERT { ?a kg:rule 'of long ago' . ?s kg:derivedFrom ?a } WHERE { ?a rdf:predicate kg:claimed ; rdf:subject ?s }",
        prefixes=dict(PREFIXES),
    )
    store.update(
        "DELETE { ?a kg:derivedFrom ?x . ?s kg:derivedFrom ?a } WHERE { ?a kg:derivedFrom ?x . ?s kg:derivedFrom ?a }",
        prefixes=dict(PREFIXES),
    )
    write_store(tmp_path / "old.kg", of_version(store, "0.1.0"))
    migrate(tmp_path / "old.kg")
    with open_store(tmp_path / "old.kg") as opened:
        assert {quad for quad in opened.quads() if quad.graph_name != ONTOLOGY_GRAPH and quad.predicate.value.endswith("/rule")} == {
            quad for quad in sound if quad.predicate.value.endswith("/rule")
        }


def test_a_graph_of_a_newer_ontology_is_an_error(tmp_path: Path) -> None:
    store = Store()
    store.extend(quads(KNOWLEDGE))
    write_store(tmp_path / "new.kg", of_version(store, "99.0.0"))
    with pytest.raises(StoreError, match=r"its ontology has version 99\.0\.0, installed is .*Install a newer kg"):
        migrate(tmp_path / "new.kg")


def test_every_migration_is_named_by_a_version_and_says_what_it_does() -> None:
    files = sorted((ontology_path() / "migrations").iterdir())
    assert [path.name for path in files if not re.fullmatch(r"\d+\.\d+\.\d+\.rq", path.name)] == []
    assert [path.name for path in files if not path.read_text(encoding="utf-8").startswith("# ")] == []
    changes = (ontology_path() / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [path.stem for path in files if f"## {path.stem}\n" not in changes] == []


def test_the_command_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_graph(tmp_path / "old.kg", monkeypatch)
    runs = [CliRunner().invoke(app, ["migrate", str(tmp_path / "old.kg")]) for _ in range(2)]
    assert [(run.exit_code, run.stdout.removeprefix(str(tmp_path / "old.kg"))) for run in runs] == [
        (0, f": from 0.1.0 to {installed_version()}, by 0.2.0\n"),
        (0, f": its ontology is {installed_version()} already\n"),
    ]
