"""Where sentences begin: `sentence_starts` through the component `kg_sentences`, so on real tokens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.reader.encoder.words import LONGEST, LONGEST_CHUNK, sentence_starts, tokenise


@pytest.fixture(scope="module")
def nlp() -> Language:
    blank = spacy.blank("en")
    blank.add_pipe("kg_sentences")
    return blank


def cut(nlp: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in nlp(text).sents]


@pytest.mark.parametrize(
    "sentences",
    [
        ("Gen. Roe spoke.", "Then he left."),
        ("He met Lt. Gen. Bo Roe of the U.S. Army.", "They spoke."),
        ("The raid killed U.S. troops.", "Oz denied it."),
        ("He fled to the U.S.", "The army followed."),
        ("It fell at 5 p.m. on Monday.", "It fell at 6 p.m.", "The end."),
        ("J. R. Roe and George W. Poe met.", "Both left."),
        ("On Jan. 3 it fell.", "In Sept. 2020 too."),
        ("Some 3.5 million fled.", "It cost $1,200.50.", "Nobody paid."),
        ("No. 5 was hit.", "He said no.", "She left."),
        ("“We did it.”", "The group said so."),
        ('"We did it," he said.', '"It was us."', "They left."),
        ('He asked: "Why?" and left.', "She stayed."),
        ("He left (they said so.)", "She came."),
        ("Really?!", "Yes..."),
        ("He said … and left.", "Then?"),
        ("The company, Roe Inc., said no.", "It was so, etc. and more."),
        ("The fighters of A.Q.A. came.", "They left."),
    ],
)
def test_a_full_stop_ends_a_sentence_unless_an_abbreviation_or_a_number_needs_it(nlp: Language, sentences: tuple[str, ...]) -> None:
    assert cut(nlp, " ".join(sentences)) == list(sentences)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("ROE VISITS OZ\n\nBy Ada Poe\n\nHe came. He saw.", ["ROE VISITS OZ", "By Ada Poe", "He came.", "He saw."]),
        ("Roe Visits Oz\nHe came on Monday and\nleft.", ["Roe Visits Oz", "He came on Monday and\nleft."]),
        ("The army said that it\nhad left Oz.", ["The army said that it\nhad left Oz."]),
        ("The president of\nOz left.", ["The president of\nOz left."]),
        (
            "Head\nThe rebels under Gen.\nRoe and the group (PFO)\nhad left.",
            ["Head", "The rebels under Gen.\nRoe and the group (PFO)\nhad left."],
        ),
        ("He came.\nHe saw.\r\n\r\nHe won.", ["He came.", "He saw.", "He won."]),
        ("He said “no.”\nhe left.", ["He said “no.”", "he left."]),
        ("In the list:\n- A raid\n- a fire\n* Two dead", ["In the list:", "- A raid\n- a fire", "* Two dead"]),
        (
            f"Head\n{'One ' * 30}said Roe\nThe end\nof it",
            ["Head", f"{'One ' * 30}said Roe", "The end\nof it"],
        ),
        ("He fled to the U.S.\nThe army followed.", ["He fled to the U.S.", "The army followed."]),
    ],
)
def test_paragraphs_headlines_and_list_items_end_sentences_and_wrapped_lines_do_not(nlp: Language, text: str, sentences: list[str]) -> None:
    assert cut(nlp, text) == sentences


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_a_text_of_one_case_has_the_sentences_that_it_would_have_in_two(nlp: Language, case: Callable[[str], str]) -> None:
    sentences = ["The raid killed Gen. Roe of the U.S. army.", "It fell at 5 p.m. on Monday.", "“We did it.”", "Some 3.5 million fled."]
    text = case(" ".join(sentences))
    assert cut(nlp, text) == [case(sentence) for sentence in sentences]


def test_white_space_belongs_to_the_sentence_before_it(nlp: Language) -> None:
    assert [s.text for s in nlp("He came.\n\nHe saw.  He won.\n").sents] == ["He came.\n\n", "He saw.  ", "He won.\n"]


def test_a_run_without_white_space_is_cut_so_that_the_tokenizer_comes_to_an_end(nlp: Language) -> None:
    text = "He said: " + "(" * 5000 + " and left" + "a" * 1200 + ". Then?"
    doc = tokenise(nlp, text)
    assert doc.text == text
    assert [t.text for t in doc][:4] == ["He", "said", ":", "("]
    assert max(len(token) for token in doc) == LONGEST_CHUNK
    plain = "He left (so they said). " * 100
    assert [(t.idx, t.text) for t in tokenise(nlp, plain)] == [(t.idx, t.text) for t in nlp.make_doc(plain)]


@pytest.mark.parametrize(("words", "starts"), [([], []), (["\n\n"], [0]), (["."], [0]), (["x"], [0])])
def test_texts_of_hardly_any_word(words: list[str], starts: list[int]) -> None:
    assert sentence_starts(words, [False] * len(words)) == starts


def test_a_text_without_full_stops_is_cut_where_it_pauses() -> None:
    words = [";" if i % 50 == 49 else "," if i % 7 == 6 else "word" for i in range(10_000)]
    starts = sentence_starts(words, [True] * len(words))
    assert max(b - a for a, b in zip(starts, [*starts[1:], len(words)], strict=True)) <= LONGEST
    assert {words[i - 1] for i in starts[1:]} == {";"}
    assert sentence_starts(["word"] * 300, [True] * 300) == [0, LONGEST, 2 * LONGEST]


@given(
    st.lists(
        st.sampled_from(
            ["Oz", "he", ".", "?", '"', "”", "(", ")", "-", ",", "U.S.", "Gen.", "No", "5", "\n", "\n\n", " ", "...", "p.m.", "é"]
        )
        | st.text(min_size=1, max_size=3),
        max_size=60,
    )
)
def test_starts_ascend_from_zero_and_no_word_is_lost(words: list[str]) -> None:
    starts = sentence_starts(words, [True] * len(words))
    assert starts[:1] == ([0] if words else [])
    assert starts == sorted(set(starts))
    assert all(start < len(words) for start in starts)
