"""The SPARQL 1.1 Protocol, sentence by sentence of its text, by both engines of `kg serve`.

Source: W3C, SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/, section 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import psutil
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from servers import OXIGRAPH
from serving import Served, serving

from kg.errors import QueryError
from kg.query.words import checked_update
from kg.serve.using import clearing_nothing, with_dataset
from kg.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EX = "http://example.org/"
TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 - of these tests
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
P = NamedNode(f"{EX}p")
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
NAMES = ("a", "b", "c")


@pytest.fixture(
    scope="module",
    params=["embedded", pytest.param("oxigraph", marks=pytest.mark.skipif(OXIGRAPH is None, reason="the package oxigraph is missing"))],
)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of three named graphs, each with one triple that tells its name, and one triple in the default graph."""
    graph = tmp_path_factory.mktemp(request.param) / "e.kg"
    named = [Quad(NamedNode(EX + name), P, Literal(name), NamedNode(f"{EX}g/{name}")) for name in NAMES]
    write_store(graph, [*named, Quad(NamedNode(f"{EX}d"), P, Literal("d"))])
    with serving(graph, "--engine", request.param, "--writable", "--timeout", "5", env={"KG_TOKEN": TOKEN}) as server:
        yield server


def g(name: str) -> str:
    return f"{EX}g/{name}"


def values(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(row["x"]["value"] for row in answer.json()["results"]["bindings"])


ALL = "SELECT ?x { ?s ?p ?x }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"{{ ?a{n} ?b{n} ?c{n} }} UNION {{ ?a{n} ?b{n} ?c{n} }}" for n in range(60)) + " }"
NAMED = "SELECT ?x { GRAPH ?g { ?s ?p ?x } }"


# ---------------------------------------------------------------- queries


def test_a_query_by_get(served: Served) -> None:
    assert values(httpx.get(served.sparql, params={"query": ALL})) == ["d"]


def test_a_query_by_post_of_a_form(served: Served) -> None:
    assert values(httpx.post(served.sparql, data={"query": ALL})) == ["d"]


def test_a_query_by_post_as_it_is(served: Served) -> None:
    assert values(httpx.post(served.sparql, content=ALL, headers={"Content-Type": QUERY})) == ["d"]


def sent(served: Served, way: str, query: str, **graphs: list[str]) -> httpx.Response:
    named = {name.replace("_", "-"): [g(one) for one in values_] for name, values_ in graphs.items()}
    if way == "get":
        return httpx.get(served.sparql, params={"query": query, **named})
    if way == "form":
        return httpx.post(served.sparql, data={"query": query, **named})
    return httpx.post(served.sparql, params=named, content=query, headers={"Content-Type": QUERY})


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_default_graph_is_the_one_that_the_request_names(served: Served, way: str) -> None:
    assert values(sent(served, way, ALL, default_graph_uri=["a"])) == ["a"]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_several_default_graphs_are_merged(served: Served, way: str) -> None:
    assert values(sent(served, way, ALL, default_graph_uri=["a", "b"])) == ["a", "b"]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_named_graphs_are_those_that_the_request_names(served: Served, way: str) -> None:
    assert values(sent(served, way, NAMED, named_graph_uri=["a", "b"])) == ["a", "b"]
    assert values(sent(served, way, ALL, named_graph_uri=["a", "b"])) == []


def test_default_and_named_graphs_of_one_request(served: Served) -> None:
    query = "SELECT ?x { { ?s ?p ?x } UNION { GRAPH ?g { ?s ?p ?x } } }"
    assert values(sent(served, "form", query, default_graph_uri=["a"], named_graph_uri=["b", "c"])) == ["a", "b", "c"]


def test_the_graphs_of_the_request_count_and_not_those_of_the_query(served: Served) -> None:
    query = f"SELECT ?x FROM <{g('a')}> {{ ?s ?p ?x }}"  # noqa: S608 - our own words
    assert values(sent(served, "get", query)) == ["a"]
    assert values(sent(served, "get", query, default_graph_uri=["b"])) == ["b"]


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (ALL, "application/sparql-results+json"),
        (ALL, "application/sparql-results+xml"),
        (ALL, "text/csv"),
        (ALL, "text/tab-separated-values"),
        ("ASK { ?s ?p ?x }", "application/sparql-results+json"),
        ("ASK { ?s ?p ?x }", "application/sparql-results+xml"),
        (f"DESCRIBE <{EX}d>", "text/turtle"),
        ("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }", "application/rdf+xml"),
        ("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }", "application/n-triples"),
    ],
)
def test_the_answer_has_the_type_that_is_accepted(served: Served, query: str, accept: str) -> None:
    answer = served.ask(query, Accept=accept)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, accept)


def test_relative_names_are_relative_to_the_endpoint(served: Served) -> None:
    answer = served.ask("SELECT (STR(<x>) AS ?x) {}")
    assert values(answer) == [f"{served.root}x"]


def test_names_that_are_percent_encoded_twice_are_decoded_once(served: Served) -> None:
    assert values(httpx.post(served.sparql, data={"query": 'SELECT ("%2541" AS ?x) {}'})) == ["%2541"]


# ---------------------------------------------------------------- updates


def left(served: Served, name: str = "") -> list[str]:
    """What is in a graph."""
    return values(served.ask(f"SELECT ?x {{ GRAPH <{g(name)}> {{ ?s ?p ?x }} }}" if name else ALL))


@pytest.fixture
def scratch(served: Served) -> Iterator[Served]:
    """A server whose graphs `s` and `t` are empty before and after."""
    yield served
    cleared = update(served, f"CLEAR SILENT GRAPH <{g('s')}> ; CLEAR SILENT GRAPH <{g('t')}>")
    assert cleared.status_code == 204


def update(served: Served, text: str, **graphs: list[str]) -> httpx.Response:
    named = {name.replace("_", "-"): [g(one) for one in values_] for name, values_ in graphs.items()}
    return httpx.post(served.sparql, data={"update": text, **named}, headers=KNOWN, timeout=30)


def test_an_update_by_post_of_a_form(scratch: Served) -> None:
    assert update(scratch, f"INSERT DATA {{ GRAPH <{g('s')}> {{ <a:a> <a:b> 'new' }} }}").is_success
    assert left(scratch, "s") == ["new"]


def test_an_update_by_post_as_it_is(scratch: Served) -> None:
    text = f"INSERT DATA {{ GRAPH <{g('s')}> {{ <a:a> <a:b> 'new' }} }}"
    assert httpx.post(scratch.sparql, content=text, headers={**KNOWN, "Content-Type": UPDATE}).is_success
    assert left(scratch, "s") == ["new"]


COPY = f"INSERT {{ GRAPH <{EX}g/s> {{ ?s ?p ?x }} }} WHERE {{ ?s ?p ?x }}"


def test_an_update_is_matched_in_the_graph_that_the_request_names(scratch: Served) -> None:
    assert update(scratch, COPY, using_graph_uri=["a"]).is_success
    assert left(scratch, "s") == ["a"]


def test_an_update_is_matched_in_several_graphs_together(scratch: Served) -> None:
    assert update(scratch, COPY, using_graph_uri=["a", "b"]).is_success
    assert left(scratch, "s") == ["a", "b"]


def test_an_update_is_matched_in_the_named_graphs_that_the_request_names(scratch: Served) -> None:
    text = COPY.replace("WHERE { ?s ?p ?x }", "WHERE { GRAPH ?g { ?s ?p ?x } }")
    assert update(scratch, text, using_named_graph_uri=["a", "b"]).is_success
    assert left(scratch, "s") == ["a", "b"]


def test_an_update_is_matched_in_default_and_named_graphs(scratch: Served) -> None:
    text = COPY.replace("WHERE { ?s ?p ?x }", "WHERE { { ?s ?p ?x } UNION { GRAPH ?g { ?s ?p ?x } } }")
    assert update(scratch, text, using_graph_uri=["a"], using_named_graph_uri=["b"]).is_success
    assert left(scratch, "s") == ["a", "b"]


def test_several_updates_of_one_request_are_all_matched_there(scratch: Served) -> None:
    assert update(scratch, f"{COPY} ; {COPY.replace('g/s', 'g/t')}", using_graph_uri=["c"]).is_success
    assert (left(scratch, "s"), left(scratch, "t")) == (["c"], ["c"])


@pytest.mark.parametrize("own", [f"USING <{EX}g/b>", f"USING NAMED <{EX}g/b>"])
def test_graphs_of_the_request_beside_those_of_the_update_are_a_conflict(scratch: Served, own: str) -> None:
    assert update(scratch, COPY.replace("WHERE", f"{own} WHERE"), using_graph_uri=["a"]).status_code == 400
    assert update(scratch, f"WITH <{EX}g/b> {COPY}", using_named_graph_uri=["a"]).status_code == 400
    assert left(scratch, "s") == []


def test_relative_names_of_an_update_are_relative_to_the_endpoint(scratch: Served) -> None:
    assert update(scratch, f"INSERT DATA {{ GRAPH <{g('s')}> {{ <a:a> <a:b> <x> }} }}").is_success
    assert left(scratch, "s") == [f"{scratch.root}x"]


def test_a_graph_that_is_not_there_is_cleared_and_not_dropped(scratch: Served) -> None:
    assert update(scratch, f"CLEAR GRAPH <{g('nowhere')}>").is_success
    answer = update(scratch, f"DROP GRAPH <{g('nowhere')}>")
    assert (answer.status_code, "Write SILENT" in answer.text) == (400, True), answer.text


# ---------------------------------------------------------------- what is wrong

BAD_UTF8 = "ASK { ?s ?p 'é' }".encode("utf-16")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(("PUT", f"query={ALL}", "", b""), 405, id="query by PUT"),
        pytest.param(("GET", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", "", b""), 400, id="two queries"),
        pytest.param(("POST", "", "text/plain", b"ASK {}"), 415, id="query as another type"),
        pytest.param(("POST", "", "", b"query=ASK%20%7B%7D"), 415, id="query form without its type"),
        pytest.param(("POST", "", "", b"ASK {}"), 415, id="query without its type"),
        pytest.param(("POST", "", f"{QUERY}; charset=UTF-16", BAD_UTF8), 415, id="query in another charset"),
        pytest.param(("POST", "", QUERY, b"ASK { ?s ?p '\xff' }"), 400, id="query that is no UTF-8"),
        pytest.param(("GET", "query=SELECT%20%7B", "", b""), 400, id="query with an error"),
        pytest.param(("GET", "update=CLEAR%20ALL", "", b""), 400, id="update by GET"),
        pytest.param(("POST", "", FORM, b"update=CLEAR+ALL&update=CLEAR+ALL"), 400, id="two updates"),
        pytest.param(("POST", "", FORM, b"update=CLEAR+ALL&query=ASK+%7B%7D"), 400, id="query and update"),
        pytest.param(("POST", "", "text/plain", b"CLEAR ALL"), 415, id="update as another type"),
        pytest.param(("POST", "", "", b"update=CLEAR%20ALL"), 415, id="update form without its type"),
        pytest.param(("POST", "", f"{UPDATE}; charset=UTF-16", "CLEAR ALL".encode("utf-16")), 415, id="update in another charset"),
        pytest.param(("POST", "", UPDATE, b"INSERT DATA { <a:a> <a:b> '\xff' }"), 400, id="update that is no UTF-8"),
        pytest.param(("POST", "", FORM, b"update=CLEAR+EVERYTHING"), 400, id="update with an error"),
        pytest.param(("POST", "", UPDATE, b"ASK {}"), 400, id="query as an update"),
        pytest.param(("POST", "", QUERY, b"CLEAR ALL"), 400, id="update as a query"),
    ],
)
def test_what_is_no_operation_is_refused_and_changes_nothing(served: Served, request_: tuple[str, str, str, bytes], status: int) -> None:
    method, parameters, kind, content = request_
    headers = {**KNOWN, **({"Content-Type": kind} if kind else {})}
    answer = httpx.request(method, f"{served.sparql}?{parameters}", content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert left(served) == ["d"]


# ---------------------------------------------------------------- both engines keep within limits


def test_a_query_without_end_is_stopped_and_others_go_on(served: Served) -> None:
    answer = served.ask(ENDLESS)
    assert answer.status_code == 503
    assert values(served.ask(ALL)) == ["d"]


def test_what_would_reach_elsewhere_is_refused(served: Served) -> None:
    assert served.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").status_code == 400
    assert served.ask("ASK " + "{" * 2000 + "}" * 2000).status_code == 400


@pytest.mark.skipif(OXIGRAPH is None, reason="the package oxigraph is missing")
def test_an_engine_that_ends_is_started_again_and_ends_with_the_server(tmp_path: Path) -> None:
    write_store(tmp_path / "e.kg", [Quad(NamedNode(f"{EX}d"), P, Literal("d"))])

    def engines(server: Served) -> list[psutil.Process]:
        return [one for one in psutil.Process(server.process.pid).children() if one.name() == "oxigraph"]

    with serving(tmp_path / "e.kg", "--engine", "oxigraph", "--timeout", "2") as server:
        assert values(server.ask(ALL)) == ["d"]
        (engine,) = engines(server)
        engine.kill()
        psutil.wait_procs([engine], 5)
        asked = [server.ask(ALL) for _ in range(2)]
        assert values(asked[-1]) == ["d"]
        (engine,) = engines(server)
        assert server.ask(ENDLESS).status_code == 503
        psutil.wait_procs([engine], 5)
        assert values(server.ask(ALL)) == ["d"]
        (engine,) = engines(server)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(server.sparql, params={"query": ENDLESS}, timeout=0.5)  # who leaves stops the query
        psutil.wait_procs([engine], 5)
        assert values(server.ask(ALL)) == ["d"]
        (other,) = engines(server)
        assert other != engine
        engine = other
        server.process.kill()
        gone, _ = psutil.wait_procs([engine], 5)
        assert gone == [engine]


# ---------------------------------------------------------------- graphs of a request, written into an update


@pytest.mark.parametrize(
    ("update_", "written"),
    [
        ("INSERT {?s ?p 1} WHERE {?s ?p 2}", "INSERT {?s ?p 1} USING <a:g> WHERE {?s ?p 2}"),
        ("DELETE WHERE {?s ?p ?o}", "DELETE {?s ?p ?o} USING <a:g> WHERE {?s ?p ?o}"),
        ("DELETE WHERE {GRAPH ?where {?s ?p '}'}}", "DELETE {GRAPH ?where {?s ?p '}'}} USING <a:g> WHERE {GRAPH ?where {?s ?p '}'}}"),
        ("INSERT DATA {<a:where> <a:using> 'WHERE USING'}", "INSERT DATA {<a:where> <a:using> 'WHERE USING'}"),
        ("DELETE {?s ?p 1} WHERE {SELECT * WHERE {?s ?p 1}}", "DELETE {?s ?p 1} USING <a:g> WHERE {SELECT * WHERE {?s ?p 1}}"),
        ("CLEAR ALL # WHERE", "CLEAR ALL # WHERE"),
    ],
)
def test_the_graphs_stand_before_each_pattern_and_nowhere_else(update_: str, written: str) -> None:
    assert with_dataset(update_, checked_update(update_), ["a:g"], []) == written


@pytest.mark.parametrize(
    ("update_", "written"),
    [
        ("CLEAR GRAPH <a:g> ; clear silent all", "CLEAR SILENT GRAPH <a:g> ; clear silent all"),
        ("PREFIX clear: <a:> DROP GRAPH clear:g; CLEAR NAMED", "PREFIX clear: <a:> DROP GRAPH clear:g; CLEAR SILENT NAMED"),
        ("INSERT DATA {<a:clear> a 'CLEAR ALL'} # CLEAR ALL", "INSERT DATA {<a:clear> a 'CLEAR ALL'} # CLEAR ALL"),
    ],
)
def test_clear_is_silent(update_: str, written: str) -> None:
    assert clearing_nothing(update_, checked_update(update_)) == written


@pytest.mark.parametrize("update_", ["WITH <a:g> DELETE {?s ?p 1} WHERE {?s ?p 1}", "DELETE WHERE"])
def test_what_cannot_be_written_is_told(update_: str) -> None:
    with pytest.raises(QueryError, match=r"Name them in one of the two|no group"):
        with_dataset(update_, checked_update(update_), ["a:g"], [])
