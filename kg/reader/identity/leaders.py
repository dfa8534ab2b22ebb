"""Who "the Egyptian leader" is, where the article has named one leader of Egypt: "Egyptian President Ada Roe".

In come the mentions of an article; out go those that take up a leader, with the mention of his name. Where two leaders of a country are
named, or the title is another, nothing is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.reader.encoder.features import NEAREST
from kg.reader.identity.nations import countries_of, country_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Span

_TITLE = r"president|prime\s+minister|premier|chancellor|king|queen|emir|sultan|crown\s+prince"
AGAIN = re.compile(rf"(?:{_TITLE}|leader|ruler)")
THE = re.compile(r"\b[Tt]he\s+((?:[A-Z][\w.'’-]*\s+){1,3})$")
TITLE = re.compile(rf"\b(?P<title>{_TITLE}|(?:supreme\s+)?leader)\s+$", re.IGNORECASE)
# Before a title: who leads something else, or not now.
NO_LEADER = re.compile(r"\b(?:former|ex|vice|deputy|late|then|acting|opposition|party|rebel)\b[^.,;\n]*$", re.IGNORECASE)
LONGEST_BEFORE = 50  # characters
ALIKE = {"premier": "prime minister"}
ANY = frozenset(("leader", "ruler", "supreme leader"))


class Leader(NamedTuple):
    """A leader by his name: the number of the mention, his last name, the codes of what his country may be, and his title."""

    mention: int
    last: str
    country: frozenset[str]
    title: str


def leaders_again(text: str, mentions: Sequence[Span], types: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield each mention of the leader of a country of which one leader has been named, and the latest with that name and a title.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
    """
    named: list[Leader] = []
    for i, (mention, kind) in enumerate(zip(mentions, types, strict=True)):
        if kind != "PER":
            continue
        if mention.text[:1].isupper():
            named.extend(_named(text, i, mention))
        elif named and AGAIN.fullmatch(mention.text):
            country = _country_of(text, mention)
            meant = [one for one in named if one.country == country and _are_alike(mention.text, one.title)]
            if len({one.last for one in meant}) == 1 and i - meant[-1].mention <= NEAREST:
                yield i, meant[-1].mention


def _named(text: str, i: int, mention: Span) -> Iterator[Leader]:
    """Yield a leader of a country by his name."""
    start = max(0, mention.start - LONGEST_BEFORE)
    title = TITLE.search(text, start, mention.start)
    if title and not NO_LEADER.search(text, start, mention.start):
        country = country_before(text, mention.start, titles=True)
        if country:
            yield Leader(i, mention.text.split()[-1].lower(), country, _title(title["title"]))


def _country_of(text: str, mention: Span) -> frozenset[str]:
    the = THE.search(text, max(0, mention.start - LONGEST_BEFORE), mention.start)
    return countries_of(" ".join(the.group(1).split())) if the else frozenset()


def _are_alike(said: str, named: str) -> bool:
    return said in ANY or named in ANY or _title(said) == named


def _title(words: str) -> str:
    title = " ".join(words.lower().split())
    return ALIKE.get(title, title)
