"""The words of the text that give the number of those who fill a role.

In comes the article's text with a filler, as the network found it; out goes the span that the number is read from. A filler is often less
than what is counted: a pronoun ("the 67 people *who* fled"), what stands behind the bound or a name ("two Israeli *soldiers*"), or by
which the counted are described ("104 people described as *plotters*").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Span
from kg.reader.counts.numbers import LABELS, MONTH, NUMBER_WORDS, QUALIFIER_WORDS, QUALIFIERS, count_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = rf"(?<![\w$€£.,-])(?:(?:{QUALIFIER_WORDS})\s+)?(?!(?:19|20)\d\d\b){NUMBER_WORDS}"

# "the 67 people who fled"; of "two of the people who fled" nobody knows how many fled, and what is counted may be no people.
_NO_PEOPLE = (
    r"\s+of\s+(?:the|them|those|these|his|her|its|their)\b|\s+(?:second|minute|hour|day|week|month|year|mile|kilomet|time|village|town)"
)
_WORDS = r"(?:\s+(?!(?:by|in|on|at|to|from|with|for|and|or|as|was|were|is|are|after|before)\b)[a-z-]+){1,3}"
_BEFORE_WHO = re.compile(
    rf"(?<![\w$€£.,-])((?:(?:{QUALIFIER_WORDS})\s+)?{NUMBER_WORDS}(?!{_NO_PEOPLE}){_WORDS}),?\s+$",
    re.IGNORECASE,
)
_BEFORE_WHOM = re.compile(rf"(?<![\w$€£.,-])((?:(?:{QUALIFIER_WORDS})\s+)?{NUMBER_WORDS})\s+of\s+$", re.IGNORECASE)
_BEFORE = {"who": _BEFORE_WHO, "whom": _BEFORE_WHOM, "them": _BEFORE_WHOM}
# The words of a bound, which the filler may begin within or behind: the network often takes "fewer than 90 people" of "No fewer than 90
# people". Words that are prepositions, too, are left where a filler leaves them ("a quarrel over 12 hostages").
_PREPOSITIONS = frozenset(("over", "above", "under", "below", "about", "around"))
_BOUND = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(QUALIFIERS.keys() - _PREPOSITIONS, key=len, reverse=True))})"
    rf"\s+(?:(?:another|a\s+further|an\s+additional|the)\s+)?(?={NUMBER_WORDS})",
    re.IGNORECASE,
)
# "Left over 90 dead", "between 90 and 100 people".
_BOUND_AHEAD = re.compile(
    rf"(?:\b(?:left|leav\w+|kill\w*|wound\w*|injur\w*|hurt|claim\w*|displac\w*)\s+(?P<over>(?:{'|'.join(sorted(_PREPOSITIONS))})\s+)"
    rf"|\b(?P<between>between\s+{NUMBER_WORDS}\s+and\s+))$",
    re.IGNORECASE,
)
_LONGEST_BOUND = 40  # characters
# Names, a description or others between the number and the filler: "two Israeli soldiers", "104 people described as plotters", "161
# civilians and police", "two of his aides".
_NUMBERED = re.compile(
    rf"((?i:{_NUMBER})(?:(?:\s+(?!{MONTH}\b)[A-Z][\w.'’-]*){{0,3}}|(?i:{_WORDS}\s+(?:(?:described|identified|regarded|known|label?led|branded"
    r"|posing|dressed|disguised|working|serving|acting|listed|recorded|registered)\s+as(?:\s+being)?|(?:believed|thought|suspected|said"
    rf"|alleged|presumed|known|considered|deemed)\s+(?:to\s+be|to\s+have\s+been|of\s+being))|{_WORDS}\s+and|\s+of\s+(?:his|her|its|their|the|those))))\s+$"
)
_BARE = re.compile(rf"{_NUMBER}", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:[^s’']s|men|women|people|children|police|troops|personnel|staff|crew|[a-z]ese|Taliban)$")
_LABEL = re.compile(rf"\b(?:{MONTH}|(?i:{'|'.join(map(re.escape, sorted(LABELS)))}))\.?\s+$")
# "Two of the wounded": what only says of whom some are.
_OF_THOSE = re.compile(
    r"\s+of\s+(?:the|those|his|her|its|their)"
    r"(?:(?:\s+[a-z-]+)??\s+(?:men|women|people|children|[a-z-]*[^\Ws]s)\b|\s+(?:dead|wounded|injured|killed|missing)\b)"
)
NEAR = 80  # characters before "who" or a trigger that are looked at
_NAMED, _PAUSED, _DIGITS_OF_AGE = re.compile(r"\b[A-Z][\w'’-]+,\s+(?:aged\s+)?$"), re.compile(r"\s*[,.;)]"), 2


def with_bound(text: str, filler: Span) -> Span:
    """Return the filler with all the words that bound its number and that say of whom they are some.

    "No fewer than 90 people" for "fewer than 90 people", "two of the wounded" for "two".
    """
    start, end = filler.start, filler.end
    for bound in _BOUND.finditer(text, max(0, start - _LONGEST_BOUND), end):
        if bound.start() < start <= bound.end():
            start = bound.start()
            break
    ahead = _BOUND_AHEAD.search(text, max(0, start - _LONGEST_BOUND), start)
    if ahead and _BARE.match(text, start):
        start = ahead.start(ahead.lastgroup or 0)
    some = _OF_THOSE.match(text, end) if _BARE.fullmatch(filler.text) else None
    end = some.end() if some else end
    return Span(start, end, text[start:end])


def with_number(text: str, filler: Span, others: Iterable[Span]) -> Span:
    """Return the filler with the number that stands before it, if it has none and no other one has that number."""
    if not _SEVERAL.search(filler.text) or count_of(filler.text):
        return filler
    found = _NUMBERED.search(text, max(0, filler.start - NEAR), filler.start)
    if found is None or _LABEL.search(text, max(0, found.start() - NEAR), found.start()):
        return filler
    whole = Span(found.start(), filler.end, text[found.start() : filler.end])
    return filler if any(whole.overlaps(other) for other in others if other != filler) else whole


def antecedent(text: str, filler: Span) -> Span:
    """Return the counted people right before "who", how many of "whom" or "them", or any other filler as it is."""
    before = _BEFORE.get(filler.text.lower())
    found = before.search(text, max(0, filler.start - NEAR), filler.start) if before else None
    if found and _LABEL.search(text, max(0, found.start() - NEAR), found.start()):
        return filler
    return Span(*found.span(1), found[1]) if found else filler


def is_age(text: str, filler: Span) -> bool:
    """Tell whether a bare number is the age of who is named before it: "Ada Roe, 45, was arrested"."""
    if not filler.text.isdigit() or len(filler.text) > _DIGITS_OF_AGE or not _PAUSED.match(text, filler.end):
        return False
    return _NAMED.search(text, max(0, filler.start - NEAR), filler.start) is not None
