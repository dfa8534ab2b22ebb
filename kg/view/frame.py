"""Puts a page into a notebook: items and the page come in, HTML for an output cell goes out.

The page runs in a frame that reaches nothing outside itself, so that two pictures in one notebook do not meet. The frame lies over a still
picture: where it is taken out, as in a notebook that is not trusted, the picture, the counts and a table of edges are left.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.view.items import Item

ROWS = 10  # of the table


def counted(nodes: Sequence[Item], edges: Sequence[Item], *, title: str) -> str:
    """Return a line that says what there is."""
    return f"{title}: {len(nodes):,} nodes, {len(edges):,} edges"


def framed(page: str, picture: str, nodes: Sequence[Item], edges: Sequence[Item], *, title: str) -> str:
    """Return the HTML of an output cell that shows `page`, or what is left of it where nothing may run.

    Args:
        page: A whole HTML page.
        picture: An SVG document of the same (`kg.view.static.still`).
        nodes: Items.
        edges: Items.
        title: What is shown.
    """
    counts = counted(nodes, edges, title=title)
    # In base64: code hosts show an SVG in an address so, and not as escaped text.
    picture = f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
    return _template().render(counts=counts, rows=list(_rows(nodes, edges)), picture=picture, title=title, page=page)


def _rows(nodes: Sequence[Item], edges: Sequence[Item]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the edges that most outlets tell."""
    names = {str(node.get("id")): str(node.get("name") or node.get("label") or node.get("id")) for node in nodes}
    told = sorted((edge for edge in edges if not edge.get("covered")), key=_outlets, reverse=True)
    for edge in told[:ROWS]:
        source, target = (names.get(str(edge.get(end)), "") for end in ("from", "to"))
        yield source, str(edge.get("relation") or edge.get("label") or ""), target, str(edge.get("status") or ""), f"{_outlets(edge):g}"


def _outlets(edge: Item) -> float:
    outlets = edge.get("outlets")
    return outlets if isinstance(outlets, int | float) else 0


@cache
def _template() -> Template:
    return Environment(loader=PackageLoader("kg.view", "assets"), autoescape=True, undefined=StrictUndefined).get_template(
        "notebook.html.j2"
    )
