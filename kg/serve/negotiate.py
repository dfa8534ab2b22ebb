"""Chooses a media type: the header `Accept` and what can be offered come in, the best offer goes out.

Source: RFC 9110, 12.5.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

SOLUTIONS: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
BOOLEAN: Final = tuple(one for one in SOLUTIONS if one not in {"text/csv", "text/tab-separated-values"})
TRIPLES: Final = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/json",
    "application/xml",
    "text/xml",
)
HTML: Final = "text/html"

_QUALITY: Final = re.compile(r"[01](?:\.\d{0,3})?")


@lru_cache(maxsize=256)
def chosen(accept: str, offers: tuple[str, ...]) -> str | None:
    """Return the offer that is liked best, the first of equals; `None`: none is acceptable.

    Args:
        accept: The header's value; empty: anything is acceptable.
        offers: Media types, our favourite first.
    """
    ranges = tuple(_ranges(accept)) or (("*", "*", 1.0),)
    best = max(offers, key=lambda offer: (_liked(offer, ranges), -offers.index(offer)))
    return best if _liked(best, ranges) > 0 else None


def _ranges(accept: str) -> Sequence[tuple[str, str, float]]:
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        type_, slash, subtype = name.lower().partition("/")
        if slash and type_ and subtype:
            found.append((type_, subtype, _quality(parameters)))
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return min(1.0, float(value)) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0


def _liked(offer: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """Return how much an offer is liked: what the most specific range that fits says."""
    type_, _, subtype = offer.partition("/")
    fitting = [
        ((range_type != "*") + (range_subtype != "*"), quality)
        for range_type, range_subtype, quality in ranges
        if range_type in {"*", type_} and range_subtype in {"*", subtype}
    ]
    return max(fitting)[1] if fitting else 0.0
