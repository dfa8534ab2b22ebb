"""Writes a network as GraphML and GEXF: a network comes in, a file goes out that networkx, Gephi, Gephi Lite, yEd and Cytoscape read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import indent, tostring

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.network.flat import Scalar, scalars, xml
from kg.periods import period

if TYPE_CHECKING:
    from typing import IO
    from xml.etree.ElementTree import Element


def graphml(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write GraphML; `networkx.read_graphml(path, force_multigraph=True)` gives the same nodes, edges and keys."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        flat.add_node(xml(str(node)), **scalars(attributes))
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        flat.add_edge(xml(str(source)), xml(str(target)), key=xml(str(key)), **scalars(attributes))
    nx.write_graphml(flat, stream, encoding="utf-8")


def gexf(graph: nx.MultiDiGraph[str], stream: IO[bytes]) -> None:
    """Write GEXF, in which edges are labelled by their relation and weighted by outlets; events have their days, for Gephi's timeline."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        flat.add_node(xml(str(node)), **scalars(attributes), **_days(attributes))
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        named = {"id": xml(str(key)), "label": xml(str(attributes.get("relation", ""))), "weight": float(attributes.get("outlets") or 1)}
        flat.add_edge(xml(str(source)), xml(str(target)), key=xml(str(key)), **scalars(attributes), **named)
    writer = GEXFWriter(encoding="utf-8", prettyprint=False, version="1.2draft")
    writer.add_graph(flat)
    root = cast("Element", writer.xml)
    for meta in root.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # the same graph gives the same bytes on any day
    indent(root)
    stream.write(tostring(root, encoding="utf-8", xml_declaration=True))


def _days(attributes: dict[str, object]) -> dict[str, Scalar]:
    if attributes.get("date") is None:
        return {}
    first, last = period(str(attributes["date"]))
    return {"start": first.isoformat(), "end": last.isoformat()}
