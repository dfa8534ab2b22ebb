"""Datelines: what is one, what only looks like one, and what the reader makes of them."""

import pytest
from reading_builder import build

from kg.reader.datelines import outside_datelines, places_of_datelines


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
    ],
)
def test_place_of_a_dateline(text: str, place: str) -> None:
    assert [text[start:end] for start, end in places_of_datelines(text)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "FILE - Smoke rises over the port.",
        "BLACK: We did not know.",
        "He said NATO, March 14 (Reuters) - no.",
        "Niamey, the capital, was quiet.",
        "UN (2023) - annual report",
        "",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert list(places_of_datelines(text)) == []


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
    kept = [(a.role, a.filler.text) for a in outside_datelines(text, reading.arguments)]
    assert kept == [("Place", "MALINDI"), ("Place", "Malindi"), ("Time", "Tuesday"), ("Source", "police")]
