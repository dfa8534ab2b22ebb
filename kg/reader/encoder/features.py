"""Which pairs of spans the pair heads look at, and what they see of them beside the encoder's vectors.

Spans come in, index pairs and small integer features go out, as numpy arrays; the same functions serve training and reading, so that
both see the same pairs. No weights here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.errors import UnknownNameError
from kg.model import ENTITY_TYPES, Role
from kg.reader.encoder.labels import SPAN_TYPES

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
ONE_PERSON = (PRONOUNS["he"], PRONOUNS["she"])
KINDS = 11  # name, nominal, nine groups of pronouns
# Antecedents that a mention is compared with: the nearest ones, and of those farther back only ones that share a word with it.
# `FARTHEST` is counted from the beginning of a span's block.
NEAREST, FARTHEST, BLOCK = 40, 2000, 256
# Pairs of one text, beside those of the nearest. Articles have far fewer; it bounds memory where 5 million characters repeat a word.
MOST_PAIRS = 4_000_000
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
class Contexts:
    """The sentence of each trigger, as the role head reads it again; all arrays but `start` are `[triggers, length]`.

    Attributes:
        start: `[triggers]`, the word at which each row begins.
        words: Indices of words; 0 where a row is padded.
        mentions: What a word is part of: 0 where padded, 1 for no mention, else a type's begin or inside.
        events: The same for triggers.
        relative: The distance from the trigger, as an index from 0 to `2 * FARTHEST_WORD`.
    """

    start: Ints
    words: Ints
    mentions: Ints
    events: Ints
    relative: Ints

    def __len__(self) -> int:
        return len(self.start)

    def at(self, index: Ints) -> Contexts:
        """Give the rows with these indices, no longer than the longest of them."""
        length = int((self.mentions[index] > 0).sum(axis=1).max(initial=0))
        arrays = (array[index, :length] for array in (self.words, self.mentions, self.events, self.relative))
        return Contexts(self.start[index], *arrays)

    def places(self, spans: Spans, pairs: Pairs) -> Ints:
        """Tell where the trigger's first, the filler's first and its last word stand in the trigger's row, `[pairs, 3]`.

        What lies outside of a row is taken for its edge. The triggers come first in `spans`.
        """
        words = np.stack([spans.start[pairs.left], spans.start[pairs.right], spans.end[pairs.right] - 1], axis=1)
        last = (self.mentions > 0).sum(axis=1) - 1
        out: Ints = np.clip(words - self.start[pairs.left, None], 0, last[pairs.left, None])
        return out


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


# What a word for a body can mean: an army is no police, but a party may be a group and a military a navy. Left out is what may be any of
# them ("the organisation", "the agency", "forces").
BODIES: Mapping[str, frozenset[str]] = {
    word: frozenset(kinds.split())
    for kinds, words in (
        ("police", "police policemen"),
        ("police army navy", "officers"),
        ("crowd group party", "protesters protestors demonstrators marchers rioters"),
        ("crowd group", "bystanders civilians villagers worshippers"),
        ("army", "army"),
        ("navy", "navy"),
        ("army navy", "military"),
        ("court", "court tribunal"),
        ("parliament", "parliament congress legislature senate"),
        ("government", "government cabinet"),
        ("ministry", "ministry"),
        ("group", "group insurgents militia rebels"),
        ("group party", "movement party"),
        ("company", "bank company firm"),
        ("union party group parliament", "union unions"),
        ("agency group police", "agency"),
        ("agency government police", "authority"),
        ("paper", "daily newspaper"),
        ("embassy", "embassy"),
        ("hospital", "hospital"),
        ("university", "university"),
    )
    for word in words.split()
}


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
    is_person = (spans.type == SPAN_TYPES.index("PER")).tolist()
    return [_full_name(words) if person else frozenset() for person, words in zip(is_person, spans.words, strict=True)]


def _full_name(words: Sequence[str]) -> frozenset[str]:
    capitals = [w.lower() for w in words if w[:1].isupper()]
    return frozenset(capitals) if len(capitals) > 1 and ROLE_NOUNS.isdisjoint(capitals) else frozenset()


def bodies(spans: Spans) -> list[frozenset[str]]:
    """Give what kinds of body the last word of each mention says that it is ("the Kaduna police"), and nothing where that is open."""
    is_body = np.isin(spans.type, [SPAN_TYPES.index(label) for label in ("ORG", "GRP")]).tolist()
    return [BODIES.get(words[-1].lower(), frozenset()) if body else frozenset() for body, words in zip(is_body, spans.words, strict=True)]


def bucket(distance: Ints) -> Ints:
    """Put distances ≥ 0 into `DISTANCE_BUCKETS` buckets: 0, 1, 2, 3-4, 5-8 and so on."""
    out: Ints = np.minimum(np.ceil(np.log2(np.maximum(distance, 1))).astype(np.int64) + (distance > 0), DISTANCE_BUCKETS - 1)
    return out


# The words of a sentence that the role head reads, at most, and how far from the trigger it tells distances apart.
LONGEST_CONTEXT, FARTHEST_WORD = 128, 32
MARKS = 2 + 2 * len(SPAN_TYPES)

# Number of values of each feature column of the pairs below.
ROLE_COLUMNS = (2 * DISTANCE_BUCKETS, DISTANCE_BUCKETS, DISTANCE_BUCKETS, KINDS, 3)
RELATION_COLUMNS = (2 * DISTANCE_BUCKETS, DISTANCE_BUCKETS, KINDS, KINDS)
COREFERENCE_COLUMNS = (DISTANCE_BUCKETS, DISTANCE_BUCKETS, KINDS, KINDS, *([2] * STRING_FEATURES), 2)
# Two events are compared by who or what takes part in these roles: not known of both, one in common, all different.
COMPARED_ROLES: tuple[tuple[Role, ...], ...] = (("Agent",), ("Target", "Victim"), ("Place",), ("Time",))
UNCOMPARED, COMMON, DIFFERENT = 0, 1, 2
EVENT_COLUMNS = (*COREFERENCE_COLUMNS, *([3] * len(COMPARED_ROLES)))
Participants = tuple[frozenset[int], ...]  # one set for each of `COMPARED_ROLES`


# Columns of each pair head.
COLUMNS: dict[str, tuple[int, ...]] = {
    "role": ROLE_COLUMNS,
    "relation": RELATION_COLUMNS,
    "entity": COREFERENCE_COLUMNS,
    "event": EVENT_COLUMNS,
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


def role_contexts(triggers: Spans, fillers: Spans, sentence_of_word: Ints) -> Contexts:
    """Cut out each trigger's sentence, or of a long one `LONGEST_CONTEXT` words around it, and mark what its words are part of.

    Args:
        triggers: Sorted by where they start.
        fillers: Mentions and triggers.
        sentence_of_word: `[words]`, the number of the sentence of each word.
    """
    low, high = (np.searchsorted(sentence_of_word, triggers.sentence, side) for side in ("left", "right"))
    start = np.maximum(low, np.minimum(triggers.start - LONGEST_CONTEXT // 2, high - LONGEST_CONTEXT))
    length = np.minimum(high - start, LONGEST_CONTEXT)
    column = np.arange(length.max(initial=0))
    inside = column < length[:, None]
    words = np.where(inside, start[:, None] + column, 0)
    is_event = fillers.type >= len(ENTITY_TYPES)
    mentions, events = (np.where(inside, _marks(fillers, chosen, len(sentence_of_word))[words], 0) for chosen in (~is_event, is_event))
    before, after = np.minimum(words - triggers.start[:, None], 0), np.maximum(words - triggers.end[:, None] + 1, 0)
    relative = np.clip(before + after, -FARTHEST_WORD, FARTHEST_WORD) + FARTHEST_WORD
    return Contexts(start, words, mentions, events, np.where(inside, relative, 0))


def _marks(spans: Spans, chosen: NDArray[np.bool_], words: int) -> Ints:
    out = np.ones(words, dtype=np.int64)
    for i in np.flatnonzero(chosen):
        mark = 2 + 2 * spans.type[i]
        out[spans.start[i] : spans.end[i]] = mark + 1
        out[spans.start[i]] = mark
    return out


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


def event_pairs(spans: Spans, participants: Sequence[Participants]) -> Pairs:
    """Pair triggers as `coreference_pairs` does, and compare who takes part in their events.

    Args:
        spans: The triggers.
        participants: What is known of each trigger: numbers of entities.
    """
    pairs = coreference_pairs(spans)
    columns = np.zeros((len(pairs), len(COMPARED_ROLES)), dtype=np.int8)
    for column in range(len(COMPARED_ROLES)):
        known = np.array([bool(of_one[column]) for of_one in participants], dtype=np.bool_)
        both = np.flatnonzero(known[pairs.left] & known[pairs.right]) if len(pairs) else pairs.left
        compared = zip(pairs.left[both].tolist(), pairs.right[both].tolist(), strict=True)
        are_apart = [participants[left][column].isdisjoint(participants[right][column]) for left, right in compared]
        columns[both, column] = np.where(are_apart, DIFFERENT, COMMON)
    return Pairs(pairs.left, pairs.right, np.concatenate([pairs.features, columns], axis=1))


def participants_of(count: int, arguments: Iterable[tuple[int, str, int]]) -> list[Participants]:
    """Collect, for each of `count` triggers, who takes part; arguments are (number of the trigger, role, number of the entity)."""
    found: dict[tuple[int, int], set[int]] = {}
    column = {role: k for k, roles in enumerate(COMPARED_ROLES) for role in roles}
    for trigger, role, entity in arguments:
        if role in column:
            found.setdefault((trigger, column[role]), set()).add(entity)
    return [tuple(frozenset(found.get((trigger, k), ())) for k in range(len(COMPARED_ROLES))) for trigger in range(count)]


def _candidates(contents: Sequence[Sequence[str]], is_pronoun: NDArray[np.bool_]) -> list[Ints]:
    """List each span's possible antecedents, ascending; `where` remembers in which spans a word stood."""
    where: dict[str, list[int]] = {}
    out: list[Ints] = []
    most = MOST_PAIRS // max(1, len(contents))
    for i, words in enumerate(contents):
        near, far = max(0, i - NEAREST), max(0, i // BLOCK * BLOCK - FARTHEST)
        shared = set() if is_pronoun[i] else {j for word in words for j in _slice(where.get(word, []), far, near)}
        out.append(np.array([*sorted(shared)[max(0, len(shared) - most) :], *range(near, i)], dtype=np.int64))
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
