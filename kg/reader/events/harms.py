"""When and where people died or were hurt, as a sentence says it of what killed or hurt them, or the other way round: it is of both.

- "Gunmen attacked a bus in Ur on Friday, killing six", "Six were killed in Friday's attack", where the attack is the means;
- "Six were killed when their plane crashed on Friday".

In come arguments and what they are between; out go those that are missing. Nothing here is learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.reader.arguments import by_trigger
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Role, Span

CAUSES = ATTACKS | {"Clash", "Disaster"}
HARMS = frozenset(("Killing", "Injury"))
SHARED: tuple[Role, ...] = ("Time", "Place")
SUFFERED = re.compile(
    r"(?:dead|died|dies|drowned|hurt|injured|killed|maimed|perished|shot\s+dead|wounded|(?:lost|lose)(?:\s+(?:her|his|their))?(?:\s+li(?:fe|ves))?)",
    re.IGNORECASE,
)
_SAME_CLAUSE = r"(?:(?!\b(?:after|and|as|before|but|that|when|where|which|while|who|whose)\b)[^.;:\n])*"
WHEN = re.compile(rf"{_SAME_CLAUSE}\b(?P<word>after|as|when|while)\s{_SAME_CLAUSE}", re.IGNORECASE)
# "After" may be weeks after, but who tells of a day or an hour means that one.
OF_DAY = re.compile(r"day\b|night\b|morning|afternoon|evening|noon|dawn|[ap]\.?m\b", re.IGNORECASE)
DYING = re.compile(r"(?:dead|death|die[sd]?|dying|perish|toll)", re.IGNORECASE)
KILLING = re.compile(r"(?:injuring|killing|maiming|wounding)\b", re.IGNORECASE)
# "The attack was aimed at bases of the Front, the group that killed six in May": what the Front did is of another time and place.
OF_ANOTHER = re.compile(r",\s+(?:an?|her|his|its|the|their)\s+[^,;]*\b(?:that|which|who|whose)\b", re.IGNORECASE)
COMMA = re.compile(r"[^.;:\n]*,\s+(?:\w+ly\s+)?(?:(?:injuring|killing)\b[^.;:\n]*\band\s+(?:\w+ly\s+)?)?", re.IGNORECASE)
# "The strongest in more than a century" is no time that anybody died at.
LASTING = re.compile(r"(?:centur(?:y|ies)|decades?|years|months|weeks|days|hours|minutes)", re.IGNORECASE)
LONGEST = 150  # characters between a harm and what is said behind it to have caused it
LEAVING = re.compile(r"[^.;:\n]*,\s+leaving\b[^.;:\n]*", re.IGNORECASE)


def with_times_and_places_of_causes(
    text: str, sentences: Sequence[tuple[int, int]], arguments: Sequence[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments, and behind them the times and places that a harm and its cause have of each other, where one has none.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters; every word stands in one.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    roles = by_trigger(arguments)
    others = sorted(span for span in roles if types.get(span) not in HARMS)
    harms = [span for span in sorted(types) if types[span] in HARMS]
    causes = [span for span in sorted(types) if types[span] in CAUSES] if harms else []
    more: dict[tuple[Span, Role, Span], Argument] = {}
    for harm in harms if causes else ():
        start, end = sentences[sentence_number(sentences, harm.start)]
        for cause, word in _causes(text, harm, beginning_in(causes, start, end), roles.get(harm, ())):
            for argument in _shared(harm, cause, word, roles, others):
                more.setdefault((argument.trigger, argument.role, argument.filler), argument)
    return [*arguments, *more.values()]


def _causes(text: str, harm: Span, causes: Sequence[Span], own: Sequence[Argument]) -> Iterator[tuple[Span, str]]:
    """Yield what a sentence says that harmed people, and the word that ties it to them, if any."""
    means = {a.filler for a in own if a.role == "Instrument"}
    has_suffered = SUFFERED.fullmatch(harm.text) is not None
    last = next((cause for cause in reversed(causes) if cause.end <= harm.start), None)
    for cause in causes:
        is_near = has_suffered and harm.end < cause.start <= harm.end + LONGEST
        when = WHEN.fullmatch(text, harm.end, cause.start) if is_near else None
        is_means = cause in means and not OF_ANOTHER.search(text, cause.end, harm.start)
        if is_means or when or (cause == last and _is_result(text, cause, harm)):
            yield cause, when["word"].lower() if when else ""


def _shared(harm: Span, cause: Span, word: str, roles: Mapping[Span, Sequence[Argument]], others: Sequence[Span]) -> Iterator[Argument]:
    def own(of: Iterable[Argument]) -> list[Argument]:
        return [a for a in of if _is_its_own(a, {harm, cause}, others)]

    for role in SHARED:
        of_harm, of_cause = ([a for a in roles.get(trigger, ()) if a.role == role] for trigger in (harm, cause))
        if not of_harm:
            close = [a for a in own(of_cause) if word != "after" or role == "Place" or OF_DAY.search(a.filler.text)]
            yield from (replace(a, trigger=harm) for a in close)
        elif not of_cause and word != "after" and not DYING.match(harm.text):  # who dies of it may do so later, and elsewhere
            yield from (replace(a, trigger=cause) for a in own(of_harm))


def _is_its_own(argument: Argument, both: set[Span], others: Sequence[Span]) -> bool:
    """Tell whether a time is no length of time, and nothing else is told between it and its event: it may be of that."""
    trigger, filler = argument.trigger, argument.filler
    if argument.role != "Time":
        return True
    first, second = (trigger, filler) if trigger < filler else (filler, trigger)
    is_length = LASTING.fullmatch(filler.text.rpartition(" ")[2]) is not None
    return not is_length and both.issuperset(beginning_in(others, first.end, second.start))


def _is_result(text: str, cause: Span, harm: Span) -> bool:
    """Tell whether a harm is said to follow from what stands before it: ", killing six", ", leaving six dead"."""
    wording = COMMA if KILLING.match(harm.text) else LEAVING if SUFFERED.fullmatch(harm.text) else None
    return wording is not None and wording.fullmatch(text, cause.end, harm.start) is not None
