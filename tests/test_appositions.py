"""Which description and name stand side by side, and which pronoun takes up the name right before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import span

from kg.reader.identity.appositions import named_descriptions
from kg.reader.identity.joins import plain_joins
from kg.reader.identity.pronouns import pronouns_of_names

if TYPE_CHECKING:
    from kg.model import EntityType

FAR = "Nothing else was known on Monday, and the town was quiet. " * 6


@pytest.mark.parametrize(
    ("text", "description", "name", "is_named"),
    [
        ("The confessed killer, Ada Roe, left.", "confessed killer", "Ada Roe", True),
        ("The head of the guard, Ada Roe, left.", "head", "Ada Roe", True),
        ("The sole survivor, Group Captain Ada Roe, left.", "sole survivor", "Ada Roe", True),
        ("He thanked the mayor of Vale, Ada Roe.", "mayor", "Ada Roe", True),
        ("The mayor, Ada Roe, who left, spoke.", "mayor", "Ada Roe", True),
        ("Opposition figure Ada Roe left.", "Opposition figure", "Ada Roe", True),
        ("Police chief Gen. Ada Roe left.", "Police chief", "Ada Roe", True),
        ("A gunman identified as Ada Roe left.", "gunman", "Ada Roe", True),
        ("A gunman, who was later identified by the police as Ada Roe, left.", "gunman", "Ada Roe", True),
        ("The gunman, named locally as Ada Roe, left.", "gunman", "Ada Roe", True),
        ("A man named Ada Roe left.", "man", "Ada Roe", True),
        ("A man who calls himself Ada Roe left.", "man", "Ada Roe", True),
        ("The mayor named Ada Roe as her successor.", "mayor", "Ada Roe", False),
        ("The mayor called Ada Roe on Monday.", "mayor", "Ada Roe", False),
        ("According to the mayor, Ada Roe was ill.", "mayor", "Ada Roe", False),
        ("He named the mayor, Ada Roe and Ivo Tal.", "mayor", "Ada Roe", False),  # may be three
        ("The man Ada Roe met left.", "man", "Ada Roe", False),
        ("The son of the mayor of Vale, Ada Roe, left.", "son", "Ada Roe", False),  # whose name it is stays open
        ("The mayor met Ada Roe.", "mayor", "Ada Roe", False),
        ("The police chief Ada Roe, also known as Ivo, left.", "police chief", "Ada Roe", False),  # of two names
        ("They met her, Ada Roe, too.", "her", "Ada Roe", False),
        ("The chairman MP Ada Roe left.", "chairman", "MP", False),
    ],
)
def test_a_description_is_who_is_named_beside_it(text: str, description: str, name: str, *, is_named: bool) -> None:
    mentions = [span(text, description), span(text, name)]
    assert list(named_descriptions(text, mentions, ["PER", "PER"])) == ([(0, 1)] if is_named else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met his wife, the judge Ada Roe, on Monday.", [("judge", "Ada Roe"), ("wife", "Ada Roe")]),
        ("They met his wife and the judge Ada Roe.", [("judge", "Ada Roe")]),
        ("They met his wife, the judge Ada Roe and others.", [("judge", "Ada Roe")]),
    ],
)
def test_a_name_may_have_two_descriptions(text: str, expected: list[tuple[str, str]]) -> None:
    mentions = [span(text, words) for words in ("wife", "judge", "Ada Roe")]
    assert [(mentions[i].text, mentions[j].text) for i, j in named_descriptions(text, mentions, ["PER"] * 3)] == expected


@pytest.mark.parametrize(
    ("text", "name", "is_named"),
    [
        ('A group calling itself "the Zorg Brigade" did it.', "Zorg Brigade", True),
        ("A militia known as the Zorg Brigade did it.", "Zorg Brigade", True),
        ("A group which calls itself Zorg did it.", "Zorg", True),
        ("A group called Zorg did it.", "Zorg", True),
        ("The group called Zorg a liar.", "Zorg", False),
        ("A group, Zorg, did it.", "Zorg", False),  # of bodies that is left to the network
    ],
)
def test_a_group_is_what_it_calls_itself(text: str, name: str, *, is_named: bool) -> None:
    mentions = [span(text, words) for words in ("militia" if "militia" in text else "group", "itself", name) if words in text]
    assert list(named_descriptions(text, mentions, ["ORG"] * len(mentions))) == ([(0, len(mentions) - 1)] if is_named else [])


@pytest.mark.parametrize(
    ("text", "description", "name", "is_named"),
    [
        ("They left the port city of Vale.", "port city", "Vale", True),
        ("They left the island of Vale.", "island", "Vale", True),
        ("They left the capital, Vale, on Monday.", "capital", "Vale", True),
        ("They left the capital of Vale.", "capital", "Vale", False),
        ("They left the largest province of India.", "largest province", "India", False),
        ("They left a village of Vale.", "village", "Vale", False),
        ("They left the region of Vale.", "region", "Vale", False),  # may be the one around a town
        ("They left the capital, Vale and Ozma.", "capital", "Vale", False),
    ],
)
def test_a_place_is_what_it_is_called(text: str, description: str, name: str, *, is_named: bool) -> None:
    mentions = [span(text, description), span(text, name)]
    assert list(named_descriptions(text, mentions, ["GPE", "GPE"])) == ([(0, 1)] if is_named else [])


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Ivo Tal died. The killer, Ada Roe, left.", ["Ivo Tal", "killer", "Ada Roe"], [("Ada Roe", "killer")]),
        ("Ada Roe died. The mayor, Ada Roe, left.", ["Ada Roe", "mayor", "Ada Roe|2"], [("mayor", "Ada Roe"), ("Ada Roe", "mayor")]),
        ("Ada Roe died. The mayor, Roe, left.", ["Ada Roe", "mayor", "Roe|2"], [("mayor", "Ada Roe"), ("Roe", "mayor")]),
        ("Ada Tal Roe died. Her father, Tal Roe, left.", ["Ada Tal Roe", "father", "Tal Roe|2"], []),  # who has his names
        ("Roe died. The sister, Ada Roe, left.", ["Roe", "sister", "Ada Roe"], []),  # may be another's last name
        (f"{FAR}A gunman named Ada Roe left.", ["gunman", "Ada Roe"], [("Ada Roe", "gunman"), ("gunman", "")]),
        ("Ivo Tal died. A gunman named Ada Roe left.", ["Ivo Tal", "gunman", "Ada Roe"], [("Ada Roe", "gunman")]),
        (f"{FAR}The gunman, named as Ada Roe, left.", ["gunman", "Ada Roe"], [("Ada Roe", "gunman")]),
    ],
)
def test_a_description_follows_its_name(text: str, names: list[str], expected: list[tuple[str, str]]) -> None:
    mentions = [span(text, words) for words in names]
    types = ["PER"] * len(mentions)
    joined = plain_joins(text, mentions, types, list(named_descriptions(text, mentions, types)))
    assert [(mentions[i].text, mentions[j].text if j >= 0 else "") for i, j in joined] == expected


@pytest.mark.parametrize(
    ("text", "name", "pronoun", "kind", "is_his"),
    [
        ("The mayor was named by Queen Ada, who died.", "Ada", "who", "PER", True),
        ("They met Ada Roe, whose house burnt.", "Ada Roe", "whose", "PER", True),
        ("They met Ivo Tal and Ada Roe, who left.", "Ada Roe", "who", "PER", False),  # both may have left
        ("The father of Ada Roe, who left, spoke.", "Ada Roe", "who", "PER", False),
        ("Israel said it would not leave.", "Israel", "it", "GPE", True),
        ("Israel said on Monday that its men had left.", "Israel", "its", "GPE", True),
        ("The ministry denied that it had failed.", "ministry", "it", "ORG", True),
        ("The police said it was an accident.", "police", "it", "ORG", False),
        ("Israel attacked it.", "Israel", "it", "GPE", False),
        ("The father of Israel said it would not leave.", "Israel", "it", "GPE", False),
        ("The mayor said it was late.", "mayor", "it", "PER", False),
    ],
)
def test_a_pronoun_takes_up_the_name_before_it(text: str, name: str, pronoun: str, kind: EntityType, *, is_his: bool) -> None:
    before = [(span(text, "father"), "PER")] if "father" in text else []
    mentions = [*before, (span(text, name), kind), (span(text, pronoun), kind)]
    found = list(pronouns_of_names(text, [one for one, _ in mentions], [kind for _, kind in mentions]))
    assert found == ([(len(mentions) - 1, len(mentions) - 2)] if is_his else [])


def test_a_day_may_stand_before_a_pronoun() -> None:
    text = "Israel said Monday it would not leave."
    mentions = [span(text, words) for words in ("Israel", "Monday", "it")]
    assert list(pronouns_of_names(text, mentions, ["GPE", "TIM", "GPE"])) == [(2, 0)]
