"""`kg evaluate ecbplus`: how well events are told apart and together across articles."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.options import Quiet, evaluate
from kg.cli.printing import Problems, progress_bar
from kg.errors import InputError


@evaluate.command("ecbplus", epilog="Example: kg evaluate ecbplus ECB+/ --topics 21-35 --keep readings/")
def evaluate_ecbplus(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The corpus: its topics, and its list of sentences.", show_default=False)
    ],
    topics: Annotated[str, typer.Option("--topics", help="Which topics, such as 1-20; default: all that are there.")] = "",
    keep: Annotated[Path | None, typer.Option("--keep", help="A folder for what was read, so that it is not read again.")] = None,
    *,
    quiet: Quiet = False,
) -> None:
    """Print MUC, B³, CEAF-e, CoNLL and LEA of event coreference across articles, beside the baseline of same words, as Markdown."""
    from kg.evaluate.across import rows, table  # noqa: PLC0415 - see `kg.__init__`
    from kg.evaluate.ecbplus import articles  # noqa: PLC0415
    from kg.evidence import Evidence  # noqa: PLC0415

    chosen = list(articles(folder, _numbers(topics)))
    documents = [article.document for article in chosen]
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    problems = Problems()
    with ExitStack() as stack, progress_bar(quiet=quiet) as progress:
        kept = stack.enter_context(Evidence.create(keep)) if keep else None
        # `is not None`: evidence in which nothing is kept yet is false
        found = kept.find_all(document.id for document in documents) if kept is not None else ()
        readings = {reading.document.id: reading for reading in found}
        missing = [document for document in documents if document.id not in readings]
        new = kg.read(*missing, on_problem=problems)
        for done, reading in enumerate(kept.appended(new) if kept is not None else new, start=1):
            readings[reading.document.id] = reading
            progress("reading", done, len(missing))
    for line in table(rows([article for article in chosen if article.document.id in readings], readings)):
        typer.echo(line)
    problems.leave()


def _numbers(topics: str) -> frozenset[int] | None:
    if not topics:
        return None
    first, _, last = topics.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise InputError(f"--topics {topics!r}: expected a number or a range. Write it as 7 or 1-20")
    return frozenset(range(int(first), int(last or first) + 1))
