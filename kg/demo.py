"""The guided tour: the example articles come in, tables of what they say and two files to look at go out.

It uses only what a user has, `kg.build` and `kg.open`, so it is also an example of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import kg
from kg.api import Graph
from kg.examples import ARTICLES
from kg.pipeline import BuildReport, Progress
from kg.query import Answer, named_query

GRAPH, PAGE, TURTLE = "kerman.kg", "kerman.html", "kerman.ttl"

ROLES = """
SELECT ?event ?date ?role ?participant ?status ?according_to ?evidence WHERE {
  {
    SELECT ?event_iri ?predicate ?participant_iri ?status_term ?according_to (MIN(?quote) AS ?sentence) WHERE {
      ?assertion rdf:subject ?event_iri ; rdf:predicate ?predicate ; rdf:object ?participant_iri ; kg:status ?status_term ;
        prov:wasDerivedFrom/kg:quote ?quote .
      ?event_iri a kg:Event .
      OPTIONAL { ?assertion kg:accordingTo/skos:prefLabel ?according_to }
    } GROUP BY ?event_iri ?predicate ?participant_iri ?status_term ?according_to
  }
  GRAPH kg: {
    ?predicate skos:prefLabel ?role_label .
    ?status_term skos:prefLabel ?status_label .
    FILTER NOT EXISTS { ?predicate rdfs:subPropertyOf kg:derivedEdge }
  }
  ?event_iri skos:prefLabel ?event .
  ?participant_iri skos:prefLabel ?participant .
  OPTIONAL { ?event_iri kg:date ?day }
  BIND(STR(?day) AS ?date)
  BIND(STR(?role_label) AS ?role)
  BIND(STR(?status_label) AS ?status)
  BIND(IF(STRLEN(?sentence) > 100, CONCAT(SUBSTR(?sentence, 1, 99), "…"), ?sentence) AS ?evidence)
}
ORDER BY ?date ?event ?event_iri ?role ?participant ?status ?according_to
"""
"""Each event with who and what takes part in it, how that is meant, who says so, and how a sentence that says it begins."""

NAMED = ("claims_and_denials", "tolls")


def build(folder: Path, *, progress: Progress | None = None) -> tuple[BuildReport, Graph]:
    """Read the example articles into a graph in `folder` and open it."""
    folder.mkdir(parents=True, exist_ok=True)
    report = kg.build([ARTICLES], folder / GRAPH, progress=progress)
    return report, Graph(folder / GRAPH)


def answers(graph: Graph) -> Iterator[tuple[str, Answer]]:
    """Yield tables of the graph, each with its title."""
    yield "Actors", graph.named("actors")
    yield "Events: who takes part, how it is meant, and the evidence", graph.query(ROLES)
    for name in NAMED:
        yield f"{named_query(name).question} (kg query {graph.folder} --named {name})", graph.named(name)


def write(graph: Graph, folder: Path) -> tuple[Path, ...]:
    """Draw and export the graph to `folder`, and return the files."""
    graph.show(folder / PAGE)
    graph.export(folder / TURTLE)
    return folder / PAGE, folder / TURTLE
