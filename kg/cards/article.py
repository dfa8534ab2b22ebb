"""Shows what was read in an article: its reading comes in, its text with the names and events marked goes out (by displaCy)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.cards.fragments import facts, heading, links
from kg.errors import StoreError
from kg.evidence import Evidence
from kg.explore.rows import Line, ask, optional, table, text
from kg.names import Bearer, NameIndex

if TYPE_CHECKING:
    from pathlib import Path

    from kg.explore import Finder
    from kg.model import Document, Reading
    from kg.query import Table

COLUMNS = ("article", "title", "publisher", "published", "url", "id")
COLOURS: Final = {
    "Person": "#a6d8f0",
    "Organization": "#b5dccb",
    "Country, city": "#f3e3a0",
    "Place": "#e6dcb4",
    "Building": "#e6dcb4",
    "Group": "#d2cfe8",
    "Weapon": "#d9d9d9",
    "Time": "#e9e9e9",
    "Thing": "#e3e3e3",
    "Event": "#f6c29b",
}
"""Backgrounds by label, light enough for black text and told apart by the colour-blind; the label is written out too."""

_LABELS: Final = {
    "PER": "Person",
    "ORG": "Organization",
    "GPE": "Country, city",
    "LOC": "Place",
    "FAC": "Building",
    "GRP": "Group",
    "WEA": "Weapon",
    "TIM": "Time",
    "MISC": "Thing",
}
_MARK: Final = (
    '<mark style="background:{bg};color:#111;padding:0.1em 0.25em;border-radius:0.25em">{text} '
    '<small style="font-weight:bold">{label}</small>{kb_link}</mark>'
)
_ARTICLES = """
SELECT ?id ?article ?title ?publisher ?published ?url WHERE {
  ?id a kg:Document ; kg:identifier ?article .
  OPTIONAL { ?id kg:title ?title } OPTIONAL { ?id kg:publisher ?publisher }
  OPTIONAL { ?id kg:published ?published } OPTIONAL { ?id kg:url ?url }
}"""


@dataclass(frozen=True, slots=True)
class Annotation:
    """Characters `[start, end)` of the text, what kind of thing they name, and more about it, such as an event's class."""

    start: int
    end: int
    kind: str
    detail: str | None = None

    @property
    def label(self) -> str:
        """What is written beside the words."""
        return self.detail or self.kind


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """An article and what was read in it; a notebook shows its text with names and events marked."""

    reading: Reading

    @property
    def document(self) -> Document:
        """The article itself: text, title, date, publisher, address."""
        return self.reading.document

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """All mentions of things and events, in text order; they may lie in each other."""
        found = [
            Annotation(mention.span.start, mention.span.end, _LABELS[mention.type])
            for entity in self.reading.entities
            for mention in entity.mentions
        ]
        for cluster in self.reading.events:
            for event in cluster.mentions:
                status = "" if event.factuality == "Fact" else f", {event.factuality.lower()}"
                found.append(Annotation(event.trigger.start, event.trigger.end, "Event", f"{event.type}{status}"))
        return tuple(sorted(found, key=lambda one: (one.start, -one.end, one.kind)))

    def __repr__(self) -> str:
        document = self.document
        head = ", ".join(str(part) for part in (document.publisher, document.published, document.title) if part) or document.id
        return f"{head}\n{''.join(_plain(document.text, outermost(self.annotations)))}"

    def _repr_html_(self) -> str:
        document = self.document
        marked = outermost(self.annotations)
        hidden = len(self.annotations) - len(marked)
        note = f"<p><small>{hidden} more lie inside of those that are marked.</small></p>" if hidden else ""
        published = document.published.isoformat() if document.published else None
        known = facts({"publisher": document.publisher, "published": published, "id": document.id})
        head = f"{heading(document.title or document.id)}{known}{links((document.url or '',))}"
        return f"<div>{head}{_marked(document.text, marked)}{note}</div>"


def article(finder: Finder, folder: Path, name: str) -> Article:
    """Return an article of the graph in `folder`, by its id or title.

    Raises:
        UnknownNameError: There is none; the message lists the nearest.
        AmbiguousNameError: The name fits several.
        StoreError: What was read in it is not kept in the folder.
    """
    index = NameIndex.of(
        (
            Bearer(text(row, "article"), optional(row, "title") or text(row, "article"), (text(row, "id"),))
            for row in sorted(ask(finder.store, _ARTICLES), key=lambda row: text(row, "article"))
        ),
        what="article",
    )
    wanted = index.find(name)[0]
    with Evidence.open(folder) as evidence:
        reading = evidence.find(wanted)
    if reading is None:
        raise StoreError(f"{folder}: it has no reading of the article {wanted!r}. Build the graph again with `kg build`")
    return Article(reading)


def articles(finder: Finder) -> Table:
    """Return the articles that the graph was read from, by date."""
    lines = [
        Line(
            (*(optional(row, name) for name in ("article", "title", "publisher", "published", "url")), NamedNode(text(row, "id"))),
            (text(row, "id"),),
        )
        for row in ask(finder.store, _ARTICLES)
    ]
    return table(finder.store, COLUMNS, sorted(lines, key=lambda line: (str(line.cells[3] or ""), str(line.cells[0]))))


def outermost(annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Return those that lie in no other and overlap no earlier one: text can be marked once only. They come in text order."""
    kept: list[Annotation] = []
    for one in sorted(annotations, key=lambda one: (one.start, -one.end, one.kind)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _plain(text: str, annotations: Iterable[Annotation]) -> Iterator[str]:
    at = 0
    for one in annotations:
        yield f"{text[at : one.start]}[{text[one.start : one.end]}: {one.label}]"
        at = one.end
    yield text[at:]


def _marked(text: str, annotations: tuple[Annotation, ...]) -> str:
    """The text with its marks; displaCy escapes it."""
    if not annotations:  # displaCy warns of a text without any
        return f"<p>{escape(text)}</p>"
    from spacy import displacy  # noqa: PLC0415 - it takes a second to load

    colours = {one.label.upper(): COLOURS[one.kind] for one in annotations}
    spans = [{"start": one.start, "end": one.end, "label": one.label} for one in annotations]
    options = {"colors": colours, "template": _MARK}
    page = displacy.render({"text": text, "ents": spans, "title": None}, style="ent", manual=True, jupyter=False, options=options)
    return str(page)
