"""`kg gazetteer`: tables of known actors and places, checked and made of what others publish."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import kg
from kg.cli.options import FOUND, app
from kg.cli.printing import opened_output, say
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.resolve.importers import Imported
    from kg.resolve.usage import Usage

FEW = 5
"""How many of each kind are told after a build; the rest are counted."""

gazetteer = typer.Typer(help="Tables of known actors and places, for `kg build --gazetteer`.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(gazetteer, name="gazetteer")


class Source(StrEnum):
    """What can be imported."""

    PETRARCH = "petrarch"
    WIKIDATA = "wikidata"


@gazetteer.command(epilog="Example: kg gazetteer check my.csv --graph news.kg")
def check(
    table: Annotated[Path, typer.Argument(metavar="CSV", help="The table.", show_default=False)],
    graph: Annotated[Path | None, typer.Option("--graph", help="Tell the rows that no article of this graph names.")] = None,
) -> None:
    """Check a table: its form, names that may mean two rows, and names that the shipped table has for something else."""
    from kg.resolve.tables import read_table, shipped  # noqa: PLC0415 - see `kg.__init__`
    from kg.resolve.usage import usage  # noqa: PLC0415 - see `kg.__init__`

    report = usage(read_table(table), shipped(), None if graph is None else _actors(graph))
    typer.echo(told(report, few=False))
    if report.ambiguous:
        raise typer.Exit(FOUND)


@gazetteer.command(name="import", epilog="Example: kg gazetteer import Phoenix.MilNonState.actors.txt --from petrarch -o actors.csv")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An actor dictionary, or a SPARQL answer in JSON or CSV.", show_default=False)
    ],
    source: Annotated[Source, typer.Option("--from", help="What the file is.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="CSV", help="The table to write; - is standard output.")] = "-",
    type_: Annotated[str, typer.Option("--type", help="The class of things whose own is not told (wikidata).")] = "Organization",
) -> None:
    """Make a table of PETRARCH's actor dictionary, or of an answer of Wikidata's SPARQL service."""
    from kg.resolve.tables import format_table  # noqa: PLC0415 - see `kg.__init__`

    found = _import(file, source, type_)
    with opened_output(output) as stream:
        stream.write(format_table(found.rows).encode())
    for place, reason in found.left_out:
        say(f"left out {place}: {reason}")
    say(f"{len(found.rows)} rows, {len(found.left_out)} left out")


def _import(file: Path, source: Source, kind: str) -> Imported:
    from kg.resolve.importers import from_petrarch, from_wikidata  # noqa: PLC0415 - see `kg.__init__`

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: this is no text in UTF-8. Save it in UTF-8") from error
    return from_petrarch(text, str(file)) if source is Source.PETRARCH else from_wikidata(text, str(file), kind=kind)


def _actors(graph: Path) -> set[str]:
    """Return the ids of the entities of a graph."""
    from kg.query import Table  # noqa: PLC0415 - see `kg.__init__`

    with kg.open(graph) as opened:
        found = opened.query("SELECT DISTINCT ?entity WHERE { ?entity a kg:Entity }", limit=None)
        assert isinstance(found, Table)  # noqa: S101 - for the type checker; a SELECT gives rows
        return {"/".join(str(row["entity"]).rsplit("/", 2)[-2:]) for row in found}


def told(report: Usage, *, few: bool) -> str:
    """Return what became of a table, as lines for people."""
    lines = [f"gazetteer: {report.rows} rows, {len(report.unused)} that no article names, {len(report.ambiguous)} ambiguous names"]
    lines += _some(
        [f"ambiguous: {name!r} is {' and '.join(f'{k.name} ({k.source})' for k in rows)}" for name, rows in report.ambiguous], few=few
    )
    lines += _some(
        [f"taken from the shipped table: {name!r} was {was.name}, is {now.name} ({now.source})" for name, was, now in report.taken], few=few
    )
    lines += _some([f"no article names {known.name} ({known.source})" for known in report.unused], few=few)
    return "\n".join(lines)


def _some(lines: list[str], *, few: bool) -> list[str]:
    if not few or len(lines) <= FEW:
        return [f"  {line}" for line in lines]
    return [f"  {line}" for line in lines[:FEW]] + [f"  … and {len(lines) - FEW} more; `kg gazetteer check` lists them"]
