"""From named values to documents: a line of JSON or a row of a table comes in, and where it holds each field; a `Document` goes out.

Which column holds what is told by its name: the field's own, one that the user gives, or one that others use for it (`GUESSES`). What was
guessed is told to the user. A value that does not fit is an error where the column is certain, and left out where it was guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from unicodedata import combining, normalize

from kg.documents.article import Defaults, Notice, check_text, content_id
from kg.errors import DocumentError
from kg.model import Document

FIELDS = ("id", "text", "title", "published", "publisher", "url", "language")
GUESSES: Mapping[str, tuple[str, ...]] = {
    "id": ("docid", "documentid", "articleid", "uuid", "guid", "uid"),
    "text": (
        *("body", "content", "articletext", "fulltext", "maintext", "article", "articlebody", "story", "rawtext", "bodytext"),
        *("fliesstext", "volltext", "artikeltext", "inhalt", "texte", "contenu", "corps", "texto", "contenido", "cuerpo"),
    ),
    "title": ("headline", "heading", "titel", "uberschrift", "ueberschrift", "schlagzeile", "titre", "titulo", "titular"),
    "published": (
        *("date", "publishedat", "publishdate", "datepublished", "publicationdate", "pubdate", "datepublish", "publishedon"),
        *("datum", "veroffentlicht", "veroeffentlicht", "erscheinungsdatum", "datedepublication", "datepublication"),
        *("fecha", "fechadepublicacion", "fechapublicacion"),
    ),
    "publisher": (
        *("outlet", "source", "sitename", "sourcename", "publication", "newspaper", "site"),
        *("quelle", "zeitung", "herausgeber", "journal", "fuente", "periodico"),
    ),
    "url": ("link", "sourceurl", "articleurl", "canonicalurl", "uri", "lien", "enlace"),
    "language": ("lang", "sprache", "langue", "idioma"),
}
"""Names that data sets give to each field, the commonest first, then German, French and Spanish ones; compared as `_plain` writes them."""
DATE_FORMS = ("%Y/%m/%d", "%Y.%m.%d", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y")
"""Forms beside ISO 8601 and RFC 5322 that can be read in one way only; 03/04/2024 can not."""
MAX_CACHED = 100
"""So many kinds of lines are remembered in one file; corpora have one or two."""

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds each field, and which of them were guessed."""

    of: Mapping[str, str]
    guessed: frozenset[str]

    def __str__(self) -> str:
        """Say what was guessed."""
        return ", ".join(f"{name} from {self.of[name]!r}" for name in FIELDS if name in self.guessed)


@dataclass(slots=True)
class Rows:
    """Makes the documents of one file's rows and collects what is to be told of the file, each thing once."""

    where: str
    defaults: Defaults
    known: dict[tuple[str, ...], Columns] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def read(self, values: Values, where: str) -> Iterator[Document | Notice]:
        """Yield the document of one row, after what is to be told.

        Raises:
            DocumentError: The row has no text, or a value that cannot be used.
        """
        columns = self._columns(tuple(values))
        self.seen.update(values)
        if columns.guessed:
            yield from self._tell("columns", self.where, f"columns told by their names: {columns}")
        usable: dict[str, object] = {}
        for name, column in columns.of.items():
            value = values[column]
            if name in columns.guessed and name != "text" and _unfit(name, value):
                yield from self._tell(name, where, f"{column!r} is not read as {name}, since {_quoted(value)} is none")
            else:
                usable[name] = value
        yield document_of(usable, columns, where, self.defaults)

    def missing(self) -> Iterator[Notice]:
        """Tell of each column that was named and that no row had; the articles are read without it."""
        for name, column in self.defaults.columns.items():
            if column not in self.seen and name != "text":
                yield Notice(self.where, f"nothing in it has the field {column!r}. Check the name given for {name}")

    def _columns(self, available: tuple[str, ...]) -> Columns:
        if available not in self.known:
            if len(self.known) >= MAX_CACHED:
                self.known.clear()
            self.known[available] = columns_of(available, self.defaults.columns)
        return self.known[available]

    def _tell(self, what: str, where: str, text: str) -> Iterator[Notice]:
        if what not in self.told:
            self.told.add(what)
            yield Notice(where, text)


def columns_of(available: Iterable[str], given: Mapping[str, str]) -> Columns:
    """Return which of the `available` columns holds each field; one that is not there is left out."""
    names = list(available)
    found = {name: given.get(name, name) for name in FIELDS if given.get(name, name) in names}
    plain = {_plain(name): name for name in reversed(names) if name not in found.values()}
    guessed = {}
    for name in FIELDS:
        if name not in found and name not in given:
            hit = next((plain[guess] for guess in (name, *GUESSES[name]) if guess in plain), None)
            if hit is not None:
                guessed[name] = hit
    return Columns({**found, **guessed}, frozenset(guessed))


def _plain(name: str) -> str:
    """Return a name in small letters, without accents, `_`, `-` and blanks."""
    return "".join(c for c in normalize("NFKD", name.casefold()) if c not in "_- " and not combining(c))


def document_of(values: Values, columns: Columns, where: str, defaults: Defaults) -> Document:
    """Return the article that the values of a row make.

    Args:
        values: By field; a field that the row does not have is not among them.
        columns: Where the values come from, for messages.
        where: The row, for messages.
        defaults: What stands in for a field that the row does not have.

    Raises:
        DocumentError: There is no text, or a value cannot be used.
    """

    def string(name: str) -> str | None:
        return _string(values.get(name), columns.of.get(name, name), where)

    text = values.get("text")
    if text is None:
        column = defaults.columns.get("text", "text")
        raise DocumentError(where, f"no field {column!r}", 'Put the article there: {"text": "…", "published": "2024-01-31"}')
    if not isinstance(text, str):
        raise DocumentError(where, f"the field {columns.of['text']!r} is {kind(text)}", "It must be a string")
    check_text(text, where)
    given = _string(with_digits(values.get("id")), columns.of.get("id", "id"), where)
    if given == "":
        raise DocumentError(where, f"the field {columns.of['id']!r} is empty", "Give the article an id of its own, or leave the field out")
    return Document(
        id=content_id(text) if given is None else given,
        text=text,
        title=string("title"),
        published=_date(values.get("published"), columns.of.get("published", ""), where) or defaults.published,
        publisher=string("publisher") or defaults.publisher,
        url=string("url"),
        language=string("language") or defaults.language,
    )


def kind(value: object) -> str:
    """Name the type of a value for people."""
    names = {bool: "a truth value", int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object", bytes: "bytes"}
    return names.get(type(value), "null" if value is None else f"a {type(value).__name__}")


def with_digits(value: object) -> object:
    """Return a number as its digits: tables number their articles."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _string(value: object, column: str, where: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise DocumentError(where, f"the field {column!r} is {kind(value)}", "It must be a string")
    if not _is_encodable(value):
        raise DocumentError(where, f"the field {column!r} holds half of a surrogate pair", "Write the character in full, or leave it out")
    return value


def _is_encodable(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _date(value: object, column: str, where: str) -> date | None:
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    text = _string(value, column, where)
    if not text:
        return None
    found = parse_date(text)
    if found is None:
        raise DocumentError(where, f"the field {column!r} is {text!r}", "It must be a date such as 2024-01-31")
    return found


def parse_date(text: str) -> date | None:
    """Return the calendar day as it is written; its time zone does not move it. `None`: it is no date, or can be read in two ways."""
    text = text.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime, *(_form(form) for form in DATE_FORMS)):
        try:
            return read(text).date()
        except (ValueError, TypeError, IndexError, OverflowError):  # the standard library raises each of them at some hostile date
            continue
    return None


def _form(form: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, form)  # noqa: DTZ007 - the day alone is wanted


def _unfit(name: str, value: object) -> bool:
    """Tell whether a guessed column's value is none of its field."""
    if value is None or value == "":
        return False
    if name == "published":
        return not isinstance(value, date) and (not isinstance(value, str) or parse_date(value) is None)
    return not isinstance(value, str) or not _is_encodable(value)


def _quoted(value: object) -> str:
    return repr(value)[:40] if isinstance(value, str | int | float) else kind(value)
