"""Who has another part in an event than the network gives him, by plain wordings; events are not looked at beyond their sentence.

- "The army lost 20 men": whoever killed them, it was not the army.
- "The governor survived an attack": he was its target.
- "They were freed and handed over to the authorities": the authorities did not free them.
- "The group claimed the attack through its news agency", "on Twitter": the agency is no target, but a means.
- "Supporters of the mayor clashed with police": the mayor did not.
- "One man was killed and 33 were hurt": the 33 were not killed, nor was he hurt.

In come arguments and what they are between; out go arguments. Nothing here is learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.reader.events.antecedents import SUFFERING
from kg.reader.lexicon import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Role, Span

LOSING = re.compile(r"(?:los(?:e|es|ing|s|ses)|lost)\b", re.IGNORECASE)
# Between who came through it and what he came through; no other clause stands there, in which he might do something.
_NO_CLAUSE = r"(?:(?!(?:after|and|as|before|but|by|or|that|then|to|when|which|while|who|with)\b)[\w'’-]+\s+)"
SURVIVING = re.compile(
    rf"(?:,[^,;:.\n]{{1,80}},)?(?:,?\s+who)?(?:\s+(?:also|has|have|had|\w+ly))*\s+(?:surviv(?:e|es|ed|ing)|escap(?:e|es|ed|ing)|withst(?:and|ands|ood|anding))"
    rf"\s+{_NO_CLAUSE}{{0,6}}$",
    re.IGNORECASE,
)
VIOLENCE = ATTACKS | {"Kidnapping", "Killing", "Overthrow"}
# What is done with a prisoner who gets into other hands, and whose these are.
HANDING = re.compile(r"(?:deliver|extradit|hand|transfer|turn)\w*(?:\s+(?:back|over))?$", re.IGNORECASE)
TO_WHOM = re.compile(rf"(?:\s+(?:her|him|it|them))?(?:\s+(?:back|over))?\s+to\s+{WORD}{{0,3}}$", re.IGNORECASE)
PLATFORM = re.compile(
    r"(?:Facebook|Instagram|Reddit|Snapchat|Telegram|TikTok|Truth\s+Social|Twitter|VKontakte|WeChat|Weibo|WhatsApp|X|YouTube)",
    re.IGNORECASE,
)
ON = re.compile(r"\bon\s+(?:(?:her|his|its|the|their)\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE)
BY_MEANS = re.compile(rf"\b(?:through|via)\s+(?:(?:her|his|its|the|their)\s+)?{WORD}?$", re.IGNORECASE)
# Between people and whose they are: of 990 such pairs of which one has a part, both have one in 9.
OF_WHOM = re.compile(rf"\s+of\s+(?:(?!and\b){WORD}){{0,3}}")
SHARE = re.compile(  # "a third of the members", who are themselves meant
    r"\b(?:all|both|cent|dozens|half|hundreds|majority|many|millions|minority|most|number|one|part|percent|quarters?|rest|scores|several|some|thirds?|thousands)$",
    re.IGNORECASE,
)
PEOPLE, THEIRS = frozenset(("GRP", "ORG", "PER")), frozenset(("GPE", "GRP", "ORG", "PER"))
# Between a verb and who is the subject of the next one.
AND = re.compile(rf"(?:\s*,)?\s*(?:and|but|while)\s+{WORD}{{0,3}}$|\s*[,;]\s+{WORD}{{0,2}}$", re.IGNORECASE)
SUFFERED: frozenset[str] = frozenset(("Arrest", "Displacement", "Injury", "Kidnapping", "Killing", "Release"))
SIDES = SUFFERING | {"Agent"}
LONGEST_MEANS = 60  # characters before a means in which its "through" is looked for


def without_bystanders(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Return the arguments, in their order, without who only lost, got or told something, and with who survived it as its target.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    others = {*_of_next_verb(text, given, types), *_whose_people(text, given, types)}
    found = []
    for argument in (one for one in given if one not in others):
        kind = types.get(argument.trigger, "")
        if argument.role == "Agent" and kind in VIOLENCE and SURVIVING.fullmatch(text, argument.filler.end, argument.trigger.start):
            found.append(replace(argument, role="Target"))
        elif not (_is_of_losses(argument, kind) or _is_receiver(text, argument, kind) or _is_means(text, argument, types)):
            found.append(argument)
    return found


def _is_of_losses(argument: Argument, kind: str) -> bool:
    return argument.role == "Agent" and kind == "Killing" and LOSING.match(argument.trigger.text) is not None


def _is_receiver(text: str, argument: Argument, kind: str) -> bool:
    trigger, filler = argument.trigger, argument.filler
    return (
        argument.role == "Agent"
        and kind == "Release"
        and HANDING.match(trigger.text) is not None
        and TO_WHOM.fullmatch(text, trigger.end, filler.start) is not None
    )


def _is_means(text: str, argument: Argument, types: Mapping[Span, str]) -> bool:
    """Tell whether a target is only where something is said: through an agency, or on a network."""
    trigger, filler = argument.trigger, argument.filler
    if argument.role != "Target" or types.get(filler) != "ORG":
        return False
    start = max(trigger.end, filler.start - LONGEST_MEANS)
    if PLATFORM.fullmatch(filler.text):
        return ON.search(text, start, filler.start) is not None
    return types.get(trigger) in VIOLENCE and BY_MEANS.search(text, start, filler.start) is not None


def _whose_people(text: str, arguments: Sequence[Argument], types: Mapping[Span, str]) -> Iterator[Argument]:
    """Yield those who are given the part of their people: of "supporters of the mayor", the mayor."""
    sides: dict[tuple[Span, Role], list[Argument]] = {}
    for argument in arguments:
        if argument.role in SIDES:
            sides.setdefault((argument.trigger, argument.role), []).append(argument)
    for own in sides.values():
        for people, theirs in pairwise(sorted(own, key=lambda a: a.filler)):
            is_pair = types.get(people.filler) in PEOPLE and types.get(theirs.filler) in THEIRS
            if is_pair and not SHARE.search(people.filler.text) and OF_WHOM.fullmatch(text, people.filler.end, theirs.filler.start):
                yield theirs


def _of_next_verb(text: str, arguments: Sequence[Argument], types: Mapping[Span, str]) -> Iterator[Argument]:
    """Yield what a verb is wrongly given: of two verbs with a subject each, the one has the first, the other the second."""
    suffering: dict[Span, list[Argument]] = {}
    for argument in arguments:
        if argument.role in SUFFERING and types.get(argument.trigger) in SUFFERED:
            suffering.setdefault(argument.trigger, []).append(argument)
    for first, second in pairwise(sorted(suffering)):
        if types[first] == types[second]:
            continue
        subjects = {a.filler for a in suffering[second] if first.end <= a.filler.start and a.filler.end <= second.start}
        if any(AND.fullmatch(text, first.end, subject.start) for subject in subjects):
            yield from (a for a in suffering[first] if a.filler in subjects)
            before = {a.filler for a in suffering[first] if a.filler.end <= first.start}
            yield from (a for a in suffering[second] if a.filler in before)
