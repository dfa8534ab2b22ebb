"""Which persons are two: Mohamed Morsi is not Mohamed ElBaradei, President Tal not Dr Roe, a king no crown prince, the killed no killer.

In come the mentions of an article; out go marks as `kg.reader.identity.contrasts` yields them. That two full names without a word in common
are two is told in `kg.reader.identity.coreference`.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from kg.reader.encoder.features import NAME, ROLE_NOUNS, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Argument, Span
    from kg.reader.encoder.decode import Mark

# Titles that stand before a last name. Kings, popes and the like have given names only.
TITLE = re.compile(
    r"\b(?:president|prime\s+minister|premier|chancellor|minister|secretary|ambassador|governor|mayor|senator|congress(?:man|woman)|general"
    r"|colonel|major|captain|lieutenant|sergeant|admiral|commissioner|superintendent|inspector|sheriff|judge|justice"
    r"|(?:adm|capt|col|dr|gen|gov|lt|maj|mr|mrs|ms|prof|rep|sen|sgt)\.?)\s+$",
    re.IGNORECASE,
)
ROYAL = re.compile(r"\b(?:crown\s+)?(?P<title>king|queen|prince|princess)\s+$", re.IGNORECASE)
LAST = re.compile(r"[^\W\d_][\w'’-]*\w")  # no "L."
ALIAS = re.compile(r"\b(?:aka|alias|as|born|called|formerly|n[eé]e|nicknamed)\s+[\"“‘']?$|[(\"“‘]\s*$", re.IGNORECASE)
KILLED = re.compile(r"assassinat|\bdead|death|gunned|kill|murder|shot|slain|slay|stab", re.IGNORECASE)
DEADLY = re.compile(rf"{KILLED.pattern}|attack|blew|bomb|explo|fir|hijack|kidnap|open|ram|shoot|storm", re.IGNORECASE)
_KILLER = r"(?:assailant|assassin|attacker|bomber|captor|gunman|hijacker|kidnapper|killer|murderer|perpetrator|shooter)"
KILLER = re.compile(rf"(?:.*\s)?{_KILLER}")
IS_KILLER = re.compile(rf"{_KILLER}\W+(?:(?:[A-Z][\w.'’-]*|identified|named|known|as|suspect|by|police)\W+){{0,4}}$")
A_KILLER = re.compile(rf"\W+(?:\w+\W+)?(?:the|an?|was|is|one\s+of)\s+(?:[\w'’-]+\s+){{0,4}}{_KILLER}")
LONGEST_BEFORE = 24  # characters
ALIKE = 0.55  # of two spellings of one name
SHORTEST = 3  # letters of a short form ("Ben")
MOST_NAMES = 200  # of a text; each is compared with each
# Whom they kill may be a killer.
GUARDS = re.compile(r"\b(?:agents?|army|commandos?|deput(?:y|ies)|forces|guards?|officers?|police\w*|soldiers?|troops)$", re.IGNORECASE)
ANYONE = frozenset(("he", "He", "she", "She", "who", "him", "his"))
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
    called = _called(list(dict.fromkeys(names.values()))[:MOST_NAMES])
    if not called:
        return
    for i, name in names.items():
        yield i, "called", called.get(name, frozenset())


def royal_marks(text: str, mentions: Sequence[Span], types: Sequence[str]) -> Iterator[Mark]:
    """Yield the titles that the article gives each royal before his name, as one may become king in it."""
    found: dict[str, dict[int, str]] = {}
    for i, kind in enumerate(types):
        title = ROYAL.search(text, max(0, mentions[i].start - LONGEST_BEFORE), mentions[i].start) if kind == "PER" else None
        if title and mentions[i].text[:1].isupper():
            found.setdefault(mentions[i].text, {})[i] = title["title"].lower()
    for titles in found.values():
        yield from ((i, "royal", frozenset(titles.values())) for i in titles)


def killer_marks(text: str, mentions: Sequence[Span], types: Sequence[str], arguments: Sequence[Argument]) -> Iterator[Mark]:
    """Yield who is killed, by name, and who is called a killer, as long as nobody by a name or as "he" does anything deadly.

    A killer may be killed, too: so whose name stands beside such a word is left out.
    """
    people = [i for i, kind in enumerate(types) if kind == "PER"]
    killers = [i for i in people if KILLER.fullmatch(mentions[i].text)]
    if not killers:
        return
    deadly = [a for a in arguments if DEADLY.search(a.trigger.text)]
    doers = {a.filler.text.split()[-1] for a in deadly if a.role == "Agent"}
    by_guards = {a.trigger for a in deadly if a.role == "Agent" and GUARDS.search(a.filler.text)}
    fatal = [a for a in deadly if a.role == "Victim" and KILLED.search(a.trigger.text) and a.trigger not in by_guards]
    victims = {a.filler.text.split()[-1] for a in fatal} - doers
    killed = [i for i in people if kind_of(mentions[i].text.split()) == NAME and mentions[i].text.split()[-1] in victims]
    if doers.isdisjoint(ANYONE) and not any(_is_called_killer(text, mentions[i]) for i in killed):
        yield from ((i, "killer or killed", frozenset(("killer",))) for i in killers)
        yield from ((i, "killer or killed", frozenset(("killed",))) for i in killed)


def _is_called_killer(text: str, name: Span) -> bool:
    return IS_KILLER.search(text[max(0, name.start - 80) : name.start]) is not None or A_KILLER.match(text, name.end) is not None


def _name(text: str, mention: Span) -> Name:
    """Return the words of a full name, or of a last name behind a title; none for all others."""
    words = tuple(word for word in mention.text.split() if word[:1].isupper())
    start = max(0, mention.start - LONGEST_BEFORE)
    if not words or not ROLE_NOUNS.isdisjoint(word.lower() for word in words) or ALIAS.search(text, start, mention.start):
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


@lru_cache(maxsize=4096)
def _are_alike(one: str, other: str) -> bool:
    a, b = one.lower(), other.lower()
    short = min(len(a), len(b))
    return a in b or b in a or (short >= SHORTEST and SequenceMatcher(None, a, b).ratio() > ALIKE)
