"""`kg evaluate`: writes what the reader finds in annotated articles, to be scored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.options import Quiet, evaluate
from kg.cli.printing import Problems, write_readings


@evaluate.command("news", epilog="Example: kg evaluate news dev.jsonl --out predicted.jsonl")
def evaluate_news(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Annotated articles, one a line; only their texts are read.", show_default=False)
    ],
    out: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Where the predictions go, in the format of GOLD.")] = "-",
    *,
    quiet: Quiet = False,
) -> None:
    """Read annotated articles and write what the reader finds, in the same format."""
    problems = Problems()
    write_readings(kg.read(gold, on_problem=problems), out, quiet=quiet, problems=problems)
