"""`kg evaluate news` and `muc4…`: what the reader finds in annotated articles, written down to be scored or scored here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.figures import print_tallies, read_all
from kg.cli.options import Quiet, evaluate
from kg.cli.printing import Problems, opened_output, write_readings

Out = Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Where the predictions go; - is standard output.")]


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


# ---------------------------------------------------------------- MUC-4

MucFile = Annotated[Path, typer.Argument(metavar="MESSAGES", help="MUC-4 messages in GTT's form, such as dev.jsonl.", show_default=False)]


@evaluate.command("muc4", epilog="Example: kg evaluate muc4 muc4/dev.jsonl --out predicted.jsonl")
def evaluate_muc4(messages: MucFile, out: Out = "-", *, quiet: Quiet = False) -> None:
    """Fill MUC-4 templates from what the reader finds, and write them as the scorers of MUC-4 read them."""
    from kg.evaluate.muc4 import templates  # noqa: PLC0415 - see `kg.__init__`
    from kg.evaluate.muc4_templates import gold_messages  # noqa: PLC0415

    documents = [message.document for message in gold_messages(messages)]
    with opened_output(out) as file:
        for reading in read_all(documents, quiet=quiet):
            file.write((json.dumps({"docid": reading.document.id, "templates": templates(reading)}, ensure_ascii=False) + "\n").encode())


@evaluate.command("muc4-fit", epilog="Example: kg evaluate muc4-fit muc4/train.jsonl --out kg/evaluate/muc4.json")
def fit_muc4(messages: MucFile, out: Out = "-", *, quiet: Quiet = False) -> None:
    """Fit the mapping to MUC-4 templates on training messages, as is needed when the reader's weights are new."""
    from kg.evaluate.muc4 import to_json  # noqa: PLC0415 - see `kg.__init__`
    from kg.evaluate.muc4_fit import fit_mapping  # noqa: PLC0415
    from kg.evaluate.muc4_templates import gold_messages  # noqa: PLC0415

    gold = list(gold_messages(messages))
    mapping = fit_mapping(gold, read_all([message.document for message in gold], quiet=quiet))
    with opened_output(out) as file:
        file.write((json.dumps(to_json(mapping), ensure_ascii=False, indent=0) + "\n").encode())


@evaluate.command("muc4-keys", epilog="Example: kg evaluate muc4-keys muc4/dev.jsonl muc4/keys.jsonl")
def evaluate_muc4_keys(
    messages: MucFile,
    keys: Annotated[
        Path, typer.Argument(metavar="KEYS", help="Answer keys with all slots, of these messages and others.", show_default=False)
    ],
    *,
    quiet: Quiet = False,
) -> None:
    """Measure confidence, stage, numbers, effects, date and place against MUC-4's answer keys, beside the most frequent answers."""
    from kg.evaluate.muc4_keys import read_keys  # noqa: PLC0415 - see `kg.__init__`
    from kg.evaluate.muc4_measure import measure_keys  # noqa: PLC0415
    from kg.evaluate.muc4_templates import gold_messages  # noqa: PLC0415

    known = read_keys(keys)
    found = measure_keys(read_all([message.document for message in gold_messages(messages)], quiet=quiet), known)
    print_tallies((slot, figures.own) for slot, figures in found.items())
    typer.echo("\nthe most frequent value instead")
    print_tallies((slot, figures.baseline) for slot, figures in found.items())
    typer.echo("\nvalues of fillers that the key has too: share that is right, and with the most frequent value")
    for slot, figures in found.items():
        own, usual = figures.own_values, figures.baseline_values
        if own.predicted:
            typer.echo(f"{slot:24} {100 * own.precision:5.1f}  {100 * usual.precision:5.1f}   (of {own.predicted:.0f})")
