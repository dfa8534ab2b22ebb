from __future__ import annotations

import re
import sys
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions
from reading_builder import build as build_reading
from test_resolve import claim, denial, first, strike
from test_resolve_events import REPORT, bombing

from kg.cli import main
from kg.errors import AmbiguousNameError, InputError, StoreError, UnknownNameError
from kg.evidence import JUDGEMENTS, Evidence, load_judgements, write_lines
from kg.graph import BASE, PREFIXES
from kg.model import Actor, Decision, Knowledge
from kg.pipeline import build
from kg.resolve.explain import explain_pair
from kg.resolve.ids import actor_id
from kg.revise import PERSON, explain, find, judge, remove, resolve_again, split
from kg.store import export, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Document, Reading

ANNIVERSARY = bombing("z", "People marked the anniversary of the bombing in Port Vale that killed 84 people.", toll="84 people")
READINGS = {
    reading.document.id: reading
    for reading in (
        first(),
        claim(),
        denial(),
        strike("s1", place="Harrow"),
        strike("s2", place="Harrow", day="8 May 2024"),
        REPORT,
        ANNIVERSARY,
    )
}


class Given:
    """Knows what each article says."""

    extractor = "hand"

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            yield READINGS[document.id]


def add(folder: Path, *articles: str) -> Path:
    build([READINGS[article].document for article in articles], folder, reader=Given())
    return folder


def written(folder: Path) -> bytes:
    stream = BytesIO()
    with open_store(folder) as store:
        export(store, stream, "nq")
    return stream.getvalue()


def lines(folder: Path) -> bytes:
    stream = BytesIO()
    with Evidence.open(folder) as evidence:
        write_lines(evidence, stream)
    return stream.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return add(tmp_path / "news.kg", *READINGS)


# ---------------------------------------------------------------- adding and removing


def test_adding_an_article_twice_changes_nothing(folder: Path) -> None:
    before = written(folder)
    assert written(add(folder, "n1", "n2")) == before
    resolve_again(folder)
    assert written(folder) == before


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(sorted(READINGS)),
    cuts=st.sets(st.integers(1, len(READINGS) - 1), max_size=2),
    gone=st.sampled_from([*READINGS, ""]),
)
def test_neither_the_order_of_adding_nor_what_was_removed_leaves_a_trace(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], cuts: set[int], gone: str
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    bounds = [0, *sorted(cuts), len(order)]
    for start, end in pairwise(bounds):
        add(folder / "stepwise.kg", *order[start:end])
    if gone:
        remove(folder / "stepwise.kg", [gone])
    at_once = add(folder / "once.kg", *(article for article in sorted(READINGS) if article != gone))
    assert written(folder / "stepwise.kg") == written(at_once)
    assert lines(folder / "stepwise.kg") == lines(at_once)


def test_removing_an_unknown_article_is_an_error_and_removes_nothing(folder: Path) -> None:
    before = written(folder)
    with pytest.raises(UnknownNameError, match=r"unknown article 'n12'. Nearest: .*n1"):
        remove(folder, ["n1", "n12"])
    assert written(folder) == before


def test_an_article_is_removed_by_the_beginning_of_its_id_if_that_is_its_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for identity in ("3f2a9c-1", "3f2a9c-2"):
        monkeypatch.setitem(READINGS, identity, strike(identity, place="Harrow"))
    add(folder, "3f2a9c-1")
    assert remove(folder, ["3f2a9c"]).articles == len(READINGS) - 2
    add(folder, "3f2a9c-1", "3f2a9c-2")
    with pytest.raises(AmbiguousNameError, match="'3f2a9c' fits several things: 3f2a9c-1, 3f2a9c-2"):
        remove(folder, ["3f2a9c"])
    with pytest.raises(UnknownNameError, match="unknown article '3f2a'"):  # too short to be meant so
        remove(folder, ["3f2a"])


def test_a_graph_that_is_not_there_cannot_be_revised(tmp_path: Path) -> None:
    for change in (resolve_again, lambda path: remove(path, ["n1"]), lambda path: split(path, "x")):
        with pytest.raises(StoreError, match="there is no such graph"):
            change(tmp_path / "none.kg")


# ---------------------------------------------------------------- judgements

STRIKE = "air strike in Harrow, 2024-05-08"


def rows(folder: Path, variables: str, pattern: str) -> list[tuple[str, ...]]:
    """Return the ids that stand for the variables of a pattern."""
    sparql = f"SELECT {variables} WHERE {{ {pattern} }}"
    with open_store(folder) as store:
        answer = store.query(sparql, prefixes=PREFIXES)
        assert isinstance(answer, QuerySolutions)
        return sorted(tuple(str(term.value).removeprefix(BASE) for term in row) for row in answer)


def strikes(folder: Path) -> list[str]:
    return [event for (event,) in rows(folder, "?event", "?event a kg:AirStrike")]


def former(folder: Path) -> dict[str, str]:
    return {old: now for old, now in rows(folder, "?old ?now", "?old dct:isReplacedBy ?now")}  # noqa: C416 - the rows are tuples of any length


def named(folder: Path, name: str) -> str:
    return rows(folder, "?thing", f'?thing skos:prefLabel "{name}"')[0][0]


def test_a_split_holds_over_later_runs_and_until_it_is_judged_otherwise(folder: Path) -> None:
    (one,) = strikes(folder)
    (other,) = (old for old, now in former(folder).items() if now == one)
    before = written(folder)
    split(folder, STRIKE, note="two raids")
    assert strikes(folder) == sorted((one, other))
    resolve_again(folder)
    add(folder, "n1")
    assert strikes(folder) == sorted((one, other))
    judge(folder, one, other, "same")
    assert strikes(folder) == [one]
    assert written(folder) != before  # the judgement itself is in the graph
    assert [(d.judgement, d.reasons[1:]) for d in load_judgements(folder)] == [("different", ("two raids",)), ("same", ())]


def test_ids_in_full_and_names_of_one_thing_only_are_understood(folder: Path) -> None:
    (one,) = strikes(folder)
    iri = f"https://w3id.org/actor-event-graph/id/{one}"
    judge(folder, iri, "attack in Port Vale, 2017", "same")
    assert set(former(folder)) >= {one} - set(strikes(folder))
    assert len(strikes(folder)) == 1
    (one,) = strikes(folder)
    with pytest.raises(InputError, match=r"Give the ids of two actors or of two events$"):
        judge(folder, one, "Port Vale", "same")
    with pytest.raises(InputError, match=rf"Give the ids of two actors or of two events; it was joined of .*{one}"):
        judge(folder, one, one, "different")
    nearest = r"unknown actor or event 'air strike in Harow'\. Nearest: .*event/\S+ \(air strike in Harrow"
    with pytest.raises(UnknownNameError, match=nearest):
        judge(folder, "air strike in Harow", one, "same")


def test_a_judgement_that_others_contradict_is_refused_and_not_written(folder: Path) -> None:
    (strike_id,) = strikes(folder)
    attack, claimed = (
        named(folder, "attack in Port Vale, 2017"),
        named(folder, "claim of responsibility by Northern Salvation Front, 2024-05-09"),
    )
    judge(folder, strike_id, attack, "same")
    judge(folder, attack, claimed, "same")
    before = load_judgements(folder)
    with pytest.raises(InputError, match="were judged to be same, and with this judgement cannot be"):
        judge(folder, claimed, strike_id, "different")
    assert load_judgements(folder) == before


@pytest.mark.parametrize("gone", ["s1", "s2"])
def test_a_judgement_holds_while_each_event_has_any_of_its_tellings(folder: Path, gone: str) -> None:
    attack = named(folder, "attack in Port Vale, 2017")
    judge(folder, STRIKE, attack, "same")
    before = written(folder)
    remove(folder, [gone])
    assert [former(folder).get(attack, attack)] == strikes(folder)
    assert written(add(folder, gone)) == before


@pytest.mark.parametrize("gone", ["s1", "s2"])
def test_two_events_that_are_judged_to_be_different_stay_so_by_any_of_their_tellings(folder: Path, gone: str) -> None:
    parts = {old for pair in former(folder).items() for old in pair if pair[1] == strikes(folder)[0]}
    attack = named(folder, "attack in Port Vale, 2017")
    judge(folder, STRIKE, attack, "different")
    remove(folder, [gone])
    kept = {end for made in load_judgements(folder) for end in (made.left, made.right)}
    assert kept == {*parts, attack}
    explained = explain(folder, strikes(folder)[0], attack)
    assert [decision.judgement for decision in explained.decisions] == ["different"]


def test_a_judgement_of_two_actors_outlasts_the_article_with_the_name_that_was_judged(folder: Path) -> None:
    judge(folder, "Northern Salvation Front", "Sudland", "same")
    remove(folder, ["n2"])  # which alone calls it by its long name
    (actor,) = rows(folder, "?a", '?a a kg:Actor ; skos:altLabel|skos:prefLabel "NSF"')
    assert actor == rows(folder, "?a", '?a a kg:Actor ; skos:altLabel|skos:prefLabel "Sudland"')[0]


def test_what_was_judged_to_be_one_thing_can_be_judged_to_be_two_again(folder: Path) -> None:
    (strike_id,) = strikes(folder)
    attack = named(folder, "attack in Port Vale, 2017")
    before = {event for (event,) in rows(folder, "?event", "?event a kg:Event")}
    judge(folder, strike_id, attack, "same")
    judge(folder, strike_id, attack, "different")
    assert {event for (event,) in rows(folder, "?event", "?event a kg:Event")} == before


def test_what_is_told_by_one_article_cannot_be_split(folder: Path) -> None:
    with pytest.raises(InputError, match="There is nothing to split"):
        split(folder, "attack in Port Vale, 2017")


def test_what_has_no_name_cannot_be_judged_and_the_message_says_so(folder: Path) -> None:
    two = [thing for (thing,) in rows(folder, "?thing", '?thing skos:prefLabel "84 people"')]
    with pytest.raises(InputError, match=r"'84 people' \(actor/\S+\) has no name of its own"):
        judge(folder, two[0], two[1], "same")
    with pytest.raises(InputError, match="has no name of its own"):
        split(folder, two[0])
    assert not (folder / JUDGEMENTS).exists()


def test_a_name_that_is_known_under_another_id_is_still_one_name(folder: Path) -> None:
    assert former(folder)["actor/norland-11974f06"] == "actor/geonames-4166066"
    with pytest.raises(InputError, match="There is nothing to split"):
        split(folder, "Norland")


def test_things_of_one_name_are_told_apart_by_what_they_are_and_where(folder: Path) -> None:
    told = r"fits several things: actor/84-people-\w+ \(84 people, GRP, in '\w+'\), actor/84-people-.*Give one of these ids"
    with pytest.raises(AmbiguousNameError, match=told):
        judge(folder, "84 people", "Harrow", "same")


def test_the_spelling_and_the_main_name_tell_which_thing_is_meant() -> None:
    actors = (
        Actor("actor/1", "ORG", "Guard", ("Corps",)),
        Actor("actor/2", "GRP", "guard"),
        Actor("actor/3", "ORG", "Corps"),
        Actor("actor/4", "PER", "Corps Commander", ("corps",)),
    )
    knowledge = Knowledge(actors=actors)
    assert [find(knowledge, name) for name in ("Guard", "guard", "Corps", "CORPS")] == ["actor/1", "actor/2", "actor/3", "actor/3"]


def test_a_judgement_that_joins_two_types_says_which_holds(folder: Path) -> None:
    revised = judge(folder, "Orin Tal", "Northern Salvation Front", "same")
    assert revised.remarks == (
        "Northern Salvation Front (ORG) and Orin Tal (PER) are one now, of the type ORG; what is said only of the other type is left out",
    )
    assert revised.judged == len(load_judgements(folder))
    assert judge(folder, STRIKE, named(folder, "attack in Port Vale, 2017"), "same").remarks == ()


def test_a_damaged_file_of_judgements_is_an_error_with_its_line(folder: Path) -> None:
    (folder / JUDGEMENTS).write_text('{"left": "event/a", "right": "event/b", "judgement": "maybe"}\n')
    with pytest.raises(StoreError, match=r"judgements.jsonl:1: no judgement"):
        resolve_again(folder)


def test_explain_gives_the_features_of_two_events_and_the_decisions_on_them(folder: Path) -> None:
    (one,) = strikes(folder)
    (other,) = (old for old, now in former(folder).items() if now == one)
    found = explain(folder, one, other)
    assert (found.left, found.right, found.are_one) == ((one, STRIKE), (other, STRIKE), True)
    assert (found.judgement, found.score) == ("same", 0.84)
    assert found.features == (("same day", 0.35), ("same place", 0.35), ("same type", 0.1), ("same word", 0.04))
    apart = explain(folder, one, "attack in Port Vale, 2017")
    assert (apart.are_one, apart.judgement, apart.features, apart.apart) == (False, "different", (("other dates", None),), None)


def test_explain_says_why_two_that_are_alike_by_themselves_are_two(folder: Path) -> None:
    (one,) = strikes(folder)
    (other,) = (old for old, now in former(folder).items() if now == one)
    judge(folder, one, other, "different")
    found = explain(folder, one, other)
    assert (found.are_one, found.judgement, found.apart) == (False, "same", PERSON)


def test_explain_says_where_only_a_name_was_joined_and_not_what_is_known_by_it() -> None:
    readings = [
        build_reading(name, "The Northern Front fired. Dunbar left.", entities={"e1": ("ORG", ["Northern Front", "Dunbar"])})
        for name in "ab"
    ]
    front, name, known = actor_id("organisation", "northern front"), actor_id("organisation", "dunbar"), "actor/gazetteer-dunbar"
    knowledge = Knowledge(
        actors=(Actor(known, "ORG", "Dunbar"), Actor(front, "ORG", "Northern Front")),
        decisions=(Decision(name, front, "same", 1.0, ("both names are used for one by 2 articles", "and for two by 0")),),
        redirects=((name, known),),
    )
    found = explain_pair(readings, knowledge, front, known)
    assert (found.are_one, found.judgement) == (False, "same")
    assert found.apart == f"only the name ({name}) is the same; what is known by it ({known}) is not joined by way of its name"


# ---------------------------------------------------------------- the command line


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["kg", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_the_commands_judge_explain_and_remove(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (one,) = strikes(folder)
    (other,) = (old for old, now in former(folder).items() if now == one)
    assert run(monkeypatch, "explain", folder, one, other) == 0
    assert capsys.readouterr().out.splitlines()[:4] == [
        f"{one}\t{STRIKE}",
        f"{other}\t{STRIKE}",
        "one thing in this graph",
        "by themselves\tsame\t0.84",
    ]
    assert run(monkeypatch, "explain", folder, one, "Port Vale") == 0
    assert capsys.readouterr().out.splitlines()[2:] == [
        "two things in this graph",
        "never compared: none of their names, or of the articles' events that they are, are of one kind",
    ]
    assert run(monkeypatch, "different", folder, one, other, "--note", "two raids", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert strikes(folder) == sorted((one, other))
    assert run(monkeypatch, "explain", folder, one, other) == 0
    assert f"decision\tdifferent\t1.0\t{min(one, other)}\t{max(one, other)}\ta person's judgement; two raids" in capsys.readouterr().out
    assert run(monkeypatch, "merge", folder, one, other) == 0
    assert re.fullmatch(r"7 articles: .* \d+ decisions, 1 pairs of names or tellings judged by persons\n", capsys.readouterr().err)
    assert run(monkeypatch, "remove", folder, "s2") == 0
    assert capsys.readouterr().err.startswith("6 articles: ")
    assert run(monkeypatch, "resolve", folder) == 0
    assert run(monkeypatch, "split", folder, one) == 2
    assert "There is nothing to split" in capsys.readouterr().err
