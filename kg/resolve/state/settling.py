"""Who is who after names have changed: names and what they were compared with come in, and the tables of actors are brought up to date.

Only names that changed and those tied to them are settled anew. Names that are not tied may be settled apart from each other
(`kg.resolve.clusters.settle`), so that the result is that of resolving all articles at once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Decision
from kg.resolve.clusters import Compared, Ties, is_bare, settle, shared_acronyms
from kg.resolve.ids import actor_id
from kg.resolve.judgements import Judgements
from kg.resolve.local import Key
from kg.resolve.naming import KnownThings, chosen_key, ids_alone, named_actor
from kg.resolve.records import Record
from kg.resolve.similarity import UNSURE
from kg.resolve.state.codec import actor_of_text, actor_text, base_text, key_of_text, key_text
from kg.resolve.unions import reached

if TYPE_CHECKING:
    from kg.model import Actor
    from kg.resolve.clusters import Pair
    from kg.resolve.state.database import Tables
    from kg.resolve.state.names import Names


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of actors.

    Attributes:
        actors: Ids of actors that came, went, or are told otherwise.
        documents: Articles in which someone is another actor than before, or an actor of another type.
        renamed: Actors that are called otherwise.
        owners: What decisions were taken on, where these changed.
        former: Ids that lead, or led, to an actor.
    """

    actors: frozenset[str]
    documents: frozenset[str]
    renamed: frozenset[str]
    owners: frozenset[str]
    former: frozenset[str]


@dataclass
class Settling:
    """Settles which names are one actor; made for one change of articles, when its names have been compared."""

    tables: Tables
    names: Names
    known: KnownThings
    judgements: Judgements

    def settle(self) -> Changed:
        """Settle the names anew that are tied to any that changed, and return what that changes."""
        moved: dict[str, str | None] = {}
        former_actors: set[str] = set()
        gone = {key for key in self.names.before if not self.names.records[key].articles}
        actors: dict[str, Actor] = {}
        former_ids = {identity for before in self.names.before.values() for identity in before.ids}
        waiting = set(self.names.unsettled)
        while waiting:
            tied = reached(waiting.pop(), self._neighbours)
            waiting -= tied
            for text, was, now, actor in self._settle(tied):
                former_ids |= ids_alone(key_of_text(text), self.names.read(key_of_text(text)))
                if was != now:
                    moved[text] = now
                former_actors |= {was} if was else set()
                actors[now] = actor
        former_actors |= {self.names.was[key] for key in gone if key in self.names.was}
        return self._written(moved, former_actors, actors, former_ids)

    def _neighbours(self, key: Key) -> Iterator[Key]:
        text = key_text(key)
        for sql in (
            "SELECT other FROM pairs WHERE one = ? AND judgement = 'same'",
            "SELECT one FROM pairs WHERE other = ? AND judgement = 'same'",
            "SELECT known FROM meant WHERE name = ?",
            "SELECT name FROM meant WHERE known = ?",
        ):
            yield from (key_of_text(mate) for (mate,) in self.tables.rows(sql, text))
        identity = actor_id(*key)
        for decision in self.judgements.about(identity):
            other = decision.right if decision.left == identity else decision.left
            yield from (key_of_text(mate) for (mate,) in self.tables.rows("SELECT name FROM names WHERE id = ?", other))

    def _settle(self, tied: set[Key]) -> Iterator[tuple[str, str | None, str, Actor]]:
        """Settle names that are tied; yield each with the actor that it was, that it is now, and this actor as it is now."""
        records = {key: record for key in sorted(tied) if (record := self.names.read(key)).articles}
        compared = dict(self._compared(tied))
        meant = {
            key: key_of_text(row[0])
            for key in records
            if is_bare(key) and (row := self.tables.row("SELECT known FROM meant WHERE name = ?", key_text(key)))
        }
        ties = Ties(compared, self._shared(tied), meant)
        joins, why = settle(records, ties, self.judgements)
        self._decide_on(tied, compared, why)
        clusters: dict[Key, dict[Key, Record]] = defaultdict(dict)
        for key, record in records.items():
            clusters[joins.find(key)][key] = record
        for members in clusters.values():
            actor = named_actor(chosen_key(members), members, self.known)
            for key in members:
                text = key_text(key)
                row = self.tables.row("SELECT actor FROM names WHERE name = ?", text)
                self.tables.run("UPDATE names SET actor = ? WHERE name = ?", actor.id, text)
                yield text, row[0] if row else None, actor.id, actor

    def _compared(self, tied: Iterable[Key]) -> Iterator[tuple[Pair, Compared]]:
        """Yield the pairs that were compared and lie within."""
        within = {key_text(key) for key in tied}
        sql = "SELECT other, together, apart, judgement, score, reasons FROM pairs WHERE one = ?"
        for one in within:
            for other, together, apart, judgement, score, reasons in self.tables.rows(sql, one):
                if other in within:
                    pair = key_of_text(one), key_of_text(other)
                    yield pair, Compared(together, apart, judgement, score, tuple(json.loads(reasons)))

    def _shared(self, tied: Iterable[Key]) -> set[Key]:
        """Return the acronyms among names that are short for two names."""
        found: set[Key] = set()
        for key in tied:
            if " " not in key.name:
                text = key_text(key)
                rows = self.tables.rows("SELECT one, other FROM pairs WHERE (one = ? OR other = ?) AND together > 0", text, text)
                found |= shared_acronyms((key_of_text(one), key_of_text(other)) for one, other in rows) & {key}
        return found

    def _decide_on(self, tied: set[Key], compared: Mapping[Pair, Compared], why: Iterable[Decision]) -> None:
        """Write down what was decided of pairs, by their first name: what settling said, or the features where only one of them is tied."""
        ids = {actor_id(*key): key for key in tied}
        of_key: dict[Key, list[Decision]] = {key: [] for key in tied}
        for decision in why:
            of_key[ids[decision.left]].append(decision)
        for key in tied:
            sql = "SELECT other, judgement, score, reasons FROM pairs WHERE one = ? AND score >= ?"
            for text, judgement, score, reasons in self.tables.rows(sql, key_text(key), UNSURE):
                if (key, other := key_of_text(text)) not in compared:
                    of_key[key].append(Decision(actor_id(*key), actor_id(*other), judgement, score, tuple(json.loads(reasons))))
            self.names.decide(f"name {key_text(key)}", of_key[key])

    # ------------------------------------------------------------ what that changes

    def _written(self, moved: Mapping[str, str | None], suspects: set[str], actors: Mapping[str, Actor], former: set[str]) -> Changed:
        """Write down the actors and what leads to them.

        Args:
            moved: Names that are another actor than before.
            suspects: Actors that some of the names were: they may be none now.
            actors: Those that they are.
            former: Ids that names would have by themselves, of which it may have changed where they lead.
        """
        changed, renamed, retyped = set[str](), set[str](), set[str]()
        for identity in sorted(suspects | actors.keys()):
            row = self.tables.row("SELECT actor FROM actors WHERE id = ?", identity)
            text = actor_text(actors[identity]) if identity in actors else None
            if identity not in actors and self.tables.row("SELECT 1 FROM names WHERE actor = ?", identity):
                continue  # names that were not settled anew are still it
            if (row[0] if row else None) == text:
                continue
            changed.add(identity)
            if row and text and identity in actors:
                before = actor_of_text(row[0])
                renamed |= {identity} if before.name != actors[identity].name else set()
                retyped |= {identity} if before.type != actors[identity].type else set()
            if text is None:
                self.tables.run("DELETE FROM actors WHERE id = ?", identity)
            else:
                self.tables.run("INSERT OR REPLACE INTO actors VALUES (?, ?)", identity, text)
        documents = set(self.names.documents)
        for text in moved:
            documents |= self._bearing(key_of_text(text))
        for identity in retyped:
            for (text,) in self.tables.rows("SELECT name FROM names WHERE actor = ?", identity):
                documents |= self._bearing(key_of_text(text))
        former |= suspects | actors.keys()
        for identity in sorted(former):
            self._lead(identity)
        return Changed(frozenset(changed), frozenset(documents), frozenset(renamed), frozenset(self.names.owners), frozenset(former))

    def _bearing(self, key: Key) -> set[str]:
        """Return the articles that name the bearer of a key."""
        rows = self.tables.rows("SELECT document FROM locals WHERE base = ? AND sense = ?", base_text(key.family, key.name), key.sense)
        return {document for (document,) in rows}

    def _lead(self, identity: str) -> None:
        """Write down where an id leads: to the one actor that names are which would have it by themselves, unless it is an actor's own."""
        of_mains = "SELECT names.actor FROM mains JOIN names ON names.name = mains.name WHERE mains.id = ?1"
        sql = f"SELECT actor FROM names WHERE id = ?1 UNION {of_mains}"  # noqa: S608 - our own words
        found = {actor for (actor,) in self.tables.rows(sql, identity)} - {identity}
        if len(found) == 1 and self.tables.row("SELECT 1 FROM actors WHERE id = ?", identity) is None:
            self.tables.run("INSERT OR REPLACE INTO redirects VALUES (?, ?)", identity, found.pop())
        else:
            self.tables.run("DELETE FROM redirects WHERE former = ?", identity)
