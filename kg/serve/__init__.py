"""Serves a graph over HTTP: a `.kg` folder comes in; a read-only SPARQL 1.1 endpoint goes out.

Needs the extra `[server]`. What a query may take is bounded (`kg.workers`); nothing here asks another host for anything.
"""

from __future__ import annotations

from kg.serve.options import Options

__all__ = ["Options"]
