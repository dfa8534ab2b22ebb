"""What persons changed in a graph themselves, by SPARQL or by triples: it comes in when it is done, and is done again after each renewal.

`edits.sqlite` lies in the folder of a state, so that it is written, sealed, backed up and lost together with it. It has a row for each
statement that a person put in or took out of what is made from articles (the default graph and the ontology's). Before the graph is
renewed all of them are undone, so that rules and resolution see what articles say and nothing else; afterwards they are done again. A
statement about a thing that was found to be another one goes over to that one, and comes back when the two are judged to be different.
Graphs of other names are a person's own altogether: nothing else writes there, and they go from state to state as they are.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import DCTERMS

from kg.databases import telling_database
from kg.graph import ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

NAME: Final = "edits.sqlite"

_MADE: Final = (DefaultGraph(), ONTOLOGY_GRAPH)
"""The graphs that articles make."""
_REPLACED_BY: Final = NamedNode(str(DCTERMS.isReplacedBy))
_TABLES: Final = (
    """CREATE TABLE edit (
        number INTEGER PRIMARY KEY,  -- in the order in which they are done
        quad TEXT NOT NULL,          -- as it was said, a line of N-Quads
        there INTEGER NOT NULL,      -- whether it was put in, or taken out
        done TEXT NOT NULL,          -- as it is in the graph now, where things may have been found to be others
        made INTEGER NOT NULL        -- whether that would be there without this edit
    )""",
    "CREATE INDEX edit_done ON edit (done)",
    "CREATE TABLE state (mark TEXT NOT NULL)",  # that of the state which was made from articles, before the edits since then
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A statement that a person put in or took out.

    Attributes:
        quad: The statement, as it was said.
        there: Whether it was put in; else it was taken out.
    """

    quad: Quad
    there: bool


class Edits:
    """Those of one state; open it by `opened`, while nobody else has the state."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, facts: Iterable[Quad], before: Store, after: Store, mark: str) -> None:
        """Keep what a person changed.

        Args:
            facts: All that was put in or taken out; what was put in although it was there already counts too.
            before: The graph before that.
            after: The graph after it.
            mark: The mark of the state before it.
        """
        if not self._connection.execute("SELECT 1 FROM state").fetchone():
            self._connection.execute("INSERT INTO state VALUES (?)", (mark,))
        for fact in facts:
            if fact.graph_name in _MADE:
                self._note(fact, was=fact in before, there=fact in after)

    def _note(self, fact: Quad, *, was: bool, there: bool) -> None:
        line = _line(fact)
        rows = self._connection.execute("SELECT there, made FROM edit WHERE done = ? ORDER BY number", (line,)).fetchall()
        if (bool(rows[-1][0]) is there) if rows else not (was or there):
            return
        made = bool(rows[0][1]) if rows else was
        self._connection.execute("DELETE FROM edit WHERE done = ?", (line,))
        if not rows or made is not there:  # what is put back, or taken out again, is as if nothing had been done
            self._connection.execute("INSERT INTO edit (quad, there, done, made) VALUES (?, ?, ?, ?)", (line, there, line, made))

    def undo(self, store: Store) -> None:
        """Make a graph what it would be without the edits."""
        made: dict[str, bool] = {}
        for done, there in self._connection.execute("SELECT done, made FROM edit ORDER BY number DESC"):
            made[done] = bool(there)
        _bring(store, made)

    def redo(self, store: Store) -> list[Quad]:
        """Make the edits again in a graph that was renewed.

        Returns:
            What they changed otherwise than before, such as statements that went over to another thing.
        """
        rows = self._connection.execute("SELECT number, quad, there, done, made FROM edit ORDER BY number").fetchall()
        now: dict[str, bool] = {}
        changed, moved = [], []
        for (number, _, there, done, made), quad in zip(rows, _quads(row[1] for row in rows), strict=True):
            fact = _followed(quad, store)
            line = _line(fact)
            held = now.get(line, fact in store)
            now[line] = bool(there)
            if (line, held) != (done, bool(made)):
                changed.append((line, held, number))
                moved += [line, done]
        self._connection.executemany("UPDATE edit SET done = ?, made = ? WHERE number = ?", changed)
        self._connection.execute("DELETE FROM state")
        _bring(store, now)
        return list(_quads(moved))

    def forget(self) -> list[Quad]:
        """Forget all edits, which `undo` has undone; return the statements that they were about."""
        facts = list(_quads(row[0] for row in self._connection.execute("SELECT done FROM edit ORDER BY number")))
        self._connection.execute("DELETE FROM edit")
        return facts

    def mark(self) -> str | None:
        """Return the mark of the state that was made from articles, if persons have edited the graph since then."""
        row = self._connection.execute("SELECT mark FROM state").fetchone()
        return str(row[0]) if row else None

    def __iter__(self) -> Iterator[Edit]:
        """Yield the edits, in the order in which they were made."""
        rows = self._connection.execute("SELECT quad, there FROM edit ORDER BY number").fetchall()
        for quad, row in zip(_quads(row[0] for row in rows), rows, strict=True):
            yield Edit(quad, bool(row[1]))


@contextmanager
def opened(state: Path) -> Iterator[Edits | None]:
    """Yield the edits of the state in a folder, and keep what is changed in them if all goes well; `None`: it has none.

    Raises:
        StoreError: They are damaged, or cannot be written.
    """
    if not (state / NAME).is_file():
        yield None
        return
    with begun(state) as edits:
        yield edits


@contextmanager
def begun(state: Path) -> Iterator[Edits]:
    """Yield the edits of the state in a folder, none if it has none yet; see `opened`."""
    path = state / NAME
    is_new = not path.is_file()
    with _telling(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nobody sees the state before it is complete and on the disk, so that SQLite need not see to that.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        if is_new:
            for statement in _TABLES:
                connection.execute(statement)
        yield Edits(connection)
        connection.execute("COMMIT")


@contextmanager
def looked_at(state: Path) -> Iterator[Edits | None]:
    """Yield the edits of a state that nobody changes any more; `None`: it has none.

    Raises:
        StoreError: They are damaged.
    """
    path = state / NAME
    if not path.is_file():
        yield None
        return
    with _telling(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield Edits(connection)


def _telling(path: Path) -> AbstractContextManager[None]:
    remedy = f"what persons changed is damaged: {{error}}. Restore {path.parent.parent.parent} from a backup"
    return telling_database(path, refused="See that there is room on the disk", damaged=remedy)


def own_graphs(store: Store) -> list[NamedNode]:
    """Return the names of the graphs that are a person's own."""
    return [name for name in store.named_graphs() if isinstance(name, NamedNode) and name not in _MADE]


def bring_own_graphs(former: Store, store: Store) -> None:
    """Copy the graphs that are a person's own from one store to another."""
    for name in own_graphs(former):
        store.add_graph(name)
        store.bulk_extend(former.quads_for_pattern(None, None, None, name))


def differences(before: Store, after: Store, *, among: Collection[NamedNode] | None = None) -> Iterator[Quad]:
    """Yield what only one of two graphs has, of what is made from articles.

    Only what differs is held in memory: of one content quads come in one order, that of Oxigraph's keys.

    Args:
        before: The one; likewise `after`.
        after: See `before`.
        among: The predicates in which they may differ; `None`: all is read, which takes some seconds for a million quads.
    """
    for graph in _MADE:
        for predicate in [None] if among is None else among:
            yield from _differ(*(store.quads_for_pattern(None, predicate, None, graph) for store in (before, after)))


def _differ(one: Iterator[Quad], other: Iterator[Quad]) -> Iterator[Quad]:
    """Yield what only one of two streams has."""
    ahead: tuple[set[Quad], set[Quad]] = (set(), set())
    for pair in _side_by_side(one, other):
        if pair[0] == pair[1] and not (ahead[0] or ahead[1]):
            continue
        for quad, mine, others in zip(pair, ahead, reversed(ahead), strict=True):
            if quad in others:
                others.remove(quad)
            elif quad is not None:
                mine.add(quad)
    yield from ahead[0]
    yield from ahead[1]


def _side_by_side(one: Iterator[Quad], other: Iterator[Quad]) -> Iterator[tuple[Quad | None, Quad | None]]:
    while True:
        pair = next(one, None), next(other, None)
        if pair == (None, None):
            return
        yield pair


def _followed(quad: Quad, store: Store) -> Quad:
    """Return a statement about what the things of a statement were found to be, unless it is said of them as they were."""
    if quad.predicate == _REPLACED_BY or quad in store:
        return quad
    found = [_replaced_by(term, store) if isinstance(term, NamedNode) else term for term in (quad.subject, quad.object)]
    return Quad(found[0], quad.predicate, found[1], quad.graph_name)  # type: ignore[arg-type]  # an IRI in the place of an IRI


def _replaced_by(node: NamedNode, store: Store) -> NamedNode:
    for found in store.quads_for_pattern(node, _REPLACED_BY, None, DefaultGraph()):
        if isinstance(found.object, NamedNode):
            return found.object
    return node


def _bring(store: Store, there: dict[str, bool]) -> None:
    """Put statements in, or take them out, whichever is said of them."""
    lines = {is_there: [line for line, said in there.items() if said is is_there] for is_there in (True, False)}
    for quad in _quads(lines[False]):
        store.remove(quad)
    store.extend(_quads(lines[True]))


def _line(quad: Quad) -> str:
    return f"{quad} ."


def _quads(lines: Iterable[str]) -> Iterator[Quad]:
    return iter(parse("\n".join(lines), RdfFormat.N_QUADS))
