"""Times that say from when or until when something was, and those that are to come."""

from __future__ import annotations

from datetime import date

import pytest
from reading_builder import build, span

from kg.model import EventType, Role
from kg.reader.times import resolve_times
from kg.reader.times.ahead import times_ahead
from kg.reader.times.bounds import without_bounds

PUBLISHED = date(2024, 1, 4)  # a Thursday
KINDS: dict[str, EventType] = {
    "killed": "Killing",
    "kidnapped": "Kidnapping",
    "missing": "Kidnapping",
    "arrested": "Arrest",
    "held": "Arrest",
    "jailed": "Arrest",
    "occupied": "Seizure",
    "fighting": "War",
    "truce": "Agreement",
    "coup": "Overthrow",
    "hearing": "Prosecution",
    "mourning": "Commemoration",
    "strike": "Protest",
    "attack": "Attack",
    "festival": "Commemoration",
}


def told(text: str, time: str, *, whom: str = "") -> str | None:
    """Return the date of `time`, which is that of all events of the text; `whom` are those to whom they happen."""
    words = [word for word in KINDS if word in text]
    said: list[tuple[str, Role, str]] = [(word, "Time", time) for word in words]
    said += [(word, "Target", whom) for word in words if whom]
    reading = build(
        "a",
        text,
        entities={"t": ("TIM", [time]), **({"w": ("GRP", [whom])} if whom else {})},
        events={f"v{i}": (KINDS[word], [word]) for i, word in enumerate(words)},
        arguments=said,
    )
    moment = span(text, time)
    times = resolve_times(text, [moment], PUBLISHED, future=frozenset(times_ahead(text, [moment])))
    (found,) = without_bounds(text, times, reading.arguments)
    return found.date.value if found.date else None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("More than 2,000 people have been killed since 2015.", "2015"),
        ("Since 2019, 382 people have been killed.", "2019"),
        ("Some 40 pupils were kidnapped since late March.", "March"),
        ("They have been fighting since at least May 2021.", "May 2021"),
        ("They have been fighting since the start of 2021.", "2021"),
        ("Millions were kidnapped since it began on 15 April.", "15 April"),
        ("They agreed a truce until January 21.", "January 21"),
        ("The festival will go on through Sunday.", "Sunday"),
        ("They had been fighting up until 2012.", "2012"),
        ("The festival is on till next Friday.", "next Friday"),
    ],
)
def test_since_and_until_tell_no_date_of_what_happened(text: str, time: str) -> None:
    assert told(text, time) is None


@pytest.mark.parametrize(
    ("text", "time", "date_told"),
    [
        ("He has been held since March 3, 2023.", "March 3, 2023", "2023-03-03"),
        ("She has been missing since Monday.", "Monday", "2024-01-01"),
        ("Troops have occupied the valley since 1967.", "1967", "1967"),
        ("Since the February 2021 coup, he has hidden.", "February 2021", "2021-02"),
        ("Since Monday's attack, he has hidden.", "Monday", "2024-01-01"),
        ("Since 2007, when they kidnapped a girl, they are sought.", "2007", "2007"),
        ("It was not until 1994 that he was arrested.", "1994", "1994"),
        ("It ran the mine until 2014, when he was jailed.", "2014", "2014"),
        ("Many have fled since the coup of 2015.", "2015", "2015"),
        ("He was killed in 2015.", "2015", "2015"),
    ],
)
def test_what_goes_on_from_a_day_or_is_called_by_it_was_on_that_day(text: str, time: str, date_told: str) -> None:
    assert told(text, time) == date_told


def test_those_who_are_counted_over_a_time_were_not_taken_on_its_first_day() -> None:
    assert told("Police have jailed 500 people since 2021.", "2021", whom="500 people") is None
    assert told("Police have jailed the mayor since 2021.", "2021", whom="the mayor") == "2021"


@pytest.mark.parametrize(
    ("text", "time", "date_told"),
    [
        ("The hearing was adjourned to March 12.", "March 12", "2024-03-12"),
        ("The hearing was put off to July 12.", "July", "2024-07"),
        ("The hearing was postponed until Saturday.", "Saturday", "2024-01-06"),
        ("They put off the hearing to Monday.", "Monday", "2024-01-08"),
        ("He declared a day of mourning for Saturday.", "Saturday", "2024-01-06"),
        ("Unions called a general strike for Friday.", "Friday", "2024-01-05"),
        ("They scheduled the hearing for July 1.", "July 1", "2024-07-01"),
        ("They called for a strike on Wednesday.", "Wednesday", "2024-01-03"),
        ("He called the guards and was blamed for Saturday's attack.", "Saturday", "2023-12-30"),
        ("They planned and were blamed for the Saturday attack.", "Saturday", "2023-12-30"),
        ("The hearing on Monday was adjourned.", "Monday", "2024-01-01"),
        ("The hearing was postponed for two days from Monday.", "Monday", "2024-01-01"),
    ],
)
def test_what_is_put_off_to_a_day_or_called_for_it_is_to_come(text: str, time: str, date_told: str) -> None:
    assert told(text, time) == date_told
