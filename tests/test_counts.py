from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_builder import build, span

from kg.model import Count, CountMention, EntityType, EventType, Reading, Role
from kg.reader.counts import count_of


@pytest.mark.parametrize(
    ("phrase", "low", "high"),
    [
        ("84", 84, 84),
        ("84 people", 84, 84),
        ("1,200", 1200, 1200),
        ("1.5 million", 1_500_000, 1_500_000),
        ("two soldiers", 2, 2),
        ("twenty-three", 23, 23),
        ("two hundred and six people", 206, 206),
        ("two thousand one hundred", 2100, 2100),
        ("a dozen", 12, 12),
        ("half a dozen", 6, 6),
        ("a hundred", 100, 100),
        ("half a million people", 500_000, 500_000),
        ("almost a quarter of a million people", 225_000, 250_000),
        ("three quarters of a million", 750_000, 750_000),
        ("Two and a half million people", 2_500_000, 2_500_000),
        ("more than two-and-a-half million", 2_500_001, None),
        ("2 and three quarters million", 2_750_000, 2_750_000),
        ("about one and a half thousand men", 1_350, 1_650),
        ("two of three engineers", 2, 2),
        ("six out of eight engineers", 6, 6),
        ("one in three attacks", 1, 1),
        ("two in 2014", 2, 2),
        ("12 in 3 cars", 12, 12),
        ("Two nine-month-old twins", 2, 2),
        ("two 12-year-olds", 2, 2),
        ("two two-star generals", 2, 2),
        ("12-member family", 12, 12),
        ("Two children under 12 and a man", 3, 3),
        ("four girls below the age of five", 4, 4),
        ("killed over 60", 61, None),
        ("a crowd of over 60", 61, None),
        ("under 12 children", None, 11),
        ("people over 60,000", 60_001, None),
        ("two women dead and a third", 3, 3),
        ("three hundred and six of the dead", 306, 306),
        ("a family of five", 5, 5),
        ("another 15", 15, 15),
        ("three of the 12", 3, 3),
        ("12 people including 3 children", 12, 12),
        ("at least 84 people", 84, None),
        ("At least another 10", 10, None),
        ("no fewer than 12", 12, None),
        ("Not fewer than 12", 12, None),
        ("12 or more", 12, None),
        ("200+ people", 200, None),
        ("200 + people", 200, None),
        ("more than 100", 101, None),
        ("over two dozen miners", 25, None),
        ("more than 300 of the 367 people", 301, None),
        ("up to 20", None, 20),
        ("No more than 5", None, 5),
        ("fewer than 10", None, 9),
        ("about 50", 45, 55),
        ("some 200 others", 180, 220),
        ("nearly 200", 180, 200),
        ("between 10 and 15", 10, 15),
        ("12-15 men", 12, 15),
        ("10 to 12", 10, 12),
        ("three or four young men", 3, 4),
        ("dozens", 24, None),
        ("scores of others", 40, None),
        ("hundreds", 200, None),
        ("tens of thousands", 20_000, None),
        ("hundreds of thousands of villagers", 200_000, None),
        ("several", 2, None),
        ("a few", 2, None),
        ("two soldiers and a policeman", 3, 3),
        ("two soldiers and their families", 2, None),
        ("15 women and 94 men", 109, 109),
        ("At least 15 women, about 40 men and another 94 children", 145, None),
        ("up to two soldiers and a policeman", 1, 3),
        ("two hundred and six soldiers and 4 guards", 210, 210),
        ("12 men in 3 cars and a bus", 12, None),
        ("12 men in cars and a bus", 12, None),
    ],
)
def test_words_of_number_become_bounds(phrase: str, low: int | None, high: int | None) -> None:
    assert count_of(phrase) == Count(low, high, phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        *("no one", "nobody", "No civilians", "none", "many", "some", "people", "a soldier", "", "U.S. troops"),
        *(
            "a 22-year-old",
            "35 - year - old girlfriend",
            "32 year old man",
            "16 years of age",
            "Class 12 pupil",
            "Covid - 19 patients",
            "a quarter of the villagers",
            "three quarters of villagers",
            "66 percent of the villagers",
            "half of them",
            "half the 300 residents",
            "Two-thirds of the residents",
            "one-fifth of the 900 men",
            "two thirds",
            "one third",
            "One in five people",
            "1 in every 10",
            "Nine in 10 residents",
            "Eight out of ten people",
            "$5 million",
        ),
        *(
            "two-month-old baby",
            "a five - day - old girl",
            "20-year-olds",
            "two-star general",
            "seven-time champion",
            "a 7,600-foot peak",
            "Children under 12",
            "Men over 60",
            "boys under the age of five",
            "pupils aged between two and five",
        ),
    ],
)
def test_what_is_no_number_of_people_is_no_count(phrase: str) -> None:
    assert count_of(phrase) is None


@given(st.text(max_size=40))
def test_odd_text_never_raises(phrase: str) -> None:
    count = count_of(phrase)
    assert count is None or count.quote == phrase


def test_counts_take_their_kind_from_the_event() -> None:
    text = (
        "The blast killed at least 12 people and wounded 30.\nPolice arrested four men.\n"
        "Gunmen seized two aid workers.\nSome 500 families fled."
    )
    reading = build(
        "a",
        text,
        entities={
            "e1": ("GRP", ["at least 12 people"]),
            "e2": ("GRP", ["30"]),
            "e3": ("GRP", ["four men"]),
            "e4": ("GRP", ["two aid workers"]),
            "e5": ("GRP", ["Some 500 families"]),
        },
        events={
            "v1": ("Killing", ["killed"]),
            "v2": ("Injury", ["wounded"]),
            "v3": ("Arrest", ["arrested"]),
            "v4": ("Kidnapping", ["seized"]),
            "v5": ("Displacement", ["fled"]),
        },
        arguments=[
            ("killed", "Victim", "at least 12 people"),
            ("wounded", "Victim", "30"),
            ("arrested", "Target", "four men"),
            ("seized", "Victim", "two aid workers"),
            ("fled", "Victim", "Some 500 families"),
        ],
    )
    assert reading.counts == (
        CountMention(span(text, "at least 12 people"), span(text, "killed"), "killed", Count(12, None, "at least 12 people")),
        CountMention(span(text, "30"), span(text, "wounded"), "wounded", Count(30, 30, "30")),
        CountMention(span(text, "four men"), span(text, "arrested"), "arrested", Count(4, 4, "four men")),
        CountMention(span(text, "two aid workers"), span(text, "seized"), "kidnapped", Count(2, 2, "two aid workers")),
        CountMention(span(text, "Some 500 families"), span(text, "fled"), "displaced", Count(450, 550, "Some 500 families")),
    )


def test_a_number_before_a_plural_trigger_counts() -> None:
    text = "Officials reported at least 84 deaths, but no arrests."
    reading = build("a", text, events={"v1": ("Killing", ["deaths"]), "v2": ("Arrest", [("arrests", "Negated")])})
    assert reading.counts == (CountMention(span(text, "at least 84"), span(text, "deaths"), "killed", Count(84, None, "at least 84")),)


@pytest.mark.parametrize(
    ("text", "filler", "low", "high"),
    [
        ("No fewer than 90 people were hurt.", "fewer than 90 people", 90, None),
        ("No fewer than 90 people were hurt.", "90 people", 90, None),
        ("Not more than 90 people were hurt.", "more than 90 people", None, 90),
        ("As many as 90 people were hurt.", "many as 90 people", None, 90),
        ("At least another 90 people were hurt.", "another 90 people", 90, None),
        ("In excess of 90 people were hurt.", "excess of 90 people", 91, None),
        ("Fewer than 90 people were hurt.", "Fewer than 90 people", None, 89),
        ("No more was said, fewer than 90 people were hurt.", "fewer than 90 people", None, 89),
        ("The raid left over 90 people hurt.", "90 people", 91, None),
        ("The raid left over 1.5 million people hurt.", "1.5 million people", 1_500_001, None),
        ("The raid left between 90 and 100 people hurt.", "100 people", 90, 100),
        ("On a day between May and July 100 people were hurt.", "100 people", 100, 100),
        ("In a quarrel over 90 people men were hurt.", "90 people", 90, 90),
        ("At least two said 90 people were hurt.", "90 people", 90, 90),
    ],
)
def test_words_of_a_bound_that_the_filler_leaves_out_count(text: str, filler: str, low: int | None, high: int | None) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", [filler])},
        events={"v1": ("Injury", ["hurt"])},
        arguments=[("hurt", "Victim", filler)],
    )
    assert [(one.count.at_least, one.count.at_most) for one in reading.counts] == [(low, high)]


def test_the_longest_bound_before_a_trigger_counts() -> None:
    reading = build("a", "Officials reported no fewer than 84 deaths.", events={"v1": ("Killing", ["deaths"])})
    assert [(one.span.text, one.count.at_least, one.count.at_most) for one in reading.counts] == [("no fewer than 84", 84, None)]


def test_a_number_before_a_trigger_that_is_a_label_is_no_count() -> None:
    assert build("a", "Fewer Covid - 19 deaths were registered.", events={"v1": ("Killing", ["deaths"])}).counts == ()


@pytest.mark.parametrize(
    ("text", "victim", "counted"),
    [
        ("Groups condemned the 2013 killings of 800 protesters.", "800 protesters", ["800 protesters"]),
        ("The 2013 killings shocked the town.", None, []),
        ("There is anger over 2013 killings.", None, []),
        ("The June 12 killings shocked the town.", None, []),
        ("The Nov. 13 killings shocked the town.", None, []),
        ("In June 12 killings were reported.", None, ["12"]),
        ("In June, 12 killings were reported.", None, ["12"]),
        ("There were some 2000 killings.", None, ["some 2000"]),
        ("There were 2,013 killings.", None, ["2,013"]),
    ],
)
def test_years_and_days_before_a_trigger_are_no_count(text: str, victim: str | None, counted: list[str]) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", [victim])} if victim else {},
        events={"v1": ("Killing", ["killings"])},
        arguments=[("killings", "Victim", victim)] if victim else [],
    )
    assert [one.span.text for one in reading.counts] == counted


def test_a_number_before_a_trigger_is_read_with_all_its_digits() -> None:
    text = "In 2020, 4,789 deaths were registered."
    reading = build("a", text, events={"v1": ("Killing", ["deaths"])})
    assert reading.counts == (CountMention(span(text, "4,789"), span(text, "deaths"), "killed", Count(4789, 4789, "4,789")),)


@pytest.mark.parametrize(
    ("before", "counted"),
    [
        ("A total of 76 schoolgirls", ["76 schoolgirls"]),
        ("The lorry held more than 50 people,", ["more than 50 people"]),
        ("More than 300 of the 367 people", ["367 people"]),
        ("At least two of the people", []),
        ("People", []),
        ("Four days later men", []),
        ("12 people were hurt, including 5 children", []),
    ],
)
def test_those_who_are_counted_by_the_words_before_who(before: str, counted: list[str]) -> None:
    text = f"{before} who died were buried."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["who"])},
        events={"v1": ("Killing", ["died"])},
        arguments=[("died", "Victim", "who")],
    )
    assert [mention.span.text for mention in reading.counts] == counted


def test_a_part_of_the_counted_is_not_counted_again() -> None:
    text = "The raid killed 12 people, including three children, two of them girls."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["12 people"]), "e2": ("GRP", ["three children"]), "e3": ("GRP", ["two"])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", "12 people"), ("killed", "Victim", "three children"), ("killed", "Victim", "two")],
    )
    whole = span(text, "12 people")
    assert [(mention.span.text, mention.part_of) for mention in reading.counts] == [("12 people", None), ("three children", whole)]


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "filler", "counted"),
    [
        ("Gunmen seized 12 people and released three of them.", "Release", "released", "three", ["12 people", "three"]),
        ("Gunmen seized 12 people and released three of them.", "Release", "released", "three of them", ["12 people", "three of them"]),
        ("Gunmen seized 12 people and released three of them.", "Release", "released", None, ["12 people", "three"]),
        ("Gunmen seized 12 people and later killed at least three of them.", "Killing", "killed", "three", ["12 people", "at least three"]),
        ("Gunmen seized 12 people, three of whom were freed.", "Release", "freed", "whom", ["12 people", "three"]),
        ("Gunmen seized 12 people. Three of them were released.", "Release", "released", "Three", ["12 people", "Three"]),
        ("Gunmen seized 12 people, taking three of them from a bus.", "Kidnapping", "taking", "three", ["12 people"]),
        (
            "Gunmen seized 12 people. They took three of them prisoner in a raid.",
            "Arrest",
            "took",
            "three of them",
            ["12 people", "three of them"],
        ),
        ("Gunmen seized 12 people. Others saw three of them seized again.", "Kidnapping", "seized|2", "three", ["12 people", "three"]),
        ("Gunmen seized 12 people, including three of those released in May.", "Release", "released", "three", ["12 people"]),
    ],
)
def test_what_happened_to_some_of_them_is_counted_unless_it_is_the_same(
    text: str, kind: EventType, trigger: str, filler: str | None, counted: list[str]
) -> None:
    arguments: list[tuple[str, Role, str]] = [("seized", "Victim", "12 people")]
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["12 people", *([filler] if filler else [])])},
        events={"v1": ("Kidnapping", ["seized"]), "v2": (kind, [trigger])},
        arguments=[*arguments, (trigger, "Victim", filler)] if filler else arguments,
    )
    assert [one.span.text for one in reading.counts if one.part_of is None] == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Twelve of the pupils abducted on Jan. 7 were freed on Thursday.", []),
        ("At least two of his men abducted near the river have returned.", []),
        ("Twelve of the pupils were abducted in May.", ["Twelve of the pupils"]),
        ("Twelve of the pupils abducted. The school was closed.", ["Twelve of the pupils"]),
        ("Twelve pupils abducted in May were freed on Thursday.", ["Twelve pupils"]),
    ],
)
def test_some_of_those_to_whom_it_happened_are_no_count_of_them(text: str, counted: list[str]) -> None:
    filler = text[: text.index(" were abducted" if " were abducted" in text else " abducted")]
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", [filler])},
        events={"v1": ("Kidnapping", ["abducted"])},
        arguments=[("abducted", "Victim", filler)],
    )
    assert [mention.span.text for mention in reading.counts] == counted


@pytest.mark.parametrize(
    ("victims", "counted"),
    [
        ("Commander Karr and four of his men", ("Karr and four of his men", 5, 5)),
        ("Karr and at least four of his men", ("Karr and at least four of his men", 5, None)),
        ("Adler, Commander Karr and four of his men", ("Adler, Commander Karr and four of his men", 6, 6)),
        ("two guards and Commander Karr", ("two guards and Commander Karr", 3, 3)),
        ("two guards, among them Karr,", ("two guards", 2, 2)),
        ("four of his men, but Karr escaped;", ("four of his men", 4, 4)),
    ],
)
def test_people_named_beside_the_counted_are_counted_with_them(victims: str, counted: tuple[str, int, int | None]) -> None:
    names = [name for name in ("Adler", "Karr") if name in victims]
    [others] = [words for words in ("at least four of his men", "four of his men", "two guards") if words in victims][:1]
    reading = build(
        "a",
        f"The raid killed {victims} on Friday.",
        entities={**{name: ("PER", [name]) for name in names}, "others": ("GRP", [others])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", one) for one in (*names, others)],
    )
    [mention] = [one for one in reading.counts if one.part_of is None]
    assert (mention.span.text, mention.count.at_least, mention.count.at_most) == counted
    assert mention.count.quote == mention.span.text
    parts = [(one.span.text, one.part_of) for one in reading.counts if one != mention]
    assert parts == ([(others, mention.span)] if mention.span.text != others else [])


JOINED: list[tuple[str, dict[str, EntityType], list[tuple[str, int | None, int | None, str | None]]]] = [
    (
        "Five soldiers and two civilians were killed in Goma.",
        {"Five soldiers": "GRP", "two civilians": "GRP"},
        [
            ("Five soldiers", 5, 5, "Five soldiers and two civilians"),
            ("Five soldiers and two civilians", 7, 7, None),
            ("two civilians", 2, 2, "Five soldiers and two civilians"),
        ],
    ),
    (
        "The raid killed At least 60 men, 13 women and up to 4 children.",
        {"At least 60 men": "GRP", "13 women": "GRP", "up to 4 children": "GRP"},
        [
            ("At least 60 men", 60, None, "At least 60 men, 13 women and up to 4 children"),
            ("At least 60 men, 13 women and up to 4 children", 73, None, None),
            ("13 women", 13, 13, "At least 60 men, 13 women and up to 4 children"),
            ("up to 4 children", None, 4, "At least 60 men, 13 women and up to 4 children"),
        ],
    ),
    (
        "The president, his wife and 11 other people were killed.",
        {"president": "PER", "wife": "PER", "11 other people": "GRP"},
        [("president, his wife and 11 other people", 13, 13, None), ("11 other people", 11, 11, "president, his wife and 11 other people")],
    ),
    (
        "The raid killed Ada Roe, 45, a minister, and her two sons.",
        {"Ada Roe": "PER", "45": "GRP", "two sons": "GRP"},
        [("Ada Roe, 45, a minister, and her two sons", 3, 3, None), ("two sons", 2, 2, "Ada Roe, 45, a minister, and her two sons")],
    ),
    (
        "A married couple and their two children were killed.",
        {"married couple": "GRP", "two children": "GRP"},
        [("married couple and their two children", 4, 4, None), ("two children", 2, 2, "married couple and their two children")],
    ),
    (
        "The raid killed two guides and their families.",
        {"two guides": "GRP", "families": "GRP"},
        [("two guides", 2, 2, "two guides and their families"), ("two guides and their families", 2, None, None)],
    ),
    (
        "The raid killed six nuns, five of whom were old, and two cooks.",
        {"six nuns": "GRP", "two cooks": "GRP"},
        [
            ("six nuns", 6, 6, "six nuns, five of whom were old, and two cooks"),
            ("six nuns, five of whom were old, and two cooks", 8, 8, None),
            ("two cooks", 2, 2, "six nuns, five of whom were old, and two cooks"),
        ],
    ),
    (
        "The raid killed two ministers and other officials.",
        {"two ministers": "GRP", "other officials": "GRP"},
        [("two ministers", 2, 2, "two ministers and other officials"), ("two ministers and other officials", 2, None, None)],
    ),
    ("The blast left 161 civilians and police killed.", {"161 civilians": "GRP", "police": "GRP"}, [("161 civilians", 161, 161, None)]),
    (
        "Roe was killed on Friday along with 14 others.",
        {"Roe": "PER", "14 others": "GRP"},
        [
            ("Roe was killed on Friday along with 14 others", 15, 15, None),
            ("14 others", 14, 14, "Roe was killed on Friday along with 14 others"),
        ],
    ),
    (
        "He killed himself and 22 others.",
        {"22 others": "GRP"},
        [("himself and 22 others", 23, 23, None), ("22 others", 22, 22, "himself and 22 others")],
    ),
    (
        "General Karr and four guards were killed.",
        {"four guards": "GRP"},
        [("Karr and four guards", 5, 5, None), ("four guards", 4, 4, "Karr and four guards")],
    ),
    (
        "The raid killed five men, two boys, a woman and a girl.",
        {"five men": "GRP", "two boys": "GRP"},
        [
            ("five men", 5, 5, "five men, two boys"),
            ("five men, two boys", 7, None, None),
            ("two boys", 2, 2, "five men, two boys"),
        ],
    ),
    (
        "The raid killed five men in Goma and two in Beni.",
        {"five men": "GRP", "two": "GRP"},
        [
            ("five men", 5, 5, "five men in Goma and two"),
            ("five men in Goma and two", 7, 7, None),
            ("two", 2, 2, "five men in Goma and two"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "victims", "counted"), JOINED)
def test_what_and_joins_is_one_number(
    text: str, victims: dict[str, EntityType], counted: list[tuple[str, int | None, int | None, str | None]]
) -> None:
    reading = counted_killed(text, {**victims, "Karr": "PER"} if "Karr" in text else victims, list(victims))
    assert [
        (one.span.text, one.count.at_least, one.count.at_most, one.part_of.text if one.part_of else None) for one in reading.counts
    ] == counted
    assert all(one.count.quote == one.span.text for one in reading.counts)


@pytest.mark.parametrize(
    ("text", "victims", "counted"),
    [
        ("The raid killed 12 people, including two men and five women.", ["12 people", "two men", "five women"], ["12 people"]),
        ("The raid killed 12 people, including two men, a boy and five women.", ["12 people", "two men", "five women"], ["12 people"]),
        ("The raid killed 12 people, seven men and five women.", ["12 people", "seven men", "five women"], ["12 people"]),
        ("The raid killed 12 people, three men and five women.", ["12 people", "three men", "five women"], ["12 people"]),
        ("The raid killed two reporters, Ada Roe and Orin Tal.", ["two reporters", "Ada Roe", "Orin Tal"], ["two reporters"]),
        ("The raid killed three men, Ada Roe and Orin Tal.", ["three men", "Ada Roe", "Orin Tal"], ["three men"]),
        ("The raid killed two reporters, ada roe and orin tal.", ["two reporters", "ada roe", "orin tal"], ["two reporters"]),
        ("The raid killed 12 men, Ada Roe and the nuns included.", ["12 men", "Ada Roe", "nuns"], ["12 men"]),
        ("The raid killed two reporters, a cook and a boy.", ["two reporters", "cook", "boy"], ["two reporters, a cook and a boy"]),
        ("The raid killed up to 12 men and their families.", ["up to 12 men", "families"], ["up to 12 men"]),
        ("Once 12 men killed were buried and 5 women were lost.", ["12 men", "5 women"], ["12 men", "5 women"]),
        ("The raid killed 12 men, and police said 5 women died.", ["12 men", "5 women"], ["12 men", "5 women"]),
        ("The raid killed 12 men, who had fled, and 5 women.", ["12 men", "5 women"], ["12 men", "5 women"]),
        ("The raid killed 12 men, 5 in this month.", ["12 men", "5"], ["12 men", "5"]),
        ("The raid killed 12 men. It killed 5 women.", ["12 men", "5 women"], ["12 men", "5 women"]),
        ("The raid killed four of the six nuns.", ["four of the six nuns", "six nuns"], ["four of the six nuns"]),
        ("Ada Roe, 45, was killed.", ["45"], []),
    ],
)
def test_what_a_clause_or_a_part_parts_is_not_joined(text: str, victims: list[str], counted: list[str]) -> None:
    reading = counted_killed(text, {one: "PER" if one.istitle() else "GRP" for one in victims}, victims)
    assert [one.span.text for one in reading.counts if one.part_of is None] == counted


@pytest.mark.parametrize(
    ("text", "victim", "counted"),
    [
        ("Some 12 rebels and one soldier were killed.", "one soldier", ["Some 12 rebels and one soldier"]),
        ("Police said 12 rebels and 1 soldier were killed.", "1 soldier", ["12 rebels and 1 soldier"]),
        (
            "On Friday, six nuns (five Northlanders and one Easterner) and two cooks were killed.",
            "two cooks",
            ["six nuns (five Northlanders and one Easterner) and two cooks"],
        ),
        (
            "On Friday, six nuns -- five Northlanders and one Easterner -- and two cooks were killed.",
            "two cooks",
            ["six nuns -- five Northlanders and one Easterner -- and two cooks"],
        ),
        (
            "The killed were six nuns, five of whom were old, and two cooks.",
            "two cooks",
            ["two cooks"],
        ),
        ("Men who killed six nuns and two cooks in Ur were seen.", "six nuns", ["six nuns and two cooks"]),
        ("The raid killed six nuns and two cooks.", "two cooks", ["six nuns and two cooks"]),
        ("Police hurt 12 rebels and one soldier was killed.", "one soldier", ["one soldier"]),
        ("In 12 villages and in Ur one soldier was killed.", "one soldier", ["one soldier"]),
        ("Said to be in 12 towns and one soldier was killed.", "one soldier", ["one soldier"]),
        ("The raid killed six nuns and two bombs exploded.", "six nuns", ["six nuns"]),
        ("The raid killed six nuns and two houses in Ur burned.", "six nuns", ["six nuns"]),
        ("The raid killed six nuns and two cooks were hurt.", "six nuns", ["six nuns"]),
        ("For 12 days and one night soldiers were killed.", "soldiers", []),
    ],
)
def test_a_numbered_group_that_and_joins_is_counted_though_the_network_leaves_it_out(text: str, victim: str, counted: list[str]) -> None:
    reading = counted_killed(text, {victim: "GRP"}, [victim])
    assert [one.span.text for one in reading.counts if one.part_of is None] == counted


def test_a_numbered_group_of_another_trigger_is_not_joined() -> None:
    reading = build(
        "a",
        "Some 12 rebels and one soldier were killed.",
        entities={"e1": ("GRP", ["Some 12 rebels"]), "e2": ("GRP", ["one soldier"])},
        events={"v1": ("Killing", ["killed"]), "v2": ("Injury", ["were"])},
        arguments=[("were", "Victim", "Some 12 rebels"), ("killed", "Victim", "one soldier")],
    )
    assert [(one.span.text, one.kind) for one in reading.counts] == [("Some 12 rebels", "wounded"), ("one soldier", "killed")]


@pytest.mark.parametrize(
    ("text", "filler", "counted"),
    [
        ("The raid killed two Northland soldiers.", "soldiers", "two Northland soldiers"),
        ("The raid killed about 40 Free North fighters.", "fighters", "about 40 Free North fighters"),
        ("Police said 104 people described as plotters were killed.", "plotters", "104 people described as plotters"),
        ("Some 12 men believed to be rebels were killed.", "rebels", "Some 12 men believed to be rebels"),
        ("It left 161 civilians and police killed.", "police", "161 civilians and police"),
        ("The raid killed two of his aides.", "aides", "two of his aides"),
        ("Two of the people killed in May were found.", "people", None),
        ("Two of the wounded were killed.", "Two", "Two of the wounded"),
        ("Four of the dead soldiers were killed by a mine.", "Four", "Four of the dead soldiers"),
        ("Two of the wounded then killed.", "Two", "Two of the wounded"),
        ("Three of the victims being killed.", "Three", "Three of the victims"),
        ("On 12 July Northland soldiers were killed.", "soldiers", None),
        ("On Sept. 6 Northland soldiers were killed.", "soldiers", None),
        ("In 2004 Northland soldiers were killed.", "soldiers", None),
        ("Flight 12 Northland passengers were killed.", "passengers", None),
        ("He met 12 Northland President Roe was killed.", "Roe", None),
        ("She was named on Sept. 6 by Queen Ada, who was killed.", "who", None),
    ],
)
def test_a_number_is_found_before_names_and_descriptions(text: str, filler: str, counted: str | None) -> None:
    reading = counted_killed(text, {filler: "GRP"}, [filler])
    assert [one.span.text for one in reading.counts] == ([counted] if counted else [])


def counted_killed(text: str, mentions: dict[str, EntityType], victims: list[str]) -> Reading:
    return build(
        "a",
        text,
        entities={words: (kind, [words]) for words, kind in mentions.items()},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", words) for words in victims],
    )


def test_a_people_beside_the_counted_is_not_one_person() -> None:
    reading = build(
        "a",
        "The raid killed Northlanders and four guards.",
        entities={"e1": ("GRP", ["Northlanders"]), "e2": ("GRP", ["four guards"])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", "Northlanders"), ("killed", "Victim", "four guards")],
    )
    assert [mention.count.at_least for mention in reading.counts if mention.part_of is None] == [4]


def test_agents_and_other_events_are_not_counted() -> None:
    text = "Four gunmen killed a guard; two suspects met them."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["Four gunmen"]), "e2": ("PER", ["guard"]), "e3": ("GRP", ["two suspects"])},
        events={"v1": ("Killing", ["killed"]), "v2": ("Meeting", ["met"])},
        arguments=[("killed", "Agent", "Four gunmen"), ("killed", "Victim", "guard"), ("met", "Target", "two suspects")],
    )
    assert reading.counts == ()
