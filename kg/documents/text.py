"""Plain text and Markdown: one file is one article.

Of plain text the whole file is the text, line ends as they are; a first line that a blank line follows is also taken as the title, and
stays in the text. So does a date at the head: a line of its own ("Published: 14 March 2023"), or a dateline that has a year. Of Markdown
the text is what a reader of the page sees: marks, addresses of links, code and front matter stay behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from kg.documents.article import Defaults, Found, check_text, content_id, decode, read_whole
from kg.documents.columns import parse_date
from kg.errors import DocumentError
from kg.model import Document

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_TITLE = 300
"""A longer first line is a paragraph (characters)."""
FULL_STOP = re.compile(r"[^\W\d_]{4,}[.][\"'”’)]*\Z")
"""How a paragraph ends and a headline does not; headlines may end in what is shortened, such as "U.S." or "Inc."."""
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
"""What static sites put above a page. Source: Jekyll's documentation, "Front Matter"."""
FRONT_LINE = re.compile(r"(title|date|published|publisher|source|url|link|lang|language):[ \t]*(\S.*)", re.IGNORECASE)
FRONT_FIELDS = {"date": "published", "source": "publisher", "link": "url", "lang": "language"}

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?P<day>\d{{4}}-\d\d-\d\d|\d{{1,2}}\s{_MONTH},?\s\d{{4}}|{_MONTH}\s\d{{1,2}},?\s\d{{4}})"
DATE_LINE = re.compile(
    rf"(?:(?:first\s)?(?:published|posted|updated|date)(?:\son)?:?\s)?(?:[a-z]+day,?\s)?{_DAY}(?:,?\s(?:at\s)?\d{{1,2}}[:.]\d\d.{{0,20}})?",
    re.IGNORECASE,
)
DATELINE = re.compile(rf"(?:[^\W\d_][\w.'’-]*(?:\s[\w.'’-]+){{0,3}},\s){{1,2}}{_DAY}\s?(?:\([^()]{{1,40}}\)\s?)?[-–—:]", re.IGNORECASE)
HEAD_CHARACTERS = 5_000
HEAD = 6
"""Lines that are not blank, from the first, in which an article may say its date."""


def parse_text(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the article of a plain text file."""
    text = check_text(decode(read_whole(stream, where), where), where)
    yield Document(
        id=content_id(text),
        text=text,
        title=title_of(text),
        published=date_of(text) or defaults.published,
        publisher=defaults.publisher,
        language=defaults.language,
    )


def title_of(text: str) -> str | None:
    """Return the first line if it stands alone above a blank line, as a headline does."""
    lines = text.splitlines()[:3]
    if len(lines) < 3 or lines[1].strip() or not lines[2].strip():  # noqa: PLR2004 - a title, a blank line, the article
        return None
    title = lines[0].strip()
    return title if 0 < len(title) <= MAX_TITLE and not FULL_STOP.search(title) else None


def date_of(text: str) -> date | None:
    """Return the day that the head of an article states as its own, on a line of its own or in its dateline; both with a year."""
    head = [line.strip() for line in text[:HEAD_CHARACTERS].splitlines() if line.strip()][:HEAD]
    found = next((said for line in head if (said := DATE_LINE.fullmatch(line) or DATELINE.match(line))), None)
    return parse_date(_in_one_form(found["day"])) if found else None


def _in_one_form(day: str) -> str:
    """Write a day as "14 Mar 2023", whatever its order and the name of the month; "2023-03-14" stays."""
    if day[:4].isdigit():
        return day
    first, second, year = re.findall(r"\w+", day)
    number, month = (first, second) if first.isdigit() else (second, first)
    return f"{number} {month[:3]} {year}"


def parse_markdown(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the article of a Markdown file; its date, publisher and address may stand in front matter."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - plain text need not wait for it

    source = check_text(decode(read_whole(stream, where), where), where)
    front = FRONT_MATTER.match(source)
    said = _front_matter(front[1]) if front else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(source[front.end() :] if front else source)
    text = check_text("\n\n".join(_blocks(tokens)), where)
    published = said.get("published")
    day = parse_date(published) if published else None
    if published and day is None:
        raise DocumentError(where, f"its date is {published!r}", "It must be a date such as 2024-01-31")
    yield Document(
        id=content_id(text),
        text=text,
        title=said.get("title") or _heading(tokens) or title_of(text),
        published=day or date_of(text) or defaults.published,
        publisher=said.get("publisher") or defaults.publisher,
        url=said.get("url"),
        language=said.get("language") or defaults.language,
    )


def _front_matter(lines: str) -> dict[str, str]:
    """Return what plain `name: value` lines say; anything deeper is not read."""
    found = (FRONT_LINE.fullmatch(line.rstrip()) for line in lines.splitlines())
    pairs = ((match[1].lower(), match[2].strip("\"'")) for match in found if match)
    return {FRONT_FIELDS.get(name, name): value for name, value in pairs}


def _blocks(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the words of each paragraph, heading, item and cell."""
    for token in tokens:
        if token.type == "inline" and (words := _words(token)):
            yield words


def _words(token: Token) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n", "text": None, "code_inline": None}
    parts = (breaks[part.type] or part.content for part in token.children or () if part.type in breaks)
    return "".join(parts).strip()


def _heading(tokens: list[Token]) -> str | None:
    """Return the first heading of the highest level."""
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _words(tokens[at + 1]) or None
    return None
