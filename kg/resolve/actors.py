"""Which entities of many articles are one actor.

In come readings and a gazetteer; out go actors with stable ids, which actor each mention of each reading is, and the decisions taken. The
steps: names within one article (`local`, `in_article`), what they are known as (`link`), who is who across articles (`clusters`). What
has no name ("84 people", "the attackers") stays an actor of its article. Times are no actors. Events are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Actor, Decision, Judgement, Reading, Span
from kg.resolve.cast import Cast, cast_article
from kg.resolve.clusters import cluster, compare, ids_of_names
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.in_article import join_in_article
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.link import link_article
from kg.resolve.local import EntityRef, Local, read_locals
from kg.resolve.naming import KnownThings, chosen_key, ids_alone, named_actor
from kg.resolve.records import records_of
from kg.resolve.strangers import without_strangers
from kg.resolve.tables import default
from kg.resolve.traits import Traits, read_traits


@dataclass(frozen=True, slots=True)
class Resolved:
    """Actors, and who is who in each article.

    `named` are the actors that have a name. `former` maps ids that names would have had by themselves to the id of the actor that they are.
    """

    actors: tuple[Actor, ...]
    articles: Mapping[str, Cast]
    named: frozenset[str]
    former: Mapping[str, str]
    decisions: tuple[Decision, ...]

    def by_span(self, reading: Reading) -> dict[Span, str]:
        """Return the actor that each mention of a reading is; times are none."""
        return self.articles[reading.document.id].by_span(reading)

    def actor_of(self, document: str, entity: str) -> str | None:
        """Return the actor that an entity of an article is; a time is none."""
        return self.articles[document].actor_of.get(entity)


def resolve_actors(readings: Sequence[Reading], known: Gazetteer | None = None, judgements: Judgements = NONE) -> Resolved:
    """Return the actors of all readings; the order of the readings makes no difference.

    Args:
        readings: What articles say.
        known: Things known by name; default: the table that is shipped.
        judgements: What persons have judged; of ids that no name has, nothing comes.
    """
    named, unnamed, traits, decisions = _read(readings, known or default(), judgements)
    clusters, why = cluster(named, traits, judgements)
    resolved = _resolved(clusters, unnamed, readings, traits, KnownThings(known or default()))
    return replace(resolved, decisions=(*decisions, *why))


def compare_actors(
    readings: Sequence[Reading], left: Container[str], right: Container[str], known: Gazetteer | None = None
) -> list[tuple[Judgement, float, tuple[str, ...]]]:
    """Return how the names of two actors are judged against each other, best first; `left` and `right` hold the ids of their names."""
    named, _, traits, _ = _read(readings, known or default(), NONE)
    return compare(named, traits, left, right)


def judgeable_ids(readings: Iterable[Reading], known: Gazetteer | None = None, judgements: Judgements = NONE) -> frozenset[str]:
    """Return the ids of names that a person may judge to be the same or different.

    Not among them are actors without a name, which are their article's own, and ids that only redirect to what a name is known as.
    """
    named, _, traits, _ = _read(readings, known or default(), judgements)
    return ids_of_names(named, traits)


def _read(
    readings: Iterable[Reading], table: Gazetteer, judgements: Judgements
) -> tuple[list[Local], list[Local], dict[EntityRef, Traits], list[Decision]]:
    """Return what articles name, linked; what has no name; traits; and the decisions taken within articles."""
    named: list[Local] = []
    unnamed: list[Local] = []
    traits: dict[EntityRef, Traits] = {}
    decisions: list[Decision] = []
    for reading in readings:
        article = read_article(reading, table, judgements)
        named += article.named
        unnamed += article.unnamed
        traits |= article.traits
        decisions += article.decisions
    return named, unnamed, traits, decisions


@dataclass(frozen=True, slots=True)
class Article:
    """What one article names, linked to what is known, what in it has no name, traits, and the decisions taken."""

    named: tuple[Local, ...]
    unnamed: tuple[Local, ...]
    traits: Mapping[EntityRef, Traits]
    decisions: tuple[Decision, ...]


def read_article(reading: Reading, table: Gazetteer, judgements: Judgements = NONE) -> Article:
    """Return who and what an article speaks of, as far as it alone and the gazetteer tell."""
    with_name, without = read_locals(reading, table)
    joined, why = join_in_article(with_name, reading)
    joined = list(without_strangers(joined, table, reading.document.text))
    told = read_traits(reading, joined)
    linked, links = link_article(joined, told, reading, table, judgements)
    return Article(tuple(linked), tuple(without), _in_company(linked, told, reading), (*why, *links))


_MOST_IN_COMPANY = 500
"""Whom an article names with more others is in a list or a book: it tells nothing, and each would be noted with all others."""


def _in_company(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits], reading: Reading) -> dict[EntityRef, Traits]:
    """Add to the traits of each local who else is named in its article, and the year; where everybody is named, nobody is company."""
    keys = frozenset(local.key for local in locals_ if _is_telling(local))
    if len(keys) > _MOST_IN_COMPANY:
        keys = frozenset()
    year = (reading.document.published.year,) * 2 if reading.document.published else None
    return {local.ref: replace(traits[local.ref], company=keys - {local.key}, years=year) for local in locals_ if local.ref in traits}


def _is_telling(local: Local) -> bool:
    """Tell whether being named beside it tells something: a known organisation or person, or a name of more than one word."""
    return local.family in {"person", "organisation"} and (bool(local.known) or " " in local.main)


# ---------------------------------------------------------------- actors


def _resolved(
    clusters: Sequence[list[Local]],
    unnamed: Sequence[Local],
    readings: Sequence[Reading],
    traits: Mapping[EntityRef, Traits],
    known: KnownThings,
) -> Resolved:
    named: set[str] = set()
    former: dict[str, set[str]] = defaultdict(set)
    actors: list[Actor] = []
    in_article: dict[str, list[tuple[Local, str]]] = defaultdict(list)
    for locals_ in clusters:
        records = records_of(locals_, traits)
        actors.append(named_actor(chosen_key(records), records, known))
        identity = actors[-1].id
        named.add(identity)
        for one, record in records.items():
            for other in ids_alone(one, record) - {identity}:
                former[other].add(identity)
        for local in locals_:
            in_article[local.document].append((local, identity))
    nameless: dict[str, list[Local]] = defaultdict(list)
    for local in unnamed:
        nameless[local.document].append(local)
    documents = {reading.document.id: reading for reading in readings}
    casts = {key: cast_article(reading, in_article[key], nameless[key], known) for key, reading in documents.items()}
    actors += [actor for cast in casts.values() for actor in cast.unnamed]
    return Resolved(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        articles=casts,
        named=frozenset(named),
        former={other: found.pop() for other, found in former.items() if len(found) == 1 and other not in named},
        decisions=(),
    )
