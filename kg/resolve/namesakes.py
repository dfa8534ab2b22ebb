"""Namesakes: which articles that use one name speak of the same bearer.

In come the locals of one name; out go groups, each of one bearer as far as can be told. A full name is one person's unless the articles
give its bearers different countries or fields; a last name alone is many people's unless the articles name it in the same company.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from kg.model import Decision
from kg.resolve.gazetteer import FAMILIES
from kg.resolve.ids import actor_id
from kg.resolve.local import EntityRef, Key, Local
from kg.resolve.traits import EXCLUSIVE, Traits
from kg.resolve.unions import Unions

Group = list[Local]
_SHARED = 2
"""How many others must be named beside a last name in both articles, unless one of them is a person."""


def bearers(key: Key, locals_: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> tuple[list[tuple[str, Group]], list[Decision]]:
    """Return the bearers of a name, each with what tells it from the others ("" where there is one only), and the decisions."""
    if key.family != FAMILIES["PER"] or len(locals_) == 1:
        return [("", list(locals_))], []
    groups = _by_company(locals_, traits) if " " not in key.name else _by_contradiction(locals_, traits)
    told: dict[str, Group] = defaultdict(list)
    for group in groups:  # two that begin with one article are one: nothing else would tell them apart
        told[min(local.document for local in group)] += group
    if len(told) == 1:
        return [("", group) for group in told.values()], []
    return sorted(told.items()), _apart(key, sorted(told), has_full_name=" " in key.name)


def _apart(key: Key, senses: Sequence[str], *, has_full_name: bool) -> list[Decision]:
    """Return why the first bearers of a name are kept apart; of many, only each with the next, as no pair tells more than another."""
    judgement, score, reason = (
        ("different", 0.0, "namesakes: other country or field") if has_full_name else ("unsure", 0.5, "a last name alone")
    )
    pairs = pairwise(senses)
    ids = ((actor_id(key.family, key.name, one), actor_id(key.family, key.name, other)) for one, other in pairs)
    return [Decision(min(pair), max(pair), judgement, score, (reason,)) for pair in ids]  # type: ignore[arg-type]  # one of two


def _by_contradiction(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> list[Group]:
    """Part the locals where their countries or fields exclude each other; who is told nothing about goes where the company is the same."""
    labelled: dict[tuple[str, str], Group] = defaultdict(list)
    for local in locals_:
        labelled[_label(traits.get(local.ref, Traits()))].append(local)
    groups = _compatible({label: group for label, group in labelled.items() if any(label)}, traits)
    bare = labelled.get(("", ""), [])
    if len(groups) <= 1:
        return [list(locals_)]
    return _attached(groups, bare, traits)


def _label(traits: Traits) -> tuple[str, str]:
    """Return country and field as far as they tell namesakes apart: the only country, and a field that excludes others."""
    countries, fields = sorted(traits.countries), sorted(traits.fields)
    field = next((one for one in fields if one in EXCLUSIVE), "other" if fields else "")
    return countries[0] if len(countries) == 1 else "", str(field)


def _compatible(labelled: Mapping[tuple[str, str], Group], traits: Mapping[EntityRef, Traits]) -> list[Group]:
    """Join the labels that do not contradict each other, and those whose company shows that a label is wrong."""
    joins: Unions[tuple[str, str]] = Unions()
    for label in labelled:
        joins.find(label)
    for one, other in combinations(sorted(labelled), 2):
        clash = any(a and b and a != b for a, b in zip(one, other, strict=True))
        if not clash or _share(labelled[one], labelled[other], traits):
            joins.join(one, other)
    groups: dict[tuple[str, str], Group] = defaultdict(list)
    for label, group in labelled.items():
        groups[joins.find(label)] += group
    return list(groups.values())


def _share(one: Sequence[Local], other: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> bool:
    left, right = (frozenset(c for local in group for c in _company(local, traits)) for group in (one, other))
    return _is_enough(left & right)


def _company(local: Local, traits: Mapping[EntityRef, Traits]) -> frozenset[Key]:
    return traits.get(local.ref, Traits()).company


def _is_enough(shared: frozenset[Key]) -> bool:
    return len(shared) >= _SHARED or any(key.family == FAMILIES["PER"] for key in shared)


def _attached(groups: list[Group], bare: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> list[Group]:
    """Add the locals without a label to the one group whose company they share; the others stay alone."""
    found = [list(group) for group in groups]
    for local in bare:
        fitting = [k for k, group in enumerate(groups) if _share([local], group, traits)]
        if len(fitting) == 1:
            found[fitting[0]].append(local)
        else:
            found.append([local])
    return found


def _by_company(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> list[Group]:
    """Join the articles of a last name that share company, found by what they share and never by comparing all pairs."""
    joins: Unions[int] = Unions()
    for one, other in _neighbours(locals_, traits):
        joins.join(one, other)
    groups: dict[int, Group] = defaultdict(list)
    for i, local in enumerate(locals_):
        groups[joins.find(i)].append(local)
    return list(groups.values())


def _neighbours(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> Iterator[tuple[int, int]]:
    """Yield locals that share a person, or two others, in their company."""
    holders: dict[Key | tuple[Key, Key], int] = {}
    for i, local in enumerate(locals_):
        company = sorted(_company(local, traits))
        persons = [key for key in company if key.family == FAMILIES["PER"]]
        others = [key for key in company if key.family != FAMILIES["PER"]][:_MOST]
        shared: list[Key | tuple[Key, Key]] = [*persons, *combinations(others, 2)]
        for mark in shared:
            yield holders.setdefault(mark, i), i


_MOST = 12
"""Pairs of organisations are looked at among so many of an article only: a long list names everybody."""
