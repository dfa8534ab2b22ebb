"""Whose son, wife or spokesman somebody is, as the text says: these two are never one.

The text and its mentions come in, marks of mentions go out, which no cluster has both of; see `kg.reader.identity.marks`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.encoder.features import NAME, NOMINAL
from kg.reader.identity.joins import KIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reader.encoder.encoded import Found


# What stands between "son" and whose he is, in either order; a number is not who.
_WORD = r"(?!(?:of|and|or|who|which|that|with|by|in|at|to|although|saying|two|three|four|five|six|\d+)\b)(?:[\w'’-]+|[A-Z][a-z]{0,2}\.)"
OF = re.compile(rf"\s+of\s+(?:{_WORD}\s+){{0,5}}")
# Between a spokesman and a leader whose he is; behind "for the army," stands his own name.
FOR_LEADER = re.compile(
    rf"\s+(?:for|of)\s+(?:{_WORD}\s+){{0,2}}(?:chancellor|governor|king|leader|mayor|minister|premier|president|senator)\s+", re.IGNORECASE
)
SPOKESMEN = frozenset(f"spokes{who}" for who in ("man", "men", "people", "person", "persons", "woman", "women"))
OF_SOMEBODY = KIN | SPOKESMEN
POSSESSIVE = re.compile(rf"(?:['’]s|(?<=s)['’])\s+(?:{_WORD}\s+){{0,3}}")
BETWEEN = re.compile(rf"\s+(?:{_WORD}\s+){{0,2}}")  # "his" and "son"
WHOSE = frozenset(("his", "her", "their", "my", "our", "whose"))
LONGEST_KIN = 60  # characters between "son" and whose he is
NEAR_PEOPLE = 8  # so many mentions of people before and behind a relative are looked at


def kin(text: str, mentions: Found) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Yield each relative or aide, and whose he is as the text says: "the son of President X", "X's wife"."""
    people = [i for i, label in enumerate(mentions.labels) if label in {"PER", "GRP"}]
    for place, i in enumerate(people):
        if mentions.spans.words[i][-1].lower() not in OF_SOMEBODY:
            continue
        for j in people[max(0, place - NEAR_PEOPLE) : place + NEAR_PEOPLE]:
            if _is_of(text, i, j, mentions):
                yield i, f"kin {i} {j}", frozenset(("kin",))
                yield j, f"kin {i} {j}", frozenset(("whose",))


def _is_of(text: str, i: int, j: int, mentions: Found) -> bool:
    """Tell whether the text says that the relative `i` is one of `j`, by name or as "his"; in "the wife of X, who" no "who" is."""
    own, other = mentions.values[i], mentions.values[j]
    behind = FOR_LEADER if mentions.spans.words[i][-1].lower() in SPOKESMEN else OF
    if own.end < other.start <= own.end + LONGEST_KIN and mentions.spans.kind[j] in {NAME, NOMINAL}:
        return behind.fullmatch(text, own.end, other.start) is not None
    wording = BETWEEN if other.text.lower() in WHOSE else POSSESSIVE
    return other.end < own.start <= other.end + LONGEST_KIN and wording.fullmatch(text, other.end, own.start) is not None
