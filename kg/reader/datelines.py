"""Where an article was written, as news agencies put it before the first sentence: "LA PAZ, March 14 (Reuters) - ".

In comes a text, out go the places of its datelines. In capitals, without a sentence around it, a city may look like anybody's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_CAPITALS = rf"{_CAPITAL}(?:{_CAPITAL}|[.'’ -])*{_CAPITAL}"
_REGION = r"(?:,\s[^\W\d_][\w.]+)?"
_DATE = r",?\s(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:,\s\d{4})?"
_AGENCY = r"\s?\([^\W\d_][\w ./-]{1,20}\)"
# Capitals alone are no dateline: "FILE - …" stands under a picture, "BLACK: …" in an interview.
DATELINE = re.compile(rf"^({_CAPITALS}){_REGION}(?:{_DATE}(?:{_AGENCY})?|{_AGENCY})\s?[-–—:]", re.MULTILINE)


def places_of_datelines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places with which lines of `text` begin that open with place and date, place and agency, or all three, in characters."""
    for found in DATELINE.finditer(text):
        yield found.span(1)
