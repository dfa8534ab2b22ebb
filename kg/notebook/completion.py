"""Completes words of a query in a `%%sparql` cell: the text before the cursor comes in, terms, prefixes, variables and keywords go out."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from kg.graph import PREFIXES
from kg.query import terms_of

KEYWORDS: Final = (
    *("ASK", "BIND", "CONSTRUCT", "COUNT", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER", "GRAPH", "GROUP BY", "GROUP_CONCAT", "HAVING"),
    *("LIMIT", "MAX", "MIN", "MINUS", "NOT EXISTS", "OFFSET", "OPTIONAL", "ORDER BY", "PREFIX", "REGEX", "SAMPLE", "SELECT", "STR"),
    *("STRSTARTS", "SUM", "UNION", "VALUES", "WHERE"),
)
_WORD = re.compile(r"[?$]\w*$|[\w-]*:[\w-]*$|\w+$")
_MAGIC = "%%sparql"


@context_matcher(identifier="kg.sparql")  # type: ignore[untyped-decorator]  # IPython's decorators are untyped
def sparql_matcher(context: CompletionContext) -> SimpleMatcherResult:
    """Complete the word before the cursor, in cells that begin with `%%sparql` and nowhere else."""
    lines = context.full_text.split("\n")
    if not lines[0].startswith(_MAGIC) or context.cursor_line == 0:
        return {"completions": [], "suppress": False}
    before = lines[context.cursor_line][: context.cursor_position]
    found = _WORD.search(before)
    word = found[0] if found else ""
    matches = [SimpleCompletion(text=text, type=kind) for text, kind in _candidates(word, context.full_text)]
    return {"completions": matches, "matched_fragment": word, "suppress": True, "ordered": True}


def _candidates(word: str, cell: str) -> list[tuple[str, str]]:
    """What the word may become, and of what kind that is; the case of prefixed names does not matter."""
    if not word:
        return []
    if word[0] in "?$":
        known = sorted(set(re.findall(r"[?$](\w+)", cell)))
        return [(f"{word[0]}{name}", "variable") for name in known if name.startswith(word[1:]) and name != word[1:]]
    lowered = word.lower()
    if ":" in word:
        return [(name, kind) for name, kind in _terms() if name.lower().startswith(lowered)]
    prefixes = [(f"{prefix}:", "prefix") for prefix in sorted(PREFIXES) if prefix.startswith(lowered)]
    keywords = [(keyword, "keyword") for keyword in KEYWORDS if keyword.lower().startswith(lowered)]
    bare = [(name, kind) for name, kind in _terms() if name.partition(":")[2].lower().startswith(lowered)] if len(word) > 1 else []
    return prefixes + keywords + bare


@cache
def _terms() -> tuple[tuple[str, str], ...]:
    return tuple((term.name, term.kind) for term in terms_of())
