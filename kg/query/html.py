"""Shows tables and evidence as HTML for notebooks: values come in, a fragment goes out that needs neither script nor style nor network.

Only elements that notebooks keep even where they trust nobody are used (`table`, `details`, `mark`, `a`), so a sentence is one click
away in JupyterLab, in VS Code, in an exported page and on a code host. All text is escaped; links lead to http and https only.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.graph import BASE
from kg.query.terms import is_number, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.query.evidence import Evidence, Links
    from kg.query.table import Table
    from kg.query.terms import Term

MOST_ROWS = 60
MOST_SENTENCES = 5  # in one cell; a card and `Graph.evidence` show all
_WEB = ("http://", "https://")  # other schemes could run code or reach into the reader's machine
_LEFT = 'style="text-align:left;vertical-align:top"'
_ONE_LINE = 'style="text-align:left;vertical-align:top;white-space:nowrap"'
_NUMBER = 'style="text-align:right;vertical-align:top;white-space:nowrap"'
_SHORT = 16  # characters of a cell that is never broken: a date, a number, a status
_ANCHOR_WORDS = 5
_SUMMARY = '<summary style="white-space:nowrap">'


def table_html(table: Table) -> str:
    """Return the table; a row with support, and in other tables a cell that names a thing, opens its sentences."""
    links = table.links if table.links is not None and not table.links.store.closed else None
    # Ids are for programs; where rows lead to their sentences, people do without.
    shown = [number for number, column in enumerate(table.columns) if not (table.support and (column == "id" or column.endswith("_id")))]
    numbers = _numbers(table)
    heads = [(table.columns[number], _NUMBER if number in numbers else _LEFT) for number in shown]
    heads += [("evidence", _LEFT)] if table.support and links else []
    head = "".join(f"<th {style}>{escape(column)}</th>" for column, style in heads)
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in _rows(table, shown, numbers, links))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{_note(table)}"


def _numbers(table: Table) -> frozenset[int]:
    """Return which columns hold numbers alone: these stand at the right, one below the other."""
    held = ([term for term in column if term is not None] for column in zip(*table.rows, strict=True))
    return frozenset(number for number, terms in enumerate(held) if terms and all(map(is_number, terms)))


def _rows(table: Table, shown: Sequence[int], numbers: frozenset[int], links: Links | None) -> Iterator[list[str]]:
    for number, row in enumerate(table.rows[:MOST_ROWS]):
        cells = [
            f"<td {_style(row[column], column in numbers)}>{_cell(row[column], None if table.support else links)}</td>" for column in shown
        ]
        if table.support and links:
            evidence = _folded(links.evidence(*table.support[number])).replace("<summary>", _SUMMARY)
            cells.append(f"<td {_LEFT}>{evidence}</td>")
        yield cells


def _style(term: Term | None, is_of_numbers: bool) -> str:  # noqa: FBT001 - a fact of the column, not a switch
    if is_of_numbers:
        return _NUMBER
    return _ONE_LINE if len(short(term)) <= _SHORT else _LEFT


def _note(table: Table) -> str:
    hidden = len(table) - MOST_ROWS
    notes = [f"{hidden:,} more rows are not shown; to_pandas() has them."] if hidden > 0 else []
    notes += ["The query has more rows than the limit."] if table.truncated else []
    return f"<p>{' '.join(notes)}</p>" if notes else ""


def _cell(term: Term | None, links: Links | None) -> str:
    if not isinstance(term, NamedNode):
        return escape(short(term))
    name = (links.label(term.value) if links else None) or short(term).removeprefix(BASE)
    evidence = links.evidence(term.value) if links else ()
    return _folded(evidence, name) if evidence else escape(name)


def _folded(evidence: Sequence[Evidence], summary: str | None = None) -> str:
    if not evidence:
        return escape(summary or "")
    count = f"{len(evidence)} sentence{'s' if len(evidence) > 1 else ''}"
    more = len(evidence) - MOST_SENTENCES
    rest = f"<p>and {more} more</p>" if more > 0 else ""
    return f"<details><summary>{escape(summary or count)}</summary>{evidence_html(evidence[:MOST_SENTENCES])}{rest}</details>"


def evidence_html(evidence: Iterable[Evidence]) -> str:
    """Return a list of the sentences, the words that carry the claim marked, each with its outlet, its date and a link to it."""
    return f"<ul>{''.join(f'<li>{sentence_html(item)} {source_html(item)}</li>' for item in evidence)}</ul>"


def sentence_html(evidence: Evidence) -> str:
    """Return the sentence with its marks."""
    pieces, at = [], 0
    for start, end in merged(evidence.marks):
        low, high = max(start - evidence.start, at), min(end - evidence.start, len(evidence.sentence))
        if low < high:
            pieces += [escape(evidence.sentence[at:low]), f"<mark>{escape(evidence.sentence[low:high])}</mark>"]
            at = high
    return "".join((*pieces, escape(evidence.sentence[at:])))


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def source_html(evidence: Evidence) -> str:
    """Return outlet, date and title, as a link to the sentence on the web where the article has an address."""
    parts = [part for part in (evidence.publisher, evidence.published, evidence.title) if part]
    name = escape(", ".join(parts) or evidence.document or "unknown source")
    address = sentence_url(evidence)
    return (
        f'<small>(<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{name}</a>)</small>'
        if address
        else f"<small>({name})</small>"
    )


def sentence_url(evidence: Evidence) -> str | None:
    """Return the article's address, which browsers scroll to the sentence; `None`: it has none on the web.

    Source: https://wicg.github.io/scroll-to-text-fragment/
    """
    url = evidence.url or ""
    if not url.lower().startswith(_WEB):
        return None
    words = evidence.sentence.split()
    whole = len(words) <= 2 * _ANCHOR_WORDS
    ends = [" ".join(words)] if whole else [" ".join(words[:_ANCHOR_WORDS]), " ".join(words[-_ANCHOR_WORDS:])]
    text = ",".join(quote(end, safe="", errors="replace").replace("-", "%2D") for end in ends)
    return url if "#" in url else f"{url}#:~:text={text}"
