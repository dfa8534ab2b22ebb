"""Gives every node of a page its place: what was chosen and the sizes of labels come in, positions go out, the same for the same input.

Decides which layout is right for the size (`kg.view.layout`, `kg.view.overview`) and remembers what took long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.view.cache import remembered
from kg.view.layout import positions
from kg.view.overview import regions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.view.choose import Choice
    from kg.view.layout import Box, Point


def arranged(choice: Choice, boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Return a position for every node of `choice`.

    Args:
        choice: What the page holds.
        boxes: Width and height of what is drawn at each node.
    """
    number = {node: place for place, node in enumerate(choice.nodes)}
    links = [(source, target) for source, target, _ in choice.edges]
    homes = [[number[node] for node in community.nodes] for community in choice.communities if choice.overview]
    question = [
        [boxes[node] for node in choice.nodes],
        [[number[source], number[target]] for source, target in links],
        sorted(number[node] for node in choice.first),
        homes,
        list(choice.nodes),
    ]

    def compute() -> list[list[int]]:
        if choice.overview:
            placed = regions(choice.communities, boxes, links)
        else:
            placed = positions(boxes, links, later=frozenset(choice.nodes) - choice.first)
        return [list(placed[node]) for node in choice.nodes]

    found = remembered("places", question, size=len(choice.nodes), compute=compute)
    return {node: (x, y) for node, (x, y) in zip(choice.nodes, found, strict=True)}
