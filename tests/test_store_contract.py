"""What every store does, whatever keeps it: the same tests over memory, a `.kg` folder, an Oxigraph server and Virtuoso."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knowledge_example import KNOWLEDGE
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple, Variable
from servers import OXIGRAPH, VIRTUOSO, oxigraph_server, virtuoso_server

from kg.errors import StoreError
from kg.graph import ONTOLOGY_GRAPH, PREFIXES, quads
from kg.store import memory_store, open_store, write_store
from kg.store.literals import canonical
from kg.store.remote import RemoteStore
from kg.store.service import Dataset, Login, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store import Store

X = "http://x.example/"
GRAPH = NamedNode(f"{X}graph")
XSD = "http://www.w3.org/2001/XMLSchema#"
HARD = ('say "x"\n\\', "'''\"\"\"", "} ; DROP ALL #", "\t\r\n", "é ☃ 𐍈", "", " a ", "\x7f", "{{ ?x }}")


def quad(name: str, value: Literal | NamedNode | None = None, *, graph: NamedNode | None = None) -> Quad:
    return Quad(NamedNode(X + name), NamedNode(f"{X}p"), value or Literal("x"), *([graph] if graph else []))


@contextmanager
def memory(_: pytest.TempPathFactory) -> Iterator[Store]:
    with memory_store(()) as store:
        yield store


@contextmanager
def disk(paths: pytest.TempPathFactory) -> Iterator[Store]:
    folder = paths.mktemp("disk") / "news.kg"
    write_store(folder, ())
    with open_store(folder) as store:
        yield store


@contextmanager
def oxigraph(_: pytest.TempPathFactory) -> Iterator[Store]:
    with oxigraph_server() as url, RemoteStore(Service(f"{url}/query", batch=7)) as store:
        yield store


@contextmanager
def oxigraph_graph_store(_: pytest.TempPathFactory) -> Iterator[Store]:
    with oxigraph_server() as url, RemoteStore(Service(f"{url}/query", graphs=f"{url}/store", batch=7)) as store:
        yield store


@contextmanager
def oxigraph_dataset(_: pytest.TempPathFactory) -> Iterator[Store]:
    """A part of a service, where others keep graphs that are not ours."""
    dataset = Dataset(f"{X}ours", (GRAPH.value, ONTOLOGY_GRAPH.value))
    with oxigraph_server() as url, RemoteStore(Service(f"{url}/query")) as all_of_it:
        others = [quad("theirs"), quad("theirs", graph=NamedNode(f"{X}theirs"))]
        all_of_it.replace(others)
        with RemoteStore(Service(f"{url}/query", dataset=dataset)) as store:
            yield store
        assert set(others) <= set(all_of_it.quads())


@contextmanager
def virtuoso(paths: pytest.TempPathFactory) -> Iterator[Store]:
    with virtuoso_server(paths.mktemp("virtuoso")) as url:
        dataset = Dataset(f"{X}ours", (GRAPH.value, ONTOLOGY_GRAPH.value))
        service = Service(f"{url}/sparql", updates=f"{url}/sparql-auth", login=Login("dba", "dba"), dataset=dataset)
        with RemoteStore(service) as store:
            yield store


def needs(program: str | None, package: str) -> list[pytest.MarkDecorator]:
    return [] if program else [pytest.mark.skip(reason=f"install {package} to run this")]


STORES = [
    memory,
    disk,
    pytest.param(oxigraph, marks=needs(OXIGRAPH, "the package oxigraph")),
    pytest.param(oxigraph_graph_store, marks=needs(OXIGRAPH, "the package oxigraph")),
    pytest.param(oxigraph_dataset, marks=needs(OXIGRAPH, "the package oxigraph")),
    pytest.param(virtuoso, marks=needs(VIRTUOSO, "the Debian package virtuoso-opensource-7")),
]


@pytest.fixture(scope="module", params=STORES, ids=lambda make: make.__name__)
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with request.param(tmp_path_factory) as store:
        yield store


@pytest.fixture
def store(started: Store) -> Store:
    started.replace(())
    return started


def rows(store: Store, sparql: str, **values: NamedNode | Literal) -> list[tuple[object, ...]]:
    substitutions = {Variable(name): value for name, value in values.items()}
    answer = store.query(sparql, prefixes=PREFIXES, substitutions=substitutions or None)
    return [tuple(row) for row in cast("QuerySolutions", answer)]


def test_what_goes_in_comes_back(store: Store) -> None:
    given_ = {quad("a"), quad("a", graph=GRAPH), quad("b", NamedNode(f"{X}c")), quad("c", Literal("x", language="en"))}
    store.replace(given_)
    assert (set(store.quads()), len(store)) == (given_, 4)
    store.replace([quad("d")])
    assert (list(store.quads()), len(store)) == ([quad("d")], 1)


def test_a_graph_of_ours_comes_back(store: Store) -> None:
    store.replace(quads(KNOWLEDGE))
    assert set(store.quads()) == set(memory_store(quads(KNOWLEDGE)).quads())


def test_a_change_takes_out_and_puts_in(store: Store) -> None:
    store.replace([*(quad(f"a{n}") for n in range(20)), quad("a", graph=GRAPH)])
    added = [quad("a1"), quad("b"), quad("b", graph=GRAPH)]
    store.change(removed=[*(quad(f"a{n}") for n in range(17)), quad("none"), quad("a", graph=GRAPH)], added=iter(added))
    assert set(store.quads()) == {quad("a17"), quad("a18"), quad("a19"), *added}
    store.change()
    store.change(added=[quad("c")])
    store.change(removed=[quad("c"), quad("b")])
    assert set(store.quads()) == {quad("a17"), quad("a18"), quad("a19"), quad("a1"), quad("b", graph=GRAPH)}


def test_what_fails_on_the_way_in_changes_nothing(store: Store) -> None:
    store.replace([quad("a")])

    def broken() -> Iterator[Quad]:
        yield quad("b")
        raise StoreError("broken")

    with pytest.raises(StoreError, match="broken"):
        store.change(removed=[quad("a")], added=broken())
    assert set(store.quads()) == {quad("a")}


def test_each_form_of_query_is_answered(store: Store) -> None:
    store.replace([quad("a", Literal(1)), quad("b", Literal(2)), quad("c", graph=GRAPH)])
    assert rows(store, f"SELECT ?s ?o {{ ?s <{X}p> ?o }} ORDER BY ?o") == [
        (NamedNode(f"{X}a"), Literal(1)),
        (NamedNode(f"{X}b"), Literal(2)),
    ]
    assert rows(store, f"SELECT ?g {{ GRAPH ?g {{ <{X}c> ?p ?o }} }}") == [(GRAPH,)]
    assert rows(store, "SELECT ?none { OPTIONAL { ?none <urn:none> 1 } }") == [(None,)]
    for asked, expected in ((f"ASK {{ <{X}a> ?p 1 }}", True), (f"ASK {{ <{X}a> ?p 2 }}", False)):
        answer = store.query(asked)
        assert isinstance(answer, QueryBoolean)
        assert bool(answer) is expected
    for asked in (f"CONSTRUCT {{ ?s <{X}p> ?o }} {{ ?s <{X}p> ?o FILTER(?o = 1) }}", f"DESCRIBE <{X}a>"):
        triples = store.query(asked)
        assert isinstance(triples, QueryTriples)
        assert list(triples) == [Triple(NamedNode(f"{X}a"), NamedNode(f"{X}p"), Literal(1))]


def test_prefixes_need_no_declaration_and_may_have_one(store: Store) -> None:
    store.replace([Quad(NamedNode(f"{X}a"), NamedNode(f"{PREFIXES['skos']}prefLabel"), Literal("A"))])
    assert rows(store, "SELECT ?l { ?s skos:prefLabel ?l }") == [(Literal("A"),)]
    assert rows(store, f"PREFIX skos: <{PREFIXES['skos']}>\nSELECT ?l {{ ?s skos:prefLabel ?l }}") == [(Literal("A"),)]


@pytest.mark.parametrize("text", HARD)
def test_values_are_handed_over_and_not_pasted(store: Store, text: str) -> None:
    store.replace([quad("a", Literal(text)), quad("b", Literal("other"))])
    assert rows(store, f"SELECT ?s ?o {{ ?s <{X}p> ?o }}", o=Literal(text)) == [(NamedNode(f"{X}a"), Literal(text))]


def test_values_are_seen_by_filters(store: Store) -> None:
    store.replace([quad(f"a{n}", Literal(n)) for n in range(5)])
    asked = f"# {{ no pattern\nSELECT (?s AS ?found) ?least {{ ?s <{X}p> ?o FILTER(?o >= ?least) }} ORDER BY ?o"
    assert rows(store, asked, least=Literal(3)) == [(NamedNode(f"{X}a3"), Literal(3)), (NamedNode(f"{X}a4"), Literal(3))]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=40), max_size=5))
def test_any_text_comes_back(store: Store, texts: list[str]) -> None:
    given_ = {quad("a", Literal(text)) for text in texts}
    store.replace(given_)
    assert set(store.quads()) == given_


SPELLINGS = [
    ("001", "integer"), ("+5", "integer"), ("-0", "integer"), ("1.50", "decimal"), ("1.0", "decimal"), ("1", "boolean"),
    ("2024-01-01T00:00:00.000Z", "dateTime"), ("2024-01-01T10:00:00+00:00", "dateTime"), ("2024-01-01+00:00", "date"),
    ("5", "nonNegativeInteger"), ("2024", "gYear"), ("2024-01", "gYearMonth"),
]  # fmt: skip


def test_literals_are_kept_in_their_canonical_form(store: Store) -> None:
    given_ = [quad(f"a{n}", Literal(text, datatype=NamedNode(XSD + datatype))) for n, (text, datatype) in enumerate(SPELLINGS)]
    store.replace(given_)
    assert set(store.quads()) == set(map(canonical, given_))
    store.change(removed=map(canonical, given_))
    assert len(store) == 0


def test_a_literal_that_is_none_of_its_type_is_kept_or_refused(store: Store) -> None:
    given_ = quad("a", Literal("x", datatype=NamedNode(f"{XSD}integer")))
    if isinstance(store, RemoteStore) and store.service.update.endswith("/sparql-auth"):
        with pytest.raises(StoreError, match="Invalid integer value converting 'x'"):
            store.replace([given_])
    else:
        store.replace([given_])
        assert list(store.quads()) == [given_]


def test_a_sparql_update_changes_the_graph(store: Store) -> None:
    store.replace([quad("a", Literal(1)), quad("b", Literal(2))])
    dataset = store.service.dataset if isinstance(store, RemoteStore) else None
    graph = f"WITH <{dataset.default}>" if dataset else ""
    store.update(f"{graph} DELETE {{ ?s ?p ?o }} INSERT {{ ?s skos:note ?o }} WHERE {{ ?s ?p ?o FILTER(?o = 1) }}", prefixes=PREFIXES)
    assert set(store.quads()) == {quad("b", Literal(2)), Quad(NamedNode(f"{X}a"), NamedNode(f"{PREFIXES['skos']}note"), Literal(1))}


def test_what_is_no_sparql_is_a_syntax_error(store: Store) -> None:
    with pytest.raises(SyntaxError):
        store.query("SELECT ?s WHERE { ?s ?p ")
    with pytest.raises(SyntaxError):
        store.update("INSERT DATA { ?s ?p ")


def test_a_closed_store_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with memory(tmp_path_factory) as one, disk(tmp_path_factory) as two, RemoteStore(Service("http://127.0.0.1:9/query")) as three:
        for store in (one, two, three):
            assert not store.closed
            store.close()
            store.close()
            assert store.closed
            with pytest.raises(ValueError, match="the store is closed"):
                store.query("ASK {}")
