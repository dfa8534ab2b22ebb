"""`kg build`, `kg read` and `kg readings`: articles in, a graph or readings out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import kg
from kg.cli.gazetteer import told
from kg.cli.options import (
    AnyLanguage,
    DateColumn,
    Fetch,
    GraphFolder,
    IdColumn,
    Language,
    LanguageColumn,
    Paths,
    PathsOrNone,
    Published,
    Publisher,
    Quiet,
    SourceColumn,
    TextColumn,
    TitleColumn,
    UrlColumn,
    app,
)
from kg.cli.printing import Problems, last_words, opened_output, progress_bar, say, summary, write_readings, write_report
from kg.documents import Notice
from kg.files import check_writable

if TYPE_CHECKING:
    from kg.parallel import ArticleReader

STOPPED = 130
"""Exit code of a command that Ctrl-C ended, as shells have it."""


@app.command(epilog="Examples: kg build articles/ -o news.kg   |   cat wire.jsonl | kg build - -o news.kg --source AP")
def build(
    paths: PathsOrNone = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="GRAPH", help="The graph to write or add to.")] = Path("news.kg"),
    published: Published = None,
    publisher: Publisher = None,
    language: Language = None,
    text_column: TextColumn = None,
    title_column: TitleColumn = None,
    date_column: DateColumn = None,
    source_column: SourceColumn = None,
    url_column: UrlColumn = None,
    language_column: LanguageColumn = None,
    id_column: IdColumn = None,
    gazetteer: Annotated[
        list[Path] | None,
        typer.Option(
            "--gazetteer", "-g", metavar="CSV", help="A table of known actors and places; may be given again.", show_default=False
        ),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes",
            "-p",
            min=1,
            help="In how many processes to read; by default as many as there are cores, unless the articles are few. "
            "Each needs some 500 MB.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="Read on a cluster: ray, at the address in RAY_ADDRESS, or else on one that is started here. "
            "--processes then says how many articles are read at once.",
            show_default=False,
        ),
    ] = None,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write what was done to a file too, as JSON.", show_default=False)
    ] = None,
    *,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on with what a stopped run was given, without looking at PATH again. Nothing is read twice without it too."
        ),
    ] = False,
    any_language: AnyLanguage = False,
    fetch: Fetch = False,
    quiet: Quiet = False,
) -> None:
    """Read articles into a graph; into one that exists they are added. An article that is in it already changes nothing.

    What was read is kept at once: a run that was stopped goes on where it was.
    """
    if report_file:
        check_writable(report_file)
    problems = Problems()
    columns = _columns(
        text=text_column,
        title=title_column,
        published=date_column,
        publisher=source_column,
        url=url_column,
        language=language_column,
        id=id_column,
    )
    with _stoppable(output), _survived(output, engine), progress_bar(quiet=quiet) as progress:
        report = kg.build(
            paths or (),
            output,
            published=published,
            publisher=publisher,
            language=language,
            columns=columns,
            any_language=any_language,
            fetch=fetch,
            gazetteer=gazetteer or (),
            reader=_on_cluster(engine, processes) if engine else None,
            processes=processes,
            resume=resume,
            progress=progress,
            on_problem=problems,
            on_notice=_silent if quiet else _say,
        )
    if report_file:
        write_report(report, report_file)
    if not quiet:
        say(summary(report, output))
        if report.gazetteer:
            say(told(report.gazetteer, few=True))
    problems.leave()


def _on_cluster(engine: str, processes: int | None) -> ArticleReader:
    from kg.cluster import cluster_reader  # noqa: PLC0415 - see `kg.__init__`

    return cluster_reader(engine, processes=processes)


def _survived(output: Path, engine: str | None) -> AbstractContextManager[None]:
    """Tell how to go on where the engine ends this process: Ray does so at once when its own process on this machine is gone."""
    if engine is None:
        return nullcontext()
    again = f"kg build --resume -o {shlex.quote(str(output))} --engine {shlex.quote(engine)}"
    return last_words(
        "this run was ended from outside: it was killed, or the cluster's process on this machine died (Ray's raylet) and took it along. "
        f"What was read is kept. Look at the memory left and the cluster's logs (/tmp/ray/session_latest/logs); to go on: {again}"
    )


@contextmanager
def _stoppable(output: Path) -> Iterator[None]:
    """Tell who pressed Ctrl-C how to go on: only what was taken in whole goes on without its paths and what was said of them."""
    try:
        yield
    except KeyboardInterrupt:
        from kg.pipeline import can_resume  # noqa: PLC0415 - see `kg.__init__`

        if can_resume(output):
            say(f"stopped; what was read is kept. To go on: kg build --resume -o {shlex.quote(str(output))}")
        else:
            say("stopped before all articles were taken in; what was read is kept. To go on, give the same command again, with its paths")
        raise typer.Exit(STOPPED) from None


@app.command(epilog="Example: kg readings news.kg > readings.jsonl")
def readings(
    graph: GraphFolder,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where the readings go; - is standard output.")] = "-",
) -> None:
    """Print what the articles of a graph say, one line of JSON an article, in the order of their ids: what the graph rests on."""
    from kg.evidence import Evidence, write_lines  # noqa: PLC0415 - see `kg.__init__`

    kg.open(graph).close()  # says what is wrong if there is none
    with Evidence.open(graph) as evidence, opened_output(output) as file:
        write_lines(evidence, file)


@app.command(epilog="Example: kg read article.html > readings.jsonl")
def read(
    paths: Paths,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where the readings go; - is standard output.")] = "-",
    published: Published = None,
    publisher: Publisher = None,
    language: Language = None,
    text_column: TextColumn = None,
    title_column: TitleColumn = None,
    date_column: DateColumn = None,
    source_column: SourceColumn = None,
    url_column: UrlColumn = None,
    language_column: LanguageColumn = None,
    id_column: IdColumn = None,
    *,
    any_language: AnyLanguage = False,
    fetch: Fetch = False,
    quiet: Quiet = False,
) -> None:
    """Print what each article says, one line of JSON an article."""
    problems = Problems()
    columns = _columns(
        text=text_column,
        title=title_column,
        published=date_column,
        publisher=source_column,
        url=url_column,
        language=language_column,
        id=id_column,
    )
    readings = kg.read(
        *paths,
        published=published,
        publisher=publisher,
        language=language,
        columns=columns,
        any_language=any_language,
        fetch=fetch,
        on_problem=problems,
        on_notice=_silent if quiet else _say,
    )
    write_readings(readings, output, quiet=quiet, problems=problems)


def _columns(**given: str | None) -> dict[str, str]:
    """Return the columns that were named, by field of an article."""
    return {name: column for name, column in given.items() if column is not None}


def _say(notice: Notice) -> None:
    say(str(notice))


def _silent(notice: Notice) -> None:
    del notice
