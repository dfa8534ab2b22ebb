"""The command line: it parses, calls one public function, and prints. Results go to standard output, all else to standard error.

Exit codes: 0, all is well; 1, a finding (some articles were skipped, an export is partial); 2, a usage error, or nothing could be done.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table as RichTable
from rich.text import Text

import kg
from kg.errors import DocumentError, InputError, KgError, QueryError
from kg.files import whole_file

if TYPE_CHECKING:
    from kg.model import Reading
    from kg.pipeline import BuildReport, Progress
    from kg.query import Answer, Parameter, Table

PATIENCE = 2.0
"""Seconds after which a progress bar appears."""
PAGE_WIDTH = 160
"""Columns of a drawn table that is not printed on a terminal."""
FOUND = 1
UNUSABLE = 2

log = logging.getLogger(__name__)
app = typer.Typer(
    help="Read news into a knowledge graph of actors and events, and ask it.",
    epilog="Example: kg build articles/ -o news.kg && kg view news.kg -o news.html",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
evaluate = typer.Typer(help="Write what the reader finds in annotated articles, to be scored.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(evaluate, name="evaluate")


class Format(StrEnum):
    """How the answer to a query is printed; `drawn` is a table with lines, in which long values wrap."""

    TABLE = "table"
    DRAWN = "drawn"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files (.txt, .html, .jsonl), folders, or - for standard input.", show_default=False)
]
GraphFolder = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph that `kg build` wrote.", show_default=False)]
Published = Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Date of articles that do not say theirs.")]
Publisher = Annotated[str | None, typer.Option("--source", help="Publisher of articles that do not say theirs.")]
Language = Annotated[str | None, typer.Option("--language", help="Language of articles that do not say theirs, such as en.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]


def main() -> None:
    """Run the command line; an error of this package is one line, not a traceback."""
    try:
        app()
    except KgError as error:
        _say(str(error))
        sys.exit(UNUSABLE)
    except OSError as error:
        _say(f"{error.filename or 'a file'}: {error.strerror or error}. Check the path, its permissions and the space left")
        sys.exit(UNUSABLE)


# ---------------------------------------------------------------- commands


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"kg {kg.__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")] = False,  # noqa: ARG001 - its callback acts
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell what each stage does.")] = False,
) -> None:
    """Read news into a knowledge graph of actors and events, and ask it."""
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(message)s", stream=sys.stderr, force=True)


@app.command(epilog="Examples: kg build articles/ -o news.kg   |   cat wire.jsonl | kg build - -o news.kg --source AP")
def build(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="GRAPH", help="The graph to write or add to.")] = Path("news.kg"),
    published: Published = None,
    publisher: Publisher = None,
    language: Language = None,
    *,
    quiet: Quiet = False,
) -> None:
    """Read articles into a graph; into one that exists they are added. An article that is in it already changes nothing."""
    problems = _Problems()
    with _progress(quiet=quiet) as progress:
        report = kg.build(
            paths,
            output,
            published=published.date() if published else None,
            publisher=publisher,
            language=language,
            progress=progress,
            on_problem=problems,
        )
    if not quiet:
        _say(_summary(report, output))
    problems.leave()


@app.command(epilog="Example: kg read article.html > readings.jsonl")
def read(
    paths: Paths,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where the readings go; - is standard output.")] = "-",
    published: Published = None,
    publisher: Publisher = None,
    language: Language = None,
    *,
    quiet: Quiet = False,
) -> None:
    """Print what each article says, one line of JSON an article."""
    problems = _Problems()
    readings = kg.read(
        *paths, published=published.date() if published else None, publisher=publisher, language=language, on_problem=problems
    )
    _write_readings(readings, output, quiet=quiet, problems=problems)


@app.command(epilog="Example: kg query news.kg --named tolls   |   kg query news.kg 'SELECT ?e WHERE { ?e a kg:Bombing }' --format csv")
def query(
    graph: GraphFolder,
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="The query; common prefixes are known.", show_default=False)
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the query from a file (.rq).")] = None,
    named: Annotated[str | None, typer.Option("--named", "-n", help="Ask a query of the ontology by its name; '' lists them.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of the query.")] = None,
    format: Annotated[Format | None, typer.Option("--format", help="How to print the answer.")] = None,  # noqa: A002 - the option's name
) -> None:
    """Ask a graph in SPARQL 1.1."""
    given = [name for name, value in (("SPARQL", sparql), ("--file", file), ("--named", named)) if value is not None]
    if len(given) != 1:
        raise QueryError(f"got {' and '.join(given) or 'no query'}. Give one of: the query itself, --file FILE, --named NAME")
    parameters = _parameters(param or [])
    with kg.open(graph) as opened:
        if named is not None:
            if not named:
                typer.echo(_known_queries(), nl=False)
                return
            _check_named(named)
            answer = opened.named(named, limit=None, **parameters)
        else:
            answer = opened.query(_sparql(file) if file else sparql or "", limit=None, **parameters)
        _print_answer(answer, format)


@app.command(epilog="Example: kg view news.kg -o nato.html --focus NATO --hops 2")
def view(
    graph: GraphFolder,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path("graph.html"),
    focus: Annotated[str | None, typer.Option("--focus", help="Show only what surrounds this name.")] = None,
    hops: Annotated[int, typer.Option("--hops", min=0, help="How many edges to go from there.")] = 1,
    *,
    quiet: Quiet = False,
) -> None:
    """Draw a graph as one HTML file that opens offline; a click on an edge shows its sentences."""
    with kg.open(graph) as opened, _progress(quiet=quiet) as progress:
        progress("drawing", 0, None)
        opened.show(output, focus=focus, hops=hops)
    typer.echo(str(output))


@app.command(epilog="Example: kg export news.kg -o news.ttl")
def export(
    graph: GraphFolder,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The suffix is the format: .ttl, .nq, .jsonld, .graphml.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Write a graph in a format that other tools read."""
    with kg.open(graph) as opened, _progress(quiet=quiet) as progress:
        progress("writing", 0, None)
        opened.export(output)
    typer.echo(str(output))


@app.command()
def info(graph: GraphFolder) -> None:
    """Print what a graph holds."""
    with kg.open(graph) as opened:
        for name, value in opened.info().items():
            typer.echo(f"{name}\t{value}")


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The folder to write to.")] = Path("demo"),
    *,
    quiet: Quiet = False,
) -> None:
    """Read the four example articles that are shipped, print what they say, and draw it."""
    from kg import demo as shown  # noqa: PLC0415 - only this command needs it

    with _progress(quiet=quiet) as progress:
        report, graph = shown.build(output, progress=progress)
    if not quiet:
        _say(_summary(report, graph.folder))
    with graph:
        for title, answer in shown.answers(graph):
            typer.echo(f"\n{title}")
            _print_answer(answer, Format.DRAWN)
        typer.echo("\nWritten:")
        for path in shown.write(graph, output):
            typer.echo(f"  {path}")


@evaluate.command("news", epilog="Example: kg evaluate news dev.jsonl --out predicted.jsonl")
def evaluate_news(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Annotated articles, one a line; only their texts are read.", show_default=False)
    ],
    out: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Where the predictions go, in the format of GOLD.")] = "-",
    *,
    quiet: Quiet = False,
) -> None:
    """Read annotated articles and write what the reader finds, in the same format."""
    problems = _Problems()
    _write_readings(kg.read(gold, on_problem=problems), out, quiet=quiet, problems=problems)


# ---------------------------------------------------------------- printing


class _Problems:
    """Prints each article that was skipped, and remembers that there was one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: DocumentError) -> None:
        self.count += 1
        _say(f"skipped {error}")

    def leave(self) -> None:
        """End the command; the exit code tells whether something was skipped."""
        if self.count:
            raise typer.Exit(FOUND)


def _say(line: str) -> None:
    typer.echo(line, err=True)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress]:
    """Yield a function that draws a bar on a terminal's standard error once `PATIENCE` is over."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Bar(*columns, console=console, transient=True, redirect_stdout=False, disable=quiet or not console.is_terminal)
    tasks: dict[str, TaskID] = {}

    def update(stage: str, done: int, total: int | None) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)

    appear = Timer(PATIENCE, bar.start)
    appear.daemon = True
    appear.start()
    try:
        yield update
    finally:
        appear.cancel()
        appear.join()
        bar.stop()


def _write_readings(readings: Iterable[Reading], output: str, *, quiet: bool, problems: _Problems) -> None:
    """Write one line a reading, as they come; end the command with what was found on the way."""
    from kg.evidence import to_line  # noqa: PLC0415 - see `kg.__init__`

    done = 0
    with _progress(quiet=quiet) as progress, _opened(output) as file:
        for done, reading in enumerate(readings, start=1):
            file.write(to_line(reading).encode())
            progress("reading", done, None)
        if not done:
            raise InputError("no article could be read. Give files (.txt, .html, .jsonl) or folders of them")
    problems.leave()


@contextmanager
def _opened(output: str) -> Iterator[IO[bytes]]:
    """Yield standard output, or a file that appears only when it is complete: it may be one of those that are read."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.flush()
    else:
        with whole_file(Path(output)) as file:
            yield file


def _summary(report: BuildReport, output: Path) -> str:
    counts = [f"{report.read} read", f"{report.known} known already", f"{len(report.skipped)} skipped"]
    held = f"{report.entities} entities, {report.events} events, {report.assertions} assertions"
    seconds = ", ".join(f"{stage} {spent:.1f} s" for stage, spent in report.seconds)
    return f"{output}: {held}\narticles: {', '.join(counts)}\ntime: {seconds}"


# ---------------------------------------------------------------- queries


def _sparql(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: this is no text in UTF-8. Give a file that holds a SPARQL query") from error


def _check_named(name: str) -> None:
    """End the command with the list of named queries if there is none of that name."""
    from kg.query import named_queries  # noqa: PLC0415 - see `kg.__init__`

    if name not in {one.name for one in named_queries()}:
        _say(f"no named query {name!r}. There are:\n{_known_queries()}".rstrip())
        raise typer.Exit(UNUSABLE)


def _known_queries() -> str:
    """Return the named queries, a line each, and a line for each of their parameters."""
    from kg.query import named_queries  # noqa: PLC0415 - see `kg.__init__`

    return "".join(
        f"  {one.name}: {one.question}\n" + "".join(f"      --param {key}=…: {help_}\n" for key, help_ in one.parameters.items())
        for one in named_queries()
    )


def _parameters(given: list[str]) -> dict[str, Parameter]:
    pairs = [text.partition("=") for text in given]
    for text, (name, equals, _) in zip(given, pairs, strict=True):
        if not (name and equals):
            raise QueryError(f"--param {text!r} is no parameter. Write it as NAME=VALUE")
        if name == "limit":
            raise QueryError("no parameter can be called limit. Give its variable another name in the query")
    return {name: _parameter(value) for name, _, value in pairs}


def _parameter(text: str) -> Parameter:
    """Read a value as SPARQL would mean it: <IRI>, a date, a whole number, or else a string."""
    from pyoxigraph import NamedNode  # noqa: PLC0415 - see `kg.__init__`

    try:
        if text.startswith("<") and text.endswith(">"):
            return NamedNode(text[1:-1])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
        return int(text) if re.fullmatch(r"-?\d+", text) else text
    except ValueError as error:
        raise QueryError(f"--param …={text:.60}: {error}. Give an absolute IRI, a day that exists, or a number of fewer digits") from error


def _print_answer(answer: Answer, wanted: Format | None) -> None:
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
        forms = {Table: "table, drawn, csv or json", Triples: "ttl", bool: "table or json"}
        raise QueryError(f"this query's answer cannot be printed as {wanted}. Its formats: {forms[type(answer)]}")


def _print_table(table: Table, form: Format) -> None:
    if form is Format.CSV:
        typer.echo(table.to_csv(), nl=False)
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
