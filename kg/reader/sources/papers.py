"""Who speaks in a statement, message or video that the text makes speak: "'We hit the base,' the statement said".

In come a text, its sentences and the mentions of actors; out goes an attribution to who is said just before to have issued it: "in a
statement, the group …", "the group published a video", "a message from the group". Where nobody is, or several are, nobody speaks.
Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Attribution, Span
from kg.reader.spans import beginning_in, sentence_number, stripped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PAPER = (
    r"(?:announcement|communiqu[eé]|declaration|leaflet|letter|message|note|post|posting|press\s+release|recording|release|statement|tweet"
    r"|video(?:\s+(?:message|statement))?)"
)
# What a paper does as its subject: fewer things than people do.
_SAYS = r"(?:add(?:s|ed)|claim(?:s|ed)|declare[ds]|read|reads|sa(?:ys|id)|state[ds]|warn(?:s|ed)|went\s+on|wrote)"
_WORDS = r"(?:[\w-]+\s+)"  # unlike the `WORD` of the lexicon, without possessives
# The paper as who speaks: "a statement said", "the group's statement said".
SPEAKING = re.compile(
    rf"\b(?:an?|another|the|this|[\w-]+['’]s?)\s+(?:[\w'’-]+\s+){{0,3}}?(?P<paper>{_PAPER}),?\s+(?:(?!that\b){_WORDS}){{0,6}}?(?P<cue>{_SAYS})\b"
    rf"|\b(?P<cue_before>{_SAYS})\s+the\s+(?P<paper_behind>{_PAPER})\b",
    re.IGNORECASE,
)
SIGNED = re.compile(r"\s+(?:[\w-]+\s+){0,2}(?:by|from)\s+(?:[\w-]+\s+){0,3}", re.IGNORECASE)
QUOTED_BEFORE = re.compile(
    r"(?:\"[^\"\n]*(?:[,!?]\"|\",)|“[^”\n]*(?:[,!?]\s?”|”,)|«[^»\n]*(?:[,!?]\s?»|»,))\s*$",
)
GAP = re.compile(r",?\s*")
SAID_BEFORE = re.compile(r",\s+$")
QUOTED_BEHIND = re.compile(r"(?:\s+that)?\s*[,:]?\s*(?P<content>\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»)")
THAT = re.compile(r"\s+that\s+(?P<content>[^;\n]+)", re.IGNORECASE)
# Between a paper and who issued it, and between him and it; `{paper}` is the same word as above.
_FROM = r"\b{paper}(?:\s+[\w-]+){{0,3}}?\s+(?:by|from|of)\s+(?:[\w-]+\s+){{0,3}}$"
_TOLD = r"(?:add|announc|claim|confirm|declar|sa[iy]|stat|warn|wr[io]t)"
_IN_IT = rf"\bin\s+an?\s+(?:[\w-]+\s+){{{{0,3}}}}{{paper}}(?:\s+[\w-]+){{{{0,6}}}},\s+(?:(?!{_TOLD})[\w-]+\s+){{{{0,2}}}}$"
_ISSUED = (
    r"(?:,[^,.;]{{1,60}},)?(?:\s+(?:also|has|had|have|later|then|which|\w+ly))*\s+"
    r"(?:(?:air|broadcast|circulat|distribut|issu|post|publish|put|releas|sen[dt]|shar|upload)\w*(?:\s+out)?\s+(?:an?|another|its|the|their)\s+"
    rf"(?:[\w-]+\s+){{{{0,4}}}}?|{_TOLD}\w*\b[^.;\"“”]{{{{0,120}}}}?\s(?:in|through|via)\s+(?:an?|its|their)\s+(?:[\w-]+\s+){{{{0,3}}}}?)"
    r"{paper}\b|['’]s?\s+(?:[\w-]+\s+){{0,2}}{paper}\b"
)
PAPER = re.compile(rf"\b{_PAPER}\b")
AROUND = 100  # characters beside the word for a paper in which it is looked for whether it speaks
LONGEST_QUOTE = 2000  # characters of a quotation before the words of saying
SENTENCES_BEFORE = 2
LONGEST = 120  # characters of a sentence before who issued it
CERTAINTY = 0.7


def said_by_papers(text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Span]) -> Iterator[Attribution]:
    """Yield what papers say as of who issued them.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters; every word stands in one.
        mentions: Of actors, in text order.
    """
    for said in _speaking(text):
        cue = _group(text, said, "cue", "cue_before")
        paper = _group(text, said, "paper", "paper_behind")
        place = sentence_number(sentences, said.start())
        content = _content(text, said, sentences[place])
        after = beginning_in(mentions, paper.end, cue.start)
        signed = [one for one in after if SIGNED.fullmatch(text, paper.end, one.start)]
        if content is not None and len(after) == len(signed):
            owners = signed or beginning_in(mentions, said.start(), paper.start)
            before = sentences[max(0, place - SENTENCES_BEFORE) : place + 1]
            source = owners[-1] if owners else _issuer(text, before, mentions, paper, min(content.start, said.start()))
            if source is not None:
                yield Attribution(source, content, cue, CERTAINTY)


def _speaking(text: str) -> Iterator[re.Match[str]]:
    """Yield where a paper speaks; the short words for papers are looked for first, as that is quick."""
    last = 0
    for word in PAPER.finditer(text):
        said = SPEAKING.search(text, max(last, word.start() - AROUND), word.end() + AROUND)
        if said and said.end() > last:
            last = said.end()
            yield said


def is_of_paper(text: str, quote: Span) -> bool:
    """Tell whether right behind a quotation a paper speaks: it is nobody's who spoke before."""
    goes_on = quote.text.rstrip('"”» ').endswith((",", "!", "?")) or text.startswith(",", quote.end)
    gap = GAP.match(text, quote.end) if goes_on else None
    return gap is not None and SPEAKING.match(text, gap.end()) is not None


def _group(text: str, match: re.Match[str], *names: str) -> Span:
    start, end = next(match.span(name) for name in names if match[name] is not None)
    return Span(start, end, text[start:end])


def _content(text: str, said: re.Match[str], sentence: tuple[int, int]) -> Span | None:
    """Return what a paper says: a quotation or clause on one side of the words of saying."""
    before = QUOTED_BEFORE.search(text, max(0, said.start() - LONGEST_QUOTE), said.start())
    if before:
        return stripped(text, *before.span())
    behind = None if said["cue_before"] else QUOTED_BEHIND.match(text, said.end()) or THAT.match(text, said.end(), sentence[1])
    if behind:
        return stripped(text, *behind.span("content"))
    if SAID_BEFORE.search(text, sentence[0], said.start()):
        return stripped(text, sentence[0], said.start())
    return None


def _issuer(text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Span], paper: Span, end: int) -> Span | None:
    """Return who issued the paper by the nearest sentence before it that says so, if that is one; it ends where the paper speaks."""
    word = re.escape(paper.text.split()[0].lower())
    wordings = tuple(re.compile(one.format(paper=word), re.IGNORECASE) for one in (_FROM, _IN_IT, _ISSUED))
    for first, last in reversed(sentences):
        inside = beginning_in(mentions, first, min(last, end))
        found = [one for one in inside if _issues(text, (first, min(last, end)), one, wordings)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _issues(text: str, sentence: tuple[int, int], mention: Span, wordings: tuple[re.Pattern[str], ...]) -> bool:
    """Tell whether a sentence says that a mention issued the paper of the wordings, which stand before (two) or behind it."""
    is_from, is_in_it, issued = wordings
    start = max(sentence[0], mention.start - LONGEST)
    before = is_from.search(text, start, mention.start) or is_in_it.search(text, start, mention.start)
    return before is not None or issued.match(text, mention.end, sentence[1]) is not None
