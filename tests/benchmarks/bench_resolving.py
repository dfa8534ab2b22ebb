"""Measures how well and how fast made articles are resolved: `python tests/benchmarks/bench_resolving.py` prints a table.

For each size a process of its own makes the articles, resolves them, and compares with what is known: of all pairs that are put together
the share that belongs together is the precision, of all pairs that belong together the share that is found the recall.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from made_articles import made_articles

from kg.resolve.actors import resolve_actors
from kg.resolve.events import resolve_events
from kg.resolve.own_events import with_own_events

if TYPE_CHECKING:
    from collections.abc import Iterable

SIZES = (1000, 5000, 10000, 20000)
COLUMNS = ("articles", "events P", "events R", "actors P", "actors R", "actors, s", "events, s", "ms an article", "peak, MB")


def pairwise(labelled: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Return precision and recall over pairs, of (found, true) labels."""
    cells = Counter(labelled)
    found, true = Counter[str](), Counter[str]()
    for (mine, theirs), count in cells.items():
        found[mine] += count
        true[theirs] += count
    right = _pairs(cells.values())
    return right / (_pairs(found.values()) or 1), right / (_pairs(true.values()) or 1)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def measure(number: int, seed: int) -> str:
    """Return one line of the table."""
    made = list(made_articles(number, seed=seed))
    readings = [reading for reading, _ in made]
    start = perf_counter()
    actors = resolve_actors(readings)
    between = perf_counter()
    told = [with_own_events(reading, actors.articles[reading.document.id]) for reading in readings]
    events = resolve_events(told, actors)
    end = perf_counter()
    truth = {(reading.document.id, key): value for reading, known in made for key, value in known.items()}
    of_events = pairwise((events.event_of[ref], truth[ref]) for ref in events.event_of)
    of_actors = pairwise((actor, value) for ref, value in truth.items() if (actor := actors.actor_of(*ref)))
    shares = [f"{value:.4f}" for value in (*of_events, *of_actors)]
    times = [f"{between - start:.1f}", f"{end - between:.1f}", f"{1000 * (end - start) / number:.1f}"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return "| " + " | ".join((f"{number:,}", *shares, *times, f"{peak:,}")) + " |"


def main() -> None:
    """Print the table; each size is measured in a process of its own, so that its peak of memory is its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(measure(given.one, given.seed))  # noqa: T201 - the result
        return
    print("| " + " | ".join(COLUMNS) + " |")  # noqa: T201 - as above
    print("|" + "---:|" * len(COLUMNS), flush=True)  # noqa: T201 - as above
    for size in given.sizes:
        subprocess.run([sys.executable, __file__, "--one", str(size), "--seed", str(given.seed)], check=True)  # noqa: S603 - ourselves


if __name__ == "__main__":
    main()
