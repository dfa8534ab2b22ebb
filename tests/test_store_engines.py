"""The typical questions of the benchmark, on a small made graph: every engine that is there gives the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from bench_typical import typical
from made_triples import made_triples
from pyoxigraph import DefaultGraph, Literal, NamedNode
from servers import OXIGRAPH, VIRTUOSO, oxigraph_server, virtuoso_server

from kg.graph import ONTOLOGY, PREFIXES
from kg.query import Table, query
from kg.store import memory_store, open_store, write_store
from kg.store.literals import canonical_literal
from kg.store.remote import RemoteStore
from kg.store.service import Dataset, Login, Service

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Quad

    from kg.store import Store

TRIPLES = 6_000
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return list(made_triples(TRIPLES))


@pytest.fixture(scope="module")
def expected(quads: list[Quad]) -> list[Rows]:
    return answers(memory_store(quads))


def answers(store: Store) -> list[Rows]:
    """Return the rows of each question, sorted, terms as N-Triples."""
    found = [query(store, one.sparql) for one in typical()]
    return [sorted(tuple(map(str, row)) for row in table.rows) for table in found if isinstance(table, Table)]


def test_the_questions_find_something(expected: list[Rows]) -> None:
    assert len(expected) == 10
    assert all(expected)


def test_a_folder_gives_the_rows_that_memory_gives(tmp_path: Path, quads: list[Quad], expected: list[Rows]) -> None:
    write_store(tmp_path / "made.kg", quads)
    with open_store(tmp_path / "made.kg") as store:
        assert answers(store) == expected


@pytest.mark.skipif(OXIGRAPH is None, reason="install the extra [oxigraph] to run this")
def test_the_oxigraph_server_gives_the_same_rows(quads: list[Quad], expected: list[Rows]) -> None:
    with oxigraph_server() as url, RemoteStore(Service(f"{url}/query")) as store:
        store.replace(quads)
        assert answers(store) == expected


@pytest.mark.skipif(VIRTUOSO is None, reason="install the Debian package virtuoso-opensource-7 to run this")
def test_virtuoso_gives_the_same_rows(tmp_path: Path, quads: list[Quad], expected: list[Rows]) -> None:
    dataset = Dataset("http://example.org/made", (ONTOLOGY,))
    with virtuoso_server(tmp_path) as url:
        service = Service(f"{url}/sparql", updates=f"{url}/sparql-auth", login=Login("dba", "dba"), dataset=dataset)
        with RemoteStore(service) as store:
            store.replace(quads)
            assert answers(store) == expected


def test_rdflib_gives_the_same_rows(quads: list[Quad], expected: list[Rows]) -> None:
    graph = rdflib.Graph()
    said = (quad for quad in quads if isinstance(quad.graph_name, DefaultGraph))
    graph.parse(data="".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in said), format="nt")
    found = [graph.query(one.sparql, initNs=dict(PREFIXES)) for one in typical()]
    assert [sorted(tuple(_term(term) for term in row) for row in rows) for rows in _lists(found)] == expected


def _lists(found: Iterable[rdflib.query.Result]) -> list[list[tuple[rdflib.term.Node | None, ...]]]:
    return [[tuple(row) for row in result] for result in found]  # type: ignore[arg-type]  # results of a SELECT are tuples


def _term(term: rdflib.term.Node | None) -> str:
    if isinstance(term, rdflib.Literal):
        datatype = NamedNode(term.datatype) if term.datatype else None
        literal = Literal(str(term), language=term.language) if term.language else Literal(str(term), datatype=datatype)
        return str(canonical_literal(literal))
    return str(NamedNode(str(term))) if term is not None else "None"
