"""Wordings that reckon a time from another event: what they are, and what looks like them and is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reader.times.offsets import Offset, phrases, worded_times


def read(text: str) -> list[tuple[str, Offset | None, str | None]]:
    """Return the words of each time, how far it is, and what stands where the event is that it is reckoned from."""
    return [
        (text[slice(*one.mention)], one.offset, None if one.behind is None else text[one.behind :].split(maxsplit=1)[0].strip(".,"))
        for one in phrases(text)
    ]


@pytest.mark.parametrize(
    ("text", "mention", "offset"),
    [
        ("Two days earlier, gunmen fled.", "Two days earlier", Offset(days=-2)),
        ("A day earlier, gunmen fled.", "day earlier", Offset(days=-1)),
        ("He fled 17 months later.", "17 months later", Offset(months=17, width=7)),
        ("He fled a fortnight afterwards.", "fortnight afterwards", Offset(days=14, width=7)),
        ("Twenty-five years later, he fled.", "Twenty-five years later", Offset(years=25, width=4)),
        ("Construction had begun a week previously, he said.", "week previously", Offset(days=-7, width=7)),
        ("The following day, gunmen fled.", "following day", Offset(days=1)),
        ("He fled the next morning.", "next morning", Offset(days=1)),
        ("He had fled the previous night.", "previous night", Offset(days=-1)),
        ("He fled the following month.", "following month", Offset(months=1, width=7)),
        ("The day before, gunmen fled.", "day before", Offset(days=-1)),
        ("He fled the day after.", "day after", Offset(days=1)),
        ("Just a day before, he fled.", "day before", Offset(days=-1)),
        ("He was freed five days later after talks.", "five days later", Offset(days=5)),
        ("He had fled a month prior.", "month prior", Offset(months=-1, width=7)),
    ],
)
def test_what_names_no_event_is_reckoned_from_what_was_told(text: str, mention: str, offset: Offset) -> None:
    assert read(text) == [(mention, offset, None)]


@pytest.mark.parametrize(
    ("text", "mention", "offset", "behind"),
    [
        ("He fled two days after the raid.", "two days", Offset(days=2), "the"),
        ("Ten days after the coup he fled.", "Ten days", Offset(days=10), "the"),
        ("He fled a day before the raid.", "day before", Offset(days=-1), "the"),
        ("The move comes a day after the raid.", "day after", Offset(days=1), "the"),
        ("They condemned the killings a day after the raid.", "day after", Offset(days=1), "the"),
        ("He fled the day before the raid.", "day before", Offset(days=-1), "the"),
        ("He fled three weeks following the raid.", "three weeks", Offset(days=21, width=7), "the"),
        ("He moved two months prior to his arrest.", "two months", Offset(months=-2, width=7), "his"),
        ("They met on the first anniversary of the raid.", "first anniversary", Offset(years=1), "the"),
        ("They met on the 21st anniversary since his death.", "21st anniversary", Offset(years=21), "his"),
        ("On the twenty-first anniversary of the raid they met.", "twenty-first anniversary", Offset(years=21), "the"),
        ("They met on the ten-year anniversary of the raid.", "ten-year anniversary", Offset(years=10), "the"),
        ("They met on the 10-year anniversary of the raid.", "10-year anniversary", Offset(years=10), "the"),
    ],
)
def test_what_names_an_event_is_reckoned_from_that(text: str, mention: str, offset: Offset, behind: str) -> None:
    assert read(text) == [(mention, offset, behind)]


@pytest.mark.parametrize(
    "text",
    [
        "They held the town for two days after the raid.",
        "He fled within two weeks after the raid.",
        "It pumped two million barrels a day after the raid.",
        "They fed them twice a day before the raid.",
        "They worked 12 hours a day before the raid.",
        "They lived on $2 a day before the raid.",
        "It took another five years before it was ready.",
        "He fled the day before yesterday and comes the day after tomorrow.",
        "He will flee the next day or two.",
        "They will stay for the next year.",
        "It was 1.5 years later.",
        "They saw The Day After, a film.",
        "They met a year to the day after the raid.",
        "They saw violence year after year.",
        "They met a year and two months later.",
        "It came a year earlier than planned.",
        "They marked the anniversary of the raid.",
        "They met on Sunday to mark the 50th anniversary of the raid.",
        "They met two or three days later.",
    ],
)
def test_lengths_habits_and_rough_numbers_are_no_such_time(text: str) -> None:
    assert worded_times(text) == []


def test_the_event_of_an_anniversary_may_stand_before_it() -> None:
    text = "They met on the raid's first anniversary."
    assert [(text[slice(*one.mention)], one.behind, text[: one.owner].rsplit(maxsplit=1)[-1]) for one in phrases(text)] == [
        ("first anniversary", None, "raid")
    ]
    assert phrases("They met on the paper's birthday and its first anniversary.") == []


def test_a_rough_number_is_known_to_be_one() -> None:
    assert read("Nearly two months later, he fled. He was caught about a week after the raid.") == [
        ("two months later", None, None),
        ("week after", None, "the"),
    ]


PIECES = (
    *("a", "the", "2", "two", "twenty-one", "first", "21st", "nearly", "for", "on", "to", "of", "since", "raid", "raid's", "he", "fled"),
    *("day", "days", "week", "fortnight", "months", "years", "morning", "anniversary", "next", "previous", "\u017fix", ",", ".", "\n"),
    *("before", "earlier", "previously", "prior", "after", "later", "following"),
)
WORDED = ("two days after", "the day before", "the next morning", "the first anniversary of", "a week later")


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from(WORDED), st.lists(st.sampled_from(PIECES), max_size=6))
def test_phrases_lie_in_the_text(before: list[str], worded: str, after: list[str]) -> None:
    text = " ".join((*before, worded, *after))
    for phrase in phrases(text):
        assert 0 <= phrase.start <= phrase.mention[0] < phrase.mention[1] <= phrase.end <= len(text)


@pytest.mark.parametrize("text", ["\u017fix days later, he fled.", "s\u0130x days after the raid", "the \u017fecond anniversary of it"])
def test_letters_that_only_unicode_takes_for_those_of_a_number_are_no_number(text: str) -> None:
    assert phrases(text) == []
