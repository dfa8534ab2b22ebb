"""What the commands that measure have in common: reading all of a corpus, and lines of figures in percent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

import kg
from kg.cli.printing import progress_bar

if TYPE_CHECKING:
    from kg.evaluate.scores import Tally
    from kg.model import Document, Reading


def read_all(documents: Sequence[Document], *, quiet: bool) -> list[Reading]:
    """Read documents with the shipped reader, all of them: a corpus for measuring has no unreadable ones."""
    found = []
    with progress_bar(quiet=quiet) as progress:
        for done, reading in enumerate(kg.read(*documents), start=1):
            found.append(reading)
            progress("reading", done, len(documents))
    return found


def print_tallies(rows: Iterable[tuple[str, Tally]]) -> None:
    """Print a line of precision, recall and F1 in percent for each tally."""
    for name, tally in rows:
        figures = f"P {100 * tally.precision:5.1f}  R {100 * tally.recall:5.1f}  F1 {100 * tally.f1:5.1f}"
        typer.echo(f"{name:24} {figures}   (gold {tally.gold:.0f})")
