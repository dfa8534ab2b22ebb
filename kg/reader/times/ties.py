"""Which event a time belongs to that is reckoned from another one: of "they met two days after the raid", the meeting, not the raid.

In come arguments and what they are between; out go those that stay, and the times of events that the network ties to none. Nothing here is
learnt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import EVENT_TYPES, Argument
from kg.reader.spans import beginning_in, sentence_number
from kg.reader.times.offsets import BETWEEN, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Span
    from kg.reader.times.offsets import Phrase

# Between an event and its time: nothing that begins another clause.
SAME_CLAUSE = re.compile(
    r"(?:(?!\b(?:after|and|before|but|since|that|until|when|where|which|while|who|whom|whose)\b)[^.,;:!?()\n]){0,80}", re.IGNORECASE
)
# Before a phrase that opens a sentence, or a part of it that has a verb of its own.
OPENING = re.compile(r"[\W_]*(?:(?:about|and|barely|but|by|exactly|in|just|on|only|the|then)\s+){0,3}", re.IGNORECASE)
AND_THEN = re.compile(r"(?:;|\b(?:and|but|then))\s+(?:(?:barely|exactly|just|on|only|the)\s+)*$", re.IGNORECASE)
# Before a trigger that is a noun: "the attack", "of attacks", "the rebels' raid", and if it looks like no verb, "a deadly raid".
NOUN_BEFORE = re.compile(r"(?:\b(?:an?|her|his|its|of|that|the|their|these|this|those)|['’]s?)\s+(?P<adjective>[\w-]+\s+)?$", re.IGNORECASE)
COMMA = re.compile(r",(?!\s*\d{4})")
MAIN_CLAUSE = re.compile(r"(?:(?!\b(?:amid|as|because|since|that|when|which|while|who)\b)[^.;:!?\n]){0,120}", re.IGNORECASE)
EVENTS = frozenset[str](EVENT_TYPES)
_LOOK_BACK = 40  # characters


def with_relative_times_tied(
    text: str, sentences: Sequence[tuple[int, int]], arguments: Sequence[Argument], types: Mapping[Span, str]
) -> list[Argument]:
    """Return the arguments, with each time that is reckoned from one event as that of another.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters; every word stands in one.
        arguments: Of the article.
        types: The type of each trigger and mention.

    Returns:
        The arguments that stay, in their order, and behind them those that are new, as the phrases stand.
    """
    found = phrases(text)
    moments = [span for span in sorted(types) if types[span] == "TIM"] if found else []
    triggers = [span for span in sorted(types) if types[span] in EVENTS] if moments else []
    ties: dict[Span, list[Argument]] = {moment: [] for moment in moments}
    for argument in arguments:
        if argument.role == "Time" and argument.filler in ties:
            ties[argument.filler].append(argument)
    wrong: set[Argument] = set()
    more: list[Argument] = []
    for phrase in found:
        moment = phrase.of(moments)
        if moment:
            start, end = sentences[sentence_number(sentences, phrase.start)]
            place = _Place(text, start, end, beginning_in(triggers, start, end), phrase)
            others = place.others()
            wrong.update(a for a in ties[moment] if a.trigger in others)
            ties[moment] = [a for a in ties[moment] if a.trigger not in others]
            if not ties[moment] and phrase.is_moment:
                ties[moment] = [Argument(trigger, "Time", moment) for trigger in place.main() if trigger not in others]
                more += ties[moment]
    return [a for a in (*arguments, *more) if a not in wrong]


@dataclass(frozen=True, slots=True)
class _Place:
    """A phrase in its sentence.

    Attributes:
        text: The article.
        start: Where the sentence begins, in characters.
        end: Where it ends.
        triggers: Those of the sentence, in text order.
        phrase: What reckons a time from another event.
    """

    text: str
    start: int
    end: int
    triggers: Sequence[Span]
    phrase: Phrase

    @property
    def before(self) -> str:
        """Give the words before the phrase."""
        return self.text[max(self.start, self.phrase.start - _LOOK_BACK) : self.phrase.start]

    def others(self) -> set[Span]:
        """Return the events of which the time is none."""
        return {*self._reckoned_from(), *self._in_clause_before(), *self._nouns_before()}

    def _reckoned_from(self) -> Iterator[Span]:
        """Yield the event behind "two days after", or before "'s first anniversary"."""
        if self.phrase.owner is not None:
            yield from (trigger for trigger in self.triggers if trigger.end == self.phrase.owner)
        if self.phrase.behind is not None:
            behind = next((trigger for trigger in self.triggers if trigger.start >= self.phrase.behind), None)
            if behind and BETWEEN.fullmatch(self.text, self.phrase.behind, behind.start):
                yield behind

    def _in_clause_before(self) -> Iterator[Span]:
        """Yield the events before "and two days later", where another follows."""
        is_new_clause = not self.phrase.names_event and AND_THEN.search(self.before)
        if is_new_clause and any(trigger.start >= self.phrase.end for trigger in self.triggers):
            yield from (trigger for trigger in self.triggers if trigger.end <= self.phrase.start)

    def _nouns_before(self) -> Iterator[Span]:
        """Yield the event right before "two years later", where it is a noun and a verb before it says what was then."""
        before = [trigger for trigger in self.triggers if trigger.end <= self.phrase.start]
        is_noun = [self._is_noun(self.start, trigger) for trigger in before[-2:]]
        if is_noun == [False, True] and not self.phrase.names_event and SAME_CLAUSE.fullmatch(self.text, before[-2].end, self.phrase.start):
            yield before[-1]

    def main(self) -> Iterator[Span]:
        """Yield the event that the time belongs to: of the clause that it opens, or the last before it in its own.

        A noun right before it is none: "breached the terms of his release the day after".
        """
        wrong = {*self._reckoned_from(), *self._nouns_before()}
        if not (OPENING.fullmatch(self.text, self.start, self.phrase.start) or AND_THEN.search(self.before)):
            last = [trigger for trigger in self.triggers if trigger.end <= self.phrase.start and trigger not in wrong][-1:]
            yield from (trigger for trigger in last if self._is_in_clause(trigger))
            return
        begin = self._main_clause()
        verb = next((trigger for trigger in self.triggers if trigger.start >= begin and not self._is_noun(begin, trigger)), None)
        if verb and MAIN_CLAUSE.fullmatch(self.text, begin, verb.start):
            yield verb

    def _is_in_clause(self, trigger: Span) -> bool:
        between = SAME_CLAUSE.fullmatch(self.text, trigger.end, self.phrase.start)
        return between is not None and not (between.group().isspace() and self._is_noun(self.start, trigger))

    def _main_clause(self) -> int:
        """Return where the main clause begins: behind the phrase, or behind what that is reckoned from and a comma."""
        if self.phrase.behind is None:
            return self.phrase.end
        comma = COMMA.search(self.text, max((trigger.end for trigger in self._reckoned_from()), default=self.phrase.behind), self.end)
        return comma.end() if comma else self.end

    def _is_noun(self, begin: int, trigger: Span) -> bool:
        before = NOUN_BEFORE.search(self.text[max(begin, trigger.start - _LOOK_BACK) : trigger.start])
        return before is not None and not (before["adjective"] and trigger.text.split()[0].lower().endswith("ed"))
