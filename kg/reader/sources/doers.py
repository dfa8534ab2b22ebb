"""How sure it is that somebody had a part in an event: whether he claims it or denies it, is accused or suspected of it, and who says so.

In comes who says that each event happened (`attribution.py`); out goes, for an argument, the mention of who says that the filler has its
part, and the status that this gives. Nothing is said about whether it is true.

An argument is according to who says that its event happened. It is besides according to the statement that its event is the topic of,
where the filler is who the statement says did it: "X claimed the *attack*" makes X its agent according to X; "X accused Y of the *attack*"
makes Y its agent according to X; "X denied the *attack*" denies that X is; so does "X denied that Y was behind the *attack*" of Y. "No
reason to believe that Y did it" and "Y had not carried it out" are denials of that, too, by whoever says so. Nobody need be named who
accuses or suspects: of "men who were accused of the *murder*", "a *raid* blamed on Y" and "suspected rebels *burnt*" the agent is only
accused or suspected (`suspects.py`); of "police arrested Y over the *raid*" he is so according to the police. Who says of himself that he
"was behind" it, that he or men of his *killed* somebody, or confesses it, claims it: the status is that of his own part alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Span
from kg.reader.sources.attribution import PARTISAN, SAYING, STATEMENTS, Voice, Voices
from kg.reader.sources.suspects import IS_BEHIND, suspicion
from kg.reader.spans import beginning_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Argument

# Before an agent: what follows, it is said not to have done. "No reason to believe that Israel …", "did not think that it …".
DISBELIEF = re.compile(
    r"(?:\b(?:no|little|without|insufficient|lack\s+of|not\s+(?:enough|sufficient))\s+(?:[\w-]+\s+){0,2}"
    r"(?:basis|evidence|grounds|indications?|proof|reason|signs?|suggestion)\b[^.;:]{0,40}?\bthat"
    r"|(?:\bnot|n['’]t|\bnever)\s+(?:[\w-]+\s+)?(?:believe|see|suspect|think)(?:\s+that)?"
    r"|\brul(?:e|es|ed|ing)\s+out\s+that)\s+(?:[\w'’-]+\s+){0,3}$",
    re.IGNORECASE,
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
    rf"(?:(?:,|,?\s+and)(?:\s+[\w'’-]+){{1,4}}?){{0,3}}\s+{IS_BEHIND}\s+(?:[\w'’-]+\s+){{0,5}}",
    re.IGNORECASE,
)
# Who does so to somebody says, or no longer says, that he did it.
CHARGING = re.compile(
    r"(?:absolv|accus|acquit|apprehend|arrest|blam|charg|clear|detain|exonerat|indict|prosecut|suspect)\w*\b", re.IGNORECASE
)
# Between a name and a word of saying: "an [Ansar] affiliate said".
AFFILIATION = re.compile(r"\s*(?:[\w-]+\s+)?")


@dataclass(frozen=True, slots=True)
class Doers:
    """Who says what in a reading, ready to be asked who did it. Build with `doers`.

    `charges` holds the triggers of each sentence that say who was charged with something or cleared of it, in text order.
    """

    voices: Voices
    charges: Mapping[tuple[int, int], Sequence[Span]]

    def of_argument(self, argument: Argument) -> Voice | None:
        """Return who says that the filler has its role in the event; `None`: the article itself."""
        found = self._by_topic(argument) or self._by_denial(argument) or self._beside_claim(argument)
        voice = (
            found
            or self._suspected(argument)
            or self._own_word(argument)
            or self._held_behind(argument)
            or self.voices.of_event(argument.trigger)
        )
        if voice is not None and voice.status == "Claimed" and self.is_disbelieved(argument):
            return Voice(voice.source, "Denied")  # nobody claims what he says he had no part in
        return voice

    def is_disbelieved(self, argument: Argument) -> bool:
        """Tell whether the sentence says of an agent that it had no part in this, or that there is no reason to think that it had."""
        filler, trigger, text = argument.filler, argument.trigger, self.voices.text
        if argument.role != "Agent" or filler.start >= trigger.start:
            return False
        start = max(self.voices.sentence(filler)[0], filler.start - _LONGEST_DOUBT)
        if DISBELIEF.search(text, start, filler.start):
            return True
        before = max(filler.end, trigger.start - _LONGEST_DOUBT)
        return self.voices.is_deed(trigger) and NO_PART.search(text, before, trigger.start) is not None

    def _by_topic(self, argument: Argument) -> Voice | None:
        """Return the statement that says who did it, where the argument is that very thing; before others one by somebody named."""
        if argument.role != "Agent" or argument.filler not in self.voices.entities:
            return None
        doer, found = self.voices.entities[argument.filler], list[Voice]()
        for mention in self.voices.statements_about(argument.trigger):
            statement = STATEMENTS[mention.type]
            said_to_have = {self.voices.entities[filler] for filler in self.voices.actors(mention.trigger, statement.doer)}
            agents = self.voices.actors(mention.trigger, "Agent")
            if doer in said_to_have:
                found.append(Voice(agents[0] if agents else self._teller(argument), statement.status))
        return next((voice for voice in found if voice.source), found[0] if found else None)

    def _by_denial(self, argument: Argument) -> Voice | None:
        """Return who denies that he or another did it: of "X denied that Y was behind the attack, which killed two", X."""
        if argument.role != "Agent":
            return None
        denial = self.voices.denial(argument.trigger)
        if denial is None or not denial.end <= argument.filler.start < argument.trigger.start:
            return self._by_own_denial(argument)
        text, filler = self.voices.text, argument.filler
        is_clause = " that " in text[denial.end : filler.start] or IN_CLAUSE.match(text, filler.end, argument.trigger.start)
        return Voice(self.voices.actors(denial, "Agent")[0], "Denied") if is_clause else None

    def _by_own_denial(self, argument: Argument) -> Voice | None:
        """Return the agent of a deed, where what he does in its sentence is to deny: "X denied a part in the fire, which killed two"."""
        text, filler, trigger = self.voices.text, argument.filler, argument.trigger
        for statement in self.voices.statements_beside(trigger) if self.voices.is_deed(trigger) and filler in self.voices.entities else ():
            denial = statement.trigger
            is_before = filler.end <= denial.start < trigger.start and self.voices.is_denial(statement)
            if is_before and self.voices.is_agent(filler, denial) and not NEW_CLAUSE.search(text, denial.end, trigger.start):
                return Voice(filler, "Denied")
        return None

    def _beside_claim(self, argument: Argument) -> Voice | None:
        """Return the claimant, where it is the agent of a violent event in the sentence of its claim."""
        filler, trigger = argument.filler, argument.trigger
        if not self.voices.is_deed(trigger) or argument.role != "Agent" or filler not in self.voices.entities:
            return None
        claims = self.voices.is_claimant(filler, trigger) or self._is_claimed(trigger)
        return Voice(filler, "Claimed") if claims else self._own_claim(argument)

    def _is_claimed(self, trigger: Span) -> bool:
        """Tell whether a claim is about the event and nobody is found who makes it: "the *attack*, for which X claimed responsibility"."""
        claims = [one for one in self.voices.statements_about(trigger) if one.type in PARTISAN and one.factuality != "Negated"]
        return any(not self.voices.actors(claim.trigger, "Agent") for claim in claims)

    def _own_claim(self, argument: Argument) -> Voice | None:
        """Return the agent of a deed who says of himself that he did it: of "X said that it was behind the *attack*", X."""
        text, filler, trigger = self.voices.text, argument.filler, argument.trigger
        if trigger.end < filler.start and CLAIMED_BY.search(text, trigger.end, filler.start):
            return Voice(filler, "Claimed")
        said = OWN_CLAIM.search(text, max(self.voices.sentence(trigger)[0], trigger.start - _LONGEST_DOUBT), trigger.start)
        speakers = self._right_before(said.start()) if said else []
        is_speaker = self.voices.entities[filler] in {self.voices.entities[span] for span in speakers}
        return Voice(speakers[-1], "Claimed") if is_speaker else None

    def _own_word(self, argument: Argument) -> Voice | None:
        """Return who says that he did the deed himself, or that he had no part in it: of "X said that its men *killed* two", X."""
        filler, trigger = argument.filler, argument.trigger
        if not self.voices.is_deed(trigger) or argument.role != "Agent":
            return None
        text = self.voices.text
        if self.is_disbelieved(argument):
            speaker = filler if OF_ITSELF.match(text, filler.end) else self._told_of_himself(filler)
            return Voice(speaker, "Denied") if speaker else None
        if filler not in self.voices.entities:
            return None
        if CONFESSING.fullmatch(text, filler.end, trigger.start):
            return Voice(filler, "Claimed")
        said = self.voices.of_event(trigger)
        if said and said.source:
            return Voice(said.source, "Claimed") if self._is_his(filler, said.source) else None
        speaker = self._told_of_himself(filler) if DOING.fullmatch(text, filler.end, trigger.start) else None
        return Voice(speaker, "Claimed") if speaker else None

    def _held_behind(self, argument: Argument) -> Voice | None:
        """Return who says that somebody else was behind a deed: of "the mayor said that X was behind the *raid*", the mayor."""
        filler, trigger = argument.filler, argument.trigger
        is_behind = self.voices.is_deed(trigger) and argument.role == "Agent"
        if not is_behind or not BEHIND.fullmatch(self.voices.text, filler.end, trigger.start):
            return None
        source = self._teller(argument)
        return Voice(source, "Accused") if source and not self._is_his(filler, source) else None

    def _told_of_himself(self, doer: Span) -> Span | None:
        """Return who says something right before a pronoun that means him: of "X admitted that they *killed* two", X."""
        if doer not in self.voices.entities or not PRONOUN.fullmatch(doer.text):
            return None
        before = beginning_in(self.voices.spans, doer.start - _LONGEST_OWNER, doer.start)
        return next((one for one in before if self._is_said_before(one, doer) and self._is_his(doer, one)), None)

    def _is_his(self, doer: Span, speaker: Span) -> bool:
        """Tell whether a doer is who speaks, as "it" or "we" or by name, or is his: "our fighters", "its men"."""
        if YOU.fullmatch(doer.text):  # who speaks means somebody else
            return False
        is_we = WE.fullmatch(doer.text) is not None
        if is_we or WE.fullmatch(speaker.text):  # who says "we" calls nobody else of his "they"
            return is_we
        if self.voices.entities[doer] == self.voices.entities[speaker] or self._is_unexplained(doer, speaker):
            return True
        owner = OWN_MEN.search(self.voices.text, max(0, doer.start - _LONGEST_OWNER), doer.end)
        if owner is None:
            return False
        its = Span(*owner.span("owner"), owner["owner"])
        is_own = WE.fullmatch(its.text) is not None or self.voices.entities.get(its) == self.voices.entities[speaker]
        return is_own or self._is_unexplained(its, speaker)

    def _is_unexplained(self, pronoun: Span, speaker: Span) -> bool:
        """Tell whether an "it", "they" or "its" that no earlier mention explains stands right behind the speaker's word of saying."""
        if IT.fullmatch(pronoun.text) is None or not self._is_said_before(speaker, pronoun):
            return False
        its = self.voices.entities.get(pronoun)
        is_first = its is None or self.voices.by_id[its].mentions[0].span == pronoun
        return is_first and self.voices.by_id[self.voices.entities[speaker]].type != "PER"

    def _is_said_before(self, speaker: Span, pronoun: Span) -> bool:
        return SAID_IT.fullmatch(self.voices.text, speaker.end, pronoun.start) is not None

    def _right_before(self, place: int) -> list[Span]:
        """Return the mentions that end right before `place`, or one word before it, in their order."""
        before, text = beginning_in(self.voices.spans, place - _LONGEST_DOUBT, place), self.voices.text
        return [span for span in before if span.end <= place and AFFILIATION.fullmatch(text, span.end, place)]

    def _suspected(self, argument: Argument) -> Voice | None:
        """Return who says that somebody is the agent of a deed, where the wording only accuses or suspects him of it."""
        if not self.voices.is_deed(argument.trigger) or argument.role != "Agent":
            return None
        filler, trigger = argument.filler, argument.trigger
        if self.is_disbelieved(argument):
            return None
        status = suspicion(self.voices.text, self.voices.sentence(trigger), filler, trigger)
        said = self.voices.of_event(trigger) if status else None
        if status is None or (said and said.status):
            return None
        source = self._teller(argument) or self._charger(argument)
        is_hedged = self.voices.mentions[trigger].factuality == "Possible"  # by whoever says so
        return None if is_hedged and source is None else Voice(source, status)

    def _charger(self, argument: Argument) -> Span | None:
        """Return who charged the filler with it, or cleared him of it: of "police arrested X over the raid", the police."""
        doer = self.voices.entities.get(argument.filler)
        for charge in self.charges.get(self.voices.sentence(argument.trigger), []):
            agents = [agent for agent in self.voices.actors(charge, "Agent") if self.voices.entities[agent] != doer]
            if agents and doer in {self.voices.entities[target] for target in self.voices.actors(charge, "Target")}:
                return agents[0]
        return None

    def _teller(self, argument: Argument) -> Span | None:
        """Return who says that the event happened, unless it is the one who is said to have done it."""
        said = self.voices.of_event(argument.trigger)
        is_other = said and said.source and self.voices.entities[said.source] != self.voices.entities.get(argument.filler)
        return said.source if said and is_other else None


def doers(voices: Voices) -> Doers:
    """Index who was charged with something, so that it can be asked how sure it is who did it."""
    charges: dict[tuple[int, int], list[Span]] = {}
    for trigger in sorted(voices.mentions):
        if CHARGING.match(trigger.text):
            charges.setdefault(voices.sentence(trigger), []).append(trigger)
    return Doers(voices, charges)
