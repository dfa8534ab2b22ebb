"""The events of one article, where its reader took two for one, or one for two.

In come a reading and who is who in it; out goes the reading with its mentions gathered into events anew: what happened in two cities or on
two days, or what each side did to the other, is two events, and nobody is killed twice. What each mention says stays as it was read. Other
articles are not looked at.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS, HARMS
from kg.reader.arguments import by_trigger
from kg.resolve.dates import agree, is_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import EventCluster, EventMention, EventType, PartialDate, Reading, Role, Span
    from kg.resolve.cast import Cast

_OTHERS: frozenset[EventType] = frozenset(("Arrest", "Disaster", "Kidnapping"))
MOMENTARY = ATTACKS | (HARMS - {"Displacement"}) | _OTHERS
"""Types of which one event is of one place and one day."""
_ROLES: tuple[Role, ...] = ("Agent", "Target", "Victim", "Place")


def with_own_events(reading: Reading, cast: Cast) -> Reading:
    """Return the reading with its events put right; the first mention of an event that is parted keeps its id."""
    said = _said(reading, cast)
    parts = [part for event in reading.events for part in _parted(event, said, cast)]
    return replace(reading, events=tuple(_killed_once(parts, said, cast)))


@dataclass(slots=True)
class _Said:
    """Where and when an event was, who did it, and to whom, as one or several of its mentions say.

    It grows in place: an article may hold thousands of mentions of one event, and each may tell of someone else.

    Attributes:
        places: Countries, and cities known to lie in one: of a square or a base nobody can say that it is elsewhere.
        times: The days and months that are given.
        agents: Who did it.
        sufferers: To whom.
        killed: Persons with a name who were killed.
        is_of_many: Others were killed with one of them.
    """

    places: set[str] = field(default_factory=set)
    times: set[PartialDate] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    sufferers: set[str] = field(default_factory=set)
    killed: set[str] = field(default_factory=set)
    is_of_many: bool = False

    def add(self, other: _Said) -> None:
        """Take in what another mention says."""
        self.places |= other.places
        self.times |= other.times
        self.agents |= other.agents
        self.sufferers |= other.sufferers
        self.killed |= other.killed
        self.is_of_many = self.is_of_many or other.is_of_many

    def contradicts(self, other: _Said, around: Mapping[str, frozenset[str]]) -> bool:
        """Tell whether the two cannot be of one event; `around` are the places that hold each place."""
        has_places, has_times = bool(self.places and other.places), bool(self.times and other.times)
        pairs = ((a, b) for a in self.places for b in other.places)
        return (
            (has_places and not any(a == b or a in around.get(b, ()) or b in around.get(a, ()) for a, b in pairs))
            or (has_times and not any(agree(a, b) for a in self.times for b in other.times))
            or self.is_answer_to(other)
        )

    def is_answer_to(self, other: _Said) -> bool:
        """Tell whether each did to the other what the other did to it: a strike and the answer to it."""
        has_one_side = self.agents & other.agents or self.sufferers & other.sufferers
        return bool(self.agents & other.sufferers and self.sufferers & other.agents) and not has_one_side

    def shares(self, other: _Said) -> bool:
        """Tell whether the two give one place or one time."""
        return bool(self.places & other.places or self.times & other.times)

    def is_death_of(self, other: _Said) -> bool:
        """Tell whether the two tell that the same persons were killed, and nobody besides."""
        return bool(self.killed) and self.killed == other.killed and not (self.is_of_many or other.is_of_many)


def _said(reading: Reading, cast: Cast) -> dict[Span, _Said]:
    """Return what is said at each trigger."""
    actor_of, date_of = cast.by_span(reading), {time.span: time.date for time in reading.times}
    found = {}
    for trigger, arguments in by_trigger(reading.arguments).items():
        actors: dict[Role, set[str]] = {
            role: {actor_of[a.filler] for a in arguments if a.role == role and a.filler in actor_of} for role in _ROLES
        }
        killed = actors["Victim"] & cast.persons & cast.named
        times = (date_of.get(a.filler) for a in arguments if a.role == "Time")
        found[trigger] = _Said(
            places=actors["Place"] & cast.located,
            times={moment for moment in times if moment and is_month(moment)},
            agents=actors["Agent"],
            sufferers=actors["Target"] | actors["Victim"],
            killed=killed,
            is_of_many=bool(killed and actors["Victim"] - killed),
        )
    return found


def _whole(event: EventCluster, said: Mapping[Span, _Said]) -> _Said:
    """Return what all mentions of an event say together."""
    whole = _Said()
    for mention in event.mentions:
        whole.add(said.get(mention.trigger, _Said()))
    return whole


def _parted(event: EventCluster, said: Mapping[Span, _Said], cast: Cast) -> Iterator[EventCluster]:
    """Yield the event, in parts where its mentions contradict each other.

    Mentions that say when or where come first; of the others one goes with the killing of the same person, or else with the one before it.
    """
    if event.type not in MOMENTARY:
        yield event
        return
    mentions = [(mention, said.get(mention.trigger, _Said())) for mention in event.mentions]
    wholes = [_Said()]
    part_of: dict[Span, int] = {}
    looked_at: list[Span] = []  # in text order
    for mention, mine in sorted(mentions, key=lambda one: (not (one[1].places or one[1].times), one[0].trigger)):
        before = bisect_left(looked_at, mention.trigger)
        last = part_of[looked_at[before - 1]] if before else 0
        fitting = [k for k, whole in enumerate(wholes) if not mine.contradicts(whole, cast.around)]
        k = min(fitting, key=lambda k: (not mine.shares(wholes[k]), not mine.is_death_of(wholes[k]), k != last, k), default=len(wholes))
        wholes += [_Said()] if k == len(wholes) else []
        wholes[k].add(mine)
        part_of[mention.trigger] = k
        insort(looked_at, mention.trigger)
    parts: dict[int, list[EventMention]] = defaultdict(list)
    for mention in event.mentions:
        parts[part_of[mention.trigger]].append(mention)
    for k, part in enumerate(sorted(parts.values(), key=lambda part: part[0].trigger)):
        yield replace(event, id=f"{event.id}.{k + 1}" if k else event.id, mentions=tuple(part))


def _killed_once(events: Sequence[EventCluster], said: Mapping[Span, _Said], cast: Cast) -> list[EventCluster]:
    """Return the events, those killings joined of which one person is the only one that is killed, unless day or place contradict."""
    found: list[EventCluster] = []
    joined: dict[int, list[EventCluster]] = defaultdict(list)
    wholes: dict[int, _Said] = {}
    of_victim: dict[str, list[int]] = defaultdict(list)
    for event in events:
        whole = _whole(event, said)
        if event.type == "Killing" and len(whole.killed) == 1 and not whole.is_of_many:
            (person,) = whole.killed
            fitting = (k for k in of_victim[person] if not whole.contradicts(wholes[k], cast.around))
            k = next(fitting, None)
            if k is not None:
                joined[k].append(event)
                wholes[k].add(whole)
                continue
            of_victim[person].append(len(found))
            wholes[len(found)] = whole
        found.append(event)
    return [_joined(event, joined[k]) if k in joined else event for k, event in enumerate(found)]


def _joined(one: EventCluster, others: Sequence[EventCluster]) -> EventCluster:
    mentions = chain(one.mentions, *(other.mentions for other in others))
    return replace(one, mentions=tuple(sorted(mentions, key=lambda mention: mention.trigger)))
