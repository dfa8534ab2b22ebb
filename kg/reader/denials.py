"""What is denied, where the sentence says only that something is: "The union denied any involvement", "He rejected the accusation".

In come the events and arguments of an article, out goes the topic of each denial that has none: what the last accusation of the same
actor was about; or else the last violence that the actor is said to have done. It stands in an earlier sentence. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.attribution import CLAIMABLE, by_trigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Entity, EventCluster, EventMention, Span

_THING = r"(?:involvement|responsibility|complicity|wrongdoing|guilt|links?|accusations?|allegations?|charges?|claims?|blame)"
# Right behind "denied", "rejected", "dismissed"; "having a role" and the like, too.
MEANT = re.compile(
    rf"\s+(?:(?:having|playing|had|any|all|both|the|these|those|such|its|their|his|her|a|an|direct|and|or)\s+)*"
    rf"(?:{_THING}\b|(?:role|part|hand)\b|(?:it|this|that)(?=\s*(?:[^\w\s]|$)))",
    re.IGNORECASE,
)
VIOLENCE = CLAIMABLE | frozenset(("Clash",))


def denied_arguments(
    text: str,
    sentences: Iterable[tuple[int, int]],
    entities: Iterable[Entity],
    events: Sequence[EventCluster],
    arguments: Sequence[Argument],
) -> Iterator[Argument]:
    """Yield the topics of denials.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters, in order.
        entities: Of the article.
        events: Of the article.
        arguments: Of the article.
    """
    roles = by_trigger(arguments)
    entity = {mention.span: e.id for e in entities for mention in e.mentions}
    triggers = {mention.trigger for event in events for mention in event.mentions}
    mentions = sorted((m for event in events for m in event.mentions), key=lambda m: m.trigger)
    ends = [end for _, end in sentences]
    for place, denial in enumerate(mentions):
        if denial.type != "Denial" or denial.factuality == "Negated" or any(a.filler in triggers for a in roles.get(denial.trigger, ())):
            continue
        end = ends[min(bisect_right(ends, denial.trigger.start), len(ends) - 1)]
        deniers = {entity[a.filler] for a in roles.get(denial.trigger, ()) if a.role == "Agent" and a.filler in entity}
        if deniers and MEANT.match(text, denial.trigger.end, end):
            said = _last_said(mentions[:place], deniers, roles, entity, triggers)
            if said is not None:
                yield replace(said, trigger=denial.trigger, role="Topic")


def _last_said(
    before: Sequence[EventMention],
    actors: set[str],
    roles: Mapping[Span, Sequence[Argument]],
    entity: Mapping[Span, str],
    triggers: set[Span],
) -> Argument | None:
    """Find what the actors were last accused of, or else the last violence that they are said to have done, as sure as that was."""
    for mention in reversed(before):
        own = [a for a in roles.get(mention.trigger, ()) if a.role == "Target" and entity.get(a.filler) in actors]
        if mention.type == "Accusation" and own:
            topics = [a for a in roles.get(mention.trigger, ()) if a.role == "Topic" and a.filler in triggers]
            return topics[0] if topics else replace(own[0], filler=mention.trigger)
    for mention in reversed(before):
        own = [a for a in roles.get(mention.trigger, ()) if a.role == "Agent" and entity.get(a.filler) in actors]
        if mention.type in VIOLENCE and own:
            return replace(own[0], filler=mention.trigger)
    return None
