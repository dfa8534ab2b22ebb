"""What the articles assert of the resolved actors and events.

In come readings with who and what their entities and events are; out go assertions, tolls, times and statuses, each with the
sentence that says so. One mention of an argument is one assertion of each who says it; nothing is overwritten and nothing is counted
together. A Time becomes an `EventTime`, a Source says who an assertion is according to; neither is an assertion.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import Assertion, EventStatus, EventTime, Factuality, Passage, RelationType, Span, Status, Toll
from kg.reader.events.demands import is_unwanted
from kg.reader.sources.attribution import ACTORS, Voice, Voices, sentence_of, voices
from kg.reader.sources.doers import Doers, doers
from kg.reader.sources.together import together_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Argument, CountMention, Entity, EventMention, Reading, Relation
    from kg.resolve.cast import Cast

# How a mention's factuality is said of its assertions. What is stated as fact takes the status of who says so, if that has one.
STATUS: dict[Factuality, Status] = {
    "Fact": "Reported",
    "Claimed": "Claimed",
    "Possible": "Suspected",
    "Planned": "Planned",
    "Negated": "Denied",
}
# Factualities that who says so can override: a claim or an accusation is no fact.
OPEN: frozenset[Factuality] = frozenset(("Fact", "Claimed"))
# Relations of which no two states can have one.
WITHIN: frozenset[RelationType] = frozenset(("locatedIn", "partOf"))


@dataclass(frozen=True)
class Sayings:
    """One reading, and who and what its entities and events are.

    Attributes:
        reading: What the article says.
        cast: Who is who in it.
        event_of: The event that each of its events is.
        causes: The event that caused the harm at each trigger that has a cause.
    """

    reading: Reading
    cast: Cast
    event_of: Mapping[str, str]
    causes: Mapping[Span, str]

    @cached_property
    def voices(self) -> Voices:
        """Return who says what in the reading."""
        return voices(self.reading)

    @cached_property
    def doers(self) -> Doers:
        """Return how sure it is who did what in the reading."""
        return doers(self.voices)

    @cached_property
    def mentions(self) -> Mapping[Span, EventMention]:
        """Return the event mention at each trigger."""
        return {m.trigger: m for event in self.reading.events for m in event.mentions}

    @cached_property
    def node_of(self) -> Mapping[Span, str]:
        """Return the actor or event that each mention is of; times are of none."""
        found = self.cast.by_span(self.reading)
        return found | {m.trigger: self.event_of[event.id] for event in self.reading.events for m in event.mentions}

    @cached_property
    def confidence_of(self) -> Mapping[Span, float]:
        """Return how sure the reader is of each mention."""
        found = {m.span: m.confidence for entity in self.reading.entities for m in entity.mentions}
        return found | {m.trigger: m.confidence for m in self.mentions.values()}

    @cached_property
    def count_of(self) -> Mapping[tuple[Span, Span], CountMention]:
        """Return the count at each span and trigger."""
        return {(mention.span, mention.trigger): mention for mention in self.reading.counts}

    def passage(self, *marks: Span) -> Passage:
        """Return the sentence that holds the first of `marks`, with those of them marked that stand in it."""
        start, end = sentence_of(self.reading, marks[0])
        sentence = Span(start, end, self.reading.document.text[start:end])
        inside = (mark for mark in marks if start <= mark.start and mark.end <= end)
        return Passage(self.reading.document.id, sentence, tuple(dict.fromkeys(inside)))

    def status(self, trigger: Span, voice: Voice | None) -> Status:
        """Return how the event mention at `trigger` is meant, said by `voice`."""
        factuality = self.mentions[trigger].factuality
        return voice.status if voice and voice.status and factuality in OPEN else STATUS[factuality]

    def is_unwanted(self, argument: Argument) -> bool:
        """Tell whether an argument is what somebody asked to end or not to do ("urged them to stop the *fighting*")."""
        topic = self.mentions.get(argument.filler) if argument.role == "Topic" else None
        if topic is None:
            return False
        text, kind = self.reading.document.text, self.mentions[argument.trigger].type
        return is_unwanted(text, argument.trigger, kind, topic.trigger, topic.factuality)

    @cached_property
    def actors(self) -> Sequence[Span]:
        """Return the mentions of those who may speak, in text order."""
        return sorted(m.span for entity in self.reading.entities if entity.type in ACTORS for m in entity.mentions)

    def speakers(self, voice: Voice | None) -> tuple[str | None, ...]:
        """Return the actors who say so, `None` for the article itself; those who say it together are one each."""
        if voice is None or voice.source is None:
            return (None,)
        others = together_with(self.reading.document.text, sentence_of(self.reading, voice.source), self.actors, voice.source)
        return tuple(dict.fromkeys(self.node_of.get(span) for span in (voice.source, *others)))

    def relayed_by(self, voice: Voice | None, trigger: Span) -> tuple[str, ...]:
        """Return the actors who say that `voice` says so, nearest first."""
        relayers = self.voices.relayers(voice, trigger) if voice else ()
        if not relayers:
            return ()
        found, speakers = (self.node_of.get(span) for span in relayers), self.speakers(voice)
        return tuple(dict.fromkeys(actor for actor in found if actor and actor not in speakers))


def assertions(sayings: Sayings) -> Iterator[Assertion]:
    """Yield an assertion for each argument and each relation of the reading."""
    for argument in sayings.reading.arguments:
        if argument.role not in {"Time", "Source"}:
            yield from _of_argument(sayings, argument)
    for relation in sayings.reading.relations:
        yield from _of_relation(sayings, relation)


def _of_argument(sayings: Sayings, argument: Argument) -> Iterator[Assertion]:
    subject, filler = sayings.node_of[argument.trigger], sayings.node_of.get(argument.filler)
    if filler is None or filler == subject:
        return
    voice = sayings.doers.of_argument(argument)
    status = sayings.status(argument.trigger, voice)
    is_denied = status == "Reported" and (sayings.doers.is_disbelieved(argument) or sayings.is_unwanted(argument))
    assertion = Assertion(
        subject=subject,
        predicate=argument.role.lower(),
        object=filler,
        status="Denied" if is_denied else status,
        according_to=None,
        evidence=sayings.passage(argument.trigger, argument.filler),
        confidence=min(argument.confidence, sayings.confidence_of[argument.trigger], sayings.confidence_of[argument.filler]),
        extractor=argument.extractor or sayings.reading.extractor,
        relayed_by=sayings.relayed_by(voice, argument.trigger),
    )
    yield from (replace(assertion, according_to=speaker) for speaker in sayings.speakers(voice))


def _of_relation(sayings: Sayings, relation: Relation) -> Iterator[Assertion]:
    document = sayings.reading.document
    ends = [sayings.cast.actor_of.get(entity) for entity in (relation.subject, relation.object)]
    subject, other = ends
    if subject is None or other is None or subject == other:
        return
    if relation.type in WITHIN and sayings.cast.are_states(subject, other):  # "in neighbouring Mali, Italy's minister said"
        return
    start, end = sayings.reading.sentences[relation.sentence]
    marks = tuple(mark for entity in (relation.subject, relation.object) for mark in _marks(sayings.voices.by_id[entity], (start, end)))
    yield Assertion(
        subject=subject,
        predicate=relation.type,
        object=other,
        status="Reported",
        according_to=None,
        evidence=Passage(document.id, Span(start, end, document.text[start:end]), marks),
        confidence=relation.confidence,
        extractor=sayings.reading.extractor,
    )


def _marks(entity: Entity, sentence: tuple[int, int]) -> tuple[Span, ...]:
    """Return the first mention of the entity in the sentence, if there is one."""
    spans = [m.span for m in entity.mentions if sentence[0] <= m.span.start < sentence[1]]
    return (min(spans),) if spans else ()


def tolls(sayings: Sayings) -> Iterator[Toll]:
    """Yield each count of the reading for its own event, and for the event that caused it (see `kg.resolve.causes`)."""
    for mention in sayings.reading.counts:
        own = sayings.node_of[mention.trigger]
        for event in dict.fromkeys((own, sayings.causes.get(mention.trigger, own))):
            linked = (sayings.count_of.get((span, mention.trigger)) if span else None for span in (mention.part_of, mention.revises))
            part_of, revises = (tuple(_tolls(sayings, other, event)) if other else () for other in linked)
            for toll in _tolls(sayings, mention, event):
                yield replace(toll, part_of=_of_same(toll, part_of), revises=_of_same(toll, revises))


def _tolls(sayings: Sayings, mention: CountMention, event: str) -> Iterator[Toll]:
    """Yield a count as a toll of its own for each who says it, without what it is linked to; it is said where the number stands."""
    is_apart = sentence_of(sayings.reading, mention.trigger) != sentence_of(sayings.reading, mention.span)
    voice = sayings.voices.of_event(mention.span if is_apart else mention.trigger)
    for speaker in sayings.speakers(voice):
        yield Toll(
            event=event,
            kind=mention.kind,
            count=mention.count,
            status=sayings.status(mention.trigger, voice),
            according_to=speaker,
            reported_on=sayings.reading.document.published,
            evidence=sayings.passage(mention.span) if is_apart else sayings.passage(mention.trigger, mention.span),
        )


def _of_same(toll: Toll, others: Sequence[Toll]) -> Toll | None:
    """Return the toll that the same actor tells, else the first, if there are any."""
    return next((other for other in others if other.according_to == toll.according_to), others[0] if others else None)


def times(sayings: Sayings) -> Iterator[EventTime]:
    """Yield a time for each Time argument of the reading."""
    date_of = {time.span: time.date for time in sayings.reading.times}
    for argument in sayings.reading.arguments:
        if argument.role == "Time":
            yield EventTime(
                event=sayings.node_of[argument.trigger],
                date=date_of.get(argument.filler),
                phrase=argument.filler.text,
                reference=sayings.reading.document.published,
                status=sayings.status(argument.trigger, sayings.doers.of_argument(argument)),
                evidence=sayings.passage(argument.trigger, argument.filler),
            )


def statuses(sayings: Sayings) -> Iterator[EventStatus]:
    """Yield how each event mention of the reading is meant."""
    for trigger in sayings.mentions:
        voice = sayings.voices.of_event(trigger)
        for speaker in sayings.speakers(voice):
            yield EventStatus(
                event=sayings.node_of[trigger],
                status=sayings.status(trigger, voice),
                according_to=speaker,
                evidence=sayings.passage(trigger),
            )
