"""What is denied, where the sentence says only that something is: "The union denied any involvement", "He rejected the accusation".

In come the events and arguments of an article, out goes the topic of each denial that has none: the violence that the sentence goes on with
("denied responsibility for the arson"); or what somebody was accused of just before; or what the last accusation or charge of the same
actor was about; or the last violence that the actor is said to have done; or else the violence told just before (`antecedents.py`). These
mostly stand in an earlier sentence. So does the topic of an accusation that has none. Besides, who denies is told from who accuses: in
"X denied it and accused Y" X accuses, in "a charge that X denies" somebody else does. Nothing here is learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.model import Argument
from kg.reader.arguments import by_trigger
from kg.reader.events.antecedents import SENTENCES_BEFORE, VIOLENCE, Deeds
from kg.reader.sources.attribution import ACTORS, CLAIMABLE, SAYING, SPEECH
from kg.reader.sources.doers import HAD_NO_PART
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Entity, EventCluster, EventMention, Span
    from kg.reader.encoder.decode import Tagged

# Before "that it had no part in it".
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
_END = r"(?=\s*(?:[^\w\s]|$|(?:and|but|while)\b))"
_CHARGE = r"accusations?|allegations?|charges?|claims?|corruption|fraud|guilt|misconduct|rigging|wrongdoing"
_THING = rf"(?:doing\s+(?:it|so|this|that){_END}|{_CHARGE})"
_PART = (
    r"(?:blame|complicity|connections?|culpability|involvement|liability|links?|participation|responsibility|ties?|(?:hand|part|role)\b"
    rf"|(?:being|having\s+been)\s+(?:behind\s+(?:it|this|that)|involved|responsible|to\s+blame)|(?:it|this|that){_END})"
)
# Right behind "denied", "rejected", "dismissed"; "having a role", "doing so" and the like, too. Who denies a part denies one in a deed.
MEANT = re.compile(
    rf"\s+(?:(?:having|playing|had|played|any|all|both|the|these|those|such|its|their|his|her|a|an|direct|and|or|that)\s+)*"
    rf"(?:(?:(?:it|he|she|they)\s+)(?=(?:had|played)\b)(?:had|played)\s+(?:an?y?\s+)?)?(?:{_THING}\b|(?P<part>{_PART})\b)",
    re.IGNORECASE,
)
# Behind that it is said of what, and that is nothing that was told before: "denied any links to the bank".
GOES_ON = re.compile(
    r"\s+(?:about|against|by|for|from|in|of|over|that|to|with)\b(?!\s+(?:either|it|that|this|the\s+(?:affair|case|incident|matter))\b)",
    re.IGNORECASE,
)
# Or what is denied of others, of what was spoken of: "denied that its men were behind it".
OTHERS_DID_IT = re.compile(
    r"\s+(?:that\s+)?(?:[\w'’-]+\s+){1,8}?(?:(?:behind|carried\s+out|committed|(?:involved|had\s+(?:an?y?\s+)?(?:hand|part|role))\s+in|responsible\s+for"
    r"|(?:anything|something)\s+to\s+do\s+with)\s+(?:it|this|that)"
    r"|(?:are|been|is|was|were)\s+(?:\w+ly\s+)?(?:at\s+fault|involved|responsible|to\s+blame)|(?:had|played)\s+an?y?\s+(?:\w+\s+)?(?:hand|part|role)"
    rf"|(?:taken|took)\s+(?:any\s+)?part|participated|(?:did|done)\s+(?:it|so|this|that)){_END}",
    re.IGNORECASE,
)
# Before who denies, if nothing stands behind it: what was told right before. "…, which the union denies", "…, a charge that it denied".
WHICH = re.compile(
    r",\s+(?:an?\s+(?:\w+\s+){1,2}(?:that\s+|which\s+)?|something\s+(?:that\s+|which\s+)?|which\s+)(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE
)
NOTHING = re.compile(_END)
THAT = re.compile(r"\b(?:it|that|this)$", re.IGNORECASE)
DENYING = re.compile(r"den(?:y|ied|ies|ying)\b", re.IGNORECASE)
# From there to who does something else: what stands behind him is not denied.
AND_ANOTHER = re.compile(r"(?:,?\s+(?:and|but|while)|;)\s+(?:(?:an?|the|its|his|her|their)\s+)?", re.IGNORECASE)
# From there to the violence: "for the massacre", "in any of the recent attacks".
OF_WHAT = re.compile(r"\s+(?:for|in|of|to|with)\s+(?:[\w'’-]+\s+){0,5}")
# From a denial to what he who denies says besides: "denied that … and accused rebels", but not "the men held and accused of theft".
DENIES = re.compile(r"(?:den(?:ied|ies)|(?:disput|refut)(?:ed|es)|(?:dismiss|reject)(?:ed|e?s))\b", re.IGNORECASE)
AND_SAYS = re.compile(r"[^.;\n]*\b(?:and|but)\s+(?:(?:also|in\s+turn|instead|later|then|\w+ly)\s+)?", re.IGNORECASE)
SAYS = re.compile(r"(?:accuses|blames|\w+ed)\b(?!\s+(?:as|by|for|of)\b)", re.IGNORECASE)
# Between an accusation and who denies it, and between him and the denial: "an allegation [that the Front] has always denied".
THAT_SOMEBODY = re.compile(r"(?:,?\s+(?:that|which))?\s+(?:[\w'’-]+\s+){0,2}", re.IGNORECASE)
HAS_ALWAYS = re.compile(r"\s+(?:(?:also|always|had|has|have|in\s+turn|later|\w+ly)\s+)*", re.IGNORECASE)
NEGATION = re.compile(r"\b(?:innocent|never|no|not|nothing)\b|n['’]t\b", re.IGNORECASE)
_LONGEST = 120  # characters between who had no part in a deed and the deed
_FARTHEST = 300  # characters from a denial to what is said besides
THE_CHARGES = re.compile(r"\s+(?:[\w'’-]+\s+){0,2}")


def denied_arguments(
    text: str,
    sentences: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    events: Sequence[EventCluster],
    arguments: Sequence[Argument],
) -> Iterator[Argument]:
    """Yield the topics of denials, and of accusations, that have none.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters, in order; every trigger stands in one.
        entities: Of the article.
        events: Of the article.
        arguments: Of the article.
    """
    roles = by_trigger(arguments)
    entity = {mention.span: e.id for e in entities for mention in e.mentions}
    sizes = {mention.trigger: len(event.mentions) for event in events for mention in event.mentions}
    mentions = sorted((m for event in events for m in event.mentions), key=lambda m: m.trigger)
    deeds = Deeds(sentences, mentions, sizes, roles, entity, {e.id for e in entities if e.type in {"GPE", "ORG", "PER"}})
    last = _Last()
    for mention in mentions:
        own = roles.get(mention.trigger, [])
        if mention.type in {"Accusation", "Denial"} and mention.factuality != "Negated" and not any(a.filler in sizes for a in own):
            found = _denied if mention.type == "Denial" else _accused_of
            topic = found(text, mention, [a for a in own if a.filler in entity], deeds, last)
            if topic is not None:
                yield topic
                own = [*own, topic]
        last.note(mention, own, deeds)


def _accused_of(text: str, mention: EventMention, own: Sequence[Argument], deeds: Deeds, _: _Last) -> Argument | None:
    accused = [a for a in own if a.role == "Target"]
    deed = deeds.meant_by(text, mention.trigger, accused) if accused else None
    return _topic(mention, deed) if deed else None


def _denied(text: str, mention: EventMention, own: Sequence[Argument], deeds: Deeds, last: _Last) -> Argument | None:
    trigger = mention.trigger
    number = sentence_number(deeds.sentences, trigger.start)
    deniers = {deeds.entity[a.filler] for a in own if a.role == "Agent"}
    if not deniers:
        return None
    end = deeds.sentences[number][1]
    meant = MEANT.match(text, trigger.end, end)
    named = _named_after(text, meant.end(), deeds.mentions) if meant else None
    if named is not None:
        return _topic(mention, named)
    is_open = GOES_ON.match(text, meant.end(), end) is None if meant else _is_told_before(text, trigger, deeds.sentences[number])
    if meant is None and not is_open:
        return None
    accusers, just_said = last.just_said(number)
    is_accuser = not accusers.isdisjoint(deniers)  # who denies something else
    is_of_deed = meant is None or meant["part"] is not None
    is_of_it = just_said is not None and is_open and not is_accuser and (just_said.role == "Topic" or not is_of_deed)
    said = just_said if is_of_it else last.said_of(deniers) if meant else None
    if said is not None:
        return replace(said, trigger=trigger, role="Topic")
    if is_accuser or not (is_open and is_of_deed and DENYING.match(trigger.text)):
        return None
    is_it = meant is not None and THAT.search(meant.group()) is not None
    deed = deeds.before(trigger, deniers, 1 if is_it else SENTENCES_BEFORE)
    return _topic(mention, deed) if deed and not (is_it and _is_of_saying(text, trigger, deeds)) else None


def _is_of_saying(text: str, denial: Span, deeds: Deeds) -> bool:
    """Tell whether "it" is what somebody says before in the sentence, and no deed that is told there behind that."""
    start, _ = deeds.sentences[sentence_number(deeds.sentences, denial.start)]
    said = SAYING.search(text, start, denial.start)
    return said is not None and not any(m.type in VIOLENCE for m in deeds.told_in(said.end(), denial.start))


def _is_told_before(text: str, denial: Span, sentence: tuple[int, int]) -> bool:
    """Tell whether a denial is of others' deed, or "which" stands for what is denied."""
    start, end = sentence
    is_of_others = OTHERS_DID_IT.match(text, denial.end, end) is not None
    return is_of_others or (NOTHING.match(text, denial.end, end) is not None and WHICH.search(text, start, denial.start) is not None)


def _topic(statement: EventMention, deed: EventMention) -> Argument:
    return Argument(statement.trigger, "Topic", deed.trigger, min(statement.confidence, deed.confidence))


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
    own = by_trigger(given)
    denied_by = _denied_by(own, types)
    denials = sorted(denied_by)
    wrong: set[Argument] = set()
    more: list[Argument] = []
    for statement in sorted(own) if denials else ():
        says = types.get(statement) in SPEECH and SAYS.match(text, statement.start)
        denial = _denial_before(text, denials, statement) if says else None
        if denial is not None:
            wrong.update(a for a in (*own[denial], *own[statement]) if _is_said_within(a, denial, statement))
            known = {a.filler for a in own[statement] if a not in wrong}
            more += [replace(a, trigger=statement) for a in denied_by[denial] if a.filler not in known]
    return [*(a for a in given if a not in wrong), *more]


def _denied_by(own: Mapping[Span, Sequence[Argument]], types: Mapping[Span, str]) -> dict[Span, list[Argument]]:
    """Return who denies something, for each denial with somebody before it."""
    denials = (trigger for trigger in own if types.get(trigger) == "Denial" and DENIES.match(trigger.text))
    before = {denial: [a for a in own[denial] if a.role == "Agent" and a.filler.end <= denial.start] for denial in denials}
    return {denial: by for denial, by in before.items() if by}


def _denial_before(text: str, denials: Sequence[Span], statement: Span) -> Span | None:
    """Return the last denial that a sentence goes on from to a statement; `denials` are in order."""
    before = beginning_in(denials, statement.start - _FARTHEST, statement.start)
    return next((denial for denial in reversed(before) if AND_SAYS.fullmatch(text, denial.end, statement.start)), None)


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


def without_topics_of_others(text: str, arguments: Iterable[Argument], types: Mapping[Span, str]) -> list[Argument]:
    """Leave out what another clause is about as the topic of a denial: of "X denied any part, and Y, blamed for the raid, fled" the raid.

    Args:
        text: The article.
        arguments: Of the article.
        types: The type of each trigger and mention.
    """
    given = list(arguments)
    actors = sorted(span for span in types if types[span] in ACTORS) if "Denial" in types.values() else []

    def is_of_other(a: Argument) -> bool:
        if a.role != "Topic" or types.get(a.trigger) != "Denial" or a.filler.start < a.trigger.end:
            return False
        meant = MEANT.match(text, a.trigger.end, a.filler.start)
        between = beginning_in(actors, meant.end(), a.filler.start) if meant else ()
        return meant is not None and bool(between) and AND_ANOTHER.fullmatch(text, meant.end(), between[0].start) is not None

    return [a for a in given if not is_of_other(a)]


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
    """What each actor was last accused of, the last violence that it is said to have done, as sure as that was, and the last accusation.

    Of that: its sentence, who accuses, and what of.
    """

    accused: dict[str, _Noted] = field(default_factory=dict)
    done: dict[str, _Noted] = field(default_factory=dict)
    accusation: tuple[int, set[str], Argument] | None = None

    def note(self, mention: EventMention, own: Sequence[Argument], deeds: Deeds) -> None:
        """Note what an event mention says of actors; mentions come in text order."""
        topic = next((a for a in own if a.role == "Topic" and a.filler in deeds.sizes), None)
        if mention.type == "Accusation" and (about := topic or next((a for a in own if a.role == "Target"), None)):
            accusers = {deeds.entity[a.filler] for a in own if a.role == "Agent" and a.filler in deeds.entity}
            itself = topic or replace(about, filler=mention.trigger)
            self.accusation = (sentence_number(deeds.sentences, mention.trigger.start), accusers, itself)
        for place, argument in reversed([*enumerate(own)]):  # of several mentions of one actor the first counts
            actor = deeds.entity.get(argument.filler)
            if actor is None:
                continue
            itself = replace(argument, filler=mention.trigger)
            if mention.type in {"Accusation", "Prosecution"} and argument.role == "Target":
                self.accused[actor] = (mention.trigger, -place, topic or itself)
            if mention.type in VIOLENCE and argument.role == "Agent":
                self.done[actor] = (mention.trigger, -place, itself)

    def just_said(self, number: int) -> tuple[set[str], Argument | None]:
        """Return who accused somebody in the sentence `number` or the one before, and of what; nobody if none did."""
        if self.accusation is None or number - self.accusation[0] > 1:
            return set(), None
        return self.accusation[1:]

    def said_of(self, actors: set[str]) -> Argument | None:
        """Return what the actors were last accused of, or else the last violence of theirs."""
        for noted in (self.accused, self.done):
            of_them = [noted[actor] for actor in actors if actor in noted]
            if of_them:
                return max(of_them, key=lambda one: one[:2])[2]
        return None
