"""What persons change in a graph by SPARQL or triples stays as they left it while articles come and go, are judged, and are killed over."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from serving import serving
from test_migrate import of_version
from test_revise import READINGS, Given, add, run

from kg.backup import backup, damages, restore
from kg.errors import StoreError
from kg.evidence import Evidence
from kg.graph import BASE
from kg.migrate import migrate
from kg.pipeline import build
from kg.revise import edits, judge, remove, resolve_again, undo_edits
from kg.search import SearchIndex, refill
from kg.serve.named import facts_of, predicates_of
from kg.store import Layout, differences, edit_store, made_state, memory_store, open_store, update_store, write_store
from kg.store.edits import NAME
from kg.transfer import transfer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from kg.store.editing import Follow
    from kg.store.protocol import Finish

OWN = NamedNode("http://example.org/notes")
NOTE, TALLY = (NamedNode(f"http://example.org/{name}") for name in ("note", "tally"))
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
REPLACED_BY = NamedNode("http://purl.org/dc/terms/isReplacedBy")


BEFORE = "PREFIX x: <http://x.example/> BASE <http://y.example/>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add(tmp_path_factory.mktemp("built") / "news.kg", "n1", "n2", "s1")


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "news.kg"))


def graph(folder: Path) -> set[Quad]:
    with open_store(folder) as store:
        return set(store.quads())


def edited(folder: Path, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
    """Change a graph as `kg serve` does."""
    out, put = list(removed), list(added)

    def work(store: Store, _: Store) -> list[Quad]:
        for quad in out:
            store.remove(quad)
        store.extend(put)
        return [*out, *put]

    edit_store(folder, work, beside=refill)


def tallies(folder: Path) -> set[Quad]:
    return {quad for quad in graph(folder) if quad.predicate == TALLY}


def note(subject: str, text: str = "looked at") -> Quad:
    return Quad(NamedNode(BASE + subject), NOTE, Literal(text))


def events(folder: Path) -> set[str]:
    """Return the ids of the events of a graph."""
    named = (quad.subject for quad in graph(folder) if quad.predicate == LABEL)
    return {node.value.removeprefix(BASE) for node in named if isinstance(node, NamedNode) and "/event/" in node.value}


def some_event(folder: Path) -> str:
    return min(events(folder))


def label_of(folder: Path, thing: str) -> Quad:
    (found,) = (quad for quad in graph(folder) if quad.subject == NamedNode(BASE + thing) and quad.predicate == LABEL)
    return found


def test_what_is_put_in_and_taken_out_stays_so_while_articles_come_and_go(folder: Path) -> None:
    event = some_event(folder)
    label, said, tally = label_of(folder, event), note(event), Quad(OWN, TALLY, Literal("7"), OWN)
    edited(folder, removed=[label], added=[said, tally])
    after = graph(folder)
    resolve_again(folder)
    assert graph(folder) == after
    add(folder, "s2")
    remove(folder, ["s2"])
    assert graph(folder) == after
    assert [(edit.quad, edit.there) for edit in edits(folder)] == [(label, False), (said, True)]


def test_what_is_put_back_is_as_if_nothing_had_been_done(folder: Path) -> None:
    event, before = some_event(folder), graph(folder)
    label, said = label_of(folder, event), note(event)
    edited(folder, removed=[label], added=[said])
    edited(folder, removed=[said], added=[label])
    assert graph(folder) == before
    assert edits(folder) == ()


def test_a_statement_that_articles_make_too_outlives_them_if_a_person_said_it(folder: Path) -> None:
    event = some_event(folder)
    label = label_of(folder, event)
    edited(folder, added=[label])
    add(folder, "s2")
    remove(folder, ["n1", "n2", "s1"])
    assert label in graph(folder)
    edited(folder, removed=[label])
    assert label not in graph(folder)


def test_a_statement_follows_what_its_thing_is_found_to_be_and_comes_back(folder: Path) -> None:
    first, second = sorted(events(folder))[:2]
    edited(folder, added=[note(first), note(second, "another")])
    judge(folder, first, second, "same")
    gone = {quad.subject for quad in graph(folder) if quad.predicate == REPLACED_BY}
    (kept,) = (name for name in (first, second) if NamedNode(BASE + name) not in gone)
    assert {quad for quad in graph(folder) if quad.predicate == NOTE} == {note(kept), note(kept, "another")}
    judge(folder, first, second, "different")
    assert {q for q in graph(folder) if q.predicate == NOTE} == {note(first), note(second, "another")}


@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_edits_in_between_change_nothing_else_and_are_all_taken_back(data: st.DataObject) -> None:
    with TemporaryDirectory() as place:
        folder, there = add(Path(place) / "news.kg", "n1"), {"n1"}
        for number in range(2):
            some = data.draw(st.lists(st.sampled_from(sorted(graph(folder), key=str)), max_size=3))
            edited(folder, removed=some, added=[note(f"event/{number}"), Quad(OWN, TALLY, Literal(number), OWN)])
            came = data.draw(st.sets(st.sampled_from(sorted(READINGS)), min_size=1, max_size=2))
            went = there - came - {data.draw(st.sampled_from(sorted(there)))}
            add(folder, *came)
            if went:
                remove(folder, went)
            there = (there - went) | came
            assert not {edit.quad for edit in edits(folder) if not edit.there} & graph(folder)
        stepwise = graph(folder)
        resolve_again(folder)
        assert graph(folder) == stepwise
        assert undo_edits(folder) > 0
        assert damages(folder) == ()
        made = {quad for quad in graph(folder) if quad.graph_name != OWN}
        assert made == graph(add(Path(place) / "once.kg", *sorted(there)))


def test_an_edit_while_a_build_is_about_to_write_or_to_note_what_it_wrote_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(path: Path, *, removed: list[Quad], added: list[Quad], finish: Finish, beside: Follow) -> None:
        edited(folder, added=[note("event/before")])
        update_store(path, removed=removed, added=added, finish=finish, beside=beside)
        edited(folder, added=[note("event/after")])

    with monkeypatch.context() as context:
        context.setattr("kg.renew.update_store", meanwhile)
        assert build([READINGS["s2"].document], folder, reader=Given()).written == "changes"
    assert build([READINGS["s2"].document], folder, reader=Given()).written == "nothing"
    remove(folder, ["s2"])
    assert {quad for quad in graph(folder) if quad.predicate == NOTE} == {note("event/before"), note("event/after")}
    assert undo_edits(folder) == 2
    assert graph(folder) == graph(add(folder.parent / "fresh.kg", "n1", "n2", "s1"))


def test_an_edit_leaves_what_is_resolved_as_it_is(folder: Path) -> None:
    mark = made_state(folder)
    edited(folder, added=[note("event/x")])
    edited(folder, added=[note("event/y")])
    assert made_state(folder) == mark
    assert build([READINGS["s2"].document], folder, reader=Given()).written == "changes"
    assert build([READINGS["s2"].document], folder, reader=Given()).written == "nothing"


def test_an_update_with_a_pattern_is_compared_and_kept(folder: Path, tmp_path: Path) -> None:
    before = graph(folder)
    with open_store(folder) as store:
        store.update(f"DELETE {{ ?x <{LABEL.value}> ?l }} INSERT {{ ?x <{LABEL.value}> 'renamed' }} WHERE {{ ?x <{LABEL.value}> ?l }}")
    after = graph(folder)
    assert after != before
    assert {edit.quad for edit in edits(folder)} == before ^ after
    resolve_again(folder)
    assert graph(folder) == after
    with open_store(folder) as store:
        store.update("CLEAR ALL")
    add(folder, "s2")
    assert not before & graph(folder)
    undo_edits(folder)
    assert graph(folder) == graph(add(tmp_path / "fresh.kg", "n1", "n2", "s1", "s2"))


def test_differences_are_found_wherever_they_lie(folder: Path) -> None:
    with open_store(folder) as one:
        some = sorted(one.quads(), key=str)[::7]
        edited(folder, removed=some, added=[note(f"event/{number}") for number in range(50)])
        with open_store(folder) as other:
            found = list(differences(one.oxigraph, other.oxigraph))
            of_notes = list(differences(one.oxigraph, other.oxigraph, among=[NOTE]))
    assert len(found) == len(set(found)) == len(some) + 50
    assert set(of_notes) == {quad for quad in found if quad.predicate == NOTE}
    assert {quad for quad in found if quad.predicate != NOTE} == set(some)


def test_the_search_finds_what_was_put_in_and_goes_on_to_after_an_article_came(folder: Path) -> None:
    event = some_event(folder)
    name = Quad(NamedNode(BASE + event), LABEL, Literal("the zebra affair"))
    elsewhere = Quad(NamedNode(BASE + event), LABEL, Literal("quagga"), OWN)
    edited(folder, removed=[label_of(folder, event)], added=[name, elsewhere])
    for article in ("s1", "s2"):
        add(folder, article)
        with open_store(folder) as store:
            assert [hit.iris for hit in SearchIndex.of(store).search("zebra").hits] == [(BASE + event,)]
            assert SearchIndex.of(store).search("quagga").hits == ()


@pytest.mark.parametrize(
    ("update", "facts", "predicates"),
    [
        ("INSERT DATA { <a> x:p 1 . GRAPH <g> { <b> a x:C } } ; DELETE DATA { <a> x:q '}' }", 3, {"x:p", "a", "x:q"}),
        ("INSERT DATA { [] x:p <a> }", None, {"x:p"}),
        ("INSERT DATA { <a> x:p <<( <a> x:q _:b )>> }", None, {"x:p"}),
        ("DELETE WHERE { ?s x:p ?o ; a x:C }", None, {"x:p", "a"}),
        ("WITH <g> DELETE { ?s x:p ?o } INSERT { ?s <q> [ x:r ?o ] } WHERE { ?s ?any ?o }", None, {"x:p", "<q>", "x:r"}),
        ("DELETE { GRAPH ?g { ?s x:p ?o } } USING NAMED <g> WHERE { GRAPH ?g { ?s x:p ?o } } # INSERT { a ?b c }", None, {"x:p"}),
        ("INSERT DATA { <a> x:p 1 } ; PREFIX x: <http://y.example/> INSERT { ?s x:q '{ ?b }' } WHERE { ?s ?p ?o }", None, {"x:p", "<q>"}),
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", None, None),
        ("DELETE WHERE { ?s ?p ?o }", None, None),
        ("CLEAR DEFAULT ; INSERT DATA { <a> x:p 1 }", None, None),
        ("COPY DEFAULT TO <g>", None, None),
    ],
)
def test_what_an_update_may_change_is_read_from_its_text(update: str, facts: int | None, predicates: set[str] | None) -> None:
    known = {"x:": "http://x.example/", "<q>": "http://y.example/q", "a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
    named = facts_of(f"{BEFORE} {update}", "http://z.example/", {})
    assert (None if named is None else len(named)) == facts
    expected = {known.get(name) or known["x:"] + name[2:] for name in predicates or ()}
    found = predicates_of(f"{BEFORE} {update}", "http://z.example/", {})
    assert {node.value for node in found or ()} == expected


# ---------------------------------------------------------------- kills, damage, copies


def test_an_acknowledged_edit_is_there_after_any_kill(folder: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; import test_edits as t; folder = Path(sys.argv[1])\n"
        "for n in range(int(sys.argv[3]), int(sys.argv[3]) + 1000):\n"
        "    t.edited(folder, added=[t.note(f'event/{n}')]); print(n, flush=True); t.turned(folder)\n"
    )
    done = set[int]()
    for time, seconds in enumerate((0.0, 0.15, 0.4)):
        command = [sys.executable, "-c", script, str(folder), str(Path(__file__).parent), str(time * 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 - our own words
            assert writer.stdout is not None
            done.add(int(writer.stdout.readline()))
            with suppress(subprocess.TimeoutExpired):
                writer.wait(seconds)
            writer.send_signal(signal.SIGKILL)
            done |= {int(line) for line in writer.stdout if line.endswith("\n")}
        turned(folder)  # the next writer goes on from what is there
        assert graph(folder) >= {note(f"event/{number}") for number in done}
        assert damages(folder) == ()


def turned(folder: Path) -> None:
    """Take an article out, or put it in again."""
    with Evidence.open(folder) as evidence:
        is_there = "s2" in evidence
    if is_there:
        remove(folder, ["s2"])
    else:
        add(folder, "s2")


def test_a_renewal_that_fails_leaves_edits_and_graph(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(folder, added=[note("event/x")])
    before = graph(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as context:
        context.setattr("kg.renew.refill", full)
        with pytest.raises(StoreError, match="No space left"):
            add(folder, "s2")
    assert graph(folder) == before
    add(folder, "s2")
    assert note("event/x") in graph(folder)


def test_edits_go_with_backups_and_copies_and_their_damage_is_reported(folder: Path, tmp_path: Path) -> None:
    edited(folder, added=[note("event/x"), Quad(OWN, TALLY, Literal("7"), OWN)])
    backup(folder, tmp_path / "copy.kg")
    restore(tmp_path / "copy.kg", tmp_path / "again.kg")
    assert add(tmp_path / "again.kg", "s2").exists()
    assert {note("event/x"), Quad(OWN, TALLY, Literal("7"), OWN)} <= graph(tmp_path / "again.kg")
    transfer(folder, tmp_path / "moved.kg")
    assert graph(tmp_path / "moved.kg") == graph(folder)
    with open_store(folder) as store:
        assert store.folder is not None
        path = store.folder / NAME
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert [NAME in line for line in damages(folder)] == [True]
    path.write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreError, match=r"edits.sqlite: what persons changed is damaged: .*Restore .*news.kg from a backup"):
        edits(folder)
    with pytest.raises(StoreError, match="what persons changed is damaged"):
        add(folder, "s2")


def test_edits_outlive_a_migration_to_another_ontology(folder: Path) -> None:
    old = set(of_version(memory_store(graph(folder)).oxigraph, "0.1.0"))
    write_store(folder, old)
    edited(folder, added=[note("event/x")])
    assert migrate(folder).before == "0.1.0"
    assert note("event/x") in graph(folder)
    assert undo_edits(folder) == 1
    assert note("event/x") not in graph(folder)


def test_a_graph_without_evidence_is_not_built_upon(tmp_path: Path, folder: Path) -> None:
    transfer(folder, tmp_path / "moved.kg")
    before = graph(tmp_path / "moved.kg")
    for _ in range(2):
        with pytest.raises(StoreError, match=r"moved.kg: this graph has no evidence.*Build into a new folder"):
            add(tmp_path / "moved.kg", "s2")
    assert graph(tmp_path / "moved.kg") == before


def test_a_graph_without_evidence_keeps_no_record_since_nothing_makes_it_anew(tmp_path: Path) -> None:
    write_store(tmp_path / "x.kg", [note("event/x")])
    edited(tmp_path / "x.kg", added=[note("event/y")])
    assert edits(tmp_path / "x.kg") == ()
    assert not list(Layout(tmp_path / "x.kg").stores.rglob(NAME))


# ---------------------------------------------------------------- over SPARQL, and the command


def test_what_is_changed_over_sparql_is_there_after_the_next_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    event = some_event(folder)
    label = label_of(folder, event)
    known = {"Authorization": "Bearer a-token-that-nobody-guesses"}
    with serving(folder, "--writable", "--timeout", "120", env={"KG_TOKEN": "a-token-that-nobody-guesses"}) as served:

        def update(text: str) -> None:
            sent = httpx.post(served.sparql, data={"update": text}, headers=known, timeout=120)
            assert sent.status_code == 204, sent.text

        update(f"INSERT DATA {{ <{BASE}{event}> <{NOTE.value}> 'looked at' }}")
        update(f"INSERT DATA {{ [] <{TALLY.value}> 1 , <<( <{BASE}{event}> <{NOTE.value}> _:b )>> }}")
        assert len(tallied := tallies(folder)) == 2
        update(f"DELETE WHERE {{ <{BASE}{event}> skos:prefLabel ?l }}")
        turtle = {"Content-Type": "text/turtle", **known}
        to, said_there = {"graph": OWN.value}, f"<{OWN.value}> <{TALLY.value}> '7' ."
        put = httpx.put(f"{served.root}store", params=to, content=said_there, headers=turtle, timeout=120)
        assert put.status_code == 201
        add(folder, "s2")
        said = {note(event), Quad(OWN, TALLY, Literal("7"), OWN)}
        assert said <= graph(folder)
        assert label not in graph(folder)
        assert tallies(folder) >= tallied
        update(f"DELETE WHERE {{ ?x <{TALLY.value}> ?y }}")
        update(f"DROP GRAPH <{OWN.value}>")
        resolve_again(folder)
        assert said & graph(folder) == {note(event)}
    assert run(monkeypatch, "edits", folder) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == sorted([f"- {label} .", f"+ {note(event)} ."])
    assert run(monkeypatch, "edits", folder, "--undo") == 0
    assert "2 statements" in capsys.readouterr().err
    assert graph(folder) == graph(add(folder.parent / "fresh.kg", "n1", "n2", "s1", "s2"))
