"""The events of one article, where its reader took two for one, or one for two.

In come a reading and who is who in it; out goes the reading with its mentions gathered into events anew: what happened in two cities or on
two days is two events, and nobody is killed twice. What each mention says stays as it was read. Other articles are not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.reader.attribution import by_trigger
from kg.resolve.causes import HARMS
from kg.resolve.dates import agree, is_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import EventCluster, EventMention, EventType, PartialDate, Reading, Span
    from kg.resolve.actors import Cast

_OTHERS: frozenset[EventType] = frozenset(("Arrest", "Disaster", "Kidnapping"))
MOMENTARY = ATTACKS | (HARMS - {"Displacement"}) | _OTHERS
"""Types of which one event is of one place and one day."""


def with_own_events(reading: Reading, cast: Cast) -> Reading:
    """Return the reading with its events put right; the first mention of an event that is parted keeps its id."""
    said = _said(reading, cast)
    parts = [part for event in reading.events for part in _parted(event, said, cast)]
    return replace(reading, events=tuple(_killed_once(parts, said)))


@dataclass(frozen=True, slots=True)
class _Said:
    """Where and when an event was, and who was killed, as one or several of its mentions say.

    Attributes:
        places: Countries, and cities known to lie in one: of a square or a base nobody can say that it is elsewhere.
        days: The days that are given.
        killed: Persons with a name who were killed.
    """

    places: frozenset[str] = frozenset()
    days: frozenset[PartialDate] = frozenset()
    killed: frozenset[str] = frozenset()

    def __or__(self, other: _Said) -> _Said:
        return _Said(self.places | other.places, self.days | other.days, self.killed | other.killed)

    def contradicts(self, other: _Said, around: Mapping[str, frozenset[str]]) -> bool:
        """Tell whether the two cannot be of one event; `around` are the places that hold each place."""
        has_places, has_days = bool(self.places and other.places), bool(self.days and other.days)
        pairs = ((a, b) for a in self.places for b in other.places)
        return (has_places and not any(a == b or a in around.get(b, ()) or b in around.get(a, ()) for a, b in pairs)) or (
            has_days and not any(agree(a, b) for a in self.days for b in other.days)
        )

    def shares(self, other: _Said) -> bool:
        """Tell whether the two give one place or one day."""
        return bool(self.places & other.places or self.days & other.days)


def _said(reading: Reading, cast: Cast) -> dict[Span, _Said]:
    """Return what is said at each trigger."""
    actor_of, date_of = cast.by_span(reading), {time.span: time.date for time in reading.times}
    found = {}
    for trigger, arguments in by_trigger(reading.arguments).items():
        fillers = {role: {a.filler for a in arguments if a.role == role} for role in ("Place", "Time", "Victim")}
        places = {actor_of[span] for span in fillers["Place"] if span in actor_of}
        killed = {actor_of.get(span, "") for span in fillers["Victim"]}
        found[trigger] = _Said(
            cast.located & places,
            frozenset(moment for span in fillers["Time"] if (moment := date_of.get(span)) and is_day(moment)),
            frozenset(killed & cast.persons & cast.named),
        )
    return found


def _parted(event: EventCluster, said: Mapping[Span, _Said], cast: Cast) -> Iterator[EventCluster]:
    """Yield the event, in parts where its mentions contradict each other; a mention that says little goes with the one before it."""
    if event.type not in MOMENTARY:
        yield event
        return
    parts: list[list[EventMention]] = [[]]
    wholes = [_Said()]
    last = 0
    for mention in sorted(event.mentions, key=lambda one: one.trigger):
        mine = said.get(mention.trigger, _Said())
        fitting = [k for k, whole in enumerate(wholes) if not mine.contradicts(whole, cast.around)]
        last = min(fitting, key=lambda k: (not mine.shares(wholes[k]), k != last, k), default=len(parts))
        if last == len(parts):
            parts.append([])
            wholes.append(_Said())
        parts[last].append(mention)
        wholes[last] |= mine
    for k, mentions in enumerate(parts):
        yield replace(event, id=f"{event.id}.{k + 1}" if k else event.id, mentions=tuple(mentions))


def _killed_once(events: Sequence[EventCluster], said: Mapping[Span, _Said]) -> list[EventCluster]:
    """Return the events, those killings joined of which one person is the only one that is killed by name."""
    found: list[EventCluster] = []
    of_victim: dict[str, int] = {}
    for event in events:
        killed = frozenset(person for mention in event.mentions for person in said.get(mention.trigger, _Said()).killed)
        if event.type == "Killing" and len(killed) == 1:
            (person,) = killed
            if person in of_victim:
                k = of_victim[person]
                mentions = sorted((*found[k].mentions, *event.mentions), key=lambda one: one.trigger)
                found[k] = replace(found[k], mentions=tuple(mentions))
                continue
            of_victim[person] = len(found)
        found.append(event)
    return found
