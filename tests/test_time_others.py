"""Of which events of a sentence a time is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, types_of

from kg.model import EventType
from kg.reader.times.others import without_times_of_other_clauses

if TYPE_CHECKING:
    pass

KINDS: dict[str, EventType] = {
    "toll": "Killing",
    "blast": "Bombing",
    "struck": "Attack",
    "attack": "Attack",
    "raid": "Attack",
    "slain": "Killing",
    "ousted": "Overthrow",
    "jailed": "Arrest",
    "freed": "Release",
    "killed": "Killing",
    "killing": "Killing",
    "death": "Killing",
    "died": "Killing",
    "hanged": "Killing",
    "demanded": "Demand",
    "condemned": "Condemnation",
    "claimed": "ClaimResponsibility",
    "marched": "Protest",
    "arrested": "Arrest",
    "resigned": "Resignation",
    "elected": "Election",
    "met": "Meeting",
    "postponed": "Commemoration",
}


def kept(text: str, *ties: tuple[str, str]) -> list[tuple[str, str]]:
    """Return which of `ties`, each an event and a time, stay."""
    words = [word for word in KINDS if word in text]
    reading = build(
        "a",
        text,
        entities={time: ("TIM", [time]) for _, time in ties},
        events={f"v{i}": (KINDS[word], [word]) for i, word in enumerate(words)},
        arguments=[(event, "Time", time) for event, time in ties],
    )
    types = types_of(reading)
    found = without_times_of_other_clauses(text, reading.sentences, reading.arguments, types)
    return [(a.trigger.text, a.filler.text) for a in found]


@pytest.mark.parametrize(
    ("text", "event", "time"),
    [
        ("Mourners met on Friday as slain leader Oz was buried.", "slain", "Friday"),
        ("Police stormed a camp of ousted president Oz on Friday.", "ousted", "Friday"),
        ("On Friday the jailed reporter was visited.", "jailed", "Friday"),
        ("They demanded the return of Oz, who addressed them on Friday.", "demanded", "Friday"),
        ("Thousands marched for Oz, whose party he left in 2016.", "marched", "2016"),
        ("Oz, who took office in 2016, was arrested.", "arrested", "2016"),
        ("The court, which was founded in 2002, jailed Oz.", "jailed", "2002"),
        ("The union, founded in 2002, demanded more.", "demanded", "2002"),
        ("Born on August 13, 1926, Oz was jailed.", "jailed", "August 13, 1926"),
        ("Elected in 2010, Oz was ousted.", "ousted", "2010"),
        ("The toll from the blast rose to 100 on Friday.", "blast", "Friday"),
        ("The toll from the blast has climbed to 100 on Friday.", "toll", "Friday"),
        ("The number of people killed in the blast reached 30 on Friday, police said.", "killed", "Friday"),
        ("Police raised the toll from the blast to 30 on Friday.", "blast", "Friday"),
        ("The toll on Friday rose to 30 in the blast.", "blast", "Friday"),
        ("It claimed the blast on Friday, through its agency.", "blast", "Friday"),
        ("It claimed responsibility on Friday for the blast.", "blast", "Friday"),
        ("The envoy condemned Friday's raid.", "condemned", "Friday"),
        ("Oz was elected, and in May the court jailed others.", "elected", "May"),
        ("Police jailed Oz; on Friday others fled.", "jailed", "Friday"),
        ("Rescuers dug through rubble on Friday after bombs struck.", "struck", "Friday"),
        ("Thousands marched on Friday in response to the raid.", "raid", "Friday"),
        ("The mayor resigned following Friday's raid.", "resigned", "Friday"),
        ("The mayor resigned ahead of this year's raid.", "resigned", "this year"),
        ("The mayor resigned despite Friday's raid.", "resigned", "Friday's"),
        ("The feast was postponed twice from last May.", "postponed", "last May"),
    ],
)
def test_a_time_of_another_clause_is_not_that_of_an_event(text: str, event: str, time: str) -> None:
    ties = [(event, time), *[(word, time) for word in ("claimed", "raid") if word in text and word != event]]
    assert (event, time) not in kept(text, *ties)


@pytest.mark.parametrize(
    ("text", "event", "time"),
    [
        ("Police jailed students on Friday.", "jailed", "Friday"),
        ("The leader was slain on Friday.", "slain", "Friday"),
        ("Two were freed in the city on Friday.", "freed", "Friday"),
        ("Police arrested Oz, who is 40, on Friday.", "arrested", "Friday"),
        ("Police arrested a man who had fled on Friday.", "arrested", "Friday"),
        ("They mourned the death of Oz, who died on Friday.", "death", "Friday"),
        ("Police freed the men in 2016, when Oz was arrested.", "arrested", "2016"),
        ("Oz, who left in the year 2016, in which he resigned.", "resigned", "2016"),
        ("Elected officials met on Friday, and Oz resigned.", "resigned", "Friday"),
        ("The toll rose to 44 after a guard died on Friday.", "died", "Friday"),
        ("The toll from Friday's blast rose to 44.", "blast", "Friday"),
        ("The toll of a raid that hit the coast on Friday was 44.", "raid", "Friday"),
        ("The toll of the raid on Friday rose to 44.", "raid", "Friday"),
        ("It claimed the blast on Friday.", "blast", "Friday"),
        ("Two were killed in Friday's raid.", "killed", "Friday"),
        ("On Friday, after the raid, Oz resigned.", "resigned", "Friday"),
        ("Thousands marched in May following a raid.", "raid", "May"),
        ("On Friday Oz resigned.", "resigned", "Friday"),
        ("The mayor resigned in Friday's raid.", "resigned", "Friday"),
        ("Two were killed after Friday's raid.", "killed", "Friday"),
        ("The mayor resigned after Friday.", "resigned", "Friday"),
        ("The feast was postponed on Friday.", "postponed", "Friday"),
        ("Oz was jailed in 2014 and in 2017.", "jailed", "2017"),
        ("Oz was jailed on Monday and on Friday.", "jailed", "Friday"),
        ("Two were jailed in Ur and on Friday.", "jailed", "Friday"),
    ],
)
def test_a_time_stays_that_of_its_clause(text: str, event: str, time: str) -> None:
    assert (event, time) in kept(text, (event, time))


def test_of_two_verbs_with_a_time_each_each_has_its_own() -> None:
    text = "Oz was ousted in 1977 and hanged in 1979."
    ties = [("ousted", "1977"), ("ousted", "1979"), ("hanged", "1977"), ("hanged", "1979")]
    assert kept(text, *ties) == [("ousted", "1977"), ("hanged", "1979")]
    text = "Oz resigned on Friday, and on Monday the mayor was arrested."
    assert kept(text, ("resigned", "Friday"), ("resigned", "Monday"), ("arrested", "Monday")) == [
        ("resigned", "Friday"),
        ("arrested", "Monday"),
    ]


@pytest.mark.parametrize(
    ("text", "ties"),
    [
        ("In May the raid march and the attack this year went on.", [("raid", "May"), ("raid", "this year"), ("attack", "this year")]),
        ("Oz resigned on Friday and met the mayor the next day.", [("resigned", "Friday"), ("met", "next day")]),
        ("Oz was ousted and hanged in 1979.", [("ousted", "1979"), ("hanged", "1979")]),
        ("Since May the raid and the attack this week went on.", [("raid", "May"), ("raid", "this week"), ("attack", "this week")]),
        ("Oz was elected in 2005 and 2010, and met no one.", [("elected", "2005"), ("elected", "2010"), ("met", "2010")]),
        ("On Friday Oz was arrested and in the evening freed.", [("arrested", "Friday"), ("freed", "Friday"), ("freed", "evening")]),
    ],
)
def test_two_events_may_share_a_time(text: str, ties: list[tuple[str, str]]) -> None:
    assert kept(text, *ties) == ties


@pytest.mark.parametrize("own", ["four days later", "last summer", "late 2016", "on May 3"])
def test_a_time_of_its_own_may_be_worded_in_many_ways(own: str) -> None:
    text = f"On January 5 they began the raid on Ur and Oz resigned {own}."
    ties = [("raid", "January 5"), ("resigned", "January 5"), ("resigned", own.removeprefix("on "))]
    assert kept(text, *ties) == [ties[0], ties[2]]
