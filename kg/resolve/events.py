"""Which events of many articles are one event.

In come readings and their resolved actors; out go events with stable ids, which event each event of each reading is, and the
decisions taken. Two articles' events are compared only inside a block (family of types, a shared place, actor or event, and
month), and are one where evidence adds up: shared place, participants, dates that agree or articles of the same days, nothing
that contradicts. What is unsure stays apart. An article's own events are not joined to each other: its reader has told them
apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from kg.model import Decision, Event, EventType, Role
from kg.resolve.causes import cluster_causes, find_causes
from kg.resolve.dates import agree, choose_date, interval, is_day
from kg.resolve.labels import label
from kg.resolve.names import hash8, slug
from kg.resolve.unions import Unions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kg.model import Judgement, PartialDate, Reading, Span
    from kg.resolve.actors import Resolved

# Types that articles use for one and the same event; every other type is a family of its own.
FAMILIES: dict[EventType, str] = dict.fromkeys(("Attack", "Bombing", "AirStrike", "Shooting"), "attack")
# What an event is rather called where another article is less specific.
VAGUE: frozenset[EventType] = frozenset(("Attack",))
# Events that last: two articles need not mean the same day.
LASTING: frozenset[EventType] = frozenset(("War", "Seizure"))
# Statements are known by what they are about, so they are compared after the events.
ABOUT: frozenset[EventType] = frozenset(
    ("Accusation", "ClaimResponsibility", "Condemnation", "Demand", "Denial", "Endorsement", "Threat", "Investigation", "Killing", "Injury")
)
PARTICIPANTS: frozenset[Role] = frozenset(("Agent", "Target", "Victim"))
# What happens to a person once only.
ONCE: frozenset[tuple[EventType, Role]] = frozenset((("Killing", "Victim"),))

# What each piece of evidence weighs; SAME and UNSURE are sums of them.
WEIGHTS: dict[str, float] = {
    "same type": 0.1,
    "same place": 0.35,
    "one place in the other": 0.25,
    "same country": 0.15,
    "once-only participant": 0.6,
    "participant": 0.25,
    "linked participant": 0.15,
    "about the same event": 0.5,
    "same day": 0.35,
    "dates agree": 0.15,
    "reported within days": 0.2,
    "reported within days of the date": 0.25,
}
SAME = 0.7
UNSURE = 0.5
_MOST_PARTICIPANTS = 2
_DAYS = 3
_HASHED = "event"

EventRef = tuple[str, str]
"""A document's id and an event's id in it."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one article tells it. Actors are ids of resolved actors that have a name, `about` are events."""

    ref: EventRef
    type: EventType
    first: Span
    mentions: int
    published: date | None
    dates: tuple[PartialDate, ...]
    places: frozenset[str]
    participants: frozenset[tuple[Role, str]]
    once: frozenset[str]
    linked: frozenset[str]
    about: frozenset[EventRef]
    fillers: tuple[tuple[Role, str], ...]

    @property
    def family(self) -> str:
        """Return the family of types that it is compared within."""
        return FAMILIES.get(self.type, self.type)

    @property
    def who(self) -> frozenset[str]:
        """Return the actors that take part."""
        return frozenset(actor for _, actor in self.participants)


@dataclass(frozen=True, slots=True)
class ResolvedEvents:
    """Events, which of them each event of each reading is, and which event caused the harm at each trigger of each reading."""

    events: tuple[Event, ...]
    event_of: Mapping[EventRef, str]
    causes: Mapping[str, Mapping[Span, str]]
    decisions: tuple[Decision, ...]


def resolve_events(readings: Sequence[Reading], actors: Resolved) -> ResolvedEvents:
    """Return the events of all readings; the order of the readings makes no difference."""
    causes = {reading.document.id: cluster_causes(reading, find_causes(reading)) for reading in readings}
    told = {t.ref: t for reading in readings for t in _tell(reading, actors, causes[reading.document.id])}
    joins: Unions[EventRef] = Unions()
    decisions: list[Decision] = []
    for is_second in (False, True):
        current = [_with_joined_topics(t, joins) for t in told.values() if (t.type in ABOUT) == is_second]
        decisions += _join(current, joins, actors)
    clusters: dict[EventRef, list[Told]] = defaultdict(list)
    for ref, one in told.items():
        clusters[joins.find(ref)].append(one)
    events, event_of = _events(clusters.values(), actors)
    return ResolvedEvents(
        events=tuple(sorted(events, key=lambda event: event.id)),
        event_of=event_of,
        causes={document: {trigger: event_of[document, event] for trigger, event in found.items()} for document, found in causes.items()},
        decisions=tuple([d for d in decisions if d.judgement == "same"] + _between_events(decisions, event_of)),
    )


def _between_events(decisions: Iterable[Decision], event_of: Mapping[EventRef, str]) -> list[Decision]:
    """Return what stayed unsure as said of the events: of each two events the best, none of two tellings that became one after all."""
    best: dict[tuple[str, str], Decision] = {}
    for decision in decisions:  # in each round, the best come first
        left, right = sorted((event_of[_ref(decision.left)], event_of[_ref(decision.right)]))
        if decision.judgement != "same" and left != right:
            best.setdefault((left, right), replace(decision, left=left, right=right))
    return list(best.values())


# ---------------------------------------------------------------- what each article tells


def _tell(reading: Reading, actors: Resolved, causes: Mapping[Span, str]) -> Iterator[Told]:
    actor_of = actors.by_span(reading)
    event_of = {m.trigger: event.id for event in reading.events for m in event.mentions}
    fillers: dict[str, list[tuple[Role, str]]] = defaultdict(list)
    linked: dict[str, set[str]] = defaultdict(set)
    about: dict[str, set[EventRef]] = defaultdict(set)
    dates: dict[str, list[PartialDate]] = defaultdict(list)
    date_of = {time.span: time.date for time in reading.times}
    for argument in reading.arguments:
        event, filler = event_of[argument.trigger], argument.filler
        actor, other, moment = actor_of.get(filler), event_of.get(filler), date_of.get(filler)
        if argument.role == "Time" and moment:
            dates[event].append(moment)
        elif actor:
            fillers[event].append((argument.role, actor))
        elif other and other != event:
            about[event].add((reading.document.id, other))
    for trigger, cause in causes.items():
        about[event_of[trigger]].add((reading.document.id, cause))
    for event, others in about.items():
        for _, other in others:
            linked[event] |= {actor for role, actor in fillers[other] if role in PARTICIPANTS and actor in actors.named}
            linked[other] |= {actor for role, actor in fillers[event] if role in PARTICIPANTS and actor in actors.named}
    for cluster in reading.events:
        told = fillers[cluster.id]
        participants = frozenset((role, actor) for role, actor in told if role in PARTICIPANTS and actor in actors.named)
        yield Told(
            ref=(reading.document.id, cluster.id),
            type=cluster.type,
            first=min(mention.trigger for mention in cluster.mentions),
            mentions=len(cluster.mentions),
            published=reading.document.published,
            dates=tuple(dates[cluster.id]),
            places=frozenset(actor for role, actor in told if role == "Place" and actor in actors.named),
            participants=participants,
            once=frozenset(actor for role, actor in participants if (cluster.type, role) in ONCE and actor in actors.persons),
            linked=frozenset(linked[cluster.id]) - {actor for _, actor in participants},
            about=frozenset(about[cluster.id]),
            fillers=tuple(told),
        )


def _with_joined_topics(told: Told, joins: Unions[EventRef]) -> Told:
    return replace(told, about=frozenset(joins.find(ref) for ref in told.about))


# ---------------------------------------------------------------- which are one


def _join(told: Sequence[Told], joins: Unions[EventRef], actors: Resolved) -> list[Decision]:
    """Join what is the same, best evidence first, as long as nothing already joined speaks against it."""
    of_ref = {one.ref: one for one in told}
    judged = [(pair, judge(of_ref[pair[0]], of_ref[pair[1]], actors)) for pair in _pairs(told, actors)]
    likely = [(pair, judgement) for pair, judgement in judged if judgement[1] >= UNSURE]
    apart: set[tuple[EventRef, EventRef]] = set()
    decisions = []
    for (left, right), (judgement, score, reasons) in sorted(likely, key=lambda item: (-item[1][1], item[0])):
        verdict: Judgement = judgement
        why = reasons
        sets = joins.find(left), joins.find(right)
        if sets[0] == sets[1]:  # other pairs have made them one
            continue
        # Sets only grow, so two that clashed once always do: asked again for every pair of theirs, a much told event would take hours.
        if verdict == "same" and sets not in apart and _contradict(joins.members(left), joins.members(right), of_ref, actors):
            apart |= {sets, sets[::-1]}
        if verdict == "same" and sets in apart:
            verdict, why = "unsure", (*reasons, "contradicts what is joined to them")
        if verdict == "same":
            joins.join(left, right)
        decisions.append(Decision(_as_text(left), _as_text(right), verdict, score, why))
    return decisions


def _contradict(left: Sequence[EventRef], right: Sequence[EventRef], of_ref: Mapping[EventRef, Told], actors: Resolved) -> bool:
    return any(_clash(of_ref[a], of_ref[b], actors) for a, b in product(left, right))


def _as_text(ref: EventRef) -> str:
    return "#".join(ref)


def _ref(text: str) -> EventRef:
    document, _, event = text.rpartition("#")
    return document, event


def _pairs(told: Sequence[Told], actors: Resolved) -> set[tuple[EventRef, EventRef]]:
    """Return the pairs of different articles that share a block."""
    blocks: dict[tuple[object, ...], list[EventRef]] = defaultdict(list)
    for one in told:
        for key in _blocks(one, actors):
            blocks[key].append(one.ref)
    return {(min(a, b), max(a, b)) for refs in blocks.values() for a, b in combinations(sorted(set(refs)), 2) if a[0] != b[0]}


def _blocks(told: Told, actors: Resolved) -> Iterator[tuple[object, ...]]:
    """Yield the blocks an event is in: each of its places, actors and topics, in each month that it may be of."""
    shared: set[object] = {*told.places, *told.who, *told.about}
    for place in told.places:
        shared |= actors.parts.get(place, frozenset())
    for month in _months(told):
        for key in shared:
            yield told.family, key, month


def _months(told: Told) -> set[int | None]:
    """Return the months (and their neighbours) that the event may be of; `None` stands for any where its time says little."""
    if told.type in LASTING or told.once:
        return {None}
    days = [day for moment in told.dates if is_day(moment) for day in interval(moment)]
    if told.published and not told.dates:
        days.append(told.published)
    if not days:
        return {None}
    return {month + step for month in {day.year * 12 + day.month for day in days} for step in (0, 1)}


def judge(one: Told, other: Told, actors: Resolved) -> tuple[Judgement, float, tuple[str, ...]]:
    """Judge whether two articles tell of one event: the judgement, its score in [0, 1] and the evidence."""
    if _clash(one, other, actors):
        return "different", 0.0, ("contradiction in date or place",)
    evidence = [*_place_evidence(one, other, actors), *_participant_evidence(one, other), *_time_evidence(one, other)]
    if one.type == other.type:
        evidence.append("same type")
    if one.about & other.about:
        evidence.append("about the same event")
    score = round(min(1.0, sum(WEIGHTS[reason] for reason in evidence)), 3)
    judgement: Judgement = "same" if score >= SAME and _is_anchored(one, evidence) else "unsure" if score >= UNSURE else "different"
    return judgement, score, tuple(sorted(evidence))


def _clash(one: Told, other: Told, actors: Resolved) -> bool:
    """Tell whether two tellings cannot be of one event: one article's, other families, dates or places that exclude each other."""
    if one.ref == other.ref:
        return False
    if one.ref[0] == other.ref[0] or one.family != other.family:
        return True
    if one.dates and other.dates and not any(agree(a, b) for a in one.dates for b in other.dates):
        return True
    if one.places and other.places and not _place_evidence(one, other, actors):
        return True
    return bool(one.once and other.once) and one.once.isdisjoint(other.once)


def _place_evidence(one: Told, other: Told, actors: Resolved) -> list[str]:
    shared = one.places & other.places
    if any(place not in actors.countries for place in shared):
        return ["same place"]
    if shared:
        return ["same country"]
    nested = [b for a, b in [*product(one.places, other.places), *product(other.places, one.places)] if b in actors.parts.get(a, ())]
    if any(outer not in actors.countries for outer in nested):
        return ["one place in the other"]
    return ["same country"] if nested else []


def _participant_evidence(one: Told, other: Told) -> list[str]:
    shared = one.participants & other.participants
    once = one.once & other.once
    others = len({(role, actor) for role, actor in shared if actor not in once})
    linked = len((one.linked | one.who) & (other.linked | other.who)) - len(shared)
    found = ["once-only participant"] if once else []
    found += ["participant"] * min(others, _MOST_PARTICIPANTS)
    return found + ["linked participant"] * max(0, min(linked, _MOST_PARTICIPANTS))


def _time_evidence(one: Told, other: Told) -> list[str]:
    if one.dates and other.dates:
        days = any(is_day(a) and is_day(b) and agree(a, b) for a in one.dates for b in other.dates)
        return ["same day"] if days else ["dates agree"]
    if not one.published or not other.published:
        return []
    if not one.dates and not other.dates:
        return ["reported within days"] if abs((one.published - other.published).days) <= _DAYS else []
    dated, undated = (one, other) if one.dates else (other, one)
    assert undated.published is not None  # noqa: S101 - for the type checker; both were checked above
    lags = [(undated.published - interval(moment)[1]).days for moment in dated.dates if is_day(moment)]
    return ["reported within days of the date"] if any(-1 <= lag <= _DAYS for lag in lags) else []


def _is_anchored(one: Told, evidence: Sequence[str]) -> bool:
    """Tell whether the evidence ties the two to one happening, not only to the same people at the same time."""
    found = Counter(evidence)
    if found["once-only participant"] or found["about the same event"]:
        return True
    has_place = bool(found["same place"] or found["one place in the other"])
    has_time = bool(found["same day"] or found["reported within days"] or found["reported within days of the date"])
    if one.type in LASTING:
        return found["participant"] >= _MOST_PARTICIPANTS or (has_place and bool(found["participant"]))
    return has_time and (has_place or (bool(found["participant"]) and bool(found["same day"])))


# ---------------------------------------------------------------- events


def _events(clusters: Iterable[list[Told]], actors: Resolved) -> tuple[list[Event], dict[EventRef, str]]:
    names = {actor.id: actor.name for actor in actors.actors}
    events, event_of = [], {}
    for cluster in clusters:
        first = min(cluster, key=lambda told: (told.ref[0], told.first))
        identity = f"event/{slug(first.first.text)}-{hash8(_HASHED, first.ref[0], first.first.start)}"
        kind = _type(cluster)
        moment = choose_date([d for told in cluster for d in told.dates])
        events.append(Event(identity, kind, label(kind, _names(cluster, names, actors), moment), moment))
        event_of.update(dict.fromkeys((told.ref for told in cluster), identity))
    return events, event_of


def _type(cluster: Sequence[Told]) -> EventType:
    """Return the type that most mentions have, a vague one only where there is no other."""
    votes: Counter[EventType] = Counter()
    for told in cluster:
        votes[told.type] += told.mentions
    return min(votes, key=lambda kind: (kind in VAGUE, -votes[kind], kind))


def _names(cluster: Sequence[Told], names: Mapping[str, str], actors: Resolved) -> dict[Role, list[str]]:
    """Return the names in each role: named actors first, then the narrower place, then the more frequent."""
    votes = Counter(filler for told in cluster for filler in told.fillers)
    places = {actor for role, actor in votes if role == "Place"}
    wider = {outer for place in places for outer in actors.parts.get(place, ())} | (places & actors.countries.keys())
    ranked = sorted(votes, key=lambda v: (v[1] not in actors.named, v[0] == "Place" and v[1] in wider, -votes[v], names[v[1]]))
    found: dict[Role, list[str]] = defaultdict(list)
    for role, actor in ranked:
        found[role].append(names[actor])
    return dict(found)
