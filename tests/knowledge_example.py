"""A small corpus, resolved by hand: a bombing that one claims, of which another is accused, who denies it; two tolls; a planned funeral."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.model import (
    Actor,
    Assertion,
    Count,
    Decision,
    Document,
    EntityType,
    Event,
    EventStatus,
    EventTime,
    EventType,
    Knowledge,
    PartialDate,
    Passage,
    Span,
    Status,
    Toll,
)

ID = "https://w3id.org/actor-event-graph/id/"

HERALD = Document(
    id="d1",
    text=(
        "A bombing in Northtown hit a memorial for General Karr, killing at least 84. "
        "The Front claimed responsibility for the bombing. "
        "Karr was killed in a drone strike by Westland in 2020."
    ),
    title="Bombing hits memorial",
    published=date(2024, 1, 4),
    publisher="Herald",
    url="https://herald.example/1",
    language="en",
)
GAZETTE = Document(
    id="d2",
    text=(
        "Eastland accused Westland of the bombing. Westland denied it. Doctors counted 95 dead on Wednesday. "
        "A funeral will be held. Eastland met Southland."
    ),
    published=date(2024, 1, 5),
    publisher="Gazette",
)


def passage(document: Document, sentence: int, *words: str) -> Passage:
    """Return sentence number `sentence`, with `words` marked where they first stand in it."""
    texts = [part if part.endswith(".") else f"{part}." for part in document.text.split(". ")]
    start = document.text.index(texts[sentence])
    spans = (start + texts[sentence].index(word) for word in words)
    marks = tuple(Span(at, at + len(word), word) for at, word in zip(spans, words, strict=True))
    return Passage(document.id, Span(start, start + len(texts[sentence]), texts[sentence]), marks)


def actor(name: str, kind: EntityType, label: str, *aliases: str) -> Actor:
    return Actor(f"actor/{name}", kind, label, aliases)


def event(name: str, kind: EventType, label: str, day: PartialDate | None = None) -> Event:
    return Event(f"event/{name}", kind, label, day)


def says(  # noqa: PLR0913, PLR0917 - a story reads best in one line a sentence: who, role, whom, how, by whom
    evidence: Passage, subject: str, predicate: str, filler: str, status: Status = "Reported", by: str | None = None
) -> Assertion:
    return Assertion(subject, predicate, filler, status, by, evidence, 0.9, "reader 1")


def status(name: str, evidence: Passage, value: Status = "Reported") -> EventStatus:
    return EventStatus(f"event/{name}", value, None, evidence)


_BOMBING = passage(HERALD, 0, "bombing")
_CLAIM = passage(HERALD, 1, "claimed responsibility")
_KILLING = passage(HERALD, 2, "killed")
_STRIKE = passage(HERALD, 2, "drone strike")
_ACCUSATION = passage(GAZETTE, 0, "accused")
_DENIAL = passage(GAZETTE, 1, "denied")
_DEAD = passage(GAZETTE, 2, "95", "dead")
_FUNERAL = passage(GAZETTE, 3, "funeral")
_MEETING = passage(GAZETTE, 4, "met")

KNOWLEDGE = Knowledge(
    documents=(HERALD, GAZETTE),
    actors=(
        actor("eastland", "GPE", "Eastland"),
        actor("front", "ORG", "The Front", "Front", "the group"),
        replace(actor("karr", "PER", "General Karr", "Karr"), same_as=("http://www.wikidata.org/entity/Q0",)),
        replace(actor("northtown", "GPE", "Northtown"), same_as=("https://sws.geonames.org/1/",)),
        actor("southland", "GPE", "Southland"),
        actor("westland", "GPE", "Westland"),
    ),
    events=(
        event("accusation", "Accusation", "accusation by Eastland"),
        event("bombing", "Bombing", "bombing in Northtown", PartialDate("2024-01-03", "inferred")),
        event("claim", "ClaimResponsibility", "claim by the Front"),
        event("denial", "Denial", "denial by Westland"),
        event("funeral", "Commemoration", "funeral"),
        event("killing", "Killing", "killing of General Karr", PartialDate("2020")),
        event("meeting", "Meeting", "meeting of Eastland and Southland"),
        event("memorial", "Commemoration", "memorial for General Karr"),
        event("strike", "AirStrike", "drone strike", PartialDate("2020")),
    ),
    assertions=(
        says(_BOMBING, "event/bombing", "place", "actor/northtown"),
        says(_BOMBING, "event/bombing", "target", "event/memorial"),
        says(_BOMBING, "event/memorial", "target", "actor/karr"),
        says(_CLAIM, "event/claim", "agent", "actor/front"),
        says(_CLAIM, "event/claim", "topic", "event/bombing"),
        says(_KILLING, "event/killing", "victim", "actor/karr"),
        says(_KILLING, "event/killing", "instrument", "event/strike"),
        says(_STRIKE, "event/strike", "agent", "actor/westland"),
        says(_ACCUSATION, "event/accusation", "agent", "actor/eastland"),
        says(_ACCUSATION, "event/accusation", "target", "actor/westland"),
        says(_ACCUSATION, "event/accusation", "topic", "event/bombing"),
        says(_DENIAL, "event/denial", "agent", "actor/westland"),
        says(_DENIAL, "event/denial", "topic", "event/bombing"),
        says(_FUNERAL, "event/funeral", "place", "actor/northtown", "Planned"),
        says(_MEETING, "event/meeting", "agent", "actor/eastland"),
        says(_MEETING, "event/meeting", "agent", "actor/southland"),
        says(_BOMBING, "actor/karr", "leads", "actor/eastland", "Suspected", "actor/westland"),
    ),
    tolls=(
        Toll("event/bombing", "killed", Count(84, 84, "84"), "Reported", None, date(2024, 1, 4), passage(HERALD, 0, "84")),
        Toll("event/bombing", "killed", Count(95, None, "95"), "Reported", None, date(2024, 1, 5), _DEAD),
    ),
    times=(EventTime("event/bombing", PartialDate("2024-01-03", "inferred"), "on Wednesday", date(2024, 1, 5), "Reported", _DEAD),),
    statuses=(
        status("accusation", _ACCUSATION),
        status("bombing", _BOMBING),
        status("claim", _CLAIM),
        status("denial", _DENIAL),
        status("funeral", _FUNERAL, "Planned"),
        status("killing", _KILLING),
        status("meeting", _MEETING),
        status("memorial", _BOMBING),
        status("strike", _STRIKE),
    ),
    decisions=(Decision("event/bombing", "event/strike", "different", 0.25, ("other year", "other place")),),
)
