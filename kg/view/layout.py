"""Places nodes in the plane: nodes, links and label sizes come in, whole-pixel positions go out, the same for the same input.

Per connected part: spring layout (networkx, fixed seeds), then stress majorization, which evens the lengths; then label boxes are pushed
apart and the parts packed side by side. A browser's physics would
need minutes where this needs a second, and would move at every load.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Point = tuple[int, int]
Box = tuple[float, float]
"""Width and height in pixels of what is drawn at a node, its label included."""

EDGE = 180.0  # a link's usual length: leaves room for a verb between two labels
GAP = 22.0  # free pixels between two boxes
EASE = 60  # rounds of stress majorization; more change little
WIDE = 1.45  # screens are wider than high, and so are labels
TRIALS = 10  # layouts tried for a small part; the one with the fewest crossings and covered verbs wins
VERB: Box = (80.0, 20.0)  # room that the word on a link takes
SMALL = 80  # links up to which counting crossings is quick


def positions(boxes: Mapping[str, Box], links: Sequence[tuple[str, str]], *, later: frozenset[str] = frozenset()) -> dict[str, Point]:
    """Return a position for every node of `boxes`.

    Args:
        boxes: Sizes by node; the order matters for the result.
        links: Pairs of nodes that should be near each other; loops and repetitions do no harm.
        later: Nodes that are not drawn at first: the others are placed as if these were not there.
    """
    links = [link for link in links if link[0] != link[1]]
    first = [node for node in boxes if node not in later]
    near = nx.Graph([link for link in links if later.isdisjoint(link)])
    parts = [sorted(part, key=first.index) for part in nx.connected_components(near)]
    parts.sort(key=lambda part: (-len(part), first.index(part[0])))
    alone = [node for node in first if node not in near]
    placed = _packed([_part(near, part, boxes) for part in parts] + _rows(alone, boxes))
    return _with_later({node: placed[node] for node in first}, boxes, links, [node for node in boxes if node in later])


def _part(near: nx.Graph[str], part: list[str], boxes: Mapping[str, Box]) -> dict[str, NDArray[np.float64]]:
    """Lay out one connected part, in pixels."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(part)
    place = {node: number for number, node in enumerate(part)}
    for a, b in sorted((min(place[a], place[b]), max(place[a], place[b])) for a, b in near.edges(part)):
        graph.add_edge(part[a], part[b])
    ends = np.array([(place[a], place[b]) for a, b in graph.edges])
    size = np.array([boxes[node] for node in part])
    if len(ends) > SMALL:
        return dict(zip(part, _trial(graph, part, size, 0), strict=True))
    trials = [_trial(graph, part, size, seed) for seed in range(TRIALS)]
    best = min(trials, key=lambda points: _crossings(points, ends) + _covered_verbs(points, ends, size))
    return dict(zip(part, best, strict=True))


def _trial(graph: nx.Graph[str], part: list[str], size: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    raw = nx.spring_layout(graph, seed=seed, iterations=100)
    points = np.array([raw[node] for node in part])
    return _apart(_eased(points * EDGE * math.sqrt(len(part)), _steps(graph, part) * EDGE) * (WIDE**0.5, WIDE**-0.5), size)


def _steps(graph: nx.Graph[str], part: list[str]) -> NDArray[np.float64]:
    """Shortest path lengths between all nodes, in links; those that leave a busy node are longer, as its many neighbours need room."""
    busy = {node: 1 + 0.06 * max(0, degree - 4) for node, degree in graph.degree()}
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight=lambda a, b, _: min(1.8, max(busy[a], busy[b]))))
    return np.array([[lengths[a][b] for b in part] for a in part])


def _eased(points: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move points so that their distances come near the wanted ones, near pairs counting most.

    Source: Gansner, Koren and North, "Graph Drawing by Stress Majorization", 2004 (the localized step).
    """
    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    total = weight.sum(axis=1)[:, None]
    for _ in range(EASE):
        delta = points[:, None, :] - points[None, :, :]
        distance = np.maximum(np.linalg.norm(delta, axis=2), 1e-6)
        towards = points[None, :, :] + delta * (wanted / distance)[:, :, None]
        points = points + 0.7 * ((weight[:, :, None] * towards).sum(axis=1) / total - points)  # less than the whole step: all move at once
    return points


def _apart(points: NDArray[np.float64], size: NDArray[np.float64], *, fixed: int = 0, rounds: int = 120) -> NDArray[np.float64]:
    """Push boxes apart until none overlap, along the axis that needs less; the first `fixed` stay where they are."""
    points = points.copy()
    order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])
    need = (size[:, None, :] + size[None, :, :]) / 2 + GAP
    for _ in range(rounds):
        delta = points[:, None, :] - points[None, :, :]
        overlap = need - np.abs(delta)
        hit = (overlap > 0).all(axis=2) & (order != 0)
        if not hit.any():
            break
        sign = np.where(delta == 0, order[:, :, None], np.sign(delta))
        along_x = overlap[:, :, 0] < overlap[:, :, 1]
        push = np.stack([overlap[:, :, 0] * (hit & along_x), overlap[:, :, 1] * (hit & ~along_x)], axis=2) * sign
        points[fixed:] += 0.4 * push.sum(axis=1)[fixed:] / np.maximum(1, hit.sum(axis=1))[fixed:, None]
    return points


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


def _rows(nodes: list[str], boxes: Mapping[str, Box]) -> list[dict[str, NDArray[np.float64]]]:
    """Unconnected nodes, each a part of its own."""
    return [{node: np.zeros(2)} for node in nodes if boxes[node]]


def _packed(parts: list[dict[str, NDArray[np.float64]]]) -> dict[str, Point]:
    """Put the parts on shelves, in their order, in a field of the screen's proportion."""
    corners = [(np.min(list(part.values()), axis=0), np.max(list(part.values()), axis=0)) for part in parts]
    sizes = [high - low + (EDGE, EDGE / 2) for low, high in corners]
    width = max([math.sqrt(sum(float(w * h) for w, h in sizes) * WIDE), *(float(size[0]) for size in sizes)], default=0.0)
    placed: dict[str, Point] = {}
    x = y = shelf = 0.0
    for part, (low, _), (w, h) in zip(parts, corners, sizes, strict=True):
        if x and x + w > width:
            x, y, shelf = 0.0, y + shelf, 0.0
        placed.update({node: (round(float(p[0] - low[0]) + x), round(float(p[1] - low[1]) + y)) for node, p in part.items()})
        x, shelf = x + float(w), max(shelf, float(h))
    return placed


def _with_later(placed: dict[str, Point], boxes: Mapping[str, Box], links: Sequence[tuple[str, str]], later: list[str]) -> dict[str, Point]:
    """Add the nodes of `later` amid their neighbours, without moving the others."""
    middle = np.mean(list(placed.values()), axis=0) if placed else np.zeros(2)
    around = {
        node: [placed[b if a == node else a] for a, b in links if node in (a, b) and (b if a == node else a) in placed] for node in later
    }
    guess = [np.mean(around[node], axis=0) if around[node] else middle for node in later]
    order = [*placed, *later]
    points = _apart(
        np.array([*placed.values(), *guess], dtype=np.float64).reshape(len(order), 2),
        np.array([boxes[node] for node in order]).reshape(len(order), 2),
        fixed=len(placed),
    )
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in zip(order, points, strict=True)}
