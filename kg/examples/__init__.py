"""Four short articles on the Kerman bombings of January 2024, to try the package on; see the README beside this file."""

from __future__ import annotations

from pathlib import Path

ARTICLES = Path(__file__).with_name("articles.jsonl")
"""The articles, one a line; they tell the same events at different hours and do not agree."""
