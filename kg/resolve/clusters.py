"""Which names of many articles are one actor's.

In come the locals of all articles; out go clusters of them and the decisions. Names are compared within blocks (the same sound, or used for
one thing by an article), never all with all, and joined best evidence first, as long as nothing already joined speaks against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from kg.model import Decision, Judgement
from kg.resolve.gazetteer import FAMILIES
from kg.resolve.ids import KNOWN, ORGAN, actor_id
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.local import EntityRef, Key, Local
from kg.resolve.names import acronyms_of, is_part, last_name, without_suffix
from kg.resolve.namesakes import bearers
from kg.resolve.organs import organ_key
from kg.resolve.records import Record, is_known, profiles_of, records_of
from kg.resolve.similarity import END, FEATURES, UNSURE, WEIGHTS, Profile, judge
from kg.resolve.spelling import skeleton, words_of
from kg.resolve.traits import Traits
from kg.resolve.unions import Unions

# Families in which one article's coreference may join two names across articles. Not places: a capital is often said for a state.
JOINING_FAMILIES = frozenset((FAMILIES["PER"], FAMILIES["ORG"]))
_SHORTEST_SKELETON = 3
_SHORTEST_LAST_NAME = 4
_BY_NAME_ALONE = 0.8
_STATED = 2
"""For how many articles one counts that says outright that two names are one's."""
Pair = tuple[Key, Key]


def cluster(
    locals_: Sequence[Local], traits: Mapping[EntityRef, Traits], judgements: Judgements = NONE
) -> tuple[list[list[Local]], list[Decision]]:
    """Return the locals of each actor, and why; what persons judged of two names comes first."""
    told, decisions = _tell_namesakes_apart(locals_, traits)
    records = records_of(told, traits)
    profiles = profiles_of(records)
    together, in_article = _together(told)
    pairs = set(together) | set(_pairs_of_sound(records))
    apart = _apart(pairs, in_article)
    compared = {pair: compare_names(pair, profiles, together.get(pair, 0), apart.get(pair, 0)) for pair in pairs}
    ties = Ties(compared, shared_acronyms(together), meanings(records))
    joins, why = settle(records, ties, judgements)
    clusters: dict[Key, list[Local]] = defaultdict(list)
    for local in told:
        clusters[joins.find(local.key)].append(local)
    return list(clusters.values()), [*decisions, *why]


def compare(
    locals_: Sequence[Local], traits: Mapping[EntityRef, Traits], left: Container[str], right: Container[str]
) -> list[tuple[Judgement, float, tuple[str, ...]]]:
    """Return how each name of the one actor and each of the other are judged, best first.

    Names are given by the ids that they have by themselves.
    """
    told, _ = _tell_namesakes_apart(locals_, traits)
    records = records_of(told, traits)
    profiles = profiles_of(records)
    together, in_article = _together(told)
    sides = [sorted({key for key in {*records, *(k for pair in together for k in pair)} if actor_id(*key) in ids}) for ids in (left, right)]
    pairs = {(min(pair), max(pair)) for pair in product(*sides) if pair[0] != pair[1] and pair[0].family == pair[1].family}
    apart = _apart(pairs, in_article)
    judged = [compare_names(pair, profiles, together.get(pair, 0), apart.get(pair, 0)) for pair in sorted(pairs)]
    return sorted(((one.judgement, one.score, one.reasons) for one in judged), key=lambda item: -item[1])


def ids_of_names(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> frozenset[str]:
    """Return the ids that the names of all locals have by themselves; of these a person may judge."""
    return frozenset(actor_id(*local.key) for local in _tell_namesakes_apart(locals_, traits)[0])


@dataclass(frozen=True, slots=True)
class Compared:
    """Two names that were compared: how many articles use them for one thing and for two, and what the features say."""

    together: int
    apart: int
    judgement: Judgement
    score: float
    reasons: tuple[str, ...]


def compare_names(pair: Pair, profiles: Mapping[Key, Profile], together: int, apart: int) -> Compared:
    """Compare two names by what all articles tell of their bearers; a name that is nobody's main one tells nothing."""
    one, other = (profiles.get(key, Profile(key)) for key in pair)
    return Compared(together, apart, *judge(one, other, together=together, apart=apart))


@dataclass(frozen=True, slots=True)
class Ties:
    """What may tie names together.

    Attributes:
        compared: The pairs of names that were compared.
        shared: Acronyms that are short for two names (see `shared_acronyms`).
        meant: The known thing that a bare name means, of those that are known of one only (see `meanings`).
    """

    compared: Mapping[Pair, Compared]
    shared: Container[Key]
    meant: Mapping[Key, Key]


def settle(records: Mapping[Key, Record], ties: Ties, judgements: Judgements = NONE) -> tuple[Unions[Key], list[Decision]]:
    """Return which names are one actor's, and why.

    What is joined depends on nothing but names that are tied to each other: by pairs that are judged the same, by a name that is known of
    one thing only, or by a person. So names that are not tied may be settled apart from each other.

    Args:
        records: What is told of the bearer of each name.
        ties: What may tie them together.
        judgements: What persons judged; it comes first.
    """
    joins: Unions[Key] = Unions()
    kept = _Kept({key: actor_id(*key) for key in records} if judgements.of_pair else {}, judgements)
    decisions = _join_judged(kept, joins)
    decisions += _join_known(ties.meant, joins, kept)
    decisions += _join_names(records, ties, joins, kept)
    return joins, decisions


@dataclass(frozen=True)
class _Kept:
    """What persons judged of names, which have the ids that they would have by themselves."""

    ids: Mapping[Key, str]
    judgements: Judgements

    def are_apart(self, joins: Unions[Key], left: Key, right: Key) -> bool:
        """Tell whether a person judged anything joined to the one to be different from anything joined to the other."""
        pairs = product(joins.members(left), joins.members(right)) if self.ids else ()
        return any(self.judgements.are_apart(self.ids.get(a, ""), self.ids.get(b, "")) for a, b in pairs)


def _join_judged(kept: _Kept, joins: Unions[Key]) -> list[Decision]:
    """Join what a person judged to be the same, and write down what is to stay apart."""
    keys = {identity: key for key, identity in kept.ids.items()}
    decisions = list(kept.judgements.between(keys))
    for judged in decisions:
        left, right = keys[judged.left], keys[judged.right]
        if judged.judgement == "same" and joins.find(left) != joins.find(right) and not kept.are_apart(joins, left, right):
            joins.join(left, right)
    return decisions


def _tell_namesakes_apart(locals_: Sequence[Local], traits: Mapping[EntityRef, Traits]) -> tuple[list[Local], list[Decision]]:
    by_key: dict[Key, list[Local]] = defaultdict(list)
    for local in locals_:
        by_key[local.key].append(local)
    told, decisions = [], []
    for key, group in by_key.items():
        if group[0].known or key.sense:
            told += group
            continue
        found, why = bearers(key, group, traits)
        told += [replace(local, sense=sense) for sense, those in found for local in those]
        decisions += why
    return told, decisions


def _join_known(meant: Mapping[Key, Key], joins: Unions[Key], kept: _Kept) -> list[Decision]:
    decisions = []
    for key, one in sorted(meant.items()):
        if not kept.are_apart(joins, one, key):
            joins.join(one, key)
            reasons = ("the only thing that other articles know by this name",)
            decisions.append(Decision(actor_id(*key), actor_id(*one), "same", _BY_NAME_ALONE, reasons))
    return decisions


def meanings(records: Mapping[Key, Record]) -> dict[Key, Key]:
    """Return, for each name that some articles cannot tell, the known thing that others say it is, if they say only one."""
    known: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key, record in records.items():
        if can_be_meant(key):
            for main in record.mains:
                known[key.family, main].add(key)
    found = ((key, known.get((key.family, key.name), ())) for key in records if is_bare(key))
    return {key: next(iter(meant)) for key, meant in found if len(meant) == 1}


def can_be_meant(key: Key) -> bool:
    """Tell whether a name that articles cannot tell may mean the thing of this key: it is known, and no person."""
    return key.name.startswith((*KNOWN, ORGAN)) and key.family != FAMILIES["PER"]


def is_bare(key: Key) -> bool:
    """Tell whether a key is a name alone: of nothing known, and of one bearer as far as can be told."""
    return not key.name.startswith((*KNOWN, ORGAN)) and not key.sense


def _join_names(records: Mapping[Key, Record], ties: Ties, joins: Unions[Key], kept: _Kept) -> list[Decision]:
    decisions = []
    profiles = profiles_of(records)
    full_names = _full_names(ties.compared)
    for (left, right), one in sorted(ties.compared.items(), key=lambda item: (-item[1].score, item[0])):
        verdict, why = one.judgement, one.reasons
        if verdict == "same" and (left in ties.shared or right in ties.shared):
            verdict, why = "unsure", (*why, "short for another name too")
        elif verdict == "same" and END in why and _are_several(full_names[left] | full_names[right], joins):
            verdict, why = "unsure", (*why, "more than one full name ends so")
        elif verdict == "same" and kept.are_apart(joins, left, right):
            verdict, why = "unsure", (*why, "kept apart by a person's judgement")
        elif verdict == "same" and _crosses(joins, left, right, ties.compared, profiles):
            verdict, why = "unsure", (*why, "names joined to them are kept apart")
        if verdict == "same":
            joins.join(left, right)
        if one.score >= UNSURE or verdict == "same":
            decisions.append(Decision(actor_id(*left), actor_id(*right), verdict, one.score, why))
    return decisions


def _full_names(compared: Mapping[Pair, Compared]) -> dict[Key, set[Key]]:
    """Return, for each last name alone, the full names that it may be short for."""
    found: dict[Key, set[Key]] = defaultdict(set)
    for (left, right), one in compared.items():
        if one.judgement == "same" and END in one.reasons:
            short, full = (left, right) if is_last_name(left) else (right, left)
            found[short].add(full)
    return found


def _are_several(full_names: set[Key], joins: Unions[Key]) -> bool:
    return len({joins.find(key) for key in full_names}) > 1


def _together(locals_: Iterable[Local]) -> tuple[Counter[Pair], dict[str, list[Local]]]:
    """Count the articles that use two names for one thing, and return the locals of each article."""
    together: Counter[Pair] = Counter()
    in_article: dict[str, list[Local]] = defaultdict(list)
    for local in locals_:
        in_article[local.document].append(local)
        together.update(pairs_of_names(local))
    return together, in_article


def shared_acronyms(together: Iterable[Pair]) -> set[Key]:
    """Return the acronyms that articles use for two names, each with these initials: by itself such a one says nothing."""
    full_names: dict[Key, set[tuple[str, str]]] = defaultdict(set)
    for pair in together:
        short, full = sorted(pair, key=lambda key: (" " in key.name, key))
        if " " not in short.name and " " in full.name and short.name in acronyms_of(full.name):
            full_names[short].add((skeleton(full.name), full.sense))
    return {key for key, names in full_names.items() if len(names) > 1}


def pairs_of_names(local: Local) -> Counter[Pair]:
    """Return the pairs of an entity's main name and its other names that could be names of their own.

    Each counts as one article that uses both for one thing; as two where the article says outright that they are ("also known as").
    """
    if local.family not in JOINING_FAMILIES:
        return Counter()
    main = local.key
    others = [
        Key(local.family, name)
        for name in local.names
        if name != local.main
        and name not in local.listed
        and not _is_short(name, local.main, local.family)
        and not _is_vague(name, local.family)
    ]
    return Counter(
        {
            (min(main, other), max(main, other)): _STATED if {local.main, other.name} <= local.stated else 1
            for other in others
            if other != main
        }
    )


def _is_short(name: str, main: str, family: str) -> bool:
    """Tell whether a person's name is only part of the main one; a last name alone says nothing across articles."""
    return family == FAMILIES["PER"] and is_part(name, main)


def _is_vague(name: str, family: str) -> bool:
    """Tell whether a name says nothing across articles, as every country has one of it ("the Assembly")."""
    organ = organ_key(name) if family == FAMILIES["ORG"] else None
    return organ is not None and not organ.country


def _pairs_of_sound(keys: Iterable[Key]) -> Iterator[Pair]:
    """Yield the names of one block, and last names alone with the full names that end so."""
    blocks: dict[tuple[str, str], list[Key]] = defaultdict(list)
    full_names: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        if heard := sound_block(key):
            blocks[key.family, heard].append(key)
        if ending := ending_block(key):
            full_names[ending].append(key)
    for (family, heard), block in blocks.items():
        yield from (pair for pair in combinations(sorted(block), 2) if pair[0].name != pair[1].name)
        ending_so = full_names.get(heard, []) if family == FAMILIES["PER"] else []
        yield from ((min(pair), max(pair)) for pair in product(filter(is_last_name, block), ending_so))


def sound_block(key: Key) -> str:
    """Return by what a name is compared with others of its family: its sound, of a person's first and last name; "" if by nothing."""
    if key.family not in JOINING_FAMILIES or is_known(key):
        return ""
    if is_last_name(key):
        return _last_name_block(key.name)
    words = words_of(without_suffix(key.name) if key.family == FAMILIES["PER"] else key.name)
    heard = skeleton(" ".join((words[0], words[-1])) if key.family == FAMILIES["PER"] and len(words) > 1 else key.name)
    return heard if len(heard) >= _SHORTEST_SKELETON else ""


def ending_block(key: Key) -> str:
    """Return by what a person's full name is compared with last names alone: the sound of its last word; "" if it is none."""
    if key.family != FAMILIES["PER"] or is_known(key) or " " not in key.name:
        return ""
    return _last_name_block(last_name(key.name))


def _last_name_block(name: str) -> str:
    """Return the sound of a last name; of one with few consonants, which sounds like many, the name itself ("" if it is short)."""
    heard = skeleton(name)
    if len(heard) >= _SHORTEST_SKELETON:
        return heard
    return f"={name}" if len(name) >= _SHORTEST_LAST_NAME else ""


def is_last_name(key: Key) -> bool:
    """Tell whether a key is a person's last name alone, as far as can be told."""
    return key.family == FAMILIES["PER"] and not is_known(key) and " " not in key.name


def _apart(pairs: Iterable[Pair], in_article: Mapping[str, Sequence[Local]]) -> Counter[Pair]:
    """Count, for each pair of names, the articles in which they are names of two entities."""
    documents: dict[tuple[str, str], dict[str, set[EntityRef]]] = defaultdict(lambda: defaultdict(set))
    for document, locals_ in in_article.items():
        for local in locals_:
            for name in {*local.names, local.known} - {""}:
                documents[local.family, name][document].add(local.ref)
    counts: Counter[Pair] = Counter()
    for left, right in pairs:
        one, other = documents[left.family, left.name], documents[right.family, right.name]
        counts[left, right] = sum(one[d].isdisjoint(other[d]) for d in one.keys() & other.keys())
    return counts


def _crosses(joins: Unions[Key], left: Key, right: Key, compared: Mapping[Pair, Compared], profiles: Mapping[Key, Profile]) -> bool:
    """Tell whether joining would make two known things one, or bring names together that articles keep apart or traits exclude."""
    members = {*joins.members(left), *joins.members(right)}
    if len({key.name for key in members if key.name.startswith((*KNOWN, ORGAN))}) > 1:
        return True
    for one, other in product(joins.members(left), joins.members(right)):
        between = compared.get((min(one, other), max(one, other)))
        if between and between.apart > between.together:
            return True
        if one in profiles and other in profiles and _excludes(profiles[one], profiles[other]):
            return True
    return False


def _excludes(one: Profile, other: Profile) -> bool:
    return any(WEIGHTS[reason] < 0 for feature in FEATURES if (reason := feature(one, other)))
