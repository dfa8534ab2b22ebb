"""How far what somebody says reaches, and who only seems to speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, span

from kg.reader.sources.reach import clauses_of, within_reach, without_others_sources

if TYPE_CHECKING:
    from kg.model import EntityType, EventType, Role

ACTORS: tuple[tuple[str, EntityType], ...] = (
    ("mayor", "PER"),
    ("union", "ORG"),
    ("medics", "GRP"),
    ("police", "ORG"),
    ("helpers", "GRP"),
    ("White Ring", "ORG"),
    ("he", "PER"),
    ("Oz TV", "ORG"),
)
DEEDS = ("killed", "shot", "hurt")


def sources(text: str, said: list[tuple[str, Role, str]]) -> list[tuple[str, str]]:
    entities = {f"e{k}": (kind, [name]) for k, (name, kind) in enumerate(ACTORS) if f" {name}" in f" {text}"}
    events: dict[str, tuple[EventType, list[str]]] = {deed: ("Killing", [deed]) for deed in DEEDS if deed in text}
    reading = build("a", text, entities=entities, events=events, arguments=said)
    types = {m.span: m.type for e in reading.entities for m in e.mentions} | {m.trigger: e.type for e in reading.events for m in e.mentions}
    return sorted((a.trigger.text, a.filler.text) for a in without_others_sources(text, reading.sentences, reading.arguments, types))


@pytest.mark.parametrize(
    ("text", "killed", "shot"),
    [
        ("The mayor said ten were killed, while the union said 20 were shot.", "mayor", "union"),
        ("Ten were killed, medics said, and one was shot, the union reported.", "medics", "union"),
        ("Ten were killed, the union said; police confirmed only two shot.", "union", "police"),
        ("The mayor put the dead at ten killed; in the north helpers of the White Ring put those shot at two.", "mayor", "helpers"),
        ("According to police, ten were killed, but the union says two were shot.", "police", "union"),
        ("The mayor, who was ill, said ten were killed, and medics at the clinic later reported two shot.", "mayor", "medics"),
    ],
)
def test_who_speaks_in_one_clause_does_not_say_what_stands_in_another(text: str, killed: str, shot: str) -> None:
    both: list[tuple[str, Role, str]] = [(deed, "Source", one) for deed in ("killed", "shot") for one in (killed, shot)]
    assert sources(text, both) == [("killed", killed), ("shot", shot)]
    crossed: list[tuple[str, Role, str]] = [("killed", "Source", killed), ("shot", "Source", killed)]
    assert sources(text, crossed) == [("killed", killed), ("shot", shot)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ten were killed on Monday, and the mayor said two were shot.", "mayor"),
        ("Ten were killed in a raid, but Ur's old mayor, who was ill, said two were shot.", "mayor"),
        ("Helpers found ten killed, while police told Oz TV that two were shot.", "police"),
    ],
)
def test_what_stands_before_a_clause_that_begins_with_a_speaker_the_article_tells(text: str, speaker: str) -> None:
    said: list[tuple[str, Role, str]] = [(deed, "Source", speaker) for deed in ("killed", "shot")]
    assert sources(text, said) == [("shot", speaker)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The mayor said ten were killed while two were shot.", "mayor"),
        ("Ten were killed, and two were shot, the mayor said by telephone.", "mayor"),
        ("Ten were killed and, the mayor said, two were shot.", "mayor"),
        ("The mayor said that ten were killed, and that police said two were shot.", "mayor"),
        ("The mayor said ten were killed, but he said two were shot.", "mayor"),
        ("Police said ten were killed, and two were shot, the mayor said.", "mayor"),  # who may say both
        ("“Ten were killed; police said two were shot”, the mayor said.", "mayor"),
        ("The police accused of the raid killed ten, but two were shot, the mayor said.", "mayor"),
    ],
)
def test_who_speaks_for_the_whole_sentence_stays(text: str, speaker: str) -> None:
    said: list[tuple[str, Role, str]] = [("killed", "Source", speaker), ("shot", "Source", speaker)]
    assert sources(text, said) == [("killed", speaker), ("shot", speaker)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Ten were killed, the mayor told police.", "police"),
        ("Police told the old mayor, Oz TV and others that ten were killed.", "mayor"),
        ("The mayor said in a video aired by Oz TV that ten were killed.", "Oz TV"),
        ("Ten were killed, the mayor said in an interview broadcast on Oz TV.", "Oz TV"),
        ("Ten were killed, the mayor announced late on Monday on state-run Oz TV.", "Oz TV"),
        ("Ten were killed in what the mayor called a war.", "mayor"),
        ("Ten were killed by what the mayor has since described as fools.", "mayor"),
        ("It was over, the mayor said outside the court, where ten were killed.", "mayor"),
    ],
)
def test_who_hears_airs_or_names_it_does_not_say_it(text: str, wrong: str) -> None:
    assert sources(text, [("killed", "Source", wrong)]) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("The mayor told police that ten were killed.", "mayor"),
        ("Ten were killed, the mayor was told by police.", "police"),
        ("Ten were killed, the mayor said, according to a report carried by Oz TV.", "Oz TV"),
        ("Ten were killed, it was reported by Oz TV.", "Oz TV"),
        ("Ten were killed, the mayor said on the word of police.", "police"),
        ("Footage aired by Oz TV shows that ten were killed.", "Oz TV"),
        ("In what the mayor called a war ten were killed.", "mayor"),
        ("The mayor said in Oz, where he was, that ten were killed.", "mayor"),
        ("The mayor said in a letter ten were killed.", "mayor"),
    ],
)
def test_who_only_looks_like_a_hearer_stays(text: str, right: str) -> None:
    assert sources(text, [("killed", "Source", right)]) == [("killed", right)]


def test_both_who_call_a_speaker_speak_in_his_clause() -> None:
    text = "The medics said ten were killed; a mayor, he of the White Ring, said two were shot."
    said: list[tuple[str, Role, str]] = [("killed", "Source", one) for one in ("medics", "mayor", "White Ring")]
    assert sources(text, said) == [("killed", "medics")]


def test_nobody_takes_the_place_of_who_did_not_say_it_in_a_denial() -> None:
    text = "Medics said ten were killed; the union denied that two were shot."
    assert sources(text.lower(), [("shot", "Source", "medics")]) == []


@pytest.mark.parametrize(
    ("text", "speaker", "left"),
    [
        ("The mayor said ten died, but the union said six died.", "mayor", "The mayor said ten died"),
        ("Ten died, but the union said six died.", "union", "the union said six died."),
        ("Ten died in what the mayor called a war on us.", "mayor", "called a war on us."),
        ("The mayor told the union that ten died.", "union", None),
    ],
)
def test_an_attribution_reaches_no_further_than_its_clause(text: str, speaker: str, left: str | None) -> None:
    reading = build("a", text, attributions=[(speaker, text)])
    mentions = [span(text, name) for name in ("mayor", "union") if name in text]
    found = within_reach(text, reading.sentences, mentions, reading.attributions)
    assert [(a.source.text, a.content.text) for a in found] == ([] if left is None else [(speaker, left)])


def test_a_sentence_with_one_speaker_has_no_clauses() -> None:
    text = "The mayor said ten died; a shop burnt, and nobody knew why."
    assert clauses_of(text, (0, len(text)), [span(text, "mayor")]) == []
