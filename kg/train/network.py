"""The network in PyTorch: a BERT encoder with word shapes, tag heads over words and scorers of span pairs.

Layout follows what is exported: `Encoder` gives word vectors and tag logits, a `PairScorer` gives logits of pairs of spans. Sources: BERT
(Devlin et al. 2019), MiniLM (Wang et al. 2020) for the starting weights; mention ranking after Lee et al. 2017.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.reader.encoding import SHAPES
from kg.reader.labels import SPAN_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30_522, 512
SPAN_WIDTH = 2 * WIDTH  # first and last word of the span


class Embeddings(nn.Module):
    """Sum of piece, position, segment and word-shape embeddings, normalised."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(VOCABULARY, WIDTH, padding_idx=0)
        self.position_embeddings = nn.Embedding(POSITIONS, WIDTH)
        self.token_type_embeddings = nn.Embedding(2, WIDTH)
        self.shape_embeddings = nn.Embedding(len(SHAPES), WIDTH)
        nn.init.zeros_(self.shape_embeddings.weight)
        self.LayerNorm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Embed `[windows, pieces]` into `[windows, pieces, width]`."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        total = self.word_embeddings(ids) + self.position_embeddings(positions) + self.token_type_embeddings.weight[0]
        out: Tensor = self.dropout(self.LayerNorm(total + self.shape_embeddings(shapes)))
        return out


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attention_output, self.attention_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.intermediate, self.output = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map `[windows, pieces, width]` to the same; `bias` is added to attention scores (-inf where padded)."""
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        # No dropout on attention weights: on a CPU its random numbers cost as much as the layer itself.
        context = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        context = context.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.attention_norm(x + self.dropout(self.attention_output(context)))
        out: Tensor = self.output_norm(x + self.dropout(self.output(functional.gelu(self.intermediate(x)))))
        return out


class Encoder(nn.Module):
    """Pieces in, word vectors and tag logits out.

    `tags` names the tag heads and their numbers of labels.
    """

    def __init__(self, tags: Mapping[str, int], *, dropout: float = 0.1) -> None:
        super().__init__()
        self.embeddings = Embeddings(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.word_dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, count) for name, count in tags.items()})

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Encode `[windows, pieces]` and gather words: `[windows, words, width]`, the mean of a word's first and last piece."""
        bias = ((ids == 0).to(torch.float32) * -1e4)[:, None, None, :]
        x = self.embeddings(ids, shapes)
        for layer in self.layers:
            x = layer(x, bias)
        words = (_take(x, first) + _take(x, last)) / 2
        out: Tensor = self.word_dropout(words)
        return out

    def load_pretrained(self, path: Path) -> None:
        """Fill the encoder from a BERT-shaped `model.safetensors`."""
        source = load_file(str(path))
        own = dict(self.state_dict())
        names = {
            "attention.self.query": "query",
            "attention.self.key": "key",
            "attention.self.value": "value",
            "attention.output.dense": "attention_output",
            "attention.output.LayerNorm": "attention_norm",
            "intermediate.dense": "intermediate",
            "output.dense": "output",
            "output.LayerNorm": "output_norm",
        }
        for key, tensor in source.items():
            target = key.replace("encoder.layer.", "layers.")
            for theirs, ours in sorted(names.items(), key=lambda item: -len(item[0])):
                if f".{theirs}." in target:
                    target = target.replace(f".{theirs}.", f".{ours}.")
                    break
            if target in own:
                own[target] = tensor
        self.load_state_dict(own)


def _take(x: Tensor, index: Tensor) -> Tensor:
    """Gather pieces `[windows, words]` from `[windows, pieces, width]`."""
    return torch.gather(x, 1, index[:, :, None].expand(-1, -1, x.shape[2]))


class PairScorer(nn.Module):
    """Logits of pairs of spans from both vectors, their product, their types and small features.

    `columns` gives the number of values of each feature column.
    """

    def __init__(self, labels: int, columns: Sequence[int], *, width: int = 256, dropout: float = 0.2) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(SPAN_WIDTH, width), nn.Linear(SPAN_WIDTH, width)
        self.left_type, self.right_type = nn.Embedding(len(SPAN_TYPES), width), nn.Embedding(len(SPAN_TYPES), width)
        self.product = nn.Linear(width, width)
        self.features = nn.Linear(sum(columns), width, bias=False)
        for part in (self.left_type, self.right_type, self.features):
            nn.init.normal_(part.weight, std=0.1)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(width, labels)

    def forward(self, spans: Tensor, types: Tensor, left: Tensor, right: Tensor, features: Tensor) -> Tensor:
        """Score pairs.

        Args:
            spans: `[spans, 2 * width]`, vectors of first and last word.
            types: `[spans]`, indices into `SPAN_TYPES`.
            left: `[pairs]`, indices of spans; likewise `right`.
            right: See `left`.
            features: `[pairs, values of all columns]`, one 1 a column.

        Returns:
            Logits `[pairs, labels]`.
        """
        a = self.left(spans) + self.left_type(types)
        b = self.right(spans) + self.right_type(types)
        a, b = a[left], b[right]
        hidden = a + b + self.product(a * b) + self.features(features)
        out: Tensor = self.output(self.dropout(functional.gelu(self.norm(hidden))))
        return out
