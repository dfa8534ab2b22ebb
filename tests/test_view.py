"""The page as a file: self-contained, inert whatever the texts hold, the same bytes for the same graph."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from copy import deepcopy
from datetime import date
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import InputError
from kg.model import STATUSES
from kg.network import Evidence, Toll
from kg.view import NewsNetwork, render, write
from kg.view.choose import choose
from kg.view.layout import positions
from kg.view.look import GROUPS, LINES, in_words

PAYLOADS = (
    "<img src=x onerror=\"document.title='PWNED'\">",
    "</script><script>document.title='PWNED'</script>",
    '"><svg onload="document.title=1">',
    "<!--<script>",
    "javascript:document.title='PWNED'",
    "see href <a href='javascript:alert(1)'>here</a>",
    "data:text/html,<script>document.title='PWNED'</script>",
    "{{7*7}} {% raw %}",
    "\u2028\u2029 \u202eright to left",
    "nul \x00 &amp; &lt;b&gt;",
)


def small() -> nx.MultiDiGraph[str]:
    """An actor, the event it claims, a claim that says so, two disagreeing reports and a place."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    sentence = "The Frönt 𝔸 claimed the blast."
    evidence = Evidence(sentence, 10, 40, ((14, 19), (22, 29)), "d1", "Blast", "Wire", "2024-01-04", "https://example.org/1")
    graph.add_node("front", label="The Frönt", kind="actor", type="ArmedGroup", aliases=("TF", "The Frönt"), documents=2)
    toll = Toll("killed", 12, None, "at least 12", evidence=(evidence,))
    graph.add_node("blast", label="blast in Arda", kind="event", type="Bombing", date="2024-01-03", tolls=(toll,))
    graph.add_node("claim", label="claim", kind="event", type="ClaimResponsibility")
    graph.add_node("arda", label="Arda", kind="actor", type="GeopoliticalEntity")
    graph.add_node("alone", label="unrest", kind="event", type="Protest")
    graph.add_edge(
        "front",
        "blast",
        key="k1",
        relation="claimed",
        origin="derived",
        status="Reported",
        evidence=(evidence,),
        confidence=0.9,
        outlets=3,
        through=("claim",),
    )
    graph.add_edge("claim", "front", key="k2", relation="agent", origin="role", status="Reported", evidence=(evidence,))
    graph.add_edge("claim", "blast", key="k3", relation="topic", origin="role", status="Reported", evidence=(evidence,))
    graph.add_edge(
        "blast",
        "front",
        key="k4",
        relation="agent",
        origin="role",
        status="Claimed",
        according_to="The Frönt",
        evidence=(evidence,),
        through=("claim",),
    )
    graph.add_edge("blast", "front", key="k5", relation="agent", origin="role", status="Denied", according_to="Ministry")
    graph.add_edge("blast", "arda", key="k6", relation="place", origin="role", status="Reported", evidence=(evidence,))
    return graph


def block_of(page: str) -> dict[str, list[dict[str, Any]]]:
    """The data block as it stands in the page."""
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    block: dict[str, Any] = json.loads(found[0])
    return block | {name: items_of(block[name]) for name in ("nodes", "edges")}


def items_of(table: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a table that was written by columns, as kg/view/README.md describes them."""
    items: list[dict[str, Any]] = [{} for _ in range(table["count"])]
    for name, column in table["fields"].items():
        where, values = list(range(len(items))), column
        if isinstance(column, dict) and "gaps" in column:
            where, values = list(accumulate(column["gaps"])), column["values"]
        if isinstance(values, dict) and "of" in values:
            values = [None if number is None else values["of"][number] for number in values["at"]]
        elif isinstance(values, dict):
            values = [None if rest is None else values["start"] + rest for rest in values["rest"]]
        for number, value in zip(where, values, strict=True):
            items[number] |= {} if value is None else {name: value}
    return items


def data_of(page: str) -> dict[str, list[dict[str, Any]]]:
    """The data block with its evidence and the ends of its edges unpacked, as kg/view/README.md describes them."""
    block: dict[str, Any] = block_of(page)

    def told(packed: list[int]) -> dict[str, Any]:
        document, start, end, sentence = block["sentences"][packed[0]]
        units, at, pieces = sentence.encode("utf-16-le"), 0, []
        for number, length in enumerate(packed[1:]):
            pieces += [[units[at : at + 2 * length].decode("utf-16-le"), number % 2 == 1]] if length else []
            at += 2 * length
        assert at == len(units)
        return {"pieces": pieces, "start": start, "end": end, **block["documents"][document]}

    for edge in block["edges"]:
        edge["from"], edge["to"] = (block["nodes"][edge[end]]["id"] for end in ("from", "to"))
    for item in (*block["edges"], *(toll for node in block["nodes"] for toll in node.get("tolls", []))):
        item["evidence"] = [told(packed) for packed in item.get("evidence", [])]
    return block


class Tags(HTMLParser):
    """Collects start tags and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in {"script", "style"} and data.strip() and "json" not in str(self.tags[-1][1].get("type")):
            self.code.append((self.tags[-1][0], data))


def test_the_page_asks_no_host_for_anything() -> None:
    tags = Tags(render(small(), title="t")).tags
    assert [attributes for _, attributes in tags if {"src", "href", "srcset", "action", "data", "poster"} & set(attributes)] == []
    assert [tag for tag, _ in tags if tag in {"link", "iframe", "img", "object", "embed", "base", "form"}] == []
    assert "sourceMappingURL" not in render(small(), title="t")


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_else() -> None:
    page = Tags(render(small(), title="t"))
    hashes = [
        (kind, f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'")
        for kind, code in page.code
        if kind != "title"
    ]
    style, library, script = (digest for kind, digest in hashes if kind in {"style", "script"})  # no place, so no map
    policies = [attributes["content"] for tag, attributes in page.tags if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policies == [
        f"default-src 'none'; script-src {library} {script}; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'"
    ]


def poisoned(payload: str) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    evidence = Evidence(payload, 0, len(payload), ((0, 3),), payload, payload, payload, payload, payload)
    toll = Toll(payload, None, None, payload, payload, payload, payload, (evidence,))
    for node in (payload, payload + "2"):
        graph.add_node(node, label=payload, kind=payload, type=payload, aliases=(payload + "a",), date=payload, tolls=(toll,), documents=1)
    graph.add_edge(
        payload,
        payload + "2",
        key=payload,
        relation=payload,
        origin="role",
        status=payload,
        according_to=payload,
        evidence=(evidence,),
        outlets=1,
    )
    return graph


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_any_field_becomes_markup(payload: str) -> None:
    page, benign = render(poisoned(payload), title=payload), render(poisoned("word"), title="word")
    assert [tag for tag, _ in Tags(page).tags] == [tag for tag, _ in Tags(benign).tags]
    assert [code for code in Tags(page).code if code[0] != "title"] == [code for code in Tags(benign).code if code[0] != "title"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_kept_literally(payload: str) -> None:
    data = data_of(render(poisoned(payload), title=payload))
    node, edge = data["nodes"][0], data["edges"][0]
    assert [node["id"], node["name"], node["date"], node["aliases"]] == [payload, payload, payload, [payload + "a"]]
    assert [edge["id"], edge["status"], edge["accordingTo"]] == [payload, payload, payload]
    document = dict.fromkeys(("document", "title", "publisher", "published"), payload)
    assert edge["evidence"] == [{"pieces": [[payload[:3], True], [payload[3:], False]], "start": 0, "end": len(payload), **document}]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("a", "b", evidence=(Evidence("x", 0, 1, url=url), Evidence("x", 0, 1, url="HTTPS://example.org/a")))
    (edge,) = data_of(render(graph, title="t"))["edges"]
    assert [item.get("url") for item in edge["evidence"]] == [None, "HTTPS://example.org/a"]


def test_equal_graphs_give_equal_bytes_in_every_process() -> None:
    code = "import hashlib, test_view as t; print(hashlib.sha256(t.render(t.small(), title='t').encode()).hexdigest())"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    environments = [{**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    command = [sys.executable, "-c", code]
    runs = {subprocess.run(command, check=True, capture_output=True, env=env).stdout for env in environments}  # noqa: S603 - our own code
    assert runs == {hashlib.sha256(render(small(), title="t").encode()).hexdigest().encode() + b"\n"}


def test_the_graph_that_comes_in_is_not_changed() -> None:
    graph = small()
    before = deepcopy(graph)
    render(graph, title="t")
    assert nx.utils.graphs_equal(graph, before)


def test_verbs_hide_the_roles_that_they_tell_but_not_what_is_denied() -> None:
    graph = small()
    choice = choose(graph)
    assert choice.edges == tuple(graph.edges(keys=True))
    assert {key for _, _, key in choice.covered} == {"k2", "k3", "k4"}


def test_an_event_with_a_part_that_no_verb_tells_stays_whole() -> None:
    graph = small()
    graph.add_edge("claim", "arda", key="k7", relation="place", origin="role", status="Reported")
    assert {key for _, _, key in choose(graph).covered} == {"k4"}


def test_what_is_only_claimed_stays_beside_a_verb_of_another_event() -> None:
    graph = small()
    graph.edges["blast", "front", "k4"]["through"] = ("another claim",)
    assert {key for _, _, key in choose(graph).covered} == {"k2", "k3"}


def test_of_a_large_event_the_best_told_verb_of_each_participant_is_drawn_and_what_is_claimed() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    agents, victims = ("army", "militia", "police"), ("city", "crowd", "market")
    for outlets, (agent, victim) in enumerate(itertools.product(agents, victims)):
        graph.add_edge(agent, victim, key="k", relation="attacked", origin="derived", status="Reported", through=("e",), outlets=outlets)
    graph.add_edge("army", "city", key="said", relation="attacked", origin="derived", status="Claimed", through=("e",))
    drawn = sorted(edge for edge in choose(graph).edges if edge not in choose(graph).covered)
    assert drawn == [
        ("army", "city", "said"),
        ("army", "market", "k"),
        ("militia", "market", "k"),
        ("police", "city", "k"),
        ("police", "crowd", "k"),
        ("police", "market", "k"),
    ]
    graph.remove_nodes_from(("police", "crowd"))  # two agents and two victims: four verbs, as many as those who take part
    assert choose(graph).covered == frozenset()


def test_a_symmetric_verb_is_drawn_one_way() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("a", "b", key="there", relation="metWith", origin="derived", status="Reported", symmetric=True)
    graph.add_edge("b", "a", key="back", relation="metWith", origin="derived", status="Reported", symmetric=True)
    graph.add_edge("b", "a", key="other", relation="attacked", origin="derived", status="Reported", symmetric=False)
    assert choose(graph).covered == {("b", "a", "back")}


def test_parallel_edges_are_all_kept() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(4):
        graph.add_edge(*(("a", "b") if number % 2 else ("b", "a")), relation=f"r{number}")
    graph.add_edge("a", "a", relation="loop")
    edges = data_of(render(graph, title="t"))["edges"]
    assert sorted(str(edge["relation"]) for edge in edges) == ["loop", "r0", "r1", "r2", "r3"]
    assert len({edge["id"] for edge in edges}) == 5


def test_a_large_graph_shows_what_is_told_of_most_and_says_what_is_left_out() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("lonely")
    for number in range(6):
        graph.add_edge("hub", f"n{number}", key="k", relation="knows", outlets=number)
    choice = choose(graph, most_nodes=3)
    assert (choice.nodes, choice.nodes_left_out, choice.edges_left_out) == (("hub", "n4", "n5"), 5, 4)


def test_an_empty_graph_and_a_single_node_give_pages() -> None:
    empty: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    data = data_of(render(empty, title=""))
    assert (data["nodes"], data["edges"]) == ([], [])
    empty.add_node("only")
    (node,) = data_of(render(empty, title=""))["nodes"]
    assert (node["name"], node["group"], node["x"], node["y"]) == ("only", "thing", 0, 0)


def test_odd_values_become_text_or_unknown() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", label=float("nan"), date=date(2024, 1, 3), aliases="single", documents=float("inf"), type=None)
    graph.add_node("b", label="lone \ud800 surrogate", aliases={"y", "x"}, documents=True)
    graph.add_node("c", label="long " * 2000)
    graph.add_edge("a", "b", confidence=float("nan"), outlets="many", relation=7)
    a, b, c = data_of(render(graph, title="\ud800"))["nodes"]
    (edge,) = data_of(render(graph, title="t"))["edges"]
    assert (a["name"], a["date"], a["aliases"], a.keys() & {"documents", "type"}) == ("a", "2024-01-03", ["single"], set())
    assert (b["name"], b["aliases"], "documents" in b) == ("lone \ufffd surrogate", ["x", "y"], False)
    assert len(str(c["name"])) == 10_000
    assert (edge["relation"], edge.keys() & {"confidence", "outlets", "status"}) == ("7", set())


def test_evidence_of_another_kind_is_an_error_that_names_the_edge() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("a", "b", evidence=("just text",))
    with pytest.raises(InputError, match=r"a → b: evidence: expected a tuple of kg\.network\.Evidence"):
        render(graph, title="t")


def test_every_status_has_a_line_of_its_own_and_every_group_a_shape_and_colour() -> None:
    page = render(small(), title="t")
    assert tuple(line.status for line in LINES) == STATUSES
    assert len({line.dashes for line in LINES}) == len(LINES)
    assert len({group.shape for group in GROUPS}) == len(GROUPS)
    names = [f"--group-{group.id}:" for group in GROUPS] + [f"--status-{status}:" for status in STATUSES]
    assert {name: page.count(name) for name in names} == dict.fromkeys(names, 3)  # light, dark by the system, dark by the button


@pytest.mark.parametrize(("term", "words"), [("memberOf", "member of"), ("AirStrike", "air strike"), ("claimed", "claimed"), ("", "")])
def test_terms_are_shown_as_words(term: str, words: str) -> None:
    assert in_words(term) == words


def test_labels_of_placed_nodes_do_not_overlap() -> None:
    tree = nx.balanced_tree(3, 3)
    boxes = {str(node): (150.0, 50.0) for node in tree}
    placed = positions(boxes, [(str(a), str(b)) for a, b in tree.edges])
    points = list(placed.values())
    overlapping = [(p, q) for i, p in enumerate(points) for q in points[:i] if abs(p[0] - q[0]) < 150 and abs(p[1] - q[1]) < 50]
    assert overlapping == []


def test_parts_that_hang_together_lie_beside_each_other() -> None:
    links = [("a", "b"), ("b", "c"), ("x", "y"), ("y", "z")]
    placed = positions(dict.fromkeys("abcxyz", (80.0, 40.0)), links)
    boxes = [[placed[node] for node in part] for part in ("abc", "xyz")]
    (low_a, high_a), (low_b, high_b) = (
        ([min(v) for v in zip(*box, strict=True)], [max(v) for v in zip(*box, strict=True)]) for box in boxes
    )
    assert any(high_a[i] < low_b[i] or high_b[i] < low_a[i] for i in (0, 1))


def test_nodes_that_come_later_do_not_move_the_others() -> None:
    boxes = dict.fromkeys("abcd", (80.0, 40.0))
    links = [("a", "b"), ("b", "c"), ("d", "a"), ("d", "b")]
    with_later = positions(boxes, links, later=frozenset("d"))
    del boxes["d"]
    assert {node: with_later[node] for node in boxes} == positions(boxes, links[:2])


def test_writing_makes_a_utf8_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    write(small(), tmp_path / "ä.html", title="Überblick")
    assert [path.name for path in tmp_path.iterdir()] == ["ä.html"]
    assert (tmp_path / "ä.html").read_bytes().decode("utf-8") == render(small(), title="Überblick")


def test_a_page_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    code = f"import test_view as t; t.write(t.small(), t.Path({str(tmp_path / 'page.html')!r}), title='Fr\\xf6nt')"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)  # noqa: S603 - our own code
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == render(small(), title="Frönt")


def test_a_page_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing/x\.html: cannot be written"):
        write(small(), tmp_path / "missing" / "x.html", title="t")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="folder: cannot be written"):
        write(small(), tmp_path / "folder", title="t")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_the_network_is_pyvis_and_its_items_can_be_changed(tmp_path: Path) -> None:
    net = NewsNetwork(small(), title="t")
    assert (net.num_nodes(), net.num_edges()) == (5, 6)
    net.get_node("blast")["color"] = "#ff0000"
    assert data_of(net.show(tmp_path / "x.html").generate_html())["nodes"][1]["color"] == "#ff0000"
    assert (tmp_path / "x.html").exists()


@pytest.mark.parametrize(
    ("attributes", "where"),
    [
        ({"ids": ("https://sws.geonames.org/128234/",)}, {"at": [30.283, 57.079]}),  # Kerman
        ({"ids": ("https://sws.geonames.org/130758/",)}, {"country": "364"}),  # Iran
        ({"ids": ("https://sws.geonames.org/130758/",), "point": (35.7, 51.4)}, {"country": "364", "at": [35.7, 51.4]}),
        ({"ids": ("https://sws.geonames.org/0/", "http://www.wikidata.org/entity/Q1")}, {}),
        ({"point": (float("nan"), 1.0)}, {}),
        ({"point": "30 N"}, {}),
        ({}, {}),
    ],
)
def test_a_node_says_where_it_is_if_that_is_known(attributes: dict[str, object], where: dict[str, object]) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", **attributes)
    (node,) = block_of(render(graph, title="t"))["nodes"]
    assert {name: node[name] for name in ("at", "country") if name in node} == where


def test_the_map_comes_along_only_where_something_has_a_place() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", ids=("https://sws.geonames.org/1/",))
    assert ("Leaflet" in render(graph, title="t"), 'id="world"' in render(graph, title="t")) == (False, False)
    graph.nodes["a"]["point"] = (1.0, 2.0)
    page = Tags(render(graph, title="t"))
    assert "Leaflet" in "".join(code for kind, code in page.code if kind == "script")
    policy = next(str(attributes["content"]) for tag, attributes in page.tags if attributes.get("http-equiv") == "Content-Security-Policy")
    assert len(re.findall("sha256-", policy)) == 4  # three scripts and the style


def test_an_edge_to_what_is_no_node_is_an_error_that_names_it() -> None:
    net = NewsNetwork(small(), title="t")
    net.edges.append({"id": "e", "from": "front", "to": "nowhere"})
    with pytest.raises(InputError, match="edge 'e': 'to' is 'nowhere', which is no node"):
        net.generate_html()


def test_each_document_and_sentence_is_written_once() -> None:
    block = block_of(render(small(), title="t"))
    assert (len(block["documents"]), len(block["sentences"])) == (1, 1)
    assert {edge["id"]: edge["through"] for edge in block["edges"] if "through" in edge} == {"k1": [2], "k4": [2]}
