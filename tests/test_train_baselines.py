from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import spacy
import torch
from spacy.tokens import Doc
from thinc.api import set_dropout_rate

from kg.model import Argument, Document, EventMention, Mention, Span
from kg.reader.serialise import from_json
from kg.train.baselines import cnn, lexicon
from kg.train.baselines.__main__ import main
from kg.train.examples import Example, Labelled, Link, WordSpan

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

pytestmark = pytest.mark.train


def example(text: str, mentions: dict[str, str], triggers: dict[str, str], roles: tuple[tuple[str, str, str], ...] = ()) -> Example:
    """Annotate a text of one sentence; phrases stand for their first occurrence."""
    words = tuple(text.split())

    def span(phrase: str) -> WordSpan:
        parts = tuple(phrase.split())
        start = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
        return WordSpan(start, start + len(parts))

    return Example(
        id=text,
        corpus="news",
        words=words,
        sentences=(WordSpan(0, len(words)),),
        tags={
            "mention": tuple(sorted(Labelled(*span(p), label) for p, label in mentions.items())),
            "trigger": tuple(sorted(Labelled(*span(p), label) for p, label in triggers.items())),
        },
        factuality={span(p): "Fact" for p in triggers},
        coreference={"entity": tuple((span(p),) for p in mentions), "event": tuple((span(p),) for p in triggers)},
        roles={"role": tuple(Link(span(t), role, span(f)) for t, role, f in roles)},
        relations=(),
    )


EXAMPLES = (
    example(
        "The rebels attacked Oz on Monday .",
        {"rebels": "GRP", "Oz": "GPE", "Monday": "TIM"},
        {"attacked": "Attack"},
        (("attacked", "Agent", "rebels"), ("attacked", "Place", "Oz")),
    ),
    example("Ada Roe met Bo Lee .", {"Ada Roe": "PER", "Bo Lee": "PER"}, {"met": "Meeting"}, (("met", "Agent", "Ada Roe"),)),
    example("The goal was met and the target was met and the rebels went home .", {"rebels": "GRP"}, {}),
)


def spans(text: str, *phrases: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(p), text.index(p) + len(p), p) for p in phrases)


def test_a_phrase_is_a_trigger_only_if_it_is_one_at_half_of_its_occurrences() -> None:
    assert lexicon.train(EXAMPLES).triggers == {("attacked",): "Attack"}
    assert lexicon.train(EXAMPLES[:2]).triggers == {("attacked",): "Attack", ("met",): "Meeting"}


def test_lexicon_reads_known_words_and_unseen_names_and_nothing_else() -> None:
    text = "The rebels Attacked Mia Koe in Oz and slept. He left."
    reading = lexicon.train(EXAMPLES).read(Document("d", text))
    rebels, attacked, name, oz = spans(text, "rebels", "Attacked", "Mia Koe", "Oz")
    # "He" begins a sentence and was never seen, so it passes for a name of one word, whose type is that of the one such name seen.
    assert [m for e in reading.entities for m in e.mentions] == [
        Mention(rebels, "GRP"),
        Mention(name, "PER"),
        Mention(oz, "GPE"),
        Mention(spans(text, "He")[0], "GPE"),
    ]
    assert [m for e in reading.events for m in e.mentions] == [EventMention(attacked, "Attack", "Fact")]
    assert reading.arguments == (Argument(attacked, "Agent", rebels), Argument(attacked, "Place", oz))
    assert reading.sentences == ((0, 44), (45, 53))
    assert reading.relations == ()


def test_words_seen_outside_mentions_are_no_names_at_the_beginning_of_a_sentence() -> None:
    reader = lexicon.train(EXAMPLES)
    assert list(reader.find_mentions(["Goal", "by", "Goalie", "."])) == [Labelled(2, 3, "GPE")]


def test_equal_strings_are_one_entity_and_other_strings_are_not() -> None:
    text = "Rebels hit Oz. The rebels left Oz, and the rebels of Mia Koe met."
    reading = lexicon.train((*EXAMPLES, example("Rebels lost .", {"Rebels": "GRP"}, {}))).read(Document("d", text))
    assert [(e.id, e.name, len(e.mentions)) for e in reading.entities] == [("e1", "Rebels", 3), ("e2", "Oz", 2), ("e3", "Mia Koe", 1)]


def test_each_role_takes_the_nearest_mention_of_its_sentence_that_fits_and_is_free() -> None:
    reader = lexicon.train(EXAMPLES)
    attack = Labelled(3, 4, "Attack")
    far, near, place = Labelled(0, 1, "GRP"), Labelled(5, 6, "GRP"), Labelled(7, 8, "GPE")
    sentence = WordSpan(0, 10)
    assert list(reader.find_roles(sentence, [attack], [far, near, place])) == [
        Link(attack.span, "Agent", near.span),
        Link(attack.span, "Place", place.span),
    ]
    assert list(reader.find_roles(WordSpan(0, 5), [attack], [far, near, place])) == [Link(attack.span, "Agent", far.span)]
    assert list(reader.find_roles(sentence, [Labelled(3, 4, "Denial")], [far, near, place])) == []


def gradients(model: cnn.CnnModel) -> dict[tuple[int, str], NDArray[np.float32]]:
    return {
        (layer.id, name): np.array(layer.get_grad(name), dtype=np.float32) for layer in model.tok2vec.walk() for name in layer.grad_names
    }


def clear_gradients(model: cnn.CnnModel) -> None:
    for layer in model.tok2vec.walk():
        for name in layer.grad_names:
            layer.get_grad(name).fill(0)


def test_gradients_pass_from_pytorch_into_thinc() -> None:
    """Compare with thinc's own backward pass: the derivative of a sum of vectors is a gradient of ones."""
    torch.manual_seed(0)
    model = cnn.CnnModel(spacy.blank("en").vocab).eval()
    texts = [["One", "bomb"], ["No", "bombs", "fell"]]
    with torch.no_grad():
        expected = model.encode(texts)
    set_dropout_rate(model.tok2vec, 0.0)
    model.train()
    words = model.encode(texts)
    torch.testing.assert_close(words, expected)
    torch.autograd.backward(words.sum())
    bridged = gradients(model)
    clear_gradients(model)
    docs = [Doc(model.vocab, words=text) for text in texts]
    vectors, backprop = model.tok2vec.begin_update(docs)
    ones = model.widen.weight.detach().sum(dim=0).numpy()
    backprop([np.tile(ones, (len(v), 1)) for v in vectors])
    direct = gradients(model)
    assert bridged.keys() == direct.keys()
    assert any(np.abs(gradient).max() > 0.1 for gradient in direct.values())
    for key, gradient in direct.items():
        np.testing.assert_allclose(bridged[key], gradient, rtol=1e-4, atol=1e-5 * np.abs(gradient).max())  # sums of thousands


def test_cnn_learns_its_training_articles_and_reads_them() -> None:
    model = cnn.train(EXAMPLES[:2], epochs=40)
    text = "The rebels attacked Oz on Monday ."
    reading = cnn.CnnReader(model).read(Document("d", text))
    rebels, attacked, oz, monday = spans(text, "rebels", "attacked", "Oz", "Monday")
    assert [(m.span, m.type) for e in reading.entities for m in e.mentions] == [(rebels, "GRP"), (oz, "GPE"), (monday, "TIM")]
    assert [(m.trigger, m.type, m.factuality) for e in reading.events for m in e.mentions] == [(attacked, "Attack", "Fact")]
    assert [(a.trigger, a.role, a.filler) for a in reading.arguments] == [(attacked, "Agent", rebels), (attacked, "Place", oz)]
    assert reading.sentences == ((0, len(text)),)


def test_cnn_trained_again_with_its_seed_is_the_same() -> None:
    first, second = (cnn.train(EXAMPLES[:1], epochs=2, seed=3) for _ in range(2))
    assert torch.equal(first.encode([["Oz", "fell"]]), second.encode([["Oz", "fell"]]))
    other = cnn.train(EXAMPLES[:1], epochs=2, seed=4)
    assert not torch.equal(first.encode([["Oz", "fell"]]), other.encode([["Oz", "fell"]]))


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_text_without_words_gives_an_empty_reading(text: str) -> None:
    model = cnn.CnnModel(spacy.blank("en").vocab).eval()
    readings = [read(Document("d", text)) for read in (cnn.CnnReader(model).read, lexicon.train(EXAMPLES).read)]
    assert [(r.sentences, r.entities, r.events, r.arguments, r.relations) for r in readings] == [((), (), (), (), ())] * 2


@pytest.mark.parametrize("baseline", ["lexicon", "cnn"])
def test_command_writes_a_line_for_each_development_article(tmp_path: Path, baseline: str) -> None:
    text = "Rebels attacked Oz."
    layers = {
        "entities": [{"id": "e1", "type": "GRP", "name": "Rebels", "mentions": [[0, 6]]}],
        "events": [{"id": "v1", "type": "Attack", "mentions": [[7, 15, "Fact"]]}],
        "arguments": [[[7, 15], "Agent", [0, 6]]],
        "relations": [],
    }
    record = {"id": "t", "source": "", "title": None, "text": text, "sentences": [[0, 19]], **layers}
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "train.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    dev = [
        {**record, "id": name, "text": "Nothing happened here."[: 22 - k], "sentences": [], **{key: [] for key in layers}}
        for k, name in enumerate("ab")
    ]
    (tmp_path / "news" / "dev.jsonl").write_text("".join(json.dumps(line) + "\n" for line in dev), encoding="utf-8")
    out = tmp_path / "predicted.jsonl"
    main([baseline, "--data", str(tmp_path), "--out", str(out), "--epochs", "1"])
    readings = [from_json(json.loads(line)) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(r.document.id, r.document.text, r.extractor) for r in readings] == [
        ("a", "Nothing happened here.", f"baseline/{baseline}"),
        ("b", "Nothing happened here", f"baseline/{baseline}"),
    ]
