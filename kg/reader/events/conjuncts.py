"""What "and" joins has one part in an event: "Ada Roe and her minister, Bo Lund, called on Oz" is said of both.

- "Oz, Ur and Io sent aid", "aid was sent to Oz, Ur and Io": where one has a part and another none, both have it.
- "accused by residents and groups of killings": where the network gives them different parts, all have that of the first.

Only what stands side by side is a list, with titles, kin and "his" before names, up to its "and" and one more. A name that gets a part is
of the kind of the one that has it; before the verb the list stands where a clause begins, behind it no verb follows the list. In come
arguments and what they are between; out go arguments. Nothing here is learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.arguments import by_trigger
from kg.reader.lexicon import SHORT_TITLES
from kg.reader.sources.attribution import ACTORS
from kg.reader.spans import POSSESSIVES, beginning_in, first_behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Role, Span

SHARED: frozenset[Role] = frozenset(("Agent", "Target", "Victim", "Place"))
LISTED = ACTORS | {"LOC", "FAC"}
ALIKE = {"ORG": "GPE"}  # states and bodies stand in one list
PAIR = 2
LOOK_BACK = 100  # characters before a list, more than any titles have
LONGEST = 150  # characters between a list and an event
SURE = 0.6  # so sure is a part that others get, too
# Before a name in a list: kin as well, and the single words of longer titles ("oil minister").
_TITLE = (
    rf"(?:(?:{'|'.join(title.capitalize() for title in SHORT_TITLES)})\.?"
    r"|(?i:acting|admiral|ambassador|archbishop|bishop|brigadier|brother|captain|cardinal|chairman|chairwoman|chancellor|chief|colonel|commander|crown"
    r"|daughter|defen[cs]e|deputy|economy|emir|energy|envoy|ex|father|finance|first|foreign|former|general|governor|health|husband|interior|interim"
    r"|judge|justice|king|lady|leader|lieutenant|major|mayor|minister|mother|oil|premier|president|prime|prince|princess|prosecutor|queen|secretary"
    r"|security|senator|sergeant|sheikh|sister|son|spokesman|spokeswoman|sultan|trade|vice|wife))"
)
_TITLES = rf"(?:(?:the|an?|her|his|its|their)\s+)?(?:{_TITLE}[\s-]+){{0,4}}"
_DESCRIBED = rf"(?:the|an?|her|his|its|their)\s+(?:[\w-]+\s+)?(?:{_TITLE}\s+){{0,3}}{_TITLE},\s+"  # "the pro-western president, "
_BRACKET = r"(?:\s*\([^()\n]{1,20}\))?"
COMMA = re.compile(rf"{_BRACKET},\s+{_TITLES}")
AND = re.compile(rf"{_BRACKET},?\s+(?:and|as\s+well\s+as)\s+(?:{_TITLES}|{_DESCRIBED})")
NAMED = re.compile(r",?\s+")  # from "her daughter" to her name
# Behind a list: it is the subject of a verb.
VERB = re.compile(
    r"[\s,]+(?:(?:both|each|who|also|later|then|jointly|\w+ly)\s+)*(?:said|told|has|have|had|is|are|was|were|will|would|could|can|may|might|must|should"
    r"|did|does|do|says?|[a-z]+ed|met|went|came|took|began|made|fell|left|sent|won|lost|became|held|fought|broke|gave|got|struck|hit|led)\b"
)
# Behind the last of a list that is no subject: else the name may belong to a noun, "Oz and Ur officials".
END = re.compile(
    r"\s*(?:[,.;:()\"”!?\n-]|$)|\s+(?:after|again|against|ahead|amid|and|as|at|because|before|both|but|by|during|early|following|for|from|if|in|into|last|late"
    r"|next|on|or|over|since|so|that|this|through|to|today|under|until|when|where|which|while|whose?|with|within|without|yesterday|[A-Z][a-z]+day)\b"
)
TITLE = re.compile(rf"(?:{_TITLE}[\s-]*)+")
PARTICIPLE = re.compile(r"\w+ed", re.IGNORECASE)
BEFORE_NOUN = re.compile(r"\b(?:the|an?|of)\s+$", re.IGNORECASE)  # "the murdered Roe": a participle that tells of the next noun alone
# Before a list that is the subject of its clause.
CLAUSE = re.compile(rf"(?:^|[;:“\"]\s*|\b(?:said|says)\s+|\bthat\s+)(?:{_TITLES}|(?i:{_DESCRIBED}))$")
# Between such a list and its verb, and between a verb and the list of what it is done to.
SUBJECT = re.compile(
    r"(?:,[^,;:.]{1,60},)?(?:\s*,)?(?:\s+(?:who|both|jointly|also|had|has|have|was|were|is|are|been|later|then|\w+ly))*\s+"
)
OBJECT = re.compile(rf"(?:\s+(?!(?:and|are|as|but|is|that|was|were|when|which|while|who)\b)[\w'’-]+){{0,5}}\s+{_TITLES}")
BY = re.compile(rf"(?:\s+\w+ly)?\s+(?:against|by|in|of|on)\s+{_TITLES}")


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
        for members in _lists(text, beginning_in(mentions, start, end)) if inside else ():
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


def _lists(text: str, mentions: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the mentions that stand side by side up to an "and" and the one behind it, with the name of whom that describes."""
    members: list[Span] = []
    for mention, following in pairwise(mentions):
        members.append(mention)
        if AND.fullmatch(text, mention.end, following.start):
            yield [*members, following, *_named(text, mentions, following)]
        elif COMMA.fullmatch(text, mention.end, following.start):
            continue
        members = []


def _named(text: str, mentions: Sequence[Span], described: Span) -> Iterator[Span]:
    """Yield the name of "her daughter", which stands right behind it."""
    name = first_behind(mentions, described.end)
    if name and described.text.islower() and name.text[:1].isupper() and NAMED.fullmatch(text, described.end, name.start):
        yield name


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
