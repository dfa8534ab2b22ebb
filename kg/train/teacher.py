"""A larger encoder in place of our own, from which the small one learns: any of `transformers` that has BERT's uncased word pieces.

It takes what ours takes (pieces and shapes of words) and gives what ours gives (word vectors, of another width), so heads and losses are
the same. It is used in training only and never shipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from kg.reader.encoder.encoding import CLS, PAD, SEP, SHAPES, UNK
from kg.train.network import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Special pieces are called otherwise in RoBERTa's family, to which MPNet belongs.
OTHER_NAMES = {PAD: "<pad>", CLS: "<s>", SEP: "</s>"}


class TransformersEncoder(nn.Module):
    """An encoder of `transformers` as `kg.train.network.Encoder`: pieces in, word vectors and tag logits out.

    Args:
        folder: With `config.json`, `model.safetensors` and `tokenizer.json`.
        vocabulary: The `tokenizers` file of our word pieces.
        tags: The tag heads and their numbers of labels.
        dropout: Of words; inside, the model's own configuration decides.
        pretrained: Load the weights, too; a checkpoint will fill the model otherwise.
    """

    pieces: Tensor

    def __init__(self, folder: Path, vocabulary: Path, tags: Mapping[str, int], *, dropout: float = 0.1, pretrained: bool = True) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(folder)
        make = AutoModel.from_pretrained if pretrained else AutoModel.from_config
        self.body = make(folder if pretrained else config, add_pooling_layer=False)
        self.width = int(config.hidden_size)
        self.register_buffer("pieces", torch.tensor(_translated(vocabulary, folder / "tokenizer.json")), persistent=False)
        self.shape_embeddings = nn.Embedding(len(SHAPES), self.width)
        nn.init.zeros_(self.shape_embeddings.weight)
        self.word_dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(self.width, count) for name, count in tags.items()})

    @property
    def word_embeddings(self) -> nn.Embedding:
        """The embeddings of pieces."""
        found: nn.Embedding = self.body.embeddings.word_embeddings
        return found

    @property
    def depths(self) -> list[nn.ModuleList]:
        """Parts of the encoder from bottom to top, for learning rates by layer."""
        layers = self.body.encoder.layer
        others = [module for name, module in self.body.encoder.named_children() if name != "layer"]
        return [nn.ModuleList([self.body.embeddings, self.shape_embeddings, *others]), *(nn.ModuleList([layer]) for layer in layers)]

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Encode `[windows, pieces]` and gather words, `[windows, words, width]`."""
        embedded = self.word_embeddings(self.pieces[ids]) + self.shape_embeddings(shapes)
        x = self.body(inputs_embeds=embedded, attention_mask=(ids != 0).long()).last_hidden_state
        out: Tensor = self.word_dropout(words_of(x, first, last))
        return out


def _translated(ours: Path, theirs: Path) -> list[int]:
    """Give, for each of our pieces, its number in the other vocabulary.

    Raises:
        ValueError: Too many of our pieces are not in it.
    """
    numbers, target = (Tokenizer.from_file(str(path)).get_vocab() for path in (ours, theirs))
    found = {number: target.get(OTHER_NAMES.get(piece, piece), target.get(piece)) for piece, number in numbers.items()}
    missing = sum(other is None for other in found.values())
    unknown = target.get(UNK, target.get("<unk>"))
    if unknown is None or 10 * missing > len(found):
        raise ValueError(f"{theirs}: {missing} of {len(found)} word pieces are not in it. Give an encoder with BERT's uncased pieces")
    return [unknown if other is None else other for _, other in sorted(found.items())]
