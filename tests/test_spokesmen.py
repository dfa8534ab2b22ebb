"""For whom a spokesman without a name speaks, and what that makes of what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, span

from kg.reader.sources.attribution import Voice, voices
from kg.reader.sources.doers import doers
from kg.reader.sources.spokesmen import spoken_for
from kg.resolve.actors import resolve_actors

if TYPE_CHECKING:
    from kg.model import EntityType, Reading


def read(text: str, party: str, *more: str, kind: EntityType = "GRP") -> Reading:
    spokesman = next(word for word in text.replace(",", "").split() if word.lower().startswith("spokes"))
    return build("a", text, entities={"e1": ("PER", [spokesman, *more]), "e2": (kind, [party])})


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("A spokesman for the rebels said no.", "rebels"),
        ("A spokeswoman for the banned Green Front said no.", "Green Front"),
        ("A Green Front spokesperson said no.", "Green Front"),
        ("The Green Front's chief spokesman said no.", "Green Front"),
        ("Spokesmen of the Green Front said no.", "Green Front"),
    ],
)
def test_a_spokesman_speaks_for_who_stands_beside_him(text: str, party: str) -> None:
    reading = read(text, party)
    assert spoken_for(text, reading.entities) == {"e1": span(text, party)}


@pytest.mark.parametrize(
    ("text", "party", "more"),
    [
        ("A spokesman, who gave no name, spoke for an hour; the rebels did not.", "rebels", ()),
        ("The rebels met, and hours later a spokesman said no.", "rebels", ()),
        ("A spokesman for the rebels, Omar Diallo, said no.", "rebels", ("Omar Diallo",)),  # who has a name is a person of his own
    ],
)
def test_a_spokesman_of_nobody_or_with_a_name_speaks_for_himself(text: str, party: str, more: tuple[str, ...]) -> None:
    assert spoken_for(text, read(text, party, *more).entities) == {}


def test_who_speaks_for_two_in_one_article_speaks_for_neither() -> None:
    text = "A spokesman for the rebels said no. A spokesman for the army said yes."
    reading = build("a", text, entities={"e1": ("PER", ["spokesman", "spokesman|2"]), "e2": ("GRP", ["rebels"]), "e3": ("ORG", ["army"])})
    assert spoken_for(text, reading.entities) == {}


def test_in_the_graph_the_party_says_what_its_spokesman_says() -> None:
    text = "A spokesman for the Green Front denied that the group had attacked the convoy."
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["spokesman"]), "e2": ("ORG", ["Green Front", "group"]), "e3": ("GRP", ["convoy"])},
        events={"v1": ("Denial", ["denied"]), "v2": ("Attack", ["attacked"])},
        arguments=[
            *(("denied", "Agent", "spokesman"), ("denied", "Topic", "attacked")),
            *(("attacked", "Agent", "group"), ("attacked", "Target", "convoy")),
        ],
    )
    resolved = resolve_actors([reading])
    assert resolved.actor_of("a", "e1") == resolved.actor_of("a", "e2") is not None
    assert {actor.name for actor in resolved.actors} == {"Green Front", "convoy"}
    said = {a.filler.text: doers(voices(reading)).of_argument(a) for a in reading.arguments if a.trigger.text == "attacked"}
    assert said == {"group": Voice(span(text, "spokesman"), "Denied"), "convoy": None}
