"""What several reports of the dead of one event come to.

In come the numbers that a day's articles give, each with its bounds, words, voice and place; out go the bounds of those that hold. All of
them do, but three give way to another one:

- a vaguer number ("scores", "at least 133") to one that lies within its bounds ("149", "137");
- the number of some of the dead ("43 policemen", "12 more", "two of the wounded") to any greater one;
- a lower number to a greater one in an earlier sentence of the same article, by the same voice or by the article itself: it is of a part.

All others are rivals, as are two voices and two numbers of one sentence: the bounds hold both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_NUMBER: Final = (
    r"(?:\d[\d.,]*|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"(?:[- ]\w+)?|hundreds?|thousands?|millions?|dozens?|scores?|tens|several|few)"
)
_ANYBODY: Final = (
    r"(?:people|persons?|dead|deaths?|victims?|lives|killed|bodies|corpses|fatalities|casualties|individuals|souls|or\s+more|plus|\+)"
)
_WHOLE = re.compile(rf"{_NUMBER}(?:(?:\s+of)?\s+{_ANYBODY})?$", re.IGNORECASE)
_SOME = re.compile(r"\b(?:others?|another|further|additional|of\s+(?:the|them|whom))\b|(?<!or )\bmore\b(?!\s+than\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """A number of dead: `least` ≤ n ≤ `most` (`None`: open), in the words `quote`.

    `voice` is who says so (`None`: the article itself), `document` the article, and `start` where its sentence begins there.
    """

    least: int
    most: int | None
    quote: str
    voice: str | None
    document: str
    start: int


def together(reports: Collection[Report]) -> tuple[int, int | None]:
    """Return the bounds that hold all reports of which none gives way to another; there is one report at least."""
    kept = [one for one in reports if not any(_gives_way(one, other) for other in reports)]
    closed = [one.most for one in kept if one.most is not None]
    return min(one.least for one in kept), max(closed) if len(closed) == len(kept) else None


def _gives_way(one: Report, other: Report) -> bool:
    if one.most is not None and one.most < other.least:
        return _is_of_some(one.quote) or _is_told_after(one, other)
    is_within = one.least <= other.least and (one.most is None or (other.most is not None and other.most <= one.most))
    return is_within and (one.least, one.most) != (other.least, other.most)


def _is_told_after(one: Report, greater: Report) -> bool:
    return one.document == greater.document and greater.start < one.start and greater.voice in {None, one.voice}


def _is_of_some(quote: str) -> bool:
    """Tell the number of some of the dead from that of people, whoever they are."""
    return _SOME.search(quote) is not None or _WHOLE.search(quote) is None
