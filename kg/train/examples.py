"""One annotated text, whatever corpus it comes from, as the trainer takes it: words, sentences and labelled word spans.

Positions are half-open ranges of words. A layer that a corpus does not annotate is absent (unknown), never empty: the losses are masked
by presence. This module holds the value type only; `kg.train.corpora` fills it and `kg.train.batches` turns it into tensors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

TagLayer = Literal["mention", "trigger", "worldwide", "crossner", "re3d", "muc", "polnear", "ecb"]
RoleLayer = Literal["role", "rams"]
CoreferenceLayer = Literal["entity", "entity_without_singletons", "event", "event_without_singletons"]


class WordSpan(NamedTuple):
    """Words `[start, end)`."""

    start: int
    end: int


class Labelled(NamedTuple):
    """A span of words with its label in one layer."""

    start: int
    end: int
    label: str

    @property
    def span(self) -> WordSpan:
        """The words without the label."""
        return WordSpan(self.start, self.end)


class Link(NamedTuple):
    """A labelled pair: `head` (a trigger, or the subject of a relation) and `tail` (its filler, or the object)."""

    head: WordSpan
    label: str
    tail: WordSpan


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated text.

    Attributes:
        sentences: Word ranges that cover the text, in order.
        tags: Per layer, spans that do not overlap, in text order.
        factuality: Of triggers of the layer "trigger".
        coreference: Per layer, clusters of spans; singletons are in them unless the layer's name says otherwise.
        roles: Per layer, links from trigger to filler. In layer "role" a pair that is in one sentence and not listed has no role; in
            layer "rams" this holds only for the triggers listed in `roles`' own heads.
        relations: Links between two mentions in one sentence; `None` where not annotated.
        fillers: Of a text with roles but without the layer "mention": the spans, in text order, among which the fillers were chosen.
    """

    id: str
    corpus: str
    words: tuple[str, ...]
    sentences: tuple[WordSpan, ...]
    tags: Mapping[TagLayer, tuple[Labelled, ...]] = field(default_factory=dict)
    factuality: Mapping[WordSpan, str] = field(default_factory=dict)
    coreference: Mapping[CoreferenceLayer, tuple[tuple[WordSpan, ...], ...]] = field(default_factory=dict)
    roles: Mapping[RoleLayer, tuple[Link, ...]] = field(default_factory=dict)
    relations: tuple[Link, ...] | None = None
    fillers: tuple[Labelled, ...] = ()
