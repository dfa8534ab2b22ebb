"""What the mapping to MUC-4 templates sees of a reading: features with names, of a message and of each possible filler.

A reading comes in, strings go out. Only what the reader found is looked at: its events, arguments, entities and relations, and the words of
their spans. No weights here, and nothing of the answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.evaluate.muc4_templates import Incident, Slot
from kg.model import Span
from kg.reader.encoder.features import PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Entity, EntityType, EventMention, EventType, Reading

# Which of our events may be which incident. What is in no list may still stand beside one, as background.
INCIDENTS: Mapping[Incident, frozenset[EventType]] = {
    "attack": frozenset(("Attack", "Shooting", "AirStrike", "Killing", "Injury", "Clash", "Abuse", "Destruction", "Seizure", "Threat")),
    "bombing": frozenset(("Bombing", "AirStrike", "Destruction", "Attack")),
    "kidnapping": frozenset(("Kidnapping", "Release", "Arrest")),
    "arson": frozenset(("Destruction", "Attack")),
    "robbery": frozenset(("Attack", "Destruction", "Seizure")),
    "forced work stoppage": frozenset(("Protest", "Threat", "Sanction")),
}
# Which of our entities may fill which slot.
FILLERS: Mapping[Slot, frozenset[EntityType]] = {
    "PerpInd": frozenset(("PER", "GRP", "ORG")),
    "PerpOrg": frozenset(("ORG", "GRP", "GPE")),
    "Target": frozenset(("FAC", "LOC", "GPE", "ORG", "GRP", "MISC", "WEA")),
    "Victim": frozenset(("PER", "GRP", "ORG")),
    "Weapon": frozenset(("WEA", "MISC", "FAC")),
}
_NUMBER = r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens? of|several|many|some|other|another)"
COUNTED = re.compile(rf"^(?:(?:at least|more than|about|approximately|nearly|over|up to) )?(?:{_NUMBER} )+(?=\S)", re.IGNORECASE)
TITLE = re.compile(
    r"(?:(?:archbishop|bishop|brigadier|capt|captain|col|colonel|commander|congressman|deputy|dr|engineer|father|gen|general|judge|lieutenant"
    r"|lt|major|mayor|minister|monsignor|mr|mrs|msgr|president|priest|professor|rev|senator|sergeant|sgt)\.? )+$",
    re.IGNORECASE,
)
OF = re.compile(r" of (?:the )?")
OWNER = re.compile(r"'s? $")
WORD = re.compile(r"\w+|[^\w\s]")
NEAR = 40  # characters in which the two words beside a mention are sought
LONGEST_TITLE = 40  # characters before a name that are searched for its title


@dataclass(frozen=True, slots=True)
class Message:
    """A reading, indexed for the questions below."""

    reading: Reading
    mentions: Mapping[Span, EventMention]
    entity_of: Mapping[Span, Entity]
    roles: Mapping[Span, tuple[str, ...]]
    triggers: tuple[EventMention, ...]
    starts: tuple[int, ...]
    heads: Mapping[str, tuple[Span, ...]]
    relations: Mapping[str, tuple[str, ...]]

    def sentence(self, span: Span) -> int:
        """Return the number of the sentence that holds `span`."""
        return bisect_right(self.starts, span.start) - 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may fill a slot: a mention's, or those around it that a template would take along."""

    text: str
    form: str
    mention: Span
    entity: Entity


def message_of(reading: Reading) -> Message:
    """Index a reading."""
    mentions = {m.trigger: m for event in reading.events for m in event.mentions}
    entity_of = {m.span: entity for entity in reading.entities for m in entity.mentions}
    roles: dict[Span, list[str]] = defaultdict(list)
    for argument in reading.arguments:
        event = mentions[argument.trigger]
        roles[argument.filler].append(f"{argument.role}:{event.type}")
        roles[argument.filler].append(f"{argument.role}~{argument.trigger.text.lower()}")
        roles[argument.filler].append(f"{argument.role}!{event.factuality}")
    heads: dict[str, list[Span]] = defaultdict(list)
    for span in sorted(entity_of):
        heads[_head(span.text)].append(span)
    relations: dict[str, set[str]] = defaultdict(set)
    for relation in reading.relations:
        relations[relation.subject].add(f"{relation.type}>")
        relations[relation.object].add(f">{relation.type}")
    return Message(
        reading,
        mentions,
        entity_of,
        {span: tuple(dict.fromkeys(found)) for span, found in roles.items()},
        tuple(sorted(mentions.values(), key=lambda m: m.trigger)),
        tuple(start for start, _ in reading.sentences),
        {head: tuple(spans) for head, spans in heads.items()},
        {entity: tuple(sorted(found)) for entity, found in relations.items()},
    )


# ---------------------------------------------------------------- is there such an incident?


def incident_features(message: Message) -> list[str]:
    """Name what speaks for and against an incident in the message: its events, by type, factuality and word, and who takes part."""
    found: Counter[str] = Counter()
    for event in message.triggers:
        found[f"event:{event.type}"] += 1
        found[f"event:{event.type}:{event.factuality}"] += 1
        found[f"trigger:{event.trigger.text.lower()}"] += 1
    for span, roles in message.roles.items():
        if span in message.entity_of:
            kind = message.entity_of[span].type
            found.update(f"role:{role}:{kind}" for role in roles if ":" in role)
            found.update(f"filler:{_head(span.text)}:{role.split(':')[0]}" for role in roles if ":" in role)
    for entity in message.reading.entities:
        found.update(f"entity:{word}" for word in {_head(m.span.text) for m in entity.mentions})
    first = {m.type for m in message.triggers if message.sentence(m.trigger) <= 1}
    return [*(f"{name}>={least}" for name, count in found.items() for least in (1, 2, 4) if count >= least), *(f"first:{t}" for t in first)]


# ---------------------------------------------------------------- who fills a slot?


def candidates(message: Message) -> Iterator[Candidate]:
    """Yield what may fill a slot, in text order: each mention that is no pronoun, without its count, with its title, owner or "of …"."""
    spans = sorted(message.entity_of)
    ends = {span.end: span for span in spans}
    begins = {span.start: span for span in spans}
    text = message.reading.document.text
    for span in spans:
        if span.text.lower() in PRONOUNS:
            continue
        entity = message.entity_of[span]
        yield Candidate(span.text, "plain", span, entity)
        for form, start, end in _wider(text, span, begins, ends):
            yield Candidate(text[start:end], form, span, entity)


def _wider(text: str, span: Span, begins: Mapping[int, Span], ends: Mapping[int, Span]) -> Iterator[tuple[str, int, int]]:
    counted = COUNTED.match(span.text)
    if counted:
        yield "uncounted", span.start + counted.end(), span.end
    title = TITLE.search(text, max(0, span.start - LONGEST_TITLE), span.start)
    if title:
        yield "titled", title.start(), span.end
    of = OF.match(text, span.end)
    if of and of.end() in begins:
        yield "of", span.start, begins[of.end()].end
    owner = OWNER.search(text, max(0, span.start - 3), span.start)
    if owner and owner.start() in ends:
        yield "owner", ends[owner.start()].start, span.end
    before = ends.get(span.start - 1)
    if before is not None and text[before.end : span.start] == " ":
        yield "joined", before.start, span.end


def fits(candidate: Candidate, slot: Slot) -> bool:
    """Tell whether something of this type may fill the slot."""
    return candidate.entity.type in FILLERS[slot]


def rows_of(message: Message, incident: Incident) -> Iterator[tuple[Candidate, list[str]]]:
    """Yield the candidates for slots of an incident with their features."""
    shared = {entity.id: entity_features(entity, message, incident) for entity in message.reading.entities}
    for candidate in candidates(message):
        yield candidate, role_features(candidate, message, incident, shared[candidate.entity.id])


def role_features(candidate: Candidate, message: Message, incident: Incident, shared: Sequence[str]) -> list[str]:
    """Name what speaks for and against a candidate in a slot of an incident; `shared` is what `entity_features` says of its entity."""
    words = candidate.text.lower().split()
    own = message.roles.get(candidate.mention, ())
    kind = candidate.entity.type
    named = [f"form:{candidate.form}", f"head:{_head(candidate.text)}", f"words:{min(len(words), 5)}", f"form:{candidate.form}:{kind}"]
    named += [f"word:{word}" for word in set(words)]
    named += [f"own:{role}" for role in own] or ["own:none"]
    alike = message.heads[_head(candidate.mention.text)]
    named.append(f"alike:{min(len(alike), 5)}")
    named += sorted({f"alike:{role}" for span in alike for role in _kinds(message.roles.get(span, ()))})
    named += [f"beside:{word}" for word in _beside(candidate.mention, message)]
    near = _nearest(candidate.mention, message, incident)
    return list(dict.fromkeys([*named, *shared, *(f"{incident}|{feature}" for feature in (f"type:{kind}", near, *_kinds(own)))]))


def entity_features(entity: Entity, message: Message, incident: Incident) -> list[str]:
    """Name what is the same for all mentions of an entity: its roles, its relations, how often and where it is named."""
    roles = sorted({role for m in entity.mentions for role in message.roles.get(m.span, ())})
    first = message.sentence(entity.mentions[0].span)
    words = {word for m in entity.mentions for word in m.span.text.lower().split()}
    return [
        f"type:{entity.type}",
        f"mentions:{min(len(entity.mentions), 4)}",
        f"first:{min(first, 6)}",
        *(f"any:{role}" for role in roles),
        *(f"of:{word}" for word in sorted(words)),
        *message.relations.get(entity.id, ()),
        *(f"{incident}|any:{role}" for role in _kinds(roles)),
    ]


def _beside(span: Span, message: Message) -> list[str]:
    """Give the two words on either side, and the triggers of the sentence."""
    text = message.reading.document.text
    before, after = WORD.findall(text[max(0, span.start - NEAR) : span.start])[-2:], WORD.findall(text[span.end : span.end + NEAR])[:2]
    number = message.sentence(span)
    triggers = {m.trigger.text.lower() for m in message.triggers if message.sentence(m.trigger) == number}
    named = [f"{len(before) - i}<{word}" for i, word in enumerate(before)] + [f"{i}>{word}" for i, word in enumerate(after, start=1)]
    return named + [f"in:{trigger}" for trigger in sorted(triggers)]


def _kinds(roles: Sequence[str]) -> list[str]:
    return [role for role in roles if ":" in role]


def _nearest(span: Span, message: Message, incident: Incident) -> str:
    """Say which trigger that may be the incident stands nearest in the sentence, and on which side."""
    number = message.sentence(span)
    here = [m for m in message.triggers if m.type in INCIDENTS[incident] and message.sentence(m.trigger) == number]
    if not here:
        return "near:none"
    best = min(here, key=lambda m: max(m.trigger.start - span.end, span.start - m.trigger.end))
    return f"near:{best.type}:{'before' if best.trigger.start < span.start else 'after'}"


def _head(text: str) -> str:
    """Return the word that says what it is: the last before "of"."""
    return text.lower().partition(" of ")[0].split()[-1]
