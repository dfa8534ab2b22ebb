"""Finds what a person means: a name, an id or a row of a table comes in, IRIs of entities or events go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kg.errors import InputError
from kg.explore.rows import ask, gathered, local, short_id, text
from kg.graph import BASE
from kg.names import Bearer, NameIndex
from kg.query import Row

if TYPE_CHECKING:
    from kg.store import Store

Thing = str | Row
"""A name, an alias, an id ("event/…" or the whole IRI), or a row of a table that has an id."""
Kind = Literal["entity", "event", "thing"]

_LABELS = "SELECT ?id ?value WHERE { ?id a kg:%s ; skos:prefLabel ?value }"
_ALIASES = "SELECT ?id ?value WHERE { ?id skos:altLabel ?value }"
_CLASSES = """
SELECT DISTINCT ?id ?value WHERE {
  GRAPH kg: { ?id rdfs:subClassOf* ?root ; skos:prefLabel ?value . VALUES ?root { kg:Entity kg:Event kg:Place } }
}"""
_MEMBERS = "SELECT ?id ?class WHERE { ?id a ?class }"


@dataclass(frozen=True)
class Finder:
    """Finds things of one store by name; it looks them up once and keeps them, so it is for a store that does not change."""

    store: Store

    def find(self, thing: Thing, kind: Kind = "thing") -> tuple[str, ...]:
        """Return the IRIs of all that bear a name; several bear one where articles give too little to tell them apart.

        Raises:
            AmbiguousNameError: It fits things of several names.
            UnknownNameError: It fits nothing of this kind; the message lists the nearest.
        """
        name = name_of(thing)
        by_id = self._by_id(name, kind)
        if by_id is not None:
            return (by_id,)
        return {"entity": lambda: self.entities, "event": lambda: self.events, "thing": lambda: self.things}[kind]().find(name)

    def _by_id(self, name: str, kind: Kind) -> str | None:
        """The thing whose id this is; for that no name need be looked at, of which there may be many."""
        iri = name if "://" in name else f"{BASE}{name}"
        try:
            found = {local(text(row, "class")) for row in ask(self.store, _MEMBERS, id=iri)} if "/" in name else set()
        except ValueError:  # no IRI
            return None
        wanted = {"entity": {"Entity"}, "event": {"Event"}, "thing": {"Entity", "Event"}}[kind]
        return iri if found & wanted else None

    def of_type(self, name: str) -> frozenset[str]:
        """Return the IRIs of all things of a class and of its subclasses; "air strike", "AirStrike" and "air strikes" are one.

        Raises:
            UnknownNameError: There is no such class; the message lists the nearest.
        """
        found = self.classes.find(name)
        return frozenset(text(row, "id") for one in found for row in ask(self.store, _MEMBERS, **{"class": one}))

    @cached_property
    def entities(self) -> NameIndex:
        """All actors, places and things that are no events."""
        return NameIndex.of(self._bearers_of["Entity"], what="actor, place or thing")

    @cached_property
    def events(self) -> NameIndex:
        """All events."""
        return NameIndex.of(self._bearers_of["Event"], what="event")

    @cached_property
    def things(self) -> NameIndex:
        """All entities and events."""
        return NameIndex.of((*self._bearers_of["Entity"], *self._bearers_of["Event"]), what="name")

    @cached_property
    def classes(self) -> NameIndex:
        """The classes of entities and events."""
        labels = gathered(self.store, _CLASSES)
        return NameIndex.of((_class_bearer(iri, values[0]) for iri, values in sorted(labels.items())), what="type")

    @cached_property
    def _bearers_of(self) -> Mapping[str, tuple[Bearer, ...]]:
        aliases = gathered(self.store, _ALIASES)
        return {
            name: tuple(
                Bearer(iri, labels[0], (short_id(iri), *aliases.get(iri, ())))
                for iri, labels in sorted(gathered(self.store, _LABELS % name).items())
            )
            for name in ("Entity", "Event")
        }


def name_of(thing: Thing) -> str:
    """Return the name or id that was given; of a row, the id.

    Raises:
        InputError: It is neither a name nor a row.
    """
    if isinstance(thing, Row):
        return str(thing["id"])
    if not isinstance(thing, str):
        raise InputError(f"{thing!r} names nothing. Give a name, an id, or a row of a table")
    return thing


def _class_bearer(iri: str, label: str) -> Bearer:
    return Bearer(iri, label, (local(iri), f"kg:{local(iri)}", f"{label}s", f"{local(iri)}s", label.replace(" ", "")))
