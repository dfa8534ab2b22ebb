"""Adds what follows from what is said: a store of facts comes in, edges and assertions derived by `ontology/rules/*.rq` go into it.

Each rule is a SPARQL CONSTRUCT whose first line says what it means. The rules run side by side, again and again, until none adds
anything; one that says of itself that it looks at nothing derived runs once. For events that are new in a graph they run on
what surrounds these, in memory. What a rule means is in its file; nothing here knows an event type or a verb.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import QueryTriples, RdfFormat, Store, parse

from kg.errors import QueryError, StoreError
from kg.graph.limits import within
from kg.graph.neighbourhood import neighbourhood
from kg.graph.ontology import ONTOLOGY_GRAPH, ontology_path, ontology_quads
from kg.graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode, Quad

log = logging.getLogger(__name__)

_FIRST_ONLY = "# Looks at nothing that is derived."
_AT_ONCE = 2
"""Rules that run at once."""
_MANY = 50_000
"""Triples that are added at once; Oxigraph loads so many faster than it extends a store by them."""
_MOST_ROUNDS = 20  # ours need three; a rule that mints new IRIs from those that it minted would never end


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT of `ontology/rules/`: `name` is its file's, `meaning` its first line.

    `reads_derived` tells whether what rules add, its own or others', can make it add more; it is so unless the file has the line
    `_FIRST_ONLY`. `limit` selects what the rule passes over, see `kg.graph.limits`; it looks at nothing that is derived.
    """

    name: str
    meaning: str
    sparql: str
    reads_derived: bool = True
    limit: str | None = None


def rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of `folder` (default: the ontology's), by name."""
    paths = sorted((folder or ontology_path() / "rules").glob("*.rq"))
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Rule:
    sparql = path.read_text(encoding="utf-8")
    first = sparql.partition("\n")[0]
    if not first.startswith("# "):
        raise QueryError(f"{path}:1: a rule begins with its meaning as a comment. Write a first line such as `# An actor …`")
    limit = path.parent / "limits" / path.name
    return Rule(
        path.stem,
        first.removeprefix("# ").strip(),
        sparql,
        reads_derived=_FIRST_ONLY not in sparql.splitlines(),
        limit=limit.read_text(encoding="utf-8") if limit.is_file() else None,
    )


def apply_rules(store: Store, chosen: Sequence[Rule] | None = None) -> int:
    """Add the ontology, in its own graph, and all that the rules derive to the store's default graph.

    Args:
        store: Holds facts as `quads` writes them.
        chosen: The rules to run; default: all of the ontology's.

    Returns:
        How many triples the rules added.

    Raises:
        QueryError: A rule is no CONSTRUCT, or its limit no SELECT.
        StoreError: The rules do not come to an end.
    """
    if not any(store.quads_for_pattern(None, None, None, ONTOLOGY_GRAPH)):
        store.extend(ontology_quads())
    to_run = [_within(store, rule) for rule in (rules() if chosen is None else chosen)]
    added = 0
    for number in range(_MOST_ROUNDS):
        new = _apply(store, [rule for rule in to_run if rule.reads_derived or not number])
        added += new
        if not new:
            return added
    names = ", ".join(rule.name for rule in to_run)
    raise StoreError(f"the rules add new triples after {_MOST_ROUNDS} rounds: {names}. Some rule mints IRIs from those that it minted")


def _within(store: Store, rule: Rule) -> Rule:
    return rule if rule.limit is None else replace(rule, sparql=within(store, rule.name, rule.sparql, rule.limit), limit=None)


def apply_rules_about(store: Store, events: Iterable[NamedNode], chosen: Sequence[Rule] | None = None) -> int:
    """Add what the rules derive of some events, such as those that new articles speak of.

    Rules only add: where something was taken out of a graph, `kg.graph.reapply_rules`.

    Args:
        store: Holds facts as `quads` writes them, with the ontology, as `apply_rules` leaves it.
        events: What has changed, with all that is linked to it, as `kg.graph.neighbourhood.linked` finds it.
        chosen: The rules to run; default: all of the ontology's.

    Returns:
        How many triples were added.

    Raises:
        QueryError: A rule is no CONSTRUCT.
        StoreError: The rules do not come to an end.
    """
    part = neighbourhood(store, events)
    before = set(part)
    apply_rules(part, chosen)
    new = [quad for quad in part if quad not in before and quad not in store]
    store.extend(new)
    return len(new)


def _apply(store: Store, to_run: Sequence[Rule]) -> int:
    """Run rules side by side, and add what they derive; return how many triples were new."""
    added = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # the engine goes on without Python until its answer is written
        for rule, answer in zip(to_run, pool.map(partial(_derived, store), to_run), strict=True):
            new = sum(_add(store, part) for part in _parts(answer))
            added += new
            if new:
                log.debug("rule %s added %d triples", rule.name, new)
    return added


def _parts(answer: bytes) -> Iterator[set[Quad]]:
    """Yield the triples of an answer, so many at a time that what is held in memory is bounded."""
    triples = parse(answer, RdfFormat.N_TRIPLES)
    while part := set(islice(triples, _MANY)):
        yield part


def _add(store: Store, triples: set[Quad]) -> int:
    """Add what a store does not have, and return how much that was."""
    new = [quad for quad in triples if quad not in store]
    (store.bulk_extend if len(triples) == _MANY else store.extend)(new)
    return len(new)


def _derived(store: Store, rule: Rule) -> bytes:
    """Return what a rule derives, as N-Triples, each once."""
    try:
        result = store.query(rule.sparql, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise QueryError(f"rule {rule.name}: {error}. See ontology/rules/{rule.name}.rq") from error
    if isinstance(result, QueryTriples):
        return result.serialize(format=RdfFormat.N_TRIPLES) or b""  # bytes, as no output is given
    del result  # it may not go to another thread, as the error does
    raise QueryError(f"rule {rule.name}: it is no CONSTRUCT. See ontology/rules/{rule.name}.rq")
