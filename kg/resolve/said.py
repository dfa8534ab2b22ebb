"""All that some articles say, once it is known who and what they speak of: sayings come in, `Knowledge` without its things goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kg.model import Knowledge
from kg.resolve.assertions import assertions, statuses, times, tolls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.resolve.assertions import Sayings

T = TypeVar("T")


def said_by(sayings: Iterable[Sayings]) -> Knowledge:
    """Return the articles and what they say, without the things that they say it of; nothing twice."""
    distinct = list(sayings)
    return Knowledge(
        documents=tuple(one.reading.document for one in distinct),
        assertions=_once(a for one in distinct for a in assertions(one)),
        tolls=_once(toll for one in distinct for toll in tolls(one)),
        times=_once(time for one in distinct for time in times(one)),
        statuses=_once(status for one in distinct for status in statuses(one)),
    )


def spoken_of(said: Knowledge) -> set[str | None]:
    """Return of whom and what, and by whom, something is said; of those without a name only these belong into a graph."""
    used = {a.subject for a in said.assertions} | {a.object for a in said.assertions} | {a.according_to for a in said.assertions}
    used |= {actor for a in said.assertions for actor in a.relayed_by}
    return used | {toll.according_to for toll in said.tolls} | {status.according_to for status in said.statuses}


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def in_order(items: Iterable[T]) -> tuple[T, ...]:
    """Return the items in the order of their content, each once; `repr` orders dates and `None` too."""
    return tuple(sorted(set(items), key=repr))
