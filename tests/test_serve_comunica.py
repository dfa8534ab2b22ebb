"""Comunica, a client in JavaScript that others wrote, asks `kg serve`.

It runs where node finds @comunica/query-sparql: `npm install --global @comunica/query-sparql@4.5.0`, or a folder with it in NODE_PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from knowledge_example import ID, KNOWLEDGE
from serving import Served, serving

from kg.graph import PREFIXES, apply_rules, quads
from kg.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = """
const { QueryEngine } = require("@comunica/query-sparql");
const [kind, value, query] = process.argv.slice(1);
(async () => {
  const engine = new QueryEngine();
  const context = { sources: [{ type: kind, value }], noCache: true };
  const result = await engine.query(query, context);
  if (result.resultType === "boolean") return console.log(JSON.stringify(await result.execute()));
  const stream = await result.execute();
  const found = await stream.toArray();
  const plain = (one) => Object.fromEntries([...one].map(([name, term]) => [name.value, term.value]));
  const parts = (one) => [one.subject.value, one.predicate.value, one.object.value];
  console.log(JSON.stringify(found.map(result.resultType === "quads" ? parts : plain)));
})().catch((error) => { console.error(error.message); process.exit(1); });
"""


@cache
def places() -> str | None:
    """Where node finds packages, if Comunica is among them."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    asked = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    path = os.pathsep.join(filter(None, (os.environ.get("NODE_PATH"), asked.stdout.strip())))
    found = subprocess.run(  # noqa: S603 - our own words
        [node, "-e", "require.resolve('@comunica/query-sparql')"], env={**os.environ, "NODE_PATH": path}, capture_output=True, check=False
    )
    return path if found.returncode == 0 else None


pytestmark = pytest.mark.skipif(places() is None, reason="node finds no @comunica/query-sparql")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("comunica") / "e.kg"
    write_store(graph, quads(KNOWLEDGE), finish=apply_rules)
    with serving(graph) as server:
        yield server


def ask(kind: str, value: str, query: str) -> Any:  # noqa: ANN401 - whatever the answer is
    known = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    command = [str(shutil.which("node")), "-e", SCRIPT, "--", kind, value, f"{known}\n{query}"]
    environment = {**os.environ, "NODE_PATH": places() or "", "no_proxy": "*"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?name WHERE { ?e a kg:Event ; skos:prefLabel ?name } ORDER BY ?name",
        "SELECT ?name (COUNT(?r) AS ?n) WHERE { ?r rdf:object ?x . ?x skos:prefLabel ?name } GROUP BY ?name ORDER BY DESC(?n) ?name",
        "SELECT ?a ?day WHERE { ?e kg:place ?p . ?r rdf:subject ?e ; rdf:object ?a OPTIONAL { ?e kg:date ?day } } ORDER BY ?a",
    ],
)
def test_it_has_the_rows_that_are_there(served: Served, query: str) -> None:
    rows = [{name: cell["value"] for name, cell in row.items()} for row in served.ask(query).json()["results"]["bindings"]]
    assert ask("sparql", served.sparql, query) == rows
    assert rows


def test_it_asks_and_constructs(served: Served) -> None:
    assert ask("sparql", served.sparql, f"ASK {{ <{ID}event/bombing> a kg:Bombing }}") is True
    built = ask("sparql", served.sparql, f"CONSTRUCT {{ ?a kg:killed ?b }} WHERE {{ ?a kg:killed ?b . <{ID}event/killing> ?p ?o }}")
    assert {tuple(one) for one in built} == {(f"{ID}actor/westland", f"{PREFIXES['kg']}killed", f"{ID}actor/karr")}


def test_it_reads_the_page_of_a_thing_as_data(served: Served) -> None:
    query = f"SELECT ?name WHERE {{ <{ID}actor/westland> skos:prefLabel ?name }}"
    assert ask("file", f"{served.root}id/actor/westland", query) == [{"name": "Westland"}]
