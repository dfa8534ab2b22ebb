"""Which pronouns take up the name right before them: "Ada Roe, who died", "Israel said it would not".

In come the mentions of an article; out go pairs of a pronoun and a name. All other pronouns are left to the network.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.identity.appositions import OF, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Span

# In brackets: how many of such pairs the annotators of the articles at hand call two.
WHO = frozenset(("who", "whom", "whose"))
COMMA = re.compile(r",\s+")  # 1 of 46, but for those of whom somebody is, and for several
AND = re.compile(r"(?:\band|\bor|&)\s+(?:[\w.'’-]+\s+){0,3}$")
LONGEST_BEFORE = 100  # characters
IT = frozenset(("it", "its"))
# From a name to its pronoun; in what somebody believes or pledges he may be meant, too.
SAID = re.compile(
    r"\s+(?:(?:has|had|have|also|later|then)\s+){0,2}"
    r"(?:sa(?:id|ys?)|(?:acknowledg|add|admit|announc|believ|claim|confirm|declar|den|insist|pledg|promis|report|stat|stress|vow|warn)(?:e[ds]?|ied|ies|s|ted)?)"
    r"\s+(?:(?:on\s+)?[A-Z][a-z]+day\s+)?(?:that\s+)?"
)  # 0 of 16
MANY = frozenset(("police", "Police", "officials", "troops"))  # "police said it was an accident"


def pronouns_of_names(text: str, mentions: Sequence[Span], types: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of each such pronoun and of the name.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
    """
    for i, mention in enumerate(mentions[1:], start=1):
        if mention.text in WHO and types[i - 1] == "PER" and _is_behind(text, mentions, i):
            yield i, i - 1
        elif mention.text in IT:
            speaker = i - 2 if types[i - 1] == "TIM" and i > 1 else i - 1
            if types[speaker] in {"GPE", "ORG"} and _is_speaker(text, mentions, speaker, mention):
                yield i, speaker


def _is_behind(text: str, mentions: Sequence[Span], i: int) -> bool:
    name = mentions[i - 1]
    if not is_name(name) or not COMMA.fullmatch(text, name.end, mentions[i].start):
        return False
    is_of_another = i > 1 and OF.fullmatch(text, mentions[i - 2].end, name.start)
    return not is_of_another and not AND.search(text, max(0, name.start - LONGEST_BEFORE), name.start)


def _is_speaker(text: str, mentions: Sequence[Span], i: int, pronoun: Span) -> bool:
    speaker = mentions[i]
    if not SAID.fullmatch(text, speaker.end, pronoun.start) or speaker.text.split()[-1] in MANY:
        return False
    return i == 0 or OF.fullmatch(text, mentions[i - 1].end, speaker.start) is None  # in "the government of Mali said it", Mali is not it
