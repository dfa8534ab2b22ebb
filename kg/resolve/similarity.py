"""Whether two names of many articles are one actor's: features, their weights, and a judgement with its reasons.

In come two profiles: a name, and what all articles tell of its bearer. Out goes same, different or unsure, with a score in [0, 1]. Each
feature is a function of two profiles that returns its reason, or `None` where it has nothing to say; `WEIGHTS` says what a reason counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.model import Judgement
from kg.resolve.gazetteer import FAMILIES
from kg.resolve.local import Key
from kg.resolve.names import resembles, without_suffix
from kg.resolve.spelling import is_variant
from kg.resolve.traits import Traits, exclude

SAME = 0.6
UNSURE = 0.4

SPELLING = "one name in two spellings"
SHORT_SPELLING = "one word in two spellings"
MIDDLE_NAME = "first and last name are the same"
END = "last name alone of a full name"
END_ALONE = "last name alone of a full name, too little unless two others, one of them a person, are named with both"
UNLIKE = "names unlike"
NATIONALITY = "same nationality"
FIELD = "same field"
COMPANY = "named with the same people and groups"
OTHER_NATIONALITY = "different nationality"
OTHER_FIELD = "fields that exclude each other"
OTHER_TIME = "decades apart"
_TOGETHER, _APART = "both names are used for one by", "and for two by"

# What each reason counts. A reason below zero is a contradiction: two such names are never joined.
WEIGHTS: Mapping[str, float] = {
    SPELLING: 0.6,
    SHORT_SPELLING: 0.35,
    MIDDLE_NAME: 0.5,
    END: 0.3,
    NATIONALITY: 0.15,
    FIELD: 0.05,
    COMPANY: 0.25,
    OTHER_NATIONALITY: -0.6,
    OTHER_FIELD: -0.6,
    OTHER_TIME: -0.4,
}
_PERSON, _ORGANISATION = FAMILIES["PER"], FAMILIES["ORG"]
_LONG = 6
_LIFETIME = 40
_COMPANY = 2
"""How many others two names must be named with both times: one may be chance."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A name, and what the articles that use it tell.

    `together` and `apart` count, against one other name, the articles that use both for one thing and for two.
    """

    key: Key
    traits: Traits = field(default_factory=Traits)


Feature = Callable[[Profile, Profile], str | None]


def same_spelling(one: Profile, other: Profile) -> str | None:
    """Tell whether the names are one, carried over from another script in two ways; a single short word may be two names."""
    left, right = one.key.name, other.key.name
    if one.key.family not in {_PERSON, _ORGANISATION} or left == right or not is_variant(left, right):
        return None
    is_long = " " in left or (one.key.family == _ORGANISATION and min(len(left), len(right)) >= _LONG)
    return SPELLING if is_long else SHORT_SPELLING


def same_but_for_middle_name(one: Profile, other: Profile) -> str | None:
    """Tell whether one person's name has more names between the same first and last one, or a suffix behind them."""
    names = one.key.name, other.key.name
    short, full = sorted((without_suffix(name).split() for name in names), key=len)
    has_suffix = [without_suffix(name) != name for name in names]
    is_longer = len(full) > len(short) or any(has_suffix)
    if one.key.family != _PERSON or len(short) != 2 or not is_longer or all(has_suffix):  # noqa: PLR2004 - first and last name
        return None
    return MIDDLE_NAME if is_variant(short[0], full[0]) and is_variant(short[-1], full[-1]) else None


def end_of_full_name(one: Profile, other: Profile) -> str | None:
    """Tell whether one is a person's last name alone and the other a full name that ends so.

    It is never enough without company, and a country or a field in common.
    """
    short, full = sorted((one.key.name.split(), other.key.name.split()), key=len)
    is_last_name = one.key.family == _PERSON and len(short) == 1 < len(full)
    return END if is_last_name and is_variant(short[0], full[-1]) else None


def same_nationality(one: Profile, other: Profile) -> str | None:
    """Tell whether both are said to be of one country."""
    return NATIONALITY if one.traits.countries & other.traits.countries else None


def other_nationality(one: Profile, other: Profile) -> str | None:
    """Tell whether they are said to be of different countries."""
    left, right = one.traits.countries, other.traits.countries
    return OTHER_NATIONALITY if left and right and left.isdisjoint(right) else None


def same_field(one: Profile, other: Profile) -> str | None:
    """Tell whether both are said to do the same, by title or trade."""
    return FIELD if one.traits.fields & other.traits.fields else None


def other_field(one: Profile, other: Profile) -> str | None:
    """Tell whether what the one does rules out what the other does."""
    return OTHER_FIELD if exclude(one.traits.fields, other.traits.fields) else None


def same_company(one: Profile, other: Profile) -> str | None:
    """Tell whether both are named beside the same people and organisations; countries and places are named beside everybody."""
    return COMPANY if len(one.traits.company & other.traits.company) >= _COMPANY else None


def other_time(one: Profile, other: Profile) -> str | None:
    """Tell whether the articles that name them lie further apart than a public life lasts."""
    if not one.traits.years or not other.traits.years:
        return None
    gap = max(one.traits.years[0] - other.traits.years[1], other.traits.years[0] - one.traits.years[1])
    return OTHER_TIME if gap > _LIFETIME else None


FEATURES: tuple[Feature, ...] = (
    same_spelling,
    same_but_for_middle_name,
    end_of_full_name,
    same_nationality,
    same_field,
    same_company,
    other_nationality,
    other_field,
    other_time,
)
_NAMES = frozenset((SPELLING, SHORT_SPELLING, MIDDLE_NAME, END))


def judge(one: Profile, other: Profile, *, together: int = 0, apart: int = 0) -> tuple[Judgement, float, tuple[str, ...]]:
    """Judge whether two names are one actor's.

    Two names that articles use for one thing score `(together + likeness) / (together + apart + 1)`, where `likeness` is 1 if one is short
    for the other: so one article suffices for an acronym, two for an unlike name, and each article that keeps them apart counts against it.
    Names that no article uses for one thing are judged by the features; likeness of the names is needed, all else is never enough.

    Args:
        one: A name and its traits.
        other: Another of the same family.
        together: How many articles use both for one thing; one that says so outright counts as two.
        apart: How many articles use them for two things.
    """
    reasons = [reason for feature in FEATURES if (reason := feature(one, other))]
    against = [reason for reason in reasons if WEIGHTS[reason] < 0]
    if together:
        likeness = int(resembles(one.key.name, other.key.name) or bool(_NAMES.intersection(reasons)))
        score = (together + likeness) / (together + apart + 1)
        told = (f"{_TOGETHER} {together} articles", f"{_APART} {apart}")
        return _judgement(score, against), round(score, 3), (*told, *against)
    if not _NAMES.intersection(reasons):
        return "different", 0.0, (UNLIKE,)
    if END in reasons and not (COMPANY in reasons and _share_a_person(one, other)):
        return "different", 0.0, (END_ALONE,)  # "Hassan" is short for too many, and the United Nations are named beside everybody
    score = max(0.0, min(1.0, sum(WEIGHTS[reason] for reason in reasons)))
    if apart:
        against.append(f"{apart} articles keep them apart")
        score = 0.0
    return _judgement(score, against), round(score, 3), tuple(dict.fromkeys((*reasons, *against)))


def weight(reason: str) -> float | None:
    """Return what a reason of `judge` adds to the score; 0 if names were counted, not weighed; `None` if it rules them out as one."""
    return WEIGHTS.get(reason, 0.0 if reason.startswith((_TOGETHER, _APART)) else None)


def _share_a_person(one: Profile, other: Profile) -> bool:
    return any(key.family == _PERSON for key in one.traits.company & other.traits.company)


def _judgement(score: float, against: list[str]) -> Judgement:
    if against:
        return "different"
    return "same" if score >= SAME else "unsure" if score >= UNSURE else "different"
