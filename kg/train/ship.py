"""`python -m kg.train.ship --data DIR --pretrained DIR --out DIR --average CHECKPOINT … [--average CHECKPOINT …]`: checkpoints → weights.

The weights of the checkpoints of each `--average` are averaged, then those averages (model soups, Wortsman et al. 2022): runs that began
with the same weights lie so near each other that their mean is a model, too, and a better one. `average.pt` in the output folder is a
checkpoint of that mean, from which a run can start.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from kg.train.export import export, largest_difference
from kg.train.model import Model
from kg.train.trainer import Settings, Trainer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

log = logging.getLogger(__name__)

CHECK = (
    *("On", "Monday", "the", "Zaporizhzhian", "ministry", "said", "that", "at", "least", "12", "soldiers", "were", "killed", "when"),
    *("rebels", "attacked", "a", "checkpoint", "near", "the", "border", "."),
)
# Largest difference of a word vector's entry (they are about 1 in size) that int8 weights may make.
LARGEST_DIFFERENCE = 0.2
CALIBRATION = 32  # articles on which the sizes of channels are measured


def averaged(means: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """Average the weights of some runs."""
    return {name: torch.stack([mean[name].float() for mean in means]).mean(dim=0).to(tensor.dtype) for name, tensor in means[0].items()}


def load_mean(checkpoint: Path) -> dict[str, Tensor]:
    """Read the moving average of the weights of a run from one of its checkpoints."""
    mean: dict[str, Tensor] = torch.load(checkpoint, weights_only=True, map_location="cpu")["mean"]
    return mean


def ship(trainer: Trainer, vocabulary: Path, folder: Path) -> None:
    """Export a trainer's model to `folder`, and check that what is read there is what was trained.

    Raises:
        SystemExit: It is not.
    """
    export(trainer.model, vocabulary, folder, texts=trainer.sample(CALIBRATION))
    difference = largest_difference(trainer.model, folder, CHECK)
    log.info("largest difference between PyTorch and int8 ONNX: %.3f", difference)
    if difference > LARGEST_DIFFERENCE:
        raise SystemExit(f"ONNX and PyTorch disagree by {difference:.3f}, more than {LARGEST_DIFFERENCE}: do not ship {folder}")


def main() -> None:
    """Average, export and check."""
    parser = argparse.ArgumentParser(prog="python -m kg.train.ship", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora; on some of its articles channels are measured")
    parser.add_argument("--pretrained", type=Path, required=True, help="folder with tokenizer.json of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--average", type=Path, nargs="+", action="append", required=True, help="checkpoints to average")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    log.setLevel(logging.INFO)
    model, vocabulary = Model(), options.pretrained / "tokenizer.json"
    mean = averaged([averaged([load_mean(path) for path in group]) for group in options.average])
    model.load_state_dict(mean)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"model": mean, "mean": mean, "progress": {}, "optimiser": None}, options.out / "average.pt")
    ship(Trainer(options.data, options.out / "sample", model, vocabulary, Settings()), vocabulary, options.out)


if __name__ == "__main__":
    main()
