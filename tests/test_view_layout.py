"""Where nodes lie and what is drawn first: the same for the same network, legible when few are drawn, by community when there are many."""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from kg.view.cache import WORTH_IT, remembered
from kg.view.choose import choose
from kg.view.communities import Community, communities
from kg.view.forces import apart, spread
from kg.view.items import items
from kg.view.layout import BOXES, ROOM, positions
from kg.view.overview import regions, summary

BOX = (120.0, 40.0)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "kg" / "pictures"


def clustered(groups: int, members: int) -> nx.MultiDiGraph[str]:
    """Groups whose members all know their first, and each other in a ring; one edge leads from each group to the next."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for group in range(groups):
        names = [f"g{group}m{member}" for member in range(members)]
        graph.add_nodes_from(names, kind="actor")
        for member, name in enumerate(names[1:], start=1):
            graph.add_edge(names[0], name, relation="leads", outlets=2)
            graph.add_edge(name, names[1 + member % (members - 1)], relation="knows", outlets=1)
    for group in range(groups - 1):
        graph.add_edge(f"g{group}m1", f"g{group + 1}m1", relation="met", outlets=1)
    return graph


def links_of(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str]]:
    return [(source, target) for source, target in graph.edges()]


# ---------------------------------------------------------------- communities


def test_communities_are_the_groups_that_hang_together_the_largest_first() -> None:
    graph = clustered(3, 6)
    graph.add_edge("g1m5", "g1m6", relation="knows")
    found = communities(tuple(graph), dict.fromkeys(graph.edges(), 1.0))
    assert found == tuple(Community(tuple(node for node in graph if node.startswith(f"g{group}"))) for group in (1, 0, 2))


def test_what_is_too_large_is_divided_and_what_is_too_small_is_gathered() -> None:
    graph = clustered(4, 10)
    small = [(f"a{number}", f"b{number}") for number in range(3)]
    nodes, links = (*graph, *(node for pair in small for node in pair)), dict.fromkeys([*graph.edges(), *small], 1.0)
    found = communities(nodes, links, largest=5, smallest=3)
    assert sorted(node for group in found for node in group.nodes) == sorted(nodes)
    assert max(len(group.nodes) for group in found) <= 5
    assert all(group.gathered or len(group.nodes) >= 3 for group in found)
    assert {"a0", "b0", "a1", "b1"} <= {node for group in found if group.gathered for node in group.nodes}


def test_what_hangs_together_too_closely_to_be_divided_is_cut() -> None:
    nodes = tuple("abcdefg")
    found = communities(nodes, {("a", node): 1.0 for node in nodes[1:]}, largest=3)
    assert sorted(len(group.nodes) for group in found) == [1, 3, 3]


def test_no_nodes_make_no_communities() -> None:
    assert communities((), {}) == ()


# ---------------------------------------------------------------- what is drawn first


def test_a_small_network_is_drawn_whole_and_its_communities_are_known() -> None:
    graph = clustered(2, 5)
    choice = choose(graph)
    assert (choice.nodes, choice.first, choice.overview) == (tuple(graph), frozenset(graph), False)
    assert {frozenset(group.nodes) for group in choice.communities} == {frozenset(f"g{group}m{m}" for m in range(5)) for group in (0, 1)}


def test_of_a_middling_network_those_told_of_most_are_drawn_first_and_all_are_held() -> None:
    graph = clustered(3, 5)
    choice = choose(graph, opening=3)
    assert choice.first == {"g0m0", "g1m0", "g2m0"}
    assert (choice.nodes, choice.edges) == (tuple(graph), tuple(graph.edges(keys=True)))
    assert (choice.overview, choice.nodes_left_out, choice.edges_left_out) == (False, 0, 0)


def test_a_large_network_opens_with_communities_none_larger_than_a_picture() -> None:
    graph = clustered(4, 20)
    choice = choose(graph, opening=15, overview=50)
    assert (choice.overview, choice.first, choice.nodes) == (True, frozenset(), tuple(graph))
    assert max(len(group.nodes) for group in choice.communities) <= 15


# ---------------------------------------------------------------- layout


def test_boxes_of_a_large_part_do_not_overlap() -> None:
    tree = nx.balanced_tree(3, 4)
    placed = positions({str(node): BOX for node in tree}, [(str(a), str(b)) for a, b in tree.edges])
    overlapping = [pair for pair in combinations(placed.values(), 2) if all(abs(pair[0][k] - pair[1][k]) < BOX[k] for k in (0, 1))]
    assert (len(placed), overlapping) == (121, [])


def test_neighbours_lie_nearer_than_others() -> None:
    graph = clustered(6, 20)
    placed = positions(dict.fromkeys(graph, BOX), links_of(graph))

    def mean(pairs: list[tuple[str, str]]) -> float:
        return sum(math.dist(placed[a], placed[b]) for a, b in pairs) / len(pairs)

    assert mean(links_of(graph)) < 0.5 * mean(list(combinations(graph, 2)))


def test_a_node_more_moves_the_others_of_a_large_part_little() -> None:
    graph = clustered(6, 20)
    before = positions(dict.fromkeys(graph, BOX), links_of(graph))
    graph.add_edge("g3m7", "new")
    after = positions(dict.fromkeys(graph, BOX), links_of(graph))
    width = max(x for x, _ in before.values()) - min(x for x, _ in before.values())
    moved = sorted(max(abs(before[node][k] - after[node][k]) for k in (0, 1)) for node in before)
    assert moved[len(moved) * 9 // 10] < 0.1 * width


def test_nodes_that_come_later_find_room_and_leave_the_first_where_they_are() -> None:
    graph = clustered(30, 20)
    graph.add_edges_from([("apart 1", "apart 2"), ("apart 2", "apart 3")])
    first = [node for node in graph if node.endswith(("m0", "m1"))]
    assert len(graph) > BOXES
    placed = positions(dict.fromkeys(graph, BOX), links_of(graph), later=frozenset(graph) - frozenset(first))
    alone = positions(dict.fromkeys(first, BOX), links_of(nx.MultiDiGraph(graph.subgraph(first))))
    assert {node: placed[node] for node in first} == alone
    assert list(placed) == list(graph)
    later = [point for node, point in placed.items() if node not in alone]
    assert min(max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in combinations(later, 2)) >= ROOM / 2 - 1


def test_boxes_are_pushed_apart_without_moving_the_fixed_ones() -> None:
    import numpy as np  # noqa: PLC0415

    points = apart(np.zeros((3, 2)), np.array([BOX] * 3), fixed=1)
    assert points[0].tolist() == [0.0, 0.0]
    assert all(any(abs(a[k] - b[k]) >= BOX[k] for k in (0, 1)) for a, b in combinations(points.tolist(), 2))


def test_points_on_one_place_are_spread_and_a_point_with_room_stays() -> None:
    import numpy as np  # noqa: PLC0415

    points = spread(np.array([[5.0, 5.0], [5.0, 5.0], [5.0, 5.0], [205.0, 205.0]]), fixed=1, room=10.0)
    assert points[[0, 3]].tolist() == [[5.0, 5.0], [205.0, 205.0]]
    assert len({tuple(point) for point in points.tolist()}) == 4


# ---------------------------------------------------------------- overview


def test_regions_of_communities_do_not_overlap_and_the_tied_are_near() -> None:
    graph = clustered(5, 12)
    groups = communities(tuple(graph), dict.fromkeys(graph.edges(), 1.0))
    placed = regions(groups, dict.fromkeys(graph, BOX), links_of(graph))
    corners = [[(min(v), max(v)) for v in zip(*(placed[node] for node in group.nodes), strict=True)] for group in groups]
    assert len(groups) == 5
    for one, other in combinations(corners, 2):
        assert any(one[k][1] < other[k][0] or other[k][1] < one[k][0] for k in (0, 1))


def test_a_community_is_told_by_its_busiest_nodes_and_where_it_lies() -> None:
    groups = (Community(("a", "b", "c", "d")), Community(("e",), gathered=True))
    places = {"a": (0, 0), "b": (40, 0), "c": (40, 30), "d": (0, 30), "e": (100, 100)}
    nodes: dict[str, dict[str, object]] = {node: {"name": node.upper(), "x": x, "y": y} for node, (x, y) in places.items()}
    assert summary(groups, nodes, {"a": 1, "b": 4, "c": 2, "d": 3, "e": 0}) == [  # type: ignore[arg-type]  # plain dicts
        {"label": "B, D", "size": 4, "x": 20, "y": 15, "radius": 25},
        {"label": "small groups", "size": 1, "x": 100, "y": 100, "radius": 0},
    ]


# ---------------------------------------------------------------- the same again


def places(graph: nx.MultiDiGraph[str], **limits: int) -> str:
    nodes, _ = items(graph, choose(graph, **limits))
    return hashlib.sha256(json.dumps([[node["x"], node["y"], node["community"]] for node in nodes]).encode()).hexdigest()


@pytest.mark.parametrize("overview", [1000, 100])
def test_a_large_network_lies_the_same_in_every_process_with_the_cache_and_without(cache: Path, tmp_path: Path, overview: int) -> None:
    code = f"import test_view_layout as t; print(t.places(t.clustered(25, 20), opening=60, overview={overview}))"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    fresh = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "7", "XDG_CACHE_HOME": str(tmp_path / "other")}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=fresh, text=True)  # noqa: S603 - our own code
    first = places(clustered(25, 20), opening=60, overview=overview)
    assert sorted(path.name.partition("-")[0] for path in cache.iterdir()) == ["communities", "places"]
    assert [done.stdout.strip(), places(clustered(25, 20), opening=60, overview=overview)] == [first, first]


def test_an_answer_is_remembered_by_its_question_and_only_if_it_took_long(cache: Path) -> None:
    asked: list[int] = []

    def answer(question: int, size: int) -> list[int]:
        def compute() -> list[int]:
            asked.append(question)
            return [question]

        return remembered("kind", question, size=size, compute=compute)

    assert [answer(1, WORTH_IT), answer(1, WORTH_IT), answer(2, WORTH_IT), answer(1, WORTH_IT)] == [[1], [1], [2], [1]]
    assert [answer(3, WORTH_IT - 1), answer(3, WORTH_IT - 1)] == [[3], [3]]
    assert asked == [1, 2, 3, 3]
    assert len(list(cache.iterdir())) == 2


def test_a_damaged_file_or_a_folder_that_cannot_be_written_only_costs_time(cache: Path) -> None:
    assert remembered("kind", 1, size=WORTH_IT, compute=lambda: [1]) == [1]
    (file,) = cache.iterdir()
    file.write_text("[1", encoding="ascii")
    assert remembered("kind", 1, size=WORTH_IT, compute=lambda: [1]) == [1]
    assert json.loads(file.read_text(encoding="ascii")) == [1]
    file.unlink()
    cache.rmdir()
    cache.write_text("in the way", encoding="ascii")
    assert remembered("kind", 1, size=WORTH_IT, compute=lambda: [1]) == [1]
