"""Pictures of the graph: a networkx network comes in, one self-contained HTML file goes out in which every edge shows its sentences.

Nothing here asks the store, and nothing in the page asks the network.
"""

from __future__ import annotations

from kg.view.network import NewsNetwork, render, write

__all__ = ["NewsNetwork", "render", "write"]
