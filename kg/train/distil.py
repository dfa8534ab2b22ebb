"""How far a small model is from its teachers on a text, annotated or not (Hinton et al. 2015).

A text comes in with the words of both as vectors; losses come out, under the names of `kg.train.losses`. A pair head is asked about the
teachers' own spans (or the annotated ones) and those that the small model wrongly finds; so it learns also from text that nobody has
annotated. Several teachers are one: the mean of their probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import torch
from torch import Tensor

from kg.model import ROLES
from kg.reader.encoder.decode import link_antecedents
from kg.reader.encoder.features import coreference_pairs, event_pairs, participants_of, relation_pairs, spans_of
from kg.reader.encoder.labels import MENTION_TAGS, TRIGGER_TAGS
from kg.train.examples import WordSpan
from kg.train.losses import Sums, antecedents, decoded, participants_in_training, span_at, with_wrong_ones
from kg.train.model import beside
from kg.train.network import rows
from kg.train.questions import Part, Question, question, role_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.reader.encoder.features import Participants, Spans
    from kg.train.batches import Step
    from kg.train.examples import Labelled
    from kg.train.model import Model

Links = dict[WordSpan, list[tuple[str, WordSpan]]]  # trigger → role and filler

LAYERS = ("mention", "trigger", "factuality", "polnear")
TAGS = {"mention": MENTION_TAGS, "trigger": TRIGGER_TAGS}


class Lesson:
    """Some teachers and their pupil.

    Args:
        pupil: The model that learns.
        teachers: Models that are not changed.
    """

    def __init__(self, pupil: Model, teachers: Sequence[Model]) -> None:
        self.pupil, self.teachers = pupil, tuple(teachers)

    def losses(self, step: Step, words: Tensor) -> Sums:
        """Compute how far the pupil is from its teachers.

        Args:
            step: Examples of any corpus.
            words: What `pupil.words(step)` gave, `[words, width]`.
        """
        sums = Sums()
        with torch.no_grad():
            taught = [teacher.words(step) for teacher in self.teachers]
            soft = {layer: mean([t.encoder.heads[layer](w) for t, w in zip(self.teachers, taught, strict=True)]) for layer in LAYERS}
        own = {layer: self.pupil.encoder.heads[layer](words).float() for layer in LAYERS}
        of_word = np.repeat(np.arange(len(step.examples)), [len(p.example.words) for p in step.examples])
        for layer in LAYERS:
            if layer != "factuality":
                sums.add(f"tags:{layer}", cross_entropy(own[layer], soft[layer]), of_word)
        mentions, triggers = (_spans(step, layer, soft[layer], own[layer]) for layer in ("mention", "trigger"))
        last = np.array([low + t.end - 1 for low, of_one in zip(step.offsets, triggers, strict=True) for t in of_one], dtype=np.int64)
        if len(last):
            at = beside(words, last)
            sums.add("factuality", cross_entropy(rows(own["factuality"], at), rows(soft["factuality"], at)), of_word[last])
        self._pairs(sums, step, words, taught, mentions, triggers)
        return sums

    def _pairs(  # noqa: PLR0913, PLR0917  # what a step is made of
        self,
        sums: Sums,
        step: Step,
        words: Tensor,
        taught: Sequence[Tensor],
        mentions: Sequence[Sequence[Labelled]],
        triggers: Sequence[Sequence[Labelled]],
    ) -> None:
        texts = list(zip(range(len(step.examples)), step.offsets, step.examples, mentions, triggers, strict=True))
        links = self._roles(sums, words, taught, question([role_part(*text) for text in texts]))
        things = [spans_of(p.example.words, own, p.sentence_of_word) for _, _, p, own, _ in texts]
        between = question([Part(k, low, spans, spans, relation_pairs(spans)) for (k, low, *_), spans in zip(texts, things, strict=True)])
        if between is not None:
            sums.add("relation", cross_entropy(*self._ask("relation", words, taught, between)), between.of_pair)
        chains = [Part(k, low, spans, spans, coreference_pairs(spans)) for (k, low, *_), spans in zip(texts, things, strict=True)]
        entity = self._antecedents(sums, "entity", words, taught, question(chains))
        events = [spans_of(p.example.words, own, p.sentence_of_word) for _, _, p, _, own in texts]
        chains = []
        for (k, low, prepared, *_), spans in zip(texts, events, strict=True):
            if prepared.example.roles.get("role"):
                participants = participants_in_training(prepared, spans)
            else:
                participants = _participants(spans, low, links, entity)
            chains.append(Part(k, low, spans, spans, event_pairs(spans, participants)))
        self._antecedents(sums, "event", words, taught, question(chains))

    def _ask(self, head: str, words: Tensor, taught: Sequence[Tensor], asked: Question) -> tuple[Tensor, Tensor]:
        with torch.no_grad():
            soft = mean([t.pairs(head, w, asked.spans, asked.pairs) for t, w in zip(self.teachers, taught, strict=True)])
        return self.pupil.pairs(head, words, asked.spans, asked.pairs), soft

    def _roles(self, sums: Sums, words: Tensor, taught: Sequence[Tensor], asked: Question | None) -> Links:
        """Return what the teachers take for arguments: role and filler, by trigger; words are counted over the step."""
        links: Links = {}
        if asked is None or asked.contexts is None:
            return links
        spans, pairs, contexts = asked.spans, asked.pairs, asked.contexts
        with torch.no_grad():
            soft = mean([t.roles("role", w, spans, pairs, contexts) for t, w in zip(self.teachers, taught, strict=True)])
        sums.add("role", cross_entropy(self.pupil.roles("role", words, spans, pairs, contexts), soft), asked.of_pair)
        best = soft.argmax(dim=1).cpu().numpy()
        for k in np.flatnonzero(best):
            links.setdefault(span_at(spans, pairs.left[k]), []).append((ROLES[best[k] - 1], span_at(spans, pairs.right[k])))
        return links

    def _antecedents(self, sums: Sums, head: str, words: Tensor, taught: Sequence[Tensor], asked: Question | None) -> dict[WordSpan, int]:
        """Return the number of the cluster in which the teachers put each span; words are counted over the step."""
        if asked is None:
            return {}
        with torch.no_grad():
            scores = [t.pairs(head, w, asked.spans, asked.pairs)[:, 0] for t, w in zip(self.teachers, taught, strict=True)]
            soft = mean([antecedents(one, asked) for one in scores])
        own = antecedents(self.pupil.pairs(head, words, asked.spans, asked.pairs)[:, 0], asked)
        sums.add(head, cross_entropy(own, soft), asked.of_span)
        average = torch.stack(scores).mean(dim=0).cpu().numpy()
        clusters = link_antecedents(asked.pairs.left, asked.pairs.right, average, [{}] * len(asked.spans), threshold=0.0)
        return {span_at(asked.spans, i): k for k, cluster in enumerate(clusters) for i in cluster}


def mean(logits: Sequence[Tensor]) -> Tensor:
    """Average the probabilities of some teachers."""
    return torch.stack([torch.softmax(one.float(), dim=-1) for one in logits]).mean(dim=0)


def cross_entropy(logits: Tensor, probabilities: Tensor) -> Tensor:
    """Compare logits with the probabilities that they ought to give, both `[items, labels]`, item by item."""
    return -(probabilities * torch.log_softmax(logits.float(), dim=-1)).sum(dim=-1)


def _spans(step: Step, layer: Literal["mention", "trigger"], soft: Tensor, own: Tensor) -> list[list[Labelled]]:
    """Join the annotated spans of each text, or the teachers' where there are none, and those that the pupil alone finds."""
    theirs, ours = torch.log(soft + 1e-9).cpu(), own.detach().cpu()
    out = []
    for prepared, low in zip(step.examples, step.offsets, strict=True):
        part = slice(low, low + len(prepared.example.words))
        known = prepared.example.tags[layer] if layer in prepared.example.tags else decoded(theirs[part], TAGS[layer])
        out.append(with_wrong_ones(known, ours[part], TAGS[layer]))
    return out


def _participants(events: Spans, offset: int, links: Links, entity: Mapping[WordSpan, int]) -> list[Participants]:
    """Collect who takes part in each event, as the teachers see it."""
    moved = [WordSpan(span.start + offset, span.end + offset) for span in (span_at(events, i) for i in range(len(events)))]
    known = ((i, role, entity.get(filler)) for i, span in enumerate(moved) for role, filler in links.get(span, ()))
    return participants_of(len(events), [(i, role, who) for i, role, who in known if who is not None])
