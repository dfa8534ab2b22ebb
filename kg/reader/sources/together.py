"""Who says something together: "the army and a local rights group said", "according to police and residents".

In come a text, its sentences and the mentions of actors in it, and the mention of one who speaks; out go those who say the same with him.
They stand in one list, which is the subject of a verb that begins a clause, or stands behind "according to" or a word of saying. Nothing
here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.lists import DESCRIBED, END, LOOK_BACK, PAIR, TITLES, VERB, lists
from kg.reader.sources.hearers import SAY
from kg.reader.spans import POSSESSIVES, beginning_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Span

LONGEST_LIST = 300  # characters before or behind one of it
# Before the first of a list: "Foreign Minister", "Secretary of State".
_LED = rf"(?:[Bb]oth\s+)?(?:{TITLES}|(?i:{DESCRIBED})|(?:[A-Z][\w.'’-]*\s+(?:of\s+)?){{1,5}})$"
# Before a list that speaks: a clause begins, or all that it says stands before.
SUBJECT = re.compile(rf"(?:^|[,;:“”\"–—-]\s*|\b(?i:{SAY}|that|and|but|while)\s+){_LED}")
SAID_BY = re.compile(rf"\b(?i:according\s+to|sa(?:id|ys)|(?:announced|confirmed|reported)\s+by)\s+{_LED}")
# Between the last of a list and its verb: what he is, where and of whom.
DESCRIPTION = r"(?:,[^,;:.]{1,60},|\s+(?:at|for|from|in|of|on|with)(?:\s+[\w'’.-]+){1,6}?)?"
SPEAKS = re.compile(rf"{DESCRIPTION}{VERB.pattern}")


def together_with(text: str, sentence: tuple[int, int], actors: Sequence[Span], speaker: Span) -> tuple[Span, ...]:
    """Return who says with a speaker what he says, in text order, without him; mostly nobody.

    Args:
        text: The article.
        sentence: Where the sentence of the speaker begins and ends, in characters.
        actors: The mentions of all actors, in text order.
        speaker: One of them.
    """
    start, end = max(sentence[0], speaker.start - LONGEST_LIST), min(sentence[1], speaker.end + LONGEST_LIST)
    for members in lists(text, [one for one in beginning_in(actors, start, end) if one.text.lower() not in POSSESSIVES]):
        if speaker in members and _are_several(members) and _speaks(text, sentence, members):
            return tuple(one for one in members if one != speaker)
    return ()


def _are_several(members: Sequence[Span]) -> bool:
    """Tell whether a list names several, and does not say what one is or who several are: "Roe, lawyer and activist", "sons, Ed and Bo"."""
    names = [one.text[:1].isupper() for one in members]
    return len(members) == PAIR or len(set(names)) == 1 or names == [True, False, True]  # "Roe and her minister, Lund"


def _speaks(text: str, sentence: tuple[int, int], members: Sequence[Span]) -> bool:
    first, last = members[0], members[-1]
    before = text[max(sentence[0], first.start - LOOK_BACK) : first.start]
    if SAID_BY.search(before):
        return END.match(text, last.end, sentence[1]) is not None
    return SUBJECT.search(before) is not None and SPEAKS.match(text, last.end, sentence[1]) is not None
