"""Asks a store: SPARQL and values of parameters come in; a `Table` (SELECT), `Triples` (CONSTRUCT, DESCRIBE) or a bool (ASK) goes out.

The named queries are the files of `ontology/queries/`. Nothing here writes, and nothing reaches the network: SERVICE and LOAD are refused.
"""

from __future__ import annotations

from kg.query.ask import Parameter, query
from kg.query.evidence import Evidence, Links
from kg.query.limited import LimitedStore
from kg.query.named import NamedQuery, ask_named, named_queries, named_query
from kg.query.optional import library
from kg.query.parameters import parameters_of
from kg.query.passages import Passages
from kg.query.plan import Plan, Step, explain
from kg.query.table import Answer, Row, Table, Triples
from kg.query.terms import Term, Value, short, spreadsheet_safe, value_of
from kg.query.vocabulary import UnknownTerm, VocabularyTerm, terms_of, unknown_terms

__all__ = [
    "Answer",
    "Evidence",
    "LimitedStore",
    "Links",
    "NamedQuery",
    "Parameter",
    "Passages",
    "Plan",
    "Row",
    "Step",
    "Table",
    "Term",
    "Triples",
    "UnknownTerm",
    "Value",
    "VocabularyTerm",
    "ask_named",
    "explain",
    "library",
    "named_queries",
    "named_query",
    "parameters_of",
    "query",
    "short",
    "spreadsheet_safe",
    "terms_of",
    "unknown_terms",
    "value_of",
]
