"""What the wording says of a mention or trigger and the one it goes back to: that it is another, or this very one.

The scores of pairs come in and go out moved: up for "he" and "the country", down for "another bombing" and for what is told too far before
"that bombing", far up for "a charge that …" behind an accusation.
"""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

import numpy as np

from kg.hierarchy import ATTACKS, PARENT
from kg.reader.encoder.encoded import text_of
from kg.reader.encoder.features import ONE_PERSON
from kg.reader.identity.others import COMPARED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from kg.model import Span
    from kg.reader.encoder.decode import Floats
    from kg.reader.encoder.encoded import Found
    from kg.reader.encoder.features import Pairs

    Joins = Sequence[tuple[int, int]]  # the numbers of mentions or triggers, each with that of one before


# "He", "she" and "the country" are hardly ever the first who is spoken of: log-odds for their antecedents. It moves no figure on
# development articles.
SPOKEN_OF, COUNTRY = 2.0, ("country",)
APART, TOGETHER = -20.0, 20.0  # log-odds of what the wording decides
LONGEST_BEFORE = 30  # characters before a mention in which its wording is looked for
# What such a word stands before, without a "the" or "this", is not what was spoken of before.
_NO_DETERMINER = "".join(rf"(?<!\b{word})" for word in ("the", "this", "that", "those", "these", "its", "their"))
ANOTHER = re.compile(
    rf"(?:{_NO_DETERMINER}\s|^)(?:another|different|earlier|other|past|previous|prior|separate|similar)\s+$", re.IGNORECASE
)
# Before what may be compared, also with what it is like: "a second, smaller blast", if none has been called so before.
_ADJECTIVE = r"(?!(?:an?|and|at|by|for|from|in|of|on|or|than|that|the|to|with)\b)\w[\w-]*,?\s+"
ANOTHER_SUCH = re.compile(
    rf"(?<!\bthe\s)(?:another|\ban?\s+(?:fifth|fourth|further|second|separate|sixth|subsequent|third|unrelated)),?\s+(?:{_ADJECTIVE}){{0,2}}$",
    re.IGNORECASE,
)
PLAIN = str.maketrans(ascii_uppercase + "\t\n\r\u00a0", ascii_lowercase + " " * 4)  # offsets stay
# "They have struck the country before": not now, either.
HAVE = re.compile(r"\b(?:has|have)\s+(?:(?:already|also|often|\w+ly)\s+){0,2}$", re.IGNORECASE)
_NO_TIME = r"(?!(?:days?|hours?|long|minutes?|months?|nights?|shortly|weeks?|years?)\b)"  # "the day before" may be of this very event
BEFORE_NOW = re.compile(rf"(?:\s+{_NO_TIME}[\w'’-]+){{0,5}}?\s+before(?=\s*(?:[.,;:!?]|$))", re.IGNORECASE)
# "X accused Y of …, a charge that Y denies": the charge is the accusation of that sentence, and no other.
TAKES_UP = re.compile(r"[,;:–—-]\s*(?:an?|the)\s+(?:\w+\s+)?$", re.IGNORECASE)
# What a verb may leave behind its object, and this.
PARTICLE = re.compile(r"ablaze|alight|apart|aside|away|back|captive|down|hostages?|off|on\s+fire|out|over|prisoners?|up")
OBJECT = re.compile(r"\s+(?:(?!(?:and|or|then|to)\b)[\w'’-]+\s+){1,4}", re.IGNORECASE)
# "No one claimed responsibility for that attack": for the one told last, if the sentence before tells any (18 of 20).
THAT = re.compile(r"\bthat\s+(?:same\s+)?$", re.IGNORECASE)
DEED = re.compile(
    r"(?:ambush|assault|attack|bombing|blast|clash|explosion|killing|kidnapping|massacre|murder|raid|shooting|siege|strike)", re.IGNORECASE
)
DEEDS = ATTACKS | {"Abuse", "Clash", "Destruction", "Injury", "Kidnapping", "Killing"}
STATEMENTS = frozenset(("accusation", "accusations", "allegation", "allegations", "charge", "charges", "claim", "claims"))
STATED = frozenset(("Accusation", "ClaimResponsibility"))


def as_worded(scores: Floats, doc: Doc, found: Found, pairs: Pairs, joins: Joins) -> Floats:
    """Move the scores of pairs, whose later mentions ascend, by what the text says of these; `joins` are one and no other."""
    is_spoken_of = np.isin(found.spans.kind, ONE_PERSON) | np.array(
        [tuple(map(str.lower, words)) == COUNTRY for words in found.spans.words]
    )
    scores = scores + SPOKEN_OF * is_spoken_of[pairs.left] + APART * _is_another(doc, found)[pairs.left]
    for later, place in _told_last(doc, found):
        first, last = np.searchsorted(pairs.left, (later, later + 1))
        scores[first:last] += np.where(pairs.right[first:last] < place, APART, 0.0)
    for later, earlier in joins:
        first, last = np.searchsorted(pairs.left, (later, later + 1))
        scores[first:last] += np.where(pairs.right[first:last] == earlier, TOGETHER, APART)
    return scores


def _is_another(doc: Doc, found: Found) -> NDArray[np.bool_]:
    """Tell which mentions are said to be others than those before: "earlier attacks by the group", "another bombing"."""
    text = text_of(doc)
    plain = text.translate(PLAIN)
    starts = ((max(0, span.start - LONGEST_BEFORE), span, label) for span, label in zip(found.values, found.labels, strict=True))
    return np.array(
        [
            bool(ANOTHER.search(text, start, span.start) or (label in COMPARED and _is_another_such(plain, start, span)))
            or _is_of_old(text, start, span)
            for start, span, label in starts
        ]
    )


def _told_last(doc: Doc, found: Found) -> Iterator[tuple[int, int]]:
    """Yield each "that attack" with the first trigger of the sentence before, if that tells a deed, or of its own, if that does before."""
    text, sentence = text_of(doc), found.spans.sentence
    for i, span in enumerate(found.values):
        if DEED.fullmatch(span.text) and THAT.search(text, max(0, span.start - LONGEST_BEFORE), span.start):
            first = int(np.searchsorted(sentence, sentence[i] - 1))
            if any(label in DEEDS for label in found.labels[first:i]):
                yield i, first


def _is_another_such(plain: str, start: int, span: Span) -> bool:
    another = ANOTHER_SUCH.search(plain, start, span.start)
    return another is not None and plain.find(plain[another.start() : span.end], 0, another.start()) < 0


def _is_of_old(text: str, start: int, span: Span) -> bool:
    return HAVE.search(text, start, span.start) is not None and BEFORE_NOW.match(text, span.end) is not None


def taken_up(doc: Doc, found: Found) -> Iterator[tuple[int, int]]:
    """Yield the triggers that are said of a statement just before them, and those of this statement."""
    text = text_of(doc)
    for i, span in enumerate(found.values):
        if found.labels[i] in STATED and _takes_up(text, span):
            earlier = _statement_before(found, i)
            if earlier is not None:
                yield i, earlier


def particles(doc: Doc, found: Found) -> Iterator[tuple[int, int]]:
    """Yield the triggers that are the rest of the verb before them: "blew themselves *up*", "took her *hostage*"."""
    text, labels, sentence = text_of(doc), found.labels, found.spans.sentence
    for i, span in enumerate(found.values):
        is_rest = (
            i and labels[i] in PARENT and labels[i] == labels[i - 1] and sentence[i] == sentence[i - 1] and PARTICLE.fullmatch(span.text)
        )
        if is_rest and OBJECT.fullmatch(text, found.values[i - 1].end, span.start):
            yield i, i - 1


def _takes_up(text: str, span: Span) -> bool:
    is_statement = span.text.lower() in STATEMENTS
    return is_statement and TAKES_UP.search(text, max(0, span.start - LONGEST_BEFORE), span.start) is not None


def _statement_before(found: Found, i: int) -> int | None:
    """Find the nearest statement before a trigger in its sentence."""
    sentence = found.spans.sentence
    return next((j for j in range(i - 1, -1, -1) if sentence[j] == sentence[i] and found.labels[j] in STATED), None)
