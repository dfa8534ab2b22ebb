"""The entry point: runs a command and turns an error of this package into one line."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

import kg
from kg.cli import (  # noqa: F401 - importing a module of commands adds them to the application
    backup,
    build,
    check,
    evaluate,
    evaluate_across,
    evaluate_corpora,
    gazetteer,
    migrate,
    query,
    revise,
    search,
    serve,
    show,
)
from kg.cli.options import UNUSABLE, app
from kg.cli.printing import say
from kg.errors import KgError


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"kg {kg.__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")] = False,  # noqa: ARG001 - its callback acts
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell what each stage does.")] = False,
) -> None:
    """Read news into a knowledge graph of actors and events, and ask it."""
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(message)s", stream=sys.stderr, force=True)


def main() -> None:
    """Run the command line; an error of this package is one line, not a traceback."""
    try:
        app()
    except KgError as error:
        say(str(error))
        sys.exit(UNUSABLE)
    except IsADirectoryError as error:
        say(f"{error.filename}: this is a folder, where a file is expected. Check the path")
        sys.exit(UNUSABLE)
    except OSError as error:
        say(f"{error.filename or 'a file'}: {error.strerror or error}. Check the path, its permissions and the space left")
        sys.exit(UNUSABLE)
