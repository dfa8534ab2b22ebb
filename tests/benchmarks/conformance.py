"""How much of SPARQL our API speaks: `python tests/benchmarks/conformance.py PATH` runs the W3C suites that lie in PATH.

PATH is a checkout of https://github.com/w3c/rdf-tests, or `test/data/suites/w3c` of rdflib's source distribution. Queries go through
`kg.query.query`, updates through a store in memory. Prints a Markdown table and each failure. Those that are known lie in
`conformance.csv` with their reasons; the script fails if there is another one, or if one of them passes: the list may only shrink.
"By value" are those that pass once literals are compared as `kg.store.literals` has them: 01 and 1 are one value.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlparse

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, Namespace

from kg.errors import KgError
from kg.query import Triples, query
from kg.store import EmbeddedStore
from kg.store.literals import canonical_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

MANIFESTS = (
    ("SPARQL 1.0", ("dawg-data-r2/manifest-evaluation.ttl", "dawg-data-r2/manifest-syntax.ttl", "sparql/sparql10/manifest.ttl")),
    ("SPARQL 1.1", ("sparql11/manifest-all.ttl", "sparql/sparql11/manifest-all.ttl")),
)
ELSEWHERE = ("entailment", "http-rdf-update", "protocol", "service", "service-description")
"""Folders of what our API does not offer: reasoning while asking, other servers, and what an endpoint is tested for."""

FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES, ".trig": ox.RdfFormat.TRIG}
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
KNOWN = Path(__file__).with_name("conformance.csv")
Outcome = Literal["passed", "by value", "failed"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Rows = tuple[tuple[str, ...], list[tuple[Term | None, ...]]]


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    suite: str
    name: str
    kind: str
    node: rdflib.term.Node
    graph: rdflib.Graph

    def file(self, *path: rdflib.URIRef) -> Path | None:
        """Return the file at the end of a path of properties."""
        node: rdflib.term.Node | None = self.node
        for step in path:
            node = self.graph.value(node, step) if node is not None else None
        return None if node is None or isinstance(node, rdflib.BNode) else _path(node)


def _path(node: object) -> Path:
    return Path(unquote(urlparse(str(node)).path))


# ---------------------------------------------------------------- manifests


def cases(root: Path) -> Iterator[Case]:
    """Yield the tests of all suites, in their order."""
    for suite, manifests in MANIFESTS:
        for manifest in manifests:
            if (root / manifest).is_file():
                yield from _of_manifest(suite, root / manifest)


def _of_manifest(suite: str, path: Path) -> Iterator[Case]:
    graph = rdflib.Graph().parse(path, publicID=path.as_uri())
    for manifest in graph.subjects(MF.include, None):
        for inner in graph.items(graph.value(manifest, MF.include) or RDF.nil):
            if _path(inner).parent.name not in ELSEWHERE:
                yield from _of_manifest(suite, _path(inner))
    for manifest in graph.subjects(MF.entries, None):
        for node in graph.items(graph.value(manifest, MF.entries) or RDF.nil):
            kind = str(graph.value(node, RDF.type)).rpartition("#")[2]
            yield Case(suite, f"{path.parent.name}#{str(node).rpartition('#')[2]}", kind, node, graph)


# ---------------------------------------------------------------- running


def run(case: Case) -> tuple[Outcome, str]:
    """Return how a test ended, and what went wrong."""
    try:
        return _RUNNERS[case.kind](case), ""
    except AssertionError as error:
        return "failed", str(error)
    except (KgError, SyntaxError, ValueError, OSError, RuntimeError) as error:
        return "failed", f"{type(error).__name__}: {error}"


def _syntax(case: Case) -> Outcome:
    path = case.file(MF.action)
    assert path is not None
    text = f"BASE <{path.as_uri()}>\n{path.read_bytes().decode()}"
    store = EmbeddedStore(ox.Store())
    positive = case.kind.startswith("Positive")
    try:
        if "Update" in case.kind:
            store.update(text)
        else:
            query(store, text)
    except (KgError, SyntaxError) as error:
        if positive and not _is_sparql(text, str(error)):
            raise ValueError(f"refused: {error}") from error
        return "passed"
    except (OSError, RuntimeError):  # it was read as it should be; what it asks for is not there
        pass
    assert positive, "taken for correct"
    return "passed"


def _is_sparql(text: str, refusal: str) -> bool:
    """Tell whether what was refused is SPARQL: it calls what is not there, or asks another server, which is refused on purpose."""
    if "SERVICE is refused" in refusal:
        ox.Store().query(text)  # a SyntaxError if it is none; nothing is asked before the first row is taken
        return True
    return "custom function" in refusal


def _evaluation(case: Case) -> Outcome:
    path = case.file(MF.action, QT.query)
    result = case.file(MF.result)
    assert path is not None
    assert result is not None
    text = f"BASE <{path.as_uri()}>\n{path.read_bytes().decode()}"
    answer = query(EmbeddedStore(_data(case, text, path)), text)
    expected = _expected(result)
    if isinstance(answer, bool):
        assert answer == expected, f"got {answer}"
        return "passed"
    if isinstance(answer, Triples):
        assert isinstance(expected, list)
        return _same_graph([ox.Quad(t.subject, t.predicate, t.object) for t in answer.triples], expected)
    assert isinstance(expected, tuple)
    got = (answer.columns, list(answer.rows))
    if (case.node, MF.resultCardinality, MF.LaxCardinality) in case.graph:  # REDUCED may take out what is double, or not
        got, expected = ((columns, list(dict.fromkeys(rows))) for columns, rows in (got, expected))
    return _same_rows(got, expected, ordered="index" in result.read_text(errors="replace"))


def _data(case: Case, text: str, path: Path) -> ox.Store:
    store = ox.Store()
    action = case.graph.value(case.node, MF.action)
    given = list(case.graph.objects(action, QT.data))
    for file in given:
        _load(store, _path(file), None)
    for file in case.graph.objects(action, QT.graphData):
        _load(store, _path(file), _path(file).as_uri())
    if not given:
        for name in re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]+)>", text):
            file = path.parent / name
            if file.is_file():
                _load(store, file, file.as_uri())
    return store


def _load(store: ox.Store, path: Path, graph: str | None) -> None:
    if FORMATS[path.suffix].supports_datasets:
        store.load(path=path, format=FORMATS[path.suffix], base_iri=path.as_uri())
    else:
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        store.load(path=path, format=FORMATS[path.suffix], base_iri=path.as_uri(), to_graph=name)


def _csv(case: Case) -> Outcome:
    path, result = case.file(MF.action, QT.query), case.file(MF.result)
    assert path is not None
    assert result is not None
    answer = EmbeddedStore(_data(case, "", path)).query(path.read_text())
    assert isinstance(answer, ox.QuerySolutions)
    got = bytes(answer.serialize(format=ox.QueryResultsFormat.CSV)).decode()  # type: ignore[arg-type]  # bytes, as no file is given
    assert _plain_rows(got) == _plain_rows(result.read_text()), f"got {got!r}"
    return "passed"


def _plain_rows(text: str) -> Counter[tuple[tuple[str, str], ...]]:
    """Return rows of CSV without the order of columns, which SELECT * leaves open, and without the names of blank nodes."""
    return Counter(
        tuple(sorted((column, "_:" if value.startswith("_:") else value) for column, value in row.items()))
        for row in csv.DictReader(text.splitlines())
    )


def _update(case: Case) -> Outcome:
    action, result = (case.graph.value(case.node, part) for part in (MF.action, MF.result))
    request = case.file(MF.action, UT.request)
    assert request is not None
    store, wanted = _dataset(case, action), _dataset(case, result)
    EmbeddedStore(store).update(f"BASE <{request.as_uri()}>\n{request.read_bytes().decode()}")
    return _same_graph(list(store), list(wanted))


def _dataset(case: Case, node: rdflib.term.Node | None) -> ox.Store:
    store = ox.Store()
    for file in case.graph.objects(node, UT.data):
        _load(store, _path(file), None)
    for named in case.graph.objects(node, UT.graphData):
        _load(store, _path(case.graph.value(named, UT.graph)), str(case.graph.value(named, RDFS.label)))
    return store


_RUNNERS = {
    "CSVResultFormatTest": _csv,
    "NegativeSyntaxTest": _syntax,
    "NegativeSyntaxTest11": _syntax,
    "NegativeUpdateSyntaxTest11": _syntax,
    "PositiveSyntaxTest": _syntax,
    "PositiveSyntaxTest11": _syntax,
    "PositiveUpdateSyntaxTest11": _syntax,
    "QueryEvaluationTest": _evaluation,
    "UpdateEvaluationTest": _update,
}


# ---------------------------------------------------------------- expected answers


def _expected(path: Path) -> bool | list[ox.Quad] | Rows:
    if path.suffix in RESULTS:
        found = ox.parse_query_results(path=path, format=RESULTS[path.suffix])
        return bool(found) if isinstance(found, ox.QueryBoolean) else _rows(found)
    quads = list(ox.parse(path=path, format=FORMATS[path.suffix], base_iri=path.as_uri()))
    if not any(quad.object == ox.NamedNode(f"{RS}ResultSet") for quad in quads):
        return quads
    of: dict[tuple[Term, str], list[Term]] = {}
    for quad in quads:
        of.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
    (top,) = (quad.subject for quad in quads if quad.object == ox.NamedNode(f"{RS}ResultSet"))
    if (top, f"{RS}boolean") in of:
        return _text(of[top, f"{RS}boolean"][0]) == "true"
    columns = tuple(_text(term) for term in of.get((top, f"{RS}resultVariable"), ()))
    solutions = of.get((top, f"{RS}solution"), [])
    solutions.sort(key=lambda one: int(_text(of.get((one, f"{RS}index"), [ox.Literal(0)])[0])))
    rows = []
    for one in solutions:
        bound = {_text(of[b, f"{RS}variable"][0]): of[b, f"{RS}value"][0] for b in of.get((one, f"{RS}binding"), ())}
        rows.append(tuple(bound.get(column) for column in columns))
    return columns, rows


def _text(term: Term) -> str:
    assert isinstance(term, ox.Literal)
    return term.value


def _rows(solutions: ox.QuerySolutions) -> Rows:
    columns = tuple(variable.value for variable in solutions.variables)
    return columns, [tuple(solution[column] for column in columns) for solution in solutions]


# ---------------------------------------------------------------- comparing


def _same_rows(got: Rows, expected: Rows, *, ordered: bool) -> Outcome:
    columns = tuple(sorted({*got[0], *expected[0]}))  # a column that is never bound need not be there
    got, expected = ((columns, _with_columns(rows, columns)) for rows in (got, expected))
    outcomes = [_equal_rows(_seen(got, how), _seen(expected, how), ordered=ordered) for how in (_as_is, _by_value)]
    assert any(outcomes), f"{len(got[1])} rows: {_shown(got)}"
    return "passed" if outcomes[0] else "by value"


def _with_columns(rows: Rows, columns: tuple[str, ...]) -> list[tuple[Term | None, ...]]:
    places = [rows[0].index(column) if column in rows[0] else None for column in columns]
    return [tuple(None if place is None else row[place] for place in places) for row in rows[1]]


def _seen(rows: Rows, how: Callable[[Term | None], Term | None]) -> list[tuple[Term | None, ...]]:
    return [tuple(map(how, row)) for row in rows[1]]


def _as_is(term: Term | None) -> Term | None:
    return term


def _by_value(term: Term | None) -> Term | None:
    return canonical_literal(term) if isinstance(term, ox.Literal) else term


def _equal_rows(got: list[tuple[Term | None, ...]], expected: list[tuple[Term | None, ...]], *, ordered: bool) -> bool:
    if len(got) != len(expected):
        return False
    if not any(isinstance(term, ox.BlankNode) for row in (*got, *expected) for term in row):
        return got == expected if ordered else Counter(got) == Counter(expected)
    return _matches(got, expected, {})


def _matches(got: Sequence[tuple[Term | None, ...]], expected: Sequence[tuple[Term | None, ...]], same: dict[str, str]) -> bool:
    """Tell whether the rows are the same under some renaming of blank nodes that continues `same`."""
    if not got:
        return True
    first, rest = got[0], got[1:]
    for number, other in enumerate(expected):
        renamed = _renamed(first, other, same)
        if renamed is not None and _matches(rest, [*expected[:number], *expected[number + 1 :]], renamed):
            return True
    return False


def _renamed(one: tuple[Term | None, ...], other: tuple[Term | None, ...], same: dict[str, str]) -> dict[str, str] | None:
    found = dict(same)
    for a, b in zip(one, other, strict=True):
        if isinstance(a, ox.BlankNode) and isinstance(b, ox.BlankNode):
            if found.setdefault(a.value, b.value) != b.value:
                return None
        elif a != b:
            return None
    return found if len(set(found.values())) == len(found) else None


def _same_graph(got: Iterable[ox.Quad], expected: Iterable[ox.Quad]) -> Outcome:
    outcomes = [_canonical(got, how) == _canonical(expected, how) for how in (_as_is, _by_value)]
    assert any(outcomes), "other triples"
    return "passed" if outcomes[0] else "by value"


def _canonical(quads: Iterable[ox.Quad], how: Callable[[Term | None], Term | None]) -> ox.Dataset:
    found = ox.Dataset(ox.Quad(q.subject, q.predicate, how(q.object) or q.object, q.graph_name) for q in quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def _shown(rows: Rows) -> str:
    return "; ".join(" ".join(str(term) for term in row) for row in rows[1][:3])


# ---------------------------------------------------------------- the table


def main() -> None:
    """Run all suites and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("path", type=Path)
    root = options.parse_args().path.resolve()
    counts: dict[tuple[str, str], Counter[str]] = {}
    failures: dict[tuple[str, str], str] = {}
    ran = set[tuple[str, str]]()
    for case in cases(root):
        outcome, problem = run(case)
        ran.add((case.suite, case.name))
        counts.setdefault((case.suite, _group(case)), Counter())[outcome] += 1
        if outcome == "failed":
            failures[case.suite, case.name] = problem
    if not counts:
        sys.exit(f"{root}: no suite lies there. Give the folder that holds sparql11/ and dawg-data-r2/")
    print("| suite | tests | passed | of these by value only | failed |\n|---|---:|---:|---:|---:|")  # noqa: T201 - the result
    for (suite, group), count in counts.items():
        passed = count["passed"] + count["by value"]
        print(f"| {suite}, {group} | {count.total()} | {passed} | {count['by value']} | {count['failed']} |")  # noqa: T201 - as above
    judged(failures, ran)


def judged(failures: Mapping[tuple[str, str], str], ran: AbstractSet[tuple[str, str]]) -> None:
    """Print each failure with the reason that is known, and end with an error if one is new, or one of the known has gone."""
    with KNOWN.open(newline="", encoding="utf-8") as file:
        known = {(row["suite"], row["test"]): row["reason"] for row in csv.DictReader(file)}
    for key, problem in failures.items():
        print(f"\n{' '.join(key)}: {known.get(key, 'NEW')}\n    {' '.join(problem.split())[:300]}")  # noqa: T201 - the result
    new, better = failures.keys() - known.keys(), known.keys() & ran - failures.keys()
    if new or better:
        sys.exit(f"new failures: {sorted(new)}\nno failures any more, take them out of {KNOWN.name}: {sorted(better)}")


def _group(case: Case) -> str:
    if "Syntax" in case.kind:
        return "syntax"
    return {"UpdateEvaluationTest": "update", "CSVResultFormatTest": "CSV"}.get(case.kind, "query evaluation")


if __name__ == "__main__":
    main()
