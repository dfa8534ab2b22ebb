"""`kg query`: a question in SPARQL, typed, from a file or by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import kg
from kg.cli.options import UNUSABLE, app
from kg.cli.printing import Format, print_answer, say, tell_meant
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.query import Table


@app.command(epilog="Example: kg query news.kg --named tolls   |   kg query news.kg 'SELECT ?e WHERE { ?e a kg:Bombing }' --format csv")
def query(
    graph: Annotated[str, typer.Argument(metavar="GRAPH", help="A graph, or the URL of a SPARQL service.", show_default=False)],
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
    match: Annotated[
        list[str] | None,
        typer.Option("--match", metavar="VARIABLE=WORDS", help="?VARIABLE is one of what `kg search` finds by these words."),
    ] = None,
    near: Annotated[
        list[str] | None, typer.Option("--near", metavar="VARIABLE=PLACE:KM", help="?VARIABLE is a place at most KM from a place or point.")
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", help="How to print the answer.")] = None,  # noqa: A002 - the option's name
    *,
    explain: Annotated[bool, typer.Option("--explain", help="Print the steps of the query instead of its answer.")] = False,
) -> None:
    """Ask a graph in SPARQL 1.1."""
    given = [name for name, value in (("SPARQL", sparql), ("--file", file), ("--named", named)) if value is not None]
    if len(given) != 1:
        raise QueryError(f"got {' and '.join(given) or 'no query'}. Give one of: the query itself, --file FILE, --named NAME")
    from kg.query import named_query, parameters_of  # noqa: PLC0415 - see `kg.__init__`

    parameters = parameters_of(param or [])
    with kg.open(graph) as opened:
        if explain:
            typer.echo(str(opened.explain(named_query(named).sparql if named else read_sparql(file) if file else sparql or "")))
            return
        if named is not None:
            if not named:
                typer.echo(_known_queries(), nl=False)
                return
            _check_named(named)
            if match or near:
                raise QueryError("--match and --near narrow a query of your own. Give a named query its parameters (--param)")
            answer = opened.named(named, limit=limit, timeout=timeout, **parameters)
        else:
            text = read_sparql(file) if file else sparql or ""
            among = dict([*_matching(opened, match or ()), *_nearby(opened, near or ())])
            answer = opened.query(text, limit=limit, timeout=timeout, among=among, **parameters)
            _tell_unknown(text)
        print_answer(answer, format)
        if getattr(answer, "truncated", False):
            say(f"there are more rows than these {limit}")


MOST_MATCHES = 1_000
"""Things that a variable is matched with; more narrow nothing."""


def _matching(graph: kg.Graph, given: Sequence[str]) -> Iterator[tuple[str, Table]]:
    """Yield variables with what has all the words that are given for each."""
    for text in given:
        variable, _, words = text.partition("=")
        found = graph.found(words, limit=MOST_MATCHES)
        tell_meant(found)
        if not (found.all_words and found.hits):
            say(f"nothing has all of these words: {words!r}")
        yield variable.removeprefix("?"), graph.hits(found if found.all_words else replace(found, hits=()))


def _nearby(graph: kg.Graph, given: Sequence[str]) -> Iterator[tuple[str, Table]]:
    """Yield variables with the places near one.

    Raises:
        QueryError: It is not said how near.
    """
    for text in given:
        variable, _, rest = text.partition("=")
        place, _, km = rest.rpartition(":")
        try:
            yield variable.removeprefix("?"), graph.places(near=place, km=float(km))
        except ValueError as error:
            raise QueryError(
                f"--near {text!r}: expected a distance in kilometres. Write VARIABLE=PLACE:KM, as in place=Kerman:50"
            ) from error


def _tell_unknown(sparql: str) -> None:
    """Tell of terms that the ontology does not have: a misspelt one is good SPARQL, and finds nothing."""
    from kg.query import unknown_terms  # noqa: PLC0415 - see `kg.__init__`

    for term in unknown_terms(sparql):
        say(f"line {term.line}, column {term.column}: the ontology has no {term.name}. The nearest: {', '.join(term.nearest)}")


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
