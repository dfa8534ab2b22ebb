"""Who "the Egyptian leader" is, where the article has named one leader of Egypt, and who "the president" is right after President Ada Roe.

In come the mentions of an article and which descriptions stand beside which names; out go those that take up a leader, with the mention of
his name. Where two leaders of a country are named, or two with that title, or the title is another, nothing is told.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kg.reader.encoder.features import NEAREST
from kg.reader.identity.nations import NOBODY, countries_of, country_before, country_behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Span

_TITLE = r"president|prime\s+minister|premier|chancellor|king|queen|emir|sultan|crown\s+prince"
# Titles that one person in a story has, be it of a country or not.
_RANK = (
    r"ambassador|(?:arch)?bishop|captain|colonel|commissioner|congress(?:man|woman)|general|governor|judge|justice|mayor|minister|patriarch"
    r"|pope|senator|sheikh|sheriff|superintendent"
)
AGAIN = re.compile(rf"(?:{_TITLE}|leader|ruler)")
THE = re.compile(r"\b[Tt]he\s+((?:[A-Z][\w.'’-]*\s+){1,3})$")
TITLE = re.compile(rf"\b(?P<title>{_TITLE}|(?:supreme\s+)?leader)\s+$", re.IGNORECASE)
RANKED = re.compile(rf"\b(?P<title>{_TITLE}|{_RANK}|(?:capt|col|gen|gov|rep|sen)\.?)\s+$", re.IGNORECASE)
BARE = re.compile(rf"(?:{_TITLE}|{_RANK})")
BARE_THE = re.compile(r"(?<!\bas )\b[Tt]he\s+$")
WHOSE = re.compile(r"\s+(?:of|for|at|in|from|who|whom)\b|\s*-|\s+[A-Z]")  # behind a title that may be another's
# Before "general", which is no rank then.
CIVIL = re.compile(r"\b(?:adjutant|attorney|auditor|consul|director|inspector|secretary|solicitor|surgeon)[\s-]+general\s+$", re.IGNORECASE)
RECENT = 800  # characters; who was named farther back may not be meant
# Before a title: who leads something else, or not now.
NO_LEADER = re.compile(r"\b(?:former|ex|vice|deputy|late|then|acting|opposition|party|rebel)\b[^.,;\n]*$", re.IGNORECASE)
LONGEST_BEFORE = 50  # characters
ALIKE = {
    "premier": "prime minister",
    "capt": "captain",
    "col": "colonel",
    "gen": "general",
    "gov": "governor",
    "rep": "congressman",
    "congresswoman": "congressman",
    "sen": "senator",
}
ANY = frozenset(("leader", "ruler", "supreme leader"))


class Leader(NamedTuple):
    """A leader by his name: the number of the mention, his last name, the codes of what his country may be, and his title."""

    mention: int
    last: str
    country: frozenset[str]
    title: str


def leaders_again(
    text: str, mentions: Sequence[Span], types: Sequence[str], described: Mapping[int, int] = MappingProxyType({})
) -> Iterator[tuple[int, int]]:
    """Yield each mention of a leader by a title that one has been named with, and the latest mention of him with that title.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
        described: For the names with a description before them ("the German chancellor, Ada Roe"), which mention that is.
    """
    named: list[Leader] = []
    ranked: dict[str, list[Leader]] = {}  # of each title the only one who has it, or two
    apposed = frozenset(described.values())
    for i, (mention, kind) in enumerate(zip(mentions, types, strict=True)):
        if kind != "PER":
            continue
        if mention.text[:1].isupper():
            named.extend(_named(text, i, mention))
            also = [_described(text, i, mention, mentions[described[i]])] if i in described else []
            named.extend(one for one in also if one.country)
            for one in (*_ranked(text, i, mention), *also):
                _add(ranked.setdefault(one.title, []), one)
        elif i not in apposed:
            candidates = (_meant(text, i, mentions, named), _meant_bare(text, mention, mentions, ranked))
            yield from ((i, meant) for meant in candidates if meant is not None)


def _meant(text: str, i: int, mentions: Sequence[Span], named: Sequence[Leader]) -> int | None:
    """Return whom "the Egyptian leader" takes up."""
    if not named or not AGAIN.fullmatch(mentions[i].text):
        return None
    country = _country_of(text, mentions[i])
    meant = [one for one in named if one.country == country and _are_alike(mentions[i].text, one.title)]
    is_one = len({one.last for one in meant}) == 1 and i - meant[-1].mention <= NEAREST
    return meant[-1].mention if is_one else None


def _add(ranked: list[Leader], one: Leader) -> None:
    if ranked and ranked[-1].last == one.last:
        ranked[-1] = one
    elif len(ranked) <= 1:
        ranked.append(one)


def _meant_bare(text: str, mention: Span, mentions: Sequence[Span], ranked: Mapping[str, Sequence[Leader]]) -> int | None:
    """Return whom "the president" takes up, if but one in the article has that title."""
    if not ranked or not BARE.fullmatch(mention.text) or WHOSE.match(text, mention.end):
        return None
    if not BARE_THE.search(text, max(0, mention.start - LONGEST_BEFORE), mention.start):
        return None
    meant = ranked.get(_title(mention.text), ())
    is_one = len(meant) == 1 and meant[0].last and mention.start - mentions[meant[0].mention].end <= RECENT
    return meant[0].mention if is_one else None


def _named(text: str, i: int, mention: Span) -> Iterator[Leader]:
    """Yield a leader of a country by his name."""
    start = max(0, mention.start - LONGEST_BEFORE)
    title = TITLE.search(text, start, mention.start)
    if title and not NO_LEADER.search(text, start, mention.start):
        country = country_before(text, mention.start, titles=True)
        if country:
            yield Leader(i, mention.text.split()[-1].lower(), country, _title(title["title"]))


def _ranked(text: str, i: int, mention: Span) -> Iterator[Leader]:
    """Yield who has any title, of a country or not; former and deputy ones without a name, as they may be meant as well."""
    start = max(0, mention.start - LONGEST_BEFORE)
    title = RANKED.search(text, start, mention.start)
    if title and not CIVIL.search(text, start, mention.start):
        is_other = NO_LEADER.search(text, start, mention.start)
        yield Leader(i, "" if is_other else mention.text.split()[-1].lower(), NOBODY, _title(title["title"]))


def _described(text: str, i: int, mention: Span, description: Span) -> Leader:
    """Return who is named behind a description, as in "the German chancellor, Ada Roe"."""
    last = mention.text.split()[-1].lower()
    if NO_LEADER.search(text, max(0, description.start - LONGEST_BEFORE), description.end):
        return Leader(i, last, NOBODY, "")
    country = country_before(text, description.start, titles=False) or country_behind(text, description.end)
    return Leader(i, last, country if AGAIN.fullmatch(description.text) else NOBODY, _title(description.text))


def _country_of(text: str, mention: Span) -> frozenset[str]:
    the = THE.search(text, max(0, mention.start - LONGEST_BEFORE), mention.start)
    return countries_of(" ".join(the.group(1).split())) if the else frozenset()


def _are_alike(said: str, named: str) -> bool:
    return said in ANY or named in ANY or _title(said) == named


def _title(words: str) -> str:
    title = " ".join(words.lower().removesuffix(".").split())
    return ALIKE.get(title, title)
