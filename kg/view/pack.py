"""Packs items for the page: lists of nodes and edges come in, the data block that README.md describes goes out.

Each document and sentence is written once, ends of edges become indexes, what is empty is left out, and the rest is written by columns.
Nothing is lost: the page unpacks the same items. The data that comes in is not changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from kg.errors import InputError
from kg.view.columns import columns
from kg.view.items import label_of

if TYPE_CHECKING:
    from kg.view.items import Item, Json

DOCUMENT = ("document", "title", "publisher", "published", "url")
NOT_FOUND = -1


class _Once:
    """Numbers values in the order in which they first come."""

    def __init__(self) -> None:
        self.values: list[Json] = []
        self._numbers: dict[object, int] = {}

    def number(self, key: object, value: Json) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


class _Packer:
    def __init__(self, nodes: Sequence[Item]) -> None:
        self.documents, self.sentences = _Once(), _Once()
        self._index = {node["id"]: number for number, node in enumerate(nodes)}

    def node(self, node: Item) -> Item:
        tolls = [_filled({**toll, "evidence": self._evidence(toll)}) for toll in _items(node.get("tolls"))]
        unlike = {"label": None} if node.get("label") == node.get("name") else {}
        return _filled({**node, **unlike, "tolls": list(tolls)})

    def edge(self, edge: Item) -> Item:
        relation, status = str(edge.get("relation", "")), str(edge.get("status", ""))
        unlike = {"label": None} if edge.get("label") == label_of(relation, status) else {}
        status_told = {"status": None} if status == "Reported" else {}
        through = edge.get("through")
        known = [self._index[event] for event in through if event in self._index] if isinstance(through, list) else []
        ends: Item = {"from": self._end(edge, "from"), "to": self._end(edge, "to")}
        return _filled({**edge, **unlike, **status_told, **ends, "through": list(known), "evidence": self._evidence(edge)})

    def _end(self, edge: Item, name: str) -> int:
        number = self._index.get(edge.get(name), NOT_FOUND)
        if number == NOT_FOUND:
            raise InputError(f"edge {edge.get('id')!r}: {name!r} is {edge.get(name)!r}, which is no node. Add the node first.")
        return number

    def _evidence(self, item: Item) -> list[Json]:
        return [self._piece(evidence) for evidence in _items(item.get("evidence"))]

    def _piece(self, evidence: Item) -> list[Json]:
        pieces = cast("list[tuple[str, bool]]", evidence["pieces"])
        facts = tuple(evidence.get(name) for name in DOCUMENT)
        document = self.documents.number(facts, _filled(dict(zip(DOCUMENT, facts, strict=True))))
        start, end, text = evidence["start"], evidence["end"], "".join(piece for piece, _ in pieces)
        return [self.sentences.number((document, start, end, text), [document, start, end, text]), *_lengths(pieces)]


def packed(data: Item) -> Item:
    """Return `data` with its `nodes` and `edges` packed and the tables `documents` and `sentences` added.

    Raises:
        InputError: An edge has an end that is no node.
    """
    nodes, edges = _items(data["nodes"]), _items(data["edges"])
    packer = _Packer(nodes)
    rows: Item = {"nodes": columns([packer.node(node) for node in nodes]), "edges": columns([packer.edge(edge) for edge in edges])}
    return {**data, "documents": packer.documents.values, "sentences": packer.sentences.values, **rows}


def _lengths(pieces: Sequence[tuple[str, bool]]) -> list[Json]:
    """The lengths of unmarked and marked text in turn, the unmarked first (perhaps 0), in UTF-16 units."""
    lengths: list[int] = []
    for text, marked in pieces:
        if len(lengths) % 2 != int(marked):
            lengths.append(0)
        lengths.append(len(text.encode("utf-16-le")) // 2)
    return list(lengths)


def _filled(item: Mapping[str, Json]) -> Item:
    return {name: value for name, value in item.items() if not _is_empty(value)}


def _is_empty(value: Json) -> bool:
    return value is None or value is False or value in ("", [])


def _items(value: object) -> list[Item]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []
