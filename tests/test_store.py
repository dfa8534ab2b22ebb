from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
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
from kg.store import EmbeddedStore, Layout, building, check_target, export, is_store, memory_store, open_store, update_store, write_store
from kg.store.locks import Hold, hold_shared
from kg.store.seal import unsealed

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


def states(folder: Path) -> list[str]:
    return sorted(entry.name for entry in Layout(folder).stores.iterdir())


FULL = """
import resource, sys
from pyoxigraph import Literal, NamedNode, Quad
from kg.errors import StoreError
from kg.store import update_store, write_store
node = NamedNode("http://x.example/a")
quads = [Quad(node, node, Literal(f"{n * 7919} {n}" * 9)) for n in range(30_000)]
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, 1 << 19))
for write in (lambda: write_store(sys.argv[1], quads), lambda: update_store(sys.argv[1], added=quads)):
    try:
        write()
    except StoreError as error:
        print(error)
"""


def test_where_no_more_can_be_written_the_former_graph_stays_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])
    done = subprocess.run([sys.executable, "-c", FULL, str(folder)], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    said = done.stdout.splitlines()
    assert [line.partition(" IO error: ")[0] for line in said] == [f"{folder}: the graph cannot be written:"] * 2
    assert all(line.endswith("The former one, if any, is untouched") for line in said)
    assert written(folder) == {quad("a")}
    assert states(folder) == ["1"]


def test_a_reader_keeps_what_it_opened_and_its_files_until_it_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])
    with open_store(folder) as reader:
        write_store(folder, [quad("b")])
        assert set(reader.quads()) == {quad("a")}
        update_store(folder, removed=[quad("b")], added=[quad("c")])
        assert reader.folder is not None
        assert set(pyoxigraph.Store.read_only(str(reader.folder / "graph"))) == {quad("a")}  # as a worker process opens it
        assert states(folder) == ["1", "3"]
    update_store(folder)
    assert states(folder) == ["4"]


def test_a_reader_that_comes_while_the_state_it_wants_is_removed_takes_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])
    came: list[Path] = []

    def late(lock: Path) -> Hold | None:
        if not came:
            came.append(lock)
            write_store(folder, [quad("b")])
        return hold_shared(lock)

    monkeypatch.setattr("kg.store.states.hold_shared", late)
    assert written(folder) == {quad("b")}


def test_an_update_takes_out_and_puts_in(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    update_store(folder, removed=[quad("none")], added=[quad("a"), quad("b")])
    update_store(folder, removed=[quad("a"), quad("c"), quad("none")], added=(quad(name) for name in ("c", "d")))
    assert written(folder) == {quad("b"), quad("c"), quad("d")}
    assert states(folder) == ["2"]


def test_what_finishes_an_update_sees_it_whole_and_is_part_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])
    seen: list[Quad] = []

    def finish(store: pyoxigraph.Store) -> None:
        seen.extend(store)
        store.add(quad("c"))

    update_store(folder, removed=[quad("a")], added=[quad("b")], finish=finish)
    assert seen == [quad("b")]
    assert written(folder) == {quad("b"), quad("c")}


def test_an_update_shares_the_files_that_did_not_change(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, (quad(f"a{n}") for n in range(20_000)))
    with open_store(folder) as reader:
        assert reader.folder is not None
        former = {path.name: path.stat().st_ino for path in (reader.folder / "graph").glob("*.sst") if path.stat().st_size > 10_000}
        update_store(folder, added=[quad("b")])
        new = {path.name: path.stat().st_ino for path in (Layout(folder).state("2") / "graph").glob("*.sst")}
    assert former
    assert former.items() <= new.items()


def test_an_update_that_fails_leaves_the_former_graph_and_no_files(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")])

    def broken() -> Iterator[Quad]:
        yield quad("b")
        raise OSError("disk full")

    def wrong(_: object) -> None:
        raise ValueError("wrong")

    with pytest.raises(StoreError, match="cannot be written: disk full"):
        update_store(folder, removed=[quad("a")], added=broken())
    with pytest.raises(ValueError, match="wrong"):
        update_store(folder, removed=[quad("a")], finish=wrong)
    assert written(folder) == {quad("a")}
    assert states(folder) == ["1"]


def test_files_beside_the_graph_come_and_go_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"

    def count(state: Path, store: pyoxigraph.Store) -> None:
        path = state / "counts.txt"
        former = path.read_text() if path.exists() else ""
        path.unlink(missing_ok=True)  # it may be that of the former state too
        path.write_text(f"{former}{len(store)} ")

    def beside(store: EmbeddedStore) -> str:
        assert store.folder is not None
        return (store.folder / "counts.txt").read_text()

    write_store(folder, [quad("a")], beside=count)
    with open_store(folder) as first:
        update_store(
            folder, added=[quad("b")], finish=lambda store: store.add(quad("c")), beside=lambda state, store, _: count(state, store)
        )
        with open_store(folder) as second:
            assert (beside(first), beside(second)) == ("1 ", "1 3 ")
    write_store(folder, [quad("d")], beside=count)
    with open_store(folder) as third:
        assert beside(third) == "1 "


def test_the_files_of_a_state_are_those_that_were_sealed(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")], beside=lambda state, _: (state / "index").write_text("x"))
    for _ in range(2):
        stamp = json.loads(Layout(folder).stamp.read_text())
        state = Layout(folder).state(stamp["store"])
        assert list(unsealed(state, stamp["sha256"])) == []
        assert {"index", "graph/CURRENT"} <= {line.split()[1] for line in (state / "files.sha256").read_text().splitlines()}
        with open_store(folder) as store:  # reading changes no file
            assert store.query("ASK {?s ?p ?o}")
        assert list(unsealed(state, stamp["sha256"])) == []
        update_store(folder, added=[quad("b")], beside=lambda *_: None)


def test_files_beside_that_nobody_brings_up_to_date_do_not_stay(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, [quad("a")], beside=lambda state, _: (state / "index").write_text("x"))
    update_store(folder, added=[quad("b")])
    assert not (Layout(folder).state("2") / "index").exists()


def test_a_state_that_is_changed_is_seen_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, (quad(f"a{n}") for n in range(1000)), beside=lambda state, _: (state / "index").write_text("abc"))
    stamp = json.loads(Layout(folder).stamp.read_text())
    state = Layout(folder).state("1")
    large = max((state / "graph").glob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(large.read_bytes())
    content[len(content) // 2] ^= 1
    large.write_bytes(content)
    (state / "index").write_text("ab")
    (state / "graph" / "CURRENT").unlink()
    (state / "more").write_text("?")
    found = [line.removeprefix(f"{state}/") for line in unsealed(state, stamp["sha256"])]
    assert sorted(found) == [
        "graph/" + large.name + ": the file was changed or is cut short",
        "graph/CURRENT: the file is gone",
        "index: the file was changed or is cut short",
        "more: the file is not in the list of files",
    ]
    (state / "files.sha256").write_text("")
    assert list(unsealed(state, stamp["sha256"])) == [f"{state}/files.sha256: the list of files was changed"]


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
    with pytest.raises(ValueError, match=r"the store is closed\. Open the graph again with `kg\.open`"):
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


def test_a_build_that_is_going_on_or_was_stopped_is_told_from_what_is_no_graph(tmp_path: Path) -> None:
    with building(tmp_path / "news.kg"):
        (tmp_path / "news.kg" / "evidence.sqlite").write_bytes(b"")
        with pytest.raises(StoreError, match=r"news\.kg: this graph is being built by another process\. Wait until it is done"):
            open_store(tmp_path / "news.kg")
    with pytest.raises(
        StoreError, match=r"the build of this graph was stopped before it was done\. Go on with `kg build --resume -o \S*news\.kg`"
    ):
        open_store(tmp_path / "news.kg")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "news.kg").write_text("x")
    with pytest.raises(StoreError, match="this is a file, not a folder"):
        write_store(tmp_path / "news.kg", [quad("a")])
    with pytest.raises(StoreError, match="this is no graph"):
        open_store(tmp_path / "news.kg")


STAMP = {"format": "kg", "version": 2, "store": "1", "sha256": ""}


@pytest.mark.parametrize(
    ("stamp", "problem"),
    [
        ("{", "this is no JSON"),
        ("[]", "this is no stamp of a graph"),
        (json.dumps(STAMP | {"format": "other"}), "this is no stamp of a graph"),
        (json.dumps(STAMP | {"version": 99}), "newer version 99, expected 2. Install a newer kg"),
        (json.dumps(STAMP | {"version": 1}), r"older version 1, expected 2. Bring it to this one with `kg migrate .*news\.kg`"),
        (json.dumps(STAMP | {"version": 0}), "another version 0, expected 2. Build the graph again"),
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
    (Layout(tmp_path / "news.kg").state("1") / "graph" / "CURRENT").write_text("nonsense")
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
    with pytest.raises(UnknownNameError, match=r"unknown export format 'xml'\. Known: jsonld, nq, nt, rdf, trig, ttl"):
        exported(known, "xml")


def test_a_path_that_cannot_be_written_is_an_error(tmp_path: Path, known: EmbeddedStore) -> None:
    with pytest.raises(StoreError, match=r"out\.ttl: cannot be written"):
        export(known, tmp_path / "no" / "out.ttl", "ttl")
