"""Scores → spans and clusters: the discrete decisions of the reader. Numpy in, plain values out; no weights here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def softmax(logits: Floats) -> Floats:
    """Turn logits into probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def tag_spans(logits: Floats, tags: Sequence[str]) -> list[tuple[int, int, str, float]]:
    """Decode BIO tags into the best sequence in which no inside tag follows anything but its own label (Viterbi).

    Args:
        logits: `[words, tags]`.
        tags: "O", then "B-x", "I-x" for every label x.

    Returns:
        (start, end, label, confidence) in text order; confidence is the mean probability of the span's tags.
    """
    if not len(logits):
        return []
    path = _best_path(logits)
    if not path.any():
        return []
    probabilities = softmax(logits)
    out: list[tuple[int, int, str, float]] = []
    i = 0
    while i < len(path):
        if path[i] == 0:
            i += 1
            continue
        start, label = i, (path[i] - 1) // 2
        i += 1
        while i < len(path) and path[i] == 2 * label + 2:
            i += 1
        chosen = probabilities[np.arange(start, i), path[start:i]]
        out.append((start, i, tags[2 * label + 1][2:], float(chosen.mean())))
    return out


def _best_path(logits: Floats) -> NDArray[np.int64]:
    """Viterbi over a grammar with one rule: I-x only after B-x or I-x. All else may follow anything.

    So the best predecessor of any other tag is the best of all, and the recursion costs `[tags]` a word, not `[tags, tags]`.
    """
    greedy = logits.argmax(axis=1)
    inside = (greedy > 0) & (greedy % 2 == 0)
    previous = np.concatenate([[0], greedy[:-1]])
    if not (inside & (previous != greedy) & (previous != greedy - 1)).any():
        return np.asarray(greedy, dtype=np.int64)  # already well-formed, hence the best
    count, width = logits.shape
    back = np.zeros((count, width), dtype=np.int64)
    begins, insides = np.arange(1, width, 2), np.arange(2, width, 2)
    score = logits[0].astype(np.float64)
    score[insides] = -np.inf
    for i in range(1, count):
        best = int(score.argmax())
        back[i] = best
        continued = score[insides] >= score[begins]
        back[i, insides] = np.where(continued, insides, begins)
        score = logits[i] + np.where(np.arange(width) % 2 == 0, np.where(np.arange(width) > 0, score[back[i]], score[best]), score[best])
    path = np.zeros(count, dtype=np.int64)
    path[-1] = int(score.argmax())
    for i in range(count - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


def link_antecedents(count: int, left: NDArray[np.int64], right: NDArray[np.int64], scores: Floats, *, threshold: float) -> list[list[int]]:
    """Cluster mentions by joining each to its best antecedent that scores above `threshold`.

    Args:
        count: How many mentions there are.
        left: `[pairs]`, the later mention of each pair, ascending.
        right: `[pairs]`, the earlier one.
        scores: `[pairs]`, log-odds against "no antecedent".
        threshold: Log-odds needed for a link.

    Returns:
        Clusters in order of their first mention, members ascending; singletons included.
    """
    cluster_of = list(range(count))
    bounds = np.searchsorted(left, np.arange(count + 1), "left")
    for i in range(count):
        low, high = bounds[i], bounds[i + 1]
        if high > low:
            best = low + int(scores[low:high].argmax())
            if scores[best] > threshold:
                cluster_of[i] = cluster_of[int(right[best])]
    clusters: dict[int, list[int]] = {}
    for i, cluster in enumerate(cluster_of):
        clusters.setdefault(cluster, []).append(i)
    return list(clusters.values())
