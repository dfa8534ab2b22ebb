"""What a pair head is asked in one step: the pairs of all its examples side by side, so that it runs once a step and not once a text.

Pairs of single examples come in, with words counted from the example's first; one set of pairs goes out, with words counted from the
step's first, and for each pair and span the example that it belongs to. No weights, nothing learnt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.reader.encoder.features import Contexts, Pairs, Spans, role_contexts, role_pairs, sorted_spans, spans_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.train.batches import Prepared
    from kg.train.examples import Labelled

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Pairs of one example.

    Attributes:
        example: Its number in the step.
        offset: Where its words begin in the step.
        left: The spans that `pairs.left` indexes; for roles the triggers, else all spans.
        right: Likewise for `pairs.right`.
        contexts: The sentences of the triggers, for roles.
    """

    example: int
    offset: int
    left: Spans
    right: Spans
    pairs: Pairs
    contexts: Contexts | None = None


@dataclass(frozen=True)
class Question:
    """Pairs of all examples of a step for one head.

    Attributes:
        spans: All spans; for roles the triggers of all examples come first.
        pairs: Pairs, ordered by example and then as each example has them.
        of_pair: `[pairs]`, number of the example.
        of_span: `[spans]`, likewise.
        contexts: For roles, `[triggers, longest sentence]`.
    """

    spans: Spans
    pairs: Pairs
    of_pair: Ints
    of_span: Ints
    contexts: Contexts | None = None


def role_part(example: int, offset: int, prepared: Prepared, mentions: Sequence[Labelled], triggers: Sequence[Labelled]) -> Part:
    """Pair the triggers of one example with what may take part in their events: all that is in their sentence."""
    heads = spans_of(prepared.example.words, triggers, prepared.sentence_of_word)
    fillers = sorted_spans(spans_of(prepared.example.words, [*mentions, *triggers], prepared.sentence_of_word))
    contexts = role_contexts(heads, fillers, prepared.sentence_of_word)
    return Part(example, offset, heads, fillers, role_pairs(heads, fillers), contexts)


def question(parts: Sequence[Part]) -> Question | None:
    """Put the pairs of some examples side by side; `None` where there is no pair."""
    parts = [part for part in parts if len(part.pairs)]
    if not parts:
        return None
    of_pair = np.repeat([part.example for part in parts], [len(part.pairs) for part in parts])
    features = np.concatenate([part.pairs.features for part in parts])
    left, before_left = _joined([(part.left, part.offset) for part in parts])
    of_left = np.repeat([part.example for part in parts], [len(part.left) for part in parts])
    first = np.concatenate([part.pairs.left + low for part, low in zip(parts, before_left, strict=True)])
    if parts[0].contexts is None:
        second = np.concatenate([part.pairs.right + low for part, low in zip(parts, before_left, strict=True)])
        return Question(left, Pairs(first, second, features), of_pair, of_left)
    right, before_right = _joined([(part.right, part.offset) for part in parts])
    second = np.concatenate([part.pairs.right + low + len(left) for part, low in zip(parts, before_right, strict=True)])
    of_right = np.repeat([part.example for part in parts], [len(part.right) for part in parts])
    contexts = _side_by_side([(part.contexts, part.offset) for part in parts if part.contexts is not None])
    both, _ = _joined([(left, 0), (right, 0)])
    return Question(both, Pairs(first, second, features), of_pair, np.concatenate([of_left, of_right]), contexts)


def _joined(groups: Sequence[tuple[Spans, int]]) -> tuple[Spans, Ints]:
    """Put spans behind each other, moved by some words each; return also how many stand before each group."""
    counts = np.array([len(spans) for spans, _ in groups])
    moved = [replace(spans, start=spans.start + by, end=spans.end + by) for spans, by in groups]
    arrays = {name: np.concatenate([getattr(spans, name) for spans in moved]) for name in ("start", "end", "type", "sentence", "kind")}
    return Spans(**arrays, words=tuple(words for spans in moved for words in spans.words)), np.cumsum(counts) - counts


def _side_by_side(groups: Sequence[tuple[Contexts, int]]) -> Contexts:
    """Put contexts below each other, as wide as the widest."""
    width = max(contexts.words.shape[1] for contexts, _ in groups)

    def stacked(arrays: Sequence[Ints]) -> Ints:
        return np.concatenate([np.pad(array, ((0, 0), (0, width - array.shape[1]))) for array in arrays])

    names = ("mentions", "events", "relative")
    marks = {name: stacked([getattr(contexts, name) for contexts, _ in groups]) for name in names}
    start = np.concatenate([contexts.start + by for contexts, by in groups])
    return Contexts(start, stacked([contexts.words + by for contexts, by in groups]), **marks)
