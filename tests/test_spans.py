"""Which spans stand where, at the ends of a text too."""

from __future__ import annotations

import pytest

from kg.model import Span
from kg.reader.spans import beginning_in, first_behind, sentence_number, stripped

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
