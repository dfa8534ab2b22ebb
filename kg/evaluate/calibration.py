"""Is a confidence of 0.8 right eight times in ten?

Gold readings and the reader's come in; out go a reliability diagram and the expected calibration error of each kind of thing that has
a confidence, before and after the two numbers (slope and shift of the log-odds: Platt 1999; with a shift of 0, the temperature of
Guo et al. 2017) that make it right. They are fitted on one half of the articles and judged on the other, and the other way round;
those fitted on all of them belong into `calibration` of the weights' `settings.json`, which `kg.reader` applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from kg.reader.encoder.decode import calibrated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.model import Reading

    Floats = NDArray[np.float64]

Kind = Literal["mention", "event", "argument", "relation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BINS = 10
STEPS = 50
EDGE = 1e-4  # log-odds of less than this or more than one less it are not told apart
DRAWS, SEED = 200, 1  # how often it is tried what chance alone does
PRIOR = 1.0  # how strongly the slope is drawn to 1 and the shift to 0, as if from so many judgements


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that the reader said: of which article, how sure, and whether gold has it."""

    document: str
    kind: Kind
    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The confidences in `[low, high)` of a reliability diagram: how many, their mean, and the share of them that is right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Figures of one kind.

    Attributes:
        before: Expected calibration error as the reader says it.
        chance: What confidences that are exactly right would show on as many judgements, on average: less is not to be had.
        after: The same with numbers fitted on the other half of the articles.
        slope: Fitted on all articles, like `shift`.
        shift: See `slope`.
        bins: The reliability diagram as the reader says it.
    """

    before: float
    chance: float
    after: float
    slope: float
    shift: float
    bins: tuple[Bin, ...]


def judge(gold: Iterable[Reading], predicted: Mapping[str, Reading]) -> Iterator[Judged]:
    """Yield whether each thing that the reader said is right: mentions by span and type, events by overlap and type, others by ends."""
    for truth in gold:
        said = predicted.get(truth.document.id)
        if said is not None:
            yield from _mentions(truth, said)
            yield from _arguments(truth, said)
            yield from _relations(truth, said)


def _mentions(truth: Reading, said: Reading) -> Iterator[Judged]:
    mentions = {(m.span, m.type) for entity in truth.entities for m in entity.mentions}
    triggers = [m for event in truth.events for m in event.mentions]
    for entity in said.entities:
        for mention in entity.mentions:
            yield Judged(said.document.id, "mention", mention.confidence, (mention.span, mention.type) in mentions)
    for event in said.events:
        for trigger in event.mentions:
            is_right = any(trigger.type == t.type and trigger.trigger.overlaps(t.trigger) for t in triggers)
            yield Judged(said.document.id, "event", trigger.confidence, is_right)


def _arguments(truth: Reading, said: Reading) -> Iterator[Judged]:
    for argument in said.arguments:
        is_right = any(
            argument.role == a.role and argument.trigger.overlaps(a.trigger) and argument.filler.overlaps(a.filler) for a in truth.arguments
        )
        yield Judged(said.document.id, "argument", argument.confidence, is_right)


def _relations(truth: Reading, said: Reading) -> Iterator[Judged]:
    ours, theirs = ({e.id: [m.span for m in e.mentions] for e in reading.entities} for reading in (said, truth))
    for relation in said.relations:
        is_right = any(
            relation.type == r.type and _meet(ours[relation.subject], theirs[r.subject]) and _meet(ours[relation.object], theirs[r.object])
            for r in truth.relations
        )
        yield Judged(said.document.id, "relation", relation.confidence, is_right)


def _meet(left: Iterable[object], right: Iterable[object]) -> bool:
    return not set(left).isdisjoint(right)


# ---------------------------------------------------------------- figures


def measure(judged: Iterable[Judged]) -> dict[Kind, Calibration]:
    """Measure each kind that has any judgement."""
    of_kind: dict[Kind, list[Judged]] = {kind: [] for kind in KINDS}
    for one in judged:
        of_kind[one.kind].append(one)
    return {kind: _measured(found) for kind, found in of_kind.items() if found}


def _measured(found: Sequence[Judged]) -> Calibration:
    confidence, right = _arrays(found)
    documents = sorted({one.document for one in found})
    first = {document for i, document in enumerate(documents) if i % 2 == 0}
    in_first = np.array([one.document in first for one in found])
    after = confidence.copy()
    for held_out in (in_first, ~in_first):
        if held_out.any() and not held_out.all():
            after[held_out] = calibrated(confidence[held_out], *fit(confidence[~held_out], right[~held_out]))
    slope, shift = fit(confidence, right)
    bins = reliability(confidence, right)
    return Calibration(expected_error(bins), _chance(confidence), expected_error(reliability(after, right)), slope, shift, bins)


def _chance(confidence: Floats) -> float:
    """Return the mean calibration error of as many judgements that are right as often as `confidence` says."""
    luck = np.random.default_rng(SEED)
    draws = (luck.random((DRAWS, len(confidence))) < confidence).astype(np.float64)
    return float(np.mean([expected_error(reliability(confidence, right)) for right in draws]))


def _arrays(found: Sequence[Judged]) -> tuple[Floats, Floats]:
    return np.array([one.confidence for one in found]), np.array([float(one.is_right) for one in found])


def reliability(confidence: Floats, right: Floats) -> tuple[Bin, ...]:
    """Put confidences into bins of equal width, and say of each how often it was right; empty bins are left out."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = ((k, place == k) for k in range(BINS))
    return tuple(
        Bin(k / BINS, (k + 1) / BINS, int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))
        for k, inside in bins
        if inside.any()
    )


def expected_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: by how much confidence and accuracy differ, weighed by how many are in each bin."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.confidence - one.accuracy) for one in bins) / total if total else 0.0


def _loss(table: Floats, right: Floats, numbers: Floats, start: Floats) -> float:
    odds = table @ numbers
    return float((np.logaddexp(0, odds) - right * odds).sum() + PRIOR * ((numbers - start) ** 2).sum() / 2)


def fit(confidence: Floats, right: Floats) -> tuple[float, float]:
    """Fit slope and shift of the log-odds by Newton's method, drawn a little to 1 and 0 so that few judgements cannot carry them away."""
    odds = log_odds(confidence)
    table = np.stack([odds, np.ones_like(odds)], axis=1)
    start = np.array([1.0, 0.0])
    numbers = start.copy()
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-(table @ numbers)))
        gradient = table.T @ (likely - right) + PRIOR * (numbers - start)
        curvature = (table * (likely * (1 - likely))[:, None]).T @ table + PRIOR * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        before = _loss(table, right, numbers, start)
        while _loss(table, right, numbers - step, start) > before and np.abs(step).max() > EDGE:  # a whole step may lead far away
            step /= 2
        numbers = numbers - step
        if np.abs(step).max() < EDGE:
            break
    return round(float(numbers[0]), 4), round(float(numbers[1]), 4)


def log_odds(confidence: Floats) -> Floats:
    """Turn probabilities into log-odds, those at the edges into large ones."""
    inside = np.clip(confidence, EDGE, 1 - EDGE)
    return np.asarray(np.log(inside / (1 - inside)), dtype=np.float64)
