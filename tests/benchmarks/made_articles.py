"""Makes any number of articles whose actors and events are known: a number and a seed come in, readings and who is who in them go out.

A world of towns, armed groups, persons and attacks is drawn first; articles then report an attack, follow it up, claim it, look back on it
a year later, or mention an older one in passing. The more articles, the more towns, days and attacks, so that an article meets as many
others that look like its own in a small corpus as in a large one. No model reads here: what a reader would find is written down with the
words.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from made_words import SYLLABLES

from kg.model import (
    Argument,
    Document,
    Entity,
    EntityType,
    EventCluster,
    EventMention,
    EventType,
    Mention,
    Reading,
    Role,
    Span,
)
from kg.reader.counts import event_counts
from kg.reader.times import resolve_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FIRST_NAMES = (
    "Ada",
    "Boris",
    "Clara",
    "Darko",
    "Elif",
    "Farid",
    "Greta",
    "Hamid",
    "Ines",
    "Jonas",
    "Kofi",
    "Leila",
    "Milan",
    "Nadia",
    "Omar",
    "Petra",
)
GROUP_WORDS = (("Liberation", "Front"), ("Salvation", "Army"), ("Peoples", "Guard"), ("National", "Movement"), ("Unity", "Brigade"))
KINDS: tuple[tuple[EventType, tuple[str, ...]], ...] = (
    ("Bombing", ("bombing", "blast", "explosion")),
    ("Shooting", ("shooting", "gun attack")),
    ("Kidnapping", ("kidnapping", "abduction")),
    ("Seizure", ("siege", "blockade")),
    ("Protest", ("protest", "demonstration")),
)
DEADLY = frozenset(("Bombing", "Shooting"))
FIRST_DAY = date(2015, 1, 5)
ARTICLES_OF_AN_EVENT = 4
ARTICLES_OF_A_TOWN = 40
ARTICLES_OF_A_GROUP = 100
ARTICLES_OF_A_DAY = 8
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Happening:
    """An event of the world."""

    name: str
    kind: EventType
    words: tuple[str, ...]
    town: str
    day: date
    group: str
    victim: str
    tolls: tuple[int, int]


@dataclass(frozen=True)
class World:
    """All that articles tell of."""

    happenings: tuple[Happening, ...]

    @classmethod
    def drawn(cls, articles: int, rng: random.Random) -> World:
        """Return a world for about so many articles."""
        towns = _names(max(20, articles // ARTICLES_OF_A_TOWN), rng, 3)
        groups = [f"{name} {' '.join(rng.choice(GROUP_WORDS))}" for name in _names(max(10, articles // ARTICLES_OF_A_GROUP), rng, 2)]
        people = [f"{rng.choice(FIRST_NAMES)} {name}" for name in _names(max(20, articles // ARTICLES_OF_AN_EVENT), rng, 4)]
        days = max(60, articles // ARTICLES_OF_A_DAY)
        found: dict[tuple[str, str, date], Happening] = {}  # nobody could tell two of one kind in one town on one day apart
        while len(found) < max(1, articles // ARTICLES_OF_AN_EVENT):
            kind, words = rng.choice(KINDS)
            town, day, least = rng.choice(towns), FIRST_DAY + timedelta(days=rng.randrange(days)), rng.randint(3, 90)
            tolls, i = (least, least + rng.randint(1, 30)), len(found)
            found.setdefault(
                (kind, town, day), Happening(f"h{i}", kind, words, town, day, rng.choice(groups), people[i % len(people)], tolls)
            )
        return cls(tuple(found.values()))


def _names(number: int, rng: random.Random, syllables: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(rng.choice(SYLLABLES) for _ in range(syllables)).capitalize()] = None
    return list(found)


@dataclass
class Draft:
    """An article being written: words are put down together with what they are."""

    document: str
    published: date
    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    mentions: dict[str, list[Mention]] = field(default_factory=dict)
    triggers: dict[str, list[EventMention]] = field(default_factory=dict)
    arguments: list[Argument] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)

    def put(self, words: str) -> Span:
        """Write words and return where they stand."""
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text), words)

    def name(self, key: str, kind: EntityType, words: str, truth: str | None = None) -> Span:
        """Write a mention of the entity `key`; `truth` is who it is."""
        span = self.put(words)
        self.mentions.setdefault(key, []).append(Mention(span, kind))
        if truth:
            self.truth[key] = truth
        return span

    def event(self, key: str, kind: EventType, words: str, truth: str) -> Span:
        """Write a trigger of the event `key`."""
        span = self.put(words)
        self.triggers.setdefault(key, []).append(EventMention(span, kind))
        self.truth[key] = truth
        return span

    def role(self, trigger: Span, role: Role, filler: Span) -> None:
        """Tie a filler to a trigger."""
        self.arguments.append(Argument(trigger, role, filler))

    def end(self) -> None:
        """End the sentence."""
        start = self.sentences[-1][1] + 1 if self.sentences else 0
        self.text += "."
        self.sentences.append((start, len(self.text)))
        self.text += "\n"

    def reading(self) -> Reading:
        """Return what the article says."""
        times = [mention.span for mentions in self.mentions.values() for mention in mentions if mention.type == "TIM"]
        events = [mention for mentions in self.triggers.values() for mention in mentions]
        return Reading(
            document=Document(self.document, self.text, published=self.published),
            sentences=tuple(self.sentences),
            entities=tuple(Entity(key, found[0].type, found[0].span.text, tuple(found)) for key, found in self.mentions.items()),
            events=tuple(EventCluster(key, found[0].type, tuple(found)) for key, found in self.triggers.items()),
            arguments=tuple(self.arguments),
            times=resolve_times(self.text, times, self.published),
            counts=event_counts(self.text, tuple(self.arguments), events),
            extractor="made",
        )


# ---------------------------------------------------------------- what articles say


def _event(draft: Draft, one: Happening, rng: random.Random, *, toll: int | None, key: str = "v") -> Span:
    """Write "bombing in Karlem", and "that killed 12 people" if there is a toll."""
    trigger = draft.event(key, one.kind, rng.choice(one.words), one.name)
    draft.put(" in ")
    draft.role(trigger, "Place", draft.name(f"town-{one.town}", "GPE", one.town, one.town))
    if toll is not None:
        draft.put(" that ")
        killed = draft.event(f"{key}k", "Killing", "killed", f"{one.name}-killing")
        draft.put(" ")
        draft.role(killed, "Victim", draft.name(f"{key}people", "GRP", f"{toll} people"))
    return trigger


def _toll(one: Happening, which: int) -> int | None:
    return one.tolls[which] if one.kind in DEADLY else None


def report(draft: Draft, one: Happening, rng: random.Random) -> None:
    """Tell it as news, with its day."""
    draft.put("The ")
    trigger = _event(draft, one, rng, toll=_toll(one, 0))
    draft.put(" took place on ")
    written = f"{one.day:%A}" if rng.random() < 0.5 else f"{one.day.day} {one.day:%B %Y}"
    draft.role(trigger, "Time", draft.name("t", "TIM", written))
    draft.end()
    who = draft.name("p", "PER", one.victim, one.victim)
    draft.put(" spoke of a ")
    again = draft.event("v", one.kind, rng.choice(one.words), one.name)
    draft.role(again, "Source", who)
    draft.end()


def follow_up(draft: Draft, one: Happening, rng: random.Random) -> None:
    """Tell it again a few days later, with a grown toll and with its date."""
    draft.put("Officials in ")
    draft.name(f"town-{one.town}", "GPE", one.town, one.town)
    draft.put(" looked into the ")
    trigger = _event(draft, one, rng, toll=_toll(one, 1))
    draft.put(" on ")
    draft.role(trigger, "Time", draft.name("t", "TIM", f"{one.day.day} {one.day:%B}"))
    draft.end()


def claim(draft: Draft, one: Happening, rng: random.Random) -> None:
    """Let a group claim it, by its name and then by its acronym."""
    letters = "".join(word[0] for word in one.group.split())
    group = draft.name("g", "ORG", one.group, one.group)
    draft.put(" (")
    draft.name("g", "ORG", letters)
    draft.put(") ")
    claimed = draft.event("c", "ClaimResponsibility", "claimed", f"{one.name}-claim")
    draft.put(" the ")
    trigger = _event(draft, one, rng, toll=None)
    draft.put(" on ")
    draft.role(trigger, "Time", draft.name("t", "TIM", f"{one.day.day} {one.day:%B %Y}"))
    draft.role(claimed, "Agent", group)
    draft.role(claimed, "Topic", trigger)
    draft.end()


def anniversary(draft: Draft, one: Happening, rng: random.Random) -> None:
    """Look back on it a year later."""
    draft.put("Crowds marked the anniversary of the ")
    trigger = _event(draft, one, rng, toll=_toll(one, 1))
    draft.put(" in ")
    draft.role(trigger, "Time", draft.name("t", "TIM", f"{one.day:%B %Y}"))
    draft.end()


WAYS: tuple[tuple[Callable[[Draft, Happening, random.Random], None], tuple[int, int]], ...] = (
    (report, (0, 1)),
    (report, (0, 1)),
    (follow_up, (2, 6)),
    (claim, (1, 3)),
    (anniversary, (360, 370)),
)
BACKGROUND = 0.2
"""Share of articles that mention an older event of the same group in passing."""


def made_articles(number: int, *, seed: int = 1) -> Iterator[tuple[Reading, Mapping[str, str]]]:
    """Yield readings, each with who and what its entities and events really are, by their ids in the reading."""
    rng = random.Random(seed)  # noqa: S311 - the same articles every time
    world = World.drawn(number, rng)
    by_group: dict[str, list[Happening]] = {}
    for one in sorted(world.happenings, key=lambda h: h.day):
        by_group.setdefault(one.group, []).append(one)
    for i in range(number):
        one = world.happenings[i % len(world.happenings)]
        way, (least, most) = rng.choice(WAYS)
        draft = Draft(f"a{i:05}", one.day + timedelta(days=rng.randint(least, most)))
        way(draft, one, rng)
        older = [other for other in by_group[one.group] if other.day < one.day - YEAR / 6]
        if older and rng.random() < BACKGROUND:
            past = rng.choice(older)
            draft.put("It recalled the ")
            trigger = _event(draft, past, rng, toll=_toll(past, 1), key="b")
            draft.put(" on ")
            draft.role(trigger, "Time", draft.name("bt", "TIM", f"{past.day.day} {past.day:%B %Y}"))
            draft.end()
        yield draft.reading(), draft.truth
