"""Which named entities of one article are one.

In come the locals of an article; out go those that are left when each short name, acronym and other spelling has joined the one full name
that it stands for there, and why. A name that may stand for two stays alone. Other articles are not looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import Decision, Reading
from kg.resolve.gazetteer import FAMILIES
from kg.resolve.local import Key, Local, merged
from kg.resolve.names import initials, is_acronym, last_name
from kg.resolve.spelling import is_variant, skeleton
from kg.resolve.unions import Unions

PERSON, ORGANISATION = FAMILIES["PER"], FAMILIES["ORG"]
SCORE = 0.9
STATED = "the article says that both are names of one"
_KNOWN_AS = re.compile(
    r",? \(?(?:who (?:is|was) |which (?:is|was) )?(?:(?:also|better|formerly|previously|widely|commonly|popularly|usually|sometimes) )?"
    r"(?:known (?:as|by (?:his|her|its|their) [a-z -]{3,30})|nicknamed|alias|aka|a\.k\.a\.|n\u00e9e"
    r"|whose (?:real|full|birth) name (?:is|was))"
    r" (?:the )?[\"'\u201c\u2018]?"
)
"""What stands between two names of one."""
_SHORTEST_ACRONYM = 3  # two letters are the initials of too much
_SHORTEST_SPELLING = 6  # shorter ones are acronyms, or names of their own


def join_in_article(locals_: Sequence[Local], reading: Reading) -> tuple[list[Local], list[Decision]]:
    """Join entities of one article that share a name, or whose short name, acronym or spelling there stands for one full name only."""
    joins: Unions[int] = Unions()
    decisions = []
    stated: dict[int, frozenset[str]] = {}
    for (i, j), reason in _reasons(locals_, reading).items():
        if _known_apart([locals_[k] for k in (*joins.members(i), *joins.members(j))]):
            continue
        joins.join(i, j)
        if reason == STATED:
            stated |= {i: frozenset((locals_[i].main, locals_[j].main))}
        left, right = sorted((locals_[i].ref, locals_[j].ref))
        if left != right:
            decisions.append(Decision("#".join(left), "#".join(right), "same", SCORE, (reason,)))
    groups: dict[int, list[Local]] = defaultdict(list)
    for i, local in enumerate(locals_):
        groups[joins.find(i)].append(replace(local, stated=stated[i]) if i in stated else local)
    # Mentions that are another thing than their entity keep to themselves: joined, they would take all of it with them.
    return [one for group in groups.values() for one in _by_wholeness(group)], decisions


def _by_wholeness(group: list[Local]) -> Iterator[Local]:
    for is_part in (False, True):
        chosen = [local for local in group if local.is_part is is_part]
        if chosen:
            yield merged(chosen)


def _known_apart(group: Iterable[Local]) -> bool:
    """Tell whether two of the group are known to be different things."""
    return len({local.known for local in group if local.known}) > 1


def _reasons(locals_: Sequence[Local], reading: Reading) -> dict[tuple[int, int], str]:
    """Return the pairs to join and why, found by key and by place in the text: a book has too many entities to compare each with each."""
    by_key: dict[Key, list[int]] = defaultdict(list)
    for i, local in enumerate(locals_):
        by_key[local.key].append(i)
    reasons = {(same[0], i): "same name in one article" for same in by_key.values() for i in same[1:]}
    found = (
        (_short_names(by_key), "short name of one person only in the article"),
        (_initials(by_key), "initials of one organisation only in the article"),
        (_acronyms(locals_, reading.document.text), "acronym in brackets behind the name"),
        (_stated(locals_, reading.document.text), STATED),
        (_spellings(by_key), "spelling of one name only in the article"),
    )
    for pairs, reason in found:
        for one, other in pairs:
            reasons.setdefault((min(one, other), max(one, other)), reason)
    return reasons


def _short_names(by_key: Mapping[Key, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield each person known by one word alone with the person of the article whose last name it is, if there is one only."""
    full_names: dict[str, list[Key]] = defaultdict(list)
    for key in by_key:
        if key.family == PERSON and " " in key.name:
            full_names[last_name(key.name)].append(key)
    for last, full in full_names.items():
        short = Key(PERSON, last)
        if len(full) == 1 and short in by_key:
            yield by_key[short][0], by_key[full[0]][0]


def _initials(by_key: Mapping[Key, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield each organisation known by an acronym with the one of the article whose initials it is, if there is one only."""
    full_names: dict[str, list[Key]] = defaultdict(list)
    for key in by_key:
        if key.family == ORGANISATION and " " in key.name:
            full_names[initials(key.name)].append(key)
    for acronym, full in full_names.items():
        short = Key(ORGANISATION, acronym)
        if len(full) == 1 and len(acronym) >= _SHORTEST_ACRONYM and short in by_key:
            yield by_key[short][0], by_key[full[0]][0]


def _spellings(by_key: Mapping[Key, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield names that an article writes in two ways, if there are no more than two of their sound."""
    alike: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in by_key:
        if key.family in {PERSON, ORGANISATION} and len(key.name) >= _SHORTEST_SPELLING:
            alike[key.family, skeleton(key.name)].append(key)
    for keys in alike.values():
        if len(keys) == 2 and is_variant(keys[0].name, keys[1].name):  # noqa: PLR2004 - one name in two spellings
            yield by_key[keys[0]][0], by_key[keys[1]][0]


def _acronyms(locals_: Sequence[Local], text: str) -> Iterator[tuple[int, int]]:
    """Yield each organisation with the one that the article writes before it, as in "Full Name (FN)"."""
    organisations = [(i, local) for i, local in enumerate(locals_) if local.family == ORGANISATION]
    ending: dict[int, list[int]] = defaultdict(list)
    for i, local in organisations:
        for end in {m.span.end for e in local.entities for m in e.mentions}:
            ending[end].append(i)
    for i, local in organisations:
        for mention in (m for e in local.entities for m in e.mentions if is_acronym(m.span.text)):
            bracket = mention.span.start - 1
            if bracket < 1 or text[bracket] != "(" or text[mention.span.end : mention.span.end + 1] != ")":
                continue
            while text[bracket - 1 : bracket].isspace():
                bracket -= 1
            yield from ((i, full) for full in ending.get(bracket, ()) if full != i)


def _stated(locals_: Sequence[Local], text: str) -> Iterator[tuple[int, int]]:
    """Yield each two that the article says are one, as in "One Name, also known as Another Name"."""
    starting = {m.span.start: i for i, local in enumerate(locals_) for e in local.entities for m in e.mentions}
    for i, local in enumerate(locals_):
        for end in (m.span.end for e in local.entities for m in e.mentions):
            between = _KNOWN_AS.match(text, end)
            other = starting.get(between.end()) if between else None
            if other is not None and other != i and locals_[other].family == local.family and local.family in {PERSON, ORGANISATION}:
                yield i, other
