"""How much of the SPARQL 1.1 Protocol `kg serve` speaks: `python tests/benchmarks/conformance_protocol.py PATH` runs the W3C suite.

PATH is the folder `sparql/sparql11/protocol` of a checkout of https://github.com/w3c/rdf-tests, whose manifest has each request and what
must come back. A server of each engine is started; the suite's requests are sent in their order, but to its own address. Prints a Markdown
table and each failure. Those that are known lie in `conformance.csv` with their reasons, as for `conformance.py`. A request that the suite
has wrong is sent as its author meant it, and counted in a column of its own; `--as-written` sends it as it stands.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import rdflib
from conformance import FORMATS, MF, judged
from rdflib.namespace import RDF, RDFS, Namespace

from kg.store import write_store

sys.path.insert(0, str(Path(__file__).parent.parent))

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

HT, CNT = Namespace("http://www.w3.org/2011/http#"), Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
ENGINES = ("embedded", "oxigraph")
TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 - of this run
MISTAKES = {"query_multiple_dataset": ("%26named-graph-uri%3D", "&named-graph-uri=")}
"""What a request has wrong, and what its author says is meant: two named graphs, not one with an `&` in its name (w3c/rdf-tests#78)."""
ANSWERS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


@dataclass(frozen=True)
class Asked:
    """A request of a test, and what must come back: the first digits of statuses, the kind of answer, and whether it is true."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    form: str | None
    truth: bool | None
    told: str | None


def tests(graph: rdflib.Graph) -> Iterator[tuple[str, list[Asked]]]:
    """Yield the name and the requests of each test of a manifest, in its order."""
    for manifest in graph.subjects(MF.entries, None):
        for test in graph.items(graph.value(manifest, MF.entries) or RDF.nil):
            requests = graph.value(graph.value(test, MF.action), HT.requests) or RDF.nil
            yield str(test).rpartition("#")[2], [_asked(graph, request) for request in graph.items(requests)]


def corrected(name: str, requests: list[Asked]) -> list[Asked]:
    """Return the requests of a test as they are meant; the same ones if the suite has them right."""
    wrong, meant = MISTAKES.get(name, ("", ""))
    return [replace(asked, path=asked.path.replace(wrong, meant)) if wrong else asked for asked in requests]


def _asked(graph: rdflib.Graph, request: Node) -> Asked:
    body, answer = graph.value(request, HT.body), graph.value(request, HT.resp)
    headers = graph.items(graph.value(request, HT.headers) or RDF.nil)
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    truth, form, told = (graph.value(answer, MF[name]) for name in ("expectedBoolean", "expectedFormat", "expectation"))
    return Asked(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        {str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue)) for header in headers},
        str(graph.value(body, CNT.chars) or "").encode(encoding),
        tuple(str(status).rpartition("StatusCode")[2].rstrip("x") for status in graph.objects(answer, MF.expectedStatus)),
        None if form is None else str(form),
        None if truth is None else bool(truth.toPython()),  # type: ignore[attr-defined]  # a literal
        None if told is None else str(told),
    )


def data(graph: rdflib.Graph) -> Iterator[ox.Quad]:
    """Yield the graphs that the tests name and that are there before the first request."""
    for part in {(graph.value(node, UT.graph), graph.value(node, RDFS.label)) for node in graph.objects(None, UT.graphData)}:
        path, name = Path(str(part[0]).removeprefix("file://")), ox.NamedNode(str(part[1]))
        for quad in ox.parse(path=str(path), format=FORMATS[path.suffix], base_iri=name.value):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


# ---------------------------------------------------------------- asking


@contextmanager
def served(engine: str, quads: list[ox.Quad]) -> Iterator[httpx.Client]:
    """Serve the graphs by an engine, and yield who asks."""
    with tempfile.TemporaryDirectory() as place:
        write_store(Path(place) / "suite.kg", quads)
        graph, headers = Path(place) / "suite.kg", {"Authorization": f"Bearer {TOKEN}"}
        with (
            serving(graph, "--engine", engine, "--writable", env={"KG_TOKEN": TOKEN}) as server,
            httpx.Client(base_url=server.root, headers=headers, timeout=30, follow_redirects=True) as client,
        ):
            yield client


def problem(client: httpx.Client, asked: Asked) -> str:
    """Send a request, and return what is wrong with the answer, if anything."""
    answer = client.request(asked.method, asked.path.replace("/sparql/", "/sparql", 1), headers=asked.headers, content=asked.body or None)
    form = answer.headers.get("content-type", "").partition(";")[0]
    if not str(answer.status_code).startswith(asked.statuses):
        return f"status {answer.status_code}: {answer.text[:200]}"
    if asked.form and form not in ANSWERS[asked.form]:
        return f"{form} for an answer that is {asked.form}"
    if asked.truth is not None and answer.json()["boolean"] != asked.truth:
        return f"{answer.json()['boolean']} for {asked.truth}"
    # The only test that says in words what it wants: a relative name is told as a whole one.
    if asked.told and not all(":" in row["o"]["value"] for row in answer.json()["results"]["bindings"]):
        return f"{answer.text[:200]} for {asked.told}"
    return ""


def main() -> None:
    """Run the suite by both engines and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("path", type=Path)
    options.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options.add_argument("--as-written", action="store_true", help="send requests that the suite has wrong as they stand")
    given = options.parse_args()
    manifest = given.path.resolve() / "manifest.ttl"
    if not manifest.is_file():
        sys.exit(f"{manifest.parent}: no manifest.ttl lies there. Give the folder sparql/sparql11/protocol of the suites")
    graph = rdflib.Graph().parse(manifest, publicID=manifest.as_uri())
    written, quads = dict(tests(graph)), list(data(graph))
    if not any(written.values()):
        sys.exit(f"{manifest}: the tests have no requests. Take the suite as it is since 2022")
    cases = written if given.as_written else {name: corrected(name, requests) for name, requests in written.items()}
    changed = {name for name in cases if cases[name] != written[name]}
    print("| engine | tests | passed | of these corrected | failed |\n|---|---:|---:|---:|---:|")  # noqa: T201 - the result
    failures: dict[tuple[str, str], str] = {}
    for engine in given.engines:
        with served(engine, quads) as client:
            found = {name: next(filter(None, (problem(client, asked) for asked in requests)), "") for name, requests in cases.items()}
        wrong = {(f"protocol, {engine}", name): what for name, what in found.items() if what}
        failures |= wrong
        right = len([name for name in changed if not found[name]])
        print(f"| {engine} | {len(cases)} | {len(cases) - len(wrong)} | {right} | {len(wrong)} |", flush=True)  # noqa: T201 - as above
    judged(failures, {(f"protocol, {engine}", name) for engine in given.engines for name in cases})


if __name__ == "__main__":
    main()
