from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from reading_builder import build, span

from kg.reader.sources.attribution import Voice, sentence_of, voices
from kg.reader.sources.sayings import with_sayings

if TYPE_CHECKING:
    from kg.model import Reading, Span

CHAIN = "Experts say that the front claimed that two men carried out the attack."


def according_to(reading: Reading, trigger: Span) -> Span | None:
    voice = voices(reading).of_event(trigger)
    return voice.source if voice else None


def test_a_source_argument_says_who_reports() -> None:
    text = "Police said two guards were killed."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Police"]), "e2": ("GRP", ["two guards"])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Source", "Police"), ("killed", "Victim", "two guards")],
    )
    assert according_to(reading, span(text, "killed")) == span(text, "Police")
    assert voices(reading).of_event(span(text, "killed")) == Voice(span(text, "Police"), None)


def test_without_source_or_attribution_the_article_says_so() -> None:
    text = "Two guards were killed, and police mourned."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["police"]), "e2": ("GRP", ["Two guards"])},
        events={"v1": ("Killing", ["killed"]), "v2": ("Commemoration", ["mourned"])},
        arguments=[("killed", "Victim", "Two guards"), ("mourned", "Agent", "police")],
    )
    assert according_to(reading, span(text, "killed")) is None


def test_a_source_argument_goes_before_an_attribution_and_the_smaller_content_before_the_larger() -> None:
    text = "The mayor said that medics reported ten people wounded and three shops burnt."
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), "e2": ("GRP", ["medics"]), "e3": ("GRP", ["ten people"])},
        events={"v1": ("Injury", ["wounded"]), "v2": ("Destruction", ["burnt"])},
        arguments=[("burnt", "Source", "mayor")],
        attributions=[
            ("The mayor", "medics reported ten people wounded and three shops burnt"),
            ("medics", "ten people wounded and three shops burnt"),
        ],
    )
    assert according_to(reading, span(text, "burnt")) == span(text, "mayor")
    assert according_to(reading, span(text, "wounded")) == span(text, "medics")


def test_what_experts_say_that_a_group_claimed_is_according_to_the_group_and_relayed_by_the_experts() -> None:
    reading = build(
        "a",
        CHAIN,
        entities={"e1": ("GRP", ["Experts"]), "e2": ("ORG", ["front"]), "e3": ("GRP", ["two men"])},
        events={"v1": ("ClaimResponsibility", ["claimed"]), "v2": ("Attack", ["attack"])},
        arguments=[("claimed", "Agent", "front"), ("claimed", "Source", "Experts"), ("attack", "Source", "Experts")],
    )
    said = with_sayings(CHAIN, reading.sentences, [span(CHAIN, words) for words in ("Experts", "front", "two men")], ())
    asked = voices(replace(reading, attributions=said))
    assert asked.of_event(span(CHAIN, "claimed")) == Voice(span(CHAIN, "Experts"))
    of_attack = asked.of_event(span(CHAIN, "attack"))
    assert of_attack == Voice(span(CHAIN, "front"), "Claimed")
    assert asked.relayers(of_attack, span(CHAIN, "attack")) == (span(CHAIN, "Experts"),)


def test_who_speaks_alone_is_relayed_by_nobody() -> None:
    text = "Police said two guards were killed."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Police"])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Source", "Police")],
        attributions=[("Police", "two guards were killed")],
    )
    voice = voices(reading).of_event(span(text, "killed"))
    assert voice == Voice(span(text, "Police"))
    assert voices(reading).relayers(voice, span(text, "killed")) == ()


def test_an_attribution_without_a_mention_as_source_says_nothing() -> None:
    text = "It is said that ten people were wounded."
    reading = build("a", text, events={"v1": ("Injury", ["wounded"])}, attributions=[("It", "ten people were wounded")])
    assert according_to(reading, span(text, "wounded")) is None


def test_a_source_that_claims_the_deed_in_the_sentence_makes_a_claim() -> None:
    text = "The front, which claimed responsibility, said its men killed six soldiers."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["front", "its"]), "e2": ("GRP", ["six soldiers"])},
        events={"v1": ("ClaimResponsibility", ["claimed responsibility"]), "v2": ("Killing", ["killed"])},
        arguments=[("claimed responsibility", "Agent", "front"), ("killed", "Source", "front"), ("killed", "Victim", "six soldiers")],
    )
    assert voices(reading).of_event(span(text, "killed")) == Voice(span(text, "front"), "Claimed")


def test_who_has_not_claimed_the_deed_claims_nothing() -> None:
    text = "The front, which has not claimed responsibility, said its men killed six soldiers."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["front", "its"]), "e2": ("GRP", ["six soldiers"])},
        events={"v1": ("ClaimResponsibility", [("claimed responsibility", "Negated")]), "v2": ("Killing", ["killed"])},
        arguments=[("claimed responsibility", "Agent", "front"), ("killed", "Source", "front"), ("killed", "Victim", "six soldiers")],
    )
    assert voices(reading).of_event(span(text, "killed")) == Voice(span(text, "front"))


def test_what_is_only_claimed_and_condemned_is_claimed_by_who_condemns() -> None:
    text = "The front condemned the council for siding with Norland."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["front"]), "e2": ("ORG", ["council"]), "e3": ("GPE", ["Norland"])},
        events={"v1": ("Condemnation", ["condemned"]), "v2": ("Endorsement", [("siding", "Claimed")])},
        arguments=[("condemned", "Agent", "front"), ("condemned", "Topic", "siding"), ("siding", "Agent", "council")],
    )
    assert according_to(reading, span(text, "siding")) == span(text, "front")


def test_a_sentence_is_found_by_where_a_span_begins() -> None:
    text = "One raid.\nTwo raids."
    reading = build("a", text)
    assert sentence_of(reading, span(text, "raid")) == (0, 9)
    assert sentence_of(reading, span(text, "raids")) == (10, 20)
    assert sentence_of(build("b", ""), span(text, "raid")) == (0, 0)


def test_what_is_denied_to_have_happened_is_so_according_to_the_denier() -> None:
    text = "The mayor denied that the mill was burnt."
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), "e2": ("FAC", ["mill"])},
        events={"v1": ("Denial", ["denied"]), "v2": ("Destruction", [("burnt", "Negated")])},
        arguments=[("denied", "Agent", "mayor"), ("denied", "Topic", "burnt"), ("burnt", "Target", "mill")],
    )
    assert voices(reading).of_event(span(text, "burnt")) == Voice(span(text, "mayor"))


def test_that_one_says_something_one_does_not_say_oneself() -> None:
    text = "The mayor condemned the raid, which he called cowardly."
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"])},
        events={"v1": ("Condemnation", ["condemned"]), "v2": ("Attack", ["raid"])},
        arguments=[("condemned", "Agent", "mayor"), ("condemned", "Topic", "raid")],
        attributions=[("mayor", text[4:-1])],
    )
    assert voices(reading).of_event(span(text, "condemned")) is None
    assert voices(reading).of_event(span(text, "raid")) == Voice(span(text, "mayor"))


@pytest.mark.parametrize(
    ("text", "mentions", "source"),
    [
        ("Police in Harbour Town said that two men were hurt.", ["Police", "Harbour Town"], "Police"),
        ("The head of the clinic in Harbour Town said that two men were hurt.", ["head", "clinic", "Harbour Town"], "head"),
        ("Harbour Town police said that two men were hurt.", ["Harbour Town", "police"], "police"),
    ],
)
def test_who_speaks_is_what_the_phrase_is_about(text: str, mentions: list[str], source: str) -> None:
    spans = [span(text, words) for words in mentions]
    (said,) = with_sayings(text, [(0, len(text))], spans, ())
    assert (said.source.text, said.content.text) == (source, "two men were hurt.")
