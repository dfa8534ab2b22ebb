"""Datelines: what is one, what only looks like one, and what the reader makes of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from reading_builder import build, span

from kg.model import Argument, PartialDate
from kg.reader.times import resolve_times
from kg.reader.times.datelines import day_of_writing, outside_datelines, places_of_datelines

if TYPE_CHECKING:
    from kg.model import Role


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("LA PAZ, March 14 (Reuters) - The mayor resigned.", "LA PAZ"),
        ("Mayor resigns\n\nNIAMEY, Aug 26 (AFP) – Soldiers left.", "NIAMEY"),
        ("WASHINGTON (AP) — The senator said no.", "WASHINGTON"),
        ("MANHEIM, Pa. (AP) - Two were hurt.", "MANHEIM"),
        ("KUWAIT CITY, July 25: The emir spoke.", "KUWAIT CITY"),
        ("SÃO PAULO, Sept. 3, 2023 (Reuters) - It rained.", "SÃO PAULO"),
        ("N'DJAMENA, Feb 3 (AFP) - Rebels fled.", "N'DJAMENA"),
        ("MALINDI, 14 March 2023 - Boats left.", "MALINDI"),
        ("MALINDI, 4 Sept. (AFP) - Boats left.", "MALINDI"),
        ("MALINDI - 14 March 2023: Boats left.", "MALINDI"),
        ("MALINDI (March 14, 2023) — Boats left.", "MALINDI"),
        ("MALINDI, KENYA, Mar 14 2023 ( IPS) - Boats left.", "MALINDI"),
        ("Malindi, Kenya, Mar 14 2023 (IPS) - Boats left.", "Malindi"),
    ],
)
def test_place_of_a_dateline(text: str, place: str) -> None:
    assert [text[start:end] for start, end in places_of_datelines(text)] == [place]


def test_a_dateline_may_have_two_places() -> None:
    text = "GENEVA / PORT SUDAN, 9 October 2023 - Boats left."
    assert [text[start:end] for start, end in places_of_datelines(text)] == ["GENEVA", "PORT SUDAN"]
    text = "OZ and PORT VALE, 9 October 2023 - Boats left."
    assert [text[start:end] for start, end in places_of_datelines(text)] == ["OZ", "PORT VALE"]
    text = "GENEVA  /  PORT SUDAN, 9 October 2023 - Boats left."
    assert [text[start:end] for start, end in places_of_datelines(text)] == ["GENEVA", "PORT SUDAN"]
    text = "Oz & Port Vale, Oct 9 2023 (IPS) - Boats left."
    assert [text[start:end] for start, end in places_of_datelines(text)] == ["Oz", "Port Vale"]


@pytest.mark.parametrize(
    "text",
    [
        "FILE - Smoke rises over the port.",
        "BLACK: We did not know.",
        "He said NATO, March 14 (Reuters) - no.",
        "Niamey, the capital, was quiet.",
        "UN (2023) - annual report",
        "Malindi, 14 March 2023 - boats left.",
        "Ada Roe (March 14, 1950) - a singer.",
        "Boats Left, a film of March 14 (Oz) - a review.",
        "",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert list(places_of_datelines(text)) == []


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("LA PAZ, March 14 (Reuters) - It rained.", date(2024, 3, 15), date(2024, 3, 14)),
        ("LA PAZ, March 15 (Reuters) - It rained.", date(2024, 3, 14), date(2024, 3, 15)),  # another time zone
        ("LA PAZ, Dec. 31 (Reuters) - It rained.", date(2024, 1, 2), date(2023, 12, 31)),
        ("LA PAZ, 14 March 2023 - It rained.", date(2024, 3, 15), date(2023, 3, 14)),
        ("LA PAZ - 14 March 2023: It rained.", None, date(2023, 3, 14)),
        ("LA PAZ, March 14 (Reuters) - It rained.", date(2024, 6, 15), None),  # of which year?
        ("LA PAZ, March 14 (Reuters) - It rained.", None, None),
        ("LA PAZ, February 30, 2023 (Reuters) - It rained.", None, None),
        ("LA PAZ (Reuters) - It rained.", date(2024, 6, 15), None),
        ("LA PAZ, 14 March 2023 - It rained.\nQUITO, 15 March 2023 - It snowed.", None, None),
        ("It rained on 14 March 2023.", None, None),
    ],
)
def test_the_day_of_writing_is_that_of_the_only_dateline(text: str, published: date | None, day: date | None) -> None:
    assert day_of_writing(text, published) == day


def test_today_is_the_day_of_the_dateline() -> None:
    text = "LA PAZ, March 14 (Reuters) - It rained today."
    (time,) = resolve_times(text, [span(text, "today")], date(2024, 3, 15))
    assert time.date == PartialDate("2024-03-14", "inferred")
    text = "LA PAZ - 14 March 2023: It rained on Monday."
    (time,) = resolve_times(text, [span(text, "Monday")], None)
    assert time.date == PartialDate("2023-03-13", "inferred")


def test_what_stands_in_a_dateline_neither_speaks_nor_says_when_it_happened() -> None:
    text = "MALINDI, 14 March 2023 - Two boats sank in Malindi on Tuesday, police said."
    reading = build(
        "a",
        text,
        entities={
            "e1": ("GPE", ["MALINDI", "Malindi"]),
            "e2": ("TIM", ["14 March 2023"]),
            "e3": ("TIM", ["Tuesday"]),
            "e4": ("ORG", ["police"]),
        },
        events={"v1": ("Destruction", ["sank"])},
        arguments=[
            *(("sank", "Source", "MALINDI"), ("sank", "Place", "MALINDI"), ("sank", "Place", "Malindi")),
            *(("sank", "Time", "14 March 2023"), ("sank", "Time", "Tuesday"), ("sank", "Source", "police")),
        ],
    )
    kept = [(a.role, a.filler.text) for a in outside_datelines(text, reading.arguments, {})]
    assert kept == [("Place", "MALINDI"), ("Place", "Malindi"), ("Time", "Tuesday"), ("Source", "police")]


def test_each_of_several_datelines_keeps_what_stands_in_it() -> None:
    lines = ("MALINDI, 14 March 2023 - Two sank.", "LAMU, 15 March 2023 - Two sank on Monday.", "KILIFI, 16 March 2023 - Two sank.")
    text = "\n".join(lines)
    days = [span(text, day) for day in ("14 March 2023", "15 March 2023", "Monday", "16 March 2023")]
    kept = outside_datelines(text, [Argument(span(text, "sank"), "Time", day) for day in days], {})
    assert [argument.filler.text for argument in kept] == ["Monday"]


def test_blanks_in_a_dateline_take_no_time() -> None:
    """Take milliseconds, where it was seconds."""
    text = f"A{' ' * 20_000}A, May 1 - Boats left."
    assert [end - start for start, end in places_of_datelines(text)] == [20_002]


@pytest.mark.parametrize(
    ("text", "kind", "roles"),
    [
        ("MALINDI: Two boats sank, killing nine.", "GPE", ["Place"]),
        ("Boats sink\n\nMALINDI: Two boats sank, killing nine.", "GPE", ["Place"]),
        ("MALINDI: Two boats sank, killing nine.", "PER", ["Agent", "Source", "Place"]),
        ("MALINDI: Two boats sank, killing nine.\nMALINDI: Nobody knows why.", "GPE", ["Agent", "Source", "Place"]),
        ("A storm.\nA flood.\nAn inquiry.\nIts end.\nMALINDI: Two boats sank, killing nine.", "GPE", ["Agent", "Source", "Place"]),
    ],
)
def test_a_place_alone_before_the_first_sentence_neither_acts_nor_speaks(text: str, kind: str, roles: list[Role]) -> None:
    place, trigger = span(text, "MALINDI"), span(text, "sank")
    arguments = [Argument(trigger, role, place) for role in ("Agent", "Source", "Place")]
    assert [a.role for a in outside_datelines(text, arguments, {place: kind})] == roles
