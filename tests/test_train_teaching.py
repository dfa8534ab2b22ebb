"""A small model that learns from a larger one, in small: vocabularies of a few words, encoders that were never pretrained."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import MPNetConfig, MPNetModel

from kg.reader.encoder.encoding import CLS, PAD, SEP, SHAPES, UNK, WordPieces
from kg.train import network
from kg.train.batches import collate, prepare
from kg.train.distil import Lesson
from kg.train.examples import Example, Labelled, Link, WordSpan
from kg.train.export import export
from kg.train.labels import HEAD_SIZES
from kg.train.losses import losses
from kg.train.model import Model
from kg.train.questions import Part, question, role_part
from kg.train.teacher import TransformersEncoder

if TYPE_CHECKING:
    from pathlib import Path

    from kg.train.batches import Step

pytestmark = pytest.mark.train

WORDS = ("rebels", "attacked", "oz", ".", "they", "killed", "roe", "denied", "led")


def save(path: Path, pieces: tuple[str, ...], unknown: str) -> Path:
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token=unknown))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(path))
    return path


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    return save(tmp_path / "tokenizer.json", (PAD, UNK, CLS, SEP, *WORDS), UNK)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Write an encoder of MPNet's kind: other special pieces, its words in another order, without our first word."""
    folder = tmp_path / "large"
    config = MPNetConfig(
        vocab_size=20, hidden_size=24, num_hidden_layers=3, num_attention_heads=2, intermediate_size=32, hidden_dropout_prob=0.0
    )
    config.attention_probs_dropout_prob = 0.0
    torch.manual_seed(3)
    MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    save(folder / "tokenizer.json", ("<s>", "<pad>", "</s>", "<unk>", UNK, *reversed(WORDS[1:])), UNK)
    return folder


@pytest.fixture(autouse=True)
def small_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "LAYERS", 2)
    monkeypatch.setattr(network, "VOCABULARY", 64)


def texts() -> tuple[Example, Example]:
    """Return an annotated text, and one that nobody has annotated."""
    rebels, attacked, oz, they = WordSpan(0, 1), WordSpan(1, 2), WordSpan(2, 3), WordSpan(4, 5)
    sentences = (WordSpan(0, 4), WordSpan(4, 8))
    known = Example(
        "a",
        "news",
        ("Rebels", "attacked", "Oz", ".", "They", "killed", "Roe", "."),
        sentences,
        tags={
            "mention": (Labelled(*rebels, "GRP"), Labelled(*oz, "GPE"), Labelled(*they, "GRP")),
            "trigger": (Labelled(*attacked, "Attack"), Labelled(5, 6, "Killing")),
        },
        coreference={"entity": ((rebels, they), (oz,)), "event": ((attacked,), (WordSpan(5, 6),))},
        roles={"role": (Link(attacked, "Agent", rebels), Link(attacked, "Target", oz))},
    )
    return known, Example("b", "muc", ("Roe", "led", "Oz", ".", "Rebels", "attacked", "Roe", "."), sentences)


def step(vocabulary: Path, *examples: Example) -> Step:
    pieces = WordPieces.load(vocabulary)
    return collate([prepare(example, pieces) for example in examples], pieces.pad)


def pupil(seed: int = 1) -> Model:
    torch.manual_seed(seed)
    model = Model(dropout=0.0)
    model.eval()
    return model


def teacher(large: Path, vocabulary: Path) -> Model:
    torch.manual_seed(2)
    model = Model(TransformersEncoder(large, vocabulary, HEAD_SIZES, dropout=0.0))
    model.eval()
    return model


# ---------------------------------------------------------------- questions


def test_pairs_of_two_texts_side_by_side_are_those_of_each(vocabulary: Path) -> None:
    pieces = WordPieces.load(vocabulary)
    known, _ = texts()
    prepared = prepare(known, pieces)
    alone = role_part(0, 0, prepared, known.tags["mention"], known.tags["trigger"])
    asked = question([alone, role_part(1, 8, prepared, known.tags["mention"], known.tags["trigger"])])
    assert asked is not None
    assert asked.contexts is not None
    half = len(alone.pairs)
    words = [asked.spans.words[i] + asked.spans.words[j] for i, j in zip(asked.pairs.left, asked.pairs.right, strict=True)]
    assert words[:half] == words[half:]
    assert words[:half] == [alone.left.words[i] + alone.right.words[j] for i, j in zip(alone.pairs.left, alone.pairs.right, strict=True)]
    assert asked.of_pair.tolist() == [0] * half + [1] * half
    starts = asked.spans.start[asked.pairs.right]
    assert (starts[half:] - starts[:half]).tolist() == [8] * half
    assert (asked.contexts.words[2:] - asked.contexts.words[:2]).tolist() == [[8] * 4] * 2


def test_texts_without_a_pair_ask_nothing(vocabulary: Path) -> None:
    prepared = prepare(texts()[1], WordPieces.load(vocabulary))
    assert question([role_part(0, 0, prepared, [], [])]) is None
    part = role_part(0, 0, prepared, [Labelled(0, 1, "PER")], [Labelled(1, 2, "Attack")])
    asked = question([role_part(3, 0, prepared, [], []), part])
    assert asked is not None
    assert isinstance(part, Part)
    assert asked.of_pair.tolist() == [0]


# ---------------------------------------------------------------- lessons


def test_who_is_its_own_teacher_has_nothing_to_learn(vocabulary: Path) -> None:
    model = pupil()
    both = step(vocabulary, *texts())
    torch.autograd.backward(Lesson(model, [copy.deepcopy(model)]).losses(both, model.words(both)).total())
    largest = max(float(p.grad.abs().max()) for p in model.parameters() if p.grad is not None)
    assert largest < 1e-5


def test_a_pupil_comes_nearer_to_its_teacher_on_a_text_that_nobody_has_annotated(vocabulary: Path, large: Path) -> None:
    model, unknown = pupil(), step(vocabulary, texts()[1])
    assert losses(model, unknown).values == {}
    lesson = Lesson(model, [teacher(large, vocabulary)])
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-4)
    totals = []
    for _ in range(12):
        sums = lesson.losses(unknown, model.words(unknown))
        totals.append(float(sums.values["tags:mention"].detach().mean()))
        optimiser.zero_grad()
        torch.autograd.backward(sums.total())
        optimiser.step()
    assert totals[-1] < 0.95 * totals[0]


def test_a_lesson_changes_no_teacher_and_teaches_every_shipped_head(vocabulary: Path, large: Path) -> None:
    model, master, both = pupil(), teacher(large, vocabulary), step(vocabulary, *texts())
    sums = Lesson(model, [master, pupil(5)]).losses(both, model.words(both))
    assert sorted(sums.values) == [
        "entity", "event", "factuality", "relation", "role", "tags:mention", "tags:polnear", "tags:trigger",
    ]  # fmt: skip
    torch.autograd.backward(sums.total())
    assert all(p.grad is None for p in master.parameters())


# ---------------------------------------------------------------- teachers


def test_a_teacher_reads_our_pieces_as_its_own(vocabulary: Path, large: Path) -> None:
    encoder = TransformersEncoder(large, vocabulary, HEAD_SIZES)
    theirs = Tokenizer.from_file(str(large / "tokenizer.json"))
    ours = Tokenizer.from_file(str(vocabulary))
    given = {piece: theirs.id_to_token(int(encoder.pieces[ours.token_to_id(piece)])) for piece in (PAD, CLS, SEP, UNK, "oz", "rebels")}
    assert given == {PAD: "<pad>", CLS: "<s>", SEP: "</s>", UNK: UNK, "oz": "oz", "rebels": UNK}
    assert encoder.word_embeddings.weight.shape == (20, 24)
    assert encoder.shape_embeddings.weight.shape == (len(SHAPES), 24)


def test_a_padded_text_is_read_as_alone(vocabulary: Path, large: Path) -> None:
    model = teacher(large, vocabulary)
    known, unknown = texts()
    longer = Example("c", "muc", unknown.words * 3, (WordSpan(0, 24),))
    alone, beside = model.words(step(vocabulary, known)), model.words(step(vocabulary, known, longer))
    assert torch.allclose(alone, beside[:8], atol=1e-5)
    assert alone.shape == (8, 24)


def test_all_parts_of_a_teacher_are_trained_by_depth(vocabulary: Path, large: Path) -> None:
    encoder = TransformersEncoder(large, vocabulary, HEAD_SIZES)
    by_depth = [id(p) for part in encoder.depths for p in part.parameters()]
    assert len(by_depth) == len(set(by_depth))
    assert set(by_depth) == {id(p) for name, p in encoder.named_parameters() if not name.startswith("heads")}
    assert len(encoder.depths) == 4


def test_an_encoder_of_another_vocabulary_is_refused(vocabulary: Path, large: Path) -> None:
    save(large / "tokenizer.json", ("<s>", "<pad>", "</s>", UNK, "Ġsome", "Ġother", "Ġpieces"), UNK)
    with pytest.raises(ValueError, match=r"word pieces are not in it. Give an encoder with BERT's uncased pieces"):
        TransformersEncoder(large, vocabulary, HEAD_SIZES)


def test_a_teacher_is_not_exported(tmp_path: Path, vocabulary: Path, large: Path) -> None:
    with pytest.raises(TypeError, match="too large to be shipped"):
        export(teacher(large, vocabulary), vocabulary, tmp_path / "weights")
