"""Values of resolution as JSON and back, for the tables of the state. Nothing is decided here.

A value comes back equal to what it was; sets are written sorted, so that equal values give equal text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from kg.model import Actor, Decision, Event, PartialDate
from kg.resolve.local import Key
from kg.resolve.records import Record
from kg.resolve.stories import Story
from kg.resolve.told import EventRef, Told

_SEPARATOR = "\x1f"
"""Parts what makes up a key (the character 31, see `View.bearing`); the family and the name hold none, and the sense comes last."""


def key_text(key: Key) -> str:
    """Return a key as text."""
    return _SEPARATOR.join(key)


def key_of_text(text: str) -> Key:
    """Return the key that a text is."""
    family, name, sense = text.split(_SEPARATOR, 2)
    return Key(family, name, sense)


def base_text(family: str, name: str) -> str:
    """Return a name, whoever bears it, as text."""
    return f"{family}{_SEPARATOR}{name}"


def dumps(value: object) -> str:
    """Return a plain value as JSON, short and with its keys sorted."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


# ---------------------------------------------------------------- records


def record_text(record: Record) -> str:
    """Return a record as JSON."""
    return dumps(
        {
            "articles": record.articles,
            "mains": record.mains,
            "names": record.names,
            "written": record.written,
            "surfaces": record.surfaces,
            "types": record.types,
            "countries": record.countries,
            "fields": record.fields,
            "years": {str(year): count for year, count in record.years.items()},
            "company": {key_text(key): count for key, count in record.company.items()},
        }
    )


def record_of_text(text: str) -> Record:
    """Return the record that a text is."""
    value = json.loads(text)
    return Record(
        articles=value["articles"],
        mains=Counter(value["mains"]),
        names=Counter(value["names"]),
        written=Counter(value["written"]),
        surfaces={name: Counter(surfaces) for name, surfaces in value["surfaces"].items()},
        types=Counter(value["types"]),
        countries=Counter(value["countries"]),
        fields=Counter(value["fields"]),
        years=Counter({int(year): count for year, count in value["years"].items()}),
        company=Counter({key_of_text(key): count for key, count in value["company"].items()}),
    )


# ---------------------------------------------------------------- results


def actor_text(actor: Actor) -> str:
    """Return an actor as JSON."""
    return dumps(asdict(actor))


def actor_of_text(text: str) -> Actor:
    """Return the actor that a text is."""
    value = json.loads(text)
    point = tuple(value.pop("point") or ())
    aliases, same_as = tuple(value.pop("aliases")), tuple(value.pop("same_as"))
    return Actor(**value, aliases=aliases, same_as=same_as, point=point or None)


def event_text(event: Event) -> str:
    """Return an event as JSON."""
    return dumps({"id": event.id, "type": event.type, "name": event.name, "date": _moment(event.date)})


def event_of_text(text: str) -> Event:
    """Return the event that a text is."""
    value = json.loads(text)
    return Event(value["id"], value["type"], value["name"], _moment_of(value["date"]))


def decisions_text(decisions: Iterable[Decision]) -> str:
    """Return decisions as JSON."""
    return dumps([[d.left, d.right, d.judgement, d.score, d.reasons] for d in decisions])


def decisions_of_text(text: str) -> list[Decision]:
    """Return the decisions that a text is."""
    return [Decision(left, right, judgement, score, tuple(reasons)) for left, right, judgement, score, reasons in json.loads(text)]


# ---------------------------------------------------------------- tellings


def story_text(story: Story) -> str:
    """Return a story as JSON."""
    return dumps([story.document, _day(story.published), sorted(story.names), sorted(story.words)])


def story_of_text(text: str) -> Story:
    """Return the story that a text is."""
    document, published, names, words = json.loads(text)
    return Story(document, _day_of(published), frozenset(names), frozenset(words))


def told_text(told: Told) -> str:
    """Return a telling as JSON, without its story."""
    return dumps(
        {
            "ref": told.ref,
            "identity": told.identity,
            "type": told.type,
            "kin": told.kin,
            "mentions": told.mentions,
            "words": sorted(told.words),
            "published": _day(told.published),
            "dates": [_moment(moment) for moment in told.dates],
            "blurred": sorted(map(_moment, told.blurred), key=repr),
            "is_past": told.is_past,
            "is_planned": told.is_planned,
            "places": sorted(told.places),
            "sites": sorted(told.sites),
            "around": sorted(told.around),
            "countries": sorted(told.countries),
            "participants": sorted(told.participants),
            "once": sorted(told.once),
            "linked": sorted(told.linked),
            "about": sorted(told.about),
            "tolls": sorted(told.tolls, key=repr),
            "fillers": told.fillers,
            "wider": sorted(told.wider),
            "nameless": sorted(told.nameless),
            "is_main": told.is_main,
            "is_general": told.is_general,
            "doubted": sorted(told.doubted),
        }
    )


def told_of_text(text: str, story: Story | None) -> Told:
    """Return the telling that a text is, of an article that is compared by this story."""
    value: dict[str, Any] = json.loads(text)
    return Told(
        ref=_ref(value["ref"]),
        identity=value["identity"],
        type=value["type"],
        kin=value["kin"],
        mentions=value["mentions"],
        words=frozenset(value["words"]),
        published=_day_of(value["published"]),
        dates=tuple(moment for one in value["dates"] if (moment := _moment_of(one))),
        blurred=frozenset(moment for one in value["blurred"] if (moment := _moment_of(one))),
        is_past=value["is_past"],
        is_planned=value["is_planned"],
        places=frozenset(value["places"]),
        sites=frozenset(value["sites"]),
        around=frozenset(value["around"]),
        countries=frozenset(value["countries"]),
        participants=frozenset((role, actor) for role, actor in value["participants"]),
        once=frozenset(value["once"]),
        linked=frozenset(value["linked"]),
        about=frozenset(map(_ref, value["about"])),
        tolls=frozenset((kind, least, most) for kind, least, most in value["tolls"]),
        story=story,
        fillers=tuple((role, actor) for role, actor in value["fillers"]),
        wider=frozenset(value["wider"]),
        nameless=frozenset((actor, name) for actor, name in value["nameless"]),
        is_main=value["is_main"],
        is_general=value["is_general"],
        doubted=frozenset(value["doubted"]),
    )


def _ref(value: list[str]) -> EventRef:
    return value[0], value[1]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _day_of(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: PartialDate | None) -> list[str] | None:
    return [value.value, value.basis] if value else None


def _moment_of(value: list[Any] | None) -> PartialDate | None:
    return PartialDate(value[0], value[1]) if value else None
