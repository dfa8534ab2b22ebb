"""Finds what a text or a map says: words, a point or a box come in; the things, sentences and places of a graph that fit go out.

The index is one SQLite file beside the graph (`search.sqlite`), filled when the graph is written (`fill`) and kept up when it changes
(`refill`): names, titles and sentences for full-text search, places in an R-tree, and one row for each reported event and region, so that
totals need no walk through the graph. Nothing here asks in SPARQL; what is found can be joined into a query (`kg.query.query`, `among`).
"""

from __future__ import annotations

from kg.search.fill import fill, refill
from kg.search.index import KINDS, Found, Hit, Kind, Nearby, SearchIndex, Total
from kg.search.totals import TOTALLED

__all__ = ["KINDS", "TOTALLED", "Found", "Hit", "Kind", "Nearby", "SearchIndex", "Total", "fill", "refill"]
