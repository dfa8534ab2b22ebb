"""Who says something together with another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reading_builder import build, span

from kg.reader.sources.together import together_with
from kg.resolve import resolve


def others(text: str, speaker: str, *actors: str) -> list[str]:
    spans = sorted(span(text, words) for words in actors)
    return [one.text for one in together_with(text, (0, len(text)), spans, span(text, speaker))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police and hospital officials said two men died.", ["Police", "hospital officials"]),
        ("Two men died, according to the army and a local rights group.", ["army", "local rights group"]),
        ("Two men died, said Roe and the mayor.", ["Roe", "mayor"]),
        ("“Two men died”, Oz, Ur and Io said in a statement.", ["Oz", "Ur", "Io"]),
        ("On the day after, both Oz and Ur denied it.", ["Oz", "Ur"]),
        ("Two men died, a doctor and two nurses at the clinic said.", ["doctor", "two nurses"]),
        ("UR (AP) — Secretary of State Ada Roe and Police Chief Bo Lund said two men died.", ["Ada Roe", "Bo Lund"]),
        ("Ada Roe and her minister, Bo Lund, said two men died.", ["Ada Roe", "minister", "Bo Lund"]),
    ],
)
def test_those_in_one_list_speak_together(text: str, names: list[str]) -> None:
    for speaker, _ in pairwise([*names, names[0]]):
        assert others(text, speaker, *names) == [name for name in names if name != speaker]


@pytest.mark.parametrize(
    ("text", "speaker", "names"),
    [
        ("Ada Roe, lawyer and activist, said two men died.", "Ada Roe", ["Ada Roe", "lawyer", "activist"]),
        ("The lawyer and activist Ada Roe said two men died.", "Ada Roe", ["lawyer", "activist", "Ada Roe"]),
        ("Police met residents and officials said two men died.", "officials", ["Police", "residents", "officials"]),
        ("Two men died, Roe told Reuters and the agency.", "Roe", ["Roe", "Reuters", "agency"]),
        ("According to Oz and Ur officials two men died.", "Oz", ["Oz", "Ur"]),
    ],
)
def test_others_do_not(text: str, speaker: str, names: list[str]) -> None:
    assert others(text, speaker, *names) == []


def test_a_title_before_a_name_is_not_one_of_a_list() -> None:
    text = "Interior Minister Ada Roe and Health Minister Bo Lund said two men died."
    assert others(text, "Ada Roe", "Interior Minister", "Ada Roe", "Health Minister", "Bo Lund") == ["Bo Lund"]


def test_what_two_say_is_according_to_each() -> None:
    reading = build(
        "a",
        "Police and officials said rebels killed 12 villagers, 3 of them children.",
        entities={
            "police": ("ORG", ["Police"]),
            "officials": ("GRP", ["officials"]),
            "rebels": ("GRP", ["rebels"]),
            "villagers": ("GRP", ["12 villagers"]),
            "children": ("GRP", ["3"]),
        },
        events={"killing": ("Killing", ["killed"])},
        arguments=[
            ("killed", "Agent", "rebels"),
            ("killed", "Victim", "12 villagers"),
            ("killed", "Victim", "3"),
            ("killed", "Source", "Police"),
        ],
    )
    knowledge = resolve([reading])
    speakers = {actor.id: actor.name for actor in knowledge.actors}
    told = [(said.object, speakers[said.according_to or ""]) for said in knowledge.assertions if said.predicate == "agent"]
    assert sorted(speaker for _, speaker in told) == ["Police", "officials"]
    assert len({rebels for rebels, _ in told}) == 1
    assert sorted(speakers[status.according_to or ""] for status in knowledge.statuses) == ["Police", "officials"]
    parts = [toll for toll in knowledge.tolls if toll.part_of]
    assert len(parts) == 2
    assert all(toll.part_of and toll.part_of.according_to == toll.according_to for toll in parts)
