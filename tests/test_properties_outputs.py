"""What holds of what leaves the graph, whatever words stand in it: they stay words, in SPARQL, in pages and in other tools' files."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import fromstring

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from knowledge_example import KNOWLEDGE
from properties import FORMULAS, MARKUP, QUERIES, any_text, fewer, file_text, writable
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize
from test_view import PAYLOADS, Tags, poisoned

from kg.errors import KgError, QueryError
from kg.graph import quads
from kg.graph.terms import resource, resource_of_id, segment
from kg.model import Document, Knowledge
from kg.network.graphml import gexf, graphml
from kg.network.tables import csv_edges, csv_nodes, cytoscape, neo4j_edges, neo4j_nodes
from kg.query import query
from kg.query.parameters import parameters_of
from kg.query.table import Table
from kg.query.terms import plain, short, value_of
from kg.store import memory_store
from kg.store.literals import canonical_literal
from kg.view import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    Write = Callable[["nx.MultiDiGraph[str]", IO[bytes]], None]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
TYPES: Final = (
    "string",
    "integer",
    "decimal",
    "double",
    "float",
    "boolean",
    "date",
    "dateTime",
    "gYear",
    "gYearMonth",
    "time",
    "duration",
    "anyURI",
    "nonNegativeInteger",
)
NUMBERS: Final = (
    *("", "0", "-0", "007", "1.50", ".5", "1e400", "NaN", "INF", "-INF", "9" * 40, "0000", "-0001", "2024-02-30", "24:00:00", "true", "1"),
    "2024-01-03Z",
)
values = file_text | st.sampled_from(NUMBERS) | st.integers().map(str) | st.dates().map(str)
KNOWN_TAGS: Final = frozenset(
    (
        *("graphml", "key", "graph", "node", "edge", "data", "gexf", "meta", "creator", "attributes", "attribute", "nodes", "edges"),
        *("attvalues", "attvalue", "default"),
    )
)
FORMULA: Final = re.compile(r"[=+@\t\r\n＝-]")
NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


# ---------------------------------------------------------------- literals and IRIs


@given(values, st.sampled_from(TYPES))
def test_a_literal_is_kept_as_it_was_said_to_be(value: str, kind: str) -> None:
    check_literal(value, kind)


def check_literal(value: str, kind: str) -> None:
    literal = canonical_literal(Literal(value, datatype=NamedNode(XSD + kind)))
    assert canonical_literal(literal) == literal
    store = Store()
    quad = Quad(NamedNode("urn:a"), NamedNode("urn:b"), literal)
    store.add(quad)
    assert list(store) == [quad]
    for form in (RdfFormat.N_QUADS, RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML)[:3]:
        written = serialize([quad.triple], format=form) or b""
        assert [one.object for one in parse(written, format=form)] == [literal]
    for convert in (value_of, plain, short):
        convert(literal)


@given(any_text, any_text)
def test_ids_make_iris_that_tell_them_apart(one: str, other: str) -> None:
    iris = [resource("https://example.org/", "document", segment(ident)).value for ident in (one, other)]
    assert (iris[0] == iris[1]) == (one == other)
    for iri in iris:
        assert re.fullmatch(r"https://example\.org/document/[A-Za-z0-9._~%-]*", iri)
        assert NamedNode(iri).value == iri
    assert "/" not in segment(one)
    assert resource_of_id("https://example.org/", "actor/x").value == "https://example.org/actor/x"


# ---------------------------------------------------------------- SPARQL


@pytest.fixture(scope="module")
def store() -> Any:  # noqa: ANN401 - whatever a store is
    with memory_store(quads(KNOWLEDGE)) as opened:
        yield opened


@given(any_text)
@example('x" } ; DROP ALL #')
@example("\\")
@example("\ud800")
def test_a_parameter_is_a_value_and_never_words_of_the_query(store: Any, text: str) -> None:  # noqa: ANN401 - see above
    sparql = "SELECT ?x WHERE { VALUES ?y { 1 } }"
    if writable(text).replace("\0", "") != text.replace("\0", ""):
        with pytest.raises(QueryError, match="is no value"):
            query(store, sparql, x=text)
    else:
        answer = query(store, sparql, x=text)
        assert isinstance(answer, Table)
        assert answer.rows == ((Literal(text),),)


@given(st.from_regex(r"\A[a-z]{1,3}=") | any_text, any_text)
def test_a_parameter_that_is_typed_is_one_or_is_told(name: str, value: str) -> None:
    try:
        found = parameters_of([name + value])
    except QueryError:
        return
    assert len(found) == 1
    for one in found.values():
        assert isinstance(one, str | int | date | NamedNode)


@given(st.lists(st.sampled_from(QUERIES + MARKUP) | any_text, max_size=6).map(" ".join))
@example("SELECT * WHERE { ?s ?p ?o } # \ud800")
@example('SELECT ?x WHERE { BIND("\\ud800" AS ?x) }')
def test_any_query_is_answered_or_refused(store: Any, text: str) -> None:  # noqa: ANN401 - see above
    told: list[str] = []
    for sparql in (text, f'SELECT ?s WHERE {{ ?s ?p "{text}" }}', f"SELECT ?s WHERE {{ <{text}> ?p ?s }}"):
        try:
            query(store, sparql, limit=3)
        except KgError as error:
            told.append(str(error))
    assert all(told)


# ---------------------------------------------------------------- tables and networks in files


def unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


@given(st.lists(st.lists(file_text | st.sampled_from(FORMULAS), min_size=2, max_size=2), min_size=1, max_size=3))
def test_no_cell_of_a_table_is_a_formula_and_each_can_be_read_again(rows: list[list[str]]) -> None:
    table = Table(("a", "b"), tuple(tuple(Literal(cell) for cell in row) for row in rows))
    read = list(csv.reader(io.StringIO(table.to_csv(), newline="")))[1:]
    for cells, row in zip(read, rows, strict=True):
        assert [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []
        assert [unescaped(cell) for cell in cells] == [unescaped(cell) for cell in row]
    assert json.loads(table.to_json())["results"]["bindings"][0]["a"]["value"] == rows[0][0]
    shown = Tags(table._repr_html_()).tags
    assert {tag for tag, _ in shown} <= {
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
        "p",
        "style",
        "caption",
        "span",
        "details",
        "summary",
    }
    assert {name for _, attributes in shown for name in attributes} <= {"style", "title", "class", "dir"}
    for words in (repr(table), table.to_text()):
        assert words.count("\n") <= len(rows) + 2


def written(writer: Write, graph: nx.MultiDiGraph[str]) -> bytes:
    out = io.BytesIO()
    writer(graph, out)
    return out.getvalue()


def network(text: str) -> nx.MultiDiGraph[str]:
    graph = poisoned(text)
    for _, attributes in graph.nodes(data=True):
        attributes.update(date="2024", kind="event", type="Bombing")  # words of the ontology, and a date
    for _, _, attributes in graph.edges(data=True):
        attributes["relation"] = "metWith"
    return graph


@fewer(2)
@given(any_text)
@example("\x00\x0b\ufffe\ud800]]>&")
def test_a_network_of_any_words_is_xml_that_networkx_reads(text: str) -> None:
    check_xml(network(text))


def check_xml(graph: nx.MultiDiGraph[str]) -> None:
    content = written(graphml, graph)
    again = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    assert (len(again), again.number_of_edges()) == (2, 1)
    assert len(nx.read_gexf(io.BytesIO(written(gexf, graph)))) == 2
    for root in (fromstring(content), fromstring(written(gexf, graph))):  # noqa: S314 - our own
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= KNOWN_TAGS


@fewer(2)
@given(any_text | st.sampled_from(FORMULAS))
def test_no_cell_of_a_network_is_a_formula(text: str) -> None:
    check_cells(network(text))


def check_cells(graph: nx.MultiDiGraph[str]) -> None:
    for writer, count in ((csv_nodes, 2), (csv_edges, 1), (neo4j_nodes, 2), (neo4j_edges, 1)):
        rows = list(csv.reader(io.StringIO(written(writer, graph).decode(), newline="")))
        assert len(rows) == count + 1
        assert len({len(row) for row in rows}) == 1
        assert [cell for row in rows[1:] for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []
    assert len(json.loads(written(cytoscape, graph))["elements"]["nodes"]) == 2


# ---------------------------------------------------------------- pages


BENIGN: Final = Tags(render(poisoned("word"), title="word"))


@fewer(4)
@given(st.lists(any_text | st.sampled_from(PAYLOADS + MARKUP), min_size=1, max_size=3).map("".join))
@example("</script\n><script>window.pwned=1</script>")
@example("\ud800<!--<script>")
def test_no_words_of_the_news_become_markup_of_a_page(text: str) -> None:
    check_page(text)


def check_page(text: str) -> None:
    page = render(poisoned(text), title=text)
    found = Tags(page)
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in BENIGN.tags]
    assert [code for code in found.code if code[0] != "title"] == [code for code in BENIGN.code if code[0] != "title"]
    page.encode("utf-8")


# ---------------------------------------------------------------- a whole graph of any words


@given(any_text, file_text, file_text, st.none() | st.dates())
def test_a_document_of_any_words_becomes_quads_that_come_back(ident: str, title: str, url: str, published: date | None) -> None:
    document = Document(ident, "text", title or None, published, title or None, url or None)
    made = list(quads(Knowledge(documents=(document,))))
    text = serialize([quad.triple for quad in made], format=RdfFormat.N_TRIPLES) or b""
    assert {quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)} == {quad.triple for quad in made}
