from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_builder import build, span

from kg.model import PartialDate, Span, TimeExpression
from kg.reader.times import planned_times, resolve_times

PUBLISHED = date(2024, 1, 4)  # a Thursday
WORDS = re.findall(r"\S+", "last next 31 0 May Monday 2024 ago two weeks of , - 99 year this 2024-13-45 2024-12-31 February")


def resolved(phrase: str, *, before: str = "on ", published: date | None = PUBLISHED, is_future: bool = False) -> PartialDate | None:
    text = f"It happened {before}{phrase}."
    mention = span(text, phrase)
    (time,) = resolve_times(text, [mention], published, future=frozenset((mention,)) if is_future else frozenset())
    assert time.span == mention
    return time.date


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("2020", "2020"),
        ("late 2017", "2017"),
        ("the first half of 2013", "2013"),
        ("January 2020", "2020-01"),
        ("March of 2015", "2015-03"),
        ("3 January 2024", "2024-01-03"),
        ("January 3, 2024", "2024-01-03"),
        ("Monday the 25th of July 2022", "2022-07-25"),
        ("Sept. 22, 2020", "2020-09-22"),
        ("2015-12-21", "2015-12-21"),
        ("9:02 a.m. on April 19, 1995", "1995-04-19"),
        ("5-6 April 2016", "2016-04"),
        ("17 to 26 May 2022", "2022-05"),
        ("September 26 and 27, 2016", "2016-09"),
        ("July 25 to July 29, 2023", "2023-07"),
        ("January 31 - February 6, 2023", "2023"),
        ("between 5 and 7 p.m. on June 3, 2020", "2020-06-03"),
        ("26/07 / 2022", "2022-07-26"),
        ("February 30, 2021", "2021-02"),
        ("25/07/2022", "2022-07-25"),
        ("07/25/2022", "2022-07-25"),
        ("05.05.2021", "2021-05-05"),
        ("03/01/2024", "2024"),
        ("the week of March 3, 2023", "2023-03"),
        ("Christmas Day 2019", "2019-12-25"),
    ],
)
def test_a_date_with_its_year_is_stated_and_needs_no_publication(phrase: str, value: str) -> None:
    assert resolved(phrase) == PartialDate(value, "stated")
    assert resolved(phrase, published=None) == PartialDate(value, "stated")


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("Thursday", "2024-01-04"),
        ("Wednesday morning", "2024-01-03"),
        ("Friday", "2023-12-29"),
        ("last Thursday", "2023-12-28"),
        ("midnight next Sunday", "2024-01-07"),
        ("yesterday", "2024-01-03"),
        ("last night", "2024-01-03"),
        ("today", "2024-01-04"),
        ("the day before yesterday", "2024-01-02"),
        ("tomorrow", "2024-01-05"),
        ("eight days ago", "2023-12-27"),
        ("two weeks ago", "2023-12"),
        ("five years ago", "2019"),
        ("last week", "2023-12"),
        ("Tuesday last week", "2023-12-26"),
        ("a fortnight ago", "2023-12"),
        ("two years ago today", "2022"),
        ("just three days ago", "2024-01-01"),
        ("this week", "2024-01"),
        ("last month", "2023-12"),
        ("earlier this year", "2024"),
        ("later this year", "2024"),
        ("later this month", "2024-01"),
        ("later on Thursday", "2024-01-04"),
        ("next year", "2025"),
        ("January 3", "2024-01-03"),
        ("Dec. 12", "2023-12-12"),
        ("November", "2023-11"),
        ("last January", "2023-01"),
        ("October last year", "2023-10"),
        ("Aug. 3 to 5", "2023-08"),
        ("August 1 or 2", "2023-08"),
        ("New Year's Eve", "2023-12-31"),
        ("this March", "2024-03"),
        ("this July 23rd", "2024-07-23"),
        ("Christmas Eve", "2023-12-24"),
        ("the week of Dec. 11", "2023-12"),
    ],
)
def test_a_relative_date_is_inferred_from_publication_and_without_it_unknown(phrase: str, value: str) -> None:
    assert resolved(phrase) == PartialDate(value, "inferred")
    assert resolved(phrase, published=None) is None


@pytest.mark.parametrize(
    ("phrase", "value"),
    [("Friday", "2024-01-05"), ("Thursday", "2024-01-04"), ("January 20", "2024-01-20"), ("January 3", "2025-01-03"), ("March", "2024-03")],
)
def test_a_time_of_something_planned_looks_forward(phrase: str, value: str) -> None:
    assert resolved(phrase, is_future=True) == PartialDate(value, "inferred")


def test_a_past_phrase_stays_past_even_for_a_plan() -> None:
    assert resolved("last Friday", is_future=True) == PartialDate("2023-12-29", "inferred")


PAST_MONTHS = (
    *(
        "a week ago",
        "two weeks ago",
        "three weeks ago",
        "a few days ago",
        "a few weeks ago",
        "a couple of weeks ago",
        "almost two weeks ago",
    ),
    *("more than ten days ago", "last week", "late last week", "earlier this week", "the past week", "this past week", "the last week"),
    *("the weekend", "last weekend", "this weekend", "a month ago", "two months ago", "five months ago", "last month", "late last month"),
    *("earlier this month", "early this month"),
)
PAST_YEARS = (
    "six months ago",
    "more than a month ago",
    "nearly two months ago",
    "18 months ago",
    "a year ago",
    "last year",
    "early last year",
)
PAST_DAYS = (
    "yesterday",
    "today",
    "last night",
    "Monday",
    "on Sunday",
    "last Friday",
    "three days ago",
    "Wednesday last week",
    "Sunday this week",
)
DAYS_OF_TWO_YEARS = [date(2023, 1, 1) + timedelta(days=day) for day in range(366 + 365)]


@pytest.mark.parametrize(
    ("phrase", "width"), [(phrase, width) for phrases, width in ((PAST_YEARS, 4), (PAST_MONTHS, 7), (PAST_DAYS, 10)) for phrase in phrases]
)
def test_what_is_past_is_told_every_day_of_the_year_as_precisely_as_it_is_said_and_never_ahead(phrase: str, width: int) -> None:
    for published in DAYS_OF_TWO_YEARS:
        moment = resolved(phrase, before="", published=published)
        assert moment is not None
        assert (len(moment.value), moment.basis) == (width, "inferred")
        assert moment.value <= published.isoformat()


@pytest.mark.parametrize(
    ("phrase", "published", "value"),
    [
        ("a month ago", date(2025, 6, 20), "2025-05"),
        ("a month ago", date(2025, 1, 31), "2024-12"),
        ("two weeks ago", date(2025, 6, 16), "2025-06"),  # 30 May to 5 June
        ("two weeks ago", date(2025, 6, 12), "2025-05"),
        ("last week", date(2025, 7, 7), "2025-07"),  # 30 June to 6 July
        ("last week", date(2025, 8, 4), "2025-07"),  # 28 July to 3 August
        ("this week", date(2025, 8, 2), "2025-07"),
        ("the weekend", date(2025, 6, 2), "2025-05"),
        ("six months ago", date(2025, 2, 1), "2024"),
    ],
)
def test_days_of_two_months_are_told_as_the_month_of_the_middle_one(phrase: str, published: date, value: str) -> None:
    assert resolved(phrase, published=published) == PartialDate(value, "inferred")


def test_this_week_and_the_weekend_of_a_plan_look_forward() -> None:
    wednesday = date(2025, 4, 30)
    assert resolved("this week", published=wednesday, is_future=True) == PartialDate("2025-05", "inferred")
    assert resolved("the weekend", before="over ", published=wednesday, is_future=True) == PartialDate("2025-05", "inferred")
    assert resolved("last weekend", published=wednesday, is_future=True) == PartialDate("2025-04", "inferred")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was the seventh coup in West Africa since 2020.", None),
        ("The raid was the 17th of its kind since 2020.", None),
        ("It was the deadliest unrest since 2020.", None),
        ("The second of them has been held since 2020.", "2020"),
        ("The protest, the priest said, has gone on since 2020.", "2020"),
        ("The summit is the first since 2020's attacks.", "2020"),
        ("It was the worst attack since 2020, when two buses burnt.", "2020"),
    ],
)
def test_what_is_counted_since_a_year_was_not_in_that_year(text: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, "2020")], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They met in the 1990s.", "1990", None),
        ("They met in the 1950s and 1960s.", "1960", None),
        ("They met in the 1990 s.", "1990 s", None),
        ("They met in the mid-1990 s.", "mid-1990 s", None),
        ("They met in the 1990's.", "1990", None),
        ("They met in the early 1990’s.", "early 1990’s", None),
        ("They met in the 1990s and in 2021.", "2021", "2021"),
        ("They met after 2020's raids.", "2020", "2020"),
        ("They met in 1990 seven times.", "1990", "1990"),
        ("They met in 1990 so that they agreed.", "1990", "1990"),
        ("They met in 1990. Some fled.", "1990", "1990"),
        ("The ship sank in 1545.", "1545", "1545"),
        ("The ship sank in about 1545.", "1545", "1545"),
        ("The ship sank at 1545.", "1545", None),
        ("The ship sank in the 1600s.", "1600", None),
    ],
)
def test_a_decade_is_not_its_first_year(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("It was held from June to August 2019.", "June", "2019-06 stated"),
        ("It was held between March and May 2020.", "March", "2020-03 stated"),
        ("They met in June or July of 2021.", "June", "2021-06 stated"),
        ("They met in March, April and May 2021.", "March", "2021-03 stated"),
        ("They met in March, April and May 2021.", "April", "2021-04 stated"),
        ("It ran from May 3 to June 6, 2018.", "May 3", "2018-05-03 stated"),
        ("It ran from 3 May until 6 June 2018.", "3 May", "2018-05-03 stated"),
        ("It ran from November to January 2020.", "November", "2019-11 inferred"),
        ("They met in December and March 2019.", "December", None),  # in one year or in two?
        ("They met in June, and in March 2019 they fled.", "June", "2023-06 inferred"),
        ("They met in June to mark 2019.", "June", "2023-06 inferred"),
        ("They met in June 2020 and March 2019.", "June 2020", "2020-06 stated"),
        ("It was held from June to Augu\u017ft 2019.", "June", "2023-06 inferred"),  # unicode's "s", no month
    ],
)
def test_months_in_a_row_share_the_year_that_stands_behind_the_last(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (f"{time.date.value} {time.date.basis}" if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("It was the third anniversary of the January 3 coup.", "January 3", None),
        ("It was the third anniversary of the coup of January 3.", "January 3", None),
        ("It was the third anniversary of the coup of January 3, 2020.", "January 3, 2020", "2020-01-03"),
        ("They marked the third anniversary of the coup on January 3.", "January 3", "2024-01-03"),
        ("They met after the coup of January 3.", "January 3", "2024-01-03"),
    ],
)
def test_a_day_that_has_an_anniversary_is_not_that_of_the_last_year(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They meet every year in June.", "June", None),
        ("Every year, from May to September, they march.", "May", None),
        ("Every year, from May to September, they march.", "September", None),
        ("The fair is held annually on 3 May.", "3 May", None),
        ("The fair is on 3 May every year.", "3 May", None),
        ("They meet in every May.", "May", None),
        ("They meet there on Saturday mornings.", "Saturday mornings", None),
        ("They met twice every week. In June they fled.", "June", "2023-06"),
        ("It killed two each on 3 May.", "3 May", "2023-05-03"),
        ("They met on Saturday morning.", "Saturday morning", "2023-12-30"),
    ],
)
def test_what_comes_back_every_year_or_week_is_of_none(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They met today (Tuesday).", "today", "2024-01-02"),
        ("They met yesterday, Wednesday, in Oz.", "yesterday", "2024-01-03"),
        ("They met yesterday (on Tuesday) in Oz.", "yesterday", "2024-01-02"),
        ("They met this morning (July 28, 2022).", "this morning", "2022-07-28"),
        ("They meet tomorrow, Friday, July 28, 2023, in Oz.", "tomorrow", "2023-07-28"),
        ("They meet tomorrow (Friday).", "tomorrow", "2024-01-05"),
        ("They meet tomorrow (Friday).", "Friday", "2024-01-05"),
        ("They met today, Tuesday’s ban being lifted.", "today", "2024-01-04"),
        ("They met today, two died.", "today", "2024-01-04"),
        ("They met today and on Tuesday.", "today", "2024-01-04"),
    ],
)
def test_today_is_the_day_that_stands_beside_it(text: str, phrase: str, value: str) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert time.date is not None
    assert time.date.value == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They met on Monday, January 8.", "Monday, January 8", "2024-01-08"),
        ("They met on Monday, July 25.", "Monday, July 25", "2023-07-25"),  # a Tuesday in 2023, a Thursday in 2024
        ("They met on Thursday (July 25).", "Thursday (July 25)", "2024-07-25"),
        ("They met on Monday, July 25, 2022.", "Monday, July 25, 2022", "2022-07-25"),
        ("They met on Thursday 29 February.", "Thursday 29 February", "2024-02-29"),
        ("They met on May 3 (Friday), 2019.", "May 3", "2019-05-03"),
        ("They met on May 3 (Friday), and 2019 was over.", "May 3", "2023-05-03"),
    ],
)
def test_a_weekday_decides_in_which_year_around_publication_a_day_was(text: str, phrase: str, value: str) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert time.date is not None
    assert time.date.value == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("Ten died on Tuesday, Dec. 19, when rebels came.", "Tuesday", "2023-12-19"),
        ("They fled late Thursday, Dec. 14, police said.", "Thursday", "2023-12-14"),
        ("They fled on Friday (Dec. 15).", "Friday", "2023-12-15"),
        ("They fled on Friday ( Dec. 15).", "Friday", "2023-12-15"),
        ("They fled on Friday, December 15th.", "Friday", "2023-12-15"),
        ("They fled on Sunday the 26 June, 2022.", "Sunday", "2022-06-26"),
        ("They fled on Friday night, Dec. 15, 2017.", "Friday night", "2017-12-15"),
        ("They meet on Saturday (Jan. 20).", "Saturday", "2024-01-20"),
        ("They meet on Saturday (Jan. 20).", "Jan. 20", "2024-01-20"),
        ("They fled on Friday. Dec. 20 was cold.", "Friday", "2023-12-29"),
        ("They fled on Friday, May 3,000 times.", "Friday", "2023-12-29"),
        ("They fled on Friday, 15 of them by sea.", "Friday", "2023-12-29"),
    ],
)
def test_a_weekday_is_of_the_date_that_stands_beside_it(text: str, phrase: str, value: str) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert time.date is not None
    assert time.date.value == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They fell in the last week of the war.", "last week", None),
        ("They fell in the last year of his rule.", "the last year", None),
        ("They fell in its last month of power.", "last month of power", None),
        ("They fell on the last Friday of Ramadan.", "last Friday", None),
        ("It shuts on the first Monday of the month.", "Monday", None),
        ("They fell in the last week of July.", "last week", "2023-07"),
        ("They fell in the last week of July 2023.", "last week", "2023-07"),
        ("They fell in the last week of July 2023.", "last week of July 2023", "2023-07"),
        ("They fell in the last week of July.", "July", "2023-07"),
        ("They voted on the first Tuesday in November.", "first Tuesday", "2023-11"),
        ("They condemned the killing last week of a mayor.", "last week", "2023-12"),
        ("They condemned the arrest last month of the mayor.", "last month", "2023-12"),
        ("They fell in the last week, of hunger.", "last week", "2024-01"),
        ("They met for a second Friday of talks.", "Friday", "2023-12-29"),
    ],
)
def test_a_part_of_something_is_not_reckoned_from_publication(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They fell on Bloody Sunday.", "Bloody Sunday", None),
        ("They fell on Easter Sunday.", "Sunday", None),
        ("They met on Good Friday.", "Friday", None),
        ("They met on Good Friday, April 2, 2021.", "Good Friday", "2021-04-02"),
        ("They met on Easter Sunday 2019.", "Easter Sunday 2019", "2019"),
        ("They met the Friday before last.", "Friday", None),
        ("They met the Friday before last.", "Friday before last", None),
        ("They raided a village that Monday, killing two.", "Monday", None),
        ("They raided a station that Monday morning.", "Monday morning", None),
        ("On that Monday they fled.", "Monday", None),
        ("They fled that Monday and hid.", "that Monday", None),
        ("He said that Monday's raid was one.", "Monday", "2024-01-01"),
        ("He said that Monday, after the raid, he fled.", "Monday", "2024-01-01"),
        ("It was clear that Monday was cold.", "Monday", "2024-01-01"),
        ("They met on a bright Sunday.", "Sunday", "2023-12-31"),
    ],
)
def test_a_day_with_a_name_or_told_before_is_not_the_last_such_weekday(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They fled around 2000 local time on Monday.", "2000", None),
        ("They fled around 2000 on Monday.", "2000", None),
        ("They fled at 1900 on Monday.", "1900", None),
        ("They fled at about 1900.", "about 1900", None),
        ("They fled at 1900 hours on Monday.", "1900", None),
        ("They fled on Monday at 1900.", "Monday at 1900", "2024-01-01"),
        ("They fled at 1930 on 14 January 2023.", "1930 on 14 January 2023", "2023-01-14"),
        ("They fled around 2000.", "2000", "2000"),
        ("Jailed in 2019 on Monday, he fled.", "2019", "2019"),
        ("Jailed in about 2019 on Monday, he fled.", "2019", "2019"),
        ("They met at the 2020 Games.", "2020", "2020"),
    ],
)
def test_an_hour_is_no_year(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("May Day 2019", "2019-05-01"),
        ("May day in 2019", "2019-05"),
        ("dismay day 2019", "2019"),
        ("Christmas eve 2019", "2019-12-24"),
        ("chri\u017ftmas day 2019", "2019"),  # unicode's "s"
    ],
)
def test_only_a_day_with_a_name_is_a_holiday(phrase: str, value: str) -> None:
    assert resolved(phrase) == PartialDate(value, "stated")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [(f"They met in July{' ' * 20_000}in Oz.", "July"), (f"They met on Monday{' ' * 20_000}in Oz.", "Monday")],
)
def test_blanks_behind_a_time_take_no_time(text: str, phrase: str) -> None:
    """Take milliseconds, where it was half a minute."""
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert time.date is not None


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They spoke following Tuesday's raid.", "Tuesday", "2024-01-02"),
        ("They spoke following this year's raids.", "this year", "2024"),
        ("They spoke the following Tuesday.", "following Tuesday", None),
        ("They spoke the following Tuesday.", "Tuesday", None),
        ("They spoke on the following Tuesday's raid.", "Tuesday", None),
        ("In 2018 they met, and that May they fled.", "May", "2023-05"),
        ("They met in 2018. They fled on 3 May of that year.", "3 May", "2018-05-03"),
        ("They met in 2018. They fled on 3 May of the same year.", "3 May of the same year", "2018-05-03"),
        ("They met in March 2018 and fled in May that year.", "May", "2018-05"),
        ("They met in 2018. They fled later that year.", "later that year", "2018"),
        ("They met in 2018 and fled the same year.", "same year", "2018"),
        ("They met in 2018 and again last year. They fled that year.", "that year", None),
        ("They met and fled on 3 May of that year.", "3 May", None),
        ("They met and fled that year.", "that year", None),
        ("They met in 2018 and fled on 3 May; that year it rained.", "3 May", "2023-05-03"),
        ("In 2018 they met, and fled that May.", "May", "2018-05"),
        ("In 2016 and 2018 they met, and fled that May.", "May", "2018-05"),
        ("They met and fled that May.", "May", None),
        ("Sales grew in the June quarter.", "June quarter", None),
        ("They will fly on July 24/25.", "July 24/25", "2023-07"),
        ("TODAY NICARAGUA - They met.", "TODAY", None),
        ("Even today they meet in secret.", "today", None),
        ("The firm today employs 900 people.", "today", None),
        ("The herd today numbers some 900 horses.", "today", None),
        ("Today is known as a day of joy.", "Today", None),
        ("Today they met in secret.", "Today", "2024-01-04"),
        ("He is today in Oz.", "today", "2024-01-04"),
        ("He has today met them.", "today", "2024-01-04"),
        ("NICARAGUA TODAY wrote that they met.", "TODAY", None),
        ("TODAY OZ IS FREE", "TODAY", "2024-01-04"),
        ("TODAY they met.", "TODAY", "2024-01-04"),
    ],
)
def test_words_around_a_time_change_what_it_means(text: str, phrase: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert (time.date.value if time.date else None) == value


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They met on Tuesday last week.", "Tuesday", "2023-12-26"),
        ("They met on Tuesday of last week.", "Tuesday", "2023-12-26"),
        ("They met last week on Tuesday.", "Tuesday", "2023-12-26"),
        ("They met on Tuesday this week.", "Tuesday", "2024-01-02"),
        ("They met on Tuesday, next week's summit being near.", "Tuesday", "2024-01-02"),
        ("On Tuesday last week's ban was lifted.", "Tuesday", "2024-01-02"),
        ("They met last week. On Tuesday they fled.", "Tuesday", "2024-01-02"),
        ("They met in March last year.", "March", "2023-03"),
        ("They met in March this year.", "March", "2024-03"),
    ],
)
def test_a_week_or_year_beside_the_mention_counts(text: str, phrase: str, value: str) -> None:
    (time,) = resolve_times(text, [span(text, phrase)], PUBLISHED)
    assert time.date == PartialDate(value, "inferred")


def test_a_hedge_outside_the_mention_counts() -> None:
    assert resolved("a month ago", before="over ") == PartialDate("2023", "inferred")
    assert resolved("four years ago", before="nearly ") is None


def test_a_modifier_outside_the_mention_counts() -> None:
    assert resolved("Thursday", before="last ") == PartialDate("2023-12-28", "inferred")
    assert resolved("Monday", before="every ") is None
    assert resolved("Friday afternoon", before="on a ") is None
    assert resolved("Wednesday", before="in a ") == PartialDate("2024-01-03", "inferred")  # "in a Wednesday statement"


@pytest.mark.parametrize(
    "phrase",
    [
        *("recent years", "decades", "the fourth anniversary", "the 1990s", "2015-2021", "1998 to 2000", "2010-15", "two years"),
        *("nearly four years ago", "thirty years ago", "30 years ago", "Twenty-three years ago", "two weeks later", "the following day"),
        *(
            "that day",
            "every Monday",
            "a few months ago",
            "Mondays",
            "the past three months",
            "1530 GMT",
            "around 1100",
            "07:30",
            "noon",
            "Ramadan",
            "which",
        ),
        *("two days after April 15, 2013", "the day before Friday", "the next month", "the previous year", "the next week"),
        *("31 July to 5 August", "01 October 2021 to 31 May this year", "41-year-old", "100", "last decade", "this winter", ""),
    ],
)
def test_what_cannot_be_told_is_not_guessed(phrase: str) -> None:
    assert resolved(phrase) is None


def test_the_year_turns_with_the_time_zone_not_with_the_year() -> None:
    assert resolved("January 5") == PartialDate("2024-01-05", "inferred")
    assert resolved("January 6") == PartialDate("2023-01-06", "inferred")
    assert resolved("Dec. 31", published=date(2023, 12, 30)) == PartialDate("2023-12-31", "inferred")


def test_times_come_in_text_order() -> None:
    text = "In 2020 and in 2017."
    mentions = [span(text, "2017"), span(text, "2020")]
    assert resolve_times(text, mentions, None) == (
        TimeExpression(span(text, "2020"), PartialDate("2020")),
        TimeExpression(span(text, "2017"), PartialDate("2017")),
    )


def test_only_times_of_plans_alone_look_forward() -> None:
    text = "A funeral is planned for Friday.\nHe was shot on Monday and a vigil is planned for Monday."
    reading = build(
        "a",
        text,
        entities={"t1": ("TIM", ["Friday"]), "t2": ("TIM", ["Monday"])},
        events={"v1": ("Commemoration", [("funeral", "Planned"), ("vigil", "Planned")]), "v2": ("Shooting", ["shot"])},
        arguments=[("funeral", "Time", "Friday"), ("shot", "Time", "Monday"), ("vigil", "Time", "Monday")],
    )
    mentions = [mention for event in reading.events for mention in event.mentions]
    assert planned_times(text, reading.arguments, mentions) == {span(text, "Friday")}


@pytest.mark.parametrize(
    ("text", "trigger", "moment", "is_future"),
    [
        ("Detectives arrived on Friday to help.", "help", "Friday", False),
        ("Moves were under way on Friday to oust the minister.", "oust", "Friday", False),
        ("On Friday gunmen tried to seize a bridge.", "seize", "Friday", False),
        ("Detectives will fly out on Friday to help.", "help", "Friday", True),
        ("Envoys are due on Friday to meet.", "meet", "Friday", True),
        ("The envoy is on Friday to visit Port Vale.", "visit", "Friday", True),
        ("They vowed to march on Friday.", "march", "Friday", True),
        ("Having been freed on Friday, he will march.", "march", "Friday", False),
        ("After being mocked on Friday, he will march.", "march", "Friday", False),
        ("Having fled, he will march on Friday.", "march", "Friday", True),
        ("After being freed he will march on Friday.", "march", "Friday", True),
        ("She announced her resignation on Friday.", "resignation", "Friday", False),
        ("She announced a march on Friday.", "march", "Friday", True),
        ("She said on Friday that they would march.", "march", "Friday", False),
    ],
)
def test_the_time_of_what_was_done_towards_a_plan_is_past(text: str, trigger: str, moment: str, is_future: bool) -> None:  # noqa: FBT001 - a case
    reading = build(
        "a",
        text,
        entities={"t1": ("TIM", [moment])},
        events={"v1": ("Aid", [(trigger, "Planned")])},
        arguments=[(trigger, "Time", moment)],
    )
    mentions = [mention for event in reading.events for mention in event.mentions]
    assert planned_times(text, reading.arguments, mentions) == ({span(text, moment)} if is_future else set())


@given(st.text(max_size=40), st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1))), st.booleans())
def test_odd_text_never_raises(text: str, published: date | None, is_future: bool) -> None:  # noqa: FBT001 - a drawn value
    mention = Span(0, len(text), text)
    (time,) = resolve_times(text, [mention], published, future=frozenset((mention,)) if is_future else frozenset())
    assert time.span == mention


@given(
    st.lists(st.sampled_from(WORDS), max_size=6),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)
def test_any_mix_of_time_words_gives_a_valid_date_or_none(words: list[str], published: date) -> None:
    text = " ".join(words)
    (time,) = resolve_times(text, [Span(0, len(text), text)], published)
    if time.date:
        padded = f"{time.date.value}-01-01"[:10]
        assert date.fromisoformat(padded)


@pytest.mark.parametrize(
    ("text", "mention", "value"),
    [
        ("Gunmen attacked a bus overnight, killing six.", "overnight", "2024-01-04"),
        ("Two died in an overnight raid in Oz.", "overnight", "2024-01-04"),
        ("Six died overnight on Tuesday.", "overnight on Tuesday", "2024-01-02"),
        ("He fled on Tuesday. Shells fell overnight.", "overnight", "2024-01-04"),
        ("Two died in an overnight raid, police said yesterday.", "overnight", None),
        ("In May 2011 the town fell overnight.", "overnight", None),
        ("They met on Monday and talked overnight.", "overnight", None),
        ("They could not flee overnight.", "overnight", None),
        ("His shop was literally gone overnight.", "overnight", None),
        ("Shells fell on the town in the night.", "night", None),
    ],
)
def test_overnight_is_the_night_before_the_article_appeared_if_nothing_else_is_told(text: str, mention: str, value: str | None) -> None:
    (time,) = resolve_times(text, [span(text, mention)], PUBLISHED)
    assert time.date == (PartialDate(value, "inferred") if value else None)
