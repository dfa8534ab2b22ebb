from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.cli.evaluate_across import evaluate_ecbplus
from kg.errors import InputError
from kg.evaluate.across import rows, table
from kg.evaluate.ecbplus import Article, articles
from kg.evidence import Evidence
from kg.model import Span

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Document, Reading

WORDS = [["Mara", "Venn", "died", "."], ["She", "``", "quit", "''", "in", "May", "."], ["Crowds", "wept", "."]]


def corpus(folder: Path, *, deaths: str = "ACT1") -> Path:
    """Write a topic of two articles; in each "died" is one event, and in the first "quit" is another; the last line is not annotated."""
    (folder / "7").mkdir()
    (folder / "ECBplus_coreference_sentences.csv").write_text(
        "Topic,File,Sentence Number\n7,1ecb,0\n7,1ecb,1\n7,2ecb,0\n7,2ecb,1\n", encoding="utf-8"
    )
    for name, number in (("7_1ecb", 1), ("7_2ecb", 2)):
        tokens = [(sentence, word) for sentence, words in enumerate(WORDS) for word in words]
        lines = [f'<token t_id="{i}" sentence="{sentence}" number="0">{word}</token>' for i, (sentence, word) in enumerate(tokens, 1)]
        marks = [("ACTION_OCCURRENCE", 3), ("NEG_ACTION_OCCURRENCE", 7), ("HUMAN_PART_PER", 1), ("ACTION_OCCURRENCE", 13)]
        lines += ["<Markables>"]
        lines += [f'<{tag} m_id="{i}"><token_anchor t_id="{token}"/></{tag}>' for i, (tag, token) in enumerate(marks, 1)]
        lines += ['<ACTION_OCCURRENCE m_id="9" RELATED_TO="" TAG_DESCRIPTOR="x" instance_id="x" />', "</Markables><Relations>"]
        note = deaths if number == 1 else "ACT1"
        lines += [f'<CROSS_DOC_COREF r_id="1" note="{note}"><source m_id="1"/><target m_id="9"/></CROSS_DOC_COREF></Relations>']
        (folder / "7" / f"{name}.xml").write_text(f'<Document doc_name="{name}.xml">{"".join(lines)}</Document>', encoding="utf-8")
    return folder


def test_the_corpus_is_read_with_its_annotated_mentions_only(tmp_path: Path) -> None:
    one, two = articles(corpus(tmp_path))
    assert one.document.text == 'Mara Venn died.\nShe "quit" in May.\nCrowds wept.'
    assert one.sentences == ((0, 15), (16, 34))
    assert one.instances == {Span(10, 14, "died"): "ACT1", Span(21, 25, "quit"): "7_1ecb#21"}
    assert (two.document.id, two.topic, two.instances[Span(10, 14, "died")]) == ("7_2ecb", 7, "ACT1")
    assert list(articles(tmp_path, frozenset({8}))) == []


def test_a_folder_that_is_not_the_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no ECBplus_coreference_sentences\.csv here"):
        list(articles(tmp_path))
    (corpus(tmp_path) / "7" / "7_1ecb.xml").write_text("<Document>")
    with pytest.raises(InputError, match=r"7_1ecb.xml: no XML"):
        list(articles(tmp_path))


STORY = (
    "Mara Venn died in Port Vale at the age of ninety. Fans laid flowers outside the theatre where the singer began her long career, "
    "radio stations played her songs and the mayor Orin Tal ordered flags lowered over the town hall until Sunday."
)
OTHER = (
    "Pell Yorn died in Harrow. The engineer designed bridges across northern rivers, taught statics at a technical college and held "
    "patents on cable anchors that builders of suspension spans still buy from his small company."
)


def scored(*texts: tuple[str, str, str]) -> dict[str, tuple[float, float]]:
    """Return B-cubed precision and recall of each method, for articles that each tell of one death: id, text, and which death it is."""
    chosen, readings = [], {}
    for key, text, instance in texts:
        name = " ".join(text.split()[:2])
        readings[key] = build(
            key,
            text,
            entities={"e1": ("PER", [name]), **({"e2": ("PER", ["Orin Tal"])} if "Orin" in text else {})},
            events={"v1": ("Killing", ["died"])},
            arguments=[("died", "Victim", name)],
        )
        at = text.index("died")
        chosen.append(Article(1 if "Mara" in text else 2, readings[key].document, ((0, len(text)),), {Span(at, at + 4, "died"): instance}))
    return {row.method: (row.score.b_cubed.precision, row.score.b_cubed.recall) for row in rows(chosen, readings)}


def test_one_death_in_two_articles_of_one_story_is_one_and_another_persons_is_not() -> None:
    found = scored(("a", STORY, "m"), ("b", STORY.replace("Fans", "People"), "m"), ("c", OTHER, "p"))
    assert found == {
        "same words": (pytest.approx(5 / 9), 1.0),
        "same words, topics given": (1.0, 1.0),
        "kg, gold mentions": (1.0, 1.0),
        "kg, end to end": (1.0, 1.0),
    }


def test_the_table_has_a_line_a_method() -> None:
    chosen = build("a", STORY, events={"v1": ("Killing", ["died"])})
    at = STORY.index("died")
    article = Article(1, chosen.document, ((0, len(STORY)),), {Span(at, at + 4, "died"): "m"})
    lines = list(table(rows([article], {"a": chosen})))
    assert lines[0] == "| method | MUC | B³ | (P / R) | CEAF-e | CoNLL | LEA |"
    assert lines[2] == "| same words | 0.0 | 100.0 | 100.0 / 100.0 | 100.0 | 66.7 | 100.0 |"
    assert len(lines) == 6


def test_what_was_read_is_kept_and_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    folder, keep = corpus(tmp_path / "corpus"), tmp_path / "kept"
    evaluate_ecbplus(folder, keep=keep, quiet=True)
    with Evidence.open(keep) as kept:
        assert [reading.document.id for reading in kept] == ["7_1ecb", "7_2ecb"]
    asked: list[tuple[Document, ...]] = []

    def read(*documents: Document, **_: object) -> tuple[Reading, ...]:
        asked.append(documents)
        return ()

    monkeypatch.setattr("kg.read", read)
    evaluate_ecbplus(folder, keep=keep, quiet=True)
    assert asked == [()]
