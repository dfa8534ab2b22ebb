"""Who says that an event happened.

In comes a reading with its Source arguments and attributions; out goes, for an event mention, the mention of who says so. Nothing is said
about whether it is true, nor about who did it (`doers.py`). In this order:

1. **Source argument**: the trigger has a Source ("police said that two men were *killed*"); where that one says that another
   said *that* it happened, the other.
2. **Attribution**: the smallest attributed content that holds the trigger.
3. **Statement**: a claim, accusation or denial with an agent stands earlier in the sentence, and between it and the trigger
   stands a word of saying ("The group's claim named two men, *saying* that they carried out the *attack*"): what follows is
   according to the claim's agent. Only the nearest such statement counts, and only up to a semicolon.
4. **Topic**: what is only claimed, and is the topic of a statement, is claimed by who makes the statement ("X condemned Y for
   *siding* with Z").

A spokesman without a name is whom he speaks for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.model import Argument, Attribution, Entity, EventMention, EventType, Reading, Role, Span, Status
from kg.reader.arguments import by_trigger
from kg.reader.sources.sayings import head_of
from kg.reader.sources.spokesmen import spoken_for
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words of saying, inside a sentence whose statement has been named before: also those that go on with it ("adding", "naming").
SAYING = re.compile(
    r"\b(add(?:s|ed|ing)|alleg(?:es|ed|ing)|announc(?:es|ed|ing)|claim(?:s|ed|ing)|declar(?:es|ed|ing)|describ(?:es|ed|ing)"
    r"|identif(?:ies|ied|ying)|insist(?:s|ed|ing)|nam(?:es|ed|ing)|report(?:s|ed|ing)|sa(?:ys|id|ying)|stat(?:es|ed|ing)|tell(?:s|ing)|told"
    r"|writ(?:es|ing)|wrote)\b",
    re.IGNORECASE,
)
# Words of denial that say that something is not so; "refused", "rejected the request" and "declined" do not.
DENYING = re.compile(
    r"(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|disclaim\w*)\b"
    r"|(?:dismiss|reject)(?:s|es|ed|ing)?\s+(?:(?:as|[\w'’-]+)\s+){0,3}?(?:accusations?|allegations?|charges?|claims?|reports?|suggestions?)\s+that\b",
    re.IGNORECASE,
)
# Between a denial and a deed in the clause that says what is denied: "denied that its men had entered the town and *killed* two".
DENIED_CLAUSE = re.compile(
    r"[^.;:,]*?\bthat\s(?:(?!\b(?:after|although|because|before|but|if|since|then|when|which|while|whose?)\b)[^.;:,])*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Statement:
    """How a kind of statement bears on the event it is about: who is said to have done it, and what that makes of it."""

    doer: Role
    status: Status


STATEMENTS: dict[EventType, Statement] = {
    "ClaimResponsibility": Statement("Agent", "Claimed"),
    "Accusation": Statement("Target", "Accused"),
    "Denial": Statement("Agent", "Denied"),
}
# Events that are sayings, so that their topic may be only what someone says.
SPEECH: frozenset[EventType] = frozenset(("Accusation", "Condemnation", "Demand", "Denial", "Endorsement", "Threat", *STATEMENTS))
# Who may act and speak.
ACTORS = frozenset(("PER", "ORG", "GPE", "GRP"))
# What somebody may claim responsibility for.
CLAIMABLE: frozenset[EventType] = ATTACKS | frozenset(("Killing", "Injury", "Kidnapping", "Destruction", "Abuse"))
# Who claims to have done it is a party; what a party says stays a claim, whatever words report it.
PARTISAN: frozenset[EventType] = frozenset(("ClaimResponsibility",))


@dataclass(frozen=True, slots=True)
class Voice:
    """The mention of who says so, and the status that this gives; `None` leaves it to how the mention is worded.

    Without a `source` there is always a status: somebody is accused of it, and the text does not say by whom.
    """

    source: Span | None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Voices:
    """A reading's attributions, ready to be asked. Build with `voices`.

    `entities` gives the entity at each mention, for a spokesman without a name the one that he speaks for; `spans` are its mentions and
    `attributions` those of the reading, by where their contents begin, so that neither is run through for each question; the `longest`
    content has so many characters. `topics` holds the sayings that an event is the topic of, `by_id` the entities.
    """

    reading: Reading
    mentions: dict[Span, EventMention]
    entities: dict[Span, str]
    arguments: dict[Span, list[Argument]] = field(default_factory=dict)
    statements: dict[tuple[int, int], list[EventMention]] = field(default_factory=dict)
    spans: Sequence[Span] = ()
    attributions: Sequence[Attribution] = ()
    longest: int = 0
    topics: dict[Span, list[Span]] = field(default_factory=dict)
    by_id: dict[str, Entity] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the text of the article."""
        return self.reading.document.text

    def of_event(self, trigger: Span) -> Voice | None:
        """Return who says that the event at `trigger` happened; `None`: the article itself."""
        denier = self._denier(trigger)
        if denier and self._is_negated(trigger):
            return Voice(denier)
        voice = self._said(trigger)
        if voice is None or voice.source is None:
            return voice
        is_own = trigger in self.mentions and self.mentions[trigger].type in SPEECH and self.is_agent(voice.source, trigger)
        # Nobody says of himself that he says something; and who denies that somebody did it does not say that it happened.
        is_deniers = denier and self.entities[voice.source] == self.entities[denier]
        return None if is_own or is_deniers else voice

    def relayers(self, voice: Voice, trigger: Span) -> tuple[Span, ...]:
        """Return who says that the voice says so, nearest first: of "X say that Y claimed that …" what Y claims is relayed by X."""
        if voice.source is None:
            return ()
        chain = [voice.source]
        while (outer := self._outer(chain[-1], trigger)) and self.entities[outer] not in {self.entities[one] for one in chain}:
            chain.append(outer)
        return tuple(chain[1:])

    def denial(self, trigger: Span) -> Span | None:
        """Return the denial of an actor, earlier in the sentence, that is of the event at `trigger`."""
        for statement in self.statements_beside(trigger):
            denial = statement.trigger
            is_of_it = denial.end <= trigger.start and (
                denial in self.topics.get(trigger, ()) or self._is_in_denied_clause(trigger, denial)
            )
            if is_of_it and self.is_denial(statement) and self.actors(denial, "Agent"):
                return denial
        return None

    def statements_beside(self, trigger: Span) -> list[EventMention]:
        """Return the statements of the trigger's sentence, in text order."""
        return self.statements.get(self.sentence(trigger), [])

    def statements_about(self, trigger: Span) -> list[EventMention]:
        """Return the statements of the sentence that the event at `trigger` is the topic of."""
        return [one for one in self.statements_beside(trigger) if trigger in self._fillers(one.trigger, "Topic")]

    def actors(self, trigger: Span, role: Role) -> list[Span]:
        """Return the mentions of actors that have the role in the event, in text order."""
        return [filler for filler in self._fillers(trigger, role) if filler in self.entities]

    def sentence(self, span: Span) -> tuple[int, int]:
        """Return the sentence that `span` begins in."""
        return sentence_of(self.reading, span)

    def is_claimant(self, source: Span, trigger: Span) -> bool:
        """Tell whether `source` claims responsibility in the trigger's sentence."""
        beside = (m for m in self.statements_beside(trigger) if m.type in PARTISAN and m.factuality != "Negated")
        claims = [m for m in beside if m.trigger != trigger]
        agents = {self.entities[agent] for claim in claims for agent in self.actors(claim.trigger, "Agent")}
        return self.entities[source] in agents

    def is_agent(self, span: Span, trigger: Span) -> bool:
        """Tell whether the entity at `span` is an agent of the event at `trigger`."""
        return self.entities[span] in {self.entities[agent] for agent in self.actors(trigger, "Agent")}

    def is_denial(self, statement: EventMention) -> bool:
        """Tell whether a statement says that something is not so."""
        is_one = statement.type == "Denial" and statement.factuality != "Negated"
        return is_one and DENYING.match(self.text, statement.trigger.start) is not None

    def is_deed(self, trigger: Span) -> bool:
        """Tell whether somebody may claim responsibility for the event at `trigger`."""
        return trigger in self.mentions and self.mentions[trigger].type in CLAIMABLE

    def _said(self, trigger: Span) -> Voice | None:
        source = self._innermost(trigger) or self._source_argument(trigger) or self._attributed(trigger)
        if source:
            return Voice(source, "Claimed" if self.is_claimant(source, trigger) else None)
        return self._by_statement(trigger) or self._claimed_topic(trigger)

    def _outer(self, source: Span, trigger: Span) -> Span | None:
        holding = [a for a in self._holding(source) if not a.source.contains(source)]
        found = (self._mention_in(a.source) for a in sorted(holding, key=lambda a: (a.content.end - a.content.start, a.content, a.source)))
        told = self._source_argument(trigger)
        is_before = told is not None and told.end <= source.start
        return next((mention for mention in found if mention), told if is_before else None)

    def _innermost(self, trigger: Span) -> Span | None:
        """Return who "X say that Y claimed that …" is according to at last: Y stands behind the Source argument X and before a "that"."""
        told = self._source_argument(trigger)
        if told is None:
            return None
        said = [a for a in self._holding(trigger) if a.cue and told.end <= a.source.start < a.cue.start]
        nested = [a for a in said if a.cue and self._is_that_clause(a.cue, a.content)]
        nearest = max(nested, key=lambda a: (a.source.start, a.content), default=None)
        return self._mention_in(nearest.source) if nearest else None

    def _is_that_clause(self, cue: Span, content: Span) -> bool:
        before = self.text[cue.start : content.start].split()
        return content.text.startswith("that ") or bool(before and before[-1] == "that")

    def _fillers(self, trigger: Span, role: Role) -> list[Span]:
        return sorted(a.filler for a in self.arguments.get(trigger, []) if a.role == role)

    def _source_argument(self, trigger: Span) -> Span | None:
        return next(iter(self.actors(trigger, "Source")), None)

    def _attributed(self, trigger: Span) -> Span | None:
        for attribution in sorted(self._holding(trigger), key=lambda a: (a.content.end - a.content.start, a.content, a.source)):
            source = self._mention_in(attribution.source)
            if source:
                return source
        return None

    def _mention_in(self, span: Span) -> Span | None:
        """Return the mention that `span` is about: itself; of "the mayor of the city" the mayor, of "the city's police" the police."""
        if span in self.entities:
            return span
        inside = [mention for mention in beginning_in(self.spans, span.start, span.end) if span.contains(mention)]
        return head_of(self.text, inside[-1], inside) if inside else None

    def _holding(self, span: Span) -> list[Attribution]:
        """Return the attributions whose content holds `span`."""
        low = bisect_left(self.attributions, span.start - self.longest, key=lambda a: a.content.start)
        high = bisect_right(self.attributions, span.start, key=lambda a: a.content.start)
        return [a for a in self.attributions[low:high] if a.content.contains(span)]

    def _by_statement(self, trigger: Span) -> Voice | None:
        earlier = [m for m in self.statements_beside(trigger) if m.trigger.end <= trigger.start]
        if not earlier:
            return None
        statement = max(earlier, key=lambda m: m.trigger)
        between = self.text[statement.trigger.end : trigger.start]
        agents = self.actors(statement.trigger, "Agent")
        if not agents or ";" in between or not SAYING.search(between):
            return None
        return Voice(agents[0], "Claimed" if statement.type in PARTISAN else None)

    def _claimed_topic(self, trigger: Span) -> Voice | None:
        """Return the agent of the statement that the event is the topic of, where the event is only claimed."""
        if trigger not in self.mentions or self.mentions[trigger].factuality != "Claimed":
            return None
        for statement in self.topics.get(trigger, [])[:1]:
            agents = self.actors(statement, "Agent")
            return Voice(agents[0]) if agents else None
        return None

    def _is_in_denied_clause(self, trigger: Span, denial: Span) -> bool:
        """Tell whether a deed stands in the clause that is denied, which ends where somebody says another thing: "and accused rebels"."""
        said = (m.trigger for m in self.statements_beside(trigger))
        is_clause = DENIED_CLAUSE.fullmatch(self.text, denial.end, trigger.start)
        return self.is_deed(trigger) and is_clause is not None and not any(denial.end <= one.start < trigger.start for one in said)

    def _denier(self, trigger: Span) -> Span | None:
        denial = self.denial(trigger)
        return self.actors(denial, "Agent")[0] if denial else None

    def _is_negated(self, trigger: Span) -> bool:
        return trigger in self.mentions and self.mentions[trigger].factuality == "Negated"


def voices(reading: Reading) -> Voices:
    """Index a reading, so that it can be asked who says what."""
    mentions = {mention.trigger: mention for event in reading.events for mention in event.mentions}
    entities = {mention.span: entity.id for entity in reading.entities for mention in entity.mentions}
    of_spokesman = spoken_for(reading.document.text, reading.entities)
    entities = {span: entities[of_spokesman[one]] if one in of_spokesman else one for span, one in entities.items()}
    statements: dict[tuple[int, int], list[EventMention]] = {}
    for trigger in sorted(mentions):
        if mentions[trigger].type in STATEMENTS:
            statements.setdefault(sentence_of(reading, trigger), []).append(mentions[trigger])
    arguments, topics = by_trigger(reading.arguments), dict[Span, list[Span]]()
    for trigger in sorted(arguments):
        if trigger in mentions and mentions[trigger].type in SPEECH:
            for argument in arguments[trigger]:
                if argument.role == "Topic":
                    topics.setdefault(argument.filler, []).append(trigger)
    attributions = sorted(reading.attributions, key=lambda a: a.content.start)
    longest = max((a.content.end - a.content.start for a in attributions), default=0)
    by_id = {entity.id: entity for entity in reading.entities}
    return Voices(reading, mentions, entities, arguments, statements, sorted(entities), attributions, longest, topics, by_id)


def sentence_of(reading: Reading, span: Span) -> tuple[int, int]:
    """Return the sentence that `span` begins in; the whole text if no sentence holds it."""
    if reading.sentences:
        start, end = reading.sentences[sentence_number(reading.sentences, span.start)]
        if start <= span.start < end:
            return start, end
    return 0, len(reading.document.text)
