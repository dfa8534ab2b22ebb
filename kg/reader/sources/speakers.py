"""Who makes a statement: the subject of "denied", "accused", "blamed", with all that "and" joins to it.

In come arguments and what they are between; out go arguments. Of "the mayor, a former judge, has denied it" the mayor denies, of "the front
and the union denied it" both do, of "he blamed the front, which denied it" the front. "Accused of" and "blamed for" without an object are
passive: who stands before them is accused. Nothing here is learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Argument
from kg.reader.arguments import by_trigger
from kg.reader.sources.attribution import ACTORS
from kg.reader.sources.sayings import head_of
from kg.reader.spans import beginning_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Span

STATING = re.compile(r"(?:accuse[sd]?|blame[sd]?|den(?:ied|ies|y)|dispute[ds]?|refute[ds]?|reject(?:ed|s)?)\b", re.IGNORECASE)
ACCUSING = re.compile(r"(?:accused|blamed)\b", re.IGNORECASE)
PASSIVE = re.compile(r"\s+(?:as|by|for|in|of|over)\b", re.IGNORECASE)
_AUXILIARY = r"(?:\s+(?:all|also|always|both|did|do|does|had|has|have|however|in\s+turn|meanwhile|since|then|\w+ly|on\s+\w+day))*\s+"
# Between the subject and its verb stands a relative pronoun or an apposition; between who is accused and the passive a form of "be".
OF_SUBJECT = re.compile(
    r"(?:,(?!\s+(?:after|against|and|as|at|but|by|despite|during|for|from|in|including|on|over|to|under|with|without)\b)[^,.;:\n\"“”]{1,80},"
    rf"|,?\s+(?:which|who))?{_AUXILIARY}",
    re.IGNORECASE,
)
OF_ACCUSED = re.compile(
    r"(?:,|(?:,?\s+(?:that|which|who))?(?:\s+(?:had|has|have|\w+ly))*\s+(?:are|been|being|is|was|were))(?:\s+\w+ly)?\s+", re.IGNORECASE
)
AND = re.compile(r"(?:,|,?\s+and)(?:\s+(?:an?|her|his|its|other|some|the|their))*\s+", re.IGNORECASE)
# From the beginning of a sentence to the first of several subjects: there a clause begins.
BEGINNING = re.compile(r"(?:[^\n]*(?:[;:.\"”]|\b(?:but|sa(?:id|ys)|that|while)\b))?\s*(?:(?:an?|both|some|the)\s+)*", re.IGNORECASE)
_LONGEST = 120  # characters between a subject and its verb


def with_subjects(
    text: str, sentences: Iterable[tuple[int, int]], arguments: Iterable[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments, in their order, and behind them the subjects of statements that were not found.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    statements = sorted(span for span in types if types[span] in {"Accusation", "Denial"} and STATING.match(span.text))
    if not statements:
        return given
    actors = sorted(span for span in types if types[span] in ACTORS)
    own = by_trigger(given)
    wrong: set[Argument] = set()
    more: list[Argument] = []
    for start, end in sentences:
        before = beginning_in(actors, start, end)
        for statement in beginning_in(statements, start, end):
            known = own.get(statement, [])
            if PASSIVE.match(text, statement.end):
                accused = [a for a in known if _is_accused(text, a)]
                more += [replace(a, role="Target") for a in accused]
                wrong.update((*accused, *(a for a in known if accused and a.role == "Target" and a.filler.start > statement.start)))
                continue
            subjects = _subjects(text, start, statement, before)
            agents = {a.filler for a in known if a.role == "Agent"}
            if not agents or agents & set(subjects):
                more += [Argument(statement, "Agent", one) for one in subjects if one not in {a.filler for a in known}]
    return [*(a for a in given if a not in wrong), *more]


def _is_accused(text: str, argument: Argument) -> bool:
    is_before = argument.role == "Agent" and argument.filler.end <= argument.trigger.start
    is_accused = is_before and ACCUSING.match(argument.trigger.text) is not None
    return is_accused and OF_ACCUSED.fullmatch(text, argument.filler.end, argument.trigger.start) is not None


def _subjects(text: str, start: int, statement: Span, actors: Sequence[Span]) -> list[Span]:
    """Return the subject of a statement, with all that "and" joins to it."""
    place = max(start, statement.start - _LONGEST)
    ending = (one for one in reversed(actors) if place <= one.start and one.end <= statement.start)
    last = next((one for one in ending if OF_SUBJECT.fullmatch(text, one.end, statement.start)), None)
    if last is None:
        return []
    return joined_before(text, start, head_of(text, last, actors), actors)


def joined_before(text: str, start: int, last: Span, actors: Sequence[Span]) -> list[Span]:
    """Return the last of several subjects, and before it those that "and" joins to it, if with the first its clause begins.

    Args:
        text: The article.
        start: Where the sentence begins.
        last: The last, or only, subject.
        actors: Mentions in text order, among them `last`.
    """
    found, first = [last], last.start
    for one in reversed(actors[: actors.index(last)]):
        if text[one.end : first].isspace():  # it only says which: "the Iranian militia"
            first = one.start
        elif AND.fullmatch(text, one.end, first):
            found.append(one)
            first = one.start
        else:
            break
    return found if BEGINNING.fullmatch(text, start, first) else found[:1]
