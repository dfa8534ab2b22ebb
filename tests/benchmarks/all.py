"""Runs all benchmarks, one after the other, and makes one file of Markdown: `python tests/benchmarks/all.py [--quick] [--out FILE]`.

Each `bench_*.py` runs in a process of its own and gives a section: the command, what it printed, how long it took. One that fails, or takes
longer than `--limit` seconds, is told in its section, and the others go on; the exit code is then 1. `--quick` takes the smallest sizes
that still show the table, to see that all of them run: its figures say nothing. `--only NAME …` runs some.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).parent
_LAST_LINES = 12
"""Of what a benchmark that failed wrote to standard error."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a benchmark is told: usually, and where it only has to run."""

    full: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


BENCHMARKS: Mapping[str, Sizes] = {
    "reading": Sizes(quick=("--articles", "2", "--words", "60", "--long-words", "300")),
    "triples": Sizes(quick=("--articles", "2")),
    "archive": Sizes(("--sizes", "100", "1000", "--processes", "1", "2"), ("--sizes", "5", "--processes", "1")),
    "resolving": Sizes(quick=("--sizes", "20")),
    "adding": Sizes(quick=("--sizes", "20", "--few", "2", "--times", "1")),
    "store": Sizes(quick=("--triples", "20000")),
    "queries": Sizes(quick=("--articles", "20", "--runs", "1")),
    "typical": Sizes(quick=("--triples", "20000", "--small", "5000", "--runs", "1")),
    "endpoint": Sizes(quick=("--triples", "20000", "--seconds", "1", "--load", "2")),
    "view": Sizes(quick=("--nodes", "40", "--runs", "1", "--limit", "60")),
    "importing": Sizes(quick=("--runs", "1")),
    "cluster": Sizes(quick=("--articles", "4")),
}
"""All `bench_*.py`, in the order of the work that they measure."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a benchmark: the end of its command, what it printed, seconds, and what went wrong; `None`: nothing."""

    arguments: tuple[str, ...]
    printed: str
    seconds: float
    problem: str | None


def ran(name: str, arguments: Sequence[str], limit: float) -> Done:
    """Run a benchmark in a process of its own; after `limit` seconds it is ended, with the processes that it started."""
    command = [sys.executable, str(HERE / f"bench_{name}.py"), *arguments]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent.parent)}
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own words
        command, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            printed, told = process.communicate(timeout=limit)
            problem = None if process.returncode == 0 else _told(process.returncode, told)
        except subprocess.TimeoutExpired:
            _end(process.pid)
            printed, _ = process.communicate()
            problem = f"It did not end within {limit:.0f} seconds."
        except BaseException:
            _end(process.pid)
            raise
    return Done(tuple(arguments), printed, time.perf_counter() - start, problem)


def _end(session: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def _told(code: int, told: str) -> str:
    last = "\n".join(told.splitlines()[-_LAST_LINES:])
    return f"It ended with {code}:\n\n```\n{last}\n```"


def section(name: str, done: Done) -> str:
    """Return what a benchmark gave as a section of Markdown."""
    words = " ".join(("python", f"tests/benchmarks/bench_{name}.py", *done.arguments))
    parts = [f"## {name}", f"`{words}`, {done.seconds:.0f} s", done.printed.strip()]
    if done.problem is not None:
        parts.append(f"**Failed.** {done.problem}")
    return "\n\n".join(part for part in parts if part) + "\n"


def head(*, quick: bool) -> str:
    """Return the title, and on what machine, in which state, the benchmarks run."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    machine = f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"
    load = f"{os.getloadavg()[0]:.1f} processes at work before the first"
    note = "\n\nSmallest sizes, to see that all run: the figures say nothing." if quick else ""
    return f"# Benchmarks of kg\n\n{datetime.now(UTC):%Y-%m-%d}; {machine}; {load}.{note}\n"


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def sections(names: Sequence[str], limit: float, *, quick: bool) -> Iterator[tuple[str, bool]]:
    """Run benchmarks; yield the section of each, and whether it failed."""
    for name in names:
        sizes = BENCHMARKS[name]
        done = ran(name, sizes.quick if quick else sizes.full, limit)
        yield section(name, done), done.problem is not None


def main() -> int:
    """Write the file, or print it, section by section."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="the smallest sizes, to see that all run")
    options.add_argument("--out", type=Path, help="the file; default: standard output")
    options.add_argument("--only", nargs="+", choices=tuple(BENCHMARKS), default=tuple(BENCHMARKS))
    options.add_argument("--limit", type=float, default=3600, help="seconds that each may take")
    given = options.parse_args()
    failed = False
    with given.out.open("w", encoding="utf-8") if given.out else open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False) as target:
        target.write(head(quick=given.quick))
        for text, is_bad in sections(given.only, given.limit, quick=given.quick):
            target.write(f"\n{text}")
            target.flush()  # what is done is there, should the rest be stopped
            failed |= is_bad
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
