"""`kg serve --writable`: who knows the token changes the graph, at once and wholly; all others, and pages elsewhere, change nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import lxml.html
import pytest
from knowledge_example import KNOWLEDGE
from pyoxigraph import Literal, NamedNode, Quad
from serving import Served, serving

from kg.graph import quads
from kg.search import SearchIndex, fill
from kg.store import building, memory_store, open_store, write_store
from kg.store.layout import Layout
from kg.store.locks import sole_writer
from kg.store.remote import RemoteStore
from kg.store.service import Service, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

EX = "http://example.org/"
TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 - of these tests
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = {"Content-Type": "application/sparql-update"}
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
ENTITY = NamedNode("https://w3id.org/actor-event-graph/Entity")
SECONDS = 3
INSERT = f'INSERT DATA {{ <{EX}new> skos:prefLabel "new" }}'


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    graph = tmp_path / "e.kg"
    things = [NamedNode(f"{EX}{number}") for number in range(40)]
    labels = [Quad(thing, LABEL, Literal(f"thing {number}")) for number, thing in enumerate(things)]
    write_store(graph, [*labels, *(Quad(thing, TYPE, ENTITY) for thing in things)], beside=fill)
    with serving(graph, "--writable", "--timeout", str(SECONDS), env={"KG_TOKEN": TOKEN}) as server:
        yield server


def size(served: Served) -> int:
    return int(served.get("health").json()["quads"])


def found(served: Served, words: str) -> list[str]:
    shown = lxml.html.document_fromstring(served.get(f"search?q={words}", Accept="text/html").content)
    return ["".join(map(str, hit.itertext())) for hit in shown.cssselect(".hits bdi")]


def update(served: Served, text: str, **headers: str) -> httpx.Response:
    return httpx.post(served.sparql, content=text, headers={**UPDATE, **KNOWN, **headers}, timeout=30)


def test_an_update_by_form_and_as_it_is_is_seen_by_the_next_query_and_by_the_search(served: Served) -> None:
    by_form = httpx.post(served.sparql, data={"update": f"{INSERT} ; INSERT DATA {{ <{EX}new> a kg:Entity }}"}, headers=KNOWN)
    assert by_form.status_code == 204
    assert served.ask(f"ASK {{ <{EX}new> skos:prefLabel 'new' }}").json()["boolean"] is True
    assert found(served, "new") == ["new"]
    assert update(
        served, "DELETE { ?x skos:prefLabel 'thing 7' } INSERT { ?x skos:prefLabel 'zebra' } WHERE { ?x skos:prefLabel 'thing 7' }"
    ).is_success
    assert found(served, "zebra") == ["zebra"]
    assert update(served, f'DELETE DATA {{ <{EX}new> skos:prefLabel "new" }}').status_code == 204
    assert size(served) == 81
    with open_store(served.graph) as store:
        index = SearchIndex.of(store)
        assert index.search("zebra").hits[0].iris == (f"{EX}7",)
        index.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer another-token-altogether"}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": f"Bearer {TOKEN}é"}, 401),
        ({"Cookie": f"token={TOKEN}"}, 401),
        ({**KNOWN, "Origin": "http://evil.example"}, 403),
        ({**KNOWN, "Origin": "null"}, 403),
        ({**KNOWN, "Sec-Fetch-Site": "cross-site"}, 403),
        ({**KNOWN, "Host": "evil.example"}, 421),
    ],
)
def test_who_does_not_know_the_token_or_comes_from_a_page_elsewhere_changes_nothing(
    served: Served, headers: dict[str, str], status: int
) -> None:
    raw = httpx.Headers({name.encode(): value.encode() for name, value in headers.items()})
    with httpx.Client(headers=raw) as client:
        answers = [
            client.post(served.sparql, data={"update": INSERT}),
            client.post(served.sparql, content=INSERT, headers=UPDATE),
            client.put(f"{served.root}store?default", content="<a:a> <a:b> <a:c> .", headers={"Content-Type": "text/turtle"}),
            client.delete(f"{served.root}store?default"),
        ]
    assert {answer.status_code for answer in answers} == {status}
    assert all("www-authenticate" in answer.headers for answer in answers) is (status == 401)
    assert all(TOKEN not in answer.text for answer in answers)
    assert size(served) == 80


def test_a_page_of_this_server_itself_may_send_what_knows_the_token(served: Served) -> None:
    assert update(served, INSERT, Origin=served.root.rstrip("/")).status_code == 204


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:1/>",
        "LOAD <file:///etc/passwd> INTO GRAPH <http://example.org/g>",
        "CREATE GRAPH <a:a> ; LOAD SILENT <file:///etc/passwd>",
        "INSERT DATA { <a:a> <a:b> }",
        "SELECT * { ?s ?p ?o }",
        "INSERT DATA " + "{" * 2000,
    ],
)
def test_what_would_reach_elsewhere_or_is_no_update_is_refused_whoever_sends_it(served: Served, text: str) -> None:
    assert update(served, text).status_code == 400
    assert size(served) == 80


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("INSERT DATAA { <a:b> <a:b> 1 }", ("line 1, column 8: ", "Did you mean DATA?")),
        ("INSERT DATA {\n <a:b> foo 1 }", ("line 2, column 11", "'<a:b> foo 1 }'")),
        ("DELETE WHERE { ?s ?p ?o", ("line 1, column 14", "is never closed")),
        ("INSERT DATA { <a:b> nobody:knows 1 }", ("line 1, column 33", "Prefix not found")),
    ],
)
def test_a_wrong_update_is_told_where_it_is_wrong_and_what_to_mend(served: Served, text: str, told: tuple[str, ...]) -> None:
    answer = update(served, text)
    assert answer.status_code == 400
    assert all(part in answer.text for part in told)
    assert "u{" not in answer.text
    assert answer.text.endswith("The graph is as it was\n")
    assert len(answer.text) < 250


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10))


HOSTILE = (
    ("application/rdf+xml", f"<!DOCTYPE r [{BOMB}]><r><x>&a9;</x></r>"),
    ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r xmlns="http://a/"><x>&x;</x></r>'),
    ("application/ld+json", '{"@context": "http://127.0.0.1:1/", "@id": "a:a", "b": "c"}'),
)


def test_triples_that_grow_or_reach_elsewhere_change_nothing(served: Served) -> None:
    for media_type, content in HOSTILE:
        kind = {"Content-Type": media_type, **KNOWN}
        sent = httpx.put(f"{served.root}store?default", content=content, headers=kind, timeout=30)
        assert sent.status_code in {400, 415, 503}, sent.text
        assert "root:" not in sent.text
        assert size(served) == 80
    assert update(served, INSERT).status_code == 204


def test_a_change_that_needs_too_much_memory_is_told_to_be_that(tmp_path: Path) -> None:
    graph = tmp_path / "e.kg"
    write_store(graph, [Quad(NamedNode(f"{EX}1"), TYPE, ENTITY)], beside=fill)
    media_type, content = HOSTILE[0]
    with serving(graph, "--writable", "--timeout", "60", env={"KG_TOKEN": TOKEN}) as server:
        sent = httpx.put(f"{server.root}store?default", content=content, headers={"Content-Type": media_type, **KNOWN}, timeout=90)
        assert (sent.status_code, "too much memory" in sent.text) == (503, True), sent.text
        assert size(server) == 1


def test_an_update_by_get_and_a_dataset_that_is_none_are_refused(served: Served) -> None:
    assert httpx.get(served.sparql, params={"update": INSERT}, headers=KNOWN).status_code == 400
    fields = {"update": INSERT, "using-graph-uri": "no iri> WHERE"}
    assert httpx.post(served.sparql, data=fields, headers=KNOWN).status_code == 400
    assert size(served) == 80


def test_an_update_that_takes_too_long_is_stopped_and_leaves_the_graph_as_it_was(served: Served) -> None:
    endless = (
        "INSERT { ?a <a:b> ?x } WHERE { SELECT (COUNT(*) AS ?x) ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } GROUP BY ?a }"
    )
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(update(served, endless)))
    asking.start()
    assert [served.ask("ASK {}").status_code for _ in range(20)] == [200] * 20
    asking.join(20)
    assert answers[0].status_code == 503
    assert "stopped" in answers[0].text
    assert size(served) == 80
    assert update(served, INSERT).status_code == 204
    assert size(served) == 81


def test_changes_of_many_at_once_are_all_made(served: Served) -> None:
    answers: list[int] = []
    asking = [
        threading.Thread(target=lambda n=n: answers.append(update(served, f"INSERT DATA {{ <{EX}s{n}> <{EX}p> {n} }}").status_code))
        for n in range(6)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join(30)
    assert answers == [204] * 6
    assert size(served) == 86


def test_while_another_process_writes_the_graph_a_change_is_told_to_wait(served: Served) -> None:
    with building(served.graph):  # who only reads articles for it holds up nobody
        assert update(served, INSERT).status_code == 204
    with sole_writer(Layout(served.graph).lock):
        answer = update(served, "DELETE WHERE { ?s ?p ?o }")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert size(served) == 81


def test_a_graph_is_read_put_added_to_and_deleted_as_a_whole(served: Served) -> None:
    url, turtle = f"{served.root}store?graph={EX}g", {**KNOWN, "Content-Type": "text/turtle"}
    assert httpx.get(url).status_code == 404
    assert httpx.put(url, content="<#a> <#b> 1 .", headers=turtle).status_code == 201
    assert httpx.get(url, headers={"Accept": "application/n-triples"}).text == (
        f'<{EX}g#a> <{EX}g#b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    assert httpx.post(url, content="<#a> <#b> 2 .", headers=turtle).status_code == 204
    assert httpx.get(url, headers={"Accept": "application/n-triples"}).text.count("\n") == 2
    assert httpx.put(url, content="<#a> <#b> 3 .", headers=turtle).status_code == 204
    assert httpx.get(url, headers={"Accept": "application/n-triples"}).text.count("\n") == 1
    assert httpx.delete(url, headers=KNOWN).status_code == 204
    assert httpx.delete(url, headers=KNOWN).status_code == 404
    more = f'<{EX}new> a <{ENTITY.value}> ; <{LABEL.value}> "quagga" .'
    assert httpx.post(f"{served.root}store?default", content=more, headers=turtle).status_code == 204
    assert found(served, "quagga") == ["quagga"]
    assert size(served) == 82


@pytest.mark.parametrize(
    ("path", "content", "kind", "status"),
    [
        ("store", "", "text/turtle", 400),
        ("store?graph=a&default", "", "text/turtle", 400),
        ("store?graph=no%20iri", "", "text/turtle", 400),
        ("store?default", "<a:a> <a:b> .", "text/turtle", 400),
        ("store?default", "x", "text/html", 415),
        ("store?default", "<a:a> <a:b> <a:c> <a:d> .", "application/n-quads", 415),
    ],
)
def test_what_is_wrong_with_a_graph_has_its_status(served: Served, path: str, content: str, kind: str, status: int) -> None:
    assert httpx.put(f"{served.root}{path}", content=content, headers={**KNOWN, "Content-Type": kind}).status_code == status
    assert httpx.patch(f"{served.root}{path}", headers=KNOWN).status_code == 405
    assert size(served) == 80


def test_without_the_token_a_body_may_be_no_larger_than_a_query(served: Served) -> None:
    large = f"{INSERT} # {'x' * (1 << 18)}"
    assert httpx.post(served.sparql, content=large, headers=UPDATE).status_code == 413
    assert update(served, large).status_code == 204


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no /proc")
def test_the_token_stands_in_no_command_line_and_no_process_that_answers_knows_it(served: Served) -> None:
    assert served.ask("ASK {}").is_success
    children = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children").read_text(encoding="ascii").split()
    assert children
    for process in children:
        assert TOKEN.encode() not in Path(f"/proc/{process}/environ").read_bytes()
    for process in (*children, str(served.process.pid)):
        assert TOKEN.encode() not in Path(f"/proc/{process}/cmdline").read_bytes()


@pytest.mark.parametrize(
    ("options", "environment", "told"),
    [
        ([], {}, "KG_TOKEN"),
        ([], {"KG_TOKEN": "short"}, "16 or more"),
        (["--token-file", "none"], {}, "cannot be read"),
        (["--host", "::"], {"KG_TOKEN": TOKEN}, "--allow-host"),
    ],
)
def test_nothing_is_served_to_be_changed_without_a_good_token_and_known_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], environment: dict[str, str], told: str
) -> None:
    write_store(tmp_path / "e.kg", ())
    monkeypatch.delenv("KG_TOKEN", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-m", "kg", "serve", str(tmp_path / "e.kg"), "--port", "0", "--writable", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - our own words
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert (environment.get("KG_TOKEN") or TOKEN) not in done.stderr


def test_the_token_may_lie_in_a_file(tmp_path: Path) -> None:
    write_store(tmp_path / "e.kg", ())
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    with serving(tmp_path / "e.kg", "--writable", "--token-file", str(tmp_path / "token")) as server:
        assert update(server, INSERT).status_code == 204
        assert size(server) == 1


def test_a_store_of_ours_keeps_its_graph_there(served: Served) -> None:
    with RemoteStore(Service(served.sparql, graphs=f"{served.root}store", login=Token(TOKEN))) as store:
        store.replace(quads(KNOWLEDGE))
        assert set(store.quads()) == set(memory_store(quads(KNOWLEDGE)).quads())
        one = Quad(NamedNode(f"{EX}a"), LABEL, Literal('hard "} ; DROP ALL #\n'), NamedNode(f"{EX}g"))
        store.change(removed=list(quads(KNOWLEDGE)), added=[one])
        assert list(store.quads()) == [one]
