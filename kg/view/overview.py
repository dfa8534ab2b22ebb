"""The overview of a large network: communities with their nodes come in, a region for each and what the page says of it go out.

All regions lie in one plane, and no two overlap: a community opens in its own place, beside others that are open or closed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kg.view.forces import spread
from kg.view.layout import EDGE, positions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.view.communities import Community
    from kg.view.items import Item
    from kg.view.layout import Box, Point

NEIGHBOURS = 3  # ties by which a community is drawn to others; with all of them, everything would be near everything
POINT: Box = (1.0, 1.0)
ROOM = 110.0  # pixels a side for a community in the plan of an overview, whose ties are as long as links in a picture
FLAT = 0.8  # the plan is wider than high, like a screen
NAMES = 2  # names that stand for a community

Pair = tuple[str, str]


def regions(groups: Sequence[Community], boxes: Mapping[str, Box], links: Sequence[Pair]) -> dict[str, Point]:
    """Return a position for every node: each community laid out by itself, and these put beside those they are tied to."""
    home = {node: number for number, group in enumerate(groups) for node in group.nodes}
    inside: dict[int, list[Pair]] = defaultdict(list)
    for a, b in links:
        if home[a] == home[b]:
            inside[home[a]].append((a, b))
    placed = [positions({node: boxes[node] for node in group.nodes}, inside[number], trials=1) for number, group in enumerate(groups)]
    extents = [_extent(list(points.values())) for points in placed]
    middles = _plan([(width + 2 * EDGE, height + 2 * EDGE) for _, _, width, height in extents], ties(home, links))
    return {
        node: (round(x - left + mx), round(y - top + my))
        for points, (left, top, _, _), (mx, my) in zip(placed, extents, middles, strict=True)
        for node, (x, y) in points.items()
    }


def ties(home: Mapping[str, int], links: Sequence[Pair]) -> Counter[tuple[int, int]]:
    """Count the links between communities, by the numbers of both, the lower first."""
    return Counter((min(home[a], home[b]), max(home[a], home[b])) for a, b in links if home[a] != home[b])


def summary(groups: Sequence[Community], items: Mapping[str, Item], degree: Mapping[str, int]) -> list[Item]:
    """Return what the page says of each community: a label, how many nodes it has, and the middle and the radius of what they take up.

    Args:
        groups: The communities.
        items: The page's item of each node, with its name and place.
        degree: How many edges a node has; the names of those with the most stand for the community.
    """
    return [_summary(group, [items[node] for node in group.nodes], degree) for group in groups]


def _summary(group: Community, members: list[Item], degree: Mapping[str, int]) -> Item:
    told = sorted(range(len(members)), key=lambda number: -degree[group.nodes[number]])[:NAMES]
    x, y, width, height = _extent([(int(str(item["x"])), int(str(item["y"]))) for item in members])
    names = ", ".join(str(members[number]["name"]) for number in told)
    return {
        "label": "small groups" if group.gathered else names,
        "size": len(members),
        "x": round(x),
        "y": round(y),
        "radius": round(math.hypot(width, height) / 2),
    }


def _extent(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Middle, width and height of what holds all points."""
    (left, right), (top, bottom) = ((min(values), max(values)) for values in zip(*points, strict=True))
    return (left + right) / 2, (top + bottom) / 2, float(right - left), float(bottom - top)


def _plan(sizes: Sequence[Box], tied: Counter[tuple[int, int]]) -> list[Point]:
    """Place the regions: laid out as points, evened out, which is how an overview draws them, then spread until all have room."""
    placed = positions({str(number): POINT for number in range(len(sizes))}, list(_strongest(tied)), trials=1)
    points = np.array([placed[str(number)] for number in range(len(sizes))], dtype=np.float64) * (1.0, FLAT)
    even = spread(points, fixed=0, room=ROOM)
    scale = max(2 * max(width, height) / ROOM for width, height in sizes)  # `spread` keeps half of the room free
    return [(round(x * scale), round(y * scale)) for x, y in even.tolist()]


def _strongest(tied: Counter[tuple[int, int]]) -> Iterator[Pair]:
    """Yield the ties that are among the strongest of one of their ends."""
    used: Counter[int] = Counter()
    for (a, b), _ in sorted(tied.items(), key=lambda item: (-item[1], item[0])):
        if min(used[a], used[b]) < NEIGHBOURS:
            used.update((a, b))
            yield str(a), str(b)
