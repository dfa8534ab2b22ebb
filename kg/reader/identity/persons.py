"""Which persons are two: Mohamed Morsi is not Mohamed ElBaradei, President Tal not Dr Roe, and a king no crown prince.

In come the mentions of an article; out go marks as `kg.reader.identity.contrasts` yields them. That two full names without a word in common
are two is told in `kg.reader.identity.marks`.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from kg.reader.encoder.features import ROLE_NOUNS
from kg.reader.identity.nations import NOBODY
from kg.reader.lexicon import SHORT_TITLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kg.model import Span
    from kg.reader.encoder.decode import Mark

# Titles that stand before a last name. Kings, popes and the like have given names only.
TITLE = re.compile(
    r"\b(?:president|prime\s+minister|premier|chancellor|minister|secretary|ambassador|governor|mayor|senator|congress(?:man|woman)|general"
    r"|colonel|major|captain|lieutenant|sergeant|admiral|commissioner|superintendent|inspector|sheriff|judge|justice"
    rf"|(?:adm|prof|{'|'.join(SHORT_TITLES)})\.?)\s+$",
    re.IGNORECASE,
)
# Of these one person has but one, as long as the article tells of no other.
_OFFICE = (
    r"king|queen|(?:crown\s+)?prince(?:ss)?|(?:vice[\s-]+)?president|(?:(?:deputy\s+)?prime|foreign|defen[cs]e|interior|finance|justice|health)"
    r"\s+minister|premier|chancellor|pope"
)
OFFICE = re.compile(rf"\b(?P<office>{_OFFICE})\s+$", re.IGNORECASE)
HAS_OFFICE = re.compile(rf"(?:(?:acting|caretaker|interim)\s+)?(?:{_OFFICE})")
ROYAL = frozenset(("king", "queen", "prince", "princess", "pope"))
PLACEHOLDER = re.compile(r"^(?:acting|caretaker|interim)\s+")
OFFICES = {"crown prince": "prince", "crown princess": "princess", "premier": "prime minister", "vice-president": "vice president"}
# Around an office that is of a country, and not of a party; "as the president" says what somebody is or becomes.
THE = re.compile(r"(?<!\bas )\b[Tt]he\s+(?:(?:acting|caretaker|interim)\s+)?$")
OF = re.compile(r"\s+of\b|-")
LAST = re.compile(r"[^\W\d_][\w'’-]*\w")  # no "L."
ALIAS = re.compile(r"\b(?:aka|alias|as|born|called|formerly|n[eé]e|nicknamed)\s+[\"“‘']?$|[(\"“‘]\s*$", re.IGNORECASE)
LONGEST_BEFORE = 24  # characters
ALIKE = 0.55  # of two spellings of one name
SHORTEST = 3  # letters of a short form ("Ben")
MOST_NAMES = 200  # of a text, for their offices
MOST_CALLED = 100  # each of which is compared with each, word by word
MOST_WORDS = 6  # of a name; what is longer is rather a list
Name = tuple[str, ...]


def person_marks(text: str, mentions: Sequence[Span], types: Sequence[str]) -> Iterator[Mark]:
    """Yield what the names of persons, and the titles of royals, say.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
    """
    people = [i for i, kind in enumerate(types) if kind == "PER"]
    names = {i: name for i in people if (name := _name(text, mentions[i]))}
    called = _called(list(dict.fromkeys(names.values()))[:MOST_CALLED])
    if not called:
        return
    for i, name in names.items():
        yield i, "called", called.get(name, NOBODY)


def office_marks(text: str, mentions: Sequence[Span], types: Sequence[str]) -> Iterator[Mark]:
    """Yield which office a description says that somebody has ("the king"), and which ones the article gives each name."""
    people = [i for i, kind in enumerate(types) if kind == "PER"]
    own: dict[int, str] = {}
    of_name: dict[str, set[str]] = {}
    for i in people:
        title = OFFICE.search(text, max(0, mentions[i].start - LONGEST_BEFORE), mentions[i].start)
        if title and mentions[i].text[:1].isupper():
            own[i] = _office(title["office"])
            of_name.setdefault(mentions[i].text, set()).add(own[i])
        elif _has_office(text, mentions[i]):
            own[i] = _office(mentions[i].text)
    if not of_name:
        return
    names = {mentions[i].text for i in people if mentions[i].text[:1].isupper()}
    longer = {name: _longer(name, names) for name in names} if len(names) <= MOST_NAMES else {}
    offices = {name: _offices(name, of_name, longer) for name in longer}
    for i in people:
        yield i, "office", offices.get(mentions[i].text, NOBODY) or (frozenset((own[i],)) if i in own else NOBODY)


def _offices(name: str, of_name: Mapping[str, set[str]], longer: Mapping[str, int]) -> frozenset[str]:
    """Return the offices of a name, in any length in which the article has it, but for names that two may have: royals' and brothers'."""
    if longer[name] > 1:
        return NOBODY
    found = set(of_name.get(name, ()))
    for other, offices in of_name.items():
        short, full = sorted((name, other), key=len)
        if set(short.split()) < set(full.split()) and longer[short] == 1:
            found |= offices - ROYAL
    return frozenset(found)


def _longer(name: str, names: Collection[str]) -> int:
    words = set(name.split())
    return sum(words < set(other.split()) for other in names)


def _has_office(text: str, mention: Span) -> bool:
    is_now = THE.search(text, max(0, mention.start - LONGEST_BEFORE), mention.start)
    return is_now is not None and HAS_OFFICE.fullmatch(mention.text) is not None and not OF.match(text, mention.end)


def _office(words: str) -> str:
    office = PLACEHOLDER.sub("", " ".join(words.lower().replace("defense", "defence").split()))
    return OFFICES.get(office, office)


def _name(text: str, mention: Span) -> Name:
    """Return the words of a full name, or of a last name behind a title; none for all others."""
    words = tuple(word for word in mention.text.split() if word[:1].isupper())
    start = max(0, mention.start - LONGEST_BEFORE)
    if (
        not 0 < len(words) <= MOST_WORDS
        or not ROLE_NOUNS.isdisjoint(word.lower() for word in words)
        or ALIAS.search(text, start, mention.start)
    ):
        return ()
    is_full = len(words) > 1 and mention.text[:1].isupper()
    is_last = len(words) == 1 and LAST.fullmatch(mention.text)
    return words if is_full or (is_last and TITLE.search(text, start, mention.start)) else ()


def _called(names: Sequence[Name]) -> dict[Name, frozenset[str]]:
    """Return for each name the pairs that it makes with those that may be of one person with it: others have none in common."""
    found = {name: {str(k)} for k, name in enumerate(names)}
    for (k, one), (m, other) in combinations(enumerate(names), 2):
        if _may_be_one(one, other):
            found[one].add(f"{k} {m}")
            found[other].add(f"{k} {m}")
    return {name: frozenset(mark) for name, mark in found.items()}


def _may_be_one(one: Name, other: Name) -> bool:
    """Tell whether two names may be one person's: not two last names, nor two full names with no more than the given name in common."""
    if len(one) > 1 and len(other) > 1:
        return one[0] != other[0] or any(_are_alike(a, b) for a in one[1:] for b in other[1:])
    return any(_are_alike(a, b) for a in one for b in other)


def _are_alike(one: str, other: str) -> bool:
    a, b = one.lower(), other.lower()
    if a in b or b in a:
        return True
    least = ALIKE * (len(a) + len(b)) / 2  # letters in common, in whatever order, which are counted fast
    return min(len(a), len(b)) >= max(SHORTEST, least) and len(_letters(a) & _letters(b)) >= least and _are_in_order(a, b)


@lru_cache(maxsize=4096)
def _letters(word: str) -> frozenset[str]:
    """Return the letters of a word, each with how many of it stand before: "anna" has a first and a second "a"."""
    return frozenset(letter * (1 + word.count(letter, 0, place)) for place, letter in enumerate(word))


@lru_cache(maxsize=4096)
def _are_in_order(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() > ALIKE
