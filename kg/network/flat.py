"""Flattens what nodes and edges carry: attributes with tuples of evidence come in, scalars and rows for other tools' files go out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.network.reading import Toll
from kg.query import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

Scalar = str | int | float | bool
Plain = Scalar | None | list["Plain"] | dict[str, "Plain"]

NODE_COLUMNS = ("id", "label", "kind", "type", "aliases", "date", "documents", "tolls")
EDGE_COLUMNS = (
    *("source", "target", "id", "relation", "weight", "origin", "status", "according_to", "confidence", "outlets", "symmetric"),
    *("through", "sentence", "publisher", "published", "url", "evidence"),
)


def scalars(attributes: Mapping[str, object]) -> dict[str, Scalar]:
    """Return the attributes as scalars, by name: names and ids joined by " | ", all else as JSON; the unknown is left out."""
    return {name: _scalar(name, value) for name, value in sorted(attributes.items()) if value is not None and value != ()}


def plain(value: object) -> Plain:
    """Return a value as JSON has it: tuples as lists, evidence and tolls as objects, texts without lone surrogates, which no file holds."""
    if isinstance(value, Evidence | Toll):
        return {name: plain(part) for name, part in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_json(value: object) -> str:
    """Return a value as one line of ASCII, which no reader can take for another encoding."""
    return json.dumps(plain(value), ensure_ascii=True)


def node_rows(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Plain]]:
    """Yield a row a node with the columns `NODE_COLUMNS`, in the graph's order."""
    for node, attributes in graph.nodes(data=True):
        yield {name: plain(attributes.get(name)) for name in NODE_COLUMNS} | {"id": plain(node)}


def edge_rows(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Plain]]:
    """Yield a row an edge with the columns `EDGE_COLUMNS`, in the graph's order; sentence, publisher, … are those of the first evidence."""
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        evidence = attributes.get("evidence") or ()
        first = asdict(evidence[0]) if evidence else {}
        row = {name: plain(attributes.get(name, first.get(name))) for name in EDGE_COLUMNS}
        yield row | {"source": plain(source), "target": plain(target), "id": plain(key), "weight": attributes.get("outlets") or 1}


def xml(text: str) -> str:
    """Replace what XML 1.0 cannot hold (control characters, lone surrogates) by U+FFFD.

    Source: https://www.w3.org/TR/xml/#charsets
    """
    return "".join(
        c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd" for c in text
    )


def _scalar(name: str, value: object) -> Scalar:
    if isinstance(value, bool | int | float):
        return value
    if name in {"aliases", "ids"} and isinstance(value, tuple | list):
        return xml(" | ".join(map(str, value)))
    return as_json(value) if isinstance(value, tuple | list) else xml(str(value))
