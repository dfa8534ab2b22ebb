"""Who speaks, where the network took one who is only named in the speaker's phrase: of "Roe, director of the agency, said" the agency.

In come a text, its sentences, people and attributions; out go the attributions, such sources replaced by the subject of their sentence.
What stands between the two is an apposition or a relative clause, with its last preposition before who was taken. Nothing here is learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.sources.hearers import SAY
from kg.reader.sources.sayings import SUBJECT
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Attribution, Span

INSERTED = re.compile(
    r"(?:,\s+(?!(?:after|although|and|as|because|before|but|or|since|when|while)\b)|,?\s+who\s+)"
    rf"(?:(?!\b{SAY}\b)[^,.;:\"“”\n])*?\b(?:at|by|for|from|in|of|to|with)\s+(?:[\w'’-]+\s+){{0,3}}",
    re.IGNORECASE,
)
OTHER_SPEAKER = re.compile(r",?\s+(?:that|which|who|whose)\b", re.IGNORECASE)  # of the one who was taken
_LONGEST = 200  # characters between the two


def outside_of_insertions(
    text: str, sentences: Sequence[tuple[int, int]], people: Sequence[Span], attributions: Sequence[Attribution]
) -> Iterator[Attribution]:
    """Yield the attributions, in their order, each with the one who speaks.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        people: Mentions of persons, in text order.
        attributions: Of the article.
    """
    for attribution in attributions:
        sentence = sentences[sentence_number(sentences, attribution.source.start)]
        speaker = _subject_around(text, sentence[0], people, attribution)
        yield attribution if speaker is None else replace(attribution, source=speaker)


def _subject_around(text: str, start: int, people: Sequence[Span], attribution: Attribution) -> Span | None:
    source = attribution.source
    before = beginning_in(people, start, source.start)
    if not before or attribution.content.start < source.end or OTHER_SPEAKER.match(text, source.end):
        return None
    subject = before[0]
    is_inserted = 0 < source.start - subject.end <= _LONGEST and INSERTED.fullmatch(text, subject.end, source.start) is not None
    return subject if is_inserted and SUBJECT.fullmatch(text, start, subject.start) else None
