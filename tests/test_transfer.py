"""A graph moves to a service and back, and is the same; what is there is not overwritten unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from knowledge_example import KNOWLEDGE
from servers import oxigraph_server
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.errors import InputError, StoreError
from kg.graph import apply_rules, quads
from kg.store import open_store, write_store
from kg.store.remote import RemoteStore
from kg.store.service import Dataset, Login, Service
from kg.transfer import NAMED, transfer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made") / "news.kg"
    write_store(made, quads(KNOWLEDGE), finish=apply_rules)
    return made


@pytest.fixture
def url() -> Iterator[str]:
    with oxigraph_server() as started:
        yield started


def content(folder: Path) -> set[object]:
    with open_store(folder) as store:
        return set(store.quads())


@pytest.mark.parametrize("graphs", [None, "/store"])
@pytest.mark.parametrize("dataset", [None, Dataset("http://x.example/ours", NAMED)])
def test_a_graph_moves_to_a_service_and_back(folder: Path, tmp_path: Path, url: str, graphs: str | None, dataset: Dataset | None) -> None:
    service = Service(f"{url}/query", graphs=graphs and f"{url}{graphs}", dataset=dataset)
    told: list[int] = []
    size = len(content(folder))
    assert transfer(folder, service, progress=told.append) == size
    assert told == [*range(1000, size, 1000), size]
    assert transfer(service, tmp_path / "back.kg") == size
    assert content(tmp_path / "back.kg") == content(folder)


def test_what_is_there_goes_only_if_asked(folder: Path, tmp_path: Path, url: str) -> None:
    service, beside = Service(f"{url}/query"), Service(f"{url}/query", dataset=Dataset("http://x.example/ours"))
    with RemoteStore(service) as store:
        store.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        with pytest.raises(StoreError, match=r"1 quads are there\. Give --replace"):
            transfer(folder, service)
        write_store(tmp_path / "small.kg", [next(store.quads())])
    assert transfer(tmp_path / "small.kg", beside) == 1
    assert transfer(folder, service, replace=True) == len(content(folder))
    with pytest.raises(StoreError, match="there is a graph already"):
        transfer(service, folder)


def test_who_writes_meanwhile_is_noticed(folder: Path, url: str) -> None:
    service = Service(f"{url}/query")

    def other(_: int) -> None:
        with RemoteStore(service) as store:
            store.update("INSERT DATA { <urn:a> <urn:b> 1 }")

    with pytest.raises(StoreError, match=r"of \d+ quads \d+ are there"):
        transfer(folder, service, progress=other)


def test_a_transfer_that_breaks_off_leaves_no_folder(tmp_path: Path, url: str) -> None:
    with RemoteStore(Service(f"{url}/query")) as store:
        store.update("INSERT DATA { <urn:a> <urn:b> [] }")
    with pytest.raises(StoreError, match="no service answers"):
        transfer(Service("http://127.0.0.1:9/query"), tmp_path / "a.kg")
    assert not (tmp_path / "a.kg" / "kg.json").exists()


def test_a_graph_at_a_service_is_asked_and_drawn_as_one_in_a_folder(folder: Path, url: str) -> None:
    transfer(folder, Service(f"{url}/query"))
    with kg.open(folder) as here, kg.open(f"{url}/query") as there:
        assert there.info() == here.info()
        assert str(there.named("tolls")) == str(here.named("tolls"))
        assert list(there.actors()) == list(here.actors())
        assert there.to_networkx().number_of_edges() == here.to_networkx().number_of_edges() > 0
        with pytest.raises(StoreError, match="a service has neither time limits nor an index"):
            there.search("bombing")
    asked = CliRunner().invoke(app, ["query", f"{url}/query", "SELECT (COUNT(*) AS ?n) { ?e a kg:Bombing }", "--format", "csv"])
    assert asked.stdout.split() == ["n", "1"]


def test_the_command_copies(folder: Path, tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["copy", *map(str, words)])
        return done.exit_code, done.stderr

    size = len(content(folder))
    assert run(folder, f"{url}/query", "--default-graph", "http://x.example/ours") == (0, f"{url}/query: {size} quads\n")
    assert run(f"{url}/query", tmp_path / "b.kg", "--default-graph", "http://x.example/ours", "--graph-store", f"{url}/store")[0] == 0
    assert content(tmp_path / "b.kg") == content(folder)
    for words, problem in (
        ((f"{url}/query", f"{url}/query"), "both are services"),
        ((folder, url, "--user", "me"), "there is no password"),
    ):
        with pytest.raises(InputError, match=problem):
            CliRunner().invoke(app, ["copy", *map(str, words)], catch_exceptions=False)
    seen: list[Service] = []

    def note(_: object, service: Service, **__: object) -> int:
        seen.append(service)
        return 0

    monkeypatch.setattr("kg.transfer.transfer", note)
    monkeypatch.setenv("KG_PASSWORD", "secret")
    run(folder, f"{url}/query", "--user", "me", "--updates", f"{url}/u")
    assert seen == [Service(f"{url}/query", updates=f"{url}/u", login=Login("me", "secret"))]
