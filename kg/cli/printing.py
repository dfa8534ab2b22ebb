"""Prints what commands find: answers, problems, progress. Results go to standard output, all else to standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.progress_bar import ProgressBar
from rich.table import Table as RichTable
from rich.text import Text

from kg.cli.options import FOUND
from kg.errors import DocumentError, InputError, QueryError
from kg.files import whole_file

if TYPE_CHECKING:
    from kg.model import Reading
    from kg.pipeline import BuildReport, Progress
    from kg.query import Answer, Table
    from kg.search import Found

PATIENCE = 2.0
"""Seconds after which a progress bar appears."""
PAGE_WIDTH = 160
"""Columns of a drawn table that is not printed on a terminal."""


class Problems:
    """Prints each article that was skipped, and remembers that there was one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: DocumentError) -> None:
        """Print one, and count it."""
        self.count += 1
        say(f"skipped {error}")

    def leave(self) -> None:
        """End the command; the exit code tells whether something was skipped."""
        if self.count:
            raise typer.Exit(FOUND)


def say(line: str) -> None:
    """Print a line for people, to standard error."""
    typer.echo(line, err=True)


class _Drawn(BarColumn):
    """A bar that moves while nobody knows how much there is to do, and stands still when the stage is over."""

    def render(self, task: Task) -> ProgressBar:
        """Draw it."""
        drawn = super().render(task)
        if task.total is None and task.stop_time is not None:
            drawn.total = drawn.completed = 1
        return drawn


class _Count(ProgressColumn):
    """How much is done, and of how much as far as that is known; nothing of a stage that is not counted."""

    def render(self, task: Task) -> Text:
        """Draw it."""
        done = f"{int(task.completed):,}"
        return Text(f"{done}/{int(task.total):,}" if task.total is not None else done if task.completed else "")


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Draw it; nothing while it is not known."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.1f}/s" if speed else "")


class _Left(ProgressColumn):
    """How long it will take yet."""

    def render(self, task: Task) -> Text:
        """Draw it; nothing where nobody knows how much there is to do, or where all is done."""
        left = task.time_remaining if task.stop_time is None else None
        return Text(f"{timedelta(seconds=int(left))} left" if left else "")


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress]:
    """Yield a function that draws a bar on a terminal's standard error once `PATIENCE` is over."""
    console = Console(stderr=True)
    bar = Bar(*columns(), console=console, transient=True, redirect_stdout=False, disable=quiet or not console.is_terminal)
    appear = Timer(PATIENCE, bar.start)
    appear.daemon = True
    appear.start()
    try:
        yield follower(bar)
    finally:
        appear.cancel()
        appear.join()
        bar.stop()


def columns() -> tuple[ProgressColumn, ...]:
    """Return what a bar shows of a stage: its name, how far it is, how long it has taken, and how long it will, as far as that is known."""
    return TextColumn("{task.description}"), _Drawn(), _Count(), _Rate(), TimeElapsedColumn(), _Left()


def follower(bar: Bar) -> Progress:
    """Return a function that draws each stage that it is told of on a line of the bar."""
    tasks: dict[str, TaskID] = {}

    def update(stage: str, done: int, total: int | None) -> None:
        if stage not in tasks:
            for task in bar.tasks:  # stages follow each other: the clock of the one before stands still
                if task.stop_time is None:
                    bar.stop_task(task.id)
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)

    return update


@contextmanager
def opened_output(output: str) -> Iterator[IO[bytes]]:
    """Yield standard output, or a file that appears only when it is complete: it may be one of those that are read."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.flush()
    else:
        with whole_file(Path(output)) as file:
            yield file


_WATCH = "import sys\nif sys.stdin.read() != 'over': print(sys.argv[1], file=sys.stderr)"


@contextmanager
def last_words(line: str) -> Iterator[None]:
    """Have a line printed if this process is ended in the block so that it can print nothing itself, as by a library or from outside.

    A small process waits for the end of a pipe, which the system closes however this one ends.
    """
    command = [sys.executable, "-I", "-S", "-c", _WATCH, line]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as watcher:  # noqa: S603 - our own words
        try:
            yield
        finally:
            watcher.communicate(b"over")


def tell_meant(found: Found) -> None:
    """Tell which words no text has, and what was searched for in their place."""
    for word, nearest in found.meant.items():
        say(f"no text has {word!r}; searched for {' or '.join(nearest)}")


def print_answer(answer: Answer, wanted: Format | None) -> None:
    """Print an answer as it is wanted; by default rows as a table and triples as Turtle.

    Raises:
        QueryError: An answer of this form cannot be printed so.
    """
    from kg.query import Table, Triples  # noqa: PLC0415 - see `kg.__init__`

    if isinstance(answer, Table) and wanted is not Format.TTL:
        _print_table(answer, wanted or Format.TABLE)
    elif isinstance(answer, Triples) and wanted in (None, Format.TTL):
        typer.echo(answer.to_turtle(), nl=False)
    elif isinstance(answer, bool) and wanted in (None, Format.TABLE):
        typer.echo(str(answer).lower())
    elif isinstance(answer, bool) and wanted is Format.JSON:
        typer.echo(json.dumps({"head": {}, "boolean": answer}))
    else:
        forms = {Table: "table, drawn, csv, tsv, xml or json", Triples: "ttl", bool: "table or json"}
        raise QueryError(f"this query's answer cannot be printed as {wanted}. Its formats: {forms[type(answer)]}")


def _print_table(table: Table, form: Format) -> None:
    if form is Format.CSV:
        typer.echo(table.to_csv(), nl=False)
    elif form is Format.TSV:
        typer.echo(table.to_tsv(), nl=False)
    elif form is Format.XML:
        typer.echo(table.to_xml())
    elif form is Format.JSON:
        typer.echo(table.to_json())
    elif form is Format.DRAWN or sys.stdout.isatty():
        Console(width=None if sys.stdout.isatty() else PAGE_WIDTH).print(_drawn(table))
    else:
        typer.echo(table.to_text(), nl=False)


def _drawn(table: Table) -> RichTable:
    """Return the table for a terminal, where long values wrap."""
    from kg.query import short  # noqa: PLC0415 - see `kg.__init__`

    drawn = RichTable(*table.columns)
    for row in table.rows:
        drawn.add_row(*(Text("".join(c if c.isprintable() else " " for c in short(term))) for term in row))
    return drawn


class Format(StrEnum):
    """How the answer to a query is printed; `drawn` is a table with lines, in which long values wrap."""

    TABLE = "table"
    DRAWN = "drawn"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    JSON = "json"
    TTL = "ttl"


def summary(report: BuildReport, output: Path) -> str:
    """Tell in three lines what was built."""
    counts = [f"{report.read} read", f"{report.known} known already", f"{report.skipped_in_all} skipped"]
    counts += [f"{report.duplicates} given again"] if report.duplicates else []
    counts += [f"{report.reprints} print another again"] if report.reprints else []
    held = f"{report.entities} entities, {report.events} events, {report.assertions} assertions"
    seconds = ", ".join(f"{stage} {spent:.1f} s" for stage, spent in report.seconds)
    return f"{output}: {held}\narticles: {', '.join(counts)}\ntime: {seconds}"


def write_report(report: BuildReport, path: Path) -> None:
    """Write what was built as JSON."""
    with whole_file(path) as file:
        file.write(json.dumps(report.to_json(), indent=2, ensure_ascii=False).encode(errors="backslashreplace") + b"\n")


def write_readings(readings: Iterable[Reading], output: str, *, quiet: bool, problems: Problems) -> None:
    """Write one line a reading, as they come; end the command with what was found on the way."""
    from kg.evidence import to_line  # noqa: PLC0415 - see `kg.__init__`

    done = 0
    with progress_bar(quiet=quiet) as progress, opened_output(output) as file:
        for done, reading in enumerate(readings, start=1):
            file.write(to_line(reading).encode())
            progress("reading", done, None)
        if not done:
            raise InputError("no article could be read. Give files (.txt, .html, .jsonl, .csv, …) or folders of them")
    problems.leave()
