"""How far what somebody says reaches in a sentence in which two speak: "police spoke of ten dead, while the union said 20 were *killed*".

In come a text, its sentences and mentions; out goes what is said without those who do not say it. A sentence is cut at semicolons, "while",
"but" and ", and" where each side has a speaker of its own: what stands on one side is not said by who speaks on the other. What stands
before ", and police said" without a speaker, the article tells. Those who only seem to speak are left out, too (`hearers.py`). Nothing here
is learnt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.model import Argument
from kg.reader.sources.attribution import ACTORS, SPEECH
from kg.reader.sources.hearers import SAY, only_names, speaks
from kg.reader.sources.sayings import OWNER, head_of
from kg.reader.spans import beginning_in, sentence_number, stripped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Attribution, Span

_STATE = (
    r"(?:(?:accuse[ds]|blame[ds])(?!\s+(?:by|for|in|of|on)\b)|condemn(?:ed|s)|den(?:ied|ies|y)|dismiss(?:ed|es)|refute[ds]|reject(?:ed|s))"
)
_SOON = r"(?:\s+(?:on\s+\w+day|later|today|yesterday))?"
# Between who speaks and how; behind it the sentence or clause may end.
SPEAKS = re.compile(
    r"(?:\s+(?:at|for|from|in|near|of)(?:\s+[\w'’.-]+){1,4}?)?(?P<apposition>,(?!\s+(?:and|but|while)\b)[^,.;:]{1,60},)?"
    r"(?:\s+(?:also|however|has|have|had|meanwhile|since|then|\w+ly)\b)*"
    rf"{_SOON}\s+(?:(?P<says>{SAY})|{_STATE})\b(?P<last>{_SOON}\s*(?:[.,;)]|$))?",
    re.IGNORECASE,
)
SAID = re.compile(rf"(?:[,\"”]\s*{SAY}|\baccording\s+to)\s+(?:[\w'’-]+\s+){{0,4}}$", re.IGNORECASE)
CUT = re.compile(
    r";|,?\s(?:while|whereas)\s|,\s+(?:although|and|but|though|yet)\s(?!\s*(?:that|who|which)\b)|\sbut\s(?!that\b)", re.IGNORECASE
)
# From a cut to who speaks, where a new sentence might begin as well.
BEGINS = re.compile(r"[,;]?\s*(?:although|and|but|though|whereas|while|yet)\s+(?:[\w'’.-]+\s+){0,5}", re.IGNORECASE)
PRONOUN = re.compile(r"he|I|it|she|they|we|who|which|you", re.IGNORECASE)  # mostly who spoke before
WITHIN = re.compile(r"\bthat\s+(?:[\w'’-]+\s+){0,3}$", re.IGNORECASE)  # before who speaks within what another says
QUOTATION = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»")

_LOOK_BACK = 100  # characters before who speaks


@dataclass(frozen=True, slots=True)
class Clause:
    """The characters `[start, end)` of one or more clauses that `speakers` speak in.

    `says`: they say something, and do not only deny or blame. `is_behind`: they stand behind what they say. `is_new`: with them the clause
    begins. `names` call them, too: "the mayor, *Ann Roe*, said". `is_told`: by the article itself.
    """

    start: int
    end: int
    speakers: tuple[Span, ...] = ()
    says: bool = False
    is_behind: bool = False
    names: tuple[Span, ...] = ()
    is_new: bool = False
    is_told: bool = False

    def holds(self, span: Span) -> bool:
        """Tell whether `span` begins in the clause."""
        return self.start <= span.start < self.end


def without_others_sources(
    text: str, sentences: Sequence[tuple[int, int]], arguments: Iterable[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments, in their order, without sources that do not say it, and behind them those who speak in their place.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters; every trigger stands in one.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    said: dict[int, list[Argument]] = {}
    for argument in given:
        if argument.role == "Source":
            said.setdefault(sentence_number(sentences, argument.trigger.start), []).append(argument)
    actors = sorted(span for span in types if types[span] in ACTORS) if said else []
    wrong: set[Argument] = set()
    more: list[Argument] = []
    for number, beside in said.items():
        clauses = clauses_of(text, sentences[number], actors)
        others = {a for a in beside if not speaks(text, a.filler, a.trigger) or _is_of_other(clauses, a.filler, a.trigger)}
        wrong |= others
        left = {a.trigger for a in beside if a not in others}
        taken = {(a.trigger, a.filler) for a in given}
        for trigger in sorted({a.trigger for a in others} - left):
            own = [c.speakers[0] for c in clauses if c.holds(trigger) and c.says and len(c.speakers) == 1]
            more += [Argument(trigger, "Source", one) for one in own if types[trigger] not in SPEECH and (trigger, one) not in taken]
    return [*(a for a in given if a not in wrong), *more]


def within_reach(
    text: str, sentences: Sequence[tuple[int, int]], mentions: Iterable[Span], attributions: Iterable[Attribution]
) -> Iterator[Attribution]:
    """Yield the attributions, each no further than its source's words reach, without those whose source does not speak.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        mentions: Of actors, in any order.
        attributions: Of the article.
    """
    spans = sorted(mentions)
    known: dict[int, list[Clause]] = {}
    for attribution in attributions:
        source, content = attribution.source, attribution.content
        number = sentence_number(sentences, source.start)
        if number not in known:
            known[number] = clauses_of(text, sentences[number], spans)
        start, end = content.start, content.end
        spoken = [clause for clause in known[number] if clause.speakers or clause.is_told]
        if any(clause.holds(source) for clause in spoken):
            for clause in (one for one in spoken if not one.holds(source)):
                start, end = _cut(text, start, end, clause)
        if start < source.start and only_names(text, source):
            start = source.end
        if start < end and speaks(text, source):
            yield attribution if (start, end) == (content.start, content.end) else replace(attribution, content=stripped(text, start, end))


def _cut(text: str, start: int, end: int, clause: Clause) -> tuple[int, int]:
    """Return what is left of `[start, end)` without a clause, which stands at one end of it, or of it what stands before."""
    if clause.end <= start or end <= clause.start:
        return start, end
    if clause.start > start:
        return start, clause.start
    joint = CUT.match(text, clause.end, end)
    return (joint.end() if joint else clause.end), end


def _is_of_other(clauses: Iterable[Clause], source: Span, trigger: Span) -> bool:
    """Tell whether a source speaks in another clause, and somebody else, or the article, in that of the trigger."""
    of_trigger = next((c for c in clauses if c.holds(trigger)), None)
    return (
        of_trigger is not None
        and (bool(of_trigger.speakers) or of_trigger.is_told)
        and any(source in (*c.speakers, *c.names) for c in clauses if c is not of_trigger)
    )


def clauses_of(text: str, sentence: tuple[int, int], mentions: Sequence[Span]) -> list[Clause]:
    """Return the clauses of a sentence, in order; none if all is said by one. `mentions` of actors are in text order."""
    start, end = sentence
    cuts = [cut.start() for cut in CUT.finditer(text, start, end)]
    if not cuts:
        return []
    quoted = [quotation.span() for quotation in QUOTATION.finditer(text, start, end)]
    cuts = [cut for cut in cuts if not any(a < cut < b for a, b in quoted)]
    joined: list[Clause] = []
    for clause in (_clause(text, a, b, mentions) for a, b in pairwise((start, *cuts, end))):
        joined[-1:] = _joined(text, joined[-1], clause) if joined else [clause]
    clauses = [replace(one, is_told=not one.speakers and following.is_new) for one, following in pairwise([*joined, Clause(end, end)])]
    return clauses if sum(bool(clause.speakers) or clause.is_told for clause in clauses) > 1 else []


def _joined(text: str, last: Clause, clause: Clause) -> list[Clause]:
    """Return two clauses, as one if the second goes on with what is said in the first, or who stands behind it may have said both."""
    if clause.speakers:
        is_one = clause.is_behind and not last.is_behind and not (last.speakers and text[clause.start] == ";")
    else:
        is_one = not (last.speakers and last.is_behind)
    if not is_one:
        return [last, clause]
    speakers, names = (*last.speakers, *clause.speakers), (*last.names, *clause.names)
    return [Clause(last.start, clause.end, speakers, last.says or clause.says, last.is_behind or clause.is_behind, names)]


def _clause(text: str, start: int, end: int, mentions: Sequence[Span]) -> Clause:
    found, joint = Clause(start, end), CUT.match(text, start, end)
    begin = joint.end() if joint else start + 1
    for mention in beginning_in(mentions, start, end):
        owner = OWNER.match(text, mention.end, end)
        before = SPEAKS.match(text, owner.end() if owner else mention.end, end)
        behind = None if before else SAID.search(text, max(start, mention.start - _LOOK_BACK), mention.start)
        speaker = head_of(text, mention, mentions)
        is_within = WITHIN.search(text, max(start, speaker.start - _LOOK_BACK), speaker.start) is not None
        is_other = PRONOUN.fullmatch(mention.text) is None and not is_within
        if speaker.start >= start and (before or behind) and is_other:
            is_behind = (before is not None and before["last"] is not None) or (behind is not None and behind.start() > begin)
            says = before is None or before["says"] is not None
            speakers = (*(one for one in found.speakers if one != speaker), speaker)
            names = beginning_in(mentions, *before.span("apposition")) if before and before["apposition"] else ()
            is_new = found.is_new or (not is_behind and says and BEGINS.fullmatch(text, start, speaker.start) is not None)
            found = replace(
                found, speakers=speakers, names=(*found.names, *names), says=found.says or says, is_behind=is_behind, is_new=is_new
            )
    return found
