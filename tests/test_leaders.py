"""Who is meant by "the Egyptian leader"."""

from __future__ import annotations

import pytest
from reading_builder import span

from kg.reader.identity.leaders import leaders_again


def again(text: str, *people: str) -> list[tuple[str, str]]:
    mentions = sorted(span(text, words) for words in people)
    return [(mentions[i].text, mentions[j].text) for i, j in leaders_again(text, mentions, ["PER"] * len(mentions))]


@pytest.mark.parametrize(
    ("text", "said", "who"),
    [
        ("Somali President Ivo Tal met Egyptian President Ada Roe. The Egyptian leader left.", "leader", "Ada Roe"),
        ("Somali President Ivo Tal met Egyptian President Ada Roe. The Somali president left.", "president", "Ivo Tal"),
        ("Ivo Tal met South Sudan's Prime Minister Ada Roe. The South Sudanese premier left.", "premier", "Ada Roe"),
        ("Ivo Tal met North Korean leader Ada Roe. The North Korean leader left.", "leader|2", "Ada Roe"),
        ("Egyptian President Ivo Tal met Egyptian Prime Minister Ada Roe. The Egyptian prime minister left.", "prime minister", "Ada Roe"),
        ("Egyptian President Ivo Tal met Egyptian Prime Minister Ada Roe. The Egyptian leader left.", "leader", ""),
        ("Ivo Tal met Egyptian President Ada Roe. The Egyptian premier left.", "premier", ""),
        ("Ivo Tal met former Egyptian President Ada Roe. The Egyptian president left.", "president", ""),
        ("Ivo Tal met Egyptian Vice President Ada Roe. The Egyptian president left.", "president", ""),
        ("Ivo Tal met Egyptian opposition leader Ada Roe. The Egyptian leader left.", "leader|2", ""),
        ("Ivo Tal met Egyptian President Ada Roe. A Russian leader left.", "leader", ""),
        ("Ivo Tal met Egyptian President Ada Roe. An Egyptian leader left.", "leader", ""),
    ],
)
def test_a_leader_is_the_one_who_was_named(text: str, said: str, who: str) -> None:
    assert again(text, "Ivo Tal", "Ada Roe", said) == ([(said.partition("|")[0], who)] if who else [])


@pytest.mark.parametrize(
    ("text", "said", "who"),
    [
        ("Rebel leader Ivo Tal spoke. President Ada Roe's spokesman said the president had agreed.", "president", "Ada Roe"),
        ("Ivo Tal spoke. General Ada Roe left. The general denied it.", "general", "Ada Roe"),
        ("Ivo Tal spoke. Gov. Ada Roe left. The governor denied it.", "governor", "Ada Roe"),
        ("President Ivo Tal spoke. President Ada Roe left. The president denied it.", "president", ""),
        ("Ivo Tal spoke. Former President Ada Roe left. The president denied it.", "president", ""),
        ("Ivo Tal spoke. Attorney General Ada Roe left. The general denied it.", "general", ""),
        ("Ivo Tal spoke. President Ada Roe left. A president denied it.", "president", ""),
        ("Ivo Tal spoke. President Ada Roe left. The president of Vale denied it.", "president", ""),
        ("Ivo Tal spoke. President Ada Roe left. They chose him as the president.", "president", ""),
        ("Ivo Tal spoke. President Ada Roe left. The vice president denied it.", "vice president", ""),
        (f"Ivo Tal spoke. President Ada Roe left. {'It rained. ' * 90}The president denied it.", "president", ""),  # too far back
    ],
)
def test_a_bare_title_is_his_who_alone_has_been_named_with_it(text: str, said: str, who: str) -> None:
    assert again(text, "Ivo Tal", "Ada Roe", said) == ([(said.partition("|")[0], who)] if who else [])


@pytest.mark.parametrize(
    ("text", "title", "said", "who"),
    [
        ("Ivo Tal called the German chancellor, Ada Roe. The German leader left.", "chancellor", "leader", "Ada Roe"),
        ("Ivo Tal called the mayor, Ada Roe. The mayor left.", "mayor", "mayor|2", "Ada Roe"),
        ("Ivo Tal called the president of Chad, Ada Roe. The Chadian leader left.", "president", "leader", "Ada Roe"),
        ("Ivo Tal called Chad's president, Ada Roe. The Chadian leader left.", "president", "leader", "Ada Roe"),
        ("Ivo Tal called the former German chancellor, Ada Roe. The German leader left.", "chancellor", "leader", ""),
    ],
)
def test_a_title_may_stand_before_a_comma(text: str, title: str, said: str, who: str) -> None:
    mentions = sorted(span(text, words) for words in ("Ivo Tal", title, "Ada Roe", said))
    joined = leaders_again(text, mentions, ["PER"] * 4, {2: 1})
    assert [(mentions[i].text, mentions[j].text) for i, j in joined] == ([(said.partition("|")[0], who)] if who else [])
