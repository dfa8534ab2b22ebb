"""Changes a graph without reading anything: articles are taken out, and persons judge what is the same and what is not.

The path of a graph comes in; what was decided comes out, and the graph is as if it had been built so from the start. Readings are never
changed: a judgement is written beside them, and the graph is resolved from both anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path

from kg import store
from kg.errors import AmbiguousNameError, InputError, UnknownNameError
from kg.evidence import JUDGEMENTS, Counted, Evidence, add_judgements, load_judgements
from kg.graph import BASE
from kg.model import Actor, Decision, Judgement, Knowledge, Reading
from kg.names import LISTED, nearest
from kg.renew import Renewed, renew
from kg.resolve import resolve
from kg.resolve.actors import judgeable_ids
from kg.resolve.explain import Explanation, explain_pair
from kg.resolve.judgements import Judgements, judgements
from kg.resolve.tables import kept
from kg.search import refill
from kg.store import Edit, building, edits_of, open_store

PERSON = "a person's judgement"
_ACTOR = "actor/"
_SHORTEST_BEGINNING = 6
"""Characters of an article's id that stand for all of it, where they are its alone."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a graph holds after it was revised, as `kg.pipeline.BuildReport` counts it.

    `judged` is of how many pairs of names or tellings persons have judged; `remarks` tells what else a judgement changed.
    """

    articles: int
    entities: int
    events: int
    assertions: int
    decisions: int
    judged: int = 0
    remarks: tuple[str, ...] = ()


def resolve_again(graph: Path | str) -> Revision:
    """Decide afresh, from the readings and the judgements, who is who and what is one event.

    Raises:
        StoreError: There is no graph, or it cannot be written.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        return _revision(folder, renew(folder, evidence, afresh=True))


def remove(graph: Path | str, articles: Iterable[str]) -> Revision:
    """Take articles out of a graph; it is then as if they had never been in it.

    Args:
        graph: The folder of the graph.
        articles: Ids, or beginnings of at least six characters that one id alone has.

    Raises:
        UnknownNameError: The graph has no such article; the message lists the nearest ids. Nothing is then removed.
        AmbiguousNameError: Ids of several begin so. Nothing is then removed.
        StoreError: There is no graph, or it cannot be written.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        evidence.remove(sorted({_article(evidence, text) for text in articles}))
        return _revision(folder, renew(folder, evidence))


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
        AmbiguousNameError: Several bear the name.
        InputError: The two are an actor and an event, one thing, judged otherwise by way of a third, or one of them is an actor without a
            name. Nothing is then written.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        judged = load_judgements(folder)
        readings = list(Counted.of(evidence, folder))
        knowledge = _resolved(folder, readings, judged)
        ends = sorted(find(knowledge, text) for text in (left, right))
        if ends[0] == ends[1] or ends[0].partition("/")[0] != ends[1].partition("/")[0]:
            raise InputError(f"{left!r} and {right!r} are {' and '.join(dict.fromkeys(ends))}. {_two_of(knowledge, ends)}")
        known = _judgeable(folder, readings, judged, ends)
        for end in ends:
            _check_named(knowledge, end, known)
        why = (PERSON, *([note] if note else []))
        made = [Decision(*pair, judgement, 1.0, why) for pair in _pairs(knowledge, judgements(judged), ends)]
        return _judged(folder, evidence, judged, made, was=knowledge)


def split(graph: Path | str, thing: str, *, note: str | None = None) -> Revision:
    """Write down that all the names or articles' events that one thing was found to be are things of their own.

    Raises:
        UnknownNameError: There is no such thing; the message lists the nearest.
        AmbiguousNameError: Several bear the name.
        InputError: It is of one name, or told by one article, so that there is nothing to split; or an actor without a name.
    """
    folder = _existing(graph)
    with building(folder), Evidence.create(folder) as evidence:
        judged = load_judgements(folder)
        readings = list(Counted.of(evidence, folder))
        knowledge = _resolved(folder, readings, judged)
        current = current_id(knowledge, find(knowledge, thing))
        known = _judgeable(folder, readings, judged, (current,))
        _check_named(knowledge, current, known)
        parts = [part for part in _parts(knowledge, current) if known is None or part in known]
        if len(parts) == 1:
            raise InputError(f"{thing!r} ({current}) is of one name, or told by one article. There is nothing to split")
        why = (PERSON, *([note] if note else []))
        made = [Decision(one, other, "different", 1.0, why) for one, other in combinations(parts, 2)]
        return _judged(folder, evidence, judged, made, was=knowledge)


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
        UnknownNameError: There is none; the message lists the nearest.
        AmbiguousNameError: Several bear the name, none of them as its main one and spelt so; the message says what is which.
    """
    wanted = text.removeprefix(BASE)
    named = {actor.id: (actor.name, *actor.aliases) for actor in knowledge.actors} | {event.id: (event.name,) for event in knowledge.events}
    if wanted in named or any(wanted == former for former, _ in knowledge.redirects):
        return wanted
    bearers = _bearers(named, wanted)
    if len(bearers) == 1:
        return bearers[0]
    if bearers:
        more = [f"{len(bearers) - LISTED} more"] if len(bearers) > LISTED else []
        raise AmbiguousNameError(text, [*_described(knowledge, bearers[:LISTED]), *more], "Give one of these ids")
    labelled = {names[0]: identity for identity, names in named.items()} | {identity: identity for identity in named}
    likely = dict.fromkeys(labelled[label] for label in nearest(text, labelled))
    raise UnknownNameError("actor or event", text, nearest=[f"{identity} ({named[identity][0]})" for identity in likely])


def _bearers(named: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """Return the ids of what bears a name: as its main one and spelt so, else spelt so, else as its main one, else at all."""
    folded = name.casefold()
    tests: tuple[Callable[[Sequence[str]], bool], ...] = (
        lambda names: names[0] == name,
        lambda names: name in names,
        lambda names: names[0].casefold() == folded,
        lambda names: folded in {other.casefold() for other in names},
    )
    found = (sorted(identity for identity, names in named.items() if bears(names)) for bears in tests)
    return next(filter(None, found), [])


def _described(knowledge: Knowledge, identities: Iterable[str]) -> Iterator[str]:
    """Yield ids, each with what it is and the articles that tell it from others of its name."""
    types = {thing.id: (thing.name, thing.type) for things in (knowledge.actors, knowledge.events) for thing in things}
    titles = {document.id: document.title or document.id for document in knowledge.documents}
    for identity in identities:
        name, kind = types[identity]
        told = sorted(
            {titles[one.evidence.document] for one in knowledge.assertions if identity in (one.subject, one.object, one.according_to)}
        )
        more = f" and {len(told) - 1} more" if len(told) > 1 else ""
        yield f"{identity} ({name}, {kind}{f', in {told[0]!r}{more}' if told else ''})"


def _article(evidence: Evidence, text: str) -> str:
    """Return the id of the article that `text` is, or with which one id alone begins; a slip of the finger is no beginning.

    Raises:
        UnknownNameError: There is none; the message lists the nearest ids.
        AmbiguousNameError: There are several.
    """
    if text in evidence:
        return text
    ids = list(evidence.ids())
    found = [identity for identity in ids if len(text) >= _SHORTEST_BEGINNING and identity.startswith(text)]
    if len(found) > 1:
        raise AmbiguousNameError(text, found[:LISTED], "Give more of one of these ids")
    if not found:
        raise UnknownNameError("article", text, nearest=nearest(text, ids))
    return found[0]


# ---------------------------------------------------------------- writing


def _existing(graph: Path | str) -> Path:
    folder = Path(graph)
    open_store(folder).close()  # says what is wrong if there is none
    return folder


def _resolved(folder: Path, readings: Iterable[Reading], judged: Sequence[Decision]) -> Knowledge:
    return resolve(readings, judged=judged, known=kept(folder))


def _judgeable(folder: Path, readings: Iterable[Reading], judged: Sequence[Decision], ends: Iterable[str]) -> frozenset[str] | None:
    """Return the ids of the names that can be judged; `None` for events, of which every telling can."""
    if not any(end.startswith(_ACTOR) for end in ends):
        return None
    return judgeable_ids(readings, kept(folder), judgements(judged))


def _check_named(knowledge: Knowledge, identity: str, known: frozenset[str] | None) -> None:
    """Raise an error for an actor without a name: it is its article's own, and nothing across articles is decided of it."""
    current = current_id(knowledge, identity)
    if known is None or not known.isdisjoint(_parts(knowledge, current)):
        return
    name = next(actor.name for actor in knowledge.actors if actor.id == current)
    raise InputError(
        f"{name!r} ({identity}) has no name of its own: an article calls it only by what it is, and so it is that article's alone. "
        "Only what has a name can be judged to be the same or different"
    )


def _judged(folder: Path, evidence: Evidence, before: Sequence[Decision], made: Sequence[Decision], *, was: Knowledge) -> Revision:
    """Write the graph with the judgements, and these behind the former ones, if they hold; `was` is what it says without them."""
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
    return replace(_revision(folder, renew(folder, evidence)), remarks=tuple(_joined_types(was, knowledge, now)))


def _joined_types(was: Knowledge, knowledge: Knowledge, now: Mapping[str, str]) -> Iterator[str]:
    """Tell of each actor that was several of different types before a judgement of which it is now."""
    before: dict[str, list[Actor]] = defaultdict(list)
    for actor in was.actors:
        before[now.get(actor.id, actor.id)].append(actor)
    for actor in knowledge.actors:
        if len({one.type for one in before[actor.id]}) > 1:
            told = " and ".join(f"{one.name} ({one.type})" for one in before[actor.id])
            yield f"{told} are one now, of the type {actor.type}; what is said only of the other type is left out"


def _revision(folder: Path, renewed: Renewed) -> Revision:
    held = len(judgements(load_judgements(folder)).of_pair)
    return Revision(renewed.articles, renewed.entities, renewed.events, renewed.assertions, renewed.decisions, held)


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
