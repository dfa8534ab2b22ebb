"""Who resigned, was dismissed, appointed or freed: two people who leave are two events.

In come the triggers of an article and their roles; out go marks as `kg.reader.encoder.decode.link_antecedents` takes them. Only people are
told apart who are named in the clause itself. "The minister also resigned" is another resignation than those before, and four captives who
were freed are not the fifty who are to be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.counts.numbers import count_of
from kg.reader.encoder.features import NAME, PRONOUNS, ROLE_NOUNS, kind_of
from kg.reader.sources.attribution import by_trigger
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Entity, Factuality, Span
    from kg.reader.encoder.decode import Mark

PASSING = frozenset(("Appointment", "Release", "Resignation"))
# Who does this goes himself; all else of a resignation is done to its target.
GOES = re.compile(
    r"(?:abdicat|depart|exit|resign|retir)\w*|(?:bow|step|stand|stood|walk)\w*\s+(?:aside|away|down|out)|(?:leav\w+|left|quit\w*)(?:\s+\w+)?",
    re.IGNORECASE,
)
CEREMONY = re.compile(r".*\b(?:ceremony|inaugurat\w*)", re.IGNORECASE)  # at which there are others
PASSIVE = re.compile(r"\b(?:be|been|being|is|are|was|were)\s+(?:\w+ly\s+)?$", re.IGNORECASE)  # "he was fired", whatever role he has
HE, WHO = {PRONOUNS["he"], PRONOUNS["she"]}, PRONOUNS["who"]
RIGHT_BEHIND = re.compile(r",?\s+")
ALSO_BEFORE = re.compile(r"\b(?:also|likewise)\s+(?:(?:been|has|had|have|was|were|will|would)\s+)?$", re.IGNORECASE)
ALSO_BEHIND = re.compile(r",?\s+(?:as\s+well|too)\b(?!\s+(?:as|far|few|late|little|long|many|much|old|soon)\b)", re.IGNORECASE)
_NEAR = 25  # characters before a trigger
MOST_BEFORE = 60  # triggers before "also" that are looked at


def leavers(  # noqa: PLR0913, PLR0917 - what is known of an article
    text: str,
    sentences: Sequence[tuple[int, int]],
    types: Mapping[Span, str],
    factualities: Mapping[Span, Factuality],
    arguments: Sequence[Argument],
    entities: Sequence[Entity],
) -> Iterator[Mark]:
    """Yield who leaves, comes or is freed at each trigger, as far as its clause names him, and what parts it from others.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        types: The type of each trigger, in text order.
        factualities: What each of them says of whether it happened.
        arguments: Of the article.
        entities: Who and what its mentions are.
    """
    passing = [(i, trigger) for i, (trigger, kind) in enumerate(types.items()) if kind in PASSING]
    if not passing:
        return
    people, told = _People(text, sentences, entities), by_trigger(arguments)
    who = {trigger: people.named(_who(text, trigger, types[trigger], told.get(trigger, ()))) for _, trigger in passing}
    yield from ((i, f"who, of {types[trigger]}", who[trigger]) for i, trigger in passing)
    yield from _also(text, types, passing, who)
    yield from _planned(types, passing, factualities, arguments)


def _who(text: str, trigger: Span, kind: str, arguments: Iterable[Argument]) -> list[Span]:
    if kind == "Appointment" and CEREMONY.fullmatch(trigger.text):
        return []
    goes = kind == "Resignation" and GOES.fullmatch(trigger.text)
    roles = {"Agent"} if goes else {"Target", "Victim"}
    people = [a.filler for a in arguments if a.role in roles]
    is_passive = not people and kind == "Resignation" and PASSIVE.search(text, max(0, trigger.start - _NEAR), trigger.start)
    return [a.filler for a in arguments if a.role == "Agent" and a.filler.end < trigger.start] if is_passive else people


class _People:
    """The persons of an article, as its clauses name them."""

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]], entities: Sequence[Entity]) -> None:
        self._text, self._sentences = text, sentences
        self._entity = {m.span: entity.id for entity in entities if entity.type == "PER" for m in entity.mentions if m.type == "PER"}
        self._names = sorted(span for span in self._entity if _is_name(span))

    def named(self, people: Sequence[Span]) -> frozenset[str]:
        """Return the words of their names and their entities, or nothing, if one of them has no name there."""
        names = [self._name(person) for person in people]
        if not all(names):
            return frozenset()
        known = {self._entity[span] for span in (*people, *filter(None, names))}
        return frozenset((*known, *(word for name in names if name for word in name.text.lower().split())))

    def _name(self, person: Span) -> Span | None:
        """Return the name that is used: itself, the one right before "who", or the only one of the sentence before "he"."""
        if person not in self._entity or _is_name(person):
            return person if person in self._entity else None
        kind, last = kind_of([person.text]), None
        start, _ = self._sentences[sentence_number(self._sentences, person.start)]
        before = beginning_in(self._names, start, person.start)
        if before and kind == WHO and RIGHT_BEHIND.fullmatch(self._text, before[-1].end, person.start):
            last = before[-1]
        if len(before) == 1 and kind in HE and self._entity[before[0]] == self._entity[person]:
            last = before[0]
        return last


def _is_name(span: Span) -> bool:
    """Tell a name from a title or description: not "MP", "Public Protector advocate" or "Prime Minister"."""
    words = span.text.split()
    return kind_of(words) == NAME and words[-1][:1].isupper() and not words[-1].isupper() and words[-1].lower() not in ROLE_NOUNS


def _also(text: str, types: Mapping[Span, str], passing: Sequence[tuple[int, Span]], who: Mapping[Span, frozenset[str]]) -> Iterator[Mark]:
    """Yield each trigger with "also" or "as well", and those of its type before it, unless they name the same person."""
    for place, (i, trigger) in enumerate(passing):
        is_also = ALSO_BEFORE.search(text, max(0, trigger.start - _NEAR), trigger.start) or ALSO_BEHIND.match(text, trigger.end)
        if is_also and types[trigger] != "Release":
            yield i, f"also {i}", frozenset(("also",))
            for j, other in passing[max(0, place - MOST_BEFORE) : place]:
                if types[other] == types[trigger] and who[other].isdisjoint(who[trigger]):
                    yield j, f"also {i}", frozenset(("before",))


def _planned(
    types: Mapping[Span, str], passing: Sequence[tuple[int, Span]], factualities: Mapping[Span, Factuality], arguments: Sequence[Argument]
) -> Iterator[Mark]:
    """Yield the releases that are planned and those that have been, if they tell of other numbers."""
    freed: dict[Span, int] = {}
    for a in arguments:
        if types.get(a.trigger) == "Release" and a.role in {"Target", "Victim"}:
            count = count_of(a.filler.text)
            if count and count.at_least:
                freed[a.trigger] = max(freed.get(a.trigger, 0), count.at_least)
    for trigger, i in ((trigger, i) for i, trigger in passing if trigger in freed):
        is_planned = factualities[trigger] == "Planned"
        yield i, "number that is or was freed", frozenset((str(freed[trigger]), "planned" if is_planned else "past"))
