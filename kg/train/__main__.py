"""`python -m kg.train --data DIR --pretrained DIR --out DIR`: corpora in, the folder of weights that the reader loads out.

Started again with the same `--out`, a run goes on from its last checkpoint. Everything that decides the result is in
`settings.json` of the output folder.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import torch

from kg.train.export import export, largest_difference
from kg.train.trainer import Settings, Trainer, averaged, load_mean

log = logging.getLogger(__name__)

CHECK = (
    *("On", "Monday", "the", "Zaporizhzhian", "ministry", "said", "that", "at", "least", "12", "soldiers", "were", "killed", "when"),
    *("rebels", "attacked", "a", "checkpoint", "near", "the", "border", "."),
)
# Largest difference of a word vector's entry (they are about 1 in size) that int8 weights may make.
LARGEST_DIFFERENCE = 0.2


def main() -> None:
    """Train, export and check."""
    options = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    settings = Settings(seed=options.seed, news_fraction=options.news_fraction, leave_out=tuple(options.leave_out))
    vocabulary = options.pretrained / "tokenizer.json"
    trainer = Trainer(options.data, options.out, options.pretrained / "model.safetensors", vocabulary, settings)
    trainer.run(start_from=options.start_from)
    trainer.model.load_state_dict(averaged([trainer.mean, *map(load_mean, options.average)]))
    export(trainer.model, vocabulary, options.out / "weights", texts=trainer.sample(32))
    difference = largest_difference(trainer.model, options.out / "weights", CHECK)
    log.info("largest difference between PyTorch and int8 ONNX: %.3f", difference)
    if difference > LARGEST_DIFFERENCE:
        folder = options.out / "weights"
        raise SystemExit(f"ONNX and PyTorch disagree by {difference:.3f}, more than {LARGEST_DIFFERENCE}: do not ship {folder}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kg.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora (kg/train/README.md says where to get them)")
    parser.add_argument(
        "--pretrained", type=Path, required=True, help="folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and, in weights/, the result")
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--threads", type=int, default=2, help="threads; another number gives slightly other weights")
    parser.add_argument("--news-fraction", type=float, default=1.0, help="part of our own articles to train on, for learning curves")
    parser.add_argument("--leave-out", nargs="*", default=[], help="corpora to leave out, to measure what they are worth")
    parser.add_argument("--start-from", type=Path, help="checkpoint of another run whose first stage is taken over (stage-1.pt)")
    parser.add_argument(
        "--average",
        type=Path,
        nargs="*",
        default=[],
        help="stage-2.pt of other seeds, to average with",
    )
    return parser


if __name__ == "__main__":
    main()
