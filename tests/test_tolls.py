"""Parts, revisions and tolls; `reading_builder.build` counts with `article_counts`."""

from __future__ import annotations

from time import perf_counter

import pytest
from reading_builder import build, span

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


@pytest.mark.parametrize(
    ("text", "part", "low", "high"),
    [
        ("At least 84 people were killed, including 3 children.", "3 children", 3, 3),
        ("A bomb killed At least 84 people at a market in Mosul, including 3 children.", "3 children", 3, 3),
        ("A bomb killed At least 84 people in Mosul, Iraq, including two police officers.", "two police officers", 2, 2),
        ("A bomb killed At least 84 people on Dec. 12, including at least 3 children.", "at least 3 children", 3, None),
        ("At least 84 people were killed, officials said on Monday, among them two policemen.", "two policemen", 2, 2),
        ("At least 84 people, 20 of them women, were killed.", "20", 20, 20),
        ("At least 84 people have been killed since May, nearly 20 of them women.", "nearly 20", 18, 20),
        ("At least 84 people were killed, among whom were 27 Mexicans.", "27 Mexicans", 27, 27),
        ("At least 84 people were killed in three cities, including two reporters.", "two reporters", 2, 2),
        ("At least 84 people were killed in three cities, including two in Mosul.", None, None, None),
        ("At least 84 people were killed in villages, including two in Mosul.", None, None, None),
        ("At least 84 people were killed in a string of attacks, including two suicide bombings.", None, None, None),
        ("At least 84 people were killed and 30 homes burned, including 3 huts.", None, None, None),
        ("At least 84 people were killed and three of them were buried.", None, None, None),
        ("At least 84 people were killed, including in 3 cities.", None, None, None),
    ],
)
def test_a_part_may_stand_behind_the_rest_of_the_clause(text: str, part: str | None, low: int | None, high: int | None) -> None:
    found = rows(read(text, ("killed", "Killing"), victims=(("killed", "At least 84 people"),)))
    whole: Row = ("At least 84 people", "killed", 84, None, None, None)
    assert found == ([whole, (part, "killed", low, high, "At least 84 people", None)] if part else [whole])


def test_what_another_verb_tells_of_a_part_is_a_count_of_its_own() -> None:
    text = "Gunmen kidnapped 12 aid workers and released three of them."
    victims = (("kidnapped", "12 aid workers"), ("released", "three"))
    assert rows(read(text, ("kidnapped", "Kidnapping"), ("released", "Release"), victims=victims)) == [
        ("12 aid workers", "kidnapped", 12, 12, None, None),
        ("three", "released", 3, 3, None, None),
    ]


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


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("The blast killed many. Officials lowered the death toll in Kerman from 103 to 84.", "103", "84"),
        ("The blast killed many. Its toll rose on Friday from 84 to at least 103.", "84", "at least 103"),
        ("The blast killed many. Police corrected the number of people killed in the blast from 103 to 84.", "103", "84"),
        ("The blast killed many. An earlier toll of 103 was lowered to 84.", "103", "84"),
        ("The blast killed many. The ministry put the toll at 103 but later revised it to 84.", "103", "84"),
        ("The blast killed many. Officials cut the death toll on Friday to 84 from an initial 103.", "103", "84"),
        ("The blast killed 103 people, a figure later cut to 84.", "103", "84"),
        ("Officials had said that 103 people were killed, but subsequently revised the number down to 84.", "103", "84"),
        ("The blast killed 84 people in Kerman, revising an earlier toll of 103.", "103", "84"),
        ("The blast killed 84 people (revised from 103).", "103", "84"),
        ("The blast killed 84 people and wounded 12 others, correcting an earlier toll of 103.", "103", "84"),
        (
            "In the blast 84 people were killed and 12 injured, revising an earlier count of 103 that held two bodies counted twice.",
            "103",
            "84",
        ),
    ],
)
def test_a_revision_may_name_the_toll_beside_its_verb(text: str, old: str, new: str) -> None:
    found = {words: revises for words, _, _, _, _, revises in rows(read(text, ("killed", "Killing")))}
    assert found == {old: None, new: old}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels who killed many raised the price of bread from 10 to 20 pounds.",
        "The rate of people killed fell from 30 in 2019 to 21 in 2020.",
        "The number of attacks that killed civilians rose from 10 to 14.",
        "After many were killed, inflation rose from 12 to 20 percent.",
        "Who killed many was sent to prison for 12 years, later cut to 8 years.",
    ],
)
def test_other_figures_that_change_are_no_revision(text: str) -> None:
    assert rows(read(text, ("killed", "Killing"))) == []


def test_an_earlier_number_of_hurt_is_none_of_the_dead() -> None:
    text = "The blast killed 84 people and left 12 hurt, revising an earlier count of 15 wounded."
    found = read(text, ("killed", "Killing"), ("hurt", "Injury"), victims=(("killed", "84 people"), ("hurt", "12")))
    assert rows(found) == [
        ("84 people", "killed", 84, 84, None, None),
        ("12", "wounded", 12, 12, None, "15"),
        ("15", "wounded", 15, 15, None, None),
    ]


def test_a_victim_that_holds_both_numbers_of_a_revision_is_two_counts() -> None:
    text = "Officials lowered the toll from 45 to 37."
    assert rows(read(text, ("toll", "Killing"), victims=(("toll", "45 to 37"),))) == [
        ("45", "killed", 45, 45, None, None),
        ("37", "killed", 37, 37, None, "45"),
    ]


def test_a_revision_makes_both_numbers_counts_of_one_event() -> None:
    text = "Officials said 45 people died but later lowered the toll to 41."
    found = read(text, ("died", "Killing"), ("toll", "Killing"), victims=(("died", "45 people"), ("toll", "41")))
    assert [(count.span.text, count.trigger.text, count.revises) for count in found.counts] == [
        ("45 people", "died", None),
        ("41", "died", span(text, "45 people")),
    ]


def test_a_toll_that_is_revised_is_of_its_own_word_and_not_of_another_event() -> None:
    text = "The toll from the strike has jumped from 12 to 19."
    assert {count.trigger.text for count in read(text, ("toll", "Killing"), ("strike", "Protest")).counts} == {"toll"}


def test_parts_of_a_sum_that_a_revision_takes_apart_are_parts_of_nothing() -> None:
    text = "Some 9 men died as the toll was revised from 12 to 14 along with two boys."
    found = read(text, ("died", "Killing"), victims=(("died", "Some 9 men"), ("died", "two boys")))
    assert [(one.span.text, one.part_of) for one in found.counts] == [("Some 9 men", None), ("12", None), ("14", None), ("two boys", None)]


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
        ("The toll of those killed in Monday's blast at a market in the northern town of Port Vale has risen to 84, police said.", "84"),
        ("The number of people killed in the 2020 blast climbed by two to 84.", "84"),
        ("The toll from the 7.1 magnitude quake that killed many has since climbed to 84.", "84"),
        ("Deaths in the blast that killed many rose to 84.", "84"),
        ("The toll rose to 84 percent of those killed.", None),
    ],
)
def test_a_toll_may_be_the_number_of_those_killed(text: str, quote: str | None) -> None:
    assert [count.count.quote for count in read(text, ("killed", "Killing")).counts] == ([quote] if quote else [])


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("The death toll as of 6 p.m. on Friday stood at 41.", ["41"]),
        ("The death toll as of 18:30 stood at 41.", ["41"]),
        ("The death toll as of 12 May stood at 41.", ["41"]),
        ("The death toll as of Nov. 13 was 41.", ["41"]),
        ("The death toll of the flood of 2014 rose to 41.", ["41"]),
        ("The death toll of one of the attacks rose to 41.", ["41"]),
        ("The death toll of two of the attacks rose to 41.", ["41"]),
        ("The death toll was told at 6 p.m. and again in May.", []),
        ("The flood had a death toll of 2014 people.", ["2014"]),
        ("The death toll reached 2000 on Friday.", ["2000"]),
    ],
)
def test_times_and_some_of_the_attacks_are_no_toll(text: str, quotes: list[str]) -> None:
    assert [count.count.quote for count in read(f"The blast killed many. {text}", ("killed", "Killing")).counts] == quotes


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("The death toll could rise to 200, police fear.", []),
        ("The death toll may be at 200.", []),
        ("The death toll did not rise to 200.", []),
        ("The death toll hasn't risen to 200.", []),
        ("The death toll is likely to climb further to 200.", []),
        ("The death toll is expected to rise to 200 from 84.", []),
        ("The death toll may rise from 84 to 200.", []),
        ("Police denied reports that the death toll had risen to 200.", []),
        ("Nobody knows whether the death toll exceeded 200.", []),
        ("The death toll, which could rise, stood at 200.", ["200"]),
        ("The death toll since May rose to 200.", ["200"]),
        ("It was not known on Friday that the death toll had reached 200.", ["200"]),
        ("The death toll has risen to 200.", ["200"]),
    ],
)
def test_a_toll_that_is_feared_or_denied_is_none(text: str, quotes: list[str]) -> None:
    whole = f"The blast killed many. {text}"
    assert [count.count.quote for count in read(whole, ("killed", "Killing")).counts] == quotes
    found = read(whole, ("killed", "Killing"), ("death toll", "Killing"), victims=(("death toll", "200"),))
    assert [count.count.quote for count in found.counts] == quotes


def test_the_number_of_those_hurt_or_arrested_is_a_toll_too() -> None:
    text = "The number of wounded rose to 31, and the number of people arrested stood at 12."
    assert rows(read(text, ("wounded", "Injury"), ("arrested", "Arrest"))) == [
        ("31", "wounded", 31, 31, None, None),
        ("12", "arrested", 12, 12, None, None),
    ]


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


@pytest.mark.parametrize(
    ("text", "first", "second", "victim", "counted"),
    [
        ("Rebels captured eight men and murdered one.", ("captured", "Arrest"), ("murdered", "Killing"), "eight men", ["eight men", "one"]),
        (
            "It led to at least 8 deaths and about 20 injuries.",
            ("deaths", "Killing"),
            ("injuries", "Injury"),
            "at least 8",
            ["at least 8", "about 20"],
        ),
        ("The eight men were beaten and murdered.", ("beaten", "Injury"), ("murdered", "Killing"), "eight men", ["eight men", "eight men"]),
        (
            "Rebels captured eight men and murdered two miles away.",
            ("captured", "Arrest"),
            ("murdered", "Killing"),
            "eight men",
            ["eight men", "eight men"],
        ),
    ],
)
def test_a_number_beside_a_trigger_is_rather_its_own_than_that_of_another(
    text: str, first: tuple[str, EventType], second: tuple[str, EventType], victim: str, counted: list[str]
) -> None:
    found = read(text, first, second, victims=((first[0], victim), (second[0], victim)))
    assert [(one.span.text, one.trigger.text) for one in found.counts] == [*zip(counted, (first[0], second[0]), strict=True)]


@pytest.mark.parametrize(
    ("text", "victim", "counted"),
    [
        ("There were more than 20 deaths in a town of 900 people.", "900 people", ["more than 20"]),
        ("There were hundreds of deaths, thousands of refugees met.", "thousands of refugees", ["hundreds"]),
        ("There were deaths of 20 people.", "20 people", ["20 people"]),
        ("In May, 20 people were among the deaths.", "20 people", ["20 people"]),
        ("There were 20 deaths.", "20 deaths", ["20 deaths"]),
    ],
)
def test_a_noun_has_the_number_before_it(text: str, victim: str, counted: list[str]) -> None:
    assert [one.span.text for one in read(text, ("deaths", "Killing"), victims=(("deaths", victim),)).counts] == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Among nine men in the case, police arrested six people.", ["six people"]),
        ("Among the nine men in the case, police arrested six people.", ["six people"]),
        ("From nine men police arrested six people.", ["nine men", "six people"]),
    ],
)
def test_those_of_whom_some_are_chosen_are_not_counted(text: str, counted: list[str]) -> None:
    found = read(text, ("arrested", "Arrest"), victims=(("arrested", "nine men"), ("arrested", "six people")))
    assert [one.span.text for one in found.counts] == counted


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


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("The blast killed 22 people. Eight Mexican nationals were among those killed.", ("Eight Mexican nationals", 8, 8), "22 people"),
        ("The blast killed 22 people. Thirty-eight foreigners were among the victims.", ("Thirty-eight foreigners", 38, None), None),
        (
            "The blast killed 22 people. Among the dead were at least two men and a boy.",
            ("at least two men and a boy", 3, None),
            "22 people",
        ),
        ("The blast killed 22 people. Twelve of the dead were children.", ("Twelve", 12, 12), "22 people"),
        ("Officials said 11 men and one woman were among those who were killed.", ("11 men and one woman", 12, None), None),
        ("The blast killed 22 people. Three of them were among the guests.", None, None),
        ("The blast killed 22 people. Two of the wounded were taken to hospitals.", None, None),
        ("The blast killed 22 people. Three Germans were among those arrested.", None, None),
    ],
)
def test_some_who_are_said_to_be_among_them_are_a_part(text: str, part: tuple[str, int, int | None] | None, whole: str | None) -> None:
    found = read(text, ("killed", "Killing"), victims=(("killed", "22 people"),) if "22" in text else ())
    rest = [row for row in rows(found) if row[0] != "22 people"]
    assert rest == ([(part[0], "killed", *part[1:], whole, None)] if part else [])


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("The police killed 12 men this year, 3 in this month alone.", True),
        ("The police killed 12 men this year, 3 in May alone.", True),
        ("The police killed 12 men this year and 3 last month alone.", True),
        ("The police killed 12 men this year. Guards killed 3 in May alone.", False),
        ("The police killed 12 men this year, 3 living alone.", False),
        ("The police killed 2 men this year, 3 in May alone.", False),
    ],
)
def test_a_number_of_one_time_alone_is_a_part(text: str, *, is_part: bool) -> None:
    whole = "12 men" if "12" in text else "2 men"
    found = rows(read(text, ("killed", "Killing"), victims=(("killed", whole), ("killed", "3"))))
    assert [row for row in found if row[0] == "3"] == [("3", "killed", 3, 3, whole if is_part else None, None)]


@pytest.mark.parametrize(
    ("text", "kind", "counted"),
    [
        ("The massacre shook many. Hundreds of bodies were found.", "Killing", [("Hundreds of bodies", 200, None)]),
        ("Rescuers recovered 30 more bodies.\nThe massacre shook many.", "Killing", [("30 more bodies", 30, None)]),
        ("The massacre shook many. 12 bodies of water dried up.", "Killing", []),
        ("The massacre shook many in two bodies of the union.", "Killing", []),
        ("The massacre shook many. Two human rights bodies identified the gunmen.", "Killing", []),
        ("The massacre shook many. Two bodies identified the gunmen.", "Killing", []),
        ("The massacre shook many. Three government bodies were brought under his control.", "Killing", []),
        ("The massacre shook many. They brought two regional bodies together.", "Killing", []),
        ("The massacre shook many. Four bodies had been counted twice.", "Killing", []),
        ("The massacre shook many. Four bodies found in a well were burned.", "Killing", [("Four bodies", 4, None)]),
        (
            "The massacre shook many. Four badly burned bodies had so far been recovered.",
            "Killing",
            [("Four badly burned bodies", 4, None)],
        ),
        ("The strike began. Its spokesman put the number of strikers at fewer than 300.", "Protest", [("fewer than 300", None, 299)]),
        ("The strike began. Some 900 of its members had joined the strike.", "Protest", [("Some 900 of its members", 810, 990)]),
        ("The strike began in a square where 150 people had gathered by night.", "Protest", [("150 people", 150, 150)]),
        ("The strike began. 150 people had gathered to mourn.", "Protest", []),
        ("The strike began. 150 people had gathered for a concert.", "Protest", []),
        ("The massacre shook many. 150 people had gathered.", "Killing", []),
    ],
)
def test_bodies_and_protesters_are_counted_by_plain_wordings(
    text: str, kind: EventType, counted: list[tuple[str, int | None, int | None]]
) -> None:
    trigger = "massacre" if kind == "Killing" else "strike"
    assert [(m.span.text, m.count.at_least, m.count.at_most) for m in read(text, (trigger, kind)).counts] == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The blast killed many. An official put the number of dead at 30, hospital sources at 22.", ["30", "22"]),
        ("The blast killed many. Police put the toll at 30, while the party put it at more than 100.", ["30", "more than 100"]),
        ("The blast killed many. He put the toll at 30, speaking at 10 a.m.", ["30"]),
        ("The blast killed many. He put the toll at 30 and the number of wounded at 100.", ["30", "100"]),
        ("The blast killed many. He put the toll at 30. Police arrived at 22.", ["30"]),
        ('The blast killed many. He revised down the number of dead by about 100, to "about 250".', ["about 250"]),
        ("The blast killed many, bringing the number killed to 171.", ["171"]),
    ],
)
def test_a_toll_may_be_quoted_and_have_a_rival(text: str, counted: list[str]) -> None:
    assert [m.span.text for m in read(text, ("killed", "Killing")).counts] == counted


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("The toll rose to 359. Earlier on Wednesday the authorities said 321 people had died.", "321 people"),
        ("The toll rose to 359. Police had initially said that 321 people died.", "321 people"),
        ("The toll rose to 359. Earlier on Wednesday the authorities said 321 people had died in another blast.", None),
        ("The toll rose to 359. " + 30 * "Others met. " * 2 + "Earlier the authorities said 321 people had died.", "321 people"),
        ("The toll rose to 359. Earlier on Wednesday the authorities said 21 people had died.", None),
        ("The toll rose to 359. On Wednesday the authorities said 321 people had died.", None),
    ],
)
def test_what_was_said_earlier_is_an_older_toll(text: str, old: str | None) -> None:
    victim = "321 people" if "321" in text else "21 people"
    found = read(text, ("toll", "Killing"), ("died", "Killing"), victims=(("died", victim),))
    assert [(m.span.text, m.revises.text if m.revises else None) for m in found.counts] == [("359", old), (victim, None)]
    assert len({m.trigger for m in found.counts}) == (1 if old else 2)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("43 men were killed or seriously hurt.", [(None, 43), (None, 43)]),
        ("43 men were killed and hurt.", [(None, 43), (None, 43)]),
        ("At least 43 men were killed or hurt.", []),
        ("43 men were killed or missing after many were hurt.", [(None, 43), (43, 43)]),
        ("43 men were killed, officials said, or badly hurt.", [(43, 43), (43, 43)]),
    ],
)
def test_a_number_of_both_bounds_each(text: str, bounds: list[tuple[int | None, int | None]]) -> None:
    victim = text[: text.index(" were")]
    found = read(text, ("killed", "Killing"), ("hurt", "Injury"), victims=(("killed", victim), ("hurt", victim)))
    assert [(m.count.at_least, m.count.at_most) for m in found.counts] == bounds


def test_a_number_before_many_spaces_takes_no_longer_than_others() -> None:
    text = "The blast killed many. The toll rose to 84" + " " * 2_000 + "on Friday."
    start = perf_counter()
    read(text, ("killed", "Killing"))
    assert perf_counter() - start < 1  # seconds; 7 while every two pieces of the spaces were tried


def test_the_numbers_that_a_sum_joins_go_with_it_to_another_event() -> None:
    victims = (("killed", "22 people"), ("died", "3 men"), ("died", "2 boys"))
    text = "The blast killed 22 people. Officials said 3 men and 2 boys were among those who died."
    found = read(text, ("killed", "Killing"), ("died", "Killing"), victims=victims)
    assert rows(found) == [
        ("22 people", "killed", 22, 22, None, None),
        ("3 men", "killed", 3, 3, "3 men and 2 boys", None),
        ("3 men and 2 boys", "killed", 5, 5, "22 people", None),
        ("2 boys", "killed", 2, 2, "3 men and 2 boys", None),
    ]
    assert {count.trigger.text for count in found.counts} == {"killed"}
