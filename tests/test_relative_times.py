"""Times reckoned from another event; `reading_builder.build` runs `relative_times` on the times of its mentions."""

from __future__ import annotations

from datetime import date

import pytest
from reading_builder import build, span

from kg.model import EventType, PartialDate, Reading

PUBLISHED = date(2024, 1, 4)


def reading(text: str, *, times: list[str], events: dict[str, tuple[EventType, list[str]]], dated: list[tuple[str, str]]) -> Reading:
    return build(
        "a",
        text,
        entities={f"t{i}": ("TIM", [words]) for i, words in enumerate(times)},
        events={key: (kind, list(words)) for key, (kind, words) in events.items()},
        arguments=[(trigger, "Time", filler) for trigger, filler in dated],
        published=PUBLISHED,
    )


def date_of(found: Reading, words: str) -> PartialDate | None:
    wanted = span(found.document.text, words)
    return next(time.date for time in found.times if time.span == wanted)


@pytest.mark.parametrize(
    ("phrase", "when", "expected"),
    [
        ("the fourth anniversary of his killing", "2020", "2024"),
        ("the fourth anniversary of his killing", "January 3, 2020", "2024-01-03"),
        ("the 25th anniversary of the killing", "March 1995", "2020-03"),
        ("the first anniversary of the killing", "29 February 2020", "2021-02"),
        ("two days after the killing", "30 January 2020", "2020-02-01"),
        ("a week before the killing", "3 January 2020", "2019-12-27"),
        ("three months after the killing", "November 2019", "2020-02"),
        ("six years after the killing", "2014", "2020"),
    ],
)
def test_a_time_reckoned_from_an_event_has_that_events_date_moved(phrase: str, when: str, expected: str) -> None:
    mention = phrase.partition(" of ")[0].partition(" after ")[0].partition(" before ")[0]
    found = reading(
        f"Mourners met on {phrase}.\nHe was shot dead in {when}.",
        times=[mention, when],
        events={"v1": ("Killing", ["killing", "shot dead"]), "v2": ("Commemoration", ["Mourners met"])},
        dated=[("Mourners met", mention), ("shot dead", when)],
    )
    assert date_of(found, mention) == PartialDate(expected, "inferred")


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("They met on the fourth anniversary of the war.\nHe was killed in 2020.", "the fourth anniversary"),  # an event without a date
        ("They met on the fourth anniversary, after a killing.\nHe was killed in 2020.", "the fourth anniversary"),  # of what?
        ("They met on the umpteenth anniversary of the killing.\nHe was killed in 2020.", "the umpteenth anniversary"),
        ("They met two days after the killing.\nHe was killed in 2020.", "two days"),  # no day can be told from a year
        ("They met some days after the killing.\nHe was killed in 2020.", "some days"),
        ("They met two days later.\nHe was killed on 3 January 2020.", "two days later"),
    ],
)
def test_without_the_events_date_nothing_is_reckoned(text: str, mention: str) -> None:
    when = "3 January 2020" if "3 January" in text else "2020"
    killings = [word for word in ("killing", "killed") if word in text]
    found = reading(
        text,
        times=[mention, when],
        events={"v1": ("Killing", killings), **({"v2": ("War", ["war"])} if "war" in text else {})},
        dated=[("killed", when)],
    )
    assert date_of(found, mention) is None


def test_two_dates_that_disagree_tell_none() -> None:
    found = reading(
        "They met on the second anniversary of the killing.\nHe was killed in 2020.\nOthers say he was shot in 2019.",
        times=["the second anniversary", "2020", "2019"],
        events={"v1": ("Killing", ["killing", "killed", "shot"])},
        dated=[("killed", "2020"), ("shot", "2019")],
    )
    assert date_of(found, "the second anniversary") is None


def test_a_date_that_the_phrase_says_itself_stays() -> None:
    found = reading(
        "They met on Wednesday, two days after the killing.\nHe was killed in 2020.",
        times=["Wednesday", "2020"],
        events={"v1": ("Killing", ["killing", "killed"])},
        dated=[("killed", "2020")],
    )
    assert date_of(found, "Wednesday") == PartialDate("2024-01-03", "inferred")


def test_what_would_be_years_ahead_of_the_article_was_not_meant() -> None:
    found = reading(
        "They met on the fourth anniversary of the killing and on the second anniversary of the raid.\n"
        "He was killed in 2022.\nIt was raided in 2020.",
        times=["the fourth anniversary", "the second anniversary", "2022", "2020"],
        events={"v1": ("Killing", ["killing", "killed"]), "v2": ("Attack", ["raid", "raided"])},
        dated=[("killed", "2022"), ("raided", "2020")],
    )
    assert date_of(found, "the fourth anniversary") is None
    assert date_of(found, "the second anniversary") == PartialDate("2022", "inferred")
