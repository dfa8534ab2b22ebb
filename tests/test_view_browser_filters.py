"""Filters, search, neighbourhoods, paths, undo and the address: what is seen follows, in every view, and comes back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from browsing import Visit, story, visiting
from test_view import small

from kg.network import Evidence
from kg.view import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

START = {"nodes": ["front", "blast", "arda"], "edges": ["k1", "k5", "k6"]}


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph[str]:
    return story()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, graph: nx.MultiDiGraph[str]) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    graphs = {"small": small(), "story": graph, "outlets": outlets()}
    for name, network in graphs.items():
        write(network, folder / f"{name}.html", title=name)
    return {name: folder / f"{name}.html" for name in graphs}


@pytest.fixture
def visit(browser: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    with visiting(browser, pages["small"]) as seen:
        yield seen


@pytest.fixture
def told(browser: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    with visiting(browser, pages["story"]) as seen:
        yield seen


def outlets() -> nx.MultiDiGraph[str]:
    """Edges of several outlets, relations, confidences and days of publication, some unknown."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    told = (("a", "b", ("North", "South"), 0.9, "2024-01-01"), ("b", "c", ("South",), 0.4, "2024-01-03"), ("c", "d", (), None, None))
    for source, target, publishers, confidence, day in told:
        evidence = tuple(Evidence("They met.", 0, 9, (), "d", None, publisher, day) for publisher in publishers)
        graph.add_edge(source, target, key=source + target, relation=f"{source}Met", confidence=confidence, evidence=evidence)
    return graph


def press(seen: Visit, label: str) -> dict[str, list[str]]:
    seen.page.locator("#legend button", has_text=label).click()
    return seen.visible()


def check(seen: Visit, label: str) -> dict[str, list[str]]:
    if seen.page.locator("#filters").is_hidden():
        seen.page.click("#to-filters")
        seen.run("document.querySelectorAll('#filters details').forEach((details) => { details.open = true; })")
    seen.page.locator("#filters label", has_text=label).locator("input").click()
    return seen.visible()


# ---------------------------------------------------------------- filters


def test_filters_take_nodes_with_their_edges_and_give_them_back(visit: Visit) -> None:
    assert visit.visible() == START
    assert press(visit, "Country") == {"nodes": ["front", "blast"], "edges": ["k1", "k5"]}
    assert visit.page.locator("#counts").inner_text() == "2 nodes, 2 edges"
    assert press(visit, "Denied") == {"nodes": ["front", "blast"], "edges": ["k1"]}
    visit.page.click("#to-table")
    assert visit.page.locator("#table tbody tr").count() == 1
    visit.page.click("#to-picture")
    press(visit, "Country")
    assert press(visit, "Denied") == START


def test_roles_that_verbs_tell_and_nodes_without_edges_are_drawn_on_demand(visit: Visit) -> None:
    everything = check(visit, "What drawn verbs tell already")
    assert (everything["nodes"], sorted(everything["edges"])) == (["front", "blast", "claim", "arda"], ["k1", "k2", "k3", "k4", "k5", "k6"])
    check(visit, "What drawn verbs tell already")
    assert check(visit, "Nodes without edges")["nodes"] == ["front", "blast", "arda", "alone"]


def test_the_legend_counts_what_there_is(told: Visit, graph: nx.MultiDiGraph[str]) -> None:
    drawn: list[tuple[str, str, str]] = told.run(
        "kgView.graph.edges.filter((e) => !e.covered).map((e) => [e.source.id, e.target.id, e.status])"
    )
    statuses = [status for _, _, status in drawn]
    shown = dict(row.rsplit(maxsplit=1) for row in told.page.locator("#legend .chips").nth(1).locator("button").all_inner_texts())
    assert {name: int(count) for name, count in shown.items()} == {status: statuses.count(status) for status in set(statuses)}
    kinds = [graph.nodes[node]["kind"] for node in {end for source, target, _ in drawn for end in (source, target)}]
    chips = dict(row.rsplit(maxsplit=1) for row in told.page.locator("#legend .chips").first.locator("button").all_inner_texts())
    assert int(chips["Event"]) == kinds.count("event")
    assert sum(map(int, chips.values())) == len(kinds)


def test_filters_by_relation_outlet_and_confidence_combine_and_reset(browser: Browser, pages: dict[str, Path]) -> None:
    seen = Visit(browser, pages["outlets"])
    start = seen.visible()
    assert start["edges"] == ["ab", "bc", "cd"]
    assert check(seen, "South")["edges"] == ["ab", "cd"]  # what North tells too stays, and what no outlet tells
    assert check(seen, "North")["edges"] == ["cd"]
    assert check(seen, "c met")["edges"] == []
    assert seen.page.locator("#nothing").inner_text() == "Nothing passes the filters."
    assert seen.page.locator("#to-filters").inner_text() == "Filters (2)"
    seen.page.click("#reset")
    assert seen.visible() == start
    seen.page.locator("#confidence input").focus()
    for _ in range(10):
        seen.page.keyboard.press("ArrowRight")
    assert seen.visible()["edges"] == ["ab", "cd"]  # 50 %; of the last none is known
    assert seen.page.locator("#confidence output").inner_text() == "at least 50 %"
    assert seen.complaints == []
    seen.close()


# ---------------------------------------------------------------- time


def test_the_slider_spans_the_first_to_the_last_date(told: Visit) -> None:
    assert told.page.locator("#time .range").inner_text() == "2020 – 2024-01-03"
    whole = told.visible()
    told.page.get_by_label("First period").focus()
    told.page.keyboard.press("ArrowRight")
    later = told.visible()
    assert told.page.locator("#time .range").inner_text() == "2024-01-03"
    gone = set(whole["edges"]) - set(later["edges"])
    days = told.run("ids => ids.flatMap((id) => kgView.graph.edge.get(id).happened)", sorted(gone))
    assert gone
    assert all(last < told.run("kgView.timeBar.bars()[1].span[0]") for _, last in days)
    told.page.locator("#time button", has_text="All time").click()
    assert told.visible() == whole


def test_what_has_no_date_has_a_switch_of_its_own(told: Visit) -> None:
    undated = set(told.run("kgView.graph.edges.filter((e) => !e.covered && !e.happened.length).map((e) => e.id)"))
    whole = set(told.visible()["edges"])
    assert told.page.locator("#time .check").inner_text().strip() == f"undated ({len(undated)})"
    told.page.locator("#time .check input").click()
    assert set(told.visible()["edges"]) == whole - undated
    assert undated
    told.page.locator("#time .check input").click()
    assert set(told.visible()["edges"]) == whole


def test_time_can_be_that_of_publication(browser: Browser, pages: dict[str, Path]) -> None:
    seen = Visit(browser, pages["outlets"])
    assert seen.page.locator("#time .range").inner_text() == "No dates"
    seen.page.get_by_label("Which time counts").select_option("published")
    assert seen.page.locator("#time .range").inner_text() == "2024-01-01 – 2024-01-03"
    seen.page.get_by_label("Last period").focus()
    seen.page.keyboard.press("ArrowLeft")
    assert seen.visible()["edges"] == ["ab", "cd"]
    seen.close()


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2024-01-03", "2024-01-03", "2024-01-03"),
        ("0079-08", "0079-08-01", "0079-08-31"),
    ],
)
def test_a_date_stands_for_all_days_that_it_may_mean(browser: Browser, tmp_path: Path, date: str, first: str, last: str) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("e", kind="event", date=date)
    write(graph, tmp_path / "date.html", title="t")
    seen = Visit(browser, tmp_path / "date.html")
    days = seen.run("kgView.graph.nodes[0].days.map((day) => new Date(day * 864e5).toISOString().slice(0, 10))")
    assert days == [first, last]
    seen.close()


def test_articles_that_name_no_outlet_are_one_in_the_list_of_outlets(browser: Browser, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, publisher in enumerate((None, None, "North")):
        evidence = (Evidence("They met.", 0, 9, (), f"3f{number}", None, publisher, None),)
        graph.add_edge("a", f"b{number}", key=f"k{number}", relation="metWith", evidence=evidence)
    write(graph, tmp_path / "unnamed.html", title="t")
    with visiting(browser, tmp_path / "unnamed.html") as seen:
        seen.page.click("#to-filters")
        outlets = seen.page.locator("#filters details", has_text="Outlets").locator("label")
        assert [" ".join(text.split()) for text in outlets.all_inner_texts()] == ["Outlet not named 2", "North 1"]


@pytest.mark.parametrize("width", [1000, 375])
def test_the_dates_under_the_time_bar_stand_apart(browser: Browser, tmp_path: Path, width: int) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for day in range(1, 29):
        graph.add_node(f"e{day}", label=f"event {day}", kind="event", type="Attack", date=f"2024-01-{day:02}")
        graph.add_edge(f"e{day}", "place", key=f"k{day}", relation="place")
    write(graph, tmp_path / "days.html", title="t")
    seen = Visit(browser, tmp_path / "days.html", size=(width, 740))
    gaps = """() => {
        const boxes = [...document.querySelectorAll(".ticks span")].map((e) => e.getBoundingClientRect());
        return boxes.slice(1).map((box, at) => box.left - boxes[at].right);
    }"""
    for _ in ("closed", "open"):
        found = seen.run(gaps)
        assert found
        assert min(found) >= 4
        seen.page.click("#to-filters")
        seen.page.wait_for_timeout(200)
    seen.close()


# ---------------------------------------------------------------- search


def test_search_minds_neither_case_nor_accents_and_finds_aliases(visit: Visit) -> None:
    found = {text: visit.run("text => kgView.search(text)", text) for text in ("FRONT", "frönt", "tf", "blast", "nobody", " ")}
    assert found == {"FRONT": ["front"], "frönt": ["front"], "tf": ["front"], "blast": ["blast"], "nobody": [], " ": []}
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("arda")
    visit.page.locator("#found button").first.wait_for()
    assert visit.page.locator("#said").inner_text() == "2 names found"
    visit.page.locator("#search").press("Enter")
    assert visit.panel.locator("h2").inner_text().strip() == "Arda"  # the one that is called just so
    visit.page.locator("#search").fill("nobody")
    assert visit.page.locator("#found").inner_text() == "No name like this."


def test_search_forgives_a_slip_of_the_keys_where_nothing_is_called_so(visit: Visit) -> None:
    found = {text: visit.run("text => kgView.search(text)", text) for text in ("balst", "frnot", "adra", "ard", "balsting")}
    assert found == {"balst": ["blast"], "frnot": ["front"], "adra": ["arda", "blast"], "ard": ["arda", "blast"], "balsting": []}
    visit.page.locator("#search").fill("balst")
    assert visit.page.locator("#found li").all_inner_texts() == ["No name like this. Nearly so:", "blast in Arda"]
    visit.page.locator("#search").press("Enter")
    assert visit.panel.locator("h2").inner_text().strip() == "blast in Arda"


def test_search_finds_names_in_any_script(browser: Browser, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, label in (
        ("ru", "Каспийское Море"),
        ("ar", "قاسم سليماني"),
        ("zh", "伊朗伊斯兰共和国"),
        ("de", "Großenkneten"),
        ("tr", "İstanbul"),
    ):
        graph.add_node(node, label=label)
    write(graph, tmp_path / "scripts.html", title="t")
    seen = Visit(browser, tmp_path / "scripts.html")
    asked = {"каспий": "ru", "سليماني": "ar", "伊斯兰": "zh", "grossen": "de", "istanbul": "tr"}
    assert {text: seen.run("text => kgView.search(text)", text) for text in asked} == {text: [node] for text, node in asked.items()}
    seen.close()


def test_what_search_finds_is_shown_whatever_the_filters_say(visit: Visit) -> None:
    press(visit, "Country")
    visit.run("kgView.actions.hide(kgView.graph.node.get('blast'))")
    assert visit.visible()["nodes"] == []
    visit.run("kgView.showNode('arda')")
    assert visit.visible() == {"nodes": ["arda"], "edges": []}  # it was off, its only neighbour is hidden still
    visit.run("kgView.showNode('blast')")
    assert visit.visible() == START
    visit.run("kgView.showNode('alone')")
    assert visit.visible() == {"nodes": [*START["nodes"], "alone"], "edges": START["edges"]}
    visit.run("kgView.showNode('claim')")
    assert sorted(visit.visible()["edges"]) == ["k1", "k2", "k3", "k5", "k6"]  # with the roles that nothing else shows
    visit.run("kgView.state.choose(null)")
    assert visit.visible() == START


# ---------------------------------------------------------------- neighbourhoods and paths


def around(drawn: list[list[str]], *centres: str) -> set[str]:
    """What networkx says lies within one step of the centres."""
    graph = nx.Graph([(source, target) for source, target, _ in drawn])
    return {node for centre in centres for node in nx.ego_graph(graph, centre)}


STATUSES = "kgView.graph.edges.filter((e) => !e.covered).map((e) => [e.source.id, e.target.id, e.status])"
DRAWN = "kgView.graph.edges.filter((e) => !e.covered).map((e) => [e.source.id, e.target.id, e.id])"
AT = """id => {
    const box = document.getElementById("canvas").getBoundingClientRect();
    const at = kgView.network.canvasToDOM(kgView.picture.scene().marks.find((mark) => mark.id === id));
    return [box.x + at.x, box.y + at.y];
}"""


def test_a_double_click_shows_just_the_neighbours_and_further_ones_add_theirs(told: Visit) -> None:
    whole, drawn = told.visible(), told.run(DRAWN)
    (bombing,), (karr,) = (told.run("name => kgView.search(name).slice(0, 1)", name) for name in ("bombing in Northtown", "General Karr"))
    told.page.keyboard.press("Escape")
    told.page.mouse.dblclick(*told.run(AT, bombing))
    one = told.visible()
    assert set(one["nodes"]) == around(drawn, bombing)
    assert set(one["edges"]) == {key for source, target, key in drawn if {source, target} <= set(one["nodes"])}
    (other,) = told.run("ids => ids.filter((id) => kgView.graph.node.get(id).name === 'memorial for General Karr')", one["nodes"])
    told.page.mouse.dblclick(*told.run(AT, other))
    assert set(told.visible()["nodes"]) == around(drawn, bombing, other)
    assert karr in told.visible()["nodes"]
    told.panel.locator("button", has_text="Collapse").click()
    assert told.visible() == one
    told.page.keyboard.press("Escape")
    assert told.visible() == whole


def test_a_path_is_a_shortest_one_with_all_its_edges(told: Visit) -> None:
    drawn = told.run(DRAWN)
    plain = nx.Graph([(source, target) for source, target, _ in drawn])
    (front,), (westland,) = (told.run("name => kgView.search(name).slice(0, 1)", name) for name in ("The Front", "Westland"))
    told.run("id => kgView.showNode(id)", front)
    told.panel.locator("button", has_text="Path to").click()
    told.page.locator("#search").fill("westland")
    told.page.locator("#search").press("Enter")
    on_paths = {node for path in nx.all_shortest_paths(plain, front, westland) for node in path}
    assert set(told.visible()["nodes"]) == on_paths
    steps = nx.shortest_path_length(plain, front, westland)
    assert told.panel.locator("h3").all_inner_texts() == [f"STEP {number}" for number in range(1, steps + 1)]
    told.page.keyboard.press("Escape")
    assert len(told.visible()["nodes"]) > len(on_paths)


def test_where_no_path_leads_it_is_said(visit: Visit) -> None:
    visit.run("kgView.showNode('alone'); kgView.actions.pathFrom(kgView.graph.node.get('alone')); kgView.showNode('arda')")
    assert "No path leads there" in visit.panel.inner_text()
    assert sorted(visit.visible()["nodes"]) == ["alone", "arda"]


# ---------------------------------------------------------------- hide, pin, undo, address


def test_hiding_pinning_and_filtering_are_undone_and_redone_step_by_step(visit: Visit) -> None:
    states: list[dict[str, Any]] = [visit.visible()]
    visit.run("kgView.actions.hide(kgView.graph.node.get('arda'))")
    states.append(visit.visible())
    states.append(press(visit, "Denied"))
    assert [len(state["edges"]) for state in states] == [3, 2, 1]
    visit.page.keyboard.press("Control+z")
    assert visit.visible() == states[1]
    visit.page.click("#undo")
    assert visit.visible() == states[0]
    visit.page.keyboard.press("Control+Shift+z")
    assert visit.visible() == states[1]
    visit.page.click("#to-filters")
    visit.page.locator("#filters button", has_text="Show").click()
    assert visit.visible() == states[0]


def test_a_node_that_is_dragged_stays_where_it_was_put(visit: Visit) -> None:
    x, y = visit.run(AT, "arda")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y + 40, steps=4)
    visit.page.mouse.up()
    moved = visit.run(AT, "arda")
    assert [round(moved[0] - x), round(moved[1] - y)] == pytest.approx([60, 40], abs=3)
    assert list(visit.run("kgView.state.settings.pinned")) == ["arda"]
    press(visit, "Denied")
    assert visit.run(AT, "arda") == pytest.approx(moved, abs=3)
    visit.page.keyboard.press("Control+z")
    visit.page.keyboard.press("Control+z")
    assert visit.run(AT, "arda") == pytest.approx([x, y], abs=3)


def test_the_address_brings_back_what_was_seen(browser: Browser, visit: Visit) -> None:
    press(visit, "Denied")
    visit.run("kgView.actions.hide(kgView.graph.node.get('arda'))")
    visit.run("kgView.state.change({ confidence: 0.5, undated: false, pinned: { blast: [7, 8] } })")
    visit.run("kgView.showEdge('k1')")
    visit.page.click("#to-table")
    visit.page.wait_for_url("**view=table**edge=k1**")
    address = visit.run("location.hash.slice(1)")
    again = Visit(browser, visit.path, address=address)
    assert again.visible() == visit.visible() == {"nodes": ["front", "blast"], "edges": ["k1"]}
    assert again.run("kgView.state.settings") == visit.run("kgView.state.settings")
    assert again.panel.inner_text() == visit.panel.inner_text()
    assert again.page.locator("#table tbody tr").count() == 1
    again.close()
    visit.page.click("#to-picture")
    visit.run("kgView.state.reset(); kgView.state.choose(null)")
    visit.page.wait_for_url(visit.path.as_uri())
