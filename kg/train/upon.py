"""`python -m kg.train.upon --head HEAD --data DIR --weights DIR --out DIR`: a head upon the word vectors of finished weights.

It is the one for the nine kinds of names of English Worldwide Newswire, learnt anew, or the one for mentions, learnt further. The encoder
and all other heads stay as they are.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from kg.reader.encoder.weights_file import load_weights
from kg.reader.naming import SHIPPED, VOCABULARY
from kg.train.batches import Prepared, vectors_of
from kg.train.examples import Example
from kg.train.export import export_upon
from kg.train.model import Model
from kg.train.restore import restore
from kg.train.stages import MENTIONS, NAMES, Stage
from kg.train.trainer import Settings, Trainer

if TYPE_CHECKING:
    from torch import Tensor

    from kg.reader.encoder.weights_file import Weights
    from kg.train.batches import Step
    from kg.train.examples import TagLayer

HEADS: dict[TagLayer, Stage] = {"mention": MENTIONS, "worldwide": NAMES}
DROPOUT = 0.1


class FinishedModel(Model):
    """A model whose word vectors are those that finished weights give; they are computed once a text, and kept."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.load_state_dict(restore(folder)[0].state_dict())
        self.dropout = nn.Dropout(DROPOUT)
        self._weights: Weights = load_weights(folder)
        self._known: dict[int, tuple[Prepared, Tensor]] = {}

    def words(self, step: Step) -> Tensor:
        """Give the vectors of a step: `[words of all examples, width]`."""
        out: Tensor = self.dropout(torch.cat([self._vectors(prepared).float() for prepared in step.examples]))
        return out

    def _vectors(self, prepared: Prepared) -> Tensor:
        if id(prepared) not in self._known:  # the text is kept beside its vectors, so that no other gets its number
            self._known[id(prepared)] = prepared, torch.from_numpy(vectors_of(prepared, self._weights)).to(torch.float16)
        return self._known[id(prepared)][1]


class HeadTrainer(Trainer):
    """Trains one head over words: of an example it takes the layer of this head alone, as nothing else is learnt from it."""

    def __init__(self, head: TagLayer, data: Path, out: Path, finished: Path, settings: Settings) -> None:
        model = FinishedModel(finished)
        new = [name for name, _ in model.named_parameters() if name.startswith(f"encoder.heads.{head}.")]
        super().__init__(data, out, model, finished / VOCABULARY, settings, new=new)
        self._head = head

    def examples(self, name: str, longest: int = Stage.longest) -> list[Prepared]:
        """Load and prepare one corpus, once."""
        if (name, longest) not in self.corpora:
            self.corpora[name, longest] = [_only(prepared, self._head) for prepared in super().examples(name, longest)]
        return self.corpora[name, longest]


def _only(prepared: Prepared, layer: TagLayer) -> Prepared:
    example = prepared.example
    alone = Example(example.id, example.corpus, example.words, example.sentences, {layer: example.tags[layer]})
    return replace(prepared, example=alone, tags={layer: prepared.tags[layer]})


def main() -> None:
    """Train, and write weights with the head."""
    parser = argparse.ArgumentParser(prog="python -m kg.train.upon", description=__doc__)
    parser.add_argument("--head", choices=sorted(HEADS), required=True, help="which head is learnt")
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora (kg/train/README.md says where to get them)")
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="folder of the finished weights; default: the shipped ones")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and, in weights/, the result")
    parser.add_argument("--seed", type=int, default=Settings.seed)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    train_upon(options.head, options.data, options.weights, options.out, seed=options.seed)


def train_upon(head: TagLayer, data: Path, finished: Path, out: Path, *, seed: int = Settings.seed) -> Path:
    """Learn a head, and return the folder of weights that has it."""
    trainer = HeadTrainer(head, data, out, finished, Settings(seed=seed, stages=(HEADS[head],)))
    trainer.run()
    return export_upon(trainer.model, finished, out / "weights", heads=(head,))


if __name__ == "__main__":
    main()
