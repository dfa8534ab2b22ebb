"""Turns a network into items that vis-network draws: a networkx graph comes in, lists of JSON-ready nodes and edges go out.

Items are plain data: text stays text, and the page puts it on the screen as text only. The graph that comes in is not changed.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from kg.errors import InputError
from kg.network import Evidence, Toll, fold
from kg.view.arrange import arranged
from kg.view.look import group_of, in_words

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
    """Return the nodes and edges of `choice` as vis-network items that carry their card and evidence along."""
    degree = Counter(end for edge in choice.edges for end in edge[:2])
    nodes = [_node(node, graph.nodes[node], degree[node]) for node in choice.nodes]
    _place(nodes, choice)
    bends = _bends(choice)
    return nodes, [_edge(edge, graph.edges[edge], covered=edge in choice.covered, bend=bends[edge]) for edge in choice.edges]


def _node(node: str, attributes: Mapping[str, object], degree: int) -> Item:
    name = text(attributes.get("label")) or text(node) or "?"
    kind, type_ = text(attributes.get("kind")) or "", text(attributes.get("type")) or ""
    aliases = [alias for alias in _texts(attributes.get("aliases")) if alias != name]
    return {
        "id": text(node),
        "label": _wrapped(name),
        "group": group_of(kind, type_),
        "size": round(10 + 3.5 * math.sqrt(min(degree, 30)), 1),
        "name": name,
        "type": in_words(type_ or kind),
        "aliases": list(aliases),
        "keys": [fold(key) for key in (name, *aliases)],
        "date": text(attributes.get("date")),
        "documents": _number(attributes.get("documents")),
        "tolls": [_toll(toll) for toll in _all(attributes.get("tolls"), Toll, f"{node}: tolls")],
    }


def _edge(edge: EdgeId, attributes: Mapping[str, object], *, covered: bool, bend: float) -> Item:
    source, target, key = edge
    relation = in_words(text(attributes.get("relation")) or "related to")
    status = text(attributes.get("status")) or "Reported"
    outlets = _number(attributes.get("outlets"))
    return {
        "id": text(key) if isinstance(key, str) else f"{text(source)} {text(target)} {key}",
        "from": text(source),
        "to": text(target),
        "label": relation if status == "Reported" else f"{relation} ({status.lower()})",
        "width": round(1.8 + 0.9 * min(4.0, max(0.0, float(outlets or 1) - 1)), 1),
        "smooth": {"enabled": bend != 0, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)},
        "selfReference": {"size": round(18 + 60 * abs(bend)), "angle": 0.8},
        "relation": relation,
        "origin": text(attributes.get("origin")),
        "covered": covered,
        "symmetric": attributes.get("symmetric") is True,
        "status": status,
        "accordingTo": text(attributes.get("according_to")),
        "confidence": _number(attributes.get("confidence")),
        "outlets": outlets,
        "evidence": [_evidence(item) for item in _all(attributes.get("evidence"), Evidence, f"{source} → {target}: evidence")],
    }


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
        "quote": text(toll.quote),
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
    marked = [False] * len(evidence.sentence)
    for start, end in evidence.marks:
        for position in range(max(start, evidence.start), min(end, evidence.end)):
            marked[position - evidence.start : position - evidence.start + 1] = [True]
    piece = 0
    for position in range(1, len(marked) + 1):
        if position == len(marked) or marked[position] != marked[piece]:
            yield text(evidence.sentence[piece:position]) or "", marked[piece]
            piece = position


def _place(nodes: list[Item], choice: Choice) -> None:
    """Give the nodes positions, and the number of their community."""
    home = {node: number for number, community in enumerate(choice.communities) for node in community.nodes}
    placed = arranged(choice, {node: _box(item) for node, item in zip(choice.nodes, nodes, strict=True)})
    for node, item in zip(choice.nodes, nodes, strict=True):
        item["x"], item["y"] = placed[node]
        item["community"] = home[node]


def _box(item: Item) -> tuple[float, float]:
    lines = str(item["label"]).split("\n")
    return max(map(len, lines)) * 9.0, 22.0 * len(lines) + 1.5 * float(str(item["size"]))


def _bends(choice: Choice) -> dict[EdgeId, float]:
    """Bend parallel edges apart, covered ones outside: an odd one is straight, the rest lie to both sides of it, seen from the source."""
    pairs: dict[frozenset[str], list[EdgeId]] = defaultdict(list)
    for edge in sorted(choice.edges, key=lambda edge: edge in choice.covered):
        pairs[frozenset(edge[:2])].append(edge)
    bends: dict[EdgeId, float] = {}
    for pair in pairs.values():
        odd = sum(edge not in choice.covered for edge in pair) % 2
        step = min(0.25, 1.0 / len(pair))
        for number, edge in enumerate(pair, start=1 - odd):
            side = 1 if number % 2 else -1
            turned = 1 if edge[:2] == pair[0][:2] else -1
            bends[edge] = round(step * ((number + 1) // 2 if odd else (number + 1) // 2 - 0.5), 3) * side * turned
    return bends


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(" ".join(name.split()), LINE, max_lines=LINES, placeholder=" …")) or "…"


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
