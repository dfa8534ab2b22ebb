"""The arithmetic of layouts: points as arrays `[nodes, 2]` in pixels come in, better points go out.

Sums go through numpy's own loops, not through BLAS, whose order of adding, and so the last digit, depends on the number of threads.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

GAP = 22.0  # free pixels between two boxes
EASE = 60  # rounds of stress majorization; more change little
POWER = 60  # rounds of power iteration: the axes need not be exact
SHAKE = 0.3  # of the usual length: nodes whose distances to all others agree would lie on one point


def start_from_distances(wanted: Array, names: Sequence[str]) -> Array:
    """Return points whose distances resemble the wanted ones: classical scaling onto the two widest axes.

    Where distances leave a choice, the names decide and not the order, so that one node more moves the others little.

    Source: Torgerson, "Multidimensional scaling: I. Theory and method", 1952.
    """
    squares = wanted**2
    inner = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    noise = np.array([_noise(name) for name in names])
    axes = noise.copy()
    for _ in range(POWER):
        axes = np.einsum("ij,jk->ik", inner, axes)
        axes[:, 0] /= np.sqrt((axes[:, 0] ** 2).sum()) or 1.0
        axes[:, 1] -= axes[:, 0] * (axes[:, 0] * axes[:, 1]).sum()
        axes[:, 1] /= np.sqrt((axes[:, 1] ** 2).sum()) or 1.0
    lengths = (axes * np.einsum("ij,jk->ik", inner, axes)).sum(axis=0)
    usual = wanted[wanted > 0].min(initial=1.0)
    return np.asarray(axes * np.sqrt(np.maximum(lengths, 0.0)) + noise * SHAKE * usual)


def _noise(name: str) -> tuple[float, float]:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4]) / 2**32 - 0.5, int.from_bytes(digest[4:8]) / 2**32 - 0.5


def eased(points: Array, wanted: Array, *, rounds: int = EASE) -> Array:
    """Move points so that their distances come near the wanted ones, near pairs counting most.

    Source: Gansner, Koren and North, "Graph Drawing by Stress Majorization", 2004 (the localized step).
    """
    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    total = np.maximum(weight.sum(axis=1), 1e-12)[:, None]
    for _ in range(rounds):
        dx, dy = (points[:, k, None] - points[None, :, k] for k in (0, 1))
        pull = weight * wanted / np.maximum(np.sqrt(dx * dx + dy * dy), 1e-6)
        towards = np.einsum("ij,jk->ik", weight, points) + np.stack([(pull * dx).sum(axis=1), (pull * dy).sum(axis=1)], axis=1)
        points = points + 0.7 * (towards / total - points)  # less than the whole step: all move at once
    return points


def apart(points: Array, size: Array, *, fixed: int = 0, rounds: int = 120) -> Array:
    """Push boxes apart until none overlap, along the axis that needs less; the first `fixed` stay where they are.

    Args:
        points: Middles of the boxes.
        size: Width and height of each.
        fixed: How many of them, from the first on, stay.
        rounds: When to stop in any case.
    """
    points = points.copy()
    need = [(size[:, k, None] + size[None, :, k]) / 2 + GAP for k in (0, 1)]
    for _ in range(rounds):
        close = (np.abs(points[:, 0, None] - points[None, :, 0]) < need[0]) & (np.abs(points[:, 1, None] - points[None, :, 1]) < need[1])
        one, other = np.nonzero(np.triu(close, 1))
        if not len(one):
            break
        delta = points[one] - points[other]
        lacking = np.stack([need[k][one, other] for k in (0, 1)], axis=1) - np.abs(delta)
        along_x = lacking[:, 0] < lacking[:, 1]
        push = lacking * np.where(delta < 0, -1.0, 1.0) * np.stack([along_x, ~along_x], axis=1)
        hits = np.maximum(1, np.bincount(np.concatenate([one, other]), minlength=len(points)))
        moved = np.stack([np.bincount(one, push[:, k], len(points)) - np.bincount(other, push[:, k], len(points)) for k in (0, 1)], axis=1)
        points[fixed:] += 0.4 * (moved / hits[:, None])[fixed:]
    return points


def spread(points: Array, *, fixed: int, room: float) -> Array:
    """Return the points with at least `room` / 2 between any two that are not fixed, each as near as can be to where it was.

    The plane is a board of squares, a point a square: each that finds its own taken goes to the nearest free one. The first `fixed` stay.
    """
    taken = {(math.floor(x / room), math.floor(y / room)) for x, y in points[:fixed]}
    result = points.copy()
    for number in range(fixed, len(points)):
        x, y = (float(value) / room for value in points[number])
        column, row = next(square for square in _around(math.floor(x), math.floor(y)) if square not in taken)
        taken.add((column, row))
        result[number] = [(start + min(0.75, max(0.25, value - start))) * room for value, start in ((x, column), (y, row))]
    return result


def _around(column: int, row: int) -> Iterator[tuple[int, int]]:
    """Yield the squares around one, ring by ring, without end."""
    yield column, row
    for far in count(1):
        for step in range(-far, far):
            yield column + step, row - far
            yield column + far, row + step
            yield column - step, row + far
            yield column - far, row - step
