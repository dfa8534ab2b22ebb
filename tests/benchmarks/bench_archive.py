"""Builds archives of made articles from JSON lines: `python tests/benchmarks/bench_archive.py [--sizes 100 1000] [--processes 2]`.

Prints a Markdown table: articles a second, the most memory that all processes held together, and the seconds of each stage; with several
numbers of processes a line for each. `--source FILE` builds the first articles of these JSON lines in place of made ones. With
`--kills 20` builds of the first size are killed (SIGKILL) that often, at random moments, and go on with `--resume`; the exit code is 1
unless the canonical N-Quads of each that ends are those of a build that nobody stopped. Memory is read from `/proc` (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING

from made_archive import write_archive

from kg.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STAGES = ("documents", "reading", "resolving", "storing")
_ROOT = Path(__file__).parent.parent.parent
_OFTEN = 0.5
"""Seconds between two looks at the memory; five times as often they took a tenth of a core."""
_ABRUPT = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Run:
    """A build: its exit code, how long it took, and the most memory that its processes held together, in MB."""

    code: int
    seconds: float
    memory: float


def build(output: Path, *given: object, kill_after: float | None = None) -> Run:
    """Build a graph in a process of its own, with the processes that it starts; kill them all after so many seconds."""
    command = [sys.executable, "-m", "kg", "build", "--quiet", "-o", str(output), *map(str, given)]
    environment = os.environ | {"PYTHONPATH": str(_ROOT)}
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own words
        most = 0.0
        while process.poll() is None:
            most = max(most, held(process.pid))
            left = _OFTEN if kill_after is None else kill_after - (time.perf_counter() - start)
            if left <= 0:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            else:
                time.sleep(min(_OFTEN, left))
    return Run(process.returncode, time.perf_counter() - start, most)


def held(session: int) -> float:
    """Return the memory of all processes of a session, what they share counted once, in MB."""
    total = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000


def canonical(graph: Path) -> list[str]:
    """Return the graph's quads as lines, sorted: no node is blank."""
    with open_store(graph) as store:
        return sorted(f"{quad} ." for quad in store.quads())


# ---------------------------------------------------------------- growth


def measure(sizes: Sequence[int], processes: Sequence[int], seed: int, source: Path | None) -> Iterator[str]:
    """Yield the table, a line for each size and number of processes."""
    yield f"| articles | processes | articles/s | peak, MB | {', s | '.join(STAGES)}, s | reading, share | load |"
    yield "|" + "---:|" * (6 + len(STAGES))
    for size, number in product(sizes, processes):
        with tempfile.TemporaryDirectory() as place:
            articles, report = Path(place) / "archive.jsonl", Path(place) / "report.json"
            _write(articles, size, seed, source)
            load = os.getloadavg()[0]
            run = build(Path(place) / "made.kg", articles, "--processes", number, "--report", report)
            done = json.loads(report.read_text(encoding="utf-8"))
        seconds, built = done["seconds"], done["read"]
        shares = " | ".join(f"{seconds[stage]:.1f}" for stage in STAGES)
        reading = seconds["reading"] / sum(seconds.values())
        yield f"| {built:,} | {number} | {built / run.seconds:.1f} | {run.memory:.0f} | {shares} | {reading:.0%} | {load:.1f} |"


def _write(target: Path, size: int, seed: int, source: Path | None) -> None:
    """Write so many articles: made ones, or the first of a file of JSON lines."""
    if source is None:
        write_archive(target, size, seed=seed)
        return
    with source.open(encoding="utf-8") as lines:
        target.write_text("".join(islice(lines, size)), encoding="utf-8")


# ---------------------------------------------------------------- faults


def killed(size: int, kills: int, processes: int, seed: int) -> tuple[int, bool]:
    """Kill builds at random moments and go on each time; return how many came to their end, and whether each made the right graph."""
    moments = random.Random(seed)  # noqa: S311 - moments, no secret
    with tempfile.TemporaryDirectory() as place:
        articles, whole, graph = (Path(place) / name for name in ("archive.jsonl", "whole.kg", "killed.kg"))
        write_archive(articles, size, seed=seed)
        whole_run = build(whole, articles, "--processes", processes)
        count, ended = 0, []
        while count < kills:
            resume = ("--resume",) if graph.exists() else ()
            run = build(graph, articles, "--processes", processes, *resume, kill_after=moments.uniform(0.1, whole_run.seconds))
            count += run.code == _ABRUPT
            if run.code != _ABRUPT:  # it came to its end: look at it, and begin another
                ended.append(_is_equal(run, graph, whole))
                shutil.rmtree(graph)
        ended.append(_is_equal(build(graph, articles, "--processes", processes, "--resume"), graph, whole))
    return len(ended), all(ended)


def _is_equal(run: Run, graph: Path, whole: Path) -> bool:
    return run.code == 0 and canonical(graph) == canonical(whole)


def main() -> int:
    """Print the table, or what became of the killed builds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=(100, 1000))
    options.add_argument("--processes", type=int, nargs="+", default=(2,))
    options.add_argument("--kills", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--source", type=Path, help="JSON lines to build in place of made articles")
    given = options.parse_args()
    if given.kills:
        ended, is_right = killed(given.sizes[0], given.kills, given.processes[0], given.seed)
        verdict = "equal" if is_right else "NOT equal"
        print(f"{given.sizes[0]:,} articles, {given.kills} kills, {ended} builds came to their end: canonical N-Quads {verdict}")  # noqa: T201 - the result
        return int(not is_right)
    for line in measure(given.sizes, given.processes, given.seed, given.source):
        print(line, flush=True)  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main())
