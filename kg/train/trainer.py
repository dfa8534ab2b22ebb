"""The training loop: stages over the same network, checkpointed and resumable.

Stage one teaches the encoder from every corpus but our own; stage two teaches the reader's own heads from our annotation, with some of
the others mixed in. A run that is started again with the same output folder goes on where it stopped. Seeds fixed: the same machine,
versions and number of threads give the same weights.
"""

from __future__ import annotations

import json
import logging
import random
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import torch

from kg.reader.encoder.encoding import WordPieces
from kg.train.batches import Prepared, Step, collate, prepare, shuffled, split_long, without_case
from kg.train.corpora import load
from kg.train.distil import Lesson
from kg.train.losses import losses
from kg.train.stages import FIRST, SECOND, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

    from kg.train.model import Model

log = logging.getLogger(__name__)

ONLY_TAGGED = ("worldwide", "polnear", "muc", "crossner", "re3d", "ecbplus")


@dataclass(frozen=True)
class Settings:
    """What a training run is made of; written into the output folder and the model card."""

    seed: int = 7
    stages: tuple[Stage, ...] = (FIRST, SECOND)
    news_fraction: float = 1.0
    dropout: float = 0.1
    average: float = 0.995
    weight_decay: float = 0.01
    minutes_between_checkpoints: float = 4.0
    leave_out: tuple[str, ...] = ()


@dataclass
class Progress:
    """Where a run stands: the stage, the optimiser steps done in it, and the seconds spent in all."""

    stage: int = 0
    step: int = 0
    seconds: float = 0.0
    means: dict[str, float] = field(default_factory=dict)


class Trainer:
    """Trains one model in one folder.

    Args:
        data: The folder of the corpora.
        out: The folder for checkpoints.
        model: What is trained, where it is (CPU or GPU); its word embeddings stay as they are.
        vocabulary: The `tokenizers` file of the word pieces.
        settings: All that decides the result.
        teachers: Models that stages with `agreement` learn from.
        new: Names of the parameters that stages with `only_new` train.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # what a run is made of
        self,
        data: Path,
        out: Path,
        model: Model,
        vocabulary: Path,
        settings: Settings,
        teachers: Sequence[Model] = (),
        new: Sequence[str] = (),
    ) -> None:
        self.out, self.settings, self.data = out, settings, data
        out.mkdir(parents=True, exist_ok=True)
        torch.set_flush_denormal(True)  # denormal numbers slow a CPU down many times
        self.pieces = WordPieces.load(vocabulary)
        self.model = model
        self.new = frozenset(new)
        self.device = self.model.encoder.word_embeddings.weight.device
        self.lesson = Lesson(model, [teacher.eval().to(self.device) for teacher in teachers])
        self.mean = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.progress = Progress()
        self.corpora: dict[tuple[str, int], list[Prepared]] = {}
        (out / "settings.json").write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")

    # ------------------------------------------------------------ data

    def examples(self, name: str, longest: int = Stage.longest) -> list[Prepared]:
        """Load and prepare one corpus, once."""
        if (name, longest) not in self.corpora:
            examples = load(name, self.data, "train")
            if name == "news":
                order = sorted(examples, key=lambda e: e.id)
                random.Random(self.settings.seed).shuffle(order)  # noqa: S311  # sampling, not secrecy
                examples = tuple(order[: max(1, round(self.settings.news_fraction * len(order)))])
            elif name in ONLY_TAGGED and not any(e.coreference for e in examples):
                examples = tuple(part for e in examples for part in split_long(e, words=longest))
            prepared = self.corpora[name, longest] = [prepare(e, self.pieces) for e in examples if e.words]
            log.info("%s: %d examples, %d pieces", name, len(prepared), sum(p.pieces for p in prepared))
        return self.corpora[name, longest]

    def sample(self, examples: int) -> list[Step]:
        """Give a few of our own articles, as steps of one."""
        return [collate((p,), self.pieces.pad) for p in self.examples("news")[:examples]]

    def groups(self, stage: Stage) -> list[tuple[Prepared, ...]]:
        """List the groups of examples of all steps of a stage, the same at every call."""
        out: list[tuple[Prepared, ...]] = []
        for epoch in range(stage.epochs):
            rng = random.Random(f"{self.settings.seed}/{stage.name}/{epoch}")  # noqa: S311  # sampling, not secrecy
            steps: list[tuple[Prepared, ...]] = []
            for name, repeats in stage.repeats.items():
                if name in self.settings.leave_out:
                    continue
                chosen = self._sample(self.examples(name, stage.longest), repeats, rng)
                steps.extend(shuffled([self._vary(p, stage, rng) for p in chosen], rng, budget=stage.budget))
            rng.shuffle(steps)
            out.extend(steps)
        return out

    @staticmethod
    def _sample(examples: list[Prepared], repeats: float, rng: random.Random) -> list[Prepared]:
        whole, part = int(repeats), repeats - int(repeats)
        return examples * whole + rng.sample(examples, round(part * len(examples)))

    @staticmethod
    def _vary(prepared: Prepared, stage: Stage, rng: random.Random) -> Prepared:
        """Take case away from some examples, as headlines, old wires and social media do."""
        draw = rng.random()
        if draw < stage.lower_case + stage.upper_case:
            return without_case(prepared, upper=draw >= stage.lower_case)
        return prepared

    # ------------------------------------------------------------ optimisation

    def run(self, *, start_from: Path | None = None, stage: int = 1) -> None:
        """Train to the end, from the last checkpoint if there is one.

        Args:
            start_from: A checkpoint of another run whose first stages are taken over.
            stage: How many these are.
        """
        if (self.out / "checkpoint.pt").exists():
            optimiser_state = self._restore(self.out / "checkpoint.pt")
        elif start_from is not None:
            self._restore(start_from)
            self.progress = Progress(stage=stage, seconds=self.progress.seconds)
            optimiser_state = None
        else:
            optimiser_state = None
        while self.progress.stage < len(self.settings.stages):
            self._run_stage(self.settings.stages[self.progress.stage], optimiser_state)
            optimiser_state = None
            self.model.load_state_dict(self.mean)  # a stage ends with the mean of its last steps, and the next begins with it
            self.progress.stage, self.progress.step = self.progress.stage + 1, 0
            self._save(None, f"stage-{self.progress.stage}.pt")
            self._save(None)

    def _run_stage(self, stage: Stage, optimiser_state: dict[str, object] | None) -> None:
        groups = self.groups(stage)
        self._choose_trained(stage)
        optimiser = torch.optim.AdamW(self._parameter_groups(stage), weight_decay=self.settings.weight_decay, fused=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: _slope(k, len(groups)))
        if optimiser_state is not None:
            optimiser.load_state_dict(optimiser_state)
            schedule.last_epoch = self.progress.step
        log.info("stage %s: %d steps", stage.name, len(groups))
        self.model.train()
        saved = clock = time.monotonic()
        for group in self._remaining(groups):
            self._step(group, optimiser, stage)
            schedule.step()
            self.progress.step += 1
            now = time.monotonic()
            self.progress.seconds += now - clock
            clock = now
            if self.progress.step % 50 == 0:
                means = {k: round(v, 3) for k, v in sorted(self.progress.means.items())}
                log.info("%s %d/%d %.0fs %s", stage.name, self.progress.step, len(groups), self.progress.seconds, means)
            if now - saved > 60 * self.settings.minutes_between_checkpoints:
                self._save(optimiser)
                saved = now

    def _choose_trained(self, stage: Stage) -> None:
        fixed = self.model.encoder.word_embeddings.weight
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(parameter is not fixed and (name in self.new or not stage.only_new))

    def _remaining(self, groups: list[tuple[Prepared, ...]]) -> Iterator[tuple[Prepared, ...]]:
        yield from groups[self.progress.step :]

    def _step(self, group: tuple[Prepared, ...], optimiser: torch.optim.Optimizer, stage: Stage) -> None:
        # Seeded for each step, so that dropout is the same in a run that was interrupted.
        torch.manual_seed(self.settings.seed + 1_000_003 * (1 + self.progress.stage) + self.progress.step)
        step = collate(group, self.pieces.pad).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            words = self.model.words(step)
            parts = {"": (losses(self.model, step, words), 1.0)}
            if stage.agreement:
                parts["taught "] = (self.lesson.losses(step, words), stage.agreement)
            totals = [weight * sums.total() for sums, weight in parts.values() if sums.values]
            if not totals:  # nothing annotated in these texts, e.g. a lone trigger without roles
                return
            total = torch.stack(totals).sum()
        optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        optimiser.step()
        self._remember({f"{part}{name}": v for part, (sums, _) in parts.items() for name, v in sums.values.items()})
        average = min(self.settings.average, (1 + self.progress.step) / (10 + self.progress.step))
        trained = [(self.mean[key], p.detach()) for key, p in self.model.named_parameters() if p.requires_grad]
        torch._foreach_lerp_([mean for mean, _ in trained], [p for _, p in trained], 1 - average)  # one kernel, not hundreds

    def _remember(self, values: Mapping[str, Tensor]) -> None:
        """Keep moving averages of the losses, for the log."""
        means = torch.stack([of_one.detach().mean() for of_one in values.values()]).tolist()
        for name, value in zip(values, means, strict=True):
            self.progress.means[name] = 0.98 * self.progress.means.get(name, value) + 0.02 * value

    def _parameter_groups(self, stage: Stage) -> list[dict[str, object]]:
        layers = self.model.encoder.depths
        groups: list[dict[str, object]] = []
        for depth, layer in enumerate(reversed(layers)):
            parameters = [p for p in layer.parameters() if p.requires_grad]
            groups.append({"params": parameters, "lr": stage.encoder_rate * stage.decay**depth})
        of_encoder = {id(p) for layer in layers for p in layer.parameters()}
        above = [p for p in self.model.parameters() if p.requires_grad and id(p) not in of_encoder]
        return [group for group in (*groups, {"params": above, "lr": stage.head_rate}) if group["params"]]

    # ------------------------------------------------------------ checkpoints

    def _save(self, optimiser: torch.optim.Optimizer | None, name: str = "checkpoint.pt") -> None:
        state = {
            "model": self.model.state_dict(),
            "mean": self.mean,
            "progress": asdict(self.progress),
            "optimiser": None if optimiser is None else optimiser.state_dict(),
        }
        part = self.out / f"{name}.part"
        torch.save(state, part)
        part.replace(self.out / name)

    def _restore(self, path: Path) -> dict[str, object] | None:
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.mean = state["mean"]
        self.progress = Progress(**state["progress"])
        optimiser: dict[str, object] | None = state["optimiser"]
        return optimiser


def _slope(step: int, steps: int) -> float:
    """Linear warm-up over the first twentieth, then linearly to zero."""
    warm = max(1, steps // 20)
    return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
