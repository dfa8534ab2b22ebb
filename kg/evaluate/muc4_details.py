"""What the reader says of an incident beside its fillers, in MUC-4's terms: confidence, stage, numbers, effects, date, place.

In come a message's reading and one of its predicted templates; out go fills as `kg.evaluate.muc4_keys` compares them. Tables map our
statuses, event types and counts; what the reader does not say is left out. Of the corpus no more is known than when its messages end and
which countries they are about (`kg.evaluate.muc4_places`).
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, cast

from kg.evaluate.muc4_features import INCIDENTS
from kg.evaluate.muc4_keys import Fill
from kg.evaluate.muc4_places import places
from kg.evaluate.muc4_templates import normal
from kg.reader.counts import count_of
from kg.reader.sources.attribution import voices
from kg.reader.sources.doers import Doers, doers
from kg.reader.times import resolve_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.evaluate.muc4_features import Message
    from kg.evaluate.muc4_keys import Details
    from kg.evaluate.muc4_templates import Incident
    from kg.model import Argument, Entity, EventMention, Factuality, Status, TimeExpression

# How sure a perpetrator is, by the status of what makes it the agent; the strongest of several counts, in this order.
CONFIDENCE: Mapping[Status, str] = {
    "Claimed": "CLAIMED OR ADMITTED",
    "Accused": "SUSPECTED OR ACCUSED",
    "Suspected": "POSSIBLE",
    "Reported": "REPORTED AS FACT",
    "Planned": "REPORTED AS FACT",
    "Denied": "POSSIBLE",
}
ACCUSED_BY_AUTHORITIES = "SUSPECTED OR ACCUSED BY AUTHORITIES"
AUTHORITIES = re.compile(
    r"\b(army|armed forces|authorities|court|government|judge|military|minister|ministry|police|president|prosecutor)\b",
    re.IGNORECASE,
)
STATUS: Mapping[Factuality, Status] = {
    "Fact": "Reported",
    "Claimed": "Claimed",
    "Possible": "Suspected",
    "Planned": "Planned",
    "Negated": "Denied",
}
ATTEMPT = re.compile(r"\b(attempt\w*|tried|try|trying|fail\w*|foil\w*|thwart\w*|deactivat\w*|defus\w*|unsuccessful\w*)\b", re.IGNORECASE)
NEAR = 60  # characters before a trigger in which a word of attempt is sought
# What the keys call DESTROYED; a thing that burned has SOME DAMAGE there, in six of nine on training messages.
DESTROYED = re.compile(
    r"\b(?:annihilat|demolish|destroy|destruct|dismantl|flatten|gutt|level|obliterat|raz|wreck)\w*|\bbl[eo]w\w* (?:\w+ )?up\b",
    re.IGNORECASE,
)
PEOPLE_EFFECTS = {"Killing": "DEATH", "Injury": "INJURY", "Release": "REGAINED FREEDOM"}
PLURAL = "PLURAL"
# Messages in GTT's form have no dateline; the last of them are of this month, so that "16 November" is of the year before.
LAST_DAY = date(1990, 5, 31)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DAY_OF_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTHS})\b|\b(?:{MONTHS}) \d{{1,2}}\b", re.IGNORECASE)


def details(message: Message, template: Mapping[str, object]) -> Details:
    """Return what the reading says of the incident of a predicted template."""
    incident = cast("Incident", template["incident_type"])
    events = [m for m in message.triggers if m.type in INCIDENTS[incident]]
    people, things, groups = (_entities(message, template[slot]) for slot in ("Victim", "Target", "PerpOrg"))
    return {
        "stage": (Fill(frozenset((stage(message, events),))),),
        "date": dates(message, events),
        "location": tuple(Fill(frozenset((name,))) for name in places(message, _arguments(message, events))),
        "perpetrator confidence": tuple(_fill(confidence(message, events, entity), name) for name, entity in groups),
        "human number": tuple(_fill(number(name, entity), name) for name, entity in people),
        "human effect": tuple(_fill(effect, name) for name, entity in people for effect in [human_effect(message, entity)] if effect),
        "physical number": tuple(_fill(number(name, entity), name) for name, entity in things),
        "physical effect": tuple(_fill(effect, name) for name, entity in things for effect in [thing_effect(message, entity)] if effect),
    }


def _fill(value: str, name: str) -> Fill:
    return Fill(frozenset((value,)), frozenset((normal(name),)))


def _entities(message: Message, filled: object) -> list[tuple[str, Entity]]:
    """Find the entity of each filler: the one with a mention of these words, or else with one inside or around them."""
    found = []
    for (text,) in filled if isinstance(filled, list) else ():
        wanted = normal(text)
        spans = [s for s in message.entity_of if normal(s.text) == wanted] or [
            s for s in message.entity_of if s.text in text or text in s.text
        ]
        if spans:
            found.append((text, message.entity_of[min(spans)]))
    return found


def _arguments(message: Message, events: Sequence[EventMention]) -> list[Argument]:
    triggers = {event.trigger for event in events}
    return [argument for argument in message.reading.arguments if argument.trigger in triggers]


def stage(message: Message, events: Sequence[EventMention]) -> str:
    """Return whether an incident was carried out, attempted or threatened: what any mention states as fact, happened."""
    text = message.reading.document.text
    done = [event for event in events if event.factuality in {"Fact", "Claimed", "Possible"} and event.type != "Threat"]
    attempted = [event for event in events if ATTEMPT.search(text, max(0, event.trigger.start - NEAR), event.trigger.end)]
    if done and len(attempted) <= len(done) / 2:
        return "ACCOMPLISHED"
    return "ATTEMPTED" if attempted else "THREATENED" if events else "ACCOMPLISHED"


def confidence(message: Message, events: Sequence[EventMention], entity: Entity) -> str:
    """Return how sure the message is that the entity did it."""
    asked = doers(voices(message.reading))
    spans = {m.span for m in entity.mentions}
    agent_of = [a for a in _arguments(message, events) if a.role == "Agent" and a.filler in spans]
    said = {_confidence(message, asked, argument) for argument in agent_of}
    order = [CONFIDENCE["Claimed"], ACCUSED_BY_AUTHORITIES, CONFIDENCE["Accused"], CONFIDENCE["Reported"], CONFIDENCE["Suspected"]]
    return next((value for value in order if value in said), CONFIDENCE["Reported"])


def _confidence(message: Message, asked: Doers, argument: Argument) -> str:
    voice = asked.of_argument(argument)
    factuality = message.mentions[argument.trigger].factuality
    status = voice.status if voice and voice.status and factuality in {"Fact", "Claimed"} else STATUS[factuality]
    by_authorities = voice is not None and voice.source is not None and status == "Accused" and AUTHORITIES.search(voice.source.text)
    return ACCUSED_BY_AUTHORITIES if by_authorities else CONFIDENCE[status]


def number(name: str, entity: Entity) -> str:
    """Return how many a filler is: its own number, that of another mention, one person, or more than one."""
    for text in (name, *(m.span.text for m in entity.mentions)):
        count = count_of(text)
        bound = count and (count.at_least or count.at_most)
        if count and bound and count.at_most is not None:
            return str(bound)
    is_plural = entity.type == "GRP" or name.lower().rstrip(".").endswith(("s", "people", "men", "women", "children", "police"))
    return PLURAL if is_plural and entity.type != "PER" else "1"


def human_effect(message: Message, entity: Entity) -> str | None:
    """Return what became of people: death before injury, an event that is denied says that nothing did."""
    spans = {m.span for m in entity.mentions}
    suffered = {
        (message.mentions[a.trigger].type, message.mentions[a.trigger].factuality == "Negated")
        for a in message.reading.arguments
        if a.filler in spans and a.role in {"Victim", "Target"}
    }
    for kind, effect in PEOPLE_EFFECTS.items():
        if (kind, False) in suffered:
            return effect
    if (("Killing", True) in suffered) or (("Injury", True) in suffered):
        return "NO INJURY OR DEATH"
    return None


def thing_effect(message: Message, entity: Entity) -> str | None:
    """Return what became of a thing that a destruction is about, or that was blown up."""
    spans = {m.span for m in entity.mentions}
    suffered = [message.mentions[a.trigger] for a in message.reading.arguments if a.filler in spans]
    wrecked = [
        DESTROYED.search(m.trigger.text) is not None for m in suffered if m.type in {"Destruction", "Bombing"} and m.factuality != "Negated"
    ]
    if any(wrecked):
        return "DESTROYED"
    said = [m.factuality for m in suffered if m.type == "Destruction"]
    return None if not said else "NO DAMAGE" if set(said) == {"Negated"} else "SOME DAMAGE"


def dates(message: Message, events: Sequence[EventMention]) -> tuple[Fill, ...]:
    """Return the day that the events have most often, if they have one; an incident has one date."""
    spans = [a.filler for a in _arguments(message, events) if a.role == "Time"]
    days = {time.span: day for time in message.reading.times if (day := _day(message, time))}
    counted = Counter(days[span] for span in spans if span in days)
    return tuple(Fill(frozenset((f"{day}..{day}",))) for day in sorted(counted, key=lambda day: -counted[day])[:1])


def _day(message: Message, time: TimeExpression) -> str | None:
    """Return the day that a time is, if it is one: a bare day and month are of the last year of the messages; "yesterday" has no day."""
    text, published = message.reading.document.text, message.reading.document.published
    if not time.date and not published and DAY_OF_MONTH.search(time.span.text):
        (time,) = resolve_times(text, [time.span], LAST_DAY)
    return time.date.value if time.date and len(time.date.value) == len("1990-05-31") else None
