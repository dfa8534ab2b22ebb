"""Which pairs of spans the pair heads look at, and what they see of them beside the encoder's vectors.

Spans come in, index pairs and small integer features go out, as numpy arrays; the same functions serve training and reading, so that
both see the same pairs. No weights here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.errors import UnknownNameError
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
# `FARTHEST` is counted from the beginning of a span's block.
NEAREST, FARTHEST, BLOCK = 40, 2000, 256
STRING_FEATURES = 7
# Words that name what somebody is, not who; in English a capital makes them look like names.
ROLE_NOUNS = frozenset(
    (
        *("adviser", "advisor", "ambassador", "attorney", "ayatollah", "bishop", "captain", "chairman", "chancellor", "chief"),
        *("colonel", "commander", "commissioner", "congressman", "delegate", "deputy", "director", "foreign", "general", "governor"),
        *("head", "judge", "justice", "king", "leader", "lieutenant", "lord", "major", "marshal", "mayor", "member", "minister"),
        *("officer", "official", "pope", "premier", "president", "prime", "prince", "princess", "prosecutor", "queen"),
        *("representative", "republican", "democrat", "secretary", "senator", "sergeant", "sheikh", "sheriff", "speaker", "spokesman"),
        *("spokesperson", "spokeswoman", "sultan", "supreme", "the", "vice"),
    )
)
STOP = frozenset(["the", "a", "an", "of", "and", "for", "in", "on", "at", "to", "al", "el", "de", "'s"])


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

    def at(self, index: Ints) -> Spans:
        """Give the spans with these indices, in their order."""
        arrays = (self.start[index], self.end[index], self.type[index], self.sentence[index], self.kind[index])
        return Spans(*arrays, tuple(self.words[i] for i in index))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of spans: `left`, `right` index `Spans` (`[pairs]`); `features` are indices, one column a feature (`[pairs, columns]`)."""

    left: Ints
    right: Ints
    features: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.left)

    def one_hot(self, columns: Sequence[int]) -> NDArray[np.float32]:
        """Write the features as `[pairs, sum of columns]`; `columns` gives the number of values of each."""
        out = np.zeros((len(self), sum(columns)), dtype=np.float32)
        offsets = np.concatenate([[0], np.cumsum(columns)[:-1]])
        out[np.arange(len(self))[:, None], self.features + offsets] = 1
        return out

    def part(self, low: int, high: int) -> Pairs:
        """Give the pairs `[low, high)`."""
        return Pairs(self.left[low:high], self.right[low:high], self.features[low:high])

    def with_own(self, spans: Spans) -> tuple[Spans, Pairs]:
        """Give only those of `spans` that occur in these pairs, and the pairs with their new indices."""
        used, index = np.unique(np.concatenate([self.left, self.right]), return_inverse=True)
        return spans.at(used), Pairs(index[: len(self)], index[len(self) :], self.features)


def spans_of(words: Sequence[str], items: Sequence[tuple[int, int, str]], sentence_of_word: Ints) -> Spans:
    """Describe spans, given as (start, end, type) in text order."""
    start = np.array([i[0] for i in items], dtype=np.int64)
    texts = tuple(tuple(words[i[0] : i[1]]) for i in items)
    return Spans(
        start,
        np.array([i[1] for i in items], dtype=np.int64),
        np.array([_type_index(i[2]) for i in items], dtype=np.int64),
        sentence_of_word[start] if len(items) else start,
        np.array([kind_of(t) for t in texts], dtype=np.int64),
        texts,
    )


def _type_index(name: str) -> int:
    if name not in SPAN_TYPES:
        raise UnknownNameError("span type", name, SPAN_TYPES)
    return SPAN_TYPES.index(name)


def sorted_spans(spans: Spans) -> Spans:
    """Order spans by where they start, as `role_pairs` expects."""
    return spans.at(np.lexsort((spans.type, spans.end, spans.start)))


def joined(left: Spans, right: Spans) -> Spans:
    """Put two lists of spans behind each other."""
    return Spans(
        np.concatenate([left.start, right.start]),
        np.concatenate([left.end, right.end]),
        np.concatenate([left.type, right.type]),
        np.concatenate([left.sentence, right.sentence]),
        np.concatenate([left.kind, right.kind]),
        left.words + right.words,
    )


def kind_of(words: Sequence[str]) -> int:
    """Tell a name (0) from a nominal (1) and the groups of pronouns (2 to 10)."""
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return PRONOUNS[words[0].lower()]
    return NAME if any(w[0].isupper() for w in words if w) else NOMINAL


def full_names(spans: Spans) -> list[frozenset[str]]:
    """Give the words of each mention that is a person's full name, and nothing for all others.

    A full name has two words or more with a capital, none of which is a role ("Prime Minister").
    """
    person = SPAN_TYPES.index("PER")
    return [
        frozenset(capitals) if kind == person and len(capitals) > 1 and not ROLE_NOUNS & set(capitals) else frozenset()
        for kind, capitals in zip(
            spans.type.tolist(), ([w.lower() for w in words if w[:1].isupper()] for words in spans.words), strict=True
        )
    ]


def bucket(distance: Ints) -> Ints:
    """Put distances ≥ 0 into `DISTANCE_BUCKETS` buckets: 0, 1, 2, 3-4, 5-8 and so on."""
    out: Ints = np.minimum(np.ceil(np.log2(np.maximum(distance, 1))).astype(np.int64) + (distance > 0), DISTANCE_BUCKETS - 1)
    return out


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
    left, right = _in_one_sentence(triggers, fillers)
    is_itself = (triggers.start[left] == fillers.start[right]) & (triggers.end[left] == fillers.end[right])
    keep = ~(is_itself & (fillers.type[right] >= len(ENTITY_TYPES)))
    left, right = left[keep], right[keep]
    signed = fillers.start[right] - triggers.start[left]
    distance = bucket(np.abs(signed)) + DISTANCE_BUCKETS * (signed < 0)
    low, high = np.minimum(triggers.start[left], fillers.start[right]), np.maximum(triggers.start[left], fillers.start[right])
    between_triggers = _between(triggers.start, low, high)
    between_fillers = _between(fillers.start, low, high)
    inside = (fillers.start[right] >= triggers.start[left]) & (fillers.end[right] <= triggers.end[left])
    adjacent = np.where(
        inside, 2, ((fillers.start[right] == triggers.end[left]) | (fillers.end[right] == triggers.start[left])).astype(np.int64)
    )
    columns = (distance, bucket(between_triggers), bucket(between_fillers), fillers.kind[right], adjacent)
    return Pairs(left, right, _side_by_side(columns))


def _side_by_side(columns: Sequence[NDArray[np.int64] | NDArray[np.bool_]]) -> NDArray[np.int8]:
    """Make columns of features one array; of small integers, as there may be millions of pairs."""
    return np.stack([column.astype(np.int8) for column in columns], axis=1)


def _in_one_sentence(left: Spans, right: Spans) -> tuple[Ints, Ints]:
    """Pair each span of `left` with all of its sentence in `right`, in order; both are sorted, so no table of all pairs is needed."""
    low, high = (np.searchsorted(right.sentence, left.sentence, side) for side in ("left", "right"))
    counts = high - low
    before = np.cumsum(counts) - counts
    return np.repeat(np.arange(len(left)), counts), np.arange(counts.sum()) + np.repeat(low - before, counts)


def relation_pairs(mentions: Spans) -> Pairs:
    """Pair each mention with every other of its sentence, both ways; times and weapons have no standing relations."""
    usable = mentions.type < SPAN_TYPES.index("WEA")
    left, right = _in_one_sentence(mentions, mentions)
    keep = usable[left] & usable[right] & (left != right)
    left, right = left[keep], right[keep]
    signed = mentions.start[right] - mentions.start[left]
    low, high = np.minimum(mentions.start[left], mentions.start[right]), np.maximum(mentions.start[left], mentions.start[right])
    columns = (
        bucket(np.abs(signed)) + DISTANCE_BUCKETS * (signed < 0),
        bucket(_between(mentions.start, low, high)),
        mentions.kind[left],
        mentions.kind[right],
    )
    return Pairs(left, right, _side_by_side(columns))


def _between(sorted_starts: Ints, low: Ints, high: Ints) -> Ints:
    """Count the starts strictly between two positions."""
    out: Ints = np.maximum(np.searchsorted(sorted_starts, high, "left") - np.searchsorted(sorted_starts, low, "right"), 0)
    return out


def coreference_pairs(spans: Spans) -> Pairs:
    """Pair each span (`left`) with earlier ones (`right`): the nearest, and those farther back that share a word of content.

    Pairs are ordered by `left`, then `right`. Pronouns look at the nearest only.
    """
    contents = [_content(words) for words in spans.words]
    candidates = _candidates(contents, spans.kind > NOMINAL)
    left = np.repeat(np.arange(len(spans)), [len(c) for c in candidates])
    if not len(left):
        return Pairs(left, left, np.zeros((0, len(COREFERENCE_COLUMNS)), np.int8))
    right = np.concatenate(candidates)
    return Pairs(left, right, _coreference_features(spans, contents, left, right))


def _candidates(contents: Sequence[Sequence[str]], is_pronoun: NDArray[np.bool_]) -> list[Ints]:
    """List each span's possible antecedents, ascending; `where` remembers in which spans a word stood."""
    where: dict[str, list[int]] = {}
    out: list[Ints] = []
    for i, words in enumerate(contents):
        near, far = max(0, i - NEAREST), max(0, i // BLOCK * BLOCK - FARTHEST)
        shared = set() if is_pronoun[i] else {j for word in words for j in _slice(where.get(word, []), far, near)}
        out.append(np.array([*sorted(shared), *range(near, i)], dtype=np.int64))
        for word in set(words):
            where.setdefault(word, []).append(i)
    return out


def _slice(ascending: list[int], low: int, high: int) -> list[int]:
    return ascending[bisect_left(ascending, low) : bisect_left(ascending, high)]


def _content(words: Sequence[str]) -> list[str]:
    lowered = [w.lower() for w in words]
    return [w for w in lowered if w not in STOP and w not in PRONOUNS] or lowered


def _coreference_features(spans: Spans, contents: Sequence[Sequence[str]], left: Ints, right: Ints) -> NDArray[np.int8]:
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
        ((head[left] == whole[right]) | (whole[left] == head[right]) | (first[left] == whole[right]) | (whole[left] == first[right]))
        & no_pronoun,
        spans.type[left] == spans.type[right],
    )
    columns = (
        bucket(left - right),
        bucket(spans.sentence[left] - spans.sentence[right]),
        spans.kind[left],
        spans.kind[right],
        *strings,
        spans.start[left] < spans.end[right],
    )
    return _side_by_side(columns)


def _initials(words: Sequence[str]) -> str:
    initials = "".join(w[0] for w in words if w[:1].isupper())
    return initials.lower() if len(initials) > 1 else " ".join(("no", *words))


def _letters(words: Sequence[str]) -> str:
    return words[0].replace(".", "").lower() if len(words) == 1 and words[0].isupper() else " ".join(("none", *words))
