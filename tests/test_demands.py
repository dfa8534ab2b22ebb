"""What is asked to end or not to be is not asked for, and who warns his own people threatens nobody."""

from __future__ import annotations

import pytest
from reading_builder import build, span

from kg.model import Factuality
from kg.reader.events.demands import is_advice, is_unwanted
from kg.resolve import resolve


def unwanted(text: str, asking: str, topic: str, *, kind: str = "Demand", happened: Factuality = "Fact") -> bool:
    return is_unwanted(text, span(text, asking), kind, span(text, topic), happened)


@pytest.mark.parametrize(
    ("text", "asking", "topic"),
    [
        ("She urged all sides to refrain from violence.", "urged", "violence"),
        ("They urged both sides to stop the heavy fighting in Ur.", "urged", "fighting"),
        ("He called for an end to the violence.", "called for", "violence"),
        ("They urged the state to end the arrests of students.", "urged", "arrests"),
        ("It demanded an immediate halt to air strikes.", "demanded", "strikes"),
        ("He appealed to the rebels to cease all attacks.", "appealed", "attacks"),
        ("It asked voters not to boycott the poll.", "asked", "boycott"),
        ("They demanded that the siege be lifted and urged the army to lift the blockade.", "urged", "blockade"),
        ("He called for the suspension of the trial.", "called for", "trial"),
        ("They demanded that the siege of the town be lifted.", "demanded", "siege"),
        ("They demanded that attacks on schools stop.", "demanded", "attacks"),
        ("It called on the state to drop the charges.", "called on", "charges"),
        ("They protested and demanded no more raids.", "demanded", "raids"),
    ],
)
def test_what_is_to_end_is_unwanted(text: str, asking: str, topic: str) -> None:
    assert unwanted(text, asking, topic)


@pytest.mark.parametrize(
    ("text", "asking", "topic"),
    [
        ("She urged all sides to hold talks.", "urged", "talks"),
        ("He called for an end to the war and for elections.", "called for", "elections"),
        ("They urged both sides to stop fighting and sign the deal.", "urged", "deal"),
        ("It demanded talks by the end of the year and the release of six.", "demanded", "release"),
        ("He demanded talks to end the war.", "demanded", "talks"),
        ("It ordered the suspension to be lifted.", "ordered", "lifted"),
        ("He demanded a ceasefire.", "demanded", "ceasefire"),
        ("She called not only for talks.", "called", "talks"),
        ("They demanded an election before the end of the month.", "demanded", "election"),
    ],
)
def test_what_is_asked_for_is_wanted(text: str, asking: str, topic: str) -> None:
    assert not unwanted(text, asking, topic)


def test_only_asking_and_deciding_are_looked_at() -> None:
    text = "He threatened to end the truce."
    assert not unwanted(text, "threatened", "truce", kind="Threat")
    assert unwanted("The cabinet voted to end the war.", "voted", "war", kind="Decision")
    assert unwanted("It is their policy that mosques are no target.", "policy", "target", kind="Decision", happened="Negated")


def test_no_edge_says_that_what_is_to_end_is_demanded() -> None:
    reading = build(
        "a",
        "The envoy urged them to stop the fighting and hold talks.",
        entities={"e1": ("PER", ["envoy"])},
        events={"v1": ("Demand", ["urged"]), "v2": ("Clash", ["fighting"]), "v3": ("Meeting", [("talks", "Planned")])},
        arguments=[("urged", "Agent", "envoy"), ("urged", "Topic", "fighting"), ("urged", "Topic", "talks")],
    )
    told = {(a.predicate, a.evidence.marks[-1].text, a.status) for a in resolve([reading]).assertions}
    assert told == {("agent", "envoy", "Reported"), ("topic", "fighting", "Denied"), ("topic", "talks", "Reported")}


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("Israel warned its citizens not to visit Oz.", True),
        ("Police warned residents to stay indoors.", True),
        ("The ministry is warning travellers against visiting Oz.", True),
        ("The state warned its nationals in Oz to leave at once.", True),
        ("Rebels warned the army not to advance.", False),
        ("The group warned residents of more attacks.", False),
        ("He warned that people would die.", False),
    ],
)
def test_who_warns_his_own_people_asks_something_of_them(text: str, *, is_asked: bool) -> None:
    assert is_advice(text, span(text, "warning" if "warning" in text else "warned")) == is_asked
