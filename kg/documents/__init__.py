"""Articles come in as files, folders, archives or a stream; `Document`s go out, one at a time, and each problem by name.

Here text becomes a `Document`: decoded, freed from a web page's menus, and from then on never changed. What it says is not looked at.
"""

from __future__ import annotations

from kg.documents.article import MAX_BYTES, Defaults, Notice, Parser, content_id, told_apart
from kg.documents.collect import PARSERS, read_documents
from kg.documents.columns import FIELDS
from kg.documents.fetch import Fetcher

__all__ = ["FIELDS", "MAX_BYTES", "PARSERS", "Defaults", "Fetcher", "Notice", "Parser", "content_id", "read_documents", "told_apart"]
