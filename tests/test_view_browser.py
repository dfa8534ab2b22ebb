"""The page in a real browser: it asks nothing, runs nothing that came from texts, and shows the sentence behind an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from conftest import CHROMIUM
from playwright.sync_api import sync_playwright
from test_view import PAYLOADS, poisoned, small

from kg.view import NewsNetwork, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


class Visit:
    """A page that is open, with all that it asked for and complained of."""

    def __init__(self, browser: Browser, path: Path, *, dark: bool = False) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark" if dark else "light")
        self.page.set_default_timeout(5000)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())

    def visible(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = self.page.evaluate("kgView.visible()")
        return found


def visit(browser: Browser, graph: nx.MultiDiGraph[str], folder: Path, *, title: str = "Arda", dark: bool = False) -> Visit:
    write(graph, folder / "page.html", title=title)
    return Visit(browser, folder / "page.html", dark=dark)


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_draws_without_a_request_or_an_error(browser: Browser, tmp_path: Path, dark: bool) -> None:  # noqa: FBT001 - parametrised
    seen = visit(browser, small(), tmp_path, dark=dark)
    colours = seen.page.evaluate(
        """() => { const c = document.querySelector("#picture canvas"), seen = new Set();
           const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
           for (let i = 0; i < d.length; i += 4) if (d[i + 3] === 255) seen.add(`${d[i]},${d[i + 1]},${d[i + 2]}`); return [...seen]; }"""
    )
    event = "255,146,69" if dark else "213,94,0"
    assert event in colours
    assert (seen.requests, seen.complaints) == ([(tmp_path / "page.html").as_uri()], [])


def test_a_click_on_an_edge_shows_its_sentence_marks_status_and_source(browser: Browser, tmp_path: Path) -> None:
    page = visit(browser, small(), tmp_path).page
    at = page.evaluate("kgView.network.canvasToDOM(kgView.network.body.edges.k1.edgeType.getPoint(0.5))")
    box = page.locator("#picture").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    panel = page.locator("#panel")
    panel.locator("blockquote").wait_for()
    assert panel.locator("h2").inner_text().split() == ["The", "Frönt", "claimed", "→", "blast", "in", "Arda"]
    assert panel.locator("blockquote p").inner_text() == "The Frönt 𝔸 claimed the blast."
    assert panel.locator("mark").all_inner_texts() == ["Frönt", "claimed"]
    assert "Wire, 2024-01-04 · Blast" in panel.locator("footer").inner_text()
    assert "characters 10–40" in panel.locator("footer").inner_text()
    assert panel.locator("footer a").get_attribute("href") == "https://example.org/1"
    assert "Reported follows from what the sentences say" in panel.inner_text()


def test_a_card_tells_names_counts_and_edges(browser: Browser, tmp_path: Path) -> None:
    page = visit(browser, small(), tmp_path).page
    page.evaluate("kgView.showNode('blast')")
    panel = page.locator("#panel").inner_text()
    assert "at least 12 killed" in panel
    assert "bombing · 2024-01-03" in panel
    assert page.locator("#panel > .rows button").all_inner_texts() == ["The Frönt claimed →", "agent (denied) → The Frönt", "place → Arda"]
    page.evaluate("kgView.showNode('front')")
    assert "also: TF" in page.locator("#panel").inner_text()


def test_the_table_holds_the_edges_of_the_picture_and_opens_them(browser: Browser, tmp_path: Path) -> None:
    page = visit(browser, small(), tmp_path).page
    page.click("#to-table")
    rows = [" ".join(text.split()) for text in page.locator("#table tbody tr").all_inner_texts()]
    assert rows == [
        "blast in Arda agent The Frönt Denied Ministry",
        "blast in Arda place Arda Reported The Frönt 𝔸 claimed the blast.",
        "The Frönt claimed blast in Arda Reported The Frönt 𝔸 claimed the blast.",
    ]
    page.locator("#table tbody tr").nth(0).locator("button.name").nth(1).click()
    assert "according to Ministry" in page.locator("#panel").inner_text()
    assert "No sentence is recorded" in page.locator("#panel").inner_text()


def test_search_minds_neither_case_nor_accents_and_finds_aliases(browser: Browser, tmp_path: Path) -> None:
    seen = visit(browser, small(), tmp_path)
    found = {text: seen.page.evaluate("text => kgView.search(text)", text) for text in ("FRONT", "frönt", "tf", "blast", "nobody", " ")}
    assert found == {"FRONT": ["front"], "frönt": ["front"], "tf": ["front"], "blast": ["blast"], "nobody": [], " ": []}
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("arda")
    seen.page.locator("#found button").first.wait_for()
    seen.page.locator("#search").press("Enter")
    assert seen.page.locator("#panel h2").inner_text().strip() == "blast in Arda"  # of two, the one with more edges


def test_filters_take_nodes_with_their_edges_and_give_them_back(browser: Browser, tmp_path: Path) -> None:
    seen = visit(browser, small(), tmp_path)
    start = {"nodes": ["front", "blast", "arda"], "edges": ["k1", "k5", "k6"]}
    assert seen.visible() == start

    def press(label: str) -> dict[str, list[str]]:
        seen.page.locator("#legend button", has_text=label).click()
        return seen.visible()

    assert press("Country") == {"nodes": ["front", "blast"], "edges": ["k1", "k5"]}
    assert press("Denied") == {"nodes": ["front", "blast"], "edges": ["k1"]}
    press("Country")
    assert press("Denied") == start
    everything = press("All roles")
    assert (everything["nodes"], sorted(everything["edges"])) == (["front", "blast", "claim", "arda"], ["k1", "k2", "k3", "k4", "k5", "k6"])
    press("All roles")
    assert press("Unconnected")["nodes"] == ["front", "blast", "claim", "arda", "alone"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_injected_text_never_runs_and_is_shown_as_it_is(browser: Browser, tmp_path: Path, payload: str) -> None:
    seen = visit(browser, poisoned(payload), tmp_path, title="safe")
    seen.page.evaluate("id => kgView.showEdge(id)", payload)
    shown = seen.page.locator("#panel blockquote p").text_content()
    seen.page.evaluate("id => kgView.showNode(id)", payload)
    seen.page.evaluate("text => kgView.search(text)", payload[:4])
    seen.page.mouse.move(500, 400)
    seen.page.click("#to-table")
    assert shown == payload
    assert seen.page.title() == "safe"
    assert seen.page.locator("body img, body iframe, body svg[onload], a[href^=javascript], script").count() == 3  # data, library and ours
    assert (seen.requests, seen.complaints) == ([(tmp_path / "page.html").as_uri()], [])


def test_an_empty_graph_a_single_node_and_added_items_are_drawn(browser: Browser, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    empty = visit(browser, graph, tmp_path)
    assert "Nothing to draw" in empty.page.locator("#picture").inner_text()
    graph.add_node("only")
    single = visit(browser, graph, tmp_path)
    assert single.visible() == {"nodes": ["only"], "edges": []}
    net = NewsNetwork(graph, title="t")
    net.add_node("added", label="Added")
    net.add_edge("only", "added", label="knows")
    net.write_html(tmp_path / "added.html")
    added = Visit(browser, tmp_path / "added.html")
    assert added.visible() == {"nodes": ["only", "added"], "edges": ["added-0"]}
    assert (empty.complaints, single.complaints, added.complaints) == ([], [], [])


def test_two_graphs_in_one_notebook_page_both_draw_and_leave_it_alone(browser: Browser, tmp_path: Path) -> None:
    cells = "".join(NewsNetwork(small(), title=title)._repr_html_() for title in ("one", "two"))
    (tmp_path / "notebook.html").write_text(f"<!doctype html><meta charset=utf-8><title>host</title>{cells}", encoding="utf-8")
    seen = Visit(browser, tmp_path / "notebook.html")
    for frame in seen.page.frames[1:]:
        frame.locator("canvas").wait_for()
        assert len(frame.evaluate("kgView.visible().nodes")) == 3
    assert seen.page.evaluate("[typeof vis, typeof kgView]") == ["undefined", "undefined"]
    assert seen.complaints == []
