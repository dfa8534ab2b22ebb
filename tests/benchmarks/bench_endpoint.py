"""How quickly `kg serve` answers: `python tests/benchmarks/bench_endpoint.py [--triples 1100000] [--seconds 10] [--load 60] [--graph E]`.

Prints Markdown: requests a second, the time within which 99 of 100 are answered, and the CPU time of all processes of the server for one
(where there is /proc), of kinds of queries, by both engines, beside an application that has nothing but Starlette and pyoxigraph in one
process, in the same run. CPU time says what the server could do on idle cores, whatever else is at work. Then 64 clients with mixed
queries, and the same with two that send the worst queries known. The client runs on the cores of the server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph
import uvicorn
from http_load import Taken, load, queries
from made_triples import made_triples, thing
from pyoxigraph import NamedNode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.graph import PREFIXES
from kg.search import fill
from kg.store import open_store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENTS, MANY = 8, 64
EVENT = (NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{PREFIXES['kg']}Event"))
PREFIXED = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items() if prefix in {"kg", "skos", "rdf"})
HEAVY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a kg:status ?b . ?c kg:status ?b } ORDER BY ?c ?a",
)


@dataclass(frozen=True)
class Kind:
    """A kind of query; each request asks of another thing."""

    name: str
    text: Callable[[random.Random], str]


def kinds(events: int) -> tuple[Kind, ...]:
    """Return the kinds that are measured, on a graph of so many events."""

    def event(rng: random.Random) -> str:
        return str(thing("event", rng.randrange(events)))

    return (
        Kind("the name of a thing", lambda rng: f"SELECT ?name WHERE {{ {event(rng)} skos:prefLabel ?name }}"),
        Kind("ASK {}", lambda _: "ASK {}"),
        Kind(
            "two hops: who did what in a town",
            lambda rng: (
                f"SELECT ?e ?who WHERE {{ ?e kg:place {thing('town', rng.randrange(events // 13))} . ?e kg:agent/skos:prefLabel ?who }}"
            ),
        ),
        Kind(
            "the sentences of an event",
            lambda rng: (
                f"SELECT ?quote WHERE {{ ?r rdf:subject {event(rng)} . ?r <{PREFIXES['prov']}wasDerivedFrom> ?p . ?p kg:quote ?quote }}"
            ),
        ),
    )


def texts(kind: Kind) -> Iterator[str]:
    """Yield queries of a kind, some thousand different ones again and again."""
    rng = random.Random(7)  # noqa: S311 - chance, not secrets
    return cycle([PREFIXED + kind.text(rng) for _ in range(5000)])


def mixed(of: tuple[Kind, ...]) -> Iterator[str]:
    """Yield queries of all kinds in turn."""
    streams = [texts(kind) for kind in of]
    for number in cycle(range(len(streams))):
        yield next(streams[number])


# ---------------------------------------------------------------- servers


@contextmanager
def running(command: list[str]) -> Iterator[tuple[str, int]]:
    """Run a server that tells its URL on standard error, and yield the URL and the number of its process."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        assert process.stderr is not None
        found = re.search(r"http://[\d.:]+/", process.stderr.readline())
        assert found is not None
        yield found[0], process.pid
        process.terminate()
        process.wait(30)


def served(graph: Path, *options: str) -> list[str]:
    """Return the command that serves a graph."""
    return [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", *options]


def bare(folder: str) -> None:
    """Serve Oxigraph's files in `folder` by Starlette and pyoxigraph alone, until killed: no limits, no processes, no guard."""
    store = pyoxigraph.Store.read_only(folder)

    async def answer(request: Request) -> Response:
        found = store.query(request.query_params["query"])
        assert not isinstance(found, pyoxigraph.QueryTriples)
        return Response(found.serialize(format=pyoxigraph.QueryResultsFormat.JSON), media_type="application/sparql-results+json")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}/", file=sys.stderr, flush=True)
        uvicorn.Server(uvicorn.Config(Starlette(routes=[Route("/sparql", answer)]), log_config=None)).run(sockets=[listening])


def spent(process: int) -> float:
    """Return the seconds of CPU that a process, those that it has started, and those of theirs have taken; 0 where there is no /proc."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        children = " ".join(path.read_text(encoding="ascii") for path in Path(f"/proc/{process}/task").glob("*/children"))
    except OSError:  # it has ended, or this is no Linux
        return 0.0
    own = sum(map(int, fields[11:15]))  # its own, and that of those which have ended
    return own / os.sysconf("SC_CLK_TCK") + sum(spent(int(child)) for child in children.split())


# ---------------------------------------------------------------- tables


def measured(url: str, texts_: Iterator[str], *, clients: int, seconds: float) -> Taken:
    """Measure."""
    sent = queries(texts_, host=urlsplit(url).netloc)
    return asyncio.run(load(url, sent, clients=clients, seconds=seconds))


def quick(graph: Path, of: tuple[Kind, ...], seconds: float) -> None:
    """Print how each kind is answered by each server."""
    with open_store(graph) as store:
        assert store.folder is not None
        servers = {
            "kg serve": served(graph),
            "--engine oxigraph": served(graph, "--engine", "oxigraph"),
            "bare": [sys.executable, __file__, "--bare", str(store.folder / "graph")],
        }
        found: dict[tuple[str, str], tuple[Taken, float]] = {}
        for name, command in servers.items():
            with running(command) as (url, process):
                for kind in of:
                    asyncio.run(load(url, queries(texts(kind), host=urlsplit(url).netloc), clients=CLIENTS, seconds=1))  # to warm up
                    before = spent(process)
                    taken = measured(url, texts(kind), clients=CLIENTS, seconds=seconds)
                    found[name, kind.name] = taken, 1000 * (spent(process) - before) / len(taken.seconds)
    heads = " | ".join(f"{name}: a second | p99, ms | CPU, ms" for name in servers)
    print(f"| {CLIENTS} clients | {heads} | kg ÷ bare |\n|---|{'---:|' * 10}")
    for kind in of:
        rows = [found[name, kind.name] for name in servers]
        ratio = rows[0][0].rate / rows[-1][0].rate
        print(f"| {kind.name} | {' | '.join(f'{one.rate:,.0f} | {one.at(0.99):.1f} | {cpu:.2f}' for one, cpu in rows)} | {ratio:.2f} |")
        assert not any(one.failed for one, _ in rows), [one.failed for one, _ in rows]


async def _with_heavy(url: str, of: tuple[Kind, ...], seconds: float) -> tuple[Taken, Taken, Taken]:
    """Load with the mixed queries while two clients send the worst ones, and one asks `ASK {}`."""
    host = urlsplit(url).netloc
    heavy = queries(cycle(PREFIXED + one for one in HEAVY), host=host)
    light, asking = queries(mixed(of), host=host), queries(cycle(["ASK {}"]), host=host)
    return await asyncio.gather(
        load(url, light, clients=MANY - 1, seconds=seconds),
        load(url, heavy, clients=2, seconds=seconds, address="127.0.0.2"),  # one address may not ask more than 64 times at once
        load(url, asking, clients=1, seconds=seconds),
    )


def loaded(graph: Path, of: tuple[Kind, ...], seconds: float) -> None:
    """Print what many clients have of it, alone and beside heavy queries."""
    with running(served(graph, "--timeout", "10")) as (url, _):
        asyncio.run(load(url, queries(mixed(of), host=urlsplit(url).netloc), clients=MANY, seconds=1))
        before = measured(url, mixed(of), clients=MANY, seconds=seconds)
        light, heavy, asking = asyncio.run(_with_heavy(url, of, seconds))
    print(f"\n| {MANY} clients, mixed, {seconds:g} s | a second | p50, ms | p99, ms | not answered |\n|---|---:|---:|---:|---:|")
    for name, one in (("alone", before), ("beside two that send the worst", light), ("one of these, with `ASK {}`", asking)):
        print(f"| {name} | {one.rate:,.0f} | {one.at(0.5):.1f} | {one.at(0.99):.1f} | {sum(one.failed.values())} |")
    print(f"\np99 beside them ÷ p99 before: {light.at(0.99) / before.at(0.99):.2f}; `ASK {{}}` at most {asking.at(1):.0f} ms; ", end="")
    print(f"the worst were answered with {dict(sorted(heavy.failed.items()))}")


def main() -> None:
    """Make a graph, serve it, ask, print tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--triples", type=int, default=1_100_000)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--load", type=float, default=60)
    options.add_argument("--graph", type=Path)
    options.add_argument("--bare", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.bare:
        bare(given.bare)
        return
    with tempfile.TemporaryDirectory() as work:
        graph = given.graph or Path(work) / "e.kg"
        if given.graph is None:
            write_store(graph, made_triples(given.triples), beside=fill)
        with open_store(graph) as store:
            of = kinds(sum(1 for _ in store.oxigraph.quads_for_pattern(None, EVENT[0], EVENT[1])))
        quick(graph, of, given.seconds)
        if given.load:
            loaded(graph, of, given.load)


if __name__ == "__main__":
    main()
