"""What importing costs: `python tests/benchmarks/bench_importing.py [--runs N]`, each run a fresh process under `-X importtime`.

Prints a Markdown table: for each statement the median seconds of its imports, how many modules they load, which of the heavy libraries
are among them, and the three modules that take longest by themselves.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
STATEMENTS = ("import kg", "import kg.cli", "import kg; kg.Graph", "import kg.explore", "import kg.network", "import kg.cards")
HEAVY = (
    *("torch", "spacy", "onnxruntime", "pandas", "polars", "pyarrow"),
    *("matplotlib", "IPython", "networkx", "pyvis", "rdflib", "pyoxigraph"),
)
SLOWEST = 3
_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|( +)(\S+)")


@dataclass(frozen=True, slots=True)
class Imports:
    """One run: seconds of each module by itself, in the order of loading."""

    seconds: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def measured(statement: str) -> Imports:
    """Run a statement in a fresh process; what Python itself loads at its start is not counted."""
    script = f"import sys; sys.stderr.write('begin\\n'); {statement}"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-X", "importtime", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    lines = done.stderr.partition("begin\n")[2].splitlines()
    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    return Imports({match[4]: int(match[1]) / 1e6 for match in found})


def row(statement: str, runs: list[Imports]) -> str:
    first = runs[0].seconds
    heavy = [name for name in HEAVY if name in first]
    slowest = sorted(first, key=lambda name: -first[name])[:SLOWEST]
    told = ", ".join(f"{name} {first[name]:.3f}" for name in slowest)
    seconds = statistics.median(run.total for run in runs)
    return f"| `{statement}` | {seconds:.3f} | {len(first)} | {', '.join(heavy) or 'none'} | {told} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    head = "| statement | seconds (median) | modules | heavy libraries | slowest, by themselves |\n|---|---:|---:|---|---|\n"
    sys.stdout.write(head)
    for statement in STATEMENTS:
        measured(statement)  # so that files are in the cache of the system, as they are on the second start
        sys.stdout.write(f"{row(statement, [measured(statement) for _ in range(runs)])}\n")


if __name__ == "__main__":
    main()
