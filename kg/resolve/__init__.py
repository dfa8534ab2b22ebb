"""Who and what it is, across articles: readings come in, `Knowledge` goes out.

Identity is decided here and nowhere else, and every decision is kept with its score and reasons; the readings stay as they are.
The result depends on the readings alone, not on their order. No article is read and no graph is written here.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import ReadingError
from kg.resolve.actors import resolve_actors
from kg.resolve.events import resolve_events
from kg.resolve.judgements import judgements as judgements_of
from kg.resolve.own_events import with_own_events
from kg.resolve.said import in_order, said_by, spoken_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Decision, Knowledge, Reading
    from kg.resolve.gazetteer import Gazetteer

__all__ = ["resolve"]

log = logging.getLogger(__name__)


def resolve(readings: Iterable[Reading], *, known: Gazetteer | None = None, judged: Iterable[Decision] = ()) -> Knowledge:
    """Return all that the readings say, of actors and events resolved across them.

    Args:
        readings: What articles say; the same reading given twice counts once.
        known: Things known by name (see `kg.resolve.gazetteer`); default: the table that is shipped.
        judged: What persons have judged to be the same or different, oldest first; it comes before all that is found here.

    Raises:
        ReadingError: Two readings of one document differ.
    """
    distinct = _distinct(readings)
    judgements = judgements_of(judged)
    actors = resolve_actors(distinct, known, judgements)
    told = [with_own_events(reading, actors.articles[reading.document.id]) for reading in distinct]
    events = resolve_events(told, actors, judgements)
    said = said_by(events.sayings(reading, actors.articles[reading.document.id]) for reading in told)
    log.info(
        "resolved %d readings: %d actors, %d events, %d assertions",
        len(distinct),
        len(actors.actors),
        len(events.events),
        len(said.assertions),
    )
    used = spoken_of(said)
    return replace(
        said,
        actors=tuple(actor for actor in actors.actors if actor.id in actors.named or actor.id in used),
        events=events.events,
        assertions=in_order(said.assertions),
        tolls=in_order(said.tolls),
        times=in_order(said.times),
        statuses=in_order(said.statuses),
        decisions=in_order((*actors.decisions, *events.decisions)),
        redirects=in_order((*actors.former.items(), *events.former.items())),
    )


def _distinct(readings: Iterable[Reading]) -> list[Reading]:
    by_id: dict[str, Reading] = {}
    for reading in readings:
        known = by_id.setdefault(reading.document.id, reading)
        if known != reading:
            raise ReadingError(f"{reading.document.id}: two different readings of one document. Give each document once.")
    return [by_id[identity] for identity in sorted(by_id)]
