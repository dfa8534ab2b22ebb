from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnknownNameError
from kg.reader.encoder.features import (
    BLOCK,
    COLUMNS,
    COMMON,
    COREFERENCE_COLUMNS,
    DIFFERENT,
    DISTANCE_BUCKETS,
    FARTHEST,
    FARTHEST_WORD,
    KINDS,
    LONGEST_CONTEXT,
    NAME,
    NEAREST,
    NOMINAL,
    RELATION_COLUMNS,
    ROLE_COLUMNS,
    UNCOMPARED,
    Pairs,
    Spans,
    bodies,
    bucket,
    coreference_pairs,
    event_pairs,
    full_names,
    joined,
    kind_of,
    participants_of,
    relation_pairs,
    role_contexts,
    role_pairs,
    sorted_spans,
    spans_of,
)
from kg.reader.encoder.labels import SPAN_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = tuple[int, int, str]


def spans(text: str, *items: Item) -> Spans:
    """Describe spans of a text in which a full stop ends a sentence."""
    words = text.split()
    sentence = np.cumsum([0, *(word == "." for word in words)])[:-1]
    return spans_of(words, items, sentence)


def mentions(*texts: str, label: str = "PER", sentence: int = 1) -> Spans:
    """Describe mentions that follow each other, `sentence` of them in each sentence."""
    words = [word for text in texts for word in text.split()]
    ends = np.cumsum([len(text.split()) for text in texts]).tolist()
    starts = [0, *ends[:-1]]
    number = np.repeat(np.arange(len(texts)) // sentence, [len(text.split()) for text in texts])
    return spans_of(words, [(a, b, label) for a, b in zip(starts, ends, strict=True)], number)


def listed(pairs: Pairs) -> list[tuple[int, int]]:
    return list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))


# ---------------------------------------------------------------- spans


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ada Roe", NAME),
        ("the Oz army", NAME),
        ("the army", NOMINAL),
        ("84", NOMINAL),
        ("he", 2),
        ("He", 2),
        ("her", 3),
        ("its", 4),
        ("they", 5),
        ("who", 6),
        ("we", 7),
        ("I", 8),
        ("you", 9),
        ("those", 10),
        ("those men", NOMINAL),
        ("the US", NAME),
    ],
)
def test_a_span_is_a_name_a_nominal_or_one_of_the_pronouns(words: str, kind: int) -> None:
    assert kind_of(words.split()) == kind < KINDS


def test_a_span_knows_its_words_its_type_and_its_sentence() -> None:
    found = spans("He left . Ada Roe stayed .", (0, 1, "PER"), (3, 5, "PER"), (5, 6, "Meeting"))
    assert found.words == (("He",), ("Ada", "Roe"), ("stayed",))
    assert found.sentence.tolist() == [0, 1, 1]
    assert found.type.tolist() == [SPAN_TYPES.index(t) for t in ("PER", "PER", "Meeting")]


def test_a_type_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown span type 'PERSON'\. Known: Abuse, .*PER"):
        spans("Ada left .", (0, 1, "PERSON"))


def test_a_full_name_is_two_words_with_a_capital_and_no_role() -> None:
    texts = ("Ada Roe", "Ada van Roe", "Roe", "the Prime Minister", "President Roe", "ada roe", "he")
    assert full_names(mentions(*texts)) == [frozenset({"ada", "roe"})] * 2 + [frozenset()] * 5
    assert full_names(mentions("Green River Front", label="ORG")) == [frozenset()]


def test_a_body_is_of_the_kinds_that_its_last_word_can_mean() -> None:
    texts = ("the Kaduna police", "Indian navy", "army", "the military", "the organisation")
    assert bodies(mentions(*texts, label="ORG")) == [{"police"}, {"navy"}, {"army"}, {"army", "navy"}, set()]
    assert bodies(mentions("a police", label="PER")) == [frozenset()]
    officers, marchers, party = bodies(mentions("riot officers", "210 demonstrators", "the movement", label="GRP"))
    assert not officers & marchers
    assert marchers & party


def test_no_spans_can_be_described_joined_and_sorted() -> None:
    none = spans("He left .")
    assert len(none) == len(joined(none, none)) == len(sorted_spans(none)) == 0
    assert len(role_pairs(none, none)) == len(relation_pairs(none)) == len(coreference_pairs(none)) == 0
    assert len(role_contexts(none, none, np.zeros(3, np.int64))) == 0


def test_joined_spans_are_sorted_by_where_they_start() -> None:
    both = sorted_spans(joined(spans("a b c d", (1, 2, "PER"), (3, 4, "PER")), spans("a b c d", (0, 1, "War"), (1, 3, "War"))))
    assert list(zip(both.start.tolist(), both.end.tolist(), both.words, strict=True)) == [
        (0, 1, ("a",)),
        (1, 2, ("b",)),
        (1, 3, ("b", "c")),
        (3, 4, ("d",)),
    ]


def test_distances_fall_into_growing_buckets() -> None:
    assert bucket(np.array([0, 1, 2, 3, 4, 5, 8, 9, 16, 10**6])).tolist() == [0, 1, 2, 3, 3, 4, 4, 5, 5, DISTANCE_BUCKETS - 1]


# ---------------------------------------------------------------- roles and relations

TEXT = "Rebels attacked Oz and killed Roe . Oz condemned it ."
MENTIONS: tuple[Item, ...] = ((0, 1, "GRP"), (2, 3, "GPE"), (5, 6, "PER"), (7, 8, "GPE"), (9, 10, "MISC"))
TRIGGERS: tuple[Item, ...] = ((1, 2, "Attack"), (4, 5, "Killing"), (8, 9, "Condemnation"))


def test_a_trigger_is_paired_with_all_of_its_sentence_on_both_sides_but_not_with_itself() -> None:
    triggers, fillers = spans(TEXT, *TRIGGERS), sorted_spans(joined(spans(TEXT, *MENTIONS), spans(TEXT, *TRIGGERS)))
    pairs = [(triggers.words[i][0], fillers.words[j][0]) for i, j in listed(role_pairs(triggers, fillers))]
    assert pairs == [
        *(("attacked", other) for other in ("Rebels", "Oz", "killed", "Roe")),
        *(("killed", other) for other in ("Rebels", "attacked", "Oz", "Roe")),
        *(("condemned", other) for other in ("Oz", "it")),
    ]


def test_a_mention_on_the_very_words_of_a_trigger_may_fill_it() -> None:
    triggers, fillers = spans("the attackers fled", (1, 2, "Attack")), spans("the attackers fled", (1, 2, "PER"), (1, 2, "Attack"))
    assert listed(role_pairs(triggers, fillers)) == [(0, 0)]


def test_what_a_role_pair_shows() -> None:
    triggers, fillers = spans(TEXT, *TRIGGERS), sorted_spans(joined(spans(TEXT, *MENTIONS), spans(TEXT, *TRIGGERS)))
    pairs = role_pairs(triggers, fillers)
    back = DISTANCE_BUCKETS  # of fillers before the trigger
    # distance, triggers between, fillers between, kind of the filler, adjacent
    assert pairs.features[:4].tolist() == [
        [back + 1, 0, 0, NAME, 1],
        [1, 0, 0, NAME, 1],
        [3, 0, 1, NOMINAL, 0],
        [3, 1, 2, NAME, 0],
    ]


def test_a_relation_may_hold_both_ways_but_only_in_one_sentence_and_not_of_times_and_weapons() -> None:
    text = "Ada of Oz left on Monday with rifles . Bo stayed ."
    found = spans(text, (0, 1, "PER"), (2, 3, "GPE"), (5, 6, "TIM"), (7, 8, "WEA"), (9, 10, "PER"))
    assert listed(relation_pairs(found)) == [(0, 1), (1, 0)]
    assert relation_pairs(found).features.tolist() == [[2, 0, NAME, NAME], [DISTANCE_BUCKETS + 2, 0, NAME, NAME]]


def test_the_sentence_of_a_trigger_is_cut_out_and_marked() -> None:
    triggers, fillers = spans(TEXT, *TRIGGERS), sorted_spans(joined(spans(TEXT, *MENTIONS), spans(TEXT, *TRIGGERS)))
    contexts = role_contexts(triggers, fillers, np.array([0] * 7 + [1] * 4))
    assert contexts.start.tolist() == [0, 0, 7]
    assert contexts.words.tolist() == [list(range(7))] * 2 + [[7, 8, 9, 10, 0, 0, 0]]
    group, place, war = (2 + 2 * SPAN_TYPES.index(name) for name in ("GRP", "GPE", "Attack"))
    assert contexts.mentions[0, :3].tolist() == [group, 1, place]
    assert contexts.events[0, :3].tolist() == [1, war, 1]
    assert contexts.mentions[2, 4:].tolist() == contexts.events[2, 4:].tolist() == [0, 0, 0]
    assert (contexts.relative[1] - FARTHEST_WORD).tolist() == [-4, -3, -2, -1, 0, 1, 2]
    pairs = role_pairs(triggers, fillers)
    moved = Pairs(pairs.left, pairs.right + len(triggers), pairs.features)
    assert contexts.places(joined(triggers, fillers), moved).tolist()[-2:] == [[1, 0, 0], [1, 2, 2]]
    assert contexts.at(np.array([2])).words.tolist() == [[7, 8, 9, 10]]


def test_of_a_long_sentence_only_the_words_around_the_trigger_are_read() -> None:
    words = [f"w{k}" for k in range(3 * LONGEST_CONTEXT)]
    one_sentence = np.zeros(len(words), dtype=np.int64)
    at = (0, LONGEST_CONTEXT, len(words) - 1)
    triggers = spans_of(words, [(k, k + 1, "Attack") for k in at], one_sentence)
    fillers = spans_of(words, [(0, 2, "PER")], one_sentence)
    contexts = role_contexts(triggers, fillers, one_sentence)
    assert contexts.start.tolist() == [0, LONGEST_CONTEXT // 2, 2 * LONGEST_CONTEXT]
    assert contexts.words.shape == (3, LONGEST_CONTEXT)
    assert {contexts.relative.min(), contexts.relative.max()} == {0, 2 * FARTHEST_WORD}
    pair = Pairs(np.array([2]), np.array([3]), np.zeros((1, 1), np.int8))
    assert contexts.places(joined(triggers, fillers), pair).tolist() == [[LONGEST_CONTEXT - 1, 0, 0]]  # what is outside, at the edge


# ---------------------------------------------------------------- coreference


def test_events_are_compared_by_who_takes_part() -> None:
    triggers = mentions("raid", "raid", "raid", label="Attack")
    known = participants_of(3, [(0, "Agent", 1), (0, "Place", 5), (1, "Agent", 1), (1, "Victim", 7), (1, "Topic", 9), (2, "Agent", 2)])
    pairs = event_pairs(triggers, known)
    assert listed(pairs) == [(1, 0), (2, 0), (2, 1)]
    assert pairs.features[:, len(COREFERENCE_COLUMNS) :].tolist() == [
        [COMMON, UNCOMPARED, UNCOMPARED, UNCOMPARED],
        [DIFFERENT, UNCOMPARED, UNCOMPARED, UNCOMPARED],
        [DIFFERENT, UNCOMPARED, UNCOMPARED, UNCOMPARED],
    ]
    assert len(event_pairs(spans(TEXT), [])) == 0


def test_antecedents_are_the_nearest_and_those_farther_back_that_share_a_word() -> None:
    texts = ["the Oz army", "Ada Roe", *("a man",) * NEAREST, "Roe", "he"]
    last = len(texts) - 1
    pairs = listed(coreference_pairs(mentions(*texts)))
    assert [j for i, j in pairs if i == last - 1] == list(range(1, last - 1))  # "Roe": not the army
    assert [j for i, j in pairs if i == last] == list(range(last - NEAREST, last))  # a pronoun looks at the nearest only
    assert pairs == sorted(pairs)
    assert all(j < i for i, j in pairs)


def test_nothing_farther_back_than_the_limit_is_looked_at() -> None:
    count = FARTHEST + 3 * BLOCK
    pairs = coreference_pairs(mentions("Ada", *(f"x{k} y{k}" for k in range(FARTHEST)), *("Ada",) * (3 * BLOCK - 1)))
    assert int((pairs.left - pairs.right).max()) < FARTHEST + BLOCK
    assert (pairs.right[pairs.left == count - 1] == 0).sum() == 0
    assert (pairs.right[pairs.left == FARTHEST + 1] == 0).sum() == 1


STRINGS = ("whole", "last word", "beginning of the last word", "first word", "acronym", "part", "type")


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        ("Ada Roe", "Ada Roe", {"whole", "last word", "beginning of the last word", "first word", "type"}),
        ("the Ada Roe", "Ada ROE 's", {"whole", "last word", "beginning of the last word", "first word", "type"}),
        ("Ada Roe", "Roe", {"last word", "beginning of the last word", "part", "type"}),
        ("Ada Roe", "Ada", {"first word", "part", "type"}),
        ("the attacks", "the attacked", {"beginning of the last word", "type"}),
        ("Green River Front", "GRF", {"acronym", "type"}),
        ("G.R.F.", "the Green River Front", {"acronym", "type"}),
        ("he", "he", {"whole", "type"}),
        ("Ada Roe", "he", {"type"}),
        ("Ada Roe", "the army", {"type"}),
    ],
)
def test_what_two_mentions_have_in_common(earlier: str, later: str, same: set[str]) -> None:
    (features,) = coreference_pairs(mentions(earlier, later)).features.tolist()
    assert {name for name, value in zip(STRINGS, features[4:-1], strict=True) if value} == same


def test_a_pair_shows_distance_kinds_type_and_nesting() -> None:
    found = spans("the army of Oz left . it came", (0, 4, "ORG"), (3, 4, "GPE"), (6, 7, "ORG"))
    pairs = coreference_pairs(found)
    assert listed(pairs) == [(1, 0), (2, 0), (2, 1)]
    # mentions and sentences between them, kinds of the later and the earlier
    assert pairs.features[:, :4].tolist() == [[1, 0, NAME, NAME], [2, 1, 4, NAME], [1, 1, 4, NAME]]
    assert pairs.features[:, -2].tolist() == [0, 1, 0]
    assert pairs.features[:, -1].tolist() == [1, 0, 0]


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(1, 3), st.sampled_from(("PER", "GPE", "WEA", "Attack", "War"))), min_size=1, max_size=30
    ),
    st.integers(1, 9),
)
def test_every_feature_has_a_column_and_every_pair_is_in_one_sentence(steps: Sequence[tuple[int, int, str]], length: int) -> None:
    starts = np.cumsum([step for step, _, _ in steps]).tolist()
    words = ["Oz", "he", "the", "army", "Roe"] * (starts[-1] // 5 + 2)
    items = sorted((start, start + size, label) for start, (_, size, label) in zip(starts, steps, strict=True))
    found = spans_of(words, items, np.arange(len(words)) // length)
    triggers = [item for item in items if item[2] in {"Attack", "War"}]
    heads = spans_of(words, triggers, np.arange(len(words)) // length)
    made = {"role": role_pairs(heads, found), "relation": relation_pairs(found), "entity": coreference_pairs(found)}
    made["event"] = event_pairs(found, participants_of(len(found), ((i, "Place", i % 3) for i in range(len(found)))))
    for name, pairs in made.items():
        assert pairs.features.shape == (len(pairs), len(COLUMNS[name]))
        assert ((pairs.features >= 0) & (pairs.features < np.array(COLUMNS[name]))).all()
        assert listed(pairs) == sorted(set(listed(pairs)))
    assert {(i, j) for i in range(len(heads)) for j in range(len(found)) if heads.sentence[i] == found.sentence[j]} >= set(
        listed(made["role"])
    )
    assert all(found.sentence[i] == found.sentence[j] for i, j in listed(made["relation"]))


def test_features_become_one_column_a_value() -> None:
    pairs = Pairs(np.array([1, 1]), np.array([0, 0]), np.array([[0, 2], [1, 0]]))
    assert pairs.one_hot((2, 3)).tolist() == [[1, 0, 0, 0, 1], [0, 1, 1, 0, 0]]
    assert [len(c) for c in (ROLE_COLUMNS, RELATION_COLUMNS, COREFERENCE_COLUMNS)] == [5, 4, 12]


def test_a_part_of_the_pairs_takes_only_its_own_spans_along() -> None:
    found = mentions("Ada", "Bo", "Cy", "Di")
    part, own = Pairs(np.array([1, 3, 3]), np.array([0, 1, 2]), np.zeros((3, 1), np.int64)).part(1, 3).with_own(found)
    assert part.words == (("Bo",), ("Cy",), ("Di",))
    assert listed(own) == [(2, 0), (2, 1)]


def test_memory_grows_with_the_length_of_an_article_and_not_with_its_square() -> None:
    found = mentions(*(f"Name{k % 997} Family{k % 499}" for k in range(10_000)), sentence=10)
    tracemalloc.start()
    pairs = (coreference_pairs(found), relation_pairs(found), role_pairs(found, found))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(p) for p in pairs[1:]] == [90_000, 100_000]
    assert len(pairs[0]) < 10_000 * (NEAREST + 10)
    assert peak < 2e8  # a single table of truth values for all pairs has 1e8 bytes, and one of features eight times that
