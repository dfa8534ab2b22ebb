"""The page for hands without a mouse and for ears: keys, names, contrast; and that it holds out against whatever one does."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from browsing import Visit, story

from kg.view import write

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "page.html"
    graph = story()
    graph.nodes[next(node for node in graph if graph.nodes[node]["label"] == "Northtown")]["point"] = (30.0, 57.0)
    write(graph, path, title="A story")
    return path


def faults(seen: Visit) -> list[str]:
    found = Axe().run(seen.page).response["violations"]
    return [f"{fault['id']}: {node['target']}" for fault in found if fault["impact"] in {"serious", "critical"} for node in fault["nodes"]]


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_narrow_phone_nothing_lies_beyond_the_edge(browser: Browser, page: Path, width: int) -> None:
    seen = Visit(browser, page, size=(width, 740))
    seen.page.locator(".menu summary").click()
    beyond = """[...document.querySelectorAll("header *, #time *")].filter((e) => {
        const { left, right } = e.getBoundingClientRect();
        return e.checkVisibility() && !e.closest(".offscreen, .slider") && (left < 0 || right > innerWidth);
    }).map((e) => e.id || e.textContent)"""
    assert seen.run(beyond) == []
    assert seen.run("document.scrollingElement.scrollWidth") == width
    seen.close()


@pytest.mark.parametrize(("size", "dark"), [((1280, 800), False), ((390, 844), True)])
def test_axe_finds_no_serious_fault_in_any_view(browser: Browser, page: Path, size: tuple[int, int], dark: bool) -> None:  # noqa: FBT001 - parametrised
    seen = Visit(browser, page, dark=dark, size=size)
    found = faults(seen)
    seen.page.locator("#legend button").first.click()
    seen.page.click("#to-filters")
    seen.page.evaluate("document.querySelectorAll('#filters details').forEach((details) => { details.open = true; })")
    seen.page.locator("#search").fill("e")
    found += faults(seen)
    seen.page.click("#close-filters")
    seen.run("kgView.showEdge(kgView.graph.edges.find((edge) => edge.status === 'Denied' || edge.status === 'Claimed').id)")
    for view in ("timeline", "map", "table"):
        seen.page.click(f"#to-{view}")
        found += faults(seen)
    seen.run("kgView.showNode(kgView.search('bombing in Northtown')[0])")
    found += faults(seen)
    assert found == []
    assert seen.complaints == []
    seen.close()


def test_tab_reaches_all_controls_and_the_focus_is_seen(browser: Browser, page: Path) -> None:
    seen = Visit(browser, page)
    reached: dict[str, str] = {}
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        name, outline = seen.run("""() => {
            const on = document.activeElement, style = getComputedStyle(on);
            const name = on.id || on.getAttribute("data-key") || on.getAttribute("aria-label") || on.parentElement?.id || on.tagName;
            return [name, style.outlineStyle === "none" ? "" : style.outlineWidth];
        }""")
        reached.setdefault(name, outline)
    wanted = {
        "search",
        "to-picture",
        "to-timeline",
        "to-map",
        "to-table",
        "to-filters",
        "exports",
        "theme",
        "group event",
        "status Reported",
    }
    wanted |= {"canvas", "fit", "First period", "Last period", "panel"}
    assert wanted - reached.keys() == set()
    assert {name for name in wanted if reached[name] == ""} == set()
    seen.close()


def test_keys_move_zoom_and_bring_back(browser: Browser, page: Path) -> None:
    seen = Visit(browser, page)
    seen.page.locator("#canvas").focus()
    start = seen.run("[kgView.network.getScale(), kgView.network.getViewPosition()]")
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("+")
    moved = seen.run("[kgView.network.getScale(), kgView.network.getViewPosition()]")
    assert moved[0] == pytest.approx(start[0] * 1.25)
    assert moved[1]["x"] > start[1]["x"]
    seen.page.keyboard.press("Escape")
    scale, place = seen.run("[kgView.network.getScale(), kgView.network.getViewPosition()]")
    assert [scale, *place.values()] == pytest.approx([start[0], *start[1].values()])
    seen.page.keyboard.press("/")
    assert seen.run("document.activeElement.id") == "search"
    seen.close()


def test_what_changes_is_announced(browser: Browser, page: Path) -> None:
    seen = Visit(browser, page)
    assert seen.page.locator("#counts").get_attribute("role") == "status"
    assert seen.page.locator("#said").get_attribute("aria-live") == "polite"
    before = seen.page.locator("#counts").inner_text()
    seen.page.locator("#legend button", has_text="Event").click()
    assert seen.page.locator("#counts").inner_text() != before
    assert seen.page.locator("#legend button", has_text="Event").get_attribute("aria-pressed") == "false"
    assert seen.run("document.activeElement.dataset.key") == "group event"  # the focus stays on what was pressed
    seen.close()


def test_the_theme_follows_the_system_and_the_button(browser: Browser, page: Path) -> None:
    seen = Visit(browser, page, dark=True)
    paper = "getComputedStyle(document.querySelector('header')).backgroundColor"
    assert seen.run(paper) == "rgb(22, 27, 34)"
    seen.page.click("#theme")
    assert seen.run(paper) == "rgb(255, 255, 255)"
    seen.page.click("#theme")
    assert seen.run(paper) == "rgb(22, 27, 34)"
    seen.close()


ACTIONS = (
    "pick(document.querySelectorAll('#legend button')).click()",
    "pick(document.querySelectorAll('.views button:not([hidden])')).click()",
    "pick(document.querySelectorAll('#filter-list input, #time .check input')).click()",
    "kgView.search(pick(kgView.graph.nodes).name.slice(0, 4))",
    "kgView.showNode(pick(kgView.graph.nodes).id)",
    "kgView.showEdge(pick(kgView.graph.edges).id)",
    "kgView.actions.only(pick(kgView.graph.nodes))",
    "kgView.actions.hide(pick(kgView.graph.nodes))",
    "kgView.actions.pin(pick(kgView.graph.nodes))",
    "kgView.actions.pathFrom(pick(kgView.graph.nodes))",
    "kgView.actions.back()",
    "kgView.state.undo()",
    "kgView.state.redo()",
    "kgView.picture.move(40, -30, [0.8, 1, 1.25][Math.floor(random() * 3)])",
    "pick(document.querySelectorAll('#panel button')).click()",
    "document.getElementById('theme').click()",
)


def test_two_hundred_random_actions_break_nothing(browser: Browser, page: Path) -> None:
    seen = Visit(browser, page)
    chance = random.Random(7)  # noqa: S311 - a fixed walk, no secret
    actions = [chance.choice(ACTIONS) for _ in range(200)]
    whole = seen.visible()
    for view in ("timeline", "map", "table", "picture"):
        seen.page.click(f"#to-{view}")
    memory = heap(seen)  # with all views there, which are made when they are first opened
    seen.run(
        "() => { let seed = 7; window.random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };"
        " window.pick = (list) => (list.length ? [...list][Math.floor(random() * list.length)] : { click() {} }); }"
    )
    for action in actions:
        seen.run(action)
    assert seen.complaints == []
    seen.run("kgView.state.reset(); kgView.state.choose(null); kgView.state.look('picture')")
    seen.page.keyboard.press("Escape")
    assert seen.visible() == whole
    assert seen.asked_elsewhere() == []
    assert heap(seen) < 1.5 * memory
    seen.close()


def heap(seen: Visit) -> float:
    """Bytes that the page's script holds, after what it let go of was collected."""
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"])


def test_who_wants_less_motion_is_brought_there_at_once(browser: Browser, page: Path) -> None:
    for calm in (True, False):
        seen = Visit(browser, page)
        seen.page.emulate_media(reduced_motion="reduce" if calm else "no-preference")
        seen.run("() => { kgView.picture.move(0, 0, 1.25 ** 8); kgView.picture.move(5000, 0, 1); }")
        start = seen.run("kgView.network.getViewPosition()")
        arrived, later = seen.run(
            """async () => { const at = () => kgView.network.getViewPosition(); kgView.showNode(kgView.search("General Karr")[0]);
                const now = at(); await new Promise((done) => setTimeout(done, 1500)); return [now, at()]; }"""
        )
        assert later["x"] != start["x"]
        assert (arrived == later) == calm
        seen.close()
