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
