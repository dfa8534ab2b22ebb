"""Reads news into a knowledge graph of actors and events that can be queried, looked at, and checked against its sentences.

Articles go in, a folder `news.kg` comes out, which `open` gives back as a `Graph`:

    import kg

    kg.build(["articles/"], "news.kg")
    with kg.open("news.kg") as graph:
        print(graph.query("SELECT ?event WHERE { ?event a kg:Bombing }"))
        graph.show("news.html")

Importing this package loads no model and no library; each is loaded where it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.model import Document

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph
    from kg.pipeline import BuildReport, build, read
    from kg.store.service import Service

__all__ = ["BuildReport", "Document", "Graph", "KgError", "__version__", "build", "open", "read"]
__version__ = "0.1.0"

_HOMES = {
    "BuildReport": "kg.pipeline",
    "Graph": "kg.api",
    "build": "kg.pipeline",
    "load_ipython_extension": "kg.notebook",
    "read": "kg.pipeline",
    "unload_ipython_extension": "kg.notebook",
}
"""Where the names live that are loaded when they are first asked for."""


def open(where: Path | str | Service) -> Graph:  # noqa: A001 - `kg.open` is meant to read like the built-in
    """Open the graph in a folder that `build` made, or that of a SPARQL 1.1 service, of which a URL is the query endpoint.

    Raises:
        StoreError: There is none, or it cannot be read.
    """
    from kg.api import Graph  # noqa: PLC0415 - see the module's docstring

    return Graph(where)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
