"""`kg build`, `kg read` and `kg readings`: articles in, a graph or readings out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.gazetteer import told
from kg.cli.options import (
    DateColumn,
    GraphFolder,
    IdColumn,
    Language,
    LanguageColumn,
    Paths,
    Published,
    Publisher,
    Quiet,
    SourceColumn,
    TextColumn,
    TitleColumn,
    UrlColumn,
    app,
)
from kg.cli.printing import Problems, opened_output, progress_bar, say, summary, write_readings
from kg.documents import Notice


@app.command(epilog="Examples: kg build articles/ -o news.kg   |   cat wire.jsonl | kg build - -o news.kg --source AP")
def build(
    paths: Paths,
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
    *,
    quiet: Quiet = False,
) -> None:
    """Read articles into a graph; into one that exists they are added. An article that is in it already changes nothing."""
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
    with progress_bar(quiet=quiet) as progress:
        report = kg.build(
            paths,
            output,
            published=published.date() if published else None,
            publisher=publisher,
            language=language,
            columns=columns,
            gazetteer=gazetteer or (),
            progress=progress,
            on_problem=problems,
            on_notice=_silent if quiet else _say,
        )
    if not quiet:
        say(summary(report, output))
        if report.gazetteer:
            say(told(report.gazetteer, few=True))
    problems.leave()


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
        published=published.date() if published else None,
        publisher=publisher,
        language=language,
        columns=columns,
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
