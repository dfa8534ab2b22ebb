"""Tells what the ontology lets be said: knowledge comes in, and which of its assertions have ends of the right classes goes out.

A reader errs, and a person as the place of a bombing would be found by everyone who asks where it was. What a property takes is said in
`ontology/kg.ttl` (`schema:domainIncludes`, `schema:rangeIncludes`) and only there. The evidence keeps what is left out here.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

from kg.graph.ontology import admitted, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Assertion, EntityType, Knowledge

log = logging.getLogger(__name__)

ENTITY_CLASSES: Mapping[EntityType, str] = {
    "PER": "Person",
    "ORG": "Organization",
    "GPE": "GeopoliticalEntity",
    "LOC": "Location",
    "FAC": "Facility",
    "GRP": "Group",
    "WEA": "Weapon",
    "MISC": "Other",
}  # no TIM: a time is a literal of an event, never an actor


class Fit:
    """Knows the classes of all that is known; a thing that is not known fits everywhere."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._classes = {actor.id: ENTITY_CLASSES.get(actor.type) for actor in knowledge.actors}
        self._classes.update((event.id, event.type) for event in knowledge.events)

    def admitted(self, assertions: Iterable[Assertion]) -> Iterator[Assertion]:
        """Yield the assertions that the ontology lets be said, in their order."""
        left_out = 0
        for assertion in assertions:
            if self._admits(assertion):
                yield assertion
            else:
                left_out += 1
        if left_out:
            log.info("left out %d assertions whose ends have classes that the ontology does not allow", left_out)

    def can_say(self, identifier: str) -> bool:
        """Tell whether something may be according to the thing of that id."""
        return self._takes("accordingTo", "range", identifier)

    def _admits(self, assertion: Assertion) -> bool:
        ends = self._takes(assertion.predicate, "domain", assertion.subject) and self._takes(assertion.predicate, "range", assertion.object)
        return ends and assertion.subject != assertion.object

    def _takes(self, predicate: str, end: Literal["domain", "range"], identifier: str) -> bool:
        classes, name = admitted(predicate, end), self._classes.get(identifier)
        return not classes or name is None or not classes.isdisjoint(ancestors(name))
