"""`kg migrate`: a graph of an older ontology becomes one of the installed ontology."""

from __future__ import annotations

import typer

from kg.cli.options import GraphFolder, app


@app.command(epilog="Example: kg migrate news.kg")
def migrate(graph: GraphFolder) -> None:
    """Bring a graph that an older version wrote to the ontology of this one; its evidence stays as it is."""
    from kg.migrate import migrate as run  # noqa: PLC0415 - see `kg.__init__`

    done = run(graph)
    if done.relaid:
        typer.echo(f"{graph}: its folder has the layout of this version now")
    if done.before == done.after:
        typer.echo(f"{graph}: its ontology is {done.after} already")
    else:
        typer.echo(f"{graph}: from {done.before} to {done.after}, by {', '.join(done.migrations) or 'no migration'}")
