"""Which event a time belongs to that is reckoned from another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, types_of

from kg.model import EventType
from kg.reader.times.ties import with_relative_times_tied

if TYPE_CHECKING:
    pass

KINDS: dict[str, EventType] = {
    "raid": "Attack",
    "stormed": "Attack",
    "arrested": "Arrest",
    "resigned": "Resignation",
    "marched": "Protest",
    "anniversary": "Commemoration",
    "met": "Meeting",
    "killing": "Killing",
}


def tied(text: str, mention: str, *, before: list[str]) -> list[str]:
    """Return the events that `mention` is the time of, where the network ties it to those of `before`."""
    words = [word for word in KINDS if word in text]
    reading = build(
        "a",
        text,
        entities={"t": ("TIM", [mention])},
        events={f"v{i}": (KINDS[word], [word]) for i, word in enumerate(words)},
        arguments=[(word, "Time", mention) for word in before],
    )
    types = types_of(reading)
    return [a.trigger.text for a in with_relative_times_tied(text, reading.sentences, reading.arguments, types)]


@pytest.mark.parametrize(
    ("text", "mention", "main"),
    [
        ("Soldiers arrested him two days after the raid.", "two days", ["arrested"]),
        ("Soldiers arrested six men in Ur 10 days after a raid in Oz.", "10 days", ["arrested"]),
        ("Two days after the raid of May 3, 2022, soldiers arrested him.", "Two days", ["arrested"]),
        ("A week after the raid, the minister resigned.", "week after", ["resigned"]),
        ("Thousands marched on the first anniversary of the killing.", "first anniversary", ["marched"]),
        ("Thousands marched on the killing's first anniversary.", "first anniversary", ["marched"]),
        ("On the first anniversary of the killing, thousands marched.", "first anniversary", ["marched"]),
        ("Two days later, after the raid, the minister resigned.", "Two days later", ["resigned"]),
    ],
)
def test_a_time_that_is_tied_to_nothing_is_that_of_the_main_verb(text: str, mention: str, main: list[str]) -> None:
    assert tied(text, mention, before=[]) == main


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("They resigned to mark the first anniversary of the killing.", "first anniversary"),  # happens itself
        ("They met in Ur to take part in the killing's first anniversary.", "first anniversary"),
        ("He broke the terms of the raid the day after being freed.", "day after"),  # "broke" is no event of ours
        ("Two days after he took office, his support fell as ministers resigned.", "Two days"),
    ],
)
def test_a_time_of_no_event_of_its_clause_is_tied_to_none(text: str, mention: str) -> None:
    assert tied(text, mention, before=[]) == []


def test_a_time_is_not_that_of_the_event_that_it_is_reckoned_from() -> None:
    assert tied("Soldiers arrested him two days after the raid.", "two days", before=["raid"]) == ["arrested"]
    assert tied("It was two days after the raid.", "two days", before=["raid"]) == []


def test_a_time_that_opens_another_clause_is_not_that_of_the_one_before() -> None:
    assert tied("They stormed it, and two days later the mayor resigned.", "two days later", before=["stormed"]) == ["resigned"]
    assert tied("They stormed it; two days later the mayor resigned.", "two days later", before=["stormed"]) == ["resigned"]
    assert tied("They stormed it two days later, and the mayor resigned.", "two days later", before=["stormed"]) == ["stormed"]


def test_a_time_that_is_tied_stays_so() -> None:
    assert tied("They met and soldiers arrested him two days later.", "two days later", before=["arrested"]) == ["arrested"]
    assert tied("They met and soldiers arrested him two days later.", "two days later", before=["met"]) == ["met"]


@pytest.mark.parametrize(
    "text",
    ["They met the man who fled two days later.", "They met, and others fled two days later.", "Two days later, the raid was over."],
)
def test_a_time_in_the_clause_of_nothing_that_is_an_event_is_tied_to_nothing(text: str) -> None:
    assert tied(text, "wo days later", before=[]) == []


@pytest.mark.parametrize(
    ("text", "mention", "before", "after"),
    [
        ("Soldiers arrested two men for the killing a year later.", "year later", ["killing"], ["arrested"]),
        ("Soldiers arrested two men for his killing the next day.", "next day", ["arrested", "killing"], ["arrested"]),
        ("He resigned, and the raid a year later was another.", "year later", ["raid"], ["raid"]),
        ("Soldiers stormed a march and arrested him a year later.", "year later", ["arrested"], ["arrested"]),
    ],
)
def test_what_is_said_of_an_event_later_is_no_time_of_that_event(text: str, mention: str, before: list[str], after: list[str]) -> None:
    assert tied(text, mention, before=before) == after
