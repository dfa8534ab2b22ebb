"""What somebody says, whole: the network finds long contents in pieces, or breaks off.

In come a text, its sentences and attributions; out go the same attributions, each with what its source plainly says beside the piece that
was found:

- **quotation**: a piece of a quotation whose source and cue stand outside of it is the whole quotation, be it of several sentences;
- **said first**: "X said *two men died*": from the word of saying, or its "that", on; what breaks off in the middle of a phrase goes on to
  where that ends;
- **said last**: "*two men died*, X said": from where the sentence begins.

Nothing is made shorter here; `reach.py` asks who else speaks in the sentence. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.sources.hearers import SAY
from kg.reader.sources.quotations import paragraphs, quotations
from kg.reader.spans import sentence_number, stripped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Attribution, Span

# Behind these a phrase goes on.
_OPEN = (
    r"(?:an?|the|this|these|those|h(?:is|er)|its|their|our|my|your|and|or|but|nor|than|of|in|on|at|to|from|for|with|by|into|onto|over|under"
    r"|about|against|between|during|through|towards?|without|within|as|if|whether|who|which|whose|been?|is|are|was|were|ha[sd]|have|will|would"
    r"|can|could|may|might|must|should|not?|every|each|any|some|such|very|more|most|other|another)"
)
BROKEN_OFF = re.compile(rf"(?:\b{_OPEN}|['’]s|\w-|\b(?:Mrs?|Ms|Dr|St)\.)$", re.IGNORECASE)
# Before these a content may be over: another clause, a time, a place, a word of saying.
MAY_END_BEFORE = re.compile(
    rf"(?:{_OPEN}|according|adding|after|although|amid|because|before|citing|despite|following|however|meanwhile|noting|per|saying|since|so|that"
    r"|then|though|today|tomorrow|tonight|unless|until|upon|what|when|where|whereas|while|yesterday|yet|\w+day|last|next|earl(?:y|ier)|later?|s?he"
    rf"|I|it|they|we|you|{SAY})\b",
    re.IGNORECASE,
)
PHRASE_END = re.compile(
    r",(?!\d)|[;:()\[\]\n—–―“”«»\"]|\s-\s|\s(?:and|but|while|although|because|after|before|when|as)\s|[.?!]*$", re.IGNORECASE
)
# From who speaks to the word of saying.
SAYS = re.compile(
    rf"(?:['’]s?\s+\w+)?(?:,[^,.;:]{{1,60}},)?(?:\s+(?:also|has|have|had|however|later|since|then|\w+ly)\b)*\s+{SAY}\b", re.IGNORECASE
)
# Words of saying that need no addressee: what follows them is said.
PLAIN = re.compile(
    r"(?:(?:ha[sd]|have|also|later)\s+)*(?:(?:acknowledg|add|alleg|announc|argu|assert|believ|claim|conced|conclud|confirm|contend|declar|estimat"
    r"|explain|insist|maintain|predict|report|stat|suggest|think)(?:ed|e?s)?|admit(?:s|ted)?|sa(?:id|ys?)|thought)",
    re.IGNORECASE,
)
THAT = re.compile(r"(?:\s+(?!that\b)[\w'’-]+){0,3}?,?\s+that,?\s+", re.IGNORECASE)
# Between a word of saying and a piece that does not begin what is said; who is told, when and where stand there, too.
CUT_OFF = re.compile(
    rf"\s+(?!(?:{_OPEN}|after|before|late|early|earlier|today|yesterday|here|there|\w+day|me|us|him|them|you|it|what|how|why|nothing)\b)"
    r"[^,;:()\n—–―“”«»\"]{1,80}",
    re.IGNORECASE,
)
SAID_LAST = re.compile(rf",\s*(?:{SAY}\s+)?(?:[\w'’.-]+\s+){{0,4}}", re.IGNORECASE)
AT_LAST = re.compile(r"(?:\s+(?:on\s+)?(?:\w+day|later|in\s+an?\s+\w+))?\s*(?:[.,;)]|$)", re.IGNORECASE)
BEGUN = re.compile(r"[^,;:()\n—–―“”«»\"]*")  # of a sentence, before a piece of what is said


def whole_contents(text: str, sentences: Sequence[tuple[int, int]], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the attributions with whole contents, in their order; no source gets the same content twice.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        attributions: Of the article.
    """
    quoted = [quotation for start, end in paragraphs(text) for quotation in quotations(text, start, end)]
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        by_sentence.setdefault(sentence_number(sentences, attribution.content.start), []).append(attribution)
    given: set[tuple[Span, Span]] = set()
    for attribution in attributions:
        number = sentence_number(sentences, attribution.content.start)
        sentence = sentences[number] if sentences else (0, len(text))
        quotation = _quotation(quoted, attribution)
        content = stripped(text, *(quotation or _clause(text, sentence, by_sentence[number], attribution)))
        if (attribution.source, content) not in given:  # two pieces of one
            given.add((attribution.source, content))
            yield replace(attribution, content=content)


def _quotation(quoted: Sequence[tuple[int, int]], attribution: Attribution) -> tuple[int, int] | None:
    """Return the quotation that the content is a piece of, and nothing beside it, if its source and cue stand outside."""
    content = attribution.content
    place = bisect_right(quoted, content.start, key=lambda quotation: quotation[0]) - 1
    if place < 0:
        return None
    start, end = quoted[place]
    speakers = [span for span in (attribution.source, attribution.cue) if span]
    is_piece = start <= content.start and content.end <= end
    return (start, end) if is_piece and not any(start <= span.start < end for span in speakers) else None


def _clause(text: str, sentence: tuple[int, int], beside: Sequence[Attribution], attribution: Attribution) -> tuple[int, int]:
    """Return how far the content goes within its sentence, though not over what is said `beside` it there."""
    content = attribution.content
    others = [span.start for other in beside for span in (other.source, other.cue, other.content) if span]
    begin, stop = _begin(text, sentence, attribution), _stop(text, sentence, attribution)
    return (
        content.start if any(begin <= place < content.start for place in others) else begin,
        content.end if any(content.end <= place < stop for place in others) else stop,
    )


def _begin(text: str, sentence: tuple[int, int], attribution: Attribution) -> int:
    """Return where what is said begins, at or before the piece that was found, as far as that is plain."""
    content, said = attribution.content, _word_of_saying(text, attribution)
    if said is None:
        return sentence[0] if _is_said_last(text, sentence, attribution) else content.start
    if content.text.startswith("that"):
        return content.start
    that = THAT.match(text, said[1], content.start)
    if that:
        return that.end()
    is_plain = PLAIN.fullmatch(text, *said) is not None and CUT_OFF.fullmatch(text, said[1], content.start) is not None
    return said[1] if is_plain else content.start


def _is_said_last(text: str, sentence: tuple[int, int], attribution: Attribution) -> bool:
    """Tell whether who speaks stands behind the content, at the end, and nothing before it but the beginning of what is said."""
    speaking = [span for span in (attribution.source, attribution.cue) if span]
    behind, over = min(span.start for span in speaking), max(span.end for span in speaking)
    return (
        attribution.content.end <= behind
        and SAID_LAST.fullmatch(text, attribution.content.end, behind) is not None
        and AT_LAST.match(text, over, sentence[1]) is not None
        and BEGUN.fullmatch(text, sentence[0], attribution.content.start) is not None
    )


def _word_of_saying(text: str, attribution: Attribution) -> tuple[int, int] | None:
    """Return where the last word of saying between source and content stands."""
    source, cue, content = attribution.source, attribution.cue, attribution.content
    if cue is not None:
        return (cue.start, cue.end) if source.end <= cue.start and cue.end <= content.start else None
    says = SAYS.match(text, source.end, content.start) if source.end <= content.start else None
    return (says.end() - len(says[0].split()[-1]), says.end()) if says else None


def _stop(text: str, sentence: tuple[int, int], attribution: Attribution) -> int:
    """Return where the phrase ends in which a content breaks off that stands behind its source; its own end if it does not break off."""
    content = attribution.content
    behind = text[content.end : content.end + 1]
    if content.start < attribution.source.end or content.end >= sentence[1]:
        return content.end
    following = text[content.end : sentence[1]].lstrip()
    is_word = behind.isalnum() or (behind.isspace() and following[:1].isalnum() and not MAY_END_BEFORE.match(following))
    is_broken = BROKEN_OFF.search(content.text) is not None and following[:1] not in {"", ".", "?", "!", ",", ";", ":"}
    if not (is_word or is_broken):
        return content.end
    first = text.index(following[0], content.end) + 1 if following else content.end
    return next(PHRASE_END.finditer(text, first, sentence[1])).start()
