"""What the commands have in common: the application, types of arguments and options, exit codes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

FOUND = 1
"""Exit code of a command that has something to report."""
UNUSABLE = 2
"""Exit code of a command that could do nothing."""

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


def _day(text: str) -> date:
    """Read a day.

    Raises:
        BadParameter: It is none, or there is no such day.
    """
    found = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text, re.ASCII)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no day. Write it as YYYY-MM-DD, such as 2024-01-31")
    try:
        return date(*map(int, found.groups()))
    except ValueError as error:
        raise typer.BadParameter(f"there is no day {text}: {error}. Give one that exists, such as 2024-01-31") from error


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…",
        help="Files (also .gz, .zst, .zip, .tar), folders, or - for standard input; addresses with --fetch.",
        show_default=False,
    ),
]
PathsOrNone = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH…",
        help="Files (also .gz, .zst, .zip, .tar), folders, - for standard input, addresses with --fetch; needless with --resume.",
        show_default=False,
    ),
]
GraphFolder = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph that `kg build` wrote.", show_default=False)]
Published = Annotated[
    date | None, typer.Option("--date", parser=_day, metavar="YYYY-MM-DD", help="Date of articles that do not say theirs.")
]
Publisher = Annotated[str | None, typer.Option("--source", help="Publisher of articles that do not say theirs.")]
Language = Annotated[str | None, typer.Option("--language", help="Language of articles that do not say theirs, such as en.")]
IdColumn = Annotated[str | None, typer.Option("--id-column", metavar="NAME", help="The same for its id.")]
TextColumn = Annotated[
    str | None, typer.Option("--text-column", metavar="NAME", help="Column of a table (.csv, .parquet, .json, .jsonl) that holds the text.")
]
TitleColumn = Annotated[str | None, typer.Option("--title-column", metavar="NAME", help="The same for the title.")]
DateColumn = Annotated[str | None, typer.Option("--date-column", metavar="NAME", help="The same for the date of publication.")]
SourceColumn = Annotated[str | None, typer.Option("--source-column", metavar="NAME", help="The same for the publisher.")]
UrlColumn = Annotated[str | None, typer.Option("--url-column", metavar="NAME", help="The same for the address.")]
LanguageColumn = Annotated[str | None, typer.Option("--language-column", metavar="NAME", help="The same for the language.")]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Read articles in other languages than English too; they are skipped else.")
]
Fetch = Annotated[
    bool,
    typer.Option("--fetch", help="Fetch PATHs that are addresses (https://…); robots.txt is heeded, and private networks are not reached."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
