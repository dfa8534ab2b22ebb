"""Where an article was written, as news agencies put it before the first sentence: "LA PAZ, March 14 (Reuters) - ".

In comes a text, out go the places of its datelines, and where these stand. In capitals, without a sentence around it, a city may look like
anybody's name, or as if it said what follows; and the day is that of writing, not of what happened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Argument

_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_CAPITALS = rf"{_CAPITAL}(?:{_CAPITAL}|[.'’ -])*{_CAPITAL}"
_REGION = r"(?:,\s[^\W\d_][\w.]+)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf",?\s(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_AGENCY = r"\s?\([^\W\d_][\w ./-]{1,20}\)"
# Capitals alone are no dateline: "FILE - …" stands under a picture, "BLACK: …" in an interview.
DATELINE = re.compile(rf"^({_CAPITALS}){_REGION}(?:{_DATE}(?:{_AGENCY})?|{_AGENCY})\s?[-–—:]", re.MULTILINE)


def places_of_datelines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places with which lines of `text` begin that open with place and date, place and agency, or all three, in characters."""
    for found in DATELINE.finditer(text):
        yield found.span(1)


def outside_datelines(text: str, arguments: Iterable[Argument]) -> Iterator[Argument]:
    """Yield the arguments but for sources and times in a dateline: the place does not speak, and the day is that of writing."""
    datelines = [found.span() for found in DATELINE.finditer(text)]
    for argument in arguments:
        filler = argument.filler
        if argument.role not in {"Source", "Time"} or not any(start <= filler.start and filler.end <= end for start, end in datelines):
            yield argument
