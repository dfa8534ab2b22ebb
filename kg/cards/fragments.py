"""Small pieces of HTML that cards are made of: text comes in and is escaped here, elements go out that every notebook keeps."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kg.query.html import table_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.query import Table

_WEB = ("http://", "https://")


def heading(text: str, level: int = 3) -> str:
    """Return a heading."""
    return f'<h{level} style="margin:0.6em 0 0.2em">{escape(text)}</h{level}>'


def facts(values: Mapping[str, str | None]) -> str:
    """Return a line of what is known: values by name; what is not known is left out."""
    known = [f"<b>{escape(name)}</b> {escape(value)}" for name, value in values.items() if value]
    return f"<p>{' · '.join(known)}</p>" if known else ""


def links(addresses: Iterable[str]) -> str:
    """Return the addresses as links, those of the web only."""
    found = [
        f'<a href="{escape(one)}" target="_blank" rel="noopener noreferrer">{escape(one.split("//", 1)[1])}</a>'
        for one in addresses
        if one.lower().startswith(_WEB)
    ]
    return f"<p>{' · '.join(found)}</p>" if found else ""


def section(title: str, table: Table) -> str:
    """Return a table under a heading, and nothing for an empty one."""
    return f"{heading(title, 4)}{table_html(table)}" if len(table) else ""


def as_text(title: str, values: Mapping[str, str | None], tables: Mapping[str, Table]) -> str:
    """Return a card as plain text."""
    lines = [title, *(f"{name}: {value}" for name, value in values.items() if value)]
    return "\n".join((*lines, *(f"\n{name}\n{table!r}" for name, table in tables.items() if len(table))))
