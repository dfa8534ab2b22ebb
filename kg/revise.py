"""Changes a graph without reading anything: articles are taken out, and persons judge what is the same and what is not.

The path of a graph comes in; what was decided comes out, and the graph is as if it had been built so from the start. Readings are never
changed: a judgement is written beside them, and the graph is resolved from both anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

from kg import store
from kg.errors import InputError, UnknownNameError
from kg.evidence import JUDGEMENTS, Counted, Evidence, add_judgements, load_judgements
from kg.graph import BASE
from kg.model import Decision, Judgement, Knowledge, Reading
from kg.names import nearest
from kg.renew import Renewed, renew
from kg.resolve import resolve
from kg.resolve.explain import Explanation, explain_pair
from kg.resolve.judgements import Judgements, judgements
from kg.resolve.tables import kept
from kg.search import refill
from kg.store import Edit, building, edits_of, open_store

PERSON = "a person's judgement"


@dataclass(frozen=True, slots=True)
class Revision:
    """What a graph holds after it was revised, as `kg.pipeline.BuildReport` counts it."""

    articles: int
    entities: int
    events: int
    assertions: int
    decisions: int


def resolve_again(graph: Path | str) -> Revision:
    """Decide afresh, from the readings and the judgements, who is who and what is one event.

    Raises:
        StoreError: There is no graph, or it cannot be written.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        return _revision(renew(folder, evidence, afresh=True))


def remove(graph: Path | str, articles: Iterable[str]) -> Revision:
    """Take articles out of a graph, by their ids; it is then as if they had never been in it.

    Raises:
        UnknownNameError: The graph has no such article; the message lists the nearest ids. Nothing is then removed.
        StoreError: There is no graph, or it cannot be written.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        for article in (gone := sorted(set(articles))):
            if article not in evidence:
                raise UnknownNameError("article", article, nearest=nearest(article, evidence.ids()))
        evidence.remove(gone)
        return _revision(renew(folder, evidence))


def judge(graph: Path | str, left: str, right: str, judgement: Judgement, *, note: str | None = None) -> Revision:
    """Write down that two actors or two events are the same, or are different; no later run decides otherwise.

    It is written for all names of the two actors, or all articles' tellings of the two events, and so outlasts any of them.

    Args:
        graph: The folder of the graph.
        left: An id, also one that redirects, or a name that only one thing bears.
        right: See `left`.
        judgement: "same" or "different"; of two judgements of one pair the later holds.
        note: Why, in the person's words.

    Raises:
        UnknownNameError: There is no such thing; the message lists the nearest.
        InputError: The two are an actor and an event, one thing, or judged otherwise by way of a third. Nothing is then written.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        judged = load_judgements(folder)
        knowledge = _resolved(folder, Counted.of(evidence, folder), judged)
        ends = sorted(find(knowledge, text) for text in (left, right))
        if ends[0] == ends[1] or ends[0].partition("/")[0] != ends[1].partition("/")[0]:
            raise InputError(f"{left!r} and {right!r} are {' and '.join(dict.fromkeys(ends))}. {_two_of(knowledge, ends)}")
        why = (PERSON, *([note] if note else []))
        made = [Decision(*pair, judgement, 1.0, why) for pair in _pairs(knowledge, judgements(judged), ends)]
        return _judged(folder, evidence, judged, made)


def split(graph: Path | str, thing: str, *, note: str | None = None) -> Revision:
    """Write down that all the names or articles' events that one thing was found to be are things of their own.

    Raises:
        UnknownNameError: There is no such thing; the message lists the nearest.
        InputError: It is of one name, or told by one article, so that there is nothing to split.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        judged = load_judgements(folder)
        knowledge = _resolved(folder, Counted.of(evidence, folder), judged)
        current = current_id(knowledge, find(knowledge, thing))
        parts = _parts(knowledge, current)
        if len(parts) == 1:
            raise InputError(f"{thing!r} ({current}) is of one name, or told by one article. There is nothing to split")
        why = (PERSON, *([note] if note else []))
        return _judged(folder, evidence, judged, [Decision(one, other, "different", 1.0, why) for one, other in combinations(parts, 2)])


def explain(graph: Path | str, left: str, right: str) -> Explanation:
    """Return what speaks for and against two actors, or two events, being one.

    Raises:
        UnknownNameError: There is no such thing; the message lists the nearest.
    """
    folder = _existing(graph)
    known = kept(folder)
    with Evidence.open(folder) as evidence:
        readings = list(Counted.looked_at(evidence, folder))
    knowledge = resolve(readings, judged=load_judgements(folder), known=known)
    return explain_pair(readings, knowledge, find(knowledge, left), find(knowledge, right), known=known)


# ---------------------------------------------------------------- names and ids


def _parts(knowledge: Knowledge, current: str) -> list[str]:
    """Return the ids of all that is one thing now, its own among them."""
    return sorted({current, *(former for former, now in knowledge.redirects if now == current)})


def _pairs(knowledge: Knowledge, held: Judgements, ends: Sequence[str]) -> list[tuple[str, str]]:
    """Return the names or tellings that a judgement of two things is of, each of the one with each of the other.

    Two that are one thing by now are taken as they were before a person said that they are one, else as the two names or tellings alone.
    """
    left, right = (current_id(knowledge, end) for end in ends)
    sides = held.made_of(*ends) if left == right else (_parts(knowledge, left), _parts(knowledge, right))
    return sorted((min(pair), max(pair)) for pair in product(*sides))


def _two_of(knowledge: Knowledge, ends: Sequence[str]) -> str:
    """Say which two ids can be given instead of two that are one thing, or of two kinds."""
    parts = _parts(knowledge, ends[0])
    if ends[0] != ends[1] or len(parts) == 1:
        return "Give the ids of two actors or of two events"
    return f"Give the ids of two actors or of two events; it was joined of {', '.join(parts)}"


def current_id(knowledge: Knowledge, identity: str) -> str:
    """Return the id that `identity` redirects to, or itself."""
    return dict(knowledge.redirects).get(identity, identity)


def find(knowledge: Knowledge, text: str) -> str:
    """Return the id that `text` is or names: an id, its IRI, or a name that only one thing bears.

    Raises:
        UnknownNameError: There is none, or several bear the name; the message lists the nearest, or these.
    """
    wanted = text.removeprefix(BASE)
    named = {actor.id: (actor.name, *actor.aliases) for actor in knowledge.actors} | {event.id: (event.name,) for event in knowledge.events}
    if wanted in named or any(wanted == former for former, _ in knowledge.redirects):
        return wanted
    bearers = sorted(identity for identity, names in named.items() if wanted.casefold() in {name.casefold() for name in names})
    if len(bearers) == 1:
        return bearers[0]
    if bearers:
        raise UnknownNameError("id (several bear this name)", text, bearers)
    labelled = {names[0]: identity for identity, names in named.items()} | {identity: identity for identity in named}
    likely = dict.fromkeys(labelled[label] for label in nearest(text, labelled))
    raise UnknownNameError("actor or event", text, nearest=[f"{identity} ({named[identity][0]})" for identity in likely])


# ---------------------------------------------------------------- writing


def _existing(graph: Path | str) -> Path:
    folder = Path(graph)
    open_store(folder).close()  # says what is wrong if there is none
    return folder


def _resolved(folder: Path, readings: Iterable[Reading], judged: Sequence[Decision]) -> Knowledge:
    return resolve(readings, judged=judged, known=kept(folder))


def _judged(folder: Path, evidence: Evidence, before: Sequence[Decision], made: Sequence[Decision]) -> Revision:
    """Write the graph with the judgements, and these behind the former ones, if they hold."""
    judged = (*before, *made)
    knowledge = _resolved(folder, Counted.of(evidence, folder), judged)
    now = (
        {actor.id: actor.id for actor in knowledge.actors} | {event.id: event.id for event in knowledge.events} | dict(knowledge.redirects)
    )
    for one in judgements(judged).between(now):
        if (now[one.left] == now[one.right]) is (one.judgement == "different"):
            raise InputError(
                f"{one.left} and {one.right} were judged to be {one.judgement}, and with this judgement cannot be. "
                f"See {JUDGEMENTS} in {folder}, and judge those two anew first"
            )
    add_judgements(folder, made)
    return _revision(renew(folder, evidence))


def _revision(renewed: Renewed) -> Revision:
    return Revision(renewed.articles, renewed.entities, renewed.events, renewed.assertions, renewed.decisions)


# ---------------------------------------------------------------- what persons changed in the graph itself


def edits(graph: Path | str) -> tuple[Edit, ...]:
    """Return the statements that persons put into a graph or took out of it, by SPARQL; graphs of their own are not among them.

    Raises:
        StoreError: There is no graph.
    """
    return edits_of(graph)


def undo_edits(graph: Path | str) -> int:
    """Take back what `edits` returns, so that the graph says what its articles say; return how many statements that were.

    Raises:
        StoreError: There is no graph, or it cannot be written.
    """
    return store.undo_edits(graph, beside=refill)
