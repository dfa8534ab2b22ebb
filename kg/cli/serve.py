"""`kg serve`: a graph answers SPARQL over HTTP."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from kg.cli.options import GraphFolder, app
from kg.cli.printing import say
from kg.errors import InputError, MissingLibraryError

TOKEN: Final = "KG_TOKEN"  # noqa: S105 - the name of a variable
SHORTEST: Final = 16


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
    writable: Annotated[  # noqa: FBT002 - it is an option of a command
        bool, typer.Option("--writable", help=f"Take updates of those who know the token, which lies in {TOKEN} or --token-file.")
    ] = False,
    engine: Annotated[
        Literal["embedded", "oxigraph"], typer.Option("--engine", help="oxigraph: by the Oxigraph server, for readers who are known.")
    ] = "embedded",
    token_file: Annotated[Path | None, typer.Option("--token-file", help="A file that holds the token for --writable.")] = None,
) -> None:
    """Serve a graph to browsers and as a SPARQL 1.1 endpoint until it is stopped; what a build adds is served at once."""
    try:
        from kg.serve import Options  # noqa: PLC0415 - see `kg.__init__`
        from kg.serve.options import LIMITS  # noqa: PLC0415 - likewise
        from kg.serve.run import serve as run  # noqa: PLC0415 - likewise
    except ImportError as error:
        raise MissingLibraryError(error.name or "a library", "server") from error
    limits = replace(LIMITS, seconds=timeout or LIMITS.seconds, rows=limit or LIMITS.rows)
    token = _token(token_file) if writable else None
    options = Options(host, port, tuple(allow_host or ()), tuple(cors or ()), limits=limits, token=token, engine=engine)
    if writable and options.names is None:
        raise InputError(f"--writable on {host}: say by which names it may be called, or pages elsewhere could call it. Give --allow-host")
    run(graph, options, started=lambda url: say(f"{url} shows {graph} in a browser, {url}sparql answers queries; stop it with Ctrl-C"))


def _token(file: Path | None) -> str:
    """Return the token that changes must bring. It comes by no option, since all users of a machine may read the options of a process."""
    if file is not None:
        try:
            token = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file}: the token cannot be read: {error}. Give a file with one line") from error
    else:
        token = os.environ.pop(TOKEN, "").strip()  # processes that answer queries need not know it
    if len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
        where = str(file) if file else f"the environment variable {TOKEN}"
        made = "python -c 'import secrets; print(secrets.token_urlsafe())'"
        raise InputError(f"{where}: no token of {SHORTEST} or more ASCII characters without spaces. Make one with: {made}")
    return token
