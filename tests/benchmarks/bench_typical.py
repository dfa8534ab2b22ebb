"""Ten typical queries on a large graph: `python tests/benchmarks/bench_typical.py [--triples 1100000] [--small 20000] [--runs 7]`.

Prints Markdown. First what the graph costs: seconds and memory of loading, bytes on disk, and the same of the index for search beside it.
Then each query's time, from disk: through `kg.query.query`, by pyoxigraph alone in the same run, their ratio, over HTTP (`kg serve`, all
rows as JSON), and, where the index beside the graph answers the question, that. Last the same queries on a small graph, also by rdflib in
memory, which needs minutes on the large.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import httpx
import rdflib
from bench_endpoint import running, served
from made_triples import made_triples, thing
from pyoxigraph import DefaultGraph
from timing import milliseconds

from kg.graph import PREFIXES
from kg.query import query
from kg.search import SearchIndex, fill
from kg.store import open_store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store import EmbeddedStore

AIM = 50.0
"""Milliseconds for what the index answers."""


@dataclass(frozen=True)
class Typical:
    """A question, and how the index beside the graph answers it, if it does."""

    name: str
    sparql: str
    from_index: Callable[[SearchIndex], object] | None = None


def typical() -> tuple[Typical, ...]:
    """Return the questions; each has one answer only, also where it takes the first rows of an order."""
    event, actor, country = (thing(kind, number) for kind, number in (("event", 17), ("actor", 5), ("country", 3)))
    dead = "SELECT ?country (SUM(?least) AS ?dead) WHERE { ?event kg:place/kg:locatedIn ?country ; kg:status kg:Reported ;"
    return (
        Typical("name of a thing", f"SELECT ?name WHERE {{ {event} skos:prefLabel ?name }}"),
        Typical(
            "events of an actor",
            f"SELECT ?event ?name ?status WHERE {{ ?a rdf:object {actor} ; rdf:predicate kg:agent ; rdf:subject ?event ;"
            " kg:status ?status . ?event skos:prefLabel ?name }",
        ),
        Typical(
            "who did what in a country in a year",
            f"SELECT ?event ?who WHERE {{ ?town kg:locatedIn {country} . ?event kg:place ?town ; kg:date ?day ;"
            ' kg:agent/skos:prefLabel ?who . FILTER(STRSTARTS(STR(?day), "2019")) }',
        ),
        Typical(
            "dead by country",
            f"{dead} kg:count ?count . ?count kg:kind kg:Killed ; kg:atLeast ?least }} GROUP BY ?country",
            lambda index: index.totals("widest"),
        ),
        Typical(
            "attacks anywhere in a country (path)",
            f"SELECT ?event WHERE {{ ?place kg:locatedIn* {country} . ?event kg:place ?place ; a kg:Attack }}",
        ),
        Typical(
            "names and sentences with two words",
            'SELECT ?x ?text WHERE { { ?x skos:prefLabel ?text } UNION { ?x kg:quote ?text } FILTER(REGEX(?text, "hospital", "i") &&'
            ' REGEX(?text, "air strike", "i")) }',
            lambda index: index.search("hospital air strike", limit=200),
        ),
        Typical(
            "the latest events, with what is known of them",
            "SELECT ?event ?name ?day ?who ?where WHERE { ?event a kg:Bombing ; skos:prefLabel ?name ; kg:date ?day ."
            " OPTIONAL { ?event kg:agent/skos:prefLabel ?who } OPTIONAL { ?event kg:place/skos:prefLabel ?where } }"
            " ORDER BY DESC(?day) ?event ?who ?where LIMIT 20",
        ),
        Typical(
            "sentences of an event",
            f"SELECT DISTINCT ?sentence ?outlet WHERE {{ ?report rdf:subject {event} ; prov:wasDerivedFrom ?passage ."
            " ?passage kg:quote ?sentence ; oa:hasSource/kg:publisher ?outlet }",
        ),
        Typical(
            "what an actor claims",
            f"SELECT ?event ?sentence WHERE {{ ?a kg:accordingTo {actor} ; kg:status kg:Claimed ; rdf:subject ?event ;"
            " prov:wasDerivedFrom/kg:quote ?sentence }",
        ),
        Typical(
            "events by class",
            "SELECT ?class (COUNT(?event) AS ?events) WHERE { ?event kg:type ?class ; kg:status kg:Reported } GROUP BY ?class",
            lambda index: index.totals("class"),
        ),
    )


# ---------------------------------------------------------------- loading


def _load(folder: Path, triples: int) -> None:
    write_store(folder, made_triples(triples))


def _index(folder: Path, beside: Path) -> None:
    with open_store(folder) as store:
        fill(beside, store.oxigraph)


def _measured(work: Callable[..., None], *arguments: object) -> tuple[float, float]:
    """Return seconds and the most memory, in MB, of work in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work, arguments))
    process.start()
    theirs.close()  # so that the end of a process that fails is seen
    found: tuple[float, float] = ours.recv()
    process.join()
    return found


def _work(pipe: object, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    start = perf_counter()
    work(*arguments)
    spent = perf_counter() - start
    pipe.send((spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))  # type: ignore[attr-defined]  # a connection


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


# ---------------------------------------------------------------- tables


def bare(store: EmbeddedStore, sparql: str) -> int:
    """Ask pyoxigraph alone and count the rows."""
    return len(list(store.oxigraph.query(sparql, prefixes=dict(PREFIXES))))  # type: ignore[arg-type]  # a SELECT


def asked(client: httpx.Client, sparql: str) -> None:
    """Ask over HTTP and read the rows."""
    client.get("/sparql", params={"query": sparql}).raise_for_status().json()


def large(folder: Path, runs: int) -> None:
    """Print the table of the large graph."""
    with open_store(folder) as store, running(served(folder)) as (url, _), httpx.Client(base_url=url, timeout=60) as client:
        index = SearchIndex.of(store)
        print(f"\n| query, on {len(store):,} triples on disk | rows | pyoxigraph ms | kg ms | ratio | HTTP ms | index ms |")  # noqa: T201 - the result
        print("|---|---:|---:|---:|---:|---:|---:|")  # noqa: T201 - as above
        for one in typical():
            alone, ours = milliseconds(runs, partial(bare, store, one.sparql)), milliseconds(runs, partial(query, store, one.sparql))
            over = milliseconds(runs, partial(asked, client, one.sparql))
            cell = ""
            if one.from_index is not None:
                spent = milliseconds(runs, partial(one.from_index, index))
                cell = f"{spent:.1f}{' (too long)' if spent > AIM else ''}"
            print(f"| {one.name} | {bare(store, one.sparql):,} | {alone:.2f} | {ours:.2f} | {ours / alone:.2f} | {over:.2f} | {cell} |")  # noqa: T201 - as above
        index.close()


def small(folder: Path, runs: int) -> None:
    """Print the table of the small graph, with rdflib."""
    graph = rdflib.Graph()
    with open_store(folder) as store:
        said = (quad for quad in store.quads() if isinstance(quad.graph_name, DefaultGraph))
        graph.parse(data="".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in said), format="nt")
        print(f"\n| query, on {len(store):,} triples | pyoxigraph ms | kg ms | rdflib, in memory, ms |\n|---|---:|---:|---:|")  # noqa: T201 - as above
        for one in typical():
            alone, ours = milliseconds(runs, partial(bare, store, one.sparql)), milliseconds(runs, partial(query, store, one.sparql))
            other = milliseconds(1, lambda text=one.sparql: list(graph.query(text, initNs=dict(PREFIXES))))  # type: ignore[misc]  # a default
            print(f"| {one.name} | {alone:.2f} | {ours:.2f} | {other:.1f} |")  # noqa: T201 - as above


def main() -> None:
    """Make graphs, ask them, print tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--triples", type=int, default=1_100_000)
    options.add_argument("--small", type=int, default=20_000)
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "large.kg"
        load, index = _measured(_load, folder, given.triples), _measured(_index, folder, Path(work))
        print("| | seconds | peak MB | MB on disk |\n|---|---:|---:|---:|")  # noqa: T201 - the result
        print(f"| making and loading the graph | {load[0]:.1f} | {load[1]:.0f} | {_size(folder):.0f} |")  # noqa: T201 - as above
        (state,) = (path.parent for path in folder.rglob("graph"))
        print(f"| its index | {index[0]:.1f} | {index[1]:.0f} | {(Path(work) / 'search.sqlite').stat().st_size / 1e6:.0f} |")  # noqa: T201 - as above
        (Path(work) / "search.sqlite").rename(state / "search.sqlite")
        large(folder, given.runs)
        write_store(Path(work) / "small.kg", made_triples(given.small), beside=fill)
        small(Path(work) / "small.kg", given.runs)


if __name__ == "__main__":
    main()
