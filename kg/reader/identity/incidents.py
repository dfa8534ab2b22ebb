"""What tells two events of an article apart: places, numbers of people, kinds that cannot be one, and what is claimed and what denied.

In come the triggers of an article, their types and roles, and who is who; out go marks as `kg.reader.encoder.decode.link_antecedents` takes
them. The attack in Kandahar is not the one in Jalalabad, and a release is no arrest. A town and a region are never told apart, as the one
may lie in the other, nor are two of which the text says so. What is known of places beyond the text is used in `kg.resolve.own_events`, not
here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS, HARMS
from kg.reader.counts.numbers import count_of, steps_of
from kg.reader.identity.lands import COUNTRIES, REGIONS
from kg.reader.sources.doers import NO_PART

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Entity, Span
    from kg.reader.encoder.decode import Mark

# One event of these types is at one place.
MOMENTARY: frozenset[str] = ATTACKS | {"Arrest", "Injury", "Kidnapping", "Killing"}
# Whoever is killed, held or taken is that once, so that two numbers of them are two events.
ONCE = frozenset(("Arrest", "Kidnapping", "Killing"))
STEPS = 2  # to an octave: half as many again are others
FEW = range(4)  # steps up to three people: who is named may be one of them
VAGUE = re.compile(
    r"\b(?:another|dozens|further|hundreds|less|many|millions|more|number|others?|scores|several|some|thousands|up\s+to)\b", re.IGNORECASE
)
# A number that grows from day to day, or of a part.
NOT_ALL = re.compile(
    r"\b(?:among|at\s+least|casualties|climb\w*|far|figures?|first|further|including|initial\w*|jump\w*|later\s+died|more|now|number"
    r"|of\s+(?:them|whom)|others?|ris(?:en?|ing)|rose|toll|total)\b",
    re.IGNORECASE,
)
NEAR = 80  # characters before and behind a trigger
# "Have been killed … since": a sum of many days.
HAVE = re.compile(r"\b(?:had|has|have|['’]ve)\s+(?:(?:already|also|been|now|\w+ly)\s+){0,3}$", re.IGNORECASE)
SINCE = re.compile(
    r"(?:(?!\b(?:after|and|but|when|which|while|who)\b)[^.;:,\n]){0,80}?\b(?:since|so\s+far|this\s+(?:month|year)|(?:in|over)\s+the\s+(?:last|past))\b",
    re.IGNORECASE,
)
MOST_BESIDE = 60  # triggers before and behind a sum that may be of one day
LEVELS = ("country", "region", "town")
KINDS: Mapping[str, str] = {"Arrest": "taking", "Kidnapping": "taking", "Release": "release", "Killing": "killing", "Injury": "injury"}
# What stands between a place and one that it lies in, or one and what is in it.
WITHIN = re.compile(
    r"(?:\s+(?:capital|city|port|region|town|village))?(?:\s*[,(]|,?\s+(?:in|of|near|outside|inside|within|around|from)(?:\s+the)?|['’]s?"
    r"|,\s+(?:an?|the|its|now)\s+[^.;,\n]{0,60}?)\s*(?:[\w'’-]+\s+){0,4}",
    re.IGNORECASE,
)
AND = re.compile(r"\b(?:and|but|or|then|to|while)\b", re.IGNORECASE)
LONGEST_WITHIN = 80  # characters between two such places
# Part of a town or region, of which it is not known what it lies in.
PART = re.compile(
    r"[\s-]+(?:area|borough|camp|canton|commune|corridor|county|district|division|neighbou?rhood|outskirts|quarter|subdistrict|suburb|zone)s?\b",
    re.IGNORECASE,
)
REGION_BEHIND = re.compile(
    r"\s+(?:department|governorate|island|oblast|peninsula|prefecture|province|region|state|valley)s?\b", re.IGNORECASE
)
REGION_BEFORE = re.compile(r"\b(?:department|governorate|island|prefecture|province|region|state|valley)s?\s+of\s+$", re.IGNORECASE)
PART_BEFORE = re.compile(r"\b(?:area|borough|commune|county|district|neighbou?rhood|quarter|suburb)s?\s+of\s+$", re.IGNORECASE)
LONGEST_BEFORE = 20  # characters before a place
SHORTEST_WORD = 4  # letters of a word that two places share
# Between a trigger and the place right behind it.
AT = re.compile(
    r"\s+(?:at|in|near|on|outside)\s+(?:(?:the\s+)?(?:[\w-]+ern|central|[\w-]+)?\s*(?:city|port|town|village)\s+of\s+|(?:central|(?:north|south|east|west)[\w-]*)\s+)?",
    re.IGNORECASE,
)

# "The Turkish attack" does not say where it was.
OF_COUNTRY = re.compile(r".*(?:an|ch|ese|ic|ish)", re.IGNORECASE)


def incidents(
    text: str, types: Mapping[Span, str], sentences: Sequence[int], arguments: Sequence[Argument], entities: Sequence[Entity]
) -> Iterator[Mark]:
    """Yield of each trigger of what is at one place where it was, and of each that is of a kind which cannot be another, that kind.

    To how many people it happened is told, too, where that happens to them only once.

    Args:
        text: The article.
        types: The type of each trigger, in text order.
        sentences: The number of the sentence of each of them, in the same order.
        arguments: Of the article.
        entities: Who and what its mentions are.
    """
    for i, kind in enumerate(types.values()):
        if kind in KINDS:
            yield i, "kind", frozenset((KINDS[kind],))
    kinds = {m.span: entity.type for entity in entities for m in entity.mentions}
    numbers = _numbers(text, types, arguments, kinds)
    yield from ((i, "number", numbers[trigger]) for i, trigger in enumerate(types) if trigger in numbers)
    yield from _by_sum(text, types, arguments)
    yield from _by_stance(text, types, sentences, arguments)
    names = {m.span: entity.id for entity in entities for m in entity.mentions if m.type == "GPE" and m.span.text[:1].isupper()}
    if len(set(names.values())) > 1:
        yield from _by_place(_Places(text, names), types, sentences, arguments)


def _by_sum(text: str, types: Mapping[Span, str], arguments: Iterable[Argument]) -> Iterator[Mark]:
    """Yield each toll of all that was since some day, and those of no more than half as many who were killed at a place or by a weapon."""
    harms = [(i, trigger) for i, (trigger, kind) in enumerate(types.items()) if kind in {"Injury", "Killing"}]
    sums = [k for k, (_, trigger) in enumerate(harms) if _is_sum(text, trigger)]
    if not sums:
        return
    counts: dict[Span, int] = {}
    of_one: set[Span] = set()
    for a in arguments:
        if a.role == "Victim":
            count = count_of(a.filler.text)
            counts[a.trigger] = max(counts.get(a.trigger, 0), count.at_least or 0 if count else 0)
        elif a.role in {"Instrument", "Place"}:
            of_one.add(a.trigger)
    for k in sums:
        i, whole = harms[k]
        yield i, f"sum {i}", frozenset(("all",))
        for j, trigger in harms[max(0, k - MOST_BESIDE) : k + MOST_BESIDE]:
            if trigger in of_one and types[trigger] == types[whole] and 0 < 2 * counts.get(trigger, 0) <= counts.get(whole, 0):
                yield j, f"sum {i}", frozenset(("some",))


def _is_sum(text: str, harm: Span) -> bool:
    return HAVE.search(text, max(0, harm.start - NEAR), harm.start) is not None and SINCE.match(text, harm.end) is not None


def _by_stance(text: str, types: Mapping[Span, str], sentences: Sequence[int], arguments: Sequence[Argument]) -> Iterator[Mark]:
    """Yield of each deed whether its sentence says that it is claimed or denied: who claims one raid and denies another speaks of two."""
    topics = {a.filler: types[a.trigger] for a in arguments if a.role == "Topic" and types[a.trigger] in {"ClaimResponsibility", "Denial"}}
    if "ClaimResponsibility" not in topics.values():
        return
    for i, (trigger, sentence) in enumerate(zip(types, sentences, strict=True)):
        if topics.get(trigger) == "ClaimResponsibility":
            yield i, f"stance in {sentence}", frozenset(("claimed",))
        elif trigger in topics or NO_PART.search(text, max(0, trigger.start - NEAR), trigger.start):
            yield i, f"stance in {sentence}", frozenset(("denied",))


def _by_place(places: _Places, types: Mapping[Span, str], sentences: Sequence[int], arguments: Sequence[Argument]) -> Iterator[Mark]:
    """Yield the places of each trigger, those of a country, a region and a town apart: they are never told from each other."""
    found = places.of_triggers(types, arguments)
    found |= dict(_of_attack(types, sentences, arguments, found))
    for i, trigger in enumerate(types):
        for level in LEVELS if trigger in found else ():
            alike = frozenset(place for place in found[trigger] if places.level[place] == level)
            if alike:
                yield i, f"place, as a {level}", alike.union(*(places.with_others(place) for place in alike))


def _of_attack(
    types: Mapping[Span, str], sentences: Sequence[int], arguments: Iterable[Argument], found: Mapping[Span, frozenset[str]]
) -> Iterator[tuple[Span, frozenset[str]]]:
    """Yield each harm with its places and those of its attack: of what did it, or of the one before it in its sentence."""
    by_what = {a.trigger: a.filler for a in arguments if a.role == "Instrument" and a.filler in found}
    attack, attacks_in = None, (-1, 0)  # the last attack, its sentence, and how many have been there
    for (trigger, kind), sentence in zip(types.items(), sentences, strict=True):
        if kind in ATTACKS:
            attack, attacks_in = trigger, (sentence, attacks_in[1] + 1 if attacks_in[0] == sentence else 1)
        elif kind in HARMS:
            cause = by_what.get(trigger, attack if attacks_in == (sentence, 1) else None)
            if cause and cause in found:
                yield trigger, found[cause] | found.get(trigger, frozenset())


def _numbers(text: str, types: Mapping[Span, str], arguments: Iterable[Argument], kinds: Mapping[Span, str]) -> dict[Span, frozenset[str]]:
    """Return to how many people each trigger of what happens to them once happened, as steps of a scale: half as many again are others.

    No number is told where it is vague, one of several, or of a part, or may have been revised.
    """
    found: dict[Span, int | None] = {}
    for a in arguments:
        if a.role in {"Target", "Victim"} and types[a.trigger] in ONCE:
            number = 1 if kinds.get(a.filler) == "PER" else _number(a.filler.text)
            found[a.trigger] = None if a.trigger in found else number
    return {
        trigger: frozenset(map(str, steps_of(number, STEPS) if number > 1 else FEW))
        for trigger, number in found.items()
        if number and not NOT_ALL.search(text, max(0, trigger.start - NEAR), trigger.end + NEAR)
    }


def _number(words: str) -> int | None:
    count = None if VAGUE.search(words) else count_of(words)
    return count.at_least if count and count.at_least and count.at_least > 1 else None


class _Places:
    """The places of an article that have names.

    Attributes:
        names: The entity of each mention.
        level: What each entity is: a country, a region or a town; `None` for a part of one.
        may_be_one: Entities of which one may lie in the other, as the text says or by their names.
    """

    def __init__(self, text: str, names: Mapping[Span, str]) -> None:
        self._text = text
        self.names = names
        self.level: dict[str, str | None] = {}
        for span, identity in names.items():
            levels = {self.level.get(identity, "town"), _level(text, span)}
            self.level[identity] = next(level for level in ("country", None, "region", "town") if level in levels)
        self.may_be_one: dict[str, set[str]] = defaultdict(set)
        for one, other in (*_said_within(text, sorted(names)), *_alike(names)):
            if names[one] != names[other]:
                self.may_be_one[names[one]].add(names[other])
                self.may_be_one[names[other]].add(names[one])

    def with_others(self, place: str) -> Iterator[str]:
        """Yield what a place shares with each that it may be."""
        return ("|".join(sorted((place, other))) for other in self.may_be_one.get(place, ()))

    def of_triggers(self, types: Mapping[Span, str], arguments: Iterable[Argument]) -> dict[Span, frozenset[str]]:
        """Return where each trigger of what is at one place was; what an attack hit is where it was, too."""
        found: dict[Span, set[str]] = defaultdict(set)
        for a in arguments:
            is_place = a.role == "Place" or (a.role == "Target" and types[a.trigger] in ATTACKS)
            if is_place and types[a.trigger] in MOMENTARY and a.filler in self.names:
                place = self.names[a.filler]
                is_state = self.level[place] == "country" or OF_COUNTRY.fullmatch(a.filler.text)  # who was meant, wherever it was
                if a.role == "Place" or not is_state:
                    found[a.trigger].add(place)
        starting, ending = {span.start: span for span in self.names}, {span.end: span for span in self.names}
        for trigger in (trigger for trigger, kind in types.items() if kind in MOMENTARY and trigger not in found):
            behind, before = AT.match(self._text, trigger.end), ending.get(trigger.start - 1)
            beside = starting.get(behind.end()) if behind else None
            if not beside and before and self.level[self.names[before]] != "country" and not OF_COUNTRY.fullmatch(before.text):
                beside = before
            if beside:
                found[trigger].add(self.names[beside])
        return {trigger: frozenset(places) for trigger, places in found.items()}


def _level(text: str, place: Span) -> str | None:
    """Return which of `LEVELS` a place is, by its name and the words beside it; `None`: a part of a town or region."""
    before = max(0, place.start - LONGEST_BEFORE)
    name = place.text.lower().removeprefix("the ")
    if name in COUNTRIES or name.removesuffix("i") in COUNTRIES:
        return "country"
    if PART.match(text, place.end) or PART_BEFORE.search(text, before, place.start) or PART.search(f" {name}"):
        return None
    is_region = name in REGIONS or REGION_BEHIND.match(text, place.end) or REGION_BEHIND.search(f" {name}")
    return "region" if is_region or REGION_BEFORE.search(text, before, place.start) else "town"


def _said_within(text: str, places: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield each two of which the text says that the one lies in the other, or is the other."""
    for k, one in enumerate(places):
        for other in places[k + 1 : k + 3]:
            is_near = other.start - one.end <= LONGEST_WITHIN
            if is_near and WITHIN.fullmatch(text, one.end, other.start) and not AND.search(text, one.end, other.start):
                yield one, other


def _alike(places: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield each two that share a word: "South Kivu" and "Kivu"."""
    first: dict[str, Span] = {}
    for span in places:
        for word in span.text.lower().split():
            if len(word) >= SHORTEST_WORD:
                yield first.setdefault(word, span), span
