from __future__ import annotations

import json
import multiprocessing
from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_example import KNOWLEDGE
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import StoreError, UnknownNameError
from kg.graph import ONTOLOGY_GRAPH, apply_rules, quads
from kg.store import EmbeddedStore, Layout, check_target, export, is_store, memory_store, open_store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def quad(name: str, value: str = "x") -> Quad:
    return Quad(NamedNode(f"http://x.example/{name}"), NamedNode("http://x.example/p"), Literal(value))


def written(path: Path) -> set[Quad]:
    with open_store(path) as store:
        return set(store.quads())


def test_what_was_written_is_read_and_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    assert write_store(folder, [quad("a"), quad("b"), quad("a")]) == 2
    assert written(folder) == {quad("a"), quad("b")}
    write_store(folder, [quad("c")])
    assert written(folder) == {quad("c")}
    assert sorted(entry.name for entry in Layout(folder).stores.iterdir()) == ["2"]


def test_memory_and_disk_give_the_same_graph(tmp_path: Path) -> None:
    write_store(tmp_path / "news.kg", quads(KNOWLEDGE), finish=apply_rules)
    memory = memory_store(quads(KNOWLEDGE), finish=apply_rules)
    assert written(tmp_path / "news.kg") == set(memory.quads())
    assert len(memory) == len(set(memory.quads()))


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "news.kg")
    layout.root.mkdir()
    layout.readings.write_text("{}\n")
    write_store(layout.root, [quad("a")])
    assert layout.readings.read_text() == "{}\n"


def test_a_failure_while_writing_leaves_the_former_graph(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])

    def broken() -> Iterator[Quad]:
        yield quad("b")
        raise OSError("disk full")

    with pytest.raises(StoreError, match="cannot be written: disk full"):
        write_store(folder, broken())
    assert written(folder) == {quad("a")}
    write_store(folder, [quad("c")])
    assert sorted(entry.name for entry in Layout(folder).stores.iterdir()) == ["2"]
    assert written(folder) == {quad("c")}


def test_a_first_failure_leaves_no_graph_and_can_be_repeated(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"

    def broken() -> Iterator[Quad]:
        yield quad("b")
        raise OSError("disk full")

    with pytest.raises(StoreError, match="disk full"):
        write_store(folder, broken())
    assert not is_store(folder)
    write_store(folder, [quad("a")])
    assert written(folder) == {quad("a")}


def test_a_second_writer_is_refused_and_readers_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])

    def meanwhile(_: pyoxigraph.Store) -> None:
        assert written(folder) == {quad("a")}
        with pytest.raises(StoreError, match="another process is writing this graph"):
            write_store(folder, [quad("c")])

    write_store(folder, [quad("b")], finish=meanwhile)
    assert written(folder) == {quad("b")}


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])
    with open_store(folder) as reader:
        write_store(folder, [quad("b")])
        assert set(reader.quads()) == {quad("a")}


def _count(path: str) -> int:
    with open_store(path) as store:
        return len(store)


def test_two_processes_read_at_once(tmp_path: Path) -> None:
    write_store(tmp_path / "news.kg", [quad("a")])
    with open_store(tmp_path / "news.kg") as here, multiprocessing.get_context("spawn").Pool(1) as pool:
        assert (len(here), pool.apply(_count, (str(tmp_path / "news.kg"),))) == (1, 1)


def test_a_store_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    write_store(tmp_path / "news.kg", [quad("a")])
    with open_store(tmp_path / "news.kg") as store, pytest.raises(RuntimeError, match="read-write"):
        store.oxigraph.add(quad("b"))


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    write_store(tmp_path / "news.kg", [quad("a")])
    store = open_store(tmp_path / "news.kg")
    store.close()
    store.close()
    with pytest.raises(ValueError, match="the store is closed"):
        store.query("ASK {}")


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.kg: there is no such graph\. Build it with `kg build"):
        open_store(tmp_path / "none.kg")


def test_a_folder_without_a_stamp_is_no_graph_and_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(StoreError, match=r"this is no graph, it has no kg\.json"):
        open_store(tmp_path)
    for refuse in (check_target, lambda path: write_store(path, [quad("a")])):
        with pytest.raises(StoreError, match=r"this folder is no graph and holds 'holiday\.jpg'"):
            refuse(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "news.kg").write_text("x")
    with pytest.raises(StoreError, match="this is a file, not a folder"):
        write_store(tmp_path / "news.kg", [quad("a")])
    with pytest.raises(StoreError, match="this is no graph"):
        open_store(tmp_path / "news.kg")


STAMP = {"format": "kg", "version": 1, "store": "1"}


@pytest.mark.parametrize(
    ("stamp", "problem"),
    [
        ("{", "this is no JSON"),
        ("[]", "this is no stamp of a graph"),
        (json.dumps(STAMP | {"format": "other"}), "this is no stamp of a graph"),
        (json.dumps(STAMP | {"version": 99}), "newer version 99, expected 1. Install a newer kg"),
        (json.dumps(STAMP | {"version": 0}), "another version 0, expected 1. Build the graph again"),
        (json.dumps(STAMP | {"store": "../../x"}), '"store" is .*, expected a number'),
        (json.dumps(STAMP | {"store": "7"}), "its graph is gone"),
    ],
)
def test_a_stamp_that_cannot_be_trusted_is_an_error(tmp_path: Path, stamp: str, problem: str) -> None:
    write_store(tmp_path / "news.kg", [quad("a")])
    Layout(tmp_path / "news.kg").stamp.write_text(stamp)
    with pytest.raises(StoreError, match=problem):
        open_store(tmp_path / "news.kg")


def test_damaged_files_are_an_error(tmp_path: Path) -> None:
    write_store(tmp_path / "news.kg", [quad("a")])
    (Layout(tmp_path / "news.kg").stores / "1" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="its graph cannot be opened"):
        open_store(tmp_path / "news.kg")


# ---------------------------------------------------------------- export


def exported(store: EmbeddedStore, kind: str) -> bytes:
    stream = BytesIO()
    export(store, stream, kind)
    return stream.getvalue()


@pytest.fixture(scope="module")
def known() -> EmbeddedStore:
    return memory_store(quads(KNOWLEDGE), finish=apply_rules)


@pytest.mark.parametrize(("kind", "form"), [("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)])
def test_turtle_and_jsonld_hold_what_is_said_without_the_ontology(known: EmbeddedStore, kind: str, form: RdfFormat) -> None:
    expected = {one.triple for one in known.quads() if one.graph_name != ONTOLOGY_GRAPH}
    assert {one.triple for one in parse(exported(known, kind), format=form)} == expected


def test_nquads_hold_everything_sorted_by_graph_and_subject(known: EmbeddedStore) -> None:
    lines = list(parse(exported(known, "nq"), format=RdfFormat.N_QUADS))
    assert set(lines) == set(known.quads())
    assert len(lines) == len(known)


@pytest.mark.parametrize("kind", ["jsonld", "nq", "ttl"])
def test_the_order_of_writing_does_not_show(known: EmbeddedStore, kind: str) -> None:
    again = memory_store(sorted(known.quads(), key=str, reverse=True))
    assert exported(again, kind) == exported(known, kind)


def test_turtle_is_laid_out_for_people() -> None:
    store = memory_store(
        [
            Quad(
                NamedNode("http://x.example/a"),
                NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                NamedNode("https://w3id.org/actor-event-graph/Event"),
            ),
            Quad(NamedNode("http://x.example/a"), NamedNode("https://w3id.org/actor-event-graph/atLeast"), Literal(84)),
            Quad(NamedNode("http://x.example/a"), NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal('say "x"\n')),
        ],
    )
    body = exported(store, "ttl").decode().partition("\n\n")[2]
    assert body == '<http://x.example/a> a kg:Event ;\n    skos:prefLabel "say \\"x\\"\\n" ;\n    kg:atLeast 84 .\n'


@given(st.text().filter(lambda text: not any("\ud800" <= character <= "\udfff" for character in text)))
def test_any_text_survives_turtle(words: str) -> None:
    made = exported(memory_store([quad("a", words)]), "ttl")
    assert [one.triple for one in parse(made, format=RdfFormat.TURTLE)] == [Triple(quad("a").subject, quad("a").predicate, Literal(words))]


def test_a_file_appears_only_when_complete(tmp_path: Path, known: EmbeddedStore) -> None:
    export(known, tmp_path / "out.ttl", "ttl")
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.ttl"]
    assert (tmp_path / "out.ttl").read_bytes() == exported(known, "ttl")


def test_an_unknown_format_lists_those_that_exist(known: EmbeddedStore) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown export format 'xml'\. Known: jsonld, nq, trig, ttl"):
        exported(known, "xml")


def test_a_path_that_cannot_be_written_is_an_error(tmp_path: Path, known: EmbeddedStore) -> None:
    with pytest.raises(StoreError, match=r"out\.ttl: cannot be written"):
        export(known, tmp_path / "no" / "out.ttl", "ttl")
