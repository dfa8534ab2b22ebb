from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import span

from kg.model import Argument
from kg.reader.events.bystanders import without_bystanders

if TYPE_CHECKING:
    from kg.model import Role


def role_of(text: str, trigger: tuple[str, str], role: Role, filler: tuple[str, str]) -> Role | None:
    argument = Argument(span(text, trigger[0]), role, span(text, filler[0]))
    types = {argument.trigger: trigger[1], argument.filler: filler[1]}
    return next((found.role for found in without_bystanders(text, [argument], types)), None)


@pytest.mark.parametrize(("word", "role"), [("lost", None), ("losing", None), ("killed", "Agent")])
def test_who_lost_men_did_not_kill_them(word: str, role: Role | None) -> None:
    text = f"Oz, {word} 20 men, withdrew."
    assert role_of(text, (word, "Killing"), "Agent", ("Oz", "GPE")) == role
    assert role_of(text, (word, "Killing"), "Victim", ("20 men", "GRP")) == "Victim"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The governor survived a bomb attack.", "Target"),
        ("The governor, who narrowly escaped a drone attack, is well.", "Target"),
        ("The governor has survived two attempts at an attack.", "Target"),
        ("The governor, who was also a judge, survived an attack.", "Target"),
        ("The governor survived and ordered an attack.", "Agent"),
        ("The governor escaped after an attack.", "Agent"),
        ("The governor escaped to lead an attack.", "Agent"),
        ("The governor ordered an attack.", "Agent"),
    ],
)
def test_who_survived_an_attack_was_its_target(text: str, role: Role) -> None:
    assert role_of(text, ("attack", "Bombing"), "Agent", ("governor", "PER")) == role


def test_who_survived_a_battle_fought_in_it() -> None:
    assert role_of("The men survived the battle.", ("battle", "Clash"), "Agent", ("men", "GRP")) == "Agent"


@pytest.mark.parametrize(
    ("text", "trigger", "role"),
    [
        ("They were freed and handed over to the authorities.", "handed over", None),
        ("They were turned over to French authorities.", "turned", None),
        ("Rebels handed them back to the authorities.", "handed", None),
        ("They were handed over by the authorities.", "handed over", "Agent"),
        ("They were released to the joy of the authorities.", "released", "Agent"),
    ],
)
def test_those_to_whom_prisoners_are_handed_over_did_not_free_them(text: str, trigger: str, role: Role | None) -> None:
    assert role_of(text, (trigger, "Release"), "Agent", ("authorities", "ORG")) == role


@pytest.mark.parametrize(
    ("text", "kind", "role"),
    [
        ("The group claimed the attack through its Noor agency.", "ORG", None),
        ("The attack was claimed, but the Noor agency was hit, through no fault of its own.", "ORG", "Target"),
        ("An attack on the Noor agency was claimed.", "ORG", "Target"),
        ("An attack through the Noor agency building.", "FAC", "Target"),
    ],
)
def test_through_whom_something_is_said_is_no_target(text: str, kind: str, role: Role | None) -> None:
    assert role_of(text, ("attack", "Attack"), "Target", ("Noor agency", kind)) == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The group claimed the attack on Twitter.", None),
        ("The group claimed the attack on its official Twitter account.", None),
        ("The group claimed an attack against Twitter.", "Target"),
    ],
)
def test_the_network_on_which_something_is_said_is_no_target(text: str, role: Role | None) -> None:
    assert role_of(text, ("attack", "Attack"), "Target", ("Twitter", "ORG")) == role
    assert role_of(text, ("claimed", "Accusation"), "Target", ("Twitter", "ORG")) == role


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("One man was killed and 33 inmates were hurt.", {("killed", "One man"), ("hurt", "33 inmates")}),
        ("One man killed, 33 inmates hurt.", {("killed", "One man"), ("hurt", "33 inmates")}),
        ("One man was hurt, killed and left beside 33 inmates.", None),
        ("They hurt and killed One man and 33 inmates.", None),
    ],
)
def test_each_of_two_verbs_has_the_subject_before_it(text: str, roles: set[tuple[str, str]] | None) -> None:
    verbs = {"killed": "Killing", "hurt": "Injury"}
    every = [Argument(span(text, verb), "Victim", span(text, who)) for verb in verbs for who in ("One man", "33 inmates")]
    types = {argument.trigger: verbs[argument.trigger.text] for argument in every}
    found = {(argument.trigger.text, argument.filler.text) for argument in without_bystanders(text, every, types)}
    assert found == (roles or {(argument.trigger.text, argument.filler.text) for argument in every})


@pytest.mark.parametrize(
    ("text", "kind", "is_left_out"),
    [
        ("Some 300 supporters of the former mayor clashed.", "PER", True),
        ("Some 300 supporters of the Oz mayor, and the mayor, clashed.", "PER", True),
        ("Some 300 supporters and the mayor clashed.", "PER", False),
        ("Some 300 supporters of Oz and the mayor clashed.", "PER", False),
        ("Some 300 supporters clashed; of them all the mayor is one.", "PER", False),
        ("Some 300 supporters of what the mayor clashed.", "FAC", False),
    ],
)
def test_whose_people_did_it_did_not(text: str, kind: str, *, is_left_out: bool) -> None:
    trigger, people, whose = span(text, "clashed"), span(text, "300 supporters"), span(text, "mayor")
    both = [Argument(trigger, "Agent", people), Argument(trigger, "Agent", whose)]
    found = without_bystanders(text, both, {trigger: "Clash", people: "GRP", whose: kind})
    assert found == both[: 1 if is_left_out else 2]


def test_a_share_of_people_is_these_people() -> None:
    text = "A third of the members clashed."
    both = [Argument(span(text, "clashed"), "Agent", span(text, words)) for words in ("third", "members")]
    assert (
        without_bystanders(text, both, {span(text, "clashed"): "Clash", span(text, "third"): "GRP", span(text, "members"): "GRP"}) == both
    )
