"""Turns a network into items that the page draws: a networkx graph comes in, lists of JSON-ready nodes and edges go out.

Items are plain data (README.md lists their fields): text stays text, and the page puts it on the screen as text only. How things look is
left to the page. The graph that comes in is not changed.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from kg.errors import InputError
from kg.network import Evidence, Toll
from kg.view.arrange import arranged
from kg.view.look import group_of, in_words
from kg.view.places import site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from kg.view.choose import Choice, EdgeId

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Item = dict[str, Json]
T = TypeVar("T")

LINE = 22  # characters in a line of a label
LINES = 3  # lines of a label in the picture; the card has the whole name
LINKS = ("http://", "https://")  # all other schemes could run code or reach into the reader's machine


def items(graph: nx.MultiDiGraph[str], choice: Choice) -> tuple[list[Item], list[Item]]:
    """Return the nodes and edges of `choice` as items that carry their card and evidence along."""
    nodes = [node_item(node, graph.nodes[node]) for node in choice.nodes]
    _place(nodes, choice)
    return nodes, [edge_item(edge, graph.edges[edge], covered=edge in choice.covered) for edge in choice.edges]


def node_item(node: str, attributes: Mapping[str, object]) -> Item:
    """Return a node as an item, without a place in the plane."""
    name = text(attributes.get("label")) or text(node) or "?"
    kind, type_ = text(attributes.get("kind")) or "", text(attributes.get("type")) or ""
    return {
        "id": text(node),
        "label": name,
        "group": group_of(kind, type_),
        "name": name,
        "type": in_words(type_ or kind),
        "aliases": [alias for alias in _texts(attributes.get("aliases")) if alias != name],
        "ids": [iri for iri in _texts(attributes.get("ids")) if iri.lower().startswith(LINKS)],
        "date": text(attributes.get("date")),
        "documents": _number(attributes.get("documents")),
        "tolls": [_toll(toll) for toll in _all(attributes.get("tolls"), Toll, f"{node}: tolls")],
        **_where(attributes),
    }


def _where(attributes: Mapping[str, object]) -> Item:
    """The point that is known of a thing, or what its ids elsewhere tell; of a country also its number, by which the map knows it."""
    place, point = site(_texts(attributes.get("ids"))), attributes.get("point")
    known = [_number(part) for part in (point if isinstance(point, tuple | list) else place.point or ())]
    return {"at": list(known) if len(known) == 2 and None not in known else None, "country": place.country}  # noqa: PLR2004 - latitude, longitude


def edge_item(edge: EdgeId, attributes: Mapping[str, object], *, covered: bool) -> Item:
    """Return an edge as an item; `covered`: it repeats what a derived edge says."""
    source, target, key = edge
    relation = in_words(text(attributes.get("relation")) or "related to")
    status = text(attributes.get("status")) or "Reported"
    return {
        "id": text(key) if isinstance(key, str) else f"{text(source)} {text(target)} {key}",
        "from": text(source),
        "to": text(target),
        "label": label_of(relation, status),
        "relation": relation,
        "origin": text(attributes.get("origin")),
        "covered": covered,
        "symmetric": attributes.get("symmetric") is True,
        "status": status,
        "accordingTo": text(attributes.get("according_to")),
        "confidence": _number(attributes.get("confidence")),
        "outlets": _number(attributes.get("outlets")),
        "through": list(_texts(attributes.get("through"))),
        "evidence": [_evidence(item) for item in _all(attributes.get("evidence"), Evidence, f"{source} → {target}: evidence")],
    }


def label_of(relation: str, status: str) -> str:
    """Return the words on an edge: what is not told as fact says so."""
    return relation if status == "Reported" else f"{relation} ({status.lower()})"


def _evidence(evidence: Evidence) -> Item:
    url = text(evidence.url) or ""
    return {
        "pieces": [list(piece) for piece in _pieces(evidence)],
        "start": evidence.start,
        "end": evidence.end,
        "document": text(evidence.document),
        "title": text(evidence.title),
        "publisher": text(evidence.publisher),
        "published": text(evidence.published),
        "url": url if url.lower().startswith(LINKS) else None,
    }


def _toll(toll: Toll) -> Item:
    return {
        "kind": text(toll.kind),
        "number": _range(toll.at_least, toll.at_most) or text(toll.quote),
        "atLeast": toll.at_least,
        "atMost": toll.at_most,
        "status": text(toll.status),
        "accordingTo": text(toll.according_to),
        "reportedOn": text(toll.reported_on),
        "evidence": [_evidence(item) for item in toll.evidence],
    }


def _range(low: int | None, high: int | None) -> str:
    if low is not None and low == high:
        return f"{low:,}"
    if low is not None and high is not None:
        return f"{low:,}\u2013{high:,}"
    return f"at least {low:,}" if low is not None else f"at most {high:,}" if high is not None else ""


def _pieces(evidence: Evidence) -> Iterable[tuple[str, bool]]:
    """Cut a sentence into pieces of (text, marked); the browser counts UTF-16 units, so it is given no offsets to count with."""
    at = 0
    for start, end in (*_merged(evidence), (len(evidence.sentence), len(evidence.sentence))):
        for stop, marked in ((start, False), (end, True)):
            if stop > at:
                yield text(evidence.sentence[at:stop]) or "", marked
                at = stop


def _merged(evidence: Evidence) -> list[tuple[int, int]]:
    """Return the marks as offsets in the sentence, in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(evidence.marks):
        low, high = max(start - evidence.start, 0), min(end - evidence.start, len(evidence.sentence))
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        elif low < high:
            merged.append((low, high))
    return merged


def _place(nodes: list[Item], choice: Choice) -> None:
    """Give the nodes positions, and the number of their community."""
    home = {node: number for number, community in enumerate(choice.communities) for node in community.nodes}
    degree = Counter(end for edge in choice.edges for end in edge[:2])
    placed = arranged(choice, {node: _box(str(item["name"]), degree[node]) for node, item in zip(choice.nodes, nodes, strict=True)})
    for node, item in zip(choice.nodes, nodes, strict=True):
        item["x"], item["y"] = placed[node]
        item["community"] = home[node]


def _box(name: str, degree: int) -> tuple[float, float]:
    """The room that a node takes with its label, as the page draws it."""
    lines = textwrap.wrap(" ".join(name.split()), LINE, max_lines=LINES, placeholder=" …") or ["…"]
    return max(map(len, lines)) * 9.0, 22.0 * len(lines) + 15 + 5.25 * math.sqrt(min(degree, 30))


def text(value: object) -> str | None:
    """Return `value` as text that UTF-8 can hold (lone surrogates replaced), dates as ISO; `None` and NaN stay unknown."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    plain = value.isoformat() if isinstance(value, date) else str(value)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, tuple | list | set | frozenset) else (value,)
    found = [text(item) for item in values]
    return sorted({item for item in found if item}) if isinstance(value, set | frozenset) else [item for item in found if item]


def _number(value: object) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _all(value: object, kind: type[T], where: str) -> tuple[T, ...]:
    found = tuple(value) if isinstance(value, tuple | list) else () if value is None else (value,)
    kept = tuple(item for item in found if isinstance(item, kind))
    if len(kept) != len(found):
        raise InputError(f"{where}: expected a tuple of kg.network.{kind.__name__}, got {value!r:.80}. Build the network with to_networkx.")
    return kept
