"""Draws a still picture: items come in, an SVG document goes out, for places that run no scripts (an untrusted notebook, a printed page).

It shows the nodes with the most edges and the verbs between them. Text in it is text, whatever it holds; it loads and runs nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from kg.view.layout import positions
from kg.view.look import GROUPS, LINES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.view.items import Item
    from kg.view.look import Line

MARGIN = 170.0  # half of the longest label
MOST_NODES = 40  # more than that cannot be told apart in a picture that cannot be moved
LEAST = (960.0, 640.0)  # width and height, the size of an output cell: a few nodes are not blown up
RADIUS = 8.0
FONT = 15.0
LETTER = 0.56  # of the font's height, the usual width of a letter
LONGEST = 40  # letters of a label
BEND = 28.0  # pixels between parallel edges
INK, SOFT = "#1b2430", "#566273"

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
ARROW = (
    '<defs><marker id="to" viewBox="0 0 8 8" refX="17" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" '
    'orient="auto"><path d="M0 0 8 4 0 8z" fill="#566273"/></marker></defs>'
)

_CORNERS = {
    "hexagon": [(math.cos(k * math.pi / 3), math.sin(k * math.pi / 3)) for k in range(6)],
    "square": [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
    "triangle": [(0.0, -1.1), (1.05, 0.8), (-1.05, 0.8)],
    "diamond": [(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)],
    "star": [(math.sin(k * math.pi / 5) * (1.3, 0.6)[k % 2], -math.cos(k * math.pi / 5) * (1.3, 0.6)[k % 2]) for k in range(10)],
}
"""Corners by shape, around a middle, for a radius of 1; other shapes are discs."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    node: Item
    place: Place


@dataclass(frozen=True, slots=True)
class _Arc:
    edge: Item
    start: Place
    end: Place
    middle: Place


def still(nodes: Sequence[Item], edges: Sequence[Item], *, title: str) -> str:
    """Return an SVG document of the nodes with the most edges, laid out anew so that their names find room.

    Args:
        nodes: Items.
        edges: Items; those that repeat what a verb tells are left out.
        title: What the picture is of, for those who hear it.
    """
    chosen, shown = _chosen(nodes, edges)
    drawn = _laid_out(chosen, shown)
    places = [one.place for one in drawn.values()] or [(0.0, 0.0)]
    (left, width), (top, height) = (_room(values, least) for values, least in zip(zip(*places, strict=True), LEAST, strict=True))
    frame = (left, top, width, height)
    arcs = list(_arcs(shown, drawn))
    parts = [*map(_line, arcs), *map(_mark, drawn.values()), *_labels(drawn, arcs)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(f"{number:.0f}" for number in frame)}" role="img"'
        f' aria-label={quoteattr(_xml(title))} font-family="system-ui, Segoe UI, Roboto, sans-serif" font-size="{FONT:g}">'
        f'<rect x="{left:.0f}" y="{top:.0f}" width="100%" height="100%" fill="#ffffff"/>{ARROW}{"".join(parts)}</svg>'
    )


def _room(values: Sequence[float], least: float) -> tuple[float, float]:
    """Return where the frame begins and how long it is: around all values, in its middle where they need less than the least."""
    low, high = min(values) - MARGIN, max(values) + MARGIN
    more = max(0.0, least - (high - low))
    return low - more / 2, high - low + more


def _chosen(nodes: Sequence[Item], edges: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Return the nodes to draw, those with the most edges first, and the edges among them."""
    main = [edge for edge in edges if not edge.get("covered") and edge.get("from") != edge.get("to")]
    degree = Counter(end for edge in main for end in _ends(edge))
    told = sorted(nodes, key=lambda node: -degree[str(node.get("id"))])[:MOST_NODES]
    known = {str(node.get("id")) for node in told}
    shown = [edge for edge in main if known.issuperset(_ends(edge))]
    joined = {end for edge in shown for end in _ends(edge)}
    return [node for node in told if str(node.get("id")) in joined or not joined], shown


def _ends(edge: Item) -> tuple[str, str]:
    return str(edge.get("from")), str(edge.get("to"))


def _laid_out(nodes: Sequence[Item], edges: Sequence[Item]) -> dict[str, _Drawn]:
    boxes = {str(node.get("id")): (len(_shortened(_name(node))) * FONT * LETTER + FONT, 3 * FONT) for node in nodes}
    placed = positions(boxes, [_ends(edge) for edge in edges], trials=1)
    return {str(node.get("id")): _Drawn(node, placed[str(node.get("id"))]) for node in nodes}


def _arcs(edges: Sequence[Item], drawn: Mapping[str, _Drawn]) -> Iterator[_Arc]:
    """Bend parallel edges apart: the first is straight, the others lie to both sides of it."""
    before: Counter[tuple[str, str]] = Counter()
    for edge in edges:
        low, high = sorted(_ends(edge))
        (ax, ay), (bx, by) = drawn[low].place, drawn[high].place
        number = before[low, high]
        far = BEND * ((number + 1) // 2) * (1 if number % 2 else -1) / max(1.0, math.hypot(bx - ax, by - ay))
        before[low, high] += 1
        yield _Arc(
            edge,
            drawn[_ends(edge)[0]].place,
            drawn[_ends(edge)[1]].place,
            ((ax + bx) / 2 - (by - ay) * far, (ay + by) / 2 + (bx - ax) * far),
        )


def _line(arc: _Arc) -> str:
    line = _line_of(arc.edge)
    (x1, y1), (x2, y2), (x, y) = arc.start, arc.end, arc.middle
    way = f"M{x1:.0f} {y1:.0f}Q{2 * x - (x1 + x2) / 2:.0f} {2 * y - (y1 + y2) / 2:.0f} {x2:.0f} {y2:.0f}"
    dashes = f' stroke-dasharray="{" ".join(map(str, line.dashes))}"' if line.dashes else ""
    look = f'fill="none" stroke="{_colour("status", line.status)}" stroke-width="1.4"{dashes}'
    return f'<path d="{way}" {look} marker-end="url(#to)"/>'


def _line_of(edge: Item) -> Line:
    return next((line for line in LINES if line.status == edge.get("status")), LINES[0])


def _mark(one: _Drawn) -> str:
    group = next((group for group in GROUPS if group.id == one.node.get("group")), GROUPS[-1])
    (x, y), fill = one.place, _colour("group", group.id)
    if group.shape not in _CORNERS:
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{RADIUS:g}" fill="{fill}"/>'
    corners = " ".join(f"{x + dx * RADIUS:.1f},{y + dy * RADIUS:.1f}" for dx, dy in _CORNERS[group.shape])
    return f'<polygon points="{corners}" fill="{fill}"/>'


def _labels(drawn: Mapping[str, _Drawn], arcs: Sequence[_Arc]) -> Iterator[str]:
    """Yield names beside nodes and verbs on edges, as many as find room; the nodes come with the most told first."""
    taken: list[Box] = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in (one.place for one in drawn.values())]
    names = [(_name(one.node), _beside(one.place), INK) for one in drawn.values()]
    verbs = [(str(arc.edge.get("label") or ""), _along(arc), SOFT) for arc in arcs]
    for text, places, colour in (*names, *verbs):
        words = _shortened(text)
        boxes = (_box(words, place) for place in places)
        box = next((box for box in boxes if not any(_overlap(box, other) for other in taken)), None)
        if words and box:
            taken.append(box)
            look = f'text-anchor="middle" fill="{colour}" stroke="#ffffff" stroke-width="3" paint-order="stroke"'
            yield f'<text x="{(box[0] + box[2]) / 2:.0f}" y="{box[3] - FONT / 4:.0f}" {look}>{escape(_xml(words))}</text>'


def _beside(place: Place) -> tuple[Place, ...]:
    x, y = place
    return (x, y + RADIUS + FONT), (x, y - RADIUS - FONT / 3)


def _along(arc: _Arc) -> tuple[Place, ...]:
    (x, y), (x1, y1), (x2, y2) = arc.middle, arc.start, arc.end
    return tuple((x + (x2 - x1) * part, y + (y2 - y1) * part + FONT / 3) for part in (0.0, -0.15, 0.15))


def _box(words: str, place: Place) -> Box:
    """The box of words whose base line has its middle at a place."""
    half = len(words) * FONT * LETTER / 2
    return place[0] - half, place[1] - FONT, place[0] + half, place[1] + FONT / 4


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _name(node: Item) -> str:
    return str(node.get("name") or node.get("label") or "")


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _xml(text: str) -> str:
    """Replace what XML cannot hold by U+FFFD."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@cache
def _colour(kind: str, name: str) -> str:
    """The light colour that the page gives to a kind or status; its style sheet is the one place where colours are written."""
    style = (resources.files("kg.view") / "assets" / "page.css").read_text(encoding="utf-8")
    found = re.search(rf"--{kind}-{re.escape(name)}: (#[0-9a-f]{{6}})", style)
    return found[1] if found else "#66758a"
