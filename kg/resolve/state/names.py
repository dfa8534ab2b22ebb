"""Names after some articles have changed: what these name comes in, and the tables of names and their comparisons are brought up to date.

Only names that the articles bear, and names compared with these, are looked at. Which names are one actor is settled in
`kg.resolve.state.settling`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Decision, Entity
from kg.resolve.clusters import can_be_meant, compare_names, ending_block, is_bare, is_last_name, sound_block
from kg.resolve.gazetteer import FAMILIES
from kg.resolve.ids import ORGAN, actor_id
from kg.resolve.local import Key, Local
from kg.resolve.namesakes import bearers
from kg.resolve.naming import ids_alone
from kg.resolve.records import Record, is_known
from kg.resolve.similarity import Profile
from kg.resolve.state.codec import base_text, decisions_text, key_of_text, key_text, record_of_text, record_text
from kg.resolve.traits import Traits

if TYPE_CHECKING:
    from kg.resolve.clusters import Pair
    from kg.resolve.local import EntityRef
    from kg.resolve.state.articles import Named
    from kg.resolve.state.database import Tables

_PERSON = FAMILIES["PER"]


@dataclass(slots=True)
class _Before:
    """What a name was before the articles changed."""

    exists: bool
    profile: Profile
    mains: frozenset[str]
    ids: frozenset[str]


@dataclass
class Names:
    """Brings the tables of names up to date; made for one change of articles."""

    tables: Tables
    records: dict[Key, Record] = field(default_factory=dict)
    before: dict[Key, _Before] = field(default_factory=dict)
    together: dict[Pair, int] = field(default_factory=lambda: defaultdict(int))
    bases: set[str] = field(default_factory=set)
    apart: set[tuple[str, str]] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    unsettled: set[Key] = field(default_factory=set)
    was: dict[Key, str] = field(default_factory=dict)

    # ------------------------------------------------------------ articles

    def take_out(self, document: str) -> None:
        """Take out what an article names."""
        self.documents.add(document)
        self._count_apart(document, -1)
        rows = self.tables.rows("SELECT base, own, sense, others, record FROM locals WHERE document = ?", document)
        for base, own, sense, others, record in rows:
            family, name = base.split("\x1f")
            self._count(Key(family, name, sense), record_of_text(record), json.loads(others), -1)
            if _has_namesakes(family, name, own):
                self.bases.add(base)
        self.tables.run("DELETE FROM locals WHERE document = ?", document)
        self.tables.run("DELETE FROM uses WHERE document = ?", document)

    def put_in(self, named: Named) -> None:
        """Put in what an article names; whose names may be namesakes' is told apart later."""
        document = named.article.document
        self.documents.add(document)
        rows = []
        for place, name in enumerate(named.names):
            is_open = _has_namesakes(*name.key)
            if is_open:
                self.bases.add(name.base)
            else:
                self._count(name.key, name.record, name.others, 1)
            sense = None if is_open else name.key.sense
            rows.append((document, place, name.base, name.key.sense, sense, name.entity, json.dumps(name.others), name.text))
        self.tables.run_all("INSERT INTO locals VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.tables.run_all("INSERT INTO uses VALUES (?, ?, ?)", [(base, document, entity) for base, entity in named.uses])
        self._count_apart(document, 1)

    def _count(self, key: Key, record: Record, others: Iterable[str], sign: int) -> None:
        self._record(key).add(record, sign)
        for name in others:
            other = Key(key.family, name)
            self.together[min(key, other), max(key, other)] += sign

    def _record(self, key: Key) -> Record:
        """Return the record of a key, which is going to be changed."""
        if key not in self.before:
            row = self.tables.row("SELECT record, actor FROM names WHERE name = ?", key_text(key))
            record = record_of_text(row[0]) if row else Record()
            if row:
                self.was[key] = row[1]
            self.before[key] = _Before(row is not None, record.profile(key), frozenset(record.mains), frozenset(ids_alone(key, record)))
            self.records[key] = record
        return self.records[key]

    def _count_apart(self, document: str, sign: int) -> None:
        """Count the article for each two of its names that are compared and are names of two things in it."""
        refs: dict[str, set[str]] = defaultdict(set)
        for base, entity in self.tables.rows("SELECT base, entity FROM uses WHERE document = ?", document):
            refs[base].add(entity)
        for one, mine in refs.items():
            for (other,) in self.tables.rows("SELECT other FROM apart WHERE one = ?", one):
                if other in refs and mine.isdisjoint(refs[other]):
                    self.tables.run("UPDATE apart SET articles = articles + ? WHERE one = ? AND other = ?", sign, one, other)
                    self.apart.add((one, other))

    # ------------------------------------------------------------ namesakes

    def tell_namesakes_apart(self) -> None:
        """Tell anew which of the articles that use the same name of a person speak of the same bearer."""
        for base in sorted(self.bases):
            self._tell_apart(base)

    def _tell_apart(self, base: str) -> None:
        family, name = base.split("\x1f")
        rows = self.tables.rows(
            "SELECT document, place, sense, entity, others, record FROM locals WHERE base = ? AND own = '' ORDER BY document, place", base
        )
        locals_: list[Local] = []
        traits: dict[EntityRef, Traits] = {}
        of_local: dict[int, tuple[str, int, str | None, list[str], Record]] = {}
        for document, place, sense, entity, others, text in rows:
            record = record_of_text(text)
            local = Local(document, [_entity(entity)], family)
            profile = record.profile(Key(family, name))
            traits[local.ref] = profile.traits
            locals_.append(local)
            of_local[id(local)] = (document, place, sense, json.loads(others), record)
        groups, why = bearers(Key(family, name), locals_, traits) if locals_ else ([], [])
        for now, group in groups:
            for document, place, sense, others, record in (of_local[id(local)] for local in group):
                if sense == now:
                    continue
                if sense is not None:
                    self._count(Key(family, name, sense), record, others, -1)
                    self.documents.add(document)
                self._count(Key(family, name, now), record, others, 1)
                self.tables.run("UPDATE locals SET sense = ? WHERE document = ? AND place = ?", now, document, place)
        self.decide(f"namesakes {base}", why)

    def decide(self, owner: str, decisions: Iterable[Decision]) -> None:
        """Write down what was decided on something, in place of what was."""
        self.owners.add(owner)
        text = decisions_text(decisions)
        if text == "[]":
            self.tables.run("DELETE FROM decisions WHERE owner = ?", owner)
        else:
            self.tables.run("INSERT OR REPLACE INTO decisions VALUES (?, ?)", owner, text)

    # ------------------------------------------------------------ pairs

    def compare(self) -> None:
        """Write down what is told of the names now, and compare those that are to be compared anew."""
        self._write_names()
        self._write_pairs()
        self._compare_anew()
        self._mean_anew()
        self.unsettled |= self.before.keys()

    def _write_names(self) -> None:
        for key, before in self.before.items():
            record, text = self.records[key], key_text(key)
            if record.articles:
                blocks = (base_text(key.family, heard) if heard else "" for heard in (sound_block(key), ending_block(key)))
                values = (text, actor_id(*key), *blocks, record_text(record))
                self.tables.run(
                    "INSERT INTO names (name, id, sound, ending, record) VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT (name) DO UPDATE SET record = excluded.record",
                    *values,
                )
            else:
                self.tables.run("DELETE FROM names WHERE name = ?", text)
            mains = frozenset(record.mains)
            self.tables.run_all(
                "DELETE FROM mains WHERE base = ? AND name = ?", [(base_text(key.family, main), text) for main in before.mains - mains]
            )
            self.tables.run_all(
                "INSERT INTO mains VALUES (?, ?, ?)",
                [(base_text(key.family, main), text, actor_id(key.family, main)) for main in mains - before.mains],
            )

    def _write_pairs(self) -> None:
        for (one, other), count in self.together.items():
            if count:
                self._change_pair(one, other, together=count)
        for key, before in self.before.items():
            exists = bool(self.records[key].articles)
            if exists == before.exists or not sound_block(key):
                continue
            if exists:
                mates = [mate for mate in self._in_block(key) if mate.name != key.name]
            else:
                mates = [mate for mate, sounds in self._mates(key) if sounds]
            for mate in mates:
                self._change_pair(*sorted((key, mate)), sounds=exists)

    def _in_block(self, key: Key) -> Iterator[Key]:
        """Yield the names of a key's sound; for a last name alone also the full names that end so, and the other way round."""
        sound, ending = base_text(key.family, sound_block(key)), base_text(key.family, ending_block(key))
        yield from (key_of_text(text) for (text,) in self.tables.rows("SELECT name FROM names WHERE sound = ?", sound))
        if is_last_name(key):
            yield from (key_of_text(text) for (text,) in self.tables.rows("SELECT name FROM names WHERE ending = ?", sound))
        elif ending_block(key):
            rows = self.tables.rows("SELECT name FROM names WHERE sound = ?", ending)
            yield from (mate for (text,) in rows if is_last_name(mate := key_of_text(text)))

    def _mates(self, key: Key) -> Iterator[tuple[Key, int]]:
        text = key_text(key)
        for sql in ("SELECT other, sounds FROM pairs WHERE one = ?", "SELECT one, sounds FROM pairs WHERE other = ?"):
            yield from ((key_of_text(mate), sounds) for mate, sounds in self.tables.rows(sql, text))

    def _change_pair(self, one: Key, other: Key, *, together: int = 0, sounds: bool | None = None) -> None:
        """Count a pair in or out; a pair that is compared for the first time is looked up in all articles that use both names."""
        texts, bases = (key_text(one), key_text(other)), tuple(base_text(key.family, key.name) for key in (one, other))
        row = self.tables.row("SELECT together, sounds FROM pairs WHERE one = ? AND other = ?", *texts)
        now = (row[0] if row else 0) + together, int(sounds if sounds is not None else row[1] if row else 0)
        self.unsettled |= {one, other}
        if not any(now):
            self.tables.run("DELETE FROM pairs WHERE one = ? AND other = ?", *texts)
            self.decide(f"pair {texts[0]} {texts[1]}", ())
            return
        self.tables.run(
            "INSERT INTO pairs (one, other, one_base, other_base, together, sounds) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (one, other) DO UPDATE SET together = excluded.together, sounds = excluded.sounds",
            *texts,
            *bases,
            *now,
        )
        if self.tables.row("SELECT 1 FROM apart WHERE one = ? AND other = ?", *bases) is None:
            self.tables.run("INSERT INTO apart VALUES (?, ?, ?)", *bases, self._articles_apart(*bases))
        self.apart.add((bases[0], bases[1]))

    def _articles_apart(self, one: str, other: str) -> int:
        refs: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        sql = "SELECT document, entity FROM uses WHERE base = ? AND document IN (SELECT document FROM uses WHERE base = ?)"
        for side, (base, with_) in enumerate(((one, other), (other, one))):
            for document, entity in self.tables.rows(sql, base, with_):
                refs[document][side].add(entity)
        return sum(left.isdisjoint(right) for left, right in refs.values())

    def _compare_anew(self) -> None:
        pairs: set[tuple[str, str]] = set()
        for bases in self.apart:
            pairs.update(self.tables.rows("SELECT one, other FROM pairs WHERE one_base = ? AND other_base = ?", *bases))
        for key, before in self.before.items():
            if before.profile != self.records[key].profile(key):
                text = key_text(key)
                pairs.update(self.tables.rows("SELECT one, other FROM pairs WHERE one = ? OR other = ?", text, text))
        profiles: dict[Key, Profile] = {}
        for one, other in sorted(pairs):
            self._compare_pair(one, other, profiles)

    def _compare_pair(self, one: str, other: str, profiles: dict[Key, Profile]) -> None:
        pair = key_of_text(one), key_of_text(other)
        for key in pair:
            if key not in profiles:
                profiles[key] = self.read(key).profile(key)
        of_bases = "(SELECT articles FROM apart WHERE one = one_base AND other = other_base)"
        sql = f"SELECT together, {of_bases} FROM pairs WHERE one = ? AND other = ?"  # noqa: S608 - our own words
        [(together, apart)] = self.tables.rows(sql, one, other)
        found = compare_names(pair, profiles, together, apart)
        self.tables.run(
            "UPDATE pairs SET apart = ?, judgement = ?, score = ?, reasons = ? WHERE one = ? AND other = ?",
            found.apart,
            found.judgement,
            found.score,
            json.dumps(found.reasons),
            one,
            other,
        )
        self.unsettled |= set(pair)

    def read(self, key: Key) -> Record:
        """Return the record of a key, to be read only."""
        if key not in self.records:
            row = self.tables.row("SELECT record FROM names WHERE name = ?", key_text(key))
            self.records[key] = record_of_text(row[0]) if row else Record()
        return self.records[key]

    # ------------------------------------------------------------ what a bare name means

    def _mean_anew(self) -> None:
        """Find again what bare names mean whose known things changed."""
        changed = {
            base_text(key.family, main)
            for key, before in self.before.items()
            if can_be_meant(key)
            for main in before.mains ^ frozenset(self.records[key].mains)
        }
        changed |= {base_text(key.family, key.name) for key in self.before if is_bare(key)}
        for base in sorted(changed):
            family, name = base.split("\x1f")
            bare = Key(family, name)
            text = key_text(bare)
            former = self.tables.row("SELECT known FROM meant WHERE name = ?", text)
            now = self._meaning(bare)
            if former:
                self.unsettled |= {bare, key_of_text(former[0])}
            if now:
                self.unsettled |= {bare, now}
                self.tables.run("INSERT OR REPLACE INTO meant VALUES (?, ?)", text, key_text(now))
            else:
                self.tables.run("DELETE FROM meant WHERE name = ?", text)

    def _meaning(self, bare: Key) -> Key | None:
        if self.tables.row("SELECT 1 FROM names WHERE name = ?", key_text(bare)) is None:
            return None
        rows = self.tables.rows("SELECT name FROM mains WHERE base = ?", base_text(bare.family, bare.name))
        known = [key for (text,) in rows if can_be_meant(key := key_of_text(text))]
        return known[0] if len(known) == 1 else None


def _has_namesakes(family: str, name: str, own: str) -> bool:
    """Tell whether a name may be several persons' (see `kg.resolve.namesakes`): no known thing is."""
    return family == _PERSON and not own and not is_known(Key(family, name)) and not name.startswith(ORGAN)


def _entity(identity: str) -> Entity:
    """Return an entity of which nothing is known but its id."""
    return Entity(identity, "PER", "", ())
