"""`kg search` and `kg totals`: what the index beside a graph knows of words, places and sums."""

from __future__ import annotations

from typing import Annotated

import typer

import kg
from kg.cli.options import FOUND, GraphFolder, Quiet, app
from kg.cli.printing import Format, print_answer, say, tell_meant
from kg.errors import QueryError


@app.command(
    epilog='Example: kg search news.kg "suicide bombing kerman" --kind passage   |   kg search news.kg --near Kerman --km 100   |   '
    "kg search news.kg --box 25,44,40,63"
)
def search(
    graph: GraphFolder,
    words: Annotated[str | None, typer.Argument(metavar="WORDS", help='Words; "in quotation marks" together.', show_default=False)] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", "-k", help="Find only: entity, event, document, passage.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="The most rows.")] = 20,
    near: Annotated[str | None, typer.Option("--near", metavar="PLACE", help="Places near a place, or a point as LAT,LONG.")] = None,
    km: Annotated[float, typer.Option("--km", help="How near, in kilometres.")] = 50,
    box: Annotated[str | None, typer.Option("--box", metavar="SOUTH,WEST,NORTH,EAST", help="Places in a box of degrees.")] = None,
    format: Annotated[Format | None, typer.Option("--format", help="How to print the answer.")] = None,  # noqa: A002 - the option's name
    *,
    quiet: Quiet = False,
) -> None:
    """Find names, titles and sentences by words, best first, or places by where they lie."""
    given = [name for name, value in (("WORDS", words), ("--near", near), ("--box", box)) if value is not None]
    if len(given) != 1:
        raise QueryError(
            f"got {' and '.join(given) or 'nothing to search for'}. Give one of: WORDS, --near PLACE, --box SOUTH,WEST,NORTH,EAST"
        )
    with kg.open(graph) as opened:
        if words is None:
            print_answer(opened.places(near=near, km=km) if near else opened.places(box=corners(box or "")), format)
            return
        found = opened.found(words, kinds=kind or None, limit=limit)  # type: ignore[arg-type]  # an unknown kind is refused there
        if not quiet:
            tell_meant(found)
            if not found.all_words and found.hits:
                say("nothing has all the words; these have some")
        print_answer(opened.hits(found), format)
        if not found.hits:
            raise typer.Exit(FOUND)


@app.command(epilog="Example: kg totals news.kg --by month")
def totals(
    graph: GraphFolder,
    by: Annotated[
        str, typer.Option("--by", help="place (one with a proper name), region (that or what it lies in), widest, class, month or year.")
    ] = "place",
    format: Annotated[Format | None, typer.Option("--format", help="How to print the answer.")] = None,  # noqa: A002 - the option's name
) -> None:
    """Count the events that are reported as fact, and the dead of their latest reports; months and years come in their order."""
    with kg.open(graph) as opened:
        print_answer(opened.totals(by), format)


def corners(text: str) -> tuple[float, float, float, float]:
    """Read a box.

    Raises:
        QueryError: It is none.
    """
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError as error:
        raise QueryError(f"--box {text!r} is no box. Give SOUTH,WEST,NORTH,EAST in degrees, as in 25,44,40,63") from error
    return south, west, north, east
