"""Writes a network to the files of a format: a network and a path come in, the paths that were written go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from kg.errors import InputError, UnknownNameError
from kg.files import whole_file
from kg.network.graphml import gexf, graphml
from kg.network.tables import csv_edges, csv_nodes, cytoscape, neo4j_edges, neo4j_nodes, parquet_edges, parquet_nodes

if TYPE_CHECKING:
    import networkx as nx

    Write = Callable[["nx.MultiDiGraph[str]", IO[bytes]], None]

FORMATS: Final[Mapping[str, tuple[tuple[str, Write], ...]]] = {
    "csv": (("{stem}.nodes.csv", csv_nodes), ("{stem}.edges.csv", csv_edges)),
    "cyjs": (("{stem}.cyjs", cytoscape),),
    "gexf": (("{stem}.gexf", gexf),),
    "graphml": (("{stem}.graphml", graphml),),
    "neo4j": (("{stem}.neo4j/nodes.csv", neo4j_nodes), ("{stem}.neo4j/relationships.csv", neo4j_edges)),
    "parquet": (("{stem}.nodes.parquet", parquet_nodes), ("{stem}.edges.parquet", parquet_edges)),
}
"""What can be written, by suffix: the files, named after the one that is asked for, and who writes each."""


def write(graph: nx.MultiDiGraph[str], path: Path | str) -> tuple[Path, ...]:
    """Write `graph` in the format of the suffix of `path`, and return the files: of a table there are two, of nodes and of edges.

    Lists become text where a format has none (aliases by " | ", evidence and tolls as JSON); what is unknown is left out.

    Args:
        graph: A network as made by `to_networkx`, or a part of it.
        path: Its suffix is one of `FORMATS`: "news.csv" makes "news.nodes.csv" and "news.edges.csv", "news.neo4j" a folder for
            `neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv`.

    Raises:
        UnknownNameError: There is no such format; the message lists those there are.
        InputError: A file cannot be written.
        MissingLibraryError: The format needs a library that is not installed.
    """
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise UnknownNameError("network format", kind, FORMATS)
    folder, stem = Path(path).parent, Path(path).stem
    return tuple(_written(graph, folder / name.format(stem=stem), writer) for name, writer in FORMATS[kind])


def _written(graph: nx.MultiDiGraph[str], path: Path, writer: Write) -> Path:
    try:
        if path.parent.suffix == ".neo4j":
            path.parent.mkdir(exist_ok=True)
        with whole_file(path) as file:
            writer(graph, file)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Choose a folder that exists and may be written.") from error
    return path
