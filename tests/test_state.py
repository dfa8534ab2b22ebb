"""Resolution that goes on from where it was: it finds what resolving all articles at once finds, and touches no more than it must."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import fields, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_articles import made_articles
from reading_builder import build as read
from test_resolve import claim, denial, first, strike
from test_resolve_events import REPORT, bombing

import kg.renew
from kg.errors import InputError, ReadingError, StoreError, UnknownNameError
from kg.evidence import JUDGEMENTS, Counted, Evidence, add_judgements, load_judgements, to_line
from kg.graph import apply_rules, quads
from kg.model import Decision, EntityType, Knowledge, Reading
from kg.parallel.pool import pool
from kg.renew import renew
from kg.resolve import resolve
from kg.resolve.ids import actor_id
from kg.resolve.judgements import judgements
from kg.resolve.said import in_order
from kg.resolve.state import FILE, Change, JudgedAcrossRoundsError, State, Touched
from kg.resolve.tables import keep, read_tables
from kg.revise import judge, split
from kg.spread import Spread
from kg.store import Layout, building, current_state, memory_store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable


def person(document: str, name: str, *others: str, title: str = "general") -> Reading:
    """Return an article that names a person beside others."""
    names: dict[str, tuple[EntityType, list[str]]] = {f"p{n}": ("PER", [one]) for n, one in enumerate((name, *others))}
    names["n"] = ("GPE", ["Norway"])
    return read(document, f"A {title} {name} met {' and '.join(others) or 'nobody'} in Norway.", entities=names)


def group(document: str, *names: str) -> Reading:
    """Return an article that calls one organisation by several names."""
    return read(document, f"It is {' or '.join(names)}.", entities={"g": ("ORG", list(names))})


WRITTEN_BY_HAND = (
    *(first(), claim(), denial(), strike("s1", place="Harrow"), strike("s2", place="Harrow"), REPORT),
    bombing("z", "People marked the anniversary of the bombing in Port Vale that killed 84 people.", toll="84 people"),
    *(person("p1", "Hassan", "Orin Tal"), person("p2", "Hassan", "Orin Tal"), person("p3", "Hassan", "Mira Lund"), person("p4", "Hassan")),
    *(
        person("q1", "Orin Tal", title="striker"),
        person("q2", "Orin Tal"),
        person("q3", "Orin Thal", "Mira Lund"),
        person("q4", "Oren Tal"),
    ),
    *(
        person("r1", "Orin Talar", "Mira Lund", "Edda Holm"),
        person("r2", "Talar", "Mira Lund", "Edda Holm"),
        person("r3", "Ivo Talar", "Mira Lund", "Edda Holm"),
        person("r4", "Talar", "Edda Holm", "Mira Lund", title="colonel"),
        person("r5", "Ivo Lasu", "Mira Lund", "Edda Holm"),
        person("r6", "Lasu", "Edda Holm", "Mira Lund"),
    ),
    *(
        group("g1", "Northern Peace Front", "NPF"),
        group("g2", "National Party of Farmers", "NPF"),
        group("g3", "NPF"),
        group("g4", "N. P. F."),
    ),
    *(
        group("h1", "Black Dawn", "Hamas"),
        group("h2", "Black Dawn"),
        group("h3", "Black Dawn", "Hezbollah"),
        group("h4", "Harakat Hamas", "Hamas"),
    ),
)
MADE = tuple(reading for reading, _ in made_articles(24, seed=3))
READINGS = {reading.document.id: reading for reading in (*WRITTEN_BY_HAND, *MADE)}


def whole(state: State) -> Knowledge:
    """Return all that a state says."""

    def ids(sql: str) -> frozenset[str]:
        return frozenset(str(row[0]) for row in state.tables.rows(sql))

    touched = Touched(
        documents=ids("SELECT document FROM articles"),
        actors=ids("SELECT id FROM actors"),
        events=ids("SELECT id FROM events"),
        owners=ids("SELECT owner FROM decisions"),
        former=ids("SELECT former FROM redirects"),
    )
    view = state.view()
    return joined([*(said for said, _ in view.said(sorted(touched.documents))), view.things(touched)])


def joined(parts: Iterable[Knowledge]) -> Knowledge:
    """Return pieces of knowledge as one, each thing once and in order."""
    found = list(parts)
    return Knowledge(**{one.name: in_order(item for part in found for item in getattr(part, one.name)) for one in fields(Knowledge)})


def change(came: Iterable[Reading], went: Iterable[str] = ()) -> Change:
    lines = [(reading.document.id, to_line(reading)) for reading in came]
    return Change([(document, hashlib.sha256(line.encode()).digest(), line) for document, line in lines], list(went))


def applied(state: State, came: Iterable[Reading], went: Iterable[str] = ()) -> Touched:
    with state.tables.changing():
        return state.apply(change(came, went))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_after_any_changes_it_is_as_if_all_articles_had_been_resolved_at_once(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    there: set[str] = set()
    with State(tmp_path_factory.mktemp("state") / FILE) as state:
        for _ in range(4):
            went = data.draw(st.sets(st.sampled_from(sorted(there)), max_size=8) if there else st.just(set()))
            came = data.draw(st.sets(st.sampled_from(sorted(READINGS.keys() - there)), max_size=16)) if READINGS.keys() - there else set()
            again = data.draw(st.sets(st.sampled_from(sorted(went)), max_size=2) if went else st.just(set()))
            applied(state, [READINGS[document] for document in sorted(came | again)], went)
            there = (there - went) | came | again
        assert whole(state) == joined([resolve([READINGS[document] for document in there])])


def test_one_by_one_and_out_again_leaves_nothing(tmp_path: Path) -> None:
    with State(tmp_path / FILE) as state:
        for reading in READINGS.values():
            applied(state, [reading])
        assert whole(state) == joined([resolve(READINGS.values())])
        for document in READINGS:
            applied(state, [], [document])
        tables = [name for (name,) in state.tables.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        filled = [name for name in tables if state.tables.row(f"SELECT 1 FROM {name}")]  # noqa: S608 - our own words
        assert filled == ["apart"]  # how often names that were once compared were names of two things: now never
        assert state.tables.rows("SELECT DISTINCT articles FROM apart") == [(0,)]


def test_persons_judgements_of_names_hold_while_articles_come_and_go(tmp_path: Path) -> None:
    ids = {actor.name: actor.id for actor in resolve(WRITTEN_BY_HAND).actors}
    front, farmers, dawn = ids["Northern Peace Front"], ids["National Party of Farmers"], ids["Black Dawn"]
    held = [Decision(front, farmers, "same", 1.0), Decision(dawn, actor_id("organisation", "hezbollah"), "different", 1.0)]
    with State(tmp_path / FILE, judgements=judgements(held)) as state:
        for reading in WRITTEN_BY_HAND:
            applied(state, [reading])
        assert whole(state) == joined([resolve(WRITTEN_BY_HAND, judged=held)])
        applied(state, [], ["g1", "q3"])
        left = [reading for reading in WRITTEN_BY_HAND if reading.document.id not in {"g1", "q3"}]
        assert whole(state) == joined([resolve(left, judged=held)])


def test_persons_judgements_of_events_hold_while_articles_come_and_go(tmp_path: Path) -> None:
    reports = [REPORT, *(bombing(key, "A bombing in Port Vale on Wednesday.", when="Wednesday") for key in "bcd")]
    reports += [strike("s1", place="Harrow"), strike("s2", place="Lower Vale"), strike("s3", place="Harrow")]
    ids = {event.id: reading.document.id for reading in reports for event in resolve([reading]).events if event.type != "Killing"}
    of = {document: event for event, document in ids.items()}
    held = [
        Decision(of["a"], of["b"], "different", 1.0),
        Decision(of["s1"], of["s2"], "same", 1.0),
        Decision(of["c"], of["s1"], "different", 1.0),
    ]
    with State(tmp_path / FILE, judgements=judgements(held)) as state:
        for reading in reports:
            applied(state, [reading])
        assert whole(state) == joined([resolve(reports, judged=held)])
        assert whole(state).events != resolve(reports).events
        for gone in ("b", "s1", "a"):
            applied(state, [], [gone])
            reports = [reading for reading in reports if reading.document.id != gone]
            assert whole(state) == joined([resolve(reports, judged=held)])


def test_a_judgement_of_an_attack_and_a_killing_ties_what_is_else_settled_apart(tmp_path: Path) -> None:
    killing, attack = sorted((event for event in resolve([REPORT]).events), key=lambda event: event.type, reverse=True)
    held = [Decision(killing.id, attack.id, "same", 1.0)]
    with State(tmp_path / FILE, judgements=judgements(held)) as state, pytest.raises(JudgedAcrossRoundsError):
        applied(state, [REPORT])
    renewed(tmp_path / "news.kg", WRITTEN_BY_HAND[:1])
    add_judgements(tmp_path / "news.kg", held)
    assert [renewed(tmp_path / "news.kg", [REPORT]), renewed(tmp_path / "news.kg", [])] == ["all", "all"]


def test_a_build_after_a_judgement_of_events_writes_only_what_changes(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    reports = [REPORT, bombing("b", "A bombing in Port Vale on Wednesday.", when="Wednesday")]
    renewed(folder, reports)
    one, two = (event.id for reading in reports for event in resolve([reading]).events if event.type == "Bombing")
    judge(folder, one, two, "different")
    assert renewed(folder, [group("g", "Black Dawn")]) == "changes"


def test_what_has_nothing_to_do_with_an_article_is_not_touched(tmp_path: Path) -> None:
    with State(tmp_path / FILE) as state:
        applied(state, [*WRITTEN_BY_HAND, *MADE])
        touched = applied(state, [group("new", "Quiet Valley Choir")])
        assert touched.documents == {"new"}
        assert not touched.events
        assert {name for name, identity in named(state) if identity in touched.actors} == {"Quiet Valley Choir"}


def named(state: State) -> list[tuple[str, str]]:
    return [(actor.name, actor.id) for actor in whole(state).actors]


def test_a_state_of_other_judgements_is_begun_anew(tmp_path: Path) -> None:
    with State(tmp_path / FILE) as state, state.tables.changing():
        state.apply(change([group("g", "Black Dawn")]))
        state.set_mark("1")
    with State(tmp_path / FILE) as state:
        assert (state.size, state.mark) == (1, "1")
    with State(tmp_path / FILE, judgements=judgements([Decision("actor/a", "actor/b", "same", 1.0)])) as state:
        assert (state.size, state.mark) == (0, None)


def test_another_process_goes_on_from_it(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    renewed(folder, WRITTEN_BY_HAND[:3])
    script = (
        "import sys; from pathlib import Path; from kg.evidence import Evidence, read_lines; from kg.renew import renew\n"
        "with Evidence.create(Path(sys.argv[1])) as evidence:\n"
        "    evidence.append(read_lines(Path(sys.argv[2]))); print(renew(Path(sys.argv[1]), evidence).written)"
    )
    (tmp_path / "new.jsonl").write_text(to_line(WRITTEN_BY_HAND[3]), encoding="utf-8")
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script, folder, tmp_path / "new.jsonl"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout == "changes\n"
    assert graph(folder) == at_once(WRITTEN_BY_HAND[:4])


def test_a_change_that_fails_leaves_the_state_as_it_was(tmp_path: Path) -> None:
    with State(tmp_path / FILE) as state:
        applied(state, WRITTEN_BY_HAND)
        before = whole(state)
        with pytest.raises(ReadingError), state.tables.changing():
            state.apply(Change([*change(MADE).came, ("broken", b"", "{}")], ["g1"]))
        assert whole(state) == before


def test_a_damaged_state_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"resolved.sqlite: .*Delete the file: it is made anew from the evidence"):
        State(tmp_path / FILE)


# ---------------------------------------------------------------- graphs


def renewed(folder: Path, came: Iterable[Reading] = (), went: Iterable[str] = (), *, spread: Spread = map) -> str:
    """Change the evidence of a graph and bring the graph to it; return how much was written."""
    with building(folder), Evidence.create(folder) as evidence:
        evidence.remove(went)
        evidence.append(came)
        return renew(folder, evidence, spread=spread).written


def graph(folder: Path) -> set[str]:
    with open_store(folder) as store:
        return {str(quad) for quad in store.quads()}


def at_once(readings: Iterable[Reading]) -> set[str]:
    return {str(quad) for quad in memory_store(quads(resolve(counted(readings))), finish=apply_rules).quads()}


def counted(readings: Iterable[Reading]) -> list[Reading]:
    """Return readings as they count beside each other, which among those written by hand and made some of one text do not."""
    with TemporaryDirectory() as place, Evidence.create(Path(place)) as evidence:
        evidence.append(readings)
        return list(Counted.of(evidence, Path(place)))


def test_a_graph_follows_its_evidence(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    assert renewed(folder, WRITTEN_BY_HAND[:-2]) == "all"
    assert renewed(folder, [*WRITTEN_BY_HAND[-2:], *MADE]) == "changes"
    assert renewed(folder, [], ["n1", "z", "g1"]) == "changes"
    left = [reading for reading in READINGS.values() if reading.document.id not in {"n1", "z", "g1"}]
    assert graph(folder) == at_once(left)
    changed = replace(first(), extractor="another")
    assert renewed(folder, [changed]) == "changes"
    assert graph(folder) == at_once([*left, changed])


def test_a_graph_that_several_processes_resolve_is_that_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.renew, "_MANY", 1)
    rows = "id,name,type,aliases\ndawn,Black Dawn,ArmedGroup,Hamas\nport,Port Vale,GeopoliticalEntity,\n"
    (tmp_path / "own.csv").write_text(rows, encoding="utf-8")
    one, two = sorted(event.id for key in ("a", "z") for event in resolve([READINGS[key]]).events if event.type == "Bombing")
    folders = [tmp_path / "one.kg", tmp_path / "two.kg"]
    for folder, processes in zip(folders, (1, 2), strict=True):
        with pool(processes) as spread:
            with building(folder):
                keep(folder, read_tables([tmp_path / "own.csv"]))
                add_judgements(folder, [Decision(one, two, "different", 1.0)])
            assert renewed(folder, [reading for key, reading in READINGS.items() if key != "s2"], spread=spread) == "all"
            assert renewed(folder, [READINGS["s2"]], spread=spread) == "changes"
    assert graph(folders[0]) == graph(folders[1])
    assert any("-dawn>" in quad for quad in graph(folders[0]))  # it is known by the table


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_articles_and_judgements_in_any_order_make_the_graph_that_all_at_once_make(data: st.DataObject) -> None:
    with TemporaryDirectory() as place:
        folder, there = Path(place) / "news.kg", set[str]()
        for step in data.draw(st.lists(st.sampled_from(("articles", "articles", "judge", "split")), min_size=2, max_size=5)):
            if step == "articles" or not there:
                went = data.draw(st.sets(st.sampled_from(sorted(there)), max_size=8)) if there else set[str]()
                came = data.draw(st.sets(st.sampled_from(sorted(READINGS)), min_size=1, max_size=16))
                renewed(folder, [READINGS[document] for document in sorted(came)], went)
                there = (there - went) | came
            else:
                judged(folder, there, step, data)
        whole = Path(place) / "whole.kg"
        renewed(whole, [READINGS[document] for document in sorted(there)][:1])
        if (folder / JUDGEMENTS).exists():
            copyfile(folder / JUDGEMENTS, whole / JUDGEMENTS)
        renewed(whole, [READINGS[document] for document in there])
        assert graph(folder) == graph(whole)


def judged(folder: Path, there: set[str], step: str, data: st.DataObject) -> None:
    """Let a person judge two things of a graph, or split one; what cannot be is refused, and changes nothing."""
    known = resolve(counted(READINGS[document] for document in there))
    kinds = [[actor.id for actor in known.actors], [event.id for event in known.events]]
    ids = data.draw(st.sampled_from([found for found in kinds if found]))
    with suppress(InputError, UnknownNameError):  # before, or by another judgement, it may have become another thing
        if step == "split":
            split(folder, data.draw(st.sampled_from(ids)))
        else:
            left, right = (data.draw(st.sampled_from(ids)) for _ in range(2))
            judge(folder, left, right, data.draw(st.sampled_from(("same", "different"))))


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    renewed(folder, WRITTEN_BY_HAND)
    before = current_state(folder)
    assert renewed(folder, WRITTEN_BY_HAND[:3]) == "nothing"
    assert current_state(folder) == before


def test_where_a_graph_was_made_by_other_rules_all_is_resolved_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "news.kg"
    renewed(folder, WRITTEN_BY_HAND)
    assert renewed(folder) == "nothing"
    monkeypatch.setattr("kg.renew.made_by", lambda: "those of another version")
    assert [renewed(folder), renewed(folder)] == ["all", "nothing"]


def test_where_what_was_resolved_does_not_belong_to_the_graph_all_is_resolved_anew(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    renewed(folder, WRITTEN_BY_HAND)
    expected = at_once([*WRITTEN_BY_HAND, MADE[0]])
    with State(Layout(folder).resolved) as state, state.tables.changing():
        state.set_mark("that of a graph that a killed run did not come to write")
    assert renewed(folder, [MADE[0]]) == "all"
    assert graph(folder) == expected
    Layout(folder).resolved.unlink()
    assert renewed(folder) == "all"
    assert graph(folder) == expected


def test_what_it_holds_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    renewed(folder, READINGS.values())
    renewed(folder, [], ["n1", "g1"])
    left = resolve(counted(reading for reading in READINGS.values() if reading.document.id not in {"n1", "g1"}))
    with building(folder), Evidence.create(folder) as evidence:
        found = renew(folder, evidence)
    counts = (found.articles, found.entities, found.events, found.assertions, found.decisions)
    assert counts == (len(left.documents), len(left.actors), len(left.events), len(left.assertions), len(left.decisions))


# ---------------------------------------------------------------- what is known to have changed


FILES = ("evidence.sqlite", "reprints.sqlite", FILE)
STEPS = ("renew", "remove", "evidence only", "reprints only", "judge", "save", "put back", "delete", "by hand")


@settings(max_examples=4, deadline=None, database=None, phases=(Phase.generate,))
@given(data=st.data())
def test_looking_at_what_changed_finds_what_looking_at_everything_finds(data: st.DataObject) -> None:
    """Whatever is killed half way, restored, deleted or written by other programs: a renewal misses nothing."""
    some = sorted(READINGS)[::4]
    with TemporaryDirectory() as place:
        folder, saved = Path(place) / "news.kg", Path(place) / "saved"
        saved.mkdir()
        renewed(folder, [READINGS[document] for document in some[:4]])
        for step in data.draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=7)):
            ids = data.draw(st.lists(st.sampled_from(some), max_size=4, unique=True))
            go_on(folder, saved, step, ids, data.draw(st.sampled_from(FILES)))
        renewed(folder)
        with Evidence.open(folder) as evidence, TemporaryDirectory() as empty:
            anew = Counted.of(evidence, Path(empty))
            readings = list(anew)
            assert Counted.of(evidence, folder).originals == anew.originals
            with closing(sqlite3.connect(Layout(folder).resolved)) as database:
                assert dict(database.execute("SELECT document, hash FROM articles")) == {
                    row[0]: row[1] for row in anew.lines(evidence.ids())
                }
        held = at_once_judged(folder, readings)
        assert graph(folder) == held


def at_once_judged(folder: Path, readings: Iterable[Reading]) -> set[str]:
    found = resolve(readings, judged=load_judgements(folder))
    return {str(quad) for quad in memory_store(quads(found), finish=apply_rules).quads()}


def go_on(folder: Path, saved: Path, step: str, ids: list[str], file: str) -> None:
    """Do what may be done to a graph, or happen to it, between two renewals."""
    readings = [READINGS[document] for document in ids]
    if step == "renew":
        renewed(folder, readings)
    elif step == "remove":
        renewed(folder, [], ids)
    elif step in {"evidence only", "reprints only"}:  # a run that was killed then
        with building(folder), Evidence.create(folder) as evidence:
            evidence.remove(ids[:2])
            evidence.append(replace(reading, extractor=step) for reading in readings[1:])
            if step == "reprints only":
                Counted.of(evidence, folder)
    elif step == "judge":
        with suppress(InputError, UnknownNameError):
            judge(folder, "Orin Tal", "Orin Thal", "different")
    elif step in {"save", "put back", "delete"}:
        move_files(folder / file, saved / file, step)
    else:
        write_by_other_means(folder / "evidence.sqlite", step, ids)


def move_files(path: Path, saved: Path, step: str) -> None:
    """Save a file, put back one that was saved, or delete what may be deleted."""
    if step == "save":
        copyfile(path, saved)
    elif step == "put back" and saved.exists():
        copyfile(saved, path)
    elif step == "delete" and path.name != "evidence.sqlite":
        path.unlink(missing_ok=True)


def write_by_other_means(path: Path, step: str, ids: list[str]) -> None:
    """Change the evidence as another program does."""
    with closing(sqlite3.connect(path)) as database, database:
        if step == "by hand":
            database.executemany("DELETE FROM readings WHERE document = ?", ((document,) for document in ids))
