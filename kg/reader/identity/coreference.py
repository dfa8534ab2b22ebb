"""Which mentions are one actor and which triggers one event, within an article.

The span groups and arguments of a `Doc` come in, entities and events go out. Trained scores say how likely two mentions are one; what
the wording says ("another bombing", "a charge that …") moves the scores, and what contradicts itself (two full names, an army and the
police, 2017 and 2020) is never one, whatever they are. Who is the same across articles is decided in `kg.resolve`, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.model import Entity, EventCluster, EventMention, Mention
from kg.reader.encoder.decode import link_antecedents
from kg.reader.encoder.encoded import MENTIONS, TRIGGERS, factualities_of, found_in, text_of
from kg.reader.encoder.features import NAME, NOMINAL, ROLE_NOUNS, coreference_pairs, event_pairs, participants_of
from kg.reader.identity.appositions import named_descriptions
from kg.reader.identity.joins import plain_joins
from kg.reader.identity.marks import entity_marks, event_marks
from kg.reader.identity.wordings import as_worded, particles, taken_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from kg.model import EntityType, EventType, Factuality
    from kg.reader.encoder.encoded import Found
    from kg.reader.encoder.features import Pairs, Participants
    from kg.reader.encoder.weights_file import Weights
    from kg.reader.identity.marks import Marks
    from kg.reader.identity.wordings import Joins


LONGEST_NAME = 6  # words; longer names are titles with names, "the X of Y and Z"


class CoreferenceComponent:
    """Which mentions are one actor and which triggers one event: assigns `doc._.kg_entities` and `doc._.kg_events`."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def __call__(self, doc: Doc) -> Doc:
        """Cluster the mentions and triggers of one document."""
        mentions, triggers = found_in(doc, MENTIONS), found_in(doc, TRIGGERS)
        named = tuple(named_descriptions(text_of(doc), mentions.values, mentions.labels))
        joins = tuple(plain_joins(text_of(doc), mentions.values, mentions.labels, named))
        entities = self._clusters(doc, "entity", mentions, coreference_pairs(mentions.spans), entity_marks(doc, mentions, named), joins)
        doc._.kg_entities = tuple(_entities(mentions, entities))
        participants = _participants(doc, triggers, mentions, entities)
        marks = event_marks(doc, triggers, participants)
        joins = (*taken_up(doc, triggers), *particles(doc, triggers))
        events = self._clusters(doc, "event", triggers, event_pairs(triggers.spans, participants), marks, joins)
        doc._.kg_events = tuple(_events(doc, triggers, events))
        return doc

    def _clusters(self, doc: Doc, head: str, found: Found, pairs: Pairs, marks: Marks, joins: Joins) -> list[list[int]]:  # noqa: PLR0913, PLR0917 - what is known of an article
        if not len(pairs):
            return [[i] for i in range(len(found.spans))]
        scores = as_worded(self._weights.score(head, doc._.kg_encoded.vectors, found.spans, pairs)[:, 0], doc, found, pairs, joins)
        return link_antecedents(pairs.left, pairs.right, scores, marks, threshold=self._weights.thresholds[head])


def _participants(doc: Doc, triggers: Found, mentions: Found, entities: Iterable[Sequence[int]]) -> list[Participants]:
    """Collect which entities take part in each trigger's event."""
    trigger = {span: i for i, span in enumerate(triggers.values)}
    entity = {mentions.values[i]: k for k, cluster in enumerate(entities) for i in cluster}
    known = [a for a in doc._.kg_arguments if a.filler in entity]
    return participants_of(len(triggers.spans), ((trigger[a.trigger], a.role, entity[a.filler]) for a in known))


# ---------------------------------------------------------------- clusters as entities and events


def _entities(mentions: Found, clusters: Iterable[Sequence[int]]) -> Iterator[Entity]:
    for k, cluster in enumerate(clusters, start=1):
        members = tuple(_mention(mentions, i) for i in cluster)
        yield Entity(f"e{k}", cast("EntityType", _majority(cluster, mentions)), _best_name(cluster, mentions), members)


def _mention(found: Found, i: int) -> Mention:
    return Mention(found.values[i], cast("EntityType", found.labels[i]), found.confidences[i])


def _events(doc: Doc, triggers: Found, clusters: Iterable[Sequence[int]]) -> Iterator[EventCluster]:
    factualities = factualities_of(doc, triggers)
    for k, cluster in enumerate(clusters, start=1):
        members = tuple(_event_mention(triggers, i, factualities[i]) for i in cluster)
        yield EventCluster(f"v{k}", cast("EventType", _majority(cluster, triggers)), members)


def _event_mention(found: Found, i: int, factuality: Factuality) -> EventMention:
    return EventMention(found.values[i], cast("EventType", found.labels[i]), factuality, found.confidences[i])


def _majority(cluster: Sequence[int], found: Found) -> str:
    """Give the type with the greatest sum of confidences; names count double, for a pronoun shows no type."""
    weights: dict[str, float] = {}
    for i in cluster:
        weights[found.labels[i]] = weights.get(found.labels[i], 0.0) + found.confidences[i] * (2 if found.spans.kind[i] == NAME else 1)
    return max(weights, key=lambda label: (weights[label], label))


def _best_name(cluster: Sequence[int], found: Found) -> str:
    """Give the longest name of up to `LONGEST_NAME` words, or else the longest description, which a title is, too.

    Of equals the first, but not "KABUL" for "Kabul".
    """
    texts = {found.values[i].text for i in cluster}

    def rank(i: int) -> tuple[int, int, bool]:
        kind, length = int(found.spans.kind[i]), int(found.spans.end[i] - found.spans.start[i])
        kind = NOMINAL if kind == NAME and _is_title(found, i) else kind
        is_shouted = found.values[i].text.isupper() and found.values[i].text.title() in texts
        return -min(kind, 2), length if length <= LONGEST_NAME else -length, not is_shouted

    return found.values[max(cluster, key=lambda i: (rank(i), -i))].text


def _is_title(found: Found, i: int) -> bool:
    """Tell whether a person is called by what he is, with a capital ("Interior Minister", "Secretary of State"), and not by a name."""
    words = found.spans.words[i]
    is_small = words[-1][:1].islower() and words[-2:-1] != ("-",)  # "Moon Jae-in" is a name
    is_of = words[1:2] == ("of",) and words[0].lower() in ROLE_NOUNS
    return found.labels[i] == "PER" and (is_small or is_of or words[-1].lower() in ROLE_NOUNS)
