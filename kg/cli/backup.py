"""`kg backup`, `kg restore` and `kg copy`: a graph is kept safe, or moves to a SPARQL service and back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GraphFolder, Quiet, app
from kg.cli.printing import progress_bar, say
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.service import Dataset, Login, Service, Token

TOKEN, PASSWORD = "KG_TOKEN", "KG_PASSWORD"


@app.command(epilog="Example: kg backup news.kg /backups/news-monday.kg")
def backup(
    graph: GraphFolder,
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="The new folder; it is a graph like any other.", show_default=False)],
    *,
    quiet: Quiet = False,
) -> None:
    """Copy a graph with its evidence, also while it is in use; the copy is compared with its checksums."""
    from kg.backup import backup as run  # noqa: PLC0415 - see `kg.__init__`

    _copied(run, graph, target, quiet=quiet)


@app.command(epilog="Example: kg restore /backups/news-monday.kg news.kg")
def restore(
    copy: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `kg backup` wrote.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="GRAPH", help="The new folder.", show_default=False)],
    *,
    quiet: Quiet = False,
) -> None:
    """Make a graph of a backup, after all of it has been read and found undamaged."""
    from kg.backup import restore as run  # noqa: PLC0415 - see `kg.__init__`

    _copied(run, copy, target, quiet=quiet)


def _copied(run: Callable[[Path, Path], object], source: Path, target: Path, *, quiet: bool) -> None:
    with progress_bar(quiet=quiet) as progress:
        progress("copying", 0, None)
        run(source, target)
    typer.echo(str(target))


@app.command(
    epilog=f"""Example: kg copy news.kg https://example.org/query   |   kg copy https://example.org/query news.kg

A password is taken from {PASSWORD}, a token from {TOKEN}, in the environment."""
)
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A graph, or the URL of a service.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TO", help="A new folder, or the URL of a query endpoint.", show_default=False)],
    updates: Annotated[
        str | None, typer.Option("--updates", metavar="URL", help="Its update endpoint; of …/query it is …/update, else the same.")
    ] = None,
    graph_store: Annotated[str | None, typer.Option("--graph-store", metavar="URL", help="Its Graph Store Protocol: faster.")] = None,
    default_graph: Annotated[str | None, typer.Option("--default-graph", metavar="IRI", help="The graph that stands for ours.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="Who we are there.")] = None,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="What the service holds goes.")] = False,
    quiet: Quiet = False,
) -> None:
    """Copy a graph to a SPARQL 1.1 service, or from one to a folder; its evidence stays where it is."""
    from kg.store.service import Service, is_url  # noqa: PLC0415 - see `kg.__init__`
    from kg.transfer import transfer  # noqa: PLC0415 - likewise

    if is_url(source) and is_url(target):
        raise InputError("both are services. Copy to a folder first")

    def at(where: str) -> str | Service:
        if not is_url(where):
            return where
        return Service(where, updates=updates, graphs=graph_store, login=_login(user), dataset=_dataset(default_graph))

    with progress_bar(quiet=quiet) as progress:
        moved = transfer(at(source), at(target), replace=replace, progress=lambda done: progress("copying", done, None))
    if not quiet:
        say(f"{target}: {moved} quads")


def _login(user: str | None) -> Login | Token | None:
    from kg.store.service import Login, Token  # noqa: PLC0415 - see `kg.__init__`

    if user is not None:
        if PASSWORD not in os.environ:
            raise InputError(f"--user {user}: there is no password. Put it into the environment as {PASSWORD}")
        return Login(user, os.environ[PASSWORD])
    return Token(os.environ[TOKEN]) if TOKEN in os.environ else None


def _dataset(default_graph: str | None) -> Dataset | None:
    """Return our part of a service: the graph that stands for the default one, and that of the ontology."""
    from kg.store.service import Dataset  # noqa: PLC0415 - see `kg.__init__`
    from kg.transfer import NAMED  # noqa: PLC0415 - likewise

    return Dataset(default_graph, NAMED) if default_graph else None
