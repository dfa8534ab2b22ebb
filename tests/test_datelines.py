"""Datelines: what is one, what only looks like one, and what the reader makes of them."""

import pytest

from kg.reader.datelines import places_of_datelines


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
