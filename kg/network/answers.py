"""Makes a network of an answer: the triples or rows of a query and the graph's network come in, a network to draw goes out.

What the graph knows of a node or an edge (its kind and names, its status and sentences) comes along, so that an answer can be checked like
the graph itself. Nothing is asked here, and nothing is drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import QueryError
from kg.graph import PREFIXES
from kg.query import Table, Triples, short

if TYPE_CHECKING:
    from kg.query import Answer, Term

TRIPLES = (("s", "p", "o"), ("subject", "predicate", "object"))
RELATIONS = frozenset({"p", "predicate", "relation", "verb"})
"""Columns that hold what an edge says, not one of its ends."""
LABELS = frozenset({f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel"})
TYPES = frozenset({f"{PREFIXES['rdf']}type", f"{PREFIXES['kg']}type"})


@dataclass(frozen=True, slots=True)
class _Statement:
    """Two ends and the IRI of what joins them, or, if the answer does not say, a word for it."""

    subject: Term
    predicate: str | None
    word: str
    object: Term


def answer_network(network: nx.MultiDiGraph[str], answer: Answer) -> nx.MultiDiGraph[str]:
    """Return what `answer` tells as a network.

    Triples become edges; types and labels among them become attributes, other literals nodes of their own. Of rows, the columns `s`, `p`,
    `o` (or `subject`, `predicate`, `object`) are triples; else the first two columns of IRIs are the ends of edges, and a column
    `relation`, `predicate` or `verb` says what joins them. Where no column says it, the edges that the network has between the two are
    drawn, or, if it has none, one named by the second column.

    Args:
        network: The whole graph, as made by `to_networkx`; it stays as it is.
        answer: The answer to a SELECT, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: The answer has no two things to join.
    """
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    labels: dict[str, str] = {}
    types: dict[str, str] = {}
    statements = list(_statements(answer))
    for statement in statements:
        about = _id(statement.subject)
        if statement.predicate in LABELS and isinstance(statement.object, Literal):
            labels.setdefault(about, statement.object.value)
        elif statement.predicate in TYPES:
            types.setdefault(about, _local(_id(statement.object)))
    for statement in sorted(statements, key=lambda one: (_id(one.subject), one.predicate or one.word, str(one.object))):
        _add_node(drawn, network, statement.subject, _id(statement.subject))
        if statement.predicate not in TYPES | LABELS:
            _add_edges(drawn, network, statement)
    for node, attributes in drawn.nodes(data=True):
        if node not in network:
            attributes.update({name: found[node] for name, found in (("label", labels), ("type", types)) if node in found})
    return drawn


def _statements(answer: Answer) -> Iterator[_Statement]:
    if isinstance(answer, Triples):
        for triple in answer:
            yield _Statement(triple.subject, triple.predicate.value, "", triple.object)
    elif isinstance(answer, Table):
        yield from _of_rows(answer)
    else:
        raise QueryError("yes or no cannot be drawn. Ask with CONSTRUCT, or with a SELECT of two columns of IRIs")


def _of_rows(table: Table) -> Iterator[_Statement]:
    source, relation, target = _columns(table)
    for row in table.rows:
        values = dict(zip(table.columns, row, strict=True))
        start, end, said = values[source], values[target], values[relation] if relation else None
        if start is not None and end is not None:
            predicate = said.value if isinstance(said, NamedNode) else None
            yield _Statement(
                start, predicate, said.value if isinstance(said, Literal) else "" if relation else target.replace("_", " "), end
            )


def _columns(table: Table) -> tuple[str, str | None, str]:
    """Return the columns of the edges' sources, of what they say, and of their targets."""
    for source, relation, target in TRIPLES:
        if {source, relation, target} <= set(table.columns):
            return source, relation, target
    ends = [name for number, name in enumerate(table.columns) if name not in RELATIONS and _holds_things(table, number)]
    if len(ends) < 2:  # noqa: PLR2004 - an edge has two ends
        found = f"Its columns: {', '.join(table.columns)}; of IRIs: {', '.join(ends) or 'none'}"
        raise QueryError(f"this answer cannot be drawn: an edge needs two columns of IRIs. {found}. Select the things beside their names")
    return ends[0], next((name for name in table.columns if name in RELATIONS), None), ends[1]


def _holds_things(table: Table, number: int) -> bool:
    values = [row[number] for row in table.rows if row[number] is not None]
    return all(isinstance(value, NamedNode | BlankNode) for value in values)


def _id(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _local(iri: str) -> str:
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _add_node(drawn: nx.MultiDiGraph[str], network: nx.MultiDiGraph[str], term: Term, node: str) -> None:
    if node in drawn:
        return
    if node in network:
        drawn.add_node(node, **network.nodes[node])
    else:
        drawn.add_node(node, label=short(term), kind="thing")


def _add_edges(drawn: nx.MultiDiGraph[str], network: nx.MultiDiGraph[str], statement: _Statement) -> None:
    source, target = _id(statement.subject), _id(statement.object)
    if isinstance(statement.object, Literal):  # a node of its own: two events with 84 dead have nothing to do with each other
        target = f"{source} {statement.predicate or statement.word} {target}"
    _add_node(drawn, network, statement.object, target)
    known = list(_known(network, source, target, statement.predicate))
    for start, end, key, attributes in known:
        drawn.add_edge(start, end, key=key, **attributes)
    if not known:
        relation = _local(statement.predicate) if statement.predicate else statement.word
        key = hashlib.sha256(chr(10).join((source, relation, target)).encode()).hexdigest()[:16]
        drawn.add_edge(source, target, key=f"answer/{key}", relation=relation, evidence=())


def _known(
    network: nx.MultiDiGraph[str], source: str, target: str, predicate: str | None
) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield the network's edges that say the same; without a predicate, all between the two nodes."""
    if source not in network or target not in network:
        return
    for start, end in ((source, target), (target, source)) if predicate is None and source != target else ((source, target),):
        for key, attributes in (network.get_edge_data(start, end) or {}).items():
            if predicate is None or attributes.get("relation") == _local(predicate):
                yield start, end, str(key), attributes
