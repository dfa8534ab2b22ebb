"""Which mentions stand side by side in a list: "Oz, Ur and Io", "Ada Roe and her minister, Bo Lund".

Only what stands side by side is a list, with titles, kin and "his" before names, up to its "and" and one more. Here are the words of lists;
who does what with all of one, or says something together, is asked in `kg.reader.events` and `kg.reader.sources`. Nothing here is learnt.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.lexicon import SHORT_TITLES
from kg.reader.spans import first_behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Span

PAIR = 2
LOOK_BACK = 100  # characters before a list, more than any titles have
# Before a name in a list: kin as well, and the single words of longer titles ("oil minister").
TITLE_WORD = (
    rf"(?:(?:{'|'.join(title.capitalize() for title in SHORT_TITLES)})\.?"
    r"|(?i:acting|admiral|ambassador|archbishop|bishop|brigadier|brother|captain|cardinal|chairman|chairwoman|chancellor|chief|colonel|commander|crown"
    r"|daughter|defen[cs]e|deputy|economy|emir|energy|envoy|ex|father|finance|first|foreign|former|general|governor|health|husband|interior|interim"
    r"|judge|justice|king|lady|leader|lieutenant|major|mayor|minister|mother|oil|police|premier|president|prime|prince|princess|prosecutor|queen|secretary"
    r"|security|senator|sergeant|sheikh|sister|son|spokesman|spokeswoman|sultan|trade|vice|wife))"
)
TITLE = re.compile(rf"(?:{TITLE_WORD}[\s-]*)+")
TITLES = rf"(?:(?:the|an?|her|his|its|their)\s+)?(?:{TITLE_WORD}[\s-]+){{0,4}}"
DESCRIBED = rf"(?:the|an?|her|his|its|their)\s+(?:[\w-]+\s+)?(?:{TITLE_WORD}\s+){{0,3}}{TITLE_WORD},\s+"  # "the pro-western president, "
_BRACKET = r"(?:\s*\([^()\n]{1,20}\))?"
COMMA = re.compile(rf"{_BRACKET},\s+{TITLES}")
AND = re.compile(rf"{_BRACKET},?\s+(?:and|as\s+well\s+as)\s+(?:{TITLES}|{DESCRIBED})")
NAMED = re.compile(r",?\s+")  # from "her daughter" to her name
# Behind a list: it is the subject of a verb.
VERB = re.compile(
    r"[\s,]+(?:(?:both|each|who|also|later|then|jointly|\w+ly)\s+)*(?:said|told|has|have|had|is|are|was|were|will|would|could|can|may|might|must|should"
    r"|did|does|do|says?|[a-z]+ed|met|went|came|took|began|made|fell|left|sent|won|lost|became|held|fought|broke|gave|got|struck|hit|led)\b"
)
# Behind the last of a list that is no subject: else the name may belong to a noun, "Oz and Ur officials".
END = re.compile(
    r"\s*(?:[,.;:()\"”!?\n-]|$)|\s+(?:after|again|against|ahead|amid|and|as|at|because|before|both|but|by|during|early|following|for|from|if|in|into|last|late"
    r"|next|on|or|over|since|so|that|this|through|to|today|under|until|when|where|which|while|whose?|with|within|without|yesterday|[A-Z][a-z]+day)\b"
)


def lists(text: str, mentions: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the mentions that stand side by side up to an "and" and the one behind it, with the name of whom that describes."""
    mentions = list(_without_titles(text, mentions))
    members: list[Span] = []
    for mention, following in pairwise(mentions):
        members.append(mention)
        if AND.fullmatch(text, mention.end, following.start):
            yield [*members, following, *_named(text, mentions, following)]
        elif COMMA.fullmatch(text, mention.end, following.start):
            continue
        members = []


def _without_titles(text: str, mentions: Sequence[Span]) -> Iterator[Span]:
    """Yield the mentions but for titles right before a name: of "Health Minister Bo Lund" the name."""
    for mention, following in pairwise([*mentions, None]):
        if mention and not (following and TITLE.fullmatch(mention.text) and text[mention.end : following.start].isspace()):
            yield mention


def _named(text: str, mentions: Sequence[Span], described: Span) -> Iterator[Span]:
    """Yield the name of "her daughter", which stands right behind it."""
    name = first_behind(mentions, described.end)
    if name and described.text.islower() and name.text[:1].isupper() and NAMED.fullmatch(text, described.end, name.start):
        yield name
