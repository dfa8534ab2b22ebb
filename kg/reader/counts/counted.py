"""How many people were killed, wounded, arrested, displaced, kidnapped or released, or protested.

In come the arguments of one article; out go counts, and which event mention each belongs to. Nothing is added up but what "and" joins in
one phrase or behind one trigger (`kg.reader.counts.sums`): "Karr and four of his men" are five.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.model import CountMention, Span
from kg.reader.counts.fillers import NEAR, antecedent, is_age, with_bound, with_number
from kg.reader.counts.mistaken import is_mistaken
from kg.reader.counts.neighbours import with_neighbours
from kg.reader.counts.numbers import MONTH, NUMBER, NUMBER_WORDS, QUALIFIER_WORDS, QUALIFIERS, SUBSET, count_of, is_label
from kg.reader.counts.sums import linked_parts, with_sums
from kg.reader.spans import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.model import Argument, CountKind, Entity, EventMention, EventType, Role

KINDS: dict[EventType, CountKind] = {
    "Killing": "killed",
    "Injury": "wounded",
    "Arrest": "arrested",
    "Displacement": "displaced",
    "Kidnapping": "kidnapped",
    "Release": "released",
    "Protest": "protesters",
}
COUNTED_ROLES: Mapping[CountKind, frozenset[Role]] = {"protesters": frozenset(("Agent",))}
SUFFERED: frozenset[Role] = frozenset(("Victim", "Target"))  # the roles of those who are counted in all other kinds
# Plural triggers that themselves count people: "84 deaths".
COUNTED_NOUNS = frozenset(("abductions", "arrests", "deaths", "detentions", "fatalities", "injuries", "kidnappings", "killings"))
COUNTED_TRIGGERS = frozenset(
    (
        *COUNTED_NOUNS,
        *(
            "abducted",
            "arrested",
            "dead",
            "detained",
            "displaced",
            "freed",
            "hurt",
            "injured",
            "kidnapped",
            "killed",
            "released",
            "wounded",
        ),
    )
)
# Verbs that the counted may follow without a noun: "killing 84 and wounding 284".
COUNTING_TRIGGERS = frozenset(
    f"{stem}{ending}"
    for stem, endings in {
        **dict.fromkeys(("abduct", "arrest", "assassinat", "captur", "detain", "displac", "execut", "injur"), ("ed", "ing")),
        **dict.fromkeys(("kidnapp", "kill", "massacr", "murder", "releas", "slaughter", "wound"), ("ed", "ing")),
        "free": ("d", "ing"),
        "hurt": ("", "ing"),
    }.items()
    for ending in endings
)
# A number behind a verb, if nothing follows that would make it one of hours or miles.
BEHIND = re.compile(
    rf"\s+((?:(?:{QUALIFIER_WORDS})\s+)?{NUMBER_WORDS})(?=\s*(?:[.,;:)](?!\d)|$|\s(?:and|or|in|people|others|more|of\s+them)\b))",
    re.IGNORECASE,
)
# Of "twelve of the pupils abducted in May were freed" nobody knows how many were abducted; "twelve of the pupils were abducted" says it.
_SOME_OF = re.compile(rf"(?:(?:{QUALIFIER_WORDS})\s+)?{NUMBER_WORDS}\s+of\s+(?:the|them|those|these|his|her|its|their)\b", re.IGNORECASE)
_IS_SAID = re.compile(r"(?:[^.;:!?\n]|\.(?! +[A-Z])){0,120}?\b(?:is|are|was|were|has|have|had|will|would)\b")
_SOME_OF_THEM = re.compile(rf"(?:(?:{QUALIFIER_WORDS})\s+)?{NUMBER_WORDS}\s+of\s+(?:whom|them)\b", re.IGNORECASE)
# "Killed or seriously hurt": a number of both together. "Kidnapped and killed" befell all of them, but nobody is "killed and wounded".
_HARM = r"(?:killed|dead|wounded|injured|hurt|maimed|missing|captured|arrested|detained|abducted|kidnapped|displaced)"
_OR_HARM = re.compile(rf"\s+(?:(?:and/)?or\s+(?:[a-z]+ly\s+)?{_HARM}|and\s+(?:[a-z]+ly\s+)?missing)\b", re.IGNORECASE)
_HARM_OR = re.compile(rf"\b{_HARM}\s+(?:and/)?or\s+(?:[a-z]+ly\s+)?$", re.IGNORECASE)
_AND_HARM = re.compile(r"\s+and\s+(?:[a-z]+ly\s+)?", re.IGNORECASE)
_AMONG = re.compile(r"\bamong(?:st)?\s+(?:the\s+|these\s+|those\s+)?$", re.IGNORECASE)
_LEADS_TO = re.compile(r"\s*|(?<=s)\s+of\s+")  # "84 deaths", "hundreds of deaths"
# "The 2013 killings", "anger about 2013 killings", "the Nov. 13 killings"; "some 2000 killings" and "in May 12 arrests" count them.
_YEAR = re.compile(r"(?:(?:about|above|around|below|over|under)\s+)?(?:19|20)\d\d", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"(?<!\b[Ii]n\s)\b{MONTH}\.?\s+$")
_LONGEST_SENTENCE = 300  # characters
PAUSE = re.compile(r"[;:\n]|[.,](?!\d)")


def event_counts(
    text: str, arguments: Iterable[Argument], mentions: Iterable[EventMention], people: Collection[Span] = ()
) -> tuple[CountMention, ...]:
    """Return the counts that the article gives its event mentions, in text order.

    A count is the number in a filler of Victim or Target of a killing, injury, arrest, displacement, kidnapping or release, or of Agent of
    a protest; or else the number right before or behind a trigger ("84 deaths", "killing 84 and wounding 284"). A part of a whole already
    counted ("including three children") is left out, as adding it would count twice; `kg.reader.counts.tolls` finds those. What another
    verb tells of a part ("and released three of them") is counted for that verb. What "and" joins is one count, with the single persons
    among them, who are in `people`. Left out are also some of those to whom it happened, of whom something else is told ("twelve of the
    pupils abducted in May were freed").
    """
    kinds = {mention.trigger: KINDS[mention.type] for mention in mentions if mention.type in KINDS}
    found = {
        (argument.trigger, antecedent(text, argument.filler))
        for argument in arguments
        if argument.trigger in kinds
        and argument.role in COUNTED_ROLES.get(kinds[argument.trigger], SUFFERED)
        and not is_age(text, argument.filler)
    }
    of_trigger = defaultdict[Span, list[Span]](list)
    for trigger, filler in found:
        of_trigger[trigger].append(filler)
    numbered = ((trigger, with_number(text, filler, of_trigger[trigger])) for trigger, filler in found)
    real = {
        (trigger, filler)
        for trigger, filler in numbered
        if not _are_some_of_those(text, filler, trigger) and not is_mistaken(text, kinds[trigger], trigger, filler)
    }
    fillers = with_neighbours(text, real - _borrowed(text, real) - _chosen_from(text, real) - _within_others(real))
    parts = linked_parts(text, {(trigger, filler) for trigger, filler in fillers if _is_subset(text, trigger, filler)}, fillers)
    told = _numbers(text, parts, kinds)
    wholes = list(_of_either(text, _numbers(text, fillers - parts, kinds, beside=kinds.keys())))
    some_beside = {one for one in wholes if _SOME_OF_THEM.match(text, one.span.start)}
    counted = set(with_sums(text, (one for one in wholes if one not in some_beside), fillers - parts, people, kinds))
    has_part = {one.trigger for one in told}
    some = [one for one in told if _SOME_OF_THEM.match(text, one.span.start)]
    some += [one for one in some_beside if one.trigger not in has_part]
    return tuple(sorted({*counted, *_of_other_verbs(text, some, counted)}, key=lambda mention: (mention.span, mention.trigger)))


def _numbers(
    text: str, fillers: Iterable[tuple[Span, Span]], kinds: Mapping[Span, CountKind], *, beside: Iterable[Span] = ()
) -> list[CountMention]:
    """Return the counts in fillers, by their triggers, and of other triggers of `beside` those right before or behind them."""
    widened = [(trigger, with_bound(text, filler)) for trigger, filler in fillers]
    counted = [(trigger, span, count_of(span.text)) for trigger, span in widened]
    has_number = {trigger for trigger, _, count in counted if count}
    near = [
        (trigger, span)
        for trigger in beside
        if trigger not in has_number
        for span in _beside(text, trigger)
        if not is_mistaken(text, kinds[trigger], trigger, span)
    ]
    counted += [(trigger, span, count_of(span.text)) for trigger, span in near]
    return [CountMention(span, trigger, kinds[trigger], count) for trigger, span, count in counted if count]


def _of_either(text: str, counts: Iterable[CountMention]) -> Iterator[CountMention]:
    """Yield the counts; of "43 people were killed or hurt" nobody knows how many were killed, but that they are no more."""
    by_span = defaultdict[Span, list[CountMention]](list)
    for count in counts:
        by_span[count.span].append(count)
    for count in (count for beside in by_span.values() for count in beside):
        if not _is_of_either(text, count, by_span[count.span]):
            yield count
        elif count.count.at_most is not None:
            yield replace(count, count=replace(count.count, at_least=None))


def _is_of_either(text: str, count: CountMention, beside: Iterable[CountMention]) -> bool:
    trigger = count.trigger
    if _OR_HARM.match(text, trigger.end) or _HARM_OR.search(text, max(0, trigger.start - NEAR), trigger.start):
        return True
    harms = (other.trigger for other in beside if {count.kind, other.kind} == {"killed", "wounded"})
    return any(_AND_HARM.fullmatch(text, *sorted((trigger.start, trigger.end, harm.start, harm.end))[1:3]) for harm in harms)


def single_people(entities: Iterable[Entity]) -> frozenset[Span]:
    """Return where single people are spoken of, by their names or not."""
    return frozenset(mention.span for entity in entities for mention in entity.mentions if mention.type == "PER")


def _is_subset(text: str, trigger: Span, filler: Span) -> bool:
    """Tell whether the filler is part of a group named before it: "…, including 3 children", "12 of whom".

    "Blows, including the arrest of 12 men" says of what the arrest is one.
    """
    start = max(0, filler.start - 40, trigger.end if trigger.end <= filler.start else 0)
    before = text[start : filler.start].lower()
    after = text[filler.end : filler.end + 12].lower()
    marks = list(SUBSET.finditer(before))
    is_marked = bool(marks) and not re.search(r"[.,;:()]", before[marks[-1].end() :])
    return is_marked or bool(re.match(r"\s+of (?:whom|them|those|these)\b", after) or _SOME_OF_THEM.match(text, filler.start))


def _of_other_verbs(text: str, some: Iterable[CountMention], wholes: Collection[CountMention]) -> Iterator[CountMention]:
    """Yield those of "three of them" that are not some of those to whom the sentence says that the same happened.

    "Kidnapped 12 people and released three of them" counts three who were released; of "killed 12 people, three of them women" the three
    are of the twelve.
    """
    known, triggers = sorted(wholes, key=lambda whole: whole.span.end), {whole.trigger for whole in wholes}
    for one in some:
        before = bisect_right(known, one.span.start, key=lambda whole: whole.span.end)
        last = known[before - 1] if before else None
        if last and SENTENCE_END.search(text, max(last.span.end, one.span.start - _LONGEST_SENTENCE), one.span.start):
            last = None
        is_other = last is None or (last.kind != one.kind and one.trigger.start >= last.span.end)
        if is_other and one.trigger not in triggers:
            yield one


def _are_some_of_those(text: str, filler: Span, trigger: Span) -> bool:
    """Tell whether the trigger only says of whom the filler are some, and another verb what became of these few."""
    if text[filler.end : trigger.start].strip() or not _SOME_OF.match(filler.text):
        return False
    return bool(_IS_SAID.match(text, trigger.end))


def _borrowed(text: str, fillers: Collection[tuple[Span, Span]]) -> set[tuple[Span, Span]]:
    """Return the numbered fillers of triggers that have a number of their own, which is another.

    "Hurt ten and killed *one*": those that another trigger has, too. Before a noun stands its number only: "*20* deaths in a town of 900".
    """
    triggers = defaultdict[Span, list[Span]](list)
    for trigger, filler in fillers:
        triggers[filler].append(trigger)
    return {
        (trigger, filler)
        for trigger, filler in fillers
        if count_of(filler.text)
        and (
            (len(triggers[filler]) > 1 and _is_elsewhere(filler, _beside(text, trigger)))
            or (trigger.text.lower() in COUNTED_NOUNS and _is_elsewhere(filler, _before(text, trigger)))
        )
    }


def _within_others(fillers: Collection[tuple[Span, Span]]) -> set[tuple[Span, Span]]:
    """Return the numbered fillers that are only words of another of their trigger: of "four of the *six nuns* were hurt" it is four."""
    of_trigger = defaultdict[Span, list[Span]](list)
    for trigger, filler in sorted(fillers, key=lambda one: (one[1].start, -one[1].end)):
        if count_of(filler.text):
            of_trigger[trigger].append(filler)
    return {(trigger, other) for trigger, numbered in of_trigger.items() for one, other in pairwise(numbered) if one.contains(other)}


def _is_elsewhere(filler: Span, near: Collection[Span]) -> bool:
    return any(not one.overlaps(filler) for one in near)


def _chosen_from(text: str, fillers: Collection[tuple[Span, Span]]) -> set[tuple[Span, Span]]:
    """Return those of whom others are said to be some: "among *nine men*, police arrested six"."""
    numbered = [(trigger, filler) for trigger, filler in fillers if count_of(filler.text)]
    among = {(trigger, filler) for trigger, filler in numbered if _AMONG.search(text, max(0, filler.start - NEAR), filler.start)}
    others = {trigger for trigger, filler in numbered if (trigger, filler) not in among}
    return {(trigger, filler) for trigger, filler in among if trigger in others}


def _beside(text: str, trigger: Span) -> list[Span]:
    """Return the span of the number right before or else right behind the trigger, if it may count people there."""
    return _before(text, trigger) or _behind(text, trigger)


def _behind(text: str, trigger: Span) -> list[Span]:
    found = BEHIND.match(text, trigger.end) if trigger.text.lower() in COUNTING_TRIGGERS else None
    return [Span(*found.span(1), found[1])] if found else []


def _before(text: str, trigger: Span) -> list[Span]:
    """Return the span of a number that stands right before a trigger that counts people, if there is one."""
    if trigger.text.lower() not in COUNTED_TRIGGERS:
        return []
    start = max(0, trigger.start - NEAR)
    start = max((mark.end() for mark in PAUSE.finditer(text, start, trigger.start)), default=start)
    before = text[start : trigger.start]
    lowered = before.replace("İ", "I").lower()  # the one letter whose small form is longer
    last = max(NUMBER.finditer(lowered), key=lambda number: number.end(), default=None)
    if last is None or not _LEADS_TO.fullmatch(before, last.end()) or is_label(lowered[: last.start()]):
        return []
    leading = lowered[: last.start()].rstrip()
    qualifier = min((leading.rfind(q) for q in QUALIFIERS if leading.endswith(q)), default=last.start())
    first = start + qualifier
    if _YEAR.fullmatch(text, first, start + last.end()) or _MONTH_BEFORE.search(text, max(0, first - NEAR), first):
        return []
    return [Span(first, start + last.end(), text[first : start + last.end()])]
