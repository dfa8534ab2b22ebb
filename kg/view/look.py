"""How kinds of things and statuses look: names in, shapes and dashes out. Colours live in `assets/page.css`, which knows light and dark.

Shape tells kinds apart where colour cannot, dashes and words tell statuses apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """A row of the legend: nodes that look alike. `shape` is one of vis-network's; the colour is the CSS variable `--group-<id>`."""

    id: str
    label: str
    shape: str


@dataclass(frozen=True, slots=True)
class Line:
    """How an edge of a status is drawn: `dashes` in pixels (empty: solid) and the arrow's head. The colour is `--status-<status>`."""

    status: str
    meaning: str
    dashes: tuple[int, ...]
    head: str = "triangle"


GROUPS = (
    Group("person", "Person", "dot"),
    Group("organisation", "Organisation, group", "hexagon"),
    Group("country", "Country, city", "square"),
    Group("place", "Place", "triangle"),
    Group("event", "Event", "diamond"),
    Group("thing", "Thing", "star"),
)

LINES = (
    Line("Reported", "told as fact", ()),
    Line("Claimed", "a party says so of itself", (9, 4)),
    Line("Accused", "said against another", (9, 4, 2, 4)),
    Line("Suspected", "hedged", (2, 4)),
    Line("Planned", "planned, threatened or called for", (16, 6)),
    Line("Denied", "negated or contradicted", (4, 3), "bar"),
)

_BY_TYPE = {"Person": "person", "GeopoliticalEntity": "country"}
_BY_KIND = {"actor": "organisation", "place": "place", "event": "event", "thing": "thing"}


def group_of(kind: str, type_: str) -> str:
    """Return the id of the legend group for a node; what is of no known kind is a thing."""
    return _BY_TYPE.get(type_) or _BY_KIND.get(kind, "thing")


def in_words(name: str) -> str:
    """Return a lower or upper camel case term as words: "memberOf" → "member of", "AirStrike" → "air strike"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
