"""The losses of a model, masked by what each corpus annotates.

Pair heads learn on gold spans and, beside them, on the spans that the tag heads wrongly predict at that moment, so that reading (where
only predicted spans exist) holds no surprise for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from kg.model import ROLES
from kg.reader.encoder.decode import tag_spans
from kg.reader.encoder.features import (
    Pairs,
    Participants,
    Spans,
    coreference_pairs,
    event_pairs,
    participants_of,
    relation_pairs,
    role_contexts,
    role_pairs,
    spans_of,
)
from kg.reader.encoder.labels import FACTUALITY_LABELS, MENTION_TAGS, RELATION_LABELS, ROLE_LABELS, TRIGGER_TAGS, UNKNOWN
from kg.train.examples import CoreferenceLayer, Labelled, WordSpan
from kg.train.labels import RAMS_ROLES
from kg.train.model import beside
from kg.train.network import rows
from kg.train.questions import Part, Question, question, role_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.train.batches import Prepared, Step
    from kg.train.model import Model


Links = Mapping[tuple[WordSpan, WordSpan], int]

# Weights of the losses in the sum.
WEIGHTS = {"tags": 2.0, "factuality": 0.5, "role": 2.0, "rams": 0.5, "relation": 0.5, "entity": 1.0, "event": 1.0}
# What the role head finds on text that it has not seen: the share of arguments, and wrong ones for each trigger.
FOUND_ARGUMENTS, WRONG_ARGUMENTS = 0.6, 0.4
IGNORED = -100  # the label of a word in a layer that its corpus does not annotate
NEGATIVE_RELATIONS = 0.3  # weight of "none", which is some fifty times as frequent as all others


class Sums:
    """Losses of one step by name, each already averaged over the items of each example."""

    def __init__(self) -> None:
        self.values: dict[str, Tensor] = {}

    def add(self, name: str, losses: Tensor, examples: NDArray[np.int64], weights: Tensor | None = None) -> None:
        """Add the losses of some items, `[items]`, and the number of each item's example, `[items]`; `weights` count some items less."""
        if not len(examples):
            return
        _, index = np.unique(examples, return_inverse=True)
        where = beside(losses, index.astype(np.int64))
        weights = torch.ones_like(losses) if weights is None else weights
        empty = torch.zeros(int(index.max()) + 1, device=losses.device, dtype=losses.dtype)
        self.values[name] = empty.index_add(0, where, losses * weights) / empty.index_add(0, where, weights)

    def total(self) -> Tensor:
        """Weighted sum of the means over examples."""
        return torch.stack([WEIGHTS[name.split(":")[0]] * v.mean() for name, v in sorted(self.values.items())]).sum()


def losses(model: Model, step: Step, words: Tensor | None = None) -> Sums:
    """Compute all losses that the step's examples allow.

    Args:
        model: The model.
        step: The examples.
        words: What `model.words(step)` gave, where that is known already.
    """
    words, sums = model.words(step) if words is None else words, Sums()
    logits = {layer: model.encoder.heads[layer](words).float() for layer in sorted({layer for p in step.examples for layer in p.tags})}
    for layer, values in logits.items():
        _tags(sums, layer, values, step)
    _factuality(model, sums, words, step)
    asked = _Asked()
    found = {layer: values.detach().cpu() for layer, values in logits.items() if layer in ("mention", "trigger")}
    for k, (prepared, low) in enumerate(zip(step.examples, step.offsets, strict=True)):
        asked.add(k, low, prepared, {layer: values[low : low + len(prepared.example.words)] for layer, values in found.items()})
    _roles(model, sums, words, "role", asked.roles)
    _roles(model, sums, words, "rams", asked.rams)
    _relations(model, sums, words, asked.relations)
    for head, chains in asked.chains.items():
        _coreference(model, sums, head, words, chains)
    return sums


class _Asked:
    """What the pair heads are asked about all examples of a step, with the answers: for pairs, the label of those that have one."""

    def __init__(self) -> None:
        self.roles: list[tuple[Part, Links]] = []
        self.rams: list[tuple[Part, Links]] = []
        self.relations: list[tuple[Part, Links]] = []
        self.chains: dict[str, list[_Chain]] = {"entity": [], "event": []}

    def add(self, number: int, offset: int, prepared: Prepared, found: Mapping[str, Tensor]) -> None:
        """Add one example; `found` are the logits of its tag layers, `[words, tags]`."""
        example = prepared.example
        if "role" in example.roles or example.relations is not None:
            mentions = list(example.fillers)
            if "mention" in example.tags:
                mentions = with_wrong_ones(example.tags["mention"], found["mention"], MENTION_TAGS)
            triggers = with_wrong_ones(example.tags["trigger"], found["trigger"], TRIGGER_TAGS)
            labels = {(x.head, x.tail): ROLE_LABELS.index(x.label) for x in example.roles.get("role", ())}
            self.roles.append((role_part(number, offset, prepared, mentions, triggers), labels))
            if example.relations is not None:
                spans = spans_of(example.words, mentions, prepared.sentence_of_word)
                labels = {(x.head, x.tail): RELATION_LABELS.index(x.label) for x in example.relations}
                self.relations.append((Part(number, offset, spans, spans, relation_pairs(spans)), labels))
            if "entity" in example.coreference:
                self.chains["entity"].append(_chain(number, offset, prepared, "entity", mentions))
            if "event" in example.coreference:
                self.chains["event"].append(_chain(number, offset, prepared, "event", triggers))
        without_singletons: tuple[CoreferenceLayer, ...] = ("entity_without_singletons", "event_without_singletons")
        for layer in without_singletons:
            if layer in example.coreference:
                items = sorted({Labelled(*span, UNKNOWN) for cluster in example.coreference[layer] for span in cluster})
                self.chains[layer.split("_")[0]].append(_chain(number, offset, prepared, layer, items))
        if "rams" in example.roles:
            self.rams.append(_rams(number, offset, prepared))


def _tags(sums: Sums, layer: str, logits: Tensor, step: Step) -> None:
    lengths = [len(p.example.words) for p in step.examples]
    labels = [p.tags[layer] if layer in p.tags else np.full(n, IGNORED) for p, n in zip(step.examples, lengths, strict=True)]
    target = np.concatenate(labels)
    annotated = np.flatnonzero(target != IGNORED)
    values = functional.cross_entropy(rows(logits, beside(logits, annotated)), beside(logits, target[annotated]), reduction="none")
    sums.add(f"tags:{layer}", values, np.repeat(np.arange(len(lengths)), lengths)[annotated])


def with_wrong_ones(gold: Sequence[Labelled], logits: Tensor, tags: tuple[str, ...]) -> list[Labelled]:
    """Join gold spans and predicted ones that are not gold; a span keeps its gold type."""
    known = {g.span for g in gold}
    return sorted([*gold, *(p for p in decoded(logits, tags) if p.span not in known)])


def decoded(logits: Tensor, tags: tuple[str, ...]) -> list[Labelled]:
    """Read spans off the logits `[words, tags]` of a text."""
    return [Labelled(s, e, label) for s, e, label, _ in tag_spans(logits.detach().cpu().numpy(), tags)]


def _factuality(model: Model, sums: Sums, words: Tensor, step: Step) -> None:
    found = [
        (k, low + span.end - 1, FACTUALITY_LABELS.index(prepared.example.factuality[span]))
        for k, (prepared, low) in enumerate(zip(step.examples, step.offsets, strict=True))
        for span in sorted(prepared.example.factuality)
    ]
    if found:
        examples, places, labels = np.array(found, dtype=np.int64).T
        logits = model.encoder.heads["factuality"](rows(words, beside(words, places.copy()))).float()
        sums.add("factuality", functional.cross_entropy(logits, beside(words, labels.copy()), reduction="none"), examples)


def _roles(model: Model, sums: Sums, words: Tensor, head: str, asked: Sequence[tuple[Part, Links]]) -> None:
    together = question([part for part, _ in asked])
    if together is not None and together.contexts is not None:
        labels = _labels(asked)
        logits = model.roles(head, words, together.spans, together.pairs, together.contexts)
        sums.add(head, functional.cross_entropy(logits, beside(words, labels), reduction="none"), together.of_pair)


def _labels(asked: Sequence[tuple[Part, Links]]) -> NDArray[np.int64]:
    """Look up the label of each pair, 0 for none, `[pairs]`."""
    found: list[int] = []
    for part, gold in asked:
        one, other = ([span_at(spans, i) for i in range(len(spans))] for spans in (part.left, part.right))
        found += [gold.get((one[i], other[j]), 0) for i, j in zip(part.pairs.left.tolist(), part.pairs.right.tolist(), strict=True)]
    return np.array(found, dtype=np.int64)


def _relations(model: Model, sums: Sums, words: Tensor, asked: Sequence[tuple[Part, Links]]) -> None:
    together = question([part for part, _ in asked])
    if together is not None:
        labels = beside(words, _labels(asked))
        values = functional.cross_entropy(model.pairs("relation", words, together.spans, together.pairs), labels, reduction="none")
        sums.add("relation", values, together.of_pair, torch.where(labels == 0, NEGATIVE_RELATIONS, 1.0))


def _rams(number: int, offset: int, prepared: Prepared) -> tuple[Part, Links]:
    """Pair triggers and fillers of RAMS: only those pairs that it annotates."""
    links = prepared.example.roles["rams"]
    one_sentence = np.zeros(len(prepared.example.words), np.int64)
    heads = spans_of(prepared.example.words, sorted({Labelled(*x.head, UNKNOWN) for x in links}), one_sentence)
    fillers = spans_of(prepared.example.words, sorted({Labelled(*x.tail, UNKNOWN) for x in links}), one_sentence)
    gold = {(x.head, x.tail): RAMS_ROLES.index(x.label) if x.label in RAMS_ROLES else 0 for x in links}
    pairs = role_pairs(heads, fillers)
    keys = [(span_at(heads, i), span_at(fillers, j)) for i, j in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)]
    keep = np.array([k for k, key in enumerate(keys) if key in gold], dtype=np.int64)
    chosen = Pairs(pairs.left[keep], pairs.right[keep], pairs.features[keep])
    return Part(number, offset, heads, fillers, chosen, role_contexts(heads, fillers, one_sentence)), gold


@dataclass(frozen=True)
class _Chain:
    """The mentions of one example, which of its pairs are of one cluster (`[pairs]`), and which mentions teach something (`[spans]`)."""

    part: Part
    same: NDArray[np.bool_]
    is_new: NDArray[np.bool_]
    usable: NDArray[np.bool_]


def _chain(number: int, offset: int, prepared: Prepared, layer: CoreferenceLayer, items: Sequence[Labelled]) -> _Chain:
    spans = spans_of(prepared.example.words, list(items), prepared.sentence_of_word)
    is_event = layer.startswith("event")
    pairs = event_pairs(spans, participants_in_training(prepared, spans)) if is_event else coreference_pairs(spans)
    cluster = {span: k for k, members in enumerate(prepared.example.coreference[layer]) for span in members}
    own = np.array([cluster.get(span_at(spans, i), -1 - i) for i in range(len(spans))], dtype=np.int64)
    same, is_new = same_and_new(own, pairs)
    is_first = np.zeros(len(spans), dtype=np.bool_)
    is_first[np.unique(own, return_index=True)[1]] = True
    # A mention that has antecedents, but all out of sight, teaches nothing.
    usable = ~is_new | is_first
    usable[:1] = False
    return _Chain(Part(number, offset, spans, spans, pairs), same, is_new, usable)


def _coreference(model: Model, sums: Sums, head: str, words: Tensor, chains: Sequence[_Chain]) -> None:
    """Mention ranking: the probability of all gold antecedents (or of "none before") among all candidates."""
    chains = [chain for chain in chains if len(chain.part.pairs)]
    together = question([chain.part for chain in chains])
    if together is None:
        return
    table = antecedents(model.pairs(head, words, together.spans, together.pairs)[:, 0], together)
    same, is_new = (np.concatenate([getattr(chain, name) for chain in chains]) for name in ("same", "is_new"))
    gold = gold_table(together.pairs, same, is_new, table.shape)
    usable = np.flatnonzero(np.concatenate([chain.usable for chain in chains]))
    log_likelihood = torch.logsumexp(table.masked_fill(~beside(words, gold), -1e4), dim=1) - torch.logsumexp(table, dim=1)
    sums.add(head, -log_likelihood[beside(words, usable)], together.of_span[usable])


def same_and_new(own: NDArray[np.int64], pairs: Pairs) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which pairs are of one cluster (`[pairs]`), and which spans have none of theirs before them in any pair (`[spans]`).

    Args:
        own: `[spans]`, the number of each span's cluster.
        pairs: Pairs of these spans.
    """
    same: NDArray[np.bool_] = own[pairs.left] == own[pairs.right]
    is_new = np.ones(len(own), dtype=np.bool_)
    is_new[pairs.left[same]] = False
    return same, is_new


def gold_table(pairs: Pairs, same: NDArray[np.bool_], is_new: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Write what `same_and_new` tells in the shape of `antecedents`: which of the choices of each span are right."""
    gold = np.zeros(shape, dtype=np.bool_)
    gold[pairs.left, _rank(pairs)] = same
    gold[:, 0] = is_new
    return gold


def _rank(pairs: Pairs) -> NDArray[np.int64]:
    """Number the antecedents of each mention from 1, `[pairs]`."""
    out: NDArray[np.int64] = np.arange(len(pairs)) - np.searchsorted(pairs.left, pairs.left, "left") + 1
    return out


def antecedents(scores: Tensor, asked: Question) -> Tensor:
    """Write the scores of pairs as `[spans, 1 + most antecedents]`, first "none before", which scores 0; -10,000 where there is no pair."""
    rank = _rank(asked.pairs)
    table = torch.full((len(asked.spans), int(rank.max()) + 1), -1e4, device=scores.device)
    table[:, 0] = 0.0
    return table.index_put((beside(scores, asked.pairs.left), beside(scores, rank)), scores)


def participants_in_training(prepared: Prepared, spans: Spans) -> list[Participants]:
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
