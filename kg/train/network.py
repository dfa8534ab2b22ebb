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

from kg.reader.encoder.encoding import SHAPES
from kg.reader.encoder.features import FARTHEST_WORD, MARKS
from kg.reader.encoder.labels import SPAN_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30_522, 512
CONTEXT_WIDTH = 192


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


def attention(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    """Scaled dot-product attention over `[…, words, width]`, written out: on a CPU the gradient of torch's own takes twice the time."""
    scores = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2)) + bias.to(q.dtype)
    return torch.matmul(torch.softmax(scores, dim=-1), v)


class Attention(nn.Module):
    """Attention with `HEADS` heads; a module, so that an export can put another in its place."""

    def forward(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        """Map three of `[windows, pieces, width]` to one; `bias` is added to the scores."""
        batch, length, _ = query.shape
        q, k, v = (x.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for x in (query, key, value))
        return attention(q, k, v, bias).transpose(1, 2).reshape(batch, length, WIDTH)


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attention_output, self.attention_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.intermediate, self.output = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        # No dropout on attention weights: on a CPU its random numbers cost as much as the layer itself.
        self.attention = Attention()

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map `[windows, pieces, width]` to the same; `bias` is added to attention scores (-inf where padded)."""
        context = self.attention(self.query(x), self.key(x), self.value(x), bias)
        x = self.attention_norm(x + self.dropout(self.attention_output(context)))
        out: Tensor = self.output_norm(x + self.dropout(self.output(functional.gelu(self.intermediate(x)))))
        return out


class Encoder(nn.Module):
    """Pieces in, word vectors and tag logits out.

    `tags` names the tag heads and their numbers of labels.
    """

    def __init__(self, tags: Mapping[str, int], *, dropout: float = 0.1) -> None:
        super().__init__()
        self.width = WIDTH
        self.embeddings = Embeddings(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.word_dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, count) for name, count in tags.items()})

    @property
    def word_embeddings(self) -> nn.Embedding:
        """The embeddings of pieces."""
        return self.embeddings.word_embeddings

    @property
    def depths(self) -> list[nn.Module]:
        """Parts of the encoder from bottom to top, for learning rates by layer."""
        return [self.embeddings, *self.layers]

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Encode `[windows, pieces]` and gather words: `[windows, words, width]`, the mean of a word's first and last piece."""
        bias = ((ids == 0).to(torch.float32) * -1e4)[:, None, None, :]
        x = self.embeddings(ids, shapes)
        for layer in self.layers:
            x = layer(x, bias)
        out: Tensor = self.word_dropout(words_of(x, first, last))
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


def words_of(pieces: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Give words `[windows, words, width]` as the mean of their first and last piece, of `[windows, pieces, width]`."""
    row = pieces.shape[1] * torch.arange(pieces.shape[0], device=pieces.device)[:, None]
    flat = pieces.flatten(0, 1)
    return (rows(flat, first + row) + rows(flat, last + row)) / 2


class ContextLayer(nn.Module):
    """A small transformer layer, pre-norm."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm, self.inner_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.projection, self.attention_output = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.output = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map `[rows, words, width]` to the same; `bias` is added to attention scores."""
        rows, length, width = x.shape
        parts = self.projection(self.attention_norm(x)).view(rows, length, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4).unbind(0)
        context = attention(q, k, v, bias)
        x = x + self.dropout(self.attention_output(context.transpose(1, 2).reshape(rows, length, width)))
        out: Tensor = x + self.dropout(self.output(functional.gelu(self.inner(self.inner_norm(x)))))
        return out


class TriggerContext(nn.Module):
    """Reads the sentence of each trigger again, now that the trigger and the mentions in it are known.

    Pairs of vectors alone find about two thirds of the arguments; marked spans, as in PURE (Zhong & Chen 2021), need a second run of the
    encoder for each trigger. This is between the two: two narrow layers over the vectors that there are already.
    """

    def __init__(self, width: int, *, layers: int = 2, heads: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        self.input = nn.Linear(width, CONTEXT_WIDTH)
        self.mentions, self.events = nn.Embedding(MARKS, CONTEXT_WIDTH), nn.Embedding(MARKS, CONTEXT_WIDTH)
        self.relative = nn.Embedding(2 * FARTHEST_WORD + 1, CONTEXT_WIDTH)
        for part in (self.mentions, self.events, self.relative):
            nn.init.normal_(part.weight, std=0.3)
        self.layers = nn.ModuleList(ContextLayer(CONTEXT_WIDTH, heads, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(CONTEXT_WIDTH)

    def forward(self, vectors: Tensor, mentions: Tensor, events: Tensor, relative: Tensor) -> Tensor:
        """Map word vectors `[triggers, length, width]` and their marks `[triggers, length]` to `[triggers, length, CONTEXT_WIDTH]`."""
        bias = ((mentions == 0).to(torch.float32) * -1e4)[:, None, None, :]
        x = self.input(vectors) + self.mentions(mentions) + self.events(events) + self.relative(relative)
        for layer in self.layers:
            x = layer(x, bias)
        out: Tensor = self.norm(x)
        return out


def rows(x: Tensor, index: Tensor) -> Tensor:
    """Give `x[index]` for `x` `[rows, width]`; on a CPU the gradient of plain indexing takes some fifty times as long."""
    return x.index_select(0, index.flatten()).view(*index.shape, x.shape[-1])


class PairScorer(nn.Module):
    """Logits of pairs of spans from both vectors, their product, their types and small features.

    `vectors` is the width of a word vector (a span is its first and its last word), `columns` gives the number of values of each feature
    column, `context` the width of what else is known of a pair.
    """

    def __init__(  # noqa: PLR0913  # sizes
        self, vectors: int, labels: int, columns: Sequence[int], *, width: int = 256, context: int = 0, dropout: float = 0.2
    ) -> None:
        super().__init__()
        self.context = nn.Linear(context, width, bias=False) if context else None
        self.left, self.right = nn.Linear(2 * vectors, width), nn.Linear(2 * vectors, width)
        self.left_type, self.right_type = nn.Embedding(len(SPAN_TYPES), width), nn.Embedding(len(SPAN_TYPES), width)
        self.product = nn.Linear(width, width)
        self.features = nn.Linear(sum(columns), width, bias=False)
        for part in (self.left_type, self.right_type, self.features):
            nn.init.normal_(part.weight, std=0.1)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(width, labels)

    def forward(  # noqa: PLR0913, PLR0917  # what a pair is made of
        self, spans: Tensor, types: Tensor, left: Tensor, right: Tensor, features: Tensor, context: Tensor | None = None
    ) -> Tensor:
        """Score pairs.

        Args:
            spans: `[spans, 2 * width]`, vectors of first and last word.
            types: `[spans]`, indices into `SPAN_TYPES`.
            left: `[pairs]`, indices of spans; likewise `right`.
            right: See `left`.
            features: `[pairs, values of all columns]`, one 1 a column.
            context: `[pairs, context]`.

        Returns:
            Logits `[pairs, labels]`.
        """
        a = self.left(spans) + self.left_type(types)
        b = self.right(spans) + self.right_type(types)
        a, b = rows(a, left), rows(b, right)
        hidden = a + b + self.product(a * b) + self.features(features)
        if self.context is not None:
            hidden = hidden + self.context(context)
        out: Tensor = self.output(self.dropout(functional.gelu(self.norm(hidden))))
        return out


class RoleScorer(nn.Module):
    """Logits of roles: a `PairScorer` that also sees the trigger, and the first and last word of the filler, in their `TriggerContext`."""

    def __init__(self, vectors: int, labels: int, columns: Sequence[int]) -> None:
        super().__init__()
        self.pairs = PairScorer(vectors, labels, columns, context=3 * CONTEXT_WIDTH)

    def forward(  # noqa: PLR0913, PLR0917  # what a pair is made of
        self, context: Tensor, places: Tensor, spans: Tensor, types: Tensor, left: Tensor, right: Tensor, features: Tensor
    ) -> Tensor:
        """Score pairs.

        Args:
            context: `[triggers, length, CONTEXT_WIDTH]`.
            places: `[pairs, 3]`, where the trigger's first, the filler's first and its last word stand in the trigger's row.
            spans: As in `PairScorer`, the triggers before all others; likewise what follows.
            types: See `spans`.
            left: See `spans`.
            right: See `spans`.
            features: See `spans`.
        """
        own = rows(context.flatten(0, 1), left[:, None] * context.shape[1] + places).flatten(1)
        out: Tensor = self.pairs(spans, types, left, right, features, own)
        return out
