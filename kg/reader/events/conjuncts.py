"""What "and" joins has one part in an event: "Ada Roe and her minister, Bo Lund, called on Oz" is said of both.

- "Oz, Ur and Io sent aid", "aid was sent to Oz, Ur and Io": where one has a part and another none, both have it.
- "accused by residents and groups of killings": where the network gives them different parts, all have that of the first.

What a list is, is said in `kg.reader.lists`. A name that gets a part is of the kind of the one that has it; before the verb the list stands
where a clause begins, behind it no verb follows the list. In come arguments and what they are between; out go arguments. Nothing here is
learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.arguments import by_trigger
from kg.reader.lists import DESCRIBED, END, LOOK_BACK, PAIR, TITLE, TITLES, VERB, lists
from kg.reader.sources.attribution import ACTORS
from kg.reader.spans import POSSESSIVES, beginning_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Role, Span

SHARED: frozenset[Role] = frozenset(("Agent", "Target", "Victim", "Place"))
LISTED = ACTORS | {"LOC", "FAC"}
ALIKE = {"ORG": "GPE"}  # states and bodies stand in one list
LONGEST = 150  # characters between a list and an event
SURE = 0.6  # so sure is a part that others get, too
PARTICIPLE = re.compile(r"\w+ed", re.IGNORECASE)
BEFORE_NOUN = re.compile(r"\b(?:the|an?|of)\s+$", re.IGNORECASE)  # "the murdered Roe": a participle that tells of the next noun alone
# Before a list that is the subject of its clause.
CLAUSE = re.compile(rf"(?:^|[;:“\"]\s*|\b(?:said|says)\s+|\bthat\s+)(?:{TITLES}|(?i:{DESCRIBED}))$")
# Between such a list and its verb, and between a verb and the list of what it is done to.
SUBJECT = re.compile(
    r"(?:,[^,;:.]{1,60},)?(?:\s*,)?(?:\s+(?:who|both|jointly|also|had|has|have|was|were|is|are|been|later|then|\w+ly))*\s+"
)
OBJECT = re.compile(rf"(?:\s+(?!(?:and|are|as|but|is|that|was|were|when|which|while|who)\b)[\w'’-]+){{0,5}}\s+{TITLES}")
BY = re.compile(rf"(?:\s+\w+ly)?\s+(?:against|by|in|of|on)\s+{TITLES}")


def with_conjuncts(
    text: str, sentences: Iterable[tuple[int, int]], arguments: Iterable[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments with those of names that "and" joins to a filler, each with the part of its fellows.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters, in order.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    roles = by_trigger(given)
    triggers = sorted(roles)
    changed: dict[tuple[Span, Span], Argument] = {}
    more: list[Argument] = []
    mentions = sorted(span for span, kind in types.items() if kind in LISTED and span.text.lower() not in POSSESSIVES)
    for start, end in sentences:
        inside = beginning_in(triggers, start, end)
        for members in lists(text, beginning_in(mentions, start, end)) if inside else ():
            for trigger in beginning_in(inside, members[0].start - LONGEST, members[-1].end + LONGEST):
                own = sorted((a for a in roles[trigger] if a.filler in members), key=lambda a: a.filler)
                if not own:
                    continue
                is_told = members[0].start < trigger.start or own[0].filler == members[0]
                if is_told and _is_list_of(text, (start, end), members, trigger):
                    more.extend(_joined(own, members, types))
                if BY.fullmatch(text, trigger.end, members[0].start):
                    changed |= {(a.trigger, a.filler): replace(a, role=own[0].role) for a in _unlike_first(own, members)}
    return [*(changed.get((a.trigger, a.filler), a) for a in given), *more]


def _is_list_of(text: str, sentence: tuple[int, int], members: Sequence[Span], trigger: Span) -> bool:
    """Tell whether a list is the subject of a verb, or stands right behind a trigger and is no subject itself."""
    first, last = members[0], members[-1]
    if trigger.start >= last.end:
        before = text[max(sentence[0], first.start - LOOK_BACK) : first.start]
        return SUBJECT.fullmatch(text, last.end, trigger.start) is not None and CLAUSE.search(before) is not None
    is_adjective = PARTICIPLE.fullmatch(trigger.text) and BEFORE_NOUN.search(text, max(0, trigger.start - 5), trigger.start)
    if is_adjective or not OBJECT.fullmatch(text, trigger.end, first.start):
        return False
    return END.match(text, last.end, sentence[1]) is not None and VERB.match(text, last.end, sentence[1]) is None


def _joined(own: Sequence[Argument], members: Sequence[Span], types: Mapping[Span, str]) -> Iterator[Argument]:
    """Yield the parts of the names without one, where all the others have the same."""
    surest = max(own, key=lambda a: a.confidence)
    kind = _kind(types, surest)
    if surest.role in SHARED and surest.confidence >= SURE and len({a.role for a in own}) == 1:
        taken = {a.filler for a in own}
        names = (one for one in members if one not in taken and one.text[:1].isupper() and not TITLE.fullmatch(one.text))
        joined = (replace(surest, filler=name) for name in names)
        yield from (one for one in joined if _kind(types, one) == kind)


def _unlike_first(own: Sequence[Argument], members: Sequence[Span]) -> Iterator[Argument]:
    """Yield those with another part than the first, which is alone with its part in a pair only: "in Oz, Roe and Lund" is no list."""
    role = own[0].role
    alike = sum(a.role == role for a in own)
    if own[0].filler == members[0] and role in SHARED and (alike > 1 or len(members) == PAIR):
        yield from (a for a in own if a.role != role)


def _kind(types: Mapping[Span, str], argument: Argument) -> str:
    kind = types.get(argument.filler, "")
    return ALIKE.get(kind, kind) if argument.role != "Place" else kind
