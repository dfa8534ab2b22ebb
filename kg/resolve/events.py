"""Which events of many articles are one event.

What articles tell of their events comes in (`kg.resolve.told`); out go events with stable ids, which event each event of each reading is,
and the decisions taken. Two articles' events are compared only inside a block (`kg.resolve.blocks`) and are one where evidence adds up
and nothing contradicts (`kg.resolve.event_features`). What is unsure stays apart. An article's own events are not joined to each other:
its reader has told them apart. A person's judgement comes before all else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from kg.model import Decision, Event, EventType, Role
from kg.resolve.anchors import ONCE_ONLY
from kg.resolve.assertions import Sayings
from kg.resolve.blocks import blocks, pairs_of
from kg.resolve.causes import cluster_causes, find_causes
from kg.resolve.dates import choose_date
from kg.resolve.event_features import OTHER_PLACES, UNSURE, WIDE, clash, judge
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.labels import label
from kg.resolve.names import is_unnamed
from kg.resolve.told import Told, tell
from kg.resolve.unions import Unions

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from kg.model import Judgement, Reading, Span
    from kg.resolve.actors import Resolved
    from kg.resolve.blocks import Block
    from kg.resolve.cast import Cast
    from kg.resolve.told import EventRef

    Pair = tuple[EventRef, EventRef]
    Judge = Callable[[Told, Told], tuple[Judgement, float, tuple[str, ...]]]

# Statements are known by what they are about, so they are compared after the events.
ABOUT: frozenset[EventType] = frozenset(
    (
        "Accusation",
        "ClaimResponsibility",
        "Condemnation",
        "Demand",
        "Denial",
        "Endorsement",
        "Threat",
        "Investigation",
        "Killing",
        "Injury",
        "Displacement",
    )
)
ROUNDS = (0, 1)
KEPT_APART = "kept apart by a person's judgement"
CONTRADICTS = "contradicts what is joined to them"
FITS_TWO = "fits two events"
FITS_ANOTHER = "fits another event better"
CLEARLY = 0.05
"""By how much one of two events must fit better to be the one that is meant."""


@dataclass(frozen=True, slots=True)
class ResolvedEvents:
    """Events, which of them each event of each reading is, and which event caused the harm at each trigger of each reading.

    `former` maps the ids that tellings would have had by themselves to the event that they are of.
    """

    events: tuple[Event, ...]
    event_of: Mapping[EventRef, str]
    causes: Mapping[str, Mapping[Span, str]]
    former: Mapping[str, str]
    decisions: tuple[Decision, ...]

    def sayings(self, reading: Reading, cast: Cast) -> Sayings:
        """Return a reading with who and what its entities and events are."""
        document = reading.document.id
        return Sayings(reading, cast, {event.id: self.event_of[document, event.id] for event in reading.events}, self.causes[document])


def resolve_events(readings: Sequence[Reading], actors: Resolved, judgements: Judgements = NONE) -> ResolvedEvents:
    """Return the events of all readings; the order of the readings makes no difference.

    Args:
        readings: What articles say.
        actors: Who their entities are.
        judgements: What persons have judged; of ids that no telling has, nothing comes.
    """
    causes = {reading.document.id: cluster_causes(reading, find_causes(reading)) for reading in readings}
    told = [t for reading in readings for t in tell(reading, actors.articles[reading.document.id], causes[reading.document.id])]
    clusters, decisions = cluster(told, judgements)
    names = {actor.id: actor.name for actor in actors.actors}
    event_of = {one.ref: event_identity(tellings) for tellings in clusters for one in tellings}
    return ResolvedEvents(
        events=tuple(sorted((event_of_tellings(tellings, names) for tellings in clusters), key=lambda event: event.id)),
        event_of=event_of,
        causes={document: {trigger: event_of[document, event] for trigger, event in found.items()} for document, found in causes.items()},
        former={one.identity: event_of[one.ref] for one in told if one.identity != event_of[one.ref]},
        decisions=tuple(between_events(decisions, {one.identity: event_of[one.ref] for one in told})),
    )


def cluster(
    told: Sequence[Told], judgements: Judgements = NONE, *, how: Judge = judge, least: float = UNSURE
) -> tuple[list[list[Told]], list[Decision]]:
    """Return the tellings of each event, and what was decided of pairs of tellings, best first in each round.

    Args:
        told: All tellings.
        judgements: What persons have judged of them.
        how: Judges two tellings.
        least: Pairs of a lower score are not looked at again.
    """
    state = Joining({one.ref: one for one in told}, judgements, how, least)
    state.join_judged()
    for which in ROUNDS:
        state.round([one for one in told if round_of(one) == which])
    clusters: dict[EventRef, list[Told]] = defaultdict(list)
    for one in told:
        clusters[state.joins.find(one.ref)].append(one)
    return [sorted(tellings, key=lambda one: one.ref) for tellings in clusters.values()], state.decisions


def round_of(told: Told) -> int:
    """Return in which round a telling is compared."""
    return int(told.type in ABOUT)


def between_events(decisions: Iterable[Decision], event_of: Mapping[str, str]) -> Iterator[Decision]:
    """Yield what joined tellings, and of each two events the best of what stayed apart."""
    seen: set[tuple[str, str]] = set()
    for decision in decisions:  # in each round, the best come first
        left, right = sorted((event_of[decision.left], event_of[decision.right]))
        if decision.judgement == "same":
            yield decision
        elif left != right and (left, right) not in seen:
            seen.add((left, right))
            yield replace(decision, left=left, right=right)


# ---------------------------------------------------------------- which are one


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged of two tellings."""

    pair: Pair
    judgement: Judgement
    score: float
    reasons: tuple[str, ...]


def judge_blocks(found: Iterable[Block], *, how: Judge = judge, least: float = UNSURE) -> list[Judged]:
    """Judge the pairs of blocks, and return those that are likely; what is found depends on nothing but the tellings in them."""
    return judge_pairs((pair for block in found for pair in pairs_of(block)), how=how, least=least)


def judge_pairs(pairs: Iterable[tuple[Told, Told]], *, how: Judge = judge, least: float = UNSURE) -> list[Judged]:
    """Judge pairs of tellings, and return those that are likely."""
    judged = (Judged((one.ref, other.ref), *how(one, other)) for one, other in pairs)
    return [one for one in judged if one.score >= least]


@dataclass
class Joining:
    """Joins tellings, best evidence first; what is joined only grows."""

    of_ref: Mapping[EventRef, Told]
    judgements: Judgements
    how: Judge
    least: float
    joins: Unions[EventRef] = field(default_factory=Unions)
    decisions: list[Decision] = field(default_factory=list)
    judged: Mapping[EventRef, EventRef] = field(default_factory=dict)

    def round(self, told: Sequence[Told]) -> None:
        """Join these tellings among each other; what they are about has been joined before.

        What is told as past or without a time comes last: only then is it known which of the others are one, and whether it may be of two.
        A death does not wait: whose it is tells which it is, and a weaker pair would take its place.
        """
        first = {ref: min(self.joins.members(ref)) for one in told for ref in one.about}
        current = {one.ref: replace(one, about=frozenset(first[ref] for ref in one.about)) for one in told}
        self.settle(current, judge_blocks(blocks(current.values()), how=self.how, least=self.least))

    def settle(self, current: Mapping[EventRef, Told], judged: Iterable[Judged]) -> None:
        """Join tellings of one round by what was judged of their pairs.

        What is joined depends on nothing but tellings that are tied to each other by these pairs.
        """
        likely = sorted(judged, key=lambda one: (-one.score, one.pair))
        past = {ref for ref, one in current.items() if one.is_past or not one.dates}
        late = [one for one in likely if not past.isdisjoint(one.pair) and ONCE_ONLY not in one.reasons]
        waiting = {one.pair for one in late}
        self._join_all(one for one in likely if one.pair not in waiting)
        doubts = self._doubts(late, past)
        self._join_all(
            replace(one, judgement="unsure", reasons=(*one.reasons, doubts[one.pair])) if one.pair in doubts else one for one in late
        )

    def _doubts(self, late: Iterable[Judged], past: Container[EventRef]) -> dict[Pair, str]:
        """Return why something past or without a time is not the dated event of a pair: it fits another better, or two about as well."""
        fits: dict[EventRef, dict[EventRef, float]] = defaultdict(dict)
        pairs: list[tuple[EventRef, EventRef, Pair]] = []
        for one in late:
            told = [ref for ref in one.pair if ref in past]
            if one.judgement == "same" and len(told) == 1:
                (other,) = (self.joins.find(ref) for ref in one.pair if ref not in past)
                fits[told[0]].setdefault(other, one.score)  # the best comes first
                pairs.append((told[0], other, one.pair))
        found: dict[Pair, str] = {}
        for ref, other, pair in pairs:
            best = max(fits[ref].values())
            rivals = [score for root, score in fits[ref].items() if root != other]
            if rivals and fits[ref][other] < best:
                found[pair] = FITS_ANOTHER
            elif rivals and max(rivals) > best - CLEARLY:
                found[pair] = FITS_TWO
        return found

    def _join_all(self, likely: Iterable[Judged]) -> None:
        apart: dict[Pair, str] = {}
        for one in likely:
            left, right = one.pair
            sets = self.joins.find(left), self.joins.find(right)
            if sets[0] == sets[1]:  # other pairs have made them one
                continue
            verdict, why = one.judgement, one.reasons
            if verdict == "same":
                # Two sets that clashed stay two: asked again for each of their pairs, a much told event takes hours.
                if sets not in apart and (reason := self._against(left, right)):
                    apart[sets] = apart[sets[::-1]] = reason
                if sets in apart:
                    verdict, why = "unsure", (*why, apart[sets])
            if verdict == "same":
                self.joins.join(left, right)
            self.decisions.append(self._decision(left, right, verdict, one.score, why))

    def join_judged(self) -> None:
        """Join what a person judged to be the same, whatever else speaks against it, and write down what is to stay apart."""
        ref_of = {one.identity: one.ref for one in self.of_ref.values()}
        for judged in self.judgements.between(ref_of):
            left, right = ref_of[judged.left], ref_of[judged.right]
            is_joined = self.joins.find(left) == self.joins.find(right)
            if judged.judgement == "same" and not is_joined and not self._are_kept_apart(left, right):
                self.joins.join(left, right)
            self.decisions.append(judged)
        self.judged = {ref: self.joins.find(ref) for ref in ref_of.values() if len(self.joins.members(ref)) > 1}

    def _are_kept_apart(self, left: EventRef, right: EventRef) -> bool:
        pairs = product(self.joins.members(left), self.joins.members(right))
        return any(self.judgements.are_apart(self.of_ref[a].identity, self.of_ref[b].identity) for a, b in pairs)

    def _decision(self, left: EventRef, right: EventRef, verdict: Judgement, score: float, why: tuple[str, ...]) -> Decision:
        ends = sorted((self.of_ref[left].identity, self.of_ref[right].identity))
        return Decision(ends[0], ends[1], verdict, min(score, 1.0), why)

    def _against(self, left: EventRef, right: EventRef) -> str | None:
        """Return why the sets of the two must stay two."""
        if self.judgements.of_pair and self._are_kept_apart(left, right):
            return KEPT_APART
        sets = _Places(self._members(left)), _Places(self._members(right))
        pairs = product(self._groups(left), self._groups(right))
        return CONTRADICTS if any(all(_are_two(a, b, *sets) for a, b in product(one, other)) for one, other in pairs) else None

    def _members(self, ref: EventRef) -> list[Told]:
        return [self.of_ref[member] for member in self.joins.members(ref)]

    def _groups(self, ref: EventRef) -> Iterable[list[Told]]:
        """Return the set of `ref` in groups: what a person joined is one, as what contradicts one of them need not contradict the other."""
        groups: dict[EventRef, list[Told]] = defaultdict(list)
        for member in self.joins.members(ref):
            groups[self.judged.get(member, member)].append(self.of_ref[member])
        return groups.values()


@dataclass
class _Places:
    """The places of one event as all its tellings give them; collected when they are first asked for."""

    tellings: Sequence[Told]
    _narrow: frozenset[str] | None = None

    def has(self, told: Told) -> bool:
        """Tell whether one of these tellings names a place of `told`, or one that holds it; a country would say little."""
        if self._narrow is None:
            self._narrow = frozenset(place for one in self.tellings for place in (one.places | one.around) - one.countries)
        return not self._narrow.isdisjoint(told.places - told.countries)


def _are_two(one: Told, other: Told, here: _Places, there: _Places) -> bool:
    """Tell whether two tellings contradict each other.

    Places do not where another telling of the one event knows that of the other: one says the village, one the province, and a third both.

    Args:
        one: A telling of the one event.
        other: A telling of the other.
        here: The places of the one.
        there: The places of the other.
    """
    reason = clash(one, other)
    return reason is not None and not (reason == OTHER_PLACES and (there.has(one) or here.has(other)))


# ---------------------------------------------------------------- events


def event_identity(tellings: Sequence[Told]) -> str:
    """Return the id of the event that these tellings, in order, are of: that of the first."""
    return tellings[0].identity


def event_of_tellings(tellings: Sequence[Told], names: Mapping[str, str]) -> Event:
    """Return the event that these tellings, in order, are of.

    Args:
        tellings: What articles tell of it.
        names: The names of the actors that have one.
    """
    kind = _type(tellings)
    moment = choose_date([d for told in tellings for d in told.dates])
    return Event(event_identity(tellings), kind, label(kind, _names(tellings, names), moment), moment)


def _type(tellings: Sequence[Told]) -> EventType:
    """Return the type that most mentions have, one that others are a kind of only where there is no other."""
    votes: Counter[EventType] = Counter()
    for told in tellings:
        if told.type:
            votes[told.type] += told.mentions
    return min(votes, key=lambda kind: (kind in WIDE, -votes[kind], kind))


def _names(tellings: Sequence[Told], names: Mapping[str, str]) -> dict[Role, list[str]]:
    """Return the names in each role: named actors first, then the narrower place, then the more frequent.

    Who is only accused of it, or said not to have done it, is in none: a label says what is told as a fact.
    """
    certain = {actor for told in tellings for role, actor in told.fillers if role == "Agent" and actor not in told.doubted}
    votes = Counter(filler for told in tellings for filler in told.fillers if filler[0] != "Agent" or filler[1] in certain)
    nameless = {actor: name for told in tellings for actor, name in told.nameless}
    wider = {place for told in tellings for place in (*told.wider, *(told.places & told.countries))}
    called = {actor: nameless.get(actor) or names[actor] for _, actor in votes}
    ranked = sorted(votes, key=lambda v: (v[1] in nameless, v[0] == "Place" and v[1] in wider, -votes[v], called[v[1]]))
    found: dict[Role, list[str]] = defaultdict(list)
    for role, actor in ranked:
        if not is_unnamed(called[actor]):
            found[role].append(called[actor])
    return dict(found)
