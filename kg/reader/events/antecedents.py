"""Which deed a statement means that names none, as "Kyiv blamed Moscow" and "the army denied any role" do.

In come the event mentions of an article, in text order; out goes the violence that was told last before a statement, in its sentence or one
of the three before, if nothing else was told in between. Who suffered a deed did not do it. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS, lineage
from kg.reader.sources.attribution import CLAIMABLE
from kg.reader.spans import sentence_number

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.model import Argument, EventMention, Span

VIOLENCE = CLAIMABLE | frozenset(("Clash",))
ACCUSING = re.compile(r"(?:accus(?:e[ds]?|ing)|blam(?:e[ds]?|ing)|points?|pointed|pointing|responsible)\b", re.IGNORECASE)
RESPONSIBLE_AND_MORE = re.compile(r"responsible(?!\s*(?:[^\w\s]|$|(?:and|but|for)\b))", re.IGNORECASE)
# Behind or before an accusation, in its clause: what of.
OF_WHAT = re.compile(r"\b(?:as|because|for|in|of|over|that)\b(?!\s+(?:it|that|this)\b)|:", re.IGNORECASE)
FOR_WHOM = re.compile(r"\b(?:for|of)\s+(?:which|whom)\b[^,.;]*$", re.IGNORECASE)
CLAUSE_END = re.compile(r"[.;](?!\w)|\n|,?\s(?:and|but|which|while|who)\s|,\s\w+ing\s")
# What may stand between a deed and a statement on it.
PASSED_OVER = frozenset(("Arrest", "Commemoration", "Disaster", "Investigation", "Prosecution"))
SENTENCES_BEFORE = 3
SUFFERING = frozenset(("Target", "Victim"))


@dataclass(frozen=True, slots=True)
class Deeds:
    """The event mentions of an article, ready to be asked.

    Attributes:
        sentences: Where each begins and ends, in characters.
        mentions: In text order.
        sizes: How often the event at each trigger is mentioned.
        roles: The arguments of each trigger.
        entity: The entity at each mention of an actor.
        parties: The entities that are no mere groups of people, but may be known to have done it.
    """

    sentences: Sequence[tuple[int, int]]
    mentions: Sequence[EventMention]
    sizes: Mapping[Span, int]
    roles: Mapping[Span, Sequence[Argument]]
    entity: Mapping[Span, str]
    parties: Collection[str] = ()

    def told_in(self, start: int, end: int) -> Sequence[EventMention]:
        """Return the mentions that begin in `[start, end)`."""
        low, high = (bisect_left(self.mentions, at, key=lambda m: m.trigger.start) for at in (start, end))
        return self.mentions[low:high]

    def before(self, statement: Span, actors: Collection[str], within: int) -> EventMention | None:
        """Return the violence told last before a statement, in its sentence or those `within` before, that none of the actors suffered."""
        number = sentence_number(self.sentences, statement.start)
        for k in range(number, max(-1, number - within - 1), -1):
            start, end = self.sentences[k]
            told = self.told_in(start, min(end, statement.start))
            deeds = [m for m in told if self._is_deed(m, actors)]
            if deeds:  # of several the attack, and not the harm that it did; or the main one, or that of the main clause
                return max(deeds, key=lambda m: (m.type in ATTACKS, self.sizes[m.trigger], -m.trigger.start))
            if k < number and any(m.factuality == "Fact" and not _is_passed_over(m) for m in told):
                return None
        return None

    def _is_deed(self, mention: EventMention, actors: Collection[str]) -> bool:
        suffered = {self.entity.get(a.filler) for a in self.roles.get(mention.trigger, ()) if a.role in SUFFERING}
        return mention.type in VIOLENCE and mention.factuality not in {"Negated", "Planned"} and suffered.isdisjoint(actors)

    def meant_by(self, text: str, accusation: Span, accused: Sequence[Argument]) -> EventMention | None:
        """Return the deed that somebody is accused of where the clause does not say what of; `accused` have the role of a target in it."""
        start, end = self.sentences[sentence_number(self.sentences, accusation.start)]
        if ACCUSING.match(accusation.text) is None or RESPONSIBLE_AND_MORE.match(text, accusation.start, end):
            return None
        last = CLAUSE_END.search(text, max(accusation.end, *(a.filler.end for a in accused)), end)
        stop = last.start() if last else end
        names_it = bool(self.told_in(accusation.end, stop))
        if names_it or OF_WHAT.search(text, accusation.end, stop) or FOR_WHOM.search(text, start, accusation.start):
            return None
        actors = {self.entity[a.filler] for a in accused}
        deed = self.before(accusation, actors, SENTENCES_BEFORE)
        return deed if deed and self._is_open(deed, actors) else None

    def _is_open(self, deed: EventMention, actors: Collection[str]) -> bool:
        """Tell whether others are not said to have done it."""
        agents = {self.entity.get(a.filler) for a in self.roles.get(deed.trigger, ()) if a.role == "Agent"}
        return not agents.isdisjoint(actors) or agents.isdisjoint(self.parties)


def _is_passed_over(mention: EventMention) -> bool:
    return mention.type in PASSED_OVER or "Statement" in lineage(mention.type)
