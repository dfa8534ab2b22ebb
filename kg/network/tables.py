"""Writes a network as tables of nodes and of edges: CSV for Gephi and spreadsheets, Parquet, CSV for Neo4j's bulk import, Cytoscape JSON.

No cell of CSV begins like a formula: a spreadsheet would run it, and the text comes from the news.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import IO, TYPE_CHECKING, Final

from kg.network.flat import EDGE_COLUMNS, NODE_COLUMNS, Plain, as_json, edge_rows, node_rows
from kg.query import library, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

GEPHI: Final = {"id": "Id", "label": "Label", "source": "Source", "target": "Target", "weight": "Weight"}
"""Columns that Gephi's import knows, by ours. Source: https://docs.gephi.org/desktop/User_Manual/Import/spreadsheet"""
NEO4J_NODES: Final = {
    "id": "id:ID",
    "label": "name",
    "kind": "kind",
    "type": "type",
    "aliases": "aliases:string[]",
    "date": "date",
    "documents": "documents:int",
    "tolls": "tolls",
}
NEO4J_EDGES: Final = {
    "source": ":START_ID",
    "target": ":END_ID",
    "id": "id",
    "weight": "weight:int",
    "origin": "origin",
    "status": "status",
    "according_to": "according_to",
    "confidence": "confidence:double",
    "outlets": "outlets:int",
    "symmetric": "symmetric:boolean",
    "sentence": "sentence",
    "publisher": "publisher",
    "published": "published",
    "url": "url",
    "evidence": "evidence",
}
"""Headers of `neo4j-admin database import`. Source: https://neo4j.com/docs/operations-manual/current/import/#import-tool-header-format"""
_ARRAY = ";"  # neo4j-admin's default; it has no way to write the character itself in an array


def csv_nodes(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write a row a node."""
    rows = ([_cell(name, row[name], " | ") for name in NODE_COLUMNS] for row in node_rows(graph))
    _write_csv(stream, [GEPHI.get(name, name) for name in NODE_COLUMNS], rows)


def csv_edges(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write a row an edge."""
    rows = (
        [*(_cell(name, row[name], " | ") for name in EDGE_COLUMNS), "Directed", _cell("relation", row["relation"], "")]
        for row in edge_rows(graph)
    )
    _write_csv(stream, [*(GEPHI.get(name, name) for name in EDGE_COLUMNS), "Type", "Label"], rows)


def neo4j_nodes(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write a row a node; its labels are its kind and its class. A semicolon in an alias becomes a comma."""
    rows = ([*_neo4j(NEO4J_NODES, row), f"{str(row['kind']).title()}{_ARRAY}{row['type']}"] for row in node_rows(graph))
    _write_csv(stream, [*NEO4J_NODES.values(), ":LABEL"], rows)


def neo4j_edges(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write a row an edge; its type is the relation, written as Cypher does ("MET_WITH")."""
    rows = ([*_neo4j(NEO4J_EDGES, row), _cypher_type(str(row["relation"]))] for row in edge_rows(graph))
    _write_csv(stream, [*NEO4J_EDGES.values(), ":TYPE"], rows)


def parquet_nodes(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write a row a node; aliases are a list, tolls are structures.

    Raises:
        MissingLibraryError: pyarrow is not installed.
    """
    pa = library("pyarrow", "parquet")
    toll = {"kind": pa.string(), "at_least": pa.int64(), "at_most": pa.int64(), "quote": pa.string(), "status": pa.string()}
    toll |= {"according_to": pa.string(), "reported_on": pa.string(), "evidence": pa.list_(_evidence_type())}
    types = {"aliases": pa.list_(pa.string()), "documents": pa.int64(), "tolls": pa.list_(pa.struct(toll))}
    _write_parquet(stream, NODE_COLUMNS, types, node_rows(graph))


def parquet_edges(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write a row an edge; its evidence is a list of structures.

    Raises:
        MissingLibraryError: pyarrow is not installed.
    """
    pa = library("pyarrow", "parquet")
    types = {"weight": pa.int64(), "confidence": pa.float64(), "outlets": pa.int64(), "symmetric": pa.bool_()}
    types |= {"through": pa.list_(pa.string()), "evidence": pa.list_(_evidence_type())}
    _write_parquet(stream, EDGE_COLUMNS, types, edge_rows(graph))


def cytoscape(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write Cytoscape JSON (.cyjs), as Cytoscape and cytoscape.js read it, and `networkx.cytoscape_graph`."""
    nodes = [{"data": row | {"name": row["label"], "value": row["id"]}} for row in node_rows(graph)]
    edges = [{"data": row | {"key": row["id"], "interaction": row["relation"]}} for row in edge_rows(graph)]
    content = {"data": [], "directed": True, "multigraph": True, "elements": {"nodes": nodes, "edges": edges}}
    stream.write(json.dumps(content, ensure_ascii=True, indent=1).encode())


def _cell(name: str, value: Plain, separator: str) -> str:
    """A cell of CSV: nothing for what is unknown, lists of names joined, other lists as JSON."""
    if value is None or value == []:
        return ""
    if isinstance(value, list) and name in ("aliases", "through"):
        return spreadsheet_safe(separator.join(map(str, value)))
    if isinstance(value, list | dict):
        return as_json(value)
    return str(value).lower() if isinstance(value, bool) else spreadsheet_safe(str(value))


def _neo4j(columns: Mapping[str, str], row: Mapping[str, Plain]) -> list[str]:
    """Cells without line breaks, which would need an option of the import, and lists whose items do not hold what parts them."""
    cells: list[str] = []
    for name in columns:
        value = row[name]
        parted: Plain = [str(one).replace(_ARRAY, ",") for one in value] if isinstance(value, list) and name == "aliases" else value
        cells.append(_cell(name, _on_one_line(parted), _ARRAY))
    return cells


def _on_one_line(value: Plain) -> Plain:
    """Return text without line breaks; before it is a cell, as one that only begins like a formula then must be seen to."""
    if isinstance(value, list):
        return [_on_one_line(one) if isinstance(one, str) else one for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _cypher_type(relation: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", relation).upper()


def _write_csv(stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    text.detach()


def _evidence_type() -> object:
    pa = library("pyarrow", "parquet")
    texts = {name: pa.string() for name in ("document", "title", "publisher", "published", "url")}
    return pa.struct({"sentence": pa.string(), "start": pa.int64(), "end": pa.int64(), "marks": pa.list_(pa.list_(pa.int64()))} | texts)


def _write_parquet(stream: IO[bytes], columns: Sequence[str], types: Mapping[str, object], rows: Iterable[Mapping[str, Plain]]) -> None:
    pa = library("pyarrow", "parquet")
    schema = pa.schema([(name, types.get(name, pa.string())) for name in columns])
    library("pyarrow.parquet", "parquet").write_table(pa.Table.from_pylist(list(rows), schema=schema), stream)
