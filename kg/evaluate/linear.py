"""Logistic regression over named yes-or-no features: small, exact, and its weights can be read.

Rows of feature names and labels come in, a `Linear` goes out. It has no library of its own because the base installation has none
that fits one, and the problem is convex: any minimiser finds the same weights.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS, ITERATIONS = 20, 50  # at most: of Newton's method, and of conjugate gradients in each
ENOUGH, NEAR_ENOUGH, LITTLE = 1e-5, 1e-4, 1e-6
SMALL = 0.03  # smaller weights are left out: they make a large file and hardly a decision
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Linear:
    """A weight for each feature, and one for none."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """Return how likely the label is, in [0, 1]; features that were never seen weigh nothing."""
        logit = self.bias + sum(self.weights.get(feature, 0.0) for feature in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def fit(rows: Sequence[Sequence[str]], labels: Sequence[bool], *, penalty: float = 1.0, rarest: int = 4) -> Linear:
    """Fit weights to labelled rows.

    Args:
        rows: The features that each row has; each at most once.
        labels: One a row.
        penalty: Of the squared weights (L2), as if that many rows spoke against each.
        rarest: Features of fewer rows are left out.
    """
    seen = Counter(feature for row in rows for feature in row)
    names = sorted(name for name, count in seen.items() if count >= rarest)
    column = {name: i for i, name in enumerate(names)}
    cells = [(i, column[feature]) for i, row in enumerate(rows) for feature in row if feature in column]
    table = np.array(cells, dtype=np.int64).reshape(-1, 2)
    bias, weights = _minimise(table, np.array(labels, dtype=np.float64), len(names), penalty)
    kept = {name: round(float(w), DIGITS) for name, w in zip(names, weights, strict=True) if abs(w) >= SMALL}
    return Linear(round(bias, DIGITS), kept)


@dataclass(frozen=True, slots=True)
class _Problem:
    """The penalised log loss of rows, for weights with the bias as the last; `row` and `column` say which cells of the table are 1."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    labels: Floats
    width: int
    penalty: Floats

    def times(self, weights: Floats) -> Floats:
        """Multiply the table with weights, `[rows]`."""
        logits: Floats = np.bincount(self.row, weights=weights[self.column], minlength=len(self.labels)).astype(np.float64)
        return logits + weights[-1:]

    def times_transposed(self, values: Floats) -> Floats:
        """Multiply the transposed table with a value for each row, `[weights]`."""
        return np.append(np.bincount(self.column, weights=values[self.row], minlength=self.width), values.sum())

    def loss(self, weights: Floats) -> float:
        """Return what is to be least."""
        logits = self.times(weights)
        return float(np.logaddexp(0, logits).sum() - self.labels @ logits + self.penalty @ weights**2 / 2)


def _minimise(table: NDArray[np.int64], labels: Floats, width: int, penalty: float) -> tuple[float, Floats]:
    """Minimise the loss by Newton's method, each step found by conjugate gradients and halved until it helps."""
    each = np.append(np.full(width, penalty), LITTLE)
    problem = _Problem(table[:, 0], table[:, 1], labels, width, each)
    weights = np.zeros(width + 1)
    loss = problem.loss(weights)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-problem.times(weights)))
        gradient = problem.times_transposed(likely - labels) + each * weights
        step = _solve(problem, likely * (1 - likely), gradient)
        size = 1.0
        while size > LITTLE and problem.loss(weights - size * step) > loss:
            size /= 2
        weights = weights - size * step
        before, loss = loss, problem.loss(weights)
        if before - loss < ENOUGH * before:
            break
    return float(weights[-1]), weights[:-1]


def _solve(problem: _Problem, curvature: Floats, gradient: Floats) -> Floats:
    """Solve for the step of Newton's method, near enough, by conjugate gradients scaled by the diagonal."""
    scale = 1 / (problem.times_transposed(curvature) + problem.penalty)
    step = np.zeros_like(gradient)
    left = gradient.copy()
    direction = scale * left
    power = left @ direction
    for _ in range(ITERATIONS):
        moved = problem.times_transposed(curvature * problem.times(direction)) + problem.penalty * direction
        length = power / (direction @ moved)
        step += length * direction
        left -= length * moved
        before, power = power, left @ (scale * left)
        if power < NEAR_ENOUGH * before or power < LITTLE**2:
            break
        direction = scale * left + power / before * direction
    return step
