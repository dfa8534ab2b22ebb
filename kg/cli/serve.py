"""`kg serve`: a graph answers SPARQL over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from kg.cli.options import GraphFolder, app
from kg.cli.printing import say
from kg.errors import MissingLibraryError


@app.command(epilog="Example: kg serve news.kg   |   curl http://127.0.0.1:8765/sparql --data-urlencode 'query=ASK {?event a kg:Attack}'")
def serve(
    graph: GraphFolder,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; of this machine only, unless you say another.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0: any that is free.")] = 8765,
    allow_host: Annotated[list[str] | None, typer.Option("--allow-host", metavar="NAME", help="A further name of this server.")] = None,
    cors: Annotated[
        list[str] | None, typer.Option("--cors", metavar="ORIGIN", help="Pages of this origin may read answers; *: of any.")
    ] = None,
    timeout: Annotated[float | None, typer.Option("--timeout", min=0.001, metavar="SECONDS", help="What a query may take.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="ROWS", help="The most rows of an answer.")] = None,
) -> None:
    """Serve a graph as a SPARQL 1.1 endpoint, read only, until it is stopped; what a build adds is served at once."""
    try:
        from kg.serve import Options  # noqa: PLC0415 - see `kg.__init__`
        from kg.serve.options import LIMITS  # noqa: PLC0415 - likewise
        from kg.serve.run import serve as run  # noqa: PLC0415 - likewise
    except ImportError as error:
        raise MissingLibraryError(error.name or "a library", "server") from error
    limits = replace(LIMITS, seconds=timeout or LIMITS.seconds, rows=limit or LIMITS.rows)
    options = Options(host, port, tuple(allow_host or ()), tuple(cors or ()), limits=limits)
    run(graph, options, started=lambda url: say(f"{url}sparql answers queries to {graph}; stop it with Ctrl-C"))
