"""`kg evaluate worldwide`, `ontogum`, `polnear`, `calibration` and `edges`: figures of the reader on public corpora, and where it errs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.figures import print_tallies, read_all
from kg.cli.options import Quiet, evaluate
from kg.cli.printing import opened_output
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.model import Reading

Corpus = Annotated[
    Path, typer.Argument(metavar="CORPUS", help="A folder of the corpus, such as dev, or one of its files.", show_default=False)
]
Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated articles, one a line.", show_default=False)]
Said = Annotated[
    Path | None, typer.Option("--readings", metavar="FILE", help="What `kg evaluate news` wrote for them; default: read them now.")
]


@evaluate.command("worldwide", epilog="Example: kg evaluate worldwide worldwide_ner/dev")
def evaluate_worldwide(corpus: Corpus) -> None:
    """Measure names on English Worldwide Newswire: strict span F1 by label, and of the mentions of graphs mapped to its labels."""
    from kg.evaluate.worldwide import measure  # noqa: PLC0415 - see `kg.__init__`
    from kg.reader import load  # noqa: PLC0415

    print_tallies(measure(corpus, load()).items())


@evaluate.command("ontogum", epilog="Example: kg evaluate ontogum ontogum/dev")
def evaluate_ontogum(corpus: Corpus) -> None:
    """Measure coreference of entities on OntoGUM: MUC, B-cubed, CEAF-e, their mean (CoNLL) and LEA, by whole mentions and by heads."""
    from kg.evaluate.ontogum import measure  # noqa: PLC0415 - see `kg.__init__`
    from kg.reader import load  # noqa: PLC0415

    for name, found in measure(corpus, load()).items():
        typer.echo(f"{name}: CoNLL F1 {100 * found.conll:.1f}")
        print_tallies((("MUC", found.muc), ("B-cubed", found.b_cubed), ("CEAF-e", found.ceaf_e), ("LEA", found.lea)))


@evaluate.command("polnear", epilog="Example: kg evaluate polnear polnear/dev")
def evaluate_polnear(corpus: Corpus, *, quiet: Quiet = False) -> None:
    """Measure attribution on PolNeAR: which words are said by somebody, and which by the right one."""
    from kg.evaluate.polnear import articles, measure  # noqa: PLC0415 - see `kg.__init__`

    found = articles(corpus)
    readings = read_all([document for document, _ in found], quiet=quiet)
    print_tallies(measure([said for _, said in found], readings).items())


@evaluate.command("calibration", epilog="Example: kg evaluate calibration news/dev.jsonl")
def evaluate_calibration(gold: Gold, readings: Said = None, *, quiet: Quiet = False) -> None:
    """Tell how often what the reader is so and so sure of is right, and the numbers that would make its confidences say it."""
    from kg.evaluate.calibration import judge, measure  # noqa: PLC0415 - see `kg.__init__`

    truth, said = _both(gold, readings, quiet=quiet)
    for kind, found in measure(judge(truth, said)).items():
        typer.echo(
            f"{kind}: expected calibration error {found.before:.3f} (chance alone: {found.chance:.3f}); "
            f"with numbers from the other half of the articles {found.after:.3f}"
        )
        typer.echo(f"  slope {found.slope}, shift {found.shift}, from all")
        for one in found.bins:
            typer.echo(f"  {one.low:.1f} to {one.high:.1f}  confidence {one.confidence:.2f}  right {one.accuracy:.2f}  ({one.count})")


@evaluate.command("edges", epilog="Example: kg evaluate edges news/dev.jsonl --out wrong.jsonl")
def evaluate_edges(
    gold: Gold,
    readings: Said = None,
    out: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Where the wrong edges go, one a line.")] = "-",
    *,
    quiet: Quiet = False,
) -> None:
    """List the edges that are missing or spurious, each with its sentence and where it went wrong; then count the causes."""
    from dataclasses import asdict  # noqa: PLC0415 - see `kg.__init__`

    from kg.cli.printing import say  # noqa: PLC0415
    from kg.evaluate.wrong_edges import causes, wrong_edges  # noqa: PLC0415

    found = list(wrong_edges(*_both(gold, readings, quiet=quiet)))
    with opened_output(out) as file:
        file.writelines((json.dumps(asdict(edge), ensure_ascii=False) + "\n").encode() for edge in found)
    for side, cause, count in causes(found):
        say(f"{count:5} {side:9} {cause}")


def _both(gold: Path, readings: Path | None, *, quiet: bool) -> tuple[list[Reading], dict[str, Reading]]:
    """Return gold readings, and those of the reader by document."""
    truth = _readings(gold)
    said = _readings(readings) if readings else read_all([reading.document for reading in truth], quiet=quiet)
    return truth, {reading.document.id: reading for reading in said}


def _readings(path: Path) -> list[Reading]:
    from kg.reader.serialise import from_json  # noqa: PLC0415 - see `kg.__init__`

    found = []
    try:
        text = path.read_text(encoding="utf-8")
    except (IsADirectoryError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: no file of text. Give one of annotated articles or readings, one a line, such as dev.jsonl") from error
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            found.append(from_json(json.loads(line)))
        except ValueError as error:
            raise InputError(f"{path}:{number}: not JSON ({error}). Give annotated articles or readings, one a line") from error
    return found
