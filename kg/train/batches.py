"""Examples → tensors: windows for the encoder, label indices for the heads. Nothing here is learnt."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from kg.reader.encoder.encoding import SHAPES, Batch, Window, WordPieces, pad, windows
from kg.train.labels import TAG_LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.reader.encoder.weights_file import Weights
    from kg.train.examples import Example, Labelled, WordSpan

WINDOW = 320  # pieces; of whole sentences


@dataclass(frozen=True)
class Prepared:
    """An example with its windows and tag indices (`[words]` a layer)."""

    example: Example
    windows: tuple[Window, ...]
    tags: dict[str, NDArray[np.int64]]

    @cached_property
    def sentence_of_word(self) -> NDArray[np.int64]:
        """Number of the sentence of each word."""
        out = np.zeros(len(self.example.words), dtype=np.int64)
        for k, (start, end) in enumerate(self.example.sentences):
            out[start:end] = k
        return out

    @property
    def pieces(self) -> int:
        """Word pieces over all windows."""
        return sum(len(w.ids) for w in self.windows)


def prepare(example: Example, pieces: WordPieces) -> Prepared:
    """Cut an example into windows and turn its tag layers into indices."""
    tags: dict[str, NDArray[np.int64]] = {
        layer: tag_indices(spans, len(example.words), TAG_LAYERS[layer]) for layer, spans in example.tags.items()
    }
    return Prepared(example, tuple(windows(example.words, example.sentences, pieces, size=WINDOW)), tags)


def vectors_of(prepared: Prepared, weights: Weights) -> NDArray[np.float32]:
    """Give what finished weights say of the words of an example, `[words, width]`."""
    return np.concatenate([part.vectors for part in weights.encode(prepared.windows, heads=())])


def tag_indices(spans: Iterable[Labelled], words: int, tags: tuple[str, ...]) -> NDArray[np.int64]:
    """Write spans as BIO tag indices, `[words]`."""
    out = np.zeros(words, dtype=np.int64)
    for start, end, label in spans:
        out[start:end] = tags.index(f"I-{label}")
        out[start] = tags.index(f"B-{label}")
    return out


def without_case(prepared: Prepared, *, upper: bool) -> Prepared:
    """Give the same example as lower-case or upper-case text: pieces stay (the vocabulary is uncased), shapes change."""
    lower = SHAPES.index("lower")
    cased = {SHAPES.index(name) for name in ("lower", "title", "upper", "mixed", "initial")}
    target = SHAPES.index("upper") if upper else lower
    shapes = (tuple(target if s in cased else s for s in w.shapes) for w in prepared.windows)
    words = tuple(w.upper() if upper else w.lower() for w in prepared.example.words)
    return Prepared(
        replace(prepared.example, words=words),
        tuple(replace(w, shapes=s) for w, s in zip(prepared.windows, shapes, strict=True)),
        prepared.tags,
    )


def split_long(example: Example, *, words: int) -> Iterator[Example]:
    """Cut an example that is only tagged into parts of whole sentences of at most about `words` words, so that batches stay even."""
    start = 0
    for (_, end), following in zip(example.sentences, [*example.sentences[1:], None], strict=True):
        if following is None or following.end - start > words:
            yield _part(example, start, end)
            start = end


def _part(example: Example, start: int, end: int) -> Example:
    def moved(span: WordSpan) -> WordSpan:
        return type(span)(span.start - start, span.end - start)

    return replace(
        example,
        words=example.words[start:end],
        sentences=tuple(moved(s) for s in example.sentences if start <= s.start < end),
        tags={
            layer: tuple(s._replace(start=s.start - start, end=s.end - start) for s in spans if start <= s.start and s.end <= end)
            for layer, spans in example.tags.items()
        },
    )


@dataclass(frozen=True)
class Step:
    """The examples of one optimiser step: their windows as one padded batch, and where each word stands in it."""

    examples: tuple[Prepared, ...]
    ids: Tensor
    shapes: Tensor
    first: Tensor
    last: Tensor
    position: Tensor  # [words of all examples]: index into the flattened [windows, words]
    offsets: tuple[int, ...]  # first word of each example

    def to(self, device: torch.device) -> Step:
        """Give the same step with its tensors on another device."""
        tensors = {name: getattr(self, name).to(device) for name in ("ids", "shapes", "first", "last", "position")}
        return replace(self, **tensors)


def collate(examples: Sequence[Prepared], padding: int) -> Step:
    """Put examples side by side."""
    group = [w for e in examples for w in e.windows]
    batch: Batch = pad(group, padding=padding)
    width = batch.first.shape[1]
    position = np.concatenate([row * width + np.arange(len(w.first)) for row, w in enumerate(group)])
    lengths = [len(e.example.words) for e in examples]
    offsets = tuple(int(x) for x in np.concatenate([[0], np.cumsum(lengths)[:-1]]))
    tensors = [torch.from_numpy(a) for a in (batch.ids, batch.shapes, batch.first, batch.last, position)]
    return Step(tuple(examples), tensors[0], tensors[1], tensors[2], tensors[3], tensors[4], offsets)


def shuffled(examples: Sequence[Prepared], rng: random.Random, *, budget: int) -> Iterator[tuple[Prepared, ...]]:
    """Yield groups of about `budget` pieces, of similar length within a pool, in random order."""
    order = list(examples)
    rng.shuffle(order)
    groups: list[tuple[Prepared, ...]] = []
    for low in range(0, len(order), 64):
        group: list[Prepared] = []
        for item in sorted(order[low : low + 64], key=lambda p: max(len(w.ids) for w in p.windows)):
            if group and sum(p.pieces for p in group) + item.pieces > budget:
                groups.append(tuple(group))
                group = []
            group.append(item)
        groups.append(tuple(group))
    rng.shuffle(groups)
    yield from groups
