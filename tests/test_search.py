from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from math import isclose
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_everything import EVERYTHING
from knowledge_example import GAZETTE, ID, KNOWLEDGE, passage
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from typer.testing import CliRunner

import kg
from kg.cli.options import app
from kg.errors import QueryError, StoreError, UnknownNameError
from kg.explore.searching import totals as tabulated
from kg.graph import BASE, PREFIXES, apply_rules, ontology_path, quads, reapply_rules
from kg.model import Count
from kg.query import Table, query
from kg.search import KINDS, SearchIndex, fill, refill, schema
from kg.search.file import as_it_lies, changing, log_of
from kg.search.places import kilometres
from kg.search.reports import Report, together
from kg.store import damages, memory_store, open_store, update_store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.search import Kind

run = CliRunner().invoke
LABEL, LAT, LONG = (NamedNode(PREFIXES[p] + n) for p, n in (("skos", "prefLabel"), ("wgs", "lat"), ("wgs", "long")))
TYPE = NamedNode(f"{PREFIXES['rdf']}type")
KG_REPORTED = NamedNode(f"{PREFIXES['kg']}Reported")
DECIMAL = NamedNode(f"{PREFIXES['xsd']}decimal")


def thing(name: str) -> NamedNode:
    return NamedNode(f"{BASE}actor/{name}")


def entity(name: str, label: str, *classes: str) -> list[Quad]:
    types = [Quad(thing(name), TYPE, NamedNode(PREFIXES["kg"] + one)) for one in ("Entity", *classes)]
    return [*types, Quad(thing(name), LABEL, Literal(label))]


def place(name: str, lat: float, long: float) -> list[Quad]:
    at = (Quad(thing(name), LAT, Literal(str(lat), datatype=DECIMAL)), Quad(thing(name), LONG, Literal(str(long), datatype=DECIMAL)))
    return [*entity(name, name, "Place"), *at]


def index(said: Iterable[Quad]) -> SearchIndex:
    return SearchIndex.of(memory_store(said))


@pytest.fixture(scope="module")
def northtown() -> SearchIndex:
    store = Store()
    store.load(path=ontology_path() / "examples" / "northtown.ttl", format=RdfFormat.TURTLE)
    return index([*store])


def texts(found: SearchIndex, typed: str, *kinds: Kind) -> list[str]:
    return [hit.text for hit in found.search(typed, kinds=kinds or tuple(KINDS)).hits]


# ---------------------------------------------------------------- words


def test_a_name_comes_before_a_sentence_that_has_it(northtown: SearchIndex) -> None:
    found = northtown.search("karr")
    assert [hit.kind for hit in found.hits][:2] == ["entity", "event"]
    assert found.hits[0].text == "Karr"  # an alias
    assert "passage" in {hit.kind for hit in found.hits}
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


@pytest.mark.parametrize("typed", ["KARR", "kar", "Kárr", "general karr", "karr general", '"general karr"', "karr!", "(karr*"])
def test_case_accents_order_and_signs_do_not_matter_and_beginnings_fit(northtown: SearchIndex, typed: str) -> None:
    assert {hit.iris for hit in northtown.search(typed, kinds=["entity"]).hits} == {
        hit.iris for hit in northtown.search("karr", kinds=["entity"]).hits
    }


def test_words_in_quotation_marks_stand_together(northtown: SearchIndex) -> None:
    assert not northtown.search('"karr general"').hits
    assert northtown.search('"general karr"').all_words


@pytest.mark.parametrize(("typed", "meant"), [("generl", "general"), ("genreal", "general"), ("memoriel", "memorial"), ("kart", "karr")])
def test_a_word_that_no_text_has_is_taken_for_the_nearest(northtown: SearchIndex, typed: str, meant: str) -> None:
    found = northtown.search(typed)
    assert meant in found.meant[typed]
    assert found.hits


@pytest.mark.parametrize("typed", ["xqzzyv", "zz", "q"])
def test_what_is_like_nothing_finds_nothing(northtown: SearchIndex, typed: str) -> None:
    found = northtown.search(typed)
    assert (found.hits, found.meant) == ((), {})


def test_where_nothing_has_all_words_some_are_enough_and_it_says_so(northtown: SearchIndex) -> None:
    found = northtown.search("karr unicorn")
    assert not found.all_words
    assert found.hits[0].text == "Karr"


def test_marks_are_the_words_that_were_asked_for(northtown: SearchIndex) -> None:
    for hit in northtown.search("karr generl").hits:
        assert hit.marks
        assert {hit.text[start:end].lower() for start, end in hit.marks} <= {"karr", "general"}


def test_a_sentence_is_one_hit_with_all_its_passages(northtown: SearchIndex) -> None:
    found = northtown.search("karr", kinds=["passage"], limit=100)
    assert len({hit.iris[0].rpartition("/")[0] for hit in found.hits}) == len(found.hits)
    assert any(len(hit.iris) > 1 for hit in found.hits)


@pytest.mark.parametrize("kind", KINDS)
def test_a_search_for_a_kind_finds_no_other(northtown: SearchIndex, kind: Kind) -> None:
    found = northtown.search("northtown" if kind != "document" else "bombing claimed", kinds=[kind], limit=100)
    assert found.hits
    assert {hit.kind for hit in found.hits} == {kind}


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_is_words_and_never_an_operator(northtown: SearchIndex, typed: str) -> None:
    try:
        northtown.search(typed)
    except QueryError:
        assert not any(character.isalnum() for character in typed)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_a_name_is_found_by_its_own_words(name: str) -> None:
    found = index(entity("x", name))
    try:
        assert [hit.iris for hit in found.search(f'"{name}"' if '"' not in name else name).hits] == [(thing("x").value,)]
    except QueryError:
        assert not any(character.isalnum() for character in name)


def test_nothing_typed_or_an_unknown_kind_is_an_error(northtown: SearchIndex) -> None:
    with pytest.raises(QueryError, match="no word"):
        northtown.search(" - ")
    with pytest.raises(UnknownNameError, match="entity, event"):
        northtown.search("karr", kinds=["person"])  # type: ignore[list-item]  # what is tested


# ---------------------------------------------------------------- places

WORLD = [*place("kerman", 30.28, 57.08), *place("suva", -18.14, 178.44), *place("apia", -13.83, -171.77), *place("pole", 90, 0)]


def names(found: Iterable[object]) -> list[str]:
    return [one.iri.removeprefix(f"{BASE}actor/") for one in found]  # type: ignore[attr-defined]  # `Nearby`


def test_places_within_a_distance_come_nearest_first() -> None:
    found = index(WORLD)
    assert names(found.near(30, 57, 50)) == ["kerman"]
    assert names(found.near(30, 57, 10)) == []
    assert names(found.near(-18, 179, 3_000)) == ["suva", "apia"]  # over the 180th meridian
    assert names(found.near(89, 120, 200)) == ["pole"]
    assert names(found.near(0, 0, 30_000)) == ["kerman", "pole", "suva", "apia"]


def test_places_in_a_box_may_lie_over_the_meridian() -> None:
    found = index(WORLD)
    assert names(found.within(25, 44, 40, 63)) == ["kerman"]
    assert names(found.within(-20, 170, -10, -170)) == ["apia", "suva"]
    assert names(found.within(-20, -170, -10, 170)) == []


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 21_000))
@settings(max_examples=150, deadline=None)
def test_near_finds_exactly_what_is_near(lat: float, long: float, its_lat: float, its_long: float, km: float) -> None:
    lat, long, its_lat, its_long = (round(value, 4) for value in (lat, long, its_lat, its_long))
    found = index(place("x", its_lat, its_long)).near(lat, long, km)
    distance = kilometres(lat, long, its_lat, its_long)
    assert bool(found) == (distance <= km) or isclose(distance, km, abs_tol=1e-3)


@pytest.mark.parametrize("wrong", [(91, 0, 1), (0, 181, 1), (0, 0, -1), (0, 0, float("nan"))])
def test_what_is_no_point_or_distance_is_an_error(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(QueryError):
        index(WORLD).near(*wrong)
    with pytest.raises(QueryError, match="north"):
        index(WORLD).within(10, 0, 5, 1)


# ---------------------------------------------------------------- totals

EVENTS = """SELECT ?place (COUNT(DISTINCT ?event) AS ?events) WHERE { ?event a kg:Event ; kg:status kg:Reported ; kg:place ?place }
GROUP BY ?place ORDER BY DESC(?events) ?place"""


def test_totals_are_those_of_the_graph() -> None:
    store = memory_store(quads(EVERYTHING), finish=apply_rules)
    answer = query(store, EVENTS)
    assert isinstance(answer, Table)
    assert [(one.key, one.events) for one in SearchIndex.of(store).totals("place")] == [(row["place"], row["events"]) for row in answer]


def test_the_dead_of_an_event_are_those_of_its_latest_report() -> None:
    found = index(quads(KNOWLEDGE)).totals("place")
    assert [(one.key, one.events, one.killed_at_least, one.killed_at_most) for one in found] == [(f"{ID}actor/northtown", 1, 95, None)]


TOLD_TWICE = replace(
    KNOWLEDGE,
    tolls=(
        *KNOWLEDGE.tolls,
        *(replace(toll, event="event/killing") for toll in KNOWLEDGE.tolls),
        replace(
            KNOWLEDGE.tolls[-1],
            event="event/killing",
            count=Count(97, 97, "97"),
            reported_on=date(2024, 1, 6),
            evidence=passage(GAZETTE, 2, "dead"),
        ),
    ),
)
"""The dead of a bombing told of the killing too, and a later number of the killing only."""


def test_the_dead_of_a_killing_are_counted_once_with_what_killed_them() -> None:
    found = {one.key: (one.events, one.killed_at_least, one.killed_at_most) for one in index(quads(TOLD_TWICE)).totals("class")}
    assert found["Bombing"] == (1, 97, 97)
    assert found["Killing"] == (1, 0, 0)


WHOLE = Report(149, 149, "149", "ministry", "d1", 200)


@pytest.mark.parametrize(
    ("others", "bounds"),
    [
        ([], (149, 149)),
        ([replace(WHOLE, least=40, most=None, quote="scores")], (149, 149)),
        ([replace(WHOLE, least=0, most=150, quote="up to 150", document="d2")], (149, 149)),
        ([replace(WHOLE, least=140, most=None, quote="at least 140", voice=None, document="d2")], (149, 149)),
        ([replace(WHOLE, least=43, most=43, quote="43 policemen", voice="police", start=500)], (149, 149)),
        ([replace(WHOLE, least=12, most=12, quote="12 more", voice="police", start=500)], (149, 149)),
        ([replace(WHOLE, least=2, most=2, quote="two of the wounded", document="d2")], (149, 149)),
        ([replace(WHOLE, least=120, most=120, quote="120", start=500)], (149, 149)),
        ([replace(WHOLE, least=120, most=120, quote="120", start=100)], (120, 149)),
        ([replace(WHOLE, least=160, most=160, quote="160 people", voice=None, start=100)], (160, 160)),
        ([replace(WHOLE, least=330, most=None, quote="330 people", voice=None, start=500)], (149, None)),
        ([replace(WHOLE, least=120, most=120, quote="120 people", voice=None, start=500)], (120, 149)),
        ([replace(WHOLE, least=120, most=120, quote="120", voice="police", start=500)], (120, 149)),
        ([replace(WHOLE, least=201, most=None, quote="more than 200")], (149, None)),
        ([replace(WHOLE, least=120, most=120, quote="120 dead", document="d2")], (120, 149)),
        ([replace(WHOLE, least=120, most=160, quote="between 120 and 160")], (149, 149)),
        ([replace(WHOLE, least=145, most=155, quote="some 150"), replace(WHOLE, least=147, most=None, quote="147 or more")], (149, 149)),
        ([replace(WHOLE, least=190, most=210, quote="about 200 people", voice="police", start=500)], (149, 210)),
        ([replace(WHOLE, least=190, most=190, quote="190 civilians", voice="police", start=500)], (149, 190)),
    ],
)
def test_what_the_reports_of_a_day_come_to(others: list[Report], bounds: tuple[int, int | None]) -> None:
    assert together([WHOLE, *others]) == bounds
    assert together([*reversed(others), WHOLE]) == bounds


def test_the_toll_of_an_article_is_not_lowered_by_its_parts() -> None:
    part = replace(KNOWLEDGE.tolls[-1], count=Count(4, 4, "4 policemen"))
    found = index(quads(replace(KNOWLEDGE, tolls=(*KNOWLEDGE.tolls, part)))).totals("place")
    assert [(one.killed_at_least, one.killed_at_most) for one in found] == [(95, None)]


def dated(name: str, day: str, where: str) -> list[Quad]:
    said: dict[str, Literal | NamedNode] = {
        "date": Literal(day, datatype=NamedNode(f"{PREFIXES['xsd']}date")),
        "status": KG_REPORTED,
        "place": thing(where),
    }
    happening = NamedNode(f"{BASE}event/{name}")
    types = [Quad(happening, TYPE, NamedNode(PREFIXES["kg"] + one)) for one in ("Event", "Attack")]
    return [
        *types,
        Quad(happening, LABEL, Literal(name)),
        *(Quad(happening, NamedNode(PREFIXES["kg"] + key), value) for key, value in said.items()),
    ]


def test_months_and_years_come_in_the_order_of_time_and_places_by_most_events() -> None:
    world = [*place("Aden", 1, 1), *place("Basra", 2, 2)]
    days = [("a", "2024-03-01", "Aden"), ("b", "2023-05-01", "Basra"), ("c", "2024-01-09", "Basra"), ("d", "2024-01-10", "Basra")]
    found = index([*world, *(quad for one in days for quad in dated(*one))])
    assert [(one.key, one.events) for one in found.totals("month")] == [("2023-05", 1), ("2024-01", 2), ("2024-03", 1)]
    assert [(one.key, one.events) for one in found.totals("year")] == [("2023", 1), ("2024", 3)]
    assert [(one.key.rpartition("/")[2], one.events) for one in found.totals("place")] == [("Basra", 3), ("Aden", 1)]


@pytest.mark.parametrize("by", ["place", "region", "widest"])
def test_a_place_without_a_proper_name_has_no_row(by: str) -> None:
    names = ("Aden", "beds", "port of Aden", "عدن", "the coast")
    world = [quad for at, name in enumerate(names) for quad in (*entity(f"p{at}", name, "Place"), *dated(f"e{at}", "2024-03-01", f"p{at}"))]
    store = memory_store(world)
    answer = tabulated(store, SearchIndex.of(store), by)
    assert sorted(map(str, answer.column(by))) == ["Aden", "port of Aden", "عدن"]


def test_an_unknown_grouping_lists_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="class, month, place"):
        index(quads(KNOWLEDGE)).totals("country")


# ---------------------------------------------------------------- beside the graph


def content(path: Path) -> dict[str, list[object]]:
    """Return what an index says, whatever the numbers in it."""
    connection = sqlite3.connect(path)
    asked = {
        "texts": "SELECT iri, thing.kind, sentence, text.kind, words FROM thing LEFT JOIN bearer ON thing = thing.id "
        "LEFT JOIN text ON text = text.id",
        "known": "SELECT word, length FROM known",
        "places": "SELECT iri, lat, long FROM place JOIN thing USING (id)",
        "happened": "SELECT e.iri, r.iri, at_place, outermost, class, day, killed_at_least, killed_at_most FROM happened "
        "JOIN thing AS e ON e.id = event LEFT JOIN thing AS r ON r.id = region",
    }
    said = {name: sorted(connection.execute(sql).fetchall(), key=str) for name, sql in asked.items()}
    said["integrity"] = connection.execute("INSERT INTO words (words) VALUES ('integrity-check')").fetchall()
    connection.close()
    return said


FACTS = sorted(set(quads(TOLD_TWICE)), key=str) + WORLD


@given(st.sets(st.sampled_from(range(len(FACTS)))), st.sets(st.sampled_from(range(len(FACTS)))))
@settings(max_examples=25, deadline=None)
def test_an_index_that_followed_a_change_is_the_one_made_anew(
    tmp_path_factory: pytest.TempPathFactory, one: set[int], other: set[int]
) -> None:
    folder, anew = tmp_path_factory.mktemp("changed"), tmp_path_factory.mktemp("anew")
    before, after = {FACTS[i] for i in one}, {FACTS[i] for i in other}
    store = Store()
    store.extend(before)
    fill(folder, store)
    for quad in before - after:
        store.remove(quad)
    store.extend(after - before)
    refill(folder, store, before ^ after)
    fill(anew, store)
    assert content(folder / schema.NAME) == content(anew / schema.NAME)


def test_of_what_was_taken_out_no_word_stays_in_the_file(tmp_path: Path) -> None:
    store = Store()
    store.extend([*entity("x", "Xylophonist Quarrymaster"), *entity("y", "Other")])
    fill(tmp_path, store)
    gone = entity("x", "Xylophonist Quarrymaster")
    for quad in gone:
        store.remove(quad)
    refill(tmp_path, store, gone)
    assert not log_of(tmp_path / schema.NAME).exists()
    held = (tmp_path / schema.NAME).read_bytes().lower()
    assert b"xylophon" not in held
    assert b"quarry" not in held
    assert b"other" in held


def test_an_updated_graph_is_searched_as_it_is_now(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules, beside=fill)
    new = entity("new", "Brandnewland")

    def finish(store: Store) -> None:
        reapply_rules(store, added=new)

    with open_store(folder) as before:
        update_store(folder, added=new, finish=finish, beside=lambda state, store, _: refill(state, store, new))
        with open_store(folder) as after:
            assert SearchIndex.of(before).search("brandnewland").hits == ()
            assert texts(SearchIndex.of(after), "brandnewland") == ["Brandnewland"]


def _with_one_more(folder: Path, name: str) -> Path:
    """Put an entity into the graph of a folder, and return the folder of its new state."""
    new = entity(name, name.title())
    update_store(folder, added=new, beside=lambda state, store, _: refill(state, store, new))
    with open_store(folder) as store:
        assert store.folder is not None
        return store.folder


def test_states_share_the_file_of_the_index_and_each_has_what_changed_in_a_log(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules, beside=fill)
    with open_store(folder) as made:
        one = _with_one_more(folder, "firstland")
        with open_store(folder) as first:
            two = _with_one_more(folder, "secondland")
            with open_store(folder) as second:
                assert made.folder is not None
                assert (made.folder / schema.NAME).samefile(one / schema.NAME)
                assert (one / schema.NAME).samefile(two / schema.NAME)
                assert not log_of(one / schema.NAME).samefile(log_of(two / schema.NAME))
                stores = (made, first, second)
                found = [[bool(SearchIndex.of(store).search(word).hits) for word in ("firstland", "secondland")] for store in stores]
                assert found == [[False, False], [True, False], [True, True]]
                assert {entry.name for entry in two.iterdir() if entry.is_file()} == {
                    schema.NAME,
                    log_of(two / schema.NAME).name,
                    "files.sha256",
                    "readers",
                }
    assert not list(damages(folder))


def test_a_file_that_was_made_without_a_log_is_copied_before_it_gets_one(tmp_path: Path) -> None:
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    with closing(sqlite3.connect(one)) as connection, connection:
        connection.executescript("CREATE TABLE said (word); INSERT INTO said VALUES ('former');")
    two.hardlink_to(one)
    before = one.read_bytes()
    with changing(two) as connection:
        connection.execute("INSERT INTO said VALUES ('new')")
    with closing(as_it_lies(two)) as connection:
        assert connection.execute("SELECT * FROM said").fetchall() == [("former",), ("new",)]
    assert one.read_bytes() == before
    assert {entry.name for entry in tmp_path.iterdir()} == {one.name, two.name, log_of(two).name}


def test_a_long_log_is_written_into_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules, beside=fill)
    sizes = []
    for number in range(8):
        path = _with_one_more(folder, f"land{number}") / schema.NAME
        sizes.append(log_of(path).stat().st_size if log_of(path).exists() else 0)
        assert sizes[-1] <= 256 * 1024
    assert 0 in sizes
    assert any(sizes)
    with open_store(folder) as store:
        assert all(SearchIndex.of(store).search(f"land{number}").hits for number in range(8))
    assert content(path)["integrity"] == []


def test_a_change_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules, beside=fill)
    path = _with_one_more(folder, "firstland") / schema.NAME
    before = {entry.name: entry.read_bytes() for entry in path.parent.iterdir() if entry.is_file()}

    def fails(state: Path, *_: object) -> None:
        with changing(state / schema.NAME) as connection:
            connection.execute("DELETE FROM thing")
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        update_store(folder, added=entity("x", "X"), beside=fails)
    assert before == {entry.name: entry.read_bytes() for entry in path.parent.iterdir() if entry.is_file()}
    with open_store(folder) as store:
        assert texts(SearchIndex.of(store), "firstland") == ["Firstland"]


def test_a_damaged_index_is_an_error_and_a_missing_one_is_made_in_memory(tmp_path: Path) -> None:
    folder = tmp_path / "news.kg"
    write_store(folder, quads(KNOWLEDGE), beside=fill)
    with open_store(folder) as store:
        assert store.folder is not None
        path = store.folder / schema.NAME
        path.write_bytes(b"not a database" * 100)
        with pytest.raises(StoreError, match="is damaged"):
            SearchIndex.of(store)
        path.unlink()
        assert SearchIndex.of(store).search("karr").hits


# ---------------------------------------------------------------- front doors


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search") / "news.kg"
    write_store(folder, [*quads(KNOWLEDGE), *WORLD], finish=apply_rules, beside=fill)
    return folder


def test_what_is_found_can_be_joined_into_a_query(folder: Path) -> None:
    with kg.open(folder) as graph:
        found = graph.search("karr", kinds=["event"])
        sparql = "SELECT DISTINCT ?name WHERE { OPTIONAL { ?event kg:nothing ?x } ?event skos:prefLabel ?name } ORDER BY ?name"
        sparql = sparql.replace("OPTIONAL { ?event kg:nothing ?x }", "")
        answer = graph.query(sparql, among={"event": found})
        assert isinstance(answer, Table)
        assert answer.column("name") == sorted(str(text) for text in found.column("text"))
        assert graph.query(sparql, among={"event": []}) == Table(("name",), ())
        assert graph.query("ASK { ?event a kg:Bombing }", among={"event": [f"{ID}event/bombing"]}) is True
        assert graph.query("ASK { ?event a kg:Bombing }", among={"event": [f"{ID}event/funeral"]}) is False
        made = graph.query("CONSTRUCT { ?event a kg:Found } WHERE { ?event a kg:Event }", among={"event": [f"{ID}event/bombing"]})
        assert len(made) == 1  # type: ignore[arg-type]  # triples


@pytest.mark.parametrize(("among", "problem"), [({"x": []}, r"no variable \?x"), ({"s": ["not an iri>"]}, "is no IRI")])
def test_what_cannot_be_joined_is_an_error(folder: Path, among: dict[str, list[str]], problem: str) -> None:
    with kg.open(folder) as graph, pytest.raises(QueryError, match=problem):
        graph.query("SELECT ?s WHERE { ?s ?p ?o }", among=among)


def test_the_commands_find_words_places_and_totals(folder: Path) -> None:
    found = run(app, ["search", str(folder), "generl karr", "--kind", "entity", "--format", "csv"])
    assert found.stdout.splitlines()[1].startswith("entity,General Karr,")
    assert "searched for general" in found.stderr
    assert run(app, ["search", str(folder), "xqzzyv"]).exit_code == 1
    near = run(app, ["search", str(folder), "--near", "30,57", "--km", "60", "--format", "csv"])
    assert near.stdout.splitlines()[1].startswith("kerman,0,")
    assert "suva" in run(app, ["search", str(folder), "--box", "-20,170,-10,-170"]).stdout
    assert "95" in run(app, ["totals", str(folder)]).stdout
    joined = run(app, ["query", str(folder), "SELECT ?n { ?e skos:prefLabel ?n }", "--match", "e=general karr", "--format", "csv"])
    assert "General Karr" in joined.stdout
    none = run(app, ["query", str(folder), "SELECT ?n { ?e skos:prefLabel ?n }", "--match", "e=generl xqzzyv"])
    assert none.stdout.strip() == "n"
    assert none.stderr.splitlines() == [
        "no text has 'generl'; searched for general",
        "nothing has all of these words: 'generl xqzzyv'",
    ]
    unknown = run(app, ["query", str(folder), "SELECT ?e { ?e a kg:Evnt }"])
    assert unknown.stderr.startswith("line 1, column 18: the ontology has no kg:Evnt. The nearest: kg:Event")
    at = run(app, ["query", str(folder), "SELECT ?n { ?p skos:prefLabel ?n }", "--near", "p=kerman:10", "--format", "csv"])
    assert at.stdout.splitlines() == ["n", "kerman"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ([], "nothing to search for"),
        (["karr", "--near", "x"], "WORDS and --near"),
        (["--box", "1,2,3"], "is no box"),
        (
            ["--near", "nowhere at all"],
            "place of this graph 'nowhere at all'. Nearest: none. A point may be given too, as LAT,LONG, such as ",
        ),
    ],
)
def test_what_cannot_be_searched_is_an_error(folder: Path, options: list[str], problem: str) -> None:
    failed = run(app, ["search", str(folder), *options])
    assert failed.exit_code != 0
    assert problem in str(failed.exception)
