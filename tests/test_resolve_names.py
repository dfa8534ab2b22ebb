from __future__ import annotations

import pytest

from kg.model import EVENT_TYPES, PartialDate
from kg.resolve.countries import ADJECTIVES, choose_city, country_iris, country_name, country_of, find_cities
from kg.resolve.dates import agree, choose_date
from kg.resolve.labels import LABELS, label
from kg.resolve.names import hash8, is_name, name_key, ordinary_words, resembles, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Rashid", "al Rashid"),
        ("São Tomé", "Sao Tome"),
        ("U.N.", "UN"),
        ("the Northern Front", "Northern Front's"),
        ("NORTHERN FRONT", "Northern Front"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_titles_are_no_part_of_a_persons_key_but_of_others() -> None:
    assert name_key("Lt. Gen. Orin Tal", is_person=True) == "orin tal"
    assert name_key("General Motors", is_organisation=True) == "general motors"
    assert name_key("General", is_person=True) == "general"


def test_an_organisations_tail_is_dropped_from_longer_names_only() -> None:
    assert name_key("Northern Front group", is_organisation=True) == "northern front"
    assert name_key("Talion Group", is_organisation=True) == "talion group"


@pytest.mark.parametrize(
    "text",
    ["Norland province", "Talion base", "Los Tigres gang", "Rapid River Front group", "Port Vale prison", "Norland and Sudland districts"],
)
def test_a_name_is_one_also_with_a_word_behind_it_that_says_what_it_is(text: str) -> None:
    assert is_name(text, is_exposed=True, ordinary=ordinary_words("a base and a province"))


@pytest.mark.parametrize("text", ["Islamist group", "militant Sunni group", "Coastal region", "the province", "Arab states"])
def test_an_adjective_before_such_a_word_is_no_name(text: str) -> None:
    assert not is_name(text, is_exposed=False, ordinary=ordinary_words("the coastal towns"))


@pytest.mark.parametrize("text", ["Orin Tal", "al-Rashid", "PKK", "U.N.", "US", "Port Vale", "Front for National Salvation"])
def test_names_are_names(text: str) -> None:
    assert is_name(text, is_exposed=False, ordinary=ordinary_words("the front and a port"))


@pytest.mark.parametrize(
    "text", ["Norland officials", "12 Rangers", "the group", "They", "I", "Police", "President", "Prime Minister", "state media", "284", ""]
)
def test_descriptions_pronouns_and_titles_are_no_names(text: str) -> None:
    assert not is_name(text, is_exposed=False, ordinary=ordinary_words(""))


def test_a_capital_at_the_head_of_a_sentence_is_no_name_where_the_word_is_ordinary() -> None:
    ordinary = ordinary_words("The smugglers fled.")
    assert not is_name("Smugglers", is_exposed=True, ordinary=ordinary)
    assert is_name("Smugglers", is_exposed=False, ordinary=ordinary)
    assert is_name("Norland", is_exposed=True, ordinary=ordinary)


@pytest.mark.parametrize(
    ("one", "other"), [("nfs", "northern front for salvation"), ("isx", "ivory shore"), ("front", "northern front"), ("tiger", "tigers")]
)
def test_short_forms_resemble_their_full_names(one: str, other: str) -> None:
    assert resembles(one, other)
    assert resembles(other, one)


def test_unlike_names_do_not_resemble() -> None:
    assert not resembles("southern front", "northern council")
    assert not resembles("pq", "northern front")


def test_slugs_and_hashes_are_plain_and_stable() -> None:
    assert slug("Al-Shabāb’s men") == "al-shabab-men"
    assert slug("…") == "unnamed"
    assert len(slug("word " * 40)) <= 40
    assert hash8("a", "b") == hash8("a", "b") != hash8("ab", "")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("U.S.", "US"), ("United States", "US"), ("the United States", "US"), ("American", "US"), ("US", "US"), ("Britain", "GB")),
        *(("Iran", "IR"), ("Iranian", "IR"), ("Islamic Republic of Iran", "IR"), ("Russia", "RU"), ("South Korean", "KR"), ("Syria", "SY")),
        *(("Paris", None), ("Georgia", None), ("Georgian", "GE"), ("us all", None), ("", None)),
    ],
)
def test_countries_by_name_and_adjective(name: str, code: str | None) -> None:
    assert country_of(name) == code


def test_adjectives_are_only_taken_where_wanted_and_each_is_of_one_country() -> None:
    assert country_of("French", with_adjectives=False) is None
    words = [word for line in ADJECTIVES.values() for word in line.split()]
    assert len(words) == len(set(words))
    assert [country_name(code) for code in ADJECTIVES if not country_iris(code)[0].startswith("https://sws.geonames.org/")] == []


def test_a_city_is_told_where_one_stands_out_or_its_country_is_said() -> None:
    london = choose_city(find_cities("London"))
    assert london is not None
    assert london.country == "GB"
    lebanese = choose_city(find_cities("Tripoli"), said=frozenset(("LB",)))
    assert lebanese is not None
    assert lebanese.country == "LB"
    assert choose_city(find_cities("London"), said=frozenset(("IR",))) is None
    assert find_cities("Nowhere-at-all") == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2024-01-03", "2024-01-03", True),
        ("2024-01-03", "2024-01-04", True),
        ("2024-01-03", "2024-01-05", False),
        ("2024-01-03", "2024-01", True),
        ("2024-01-31", "2024-02", False),
        ("2024", "2024-07-01", True),
        ("2023", "2024-01-01", False),
    ],
)
def test_partial_dates_agree_where_they_can_be_one_day(one: str, other: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert agree(PartialDate(one), PartialDate(other)) is expected
    assert agree(PartialDate(other), PartialDate(one)) is expected


def test_the_date_that_most_agree_with_is_chosen_and_of_those_the_most_precise() -> None:
    dates = [PartialDate("2024"), PartialDate("2024-01-03", "inferred"), PartialDate("2024-01-03"), PartialDate("2017")]
    assert choose_date(dates) == PartialDate("2024-01-03", "stated")
    assert choose_date([]) is None


def test_every_event_type_has_a_label() -> None:
    assert sorted(LABELS) == sorted(EVENT_TYPES)


def test_labels_name_place_or_people_and_the_date_if_known() -> None:
    day = PartialDate("2024-01-03")
    assert label("Bombing", {"Place": ["Port Vale", "Norland"], "Target": ["market"]}, day) == "bombing in Port Vale, 2024-01-03"
    assert label("War", {"Agent": ["Norland"], "Target": ["Sudland"], "Place": ["Port Vale"]}, None) == "war by Norland on Sudland"
    assert label("Attack", {}, None) == "attack"
