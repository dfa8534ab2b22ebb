"""Articles come in as files, folders, archives or a stream; `Document`s go out, one at a time, and each problem by name.

Here text becomes a `Document`: decoded, freed from a web page's menus, and from then on never changed. What it says is not looked at.
"""

from __future__ import annotations

from kg.documents.article import MAX_BYTES, Defaults, Notice, Parser, content_id
from kg.documents.collect import PARSERS, read_documents
from kg.documents.columns import FIELDS
from kg.documents.fetch import Fetcher
from kg.documents.reprints import FILE as REPRINTS
from kg.documents.reprints import Reprints

__all__ = [
    "FIELDS",
    "MAX_BYTES",
    "PARSERS",
    "REPRINTS",
    "Defaults",
    "Fetcher",
    "Notice",
    "Parser",
    "Reprints",
    "content_id",
    "read_documents",
]
