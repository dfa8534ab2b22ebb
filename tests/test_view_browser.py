"""The page in a real browser: what is drawn, what a click shows, and the other views of the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from browsing import Visit, story, visiting
from knowledge_example import KNOWLEDGE
from test_view import small

from kg.network import Evidence
from kg.view import NewsNetwork, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TEXTS = {document.id: document.text for document in KNOWLEDGE.documents}
PUBLISHED = {document.id: str(document.published) for document in KNOWLEDGE.documents}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    graphs = {"small": small(), "story": story(), "crowd": crowd(900)}
    for name, graph in graphs.items():
        write(graph, folder / f"{name}.html", title=name)
    return {name: folder / f"{name}.html" for name in graphs}


@pytest.fixture
def visit(browser: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    with visiting(browser, pages["small"]) as seen:
        yield seen


@pytest.fixture(scope="module")
def told(browser: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The story, opened once for tests that only look."""
    with visiting(browser, pages["story"]) as seen:
        yield seen


def crowd(size: int) -> nx.MultiDiGraph[str]:
    """Hubs and their neighbours, in many parts, with long and short names."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kinds = (("actor", "Person"), ("actor", "Organization"), ("event", "Attack"), ("place", "Location"))
    for number in range(size):
        kind, type_ = kinds[number % 4]
        graph.add_node(f"n{number}", label=f"{'A rather long name of ' * (number % 3)}thing {number}", kind=kind, type=type_)
    for number in range(1, size):
        if number % 40:
            sentence = f"Thing {number} met thing {number // 7}."
            evidence = Evidence(sentence, 0, len(sentence), ((0, 5),), "d1", "Title", f"Outlet {number % 3}", "2024-01-04")
            graph.add_edge(
                f"n{number}",
                f"n{number // 7}",
                key=f"e{number}",
                relation="metWith",
                origin="derived",
                outlets=1 + number % 4,
                evidence=(evidence,),
            )
    return graph


# ---------------------------------------------------------------- the picture


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_shows_kinds_in_the_colours_of_the_theme(browser: Browser, pages: dict[str, Path], dark: bool) -> None:  # noqa: FBT001 - parametrised
    seen = Visit(browser, pages["small"], dark=dark)
    event = "255,146,69" if dark else "213,94,0"
    assert event in seen.run(
        """() => { const c = document.querySelector("#canvas canvas"), seen = new Set();
           const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
           for (let i = 0; i < d.length; i += 4) if (d[i + 3] === 255) seen.add(`${d[i]},${d[i + 1]},${d[i + 2]}`); return [...seen]; }"""
    )
    seen.close()


ON_SCREEN = """() => {
    const scale = kgView.network.getScale(), { x, y } = kgView.network.getViewPosition();
    const { width, height } = document.getElementById("canvas").getBoundingClientRect();
    const left = width / 2 - x * scale, top = height / 2 - y * scale;
    const onScreen = ([a, b, c, d]) => [a + left, b + top, c + left, d + top];
    const around = ({ x, y, radius }) => [x * scale - radius, y * scale - radius, x * scale + radius, y * scale + radius];
    const controls = [...document.querySelectorAll("header button, header input, .corner button, #time .line > *")];
    const over = (e) => e.getBoundingClientRect().right > innerWidth || e.scrollWidth > e.clientWidth + 1;
    const cut = controls.filter((e) => e.checkVisibility() && over(e));
    return {
        width, height, cut: cut.map((e) => e.id), sideways: document.documentElement.scrollWidth - innerWidth,
        labels: kgView.labels().map(({ box }) => onScreen(box)), dots: kgView.picture.scene().marks.map((mark) => onScreen(around(mark))),
        names: kgView.labels().filter(({ kind }) => kind === "node").length,
    };
}"""
MIDDLE = """() => {
    const box = document.getElementById("canvas").getBoundingClientRect();
    const at = kgView.network.canvasToDOM(kgView.picture.middle({ id: "k1", from: "front", to: "blast" }));
    return [box.x + at.x, box.y + at.y];
}"""
QUOTES = """() => kgView.graph.edges.map((edge) => {
    kgView.showEdge(edge.id);
    document.querySelectorAll("#panel details").forEach((details) => { details.open = true; });
    const quotes = [...document.querySelectorAll("#panel > blockquote, #panel > details blockquote")];
    const words = (quote, part) => quote.querySelector(part).textContent;
    const shown = quotes.map((quote) => ({ text: words(quote, "p"), where: words(quote, ".offsets") }));
    return { id: edge.id, told: edge.evidence().map(({ from }) => from.document), shown };
})"""


def overlaps(boxes: list[list[float]]) -> list[tuple[list[float], list[float]]]:
    pairs = ((a, b) for number, a in enumerate(boxes) for b in boxes[:number])
    return [(a, b) for a, b in pairs if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("name", ["story", "crowd"])
def test_at_first_sight_no_names_overlap_and_nothing_is_cut(
    browser: Browser, pages: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    seen = Visit(browser, pages[name], size=size)
    found = seen.run(ON_SCREEN)
    assert overlaps(found["labels"]) == []
    boxes = found["labels"] + found["dots"]
    assert [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > found["width"] or box[3] > found["height"]] == []
    assert (found["sideways"], found["cut"]) == (0, [])
    assert found["names"] >= min(10, len(found["dots"]))
    assert 10 <= len(found["dots"]) <= 300
    seen.close()


def test_a_large_graph_says_what_it_left_out_and_finds_it(browser: Browser, pages: dict[str, Path]) -> None:
    seen = Visit(browser, pages["crowd"])
    drawn = len(seen.visible()["nodes"])
    linked = seen.run("kgView.graph.nodes.filter((node) => node.edges.length).length")
    assert drawn < linked
    assert f"{linked - drawn} nodes left out" in seen.page.locator("#counts").inner_text()
    assert f"{linked - drawn} more pass the filters" in seen.panel.inner_text()
    (last,) = seen.run("kgView.search('thing 897')")
    assert last == "n897"
    assert last not in seen.visible()["nodes"]
    seen.run("kgView.showNode('n897')")
    assert {last, "n128"} <= set(seen.visible()["nodes"])  # with its neighbour
    seen.panel.locator("text=128").first.wait_for()
    seen.close()


def test_parallel_edges_of_one_status_are_one_stroke_that_names_them_and_others_are_drawn_apart(browser: Browser, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(6):
        graph.add_edge(*(("a", "b") if number % 2 else ("b", "a")), key=f"k{number}", relation=f"r{number}", outlets=6 - number)
    graph.add_edge("a", "b", key="denied", relation="r1", status="Denied", outlets=0)
    graph.add_edge("a", "a", relation="loop", outlets=1)
    write(graph, tmp_path / "parallel.html", title="t")
    seen = Visit(browser, tmp_path / "parallel.html")
    strokes = seen.run("kgView.picture.scene().strokes.map((s) => [s.from, s.to, s.label, s.edges.length, kgView.picture.middle(s)])")
    assert sorted((start, end, label, count) for start, end, label, count, _ in strokes) == [
        ("a", "a", "loop", 1),
        ("a", "b", "r1 (denied)", 1),
        ("a", "b", "r1, r3 +1", 3),
        ("b", "a", "r0, r2 +1", 3),
    ]
    assert len({(round(at["x"]), round(at["y"])) for *_, at in strokes}) == len(strokes)
    seen.run("kgView.showEdge('k5')")  # it leads its stroke while it is chosen, and the others are on its card
    assert [label["text"] for label in seen.run("kgView.labels().filter(({ kind }) => kind === 'edge')")] == [["r5"]]
    others = [" ".join(row.split()) for row in seen.panel.locator(".rows button").all_inner_texts()]
    assert sorted(others) == ["a r1 (denied) → b", "a r1 → b", "a r3 → b", "b r0 → a", "b r2 → a", "b r4 → a"]
    assert seen.complaints == []
    seen.close()


# ---------------------------------------------------------------- cards


def test_a_click_on_an_edge_shows_its_sentence_marks_status_and_source(visit: Visit) -> None:
    page = visit.page
    at = visit.run(MIDDLE)
    page.mouse.click(*at)
    visit.panel.locator("blockquote").wait_for()
    assert visit.panel.locator("h2").inner_text().split() == ["The", "Frönt", "claimed", "→", "blast", "in", "Arda"]
    assert visit.panel.locator("blockquote p").inner_text() == "The Frönt 𝔸 claimed the blast."
    assert visit.panel.locator("mark").all_inner_texts() == ["Frönt", "claimed"]
    assert visit.panel.locator("blockquote footer").inner_text().splitlines() == [
        "Wire · 4 January 2024",
        "Blast",
        "characters 10–40",
        "Copy citation",
    ]
    assert visit.panel.locator("blockquote a").get_attribute("href") == "https://example.org/1"
    assert "3 independent outlets · confidence 90 %" in visit.panel.inner_text()
    assert "follows from what the sentences say" in visit.panel.inner_text()


def test_what_contradicts_an_edge_stands_beside_it(visit: Visit) -> None:
    visit.run("kgView.showEdge('k4')")  # the Front is the agent, as it claims
    rivals = [" ".join(text.split()) for text in visit.panel.locator(".rival").all_inner_texts()]
    assert rivals == ["contradicts Denied according to Ministry blast in Arda agent → The Frönt"]
    visit.run("kgView.showEdge('k6')")  # where it was is not in dispute
    assert visit.panel.locator(".rival").count() == 0


def test_a_citation_names_the_sentence_and_where_it_stands(visit: Visit) -> None:
    visit.run("kgView.showEdge('k1')")
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.panel.locator("blockquote button", has_text="Copy citation").click()
    visit.panel.locator("button", has_text="Copied").wait_for()
    assert visit.run("navigator.clipboard.readText()") == (
        "“The Frönt 𝔸 claimed the blast.” (Wire, “Blast”, 2024-01-04, characters 10–40) https://example.org/1"
    )


def test_the_sentences_of_all_edges_are_those_of_the_documents(told: Visit) -> None:
    edges: list[dict[str, Any]] = told.run(QUOTES)
    assert len(edges) > 20
    for edge in edges:
        assert len(edge["shown"]) == len(edge["told"]) > 0, edge["id"]
        for document, shown in zip(edge["told"], edge["shown"], strict=True):
            start, end = map(int, re.findall(r"\d+", shown["where"]))
            assert shown["text"] == TEXTS[document][start:end]
    dates = told.run(
        "Object.fromEntries(kgView.graph.edges.flatMap((e) => e.evidence().map(({ from }) => [from.document, from.published])))"
    )
    assert dates == PUBLISHED


def test_a_card_tells_names_ids_counts_and_edges(visit: Visit, told: Visit) -> None:
    visit.run("kgView.showNode('blast')")
    assert visit.panel.locator("dl").inner_text().split("\n") == ["Kind", "bombing", "When", "3 January 2024", "Where", "Arda"]
    assert " ".join(visit.panel.locator(".tolls").inner_text().split()) == "killed at least 12 Wire"
    assert visit.panel.locator(".rows").first.locator("button").all_inner_texts() == [
        "The Frönt claimed →",
        "agent (denied) → The Frönt, according to Ministry",
        "place → Arda",
    ]
    visit.run("kgView.showNode('front')")
    assert visit.panel.locator("dl").inner_text().split("\n")[2:] == ["Also called", "TF", "Told in", "2 articles"]
    told.run("kgView.showNode(kgView.search('General Karr')[0])")
    assert told.panel.locator("dl a").all_inner_texts() == ["Wikidata Q0"]
    told.run("kgView.showNode(kgView.search('bombing in Northtown')[0])")
    assert (
        " ".join(told.panel.locator(".tolls").inner_text().split())
        == "killed 84 Herald · 4 January 2024 at least 95 Gazette · 5 January 2024"
    )


def test_where_an_event_was_is_what_most_outlets_say(browser: Browser, tmp_path: Path) -> None:
    graph = small()
    graph.add_node("brund", label="Brund", kind="actor", type="GeopoliticalEntity")
    graph.add_edge("blast", "brund", key="k0", relation="place", origin="role", status="Reported", outlets=2)
    write(graph, tmp_path / "places.html", title="t")
    seen = Visit(browser, tmp_path / "places.html")
    seen.run("kgView.showNode('blast')")
    assert seen.panel.locator("dl").inner_text().split("\n")[-2:] == ["Where", "Brund"]
    seen.close()


def test_an_edge_without_evidence_says_so(visit: Visit) -> None:
    visit.run("kgView.showEdge('k5')")
    assert "No sentence is recorded for this edge." in visit.panel.inner_text()
    assert "according to Ministry" in visit.panel.inner_text()


@pytest.fixture
def voices(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """A blast that three say to have been in one place, and whose means were two things of one name."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, label, kind in (
        ("blast", "blast", "event"),
        ("s1", "strike", "event"),
        ("s2", "strike", "event"),
        ("arda", "Arda", "entity"),
    ):
        graph.add_node(node, label=label, kind=kind, type="Attack" if kind == "event" else "GeopoliticalEntity")
    graph.nodes["blast"]["date"] = "2024-01-03"
    for voice in (None, "Army", "Doctors"):
        graph.add_edge("blast", "arda", key=f"place {voice}", relation="place", origin="role", status="Reported", according_to=voice)
    for means in ("s1", "s2"):
        graph.add_edge("blast", means, key=means, relation="instrument", origin="role", status="Reported")
    write(graph, tmp_path / "voices.html", title="t")
    with visiting(browser, tmp_path / "voices.html") as seen:
        yield seen


def test_edges_that_only_their_voices_tell_apart_are_told_apart_on_a_card(voices: Visit) -> None:
    voices.run("kgView.showNode('arda')")
    rows = [" ".join(text.split()) for text in voices.panel.locator(".rows li").all_inner_texts()]
    assert sorted(rows) == ["blast place →", "blast place →, according to Army", "blast place →, according to Doctors"]


def test_the_timeline_says_the_same_words_of_an_event_once(voices: Visit) -> None:
    voices.page.click("#to-timeline")
    entry = voices.page.locator("#timeline li", has=voices.page.locator(".name", has_text="blast"))
    assert [" ".join(text.split()) for text in entry.locator(".roles button").all_inner_texts()] == ["place Arda", "instrument strike"]


# ---------------------------------------------------------------- the other views


def test_the_table_holds_the_edges_of_the_picture_and_opens_them(visit: Visit) -> None:
    visit.page.click("#to-table")
    rows = [" ".join(text.split()) for text in visit.page.locator("#table tbody tr").all_inner_texts()]
    assert rows == [
        "blast in Arda agent The Frönt Denied Ministry 2024-01-03",
        "blast in Arda place Arda Reported 2024-01-03 The Frönt 𝔸 claimed the blast.",
        "The Frönt claimed blast in Arda Reported 2024-01-03 3 The Frönt 𝔸 claimed the blast.",
    ]
    visit.page.locator("#table th button", has_text="Outlets").click()
    assert visit.page.locator("#table tbody tr").last.locator("td").nth(6).inner_text() == "3"
    visit.page.locator("#table tbody tr").first.locator("button.name").nth(1).click()
    assert "The sentence" in visit.panel.inner_text() or "No sentence" in visit.panel.inner_text()


def test_a_long_table_comes_in_pages(browser: Browser, pages: dict[str, Path]) -> None:
    seen = Visit(browser, pages["crowd"], address="view=table")
    total = len(seen.visible()["edges"])
    assert seen.page.locator("#table tbody tr").count() == 500
    seen.page.locator("#table > button").click()
    assert seen.page.locator("#table tbody tr").count() == total == 877
    seen.close()


def test_the_timeline_is_in_order_as_precise_as_the_dates_and_ends_with_the_undated(told: Visit) -> None:
    told.run("kgView.state.choose(null)")
    told.page.click("#to-timeline")
    sections = told.page.locator("#timeline section").all()
    found = {section.locator("h2").inner_text(): section.locator("li .what > .name").all_inner_texts() for section in sections}
    days = told.page.locator("#timeline li .when").all_inner_texts()
    assert list(found) == ["2020", "2024", "Without a date"]
    assert (sorted(found["2020"]), found["2024"]) == (["drone strike", "killing of General Karr"], ["bombing in Northtown"])
    assert [" ".join(day.split()) for day in days[:3]] == ["only the year is known", "only the year is known", "3 January"]
    assert told.page.locator("#timeline .count").all_inner_texts() == ["84 or at least 95 killed (reports differ)"]
    told.page.locator("#timeline .name", has_text="bombing in Northtown").click()
    assert told.panel.locator("h2").inner_text().strip() == "bombing in Northtown"
    told.page.click("#to-picture")


def test_the_map_has_what_is_known_to_be_somewhere_and_counts_the_rest(browser: Browser, tmp_path: Path) -> None:
    graph = small()
    graph.nodes["arda"]["ids"] = ("https://sws.geonames.org/128234/",)  # Kerman
    graph.add_node("land", label="A land", kind="actor", type="GeopoliticalEntity", ids=("https://sws.geonames.org/130758/",))  # Iran
    graph.add_edge("blast", "land", key="k8", relation="target", origin="role", status="Reported")
    write(graph, tmp_path / "map.html", title="t")
    seen = Visit(browser, tmp_path / "map.html", address="view=map")
    assert seen.page.locator("#map-field path[role=button]").evaluate_all("paths => paths.map((p) => p.getAttribute('aria-label'))") == [
        "Arda: 1 event",
        "A land: 0 events",
    ]
    sites = seen.run("kgView.map.sites({ nodes: kgView.graph.nodes }).map(({ name, at }) => [name, ...at.map(Math.round)])")
    assert sites == [["Arda", 30, 57], ["A land", 33, 54]]
    assert "1 event at 1 place" in seen.page.locator("#map-note").inner_text()
    seen.page.locator("#map-field path[role=button]").first.press("Enter")
    assert "1 event here" in seen.panel.inner_text().lower()
    assert (seen.asked_elsewhere(), seen.complaints) == ([], [])
    seen.close()


def test_a_graph_without_places_has_no_map(visit: Visit) -> None:
    assert visit.page.locator("#to-map").is_hidden()
    assert visit.run("typeof L") == "undefined"


# ---------------------------------------------------------------- odd graphs


def test_an_empty_graph_a_single_node_and_added_items_are_drawn(browser: Browser, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    write(graph, tmp_path / "empty.html", title="t")
    empty = Visit(browser, tmp_path / "empty.html")
    assert "Nothing to draw" in empty.page.locator("#picture").inner_text()
    graph.add_node("only")
    write(graph, tmp_path / "single.html", title="t")
    single = Visit(browser, tmp_path / "single.html")
    assert single.visible() == {"nodes": ["only"], "edges": []}
    net = NewsNetwork(graph, title="t")
    net.add_node("added", label="Added")
    net.add_edge("only", "added", label="knows")
    net.write_html(tmp_path / "added.html")
    added = Visit(browser, tmp_path / "added.html")
    assert added.visible() == {"nodes": ["only", "added"], "edges": ["added-0"]}
    for seen in (empty, single, added):
        for view in ("timeline", "table", "picture"):
            seen.page.click(f"#to-{view}")
        assert seen.complaints == []
        seen.close()


def test_a_name_of_ten_thousand_letters_and_three_hundred_parts_are_drawn(browser: Browser, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("long", "x", relation="knows")
    graph.nodes["long"]["label"] = "Endless" * 1430
    for number in range(300):
        graph.add_edge(f"a{number}", f"b{number}", relation="knows")
    write(graph, tmp_path / "parts.html", title="t")
    seen = Visit(browser, tmp_path / "parts.html")
    seen.run("kgView.showNode('long')")
    label = seen.run("kgView.labels().find((label) => label.id === 'long').text")
    assert (len(label), label[-1][-1]) == (3, "…")
    assert len(seen.panel.locator("h2").inner_text()) > 10_000
    assert seen.run("document.documentElement.scrollWidth <= innerWidth")
    assert seen.complaints == []
    seen.close()


def test_two_graphs_in_one_notebook_page_both_draw_and_leave_it_alone(browser: Browser, tmp_path: Path) -> None:
    cells = "".join(NewsNetwork(small(), title=title)._repr_html_() for title in ("one", "two"))
    (tmp_path / "notebook.html").write_text(f"<!doctype html><meta charset=utf-8><title>host</title>{cells}", encoding="utf-8")
    seen = Visit(browser, tmp_path / "notebook.html")
    for frame in seen.page.frames[1:]:
        frame.locator("canvas").wait_for()
        assert len(frame.evaluate("kgView.visible().nodes")) == 3
        frame.locator("#to-table").click()
        assert frame.locator("#table tbody tr").count() == 3
    assert seen.run("[typeof vis, typeof kgView, location.hash]") == ["undefined", "undefined", ""]
    assert seen.complaints == []
    seen.close()
