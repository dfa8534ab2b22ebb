"""What somebody says, whole: pieces that the network found, and how far what is said goes."""

from __future__ import annotations

import pytest
from reading_builder import build, span

from kg.model import Attribution
from kg.reader.sources.wholes import whole_contents


def whole(text: str, *pieces: tuple[str, str, str]) -> list[str]:
    """Return the contents of attributions given as source, cue (may be empty) and piece."""
    found = [Attribution(span(text, source), span(text, piece), span(text, cue) if cue else None) for source, cue, piece in pieces]
    return [a.content.text for a in whole_contents(text, build("a", text).sentences, found)]


@pytest.mark.parametrize(
    ("text", "source", "cue", "piece", "expected"),
    [
        # A quotation is whole, over its sentences.
        ("“We left. We will not come back,” Roe said.", "Roe", "said", "We will not come back", "“We left. We will not come back,”"),
        ('"We left. Nobody shot," Roe said.', "Roe", "said", "Nobody shot", '"We left. Nobody shot,"'),
        # Said first: from the word of saying on, and to the end of the phrase.
        ("Roe said two men from the coast died.", "Roe", "said", "men from the coast died", "two men from the coast died"),
        ("Roe told reporters that two men died.", "Roe", "told", "men died", "two men died"),
        ("The mayor, a former judge, says two men died.", "mayor", "", "men died", "two men died"),
        ("Roe said he had worked at the State Department for years.", "Roe", "said", "he had worked at the State", None),
        ("Roe said the army holds all of the towns.", "Roe", "said", "the army holds all of the", "the army holds all of the towns"),
        ("Roe said 10,000 of 12,000 homes burnt, and left.", "Roe", "said", "10,000 of", "10,000 of 12,000 homes burnt"),
        # Said last: from where the sentence begins.
        ("Two men died in the raid, Roe said.", "Roe", "said", "died in the raid", "Two men died in the raid"),
        ("Two men died in the raid, said Roe on Friday.", "Roe", "said", "the raid", "Two men died in the raid"),
    ],
)
def test_what_is_said_is_whole(text: str, source: str, cue: str, piece: str, expected: str | None) -> None:
    expected = expected or "he had worked at the State Department for years"
    assert whole(text, (source, cue, piece)) == [expected]


@pytest.mark.parametrize(
    ("text", "source", "cue", "piece"),
    [
        # What is whole stays as it is, with what follows it in the sentence.
        ("Roe said two men died after the raid.", "Roe", "said", "two men died"),
        ("Roe said two men died, and left the town.", "Roe", "said", "two men died"),
        ("Roe said two men died on Friday.", "Roe", "said", "two men died"),
        # A clause that only stands before who speaks is not said by him.
        ("Although two men died in the raid, Roe said nobody shot.", "Roe", "said", "men died in the raid"),
        # Whom one tells, and when one says it, is not what is said.
        ("Roe said on Friday two men died.", "Roe", "said", "two men died"),
        ("Roe told the two men in the hall nobody shot.", "Roe", "told", "nobody shot"),
        # Words that another says within a quotation of his are not all of it.
        ("“Poe told us that two men died and we left,” Roe said.", "Poe", "told", "two men died"),
        # Only some words are quoted.
        ("Roe called the raid a “shameful act” of war.", "Roe", "called", "the raid a “shameful act”"),
        ("Two men died: one in the raid, Roe said.", "Roe", "said", "one in the raid"),
    ],
)
def test_what_is_not_plainly_said_is_not_taken_in(text: str, source: str, cue: str, piece: str) -> None:
    assert whole(text, (source, cue, piece)) == [piece]


def test_what_another_says_in_the_sentence_is_not_reached_over() -> None:
    text = "Poe claimed nobody shot at two men who died, Roe said."
    assert whole(text, ("Poe", "claimed", "nobody shot"), ("Roe", "said", "two men who died")) == ["nobody shot", "two men who died"]


def test_two_pieces_of_one_quotation_are_one() -> None:
    text = "“We left. Nobody shot. We will be back,” Roe said."
    assert whole(text, ("Roe", "said", "We left"), ("Roe", "said", "Nobody shot")) == ["“We left. Nobody shot. We will be back,”"]


def test_a_text_without_attributions_has_none() -> None:
    assert whole("Two men died.") == []
