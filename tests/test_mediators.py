"""Who brings others together is no party of what they agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, types_of

from kg.reader.events.mediators import without_mediators

if TYPE_CHECKING:
    from kg.model import EntityType, EventType, Role


def parties(text: str, event: tuple[str, EventType], agents: list[str], kind: EntityType = "GPE") -> list[str]:
    named: dict[str, tuple[EntityType, list[str]]] = {f"e{i}": (kind, [name]) for i, name in enumerate(agents)}
    role: Role = "Agent"
    reading = build("a", text, entities=named, events={"v": (event[1], [event[0]])}, arguments=[(event[0], role, one) for one in agents])
    types = types_of(reading)
    return [a.filler.text for a in without_mediators(text, reading.arguments, types)]


@pytest.mark.parametrize(
    "text",
    [
        "Ur and Io agreed on a truce brokered by Oz, Jo and Al.",
        "Ur and Io have agreed, in talks mediated jointly by Oz, Jo and Al.",
        "Ur and Io agreed under the auspices of Oz, Jo and Al.",
        "Ur and Io agreed on terms with the mediation of Oz, Jo and Al.",
    ],
)
def test_who_brokers_an_agreement_does_not_agree(text: str) -> None:
    assert parties(text, ("agreed", "Agreement"), ["Ur", "Io", "Oz", "Jo", "Al"]) == ["Ur", "Io"]


@pytest.mark.parametrize("verb", ["brokered", "helped to broker", "has mediated", "hosted"])
def test_nor_does_who_brings_it_about(verb: str) -> None:
    assert parties(f"Oz {verb} a new deal between Ur and Io.", ("deal", "Agreement"), ["Oz", "Ur", "Io"]) == ["Ur", "Io"]


@pytest.mark.parametrize(
    "text",
    [
        "Oz brokered a deal with Ur.",
        "Oz signed a deal brokered in Ur.",
        "Oz signed a deal between Ur and others.",
        "A deal brokered by others was signed by Oz and Ur.",
        "A deal brokered by others, and Oz signed it with Ur.",
    ],
)
def test_who_signs_is_a_party(text: str) -> None:
    assert parties(text, ("deal", "Agreement"), ["Oz", "Ur"]) == ["Oz", "Ur"]


def test_talks_are_left_to_two_others_and_a_person_who_is_the_host_takes_part() -> None:
    text = "Ur and Io held talks hosted by Oz."
    assert parties(text, ("talks", "Meeting"), ["Ur", "Io", "Oz"]) == ["Ur", "Io"]
    assert parties(text, ("talks", "Meeting"), ["Ur", "Oz"]) == ["Ur", "Oz"]
    assert parties(text, ("talks", "Meeting"), ["Ur", "Io", "Oz"], "PER") == ["Ur", "Io", "Oz"]
