"""Who says that an event happened, or that someone had a part in it.

In comes a reading with its Source arguments and attributions; out goes, for an event mention or an argument, the mention of who
says so. Nothing is said about whether it is true. In this order:

1. **Source argument**: the trigger has a Source ("police said that two men were *killed*"); where that one says that another
   said *that* it happened, the other.
2. **Attribution**: the smallest attributed content that holds the trigger.
3. **Statement**: a claim, accusation or denial with an agent stands earlier in the sentence, and between it and the trigger
   stands a word of saying ("The group's claim named two men, *saying* that they carried out the *attack*"): what follows is
   according to the claim's agent. Only the nearest such statement counts, and only up to a semicolon.
4. **Topic**: what is only claimed, and is the topic of a statement, is claimed by who makes the statement ("X condemned Y for
   *siding* with Z").

An argument is besides according to the statement that its event is the topic of, where the filler is who the statement says did
it: "X claimed the *attack*" makes X its agent according to X; "X accused Y of the *attack*" makes Y its agent according to X;
"X denied the *attack*" denies that X is; so does "X denied that Y was behind the *attack*" of Y. "No reason to believe that Y did it" and
"Y had not carried it out" are denials of that, too, by whoever says so. Nobody need be named who accuses or suspects: of "men who were
accused of the *murder*", "a *raid* blamed on Y" and "suspected rebels *burnt*" the agent is only accused or suspected (`suspects.py`); of
"police arrested Y over the *raid*" he is so according to the police. Who says of himself that he "was behind" it, that he or men of his
*killed* somebody, or confesses it, claims it: the status is that of his own part alone. A spokesman without a name is whom he speaks for.
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
from kg.reader.sources.suspects import suspicion
from kg.reader.spans import beginning_in, sentence_number

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words of saying, inside a sentence whose statement has been named before.
SAYING = re.compile(
    r"\b(add(?:s|ed|ing)|alleg(?:es|ed|ing)|announc(?:es|ed|ing)|claim(?:s|ed|ing)|declar(?:es|ed|ing)|describ(?:es|ed|ing)"
    r"|identif(?:ies|ied|ying)|insist(?:s|ed|ing)|nam(?:es|ed|ing)|report(?:s|ed|ing)|sa(?:ys|id|ying)|stat(?:es|ed|ing)|tell(?:s|ing)|told"
    r"|writ(?:es|ing)|wrote)\b",
    re.IGNORECASE,
)

# Before an agent: what follows, it is said not to have done. "No reason to believe that Israel …", "did not think that it …".
DISBELIEF = re.compile(
    r"(?:\b(?:no|little|without|insufficient|lack\s+of|not\s+(?:enough|sufficient))\s+(?:[\w-]+\s+){0,2}"
    r"(?:basis|evidence|grounds|indications?|proof|reason|signs?|suggestion)\b[^.;:]{0,40}?\bthat"
    r"|(?:\bnot|n['’]t|\bnever)\s+(?:[\w-]+\s+)?(?:believe|see|suspect|think)(?:\s+that)?"
    r"|\brul(?:e|es|ed|ing)\s+out\s+that)\s+(?:[\w'’-]+\s+){0,3}$",
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
# Between who is said not to have done it and the deed: the words of a clause, "forces had shelled".
IN_CLAUSE = re.compile(r"\s+\w")
_LONGEST_DOUBT = 120  # characters before an agent, or a deed
# Between an agent and a deed: it had no part in it. "The group had not carried out the attack", "was not behind", "had no role in".
HAD_NO_PART = (
    r"(?:\b(?:not|never)|n['’]t)\s+(?:[\w-]+\s+){0,2}?(?:(?:believed|considered|known|said|thought)\s+to\s+(?:be|have)\s+(?:been\s+)?)?"
    r"(?:carr(?:y|ied)\s+out|(?:commit(?:ted)?|conduct|order|perpetrate|launch|plan|stage)(?:e?d)?|behind|(?:connected|linked)\s+(?:to|with)"
    r"|(?:involved|participated?|tak(?:e|en|ing)\s+part|(?:had|have|play(?:ed)?)\s+an?y?\s+(?:\w+\s+)?(?:hand|part|role))\s+in|responsible\s+for"
    r"|part\s+of|(?:had|have)\s+anything\s+to\s+do\s+with)"
    r"|\b(?:bears?|bore|had|has|have|played?|takes?|took)\s+no\s+(?:\w+\s+)?(?:connections?|hand|involvement|links?|part|responsibility|role)"
    r"\s+(?:for|in|to|with)|\b(?:had|has|have)\s+nothing\s+(?:\w+\s+)?to\s+do\s+with|\binnocent\s+of"
)
NO_PART = re.compile(
    rf"(?:{HAD_NO_PART})\s+(?:[\w'’-]+\s+){{0,5}}$"
    r"|(?:\b(?:not|never)|n['’]t)\s+[\w-]+\s+(?:an?|any|that|the|these|this|those)\s+(?:[\w-]+\s+){0,2}$",  # "did not set the fire"
    re.IGNORECASE,
)
# Between a denial and a deed: from here on who denies may be said to do something else.
NEW_CLAUSE = re.compile(r"\b(?:after|and|although|before|but|then|while)\b|[;:]", re.IGNORECASE)
# Before a deed: who says so says of himself that he did it. "The group said on Friday that its fighters had carried out the raid".
OWN_CLAIM = re.compile(
    r"\b(?:announced|claim(?:s|ed)|confirm(?:s|ed)|declared|sa(?:ys|id)|stat(?:es|ed))\s+(?:(?:late\s+)?(?:in|on)\s+(?:[\w-]+\s+){1,2})?(?:that\s+)?"
    r"(?:he|it|she|they|(?:his|her|its|their)(?:\s+[\w-]+){1,2})\s+"
    r"(?:(?:had|has|have|is|was|were)\s+)?(?:been\s+)?(?:behind|carried\s+out|committed|perpetrated|responsible\s+for|staged)\b[^.;:,]*$",
    re.IGNORECASE,
)
# Between a doer and the deed that he confesses.
CONFESSING = re.compile(
    r"(?:,?\s+who)?(?:\s+(?:also|had|has|have|later|since|then|\w+ly))*\s+(?:admit(?:s|ted)|acknowledge[ds]|boast(?:s|ed)|brag(?:s|ged)|confess(?:es|ed)"
    r"|(?:pleads?|pleaded|pled)\s+guilty)(?:\s+(?!(?:after|before|during|not|over|when|while)\b)[\w'’-]+){0,8}\s+",
    re.IGNORECASE,
)
# Who speaks calls himself so, and those who fight for him.
WE = re.compile(r"I|we|our|us", re.IGNORECASE)
YOU = re.compile(r"your?", re.IGNORECASE)
IT = re.compile(r"its?|they|their", re.IGNORECASE)
DOING = re.compile(
    r"\s+(?:(?:also|had|has|have|since|then|\w+ly)\s+)*(?:(?:carried\s+out|committed|perpetrated|staged|(?:was|were)\s+behind)\s+(?:[\w'’-]+\s+){0,4})?",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"he|I|it|she|they|we", re.IGNORECASE)
SAID_IT = re.compile(
    rf"(?:,[^,.;:\n]{{1,60}},)?(?:\s+(?!that\b)[\w'’-]+){{0,3}}?\s+(?:{SAYING.pattern}|admit(?:s|ted)|acknowledge[ds]|boast(?:s|ed)|confess(?:es|ed))"
    r"(?:\s+(?!that\b)[\w'’\"“”-]+){0,6}?(?:\s+that)?\s+",
    re.IGNORECASE,
)
OF_ITSELF = re.compile(rf"{SAID_IT.pattern}(?:he|it|she|they)\b", re.IGNORECASE)
OWN_MEN = re.compile(
    r"\b(?P<owner>her|his|its|my|our|their)\s+(?:[\w-]+\s+){0,3}?(?:aircraft|air\s*force|army|artillery|battalions?|brigades?|brothers|commandos?|drones?|fighters?"
    r"|forces?|gunmen|jets?|men|members?|militants?|militia|missiles?|mujahid[ei]+n|navy|officers?|operatives?|planes?|police|rockets?|snipers?|soldiers?"
    r"|troops|units?|warplanes?|warriors?|wing)$",
    re.IGNORECASE,
)
_LONGEST_OWNER = 60  # characters before who is his, or before a pronoun
# Between a deed and who says of himself that he did it: "a *blast* that was claimed by the Front".
CLAIMED_BY = re.compile(r"\bclaimed\s+by\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE)
# Between a doer and a deed: who says so of somebody else accuses him.
BEHIND = re.compile(
    r"(?:(?:,|,?\s+and)(?:\s+[\w'’-]+){1,4}?){0,3}\s+(?:are|had\s+been|has\s+been|have\s+been|is|was|were)\s+(?:\w+ly\s+)?(?:behind|responsible\s+for)\s+(?:[\w'’-]+\s+){0,5}",
    re.IGNORECASE,
)
# Who does so to somebody says, or no longer says, that he did it.
CHARGING = re.compile(
    r"(?:absolv|accus|acquit|apprehend|arrest|blam|charg|clear|detain|exonerat|indict|prosecut|suspect)\w*\b", re.IGNORECASE
)
# Between a name and a word of saying: "an [Ansar] affiliate said".
AFFILIATION = re.compile(r"\s*(?:[\w-]+\s+)?")


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
    content has so many characters. `topics` holds the sayings that an event is the topic of, `charges` the triggers of each sentence that
    say who was charged with something or cleared of it, `by_id` the entities.
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
    charges: dict[tuple[int, int], list[Span]] = field(default_factory=dict)
    by_id: dict[str, Entity] = field(default_factory=dict)

    def of_event(self, trigger: Span) -> Voice | None:
        """Return who says that the event at `trigger` happened; `None`: the article itself."""
        denier = self._denier(trigger)
        if denier and self._is_negated(trigger):
            return Voice(denier)
        voice = self._said(trigger)
        if voice is None or voice.source is None:
            return voice
        is_own = trigger in self.mentions and self.mentions[trigger].type in SPEECH and self._is_agent(voice.source, trigger)
        # Nobody says of himself that he says something; and who denies that somebody did it does not say that it happened.
        is_deniers = denier and self.entities[voice.source] == self.entities[denier]
        return None if is_own or is_deniers else voice

    def _said(self, trigger: Span) -> Voice | None:
        source = self._innermost(trigger) or self._source_argument(trigger) or self._attributed(trigger)
        if source:
            return Voice(source, "Claimed" if self._is_claimant(source, trigger) else None)
        return self._by_statement(trigger) or self._claimed_topic(trigger)

    def of_argument(self, argument: Argument) -> Voice | None:
        """Return who says that the filler has its role in the event; `None`: the article itself."""
        found = self._by_topic(argument) or self._by_denial(argument) or self._beside_claim(argument)
        voice = (
            found or self._suspected(argument) or self._own_word(argument) or self._held_behind(argument) or self.of_event(argument.trigger)
        )
        if voice is not None and voice.status == "Claimed" and self.is_disbelieved(argument):
            return Voice(voice.source, "Denied")  # nobody claims what he says he had no part in
        return voice

    def is_disbelieved(self, argument: Argument) -> bool:
        """Tell whether the sentence says of an agent that it had no part in this, or that there is no reason to think that it had."""
        filler, trigger, text = argument.filler, argument.trigger, self.reading.document.text
        if argument.role != "Agent" or filler.start >= trigger.start:
            return False
        start = max(self._sentence(filler)[0], filler.start - _LONGEST_DOUBT)
        if DISBELIEF.search(text, start, filler.start):
            return True
        before = max(filler.end, trigger.start - _LONGEST_DOUBT)
        return self._is_deed(trigger) and NO_PART.search(text, before, trigger.start) is not None

    def relayers(self, voice: Voice, trigger: Span) -> tuple[Span, ...]:
        """Return who says that the voice says so, nearest first: of "X say that Y claimed that …" what Y claims is relayed by X."""
        if voice.source is None:
            return ()
        chain = [voice.source]
        while (outer := self._outer(chain[-1], trigger)) and self.entities[outer] not in {self.entities[one] for one in chain}:
            chain.append(outer)
        return tuple(chain[1:])

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
        before = self.reading.document.text[cue.start : content.start].split()
        return content.text.startswith("that ") or bool(before and before[-1] == "that")

    def _fillers(self, trigger: Span, role: Role) -> list[Span]:
        return sorted(a.filler for a in self.arguments.get(trigger, []) if a.role == role)

    def _actors(self, trigger: Span, role: Role) -> list[Span]:
        return [filler for filler in self._fillers(trigger, role) if filler in self.entities]

    def _sentence(self, span: Span) -> tuple[int, int]:
        return sentence_of(self.reading, span)

    def _source_argument(self, trigger: Span) -> Span | None:
        return next(iter(self._actors(trigger, "Source")), None)

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
        return head_of(self.reading.document.text, inside[-1], inside) if inside else None

    def _holding(self, span: Span) -> list[Attribution]:
        """Return the attributions whose content holds `span`."""
        low = bisect_left(self.attributions, span.start - self.longest, key=lambda a: a.content.start)
        high = bisect_right(self.attributions, span.start, key=lambda a: a.content.start)
        return [a for a in self.attributions[low:high] if a.content.contains(span)]

    def _statements_beside(self, trigger: Span) -> list[EventMention]:
        return self.statements.get(self._sentence(trigger), [])

    def _statements_about(self, trigger: Span) -> list[EventMention]:
        """Return the statements of the sentence that the event at `trigger` is the topic of."""
        return [one for one in self._statements_beside(trigger) if trigger in self._fillers(one.trigger, "Topic")]

    def _is_claimant(self, source: Span, trigger: Span) -> bool:
        """Tell whether `source` claims responsibility in the trigger's sentence."""
        beside = (m for m in self._statements_beside(trigger) if m.type in PARTISAN and m.factuality != "Negated")
        claims = [m for m in beside if m.trigger != trigger]
        agents = {self.entities[agent] for claim in claims for agent in self._actors(claim.trigger, "Agent")}
        return self.entities[source] in agents

    def _by_statement(self, trigger: Span) -> Voice | None:
        earlier = [m for m in self._statements_beside(trigger) if m.trigger.end <= trigger.start]
        if not earlier:
            return None
        statement = max(earlier, key=lambda m: m.trigger)
        between = self.reading.document.text[statement.trigger.end : trigger.start]
        agents = self._actors(statement.trigger, "Agent")
        if not agents or ";" in between or not SAYING.search(between):
            return None
        return Voice(agents[0], "Claimed" if statement.type in PARTISAN else None)

    def _claimed_topic(self, trigger: Span) -> Voice | None:
        """Return the agent of the statement that the event is the topic of, where the event is only claimed."""
        if trigger not in self.mentions or self.mentions[trigger].factuality != "Claimed":
            return None
        for statement in self.topics.get(trigger, [])[:1]:
            agents = self._actors(statement, "Agent")
            return Voice(agents[0]) if agents else None
        return None

    def _by_topic(self, argument: Argument) -> Voice | None:
        """Return the statement that says who did it, where the argument is that very thing; before others one by somebody named."""
        if argument.role != "Agent" or argument.filler not in self.entities:
            return None
        doer, found = self.entities[argument.filler], list[Voice]()
        for mention in self._statements_about(argument.trigger):
            statement = STATEMENTS[mention.type]
            said_to_have = {self.entities[filler] for filler in self._actors(mention.trigger, statement.doer)}
            agents = self._actors(mention.trigger, "Agent")
            if doer in said_to_have:
                found.append(Voice(agents[0] if agents else self._teller(argument), statement.status))
        return next((voice for voice in found if voice.source), found[0] if found else None)

    def _by_denial(self, argument: Argument) -> Voice | None:
        """Return who denies that he or another did it: of "X denied that Y was behind the attack, which killed two", X."""
        if argument.role != "Agent":
            return None
        denial = self._denial(argument.trigger)
        if denial is None or not denial.end <= argument.filler.start < argument.trigger.start:
            return self._by_own_denial(argument)
        text, filler = self.reading.document.text, argument.filler
        is_clause = " that " in text[denial.end : filler.start] or IN_CLAUSE.match(text, filler.end, argument.trigger.start)
        return Voice(self._actors(denial, "Agent")[0], "Denied") if is_clause else None

    def _by_own_denial(self, argument: Argument) -> Voice | None:
        """Return the agent of a deed, where what he does in its sentence is to deny: "X denied a part in the fire, which killed two"."""
        text, filler, trigger = self.reading.document.text, argument.filler, argument.trigger
        for statement in self._statements_beside(trigger) if self._is_deed(trigger) and filler in self.entities else ():
            denial = statement.trigger
            is_before = filler.end <= denial.start < trigger.start and self._is_denial(statement)
            if is_before and self._is_agent(filler, denial) and not NEW_CLAUSE.search(text, denial.end, trigger.start):
                return Voice(filler, "Denied")
        return None

    def _is_denial(self, statement: EventMention) -> bool:
        """Tell whether a statement says that something is not so."""
        is_one = statement.type == "Denial" and statement.factuality != "Negated"
        return is_one and DENYING.match(self.reading.document.text, statement.trigger.start) is not None

    def _denial(self, trigger: Span) -> Span | None:
        """Return the denial of an actor, earlier in the sentence, that is of the event at `trigger`."""
        for statement in self._statements_beside(trigger):
            denial = statement.trigger
            is_of_it = denial.end <= trigger.start and (
                denial in self.topics.get(trigger, ()) or self._is_in_denied_clause(trigger, denial)
            )
            if is_of_it and self._is_denial(statement) and self._actors(denial, "Agent"):
                return denial
        return None

    def _is_in_denied_clause(self, trigger: Span, denial: Span) -> bool:
        """Tell whether a deed stands in the clause that is denied, which ends where somebody says another thing: "and accused rebels"."""
        said = (m.trigger for m in self._statements_beside(trigger))
        is_clause = DENIED_CLAUSE.fullmatch(self.reading.document.text, denial.end, trigger.start)
        return self._is_deed(trigger) and is_clause is not None and not any(denial.end <= one.start < trigger.start for one in said)

    def _denier(self, trigger: Span) -> Span | None:
        denial = self._denial(trigger)
        return self._actors(denial, "Agent")[0] if denial else None

    def _is_agent(self, span: Span, trigger: Span) -> bool:
        return self.entities[span] in {self.entities[agent] for agent in self._actors(trigger, "Agent")}

    def _is_negated(self, trigger: Span) -> bool:
        return trigger in self.mentions and self.mentions[trigger].factuality == "Negated"

    def _is_deed(self, trigger: Span) -> bool:
        return trigger in self.mentions and self.mentions[trigger].type in CLAIMABLE

    def _beside_claim(self, argument: Argument) -> Voice | None:
        """Return the claimant, where it is the agent of a violent event in the sentence of its claim."""
        filler, trigger = argument.filler, argument.trigger
        if not self._is_deed(trigger) or argument.role != "Agent" or filler not in self.entities:
            return None
        claims = self._is_claimant(filler, trigger) or self._is_claimed(trigger)
        return Voice(filler, "Claimed") if claims else self._own_claim(argument)

    def _is_claimed(self, trigger: Span) -> bool:
        """Tell whether a claim is about the event and nobody is found who makes it: "the *attack*, for which X claimed responsibility"."""
        claims = [one for one in self._statements_about(trigger) if one.type in PARTISAN and one.factuality != "Negated"]
        return any(not self._actors(claim.trigger, "Agent") for claim in claims)

    def _own_claim(self, argument: Argument) -> Voice | None:
        """Return the agent of a deed who says of himself that he did it: of "X said that it was behind the *attack*", X."""
        text, filler, trigger = self.reading.document.text, argument.filler, argument.trigger
        if trigger.end < filler.start and CLAIMED_BY.search(text, trigger.end, filler.start):
            return Voice(filler, "Claimed")
        said = OWN_CLAIM.search(text, max(self._sentence(trigger)[0], trigger.start - _LONGEST_DOUBT), trigger.start)
        speakers = self._right_before(said.start()) if said else []
        is_speaker = self.entities[filler] in {self.entities[span] for span in speakers}
        return Voice(speakers[-1], "Claimed") if is_speaker else None

    def _own_word(self, argument: Argument) -> Voice | None:
        """Return who says that he did the deed himself, or that he had no part in it: of "X said that its men *killed* two", X."""
        filler, trigger = argument.filler, argument.trigger
        if not self._is_deed(trigger) or argument.role != "Agent":
            return None
        text = self.reading.document.text
        if self.is_disbelieved(argument):
            speaker = filler if OF_ITSELF.match(text, filler.end) else self._told_of_himself(filler)
            return Voice(speaker, "Denied") if speaker else None
        if filler not in self.entities:
            return None
        if CONFESSING.fullmatch(text, filler.end, trigger.start):
            return Voice(filler, "Claimed")
        said = self.of_event(trigger)
        if said and said.source:
            return Voice(said.source, "Claimed") if self._is_his(filler, said.source) else None
        speaker = self._told_of_himself(filler) if DOING.fullmatch(text, filler.end, trigger.start) else None
        return Voice(speaker, "Claimed") if speaker else None

    def _held_behind(self, argument: Argument) -> Voice | None:
        """Return who says that somebody else was behind a deed: of "the mayor said that X was behind the *raid*", the mayor."""
        filler, trigger = argument.filler, argument.trigger
        is_behind = self._is_deed(trigger) and argument.role == "Agent"
        if not is_behind or not BEHIND.fullmatch(self.reading.document.text, filler.end, trigger.start):
            return None
        source = self._teller(argument)
        return Voice(source, "Accused") if source and not self._is_his(filler, source) else None

    def _told_of_himself(self, doer: Span) -> Span | None:
        """Return who says something right before a pronoun that means him: of "X admitted that they *killed* two", X."""
        if doer not in self.entities or not PRONOUN.fullmatch(doer.text):
            return None
        before = beginning_in(self.spans, doer.start - _LONGEST_OWNER, doer.start)
        return next((one for one in before if self._is_said_before(one, doer) and self._is_his(doer, one)), None)

    def _is_his(self, doer: Span, speaker: Span) -> bool:
        """Tell whether a doer is who speaks, as "it" or "we" or by name, or is his: "our fighters", "its men"."""
        if YOU.fullmatch(doer.text):  # who speaks means somebody else
            return False
        is_we = WE.fullmatch(doer.text) is not None
        if is_we or WE.fullmatch(speaker.text):  # who says "we" calls nobody else of his "they"
            return is_we
        if self.entities[doer] == self.entities[speaker] or self._is_unexplained(doer, speaker):
            return True
        owner = OWN_MEN.search(self.reading.document.text, max(0, doer.start - _LONGEST_OWNER), doer.end)
        if owner is None:
            return False
        its = Span(*owner.span("owner"), owner["owner"])
        is_own = WE.fullmatch(its.text) is not None or self.entities.get(its) == self.entities[speaker]
        return is_own or self._is_unexplained(its, speaker)

    def _is_unexplained(self, pronoun: Span, speaker: Span) -> bool:
        """Tell whether an "it", "they" or "its" that no earlier mention explains stands right behind the speaker's word of saying."""
        if IT.fullmatch(pronoun.text) is None or not self._is_said_before(speaker, pronoun):
            return False
        its = self.entities.get(pronoun)
        is_first = its is None or self.by_id[its].mentions[0].span == pronoun
        return is_first and self.by_id[self.entities[speaker]].type != "PER"

    def _is_said_before(self, speaker: Span, pronoun: Span) -> bool:
        return SAID_IT.fullmatch(self.reading.document.text, speaker.end, pronoun.start) is not None

    def _right_before(self, place: int) -> list[Span]:
        """Return the mentions that end right before `place`, or one word before it, in their order."""
        before, text = beginning_in(self.spans, place - _LONGEST_DOUBT, place), self.reading.document.text
        return [span for span in before if span.end <= place and AFFILIATION.fullmatch(text, span.end, place)]

    def _suspected(self, argument: Argument) -> Voice | None:
        """Return who says that somebody is the agent of a deed, where the wording only accuses or suspects him of it."""
        if not self._is_deed(argument.trigger) or argument.role != "Agent":
            return None
        filler, trigger = argument.filler, argument.trigger
        if self.is_disbelieved(argument):
            return None
        status = suspicion(self.reading.document.text, self._sentence(trigger), filler, trigger)
        said = self.of_event(trigger) if status else None
        if status is None or (said and said.status):
            return None
        source = self._teller(argument) or self._charger(argument)
        is_hedged = self.mentions[trigger].factuality == "Possible"  # by whoever says so
        return None if is_hedged and source is None else Voice(source, status)

    def _charger(self, argument: Argument) -> Span | None:
        """Return who charged the filler with it, or cleared him of it: of "police arrested X over the raid", the police."""
        doer = self.entities.get(argument.filler)
        for charge in self.charges.get(self._sentence(argument.trigger), []):
            agents = [agent for agent in self._actors(charge, "Agent") if self.entities[agent] != doer]
            if agents and doer in {self.entities[target] for target in self._actors(charge, "Target")}:
                return agents[0]
        return None

    def _teller(self, argument: Argument) -> Span | None:
        """Return who says that the event happened, unless it is the one who is said to have done it."""
        said = self.of_event(argument.trigger)
        is_other = said and said.source and self.entities[said.source] != self.entities.get(argument.filler)
        return said.source if said and is_other else None


def voices(reading: Reading) -> Voices:
    """Index a reading, so that it can be asked who says what."""
    mentions = {mention.trigger: mention for event in reading.events for mention in event.mentions}
    entities = {mention.span: entity.id for entity in reading.entities for mention in entity.mentions}
    of_spokesman = spoken_for(reading.document.text, reading.entities)
    entities = {span: entities[of_spokesman[one]] if one in of_spokesman else one for span, one in entities.items()}
    statements: dict[tuple[int, int], list[EventMention]] = {}
    charges: dict[tuple[int, int], list[Span]] = {}
    for trigger in sorted(mentions):
        if mentions[trigger].type in STATEMENTS:
            statements.setdefault(sentence_of(reading, trigger), []).append(mentions[trigger])
        if CHARGING.match(trigger.text):
            charges.setdefault(sentence_of(reading, trigger), []).append(trigger)
    arguments, topics = by_trigger(reading.arguments), dict[Span, list[Span]]()
    for trigger in sorted(arguments):
        if trigger in mentions and mentions[trigger].type in SPEECH:
            for argument in arguments[trigger]:
                if argument.role == "Topic":
                    topics.setdefault(argument.filler, []).append(trigger)
    attributions = sorted(reading.attributions, key=lambda a: a.content.start)
    longest = max((a.content.end - a.content.start for a in attributions), default=0)
    by_id = {entity.id: entity for entity in reading.entities}
    return Voices(reading, mentions, entities, arguments, statements, sorted(entities), attributions, longest, topics, charges, by_id)


def sentence_of(reading: Reading, span: Span) -> tuple[int, int]:
    """Return the sentence that `span` begins in; the whole text if no sentence holds it."""
    if reading.sentences:
        start, end = reading.sentences[sentence_number(reading.sentences, span.start)]
        if start <= span.start < end:
            return start, end
    return 0, len(reading.document.text)


def according_to(reading: Reading, trigger: Span) -> Span | None:
    """Return the mention of who says that the event at `trigger` happened; `None`: the article itself says so."""
    voice = voices(reading).of_event(trigger)
    return voice.source if voice else None
