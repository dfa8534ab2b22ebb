"""How long a call takes, for the benchmarks of questions."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter


def milliseconds(runs: int, ask: Callable[[], object]) -> float:
    """Return the median time of some runs, in milliseconds, after one that warms up."""
    ask()
    times = []
    for _ in range(runs):
        start = perf_counter()
        ask()
        times.append(1000 * (perf_counter() - start))
    return statistics.median(times)
