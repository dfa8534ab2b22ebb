"""Where an article was written, as news puts it before the first sentence: "LA PAZ, March 14 (Reuters) - ", or shorter "LA PAZ: ".

In comes a text, out go the places of its datelines, and where these stand. In capitals, without a sentence around it, a city may look like
anybody's name, or as if it said what follows; and the day is that of writing, not of what happened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.lexicon import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Argument, Span

_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_CAPITALS = rf"{_CAPITAL}(?:{_CAPITAL}|[.'’/ -])*{_CAPITAL}"
_REGION = r"(?:,\s[^\W\d_][\w.]+)?"
_MONTH = rf"(?:{'|'.join(name[:3].capitalize() for name in MONTH_NAMES)})[a-z]*\.?"  # however it is cut
_DATE = rf",?\s(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_AGENCY = r"\s?\([^\W\d_][\w ./-]{1,20}\)"
# Capitals alone are no dateline: "FILE - …" stands under a picture, "BLACK: …" in an interview.
DATELINE = re.compile(rf"^({_CAPITALS}){_REGION}(?:{_DATE}(?:{_AGENCY})?|{_AGENCY})\s?[-–—:]", re.MULTILINE)
PLACE = re.compile(r"[^\s/](?:[^/]*[^\s/])?")  # one of "GENEVA/PORT SUDAN"
# A place alone is one where it opens the text, or the line behind its title, and nobody speaks so again as in an interview.
LONE = re.compile(rf"^({_CAPITALS}):\s", re.MULTILINE)
SHORTEST_LONE = 4  # characters; "UN: famine spreads" is a headline that says who says so
LAST_LONE = 3  # lines that may stand before what opens the text: a title, its second line, a blank one
PLACES = frozenset(("GPE", "LOC"))


def places_of_datelines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places with which lines of `text` begin that open with place and date, place and agency, or all three, in characters."""
    for found in DATELINE.finditer(text):
        yield from (part.span() for part in PLACE.finditer(text, *found.span(1)))


def outside_datelines(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> Iterator[Argument]:
    """Yield the arguments but for agents, sources and times in a dateline: the place does not act or speak, and the day is that of writing.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each mention; of a name alone it tells whether it is a place's.
    """
    datelines = [found.span() for found in DATELINE.finditer(text)]
    lone = _lone(text)
    for argument in arguments:
        filler = argument.filler
        is_inside = any(start <= filler.start and filler.end <= end for start, end in datelines) or (
            lone is not None and lone == (filler.start, filler.end) and types.get(filler) in PLACES
        )
        if argument.role not in {"Agent", "Source", "Time"} or not is_inside:
            yield argument


def _lone(text: str) -> tuple[int, int] | None:
    """Return where the capitals stand that may be a place alone before the first sentence, `None` if there are none, or several."""
    found = [name.span(1) for name in LONE.finditer(text)]
    if len(found) != 1 or found[0][1] - found[0][0] < SHORTEST_LONE or text.count("\n", 0, found[0][0]) > LAST_LONE:
        return None
    return found[0]
