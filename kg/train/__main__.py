"""`python -m kg.train --data DIR --pretrained DIR --out DIR`: corpora in, the folder of weights that the reader loads out.

Started again with the same `--out`, a run goes on from its last checkpoint. Everything that decides the result is in
`settings.json` of the output folder. With `--encoder`, a teacher is trained, and nothing is exported; with `--encoder` and `--teachers` the
small model learns from teachers. With `--again`, finished weights are trained once more on all of our own annotation: a checkpoint, or
shipped weights, whose heads for other corpora are then learnt anew first.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from kg.train.labels import HEAD_SIZES
from kg.train.model import Model
from kg.train.network import Encoder
from kg.train.restore import restore
from kg.train.ship import load_mean, ship
from kg.train.stages import AGAIN, FIRST, NEW_HEADS, SECOND, TAUGHT, TEACHER_FIRST, TEACHER_SECOND
from kg.train.trainer import Settings, Trainer

if TYPE_CHECKING:
    from kg.train.stages import Stage


def main() -> None:
    """Train; export and check what is to be shipped."""
    options = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    settings = Settings(seed=options.seed, stages=_stages(options), news_fraction=options.news_fraction, leave_out=tuple(options.leave_out))
    torch.manual_seed(settings.seed)
    vocabulary = options.pretrained / "tokenizer.json"
    is_teacher = options.encoder is not None and not options.teachers
    new: tuple[str, ...] = ()
    if _is_shipped(options):
        model, new = restore(options.again)
    else:
        model = _large(options.encoder, vocabulary) if is_teacher else _small(options.pretrained, settings)
    teachers = [_large(options.encoder, vocabulary, checkpoint) for checkpoint in options.teachers]
    trainer = Trainer(options.data, options.out, model.to(options.device), vocabulary, settings, teachers, new)
    start = None if _is_shipped(options) else options.again or options.start_from
    trainer.run(start_from=start, stage=_stages_taken_over(options))
    if not is_teacher:
        ship(trainer, vocabulary, options.out / "weights")


def _stages(options: argparse.Namespace) -> tuple[Stage, ...]:
    if options.again:
        return (NEW_HEADS, AGAIN) if _is_shipped(options) else (AGAIN,)
    if options.teachers:
        return FIRST, SECOND, TAUGHT
    return (TEACHER_FIRST, TEACHER_SECOND) if options.encoder else (FIRST, SECOND)


def _is_shipped(options: argparse.Namespace) -> bool:
    return options.again is not None and options.again.is_dir()


def _stages_taken_over(options: argparse.Namespace) -> int:
    if options.again:
        return 0
    return 2 if options.teachers else 1


def _small(pretrained: Path, settings: Settings) -> Model:
    encoder = Encoder(HEAD_SIZES, dropout=settings.dropout)
    encoder.load_pretrained(pretrained / "model.safetensors")
    return Model(encoder)


def _large(folder: Path, vocabulary: Path, checkpoint: Path | None = None) -> Model:
    from kg.train.teacher import TransformersEncoder  # noqa: PLC0415 - who trains no teacher needs no `transformers`

    model = Model(TransformersEncoder(folder, vocabulary, HEAD_SIZES, pretrained=checkpoint is None))
    if checkpoint is not None:
        model.load_state_dict(load_mean(checkpoint))
    return model


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kg.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora (kg/train/README.md says where to get them)")
    parser.add_argument(
        "--pretrained", type=Path, required=True, help="folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and, in weights/, the result")
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--threads", type=int, default=2, help="threads; another number gives slightly other weights")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--news-fraction", type=float, default=1.0, help="part of our own articles to train on, for learning curves")
    parser.add_argument("--leave-out", nargs="*", default=[], help="corpora to leave out, to measure what they are worth")
    parser.add_argument("--start-from", type=Path, help="checkpoint of another run whose stages before the last are taken over")
    parser.add_argument(
        "--again", type=Path, help="finished weights, a checkpoint or a folder of shipped ones: train them once more, on all of our own"
    )
    parser.add_argument("--encoder", type=Path, help="folder of a larger encoder for `transformers`: train a teacher")
    parser.add_argument("--teachers", type=Path, nargs="+", default=[], help="stage-2.pt of teachers: learn from them, on all texts")
    return parser


if __name__ == "__main__":
    main()
