"""Tells how a query is gone about: a query comes in, its steps in the order in which Oxigraph takes them go out, and how to begin better.

Oxigraph shows no plan to Python, so this is our own reading of its rules: of the patterns that are joined it begins with the one that it
takes for the smallest, goes on with what shares a variable, looks a pattern up for each row, and reads a subselect once, as a whole, to
join it by hashing. It guesses sizes by which ends of a pattern are bound, without looking at the graph; here they are counted, so that a
bad beginning shows. Parameters, and what is in an EXISTS, are left out.

Source: `lib/sparopt/src/optimizer.rs` of Oxigraph 0.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode
from rdflib import RDF, BNode, URIRef, Variable

from kg.errors import QueryError
from kg.graph import PREFIXES
from kg.query.terms import short
from kg.query.words import checked
from kg.store import EmbeddedStore

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.term import Node

    from kg.store import Store

How = Literal["begin", "look up", "hash", "optional", "one of", "without", "apart"]

MOST_COUNTED: Final = 100_000
"""A pattern is counted up to so many matches."""

# What Oxigraph takes for the number of matches: is the subject bound, the predicate, the object?
_GUESSES: Final = {
    (True, True, True): 1,
    (True, True, False): 10,
    (True, False, True): 2,
    (False, True, True): 10_000,
    (True, False, False): 100,
    (False, True, False): 1_000_000,
    (False, False, True): 100_000,
    (False, False, False): 1_000_000_000,
}
_REPEATED: Final = 1_000  # how much longer + and * are taken to be
_KEY: Final = 1_000  # by how much a variable in common makes a join by hashing smaller
_WORTH_TELLING: Final = 10  # times as many matches as the best beginning
_FEW: Final = 1_000  # matches that are looked through in no time


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan.

    Attributes:
        how: "begin": the first of what is joined; "look up": once for each row so far; "hash": read as a whole, then joined; "apart": as a
            whole, and joined to all there is, since it shares no variable; "optional", "one of" (UNION) and "without" (MINUS) hold steps.
        what: The pattern, or what it is a part of.
        matches: How many triples fit the pattern before anything is bound, at most `MOST_COUNTED`; `None`: it is none.
        depth: In how many groups it lies.
    """

    how: How
    what: str
    matches: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a query in their order, and what would make it faster."""

    steps: tuple[Step, ...]
    hints: tuple[str, ...]

    def __str__(self) -> str:
        """Return a line a step, and then the hints."""
        lines = (f"{'  ' * step.depth}{step.how:<9}{step.what}{_counted(step.matches)}" for step in self.steps)
        return "\n".join((*lines, *(f"hint: {hint}" for hint in self.hints)))


def _counted(matches: int | None) -> str:
    if matches is None:
        return ""
    return f"   [{matches:,}{' or more' if matches == MOST_COUNTED else ''}]"


def explain(store: Store, sparql: str) -> Plan:
    """Tell how a query is gone about in a store.

    Raises:
        QueryError: It is no query, or one that cannot be read here.
    """
    checked(sparql)
    if not isinstance(store, EmbeddedStore):
        raise QueryError("only a graph that lies here can be looked at. Copy it here with `kg copy`")
    # Only who asks for a plan needs a second reader of SPARQL.
    from rdflib.plugins.sparql import prepareQuery  # noqa: PLC0415

    try:
        algebra = prepareQuery(sparql, initNs=dict(PREFIXES)).algebra
    except Exception as error:  # the reader's parser has no error of its own that all others are kinds of
        raise QueryError(f"the query cannot be explained: {' '.join(str(error).split())}. Ask it to see whether it is right") from error
    planner = _Planner(store, sparql)
    steps = tuple(planner.steps(algebra.p, DefaultGraph(), 0))
    return Plan(steps, tuple(dict.fromkeys(planner.hints)))


# ---------------------------------------------------------------- parts of a query


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that is joined: a triple pattern, values, or a group that holds others.

    `guess` says how many rows Oxigraph takes it to have when some variables are bound.
    """

    what: str
    variables: frozenset[str]
    triple: tuple[Node, Node, Node] | None = None
    graph: pyoxigraph.NamedNode | DefaultGraph | None = None
    rows: int | None = None
    inner: tuple[CompValue, ...] = ()
    hashed: bool = False

    def guess(self, bound: frozenset[str]) -> int:
        if self.rows is not None:
            return self.rows
        if self.triple is None:
            return 1_000_000
        subject, predicate, value = (not _is_variable(term) or str(term) in bound for term in self.triple)
        return _path_guess(self.triple[1], start=subject, known=predicate, end=value)


def _path_guess(predicate: object, *, start: bool, known: bool, end: bool) -> int:
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath  # noqa: PLC0415 - see `explain`

    if isinstance(predicate, InvPath):
        return _path_guess(predicate.arg, start=end, known=known, end=start)
    if isinstance(predicate, SequencePath):
        first, *rest = predicate.args
        others = SequencePath(*rest) if len(rest) > 1 else rest[0]
        forwards = _path_guess(first, start=start, known=True, end=False) * _path_guess(others, start=True, known=True, end=end)
        return min(forwards, _path_guess(first, start=start, known=True, end=True) * _path_guess(others, start=False, known=True, end=end))
    if isinstance(predicate, AlternativePath):
        return sum(_path_guess(one, start=start, known=known, end=end) for one in predicate.args)
    if isinstance(predicate, MulPath):
        repeated = 1 if predicate.mod == "?" else _REPEATED
        return 1 if start and end else _path_guess(predicate.path, start=start, known=known, end=end) * repeated
    return _GUESSES[start, known, end]


def _is_variable(term: object) -> bool:
    return isinstance(term, Variable | BNode)


# ---------------------------------------------------------------- the plan


class _Planner:
    """Walks through a query's algebra, as rdflib reads it, and gathers hints on the way."""

    def __init__(self, store: EmbeddedStore, sparql: str) -> None:
        self._store = store
        self._sparql = sparql
        self.hints: list[str] = []

    def steps(
        self, node: CompValue, graph: NamedNode | DefaultGraph | None, depth: int, outside: frozenset[str] = frozenset()
    ) -> Iterator[Step]:
        """Yield the steps of a group of patterns; the variables `outside` are bound before it, as in an OPTIONAL."""
        parts, others = _parts(node, graph)
        yield from self._joined(parts, depth, outside)
        bound = outside.union(*(part.variables for part in parts))
        for how, inner, its_graph in others:
            yield Step(how, "", None, depth)
            yield from self.steps(inner, its_graph, depth + 1, bound if how == "optional" else frozenset())

    def _joined(self, parts: list[_Part], depth: int, outside: frozenset[str]) -> Iterator[Step]:
        waiting, bound = sorted(parts, key=self._place), outside
        beginning: Step | None = None
        while waiting:
            connected = [part for part in waiting if part.variables & bound]
            part = min(connected or waiting, key=lambda one: self._cost(one, bound if connected else frozenset()))
            waiting.remove(part)
            how: How = ("hash" if part.hashed else "look up") if connected else "begin" if beginning is None else "apart"
            step = Step(how, part.what, self._matches(part), depth)
            if beginning is None and not connected:
                self._advise(step, waiting)
            beginning = beginning or step
            yield step
            for branch in part.inner:
                if len(part.inner) > 1:
                    yield Step("one of", "", None, depth + 1)
                yield from self.steps(branch, part.graph, depth + len(part.inner))
            bound |= part.variables

    def _place(self, part: _Part) -> int:
        """Return about where a part is written: of two of one size Oxigraph takes the first, and rdflib has changed their order."""
        triples = [part.triple] if part.triple else [triple for inner in part.inner for triple in _triples(inner)]
        places = [self._sparql.find(_shown(predicate)) for _, predicate, _ in triples if predicate != RDF.type]
        places += [self._sparql.find(f" a {_shown(value)}") for _, predicate, value in triples if predicate == RDF.type]
        return min((place for place in places if place >= 0), default=0)

    @staticmethod
    def _cost(part: _Part, bound: frozenset[str]) -> int:
        """Return what is compared to find the next part: rows of a look-up, or of a join by hashing."""
        shared = len(part.variables & bound)
        return part.guess(frozenset()) // _KEY**shared if part.hashed else part.guess(bound)

    def _advise(self, beginning: Step, others: list[_Part]) -> None:
        if beginning.matches is None or beginning.matches < _FEW:
            return
        counted = [(self._matches(part), part) for part in others if part.triple is not None and isinstance(part.graph, DefaultGraph)]
        fewest, best = min(((matches, part) for matches, part in counted if matches is not None), default=(None, None), key=_first)
        if fewest is not None and best is not None and fewest * _WORTH_TELLING < beginning.matches:
            self.hints.append(
                f"it begins with {beginning.what} ({beginning.matches:,} matches), though {best.what} has {fewest:,}. "
                "Put that one into a subselect, or write the constant of the first as a FILTER"
            )

    def _matches(self, part: _Part) -> int | None:
        if part.triple is None or part.graph is None:
            return part.rows
        subject, predicate, value = part.triple
        if not isinstance(predicate, URIRef) and not _is_variable(predicate):  # a path
            return None
        ends = tuple(_term(term) for term in (subject, predicate, value))
        found = self._store.oxigraph.quads_for_pattern(ends[0], ends[1], ends[2], part.graph)  # type: ignore[arg-type]  # what can stand there
        return sum(1 for _ in islice(found, MOST_COUNTED))


# ---------------------------------------------------------------- what is joined

_INSIDE: Final = ("p", "p1", "p2")
"""Where rdflib keeps what is inside a group."""

_Others = list[tuple[How, "CompValue", NamedNode | DefaultGraph | None]]


def _parts(node: CompValue, graph: NamedNode | DefaultGraph | None) -> tuple[list[_Part], _Others]:
    """Return what a group joins, flattened, and what is done with the rows afterwards."""
    name = node.name
    if name == "Join":
        one, other = _parts(node.p1, graph), _parts(node.p2, graph)
        return [*one[0], *other[0]], [*one[1], *other[1]]
    if name in ("LeftJoin", "Minus"):
        parts, others = _parts(node.p1, graph)
        return parts, [*others, ("optional" if name == "LeftJoin" else "without", node.p2, graph)]
    single = _single(node, graph)
    if single or "p" not in node:
        return single, []
    return _parts(node.p, _graph(node.term) if name == "Graph" else graph)  # Project, Filter, Extend, …: what they do is done to the rows


def _single(node: CompValue, graph: NamedNode | DefaultGraph | None) -> list[_Part]:
    """Return what a node gives by itself: its patterns, or a group that stays together."""
    if node.name == "BGP":
        return [_pattern(triple, graph) for triple in node.triples]
    if node.name == "Union":
        return [_Part("UNION", _variables(node), graph=graph, inner=(node.p1, node.p2))]
    if node.name == "values":
        names = frozenset(str(variable) for row in node.res for variable in row)
        return [_Part(f"VALUES {' '.join(f'?{one}' for one in sorted(names))}", names, rows=len(node.res))]
    if node.name == "ToMultiSet" and node.p.name != "values":
        return [_Part("SELECT", _variables(node.p), graph=graph, inner=(node.p,), hashed=True)]
    return []


def _first(pair: tuple[int | None, _Part | None]) -> int:
    return pair[0] or 0


def _pattern(triple: tuple[Node, Node, Node], graph: NamedNode | DefaultGraph | None) -> _Part:
    names = frozenset(str(term) for term in triple if _is_variable(term))
    return _Part(" ".join(_shown(term) for term in triple), names, triple, graph)


def _variables(node: CompValue) -> frozenset[str]:
    """Return the variables that a group gives to what it is joined with."""
    if node.name == "Project":
        return frozenset(str(variable) for variable in node.PV)
    found = frozenset[str]().union(*(_variables(node[key]) for key in _INSIDE if key in node))
    own: Iterable[tuple[Node, Node, Node]] = node.triples if node.name == "BGP" else ()
    return found | {str(term) for triple in own for term in triple if _is_variable(term)}


def _triples(node: CompValue) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the triple patterns in a group, at any depth."""
    yield from node.triples if node.name == "BGP" else ()
    for key in _INSIDE:
        if key in node:
            yield from _triples(node[key])


def _graph(term: object) -> NamedNode | None:
    return None if _is_variable(term) else NamedNode(str(term))


def _term(term: object) -> NamedNode | pyoxigraph.Literal | None:
    from rdflib import Literal as RdfLiteral  # noqa: PLC0415 - there are two

    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, RdfLiteral):
        datatype = NamedNode(str(term.datatype)) if term.datatype else None
        return pyoxigraph.Literal(str(term), language=term.language) if term.language else pyoxigraph.Literal(str(term), datatype=datatype)
    return None


def _shown(term: object) -> str:
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath  # noqa: PLC0415 - see `explain`

    if _is_variable(term):
        return f"?{term}"
    if isinstance(term, InvPath):
        return f"^{_shown(term.arg)}"
    if isinstance(term, SequencePath):
        return "/".join(_shown(one) for one in term.args)
    if isinstance(term, AlternativePath):
        return f"({'|'.join(_shown(one) for one in term.args)})"
    if isinstance(term, MulPath):
        return f"{_shown(term.path)}{term.mod}"
    known = _term(term)
    return str(term) if known is None else short(known) if isinstance(known, NamedNode) else str(known)
