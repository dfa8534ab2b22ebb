"""Why two things were found to be one, or were not: their ids come in, the features and decisions that bear on it go out.

The features are looked at afresh, by the same functions that decide; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kg.model import Decision, Judgement, Knowledge, Reading
from kg.resolve.actors import compare_actors, resolve_actors
from kg.resolve.causes import cluster_causes, find_causes
from kg.resolve.event_features import WEIGHTS, judge
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.own_events import with_own_events
from kg.resolve.similarity import weight
from kg.resolve.told import Told, tell

_EVENT = "event/"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What bears on two things being one.

    Attributes:
        left: Id and name of the one.
        right: Id and name of the other.
        are_one: Whether they are one thing in the graph.
        judgement: What the features say of the two tellings of the events, or the two names of the actors, that are most alike; `None`
            where there are not two to compare.
        score: What they come to, within [0, 1].
        features: Each piece of evidence with what it weighs; `None` for one that rules it out. Of an actor's names used for one thing the
            weight is 0: they are counted, not weighed (see `kg.resolve.similarity.judge`).
        decisions: All decisions that name the two, or names or tellings that became them.
        apart: Why they are two all the same, where the features or a decision say that they are the same; `None` elsewhere.
    """

    left: tuple[str, str]
    right: tuple[str, str]
    are_one: bool
    judgement: Judgement | None
    score: float | None
    features: tuple[tuple[str, float | None], ...]
    decisions: tuple[Decision, ...]
    apart: str | None = None


def explain_pair(
    readings: Sequence[Reading], knowledge: Knowledge, left: str, right: str, *, known: Gazetteer | None = None
) -> Explanation:
    """Return what bears on the two being one.

    Args:
        readings: All that the graph rests on.
        knowledge: What was resolved from them.
        left: The id of an actor or an event; it may be one that redirects.
        right: See `left`.
        known: The things known by name that it was resolved with; default: the table that is shipped.
    """
    now = dict(knowledge.redirects)
    names = {actor.id: actor.name for actor in knowledge.actors} | {event.id: event.name for event in knowledge.events}
    ends = (left, right)
    are_events = left.startswith(_EVENT) and right.startswith(_EVENT)
    told = list(_tellings(readings, knowledge, ends, known)) if are_events else []
    judged = _alike(told, ends, now) if are_events else _compared(readings, ends, now, known)
    judgement, score, reasons = judged or (None, None, ())
    decisions = tuple(_bearing(knowledge, ends))
    are_one = now.get(left, left) == now.get(right, right)
    return Explanation(
        left=(left, names[now.get(left, left)]),
        right=(right, names[now.get(right, right)]),
        are_one=are_one,
        judgement=judgement,
        score=None if score is None else min(score, 1.0),
        features=tuple((reason, WEIGHTS.get(reason) if are_events else weight(reason)) for reason in reasons),
        decisions=decisions,
        apart=None if are_one or judgement != "same" else _apart(decisions, reasons, now),
    )


def _apart(decisions: Sequence[Decision], reasons: Container[str], now: Mapping[str, str]) -> str | None:
    """Return why two that are the same by their features are two: a doubt of a decision, or that only a name was joined to the other."""
    for decision in decisions:
        doubts = [reason for reason in decision.reasons if reason not in reasons]
        if decision.judgement != "same" and doubts:
            return "; ".join(doubts)
    for decision in decisions:
        alone = [end for end in (decision.left, decision.right) if end in now]
        if decision.judgement == "same" and alone:
            return f"only the name ({alone[0]}) is the same; what is known by it ({now[alone[0]]}) is not joined by way of its name"
    return None


def _compared(
    readings: Sequence[Reading], ends: tuple[str, str], now: Mapping[str, str], known: Gazetteer | None
) -> tuple[Judgement, float, tuple[str, ...]] | None:
    """Return the judgement of the two names that are most alike, of all that were found to be the one actor and the other."""
    is_one = now.get(ends[0], ends[0]) == now.get(ends[1], ends[1])
    sides = [{end} if is_one else {end, *(old for old, new in now.items() if new == now.get(end, end))} for end in ends]
    judged = compare_actors(readings, sides[0], sides[1], known)
    return judged[0] if judged else None


def _tellings(readings: Sequence[Reading], knowledge: Knowledge, ends: tuple[str, str], known: Gazetteer | None) -> Iterator[Told]:
    """Yield the tellings of the two events, with what they are about as the events that those were found to be."""
    actors = resolve_actors(readings, known)
    now = dict(knowledge.redirects)
    wanted = {now.get(end, end) for end in ends}
    for reading in readings:
        cast = actors.articles[reading.document.id]
        own = with_own_events(reading, cast)
        for told in tell(own, cast, cluster_causes(own, find_causes(own))):
            if now.get(told.identity, told.identity) in wanted:
                yield told


def _alike(told: Sequence[Told], ends: tuple[str, str], now: Mapping[str, str]) -> tuple[Judgement, float, tuple[str, ...]] | None:
    """Return the judgement of the two tellings that are most alike; an id that redirects stands for its own telling only."""
    sides = [[one for one in told if end in (one.identity, now.get(one.identity))] for end in ends]
    if now.get(ends[0], ends[0]) == now.get(ends[1], ends[1]):  # told apart by their own ids, where they are one
        sides = [[one for one in side if one.identity == end] for side, end in zip(sides, ends, strict=True)]
    pairs = [judge(one, other) for one, other in product(*sides) if one.ref != other.ref]
    return max(pairs, key=lambda judged: (judged[1], judged[2]), default=None)


def _bearing(knowledge: Knowledge, ends: tuple[str, str]) -> Iterator[Decision]:
    now = dict(knowledge.redirects)
    wanted = {now.get(end, end) for end in ends}
    for decision in knowledge.decisions:
        if {now.get(side, side) for side in (decision.left, decision.right)} == wanted:
            yield decision
