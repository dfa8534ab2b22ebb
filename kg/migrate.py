"""Brings a graph of an older layout or ontology to those installed: a `.kg` folder comes in and goes out, what articles say untouched.

What changed in the ontology is said by `ontology/migrations/VERSION.rq`, one SPARQL update a version, and what rules derive is derived
anew. Nothing is read again; articles that are built anew give the same graph, and more slowly.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode
from rdflib import OWL

from kg.errors import StoreError
from kg.evidence import Evidence
from kg.graph import ONTOLOGY, ONTOLOGY_GRAPH, PREFIXES, apply_rules, ontology_path, ontology_quads
from kg.search import fill
from kg.store import Layout, building, open_store, update_store, upgrade_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph
    from pyoxigraph import Quad

log = logging.getLogger(__name__)

_VERSION = NamedNode(str(OWL.versionInfo))
_OLDEST = "0.1.0"  # the first, whose graphs always name it
_UNDERIVE = """
DELETE { ?derived ?property ?value . ?subject ?predicate ?object }
WHERE {
  ?derived a kg:DerivedAssertion ; ?property ?value ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  FILTER(EXISTS { GRAPH kg: { ?predicate rdfs:subPropertyOf kg:derivedEdge } })
} ;
DELETE { ?derived ?property ?value }
WHERE { ?derived a kg:DerivedAssertion ; ?property ?value }
"""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration did.

    Attributes:
        before: The ontology's version before; likewise `after`.
        after: See `before`.
        migrations: Those of the ontology that ran, by version; none, if nothing was to do.
        relaid: Whether the folder was of an older layout and is now of this one.
    """

    before: str
    after: str
    migrations: tuple[str, ...]
    relaid: bool = False


def migrate(folder: Path | str) -> Migrated:
    """Bring the graph in `folder` to the installed ontology and to the folder layout of this version; one that is so already is left alone.

    Raises:
        StoreError: There is no graph, its ontology is newer than the installed one, or it cannot be written. The graph is then untouched.
    """
    with building(folder):
        if Layout(Path(folder)).readings.exists():
            Evidence.create(Path(folder)).close()  # takes over the lines of JSON in which the first layout kept readings
        relaid = upgrade_store(folder, beside=fill)
        return _migrated(folder, relaid=relaid)


def _migrated(folder: Path | str, *, relaid: bool) -> Migrated:
    with open_store(folder) as store:
        before, after = _version(store.oxigraph.quads_for_pattern(None, _VERSION, None, ONTOLOGY_GRAPH)), installed_version()
        if _order(before) > _order(after):
            raise StoreError(f"{folder}: its ontology has version {before}, installed is {after}. Install a newer kg")
        if before == after:
            return Migrated(before, after, (), relaid=relaid)
    steps = _steps(before)
    update_store(folder, finish=partial(_upgrade, steps=steps), beside=lambda state, store, _: fill(state, store))
    return Migrated(before, after, tuple(path.stem for path in steps), relaid=relaid)


def installed_version() -> str:
    """Return the version of the installed ontology."""
    return _version(ontology_quads())


def _version(quads: Iterable[Quad]) -> str:
    found = [quad.object for quad in quads if quad.predicate == _VERSION and quad.subject == NamedNode(ONTOLOGY)]
    return cast("Literal", found[0]).value if found else _OLDEST


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _steps(before: str) -> list[Path]:
    """Return the migrations to what came after a version, oldest first."""
    paths = (ontology_path() / "migrations").glob("*.rq")
    return sorted((path for path in paths if _order(path.stem) > _order(before)), key=lambda path: _order(path.stem))


def _upgrade(store: pyoxigraph.Store, *, steps: list[Path]) -> None:
    store.remove_graph(ONTOLOGY_GRAPH)
    store.extend(ontology_quads())
    store.update(_UNDERIVE, prefixes=dict(PREFIXES))
    for path in steps:
        log.info("migrating to %s", path.stem)
        store.update(path.read_text(encoding="utf-8"), prefixes=dict(PREFIXES))
    apply_rules(store)
