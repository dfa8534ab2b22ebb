"""A picture in a notebook: the page in a frame, and a summary, a table and a still picture for those who do not run it."""

from __future__ import annotations

from base64 import b64decode
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from test_view import PAYLOADS, Tags, poisoned, small

from kg.view import NewsNetwork, render
from kg.view.look import GROUPS, LINES
from kg.view.static import MOST_NODES, still

if TYPE_CHECKING:
    from kg.view.items import Item

SVG = "{http://www.w3.org/2000/svg}"


def picture(html: str) -> str:
    (image,) = (attributes for tag, attributes in Tags(html).tags if tag == "img")
    kind, _, drawing = str(image["src"]).partition(",")
    assert kind == "data:image/svg+xml;base64"
    return b64decode(drawing).decode()


def drawn(graph: nx.MultiDiGraph[str]) -> ET.Element:
    net = NewsNetwork(graph, title="t")
    return ET.fromstring(still(net.nodes, net.edges, title="t"))  # noqa: S314 - our own output


def items(plain: list[dict[str, str]]) -> list[Item]:
    return [dict(item) for item in plain]


def words(svg: ET.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def test_a_notebook_gets_the_page_in_a_frame_that_reaches_nothing_and_what_shows_without_it() -> None:
    bundle = NewsNetwork(small(), title="<b>t</b>")._repr_mimebundle_()
    assert bundle["text/plain"] == "<b>t</b>: 5 nodes, 6 edges"
    assert str(NewsNetwork(small(), title="t")) == "<NewsNetwork t: 5 nodes, 6 edges>"
    assert bundle["image/svg+xml"] == picture(bundle["text/html"])
    tags = Tags(bundle["text/html"]).tags
    frames = [attributes for tag, attributes in tags if tag == "iframe"]
    assert [(frame["title"], frame["sandbox"]) for frame in frames] == [("<b>t</b>", "allow-scripts allow-popups allow-downloads")]
    assert frames[0]["srcdoc"] == render(small(), title="<b>t</b>")
    assert [tag for tag, _ in tags if tag not in {"tr", "td", "th"}] == ["div", "p", "details", "summary", "table", "div", "img", "iframe"]


def test_the_table_holds_what_most_outlets_tell_without_what_verbs_cover() -> None:
    graph = small()
    graph.edges["blast", "front", "k5"]["outlets"] = 2
    html = NewsNetwork(graph, title="t")._repr_html_()
    rows = [row.split("</td>") for row in html.partition("<table>")[2].partition("</table>")[0].split("<tr><td>")[1:]]
    assert [[cell.removeprefix("<td>") for cell in row[:5]] for row in rows] == [
        ["The Frönt", "claimed", "blast in Arda", "Reported", "3"],
        ["blast in Arda", "agent", "The Frönt", "Denied", "2"],
        ["blast in Arda", "place", "Arda", "Reported", "0"],
    ]


def test_the_still_picture_names_nodes_and_verbs_that_find_room_and_draws_kinds_and_statuses() -> None:
    svg = drawn(small())
    assert sorted(words(svg)) == ["Arda", "The Frönt", "blast in Arda", "claimed", "place"]  # the denied edge's words would cover others
    dashes = [line.get("stroke-dasharray") for line in svg.iter(f"{SVG}path") if line.get("stroke")]
    assert sorted(dashes, key=str) == ["4 3", None, None]
    assert len(list(svg.iter(f"{SVG}polygon"))) == 3  # a hexagon, a diamond and a square


def test_every_kind_and_status_has_a_colour_of_its_own_in_the_still_picture() -> None:
    nodes = [{"id": group.id, "name": group.id, "group": group.id} for group in GROUPS]
    edges = [{"from": GROUPS[number % 2].id, "to": GROUPS[2].id, "status": line.status} for number, line in enumerate(LINES)]
    links = [{"from": a.id, "to": b.id, "status": "Reported"} for a, b in pairwise(GROUPS)]
    svg = ET.fromstring(still(items(nodes), items([*edges, *links]), title="t"))  # noqa: S314 - our own output
    fills = {element.get("fill") for tag in ("circle", "polygon") for element in svg.iter(f"{SVG}{tag}")}
    assert (len(fills), len({line.get("stroke") for line in svg.iter(f"{SVG}path")} - {None})) == (len(GROUPS), len(LINES))


def test_a_large_network_is_drawn_by_its_busiest_nodes() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(100):
        graph.add_edge("hub", f"n{number}", key="k", relation="knows")
    svg = drawn(graph)
    assert len(list(svg.iter(f"{SVG}polygon"))) + len(list(svg.iter(f"{SVG}circle"))) == MOST_NODES
    assert "hub" in words(svg)


def test_an_empty_network_and_unconnected_nodes_are_drawn() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    assert words(drawn(graph)) == []
    graph.add_nodes_from(["a", "b"])
    assert sorted(words(drawn(graph))) == ["a", "b"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_of_the_news_is_text_in_the_cell_and_in_the_picture(payload: str) -> None:
    html, benign = (NewsNetwork(poisoned(text), title=text)._repr_html_() for text in (payload, "word"))
    assert [tag for tag, _ in Tags(html).tags] == [tag for tag, _ in Tags(benign).tags]
    elements = list(ET.fromstring(picture(html)).iter())  # noqa: S314 - our own output
    allowed = {f"{SVG}{tag}" for tag in ("svg", "rect", "defs", "marker", "path", "circle", "polygon", "text")}
    assert {element.tag for element in elements} <= allowed
    assert [name for element in elements for name in element.keys() if "on" in name[:2] or "href" in name] == []  # noqa: SIM118 - an element is no mapping


def test_added_items_that_lack_what_ours_carry_are_shown_too() -> None:
    net = NewsNetwork(small(), title="t")
    net.add_node("added", label="Added")
    net.add_edge("arda", "added", label="knows")
    html = net._repr_html_()
    assert "<td>knows</td><td>Added</td>" in html
    assert "Added" in words(ET.fromstring(picture(html)))  # noqa: S314 - our own output
