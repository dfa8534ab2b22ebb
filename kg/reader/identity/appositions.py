"""Which description and name stand side by side and so are one: "the head of the guard, Ada Roe,", "a gunman identified as Ada Roe".

In come the mentions of an article; out go pairs of a description and the name behind it. A description behind its name ("Ada Roe, a former
minister") is left to the network, which takes hardly any for another's.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.encoder.features import NAME, PRONOUNS, ROLE_NOUNS, kind_of
from kg.reader.identity.nations import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Span

LONGEST = 100  # characters between a description and its name
_TITLES = r"(?:[A-Z][\w.'’-]*\s+){0,3}"
_QUOTED = r"[\"“‘']?(?:the\s+)?[\"“‘']?"
# In brackets: how many of such pairs the annotators of the articles at hand call two.
BESIDE = re.compile(r"\s+(?:[A-Z][\w.'’-]*\s+)?")  # "opposition leader (Gen.) Ada Roe"; 0 of 149
DOUBLE = re.compile(r",\s+(?:(?:the|an?)\s+)?")
BEHIND = re.compile(rf"(?P<of>(?:\s+(?:of|for|at|in|from|to)\s+[^,;:\n]{{1,70}})?),\s+{_TITLES}")  # 1 of 58, a list
_BY = r"(?:by\s+(?:[\w'’.-]+\s+){1,4}|only\s+|locally\s+|simply\s+|officially\s+)?"
NAMED_AS = re.compile(
    rf",?\s+(?:(?:who|whom)\s+)?(?:(?:has|had|have)\s+been\s+|(?:was|is)\s+)?(?:later\s+|since\s+|also\s+)?(?:identified|named|known)\s+"
    rf"{_BY}as\s+{_QUOTED}{_TITLES}"
)  # 0 of 6, with the next
CALLED = re.compile(
    rf",?\s+(?:named|called|(?:(?:that|which|who)\s+)?call(?:ing|s)?\s+(?:it|him|her|them)sel(?:f|ves))\s+{_QUOTED}{_TITLES}"
)
A = re.compile(r"\b[Aa]n?\s+(?:[\w'’-]+\s+){0,2}$")
# Of these a name behind "of" is their own, if it is no country's: "the city of Vale", but "the capital of Helmand" (0 of 40).
OF_NAME = frozenset(("city", "hometown", "island", "municipality", "province", "state", "suburb", "town", "village"))
CAPITALS = frozenset(("capital", "city"))  # "the capital, Vale,"
THE = re.compile(r"\b(?:[Tt]he|his|her|its|our|their)\s+(?:[\w'’-]+\s+){0,2}$")
SHORTEST = 3  # letters of an acronym that is rather a title
BODIES = frozenset(("ORG", "GRP"))
OF = re.compile(r"\s+of\s+(?:[\w.'’-]+\s+){0,3}")
# Behind a name that stands between commas, or ends its clause.
CLOSED = re.compile(r"\s*(?:[,.;:!?)\"”\n]|$)|\s+who\b")
# Behind a name of which a part is missing or a title was taken for it ("Rabbi Ada Roe"), or that is not the only one.
IS_LONGER = re.compile(r"\s+[A-Z]|\s*(?:\[[^\]]*\])?,?\s*[\"”]*(?:alias|a\.?k\.?a|(?:also|better|popularly)\s+known)\b")
# "The man Ada Roe saw" is not Ada Roe.
ANYBODY = frozenset(("boy", "child", "girl", "human", "man", "person", "woman"))
# Of whom somebody may be said to be ("the son of the mayor, Ada Roe"), so that it is open whose name it is.
PEOPLE = ROLE_NOUNS - {"chief", "deputy", "foreign", "general", "head", "justice", "lord", "major", "prime", "supreme", "the", "vice"}


def named_descriptions(text: str, mentions: Sequence[Span], types: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of each description and of the name behind it that is said to be its own.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
    """
    spelt_out = [i for i, mention in enumerate(mentions) if mention.text.lower() not in PRONOUNS]
    people = [i for i in spelt_out if types[i] == "PER"]
    bodies = [i for i in spelt_out if types[i] in BODIES]
    previous = dict(pairwise(reversed(people)))
    for i, j in pairwise(people):
        if _may_be_one(text, mentions, i, j) and _are_side_by_side(text, mentions, i, j):
            yield i, j
            if i in previous and _is_double(text, mentions[previous[i]], mentions[i], mentions[j]):
                yield previous[i], j
    yield from (pair for pair in pairwise(bodies) if _may_be_one(text, mentions, *pair) and _is_named(text, mentions, *pair))
    places = [i for i in spelt_out if types[i] in {"GPE", "LOC"}]
    yield from (pair for pair in pairwise(places) if _may_be_one(text, mentions, *pair) and _is_place(text, mentions, *pair))


def _may_be_one(text: str, mentions: Sequence[Span], i: int, j: int) -> bool:
    """Tell whether a description and a name are near to each other, and nothing speaks against their being one."""
    one, other = mentions[i], mentions[j]
    is_near = one.end < other.start <= one.end + LONGEST
    return is_near and _is_description(one) and is_name(other) and not IS_LONGER.match(text, other.end)


def _is_description(mention: Span) -> bool:
    last = mention.text.split()[-1]
    return len(last) > 1 and last[:1].islower() and last.lower() not in PRONOUNS


def is_name(mention: Span) -> bool:
    """Tell whether a mention is a name of somebody, and no title or pronoun."""
    words = mention.text.split()
    is_short = len(mention.text) <= SHORTEST and mention.text.isupper()  # "I", "MP", "CEO"
    return words[-1][:1].isupper() and not is_short and kind_of(words) == NAME and words[-1].lower() not in ROLE_NOUNS


def _are_side_by_side(text: str, mentions: Sequence[Span], i: int, j: int) -> bool:
    one, other = mentions[i], mentions[j]
    if BESIDE.fullmatch(text, one.end, other.start):
        return one.text.split()[-1] not in ANYBODY
    behind = BEHIND.fullmatch(text, one.end, other.start)
    if behind:
        is_of_two = not PEOPLE.isdisjoint(behind["of"].split()) or (i and OF.fullmatch(text, mentions[i - 1].end, one.start))
        return CLOSED.match(text, other.end) is not None and not is_of_two
    return _is_named(text, mentions, i, j)


def _is_double(text: str, first: Span, second: Span, name: Span) -> bool:
    """Tell whether a name has two descriptions: "her lawyer, the senator Ada Roe,", "the suspect, a manager called Ada Roe,"."""
    is_beside = any(words.fullmatch(text, second.end, name.start) for words in (BESIDE, CALLED, NAMED_AS)) and CLOSED.match(text, name.end)
    return bool(is_beside) and _is_description(first) and DOUBLE.fullmatch(text, first.end, second.start) is not None


def _is_named(text: str, mentions: Sequence[Span], i: int, j: int) -> bool:
    one, other = mentions[i], mentions[j]
    if NAMED_AS.fullmatch(text, one.end, other.start):
        return True
    return CALLED.fullmatch(text, one.end, other.start) is not None and A.search(text, max(0, one.start - LONGEST), one.start) is not None


def _is_place(text: str, mentions: Sequence[Span], i: int, j: int) -> bool:
    one, other = mentions[i], mentions[j]
    kind = one.text.split()[-1]
    if kind not in OF_NAME | CAPITALS or other.text in NAMES:
        return False
    if not THE.search(text, max(0, one.start - LONGEST), one.start):
        return False
    between = text[one.end : other.start]
    return (kind in OF_NAME and between == " of ") or (kind in CAPITALS and between == ", " and CLOSED.match(text, other.end) is not None)
