from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reader.encoder.decode import (
    generation_of,
    joined_parts,
    link_antecedents,
    softmax,
    tag_paths,
    tag_spans,
    with_suffixes,
    without_suffix,
    without_tails,
    without_verbs,
)
from kg.reader.encoder.labels import bio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TAGS = bio(("PER", "ORG"))
OUT, B_PER, I_PER, B_ORG, I_ORG = range(5)


def logits(*best: int, others: Sequence[tuple[int, int, float]] = ()) -> NDArray[np.float32]:
    """Give a word for each best tag, which has 4; `others` are (word, tag, value)."""
    out = np.zeros((len(best), len(TAGS)), dtype=np.float32)
    out[np.arange(len(best)), best] = 4
    for word, tag, value in others:
        out[word, tag] = value
    return out


def bare(spans: Sequence[tuple[int, int, str, float]]) -> list[tuple[int, int, str]]:
    return [span[:3] for span in spans]


def test_spans_are_read_off_well_formed_tags() -> None:
    found = tag_spans(logits(B_PER, I_PER, OUT, B_ORG, B_ORG, I_ORG, OUT), TAGS)
    assert bare(found) == [(0, 2, "PER"), (3, 4, "ORG"), (4, 6, "ORG")]


def test_confidence_is_the_mean_probability_of_the_tags() -> None:
    scores = logits(B_PER, I_PER)
    scores[1, I_PER] = 1
    (found,) = tag_spans(scores, TAGS)
    assert found[3] == pytest.approx((np.exp(4) / (np.exp(4) + 4) + np.exp(1) / (np.exp(1) + 4)) / 2, abs=1e-6)


def test_an_inside_tag_after_outside_becomes_what_is_most_likely_as_a_whole() -> None:
    assert bare(tag_spans(logits(OUT, I_PER, others=[(0, B_PER, 3)]), TAGS)) == [(0, 2, "PER")]
    assert bare(tag_spans(logits(OUT, I_PER, others=[(1, B_PER, 3)]), TAGS)) == [(1, 2, "PER")]
    assert bare(tag_spans(logits(OUT, I_PER, others=[(1, OUT, 3)]), TAGS)) == []


def test_an_inside_tag_of_another_label_does_not_go_on() -> None:
    assert bare(tag_spans(logits(B_PER, I_ORG, others=[(1, I_PER, 3)]), TAGS)) == [(0, 2, "PER")]
    assert bare(tag_spans(logits(B_PER, I_ORG, others=[(0, B_ORG, 3)]), TAGS)) == [(0, 2, "ORG")]


def test_a_span_ends_with_its_sentence() -> None:
    scores = logits(B_PER, I_PER, I_PER, others=[(2, B_PER, 3)])
    assert bare(tag_paths(scores, TAGS, np.array([0, 0, 0]))) == [(0, 3, "PER")]
    assert bare(tag_paths(scores, TAGS, np.array([0, 0, 1]))) == [(0, 2, "PER"), (2, 3, "PER")]


def test_no_words_give_no_spans() -> None:
    assert tag_paths(None, TAGS, np.zeros(0, np.int64)) == []
    assert tag_spans(np.zeros((0, 5), np.float32), TAGS) == []


def is_well_formed(path: Sequence[int], sentence: Sequence[int]) -> bool:
    """Tell whether every inside tag (even, not 0) follows its own begin or inside tag in its sentence."""
    inside = [i for i, tag in enumerate(path) if tag and tag % 2 == 0]
    return all(i > 0 and sentence[i] == sentence[i - 1] and path[i - 1] in {path[i], path[i] - 1} for i in inside)


def by_trying_all(scores: NDArray[np.float32], sentence: Sequence[int]) -> list[tuple[int, int, str]]:
    paths = [path for path in product(range(len(TAGS)), repeat=len(scores)) if is_well_formed(path, sentence)]
    best = max(paths, key=lambda path: sum(float(scores[i, tag]) for i, tag in enumerate(path)))
    spans = []
    for start in (i for i, tag in enumerate(best) if tag % 2 == 1):
        end = start + 1
        while end < len(best) and best[end] == best[start] + 1:
            end += 1
        spans.append((start, end, TAGS[best[start]][2:]))
    return spans


@given(st.data())
def test_the_decoded_spans_are_those_of_the_best_well_formed_sequence(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 5))
    cells = count * len(TAGS)
    values = data.draw(st.lists(st.integers(0, 10_000), min_size=cells, max_size=cells, unique=True))
    scores = np.array([value / 7 for value in values], dtype=np.float32).reshape(count, len(TAGS))
    sentence = np.cumsum([0, *data.draw(st.lists(st.booleans(), min_size=count - 1, max_size=count - 1))])
    found = bare(tag_paths(scores, TAGS, sentence))
    expected = by_trying_all(scores, sentence.tolist())
    # Two sequences may be equally good, so their scores are compared.
    assert score_of(found, scores) == pytest.approx(score_of(expected, scores), abs=1e-3)
    assert all(sentence[start] == sentence[end - 1] for start, end, _ in found)


def score_of(spans: Sequence[tuple[int, int, str]], scores: NDArray[np.float32]) -> float:
    path = [OUT] * len(scores)
    for start, end, label in spans:
        path[start:end] = [TAGS.index(f"I-{label}")] * (end - start)
        path[start] = TAGS.index(f"B-{label}")
    return float(sum(scores[i, tag] for i, tag in enumerate(path)))


def test_probabilities_sum_to_one_however_large_the_logits() -> None:
    assert softmax(np.array([[1e4, 1e4], [0, -1e4]], dtype=np.float32)).tolist() == [[0.5, 0.5], [1.0, 0.0]]


# ---------------------------------------------------------------- clusters


def link(count: int, scores: dict[tuple[int, int], float], threshold: float = 0.0, names: dict[int, str] | None = None) -> list[list[int]]:
    pairs = sorted(scores)
    left, right = (np.array([pair[k] for pair in pairs], dtype=np.int64) for k in (0, 1))
    marks = [{"name": frozenset((names or {}).get(i, "").split()), "year": frozenset[str]()} for i in range(count)]
    return link_antecedents(left, right, np.array([scores[p] for p in pairs], dtype=np.float32), marks, threshold=threshold)


def test_mentions_without_pairs_are_clusters_of_their_own() -> None:
    assert link(3, {}) == [[0], [1], [2]]
    assert link(0, {}) == []


def test_each_mention_joins_its_best_antecedent() -> None:
    assert link(4, {(1, 0): -1, (2, 0): 1, (2, 1): 2, (3, 0): 3, (3, 2): 1}) == [[0, 3], [1, 2]]


def test_links_chain() -> None:
    assert link(3, {(1, 0): 1, (2, 0): -5, (2, 1): 1}) == [[0, 1, 2]]


def test_a_link_needs_more_than_the_threshold() -> None:
    assert link(2, {(1, 0): 1}, threshold=1.0) == [[0], [1]]
    assert link(2, {(1, 0): 1}, threshold=0.9) == [[0, 1]]


def test_of_equal_antecedents_the_first_is_taken() -> None:
    assert link(3, {(1, 0): -1, (2, 0): 1, (2, 1): 1}) == [[0, 2], [1]]


def test_two_full_names_without_a_common_word_stay_apart() -> None:
    names = {0: "anna berg", 1: "peter holm"}
    assert link(2, {(1, 0): 3}, names=names) == [[0], [1]]
    assert link(2, {(1, 0): 3}, names={0: "anna berg", 1: "anna maria berg"}) == [[0, 1]]


def test_a_name_that_contradicts_its_best_antecedent_takes_the_next() -> None:
    assert link(3, {(2, 0): 2, (2, 1): 3}, names={0: "anna berg", 1: "peter holm", 2: "a. berg"}) == [[0, 2], [1]]


def test_a_name_contradicts_a_cluster_through_an_earlier_member() -> None:
    assert link(3, {(1, 0): 2, (2, 1): 3}, names={0: "anna berg", 2: "peter holm"}) == [[0, 1], [2]]


def test_only_marks_in_the_same_respect_contradict() -> None:
    marks = [{"name": frozenset({"roe"})}, {"year": frozenset({"2017"})}, {"name": frozenset({"roe"}), "year": frozenset({"2020"})}]
    left, right, scores = np.array([1, 2, 2]), np.array([0, 0, 1]), np.array([1, 1, 2], dtype=np.float32)
    assert link_antecedents(left, right, scores, marks[:2], threshold=0) == [[0, 1]]
    assert link_antecedents(left, right, scores, marks, threshold=0) == [[0, 1], [2]]
    assert link_antecedents(left, right, scores, [marks[0], {}, marks[2]], threshold=0) == [[0, 1, 2]]


# ---------------------------------------------------------------- spans made whole

WORDS = ("the", "ground", "invasion", "and", "the", "re", "-", "taking", "began", "War", "ended")
SENTENCE = np.array([0] * 9 + [1] * 2)


def test_parts_of_one_label_that_touch_are_one_as_sure_as_the_surer() -> None:
    found = [(1, 2, "War", 0.5), (2, 3, "War", 0.75), (5, 6, "Seizure", 0.9), (7, 8, "Seizure", 0.6)]
    assert joined_parts(found, WORDS, SENTENCE) == [(1, 3, "War", 0.75), (5, 8, "Seizure", 0.9)]


@pytest.mark.parametrize(
    "found",
    [
        [(1, 2, "War", 0.5), (2, 3, "Attack", 0.5)],
        [(1, 2, "War", 0.5), (3, 4, "War", 0.5)],
        [(8, 9, "War", 0.5), (9, 10, "War", 0.5)],
    ],
    ids=["of two labels", "with a word between", "in two sentences"],
)
def test_other_spans_stay_two(found: list[tuple[int, int, str, float]]) -> None:
    assert joined_parts(found, WORDS, SENTENCE) == found


def test_only_parts_that_fit_are_joined() -> None:
    found = [(1, 2, "GRP", 0.5), (2, 3, "GRP", 0.5)]
    assert joined_parts(found, WORDS, SENTENCE, lambda one, other: (one, other) != (("ground",), ("invasion",))) == found


def test_function_words_at_an_end_are_taken_off_and_something_stays() -> None:
    words = ("clients", "and", "the", "who", "of", "the", "Lord", "The")
    found = [(0, 3, "GRP", 0.5), (3, 4, "PER", 0.5), (4, 6, "ORG", 0.5), (6, 8, "MISC", 0.5)]
    assert without_tails(found, words, {"GRP", "PER", "ORG"}) == [
        (0, 1, "GRP", 0.5),
        (3, 4, "PER", 0.5),
        (4, 5, "ORG", 0.5),
        (6, 8, "MISC", 0.5),
    ]


@pytest.mark.parametrize(
    ("before", "mention", "left"),
    [
        ("Zorg", "fired rockets", "rockets"),
        ("Zorg has", "used chemical weapons", "chemical weapons"),
        ("accused of", "sending drones", "drones"),
        ("It", "shot down missiles", "missiles"),
        ("It shot", "down missiles", "missiles"),
        ("It shot", "down", ""),
        ("It", "test - fired missiles", "missiles"),
        ("It wants to", "buy jets", "jets"),
        ("the", "seized rifles", "seized rifles"),
        ("with", "captured tanks", "captured tanks"),
        ("It sold", "captured tanks", "captured tanks"),
        ("air -", "launched missiles", "launched missiles"),
        ("It found", "guided missiles", "guided missiles"),
        ("a", "firing device", "firing device"),
        ("It has", "fire bombs", "fire bombs"),
        ("It fired", "rockets", "rockets"),
    ],
)
def test_weapons_begin_behind_what_is_done_with_them(before: str, mention: str, left: str) -> None:
    words = [*before.split(), *mention.split()]
    found = [(len(before.split()), len(words), "WEA", 0.9)]
    assert [" ".join(words[start:end]) for start, end, *_ in without_verbs(found, words, "WEA")] == ([left] if left else [])
    other = [(start, end, "ORG", sure) for start, end, _, sure in found]
    assert without_verbs(other, words, "WEA") == other


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("Ada Roe Jr. spoke", [(0, 2)], [(0, 3)]),
        ("Ada Roe , Jr. , spoke", [(0, 2)], [(0, 4)]),
        ("Ada Roe Sr spoke", [(0, 2), (2, 3)], [(0, 3)]),
        ("Pope Ada III spoke", [(0, 2)], [(0, 3)]),
        ("Ada , III of whom", [(0, 1)], [(0, 1)]),
        ("the man Jr. met", [(1, 2)], [(1, 2)]),
        ("Ada Roe jr kept", [(0, 2)], [(0, 2)]),
        ("Ada Roe spoke", [(0, 2)], [(0, 2)]),
        ("Ada Roe", [(0, 2)], [(0, 2)]),
    ],
)
def test_a_suffix_belongs_to_the_name_before_it(text: str, spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    words = text.split()
    found = [(start, end, "PER", 0.9) for start, end in spans]
    assert [one[:2] for one in with_suffixes(found, words, np.zeros(len(words), dtype=np.int64), "PER")] == expected


@pytest.mark.parametrize(
    ("name", "seen", "generation"),
    [("Ada Roe Jr.", "Ada Roe", "jr"), ("Ada Roe , Sr", "Ada Roe", "sr"), ("Jr.", "Jr.", "jr"), ("Ada Roe", "Ada Roe", ""), ("", "", "")],
)
def test_a_name_is_seen_without_its_suffix(name: str, seen: str, generation: str) -> None:
    assert " ".join(without_suffix(name.split())) == seen
    assert generation_of(name.split()) == generation


def test_no_suffix_is_added_to_what_is_no_persons_name_or_in_the_next_sentence() -> None:
    words, found = ["War", "II", "ended"], [(0, 1, "MISC", 0.9)]
    assert with_suffixes(found, words, np.zeros(3, dtype=np.int64), "PER") == found
    other = [(0, 1, "PER", 0.9)]
    assert with_suffixes(other, ["Roe", "II", "ended"], np.array([0, 1, 1]), "PER") == other
