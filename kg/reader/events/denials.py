"""What is denied, where the sentence says only that something is: "The union denied any involvement", "He rejected the accusation".

In come the events and arguments of an article, out goes the topic of each denial that has none: the violence that the sentence goes on with
("denied responsibility for the arson"); or what the last accusation or charge of the same actor was about; or else the last violence that
the actor is said to have done. These stand in an earlier sentence. Besides, who denies is told from who accuses: in "X denied it and
accused Y" X accuses, in "a charge that X denies" somebody else does. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.model import Argument
from kg.reader.sources.attribution import ACTORS, CLAIMABLE, HAD_NO_PART, SPEECH, by_trigger
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Entity, EventCluster, EventMention, Span
    from kg.reader.encoder.decode import Tagged

SAID = "asserted|declared|insist(?:s|ed)|maintain(?:s|ed)|repeated|sa(?:ys|id)|stat(?:es|ed)|stress(?:es|ed)|tells|told"
# Between who says that he had no part in it and a deed: "it [was not behind the] raid", "they [had nothing to do with the] raid".
PARTLESS = re.compile(
    rf"(?:\s+(?:has\s+|have\s+|had\s+|\w+ly\s+){{0,2}}(?:{SAID})(?:\s+(?!that\b)[\w'’-]+){{0,5}}?(?:\s+that)?\s+(?:he|it|she|they))?"
    rf"(?:\s+(?:are|did|do|does|had|has|have|is|was|were))?(?:\s*n['’]t|\s+\w+ly)?\s*(?:{HAD_NO_PART})"
    r"(?:\s+(?!(?:after|as|at|before|by|during|for|from|in|of|on|since|that|to|when|which|who|with)\b)[\w'’-]+){0,4}\s+",
    re.IGNORECASE,
)
NOBODY = frozenset(("no", "no - one", "no one", "no-one", "nobody", "noone"))
ACCUSATION = re.compile(r"(?:accusation|allegation|charge|claim)s?", re.IGNORECASE)
_THING = (
    r"(?:accusations?|allegations?|blame|charges?|claims?|complicity|corruption|fraud|guilt|involvement|links?|misconduct|responsibility|rigging"
    r"|wrongdoing)"
)
# Right behind "denied", "rejected", "dismissed"; "having a role", "doing so" and the like, too.
MEANT = re.compile(
    rf"\s+(?:(?:having|playing|had|any|all|both|the|these|those|such|its|their|his|her|a|an|direct|and|or)\s+)*"
    rf"(?:{_THING}\b|(?:role|part|hand)\b|(?:doing\s+(?:it|so|this|that)|it|this|that)(?=\s*(?:[^\w\s]|$)))",
    re.IGNORECASE,
)
# Or what is denied of others, of what was spoken of: "denied that its men were behind it".
OTHERS_DID_IT = re.compile(
    r"\s+(?:that\s+)?(?:[\w'’-]+\s+){1,8}?(?:behind|carried\s+out|committed|(?:involved|had\s+(?:an?y?\s+)?(?:hand|part|role))\s+in|responsible\s+for)"
    r"\s+(?:it|this|that)(?=\s*(?:[^\w\s]|$))",
    re.IGNORECASE,
)
# From there to the violence: "for the massacre", "in any of the recent attacks".
OF_WHAT = re.compile(r"\s+(?:for|in|of|to|with)\s+(?:[\w'’-]+\s+){0,5}")
VIOLENCE = CLAIMABLE | frozenset(("Clash",))
# From a denial to what he who denies says besides: "denied that … and accused rebels", but not "the men held and accused of theft".
DENIES = re.compile(r"(?:den(?:ied|ies)|(?:disput|refut)(?:ed|es)|(?:dismiss|reject)(?:ed|e?s))\b", re.IGNORECASE)
AND_SAYS = re.compile(r"[^.;\n]*\b(?:and|but)\s+(?:(?:also|in\s+turn|instead|later|then|\w+ly)\s+)?", re.IGNORECASE)
SAYS = re.compile(r"(?:accuses|blames|\w+ed)\b(?!\s+(?:as|by|for|of)\b)", re.IGNORECASE)
# Between an accusation and who denies it, and between him and the denial: "an allegation [that the Front] has always denied".
THAT_SOMEBODY = re.compile(r"(?:,?\s+(?:that|which))?\s+(?:[\w'’-]+\s+){0,2}", re.IGNORECASE)
HAS_ALWAYS = re.compile(r"\s+(?:(?:also|always|had|has|have|in\s+turn|later|\w+ly)\s+)*", re.IGNORECASE)
NEGATION = re.compile(r"\b(?:innocent|never|no|not|nothing)\b|n['’]t\b", re.IGNORECASE)
_LONGEST = 120  # characters between who had no part in a deed and the deed
THE_CHARGES = re.compile(r"\s+(?:[\w'’-]+\s+){0,2}")


def denied_arguments(
    text: str,
    sentences: Iterable[tuple[int, int]],
    entities: Iterable[Entity],
    events: Sequence[EventCluster],
    arguments: Sequence[Argument],
) -> Iterator[Argument]:
    """Yield the topics of denials.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters, in order.
        entities: Of the article.
        events: Of the article.
        arguments: Of the article.
    """
    roles = by_trigger(arguments)
    entity = {mention.span: e.id for e in entities for mention in e.mentions}
    triggers = {mention.trigger for event in events for mention in event.mentions}
    mentions = sorted((m for event in events for m in event.mentions), key=lambda m: m.trigger)
    ends = [end for _, end in sentences]
    last = _Last()
    for mention in mentions:
        own = roles.get(mention.trigger, ())
        if mention.type == "Denial" and mention.factuality != "Negated" and not any(a.filler in triggers for a in own):
            end = ends[min(bisect_right(ends, mention.trigger.start), len(ends) - 1)]
            deniers = {entity[a.filler] for a in own if a.role == "Agent" and a.filler in entity}
            meant = MEANT.match(text, mention.trigger.end, end) if deniers else None
            named = _named_after(text, meant.end(), mentions) if meant else None
            if named is not None:
                yield Argument(mention.trigger, "Topic", named.trigger, min(mention.confidence, named.confidence))
            elif meant and (said := last.said_of(deniers)):
                yield replace(said, trigger=mention.trigger, role="Topic")
            elif deniers and last.violence and OTHERS_DID_IT.match(text, mention.trigger.end, end):
                yield Argument(mention.trigger, "Topic", last.violence.trigger, min(mention.confidence, last.violence.confidence))
        last.note(mention, own, entity, triggers)


def denied_parts(
    text: str,
    sentences: Sequence[tuple[int, int]],
    entities: Iterable[Entity],
    events: Iterable[EventCluster],
    arguments: Iterable[Argument],
) -> Iterator[Argument]:
    """Yield those who are said to have had no part in a deed, as its agents; `Voices.is_disbelieved` tells that this is denied.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters, in order; every trigger stands in one.
        entities: Of the article.
        events: Of the article.
        arguments: Of the article.
    """
    known = {(a.trigger, a.filler, a.role) for a in arguments}
    actors = sorted(m.span for e in entities if e.type in ACTORS for m in e.mentions)
    deeds = (m for event in events if event.type in CLAIMABLE for m in event.mentions)
    for deed in deeds:
        trigger = deed.trigger
        start = max(trigger.start - _LONGEST, sentences[sentence_number(sentences, trigger.start)][0])
        if NEGATION.search(text, start, trigger.start):
            before = beginning_in(actors, start, trigger.start)
            partless = [one for one in before if PARTLESS.fullmatch(text, one.end, trigger.start)][-1:]
            yield from (Argument(trigger, "Agent", one, deed.confidence) for one in partless if (trigger, one, "Agent") not in known)


def without_nobody(found: Iterable[Tagged], words: Sequence[str]) -> list[Tagged]:
    """Leave out what is nobody: "no one", the "one" of it and the "no" of it."""
    return [one for one in found if not _is_nobody(words, one[0], one[1])]


def _is_nobody(words: Sequence[str], start: int, end: int) -> bool:
    phrase = " ".join(words[start:end]).lower()
    return phrase in NOBODY or (phrase == "one" and [word.lower() for word in words[max(0, start - 1) : start]] == ["no"])


def with_deniers_as_speakers(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Make who denies something who says what the sentence goes on with: of "X denied that Y did it and accused Z", X accuses.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    denied_by = {denial: [a for a in given if a.trigger == denial and _is_before(a)] for denial in _denials(given, types)}
    statements = sorted({a.trigger for a in given if types.get(a.trigger) in SPEECH and SAYS.match(text, a.trigger.start)})
    for statement in statements:
        before = [denial for denial, by in denied_by.items() if by and AND_SAYS.fullmatch(text, denial.end, statement.start)]
        if before:
            denial = max(before)
            given = [a for a in given if not _is_said_within(a, denial, statement)]
            known = {a.filler for a in given if a.trigger == statement}
            given += [replace(a, trigger=statement) for a in denied_by[denial] if a.filler not in known]
    return given


def _denials(arguments: Iterable[Argument], types: Mapping[Span, str]) -> set[Span]:
    return {a.trigger for a in arguments if types.get(a.trigger) == "Denial" and DENIES.match(a.trigger.text)}


def _is_before(argument: Argument) -> bool:
    return argument.role == "Agent" and argument.filler.end <= argument.trigger.start


def _is_said_within(argument: Argument, denial: Span, statement: Span) -> bool:
    """Tell whether an argument takes a statement for part of what is denied: as its topic, or as said by somebody in between."""
    if argument.trigger == denial:
        return argument.role == "Topic" and argument.filler == statement
    return argument.trigger == statement and argument.role == "Agent" and denial.end <= argument.filler.start < statement.start


def without_accusers_who_deny(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Leave out who only denies an accusation as who makes it: "a charge that X denies", "X denies the charges".

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    denials: dict[Span, list[Span]] = {}
    for argument in given:
        if argument.role == "Agent" and types.get(argument.trigger) == "Denial":
            denials.setdefault(argument.filler, []).append(argument.trigger)

    def is_denied(a: Argument) -> bool:
        is_accusation = a.role == "Agent" and types.get(a.trigger) == "Accusation" and ACCUSATION.fullmatch(a.trigger.text) is not None
        return is_accusation and any(_denies(text, a.filler, denial, a.trigger) for denial in denials.get(a.filler, ()))

    return [a for a in given if not is_denied(a)]


def _denies(text: str, denier: Span, denial: Span, accusation: Span) -> bool:
    """Tell whether an accusation is what is denied, standing right before the denier or right behind the denial."""
    if accusation.end <= denier.start:
        is_before = THAT_SOMEBODY.fullmatch(text, accusation.end, denier.start) is not None
        return is_before and HAS_ALWAYS.fullmatch(text, denier.end, denial.start) is not None
    return THE_CHARGES.fullmatch(text, denial.end, accusation.start) is not None


def _named_after(text: str, start: int, mentions: Sequence[EventMention]) -> EventMention | None:
    """Return the violence that is named a few words behind `start`, where a preposition leads to it; `mentions` are in order."""
    place = bisect_left(mentions, start, key=lambda mention: mention.trigger.start)
    following = mentions[place] if place < len(mentions) else None
    return following if following and following.type in VIOLENCE and OF_WHAT.fullmatch(text, start, following.trigger.start) else None


_Noted = tuple["Span", int, "Argument"]
"""The trigger; the place of the actor among those of its event, from 0 down; what is said of it."""


@dataclass(slots=True)
class _Last:
    """What each actor was last accused of, the last violence that it is said to have done, as sure as that was, and the last of all."""

    accused: dict[str, _Noted] = field(default_factory=dict)
    done: dict[str, _Noted] = field(default_factory=dict)
    violence: EventMention | None = None

    def note(self, mention: EventMention, own: Sequence[Argument], entity: Mapping[Span, str], triggers: set[Span]) -> None:
        """Note what an event mention says of actors; mentions come in text order."""
        if mention.type in ATTACKS or (mention.type in VIOLENCE and not (self.violence and self.violence.type in ATTACKS)):
            self.violence = mention  # the harm that an attack did does not take its place
        topic = next((a for a in own if a.role == "Topic" and a.filler in triggers), None)
        for place, argument in reversed([*enumerate(own)]):  # of several mentions of one actor the first counts
            actor = entity.get(argument.filler)
            if actor is None:
                continue
            itself = replace(argument, filler=mention.trigger)
            if mention.type in {"Accusation", "Prosecution"} and argument.role == "Target":
                self.accused[actor] = (mention.trigger, -place, topic or itself)
            if mention.type in VIOLENCE and argument.role == "Agent":
                self.done[actor] = (mention.trigger, -place, itself)

    def said_of(self, actors: set[str]) -> Argument | None:
        """Return what the actors were last accused of, or else the last violence of theirs."""
        for noted in (self.accused, self.done):
            of_them = [noted[actor] for actor in actors if actor in noted]
            if of_them:
                return max(of_them, key=lambda one: one[:2])[2]
        return None
