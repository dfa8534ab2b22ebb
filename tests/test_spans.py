"""Which spans stand where, at the ends of a text too."""

from __future__ import annotations

import re

import pytest

from kg.model import Span
from kg.reader.spans import beginning_in, first_behind, is_between, is_owner, sentence_number, stripped

SPANS = [Span(0, 2, "ab"), Span(3, 5, "cd"), Span(6, 8, "ef")]


@pytest.mark.parametrize(("start", "end", "texts"), [(0, 8, ["ab", "cd", "ef"]), (1, 6, ["cd"]), (7, 99, []), (6, 3, []), (-9, 1, ["ab"])])
def test_spans_are_in_a_part_of_a_text_where_they_begin(start: int, end: int, texts: list[str]) -> None:
    assert [span.text for span in beginning_in(SPANS, start, end)] == texts


@pytest.mark.parametrize(("place", "text"), [(0, "ab"), (1, "cd"), (6, "ef"), (7, None)])
def test_the_first_behind_a_place_may_begin_there(place: int, text: str | None) -> None:
    found = first_behind(SPANS, place)
    assert (found.text if found else None) == text


@pytest.mark.parametrize(("place", "number"), [(0, 0), (2, 0), (8, 0), (9, 1), (99, 1)])
def test_a_place_is_in_the_last_sentence_that_has_begun(place: int, number: int) -> None:
    assert sentence_number([(2, 8), (9, 12)], place) == number


@pytest.mark.parametrize(("text", "expected"), [(" ab \n", Span(1, 3, "ab")), ("  ", Span(2, 2, "")), ("", Span(0, 0, ""))])
def test_a_part_of_a_text_loses_the_white_space_around_it(text: str, expected: Span) -> None:
    assert stripped(text, 0, len(text)) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [("Her car", "Her", True), ("Roe’s car", "Roe", True), ("Roe left", "Roe", False), ("she left", "she", False)],
)
def test_whose_something_is_stands_before_an_apostrophe_or_is_a_possessive(text: str, word: str, *, expected: bool) -> None:
    assert is_owner(text, Span(0, len(word), word)) == expected


def test_a_pattern_is_all_that_stands_between_a_span_and_a_later_one() -> None:
    one, other = Span(0, 3, "Roe"), Span(9, 13, "left")
    assert is_between("Roe, who left", re.compile(r",\s\w+\s"), one, other)
    assert not is_between("Roe, who left", re.compile(r",\s\w+"), one, other)
    assert not is_between("Roe, who left", re.compile(r".*"), other, one)
