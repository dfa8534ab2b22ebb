"""`python -m kg.train.baselines {lexicon,cnn} --data DIR --out FILE`: trains a baseline on news/train.jsonl and reads news/dev.jsonl.

The predictions are written in the format of the annotation, so that what scores the reader scores the baselines too.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from kg.reader.serialise import from_json, to_json
from kg.train.baselines import cnn, lexicon
from kg.train.corpora import load
from kg.train.corpora_text import json_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.model import Document, Reading
    from kg.train.examples import Example

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, read and write."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    examples = load("news", options.data, "train")
    began = time.monotonic()
    read = _train(options, examples)
    log.info("trained on %d articles in %.0f s", len(examples), time.monotonic() - began)
    documents = [from_json(record).document for record in json_lines(options.data / "news" / "dev.jsonl")]
    lines = [json.dumps(to_json(read(document)), ensure_ascii=False) + "\n" for document in documents]
    options.out.write_text("".join(lines), encoding="utf-8")
    log.info("%s: %d articles", options.out, len(lines))


def _train(options: argparse.Namespace, examples: Sequence[Example]) -> Callable[[Document], Reading]:
    if options.baseline == "lexicon":
        return lexicon.train(examples).read
    return cnn.CnnReader(cnn.train(examples, epochs=options.epochs, seed=options.seed)).read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kg.train.baselines", description=__doc__)
    parser.add_argument("baseline", choices=("lexicon", "cnn"))
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="file for the predictions")
    parser.add_argument("--epochs", type=int, default=cnn.EPOCHS, help="of the CNN")
    parser.add_argument("--seed", type=int, default=7, help="of the CNN")
    parser.add_argument("--threads", type=int, default=1, help="of the CNN; another number gives slightly other weights")
    return parser


if __name__ == "__main__":
    main()
