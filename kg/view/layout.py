"""Places nodes in the plane: nodes, links and label sizes come in, whole-pixel positions go out, the same for the same input.

Per connected part: a start from the distances in the network (or, for a small part, the best of some spring layouts), then stress
majorization, which evens the lengths; then label boxes are pushed apart and the parts packed side by side. Nodes that are not drawn at
first are placed amid them without moving them. A browser's physics would need minutes where this needs a second, and would move at every
load.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import rustworkx as rx

from kg.view.forces import apart, eased, spread, start_from_distances

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Point = tuple[int, int]
Box = tuple[float, float]
"""Width and height in pixels of what is drawn at a node, its label included."""
Points = dict[str, tuple[float, float]]

EDGE = 180.0  # a link's usual length: leaves room for a verb between two labels
WIDE = 1.45  # screens are wider than high, and so are labels
TRIALS = 10  # layouts tried for a small part; the one with the fewest crossings and covered verbs wins
VERB: Box = (80.0, 20.0)  # room that the word on a link takes
SMALL = 80  # links up to which counting crossings is quick
BOXES = 400  # nodes up to which those that come later keep clear of labels; more of them only keep clear of each other
ROOM = 50.0  # pixels a side that a node without a label needs
CALM = 100_000_000  # squared nodes times rounds that a spring layout may take: some seconds
MOST_ROUNDS = 50


def positions(
    boxes: Mapping[str, Box], links: Sequence[tuple[str, str]], *, later: frozenset[str] = frozenset(), trials: int = TRIALS
) -> dict[str, Point]:
    """Return a position for every node of `boxes`.

    Args:
        boxes: Sizes by node; the order matters for the result.
        links: Pairs of nodes that should be near each other; loops and repetitions do no harm.
        later: Nodes that are not drawn at first: the others are placed as if these were not there.
        trials: Layouts to try for a small part; 1 is quick.
    """
    links = [link for link in links if link[0] != link[1]]
    rank = {node: number for number, node in enumerate(boxes)}
    placed = _placed({node: box for node, box in boxes.items() if node not in later}, [k for k in links if later.isdisjoint(k)], trials)
    waiting = [node for node in boxes if node in later]
    if len(boxes) <= BOXES:
        placed = _amid_boxes(placed, boxes, links, waiting)
    elif waiting:
        placed = _amid_many(placed, rank, links)
    return {node: (round(placed[node][0]), round(placed[node][1])) for node in rank}


def _placed(boxes: Mapping[str, Box], links: Sequence[tuple[str, str]], trials: int) -> Points:
    near = nx.Graph(links)
    rank = {node: number for number, node in enumerate(boxes)}
    parts = _parts(near, rank)
    alone = [{node: (0.0, 0.0)} for node in boxes if node not in near]
    return _packed([_part(near, part, boxes, trials) for part in parts] + alone, (EDGE, EDGE / 2))


def _parts(near: nx.Graph[str], rank: Mapping[str, int]) -> list[list[str]]:
    """Return the connected parts, the largest first; each in the order of `rank`."""
    parts = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(near)]
    return sorted(parts, key=lambda part: (-len(part), rank[part[0]]))


def _part(near: nx.Graph[str], part: list[str], boxes: Mapping[str, Box], trials: int) -> Points:
    """Lay out one connected part, in pixels."""
    ends = _ends(near, part)
    size = np.array([boxes[node] for node in part])
    steps = _steps(len(part), ends) * EDGE
    stretch = np.array([WIDE**0.5, WIDE**-0.5])
    if len(ends) > SMALL or trials == 1:
        points = apart(eased(start_from_distances(steps, part), steps) * stretch, size)
        return _named(part, points)
    starts = (_spring(len(part), ends, seed) * EDGE * math.sqrt(len(part)) for seed in range(trials))
    tried = [apart(eased(start, steps) * stretch, size) for start in starts]
    return _named(part, min(tried, key=lambda points: _crossings(points, ends) + _covered_verbs(points, ends, size)))


def _named(part: Sequence[str], points: NDArray[np.float64]) -> Points:
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, points, strict=True)}


def _ends(near: nx.Graph[str], part: list[str]) -> NDArray[np.int_]:
    """Return the links of a part as pairs of places in it, sorted."""
    place = {node: number for number, node in enumerate(part)}
    return np.array(sorted((min(place[a], place[b]), max(place[a], place[b])) for a, b in near.edges(part)))


def _steps(count: int, ends: NDArray[np.int_]) -> NDArray[np.float64]:
    """Shortest path lengths between all nodes, in links; those that leave a busy node are longer, as its many neighbours need room."""
    degree = np.bincount(ends.ravel(), minlength=count)
    busy = np.minimum(1.8, 1 + 0.06 * np.maximum(0, degree - 4))
    graph = _rustworkx(count, [(int(a), int(b), float(max(busy[a], busy[b]))) for a, b in ends])
    return np.asarray(rx.graph_floyd_warshall_numpy(graph, weight_fn=float))


def _rustworkx(count: int, ends: Sequence[tuple[int, int, float]]) -> rx.PyGraph[int, float]:
    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(count)))
    graph.add_edges_from(list(ends))
    return graph


def _spring(count: int, ends: NDArray[np.int_], seed: int) -> NDArray[np.float64]:
    found = rx.spring_layout(_rustworkx(count, [(int(a), int(b), 1.0) for a, b in ends]), seed=seed, num_iter=100)
    return np.array([found[number] for number in range(count)])


def _crossings(points: NDArray[np.float64], ends: NDArray[np.int_]) -> int:
    """Count the pairs of links that cross."""
    a, b = points[ends[:, 0]], points[ends[:, 1]]

    def side(p: NDArray[np.float64], q: NDArray[np.float64], r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.sign((q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0]))

    a1, b1, a2, b2 = a[:, None], b[:, None], a[None, :], b[None, :]
    shared = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
    crossing = (side(a1, b1, a2) * side(a1, b1, b2) < 0) & (side(a2, b2, a1) * side(a2, b2, b1) < 0) & ~shared
    return int(crossing.sum()) // 2


def _covered_verbs(points: NDArray[np.float64], ends: NDArray[np.int_], size: NDArray[np.float64]) -> int:
    """Count the words in the middle of links that would lie on a node's label or on each other."""
    words = (points[ends[:, 0]] + points[ends[:, 1]]) / 2
    below = points + np.array([0.0, 14.0])  # labels stand under their nodes
    on_label = (np.abs(words[:, None] - below[None]) < (size[None] + VERB) / 2).all(axis=2).sum()
    on_word = ((np.abs(words[:, None] - words[None]) < VERB).all(axis=2).sum() - len(words)) // 2
    return int(on_label + on_word)


def _packed(parts: Sequence[Points], gap: Box, *, below: float = 0.0) -> Points:
    """Put the parts on shelves, in their order, in a field of the screen's proportion that begins at the height `below`."""
    corners = [(np.min(list(part.values()), axis=0), np.max(list(part.values()), axis=0)) for part in parts]
    sizes = [high - low + gap for low, high in corners]
    width = max([math.sqrt(sum(float(w * h) for w, h in sizes) * WIDE), *(float(size[0]) for size in sizes)], default=0.0)
    placed: Points = {}
    x = shelf = 0.0
    y = below
    for part, (low, _), (w, h) in zip(parts, corners, sizes, strict=True):
        if x and x + w > width:
            x, y, shelf = 0.0, y + shelf, 0.0
        placed.update({node: (float(p[0] - low[0]) + x, float(p[1] - low[1]) + y) for node, p in part.items()})
        x, shelf = x + float(w), max(shelf, float(h))
    return placed


# ---------------------------------------------------------------- nodes that come later


def _amid_boxes(placed: Points, boxes: Mapping[str, Box], links: Sequence[tuple[str, str]], later: list[str]) -> Points:
    """Add the nodes of `later` amid their neighbours, their labels clear of all others, without moving the others."""
    around: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for a, b in links:
        for node, other in ((a, b), (b, a)):
            if other in placed:
                around[node].append(placed[other])
    middle = np.mean(list(placed.values()), axis=0) if placed else np.zeros(2)
    guess = [np.mean(around[node], axis=0) if around[node] else middle for node in later]
    order = [*placed, *later]
    points = apart(
        np.array([*placed.values(), *guess], dtype=np.float64).reshape(len(order), 2),
        np.array([boxes[node] for node in order]).reshape(len(order), 2),
        fixed=len(placed),
    )
    return _named(order, points)


def _amid_many(placed: Points, rank: Mapping[str, int], links: Sequence[tuple[str, str]]) -> Points:
    """Add all other nodes of `rank`: by springs around what is placed; parts that hang on nothing placed below it."""
    near: nx.Graph[str] = nx.Graph()
    near.add_nodes_from(rank)
    near.add_edges_from(links)
    joined: list[str] = []
    loose: list[list[str]] = []
    for part in _parts(near, rank):
        if placed.keys().isdisjoint(part):
            loose.append(part)
        else:
            joined += part
    whole = {**placed, **_among(placed, near, sorted(joined, key=rank.__getitem__))}
    bottom = max((y for _, y in whole.values()), default=0.0)
    return {**whole, **_packed([_loose(near, part) for part in loose], (2 * ROOM, ROOM), below=bottom + EDGE)}


def _among(placed: Points, near: nx.Graph[str], nodes: list[str]) -> Points:
    """Return positions for those of `nodes` that are not placed yet; each hangs, over links, on one that is."""
    new = [node for node in nodes if node not in placed]
    if not new:
        return {}
    guesses = _guesses(placed, near, nodes)
    order = [node for node in nodes if node in placed] + new
    origin, scale = np.array(list(guesses.values())).mean(axis=0), ROOM * math.sqrt(len(order))
    pulled = rx.spring_layout(
        _rustworkx(len(order), [(int(a), int(b), 1.0) for a, b in _ends(nx.Graph(near.subgraph(order)), order)]),
        pos={number: tuple((np.array(guesses[node]) - origin) / scale) for number, node in enumerate(order)},
        fixed=set(range(len(order) - len(new))),
        num_iter=_rounds(len(order)),
        seed=1,
    )
    wanted = np.array([pulled[number] for number in range(len(order))]) * scale + origin
    return _named(new, spread(wanted, fixed=len(order) - len(new), room=ROOM)[len(order) - len(new) :])


def _guesses(placed: Points, near: nx.Graph[str], nodes: list[str]) -> Points:
    """Give each node a first place: its own, or beside the placed neighbour from which it is reached, all around it."""
    guesses = {node: placed[node] for node in nodes if node in placed}
    rim, turns = list(guesses), Counter[str]()
    while rim:
        found = []
        for node in rim:
            for other in near[node]:
                if other not in guesses:
                    turns[node] += 1
                    angle, far = 2.4 * turns[node], ROOM * (1 + math.sqrt(turns[node]))  # 2.4: the golden angle, which fills a disc evenly
                    guesses[other] = (guesses[node][0] + far * math.cos(angle), guesses[node][1] + far * math.sin(angle))
                    found.append(other)
        rim = found
    return guesses


def _loose(near: nx.Graph[str], part: list[str]) -> Points:
    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    found = rx.spring_layout(
        _rustworkx(len(part), [(int(a), int(b), 1.0) for a, b in _ends(near, part)]), num_iter=_rounds(len(part)), seed=1
    )
    points = np.array([found[number] for number in range(len(part))]) * ROOM * math.sqrt(len(part))
    return _named(part, spread(points, fixed=0, room=ROOM))


def _rounds(count: int) -> int:
    return max(5, min(MOST_ROUNDS, CALM // count**2))
