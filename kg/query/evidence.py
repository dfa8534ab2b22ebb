"""Finds the sentences that support a thing: the IRI of an assertion, event, actor, article, … comes in, its `Evidence` goes out.

This is how a row of a table, an edge of a network and a card lead back to what was read. Nothing here judges what the sentences say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Variable

from kg.graph import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QuerySolution

    from kg.store import Store

_SUPPORT = """
  { ?thing prov:wasDerivedFrom ?passage }
  UNION { ?report rdf:subject ?thing ; prov:wasDerivedFrom ?passage }
  UNION { ?report rdf:object ?thing ; prov:wasDerivedFrom ?passage }
  UNION { ?thing kg:statusReport ?report . ?report prov:wasDerivedFrom ?passage }
  UNION { ?thing kg:count ?report . ?report prov:wasDerivedFrom ?passage }
  UNION { ?thing kg:time ?report . ?report prov:wasDerivedFrom ?passage }
  UNION { ?passage oa:hasSource ?thing }
  UNION { ?thing kg:quote ?quote ; oa:hasSource ?document . BIND(?thing AS ?passage) }
"""
"""What `?passage` supports `?thing`: a report's own, all reports of an event or an actor, all of an article, or the passage itself."""

PASSAGE_FIELDS = """
  ?passage kg:quote ?sentence ; oa:hasSource ?document ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL { ?document kg:identifier ?id } OPTIONAL { ?document kg:title ?title } OPTIONAL { ?document kg:publisher ?publisher }
  OPTIONAL { ?document kg:published ?published } OPTIONAL { ?document kg:url ?url }
"""
"""What an `Evidence` is made of, for a query that binds `?passage`."""

_PASSAGES = f"""
SELECT ?thing ?passage ?sentence ?start ?end ?id ?title ?publisher ?published ?url WHERE {{
  {{ SELECT DISTINCT ?thing ?passage WHERE {{ {_SUPPORT} }} }} {PASSAGE_FIELDS}
}}"""
_MARKS = f"""
SELECT ?thing ?passage ?start ?end WHERE {{
  {{ SELECT DISTINCT ?thing ?passage WHERE {{ {_SUPPORT} }} }} ?passage kg:mark ?mark . ?mark oa:start ?start ; oa:end ?end .
}}"""
REPRINTS = """
SELECT ?id ?outlet WHERE { ?reprint kg:reprintOf ?document ; kg:identifier ?other . ?document kg:identifier ?id .
  OPTIONAL { ?reprint kg:publisher ?publisher } BIND(COALESCE(?publisher, ?other) AS ?outlet) }"""
"""Who printed the text of which document again."""
_LABEL = "SELECT ?thing ?label WHERE { { ?thing skos:prefLabel ?label } UNION { ?thing kg:title ?label } }"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that supports a claim: offsets `[start, end)` and `marks` count code points of the document's text.

    `marks` are the words in the sentence that carry the claim. `published` is an ISO date. `None`: not known. `reprinted_by` are the
    outlets that printed the same text again, or the ids of their articles where those do not say theirs.
    """

    sentence: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()
    document: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    reprinted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """Looks up names and sentences in a store, as long as it is open."""

    store: Store

    def label(self, iri: str) -> str | None:
        """Return what a thing is called; `None`: nothing is known by this IRI."""
        return min((str(row["label"].value) for row in self._ask(_LABEL, iri)), default=None)

    def evidence(self, *iris: str) -> tuple[Evidence, ...]:
        """Return the sentences that support any of the things, each once with all its marks, by date, document and place in it."""
        found: list[Evidence] = []
        for iri in iris:
            marks = marks_by_passage(self._ask(_MARKS, iri))
            found += [as_evidence(row, marks.get(str(row["passage"].value), ())) for row in self._ask(_PASSAGES, iri)]
        reprints = reprints_by_document(iter(self.store.query(REPRINTS, prefixes=PREFIXES))) if found else {}  # type: ignore[arg-type]  # a SELECT
        return ordered(replace(one, reprinted_by=reprints.get(one.document or "", ())) for one in found)

    def _ask(self, sparql: str, iri: str) -> Iterator[QuerySolution]:
        try:
            thing = NamedNode(iri)
        except ValueError:  # no IRI, so nothing is known of it
            return iter(())
        return iter(self.store.query(sparql, prefixes=PREFIXES, substitutions={Variable("thing"): thing}))  # type: ignore[arg-type]  # a SELECT


def as_evidence(
    row: QuerySolution, marks: tuple[tuple[int, int], ...], reprints: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Evidence:
    """Make the evidence of a row that has the variables of `PASSAGE_FIELDS`; `reprints` are those of `reprints_by_document`."""
    known = {name: None if row[name] is None else str(row[name].value) for name in ("id", "title", "publisher", "published", "url")}
    return Evidence(
        sentence=str(row["sentence"].value),
        start=int(row["start"].value),
        end=int(row["end"].value),
        marks=marks,
        document=known["id"],
        title=known["title"],
        publisher=known["publisher"],
        published=known["published"],
        url=known["url"],
        reprinted_by=reprints.get(known["id"] or "", ()),
    )


def marks_by_passage(rows: Iterable[QuerySolution]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Gather rows of `?passage`, `?start` and `?end`, sorted."""
    marks: dict[str, set[tuple[int, int]]] = {}
    for row in rows:
        marks.setdefault(str(row["passage"].value), set()).add((int(row["start"].value), int(row["end"].value)))
    return {passage: tuple(sorted(found)) for passage, found in marks.items()}


def reprints_by_document(rows: Iterable[QuerySolution]) -> dict[str, tuple[str, ...]]:
    """Gather rows of `REPRINTS`: the outlets by the id of the document whose text they printed, sorted."""
    outlets: dict[str, set[str]] = {}
    for row in rows:
        outlets.setdefault(str(row["id"].value), set()).add(str(row["outlet"].value))
    return {document: tuple(sorted(found)) for document, found in outlets.items()}


def ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return each sentence once, with all its marks, sorted by date, document and place in it."""
    found: dict[tuple[str | None, int, int], Evidence] = {}
    for item in evidence:
        other = found.setdefault((item.document, item.start, item.end), item)
        found[item.document, item.start, item.end] = replace(item, marks=tuple(sorted({*item.marks, *other.marks})))
    return tuple(sorted(found.values(), key=lambda item: (item.published or "", item.document or "", item.start, item.end)))
