"""Whether two articles tell of one event: two tellings come in; a judgement, its score and the evidence for it go out.

Each piece of evidence has a name and a weight in one table; a feature is a function that names the pieces that it finds. Tolls, agents and
targets that differ speak little or not at all against two tellings being of one event, because reports differ; days and places that
exclude each other do. Nothing here looks at more than the two tellings.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS, HARMS, PARENT, family
from kg.resolve.anchors import MOST_PARTICIPANTS, STATEMENTS, is_anchored
from kg.resolve.dates import NONE, agree, interval, is_day, is_month
from kg.resolve.stories import ALIKE, DAYS, likeness
from kg.resolve.told import is_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from kg.model import Judgement, PartialDate, Role
    from kg.resolve.told import Told, TollRange

# Types that others are a kind of: what one article calls a bombing, another calls an attack, but seldom a shooting.
WIDE = frozenset(PARENT.values())

WEIGHTS: Mapping[str, float] = {
    "same type": 0.1,
    "same word": 0.04,
    "another kind of attack": -0.15,
    "same place": 0.35,
    "one place in the other": 0.25,
    "same country": 0.15,
    "once-only participant": 0.6,
    "participant": 0.25,
    "other agents": -0.1,
    "other targets": -0.15,
    "other victims": -0.15,
    "linked participant": 0.15,
    "about the same event": 0.5,
    "harm of the same event": 0.6,
    "harm of another event": -0.2,
    "planned in one only": -0.35,
    "same toll": 0.25,
    "tolls far apart": -0.1,
    "same day": 0.35,
    "a day apart": 0.1,
    "same month": 0.25,
    "dates agree": 0.15,
    "another day": -0.3,
    "reported within days": 0.2,
    "reported within days of the date": 0.25,
    "same story": 0.35,
    "same word in one story": 0.35,
}
OTHERS: Mapping[Role, str] = {"Agent": "other agents", "Target": "other targets", "Victim": "other victims"}
"""What it is called where both articles name who had a role, and name nobody twice."""
OTHER_PLACES = "other places"
SAME = 0.7
UNSURE = 0.5
_ONE_SIDED: frozenset[str] = frozenset(family(kind) for kind in ATTACKS | HARMS) | {"Abuse", "Arrest", "Kidnapping"}
"""Kin that one side does to another; fighting, talks and wars are of both."""
_SUFFERING: frozenset[Role] = frozenset(("Target", "Victim"))
_FAR_APART = 3  # one number so many times the other
_DAY = timedelta(days=1)
_BLUR = timedelta(days=7)  # what was "two weeks ago" may lie so far outside the month that is told of it


def judge(one: Told, other: Told) -> tuple[Judgement, float, tuple[str, ...]]:
    """Judge whether two articles tell of one event: the judgement, its score, which may be above 1, and the evidence."""
    reason = clash(one, other)
    if reason:
        return "different", 0.0, (reason,)
    evidence = sorted(piece for feature in FEATURES for piece in feature(one, other))
    score = round(max(0.0, sum(WEIGHTS[piece] for piece in evidence)), 3)
    judgement: Judgement = "same" if score >= SAME and is_anchored(one, other, evidence) else "unsure" if score >= UNSURE else "different"
    return judgement, score, tuple(evidence)


def clash(one: Told, other: Told) -> str | None:
    """Return why two tellings cannot be of one event, or `None`."""
    if one.ref == other.ref:
        return None
    return next((reason for reason, holds in CONTRADICTIONS.items() if holds(one, other)), None)


def _have_other_dates(one: Told, other: Told) -> bool:
    """Tell whether all the times given are far apart; of days that are near each other one may be wrong."""
    pairs = list(product(one.dates, other.dates))
    return bool(pairs) and not any(agree(a, b, blur=_blur(one, other, a, b)) or _are_near(a, b) for a, b in pairs)


def _blur(one: Told, other: Told, a: PartialDate, b: PartialDate) -> timedelta:
    """Return how far apart a date of the one and a date of the other may lie if one of them is no day."""
    return _BLUR if a in one.blurred or b in other.blurred else NONE


def _are_near(one: PartialDate, other: PartialDate) -> bool:
    return is_day(one) and is_day(other) and abs((interval(one)[0] - interval(other)[0]).days) <= DAYS


def _have_other_speakers(one: Told, other: Told) -> bool:
    """Tell whether the two are statements that others make."""
    if one.type not in STATEMENTS or other.type not in STATEMENTS:
        return False
    speakers = [{actor for role, actor in told.participants if role == "Agent"} for told in (one, other)]
    return all(speakers) and speakers[0].isdisjoint(speakers[1])


def _have_other_places(one: Told, other: Told) -> bool:
    settled = [told.places - told.sites for told in (one, other)]
    # Of a square nobody can say that it is not in the city that another article names.
    are_comparable = all(settled) or (one.places and other.places and not any(settled))
    if not are_comparable or one.places & other.places or _nested(one, other):
        return False
    # Nor of a town, of which it is not known in which country it lies, that it is not in the one that another article names.
    return not (_is_in_a_land(one) and not other.countries) and not (_is_in_a_land(other) and not one.countries)


def _is_in_a_land(told: Told) -> bool:
    """Tell whether no place of it is narrower than a country."""
    return told.places <= told.countries


def _is_told_before(one: Told, other: Told) -> bool:
    """Tell whether the article of `one` is older than the time that `other` gives its event; a day's difference is let pass."""
    if one.published is None or one.is_planned or not other.dates:
        return False
    return all(interval(moment)[0] - one.published > (_BLUR if moment in other.blurred else _DAY) for moment in other.dates)


def _are_sides_changed(one: Told, other: Told) -> bool:
    """Tell whether who did it in the one suffers it in the other, and nobody is on one side in both: a strike and the answer to it."""
    if one.kin not in _ONE_SIDED or not one.participants or not other.participants:
        return False
    (did, suffered), (did_too, suffered_too) = _sides(one), _sides(other)
    if not did or not did_too or not did.isdisjoint(did_too) or not suffered.isdisjoint(suffered_too):
        return False
    return not did.isdisjoint(suffered_too) or not suffered.isdisjoint(did_too)


def _sides(told: Told) -> tuple[frozenset[str], frozenset[str]]:
    """Return who did it, as far as nobody doubts that, and to whom."""
    did = frozenset(actor for role, actor in told.participants if role == "Agent") - told.doubted
    return did, frozenset(actor for role, actor in told.participants if role in _SUFFERING)


CONTRADICTIONS: Mapping[str, Callable[[Told, Told], bool]] = {
    "two events of one article": lambda one, other: one.ref[0] == other.ref[0],
    "other kinds of events": lambda one, other: one.kin != other.kin,
    "other dates": _have_other_dates,
    "told before it happened": lambda one, other: _is_told_before(one, other) or _is_told_before(other, one),
    "other speakers": _have_other_speakers,
    "other people": lambda one, other: bool(one.once and other.once) and one.once.isdisjoint(other.once),
    "sides changed": _are_sides_changed,
    OTHER_PLACES: _have_other_places,  # the last: nothing else speaks against two of which it is the reason
}


def _nested(one: Told, other: Told) -> frozenset[str]:
    """Return the places of one telling that hold a place of the other."""
    return (one.places & other.around) | (other.places & one.around)


# ---------------------------------------------------------------- features


def words(one: Told, other: Told) -> Iterator[str]:
    """Compare what the events are called."""
    if one.type and one.type == other.type:
        yield "same type"
    elif one.type and other.type and not {one.type, other.type} & WIDE:
        yield "another kind of attack"
    if one.words & other.words:
        yield "same word"


def places(one: Told, other: Told) -> Iterator[str]:
    """Compare places; a country alone says little."""
    countries = one.countries | other.countries
    shared, nested = one.places & other.places, _nested(one, other)
    if shared - countries:
        yield "same place"
    elif shared:
        yield "same country"
    elif nested - countries:
        yield "one place in the other"
    elif nested:
        yield "same country"


def participants(one: Told, other: Told) -> Iterator[str]:
    """Compare who took part, in the event itself and in what the articles link it to."""
    shared = one.participants & other.participants
    once = one.once & other.once
    if once:
        yield "once-only participant"
    others = sum(actor not in once for _, actor in shared)
    yield from ["participant"] * min(others, MOST_PARTICIPANTS)
    yield from (OTHERS[role] for role in sorted(OTHERS) if _are_disjoint(one, other, role))
    linked = len((one.linked | one.who) & (other.linked | other.who)) - len(shared)
    yield from ["linked participant"] * max(0, min(linked, MOST_PARTICIPANTS))


def _are_disjoint(one: Told, other: Told, role: Role) -> bool:
    left, right = ({actor for filled, actor in told.participants if filled == role} for told in (one, other))
    if role == "Agent":  # of whom that is doubted tells nothing against another
        left, right = left - one.doubted, right - other.doubted
    return bool(left and right) and left.isdisjoint(right)


def topics(one: Told, other: Told) -> Iterator[str]:
    """Compare what they are about; what caused a harm tells it from others."""
    if one.about & other.about:
        yield "harm of the same event" if one.type in HARMS else "about the same event"
    elif one.about and other.about and one.type in HARMS:
        yield "harm of another event"


def factuality(one: Told, other: Told) -> Iterator[str]:
    """Compare whether it has happened."""
    if one.is_planned != other.is_planned:
        yield "planned in one only"


def tolls(one: Told, other: Told) -> Iterator[str]:
    """Compare the numbers; those that grow from report to report are no contradiction."""
    pairs = [(a, b) for a, b in product(one.tolls, other.tolls) if a[0] == b[0]]
    if any(_number(a) == _number(b) and is_mark(a) for a, b in pairs):
        yield "same toll"
    elif pairs and all(_is_far(a, b) for a, b in pairs):
        yield "tolls far apart"


def _number(toll: TollRange) -> int | None:
    """Return the number that is written, be it "84", "at least 84" or "up to 84"."""
    return toll[1] if toll[1] is not None else toll[2]


def _is_far(one: TollRange, other: TollRange) -> bool:
    (_, _, most), (_, least, _) = sorted((one, other), key=lambda toll: toll[1] or 0)
    return most is not None and least is not None and least >= _FAR_APART * max(most, 1)


def times(one: Told, other: Told) -> Iterator[str]:
    """Compare the times given, and where one gives none the day of its article, unless it tells of the past."""
    if one.dates and other.dates:
        pairs = product(one.dates, other.dates)
        yield max((_agreement(a, b, _blur(one, other, a, b)) for a, b in pairs), key=WEIGHTS.__getitem__)
    elif one.published and other.published and not one.is_past and not other.is_past:
        if not one.dates and not other.dates:
            if abs((one.published - other.published).days) <= DAYS:
                yield "reported within days"
        elif _is_soon(*((one.dates, other.published) if one.dates else (other.dates, one.published))):
            yield "reported within days of the date"


def _agreement(one: PartialDate, other: PartialDate, blur: timedelta) -> str:
    if is_day(one) and is_day(other):
        return "same day" if one.value == other.value else "a day apart" if agree(one, other) else "another day"
    if not agree(one, other):
        return "dates agree" if agree(one, other, blur=blur) else "another day"
    return "same month" if is_month(one) and is_month(other) else "dates agree"


def _is_soon(dates: Sequence[PartialDate], published: date) -> bool:
    return any(-1 <= (published - interval(moment)[1]).days <= DAYS for moment in dates if is_day(moment))


def stories(one: Told, other: Told) -> Iterator[str]:
    """Compare the articles as a whole, unless they speak of the past or of two days; one word in one story is seldom two things."""
    days = [{moment.value for moment in told.dates if is_day(moment)} for told in (one, other)]
    if all(days) and days[0].isdisjoint(days[1]):
        return
    if one.story and other.story and not one.is_past and not other.is_past and likeness(one.story, other.story) >= ALIKE:
        yield "same story"
        if one.words & other.words and one.type not in STATEMENTS:  # many may say the same of one thing
            yield "same word in one story"


FEATURES = (words, places, participants, topics, factuality, tolls, times, stories)
