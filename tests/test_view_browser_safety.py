"""The page asks nobody for anything, and nothing that came from the news runs in it, whatever one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from browsing import Visit
from test_view import PAYLOADS, poisoned, small

from kg.view import NewsNetwork, write

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ELEMENTS = "body img, body iframe, body object, body svg[onload], a[href^='javascript' i], a[href^='data' i], script, base, form"
TRIES = """async () => {
    const tried = [];
    window.ran = 0;
    const image = document.createElement("div");
    image.innerHTML = "<img src=x onerror='window.ran++'><svg onload='window.ran++'></svg>";
    document.body.append(image);
    const script = document.createElement("script");
    script.textContent = "window.ran++";
    document.body.append(script);
    new Image().src = "https://example.org/beacon.png";
    await fetch("https://example.org/").then(() => tried.push("fetch"), () => {});
    const base = document.createElement("base");
    base.href = "https://example.org/";
    document.head.append(base);
    if (document.baseURI.startsWith("https")) tried.push("base");
    await new Promise((done) => setTimeout(done, 100));
    return [window.ran, tried, [...new Set(window.violations)].sort()];
}"""


EVERY_FILTER = """() => {
    const keys = [...document.querySelectorAll("#filter-list [data-key], #legend [data-key]")].map((element) => element.dataset.key);
    const press = (key) => [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key)?.click();
    for (const key of keys) { press(key); press(key); }
    kgView.state.reset();
}"""


def placed() -> nx.MultiDiGraph[str]:
    """A graph that has a map."""
    graph = small()
    graph.nodes["arda"]["point"] = (30.0, 57.0)
    return graph


def look_at_everything(seen: Visit) -> None:
    """Open every view, card, list and file of the page."""
    page = seen.page
    for view in ("timeline", "map", "table", "picture"):
        if page.locator(f"#to-{view}").is_visible():
            page.click(f"#to-{view}")
    page.click("#to-filters")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    page.evaluate("""() => {
        for (const edge of kgView.graph.edges) kgView.showEdge(edge.id);
        for (const node of kgView.graph.nodes) kgView.showNode(node.id);
        document.querySelectorAll("#panel details").forEach((details) => { details.open = true; });
        kgView.actions.only(kgView.graph.nodes[0]);
        kgView.actions.pathFrom(kgView.graph.nodes[0]);
        kgView.showNode(kgView.graph.nodes[1].id);
        kgView.actions.back();
        kgView.actions.hide(kgView.graph.nodes[0]);
        kgView.state.undo();
    }""")
    page.mouse.move(500, 400)
    page.evaluate(EVERY_FILTER)
    page.evaluate("Promise.all(['png', 'svg', 'csv', 'gexf', 'graphml'].map((format) => kgView.file(format)))")


def test_nothing_is_asked_of_anybody_in_any_view(browser: Browser, tmp_path: Path) -> None:
    write(placed(), tmp_path / "page.html", title="t")
    seen = Visit(browser, tmp_path / "page.html")
    look_at_everything(seen)
    assert (seen.asked_elsewhere(), seen.complaints, seen.run("window.violations")) == ([], [], [])
    seen.close()


def test_the_policy_stops_what_is_put_into_the_page(browser: Browser, tmp_path: Path) -> None:
    write(placed(), tmp_path / "page.html", title="t")
    seen = Visit(browser, tmp_path / "page.html")
    ran, tried, violations = seen.run(TRIES)
    assert (ran, tried) == (0, [])
    assert {"base-uri", "connect-src", "img-src"} <= set(violations)
    assert {name for name in violations if name.startswith("script-src")}
    assert {url: seen.stopped.get(url) for url in seen.asked_elsewhere()} == dict.fromkeys(seen.asked_elsewhere(), "csp")
    seen.close()


def test_text_of_any_field_never_runs_and_is_shown_as_it_is(browser: Browser, tmp_path: Path) -> None:
    graph = nx.compose_all([poisoned(payload) for payload in PAYLOADS])
    for payload in PAYLOADS:
        graph.nodes[payload].update(ids=("http://x/" + payload, payload, "https://sws.geonames.org/128234/"))
    write(graph, tmp_path / "page.html", title="".join(PAYLOADS))
    seen = Visit(browser, tmp_path / "page.html")
    title = seen.page.title()
    for payload in PAYLOADS:
        seen.run("id => kgView.showEdge(id)", payload)
        assert seen.panel.locator("blockquote p").first.text_content() == payload
        assert seen.panel.locator("blockquote bdi").first.text_content() == payload
        seen.run("id => kgView.showNode(id)", payload)
        assert str(seen.panel.locator("h2 bdi").text_content()) == payload
        assert seen.panel.locator("a[href]").evaluate_all("links => links.every(({ protocol }) => /^https?:$/.test(protocol))")
        assert {payload, payload + "2"} <= set(seen.run("text => kgView.search(text)", payload))
    look_at_everything(seen)
    assert seen.page.title() == title
    assert seen.page.locator(ELEMENTS).count() == 5  # the data, the world, vis-network, Leaflet and ours
    assert (seen.asked_elsewhere(), seen.complaints, seen.run("window.violations")) == ([], [], [])
    seen.close()


def test_options_that_a_caller_takes_from_the_news_do_no_harm(browser: Browser, tmp_path: Path) -> None:
    net = NewsNetwork(placed(), title="t")
    for field in ("color", "shape", "image", "title", "size", "font"):
        net.nodes[0][field] = PAYLOADS[0]
        net.edges[0][field] = PAYLOADS[1]
    net.add_node("image", label="<b>label</b>", shape="image", image="https://example.org/beacon.png", title="<img src=x>")
    net.write_html(tmp_path / "page.html")
    seen = Visit(browser, tmp_path / "page.html")
    look_at_everything(seen)
    assert seen.page.locator(ELEMENTS).count() == 5
    assert (seen.asked_elsewhere(), seen.complaints) == ([], [])
    seen.close()


def test_an_address_made_by_others_does_no_harm(browser: Browser, tmp_path: Path) -> None:
    write(placed(), tmp_path / "page.html", title="t")
    hostile = ("node=__proto__", "pin=NaN_1_front", "groups=<script>", "time=x_y", "most=-1e9", "community=9", "%", "&&=&=%00")
    seen = Visit(browser, tmp_path / "page.html", address="view=<img src=x onerror=alert(1)>")
    for address in hostile:
        assert len(seen.visible()["nodes"]) == 3, address
        seen.run("async (hash) => { location.hash = hash; await new Promise((done) => setTimeout(done, 20)); }", address)
    assert (seen.page.locator(ELEMENTS).count(), seen.asked_elsewhere(), seen.complaints) == (5, [], [])
    seen.close()
