from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from kg.reader.encoder.encoding import LONGEST_WORD, SHAPES, Window, WordPieces, pad, shape_of, windows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VOCABULARY = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "army", "oz", "over", "##th", "##row", ".", *"abc", *(f"##{c}" for c in "abc")]
PAD, CLS, SEP, UNK, ARMY, OZ, OVER, TH, ROW = range(9)


def tokenizer(vocabulary: Sequence[str] = VOCABULARY) -> Tokenizer:
    made = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(vocabulary)}, unk_token="[UNK]"))  # noqa: S106  # a piece, no password
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(tokenizer())


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("army", "lower"),
        ("Army", "title"),
        ("O'Roe", "mixed"),
        ("Al-Oz", "mixed"),
        ("McRoe", "mixed"),
        ("ARMY", "upper"),
        ("U.S.", "upper"),
        ("A", "initial"),
        ("A.", "initial"),
        ("a", "lower"),
        ("1,200.5", "digits"),
        ("٣", "digits"),
        ("F-16", "alphanumeric"),
        ("3rd", "alphanumeric"),
        ("Élan", "title"),
        ("战争", "lower"),
        ("…", "other"),
        ("\u0301", "other"),
        ("🔥", "other"),
    ],
)
def test_a_word_has_a_shape(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


def test_every_word_has_pieces(pieces: WordPieces) -> None:
    assert pieces.pieces(["Overthrow", "army", "zzz", "", "\u200b", "army"]) == [(OVER, TH, ROW), (ARMY,), (UNK,), (UNK,), (UNK,), (ARMY,)]


def test_an_endless_word_has_few_pieces(pieces: WordPieces) -> None:
    assert [len(p) for p in pieces.pieces(["abc" * 30, "abc" * 3])] == [LONGEST_WORD, 9]


def test_a_saved_vocabulary_is_used_without_its_padding_and_truncation(tmp_path: Path) -> None:
    saved = tokenizer()
    saved.enable_padding()
    saved.enable_truncation(1)
    saved.save(str(tmp_path / "vocabulary.json"))
    assert WordPieces.load(tmp_path / "vocabulary.json").pieces(["overthrow", "oz"]) == [(OVER, TH, ROW), (OZ,)]


def test_a_vocabulary_without_the_special_pieces_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no \[SEP\]"):
        WordPieces(tokenizer(["[PAD]", "[CLS]", "[UNK]", "oz"]))


def cut(pieces: WordPieces, lengths: Sequence[int], *, size: int) -> list[tuple[int, int]]:
    """Cut sentences of so many words of one piece each."""
    ends = np.cumsum(lengths).tolist()
    sentences = list(pairwise([0, *ends]))
    return [(w.start, w.end) for w in windows(["oz"] * sum(lengths), sentences, pieces, size=size)]


def test_windows_are_whole_sentences_of_about_equal_length(pieces: WordPieces) -> None:
    assert cut(pieces, [4, 4, 4, 4], size=12) == [(0, 8), (8, 16)]
    assert cut(pieces, [5, 5, 5], size=12) == [(0, 10), (10, 15)]
    assert cut(pieces, [3, 3, 3, 3], size=11) == [(0, 6), (6, 12)]  # not 9 and 3


def test_a_sentence_that_is_too_long_is_cut_between_words(pieces: WordPieces) -> None:
    assert cut(pieces, [2, 25, 2], size=12) == [(0, 2), (2, 12), (12, 22), (22, 29)]
    (first, second) = windows(["overthrow"] * 4, [(0, 4)], pieces, size=9)
    assert [(w.start, w.end, w.ids[1:-1]) for w in (first, second)] == [(0, 2, (OVER, TH, ROW) * 2), (2, 4, (OVER, TH, ROW) * 2)]


def test_a_text_without_words_has_no_window(pieces: WordPieces) -> None:
    assert windows([], [], pieces, size=12) == []


def test_a_window_points_each_word_at_its_pieces(pieces: WordPieces) -> None:
    (window,) = windows(["Oz", "overthrow", "."], [(0, 3)], pieces, size=12)
    title, lower, other = (SHAPES.index(name) for name in ("title", "lower", "other"))
    dot = VOCABULARY.index(".")
    assert window == Window(0, 3, (CLS, OZ, OVER, TH, ROW, dot, SEP), (0, title, lower, lower, lower, other, 0), (1, 2, 5), (1, 4, 5))


@given(
    st.lists(st.lists(st.sampled_from(["oz", "overthrow", "abcabcabcabc", "zzz"]), min_size=1, max_size=12), max_size=12),
    st.integers(15, 40),
)
def test_windows_cover_all_words_in_order_within_their_size(sentences: list[list[str]], size: int) -> None:
    pieces = WordPieces(tokenizer())
    words = [word for sentence in sentences for word in sentence]
    ends = np.cumsum([len(s) for s in sentences]).tolist()
    made = windows(words, list(pairwise([0, *ends])), pieces, size=size)
    assert [i for w in made for i in range(w.start, w.end)] == list(range(len(words)))
    assert all(len(w.ids) == len(w.shapes) <= size for w in made)
    assert [piece for w in made for piece in w.ids[1:-1]] == [piece for ids in pieces.pieces(words) for piece in ids]
    inner = {end for end in ends if all(sum(map(len, pieces.pieces(s))) <= size - 2 for s in sentences)}
    assert not inner or {w.end for w in made} <= inner


def test_padding_fills_up_to_the_longest(pieces: WordPieces) -> None:
    batch = pad([*windows(["oz"], [(0, 1)], pieces, size=9), *windows(["overthrow", "oz"], [(0, 2)], pieces, size=9)], padding=PAD)
    assert batch.ids.tolist() == [[CLS, OZ, SEP, PAD, PAD, PAD], [CLS, OVER, TH, ROW, OZ, SEP]]
    assert batch.first.tolist() == [[1, 0], [1, 4]]
    assert batch.last.tolist() == [[1, 0], [3, 4]]
    assert batch.shapes.tolist() == [[0, 1, 0, 0, 0, 0], [0, 1, 1, 1, 1, 0]]
