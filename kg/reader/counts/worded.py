"""Numbers that no role gives: some who were among the dead, bodies that were found, protesters who gathered, a second voice's toll.

In come the article's text and where its events stand (`kg.reader.counts.harms`); out go counts of these. Bodies that were found, and some
who were among the dead, are at least so many dead: the upper bound is open, until a whole is found that they are a part of.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kg.model import Count, CountKind, CountMention, Span
from kg.reader.counts.counted import KINDS
from kg.reader.counts.numbers import QUALIFIED, count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import EventType
    from kg.reader.counts.harms import Harms

_pattern = partial(re.compile, flags=re.IGNORECASE)
# The words after a number that say who is counted, so that a quote can be read alone; up to a verb that the list names, or a mark.
OF_WHAT = (
    r"(?:\s+(?!(?:and|or|but|as|in|on|at|by|for|from|to|of|were|was|are|is|had|have|who|that|when|while|with|after)\b)"
    r"[^\W\d_][\w'’-]*){0,3}"
)
_BE = r"(?:is|are|was|were|(?:has|have|had)\s+been)"
_WHO: dict[CountKind, str] = {
    "killed": r"dead|deceased|killed|died|victims|fatalities|slain|slaughtered|massacred|murdered|perished|executed",
    "wounded": r"wounded|injured|hurt",
    "arrested": r"arrested|detained|detainees|jailed|imprisoned",
    "kidnapped": r"kidnapped|abducted|hostages|captives",
    "released": r"freed|released",
    "displaced": r"displaced|evacuated",
}
TYPES: dict[CountKind, EventType] = {kind: event for event, kind in KINDS.items()}
_THOSE = (
    rf"(?:the|those|its|their)\s+(?:{QUALIFIED}\s+)?(?:(?:people|persons|men|women|children|[a-z-]+s)\s+)?(?:who\s+(?:{_BE}\s+)?)?"
    rf"(?:[a-z]+ly\s+)?(?:{'|'.join(f'(?P<{kind}>(?:{words}))' for kind, words in _WHO.items())})\b"
)
_AMONG, _OF_THE = _pattern(r"\bamong(?:st)?\s+(?:the|those|its|their)\b"), _pattern(rf"\s+of\s+{_THOSE}")
_SOME = rf"(?P<part>(?:{QUALIFIED}{OF_WHAT}(?:,|,?\s+and)\s+){{0,3}}{QUALIFIED}{OF_WHAT}(?:,?\s+and\s+an?{OF_WHAT})?)"
_PARTS: tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...] = (
    (
        _AMONG,
        (
            _pattern(rf"{_SOME}\s+{_BE}\s+(?:(?:[a-z]+ly|also)\s+)?among(?:st)?\s+{_THOSE}"),
            _pattern(rf"\bamong(?:st)?\s+{_THOSE}[^.;:!?\n\d]{{0,60}}?\s{_BE}\s+{_SOME}"),
        ),
    ),
    # "Two of the dead were children"; of "two of the wounded died" the verb has its own count.
    (
        _OF_THE,
        (
            _pattern(
                rf"(?P<part>{QUALIFIED})\s+of\s+{_THOSE}[^.;:!?\n\d,]{{0,60}}?\s(?:were|are)\s+(?:all\s+)?"
                r"(?:(?!(?:\w+(?:ed|en)|in|on|at|to|by|from|under)\b)[a-z-]+\s+)?(?:men|women|children|[a-z-]*[^\Ws]s)\b"
            ),
        ),
    ),
)
_BODIES = _pattern(r"\b(?:bodies|corpses)\b")
# Of these kinds are "bodies" that live.
_OFFICES = (
    r"(?:advisory|aid|civic|electoral|federal|governing|government(?:al)?|humanitarian|international|investigative|judicial|legislative|municipal"
    r"|official|political|professional|public|regional|regulatory|relief|rights|sporting|sports?|state|supervisory|trade|un|union|world)"
)
_CORPSES = rf"(?:(?!{_OFFICES}\s)[a-z-]+\s+){{0,2}}?(?:bodies|corpses)"
_FOUND = r"(?:found|recovered|retrieved|pulled|discovered|exhumed|counted|dug|unearthed|collected|buried|identified|washed|brought|removed)"
# "Two bodies found in a well", but those that "identified the gunmen" live.
_PARTICIPLE_ENDS = (
    r"(?=\s*(?:[.,;:)]|$)|\s+(?:above|after|along|amid|around|ashore|at|behind|beneath|beside|between|by|during|earlier|from|here|in|inside|into"
    r"|last|later|near|nearby|off|on|out|outside|over|since|so|there|this|to|today|under|up|when|where|while|with|within|yesterday)\b)"
)
_OF_BODIES = (
    _pattern(
        rf"(?P<part>{QUALIFIED}\s+(?:of\s+)?{_CORPSES})\b[^.,;:!?\n\d]{{0,30}}?\s"
        rf"(?:(?:is|are|was|were|be|been|being)\s+(?:[a-z]+\s+){{0,2}}?{_FOUND}\b(?!\s+twice\b)|{_FOUND}{_PARTICIPLE_ENDS})"
    ),
    _pattern(rf"\b{_FOUND}\s+(?:out\s+|up\s+)?(?:another\s+)?(?P<part>{QUALIFIED}\s+{_CORPSES})\b"),
)
_STRIKERS = _pattern(
    r"\bnumbers?\s+of\s+(?:the\s+)?(?:protest|strik|demonstrat|march|pickets|participants)|\bgather|\brall|\b(?:part|turned|join)"
)
_PROTEST = r"(?:(?:the|an?|this)\s+(?:[\w-]+\s+)?(?:protest|strike|march|rally|demonstration|walkout|sit-in|picket)s?)"
_OF_PROTESTERS = (
    _pattern(
        r"\bnumber\s+of\s+(?:the\s+)?(?:protesters|strikers|demonstrators|marchers|pickets|participants)\b[^.;:!?\n\d]{0,60}?"
        rf"\s(?:at|to|was|is|reached|exceeded|topped)\s+(?P<part>{QUALIFIED})"
    ),
    _pattern(
        rf"(?P<part>{QUALIFIED}(?:\s+of\s+(?:its|their|his|her|the)(?:\s+[a-z-]+)?|{OF_WHAT}))(?:\s+(?:at|in|from|across)\s[^.,;:!?\n\d]{{1,50}}?)?"
        r"\s+(?:(?:have|had|has|also|already)\s+){0,2}"
        r"(?:(?:gathered|rallied|massed|assembled|converged|turned\s+out)(?!\s+to\s+(?:mourn|celebrat|watch|pray|hear|see|welcome|greet)\w*"
        rf"|\s+for\s)|(?:joined|attended|(?:took|taken)\s+part\s+in|participated\s+in)\s+{_PROTEST})"
    ),
)
# "Put the number of dead at 30, hospital sources at 22": what follows a toll that someone puts at a number.
_AT = _pattern(r"\bat\s+$")
_RIVAL = _pattern(
    rf"(?:,|;)?\s+(?:(?:and|while|but|whereas)\s+)?(?:(?!(?:number|toll|count|figure|wounded|injur\w+|arrest\w+|missing)\b)[^\s.;:!?\d,]+\s+){{1,8}}?"
    rf"(?:(?:put|puts|putting)\s+(?:it|(?:the|its)\s+(?:figure|number|toll))\s+)?at\s+(?P<part>{QUALIFIED})(?!\s*(?:a\.?m|p\.?m|o['’]clock)\b)"
)


def some_of_them(text: str, harms: Harms) -> Iterator[CountMention]:
    """Yield the numbers of some who are said to be among the dead, the wounded or others; none is a toll of its own."""
    for mark, patterns in _PARTS:
        for match in harms.in_sentences(text, mark, *patterns):
            kind = next(kind for kind in _WHO if match.group(kind))
            yield from _counted(match, kind, harms)


def worded(text: str, harms: Harms) -> Iterator[CountMention]:
    """Yield the numbers of bodies that were found and of protesters who came."""
    types = {mention.type for mention in harms.mentions}
    if "Killing" in types:
        for match in harms.in_sentences(text, _BODIES, *_OF_BODIES):
            yield from _counted(match, "killed", harms, is_open=True)
    if "Protest" in types:
        for match in harms.in_sentences(text, _STRIKERS, *_OF_PROTESTERS):
            yield from _counted(match, "protesters", harms)


def rival(text: str, toll: CountMention) -> CountMention | None:
    """Return the number that another voice puts the toll at, right behind it."""
    found = _RIVAL.match(text, toll.span.end) if _AT.search(text, max(0, toll.span.start - 5), toll.span.start) else None
    span = Span(*found.span("part"), found["part"]) if found else None
    count = count_of(span.text) if span else None
    return CountMention(span, toll.trigger, toll.kind, count) if span and count else None


def _counted(match: re.Match[str], kind: CountKind, harms: Harms, *, is_open: bool = False) -> Iterator[CountMention]:
    span = Span(*match.span("part"), match["part"])
    types, count = (TYPES[kind],), count_of(span.text)
    event = harms.of_toll(span.start, match.end(), types) or (harms.next_of(span.end, types) if is_open else None)
    if event and count:
        yield CountMention(span, event.trigger, kind, Count(count.at_least, None, count.quote) if is_open else count)
