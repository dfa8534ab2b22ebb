"""How long the named questions take on a graph of 1,000 articles: `python tests/benchmarks/bench_queries.py [--articles 1000] [--runs 5]`.

Prints a Markdown table: for each question the rows of its answer and the median time, from a store on disk, whole and as a table of Python
values. The articles are made (`made_articles.py`). The last row is a bound of the same run: one look at each statement of the store, by
Oxigraph alone.
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from made_articles import made_articles
from timing import milliseconds

from kg.graph import apply_rules, quads
from kg.query import Table, ask_named, named_queries
from kg.resolve import resolve
from kg.store import open_store, write_store

if TYPE_CHECKING:
    from kg.store import Store

AIM = 100.0
"""Milliseconds that no question should need."""


def rows(store: Store, runs: int) -> list[tuple[str, int, float]]:
    """Return name, rows of the answer and milliseconds of each question, the slowest first."""
    found = []
    for one in named_queries():
        answer = ask_named(store, one.name, limit=None)
        spent = milliseconds(runs, partial(ask_named, store, one.name, limit=None))
        found.append((one.name, len(answer) if isinstance(answer, Table) else 0, spent))
    return sorted(found, key=lambda row: -row[2])


def main() -> None:
    """Make a graph, ask it, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "made.kg"
        write_store(folder, quads(resolve(reading for reading, _ in made_articles(given.articles))), finish=apply_rules)
        with open_store(folder) as store:
            size = sum(1 for _ in store.quads())
            print(f"| question, on {given.articles:,} articles, {size:,} statements | rows | ms |\n|---|---:|---:|")  # noqa: T201 - the result
            for name, count, spent in rows(store, given.runs):
                print(f"| {name} | {count:,} | {spent:.1f}{' (too long)' if spent > AIM else ''} |")  # noqa: T201 - as above
            print(f"| every statement once | {size:,} | {milliseconds(given.runs, lambda: sum(1 for _ in store.quads())):.1f} |")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
