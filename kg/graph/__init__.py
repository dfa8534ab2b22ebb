"""Knowledge as RDF: `quads` writes it, `apply_rules` adds what follows, `KG` names the terms. The shapes are in `README.md`.

After a change `reapply_rules` brings what follows up to date.
"""

from __future__ import annotations

from kg.graph.changes import reapply_rules
from kg.graph.ontology import ONTOLOGY_GRAPH, ontology_path, ontology_quads
from kg.graph.rules import Rule, apply_rules, rules
from kg.graph.to_rdf import quads
from kg.graph.vocabulary import BASE, KG, ONTOLOGY, PREFIXES

__all__ = [
    "BASE",
    "KG",
    "ONTOLOGY",
    "ONTOLOGY_GRAPH",
    "PREFIXES",
    "Rule",
    "apply_rules",
    "ontology_path",
    "ontology_quads",
    "quads",
    "reapply_rules",
    "rules",
]
