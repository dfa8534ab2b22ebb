"""The model as a whole and its losses, masked by what each corpus annotates.

Pair heads learn on gold spans and, beside them, on the spans that the tag heads wrongly predict at that moment, so that reading (where
only predicted spans exist) holds no surprise for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.model import ROLES
from kg.reader.decode import tag_spans
from kg.reader.features import (
    COLUMNS,
    COREFERENCE_COLUMNS,
    EVENT_COLUMNS,
    RELATION_COLUMNS,
    ROLE_COLUMNS,
    Contexts,
    Pairs,
    Participants,
    Spans,
    coreference_pairs,
    event_pairs,
    joined,
    participants_of,
    relation_pairs,
    role_contexts,
    role_pairs,
    sorted_spans,
    spans_of,
)
from kg.reader.labels import FACTUALITY_LABELS, MENTION_TAGS, RELATION_LABELS, ROLE_LABELS, TRIGGER_TAGS, UNKNOWN
from kg.train.examples import Labelled, WordSpan
from kg.train.labels import HEAD_SIZES, RAMS_ROLES
from kg.train.network import Encoder, PairScorer, RoleScorer, TriggerContext, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.train.batches import Prepared, Step

# Weights of the losses in the sum.
WEIGHTS = {"tags": 2.0, "factuality": 0.5, "role": 2.0, "rams": 0.5, "relation": 0.5, "entity": 1.0, "event": 1.0}
# What the role head finds on text that it has not seen: the share of arguments, and wrong ones for each trigger.
FOUND_ARGUMENTS, WRONG_ARGUMENTS = 0.6, 0.4
NEGATIVE_RELATIONS = 0.3  # weight of "none", which is some fifty times as frequent as all others


class Model(nn.Module):
    """The encoder with all tag heads, and one scorer for each kind of pair."""

    def __init__(self, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(HEAD_SIZES, dropout=dropout)
        self.scorers = nn.ModuleDict(
            {
                "role": RoleScorer(len(ROLE_LABELS), ROLE_COLUMNS),
                "relation": PairScorer(len(RELATION_LABELS), RELATION_COLUMNS),
                "entity": PairScorer(1, COREFERENCE_COLUMNS, width=192),
                "event": PairScorer(1, EVENT_COLUMNS, width=192),
                "rams": RoleScorer(len(RAMS_ROLES), ROLE_COLUMNS),
            }
        )
        self.context = TriggerContext()

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
        indices, *marks = (torch.from_numpy(x) for x in (contexts.words, contexts.mentions, contexts.events, contexts.relative))
        context = self.context(rows(words, indices), *marks)
        places = torch.from_numpy(contexts.places(spans, pairs))
        out: Tensor = self.scorers[head](context, places, *self._inputs(head, words, spans, pairs))
        return out.float()

    @staticmethod
    def _inputs(head: str, words: Tensor, spans: Spans, pairs: Pairs) -> tuple[Tensor, ...]:
        start, end = torch.from_numpy(spans.start), torch.from_numpy(spans.end)
        vectors = torch.cat([rows(words, start), rows(words, end - 1)], dim=1)
        features = pairs.one_hot(COLUMNS.get(head, ROLE_COLUMNS))
        return (vectors, *(torch.from_numpy(x) for x in (spans.type, pairs.left, pairs.right, features)))


@dataclass
class Sums:
    """Losses of one step by name, each already averaged over its own items."""

    values: dict[str, list[Tensor]]

    def add(self, name: str, value: Tensor) -> None:
        """Add one example's loss."""
        self.values.setdefault(name, []).append(value)

    def total(self) -> Tensor:
        """Weighted sum of the means."""
        return torch.stack([WEIGHTS[name.split(":")[0]] * torch.stack(v).mean() for name, v in sorted(self.values.items())]).sum()


def losses(model: Model, step: Step) -> Sums:
    """Compute all losses that the step's examples allow."""
    words, sums = model.words(step), Sums({})
    layers = sorted({layer for p in step.examples for layer in p.tags})
    logits = {layer: model.encoder.heads[layer](words).float() for layer in layers}
    for k, (prepared, offset) in enumerate(zip(step.examples, step.offsets, strict=True)):
        end = step.offsets[k + 1] if k + 1 < len(step.offsets) else len(words)
        own = {layer: logits[layer][offset:end] for layer in prepared.tags}
        for layer, values in own.items():
            sums.add(f"tags:{layer}", functional.cross_entropy(values, torch.from_numpy(prepared.tags[layer])))
        _pair_losses(model, sums, words[offset:end], prepared, own)
    return sums


def _pair_losses(model: Model, sums: Sums, words: Tensor, prepared: Prepared, logits: dict[str, Tensor]) -> None:
    example = prepared.example
    if example.factuality:
        _factuality(model, sums, words, prepared)
    if "role" in example.roles or example.relations is not None:
        mentions = _with_wrong_ones(example.tags["mention"], logits["mention"], MENTION_TAGS)
        triggers = _with_wrong_ones(example.tags["trigger"], logits["trigger"], TRIGGER_TAGS)
        _roles(model, sums, words, prepared, mentions, triggers)
        _relations(model, sums, words, prepared, mentions)
        _coreference(model, sums, "entity", words, prepared, mentions, "entity")
        _coreference(model, sums, "event", words, prepared, triggers, "event")
    for layer in ("entity_without_singletons", "event_without_singletons"):
        if layer in example.coreference:
            items = sorted({Labelled(*span, UNKNOWN) for cluster in example.coreference[layer] for span in cluster})
            _coreference(model, sums, layer.split("_")[0], words, prepared, items, layer)
    if "rams" in example.roles:
        _rams(model, sums, words, prepared)


def _with_wrong_ones(gold: Sequence[Labelled], logits: Tensor, tags: tuple[str, ...]) -> list[Labelled]:
    """Join gold spans and predicted ones that are not gold; a span keeps its gold type."""
    known = {g.span for g in gold}
    predicted = (Labelled(s, e, label) for s, e, label, _ in tag_spans(logits.detach().numpy(), tags))
    return sorted([*gold, *(p for p in predicted if p.span not in known)])


def _factuality(model: Model, sums: Sums, words: Tensor, prepared: Prepared) -> None:
    spans = sorted(prepared.example.factuality)
    vectors = rows(words, torch.tensor([s.end - 1 for s in spans]))
    target = torch.tensor([FACTUALITY_LABELS.index(prepared.example.factuality[s]) for s in spans])
    sums.add("factuality", functional.cross_entropy(model.encoder.heads["factuality"](vectors).float(), target))


def _roles(  # noqa: PLR0913, PLR0917  # what all losses of pairs are made of
    model: Model, sums: Sums, words: Tensor, prepared: Prepared, mentions: list[Labelled], triggers: list[Labelled]
) -> None:
    heads = spans_of(prepared.example.words, triggers, prepared.sentence_of_word)
    fillers = sorted_spans(spans_of(prepared.example.words, [*mentions, *triggers], prepared.sentence_of_word))
    pairs = role_pairs(heads, fillers)
    if not len(pairs):
        return
    gold = {(link.head, link.tail): ROLE_LABELS.index(link.label) for link in prepared.example.roles["role"]}
    labels = torch.tensor([gold.get((span_at(heads, i), span_at(fillers, j)), 0) for i, j in zip(pairs.left, pairs.right, strict=True)])
    contexts = role_contexts(heads, fillers, prepared.sentence_of_word)
    logits = model.roles("role", words, joined(heads, fillers), Pairs(pairs.left, pairs.right + len(heads), pairs.features), contexts)
    sums.add("role", functional.cross_entropy(logits, labels))


def _relations(model: Model, sums: Sums, words: Tensor, prepared: Prepared, mentions: list[Labelled]) -> None:
    if prepared.example.relations is None:
        return
    spans = spans_of(prepared.example.words, mentions, prepared.sentence_of_word)
    pairs = relation_pairs(spans)
    if not len(pairs):
        return
    gold = {(link.head, link.tail): RELATION_LABELS.index(link.label) for link in prepared.example.relations}
    labels = torch.tensor([gold.get((span_at(spans, i), span_at(spans, j)), 0) for i, j in zip(pairs.left, pairs.right, strict=True)])
    weight = torch.ones(len(RELATION_LABELS))
    weight[0] = NEGATIVE_RELATIONS
    sums.add("relation", functional.cross_entropy(model.pairs("relation", words, spans, pairs), labels, weight=weight))


def _rams(model: Model, sums: Sums, words: Tensor, prepared: Prepared) -> None:
    links = prepared.example.roles["rams"]
    one_sentence = np.zeros(len(words), np.int64)
    heads = spans_of(prepared.example.words, sorted({Labelled(*x.head, UNKNOWN) for x in links}), one_sentence)
    fillers = spans_of(prepared.example.words, sorted({Labelled(*x.tail, UNKNOWN) for x in links}), one_sentence)
    gold = {(x.head, x.tail): RAMS_ROLES.index(x.label) if x.label in RAMS_ROLES else 0 for x in links}
    pairs = role_pairs(heads, fillers)
    keys = [(span_at(heads, i), span_at(fillers, j)) for i, j in zip(pairs.left, pairs.right, strict=True)]
    keep = [k for k, key in enumerate(keys) if key in gold]
    if keep:
        chosen = Pairs(pairs.left[keep], pairs.right[keep] + len(heads), pairs.features[keep])
        labels = torch.tensor([gold[keys[k]] for k in keep])
        contexts = role_contexts(heads, fillers, one_sentence)
        sums.add("rams", functional.cross_entropy(model.roles("rams", words, joined(heads, fillers), chosen, contexts), labels))


def _coreference(  # noqa: PLR0913, PLR0917  # what all losses of pairs are made of
    model: Model, sums: Sums, head: str, words: Tensor, prepared: Prepared, items: Iterable[Labelled], layer: str
) -> None:
    """Mention ranking: the probability of all gold antecedents (or of "none before") among all candidates."""
    spans = spans_of(prepared.example.words, list(items), prepared.sentence_of_word)
    pairs = event_pairs(spans, _participants(prepared, spans)) if head == "event" else coreference_pairs(spans)
    if not len(pairs):
        return
    cluster = {span: k for k, members in enumerate(prepared.example.coreference[layer]) for span in members}  # type: ignore[index]  # a layer by name
    own = np.array([cluster.get(span_at(spans, i), -1 - i) for i in range(len(spans))])
    scores = model.pairs(head, words, spans, pairs)[:, 0]
    rank = np.arange(len(pairs)) - np.searchsorted(pairs.left, pairs.left, "left")
    shape = (len(spans), int(rank.max()) + 2)
    table = torch.full(shape, -1e4)
    table[:, 0] = 0.0
    where = (torch.from_numpy(pairs.left), torch.from_numpy(rank + 1))
    table = table.index_put(where, scores)
    gold = torch.zeros(shape, dtype=torch.bool)
    gold[where] = torch.from_numpy(own[pairs.left] == own[pairs.right])
    is_new = ~gold.any(dim=1)
    gold[:, 0] = is_new
    is_first = np.zeros(len(spans), dtype=np.bool_)
    is_first[np.unique(own, return_index=True)[1]] = True
    # A mention that has antecedents, but all out of sight, teaches nothing.
    usable = ~is_new | torch.from_numpy(is_first)
    usable[0] = False
    if bool(usable.any()):
        log_likelihood = torch.logsumexp(table.masked_fill(~gold, -1e4), dim=1) - torch.logsumexp(table, dim=1)
        sums.add(head, -log_likelihood[usable].mean())


def _participants(prepared: Prepared, spans: Spans) -> list[Participants]:
    """Collect who takes part in events, as incompletely and wrongly as the role head will find it.

    The head itself can't be asked: it knows the training articles by heart.
    """
    trigger = {span_at(spans, i): i for i in range(len(spans))}
    clusters = prepared.example.coreference.get("entity", ())
    entity = {span: k for k, members in enumerate(clusters) for span in members}
    links = prepared.example.roles.get("role", ())
    if not links:
        return participants_of(len(spans), ())
    known = [(trigger[x.head], x.label, entity[x.tail]) for x in links if x.head in trigger and x.tail in entity]
    kept = [link for link, draw in zip(known, torch.rand(len(known)).tolist(), strict=True) if draw < FOUND_ARGUMENTS]
    number = int(WRONG_ARGUMENTS * len(spans))
    drawn = (torch.randint(high, (number,)).tolist() for high in (len(spans), len(ROLES), max(1, len(clusters))))
    wrong = [(i, ROLES[role], who) for i, role, who in zip(*drawn, strict=True)]
    return participants_of(len(spans), [*kept, *wrong])


def span_at(spans: Spans, i: int) -> WordSpan:
    """Give the word range of span number `i`."""
    return WordSpan(int(spans.start[i]), int(spans.end[i]))
