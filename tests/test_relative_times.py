"""Times reckoned from another event; `reading_builder.build` runs `relative_times` on the times of its mentions."""

from __future__ import annotations

import re
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
        ("a week before the killing", "3 January 2020", "2019-12"),
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


@pytest.mark.parametrize("before", ["", "Yesterday. ", "They met. ", "Then, it rained. ", "No. ", "Who? ", "In Ur. ", "Why? "])
def test_of_two_mentions_of_one_day_the_one_with_its_year_counts(before: str) -> None:
    text = f"{before}Voters queued on January 4. He fled two days after the vote of January 4, 2024."
    found = reading(
        text,
        times=["January 4", "two days", "January 4, 2024"],
        events={"v1": ("Election", ["queued", "vote"]), "v2": ("Withdrawal", ["fled"])},
        dated=[("queued", "January 4"), ("vote", "January 4, 2024"), ("fled", "two days")],
    )
    assert date_of(found, "two days") == PartialDate("2024-01-06", "inferred")


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


def test_the_event_of_an_anniversary_may_stand_before_it() -> None:
    found = reading(
        "They met on the killing's fourth anniversary.\nHe was killed on 3 January 2020.",
        times=["fourth anniversary", "3 January 2020"],
        events={"v1": ("Killing", ["killing", "killed"])},
        dated=[("killed", "3 January 2020")],
    )
    assert date_of(found, "fourth anniversary") == PartialDate("2024-01-03", "inferred")


def test_a_date_of_no_event_in_a_sentence_of_events_is_not_reckoned_from() -> None:
    text = "The mayor, who was born on 5 May 1960, was killed.\nTwo days later, they met."
    events: dict[str, tuple[EventType, list[str]]] = {"v1": ("Killing", ["killed"]), "v2": ("Meeting", ["met"])}
    assert date_of(reading(text, times=["5 May 1960", "Two days later"], events=events, dated=[]), "Two days later") is None
    text = "The mayor flew on 5 May 1960.\nTwo days later, they met."
    found = reading(text, times=["5 May 1960", "Two days later"], events={"v2": ("Meeting", ["met"])}, dated=[])
    assert date_of(found, "Two days later") == PartialDate("1960-05-07", "inferred")


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was killed on 3 January 2020.\nTwo days later, they met.", "2020-01-05"),
        ("He was killed on 3 January 2020.\nA day earlier, they met.", "2020-01-02"),
        ("He was killed on 3 January 2020.\nThe following day, they met.", "2020-01-04"),
        ("He was killed on 3 January 2020.\nThe day before, they met.", "2020-01-02"),
        ("He was killed on 3 January 2020.\nThey met the next morning.", "2020-01-04"),
        ("He was killed on 3 January 2020 and they met two days later.", "2020-01-05"),
        ("He was killed on 3 January 2020.\nNobody was there.\nThe next day, they met.", "2020-01-04"),
        ("He was killed on 3 January 2020.\nTwo years later, they met.", "2022"),
        ("He was killed in March 2020.\nTwo months later, they met.", "2020-05"),
        ("He was killed in 2020.\nA year earlier, they met.", "2019"),
        ("He was killed in 2020.\nThe following month, they met.", None),  # no month can be told from a year
        ("He was killed on 3 January 2020, and another on 9 May 2020.\nThe next day, they met.", None),  # after which of them?
        ("He was killed on 3 January 2020.\nNobody was there.\nNo one knew.\nIt rained.\nThe next day, they met.", None),  # too far off
        ("He was killed on 3 January 2020.\nNearly two months later, they met.", None),
        ("They met two days later.", None),
        ("On Wednesday, two days later, they met.", None),
        ("They fled on Wednesday; a day earlier, they met.", "2024-01-02"),
    ],
)
def test_without_an_event_it_is_reckoned_from_the_date_that_was_told_last(text: str, expected: str | None) -> None:
    phrase = re.search(r"(?:\w+ (?:days?|months|years?) (?:earlier|later)|(?:following|next) \w+|day before)", text)
    assert phrase is not None
    told = [when for when in ("3 January 2020", "March 2020", "9 May 2020", "Wednesday") if when in text] or (
        ["2020"] if "2020" in text else []
    )
    found = reading(
        text,
        times=[phrase.group(), *told],
        events={"v1": ("Meeting", ["met"]), **({"v2": ("Killing", ["killed"])} if "killed" in text else {})},
        dated=[("met", phrase.group()), *((("killed", told[0]),) if "killed" in text else (("met", one) for one in told))],
    )
    assert date_of(found, phrase.group()) == (PartialDate(expected, "inferred") if expected else None)


def test_an_event_that_is_dated_elsewhere_tells_what_is_reckoned_from_its_sentence() -> None:
    found = reading(
        "He was shot on 3 January 2020.\nIt rained.\nNobody saw it.\nIt snowed.\nThe killing shocked them.\nTwo days later, they met.",
        times=["3 January 2020", "Two days later"],
        events={"v1": ("Killing", ["shot", "killing"]), "v2": ("Meeting", ["met"])},
        dated=[("shot", "3 January 2020"), ("met", "Two days later")],
    )
    assert date_of(found, "Two days later") == PartialDate("2020-01-05", "inferred")


def test_one_may_be_reckoned_from_the_one_before_and_not_past_one_that_is_unknown() -> None:
    days: dict[str, tuple[EventType, list[str]]] = {
        "v1": ("Killing", ["killed"]),
        "v2": ("Meeting", ["met"]),
        "v3": ("Protest", ["marched"]),
    }
    chain = "He was killed on 3 January 2020.\nTwo days later, they met.\nThe next day, others marched."
    dated = [("killed", "3 January 2020"), ("marched", "next day")]
    found = reading(chain, times=["3 January 2020", "Two days later", "next day"], events=days, dated=[*dated, ("met", "Two days later")])
    assert date_of(found, "next day") == PartialDate("2020-01-06", "inferred")
    rough = chain.replace("Two days later", "A few days later")
    found = reading(rough, times=["3 January 2020", "few days later", "next day"], events=days, dated=[*dated, ("met", "few days later")])
    assert date_of(found, "next day") is None


def test_what_was_told_last_is_not_taken_for_what_is_to_come() -> None:
    text = "He was killed on 3 January 2024.\nThree days later, they met."
    events: dict[str, tuple[EventType, list[str]]] = {"v1": ("Killing", ["killed"]), "v2": ("Meeting", ["met"])}
    found = reading(text, times=["3 January 2024", "Three days later"], events=events, dated=[("killed", "3 January 2024")])
    assert date_of(found, "Three days later") is None


@pytest.mark.parametrize(
    ("text", "mention", "when", "expected"),
    [
        ("They met three days after the April 15, 2013, march.", "three days", "April 15, 2013", "2013-04-18"),
        ("They met on the first anniversary of the January 5, 2022, march.", "first anniversary", "January 5, 2022", "2023-01-05"),
        ("They met a day before Wednesday's vote.", "day before", "Wednesday", "2024-01-02"),
        ("They met on the first anniversary of the January 3 march.", "first anniversary", "January 3", None),  # of which year?
    ],
)
def test_a_date_behind_the_phrase_is_reckoned_from(text: str, mention: str, when: str, expected: str | None) -> None:
    found = reading(text, times=[mention, when], events={"v1": ("Meeting", ["met"])}, dated=[("met", mention)])
    assert date_of(found, mention) == (PartialDate(expected, "inferred") if expected else None)
