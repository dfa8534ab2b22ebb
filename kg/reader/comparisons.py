"""Where a sentence turns from its event to another one, which it compares with it or answers, or which comes besides.

In comes a text with its sentences, out go these turns: "the deadliest attack since the *siege of Oz, in which 30 died*", "in revenge
for the *air strikes*", "in a separate *raid*". What is told at a turn, and what came of it, is asked in `kg.reader.events.clauses`,
`kg.reader.identity.others` and `kg.resolve.causes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.reader.spans import sentence_number
from kg.reader.times.offsets import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Span

EVENTS = (
    r"(?:(?:air|drone|missile|rocket|mortar|bomb|gun|knife|car|truck|suicide|roadside|cyber|terror|terrorist)[\s-]*)?"
    r"(?:abductions?|accidents?|ambush(?:es)?|assaults?|assassinations?|attacks?|bombardments?|bombings?|blasts?|clash(?:es)?|crash(?:es)?"
    r"|earthquakes?|explosions?|gunfights?|hijackings?|incidents?|kidnappings?|killings?|murders?|quakes?|raids?|shellings?|shootings?|shootouts?"
    r"|stabbings?|strikes?|tremors?)"
)
# "The deadliest attack since": of a rank, not of a time. A number needs an event beside it: not "the first Summit since".
_NUMBER = rf"(?:only|{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th))"
RANK = re.compile(
    r"\b(?:\w{2,}(?:iest|liest)|(?:second|third)-\w+est|biggest|bloodiest|fiercest|gravest|greatest|heaviest|highest|largest|longest"
    rf"|most\s+[\w-]+|strongest|worst|{_NUMBER}\s+(?:[\w-]+\s+){{0,2}}(?:{EVENTS}|coups?|protests?))\b"
    r"(?:(?!\b(?:has|have|since)\b)[^.;:\n]){0,120}$",
    re.IGNORECASE,
)
# Two events are compared.
BESIDE = (
    r"surpass(?:e[ds]|ing)?|exceed(?:s|ed|ing)?|eclips(?:e[ds]?|ing)|outstrip(?:s|ped|ping)?|overtak(?:es?|en|ing)|overtook|topp(?:ed|ing)"
    r"|reminiscent\s+of|(?:akin|comparable|similar)\s+to|compar(?:ed|able)\s+(?:to|with)|resembl(?:es?|ed|ing)"
    r"|(?:echo(?:e[ds]|ing)|mirror(?:s|ed|ing)|recall(?:s|ed|ing))(?=\s+(?:an?|the\s+\d{4})\b)"  # not what somebody remembers
    r"|(?:bigger|bloodier|costlier|deadlier|larger|stronger|weaker|worse)\s+than|as\s+(?:bad|big|bloody|deadly)\s+as"
)
# One comes of the other, which may have been told before.
ANSWER = (
    r"(?:payback|punishment|reprisals?|response|retaliation|retribution|revenge|vengeance)\s+(?:against|for|over|to)|aveng(?:e[ds]?|ing)"
    r"|retaliat(?:e[ds]?|ing)\s+(?:against|for|over)|inspired\s+by|modell?ed\s+(?:after|on)"
)
KNOWN = re.compile(
    r"\s+(?:(?:he|her|his|its|that|the|their|these|this|those|what)\b|[\w.-]+['’])", re.IGNORECASE
)  # "for the raid", "to Friday's raid"
KEY = re.compile(rf"\b(?:(?P<since>since)|(?P<beside>{BESIDE})|(?P<answer>{ANSWER}))\b", re.IGNORECASE)
# Besides the other: at the head of a sentence or clause, or behind what happened ("died in another raid").
_ANOTHER = r"(?:another|other|different|further|second|separate|third|fourth|similar|unrelated)"
BESIDES = re.compile(rf"\b(?:{_ANOTHER}|elsewhere|separately)\b", re.IGNORECASE)
_OTHER = (
    rf"(?:an?\s+)?(?:yet\s+)?{_ANOTHER},?\s+"
    rf"(?:(?!of\b)[\w-]+,?\s+){{0,2}}?{EVENTS}\b"
)
ASIDE = re.compile(
    rf"(?P<head>(?:separately|elsewhere)\b(?:\s+[^.;:,\n]{{1,50}})?,|in\s+{_OTHER}[^.;:,\n]{{0,50}},)|(?P<subject>{_OTHER})", re.IGNORECASE
)
CLAUSE = re.compile(r"(?:;|[,–—]\s*(?:and|but|while)|\b(?:and|but|while))\s+(?=in\s+an|(?:elsewhere|separately)\b)", re.IGNORECASE)
BEHIND = re.compile(rf"\bin\s+{_OTHER}", re.IGNORECASE)
BOUND = re.compile(r"[,;:–—]|\b(?:after|and|as|before|but|when|while)\b", re.IGNORECASE)
# Where what stands behind a turn ends: a comma goes on to say what was there, or stands in a date.
END = re.compile(
    r"[;:–—]|(?-i:(?<![A-Z])[.!?](?=\s+[A-Z]))|\b(?:after|amid|before|during|since|until|while)\b"
    r"|(?<!\d{4}),(?!\s*(?:\d|(?:in\s+which|killing|leaving|that|when|where|which|who(?:se|m)?|with|wounding)\b))"
    r"|\b(?:according\s+to|adding|sa(?:id|ys|ying))\b",
    re.IGNORECASE,
)
OPENING = re.compile(r"[\s\"'“”‘’«]*")
_FAR = 170  # characters before "since"

Side = Literal["first", "other"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What belongs to another event, in characters.

    Attributes:
        place: Where it is seen; what the sentence tells of first stands before.
        start: Where what is told of the other event begins.
        end: Where it ends.
        is_new: Whether the other event has not been told before, as comparisons go.
        is_beside: Whether it comes besides, and is not what the first one is compared with or answers.
    """

    place: int
    start: int
    end: int
    is_new: bool
    is_beside: bool = False

    def side_of(self, span: Span) -> Side | None:
        """Return to which of the two events something in its sentence belongs, or nothing behind the other one."""
        return "first" if span.end <= self.place else "other" if self.start <= span.start < self.end else None

    def parts(self, one: Span, other: Span) -> bool:
        """Tell whether two things in its sentence belong to the two events."""
        return {self.side_of(one), self.side_of(other)} == {"first", "other"}


def turns(text: str, sentences: Sequence[tuple[int, int]]) -> list[Turn]:
    """Return where a text turns to another event, in text order; in one that was not read, such as a reprint, nowhere."""
    if not sentences:
        return []
    return sorted((*_compared(text, sentences), *_besides(text, sentences)), key=lambda turn: turn.place)


def _compared(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Turn]:
    for key in KEY.finditer(text):
        start, end = sentences[sentence_number(sentences, key.start())]
        if not key["since"] or RANK.search(text, max(start, key.start() - _FAR), key.start()):
            may_be_known = key["answer"] and (key["answer"].lower().startswith("response") or KNOWN.match(text, key.end()))
            yield Turn(key.start(), key.end(), _end(text, key.end(), end), is_new=not may_be_known)


def _besides(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Turn]:
    for number in sorted({sentence_number(sentences, word.start()) for word in BESIDES.finditer(text)}):
        start, end = sentences[number]
        opening = OPENING.match(text, start, end)
        heads = [opening.end() if opening else start, *(clause.end() for clause in CLAUSE.finditer(text, start, end))]
        for head, after in zip(heads, [*heads[1:], end], strict=True):
            aside = ASIDE.match(text, head, after)
            if aside:
                yield Turn(head, head, after if aside["head"] else _end(text, aside.end(), after), is_new=True, is_beside=True)
        for behind in BEHIND.finditer(text, heads[0] + 1, end):
            if behind.start() not in heads:
                bounds = [bound.end() for bound in BOUND.finditer(text, start, behind.start())]
                first = bounds[-1] if bounds else start
                yield Turn(first, first, _end(text, behind.end(), end), is_new=True, is_beside=True)


def _end(text: str, place: int, end: int) -> int:
    found = END.search(text, place, end)
    return found.start() if found else end
