"""Who says what, where words and quotation marks say so plainly: beside the trained tags, which do not nest and end with a sentence.

In come the text, its sentences, the mentions in it and the attributions that the network found; out go these and more. Six wordings:

- **nested**: "experts say that *the group claimed that* two men did it": inside what experts say stands what the group says;
- **plain**: "police said *two men did it*" and "*two men did it*, police said.", where the network heard nobody;
- **according to**: "…, according to the police" and "according to the police, …";
- **quotation**: a quotation without its own words of saying is of who is quoted in the same paragraph, or in the one before if that
  broke off without a closing mark;
- **added**: "…, she said, adding that *two men did it*", "the ministry closed the bridge, saying *gunmen had attacked it*": of who
  speaks before in the sentence, else of its subject;
- **papers**: "'…,' the statement said" is of who issued the statement, if the text says who (`papers.py`).

Nothing is said here about how sure a speaker is; `kg.reader.sources.doers` asks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Attribution, Span
from kg.reader.sources.hearers import CALL
from kg.reader.sources.papers import is_of_paper, said_by_papers
from kg.reader.sources.quotations import paragraphs, quotations
from kg.reader.spans import POSSESSIVES, beginning_in, sentence_number, stripped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# In any form, of people and of what courts and inquiries find.
_VERBS = (
    r"(?:acknowledg|add|admit|alleg|announc|argu|assert|believ|claim|comment|conced|conclud|confirm|contend|declar|determin|establish|explain"
    r"|insist|maintain|predict|recall|report|reveal|rul|stat|stress|suggest|warn|writ)(?:e|es|ed|s|ing|ted|tes|ten)?"
    r"|f(?:ind|inds|ound)|h(?:eld|olds)|not(?:e[ds]?|ing)|sa(?:y|ys|id|ying)|tell(?:s|ing)?|testif(?:y|ies|ied)|told|wrote|written"
)
# Between who speaks and the word of saying: an adverb or auxiliary, or an apposition between commas.
_LINK = r"(?:,[^,.;:]{1,60},)?(?:\s+(?:also|later|earlier|has|have|had|since|then|further|however|\w+ly)\b)*\s+"
# Between the word of saying and its "that": whom somebody tells, or a time or place; else the "that" is of a noun, "found weapons that".
_TELLING = r"(?:tell(?:s|ing)?|told|warn(?:ed|s|ing)?)"
_ADDRESSEE = r"(?:\s+(?!that\b)[\w'’-]+){0,6}?"
_WHEN_OR_WHERE = (
    r"(?:\s+(?:after|again|ahead|at|before|by|during|earlier|for|from|here|in|last|late|later|on|since|through|to|today|under|via|yesterday|\w+day|\w+ly)\b"
    rf"{_ADDRESSEE})?"
)
SAID_THAT = re.compile(
    rf"{_LINK}(?P<cue>{_TELLING}(?={_ADDRESSEE},?\s+that\s)|(?:{_VERBS})(?={_WHEN_OR_WHERE},?\s+that\s)){_ADDRESSEE},?\s+that\s+",
    re.IGNORECASE,
)
# The plainest, which need no "that": before what is said, and at its end.
SAID = re.compile(
    rf"{_LINK}(?P<cue>sa(?:id|ys?))\s+(?!(?:about|after|and|are|as|at|before|by|during|for|from|goodbye|hello|how|in|is|it|much|no|nothing|of|on|one|so|that|thanks|the"
    r"\s+same|this|to|was|were|what|when|where|why|with|yes|yesterday|\w+day)\b)(?=\w)",
    re.IGNORECASE,
)
SAID_LAST = re.compile(rf"{_LINK}(?P<cue>sa(?:id|ys?))(?:\s+(?:on\s+)?\w+day)?\s*[.!?]?\s*$", re.IGNORECASE)
BEFORE_LAST = re.compile(r",\s+(?:the\s+)?$", re.IGNORECASE)
# What belongs to the speaker's phrase may stand between its mention and the verb: "the group's statement said that".
OWNER = re.compile(
    r"(?:['’]s?\s+(?:\w+\s+)?(?:statement|claim|communiqu[eé]|message|report|inquiry|investigation|spokes\w+|video|account|press office))?",
    re.IGNORECASE,
)
# Between whom a phrase is about and what says which: "police in Nairobi", "the director of the clinic".
OF_PLACE = re.compile(r"\s+(?:at|for|from|in|near|of)\s+(?:the\s+)?(?:[\w-]+\s+)?")
LONGEST_PHRASE = 4  # mentions before the last
ACCORDING_TO = re.compile(r"\baccording\s+to\s+", re.IGNORECASE)
BEFORE_SOURCE = re.compile(r"(?:[\w'’.-]+\s+){0,4}")
# Before "according to X," where what X says stands behind: an opening, another clause.
OPENING = re.compile(
    r"(?:(?:also|and|but|finally|however|instead|later|meanwhile|separately|so|still|then|yet),?\s+){0,2}"
    r"(?:(?:at|by|during|for|from|in|on|under)\b[^,;]{1,40},\s*)?",
    re.IGNORECASE,
)
OTHER_BEFORE = re.compile(r"[,;]\s+(?:and|but|whereas|while|yet)\s*$", re.IGNORECASE)
# Behind it, if a subject alone stands before: "The rebels, according to the army, killed ten men".
PREDICATE = re.compile(r"\s+(?!(?:and|as|but|including|so|though|which|while|who|whose|with|or)\b)[a-z]")
CLAUSE_END = re.compile(r"[;\n]")
ADDING = re.compile(
    r",\s+(?:(?:also|later|then|\w+ly)\s+)?(?P<cue>(?:add|alleg|argu|assert|claim|explain|insist|not|say|stat|stress|warn)ing)\s+"
    r"(?!(?:about|against|for|of|to)\b)(?:that\s+)?",
    re.IGNORECASE,
)
# Before the subject of a sentence: "On Tuesday, the health minister, …", "MOSCOW (Reuters) - Russia …".
SUBJECT = re.compile(
    r"(?:(?:[\w'’.()/-]+\s+){1,6}[-–—]\s+|(?:At|For|In|On|Earlier|Meanwhile|Still)\b[^,;]{0,60},\s+)?"
    r"(?!(?:After|Although|As|Because|Before|If|Since|That|Though|What|When|Whereas|While)\b)(?:[\w'’.-]+\s+){0,3}"
)
RIGHT_BEFORE = re.compile(r"(?:['’]s?)?\s+")
# Behind it someone else may be the subject.
OTHER_CLAUSE = re.compile(
    rf"[:;“”\"]|,\s+(?:and|but|or|so)\s|\s(?:although|because|but|though|whereas|while)\s|,\s(?:[\w'’.-]+\s+){{1,5}}{_VERBS}\b",
    re.IGNORECASE,
)
OPENED = re.compile(r"[“\"][^”\"\n]*$")
# Before a name that somebody gives to something, who is not who was quoted before: "what it called a “deal”".
NAMED = re.compile(rf"(?<!\bhe )(?<!\bshe )\b{CALL}(?:ed|e?s|ing)\s+(?:[\w'’-]+\s+){{0,4}}[\"“«]$", re.IGNORECASE)
BEFORE_NAME = 60  # characters
LONGEST_OPENING = 20  # characters before "according to"
MOST_SPEAKERS = 8  # the last of a sentence
CERTAINTY = 0.8  # of a plain wording, of one taken over from another quotation a little less
TAKEN_OVER = 0.6


def with_sayings(
    text: str, sentences: Sequence[tuple[int, int]], mentions: Iterable[Span], known: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Return `known` and what the wordings above add, in the order of their contents; no source gets the same content twice.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        mentions: Of actors, in any order.
        known: What the network found.
    """
    spans = sorted(mentions)
    found = list(known)
    of_sentence: dict[int, list[Attribution]] = defaultdict(list)  # those that share characters stand in one sentence
    for attribution in found:
        of_sentence[sentence_number(sentences, attribution.source.start)].append(attribution)
    for attribution in (*_nested(text, sentences, spans), *_according_to(text, sentences, spans), *_plain(text, sentences, spans)):
        beside = of_sentence[sentence_number(sentences, attribution.source.start)]
        if not any(_is_alike(attribution, other) for other in beside):
            beside.append(attribution)
            found.append(attribution)
    found += _added(text, sentences, spans, of_sentence)
    found += [a for a in said_by_papers(text, sentences, spans) if not any(_is_same(a, other) for other in found)]
    found += _continued(text, found)
    return tuple(sorted(found, key=lambda a: (a.content, a.source)))


def _is_alike(one: Attribution, other: Attribution) -> bool:
    return _is_same(one, other) or (one.cue is not None and other.cue is not None and one.cue.overlaps(other.cue))


def _is_same(one: Attribution, other: Attribution) -> bool:
    return one.source.overlaps(other.source) and one.content.overlaps(other.content)


def _nested(text: str, sentences: Iterable[tuple[int, int]], mentions: Sequence[Span]) -> Iterator[Attribution]:
    """Yield "X said that …": all of the sentence, or up to a semicolon, behind "that"."""
    for start, end in sentences:
        for mention in beginning_in(mentions, start, end):
            owner = OWNER.match(text, mention.end, end)
            said = SAID_THAT.match(text, owner.end() if owner else mention.end, end)
            if said is None:
                continue
            stop = CLAUSE_END.search(text, said.end(), end)
            content = stripped(text, said.end(), stop.start() if stop else end)
            if content.text:
                yield Attribution(head_of(text, mention, mentions), content, stripped(text, *said.span("cue")), CERTAINTY)


def _plain(text: str, sentences: Iterable[tuple[int, int]], mentions: Sequence[Span]) -> Iterator[Attribution]:
    """Yield "X said two men did it": what stands behind up to a semicolon; and "two men did it, X said.": what stands before."""
    for start, end in sentences:
        for mention in beginning_in(mentions, start, end):
            owner = OWNER.match(text, mention.end, end)
            behind = owner.end() if owner else mention.end
            said, source = SAID.match(text, behind, end), head_of(text, mention, mentions)
            if said is not None and SUBJECT.fullmatch(text, start, source.start):
                stop = CLAUSE_END.search(text, said.end(), end)
                content = stripped(text, said.end(), stop.start() if stop else end)
                yield Attribution(source, content, stripped(text, *said.span("cue")), CERTAINTY)
            said, comma = SAID_LAST.match(text, behind, end), BEFORE_LAST.search(text, start, source.start)
            if said is not None and comma is not None:
                yield Attribution(source, stripped(text, start, comma.start()), stripped(text, *said.span("cue")), CERTAINTY)


def head_of(text: str, mention: Span, mentions: Sequence[Span]) -> Span:
    """Return the mention that a phrase which ends with `mention` is about: of "police in Nairobi", police; `mentions` are in order."""
    place = bisect_left(mentions, mention)
    first = max(0, place - LONGEST_PHRASE)
    while place > first and OF_PLACE.fullmatch(text, mentions[place - 1].end, mentions[place].start):
        place -= 1
    return mentions[place]


def _according_to(text: str, sentences: Iterable[tuple[int, int]], mentions: Sequence[Span]) -> Iterator[Attribution]:
    """Yield what stands before "according to X", or behind it where nothing stands before."""
    for start, end in sentences:
        for cue in ACCORDING_TO.finditer(text, start, end):
            after = beginning_in(mentions, cue.end(), end)
            if not after or not BEFORE_SOURCE.fullmatch(text, cue.end(), after[0].start):
                continue
            comma = text.find(",", after[0].end, end)
            if _stands_behind(text, start, cue.start(), comma, mentions):
                content = stripped(text, comma + 1, end) if comma >= 0 else stripped(text, end, end)
            else:
                content = stripped(text, start, cue.start())
            if content.text:
                yield Attribution(after[0], content, stripped(text, *cue.span()), CERTAINTY)


def _stands_behind(text: str, start: int, cue: int, comma: int, mentions: Sequence[Span]) -> bool:
    """Tell whether what somebody says stands behind "according to X,", for nothing is said before in the sentence, or another thing."""
    before = stripped(text, start, cue)
    if not before.text.strip(" ,(-–—"):
        return True
    if comma < 0:
        return False
    if OPENING.fullmatch(text, before.start, cue) or OTHER_BEFORE.search(text, max(start, cue - LONGEST_OPENING), cue):
        return True
    named = beginning_in(mentions, start, cue)
    is_subject = bool(named) and text[named[-1].end : cue].strip() == "," and SUBJECT.fullmatch(text, start, named[-1].start) is not None
    return is_subject and PREDICATE.match(text, comma + 1) is not None


def _added(
    text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Span], known: Mapping[int, Sequence[Attribution]]
) -> Iterator[Attribution]:
    """Yield what somebody adds who speaks before in the sentence, or says of what he does, where nobody is said to say it yet.

    `known` are the attributions by the number of their sentence.
    """
    cues: dict[int, re.Match[str]] = {}  # of each sentence the first: what is added goes on to its end
    for cue in ADDING.finditer(text):
        cues.setdefault(sentence_number(sentences, cue.start()), cue)
    for number, cue in cues.items():
        (start, end), said = sentences[number], known.get(number, ())
        stop = CLAUSE_END.search(text, cue.end(), end)
        content = stripped(text, cue.end(), stop.start() if stop else end)
        if content.text and not any(a.content.start <= content.start < a.content.end for a in said):
            source = _speaker(said, cue.start()) or _subject(text, start, cue.start(), mentions)
            if source is not None:
                yield Attribution(source, content, stripped(text, *cue.span("cue")), CERTAINTY)


def _speaker(said: Iterable[Attribution], end: int) -> Span | None:
    """Return who speaks last before a place, as the sentence itself tells and not another speaker in it."""
    before = [(a.cue.end, a) for a in said if a.cue is not None and a.cue.end <= end and a.source.end <= end]
    last = [a for _, a in sorted(before, key=lambda one: one[0])[-MOST_SPEAKERS:]]
    outer = [a for a in last if not any(a.source.overlaps(other.content) for other in last)]
    return outer[-1].source if outer else None


def _subject(text: str, start: int, end: int, mentions: Sequence[Span]) -> Span | None:
    """Return the mention with which a sentence begins, if all up to `end` is of its clause: of "Oz's foreign minister", the minister."""
    named = beginning_in(mentions, start, end)
    if not named or not SUBJECT.fullmatch(text, start, named[0].start) or named[0].text.lower() in POSSESSIVES:
        return None
    subject = named[0]
    for following in named[1:]:
        if not RIGHT_BEFORE.fullmatch(text, subject.end, following.start):
            break
        subject = following
    return None if OTHER_CLAUSE.search(text, subject.end, end) else subject


# ---------------------------------------------------------------- quotations


def _continued(text: str, known: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield a quotation without words of saying as of who is quoted nearest before it in its paragraph, or else behind it."""
    in_order = sorted(enumerate(known), key=lambda one: one[1].content.start)
    longest = max((len(one.content.text) for one in known), default=0)

    def owner(quote: Span) -> Attribution | None:
        low, high = (bisect_left(in_order, at, key=lambda one: one[1].content.start) for at in (quote.start - longest, quote.end))
        of_it = (one for one in in_order[low:high] if one[1].content.overlaps(quote) and not quote.contains(one[1].source))
        return min(of_it, default=(0, None), key=lambda one: one[0])[1]

    of_last: Attribution | None = None
    was_open = False
    for start, end in paragraphs(text):
        quotes = [stripped(text, *quote) for quote in quotations(text, start, end)]
        broken = OPENED.search(text[quotes[-1].end if quotes else start : end])
        if broken:
            offset = quotes[-1].end if quotes else start
            quotes.append(stripped(text, offset + broken.start(), end))
        said = [owner(quote) for quote in quotes]
        begins_quoted = bool(quotes) and not text[start : quotes[0].start].strip()
        last = of_last if was_open and begins_quoted else None
        first = next((a for a in said if a), None)
        for quote, own in zip(quotes, said, strict=True):
            last = own or last
            speaker = last or first
            if own is None and speaker is not None and not (_is_name(text, quote) or is_of_paper(text, quote)):
                yield Attribution(speaker.source, quote, None, TAKEN_OVER)
        of_last, was_open = last or first, bool(broken)


def _is_name(text: str, quote: Span) -> bool:
    """Tell whether a quotation is a name that somebody gives: the king called it a “shameful deal”."""
    return NAMED.search(text, max(0, quote.start - BEFORE_NAME), quote.start + 1) is not None
