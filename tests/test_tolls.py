"""Parts, revisions and tolls; `reading_builder.build` counts with `article_counts`."""

from __future__ import annotations

import pytest
from reading_builder import build

from kg.model import CountMention, EventType, Reading

Row = tuple[str, str, int | None, int | None, str | None, str | None]


def rows(reading: Reading) -> list[Row]:
    return [_row(mention) for mention in reading.counts]


def _row(mention: CountMention) -> Row:
    links = (mention.part_of.text if mention.part_of else None, mention.revises.text if mention.revises else None)
    return mention.span.text, mention.kind, mention.count.at_least, mention.count.at_most, *links


def read(text: str, *triggers: tuple[str, EventType], victims: tuple[tuple[str, str], ...] = ()) -> Reading:
    return build(
        "a",
        text,
        entities={f"e{i}": ("GRP", [filler]) for i, (_, filler) in enumerate(victims)},
        events={f"v{i}": (kind, [trigger]) for i, (trigger, kind) in enumerate(triggers)},
        arguments=[(trigger, "Victim", filler) for trigger, filler in victims],
    )


@pytest.mark.parametrize(
    ("text", "part", "low", "high"),
    [
        ("The blast killed 12 people, including 3 children.", "3 children", 3, 3),
        ("The blast killed 12 people including at least three aid workers and wounded nobody.", "at least three aid workers", 3, None),
        ("The blast killed 12 people, among them two policemen.", "two policemen", 2, 2),
        ("The blast killed 12 people, four of whom were women.", "four", 4, 4),
        ("The blast killed 12 people in the market, most of them traders, including dozens of pupils.", None, None, None),
        ("The blast killed 12 people. Others, including 3 children, fled.", None, None, None),
        ("The blast killed 12 people, including a child.", None, None, None),
    ],
)
def test_a_part_points_to_its_whole_and_is_no_toll_of_its_own(text: str, part: str | None, low: int | None, high: int | None) -> None:
    found = rows(read(text, ("killed", "Killing"), victims=(("killed", "12 people"),)))
    whole: Row = ("12 people", "killed", 12, 12, None, None)
    assert found == ([whole, (part, "killed", low, high, "12 people", None)] if part else [whole])


def test_a_part_belongs_to_the_count_right_before_it() -> None:
    text = "The blast killed 12 people and wounded 30 others, including 3 children."
    victims = (("killed", "12 people"), ("wounded", "30 others"))
    assert rows(read(text, ("killed", "Killing"), ("wounded", "Injury"), victims=victims)) == [
        ("12 people", "killed", 12, 12, None, None),
        ("30 others", "wounded", 30, 30, None, None),
        ("3 children", "wounded", 3, 3, "30 others", None),
    ]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("The blast killed many. The toll, revised from 103 to 84, may change.", "103", "84"),
        ("The blast killed many. Officials lowered the toll to 84 from an earlier figure of 103.", "103", "84"),
        ("The blast killed many. The death toll rose from 84 to at least 103.", "84", "at least 103"),
        ("The blast killed 84 people, down from 103.", "103", "84"),
        ("The blast killed many. It had been revised down from 103 dead to 84.", "103", "84"),
    ],
)
def test_a_revision_points_to_the_number_whose_place_it_takes(text: str, old: str, new: str) -> None:
    found = {words: revises for words, _, _, _, _, revises in rows(read(text, ("killed", "Killing")))}
    assert found == {old: None, new: old}


def test_a_revision_of_a_counted_victim_keeps_one_count() -> None:
    text = "The blast killed 84 people, revised from 103."
    assert rows(read(text, ("killed", "Killing"), victims=(("killed", "84 people"),))) == [
        ("84 people", "killed", 84, 84, None, "103"),
        ("103", "killed", 103, 103, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed many. The death toll stands at 84.", [("84", 84, 84)]),
        ("The blast killed many. The number of dead has reached at least 84, police said.", [("at least 84", 84, None)]),
        ("The toll at the bridge is 84 crowns.", []),  # no harm to which it could belong
        ("The blast killed many. The road toll was abolished in 2020.", []),
        ("The blast killed many in the north. After it, prices rose from 84 to 103.\nThey met.", []),
    ],
)
def test_a_toll_is_of_the_last_harm_before_it(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    found = read(text, *((("killed", "Killing"),) if "killed" in text else ()))
    assert [(m.span.text, m.count.at_least, m.count.at_most) for m in found.counts] == expected


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The number of people killed in the blast has risen to 84.", "84"),
        ("The number of those killed rose to at least 84.", "at least 84"),
        ("The number of people killed in Monday's bombing of a market in Port Vale has risen to 84.", "84"),
        ("The men killed yesterday raise to 84 the number of dead.", "84"),
        ("The number of people who fled and were killed has risen to 84.", None),
        ("The men killed yesterday went to 84 streets.", None),
    ],
)
def test_a_toll_may_be_the_number_of_those_killed(text: str, quote: str | None) -> None:
    assert [count.count.quote for count in read(text, ("killed", "Killing")).counts] == ([quote] if quote else [])


def test_numbers_beside_triggers_count_where_no_victim_does() -> None:
    text = "Two blasts, killing at least 84 and wounding 284. Police, who arrested 20 minutes later, freed 24. They killed 12 miles away."
    triggers: tuple[tuple[str, EventType], ...] = (
        ("killing", "Killing"),
        ("wounding", "Injury"),
        ("arrested", "Arrest"),
        ("freed", "Release"),
        ("killed", "Killing"),
    )
    assert rows(read(text, *triggers)) == [
        ("at least 84", "killed", 84, None, None, None),
        ("284", "wounded", 284, 284, None, None),
        ("24", "released", 24, 24, None, None),
    ]


def test_protesters_are_counted_as_those_who_protest() -> None:
    text = "Thousands of workers marched as police hurt six."
    found = build(
        "a",
        text,
        entities={"e1": ("GRP", ["Thousands of workers"]), "e2": ("ORG", ["police"])},
        events={"v1": ("Protest", ["marched"]), "v2": ("Injury", ["hurt"])},
        arguments=[("marched", "Agent", "Thousands of workers"), ("hurt", "Agent", "police")],
    )
    assert rows(found) == [("Thousands of workers", "protesters", 2000, None, None, None), ("six", "wounded", 6, 6, None, None)]
