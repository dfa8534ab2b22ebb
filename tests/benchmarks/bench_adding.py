"""Measures what adding a few articles costs as a graph grows: `python tests/benchmarks/bench_adding.py` prints a table.

A graph of made articles is made of each size; then a batch of others is added and taken out again, a few times, and the middle time counts.
An article's own work (reading, evidence) is done before the clock starts: what is timed is all that brings the graph to its evidence. The
ratios are those to the smallest size; the last column is the time of resolving and writing everything.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from made_articles import made_articles

from kg.evidence import Evidence
from kg.renew import renew
from kg.store import building

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Reading

SIZES = (1000, 5000, 10000, 20000)
COLUMNS = ("articles", "add, s", "touched", "remove, s", "ratio, add", "ratio, remove", "all anew, s")


def changed(folder: Path, came: Sequence[Reading] = (), went: Sequence[str] = ()) -> tuple[float, int]:
    """Change the evidence, and return the seconds that bringing the graph to it takes, and how many articles that touched."""
    with building(folder), Evidence.create(folder) as evidence:
        evidence.remove(went)
        evidence.append(came)
        gc.collect()
        os.sync()  # what was written before is not waited for in what is timed
        start = perf_counter()
        found = renew(folder, evidence)
        return perf_counter() - start, found.touched


def measure(sizes: Sequence[int], few: int, times: int, seed: int) -> list[tuple[int, float, float, float, float]]:
    """Return, for each size, the seconds to add, the articles touched, the seconds to remove, and those to make all."""
    readings = [reading for reading, _ in made_articles(max(sizes) + few * times, seed=seed)]
    spare, rows = readings[max(sizes) :], []
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "made.kg"
            whole, _ = changed(folder, readings[:size])
            changed(folder, spare[:1])  # the first change loads what later ones find loaded
            changed(folder, [], [spare[0].document.id])
            added, removed, touched = [], [], []
            for i in range(times):
                batch = spare[i * few : (i + 1) * few]
                seconds, articles = changed(folder, batch)
                added.append(seconds)
                touched.append(articles)
                removed.append(changed(folder, [], [reading.document.id for reading in batch])[0])
        rows.append((size, median(added), median(touched), median(removed), whole))
    return rows


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--few", type=int, default=10, help="articles in a batch")
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    print("| " + " | ".join(COLUMNS) + " |")  # noqa: T201 - the result
    print("|" + "---:|" * len(COLUMNS), flush=True)  # noqa: T201 - as above
    rows = measure(given.sizes, given.few, given.times, given.seed)
    for size, add, touched, remove, whole in rows:
        values = (
            f"{size:,}",
            f"{add:.2f}",
            f"{touched:.0f}",
            f"{remove:.2f}",
            f"{add / rows[0][1]:.2f}",
            f"{remove / rows[0][3]:.2f}",
            f"{whole:.0f}",
        )
        print("| " + " | ".join(values) + " |")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
