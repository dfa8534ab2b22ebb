"""The files that the page makes of what is seen: other tools read back the same nodes, edges and texts."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from browsing import Visit, story, visiting
from test_view import PAYLOADS, poisoned

from kg.view import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

READ = """async (kind) => {
    const bytes = await (await kgView.file(kind)).arrayBuffer();
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}"""
PIXELS = """async () => {
    const bitmap = await createImageBitmap(await kgView.file("png")), canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    const pen = canvas.getContext("2d");
    pen.drawImage(bitmap, 0, 0);
    const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height), counts = new Map();
    for (let i = 0; i < data.length; i += 4) {
        const colour = `${data[i]} ${data[i + 1]} ${data[i + 2]} ${data[i + 3]}`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [bitmap.width, bitmap.height, 1 - Math.max(...counts.values()) / (data.length / 4)];
}"""


@pytest.fixture(scope="module")
def told(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    path = tmp_path_factory.mktemp("files") / "page.html"
    write(story(), path, title="A story / of two")
    with visiting(browser, path) as seen:
        yield seen


def text(seen: Visit, kind: str) -> str:
    found: str = seen.run(READ, kind)
    return found


@pytest.mark.parametrize("kind", ["gexf", "graphml"])
def test_networkx_reads_back_what_is_seen(told: Visit, tmp_path: Path, kind: str) -> None:
    (tmp_path / f"page.{kind}").write_text(text(told, kind), encoding="utf-8")
    found = nx.read_gexf(tmp_path / "page.gexf") if kind == "gexf" else nx.read_graphml(tmp_path / "page.graphml", force_multigraph=True)
    read: nx.MultiDiGraph[str] = nx.MultiDiGraph(found)
    seen, full = told.visible(), story()
    assert (sorted(read), read.number_of_edges()) == (sorted(seen["nodes"]), len(seen["edges"]))
    assert {node: read.nodes[node]["label"] for node in read} == {node: full.nodes[node]["label"] for node in read}
    edges = {(s, t, str(a.get("id", key))): (a["status"], a.get("according_to")) for s, t, key, a in read.edges(keys=True, data=True)}
    known = {(s, t, k): (a["status"], a["according_to"]) for s, t, k, a in full.edges(keys=True, data=True) if k in seen["edges"]}
    assert edges == known


def test_the_table_has_a_row_for_each_sentence(told: Visit) -> None:
    whole = text(told, "csv")
    assert whole.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(whole.removeprefix("\ufeff"), newline="")))
    full, seen = story(), set(told.visible()["edges"])
    known = [
        (full.nodes[source]["label"], full.nodes[target]["label"], item.sentence, str(item.start), str(item.end), item.publisher, key)
        for source, target, key, attributes in full.edges(keys=True, data=True)
        if key in seen
        for item in attributes["evidence"]
    ]
    found = [tuple(row[name] for name in ("from", "to", "sentence", "start", "end", "publisher", "edge_id")) for row in rows]
    assert sorted(found) == sorted(known)


def test_the_picture_file_is_not_blank(told: Visit) -> None:
    width, height, painted = told.run(PIXELS)
    assert (width >= 800, height >= 500) == (True, True)
    assert painted > 0.01


def test_the_drawing_has_the_marks_lines_and_names_of_the_picture(told: Visit) -> None:
    drawing = ET.fromstring(text(told, "svg"))  # noqa: S314 - our own output
    space = "{http://www.w3.org/2000/svg}"
    words = [word.text for word in drawing.iter(f"{space}text")]
    names = told.run("kgView.labels().flatMap((label) => label.text)")
    assert sorted(map(str, words)) == sorted(names)
    marks, strokes = told.run("[kgView.picture.scene().marks.length, kgView.picture.scene().strokes.length]")
    assert min(marks, strokes) > 10
    assert len(list(drawing.iter(f"{space}path"))) >= marks + strokes
    assert {element.tag.removeprefix(space) for element in drawing.iter()} == {"svg", "title", "rect", "path", "g", "text"}


def test_a_download_bears_the_title_as_its_name(told: Visit) -> None:
    told.page.click("#exports summary")
    with told.page.expect_download() as waiting:
        told.page.click("#export-csv")
    assert waiting.value.suggested_filename == "A-story-of-two.csv"


def test_hostile_text_stays_text_in_every_file(browser: Browser, tmp_path: Path) -> None:
    texts = [*PAYLOADS, "=1+1", "@SUM(A1)", 'a "quoted", cell\nof two lines', "\ufffe"]
    graph = nx.compose_all([poisoned(payload) for payload in texts])
    write(graph, tmp_path / "page.html", title="".join(texts))
    seen = Visit(browser, tmp_path / "page.html", address="view=table")
    for kind in ("gexf", "graphml", "svg"):
        tree = ET.fromstring(text(seen, kind))  # noqa: S314 - our own output
        assert not [element.tag for element in tree.iter() if element.tag.endswith(("script", "img", "}a"))]
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    (tmp_path / "page.graphml").write_text(text(seen, "graphml"), encoding="utf-8")
    shown = [payload.replace("\x00", "\ufffd").replace("\ufffe", "\ufffd") for payload in texts]
    read = nx.read_graphml(tmp_path / "page.graphml", force_multigraph=True)
    assert sorted(read) == sorted([*shown, *(payload + "2" for payload in shown)])
    rows = list(csv.DictReader(io.StringIO(text(seen, "csv").removeprefix("\ufeff"), newline="")))
    assert sorted(row["sentence"] for row in rows) == sorted(f"'{payload}" if payload[0] in "=+-@" else payload for payload in texts)
    assert seen.complaints == []
    seen.close()
