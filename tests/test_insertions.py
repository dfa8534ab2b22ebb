"""Who speaks, though the network took one who is only named in the speaker's phrase."""

from __future__ import annotations

import pytest
from reading_builder import build, span

from kg.reader.sources.insertions import outside_of_insertions


def speaker(text: str, taken: str, content: str, *people: str) -> str:
    reading = build("a", text, attributions=[(taken, content)])
    (found,) = outside_of_insertions(text, reading.sentences, [span(text, words) for words in people], reading.attributions)
    return found.source.text


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Ada Roe, director of the relief agency, said two men died.", "relief agency"),
        ("Ada Roe, who is also an officer in the ministry of sport, says two men died.", "ministry of sport"),
        ("Ada Roe who spoke at a ceremony of the Poe Institute, said two men died.", "Poe Institute"),
        ("On Monday, Ada Roe, for years with the army, said two men died.", "army"),
    ],
)
def test_who_is_named_in_an_apposition_or_relative_clause_does_not_speak(text: str, taken: str) -> None:
    assert speaker(text, taken, "two men died", "Ada Roe") == "Ada Roe"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Ada Roe, a soldier of the army, which said two men died, was ill.", "army"),  # the army says it
        ("Ada Roe, a former judge, and the head of the union said two men died.", "union"),
        ("Ada Roe left for the coast, and the mayor of Oz said two men died.", "Oz"),
        ("Ada Roe, judge of the court, left, police in Oz said two men died.", "Oz"),
        ("After Ada Roe, judge of the court, left, police in Oz said two men died.", "Oz"),
        ("Ada Roe, who said no to the court, said two men died.", "court"),
        ("Ada Roe, after a raid by the army, said two men died.", "army"),
    ],
)
def test_another_clause_has_a_speaker_of_its_own(text: str, taken: str) -> None:
    assert speaker(text, taken, "two men died", "Ada Roe") == taken


def test_what_stands_before_its_source_keeps_it() -> None:
    assert speaker("Two men died, said Ada Roe, a friend of Ida Poe.", "Ida Poe", "Two men died", "Ada Roe", "Ida Poe") == "Ida Poe"
