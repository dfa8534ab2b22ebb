"""Which pairs of spans the pair heads look at, and what they see of them beside the encoder's vectors.

Spans come in, index pairs and small integer features go out, as numpy arrays; the same functions serve training and reading, so that
both see the same pairs. No weights here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.model import ENTITY_TYPES
from kg.reader.labels import SPAN_TYPES

Ints = NDArray[np.int64]

# Signed and unsigned distances are put into buckets that grow like powers of two.
DISTANCE_BUCKETS = 10
PRONOUNS: dict[str, int] = {
    word: group
    for group, words in enumerate(
        (
            "he him his himself",
            "she her hers herself",
            "it its itself",
            "they them their theirs themselves",
            "who whom whose which that",
            "we us our ours ourselves",
            "i me my mine myself",
            "you your yours yourself",
            "this these those one ones some many most all both others",
        ),
        start=2,
    )
    for word in words.split()
}
NAME, NOMINAL = 0, 1
KINDS = 11  # name, nominal, nine groups of pronouns
# Antecedents that a mention is compared with: the nearest ones, and of those farther back only ones that share a word with it.
NEAREST, FARTHEST = 40, 2000
STRING_FEATURES = 7
STOP = frozenset("the a an of and for in on at to al el de 's".split())


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of one text in text order: words `[start, end)`, index of type in `SPAN_TYPES`, sentence, kind, as `[spans]` arrays."""

    start: Ints
    end: Ints
    type: Ints
    sentence: Ints
    kind: Ints
    words: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of spans: `left`, `right` index `Spans` (`[pairs]`); `features` are indices, one column a feature (`[pairs, columns]`)."""

    left: Ints
    right: Ints
    features: Ints

    def __len__(self) -> int:
        return len(self.left)

    def one_hot(self, columns: Sequence[int]) -> NDArray[np.float32]:
        """Write the features as `[pairs, sum of columns]`; `columns` gives the number of values of each."""
        out = np.zeros((len(self), sum(columns)), dtype=np.float32)
        offsets = np.concatenate([[0], np.cumsum(columns)[:-1]])
        out[np.arange(len(self))[:, None], self.features + offsets] = 1
        return out


def spans_of(words: Sequence[str], items: Sequence[tuple[int, int, str]], sentence_of_word: Ints) -> Spans:
    """Describe spans, given as (start, end, type) in text order."""
    start = np.array([i[0] for i in items], dtype=np.int64)
    texts = tuple(tuple(words[i[0] : i[1]]) for i in items)
    return Spans(
        start,
        np.array([i[1] for i in items], dtype=np.int64),
        np.array([SPAN_TYPES.index(i[2]) for i in items], dtype=np.int64),
        sentence_of_word[start] if len(items) else start,
        np.array([kind_of(t) for t in texts], dtype=np.int64),
        texts,
    )


def sorted_spans(spans: Spans) -> Spans:
    """Order spans by where they start, as `role_pairs` expects."""
    order = np.lexsort((spans.type, spans.end, spans.start))
    return Spans(
        spans.start[order], spans.end[order], spans.type[order], spans.sentence[order], spans.kind[order], tuple(spans.words[i] for i in order)
    )


def joined(left: Spans, right: Spans) -> Spans:
    """Put two lists of spans behind each other."""
    arrays = (np.concatenate([getattr(left, name), getattr(right, name)]) for name in ("start", "end", "type", "sentence", "kind"))
    return Spans(*arrays, left.words + right.words)


def kind_of(words: Sequence[str]) -> int:
    """Tell a name (0) from a nominal (1) and the groups of pronouns (2 to 10)."""
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return PRONOUNS[words[0].lower()]
    return NAME if any(w[0].isupper() for w in words if w) else NOMINAL


def bucket(distance: Ints) -> Ints:
    """Put distances ≥ 0 into `DISTANCE_BUCKETS` buckets: 0, 1, 2, 3-4, 5-8, …"""
    return np.minimum(np.ceil(np.log2(np.maximum(distance, 1))).astype(np.int64) + (distance > 0), DISTANCE_BUCKETS - 1)


# Number of values of each feature column of the pairs below.
ROLE_COLUMNS = (2 * DISTANCE_BUCKETS, DISTANCE_BUCKETS, DISTANCE_BUCKETS, KINDS, 3)
RELATION_COLUMNS = (2 * DISTANCE_BUCKETS, DISTANCE_BUCKETS, KINDS, KINDS)
COREFERENCE_COLUMNS = (DISTANCE_BUCKETS, DISTANCE_BUCKETS, KINDS, KINDS, *([2] * STRING_FEATURES), 2)


# Columns of each pair head.
COLUMNS: dict[str, tuple[int, ...]] = {
    "role": ROLE_COLUMNS,
    "relation": RELATION_COLUMNS,
    "entity": COREFERENCE_COLUMNS,
    "event": COREFERENCE_COLUMNS,
}


def role_pairs(triggers: Spans, fillers: Spans) -> Pairs:
    """Pair each trigger with every filler of its sentence (mentions and other triggers), but for itself."""
    same = triggers.sentence[:, None] == fillers.sentence[None, :]
    itself = (triggers.start[:, None] == fillers.start[None, :]) & (triggers.end[:, None] == fillers.end[None, :])
    same &= ~(itself & (fillers.type >= len(ENTITY_TYPES))[None, :])
    left, right = np.nonzero(same)
    signed = fillers.start[right] - triggers.start[left]
    distance = bucket(np.abs(signed)) + DISTANCE_BUCKETS * (signed < 0)
    low, high = np.minimum(triggers.start[left], fillers.start[right]), np.maximum(triggers.start[left], fillers.start[right])
    between_triggers = _between(triggers.start, low, high)
    between_fillers = _between(fillers.start, low, high)
    inside = (fillers.start[right] >= triggers.start[left]) & (fillers.end[right] <= triggers.end[left])
    adjacent = np.where(inside, 2, ((fillers.start[right] == triggers.end[left]) | (fillers.end[right] == triggers.start[left])).astype(np.int64))
    columns = (distance, bucket(between_triggers), bucket(between_fillers), fillers.kind[right], adjacent)
    return Pairs(left, right, np.stack(columns, axis=1) if len(left) else np.zeros((0, len(ROLE_COLUMNS)), np.int64))


def relation_pairs(mentions: Spans) -> Pairs:
    """Pair each mention with every other of its sentence, both ways; times and weapons have no standing relations."""
    usable = mentions.type < SPAN_TYPES.index("WEA")
    left, right = np.nonzero((mentions.sentence[:, None] == mentions.sentence[None, :]) & usable[:, None] & usable[None, :])
    left, right = left[left != right], right[left != right]
    signed = mentions.start[right] - mentions.start[left]
    low, high = np.minimum(mentions.start[left], mentions.start[right]), np.maximum(mentions.start[left], mentions.start[right])
    columns = (
        bucket(np.abs(signed)) + DISTANCE_BUCKETS * (signed < 0),
        bucket(_between(mentions.start, low, high)),
        mentions.kind[left],
        mentions.kind[right],
    )
    return Pairs(left, right, np.stack(columns, axis=1) if len(left) else np.zeros((0, len(RELATION_COLUMNS)), np.int64))


def _between(sorted_starts: Ints, low: Ints, high: Ints) -> Ints:
    """Count the starts strictly between two positions."""
    return np.maximum(np.searchsorted(sorted_starts, high, "left") - np.searchsorted(sorted_starts, low, "right"), 0)


def coreference_pairs(spans: Spans) -> Pairs:
    """Pair each span (`left`) with earlier ones (`right`): the nearest, and those farther back that share a word of content.

    Pairs are ordered by `left`, then `right`. Pronouns look at the nearest only.
    """
    count = len(spans)
    if count < 2:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, len(COREFERENCE_COLUMNS)), np.int64))
    parts = [_antecedents(spans, block, min(block + 256, count)) for block in range(0, count, 256)]
    left, right = (np.concatenate([p[k] for p in parts]) for k in (0, 1))
    return Pairs(left, right, _coreference_features(spans, left, right))


def _antecedents(spans: Spans, low: int, high: int) -> tuple[Ints, Ints]:
    """Antecedents of the spans `[low, high)`; earlier spans are looked through in blocks, so memory stays bounded."""
    first = max(0, low - FARTHEST)
    shared = _overlap(spans.words, range(low, high), range(first, high)) > 0
    rows, columns = np.arange(low, high)[:, None], np.arange(first, high)[None, :]
    pronoun = spans.kind[low:high, None] > NOMINAL
    keep = (columns < rows) & ((rows - columns <= NEAREST) | (shared & ~pronoun))
    left, right = np.nonzero(keep)
    return left + low, right + first


def _content(words: Sequence[str]) -> list[str]:
    lowered = [w.lower() for w in words]
    return [w for w in lowered if w not in STOP and w not in PRONOUNS] or lowered


def _overlap(texts: Sequence[Sequence[str]], rows: range, columns: range) -> NDArray[np.float32]:
    """Count shared content words, `[rows, columns]`."""
    vocabulary: dict[str, int] = {}
    matrices = []
    contents = {i: _content(texts[i]) for i in {*rows, *columns}}
    for i in columns:
        for word in contents[i]:
            vocabulary.setdefault(word, len(vocabulary))
    for group in (rows, columns):
        matrix = np.zeros((len(group), len(vocabulary)), dtype=np.float32)
        for k, i in enumerate(group):
            for word in contents[i]:
                if word in vocabulary:
                    matrix[k, vocabulary[word]] = 1
        matrices.append(matrix)
    return np.asarray(matrices[0] @ matrices[1].T, dtype=np.float32)


def _coreference_features(spans: Spans, left: Ints, right: Ints) -> Ints:
    contents = [_content(w) for w in spans.words]
    index: dict[object, int] = {}
    whole = np.array([index.setdefault(" ".join(c), len(index)) for c in contents], dtype=np.int64)
    head = np.array([index.setdefault(c[-1], len(index)) for c in contents], dtype=np.int64)
    lemma = np.array([index.setdefault(("lemma", c[-1][:5]), len(index)) for c in contents], dtype=np.int64)
    first = np.array([index.setdefault(c[0], len(index)) for c in contents], dtype=np.int64)
    acronym = np.array([index.setdefault(("acronym", _initials(w)), len(index)) for w in spans.words], dtype=np.int64)
    letters = np.array([index.setdefault(("acronym", _letters(w)), len(index)) for w in spans.words], dtype=np.int64)
    pronoun = spans.kind > NOMINAL
    no_pronoun = ~(pronoun[left] | pronoun[right])
    strings = (
        whole[left] == whole[right],
        (head[left] == head[right]) & no_pronoun,
        (lemma[left] == lemma[right]) & no_pronoun,
        (first[left] == first[right]) & no_pronoun,
        (acronym[left] == letters[right]) | (letters[left] == acronym[right]),
        ((head[left] == whole[right]) | (whole[left] == head[right]) | (first[left] == whole[right]) | (whole[left] == first[right])) & no_pronoun,
        spans.type[left] == spans.type[right],
    )
    columns = (
        bucket(left - right),
        bucket(spans.sentence[left] - spans.sentence[right]),
        spans.kind[left],
        spans.kind[right],
        *(s.astype(np.int64) for s in strings),
        (spans.start[left] < spans.end[right]).astype(np.int64),
    )
    return np.stack(columns, axis=1)


def _initials(words: Sequence[str]) -> str:
    initials = "".join(w[0] for w in words if w[:1].isupper())
    return initials.lower() if len(initials) > 1 else " ".join(("no", *words))


def _letters(words: Sequence[str]) -> str:
    return words[0].replace(".", "").lower() if len(words) == 1 and words[0].isupper() else " ".join(("none", *words))
