"""How fast a picture opens and moves beside stock pyvis: `python tests/benchmarks/bench_view.py [--nodes 100,1000] [--limit 30]`.

Prints a Markdown table: medians of `--runs` page loads in a headless Chromium without a network, of the same made network (twice as many
edges as nodes, every edge with its sentences) as our page and as pyvis writes it: with its physics, which may take minutes and are given
up after `--limit` seconds, and without. The pages of pyvis hold the names, and the sentences as titles.

First picture: from opening the file to the end of the frame in which the first node was drawn. Ready: the end of the last long task (50 ms)
before a second without one. Redraw: one drawing of all that is shown, its pixels read back. Drag: frames a second while the mouse moves the
view for two seconds. Filter, time step: from the click to the second frame after it. Search: of a letter that most names have, and of a
name that none has.

"Own time" is what the main thread of the page worked meanwhile, by the clock of that thread: other work on the machine makes seconds
longer and leaves it as it is.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from made_network import made_network
from playwright.sync_api import Error, sync_playwright
from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis ships no types

from kg.view import NewsNetwork

if TYPE_CHECKING:
    import networkx as nx
    from playwright.sync_api import Browser, CDPSession, Page

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WHOLE = 5000  # nodes up to which all at once are something to look at
QUIET = 1.0  # seconds without a long task after which a page is ready
DRAGGING = 2.0
SLOWEST = 0.5  # frames a second below which a drag is given up
WATCH = """
window.bench = {long: 0, first: null, frames: 0};
const ended = (task) => { bench.long = Math.max(bench.long, task.startTime + task.duration); };
new PerformanceObserver((list) => list.getEntries().forEach(ended)).observe({type: "longtask", buffered: true});
const fill = CanvasRenderingContext2D.prototype.fill;
CanvasRenderingContext2D.prototype.fill = function (...rest) {
  if (bench.first === null) { bench.first = -1; requestAnimationFrame(() => setTimeout(() => { bench.first = performance.now(); })); }
  return fill.apply(this, rest);
};
const frame = () => { bench.frames += 1; requestAnimationFrame(frame); };
requestAnimationFrame(frame);
"""
NETWORK = "const network = window.kgView ? kgView.network : window.network;"
REDRAW = f"""() => {{ {NETWORK}
  const canvas = network.canvas.frame.canvas, start = performance.now();
  network.renderer._redraw(); canvas.getContext("2d").getImageData(0, 0, 1, 1); return performance.now() - start; }}"""
STEP = """() => new Promise((done) => { const start = performance.now(); %s
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)))); })"""
FILTER = STEP % 'document.querySelector("#legend button").click();'
TIME = (
    STEP
    % """const slider = document.querySelector("input[type=range]"); slider.value = Number(slider.min) + (slider.max - slider.min) / 2;
  slider.dispatchEvent(new Event("input", {bubbles: true})); slider.dispatchEvent(new Event("change", {bubbles: true}));"""
)

SEARCH = """() => { const start = performance.now(); for (const text of ["a", "nobody is called so"]) kgView.search(text);
  return (performance.now() - start) / 2; }"""

Measured = dict[str, float | None]
"""A figure by what was measured; `None`: not within the limit."""

ROWS = {
    "file, MB": 2,
    "bytes a node, without the page itself": 0,
    "write, places remembered, s": 2,
    "first picture, s": 2,
    "ready, s": 2,
    "ready, own time, s": 2,
    "redraw, ms": 0,
    "drag, frames a second": 0,
    "filter, ms": 0,
    "filter, own time, ms": 0,
    "time step, ms": 0,
    "time step, own time, ms": 0,
    "search, ms": 1,
    "all nodes drawn: redraw, ms": 0,
    "all nodes drawn: drag, frames a second": 0,
    "all nodes drawn: filter, ms": 0,
}
"""What is measured, with the digits to print."""
AIMS = {
    ("ready, s", 1000): "≤ 1",
    ("ready, s", 5000): "≤ 2",
    ("ready, s", 20000): "≤ 3",
    ("filter, ms", 5000): "≤ 150",
    ("time step, ms", 5000): "≤ 150",
    ("search, ms", 20000): "≤ 100",
    ("drag, frames a second", 5000): "≥ 40",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to make a page of a network."""

    name: str
    write: Callable[[nx.MultiDiGraph[str], Path], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where and how often pages are loaded; `empty` is the size of our page without a node."""

    browser: Browser
    folder: Path
    runs: int
    limit: float
    empty: int


def main() -> None:
    """Measure and print."""
    options = _parser().parse_args()
    kinds = [Kind("kg", _write_ours), Kind("pyvis", _write_stock), Kind("pyvis, physics off", _write_stock_still)]
    if options.only_ours:
        kinds = kinds[:1]
    sys.stdout.write(f"| nodes | measured | {' | '.join(kind.name for kind in kinds)} | aim |\n|---:|---|{'---:|' * (len(kinds) + 1)}\n")
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        bench = Bench(browser, Path(folder), options.runs, options.limit, _size(_written(kinds[0], made_network(0), Path(folder))))
        for nodes in options.nodes:
            graph = made_network(nodes)
            found = [_measured(bench, kind, graph) for kind in kinds]
            sys.stdout.writelines(_lines(nodes, found, options.limit))
            sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=lambda text: [int(part) for part in text.split(",")], default=[100, 1000, 5000, 20000])
    parser.add_argument("--runs", type=int, default=5, help="page loads of which the median is taken")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds after which a page that draws nothing is given up")
    parser.add_argument("--only-ours", action="store_true", help="leave pyvis out")
    return parser


# ---------------------------------------------------------------- pages


def _write_ours(graph: nx.MultiDiGraph[str], path: Path) -> None:
    NewsNetwork(graph, title="made").write_html(path)


def _stock(graph: nx.MultiDiGraph[str]) -> Network:
    """Return the network as pyvis's own, with what people usually give it.

    Its lists are filled directly, as adding one by one takes time quadratic in the size.
    """
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [{"id": node, "label": graph.nodes[node]["label"], "title": graph.nodes[node]["type"], "shape": "dot"} for node in graph]
    net.node_ids = list(graph)
    net.node_map = {node["id"]: node for node in net.nodes}
    net.edges = [
        {"from": source, "to": target, "title": "\n".join(item.sentence for item in edge["evidence"]), "arrows": "to"}
        for source, target, edge in graph.edges(data=True)
    ]
    return net


def _write_stock(graph: nx.MultiDiGraph[str], path: Path) -> None:
    path.write_text(_stock(graph).generate_html(), encoding="utf-8")


def _write_stock_still(graph: nx.MultiDiGraph[str], path: Path) -> None:
    net = _stock(graph)
    net.toggle_physics(status=False)
    path.write_text(net.generate_html(), encoding="utf-8")


def _written(kind: Kind, graph: nx.MultiDiGraph[str], folder: Path) -> Path:
    path = folder / f"{kind.name.partition(',')[0]}-{len(kind.name)}-{len(graph)}.html"
    kind.write(graph, path)
    return path


def _size(path: Path) -> int:
    return path.stat().st_size


# ---------------------------------------------------------------- measurements


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


def _measured(bench: Bench, kind: Kind, graph: nx.MultiDiGraph[str]) -> Measured:
    path = _written(kind, graph, bench.folder)  # the first time the places are computed, then they are remembered
    start = time.perf_counter()
    _written(kind, graph, bench.folder)
    found: Measured = {"file, MB": _size(path) / 1e6, "write, places remembered, s": time.perf_counter() - start}
    ours = kind.write is _write_ours
    found |= _loads(bench, path.as_uri(), ours=ours)
    if ours:
        found["bytes a node, without the page itself"] = (_size(path) - bench.empty) / len(graph)
    if ours and len(graph) <= WHOLE:
        found |= {
            f"all nodes drawn: {name}": value for name, value in _loads(bench, f"{path.as_uri()}#most={len(graph)}", ours=True).items()
        }
    return found


def _loads(bench: Bench, url: str, *, ours: bool) -> Measured:
    """Load a page again and again, and return the medians; one that draws nothing within the limit is not tried again."""
    loads: list[Measured] = []
    while len(loads) < bench.runs and not (loads and loads[-1]["first picture, s"] is None):
        loads.append(_load(bench.browser, url, bench.limit, ours=ours))
    return _medians(loads)


def _medians(loads: list[Measured]) -> Measured:
    names = {name for load in loads for name in load}
    values = {name: [value for load in loads if (value := load.get(name)) is not None] for name in names}
    return {name: statistics.median(some) if some else None for name, some in values.items()}


def _load(browser: Browser, url: str, limit: float, *, ours: bool) -> Measured:
    """Open a page in a fresh window and measure it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route("http*://**", lambda route: route.abort())
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.set_default_timeout(limit * 1000)
    found: Measured = {"first picture, s": None, "ready, s": None}
    with suppress(Error):  # over the limit: what was measured until then is kept
        page.goto(url, wait_until="commit")
        _until(page, "bench.first > 0", limit)
        found["first picture, s"] = page.evaluate("bench.first") / 1000
        found["ready, s"] = _ready(page, limit)
        found["ready, own time, s"] = _own_time(session)
        found["redraw, ms"] = page.evaluate(REDRAW)
        found["drag, frames a second"] = _drag(page, "#picture" if ours else "#mynetwork")
        if ours:
            found |= _step(page, session, FILTER, "filter")
            page.evaluate(FILTER)
            found["search, ms"] = page.evaluate(SEARCH)
            if page.locator("input[type=range]").count():
                found |= _step(page, session, TIME, "time step")
    with suppress(Error):
        context.close()
    return found


def _step(page: Page, session: CDPSession, script: str, name: str) -> Measured:
    """Do something that draws anew, and return how long it took and how much of that the page worked."""
    before = _own_time(session)
    took = page.evaluate(script)
    return {f"{name}, ms": took, f"{name}, own time, ms": 1000 * (_own_time(session) - before)}


def _own_time(session: CDPSession) -> float:
    """Return how many seconds the page's main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _ready(page: Page, limit: float) -> float:
    """Wait for a second without a long task, and return when the last one ended."""
    _until(page, f"performance.now() - Math.max(bench.first, bench.long) > {QUIET * 1000}", limit)
    return float(page.evaluate("Math.max(bench.first, bench.long)")) / 1000


def _until(page: Page, holds: str, limit: float) -> None:
    """Wait until something holds (by asking: a function that waits in the page would need `eval`, which its policy forbids)."""
    start = time.perf_counter()
    while not page.evaluate(holds):
        if time.perf_counter() - start > limit:
            raise Error(f"not within {limit} s: {holds}")
        time.sleep(0.02)


def _drag(page: Page, picture: str) -> float:
    """Move the view by the mouse and return how many frames were drawn a second."""
    box = page.locator(picture).bounding_box()
    assert box is not None
    left, top = box["x"] + 8, box["y"] + 8
    page.mouse.move(left, top)
    page.mouse.down()
    frames, start, step = page.evaluate("bench.frames"), time.perf_counter(), 0
    while time.perf_counter() - start < DRAGGING:
        step += 1
        page.mouse.move(left + 3 * (step % 40), top + 2 * (step % 40))
    count, seconds = page.evaluate("bench.frames") - frames, time.perf_counter() - start
    page.mouse.up()
    return float(max(SLOWEST, count / seconds))


# ---------------------------------------------------------------- the table


def _lines(nodes: int, found: list[Measured], limit: float) -> Iterator[str]:
    for name, digits in ROWS.items():
        if any(name in measured for measured in found):
            cells = [_cell(measured, name, digits, limit) for measured in found]
            yield f"| {nodes:,} | {name} | {' | '.join(cells)} | {_aim(nodes, name)} |\n"


def _cell(measured: Measured, name: str, digits: int, limit: float) -> str:
    if name not in measured:
        return ""
    value = measured[name]
    return f"> {limit:g}" if value is None else f"{value:,.{digits}f}"


def _aim(nodes: int, name: str) -> str:
    if name == "file, MB":
        return f"≤ {1 + 600 * nodes / 1e6:.2f}"
    return AIMS.get((name, nodes), "")


if __name__ == "__main__":
    main()
