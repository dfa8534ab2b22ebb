"""Who stands in a phrase of another noun, verb or event, and has no part in the event that the network gives him to, too."""

from __future__ import annotations

import pytest
import reading_builder as builder

from kg.model import EventType, Role
from kg.reader.events.attachments import without_others_phrases

Said = list[tuple[str, Role, str]]
Events = dict[str, EventType]


def left_out(text: str, events: Events, arguments: Said) -> Said:
    return builder.left_out(without_others_phrases, text, events, arguments)


@pytest.mark.parametrize(
    ("text", "kind", "is_left_out"),
    [
        ("Troops ended a raid by rebels.", "Attack", True),
        ("Troops wept over a raid carried out by masked rebels.", "Attack", True),
        ("Troops wept over a raid that rebels led.", "Attack", False),
        ("Troops ended a raid stopped by rebels.", "Attack", False),
        ("Troops held a raid by rebels.", "Meeting", False),  # may be of both
    ],
)
def test_who_stands_before_a_deed_did_not_do_what_others_did(text: str, kind: EventType, *, is_left_out: bool) -> None:
    found = left_out(text, {"raid": kind}, [("raid", "Agent", "Troops"), ("raid", "Agent", "rebels")])
    assert found == ([("raid", "Agent", "Troops")] if is_left_out else [])


@pytest.mark.parametrize(
    ("text", "word", "is_left_out"),
    [
        ("It passed posts manned by the rebels and exploded.", "exploded", True),
        ("It exploded at a post guarded by rebels.", "exploded", True),
        ("They shot down a helicopter used by rebels.", "shot down", True),
        ("A jet used by rebels fell, and the town was bombed.", "bombed", True),
        ("A jet used by rebels to attack fell.", "attack", False),
        ("A post manned by rebels who attacked fell.", "attacked", False),
        ("They attacked with a jet used by rebels.", "attacked", False),
        ("It was attacked by rebels.", "attacked", False),
    ],
)
def test_who_only_has_something_did_nothing(text: str, word: str, *, is_left_out: bool) -> None:
    assert left_out(text, {word: "Attack"}, [(word, "Agent", "rebels")]) == ([(word, "Agent", "rebels")] if is_left_out else [])


def test_what_somebody_uses_a_thing_for_he_does_and_nobody_before() -> None:
    text = "Jets hit a helicopter used by rebels to attack the town."
    arguments: Said = [("attack", "Agent", "Jets"), ("attack", "Agent", "rebels")]
    assert left_out(text, {"attack": "Attack"}, arguments) == [("attack", "Agent", "Jets")]


@pytest.mark.parametrize(
    ("text", "kind", "is_left_out"),
    [
        ("He was poisoned, contradicting local medics.", "Killing", True),
        ("He was poisoned, prompting the medics to leave.", "Killing", True),
        ("He was poisoned, including by medics.", "Killing", False),
        ("He was poisoned, according to medics.", "Killing", False),
        ("He was poisoned by the visiting medics.", "Killing", False),
        ("He was poisoned, hosting medics.", "Meeting", False),
    ],
)
def test_the_object_of_another_participle_did_nothing(text: str, kind: EventType, *, is_left_out: bool) -> None:
    found = left_out(text, {"poisoned": kind}, [("poisoned", "Agent", "medics")])
    assert found == ([("poisoned", "Agent", "medics")] if is_left_out else [])


@pytest.mark.parametrize(
    ("text", "is_left_out"),
    [
        ("The raids were in revenge for strikes in Oz.", True),
        ("The raids came in response to the strikes in Oz.", True),
        ("The raids avenged strikes in Oz.", True),
        ("The raids followed strikes in Oz.", False),
    ],
)
def test_where_the_answered_was_the_answer_was_not(text: str, *, is_left_out: bool) -> None:
    arguments: Said = [("raids", "Place", "Oz"), ("raids", "Topic", "strikes"), ("strikes", "Place", "Oz")]
    found = left_out(text, {"raids": "Attack", "strikes": "AirStrike"}, arguments)
    assert found == ([("raids", "Place", "Oz")] if is_left_out else [])


def test_a_retaliation_may_be_against_whose_deed_it_answers() -> None:
    arguments: Said = [("retaliation", "Target", "Oz"), ("retaliation", "Agent", "Oz"), ("strikes", "Agent", "Oz")]
    found = left_out("It was retaliation for strikes by Oz.", {"retaliation": "Attack", "strikes": "AirStrike"}, arguments)
    assert found == [("retaliation", "Agent", "Oz")]


def test_what_is_answered_is_no_means_of_the_answer_and_who_answers_did_not_do_it() -> None:
    text = "Oz fired in retaliation for an air strike on Ur."
    arguments: Said = [("fired", "Agent", "Oz"), ("fired", "Instrument", "strike"), ("strike", "Agent", "Oz"), ("strike", "Target", "Ur")]
    assert left_out(text, {"fired": "AirStrike", "strike": "AirStrike"}, arguments) == arguments[1:3]
    text = "Oz fired in retaliation for lies, after a strike on Ur."
    assert left_out(text, {"fired": "AirStrike", "strike": "AirStrike"}, arguments[2:] + arguments[:1]) == []
