"""How a remote store speaks to a service, and what it says when that goes wrong: against a server that answers as it is told."""

from __future__ import annotations

import base64
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Variable
from servers import VIRTUOSO, free_port, virtuoso_server

from kg.errors import StoreError
from kg.store import http
from kg.store.binding import bound
from kg.store.remote import RemoteStore
from kg.store.service import Dataset, Login, Service, Token, is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

JSON = "application/sparql-results+json"
YES = b'{"head": {}, "boolean": true}'
NODE = NamedNode("http://x.example/a")


def rows(*values: str) -> bytes:
    bindings = [{"s": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": bindings}}).encode()


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, list[str]]


@dataclass
class Told:
    status: int = 200
    body: bytes = YES
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    length: int | None = None


@contextmanager
def service(*answers: Told | Callable[[Asked], Told], **settings: Any) -> Iterator[tuple[RemoteStore, list[Asked]]]:  # noqa: ANN401 - see Service
    """Yield a store of a service that gives these answers, the last one for ever, and the list of what it was asked."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            parts = urlsplit(self.path)
            asked.append(Asked(self.command, parts.path, dict(self.headers), parse_qs(parts.query) | parse_qs(body)))
            told = answers[min(len(asked), len(answers)) - 1]
            told = told if isinstance(told, Told) else told(asked[-1])
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body) if told.length is None else told.length))
            self.end_headers()
            self.wfile.write(told.body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        settings = {key: value.format(url=url) if isinstance(value, str) else value for key, value in settings.items()}
        with RemoteStore(Service(f"{url}/query", **settings)) as store:
            yield store, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_query_goes_as_a_form_and_an_update_to_the_endpoint_beside() -> None:
    with service(Told()) as (store, asked):
        assert store.query("ASK {}")
        store.update("CLEAR ALL")
    assert [(one.method, one.path, one.form) for one in asked] == [
        ("POST", "/query", {"query": ["ASK {}"]}),
        ("POST", "/update", {"update": ["CLEAR ALL"]}),
    ]


def test_a_service_that_takes_no_form_is_asked_by_get_from_then_on() -> None:
    with service(Told(405), Told()) as (store, asked):
        assert store.query("ASK {}")
        assert store.query("ASK {}")
    assert [(one.method, one.form) for one in asked] == [(method, {"query": ["ASK {}"]}) for method in ("POST", "GET", "GET")]


def test_a_dataset_is_named_in_each_query() -> None:
    with service(Told(), dataset=Dataset("http://x.example/d", ("http://x.example/n", "http://x.example/m"))) as (store, asked):
        store.query("ASK {}")
    assert asked[0].form == {
        "query": ["ASK {}"],
        "default-graph-uri": ["http://x.example/d"],
        "named-graph-uri": ["http://x.example/n", "http://x.example/m"],
    }


def test_a_token_is_sent_with_each_request() -> None:
    with service(Told(), login=Token("secret")) as (store, asked):
        store.query("ASK {}")
    assert asked[0].headers["Authorization"] == "Bearer secret"


def test_a_password_is_sent_only_when_it_is_asked_for_and_then_at_once() -> None:
    challenge = Told(401, headers={"WWW-Authenticate": 'Basic realm="x"'})
    with service(Told(), challenge, Told(), login=Login("me", "secret")) as (store, asked):
        for _ in range(3):
            store.query("ASK {}")
    basic = "Basic " + base64.b64encode(b"me:secret").decode()
    assert [one.headers.get("Authorization") for one in asked] == [None, None, basic, basic]


def test_a_secret_is_in_no_error_and_no_repr() -> None:
    with service(Told(403), login=Token("secret")) as (store, _), pytest.raises(StoreError, match="does not let us") as caught:
        store.query("ASK {}")
    assert "secret" not in f"{caught.value}{store.service}{Service('http://x/query', login=Login('me', 'secret'))}"
    with pytest.raises(StoreError, match=r"^x\.example: the URL holds a name or password"):
        Service("http://me:secret@x.example/query")


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (Told(401), r"/query: the service does not let us \(401\)\. Give a name and password"),
        (Told(301, headers={"Location": "https://x.example/"}), r"has moved to https://x\.example/\. Give that URL"),
        (Told(503, b"busy\n now"), r"/query: the service cannot do this \(503\): busy now"),
        (Told(body=b"<html>", headers={"Content-Type": "text/html"}), "the answer is text/html, not results of SPARQL"),
        (Told(body=rows("a", "b")[:-3]), "the answer is damaged or breaks off"),
        (Told(body=rows("a"), length=10_000), "the answer broke off"),
        (Told(body=b'"x', headers={"Content-Type": "text/turtle"}), "the answer is damaged or breaks off"),
    ],
)
def test_what_goes_wrong_is_said_with_the_url(told: Told, problem: str) -> None:
    with service(told) as (store, asked), pytest.raises(StoreError, match=problem):
        store.query("SELECT ?s {?s ?p ?o}")
    assert len(asked) == 1  # what was answered is not asked again


def test_a_bad_request_is_a_syntax_error_with_what_the_service_said() -> None:
    with service(Told(400, b"expected a brace")) as (store, _), pytest.raises(SyntaxError, match="/query: expected a brace"):
        store.query("SELECT")


def test_only_connecting_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(http, "time", type("Clock", (), {"sleep": pauses.append}))
    nowhere = f"http://127.0.0.1:{free_port()}/query"
    with (
        RemoteStore(Service(nowhere)) as store,
        pytest.raises(StoreError, match=f"{nowhere}: no service answers"),
    ):
        store.query("ASK {}")
    assert pauses == [0.2, 1.0]


def test_a_service_that_is_silent_is_given_up() -> None:
    done = threading.Event()

    def wait(_: Asked) -> Told:
        done.wait(5)
        return Told()

    with service(wait, timeout=0.05) as (store, asked):
        with pytest.raises(StoreError, match=r"no answer within 0\.05 s"):
            store.query("ASK {}")
        done.set()
    assert len(asked) == 1


def count(number: int) -> Told:
    number_of = {"type": "literal", "value": str(number), "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    return Told(body=json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": number_of}]}}).encode())


def quad_rows(number: int) -> Told:
    node = {"type": "uri", "value": NODE.value}
    bindings = [{"s": node, "p": node, "o": {"type": "literal", "value": str(n)}} for n in range(number)]
    return Told(body=json.dumps({"head": {"vars": ["s", "p", "o", "g"]}, "results": {"bindings": bindings}}).encode())


def test_a_service_that_cuts_its_answers_is_found_out() -> None:
    with service(count(2), quad_rows(2)) as (store, _):
        assert list(store.quads()) == [Quad(NODE, NODE, Literal("0")), Quad(NODE, NODE, Literal("1"))]
    with service(count(20), quad_rows(2)) as (store, _), pytest.raises(StoreError, match="2 of 20 quads came"):
        list(store.quads())


@pytest.mark.skipif(VIRTUOSO is None, reason="install the Debian package virtuoso-opensource-7 to run this")
def test_virtuoso_that_cuts_its_answers_is_found_out(tmp_path: Path) -> None:
    dataset, login = Dataset("http://x.example/ours"), Login("dba", "dba")
    quads = [Quad(NODE, NODE, Literal(str(n))) for n in range(20)]
    with virtuoso_server(tmp_path, rows=5) as url:
        settings = {"updates": f"{url}/sparql-auth", "dataset": dataset, "login": login}
        for graphs in (None, f"{url}/sparql-graph-crud-auth"):
            with RemoteStore(Service(f"{url}/sparql", graphs=graphs, **settings)) as store:  # type: ignore[arg-type]  # as its fields are
                store.replace(quads)
                with pytest.raises(StoreError, match=r"\d of 20 quads came"):
                    list(store.quads())
                store.replace(quads[:4])
                assert set(store.quads()) == set(quads[:4])
                store.change(removed=quads)
                assert list(store.quads()) == []


def test_a_blank_node_is_refused_before_anything_is_sent() -> None:
    with service(Told()) as (store, asked), pytest.raises(StoreError, match="a blank node cannot be sent"):
        store.change(added=[Quad(NODE, NODE, BlankNode("b"))])
    assert asked == []


def test_many_quads_go_in_batches() -> None:
    with service(Told(), batch=2) as (store, asked):
        store.change(added=(Quad(NODE, NODE, Literal(str(n))) for n in range(5)))
    assert [one.form["update"][0].count(" .") for one in asked] == [2, 2, 1]


def test_a_service_needs_an_http_url() -> None:
    for url in ("news.kg", "file:///etc/passwd", "http://"):
        with pytest.raises(StoreError, match="this is no URL of a service"):
            Service(url)
    assert [is_url(where) for where in ("http://x/", "https://x/", "news.kg", "file:///x")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { VALUES (?s) { (<http://x.example/a>) }  ?s ?p ?o }"),
        (
            "SELECT (EXISTS { ?s ?p 1 } AS ?e) { ?s ?p ?o }",
            "SELECT (EXISTS { ?s ?p 1 } AS ?e) { VALUES (?s) { (<http://x.example/a>) }  ?s ?p ?o }",
        ),
        ("BASE <http://x/#> # {\nASK { ?s ?p '{' }", "BASE <http://x/#> # {\nASK { VALUES (?s) { (<http://x.example/a>) }  ?s ?p '{' }"),
    ],
)
def test_values_stand_at_the_start_of_the_pattern(query: str, expected: str) -> None:
    assert bound(query, {Variable("s"): NODE}) == expected


def test_a_query_without_a_pattern_takes_no_values() -> None:
    with pytest.raises(SyntaxError, match="no pattern"):
        bound("DESCRIBE <http://x/>", {Variable("s"): NODE})


def test_the_rows_of_a_select_are_those_that_came() -> None:
    with service(Told(body=rows("a", "b"))) as (store, _):
        answer = cast("QuerySolutions", store.query("SELECT ?s {?s ?p ?o}"))
        assert [row["s"] for row in answer] == [Literal("a"), Literal("b")]
