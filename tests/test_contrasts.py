"""Which mentions are never one, whatever the network says."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from reading_builder import span

from kg.model import Argument
from kg.reader.contrasts import contrasts

if TYPE_CHECKING:
    from kg.model import EntityType, Role, Span


def told_apart(text: str, mentions: list[tuple[str, EntityType]], arguments: list[tuple[str, Role, str]]) -> list[tuple[str, str]]:
    spans: list[Span] = sorted(span(text, words) for words, _ in mentions)
    types = {span(text, words): kind for words, kind in mentions}
    said = [Argument(span(text, trigger), role, span(text, filler)) for trigger, role, filler in arguments]
    marks: list[dict[str, frozenset[str]]] = [{} for _ in spans]
    for i, respect, mark in contrasts(text, spans, [types[one] for one in spans], said):
        marks[i][respect] = mark
    return [
        (spans[i].text, spans[j].text)
        for i, j in combinations(range(len(spans)), 2)
        if any(mark and marks[j].get(respect) and not mark & marks[j][respect] for respect, mark in marks[i].items())
    ]


@pytest.mark.parametrize(
    ("one", "other", "kind", "are_two"),
    [
        ("RSF", "SAF", "ORG", True),
        ("ISIL", "ISIS", "ORG", False),  # one letter, so that both may be short for much the same
        ("CCP", "PCC", "ORG", False),  # in another language
        ("NGO", "MSF", "ORG", False),  # that is no name
        ("defence ministry", "justice ministry", "ORG", True),
        ("Defense Ministry", "ministry of defence", "ORG", False),
        ("foreign ministry", "ministry", "ORG", False),
        ("31 inmates", "seven inmates", "GRP", True),
        ("at least 14 soldiers", "17 soldiers", "GRP", False),  # the toll rose
        ("dozens of people", "12 people", "GRP", False),
        ("20 people", "children", "GRP", False),
    ],
)
def test_what_is_called_otherwise_is_another(one: str, other: str, kind: EntityType, *, are_two: bool) -> None:
    assert told_apart(f"{one} and {other}", [(one, kind), (other, kind)], []) == ([(one, other)] if are_two else [])


@pytest.mark.parametrize(
    ("text", "verb", "target", "are_two"),
    [
        ("The mayor has urged the president to resign.", "urged", "president", True),
        ("The mayor met with him on Monday.", "met", "him", True),
        ("The mayor, whose men had marched for months, urged the young president to resign.", "urged", "president", True),
        ("The mayor, whose men had marched for months, urged him to resign.", "urged", "him", False),  # who is far may be mistaken
        ("The mayor blamed himself.", "blamed", "himself", False),
        ("The mayor rejected his dismissal.", "rejected", "his", False),
        ("The mayor refuted Tal's allegations.", "refuted", "Tal", False),
        ("The mayor denounced that he was spied on.", "denounced", "he", False),
        ("The mayor was said to have been urged by them.", "urged", "them", False),
        ("They named the mayor, accusing him of theft.", "accusing", "him", False),
    ],
)
def test_who_does_something_to_somebody_is_not_him(text: str, verb: str, target: str, *, are_two: bool) -> None:
    arguments: list[tuple[str, Role, str]] = [(verb, "Agent", "mayor"), (verb, "Target", target)]
    assert told_apart(text, [("mayor", "PER"), (target, "PER")], arguments) == ([("mayor", target)] if are_two else [])


def test_a_name_that_was_there_before_stays_with_itself() -> None:
    text = "Oz Tal spoke. The mayor praised Oz Tal."
    mentions: list[tuple[str, EntityType]] = [("Oz Tal", "PER"), ("mayor", "PER"), ("Oz Tal|2", "PER")]
    assert told_apart(text, mentions, [("praised", "Agent", "mayor"), ("praised", "Target", "Oz Tal|2")]) == []
