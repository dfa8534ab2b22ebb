"""Answers what people ask first, without SPARQL: names, types and dates come in, tables whose rows lead to their sentences go out.

Nothing here draws (`kg.view`, `kg.cards`) or changes the store.
"""

from __future__ import annotations

from kg.explore.assertions import assertions, neighbours
from kg.explore.entities import actors
from kg.explore.events import events, timeline, tolls
from kg.explore.finding import Finder, Thing
from kg.explore.searching import hits, places_near, places_within, totals
from kg.explore.sentences import evidence, find
from kg.periods import When, is_within, period

__all__ = [
    "Finder",
    "Thing",
    "When",
    "actors",
    "assertions",
    "events",
    "evidence",
    "find",
    "hits",
    "is_within",
    "neighbours",
    "period",
    "places_near",
    "places_within",
    "timeline",
    "tolls",
    "totals",
]
