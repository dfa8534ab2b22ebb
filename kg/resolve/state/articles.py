"""What single articles say, whatever the others do: their readings come in, their names and what they tell of events go out.

No table is asked, so that it may be done for many articles at once, in other processes too.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import uuid4

from kg.model import Knowledge
from kg.reader.serialise import from_json
from kg.resolve.actors import read_article
from kg.resolve.assertions import Sayings
from kg.resolve.cast import cast_article
from kg.resolve.causes import cluster_causes, find_causes
from kg.resolve.clusters import pairs_of_names
from kg.resolve.judgements import Judgements
from kg.resolve.naming import KnownThings
from kg.resolve.own_events import with_own_events
from kg.resolve.records import Record
from kg.resolve.said import said_by, spoken_of
from kg.resolve.state.codec import base_text, record_text, told_text
from kg.resolve.told import tell
from kg.resolve.traits import Traits

if TYPE_CHECKING:
    from kg.model import Actor, Event, Reading
    from kg.resolve.actors import Article
    from kg.resolve.cast import Cast
    from kg.resolve.gazetteer import Gazetteer
    from kg.resolve.local import Key, Local
    from kg.resolve.told import Told

_HELD, _HELD_ELSEWHERE = 4096, 1024
"""So many articles are held, of 100 kB each where they have 500 words: by who resolves, and by each process that helps."""


@dataclass(frozen=True, slots=True)
class Packed:
    """An article as it is kept: its id, a hash of its reading, and the reading."""

    document: str
    identity: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an article: its key, which entity bears it, names that it is compared with, and what the article tells of it."""

    key: Key
    entity: str
    others: tuple[str, ...]
    record: Record
    text: str

    @property
    def base(self) -> str:
        """Return the name, whoever bears it."""
        return base_text(self.key.family, self.key.name)


@dataclass(frozen=True, slots=True)
class Named:
    """What an article names: its names in their order, and which entity bears which, as text."""

    article: Packed
    names: tuple[Name, ...]
    uses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bearing:
    """An article, and of each of its names in their order the sense that it has and the actor who bears it."""

    article: Packed
    bearers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Speaking:
    """An article with who bears its names, which its events are, by their ids in it, and these actors and events themselves."""

    bearing: Bearing
    event_of: Mapping[str, str]
    actors: tuple[Actor, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Tellings:
    """What an article tells of events, each telling also as text."""

    document: str
    told: tuple[tuple[Told, str], ...] = ()


@dataclass
class Articles:
    """What single articles say and name, the gazetteer given.

    The first of them are held, as they are looked at several times and mostly in one order: dropping the last for the next would
    find none again. In another process there is one for all that comes of it, by its `token`.
    """

    gazetteer: Gazetteer
    judgements: Judgements
    token: str = field(default_factory=lambda: uuid4().hex)
    most: int = _HELD
    _held: dict[bytes, tuple[Reading, Article]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Callable[[Gazetteer, Judgements, str], Articles], tuple[Gazetteer, Judgements, str]]:
        return _elsewhere, (self.gazetteer, self.judgements, self.token)

    @cached_property
    def known(self) -> KnownThings:
        """Return what is known beyond the articles."""
        return KnownThings(self.gazetteer)

    def let_go(self) -> None:
        """Hold nothing any more."""
        self._held.clear()

    def _read(self, packed: Packed) -> tuple[Reading, Article]:
        held = self._held.get(packed.identity)
        if held is None:
            reading = _unpacked(packed.data)
            held = reading, read_article(reading, self.gazetteer, self.judgements)
            if len(self._held) < self.most:
                self._held[packed.identity] = held
        return held

    def named(self, came: tuple[str, bytes, str]) -> Named:
        """Return what an article names: its id, a hash and the line of its reading come in."""
        document, identity, line = came
        packed = Packed(document, identity, _packed(line))
        _, article = self._read(packed)
        uses = {(base_text(one.family, name), one.ref[1]) for one in article.named for name in {*one.names, one.known} - {""}}
        return Named(packed, tuple(_name(one, article.traits.get(one.ref, Traits())) for one in article.named), tuple(sorted(uses)))

    def tellings(self, bearing: Bearing) -> Tellings:
        """Return what an article tells of events."""
        reading, article = self._read(bearing.article)
        cast = self._cast(reading, article, bearing)
        own = with_own_events(reading, cast)
        told = tell(own, cast, cluster_causes(own, find_causes(own)))
        return Tellings(bearing.article.document, tuple((one, told_text(one)) for one in told))

    def said(self, speaking: Speaking) -> tuple[Knowledge, Knowledge]:
        """Return what an article says, and of what it says it.

        The first holds the article, its reports, the decisions taken in it and its nameless actors, which are its own; the second all
        the actors and events that it speaks of.
        """
        reading, article = self._read(speaking.bearing.article)
        cast = self._cast(reading, article, speaking.bearing)
        own = with_own_events(reading, cast)
        causes = {trigger: speaking.event_of[event] for trigger, event in cluster_causes(own, find_causes(own)).items()}
        said = said_by([Sayings(own, cast, speaking.event_of, causes)])
        used = spoken_of(said)
        nameless = tuple(actor for actor in cast.unnamed if actor.id in used)
        of = Knowledge(actors=(*nameless, *speaking.actors), events=speaking.events)
        return replace(said, actors=nameless, decisions=article.decisions), of

    def _cast(self, reading: Reading, article: Article, bearing: Bearing) -> Cast:
        """Return who is who in an article."""
        named = [(replace(local, sense=sense), actor) for local, (sense, actor) in zip(article.named, bearing.bearers, strict=True)]
        return cast_article(reading, named, article.unnamed, self.known)


_here: dict[str, Articles] = {}
"""The one of this process that came from another."""


def _elsewhere(gazetteer: Gazetteer, judgements: Judgements, token: str) -> Articles:
    if token not in _here:
        _here.clear()
        _here[token] = Articles(gazetteer, judgements, token, _HELD_ELSEWHERE)
    return _here[token]


def _name(local: Local, traits: Traits) -> Name:
    record = Record.of(local, traits)
    others = sorted(other.name for pair in pairs_of_names(local).elements() for other in pair if other != local.key)
    return Name(local.key, local.ref[1], tuple(others), record, record_text(record))


def _packed(line: str) -> bytes:
    return zlib.compress(line.encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: bytes) -> Reading:
    return from_json(json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))
