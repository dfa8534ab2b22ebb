from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluate.coreference import Cluster, CoreferenceScore, score, without_singletons
from kg.evaluate.scores import Tally, tally_of


def clusters(*words: str) -> list[Cluster]:
    """One cluster a word, one mention a letter."""
    return [frozenset(word) for word in words]


def figures(tally: Tally) -> tuple[float, float]:
    return round(tally.precision, 4), round(tally.recall, 4)


def all_figures(found: CoreferenceScore) -> list[tuple[float, float]]:
    return [figures(tally) for tally in (found.muc, found.b_cubed, found.ceaf_e, found.lea)]


# The first prediction, and its values but for LEA, are the worked example of Pradhan et al. 2014; LEA is reckoned by its definition.
GOLD = clusters("abc", "defg")


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        (clusters("ab", "cd", "fghi"), [(2 / 5, 2 / 5), (1 / 2, 5 / 12), (0.4333, 0.65), (1 / 3, 5 / 21)]),
        (clusters("abc", "defg"), [(1, 1)] * 4),
        (clusters("abcdefg"), [(5 / 6, 1), (25 / 49, 1), (8 / 11, 4 / 11), (9 / 21, 1)]),
        (clusters("a", "b", "c", "d", "e", "f", "g"), [(0, 0), (1, 2 / 7), (0.1286, 0.45), (0, 0)]),
        ([], [(0, 0)] * 4),
    ],
)
def test_measures_have_the_values_of_the_literature(predicted: list[Cluster], expected: list[tuple[float, float]]) -> None:
    found = score(GOLD, predicted)
    assert all_figures(found) == [pytest.approx(pair, abs=1e-4) for pair in expected]


def test_a_singleton_counts_for_lea_only_where_both_sides_have_it_alone() -> None:
    assert figures(score(clusters("a"), clusters("a")).lea) == (1, 1)
    assert figures(score(clusters("a", "bc"), clusters("ab", "c")).lea) == (0, 0)


def test_the_best_pairing_is_not_the_greedy_one() -> None:
    # Greedy would pair abcd with abc (6/7) and leave d…; the best total crosses over.
    found = score(clusters("abcx", "defg"), clusters("abcdefg", "x"))
    assert found.ceaf_e.right_gold == pytest.approx(2 * 4 / 11 + 2 * 1 / 5)


def test_tallies_add_up_over_documents_before_they_are_divided() -> None:
    total = score(clusters("ab"), clusters("ab")) + score(clusters("cd"), clusters("c", "d"))
    assert total.muc == Tally(1, 1, 1, 2)
    assert total.conll == pytest.approx((2 / 3 + 2 * 1 * 0.75 / 1.75 + total.ceaf_e.f1) / 3)


def test_singletons_can_be_left_out() -> None:
    assert without_singletons(clusters("ab", "c")) == clusters("ab")


def test_repeated_items_are_counted_as_often_as_they_stand_on_both_sides() -> None:
    assert tally_of(["a", "a", "b"], ["a", "c"]) == Tally(1, 3, 1, 2)


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), max_size=12), st.lists(st.integers(0, 4), max_size=12))
def test_precision_of_one_side_is_recall_of_the_other(left: list[int], right: list[int]) -> None:
    def grouped(keys: list[int]) -> list[Cluster]:
        return [frozenset(i for i, k in enumerate(keys) if k == key) for key in sorted(set(keys))]

    there, back = score(grouped(left), grouped(right)), score(grouped(right), grouped(left))
    for one, other in ((there.muc, back.muc), (there.b_cubed, back.b_cubed), (there.ceaf_e, back.ceaf_e), (there.lea, back.lea)):
        assert 0 <= one.precision <= 1 + 1e-9
        assert one.precision == pytest.approx(other.recall)
        assert one.f1 == pytest.approx(other.f1)
