"""`kg serve` as a process of its own, asked over loopback by clients that others wrote, and by those who mean it ill."""

from __future__ import annotations

import asyncio
import gzip
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest.mock import Mock

import httpx
import pytest
import rdflib
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Served, serving
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from kg.serve.guard import Guard
from kg.serve.http import reply
from kg.serve.metrics import Metrics
from kg.serve.negotiate import SOLUTIONS, chosen
from kg.serve.options import Options
from kg.serve.xml import Piecewise
from kg.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.serve.http import Receive, Scope, Send

EX = "http://example.org/"
THINGS = 400
SECONDS = 2
ROWS = 1000
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ODD = NamedNode(f"{EX}odd")
SCRIPT = "<script>alert(1)</script>"


def labels(things: int) -> Iterator[Quad]:
    for number in range(things - 1):
        yield Quad(NamedNode(f"{EX}{number}"), LABEL, Literal(f"thing {number}" if number else SCRIPT))
    yield Quad(NamedNode(f"{EX}odd"), ODD, Literal("a\u0001b\x0b\uffff\t\U0001f600"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("served") / "e.kg"
    write_store(graph, labels(THINGS))
    with serving(graph, "--timeout", str(SECONDS), "--limit", str(ROWS)) as server:
        yield server


# ---------------------------------------------------------------- the protocol

SELECT = f"SELECT ?label {{ <{EX}7> skos:prefLabel ?label }}"


def test_a_query_comes_by_get_by_form_and_as_it_is(served: Served) -> None:
    by_get = served.ask(SELECT)
    by_form = httpx.post(served.sparql, data={"query": SELECT})
    direct = httpx.post(served.sparql, content=SELECT, headers={"Content-Type": "application/sparql-query"})
    assert by_get.status_code == 200
    assert by_get.headers["content-type"] == "application/sparql-results+json"
    assert by_get.json()["results"]["bindings"] == [{"label": {"type": "literal", "value": "thing 7"}}]
    assert by_get.content == by_form.content == direct.content


@pytest.mark.parametrize("accept", SOLUTIONS[:4])
def test_an_answer_comes_in_the_format_that_is_accepted(served: Served, accept: str) -> None:
    answer = served.ask(SELECT, Accept=f"text/html;q=0.1, {accept}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)
    assert answer.headers["vary"] == "Accept"
    assert b"thing 7" in answer.content


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_triples_come_in_the_format_that_is_accepted(served: Served, accept: str) -> None:
    answer = served.ask(f"DESCRIBE <{EX}7>", Accept=accept)
    assert answer.headers["content-type"].startswith(accept)
    assert len(rdflib.Graph().parse(data=answer.content, format=accept)) == 1


@pytest.mark.parametrize(
    ("accept", "offer"),
    [
        ("", "a/json"),
        ("*/*", "a/json"),
        ("a/csv", "a/csv"),
        ("a/json;q=0.2, a/csv;q=0.9", "a/csv"),
        ("a/*;q=0.5, a/json;q=0", "a/csv"),
        ("b/*", None),
        ("a/csv;q=nonsense", None),
    ],
)
def test_the_offer_that_is_liked_best_is_chosen(accept: str, offer: str | None) -> None:
    assert chosen(accept, ("a/json", "a/csv")) == offer


def test_percent_signs_of_a_form_are_decoded_once(served: Served) -> None:
    answer = httpx.post(served.sparql, data={"query": 'SELECT ("%41" AS ?x) {}'}, headers={"Accept": "text/csv"})
    assert answer.text == "x\r\n%41\r\n"


def test_a_dataset_of_the_request_is_heeded(served: Served) -> None:
    answer = httpx.get(served.sparql, params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": f"{EX}none"})
    assert answer.json()["boolean"] is False


@pytest.mark.parametrize(
    ("method", "parameters", "headers", "status"),
    [
        ("GET", {"query": "SELEKT"}, {}, 400),
        ("GET", {"other": "x"}, {}, 400),
        ("GET", {"query": "ASK {}", "default-graph-uri": "no iri"}, {}, 400),
        ("GET", {"query": "ASK {}"}, {"Accept": "image/png"}, 406),
        ("GET", {"query": "SELECT * { ?s ?p ?o }"}, {"Accept": "text/turtle"}, 406),
        ("PUT", {"query": "ASK {}"}, {}, 405),
        ("POST", {}, {"Content-Type": "application/json"}, 415),
        ("POST", {}, {"Content-Type": "application/sparql-query; charset=utf-16"}, 415),
    ],
)
def test_what_is_wrong_has_its_status(
    served: Served, method: str, parameters: dict[str, str], headers: dict[str, str], status: int
) -> None:
    answer = httpx.request(method, served.sparql, params=parameters, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.strip()


# ---------------------------------------------------------------- clients that others wrote


def test_sparqlwrapper_asks_by_get_and_post(served: Served) -> None:
    client = SPARQLWrapper(served.sparql)
    client.setReturnFormat(JSON)
    client.setQuery(f"PREFIX skos: <http://www.w3.org/2004/02/skos/core#> {SELECT}")
    found = client.queryAndConvert()
    client.setMethod(POST)
    assert isinstance(found, dict)
    assert found["results"]["bindings"][0]["label"]["value"] == "thing 7"
    assert client.queryAndConvert() == found


def test_rdflib_reads_it_as_a_store(served: Served) -> None:
    graph = rdflib.Graph(SPARQLStore(served.sparql))
    assert len(graph) == THINGS
    assert graph.value(rdflib.URIRef(f"{EX}7"), rdflib.SKOS.prefLabel) == rdflib.Literal("thing 7")


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl_asks(served: Served) -> None:
    command = ["curl", "-sS", "--noproxy", "*", "-H", "Accept: text/csv", served.sparql, "--data-urlencode", f"query={SELECT}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.split() == ["label", "thing", "7"]


# ---------------------------------------------------------------- about itself


def test_the_service_describes_itself(served: Served) -> None:
    described = rdflib.Graph().parse(data=httpx.get(served.sparql).content, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert set(described.objects(None, sd.endpoint)) == {rdflib.URIRef(served.sparql)}
    assert set(described.objects(None, sd.supportedLanguage)) == {sd.SPARQL11Query}
    void = rdflib.Graph().parse(data=httpx.get(f"{served.root}.well-known/void").content, format="turtle")
    assert set(void.objects(None, rdflib.VOID.triples)) == {rdflib.Literal(THINGS)}


def test_openapi_names_paths_that_are_there(served: Served) -> None:
    described = httpx.get(f"{served.root}openapi.json").json()
    assert {"/sparql", "/health", "/metrics"} <= described["paths"].keys()
    for path in described["paths"]:
        filled = path[1:].format(path="none", graph="graph=none:none")
        assert httpx.get(f"{served.root}{filled}").status_code == (404 if "{" in path else 200)


def test_health_and_figures(served: Served) -> None:
    assert httpx.get(f"{served.root}health").json()["quads"] == THINGS
    before = served.ask("ASK {}")
    figures = httpx.get(f"{served.root}metrics").text
    assert before.status_code == 200
    assert re.search(r'kg_requests_total\{route="sparql",status="200"\} [1-9]', figures)
    assert f"kg_quads {THINGS}.0" in figures


# ---------------------------------------------------------------- limits


def test_a_cross_product_is_stopped_in_time_and_holds_up_nobody(served: Served) -> None:
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(served.ask(ENDLESS)))
    asking.start()
    quick = [served.ask("ASK {}").status_code for _ in range(5)]
    assert asking.is_alive()
    asking.join(20)
    assert quick == [200] * 5
    assert answers[0].status_code == 503
    assert answers[0].headers["retry-after"] == "5"
    assert "longer than 2 seconds" in answers[0].text


@pytest.mark.parametrize("last", ["ORDER BY ?c ?f", "LIMIT 1"])
def test_sorting_millions_of_rows_and_telling_them_apart_is_stopped_and_holds_up_nobody(served: Served, last: str) -> None:
    answers: list[httpx.Response] = []
    heavy = f"SELECT DISTINCT ?c ?f ?i {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f || ?i = 'no') }} {last}"
    heavy = heavy if last.startswith("ORDER") else f"SELECT (COUNT(*) AS ?n) {{ {heavy[: -len(last)]} }} {last}"
    asking = threading.Thread(target=lambda: answers.append(served.ask(heavy)))
    asking.start()
    quick = [served.ask("ASK {}").status_code for _ in range(20)]
    asking.join(20)
    assert quick == [200] * 20
    assert answers[0].status_code == 503
    assert re.search(r"longer than 2 seconds|more than \d+ MiB", answers[0].text)


def test_an_answer_of_too_many_rows_is_an_error_before_its_first_byte(served: Served) -> None:
    answer = served.ask("SELECT ?a { ?a ?b ?c . ?d ?e ?f }", Accept="text/csv")
    assert answer.status_code == 413
    assert "more than 1000 rows" in answer.text


def test_what_fails_after_its_first_bytes_breaks_off_so_that_no_client_takes_a_part_for_the_whole(served: Served) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        served.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 2000 + "}" * 2000,
        "SELECT (1 AS ?x) { FILTER(1 IN " + "(" * 1000 + "1" + ")" * 1000 + ") }",
        "ASK { ?s ?p " + "(" * 1000 + "1" + ")" * 1000 + " }",
        "ASK { ?s ?p " + "[ ?p " * 1000 + "1" + "]" * 1000 + " }",
    ],
    ids=["braces", "expression", "list", "nodes"],
)
def test_a_query_that_lies_too_deep_in_itself_is_refused(served: Served, query: str) -> None:
    assert httpx.post(served.sparql, data={"query": query}).status_code == 400
    assert served.ask("ASK {}").status_code == 200


def test_an_expression_that_takes_for_ever_is_stopped(served: Served) -> None:
    query = f'SELECT * {{ ?s ?p ?o FILTER(REGEX("{"a" * 5000}", "(a+)+$b")) }}'
    assert httpx.post(served.sparql, data={"query": query}, timeout=30).status_code in {200, 400, 503}
    assert served.ask("ASK {}").status_code == 200


def test_a_body_that_is_too_large_or_compressed_is_refused(served: Served) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    large = b"#" * (1 << 18)
    assert httpx.post(served.sparql, content=large, headers=kind).status_code == 413
    assert httpx.post(served.sparql, content=iter([large]), headers=kind).status_code == 413  # in chunks, which tell no length
    packed = httpx.post(served.sparql, content=gzip.compress(b"ASK {}"), headers=kind | {"Content-Encoding": "gzip"})
    assert packed.status_code == 415


# ---------------------------------------------------------------- who means it ill


@pytest.fixture
def trap() -> Iterator[tuple[str, list[bool]]]:
    """The URL of a listener that nobody must call, and whether somebody did."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        called: list[bool] = []
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", called
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{trap}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{trap}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(1 AS ?x) FILTER(?x=1SERVICE:x {{ ?s ?p ?o }}) }}",
        "LOAD <{trap}>",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA {{ <a:a> <a:b> <a:c> }}",
    ],
)
def test_what_would_reach_elsewhere_or_change_the_graph_is_refused(served: Served, trap: tuple[str, list[bool]], query: str) -> None:
    answer = served.ask(query.format(trap=trap[0]))
    assert answer.status_code == 400
    assert "root:" not in answer.text


@pytest.mark.parametrize("graph", ["{trap}", "file:///etc/passwd"])
def test_from_names_a_graph_of_ours_and_fetches_nothing(served: Served, trap: tuple[str, list[bool]], graph: str) -> None:
    answer = served.ask(f"SELECT * FROM <{graph.format(trap=trap[0])}> {{ ?s ?p ?o }}")  # noqa: S608 - our own words
    assert answer.json()["results"]["bindings"] == []


def test_no_update_is_made_however_it_comes(served: Served) -> None:
    update = "DELETE WHERE { ?s ?p ?o }"
    assert httpx.get(served.sparql, params={"update": update}).status_code == 400
    assert httpx.post(served.sparql, data={"update": update}).status_code == 403
    assert httpx.post(served.sparql, data={"update": update}, headers={"Origin": "http://evil.example"}).status_code == 403
    assert httpx.post(served.sparql, content=update, headers={"Content-Type": "application/sparql-update"}).status_code == 403
    assert httpx.get(f"{served.root}health").json()["quads"] == THINGS


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/id/..%2f..%2fetc%2fpasswd", "/sparql/../../e.kg/kg.json", "/%00", "/kg.json"])
def test_no_path_leads_to_a_file(served: Served, path: str) -> None:
    host, port = served.root.removeprefix("http://").strip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:  # a client would tidy the path
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: raw.recv(65536), b""))
    assert said.split()[1] in {b"400", b"404"}
    assert b"root:" not in said
    assert path.encode() not in said


def test_a_line_break_in_what_is_sent_makes_no_header(served: Served) -> None:
    for name in ("query", "default-graph-uri"):
        answer = httpx.get(f"{served.sparql}?{name}=ASK%20%7B%7D%0D%0ASet-Cookie:%20a=b%0D%0A%0D%0A<html>")
        assert answer.status_code == 400
        assert "set-cookie" not in answer.headers


def test_a_page_elsewhere_can_neither_read_nor_frame_nor_run_what_labels_say(served: Served) -> None:
    for accept in (*SOLUTIONS[:4], "text/html,*/*;q=0.8"):
        answer = served.ask(f"SELECT ?label {{ <{EX}0> skos:prefLabel ?label }}", Accept=accept, Origin="http://evil.example")
        assert "text/html" not in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "access-control-allow-origin" not in answer.headers
    assert answer.json()["results"]["bindings"][0]["label"]["value"] == SCRIPT


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (f"SELECT ?x {{ ?s <{EX}odd> ?x }}", "application/sparql-results+xml"),
        (f"CONSTRUCT WHERE {{ ?s <{EX}odd> ?x }}", "application/rdf+xml"),
    ],
)
def test_a_character_that_xml_cannot_have_does_not_break_an_answer(served: Served, query: str, accept: str) -> None:
    texts = "".join(fromstring(served.ask(query, Accept=accept).content).itertext()).strip(" \n")
    assert texts.strip("\t\n") == "a\ufffdb\ufffd\ufffd\t\U0001f600"


@given(text=st.text(st.sampled_from("a\uffff\ufffe\u0001é\U0001f600\ufffd\ue000<")), cuts=st.lists(st.integers(0, 60), max_size=4))
def test_pieces_are_cleaned_wherever_they_are_cut(text: str, cuts: list[int]) -> None:
    content, written = text.encode(), Piecewise("application/sparql-results+xml")
    bounds = [0, *sorted(cuts), len(content)]
    pieces = [written.clean(content[start:end]) for start, end in pairwise(bounds)]
    assert b"".join([*pieces, written.clean(b"", last=True)]).decode() == re.sub("[\u0001\ufffe\uffff]", "\ufffd", text)
    assert Piecewise("text/csv").clean(content, last=True) == content


def test_a_name_that_was_made_to_point_here_is_refused(served: Served) -> None:
    assert served.ask("ASK {}", Host="evil.example").status_code == 421
    assert httpx.get(served.sparql, headers={"Host": 'localhost"><script>'}).status_code in {400, 421}
    assert served.ask("ASK {}", Host="localhost:1").status_code == 200


async def _slow(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive
    await asyncio.sleep(0.1)
    await reply(send, 200, "done")


def guarded(options: Options, requests: int, **headers: str) -> list[httpx.Response]:
    """The answers to so many requests at once, of an application behind the guard."""

    async def ask() -> list[httpx.Response]:
        guard = Guard(_slow, options, Mock(spec=Metrics))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url="http://localhost") as client:
            return await asyncio.gather(*(client.get("/sparql", headers=headers) for _ in range(requests)))

    return asyncio.run(ask())


def test_one_address_that_asks_too_much_at_once_is_told_to_wait() -> None:
    answers = guarded(Options(per_client=2), 5)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 429, 429, 429]
    assert {answer.headers.get("retry-after") for answer in answers if answer.status_code == 429} == {"1"}


@pytest.mark.parametrize(("origin", "allowed"), [("http://mine.example", "http://mine.example"), ("http://evil.example", None)])
def test_only_pages_that_were_named_may_read_answers(origin: str, allowed: str | None) -> None:
    (answer,) = guarded(Options(origins=("http://mine.example",)), 1, Origin=origin)
    assert answer.headers.get("access-control-allow-origin") == allowed


# ---------------------------------------------------------------- a graph that grows, and the end


def test_what_a_build_adds_is_served_at_once(served: Served) -> None:
    write_store(served.graph, [*labels(THINGS), Quad(NamedNode(f"{EX}new"), LABEL, Literal("new"))])
    until = time.monotonic() + 10
    while time.monotonic() < until and not served.ask(f"ASK {{ <{EX}new> ?p ?o }}").json()["boolean"]:
        time.sleep(0.1)
    assert httpx.get(f"{served.root}health").json()["quads"] == THINGS + 1
    write_store(served.graph, labels(THINGS))
    while time.monotonic() < until and httpx.get(f"{served.root}health").json()["quads"] != THINGS:
        time.sleep(0.1)


def test_a_server_that_is_told_to_stop_ends_in_peace(served: Served, tmp_path: Path) -> None:
    port = served.root.rstrip("/").rsplit(":", 1)[1]
    taken = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "kg", "serve", str(served.graph), "--port", port], capture_output=True, text=True, check=False, timeout=60
    )
    assert taken.returncode == 2
    assert "cannot listen there" in taken.stderr
    missing = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "kg", "serve", str(tmp_path / "none.kg")], capture_output=True, text=True, check=False, timeout=60
    )
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(20) in {0, -signal.SIGTERM}
