"""The picture as an object: a networkx graph comes in, a pyvis `Network` goes out that writes safe, self-contained pages.

pyvis is the model (`nodes`, `edges`, its methods to look at and change them); its template, which loads scripts from other hosts and
puts unescaped text into the page, is not used.
"""

from __future__ import annotations

import logging
import webbrowser
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis ships no types

from kg.errors import InputError
from kg.files import whole_file
from kg.view.choose import OPENING, choose
from kg.view.frame import counted, framed
from kg.view.items import Item, items, text
from kg.view.look import GROUPS, LINES
from kg.view.overview import summary
from kg.view.page import page
from kg.view.static import still

if TYPE_CHECKING:
    import networkx as nx

log = logging.getLogger(__name__)


class NewsNetwork(Network):  # type: ignore[misc]  # its base is untyped
    """A network of actors and events as a picture.

    Items of `nodes` and `edges` may be changed before the page is made (`net.nodes[0]["color"] = …`); all text in them is shown as
    text. In a notebook the object shows itself.

    Args:
        graph: A network as made by `kg.network.to_networkx`; it stays as it is.
        title: Heading of the page.
    """

    def __init__(self, graph: nx.MultiDiGraph[str], *, title: str) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        choice = choose(graph)
        # Not by add_node and add_edge: they drop parallel edges of some graphs, and take time quadratic in the size.
        self.nodes, self.edges = items(graph, choice)
        self.node_ids = [node["id"] for node in self.nodes]
        self.node_map = {node["id"]: node for node in self.nodes}
        self.title = text(title) or ""
        degree = Counter(end for edge in choice.edges for end in edge[:2])
        self._told: Item = {
            "communities": list(summary(choice.communities, dict(zip(choice.nodes, self.nodes, strict=True)), degree)),
            "overview": choice.overview,
            "most": OPENING,
            "leftOut": {"nodes": choice.nodes_left_out, "edges": choice.edges_left_out},
        }

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - pyvis's signature
        """Return the page; the arguments of pyvis's method are accepted and change nothing."""
        return page(title=self.title, data=self._data())

    def walking_html(self, start: Item) -> str:
        """Return a page that asks the server it comes from for what else its nodes are linked to.

        Args:
            start: What it holds already: all edges of `node`, or those of the first pages; `next` is the number of the page that follows.
        """
        return page(title=self.title, data={**self._data(), "walk": start})

    def _data(self) -> Item:
        return {
            "nodes": list(self.nodes),
            "edges": list(self.edges),
            "groups": [asdict(group) for group in GROUPS],
            "lines": [{**asdict(line), "dashes": list(line.dashes)} for line in LINES],
            **self._told,
        }

    def write_html(self, name: str | Path, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - pyvis's signature
        """Write the page to the file `name`, as UTF-8, whole or not at all.

        Raises:
            InputError: The file cannot be written.
        """
        path = Path(name)
        _write_whole(path, self.generate_html())
        log.info("wrote %s: %s nodes, %s edges", path, len(self.nodes), len(self.edges))
        if open_browser:
            webbrowser.open(path.resolve().as_uri())

    def show(self, name: str | Path, local: bool = True, notebook: bool = False) -> NewsNetwork:  # noqa: FBT001, FBT002 - pyvis's signature
        """Write the page to the file `name` and return the network, which a notebook then displays."""
        self.write_html(name, local, notebook)
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {counted(self.nodes, self.edges, title=self.title)}>"

    __str__ = __repr__  # pyvis prints all of its nodes and edges

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002 - IPython's signature
        """Return what a notebook shows: the page, and for those that run no scripts a summary, a table and a still picture."""
        picture = self._repr_svg_()
        return {
            "text/plain": counted(self.nodes, self.edges, title=self.title),
            "text/html": framed(self.generate_html(), picture, self.nodes, self.edges, title=self.title),
            "image/svg+xml": picture,
        }

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def _repr_svg_(self) -> str:
        return still(self.nodes, self.edges, title=counted(self.nodes, self.edges, title=self.title))


def render(graph: nx.MultiDiGraph[str], *, title: str) -> str:
    """Return `graph` as one HTML page that needs nothing but a browser; equal graphs give equal bytes."""
    return NewsNetwork(graph, title=title).generate_html()


def write(graph: nx.MultiDiGraph[str], path: Path, *, title: str) -> None:
    """Write `graph` as one HTML page to `path`, as UTF-8, whole or not at all.

    Raises:
        InputError: The file cannot be written.
    """
    NewsNetwork(graph, title=title).write_html(path)


def _write_whole(path: Path, content: str) -> None:
    try:
        with whole_file(path) as file:
            file.write(content.encode())
    except OSError as error:
        problem = f"{path}: cannot be written ({error.strerror}). Choose a file in a folder that exists and may be written."
        raise InputError(problem) from error
