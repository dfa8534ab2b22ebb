"""Words → the arrays that the encoder takes: word pieces, word shapes, windows of whole sentences.

The vocabulary is uncased, so a word's shape (capital, digits, …) goes in beside its pieces. Used in the same way when training and when
reading; decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]

SHAPES = ("pad", "lower", "title", "upper", "mixed", "digits", "alphanumeric", "other", "initial")
PAD, CLS, SEP, UNK = "[PAD]", "[CLS]", "[SEP]", "[UNK]"
# Most pieces of one word: longer ones are URLs or noise, whose tail says nothing more.
LONGEST_WORD = 12


@lru_cache(maxsize=1 << 16)
def shape_of(word: str) -> int:
    """Classify how a word is written, as an index into `SHAPES`."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return SHAPES.index("digits" if any(c.isdigit() for c in word) else "other")
    if any(c.isdigit() for c in word):
        return SHAPES.index("alphanumeric")
    capitals = sum(c.isupper() for c in letters)
    if capitals == 0:
        return SHAPES.index("lower")
    if capitals == len(letters):
        return SHAPES.index("initial" if len(letters) == 1 else "upper")
    return SHAPES.index("title" if letters[0].isupper() and capitals == 1 else "mixed")


class WordPieces:
    """The uncased word-piece vocabulary, asked word by word with a memory (news repeats itself)."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}
        self.pad, self.cls, self.sep, self.unk = (_special(tokenizer, name) for name in (PAD, CLS, SEP, UNK))

    @classmethod
    def load(cls, path: Path) -> WordPieces:
        """Read a `tokenizers` file."""
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()  # a batch of words would be padded to its longest
        tokenizer.no_truncation()
        return cls(tokenizer)

    def pieces(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Give each word's piece ids, at least one ([UNK] for a word that normalisation empties) and at most `LONGEST_WORD`."""
        new = sorted({word for word in words if word not in self._known})
        if new:
            if len(self._known) > 1 << 18:  # bounded memory on any corpus
                self._known.clear()
                new = sorted(set(words))
            for word, encoding in zip(new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
                self._known[word] = tuple(encoding.ids[:LONGEST_WORD]) or (self.unk,)
        return [self._known[word] for word in words]


def _special(tokenizer: Tokenizer, name: str) -> int:
    number = tokenizer.token_to_id(name)
    if number is None:
        raise ValueError(f"the vocabulary has no {name}")
    return number


@dataclass(frozen=True, slots=True)
class Window:
    """Words `[start, end)` of a text, whole sentences, ready for the encoder; `first` and `last` point each word at its pieces."""

    start: int
    end: int
    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]


def windows(words: Sequence[str], sentences: Iterable[tuple[int, int]], pieces: WordPieces, *, size: int) -> list[Window]:
    """Cut a text into windows of whole sentences of about equal length.

    Args:
        words: The words of the text.
        sentences: Word ranges that cover the text, in order.
        pieces: The vocabulary.
        size: Most pieces in a window, with the two that mark its ends; a longer sentence is cut between words.

    Returns:
        Windows that cover the words, in order.
    """
    ids = pieces.pieces(words)
    lengths = np.fromiter((len(p) for p in ids), dtype=np.int64, count=len(ids))
    total = np.concatenate([[0], np.cumsum(lengths)])
    room = size - 2
    aim = max(1, -(-int(total[-1]) // max(1, -(-int(total[-1]) // room))))
    out: list[Window] = []
    start = end = 0
    for sentence_end in _cut_long(sentences, total, room):
        if end > start and (total[sentence_end] - total[start] > room or total[end] - total[start] >= aim):
            out.append(_window(words, ids, start, end, pieces))
            start = end
        end = sentence_end
    if end > start:
        out.append(_window(words, ids, start, end, pieces))
    return out


def _cut_long(sentences: Iterable[tuple[int, int]], total: Ints, room: int) -> Iterable[int]:
    """Yield the ends of sentences, and of the parts of those that have more than `room` pieces."""
    for start, end in sentences:
        at = start
        while total[end] - total[at] > room:
            at = max(at + 1, int(np.searchsorted(total, total[at] + room, side="right")) - 1)
            yield at
        if end > at:
            yield end


def _window(words: Sequence[str], ids: list[tuple[int, ...]], start: int, end: int, pieces: WordPieces) -> Window:
    flat, shapes, first, last = [pieces.cls], [0], [], []
    for word, word_ids in zip(words[start:end], ids[start:end], strict=True):
        first.append(len(flat))
        flat.extend(word_ids)
        shapes.extend([shape_of(word)] * len(word_ids))
        last.append(len(flat) - 1)
    return Window(start, end, (*flat, pieces.sep), (*shapes, 0), tuple(first), tuple(last))


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one size: `ids`, `shapes` are `[windows, pieces]`; `first`, `last` are `[windows, words]` (0 where padded)."""

    ids: Ints
    shapes: Ints
    first: Ints
    last: Ints


def pad(group: Sequence[Window], *, padding: int) -> Batch:
    """Stack windows into one batch."""
    pieces, words = max(len(w.ids) for w in group), max(len(w.first) for w in group)
    batch = Batch(
        np.full((len(group), pieces), padding, dtype=np.int64),
        np.zeros((len(group), pieces), dtype=np.int64),
        np.zeros((len(group), words), dtype=np.int64),
        np.zeros((len(group), words), dtype=np.int64),
    )
    for row, window in enumerate(group):
        batch.ids[row, : len(window.ids)] = window.ids
        batch.shapes[row, : len(window.shapes)] = window.shapes
        batch.first[row, : len(window.first)] = window.first
        batch.last[row, : len(window.last)] = window.last
    return batch
