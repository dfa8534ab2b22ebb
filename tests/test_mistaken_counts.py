"""Numbers beside a trigger that count nobody, or of whom nothing is known but that they are no more."""

from __future__ import annotations

import pytest
from reading_builder import build

from kg.model import EventType, Role

TYPES: dict[str, EventType] = {
    "killed": "Killing",
    "deaths": "Killing",
    "died": "Killing",
    "drowned": "Killing",
    "massacre": "Killing",
    "killing": "Killing",
    "murder": "Killing",
    "death": "Killing",
    "casualties": "Killing",
    "losses": "Killing",
    "wounds": "Injury",
    "hurt": "Injury",
    "abduction": "Kidnapping",
    "abductions": "Kidnapping",
    "missing": "Kidnapping",
    "arrest": "Arrest",
    "arrested": "Arrest",
    "fled": "Displacement",
    "left": "Displacement",
    "escaped": "Displacement",
    "sent": "Displacement",
    "homeless": "Displacement",
    "marched": "Protest",
    "strike": "Protest",
    "loitering": "Protest",
    "leading": "Protest",
}


def bounds(text: str, trigger: str, filler: str | None) -> list[tuple[str, int | None, int | None]]:
    """Return number and bounds of each count of the text, whose trigger has the filler."""
    role: Role = "Agent" if TYPES[trigger] == "Protest" else "Victim"
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", [filler])} if filler else {},
        events={"v1": (TYPES[trigger], [trigger])},
        arguments=[(trigger, role, filler)] if filler else [],
    )
    known = {one.span for one in reading.counts}
    assert all(span in known for one in reading.counts for span in (one.part_of, one.revises) if span)
    return [(one.span.text, one.count.at_least, one.count.at_most) for one in reading.counts]


@pytest.mark.parametrize(
    ("text", "trigger", "filler", "is_counted"),
    [
        ("There are 12 deaths each day.", "deaths", None, False),
        ("That is an average of 12 deaths.", "deaths", None, False),
        ("The average number of deaths in the town was 12 people.", "deaths", "12 people", False),
        ("About 12 people are killed every single year in the hills.", "killed", "About 12 people", False),
        ("Every day some 12 people are killed by bandits.", "killed", "some 12 people", False),
        ("The police killed 12 people a month.", "killed", "12 people", False),
        ("They threatened that 12 judges would be killed for every rebel sent abroad.", "killed", "12 judges", False),
        ("The fever killed 12 people per 100,000.", "killed", "12 people", False),
        ("The raid killed 12 people a day after the talks.", "killed", "12 people", True),
        ("The raid killed 12 people who had met every year.", "killed", "12 people", True),
        ("The raid killed 12 people, and guards stand at every door.", "killed", "12 people", True),
        ("Every year is hard. The raid killed 12 people.", "killed", "12 people", True),
    ],
)
def test_a_rate_is_no_toll(text: str, trigger: str, filler: str | None, *, is_counted: bool) -> None:
    assert bool(bounds(text, trigger, filler)) is is_counted


@pytest.mark.parametrize(
    ("text", "filler", "is_counted"),
    [
        ("One in five people was hurt.", "One", False),
        ("One in five people was hurt.", "five people", False),
        ("About one in\nthree was hurt.", "About one", False),
        ("The raid hurt one in 2014 and two in May.", "one", True),
        ("The army hurt one in two attacks.", "one", True),
        ("The army hurt one; in five years many fled.", "one", True),
    ],
)
def test_half_of_a_share_is_no_number_of_people(text: str, filler: str, *, is_counted: bool) -> None:
    assert bool(bounds(text, "hurt", filler)) is is_counted


@pytest.mark.parametrize(
    ("text", "trigger", "filler", "is_counted"),
    [
        ("None of the 12 nuns was hurt.", "hurt", "12 nuns", False),
        ("None of the four nuns and some 12 refugees was hurt.", "hurt", "some 12 refugees", False),
        ("Neither of the two nuns was hurt.", "hurt", "two nuns", False),
        ("None of the nuns was there, but 12 pupils were hurt.", "hurt", "12 pupils", True),
        ("Some 12 men are on death row.", "death", "Some 12 men", False),
        ("Some 12 men met their death in the river.", "death", "Some 12 men", True),
        ("Two soldiers were involved in the massacre.", "massacre", "Two soldiers", False),
        ("Two men charged with the brutal murder of a nun fled.", "murder", "Two men", False),
        ("Some 900 guards have been on alert following the murder of a judge.", "murder", "Some 900 guards", False),
        ("Two men are accused of the killing.", "killing", "Two men", False),
        ("Two nuns are missing following their abduction.", "abduction", "Two nuns", True),
        ("Two men accused of theft were killed.", "killed", "Two men", True),
        ("Two men accused of the theft were killed.", "killed", "Two men", True),
        ("Three soldiers who took part in the rescue died on Friday.", "died", "Three soldiers", True),
        ("Two men detained in the raid drowned.", "drowned", "Two men", True),
        ("Two men detained in the killing fled.", "killing", "Two men", False),
        ("Two men died of gunshot wounds.", "wounds", "Two men", False),
        ("It dealt them blows, including the arrest of 12 men.", "arrest", "12 men", True),
        ("There was a blast, as a result of which 12 men were killed.", "killed", "12 men", True),
        ("The raid caused the death of a nun and hurt 15 people.", "hurt", "15 people", True),
        ("A court sentenced six men to death.", "death", "six men", False),
        ("A court condemned six men of the town to a slow death.", "death", "six men", True),
        ("Seven men, not six, were hurt.", "hurt", "six", False),
        ("Not more than six men were hurt.", "hurt", "more than six men", True),
        ("Two men have bullet wounds.", "wounds", "Two men", True),
    ],
)
def test_to_whom_it_did_not_happen_is_not_counted(text: str, trigger: str, filler: str, *, is_counted: bool) -> None:
    assert bool(bounds(text, trigger, filler)) is is_counted


@pytest.mark.parametrize(
    ("text", "trigger", "filler", "is_counted"),
    [
        ("Some 12 families fled.", "fled", "Some 12 families", True),
        ("The storm made 12 families homeless.", "homeless", "12 families", True),
        ("Some 12 families left the city to flee the fighting.", "left", "Some 12 families", True),
        ("Some 12 families left for Ur because of the fighting.", "left", "Some 12 families", True),
        ("Some 12 families left their homes.", "left", "Some 12 families", True),
        ("Some 12 families escaped the fighting.", "escaped", "Some 12 families", True),
        ("The storm left 12 families in Ur homeless.", "left", "12 families", True),
        ("Some 12 pilgrims left through the airport.", "left", "Some 12 pilgrims", False),
        ("Some 12 prisoners escaped from a cell.", "escaped", "Some 12 prisoners", False),
        ("Some 12 policemen were sent north.", "sent", "Some 12 policemen", False),
        ("Some 12 pupils are missing.", "missing", "Some 12 pupils", False),
        ("The abduction of 12 pupils is a crime.", "abduction", "12 pupils", True),
        ("Some 12 clerks marched.", "marched", "Some 12 clerks", True),
        ("Some 12 clerks went on strike.", "strike", "Some 12 clerks", True),
        ("Some 12 clerks were loitering.", "loitering", "Some 12 clerks", False),
        ("Some 12 trade unions marched.", "marched", "Some 12 trade unions", False),
        ("Some 12 members of trade unions marched.", "marched", "Some 12 members", True),
        ("A priest was leading 12 protesters.", "leading", "12 protesters", True),
    ],
)
def test_who_is_displaced_abducted_or_protests_is_counted_by_words_that_say_so(
    text: str, trigger: str, filler: str, *, is_counted: bool
) -> None:
    assert bool(bounds(text, trigger, filler)) is is_counted


@pytest.mark.parametrize(
    ("text", "trigger", "filler", "expected"),
    [
        ("The army had 12 casualties.", "casualties", "12", [("12", None, 12)]),
        ("The army had nearly 20 losses.", "losses", "nearly 20", [("nearly 20", None, 20)]),
        ("The army had at least 12 casualties.", "casualties", "at least 12", []),
        ("The army had 12 fatal casualties.", "casualties", "12", [("12", 12, 12)]),
        ("There were 12 abductions.", "abductions", "12", [("12", 12, None)]),
        ("There were up to 12 abductions.", "abductions", "up to 12", []),
        ("There were abductions of 12 people.", "abductions", "12 people", [("12 people", 12, 12)]),
        ("The army had 12 casualties, including five wounded men.", "casualties", "12", [("12", None, 12)]),
        ("The army had 12 casualties, including five officers.", "casualties", "12", [("12", None, 12), ("five officers", None, 5)]),
        ("The army had at least 12 casualties, including five officers.", "casualties", "at least 12", [("five officers", None, 5)]),
    ],
)
def test_a_trigger_bounds_its_number_knows_how_many_died(
    text: str, trigger: str, filler: str, expected: list[tuple[str, int | None, int | None]]
) -> None:
    assert bounds(text, trigger, filler) == expected
