"""Which events are one after some articles have changed: what they tell comes in, and the tables of events are brought up to date.

Only tellings that changed are compared anew, with those of their blocks, and only events are joined anew whose tellings are tied to them by
a pair that was found likely. Tellings that are not tied may be joined apart from each other (`kg.resolve.events.Joining`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.resolve.blocks import blocks, blocks_of, is_timeless
from kg.resolve.event_features import UNSURE, judge
from kg.resolve.events import (
    ROUNDS,
    Joining,
    Judged,
    between_events,
    event_of_tellings,
    judge_blocks,
    judge_pairs,
    round_of,
)
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.state.codec import (
    decisions_text,
    dumps,
    event_of_text,
    event_text,
    story_of_text,
    story_text,
    told_of_text,
)
from kg.resolve.stories import ALIKE, SHARED, likeness, windows
from kg.resolve.unions import reached

if TYPE_CHECKING:
    from kg.resolve.blocks import Block
    from kg.resolve.state.articles import Tellings
    from kg.resolve.state.database import Tables
    from kg.resolve.stories import Story
    from kg.resolve.told import EventRef, Told
    from kg.spread import Spread

_WHENEVER = -1
"""The window of articles without a date."""
_PAIRS_AT_ONCE = 20_000
"""About so many pairs are judged together, in a second or less."""


@dataclass(frozen=True, slots=True)
class ChangedEvents:
    """What changed of events.

    Attributes:
        events: Ids of events that came, went, or are told otherwise.
        documents: Articles of which an event is another one than before, or one of another type.
        owners: What decisions were taken on, where these changed.
        former: Ids that lead, or led, to an event.
    """

    events: frozenset[str]
    documents: frozenset[str]
    owners: frozenset[str]
    former: frozenset[str]


class JudgedAcrossRoundsError(Exception):
    """A person judged two tellings that are compared in two rounds, so that events cannot be settled apart from each other."""


@dataclass
class Happenings:
    """Brings the tables of events up to date; made for one change of articles."""

    tables: Tables
    judgements: Judgements = NONE
    told: dict[EventRef, Told | None] = field(default_factory=dict)
    stories: dict[str, Story | None] = field(default_factory=dict)
    touched: dict[int, set[EventRef]] = field(default_factory=lambda: {which: set() for which in ROUNDS})
    alike: dict[str, list[str]] = field(default_factory=dict)
    about: dict[str, dict[str, list[EventRef]]] = field(default_factory=dict)
    before: dict[str, str | None] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    had: dict[EventRef, str] = field(default_factory=dict)
    """The ids that tellings had that are there no more, or have another one now."""

    # ------------------------------------------------------------ articles

    def put(self, tellings: Tellings) -> None:
        """Replace what an article tells; of an article that is gone, nothing."""
        document = tellings.document
        has_other_story = self._put_story(document, next((told.story for told, _ in tellings.told), None))
        rows = self.tables.rows("SELECT event, round, telling FROM told WHERE document = ?", document)
        before = {event: (which, text) for event, which, text in rows}
        for told, text in tellings.told:
            which = round_of(told)
            former = before.pop(told.ref[1], None)
            self.told[told.ref] = told
            if former == (which, text) and not has_other_story:
                continue
            self.touched[which].add(told.ref)
            if former:
                self.had[told.ref] = self._identity(told.ref)
                self._forget(told.ref)
                self.touched[former[0]].add(told.ref)
            self.tables.run(
                "INSERT INTO told (document, event, round, identity, telling, about) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (document, event) DO UPDATE"
                " SET round = excluded.round, identity = excluded.identity, telling = excluded.telling, about = excluded.about",
                *told.ref,
                which,
                told.identity,
                text,
                dumps(sorted(event for _, event in told.about)),
            )
        for event, (which, _) in before.items():
            ref = document, event
            self.had[ref] = self._identity(ref)
            self._forget(ref)
            self.touched[which].add(ref)
            self.told[ref] = None
            self.tables.run("DELETE FROM told WHERE document = ? AND event = ?", *ref)

    def _put_story(self, document: str, story: Story | None) -> bool:
        """Replace what an article is compared by; tell whether it changed."""
        row = self.tables.row("SELECT story FROM stories WHERE document = ?", document)
        text = story_text(story) if story else None
        self.stories[document] = story
        if (row[0] if row else None) == text:
            return False
        self.tables.run("DELETE FROM stories WHERE document = ?", document)
        self.tables.run("DELETE FROM mentioned WHERE document = ?", document)
        if story:
            self.tables.run("INSERT INTO stories VALUES (?, ?)", document, text)
            days = [_WHENEVER if window is None else window for window in windows(story.published)]
            self.tables.run_all("INSERT INTO mentioned VALUES (?, ?, ?)", [(name, day, document) for name in story.names for day in days])
        return True

    # ------------------------------------------------------------ rounds

    def settle(self, names: Mapping[str, str], renamed: Iterable[EventRef], spread: Spread = map) -> ChangedEvents:
        """Join anew what is tied to any telling that changed, and return what that changes.

        Args:
            names: Names of actors by id, found as they are asked for.
            renamed: Tellings of which an actor is called otherwise.
            spread: Judges the blocks where nothing was judged before.

        Raises:
            JudgedAcrossRoundsError: A person judged two tellings that are compared in two rounds.
        """
        is_first = self.tables.row("SELECT 1 FROM told WHERE first_document IS NOT NULL") is None
        for which in ROUNDS:
            self._settle_round(which, names, spread if is_first else None)
        for first in sorted({first for ref in renamed if (first := self._first(ref))}):
            rows = self.tables.rows("SELECT document, event FROM told WHERE first_document = ? AND first_event = ?", *first)
            self._put_event([told for ref in sorted(map(tuple, rows)) if (told := self._telling(ref))], names)
        for identity in sorted(self.former):
            self._lead(identity)
        changed = frozenset(self._changed())
        return ChangedEvents(changed, frozenset(self.documents), frozenset(self.owners), frozenset(self.former))

    def _settle_round(self, which: int, names: Mapping[str, str], spread: Spread | None) -> None:
        """Join the tellings of a round anew that are tied to any that changed; `spread` is given where there was none before."""
        touched = self.touched[which]
        unsettled = set(touched)
        for ref in touched:
            unsettled |= self._neighbours(ref)
            self._untie(ref)
        present = sorted(ref for ref in touched if (told := self._telling(ref)) and round_of(told) == which)
        current = {ref: self._current(ref) for ref in present}
        for ref in present:
            self.tables.run_all(
                "INSERT INTO blocks VALUES (?, ?, ?, ?)",
                [(_block_text(which, block), *ref, is_timeless(current[ref])) for block in set(blocks_of(current[ref]))],
            )
        if spread:
            for judged in spread(judge_blocks, _batches(blocks(current.values()))):
                self._tie(judged)
        else:
            self._compare(which, present, current)
        parts = []
        while unsettled:
            parts.append(reached(unsettled.pop(), self._neighbours))
            unsettled -= parts[-1]
        for ref in (ref for tied in parts for ref in tied):  # all before any is joined anew: what was one part may be two now
            self._forget(ref)
        for tied in parts:
            self._settle(which, tied, current, names)

    def _compare(self, which: int, present: Iterable[EventRef], current: dict[EventRef, Told]) -> None:
        """Judge the tellings that changed against those of their blocks; tellings that are looked up are added to `current`."""
        changed = set(present)
        for ref in sorted(changed):
            # A pair of two that both changed comes from each of them; it is judged when the later one's turn comes.
            others = {other for other in self._candidates(which, current[ref]) if other < ref or other not in changed}
            for other in others - current.keys():
                current[other] = self._current(other)
            self._tie(judge_pairs((current[one], current[other]) for one, other in sorted(_pair(ref, other) for other in others)))

    def _tie(self, judged: Iterable[Judged]) -> None:
        """Write down what is likely."""
        rows = [(*one.pair[0], *one.pair[1], one.judgement, one.score, json.dumps(one.reasons)) for one in judged]
        self.tables.run_all("INSERT INTO ties VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _untie(self, ref: EventRef) -> None:
        self.tables.run("DELETE FROM blocks WHERE document = ? AND event = ?", *ref)
        self.tables.run("DELETE FROM ties WHERE document = ? AND event = ?", *ref)
        self.tables.run("DELETE FROM ties WHERE other_document = ? AND other_event = ?", *ref)

    def _neighbours(self, ref: EventRef) -> set[EventRef]:
        rows = self.tables.rows("SELECT other_document, other_event FROM ties WHERE document = ? AND event = ?", *ref)
        rows += self.tables.rows("SELECT document, event FROM ties WHERE other_document = ? AND other_event = ?", *ref)
        return {(document, event) for document, event in rows} | (self._judged_with(ref) if self.judgements.of_pair else set())

    def _judged_with(self, ref: EventRef) -> set[EventRef]:
        """Return the tellings that a person judged to be of the same event as this one, or of another."""
        own = {identity for identity in (self._identity(ref), self.had.get(ref)) if identity}
        others = {end for identity in own for one in self.judgements.about(identity) for end in (one.left, one.right)} - own
        found = [row for other in others for row in self.tables.rows("SELECT document, event, round FROM told WHERE identity = ?", other)]
        told = self._telling(ref)
        if told and any(which != round_of(told) for *_, which in found):
            raise JudgedAcrossRoundsError(told.identity)
        return {(document, event) for document, event, _ in found}

    def _identity(self, ref: EventRef) -> str:
        row = self.tables.row("SELECT identity FROM told WHERE document = ? AND event = ?", *ref)
        return str(row[0]) if row else ""

    # ------------------------------------------------------------ tellings

    def _telling(self, ref: EventRef) -> Told | None:
        if ref not in self.told:
            row = self.tables.row("SELECT telling FROM told WHERE document = ? AND event = ?", *ref)
            self.told[ref] = told_of_text(row[0], self._story(ref[0])) if row else None
        return self.told[ref]

    def _story(self, document: str) -> Story | None:
        if document not in self.stories:
            row = self.tables.row("SELECT story FROM stories WHERE document = ?", document)
            self.stories[document] = story_of_text(row[0]) if row else None
        return self.stories[document]

    def _current(self, ref: EventRef) -> Told:
        """Return a telling with what it is about as the events that those are; in the first round, each is one of its own."""
        told = self._telling(ref)
        if told is None:
            raise KeyError(ref)
        if round_of(told) == ROUNDS[0]:
            return told
        return replace(told, about=frozenset(self._first(other) or other for other in told.about))

    def _first(self, ref: EventRef) -> EventRef | None:
        row = self.tables.row("SELECT first_document, first_event FROM told WHERE document = ? AND event = ?", *ref)
        return (row[0], row[1]) if row and row[0] is not None else None

    def _candidates(self, which: int, told: Told) -> Iterator[EventRef]:
        """Yield the tellings that share a block with one, or that a like article tells in the same word; some more than once."""
        alone = not is_timeless(told)
        for block in set(blocks_of(told)):
            sql = "SELECT document, event FROM blocks WHERE block = ? AND document != ?"
            if alone and block[-1] is None:
                sql += " AND timeless"
            yield from self.tables.rows(sql, _block_text(which, block), told.ref[0])
        for document in self._alike(told.ref[0]):
            for (event,) in self.tables.rows("SELECT event FROM told WHERE document = ? AND round = ?", document, which):
                other = self._telling((document, event))
                if other and other.kin == told.kin and other.words & told.words:
                    yield other.ref

    def _alike(self, document: str) -> list[str]:
        """Return the articles that tell the same story as one."""
        if document not in self.alike:
            sql = (
                "SELECT other.document FROM mentioned AS mine JOIN mentioned AS other ON other.name = mine.name AND other.days = mine.days"
                " WHERE mine.document = ? AND other.document != mine.document GROUP BY other.document HAVING count(DISTINCT mine.name) >= ?"
            )
            here = self._story(document)
            others = [other for (other,) in self.tables.rows(sql, document, SHARED)] if here else []
            self.alike[document] = [other for other in others if here and (there := self._story(other)) and likeness(here, there) >= ALIKE]
        return self.alike[document]

    # ------------------------------------------------------------ events

    def _settle(self, which: int, tied: set[EventRef], current: Mapping[EventRef, Told], names: Mapping[str, str]) -> None:
        """Join tellings that are tied to each other, and write down the events that they are of."""
        tellings = {ref: told for ref in sorted(tied) if (told := self._telling(ref)) and round_of(told) == which}
        if not tellings:
            return
        state = Joining(tellings, self.judgements, judge, UNSURE)
        state.join_judged()
        state.settle({ref: current.get(ref, told) for ref, told in tellings.items()}, list(self._judged(tellings)))
        clusters: dict[EventRef, list[EventRef]] = defaultdict(list)
        for ref in tellings:
            clusters[state.joins.find(ref)].append(ref)
        owner = f"events {which} {dumps(min(tellings))}"
        event_of: dict[str, str] = {}
        for members in clusters.values():
            first = tellings[min(members)]
            for ref in members:
                self._join(which, ref, first, owner)
                event_of[tellings[ref].identity] = first.identity
            self._put_event([tellings[ref] for ref in sorted(members)], names)
        self.owners.add(owner)
        decisions = decisions_text(between_events(state.decisions, event_of))
        if decisions == "[]":
            self.tables.run("DELETE FROM decisions WHERE owner = ?", owner)
        else:
            self.tables.run("INSERT OR REPLACE INTO decisions VALUES (?, ?)", owner, decisions)

    def _judged(self, tellings: Mapping[EventRef, Told]) -> Iterator[Judged]:
        sql = "SELECT other_document, other_event, judgement, score, reasons FROM ties WHERE document = ? AND event = ?"
        for ref in tellings:
            for document, event, judgement, score, reasons in self.tables.rows(sql, *ref):
                yield Judged((ref, (document, event)), judgement, score, tuple(json.loads(reasons)))

    def _forget(self, ref: EventRef) -> None:
        """Forget which decisions and which event a telling belonged to, before it is joined anew."""
        row = self.tables.row("SELECT identity, tied FROM told WHERE document = ? AND event = ?", *ref)
        if row is None:
            return
        identity, tied = row
        if tied:
            self.owners.add(tied)
            self.tables.run("DELETE FROM decisions WHERE owner = ?", tied)
        self.former.add(identity)
        event = self.tables.row("SELECT event FROM events WHERE id = ?", identity)
        self.before.setdefault(identity, event[0] if event else None)
        self.tables.run("DELETE FROM events WHERE id = ?", identity)

    def _join(self, which: int, ref: EventRef, first: Told, owner: str) -> None:
        """Write down which event a telling is of; if it was another one, what speaks of it changes."""
        row = self.tables.row("SELECT first_document, first_event, now FROM told WHERE document = ? AND event = ?", *ref)
        now = *first.ref, first.identity
        self.tables.run(
            "UPDATE told SET first_document = ?, first_event = ?, now = ?, tied = ? WHERE document = ? AND event = ?", *now, owner, *ref
        )
        if row == now:
            return
        self.documents.add(ref[0])
        if which == ROUNDS[0]:
            self.touched[ROUNDS[1]].update(self._about(ref))

    def _about(self, ref: EventRef) -> Sequence[EventRef]:
        """Return what its article tells in the second round about an event; looked up once an article, which may tell of thousands."""
        document, event = ref
        if document not in self.about:
            self.about[document] = defaultdict(list)
            for other, about in self.tables.rows("SELECT event, about FROM told WHERE document = ? AND round = ?", document, ROUNDS[1]):
                for one in json.loads(about):
                    self.about[document][one].append((document, other))
        return self.about[document].get(event, ())

    def _put_event(self, tellings: Sequence[Told], names: Mapping[str, str]) -> None:
        """Write an event down as its tellings, in order, tell it now."""
        event = event_of_tellings(tellings, names)
        before = self.tables.row("SELECT event FROM events WHERE id = ?", event.id)
        self.before.setdefault(event.id, before[0] if before else None)
        self.tables.run("INSERT OR REPLACE INTO events VALUES (?, ?)", event.id, event_text(event))

    def _changed(self) -> Iterator[str]:
        """Yield the events that came, went, or are told otherwise; where one is of another type now, all that tell it change."""
        for identity, before in self.before.items():
            row = self.tables.row("SELECT event FROM events WHERE id = ?", identity)
            if (row[0] if row else None) == before:
                continue
            yield identity
            if row and before and event_of_text(row[0]).type != event_of_text(before).type:
                self.documents |= {document for (document,) in self.tables.rows("SELECT document FROM told WHERE now = ?", identity)}

    def _lead(self, identity: str) -> None:
        """Write down where the id of a telling leads, unless it is an event's own."""
        row = self.tables.row("SELECT now FROM told WHERE identity = ?", identity)
        if row and row[0] != identity:
            self.tables.run("INSERT OR REPLACE INTO redirects VALUES (?, ?)", identity, row[0])
        else:
            self.tables.run("DELETE FROM redirects WHERE former = ?", identity)


def _pair(one: EventRef, other: EventRef) -> tuple[EventRef, EventRef]:
    return (one, other) if one < other else (other, one)


def _batches(found: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield blocks together, neighbours in their order, as they have tellings in common; each batch has about so many pairs."""
    batch: list[Block] = []
    pairs = 0
    for block in sorted(found, key=lambda one: repr(one.key)):
        batch.append(block)
        pairs += len(block.tellings) ** 2
        if pairs >= _PAIRS_AT_ONCE:
            yield batch
            batch, pairs = [], 0
    if batch:
        yield batch


def _block_text(which: int, block: tuple[object, ...]) -> str:
    return dumps([which, *block])
