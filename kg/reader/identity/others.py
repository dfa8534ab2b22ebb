"""What the wording says are two events, or who does it: another one, the officers' or the attackers', an acquittal or a conviction.

In come the triggers of an article and their roles; out go marks as `kg.reader.encoder.decode.link_antecedents` takes them. The siege since
which an attack is the deadliest is not that attack, police who storm a building have not attacked the concert in it, and whoever was hit is
not, in that, who hit. Places and numbers are asked in `kg.reader.identity.incidents`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS, HARMS
from kg.reader import lexicon
from kg.reader.comparisons import turns
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Entity, Span
    from kg.reader.comparisons import Turn
    from kg.reader.encoder.decode import Mark

VIOLENCE: frozenset[str] = ATTACKS | {"Injury", "Killing"}
# Of these a sentence may compare two. A war or siege is most often the one that the article is about.
COMPARED: frozenset[str] = VIOLENCE | {"Clash", "Destruction", "Disaster", "Kidnapping", "Overthrow", "Protest"}
HEADS = COMPARED | {"Seizure", "War"}
THE = re.compile(r"\b(?:the|this|that|these|those|its|their|his|her)\s+(?:[\w'’-]+\s+){0,2}$", re.IGNORECASE)
THAT = re.compile(r"\b(?:that|those)\s+(?:[\w'’-]+\s+)?$", re.IGNORECASE)  # which was told last
# "The first blast killed two; the second …", but not "the second attack in a week", which is a rank.
ORDER = re.compile(rf"\b(?P<order>{'|'.join(lexicon.ORDINAL_WORDS[:6])})\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
OF_A_ROW = re.compile(r"\s+(?:after|against|at|by|for|from|in|of|on|since|this|to|with|within)\b", re.IGNORECASE)
_NEAR = 40  # characters before a trigger
MOST = 60  # triggers before a new event, and behind it, that it is told apart from
OFFICERS = re.compile(
    rf".*\b(?:{lexicon.GUARDS}|marines?|military|police(?:m[ae]n|wom[ae]n)?)",
    re.IGNORECASE,
)
ATTACKERS = re.compile(
    rf".*\b(?:{lexicon.ATTACKERS}|bombers?|guerrillas?|hijackers?|hostage[\s-]takers?|jihad[ie]sts?|kidnappers?|killers?|robbers?|shooters?|suspects?)",
    re.IGNORECASE,
)
ACQUITTAL = re.compile(r"acquit\w*|cleared|exonerat\w+|(?:found\s+)?not\s+guilty", re.IGNORECASE)
CONVICTION = re.compile(r"convict\w*|(?:found\s+)?guilty|jail\w*|imprison\w*|sentenc\w+", re.IGNORECASE)
PLEA = re.compile(r"\bple(?:a|ads?|aded|ading|d)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
PRONOUN = re.compile(
    r"(?:he|him|his|himself|she|hers?|it|its|one|that|the[my]|their|those|us|we|which|who[ms]?|whose|others?)\b", re.IGNORECASE
)


def others(
    text: str,
    sentences: Sequence[tuple[int, int]],
    types: Mapping[Span, str],
    arguments: Iterable[Argument],
    entities: Iterable[Entity],
) -> Iterator[Mark]:
    """Yield what parts a trigger from others that it may not be one with.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        types: The type of each trigger, in text order.
        arguments: Of the article.
        entities: Who and what its mentions are.
    """
    yield from _by_turns(text, sentences, types)
    for i, (trigger, kind) in enumerate(types.items()):
        verdict = _verdict(text, trigger) if kind == "Prosecution" else None
        if verdict:
            yield i, "verdict", frozenset((verdict,))
        order = ORDER.search(text, max(0, trigger.start - _NEAR), trigger.start) if kind in COMPARED else None
        if order and not OF_A_ROW.match(text, trigger.end):
            yield i, "order", frozenset((order["order"].lower(),))
    deeds = [a for a in arguments if types.get(a.trigger) in VIOLENCE]
    if deeds:
        number = {trigger: i for i, trigger in enumerate(types)}
        yield from ((number[trigger], respect, mark) for trigger, respect, mark in (*_by_force(deeds), *_by_side(deeds, entities)))


def _by_turns(text: str, sentences: Sequence[tuple[int, int]], types: Mapping[Span, str]) -> Iterator[Mark]:
    """Yield what is told at each turn to another event, and what is of the first: before it, and behind its sentence, too, if it is new."""
    found = turns(text, sentences)
    number = {trigger: i for i, trigger in enumerate(types)} if found else {}
    every = sorted(number)
    triggers = [trigger for trigger in every if types[trigger] in COMPARED]
    for k, turn in enumerate(found):
        told = _told(text, turn, beginning_in(every, turn.start, turn.end), types)
        if told:
            start, end = sentences[sentence_number(sentences, turn.place)]
            first = list(beginning_in(triggers, 0 if turn.is_new else start, turn.place)[-MOST:])
            if turn.is_new and not turn.is_beside:
                first += _behind(text, types, told, first, beginning_in(triggers, end, len(text))[:MOST])
            for side, spans in (("other", told), ("first", first)):
                yield from ((number[trigger], f"turn {k}", frozenset((side,))) for trigger in spans)


def _told(text: str, turn: Turn, triggers: Sequence[Span], types: Mapping[Span, str]) -> list[Span]:
    """Return what is told of the other event: not of "the gathering of those who plotted the coup", which is no such event."""
    compared = [trigger for trigger in triggers if types[trigger] in COMPARED]
    if turn.is_beside:
        return [trigger for trigger in compared if THE.search(text, max(0, trigger.start - _NEAR), trigger.start) is None]
    return compared if triggers and types[triggers[0]] in HEADS else []


def _behind(text: str, types: Mapping[Span, str], told: Sequence[Span], first: Sequence[Span], behind: Sequence[Span]) -> Iterator[Span]:
    """Yield the triggers behind a comparison that go on with the first event, of the kind of which it is, and not with the other one."""
    words = {trigger.text.lower() for trigger in told if types[trigger] not in HARMS}
    kinds = {_kind(types[trigger]) for trigger in first}
    for trigger in behind:
        is_other = trigger.text.lower() in words or THAT.search(text, max(0, trigger.start - _NEAR), trigger.start)
        if _kind(types[trigger]) in kinds and not is_other:
            yield trigger


def _kind(event: str) -> str:
    return "violence" if event in VIOLENCE else event


def _verdict(text: str, trigger: Span) -> str | None:
    if PLEA.search(text, max(0, trigger.start - _NEAR), trigger.start):
        return None
    return "acquittal" if ACQUITTAL.fullmatch(trigger.text) else "conviction" if CONVICTION.fullmatch(trigger.text) else None


def _by_force(deeds: Iterable[Argument]) -> Iterator[tuple[Span, str, frozenset[str]]]:
    """Yield of each deed whether officers or attackers did it, if nobody else did."""
    doers: dict[Span, set[str]] = defaultdict(set)
    for a in deeds:
        if a.role == "Agent":
            is_officer, is_attacker = OFFICERS.fullmatch(a.filler.text), ATTACKERS.fullmatch(a.filler.text)
            doers[a.trigger].add("officers" if is_officer else "attackers" if is_attacker else "")
    yield from ((trigger, "force", frozenset(sides)) for trigger, sides in doers.items() if len(sides) == 1 and "" not in sides)


def _by_side(deeds: Iterable[Argument], entities: Iterable[Entity]) -> Iterator[tuple[Span, str, frozenset[str]]]:
    """Yield on which side each actor stands: who hit in one deed and was hit in the other, if one of the two tells both sides."""
    actor = {m.span: entity.id for entity in entities if entity.type in {"GPE", "GRP", "ORG", "PER"} for m in entity.mentions}
    sides: dict[Span, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    worded: set[tuple[Span, str]] = set()
    for a in deeds:
        if a.role in {"Agent", "Target", "Victim"} and a.filler in actor:
            sides[a.trigger][a.role != "Agent"].add(actor[a.filler])
            if not PRONOUN.fullmatch(a.filler.text):
                worded.add((a.trigger, actor[a.filler]))
    for trigger, (doers, sufferers) in sides.items():
        one_sided = frozenset(() if doers and sufferers else ("one side",))
        for own, side in ((doers - sufferers, "doer"), (sufferers - doers, "sufferer")):
            yield from ((trigger, f"side of {who}", one_sided | {side}) for who in sorted(own) if (trigger, who) in worded)
