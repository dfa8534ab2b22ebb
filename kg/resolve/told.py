"""What each article tells of each of its events, in the one form that events are compared in.

A reading and its resolved actors come in, a `Told` an event goes out: who, where, when, how many, in which words, and whether it is told
as something of the past. A `Told` holds all that a comparison needs, so that two of them can be judged without their articles. Nothing is
compared here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from kg.hierarchy import family
from kg.model import CountKind, EventType, Role, Status
from kg.reader.sources.attribution import sentence_of, voices
from kg.reader.sources.doers import Doers, doers
from kg.resolve.dates import interval
from kg.resolve.names import hash8, slug
from kg.resolve.stories import Story, story_of
from kg.resolve.words import COMMON, stems, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kg.model import Argument, EventCluster, PartialDate, Reading, Span
    from kg.resolve.cast import Cast

PARTICIPANTS: frozenset[Role] = frozenset(("Agent", "Target", "Victim"))
# What happens to a person once only.
ONCE: frozenset[tuple[EventType, Role]] = frozenset((("Killing", "Victim"), ("Overthrow", "Target")))
# Words that set an event in the past of the article, before its trigger, behind it, or as its time.
PAST_BEFORE = re.compile(
    r"\b(?:anniversary of|(?:years?|months?|decades?) (?:after|since)|last (?:year|month)(?:'s|’s)?|previous|earlier)\s+"
    r"(?:[\w'’.-]+\s+){0,4}$",
    re.IGNORECASE,
)
PAST_BEHIND = re.compile(r"^[^.;:]{0,60}?\b(?:(?:years?|months?|decades?) (?:ago|earlier|before)|last (?:year|month))\b", re.IGNORECASE)
PAST_TIME = re.compile(r"\b(?:ago|earlier|last (?:year|month)|previous)\b", re.IGNORECASE)
# Times of which only the month of the middle day is told (see `kg.reader.times.dates`).
BLURRED = re.compile(r"\b(?:ago|fortnight|weeks?|weekend)\b", re.IGNORECASE)
# "kidnappings", "attacks"; a verb that looks like one ("strikes") has someone who does it.
PLURAL = re.compile(r"(?:.*\s)?[a-z-]{2,}[^su\W]s", re.IGNORECASE)
# An event that ended so long before its article is told as background.
OLD = timedelta(days=30)
DOUBTFUL: frozenset[Status | None] = frozenset(("Accused", "Denied", "Suspected"))
_SMALLEST_TOLL = 3  # one or two dead are no mark of an event
_NEAR = 80  # characters before a trigger that are looked at
_HASHED = "event"

EventRef = tuple[str, str]
"""A document's id and an event's id in it."""
TollRange = tuple[CountKind, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one article tells it; actors are ids of resolved actors that have a name.

    Attributes:
        ref: The article and the event in it.
        identity: The id that the event has if no other article tells it.
        type: As the article's reader has it; `None` if it is of no type that is known.
        kin: What it may be compared with: the types that name one event, or whatever else the caller compares within.
        mentions: How often the article mentions it.
        words: Stems of its triggers.
        published: Date of the article.
        dates: The times that the article gives it.
        blurred: Those of `dates` that are the month of the middle one of the days that are meant ("two weeks ago").
        is_past: It is told as something of the past: an anniversary, "last year".
        is_planned: No mention of it says that it has happened.
        places: Where it was.
        sites: Those of `places` that are no cities or countries, and of which it is not known what they lie in.
        around: All places that hold one of `places`, a place without a name, or a facility that was the target ("the Port Vale garrison").
        countries: Those of `places` and `around` that are countries.
        participants: Who took part in which role.
        once: Whom it happened to, if it can happen to them only once.
        linked: Who took part in what the article links it to.
        about: The events of the article that it is about, or that caused it.
        tolls: The numbers of it.
        story: What the article is compared by as a whole.
        fillers: All that fills its roles, named or not, as often as it is said.
        wider: The places that hold another of them.
        nameless: Those that have no name, with what they are called.
        is_main: The article mentions no other event of its kin as often.
        doubted: Agents of whom it is only said that they are accused of it, or that they did not do it, or planned what has happened.
        is_general: It is only called by a plural, and not said when it was or how many it were: "kidnappings rose".
    """

    ref: EventRef
    identity: str
    type: EventType | None
    kin: str
    mentions: int
    words: frozenset[str]
    published: date | None = None
    dates: tuple[PartialDate, ...] = ()
    blurred: frozenset[PartialDate] = frozenset()
    is_past: bool = False
    is_planned: bool = False
    places: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    participants: frozenset[tuple[Role, str]] = frozenset()
    once: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    about: frozenset[EventRef] = frozenset()
    tolls: frozenset[TollRange] = frozenset()
    story: Story | None = None
    fillers: tuple[tuple[Role, str], ...] = ()
    wider: frozenset[str] = frozenset()
    nameless: frozenset[tuple[str, str]] = frozenset()
    is_main: bool = True
    is_general: bool = False
    doubted: frozenset[str] = frozenset()

    @property
    def who(self) -> frozenset[str]:
        """Return the actors that take part."""
        return frozenset(actor for _, actor in self.participants)


def tell(reading: Reading, cast: Cast, causes: Mapping[Span, str]) -> Iterator[Told]:
    """Yield each event of the reading as it is told.

    Args:
        reading: One article.
        cast: Who is who in it.
        causes: The id of the causing event for each trigger of a harm, as `kg.resolve.causes` finds them.
    """
    document = reading.document.id
    links = _Links.of(reading, cast, causes)
    story = story_of_reading(reading, cast)
    called = {actor.id: actor.name for actor in cast.unnamed}
    main = _main_events(reading)
    for cluster in reading.events:
        fillers = tuple(links.fillers[cluster.id])
        named = [(role, actor) for role, actor in fillers if actor in cast.named]
        participants = frozenset((role, actor) for role, actor in named if role in PARTICIPANTS)
        places = frozenset(actor for role, actor in named if role == "Place")
        spots = {actor for role, actor in fillers if role == "Place" or (role == "Target" and actor in links.facilities)}
        around = frozenset(outer for spot in spots for outer in cast.around.get(spot, ())) - places
        once = frozenset(actor for role, actor in participants if (cluster.type, role) in ONCE and actor in cast.persons)
        first = min(mention.trigger for mention in cluster.mentions)
        dates = tuple(links.dates[cluster.id])
        is_planned = all(mention.factuality == "Planned" for mention in cluster.mentions)
        yield Told(
            ref=(document, cluster.id),
            identity=event_id(document, first),
            type=cluster.type,
            kin=family(cluster.type),
            mentions=len(cluster.mentions),
            words=trigger_words(mention.trigger for mention in cluster.mentions),
            published=reading.document.published,
            dates=dates,
            blurred=frozenset(links.blurred[cluster.id]),
            is_past=_is_past(cluster, dates, links, reading),
            is_planned=is_planned,
            places=places,
            sites=places & links.sites,
            around=around,
            countries=(places | around) & cast.countries,
            participants=participants,
            once=once,
            linked=frozenset(links.linked[cluster.id]) - {actor for _, actor in participants},
            about=frozenset((document, other) for other in links.about[cluster.id]),
            tolls=frozenset(links.tolls[cluster.id]),
            story=story,
            fillers=fillers,
            wider=frozenset(outer for role, actor in fillers if role == "Place" for outer in cast.around.get(actor, ())),
            nameless=frozenset((actor, called[actor]) for _, actor in fillers if actor in called),
            is_main=cluster.id in main,
            doubted=frozenset(links.doubted_of(cluster.id, is_planned=is_planned)),
            is_general=not dates and not links.tolls[cluster.id] and all(PLURAL.fullmatch(m.trigger.text) for m in cluster.mentions),
        )


def _main_events(reading: Reading) -> frozenset[str]:
    """Return, for each kin, the event that the article mentions more often than any other of it, if there is one."""
    mentions: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for event in reading.events:
        mentions[family(event.type)].append((len(event.mentions), event.id))
    ranked = (sorted(found, reverse=True) for found in mentions.values())
    return frozenset(found[0][1] for found in ranked if len(found) == 1 or found[0][0] > found[1][0])


def event_id(document: str, first: Span) -> str:
    """Return the id of the event that a document first mentions at `first`."""
    return f"event/{slug(first.text)}-{hash8(_HASHED, document, first.start)}"


def trigger_words(triggers: Iterable[Span]) -> frozenset[str]:
    """Return what an event is called: the stems of its triggers, small words left out."""
    return stems(word for trigger in triggers for word in words_of(trigger.text) if word not in COMMON)


@dataclass(frozen=True, slots=True)
class _Links:
    """What an article ties to each of its events, by the event's id."""

    commemorated: frozenset[str]
    sites: frozenset[str]
    facilities: frozenset[str]
    fillers: dict[str, list[tuple[Role, str]]] = field(default_factory=lambda: defaultdict(list))
    dates: dict[str, list[PartialDate]] = field(default_factory=lambda: defaultdict(list))
    blurred: dict[str, set[PartialDate]] = field(default_factory=lambda: defaultdict(set))
    phrases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    about: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    linked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    tolls: dict[str, set[TollRange]] = field(default_factory=lambda: defaultdict(set))
    doubted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    planned: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    certain: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, reading: Reading, cast: Cast, causes: Mapping[Span, str]) -> _Links:
        event_of = {m.trigger: event.id for event in reading.events for m in event.mentions}
        type_of = {event.id: event.type for event in reading.events}
        links = cls(
            frozenset(
                event_of[a.filler] for a in reading.arguments if a.filler in event_of and type_of[event_of[a.trigger]] == "Commemoration"
            ),
            _sites(reading, cast),
            frozenset(cast.actor_of[entity.id] for entity in reading.entities if entity.type == "FAC" and entity.id in cast.actor_of),
        )
        links.add_arguments(reading, cast, event_of)
        for trigger, cause in causes.items():
            links.about[event_of[trigger]].add(cause)
        links.add_linked(cast)
        for count in reading.counts:
            toll = (count.kind, count.count.at_least, count.count.at_most)
            for event in {event_of[count.trigger], causes.get(count.trigger, event_of[count.trigger])}:
                links.tolls[event].add(toll)
        return links

    def add_arguments(self, reading: Reading, cast: Cast, event_of: Mapping[Span, str]) -> None:
        actor_of = cast.by_span(reading)
        date_of = {time.span: time.date for time in reading.times}
        asked = doers(voices(reading))
        for argument in reading.arguments:
            event, filler = event_of[argument.trigger], argument.filler
            actor, other = actor_of.get(filler), event_of.get(filler)
            if argument.role == "Time":
                self.add_time(event, argument, date_of.get(filler))
            elif actor and not (argument.role == "Place" and actor in cast.persons):
                self.fillers[event].append((argument.role, actor))
                if argument.role == "Agent":
                    planned = asked.voices.mentions[argument.trigger].factuality == "Planned"
                    (self.doubted if _is_doubted(argument, asked) else self.planned if planned else self.certain)[event].add(actor)
            elif other and other != event:
                self.about[event].add(other)

    def doubted_of(self, event: str, *, is_planned: bool) -> set[str]:
        """Return its doubtful agents; whose plan it is, is one only where it has happened."""
        doubtful = self.doubted[event] if is_planned else self.doubted[event] | self.planned[event]
        return doubtful - self.certain[event]

    def add_time(self, event: str, argument: Argument, moment: PartialDate | None) -> None:
        self.phrases[event].append(argument.filler.text)
        if moment:
            self.dates[event].append(moment)
            if moment.basis == "inferred" and BLURRED.search(argument.filler.text):
                self.blurred[event].add(moment)

    def add_linked(self, cast: Cast) -> None:
        for event, others in list(self.about.items()):
            for other in others:
                for one, two in ((event, other), (other, event)):
                    self.linked[one].update(a for role, a in self.fillers[two] if role in PARTICIPANTS and a in cast.named)


def _is_doubted(argument: Argument, asked: Doers) -> bool:
    """Tell whether an agent is only accused or suspected of it, or said not to have done it."""
    voice = asked.of_argument(argument)
    return (voice is not None and voice.status in DOUBTFUL) or asked.is_disbelieved(argument)


def story_of_reading(reading: Reading, cast: Cast) -> Story:
    """Return what the article is compared by as a whole."""
    named = frozenset(set(cast.by_span(reading).values()) & cast.named)
    return story_of(reading.document.id, reading.document.text, reading.document.published, named)


def _is_past(cluster: EventCluster, dates: Sequence[PartialDate], links: _Links, reading: Reading) -> bool:
    """Tell whether the article speaks of the event as of something long over."""
    published = reading.document.published
    if dates:
        return published is not None and published - max(interval(moment)[1] for moment in dates) > OLD
    if cluster.id in links.commemorated or any(PAST_TIME.search(phrase) for phrase in links.phrases[cluster.id]):
        return True
    return any(_is_set_in_past(mention.trigger, reading) for mention in cluster.mentions)


def _is_set_in_past(trigger: Span, reading: Reading) -> bool:
    start, end = sentence_of(reading, trigger)
    text = reading.document.text
    return bool(PAST_BEFORE.search(text[max(start, trigger.start - _NEAR) : trigger.start]) or PAST_BEHIND.search(text[trigger.end : end]))


def _sites(reading: Reading, cast: Cast) -> frozenset[str]:
    """Return the places that are no cities or countries, and of which it is not known what they lie in."""
    towns = {cast.actor_of.get(entity.id) for entity in reading.entities if entity.type == "GPE"}
    return frozenset(actor for actor in cast.actor_of.values() if actor not in towns and not cast.around.get(actor))


def is_mark(toll: TollRange) -> bool:
    """Tell whether the number is one that two articles would hardly share by chance."""
    bound = toll[1] if toll[1] is not None else toll[2]
    return bound is not None and bound >= _SMALLEST_TOLL
