"""What ties two tellings to one happening, beyond how much speaks for it.

In come two tellings and the evidence that was found (`kg.resolve.event_features`); out goes whether some of it anchors them: the same
people at the same time may have done two things. Nothing is weighed here.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from kg.hierarchy import kinds_of
from kg.model import EventType
from kg.resolve.dates import interval, is_day
from kg.resolve.names import fold, is_unnamed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.resolve.told import Told

STATEMENTS = kinds_of("Statement")
# Events that last: two articles need not mean the same day.
LASTING: frozenset[EventType] = frozenset(("War", "Seizure"))
TELLING = frozenset(
    (
        *("same place", "one place in the other", "same country", "participant", "linked participant", "same toll"),
        *("same day", "a day apart", "same month", "dates agree"),
    )
)
"""What says which of several events a word means."""
RECALLED = timedelta(days=60)
"""How long an event is spoken of without saying when it was."""
MOST_PARTICIPANTS = 2
"""More than so many whom two tellings share add nothing."""
ONCE_ONLY = "once-only participant"
"""The evidence that both tell of what happens to a person once only."""
_OF_ONE = frozenset((ONCE_ONLY, "about the same event", "harm of the same event"))
_WITHIN_DAYS = frozenset(("same day", "reported within days", "reported within days of the date"))


def is_anchored(one: Told, other: Told, evidence: Iterable[str]) -> bool:
    """Tell whether the evidence ties the two to one happening."""
    found = Counter(evidence)
    if one.type in STATEMENTS and not _have_one_speaker(one, other, found):
        return False
    if _OF_ONE & found.keys() or _is_there(one, other, found):
        return True
    return _is_lasting_one(found) if one.type in LASTING else _is_momentary_one(one, other, found)


def _is_lasting_one(found: Counter[str]) -> bool:
    return found["participant"] >= MOST_PARTICIPANTS or (_has_place(found) and bool(found["participant"]))


def _is_momentary_one(one: Told, other: Told, found: Counter[str]) -> bool:
    if found["same word in one story"] and (
        TELLING & found.keys() or (_is_main_word(one, other) and not (one.is_general or other.is_general))
    ):
        return True
    has_day = bool(found["same day"] or found["a day apart"])
    return bool(_WITHIN_DAYS & found.keys() and _has_place(found)) or (has_day and bool(found["participant"]))


def _is_there(one: Told, other: Told, found: Counter[str]) -> bool:
    """Tell whether the place, with a number, a day or a month, or someone who took part, tells what is spoken of."""
    if not _has_place(found):
        return False
    if found["same toll"] or found["same day"] or (found["same month"] and one.is_past != other.is_past):
        return True
    return bool(found["participant"] or found["same month"]) and (_is_recalled(one, other) or _is_recalled(other, one))


def _has_place(found: Counter[str]) -> bool:
    return bool(found["same place"] or found["one place in the other"])


def _is_recalled(one: Told, other: Told) -> bool:
    """Tell whether `one`, without a day of its own ("last month"), is told in the weeks after the day that `other` gives."""
    if one.published is None or any(is_day(moment) for moment in one.dates):
        return False
    return any(timedelta(0) <= one.published - interval(moment)[1] <= RECALLED for moment in other.dates if is_day(moment))


def _have_one_speaker(one: Told, other: Told, found: Counter[str]) -> bool:
    """Tell whether two statements are by one speaker, by name or by what he is called; one without may be anybody's of those days."""
    speakers = [_speakers(told) for told in (one, other)]
    if all(speakers):
        return not speakers[0].isdisjoint(speakers[1])
    return bool((_WITHIN_DAYS | {"same story"}) & found.keys())


def _speakers(told: Told) -> set[str]:
    called = {actor: fold(name) for actor, name in told.nameless if not is_unnamed(name)}
    return {called.get(actor, actor) for role, actor in told.fillers if role == "Agent"}


def _is_bare(told: Told) -> bool:
    """Tell whether nothing is said of it, as of what is spoken of as known ("the attack")."""
    return not (told.fillers or told.dates or told.tolls)


def _is_main_word(one: Told, other: Told) -> bool:
    """Tell whether the word means what each article is about, of its kin; of what has no type the word itself tells."""
    return one.type is None or other.type is None or ((one.is_main or _is_bare(one)) and (other.is_main or _is_bare(other)))
