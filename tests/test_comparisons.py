"""Where a sentence turns to another event than its own."""

from __future__ import annotations

import pytest

from kg.model import Span
from kg.reader.comparisons import turns


def told(text: str) -> list[str]:
    """Return what belongs to other events, of a text with one sentence a line."""
    sentences, start = [], 0
    for line in text.split("\n"):
        sentences.append((start, start + len(line)))
        start += len(line) + 1
    return [text[turn.start : turn.end].strip(" .") for turn in turns(text, sentences)]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "It was the deadliest attack in Oz since the siege of Ur in 2004, in which 330 died.",
            ["the siege of Ur in 2004, in which 330 died"],
        ),
        ("It is the worst since the Sept. 11, 2001, attacks, the mayor said.", ["the Sept. 11, 2001, attacks"]),
        ("It was the first such bombing since a blast killed six, police said.", ["a blast killed six"]),
        ("It was the fourth mass abduction since May, when men took 344 boys.", ["May, when men took 344 boys"]),
        ("It was the most lethal raid since the massacre.", ["the massacre"]),
        ("The shooting surpassed last year's massacre of 49 people in Ur.", ["last year's massacre of 49 people in Ur"]),
        ("The quake was weaker than the one which killed nine in May.", ["the one which killed nine in May"]),
        ("The raid echoed an attack in Ur.", ["an attack in Ur"]),
        ("The raid recalled the 2016 attack in Ur.", ["the 2016 attack in Ur"]),
        ("The raid was similar to an attack in Ur.", ["an attack in Ur"]),
        ("They hit Oz in revenge for air strikes in Ur, and left.", ["air strikes in Ur"]),
        ("They hit Oz in retaliation for the raid that killed six.", ["the raid that killed six"]),
        ("They avenged the killing of Bo.", ["the killing of Bo"]),
    ],
)
def test_what_is_compared_and_answered_is_another_event(text: str, other: list[str]) -> None:
    assert told(text) == other


@pytest.mark.parametrize(
    "text",
    [
        "Some 524 have been killed since the offensive began.",
        "The summit is the first since the attacks in Ur.",
        "The biggest party has ruled since the attack.",
        "The attack killed nine.",
        "He recalled the attack.",
        "The police chief and a second man were killed.",
        "Another victim died in hospital.",
        "The attack was another blow.",
    ],
)
def test_what_is_only_reckoned_from_or_of_the_same_event_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("In a separate attack, gunmen killed two and fled.", ["In a separate attack, gunmen killed two and fled"]),
        ("Separately, a bomb killed six.", ["Separately, a bomb killed six"]),
        ("Elsewhere in Oz, a bomb killed six.", ["Elsewhere in Oz, a bomb killed six"]),
        ("Another car bombing killed six, police said.", ["Another car bombing killed six"]),
        ("A second, smaller blast killed two.", ["A second, smaller blast killed two"]),
        ("A bomb killed six, and in another raid, two died.", ["in another raid, two died"]),
        ("Police said a man died in a separate attack.", ["Police said a man died in a separate attack"]),
        ("A bomb killed six in Oz while two died in another attack in Ur.", ["two died in another attack in Ur"]),
    ],
)
def test_what_comes_besides_is_another_event(text: str, other: list[str]) -> None:
    assert told(text) == other


def test_what_is_avenged_may_have_been_told_but_not_what_is_told_with_an_article_of_its_own() -> None:
    answers = ("revenge for the raid", "revenge for Friday's raid", "response to claims of a raid", "revenge for a raid")
    texts = [f"They hit Oz in {answer}." for answer in answers]
    assert [turns(text, [(0, len(text))])[0].is_new for text in texts] == [False, False, False, True]


def test_things_on_the_two_sides_are_told_apart() -> None:
    text = "The deadliest attack since the siege, in which 330 died, was claimed."
    (turn,) = turns(text, [(0, len(text))])
    attack, siege, died, claimed = (_span(text, word) for word in ("attack", "siege", "died", "claimed"))
    assert [turn.side_of(span) for span in (attack, siege, died, claimed)] == ["first", "other", "other", None]
    assert turn.parts(died, attack)
    assert not turn.parts(siege, died)
    assert not turn.parts(attack, claimed)


def _span(text: str, word: str) -> Span:
    return Span(text.index(word), text.index(word) + len(word), word)


def test_a_text_that_was_not_read_has_no_sentences_and_no_turns() -> None:
    text = "It was the deadliest attack since the siege of Oz, and another attack hit Ur."
    assert turns(text, ()) == []
    assert turns(text, ((0, len(text)),)) != []
