"""The model as a whole: an encoder with its tag heads, and one scorer for each kind of pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from kg.reader.encoder.features import (
    COLUMNS,
    COREFERENCE_COLUMNS,
    EVENT_COLUMNS,
    RELATION_COLUMNS,
    ROLE_COLUMNS,
    Contexts,
    Pairs,
    Spans,
)
from kg.reader.encoder.labels import RELATION_LABELS, ROLE_LABELS
from kg.train.labels import HEAD_SIZES, RAMS_ROLES
from kg.train.network import Encoder, PairScorer, RoleScorer, TriggerContext, rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.train.batches import Step
    from kg.train.teacher import TransformersEncoder


class Model(nn.Module):
    """The encoder with all tag heads, and one scorer for each kind of pair."""

    def __init__(self, encoder: Encoder | TransformersEncoder | None = None, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder or Encoder(HEAD_SIZES, dropout=dropout)
        width = self.encoder.width
        self.scorers = nn.ModuleDict(
            {
                "role": RoleScorer(width, len(ROLE_LABELS), ROLE_COLUMNS),
                "relation": PairScorer(width, len(RELATION_LABELS), RELATION_COLUMNS),
                "entity": PairScorer(width, 1, COREFERENCE_COLUMNS, width=192),
                "event": PairScorer(width, 1, EVENT_COLUMNS, width=192),
                "rams": RoleScorer(width, len(RAMS_ROLES), ROLE_COLUMNS),
            }
        )
        self.context = TriggerContext(width)

    def words(self, step: Step) -> Tensor:
        """Encode a step: `[words of all examples, width]`."""
        encoded = self.encoder(step.ids, step.shapes, step.first, step.last)
        return rows(encoded.flatten(0, 1), step.position)

    def pairs(self, head: str, words: Tensor, spans: Spans, pairs: Pairs) -> Tensor:
        """Score pairs of one example, `[pairs, labels]`."""
        out: Tensor = self.scorers[head](*self._inputs(head, words, spans, pairs))
        return out.float()

    def roles(self, head: str, words: Tensor, spans: Spans, pairs: Pairs, contexts: Contexts) -> Tensor:
        """Score the roles of one example, `[pairs, labels]`; the triggers that `contexts` are of come first in `spans`."""
        indices, *marks = (beside(words, x) for x in (contexts.words, contexts.mentions, contexts.events, contexts.relative))
        context = self.context(rows(words, indices), *marks)
        places = beside(words, contexts.places(spans, pairs))
        out: Tensor = self.scorers[head](context, places, *self._inputs(head, words, spans, pairs))
        return out.float()

    @staticmethod
    def _inputs(head: str, words: Tensor, spans: Spans, pairs: Pairs) -> tuple[Tensor, ...]:
        start, end = beside(words, spans.start), beside(words, spans.end)
        vectors = torch.cat([rows(words, start), rows(words, end - 1)], dim=1)
        features = pairs.one_hot(COLUMNS.get(head, ROLE_COLUMNS))
        return (vectors, *(beside(words, x) for x in (spans.type, pairs.left, pairs.right, features)))


def beside(tensor: Tensor, array: NDArray[Any]) -> Tensor:
    """Give an array as a tensor on the device of another."""
    return torch.from_numpy(array).to(tensor.device)
