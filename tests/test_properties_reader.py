"""What holds of a reading, its times and its counts whatever the text: offsets are true, bounds are ordered, no number is made up."""

from __future__ import annotations

import re
from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from properties import any_text, fewer, news
from test_reader import check

import kg.reader
from kg.model import Argument, Document, EventMention, Span
from kg.periods import period
from kg.reader.counts.counted import COUNTED_TRIGGERS, COUNTING_TRIGGERS, KINDS
from kg.reader.counts.numbers import LARGEST, PLURALS, QUALIFIERS, SCALES, WORDS, count_of
from kg.reader.counts.tolls import article_counts
from kg.reader.lexicon import MONTHS, WEEKDAYS
from kg.reader.times.dates import DAYS, UNITS, resolve_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reader import Reader

FIGURES: Final = (
    *("84", "1,200", "1.200", "1.5", "2.0", "0", "00", "9" * 30, "9" * 400, "9" * 5000, "9007199254740993"),
    *("٣٩", "²", "5-7", "½", "1,000" + ",000" * 20, "1.000.000"),
)
NUMBERS: Final = (*WORDS, *SCALES, *PLURALS, *QUALIFIERS, *FIGURES, "and", "of", "to", "between", "including", "$", "%", "or more", "+")
TIMES: Final = (
    *(*DAYS, *MONTHS, *UNITS, *WEEKDAYS, *FIGURES, "0000-01-01", "0000", "9999-12-31", "2024-02-30", "29 February", "99/99/2024"),
    *("12/13/2024", "ago", "years", "weeks", "day", "month", "year", "next year", "last week", "in", "of", ",", "'", "İ"),
)
days = st.none() | st.dates() | st.sampled_from([date.min, date.max, date(2024, 2, 29)])


def phrases(words: Sequence[str]) -> st.SearchStrategy[str]:
    pieces = st.lists(st.sampled_from(words) | any_text, max_size=8)
    return pieces.map(" ".join) | pieces.map("".join)


# ---------------------------------------------------------------- readings


@pytest.fixture(scope="module")
def reader() -> Reader:
    return kg.reader.load()


@fewer(3)
@given(news, days)
@example("\ufeffRebels killed İİİ 84 people.\u2028The death toll rose to 90\u202e.", None)
@example("Three people were killed two days after the bombing on 0000-01-01.", date.max)
def test_whatever_the_text_offsets_are_true(reader: Reader, text: str, published: date | None) -> None:
    reading = reader.read(Document("a", text, published=published))
    check(reading)
    for time in reading.times:
        assert time.date is None or period(time.date.value)
    for mention in reading.counts:
        low, high = mention.count.at_least, mention.count.at_most
        assert low is None or high is None or low <= high


# ---------------------------------------------------------------- times


@given(phrases(TIMES), days, st.booleans())
@example("0000-05-05", None, False)  # noqa: FBT003 - a drawn value
@example(f"{'9' * 5000} years ago", date(2024, 1, 1), False)  # noqa: FBT003 - same
@example("next week", date.max, True)  # noqa: FBT003 - same
@example("5 May", date.max, False)  # noqa: FBT003 - same
@example("last year", date.min, False)  # noqa: FBT003 - same
def test_a_time_is_a_period_of_days_or_none(text: str, published: date | None, is_future: bool) -> None:  # noqa: FBT001 - a drawn value
    mention = Span(0, len(text), text)
    (time,) = resolve_times(text, [mention], published, future=frozenset((mention,)) if is_future else frozenset())
    assert time.span == mention
    if time.date:
        first, last = period(time.date.value)
        assert first <= last
        assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", time.date.value)


@given(phrases(TIMES))
def test_without_a_date_of_publication_a_year_stands_in_the_text(text: str) -> None:
    (time,) = resolve_times(text, [Span(0, len(text), text)], None)
    if time.date:
        assert time.date.basis == "stated"
        assert int(time.date.value[:4]) in {int(year) for year in re.findall(r"(?=(\d{4}))", text)}


# ---------------------------------------------------------------- counts


@given(phrases(NUMBERS))
@example("9" * 400)
@example("9" * 400 + " billion")
@example("1.5 " + "9" * 400 + " million")
@example("between 12 and " + "9" * 6000)
@example("fewer than 0")
def test_the_bounds_of_a_count_are_ordered(phrase: str) -> None:
    count = count_of(phrase)
    if count:
        low, high = count.at_least, count.at_most
        assert (low, high) != (None, None)
        assert low is None or low >= 0
        assert high is None or high >= (low or 0)
        assert count.quote == phrase


@given(st.integers(1, LARGEST), st.sampled_from(["{}", "{} people", "exactly {} dead"]))
@example(999_999_999_999, "{}")
def test_a_figure_counts_what_it_says(number: int, form: str) -> None:
    for digits in (str(number), f"{number:,}"):
        count = count_of(form.format(digits))
        assert count is not None
        assert (count.at_least, count.at_most) == (number, number)


@given(any_text.filter(lambda text: not any(c.isdigit() for c in text)))
def test_where_no_number_stands_nothing_is_counted(text: str) -> None:
    words = set(re.findall(r"[a-z]+", text.lower()))
    assert count_of(text) is None or words & {*WORDS, *SCALES, *PLURALS}


COUNTED: Final = sorted(COUNTED_TRIGGERS | COUNTING_TRIGGERS, key=lambda word: (-len(word), word))
BETWEEN: Final = ("including", "of whom", "revised from", "down from", "to", "and", ".", ",", "\n", "İ", "ﬁ", "\u202e", "\u200b", "²")
PIECES: Final = (*COUNTED, *QUALIFIERS, *FIGURES, "twelve people", "children", "the death toll rose to", *BETWEEN)


@given(st.lists(st.sampled_from(PIECES), max_size=16))
@example(["İ" * 9, "at least", "84", "deaths"])
@example(["84", "deaths", "İİİİ", "12", "killed"])
@example(["9" * 5000, "killed", "down from", "9" * 5000])
def test_counts_stand_where_they_say(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = [Span(word.start(), word.end(), word.group()) for word in re.finditer("|".join(COUNTED), text)]
    events = [EventMention(trigger, kind) for trigger, kind in zip(found, cycle(KINDS), strict=False)]
    people = [Span(number.start(), number.end(), number.group()) for number in re.finditer("twelve people", text)]
    arguments = [Argument(found[0], "Victim", number) for number in people if found]
    for mention in article_counts(text, arguments, events):
        for span in filter(None, (mention.span, mention.trigger, mention.part_of, mention.revises)):
            assert text[span.start : span.end] == span.text
        assert mention.count.quote == mention.span.text
        assert re.search(r"\d", mention.span.text) or set(re.findall(r"[a-z]+", mention.span.text.lower())) & {*WORDS, *SCALES, *PLURALS}
