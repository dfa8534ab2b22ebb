"""`kg check`: a graph against the shapes of the ontology."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.options import FOUND, GraphFolder, Quiet, app
from kg.cli.printing import progress_bar, say


@app.command(epilog="Example: kg check news.kg --sample 100")
def check(
    graph: GraphFolder,
    sample: Annotated[int | None, typer.Option("--sample", min=1, metavar="N", help="Check N articles and what they speak of.")] = None,
    *,
    integrity: Annotated[bool, typer.Option("--integrity", help="Check instead that no file is damaged: every byte is read.")] = False,
    quiet: Quiet = False,
) -> None:
    """Check a graph against the ontology's shapes and print what is wrong, with the sentences that it comes from."""
    if integrity:
        _check_files(graph, quiet=quiet)
        return
    from kg.check import check as run  # noqa: PLC0415 - see `kg.__init__`

    with kg.open(graph) as opened, progress_bar(quiet=quiet) as progress:
        progress("checking", 0, None)
        findings = run(opened.embedded, articles=sample)
    for finding in findings:
        typer.echo(str(finding))
    if not quiet:
        say(f"{graph}: {len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'}")
    if findings:
        raise typer.Exit(FOUND)


def _check_files(graph: Path, *, quiet: bool) -> None:
    from kg.backup import damages  # noqa: PLC0415 - see `kg.__init__`

    with progress_bar(quiet=quiet) as progress:
        progress("reading all files", 0, None)
        found = damages(graph)
    for line in found:
        typer.echo(line)
    if not quiet:
        say(f"{graph}: {len(found) or 'no'} damage{'s' if len(found) > 1 else ''}")
    if found:
        raise typer.Exit(FOUND)
