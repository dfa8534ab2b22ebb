"""Measures on corpora and on readings written here: names, coreference, calibration, wrong edges."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from reading_builder import build

import kg.reader
from kg.errors import InputError
from kg.evaluate import ontogum, polnear, worldwide
from kg.evaluate.calibration import Bin, Judged, expected_error, fit, judge, measure, reliability
from kg.evaluate.scores import Tally
from kg.evaluate.wrong_edges import WrongEdge, causes, wrong_edges
from kg.model import Mention, Reading
from kg.reader.encoder.decode import calibrated, confidence_of

# ---------------------------------------------------------------- corpora

WORLDWIDE = """https://example.org/1\tO

Boris\tB-Person
Johnson\tI-Person
visited\tO
Ukraine\tB-Location
on\tO
Monday\tB-Date
.\tO

Ukrainian\tB-NORP
soldiers\tO
paid\tO
$\tB-Money
5\tI-Money
.\tO
"""


def test_names_are_those_of_worldwide_and_mentions_are_mapped_to_its_labels_so_that_money_is_missed(tmp_path: Path) -> None:
    (tmp_path / "one.tsv").write_text(WORLDWIDE)
    found = worldwide.measure(tmp_path, kg.reader.load())
    assert found == {
        "mentions, with counterpart": Tally(4, 4, 4, 4),
        "mentions, all": Tally(4, 4, 4, 5),
        **{label: Tally(1, 1, 1, 1) for label in ("Date", "Location", "Money", "NORP", "Person")},
        "all": Tally(5, 5, 5, 5),
    }


ONTOGUM = [
    *("The (1", "president _", "of _", "France (2)1)", "met _", "reporters _", "in _", "Paris _", ". _"),
    *("He (1)", "praised _", "the (3", "army 3)", ", _", "and _", "he (1)", "said _", "that _", "France (2)", "was _", "safe _", ". _"),
]


def test_chains_of_ontogum_are_compared_without_singletons_by_whole_mentions_and_by_heads(tmp_path: Path) -> None:
    rows = [f"{i}\t{row.replace(' ', chr(9))}" for i, row in enumerate(ONTOGUM)]
    path = tmp_path / "one.conll"
    path.write_text("# begin document one\n" + "\n".join(rows) + "\n# end document\n")
    found = ontogum.measure(path, kg.reader.load())
    assert {name: figures.muc.gold for name, figures in found.items()} == dict.fromkeys(
        ("strict", "by head", "actors, strict", "actors, by head"), 3
    )
    assert found["by head"].muc.f1 >= found["strict"].muc.f1 > 0
    assert found["actors, by head"].muc.f1 >= found["actors, strict"].muc.f1 > 0


def test_a_chain_that_closes_unopened_and_a_folder_without_files_are_errors(tmp_path: Path) -> None:
    (tmp_path / "one.conll").write_text("0\tHe\t1)\n")
    with pytest.raises(InputError, match="word 0 closes chain 1"):
        ontogum.measure(tmp_path, kg.reader.load())
    with pytest.raises(InputError, match=r"holds no file \*\.tsv"):
        worldwide.measure(tmp_path, kg.reader.load())


POLNEAR = """T1\tSource 0 3\tRoe
T2\tCue 4 8\tsaid
T3\tContent 9 16;23 27\ttwo men died
T4\tAttribution 4 8\tsaid
T5\tContent 29 32\tPoe
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
E2\tAttribution:T4 Content:T5
E3\tAttribution:T4 Source:T1
"""


def polnear_folder(path: Path, notes: str) -> Path:
    for name, content in (("text/one.txt", "Roe said two men of Oz died. Poe left."), ("attributions/one_ab12.ann", notes)):
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(content)
    return path


def test_words_that_somebody_says_are_compared_and_then_who_says_them(tmp_path: Path) -> None:
    ((document, said),) = polnear.articles(polnear_folder(tmp_path, POLNEAR))
    assert said == [polnear.Said(((0, 3),), ((9, 16), (23, 27))), polnear.Said((), ((29, 32),))]
    right, wrong = (build("one", document.text, attributions=[(who, "two men of Oz died")]) for who in ("Roe", "Poe"))
    assert polnear.measure([said], [right]) == {"said": Tally(3, 5, 3, 4), "said by whom": Tally(3, 5, 3, 4)}
    assert polnear.measure([said], [wrong]) == {"said": Tally(3, 5, 3, 4), "said by whom": Tally(0, 5, 0, 4)}
    inner = build("one", document.text, attributions=[("Roe", "two men of Oz died"), ("Poe", "two men")])
    assert polnear.measure([said], [inner])["said by whom"] == Tally(1, 5, 1, 4)


def test_an_annotation_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"one_ab12\.ann:1: not an annotation of brat"):
        polnear.articles(polnear_folder(tmp_path, "T1\tSource 0 x\tRoe\n"))


def test_offsets_count_the_line_ends_of_the_file(tmp_path: Path) -> None:
    folder = polnear_folder(tmp_path, "T1\tSource 10 13\tTwo\n")
    (folder / "text" / "one.txt").write_bytes(b"Roe said\r\nTwo died.")
    ((document, _),) = polnear.articles(folder)
    assert document.text[10:13] == "Two"


def test_texts_without_annotation_and_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    folder = polnear_folder(tmp_path, POLNEAR)
    (folder / "text" / "one.txt").write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"one\.txt: not UTF-8"):
        polnear.articles(folder)
    (folder / "text" / "one.txt").rename(folder / "text" / "two.txt")
    with pytest.raises(InputError, match="no text has annotation of its name"):
        polnear.articles(folder)


# ---------------------------------------------------------------- calibration


def test_confidences_that_are_too_high_are_lowered_to_how_often_they_are_right() -> None:
    confidence = np.array([0.9] * 100)
    right = np.array([1.0] * 60 + [0.0] * 40)
    (one,) = reliability(confidence, right)
    assert replace(one, confidence=round(one.confidence, 6)) == Bin(0.9, 1.0, 100, 0.9, 0.6)
    assert expected_error(reliability(confidence, right)) == pytest.approx(0.3)
    moved = calibrated(confidence, *fit(confidence, right))
    assert moved == pytest.approx(np.full(100, 0.6), abs=0.03)


def test_confidences_near_certainty_are_fitted_without_running_away() -> None:
    confidence = np.concatenate([np.full(700, 0.9999), np.linspace(0.3, 0.99, 300)])
    right = np.concatenate([np.arange(700) % 100 < 95, np.arange(300) % 2 == 0]).astype(float)
    slope, shift = fit(confidence, right)
    assert 0 < slope < 1
    assert calibrated(np.array([0.9999]), slope, shift) == pytest.approx([0.95], abs=0.02)


def test_what_is_fitted_is_judged_on_articles_that_it_was_not_fitted_on() -> None:
    judged = [Judged(f"d{i}", "mention", 0.9, i % 10 < 6) for i in range(200)]
    found = measure(judged)["mention"]
    assert found.before == pytest.approx(0.3)
    assert found.after < 0.21  # every second article is right more often: halves that differ cannot fit each other
    assert (found.slope, found.shift) == fit(np.array([0.9] * 200), np.array([float(one.is_right) for one in judged]))


def test_what_chance_alone_shows_is_more_on_fewer_judgements_and_nothing_where_all_is_certain() -> None:
    few, many = (measure(Judged("a", "relation", 0.5, i % 2 == 0) for i in range(count))["relation"] for count in (25, 2500))
    assert few.chance == pytest.approx(0.08, abs=0.015)  # the mean distance of 25 coins from a half is 0.4 / 5
    assert many.chance == pytest.approx(0.008, abs=0.0015)
    assert measure([Judged("a", "relation", 1.0, is_right=True)])["relation"].chance == 0


def test_no_judgement_gives_no_figure_and_an_uncalibrated_kind_keeps_its_confidence() -> None:
    assert measure([]) == {}
    assert confidence_of({}, "mention", 0.123456) == 0.1235
    assert confidence_of({"mention": (1.0, 0.0)}, "mention", 0.3) == 0.3
    assert confidence_of({"mention": (0.5, -1.0)}, "mention", 0.9) == pytest.approx(0.5246, abs=1e-3)


# ---------------------------------------------------------------- readings against gold

TEXT = "Rebels shelled Port Vale in an attack.\nThe army condemned the shelling and fled."


def gold() -> Reading:
    return build(
        "a",
        TEXT,
        entities={"e1": ("GRP", ["Rebels"]), "e2": ("GPE", ["Port Vale"]), "e3": ("ORG", ["army"])},
        events={"v1": ("Attack", ["shelled", "attack", "shelling"]), "v2": ("Condemnation", ["condemned"]), "v3": ("Withdrawal", ["fled"])},
        arguments=[
            ("shelled", "Agent", "Rebels"),
            ("shelled", "Target", "Port Vale"),
            ("condemned", "Agent", "army"),
            ("condemned", "Topic", "shelling"),
            ("fled", "Agent", "army"),
        ],
        relations=[("e1", "locatedIn", "e2", 0)],
    )


def said() -> Reading:
    """The same with an error of each kind."""
    return build(
        "a",
        TEXT,
        entities={"e1": ("GRP", ["Rebels"]), "e2": ("GPE", ["Port Vale"]), "e3": ("ORG", ["army"])},
        events={
            "v1": ("Attack", ["shelled", "attack"]),
            "v2": ("Condemnation", ["condemned"]),
            "v3": ("Attack", ["shelling"]),
            "v4": ("Aid", ["fled"]),
        },
        arguments=[
            ("shelled", "Agent", "Rebels"),
            ("shelled", "Place", "Port Vale"),
            ("condemned", "Topic", "shelling"),
            ("fled", "Agent", "army"),
        ],
        relations=[("e1", "locatedIn", "e2", 0)],
    )


def test_each_wrong_edge_is_told_with_the_first_step_at_which_it_went_wrong() -> None:
    found = [(edge.side, edge.cause, edge.trigger, edge.role, edge.filler) for edge in wrong_edges([gold()], {"a": said()})]
    assert found == [
        ("missing", "other role", "shelled", "Target", "Port Vale"),
        ("missing", "no role", "condemned", "Agent", "army"),
        ("missing", "coreference of filler events", "condemned", "Topic", "shelling"),
        ("missing", "event type", "fled", "Agent", "army"),
        ("spurious", "other role", "shelled", "Place", "Port Vale"),
        ("spurious", "coreference of filler events", "condemned", "Topic", "shelling"),
        ("spurious", "event type", "fled", "Agent", "army"),
    ]


def test_a_reading_against_itself_has_no_wrong_edge_and_one_of_another_article_is_left_out() -> None:
    assert list(wrong_edges([gold()], {"a": gold()})) == []
    assert list(wrong_edges([gold()], {"b": said()})) == []


def test_a_wrong_edge_has_its_sentence_and_causes_are_counted() -> None:
    found = list(wrong_edges([gold()], {"a": build("a", TEXT)}))
    assert found[0] == WrongEdge(
        "a", "missing", "trigger", "Attack", "Agent", "shelled", "Rebels", "Rebels shelled Port Vale in an attack."
    )
    assert causes(found) == [("missing", "trigger", 5)]


def test_mentions_events_arguments_and_relations_are_judged() -> None:
    reading = said()
    sure = replace(reading, entities=(replace(reading.entities[0], mentions=(Mention(reading.entities[0].mentions[0].span, "GRP", 0.4),)),))
    judged = list(judge([gold()], {"a": replace(sure, arguments=reading.arguments, relations=())}))
    assert [(one.kind, one.confidence, one.is_right) for one in judged] == [
        ("mention", 0.4, True),
        *[("event", 1.0, True)] * 4,
        ("event", 1.0, False),
        ("argument", 1.0, True),
        ("argument", 1.0, False),
        ("argument", 1.0, True),
        ("argument", 1.0, True),
    ]
    assert [one.is_right for one in judge([gold()], {"a": reading}) if one.kind == "relation"] == [True]
