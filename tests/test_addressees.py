"""Whom an accusation or a demand is not made of, though he stands behind it."""

from __future__ import annotations

import pytest
import reading_builder as builder

from kg.model import EventType, Role
from kg.reader.events.addressees import without_unaddressed

Said = list[tuple[str, Role, str]]
Events = dict[str, EventType]


def left_out(text: str, events: Events, arguments: Said) -> Said:
    return builder.left_out(without_unaddressed, text, events, arguments)


def test_whose_critics_are_accused_is_not() -> None:
    arguments: Said = [("accused", "Target", "critics"), ("accused", "Target", "government")]
    text = "She accused critics of the government of lies."
    assert left_out(text, {"accused": "Accusation"}, arguments) == [("accused", "Target", "government")]
    assert left_out("She accused critics and the government of lies.", {"accused": "Accusation"}, arguments) == []
    arguments = [("accused", "Target", "critics"), ("accused", "Topic", "arson"), ("arson", "Agent", "government")]
    events: Events = {"accused": "Accusation", "arson": "Destruction"}
    assert left_out("She accused critics of the government of arson.", events, arguments) == arguments[2:]
    assert left_out("She accused critics of covering up government arson.", events, arguments) == []


@pytest.mark.parametrize(
    ("text", "kind", "is_left_out"),
    [
        ("She demanded his release.", "Release", True),
        ("She demanded the release of his men.", "Release", True),
        ("She demanded his release.", "Resignation", False),  # he should resign
        ("She demanded of his men the release.", "Release", False),
    ],
)
def test_to_whom_a_demanded_thing_should_happen_is_not_asked(text: str, kind: EventType, *, is_left_out: bool) -> None:
    whom = "his men" if "men" in text else "his"
    arguments: Said = [("demanded", "Target", whom), ("demanded", "Topic", "release"), ("release", "Target", whom)]
    found = left_out(text, {"demanded": "Demand", "release": kind}, arguments)
    assert found == ([("demanded", "Target", whom)] if is_left_out else [])
