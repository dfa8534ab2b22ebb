"""Which edges of the graph are wrong, and at which step each went wrong.

Gold readings and the reader's come in, out goes one line for each edge that is missing or spurious, with the first step at which the
two part: the trigger, its type, the filler, the role, or who is the same as whom. Edges are those of the scorer of the annotation:
between nodes, after mentions are merged, and nodes are aligned one to one by the mentions that they share. Causes are told by rule;
why the reader erred, only a person can tell, who finds the sentence beside each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import networkx as nx

from kg.reader.sources.attribution import sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Reading, Span

Side = Literal["missing", "spurious"]
Cause = Literal[
    "trigger", "event type", "filler", "no role", "other role", "event coreference", "entity coreference", "coreference of filler events"
]
_Node = tuple[str, str]  # "entity" or "event", and its id
_Edge = tuple[_Node, str, _Node]


@dataclass(frozen=True, slots=True)
class WrongEdge:
    """An edge that one side has and the other lacks; `trigger` and `filler` are of one of its mentions, `sentence` is where they stand."""

    document: str
    side: Side
    cause: Cause
    event_type: str
    role: str
    trigger: str
    filler: str
    sentence: str


def wrong_edges(gold: Iterable[Reading], predicted: Mapping[str, Reading]) -> Iterator[WrongEdge]:
    """Yield the wrong edges of all articles, in their order; an article without a prediction is left out."""
    for reading in gold:
        if reading.document.id in predicted:
            yield from _of_article(reading, predicted[reading.document.id])


def causes(found: Iterable[WrongEdge]) -> list[tuple[Side, Cause, int]]:
    """Count the wrong edges by side and cause, the most frequent first."""
    counted = Counter((edge.side, edge.cause) for edge in found)
    return [(side, cause, count) for (side, cause), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _of_article(gold: Reading, predicted: Reading) -> Iterator[WrongEdge]:
    left, right = _Side(gold), _Side(predicted)
    to_gold = _aligned(left, right)
    to_predicted = {there: here for here, there in to_gold.items()}
    found = {(to_gold.get(a), role, to_gold.get(b)) for a, role, b in right.edges}
    wanted = {(to_predicted.get(a), role, to_predicted.get(b)) for a, role, b in left.edges}
    yield from (left.told(edge, "missing", right, to_gold) for edge in sorted(left.edges.keys() - found))
    yield from (right.told(edge, "spurious", left, to_predicted) for edge in sorted(right.edges.keys() - wanted))


class _Side:
    """One reading of an article as nodes and edges."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.node_of: dict[Span, _Node] = {}
        self.type_of: dict[_Node, str] = {}
        for entity in reading.entities:
            self.type_of["entity", entity.id] = entity.type
            self.node_of |= {mention.span: ("entity", entity.id) for mention in entity.mentions}
        self.triggers = {mention.trigger: ("event", event.id) for event in reading.events for mention in event.mentions}
        self.type_of |= {("event", event.id): event.type for event in reading.events}
        self.node_of = {**self.triggers, **self.node_of}
        self.edges: dict[_Edge, list[Argument]] = {}
        for argument in reading.arguments:
            edge = (self.triggers[argument.trigger], argument.role, self.node_of[argument.filler])
            if edge[0] != edge[2]:
                self.edges.setdefault(edge, []).append(argument)

    def spans(self, node: _Node) -> list[Span]:
        """Return the mentions of a node."""
        return sorted(span for span, other in (*self.node_of.items(), *self.triggers.items()) if other == node)

    def told(self, edge: _Edge, side: Side, other: _Side, same: Mapping[_Node, _Node]) -> WrongEdge:
        """Describe an edge of this side that the other side lacks; of its arguments, the one that the other side comes nearest to."""
        judged = [(self._cause(argument, other, same), argument) for argument in self.edges[edge]]
        cause, argument = max(judged, key=lambda item: (ORDER.index(item[0]), -item[1].trigger.start, -item[1].filler.start))
        start, end = sentence_of(self.reading, argument.trigger)
        sentence = " ".join(self.reading.document.text[start:end].split())
        kind = self.type_of[edge[0]]
        return WrongEdge(self.reading.document.id, side, cause, kind, edge[1], argument.trigger.text, argument.filler.text, sentence)

    def _cause(self, argument: Argument, other: _Side, same: Mapping[_Node, _Node]) -> Cause:
        triggers = [span for span in other.triggers if span.overlaps(argument.trigger)]
        if not triggers:
            return "trigger"
        own = self.triggers[argument.trigger]
        alike = [span for span in triggers if other.type_of[other.triggers[span]] == self.type_of[own]]
        if not alike:
            return "event type"
        fillers = [span for span in other.node_of if span.overlaps(argument.filler)]
        said = [a for a in other.reading.arguments if a.trigger in alike and a.filler in fillers]
        return self._cause_of_role(argument, said, other, same) if said else "no role" if fillers else "filler"

    def _cause_of_role(self, argument: Argument, said: Sequence[Argument], other: _Side, same: Mapping[_Node, _Node]) -> Cause:
        agreeing = [a for a in said if a.role == argument.role]
        if not agreeing:
            return "other role"
        if all(same.get(other.triggers[a.trigger]) != self.triggers[argument.trigger] for a in agreeing):
            return "event coreference"
        return "entity coreference" if self.node_of[argument.filler][0] == "entity" else "coreference of filler events"


ORDER: Sequence[Cause] = (
    *("trigger", "event type", "filler", "no role", "other role"),
    *("event coreference", "entity coreference", "coreference of filler events"),
)


def _aligned(gold: _Side, predicted: _Side) -> dict[_Node, _Node]:
    """Pair predicted nodes with gold ones, by the greatest sum of shared mentions (Dice); events only of one type. Predicted → gold."""
    edges: list[tuple[tuple[str, _Node], tuple[str, _Node], float]] = []
    ours = {node: predicted.spans(node) for node in predicted.type_of}
    for node in gold.type_of:
        spans = gold.spans(node)
        for other, others in ours.items():
            if node[0] == other[0] and (node[0] == "entity" or gold.type_of[node] == predicted.type_of[other]):
                shared = sum(any(a.overlaps(b) for b in others) for a in spans)
                if shared:
                    edges.append((("gold", node), ("predicted", other), 2 * shared / (len(spans) + len(others))))
    found = {}
    for part in nx.connected_components(_weighted(edges)):
        own = [edge for edge in edges if edge[0] in part]  # in their order, by which equals are chosen: a set has another in each run
        for one, other in nx.max_weight_matching(_weighted(own)):
            left, right = sorted((one, other))
            found[right[1]] = left[1]
    return found


def _weighted(edges: Iterable[tuple[tuple[str, _Node], tuple[str, _Node], float]]) -> nx.Graph[tuple[str, _Node]]:
    graph: nx.Graph[tuple[str, _Node]] = nx.Graph()
    graph.add_weighted_edges_from(edges)
    return graph
