"""Times that a text reckons from another event: "the fourth anniversary of his killing", "two days after the attack", "a day earlier".

In come the time mentions that nothing else tells (see `kg.reader.times.dates`), the events and their dated Time arguments; out goes the
date of each that the other event's date gives, as precise as both allow and always inferred. The other event stands behind the phrase, or
else it is what the text told last. Where it is not plain which that is, or its date is not told or told in two ways, there is none: the day
of publication is never taken for it.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.model import PartialDate
from kg.reader.spans import beginning_in, first_behind, sentence_number
from kg.reader.times.offsets import BETWEEN, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Argument, EventCluster, Span, TimeExpression
    from kg.reader.times.offsets import Offset, Phrase

# Between the phrase and a date that it is reckoned from ("two days before the July 14 vote").
NO_WORDS = re.compile(r"\s*(?:(?:an?|his|her|its|last|on|the|their)\s+)*", re.IGNORECASE)
# Within a time that has no date, or right behind it: it says, if only roughly, when something was ("a few days after the raid").
FROM_ELSEWHERE = re.compile(r"\b(?:after\w*|before\w*|earlier|following|later|previous\w*|prior|same|that)\b", re.IGNORECASE)
_BEHIND = 12  # characters
NEW_CLAUSE = re.compile(r"[;:]|\b(?:and|but|then)\b", re.IGNORECASE)
NONE: frozenset[Span] = frozenset()
SENTENCES_BACK = 2
"""Sentences without any date after which it is no more plain what was told last."""

FARTHEST_AHEAD = timedelta(days=366)
TIME_ZONE = timedelta(days=1)


def relative_times(  # noqa: PLR0913 - all that it is reckoned from
    text: str,
    sentences: Sequence[tuple[int, int]],
    times: Sequence[TimeExpression],
    events: Iterable[EventCluster],
    arguments: Iterable[Argument],
    *,
    published: date | None = None,
    future: frozenset[Span] = NONE,
) -> tuple[TimeExpression, ...]:
    """Return `times`, with dates for those that are reckoned from another event of the article.

    Args:
        text: The article.
        sentences: Where each begins and ends, in characters.
        times: Its time mentions, in text order; those with a date stay as they are.
        events: Its events; all mentions of one share their dates.
        arguments: Its arguments, of which Time ties a date to an event.
        published: When it appeared. What would be more than a year later is no date: then another event was meant; nor is what would be
            later at all, unless it is planned, or reckoned from an event behind the phrase of which the text says the year.
        future: Those of `times` that look forward (see `kg.reader.times.ahead.planned_times`).
    """
    spans = [time.span for time in times]
    undated = {time.span for time in times if time.date is None}
    found = [(phrase, moment) for phrase in phrases(text) if (moment := phrase.of(spans)) in undated] if undated else []
    if not found:
        return tuple(times)
    article = _Article(text, sentences, spans, {time.span: time.date for time in times})
    article.take(events, arguments)
    for phrase, moment in found:  # one may be reckoned from the one before
        if phrase.offset and moment:
            origin = article.origin(phrase, moment)
            value = _moved(origin.value, phrase.offset) if origin else None
            may_be_ahead = moment in future or (phrase.names_event and origin is not None and origin.basis == "stated")
            if value and value <= _latest(published, FARTHEST_AHEAD if may_be_ahead else TIME_ZONE):
                article.told[moment] = PartialDate(value, "inferred")
    return tuple(replace(time, date=article.told[time.span]) for time in times)


def _latest(published: date | None, ahead: timedelta) -> str:
    return (min(published, date.max - ahead) + ahead if published else date.max).isoformat()


@dataclass(slots=True)
class _Article:
    """What an article tells of when things were.

    Attributes:
        text: The article.
        sentences: Where each begins and ends, in characters.
        times: Its time mentions, in text order.
        told: The date of each of them; what is reckoned is put in.
        triggers: Of events, in text order.
        event_of: The event of each trigger.
        tied: The time mentions of each event.
        own: The triggers of each time mention.
    """

    text: str
    sentences: Sequence[tuple[int, int]]
    times: Sequence[Span]
    told: dict[Span, PartialDate | None]
    triggers: list[Span] = field(default_factory=list)
    event_of: dict[Span, str] = field(default_factory=dict)
    tied: defaultdict[str, set[Span]] = field(default_factory=lambda: defaultdict(set))
    own: defaultdict[Span, set[Span]] = field(default_factory=lambda: defaultdict(set))

    def take(self, events: Iterable[EventCluster], arguments: Iterable[Argument]) -> None:
        """Take events and their times."""
        self.event_of = {mention.trigger: event.id for event in events for mention in event.mentions}
        self.triggers = sorted(self.event_of)
        for argument in arguments:
            if argument.role == "Time" and argument.trigger in self.event_of and argument.filler in self.told:
                self.tied[self.event_of[argument.trigger]].add(argument.filler)
                self.own[argument.filler].add(argument.trigger)

    def origin(self, phrase: Phrase, moment: Span) -> PartialDate | None:
        """Return the date that a phrase is reckoned from, of which `moment` is the mention."""
        if phrase.owner is not None:
            owner = next((trigger for trigger in self.triggers if trigger.end == phrase.owner), None)
            return self._date_of(owner) if owner else None
        if phrase.behind is None:
            return self._told_last(phrase, moment)
        time = first_behind(self.times, phrase.behind)
        if time and self.told[time] and NO_WORDS.fullmatch(self.text, phrase.behind, time.start):
            return self.told[time]
        event = first_behind(self.triggers, phrase.behind)
        return self._date_of(event) if event and BETWEEN.fullmatch(self.text, phrase.behind, event.start) else None

    def _date_of(self, trigger: Span) -> PartialDate | None:
        """Return the most precise date of an event of which all dates agree."""
        return _agreed([told for time in self.tied[self.event_of[trigger]] if (told := self.told[time])])

    def _told_last(self, phrase: Phrase, moment: Span) -> PartialDate | None:
        """Return the date of what stands before a phrase in its sentence; if it opens that, of what the last sentences told."""
        number = sentence_number(self.sentences, phrase.start)
        start = self.sentences[number][0] if self.sentences else 0
        times = beginning_in(self.times, start, phrase.start)
        if any(self._is_same(time, moment, phrase) for time in times):
            return None
        others = [trigger for trigger in beginning_in(self.triggers, start, phrase.start) if trigger not in self.own[moment]]
        if any(self.told[time] for time in times):
            return self._date_told(times)
        if others:
            return self._date_of(others[-1])
        for start, end in reversed(self.sentences[max(0, number - SENTENCES_BACK) : number]):
            times, triggers = beginning_in(self.times, start, end), beginning_in(self.triggers, start, end)
            if any(self.told[time] or self._is_unknown(time) for time in times):
                is_of_no_event = triggers and not any(self.own[time] for time in times)  # "who was born in 1960, was arrested"
                return None if is_of_no_event else self._date_told(times)
            of_events = [told for trigger in triggers if (told := self._date_of(trigger))]
            if of_events:
                return _agreed(of_events)
        return None

    def _date_told(self, times: Sequence[Span]) -> PartialDate | None:
        """Return the one date that time mentions tell, if none of them is of a date that is not known."""
        if any(self._is_unknown(time) for time in times):
            return None
        return _agreed([told for time in times if (told := self.told[time])])

    def _is_same(self, time: Span, moment: Span, phrase: Phrase) -> bool:
        """Tell whether a time says when the same was, as in "on Tuesday, two days later"."""
        is_of_same = bool(self.own[time]) and self.own[time] <= self.own[moment]
        return is_of_same and NEW_CLAUSE.search(self.text, time.end, phrase.start) is None

    def _is_unknown(self, time: Span) -> bool:
        """Tell whether a time mention says when something was, but not on which date."""
        return not self.told[time] and FROM_ELSEWHERE.search(self.text, time.start, time.end + _BEHIND) is not None


def _agreed(dates: Sequence[PartialDate]) -> PartialDate | None:
    """Return the most precise of dates none of which says anything else, in any order; of two that are alike the one that is stated."""
    best = max(dates, key=lambda one: (len(one.value), one.value, one.basis == "stated"), default=None)
    return best if best and all(best.value.startswith(one.value) for one in dates) else None


def _moved(value: str, offset: Offset) -> str | None:
    """Move a date; what the offset counts in must be no finer than the date ("two days after" needs a day)."""
    year, month, day = (int(part) for part in (*value.split("-"), "0", "0")[:3])
    if (offset.days and not day) or (offset.months and not month):
        return None
    months = (year + offset.years) * 12 + (month or 1) - 1 + offset.months
    year, month = months // 12, (months % 12 + 1 if month else 0)
    if not date.min.year <= year <= date.max.year:
        return None
    if not day or day > calendar.monthrange(year, month)[1]:  # 29 February has no anniversary in most years
        return (f"{year:04}-{month:02}" if month else f"{year:04}")[: offset.width]
    try:
        return (date(year, month, day) + timedelta(days=offset.days)).isoformat()[: offset.width]
    except OverflowError:
        return None
