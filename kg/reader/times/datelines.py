"""Where an article was written, as news puts it before the first sentence: "LA PAZ, March 14 (Reuters) - ", or shorter "LA PAZ: ".

In comes a text, out go the places of its datelines, where these stand, and the day. In capitals, without a sentence around it, a city may
look like anybody's name, or as if it said what follows; and the day is that of writing, not of what happened. "Today" is reckoned from it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.reader.lexicon import MONTH_NAMES, MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Argument, Span

_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_CAPITALS = rf"{_CAPITAL}(?:{_CAPITAL}|[.'’/ -])*{_CAPITAL}"
_ALL_CAPITALS = rf"{_CAPITALS}(?:\s(?:and|&)\s{_CAPITALS})*"
_NAME = rf"{_CAPITAL}[\w'’.-]+(?:\s{_CAPITAL}[\w'’.-]+){{0,2}}"
_NAMES = rf"{_NAME}(?:\s(?:and|&)\s{_NAME})*"
_REGION = r"(?:,\s[^\W\d_][\w.]+){0,2}"
_MONTH = rf"(?:{'|'.join(name[:3].capitalize() for name in MONTH_NAMES)})[a-z]*\.?"  # however it is cut
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_DATE = rf",?\s{_DAY}"
_AGENCY = r"\s?\(\s?[^\W\d_][\w ./-]{1,30}\)"
# Capitals alone are no dateline: "FILE - …" stands under a picture, "BLACK: …" in an interview. Names need both date and agency.
DATELINE = re.compile(
    rf"^(?:(?P<capitals>{_ALL_CAPITALS})(?:{_REGION}(?:{_DATE}(?:{_AGENCY})?|{_AGENCY})\s?[-–—:]|\s\(\s?{_DAY}\)\s?[-–—:]|\s?[-–—]\s{_DAY}:)"
    rf"|(?P<names>{_NAMES}){_REGION}{_DATE}{_AGENCY}\s?[-–—])",
    re.MULTILINE,
)
# One of "GENEVA/PORT SUDAN", "OZ and UR". What parts them is sought where a run of blanks begins, as its time grows with the square else.
PLACE = re.compile(r"\b(?!and\s)[^\s/&](?:(?!(?<!\s)(?:\s+and\s|\s*[/&]))[^\n])*")
WRITTEN = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})|(?P<day_first>\d{{1,2}})\s(?P<month_last>{_MONTH}))(?:,?\s(?P<year>\d{{4}}))?"
)
LATEST, EARLIEST = timedelta(days=1), timedelta(days=7)
"""How long after and before publication the day of a dateline without a year may be."""
# A place alone is one where it opens the text, or the line behind its title, and nobody speaks so again as in an interview.
LONE = re.compile(rf"^({_CAPITALS}):\s", re.MULTILINE)
SHORTEST_LONE = 4  # characters; "UN: famine spreads" is a headline that says who says so
LAST_LONE = 3  # lines that may stand before what opens the text: a title, its second line, a blank one
PLACES = frozenset(("GPE", "LOC"))


def places_of_datelines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places with which lines of `text` begin that open with place and date, place and agency, or all three, in characters."""
    for found in DATELINE.finditer(text):
        yield from (part.span() for part in PLACE.finditer(text, *found.span("capitals" if found["capitals"] else "names")))


def day_of_writing(text: str, published: date | None) -> date | None:
    """Return the day of the dateline, if there is one only: with the year that it says, or else about when the article was published."""
    found = [said for line in DATELINE.finditer(text) if (said := WRITTEN.search(line.group()))]
    if len(found) != 1:
        return None
    (said,) = found
    day, month = int(said["day"] or said["day_first"]), MONTHS[(said["month"] or said["month_last"])[:3].lower()]
    if said["year"]:
        return _date(int(said["year"]), month, day)
    if published is None:
        return None
    near = (_date(year, month, day) for year in (published.year, published.year - 1))
    return next((one for one in near if one and -LATEST <= published - one <= EARLIEST), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def outside_datelines(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> Iterator[Argument]:
    """Yield the arguments but for agents, sources and times in a dateline: the place does not act or speak, and the day is that of writing.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each mention; of a name alone it tells whether it is a place's.
    """
    datelines = [found.span() for found in DATELINE.finditer(text)]
    starts = [start for start, _ in datelines]
    lone = _lone(text)
    for argument in arguments:
        filler = argument.filler
        last = bisect_right(starts, filler.start)  # of the datelines, which do not overlap
        is_inside = (last > 0 and filler.end <= datelines[last - 1][1]) or (
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
