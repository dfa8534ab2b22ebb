from __future__ import annotations

from itertools import combinations

import pytest
from hard_names import CASES, Case, reading

from kg.model import Actor, Mention, Reading
from kg.resolve import resolve
from kg.resolve.actors import Resolved, resolve_actors
from kg.resolve.explain import explain_pair
from kg.resolve.similarity import END_ALONE, UNLIKE

MISSED: dict[str, str] = {}
"""Cases that are judged wrong, each with the reason."""


def mention(readings: dict[str, Reading], name: str) -> tuple[Reading, Mention]:
    """Return the mention called "article.entity" or "article.entity.2"."""
    article, entity, *nth = name.split(".")
    mentions = next(e for e in readings[article].entities if e.id == entity).mentions
    return readings[article], mentions[int(nth[0]) - 1 if nth else 0]


def resolved(case: Case) -> tuple[Resolved, dict[str, Actor]]:
    """Return the actors of a case, and the actor of each mention that it speaks of."""
    readings = {key: reading(key, article) for key, article in case.articles.items()}
    found = resolve_actors([readings[key] for key in sorted(readings)])
    actors = {actor.id: actor for actor in found.actors}
    names = {name for group in case.actors for name in group.split()} | set(case.known)
    at = {name: mention(readings, name) for name in names}
    return found, {name: actors[found.by_span(one)[m.span]] for name, (one, m) in at.items()}


def pairs(case: Case) -> list[tuple[str, str, bool]]:
    """Return each pair of mentions of a case, and whether they are one actor."""
    group_of = {name: k for k, group in enumerate(case.actors) for name in group.split()}
    return [(one, other, group_of[one] == group_of[other]) for one, other in combinations(sorted(group_of), 2)]


def is_known(actor: Actor) -> bool:
    """Tell whether an actor is a thing of a gazetteer or of GeoNames."""
    return actor.id.startswith(("actor/Q", "actor/gazetteer-", "actor/geonames-"))


def wrong(case: Case) -> list[str]:
    """Return what is judged wrong in a case."""
    _, actor = resolved(case)
    found = [
        f"{one} and {other} are {'two' if same else 'one'}: {actor[one].name}, {actor[other].name}"
        for one, other, same in pairs(case)
        if (actor[one].id == actor[other].id) != same
    ]
    for name, wanted in case.known.items():
        got = actor[name].name if is_known(actor[name]) else ""
        if got != wanted:
            found.append(f"{name} is known as {got!r}, not {wanted!r}")
    return found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name, marks=[pytest.mark.xfail(reason=MISSED[case.name])] if case.name in MISSED else [])
        for case in CASES
    ],
)
def test_hard_names_are_told(case: Case) -> None:
    assert wrong(case) == [], case.why


def test_two_names_of_actors_are_explained_by_their_features() -> None:
    readings = [
        reading("a", "The [French|GPE:f] minister [Martin Roland|PER:x] resigned."),
        reading("b", "The [Canadian|GPE:c] doctor [Martin Rolland|PER:x] won."),
        reading("c", "[Northern Dawn|ORG:x] struck."),
    ]
    knowledge = resolve(readings)
    ids = {actor.name: actor.id for actor in knowledge.actors}
    people = explain_pair(readings, knowledge, ids["Martin Roland"], ids["Martin Rolland"])
    assert (people.are_one, people.judgement, people.score) == (False, "different", 0.0)
    assert people.features == (
        ("one name in two spellings", 0.6),
        ("different nationality", -0.6),
    )
    assert explain_pair(readings, knowledge, ids["Martin Roland"], ids["Northern Dawn"]).judgement is None


def test_what_rules_out_that_two_names_are_one_is_told_and_given_no_weight() -> None:
    readings = [
        reading("a", "The minister [Ali Varkaya|PER:x] resigned."),
        reading("b", "[Varkaya|PER:x] won."),
        reading("c", "[Boris Lind|PER:x] won."),
    ]
    knowledge = resolve(readings)
    ids = {actor.name: actor.id for actor in knowledge.actors}
    for name, told in (("Varkaya", END_ALONE), ("Boris Lind", UNLIKE)):
        found = explain_pair(readings, knowledge, ids["Ali Varkaya"], ids[name])
        assert (found.judgement, found.score, found.features) == ("different", 0.0, ((told, None),))


def test_nineteen_of_twenty_judgements_are_right_and_none_merges_what_is_two() -> None:
    right = total = 0
    merged = []
    for case in CASES:
        _, actor = resolved(case)
        for one, other, same in pairs(case):
            is_one = actor[one].id == actor[other].id
            right += is_one == same
            total += 1
            if is_one and not same:
                merged.append(f"{case.name}: {one} and {other}")
    assert len(CASES) >= 40
    assert merged == []
    assert right >= 0.95 * total
