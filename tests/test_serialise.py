from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from reading_builder import build, span

from kg.errors import ReadingError
from kg.model import Attribution, Document, Mention, Reading, Relation, Span
from kg.reader.serialise import from_json, to_json

TEXT = "Rebels shelled Port Vale on Monday, killing at least 12 people.\nThe army said the rebels planned more attacks."

GOLD: dict[str, Any] = {
    "id": "a",
    "source": "Wire",
    "title": "Shells",
    "text": "Rebels shelled Port Vale.",
    "sentences": [[0, 25]],
    "entities": [
        {"id": "e1", "type": "GRP", "name": "rebels", "mentions": [[0, 6]]},
        {"id": "e2", "type": "GPE", "name": "Port Vale", "mentions": [[15, 24]]},
    ],
    "events": [{"id": "v1", "type": "Attack", "mentions": [[7, 14, "Fact"]]}],
    "arguments": [[[7, 14], "Agent", [0, 6]], [[7, 14], "Target", [15, 24]]],
    "relations": [["e1", "affiliatedWith", "e2", 0]],
}


def full_reading() -> Reading:
    reading = build(
        "a",
        TEXT,
        entities={
            "e1": ("GRP", ["Rebels", "rebels"]),
            "e2": ("GPE", ["Port Vale"]),
            "e3": ("TIM", ["Monday"]),
            "e4": ("GRP", ["at least 12 people"]),
            "e5": ("ORG", ["army"]),
        },
        events={
            "v1": ("Attack", ["shelled"]),
            "v2": ("Killing", ["killing"]),
            "v3": ("Attack", [("attacks", "Planned")]),
        },
        arguments=[
            ("shelled", "Agent", "Rebels"),
            ("shelled", "Time", "Monday"),
            ("killing", "Victim", "at least 12 people"),
            ("attacks", "Source", "army"),
        ],
        relations=[("e1", "affiliatedWith", "e2", 0)],
        published=date(2024, 5, 8),
    )
    said = Attribution(span(TEXT, "army"), span(TEXT, "the rebels planned more attacks"), span(TEXT, "said"), 0.25)
    document = Document("a", TEXT, "Shells", date(2024, 5, 8), "Wire", "https://example.org/a", "en", date(2024, 5, 9))
    arguments = (replace(reading.arguments[0], confidence=0.5), *reading.arguments[1:])
    return replace(
        reading, document=document, attributions=(said,), arguments=arguments, relations=(Relation("e1", "affiliatedWith", "e2", 0, 0.75),)
    )


def test_a_reading_comes_back_from_json_as_it_was() -> None:
    reading = full_reading()
    assert reading.times
    assert reading.counts
    assert from_json(json.loads(json.dumps(to_json(reading)))) == reading


def test_who_else_found_an_argument_comes_back_and_is_written_only_then() -> None:
    reading = full_reading()
    assert "extractors" not in to_json(reading)
    first, *others = reading.arguments
    reading = replace(reading, arguments=(*others, replace(first, extractor="language-model/m")))
    line = json.loads(json.dumps(to_json(reading)))
    assert line["extractors"] == {"arguments": ["", "", "", "language-model/m"]}
    assert from_json(line) == reading
    with pytest.raises(ReadingError, match=r"extractors.arguments: expected a list of 4"):
        from_json(line | {"extractors": {"arguments": ["x"]}})


def test_what_a_count_is_part_of_and_revises_comes_back_and_must_be_a_count_of_its_trigger() -> None:
    text = "The blast killed 12 people, including 3 children.\nThe toll was revised from 15 to 12."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["12 people"])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", "12 people")],
    )
    linked = [(count.part_of is not None, count.revises is not None) for count in reading.counts]
    assert sorted(linked) == [(False, False), (False, False), (False, True), (True, False)]
    line = json.loads(json.dumps(to_json(reading)))
    assert from_json(line) == reading
    del line["counts"][0]
    with pytest.raises(ReadingError, match=r"counts\[0\]: what it is part of or revises is no other count"):
        from_json(line)


def test_a_mention_of_another_type_than_its_entity_comes_back() -> None:
    reading = full_reading()
    first = reading.entities[0]
    mixed = replace(first, mentions=(first.mentions[0], Mention(first.mentions[1].span, "ORG", 0.5)))
    reading = replace(reading, entities=(mixed, *reading.entities[1:]))
    assert from_json(json.loads(json.dumps(to_json(reading)))) == reading


def test_plain_keys_are_those_of_the_annotation_format() -> None:
    line = to_json(from_json(GOLD))
    assert {key: line[key] for key in GOLD} == GOLD


def test_gold_lines_without_further_keys_are_read() -> None:
    reading = from_json(GOLD)
    assert reading.document == Document("a", GOLD["text"], "Shells", publisher="Wire")
    assert (reading.attributions, reading.times, reading.counts, reading.extractor) == ((), (), (), "")
    assert [m.confidence for e in reading.entities for m in e.mentions] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": ""}, "reading without an id"),
        ({"text": None}, "a: text: expected a string"),
        ({"published": "yesterday"}, "a: published: expected a date like 2024-01-31, got 'yesterday'"),
        ({"sentences": [[0, 10], [5, 25]]}, "a: sentences[1]: starts at 5, before the one before it ends at 10"),
        ({"sentences": [[0, 26]]}, "a: sentences[0]: offsets [0, 26] do not lie in a text of 25 characters"),
        ({"sentences": [[0.0, 25]]}, "a: sentences[0]: expected a whole number, got 0.0"),
        (
            {"entities": [{"id": "e1", "type": "PERSON", "name": "x", "mentions": []}]},
            "a: entities[0].type: unknown label 'PERSON'; known: PER",
        ),
        ({"entities": [*GOLD["entities"], GOLD["entities"][0]]}, "a: entities: id 'e1' is used more than once"),
        (
            {"events": [{"id": "v1", "type": "Attack", "mentions": [[7, 14]]}]},
            "a: events[0].mentions[0]: expected a list of 3, got [7, 14]",
        ),
        ({"events": [{"id": "v1", "type": "Attack", "mentions": [[7, 14, "Sure"]]}]}, "a: events[0].mentions[0]: unknown label 'Sure'"),
        ({"arguments": [[[0, 6], "Agent", [15, 24]]]}, "a: arguments[0]: trigger 'Rebels' is no event mention"),
        ({"arguments": [[[7, 14], "Agent", [0, 5]]]}, "a: arguments[0]: filler 'Rebel' is no mention"),
        ({"relations": [["e1", "leads", "e9", 0]]}, "a: relations[0]: 'e1' or 'e9' is no entity"),
        ({"relations": [["e1", "leads", "e2", 1]]}, "a: relations[0]: there is no sentence number 1"),
        ({"confidences": {"arguments": [1.0]}}, "a: confidences.arguments: expected a list of 2"),
        ({"confidences": {"entities": [[1.0]]}}, "a: confidences.entities: has 1 items, so none for number 1"),
    ],
)
def test_a_line_that_is_no_reading_is_an_error_that_says_where(change: dict[str, object], problem: str) -> None:
    with pytest.raises(ReadingError) as error:
        from_json(GOLD | change)
    assert str(error.value).startswith(problem)


@pytest.mark.parametrize("key", ["id", "text", "sentences", "entities", "events", "arguments", "relations"])
def test_a_line_without_a_plain_key_is_an_error(key: str) -> None:
    with pytest.raises(ReadingError, match=key):
        from_json({name: value for name, value in GOLD.items() if name != key})


def test_a_span_that_is_not_what_the_text_says_is_not_written() -> None:
    reading = from_json(GOLD)
    wrong = replace(reading.arguments[0], filler=Span(0, 6, "rebels"))
    with pytest.raises(ReadingError, match=r"a\[0:6\]: the span says 'rebels', the text 'Rebels'"):
        to_json(replace(reading, arguments=(wrong,)))
