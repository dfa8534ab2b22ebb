from __future__ import annotations

import pytest
from reading_builder import span

from kg.model import Factuality
from kg.reader.events.factuality import checked


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Parliament will vote on Friday.", "vote", "Planned"),
        ("The army would soon attack.", "attack", "Planned"),
        ("The truce was to be signed in Oz.", "signed", "Planned"),
        ("Rebels vowed to attack the capital.", "attack", "Planned"),
        ("He ordered the army to withdraw.", "withdraw", "Planned"),
        ("He is expected to meet them.", "meet", "Planned"),
        ("The army is preparing an offensive.", "offensive", "Planned"),
        ("He called for the immediate release of all.", "release", "Planned"),
        ("The upcoming election is near.", "election", "Planned"),
        ("The group may attack again.", "attack", "Possible"),
        ("The suspected arson was tragic.", "arson", "Possible"),
        ("The army rejected allegations that its men killed two.", "killed", "Claimed"),
        ("There are rumours that the mayor was abducted.", "abducted", "Possible"),
        ("He denied reports that guards had been taken hostage.", "taken hostage", "Possible"),
        ("There were unconfirmed reports of an explosion.", "explosion", "Possible"),
        ("The army did not attack.", "attack", "Negated"),
        ("No one was killed.", "killed", "Negated"),
        ("There were no arrests.", "arrests", "Negated"),
        ("They failed to meet.", "meet", "Negated"),
        ("Police arrested no one after the riot.", "arrested", "Negated"),
        ("The blast killed nobody, officials said.", "killed", "Negated"),
        ("They left, hurting no-one.", "hurting", "Negated"),
        ("The bomb wounded no civilians.", "wounded", "Negated"),
        ("The guards shot none of the hostages.", "shot", "Negated"),
        ("No one claimed responsibility.", "claimed responsibility", "Negated"),
        ("Nobody has yet claimed responsibility.", "claimed responsibility", "Negated"),
        ("No militant group immediately claimed responsibility.", "claimed responsibility", "Negated"),
        ("Neither side has attacked.", "attacked", "Negated"),
        ("No one was killed or wounded.", "wounded", "Negated"),
        ("None of the hostages was killed.", "killed", "Negated"),
        ("The union called a 48-hour strike.", "strike", "Planned"),
        ("The mayor called an emergency meeting.", "emergency meeting", "Planned"),
        ("The president demanded the release of all.", "release", "Planned"),
        ("Police foiled two suicide attacks.", "attacks", "Negated"),
        ("The regulator blocked Oz's $4.2 billion takeover of Ax.", "takeover", "Negated"),
        ("The mayor called off the annual parade.", "parade", "Negated"),
        ("Oz ruled out a truce.", "truce", "Negated"),
        ("A report that the general had been killed was false.", "killed", "Negated"),
        ("They pay for information leading to the arrest of the men.", "arrest", "Planned"),
        ("The group swore revenge.", "revenge", "Planned"),
        ("She faces the death penalty.", "death penalty", "Possible"),
        ("Police suspect that the man was killed by rebels.", "killed", "Possible"),
    ],
)
def test_a_fact_that_a_word_before_it_speaks_against_is_none(text: str, trigger: str, expected: Factuality) -> None:
    assert checked(text, span(text, trigger), "Fact") == expected


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The army attacked.", "attacked"),
        ("He will leave, and the army attacked.", "attacked"),
        ("Rebels vowed to leave after the attack.", "attack"),
        ("The plan failed and they were killed.", "killed"),
        ("No one knew who killed him.", "killed"),
        ("He confirmed reports that rebels killed two.", "killed"),
        ("She faced allegations that she mishandled the killing.", "killing"),
        ("It was an allegation that allies have blamed on him.", "blamed"),
        ("There are rumours that he fled after rebels killed two.", "killed"),
        ("The will of the killed man was read.", "killed"),
        ("Police arrested no fewer than ten men.", "arrested"),
        ("The blast killed no more than ten men.", "killed"),
        ("It was an attack no one expected.", "attack"),
        ("The killing nobody saw was cruel.", "killing"),
        ("No one who attacked them fled.", "attacked"),
        ("No doubt rebels have killed many.", "killed"),
        ("Countries voting no and abstaining were few.", "voting"),
        ("The president called the attack a crime.", "attack"),
        ("The EU called the election a farce.", "election"),
        ("A so-called assessment was read.", "assessment"),
        ("Prosecutors pressed the charge.", "charge"),
        ("Police prevented the wounded from leaving.", "wounded"),
        ("Police blocked the street during a march.", "march"),
        ("The regulator blocked a request for the sale of arms.", "sale"),
        ("They cancelled classes after the attack.", "attack"),
        ("A murder has not been ruled out after the attack.", "attack"),
        ("Oz has not ruled out a visit.", "visit"),
        ("The report that he was killed was published.", "killed"),
        ("The talks led to the arrest of two.", "arrest"),
        ("The suspect was killed.", "killed"),
        ("She faces charges over the death.", "death"),
    ],
)
def test_a_word_that_does_not_govern_the_trigger_changes_nothing(text: str, trigger: str) -> None:
    assert checked(text, span(text, trigger), "Fact") == "Fact"


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("It killed ten, prompting Oz to send troops.", "send", "Fact"),
        ("The war forced thousands to flee.", "flee", "Fact"),
        ("The raid led Kigali to break ties.", "break", "Fact"),
        ("He was wanted for the 1998 bombings.", "bombings", "Fact"),
        ("The war could force them to flee.", "flee", "Planned"),
        ("He led efforts to end the war.", "end", "Planned"),
        ("It is compelling enough to win.", "win", "Planned"),
        ("He wanted to bomb the town.", "bomb", "Planned"),
    ],
)
def test_a_plan_that_came_about_is_a_fact(text: str, trigger: str, expected: Factuality) -> None:
    assert checked(text, span(text, trigger), "Planned") == expected


def test_what_the_network_takes_for_no_fact_stays_as_it_is() -> None:
    text = "The army will attack."
    assert checked(text, span(text, "attack"), "Claimed") == "Claimed"
