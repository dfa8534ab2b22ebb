"""Writes a network as GraphML or GEXF: a network comes in, a file goes out that networkx, Gephi, yEd and Cytoscape read."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import networkx as nx

from kg.errors import InputError
from kg.files import whole_file
from kg.network.reading import Toll
from kg.query import Evidence

if TYPE_CHECKING:
    from pathlib import Path


def write_graphml(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write `graph` as GraphML to `path`; lists become text (aliases by " | ", evidence and tolls as JSON), what is unknown is left out.

    `networkx.read_graphml(path, force_multigraph=True)` gives the same nodes, edges and keys.

    Raises:
        InputError: The file cannot be written.
    """
    _write(path, "\n".join(nx.generate_graphml(_flat(graph))))


def write_gexf(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write `graph` as GEXF to `path`, in which Gephi shows the labels of nodes and the relations of edges; values as in GraphML.

    `networkx.read_gexf(path)` gives the same nodes and edges; the keys of edges are their ids.

    Raises:
        InputError: The file cannot be written.
    """
    flat = _flat(graph)
    for _, _, attributes in flat.edges(data=True):
        attributes["label"] = attributes.get("relation", "")
    dated = "\n".join(nx.generate_gexf(flat))
    _write(path, re.sub(r' lastmodifieddate="[^"]*"', "", dated, count=1))  # equal graphs give equal bytes, on any day


def _flat(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return the graph with plain values, without characters that XML cannot hold."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        flat.add_node(_xml(str(node)), **_scalars(attributes))
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        flat.add_edge(_xml(str(source)), _xml(str(target)), key=_xml(str(key)), **_scalars(attributes))
    return flat


def _write(path: Path, text: str) -> None:
    try:
        with whole_file(path) as file:
            file.write(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode())
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Choose a folder that exists and may be written.") from error


def _scalars(attributes: dict[str, object]) -> dict[str, str | int | float | bool]:
    return {name: _scalar(name, value) for name, value in sorted(attributes.items()) if value is not None and value != ()}


def _scalar(name: str, value: object) -> str | int | float | bool:
    if isinstance(value, bool | int | float):
        return value
    if name == "aliases" and isinstance(value, tuple | list):
        return _xml(" | ".join(map(str, value)))
    if isinstance(value, tuple | list):
        return json.dumps([asdict(item) if isinstance(item, Evidence | Toll) else str(item) for item in value], ensure_ascii=True)
    return _xml(str(value))


def _xml(text: str) -> str:
    """Replace what XML 1.0 cannot hold (control characters, lone surrogates) by U+FFFD.

    Source: https://www.w3.org/TR/xml/#charsets
    """
    return "".join(
        c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd" for c in text
    )
