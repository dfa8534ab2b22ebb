from __future__ import annotations

import pytest
from reading_builder import build

from kg.model import EventType
from kg.reader.counts.victims import with_numbered_victims


def victims(
    text: str,
    *triggers: tuple[str, EventType],
    said: tuple[tuple[str, str, str], ...] = (),
    entities: dict[str, tuple[str, list[str]]] | None = None,
) -> list[tuple[str, str]]:
    """Return trigger and filler of each victim that is found."""
    reading = build(
        "a",
        text,
        entities=entities or {},  # type: ignore[arg-type]  # types of entities, as text
        events={f"v{i}": (kind, [trigger]) for i, (trigger, kind) in enumerate(triggers)},
        arguments=list(said),  # type: ignore[arg-type]  # roles, as text
    )
    found, arguments = with_numbered_victims(reading.sentences, reading.entities, reading.events, reading.arguments, reading.counts)
    names = [mention.span.text for entity in found for mention in entity.mentions]
    assert all(argument.filler.text in (*names, *(trigger for trigger, _ in triggers)) for argument in arguments)
    return [(argument.trigger.text, argument.filler.text) for argument in arguments if argument.role == "Victim"]


@pytest.mark.parametrize(
    ("text", "trigger", "filler"),
    [
        ("Iran lowered the number of dead to 84 from 95.", "dead", "84"),
        ("An official spoke of only one dead and several wounded.", "dead", "one"),
        ("The death toll rose to at least 12 on Monday.", "toll", "at least 12"),
    ],
)
def test_a_number_of_dead_that_stands_alone_is_who_died(text: str, trigger: str, filler: str) -> None:
    assert victims(text, (trigger, "Killing")) == [(trigger, filler)]


def test_where_the_text_says_who_died_nothing_is_added() -> None:
    text = "The toll rose to 84 after guards shot a man."
    assert victims(text, ("toll", "Killing"), said=(("toll", "Victim", "a man"),), entities={"e1": ("PER", ["a man"])}) == [
        ("toll", "a man")
    ]


def test_a_number_that_is_a_mention_already_a_part_or_in_another_sentence_is_left_alone() -> None:
    assert victims("A bomb left 84 dead.", ("dead", "Killing"), entities={"e1": ("GRP", ["84"])}) == []
    assert victims("They were killed.\nThe toll rose to 84.", ("killed", "Killing")) == []


def test_wounded_and_arrested_are_no_dead() -> None:
    assert victims("The raid left 84 wounded and 12 arrests.", ("wounded", "Injury"), ("arrests", "Arrest")) == []
