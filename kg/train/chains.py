"""`python -m kg.train.chains --data DIR --weights DIR --out DIR`: the networks of `kg_chains`, upon the word vectors of finished weights.

They learn from OntoGUM, whose phrases are known by their heads here. A word's chance to head a phrase
of a chain and the scores of two phrases are learnt together, as in end-to-end coreference (Lee et al. 2017); how far a phrase goes
before and behind its head is a choice among words.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.reader.chains import LEAST, head_of, up_to_heads
from kg.reader.encoder.chain_networks import MOST_BEFORE, MOST_BEHIND
from kg.reader.encoder.features import COREFERENCE_COLUMNS, coreference_pairs
from kg.reader.encoder.weights_file import load_weights
from kg.reader.naming import CHAINS, SHIPPED, VOCABULARY, digest_of_chains, read_settings
from kg.train.batches import prepare, vectors_of
from kg.train.corpora import load
from kg.train.export import export_network, export_pair_scorer, write_all_settings, write_network
from kg.train.losses import antecedents, gold_table, same_and_new
from kg.train.network import WIDTH, PairScorer, rows
from kg.train.questions import Part, question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reader.encoder.encoding import WordPieces
    from kg.reader.encoder.features import Ints
    from kg.reader.encoder.weights_file import Weights
    from kg.train.examples import Example, WordSpan

log = logging.getLogger(__name__)

EPOCHS, RATE, WARM_UP = 10, 1e-3, 100
HEADS_WEIGHT = 4.0  # of the loss for single words, of which most are no heads


class Heads(nn.Module):
    """The log-odds that a word heads a phrase of a chain, from it and its two neighbours."""

    def __init__(self, width: int = 256, dropout: float = 0.3) -> None:
        super().__init__()
        self.hidden, self.norm, self.output = nn.Linear(3 * WIDTH, width), nn.LayerNorm(width), nn.Linear(width, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, vectors: Tensor) -> Tensor:
        """Map `[words, 384]` to `[words]`."""
        before, behind = neighbours(vectors)
        seen = self.dropout(torch.cat([before, vectors, behind], dim=1))
        out: Tensor = self.output(self.dropout(functional.gelu(self.norm(self.hidden(seen)))))[:, 0]
        return out


class Extents(nn.Module):
    """Where phrases begin and end, as a choice among the words of the sentence before and behind their heads."""

    def __init__(self, width: int = 192, dropout: float = 0.2) -> None:
        super().__init__()
        self.sides = nn.ModuleList(_Side(width, most, dropout) for most in (MOST_BEFORE, MOST_BEHIND))

    def forward(self, vectors: Tensor, sentence: Tensor, heads: Tensor) -> tuple[Tensor, Tensor]:
        """Score how many words stand before and behind each head.

        Args:
            vectors: `[words, 384]`.
            sentence: `[words]`, the number of each word's sentence.
            heads: `[phrases]`, indices of words.

        Returns:
            `[phrases, 1 + MOST_BEFORE]` and `[phrases, 1 + MOST_BEHIND]`; -10,000 where there is no such word.
        """
        before, behind = neighbours(vectors)
        first, last = self.sides
        return first(vectors, before, sentence, heads, -1), last(vectors, behind, sentence, heads, 1)


class _Side(nn.Module):
    def __init__(self, width: int, most: int, dropout: float) -> None:
        super().__init__()
        self.head, self.edge = nn.Linear(WIDTH, width), nn.Linear(2 * WIDTH, width)
        self.distance = nn.Parameter(torch.randn(most + 1, width))
        self.output = nn.Linear(width, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, vectors: Tensor, beyond: Tensor, sentence: Tensor, heads: Tensor, step: int) -> Tensor:
        """Score the words from the head on, in the direction of `step`, each seen with the one `beyond` it."""
        edges = self.edge(self.dropout(torch.cat([vectors, beyond], dim=1)))
        at = heads[:, None] + step * torch.arange(len(self.distance), device=heads.device)[None]
        words = vectors.shape[0]
        inside = (at >= 0) & (at < words)
        at = at.clamp(min=0, max=words - 1)
        known = sentence[at.flatten()].view(at.shape) == sentence[heads][:, None]
        hidden = self.head(self.dropout(rows(vectors, heads)))[:, None] + rows(edges, at) + self.distance[None]
        out: Tensor = self.output(functional.gelu(hidden))[:, :, 0].masked_fill(~(inside & known), -1e4)
        return out


class Chains(nn.Module):
    """All of it."""

    def __init__(self) -> None:
        super().__init__()
        self.heads, self.extents = Heads(), Extents()
        self.links = PairScorer(WIDTH, 1, COREFERENCE_COLUMNS, dropout=0.3)
        self.dropout = nn.Dropout(0.2)

    def score_links(self, vectors: Tensor, part: Part) -> Tensor:
        """Score pairs of phrases of one text, `[pairs]`."""
        spans, pairs = part.left, part.pairs
        start, end, kinds, left, right = (torch.from_numpy(x) for x in (spans.start, spans.end, spans.type, pairs.left, pairs.right))
        both = torch.cat([rows(vectors, start), rows(vectors, end - 1)], dim=1)
        out: Tensor = self.links(both, kinds, left, right, torch.from_numpy(pairs.one_hot(COREFERENCE_COLUMNS)))[:, 0]
        return out


def neighbours(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """Give the word before and the word behind each, `[words, width]` both; zeros beyond the ends."""
    padded = functional.pad(vectors, (0, 0, 1, 1))
    return padded[:-2], padded[2:]


@dataclass(frozen=True)
class Text:
    """One text: its words, what the encoder says of them (`[words, 384]`), and its chains.

    `chain` is the number of the chain that a word heads a phrase of, `phrase` that phrase; of two phrases with one head it is the first.
    """

    words: tuple[str, ...]
    vectors: Tensor
    sentence: Ints
    chain: dict[int, int]
    phrase: dict[int, WordSpan]


def text_of(example: Example, weights: Weights, pieces: WordPieces) -> Text:
    """Encode an example and find the heads of its phrases."""
    prepared = prepare(example, pieces)
    chain_of: dict[int, int] = {}
    phrase: dict[int, WordSpan] = {}
    for number, chain in enumerate(example.coreference["entity_without_singletons"]):
        for span in chain:
            head, _ = head_of(example.words, span)
            chain_of.setdefault(head, number)
            phrase.setdefault(head, span)
    return Text(example.words, torch.from_numpy(vectors_of(prepared, weights)), prepared.sentence_of_word, chain_of, phrase)


def losses(model: Chains, text: Text) -> Tensor:
    """Sum what one text teaches: which words are heads, where their phrases end, and which phrases are one."""
    vectors = model.dropout(text.vectors)
    likely = model.heads(vectors)
    is_head = torch.zeros(len(likely))
    is_head[sorted(text.chain)] = 1
    total = HEADS_WEIGHT * functional.binary_cross_entropy_with_logits(likely, is_head)
    heads = np.union1d(np.flatnonzero(likely.detach().numpy() > LEAST), np.array(sorted(text.chain), dtype=np.int64))
    if len(heads) < 2:  # noqa: PLR2004 - a chain has two phrases
        return total
    sides = model.extents(vectors, torch.from_numpy(text.sentence), torch.from_numpy(heads))
    known = np.flatnonzero([head in text.phrase for head in heads.tolist()])
    before = [heads[k] - text.phrase[heads[k]].start for k in known]
    behind = [text.phrase[heads[k]].end - 1 - heads[k] for k in known]
    for side, gold, most in zip(sides, (before, behind), (MOST_BEFORE, MOST_BEHIND), strict=True):
        if len(known):
            answer = torch.tensor([min(most, int(words)) for words in gold])
            total = total + functional.cross_entropy(side[torch.from_numpy(known)], answer) / 2
    spans = up_to_heads(text.words, text.sentence, heads, sides[0].detach().argmax(dim=1).numpy())
    asked = question([part := Part(0, 0, spans, spans, coreference_pairs(spans))])
    if asked is None:
        return total
    left, right = (likely[torch.from_numpy(heads[side])] for side in (part.pairs.left, part.pairs.right))
    table = antecedents(model.score_links(vectors, part) + (left + right) / 2, asked)
    own = np.array([text.chain.get(head, -1 - k) for k, head in enumerate(heads.tolist())], dtype=np.int64)
    right_ones = torch.from_numpy(gold_table(part.pairs, *same_and_new(own, part.pairs), table.shape))
    return total + (torch.logsumexp(table, dim=1) - torch.logsumexp(table.masked_fill(~right_ones, -1e4), dim=1)).mean()


def train(texts: Sequence[Text], *, seed: int, epochs: int = EPOCHS) -> Chains:
    """Learn from some texts, each a step, in another order each time."""
    torch.manual_seed(seed)
    model = Chains()
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    steps = epochs * len(texts)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min((k + 1) / WARM_UP, max(0.02, 1 - k / steps)))
    rng = random.Random(seed)  # noqa: S311  # sampling, not secrecy
    for epoch in range(epochs):
        sums = 0.0
        for text in rng.sample(list(texts), len(texts)):
            loss = losses(model, text)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sums += float(loss.detach())
        log.info("epoch %d of %d: %.3f", epoch + 1, epochs, sums / len(texts))
    return model.eval()


def export(model: Chains, finished: Path, folder: Path) -> Path:
    """Write finished weights with these networks beside them; all else keeps its numbers.

    Args:
        model: Trained.
        finished: The weights whose vectors it learnt from.
        folder: Written.
    """
    shutil.copytree(finished, folder, dirs_exist_ok=True)
    words, phrases = torch.export.Dim("words", min=2), torch.export.Dim("phrases", min=1)
    vectors, heads = torch.randn(20, WIDTH), torch.tensor([1, 5, 6, 19])
    sizes = ({0: words}, {0: words}, {0: phrases})
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "network.onnx"
        exported = {
            "heads": export_network(model.heads, (vectors,), path, inputs=["vectors"], outputs=["heads"], dynamic=({0: words},)),
            "extents": export_network(
                *(model.extents, (vectors.clone(), torch.arange(20) // 7, heads), path),
                inputs=["vectors", "sentence", "heads"],
                outputs=["before", "behind"],
                dynamic=sizes,
            ),
            "links": export_pair_scorer(model.links, COREFERENCE_COLUMNS, path),
        }
    for name, network in exported.items():
        write_network(network, folder / CHAINS[name], is_int8=True)
    settings = read_settings(finished)
    digest = digest_of_chains(settings, ((folder / file).read_bytes() for file in CHAINS.values()))
    write_all_settings(folder, {**settings, "chains": digest})
    return folder


def main() -> None:
    """Train, and write weights with the networks beside them."""
    parser = argparse.ArgumentParser(prog="python -m kg.train.chains", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora (kg/train/README.md says where to get them)")
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="folder of the finished weights; default: the shipped ones")
    parser.add_argument("--out", type=Path, required=True, help="folder for the result")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    weights = load_weights(options.weights)
    texts = [text_of(example, weights, weights.pieces) for example in load("ontogum", options.data, "train")]
    log.info("%s: %d texts of OntoGUM encoded", options.weights / VOCABULARY, len(texts))
    export(train(texts, seed=options.seed), options.weights, options.out)


if __name__ == "__main__":
    main()
