"""The networks of `kg_chains`, trained in small: two texts, vectors of the shipped encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from kg.reader.chains import up_to_heads
from kg.reader.encoder.chain_networks import MOST_BEFORE, load_chains
from kg.reader.encoder.features import coreference_pairs
from kg.reader.encoder.weights_file import load_weights
from kg.reader.naming import SHIPPED
from kg.train import chains
from kg.train.examples import Example, WordSpan
from kg.train.questions import Part

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.train

WORDS = ("The", "report", "of", "Ann", "Roe", "was", "long", ".", "She", "praised", "it", ".")
EXAMPLE = Example(
    id="a",
    corpus="ontogum",
    words=WORDS,
    sentences=(WordSpan(0, 8), WordSpan(8, 12)),
    coreference={"entity_without_singletons": ((WordSpan(0, 5), WordSpan(10, 11)), (WordSpan(3, 5), WordSpan(8, 9)))},
)


@pytest.fixture(scope="module")
def text() -> chains.Text:
    weights = load_weights(SHIPPED)
    return chains.text_of(EXAMPLE, weights, weights.pieces)


def test_phrases_are_known_by_their_heads(text: chains.Text) -> None:
    assert text.chain == {1: 0, 10: 0, 4: 1, 8: 1}
    assert text.phrase == {1: (0, 5), 10: (10, 11), 4: (3, 5), 8: (8, 9)}


def test_a_few_steps_teach_the_heads_the_extents_and_the_links_of_a_text(text: chains.Text) -> None:
    model = chains.train([text] * 10, seed=1, epochs=12)
    with torch.no_grad():
        likely = model.heads(text.vectors)
        heads = np.flatnonzero(likely.numpy() > 0)
        before, behind = model.extents(text.vectors, torch.from_numpy(text.sentence), torch.from_numpy(heads))
        spans = up_to_heads(WORDS, text.sentence, heads, before.argmax(1).numpy())
        pairs = coreference_pairs(spans)
        scores = model.score_links(text.vectors, Part(0, 0, spans, spans, pairs))
    assert heads.tolist() == [1, 4, 8, 10]
    assert (before.argmax(1).tolist(), behind.argmax(1).tolist()) == ([1, 1, 0, 0], [3, 0, 0, 0])
    best = {(int(i), int(j)) for i, j, s in zip(pairs.left, pairs.right, scores, strict=True) if s > 0}
    assert best == {(2, 1), (3, 0)}  # "She" and "Ann Roe", "it" and "The report"


def test_no_phrase_reaches_into_another_sentence_or_beyond_the_text(text: chains.Text) -> None:
    sentence = torch.from_numpy(text.sentence)
    before, behind = chains.Extents().eval()(text.vectors, sentence, torch.tensor([8, 1]))
    assert (before[0] > -1e4).tolist() == [True] + [False] * MOST_BEFORE  # "She" begins its sentence
    assert (before[1] > -1e4).sum() == 2
    assert ((behind[0] > -1e4).sum(), (behind[1] > -1e4).sum()) == (4, 7)


@pytest.mark.filterwarnings("ignore:`isinstance.treespec, LeafSpec.` is deprecated:FutureWarning")
@pytest.mark.filterwarnings("ignore:# The axis name. .* will not be used, since it shares the same shape constraints:UserWarning")
def test_what_is_exported_agrees_with_pytorch_and_belongs_to_its_weights(tmp_path: Path, text: chains.Text) -> None:
    model = chains.train([text], seed=1, epochs=1)
    folder = chains.export(model, SHIPPED, tmp_path / "weights")
    networks = load_chains(folder)
    vectors, heads = text.vectors.numpy(), np.array([1, 8])
    with torch.no_grad():
        expected = model.extents(text.vectors, torch.from_numpy(text.sentence), torch.from_numpy(heads))
        likely = model.heads(text.vectors).numpy()
    assert np.abs(networks.heads(vectors) - likely).max() < 0.1
    assert [side.tolist() for side in networks.extents(vectors, text.sentence, heads)] == [side.argmax(1).tolist() for side in expected]
    assert load_weights(folder).name == load_weights(SHIPPED).name
