"""Checks a graph against the shapes of the ontology: a store comes in, findings in words go out, each with its passages."""

from __future__ import annotations

from kg.check.findings import Finding, Quotation
from kg.check.sample import sample
from kg.check.shapes import check

__all__ = ["Finding", "Quotation", "check", "sample"]
