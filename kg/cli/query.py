"""`kg query`: a question in SPARQL, typed, from a file or by name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.options import UNUSABLE, GraphFolder, app
from kg.cli.printing import Format, print_answer, say
from kg.errors import QueryError


@app.command(epilog="Example: kg query news.kg --named tolls   |   kg query news.kg 'SELECT ?e WHERE { ?e a kg:Bombing }' --format csv")
def query(
    graph: GraphFolder,
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="The query; common prefixes are known.", show_default=False)
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the query from a file (.rq).")] = None,
    named: Annotated[str | None, typer.Option("--named", "-n", help="Ask a query of the ontology by its name; '' lists them.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of the query.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="ROWS", help="Print at most so many rows.")] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", min=0.001, metavar="SECONDS", help="Stop a query that takes longer.")
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", help="How to print the answer.")] = None,  # noqa: A002 - the option's name
) -> None:
    """Ask a graph in SPARQL 1.1."""
    given = [name for name, value in (("SPARQL", sparql), ("--file", file), ("--named", named)) if value is not None]
    if len(given) != 1:
        raise QueryError(f"got {' and '.join(given) or 'no query'}. Give one of: the query itself, --file FILE, --named NAME")
    from kg.query import parameters_of  # noqa: PLC0415 - see `kg.__init__`

    parameters = parameters_of(param or [])
    with kg.open(graph) as opened:
        if named is not None:
            if not named:
                typer.echo(_known_queries(), nl=False)
                return
            _check_named(named)
            answer = opened.named(named, limit=limit, timeout=timeout, **parameters)
        else:
            answer = opened.query(read_sparql(file) if file else sparql or "", limit=limit, timeout=timeout, **parameters)
        print_answer(answer, format)
        if getattr(answer, "truncated", False):
            say(f"there are more rows than these {limit}")


def read_sparql(file: Path) -> str:
    """Return the query that a file holds.

    Raises:
        QueryError: It is no text.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: this is no text in UTF-8. Give a file that holds a SPARQL query") from error


def _check_named(name: str) -> None:
    """End the command with the list of named queries if there is none of that name."""
    from kg.query import named_queries  # noqa: PLC0415 - see `kg.__init__`

    if name not in {one.name for one in named_queries()}:
        say(f"no named query {name!r}. There are:\n{_known_queries()}".rstrip())
        raise typer.Exit(UNUSABLE)


def _known_queries() -> str:
    """Return the named queries, a line each, and a line for each of their parameters."""
    from kg.query import named_queries  # noqa: PLC0415 - see `kg.__init__`

    return "".join(
        f"  {one.name}: {one.question}\n" + "".join(f"      --param {key}=…: {help_}\n" for key, help_ in one.parameters.items())
        for one in named_queries()
    )
