"""The value types that every room speaks: documents, readings, assertions.

Nothing here reads, decides or stores; there are only frozen values and the closed sets of labels. Offsets are
half-open `[start, end)` in Unicode code points of `Document.text`, and `document.text[span.start:span.end] == span.text`
always holds. `None` means "the text does not say".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

_Day = date  # `EventTime` has a field named `date`, so it cannot name the type `date`

EntityType = Literal["PER", "ORG", "GPE", "LOC", "FAC", "GRP", "WEA", "TIM", "MISC"]
EventType = Literal[
    "Abuse",
    "Accusation",
    "Agreement",
    "Aid",
    "AirStrike",
    "Appointment",
    "Arrest",
    "Attack",
    "Bombing",
    "ClaimResponsibility",
    "Clash",
    "Commemoration",
    "Condemnation",
    "Decision",
    "Demand",
    "Denial",
    "Deployment",
    "Destruction",
    "Disaster",
    "Displacement",
    "Election",
    "Endorsement",
    "Injury",
    "Investigation",
    "Kidnapping",
    "Killing",
    "Meeting",
    "Overthrow",
    "Prosecution",
    "Protest",
    "Release",
    "Resignation",
    "Sanction",
    "Seizure",
    "Shooting",
    "Threat",
    "War",
    "Withdrawal",
]
Factuality = Literal["Fact", "Negated", "Planned", "Possible", "Claimed"]
Role = Literal["Agent", "Target", "Victim", "Place", "Time", "Instrument", "Topic", "Source"]
RelationType = Literal["leads", "memberOf", "partOf", "locatedIn", "affiliatedWith", "relativeOf"]
Status = Literal["Reported", "Claimed", "Accused", "Suspected", "Planned", "Denied"]
Basis = Literal["stated", "inferred"]
CountKind = Literal["killed", "wounded", "arrested", "displaced", "kidnapped", "released", "protesters", "other"]
Judgement = Literal["same", "different", "unsure"]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
FACTUALITIES: tuple[Factuality, ...] = get_args(Factuality)
ROLES: tuple[Role, ...] = get_args(Role)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)
STATUSES: tuple[Status, ...] = get_args(Status)


# ---------------------------------------------------------------- what comes in


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `id` is the source's own, or a hash of the content.

    `reprint_of` is the id of the article whose text this one prints again: one piece of evidence, told by another outlet.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    retrieved: date | None = None
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `[start, end)` of a document's text, and what stands there."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans of one text share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other`, of the same text, lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


# ---------------------------------------------------------------- what one article says


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text speaks of an actor, a place, a time or another thing."""

    span: Span
    type: EntityType
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place where the text speaks of an event; `trigger` is the shortest span that names it."""

    trigger: Span
    type: EventType
    factuality: Factuality = "Fact"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """The mentions that one article makes of one real-world thing (coreference), in text order.

    `id` is unique within the reading ("e1"); `name` is the best name that the article gives it.
    """

    id: str
    type: EntityType
    name: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class EventCluster:
    """The mentions that one article makes of one real-world event, in text order; `id` is like "v1"."""

    id: str
    type: EventType
    mentions: tuple[EventMention, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """`filler` plays `role` in the event that `trigger` names.

    `filler` is the span of a `Mention` or the trigger of another `EventMention` of the same reading. Both spans lie in one sentence, but
    for the topic of a denial or an accusation, which an earlier one may have. `extractor` names who found it, where that is not the
    reading's own.
    """

    trigger: Span
    role: Role
    filler: Span
    confidence: float = 1.0
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A standing relation between two entities of a reading, said in sentence number `sentence`."""

    subject: str
    type: RelationType
    object: str
    sentence: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Attribution:
    """What `content` says is said by the mention `source` ("police said that …"); `cue` is the word of saying."""

    source: Span
    content: Span
    cue: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as the text: "2024", "2024-01" or "2024-01-03".

    `basis` is "stated" if year, month and day stand in the text as far as `value` goes, "inferred" if a part came from the date of
    publication ("Thursday") or from another event.
    """

    value: str
    basis: Basis = "stated"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """The time mention at `span` means `date`; `date` is `None` where it cannot be told ("in recent years")."""

    span: Span
    date: PartialDate | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things: `at_least` ≤ n ≤ `at_most`; `None` is an open bound. `quote` is how the text says it."""

    at_least: int | None
    at_most: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class CountMention:
    """The number at `span`, of `kind`, that the event mention at `trigger` had, e.g. 84 killed.

    `part_of` is the span of the count that this one is a part of ("12 people, including *3 children*", "*five soldiers* and two
    civilians"), `revises` that of the count whose place it takes ("revised from 103 to *84*"); both are counts of the same trigger in the
    same reading.
    """

    span: Span
    trigger: Span
    kind: CountKind
    count: Count
    part_of: Span | None = None
    revises: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says. Everything is in text order; `sentences` are half-open offsets and do not overlap."""

    document: Document
    sentences: tuple[tuple[int, int], ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[EventCluster, ...] = ()
    arguments: tuple[Argument, ...] = ()
    relations: tuple[Relation, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    counts: tuple[CountMention, ...] = ()
    extractor: str = ""


# ---------------------------------------------------------------- who and what it is, across articles


@dataclass(frozen=True, slots=True)
class Actor:
    """A resolved thing that is no event: a person, organisation, place, weapon …; `id` is stable ("actor/…").

    `same_as` holds IRIs of the same thing elsewhere (Wikidata, GeoNames), `kind` the class of the ontology that a gazetteer gives it
    ("ArmedGroup"), `point` latitude and longitude in degrees (WGS 84).
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    kind: str | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A resolved event; `id` is stable ("event/…"), `name` a short label for people ("bombing in Kerman, 2024-01-03")."""

    id: str
    type: EventType
    name: str
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something is said: a sentence of a document and the words in it that carry the claim (trigger, filler)."""

    document: str
    sentence: Span
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Assertion:
    """The one atomic claim: subject, predicate, object, how it is meant and who says so.

    `subject` is the id of an event or actor. `predicate` is a role in lower camel case ("agent", "target", "topic", …) or a relation
    type ("leads", …). `object` is the id of an actor or event. `according_to` is the id of an actor; `None`: the article itself says so.
    `relayed_by` are the ids of those who say that this actor said so, nearest first: the experts of "experts say that X claimed".
    """

    subject: str
    predicate: str
    object: str
    status: Status
    according_to: str | None
    evidence: Passage
    confidence: float
    extractor: str
    relayed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """A count that an article reports of an event, e.g. "at least 84" killed; several that differ stand side by side.

    `part_of` is the toll that this one is a part of, so that nobody adds it up twice; `revises` the one that the article says it replaces.
    """

    event: str
    kind: CountKind
    count: Count
    status: Status
    according_to: str | None
    reported_on: date | None
    evidence: Passage
    part_of: Toll | None = None
    revises: Toll | None = None


@dataclass(frozen=True, slots=True)
class EventTime:
    """A time that an article gives an event; `phrase` is its wording, `reference` the date it was resolved against."""

    event: str
    date: PartialDate | None
    phrase: str
    reference: _Day | None
    status: Status
    evidence: Passage


@dataclass(frozen=True, slots=True)
class EventStatus:
    """How one mention of an event is meant: an event may be denied in one article and reported in another."""

    event: str
    status: Status
    according_to: str | None
    evidence: Passage


@dataclass(frozen=True, slots=True)
class Decision:
    """Two things were judged to be the same, different or unsure, with a score in [0, 1] and the reasons."""

    left: str
    right: str
    judgement: Judgement
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that is known from a corpus: what goes into the graph. Every tuple is sorted by its content, so equal input gives equal bytes.

    `redirects` pairs ids that a name or an article's event would have by itself with the id of what it was found to be.
    """

    documents: tuple[Document, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    tolls: tuple[Toll, ...] = ()
    times: tuple[EventTime, ...] = ()
    statuses: tuple[EventStatus, ...] = ()
    decisions: tuple[Decision, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
