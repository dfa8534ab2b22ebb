"""Measures what an article costs on a cluster, and what many would: `python tests/benchmarks/bench_cluster.py [--source FILE]`.

Prints Markdown: processor time by step, where the step runs, and what `--millions` of articles of `--words` words need, with the
arithmetic. Processor time, not time on the clock, so that what else a machine does counts little. Reading is measured on one thread, as a
worker reads, and what of resolving and storing is done on the cluster, here; what a cluster costs its driver, on a Ray cluster of two
processes, which for reading give back readings made before (extra `[cluster]`).
"""

from __future__ import annotations

import argparse
import pickle
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import kg.reader
from kg.cluster import RayReader
from kg.documents import read_documents
from kg.evidence import FILE, Evidence
from kg.examples import corpus
from kg.intake import Intake
from kg.model import Document, Reading
from kg.renew import renew
from kg.spread import Spread
from kg.store import Layout, building

A = TypeVar("A")
B = TypeVar("B")

HOUR = 3600


@dataclass(frozen=True)
class Shared:
    """Processor seconds of a step, an article: on any core, and on the driver."""

    anywhere: float
    driver: float


@dataclass(frozen=True)
class Costs:
    """Processor seconds an article, of a corpus whose articles have so many words."""

    words: float
    reading: float
    taking_in: float
    handing_out: float
    keeping: float
    resolving: Shared
    storing: Shared
    bytes_kept: float
    bytes_stored: float


@dataclass(frozen=True)
class Replayed:
    """Gives readings that were made before: what is left is what a cluster costs its driver."""

    readings: tuple[Reading, ...]
    extractor: str = "replayed/1"

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for number, document in enumerate(documents):
            yield replace(self.readings[(len(document.id) + number) % len(self.readings)], extractor=self.extractor)


def load_replayed(path: Path) -> Replayed:
    """Return a reader of the readings in a file."""
    return Replayed(pickle.loads(path.read_bytes()))  # noqa: S301 - our own


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this process, all its threads, for some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(documents: Sequence[Document], folder: Path) -> Costs:
    """Return what an article costs at each step."""
    number = len(documents)
    reader = kg.reader.load(threads=1)
    _warm_up(reader.read(documents[0]), folder / "warm")
    readings: list[Reading] = []
    reading = processor_seconds(lambda: readings.extend(reader.batch(documents)))
    graph = folder / "graph.kg"
    graph.mkdir()
    keeping, kept = _keeping(readings, graph)
    resolving, storing, stored = _resolve(graph, number)
    return Costs(
        words=sum(len(document.text.split()) for document in documents) / number,
        reading=reading / number,
        taking_in=processor_seconds(lambda: _take_in(documents, folder)) / number,
        handing_out=_handing_out(readings, folder),
        keeping=keeping / number,
        resolving=resolving,
        storing=storing,
        bytes_kept=kept / number,
        bytes_stored=stored / number,
    )


def _warm_up(reading: Reading, folder: Path) -> None:
    """Do all steps once: what is loaded for the first article must not count for a few."""
    folder.mkdir()
    _keeping([reading], folder)
    _renewed(folder, map)
    _take_in([reading.document], folder)


def _take_in(documents: Sequence[Document], folder: Path) -> None:
    with Intake.open(folder) as intake:
        intake.take(iter(documents), is_known=lambda _: False, on_problem=_refuse, tell=lambda _: None)


def _keeping(readings: Sequence[Reading], folder: Path) -> tuple[float, int]:
    with Evidence.create(folder) as evidence:
        seconds = processor_seconds(lambda: list(evidence.appended(readings)))
    return seconds, (folder / FILE).stat().st_size


def _handing_out(readings: Sequence[Reading], folder: Path, *, tasks: int = 250) -> float:
    """Return what Ray and the sharing out cost the driver an article."""
    path = folder / "readings.pickle"
    path.write_bytes(pickle.dumps(tuple(readings)))
    reader = RayReader(2, load=partial(load_replayed, path), name=Replayed.extractor)
    documents = [replace(readings[k % len(readings)].document, id=f"d{k}") for k in range(8 * tasks)]
    outcomes = iter(reader.batch(documents))
    list(islice(outcomes, 64))  # the cluster has started
    return processor_seconds(lambda: list(outcomes)) / (len(documents) - 64)


def _resolve(folder: Path, number: int) -> tuple[Shared, Shared, int]:
    """Return what resolving, reprints included, and storing cost an article, and the bytes of the graph."""
    here = Here()
    _renewed(folder, here)
    with RayReader(2).spread() as spread:
        list(spread(str, range(100)))  # the cluster has started
        stages = _renewed(folder, spread)
    resolving, storing = (Shared(here.seconds[stage] / number, stages[stage] / number) for stage in ("resolving", "storing"))
    stored = sum(path.stat().st_size for path in Layout(folder).stores.rglob("*") if path.is_file())
    return resolving, storing, stored


@dataclass
class Here:
    """Does here what a cluster would, without what this process holds, and keeps its processor time by the stage of the work."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def __call__(self, function: Callable[[A], B], values: Iterable[A], /) -> Iterator[B]:
        elsewhere = pickle.loads(pickle.dumps(function))  # noqa: S301 - our own
        stage = "storing" if isinstance(function, partial) else "resolving"
        for value in values:
            start = time.process_time()
            found = elsewhere(value)
            self.seconds[stage] += time.process_time() - start
            yield found


def _renewed(folder: Path, spread: Spread) -> dict[str, float]:
    """Make the graph, and return the processor time of this process by stage."""
    seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        seconds[name] += time.process_time() - start

    with building(folder), Evidence.create(folder) as evidence:
        renew(folder, evidence, afresh=True, stage=stage, spread=spread)
    return seconds


def _refuse(problem: Exception) -> None:
    raise problem


def report(costs: Costs, *, words: int, millions: int, cores: int) -> Iterator[str]:
    """Yield the lines of the tables; what an article costs grows with its words."""
    longer, articles = words / costs.words, millions * 1_000_000
    yield f"| step | where | ms an article of {costs.words:.0f} words | of {words} words |"
    yield "|---|---|---:|---:|"
    for what, where, seconds in (
        ("taking in", "driver, before", costs.taking_in),
        ("reading", "any core", costs.reading),
        ("handing out, getting back", "driver, meanwhile", costs.handing_out),
        ("keeping", "driver, meanwhile", costs.keeping),
        ("resolving: articles, blocks", "any core", costs.resolving.anywhere),
        ("resolving: the rest, and reprints", "driver, afterwards", costs.resolving.driver),
        ("storing: articles", "any core", costs.storing.anywhere),
        ("storing: the rest", "driver, afterwards", costs.storing.driver),
    ):
        yield f"| {what} | {where} | {1000 * seconds:.1f} | {1000 * seconds * longer:.1f} |"
    anywhere = (costs.resolving.anywhere + costs.storing.anywhere) * longer
    reading, meanwhile = costs.reading * longer, (costs.handing_out + costs.keeping) * longer
    yield ""
    yield f"| {millions} million articles of {words} words | arithmetic | needs |"
    yield "|---|---|---:|"
    yield f"| articles a core-hour | {HOUR} s / {reading:.3f} s | {HOUR / reading:,.0f} |"
    yield f"| reading, core-hours | {articles:,} · {reading:.3f} s / {HOUR} s | {articles * reading / HOUR:,.0f} |"
    yield f"| reading, hours on {cores} cores | the same / {cores} | {articles * reading / HOUR / cores:,.1f} |"
    work = f"{articles:,} · {anywhere:.3f} s / {HOUR} s"
    yield f"| resolving and storing on any core, core-hours | {work} | {articles * anywhere / HOUR:,.0f} |"
    yield f"| cores that one driver keeps busy | {1000 * reading:.1f} ms / {1000 * meanwhile:.1f} ms | {reading / meanwhile:,.0f} |"
    for what, seconds in (("taking in", costs.taking_in), ("resolving", costs.resolving.driver), ("storing", costs.storing.driver)):
        ms = 1000 * seconds * longer
        yield f"| {what}, hours of the driver | {articles:,} · {ms:.1f} ms / {HOUR} s | {articles * ms / 1000 / HOUR:,.0f} |"
    for what, size in (("evidence", costs.bytes_kept), ("graph", costs.bytes_stored)):
        kilobytes = size * longer / 1000
        yield f"| {what} on the driver's disk | {articles:,} · {kilobytes:.0f} kB | {articles * kilobytes / 1e6:,.0f} GB |"


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--source", type=Path, default=corpus("chain"), help="articles, as kg.build takes them")
    options.add_argument("--articles", type=int, default=60)
    options.add_argument("--words", type=int, default=500)
    options.add_argument("--millions", type=int, default=10)
    options.add_argument("--cores", type=int, default=256)
    given = options.parse_args()
    documents = list(islice(read_documents([given.source], on_problem=_refuse), given.articles))
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        costs = measure(documents, Path(folder))
    lines = report(costs, words=given.words, millions=given.millions, cores=given.cores)
    print(*lines, sep="\n")  # noqa: T201 - the result
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"\n{len(documents)} articles of {given.source}; memory of this process, at the most: {most:,.0f} MB", file=sys.stderr)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
