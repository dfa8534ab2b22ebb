"""RSS and Atom: a feed's file comes in, the article of each item goes out, as far as the feed itself gives its text.

Items are read one after the other, and nothing is fetched. Entities and external references are refused: they are how a short file grows
without end, or reaches for what it should not. Source: RSS 2.0 and 1.0, RFC 4287 (Atom), RSS content module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, cast
from xml.etree.ElementTree import ParseError

from kg.documents.article import MAX_BYTES, Defaults, Found, check_text, content_id
from kg.documents.columns import parse_date
from kg.documents.markup import words_in, words_of
from kg.errors import DocumentError
from kg.model import Document

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kg.documents.markup import Markup

ITEMS = frozenset({"item", "entry"})
FEEDS = frozenset({"rss", "RDF", "feed", "channel"})
TEXTS = ("encoded", "content", "description", "summary")
"""Where an item's text may stand, the fullest first."""
MAX_ELEMENTS = 10_000
"""More elements in one item are no article."""
_ONLY_TITLE = "The feed has only its title or address; give the article itself"


def parse_feed(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the article of each item, or why it has none."""
    channel: dict[str, str] = {}
    number = 0
    for item in _items(stream, where, channel):
        number += 1
        try:
            yield _article(item, channel, f"{where}:{number}", defaults)
        except DocumentError as error:
            yield error
    if not number:
        raise DocumentError(where, "a feed without items", "Leave it out")


def _items(stream: BinaryIO, where: str, channel: dict[str, str]) -> Iterator[Element]:
    """Yield the items; what the feed says of itself before them is put into `channel`."""
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - most corpora have no feeds
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    measured = _Measured(stream, where)
    path: list[Element] = []
    inside = elements = 0
    try:
        for event, element in iterparse(measured, events=("start", "end")):
            if event == "start":
                _check_root(path, element, where)
                path.append(element)
                inside += _name(element) in ITEMS
                elements += 1
                if elements > MAX_ELEMENTS:
                    raise DocumentError(where, f"more than {MAX_ELEMENTS:,} elements in one item", "It is no feed of articles")
                continue
            path.pop()
            inside -= _name(element) in ITEMS
            if inside:
                continue
            if _name(element) in ITEMS:
                yield element
            elif len(path) <= 2 and element.text and element.text.strip():  # noqa: PLR2004 - feed, channel: what they say of themselves
                channel.setdefault(_name(element), element.text.strip())
            element.clear()
            if path:
                path[-1].remove(element)
            elements = 0
            measured.begin()
    except DefusedXmlException as error:
        raise DocumentError(where, f"declares entities or refers to other files ({type(error).__name__})", "Take these out") from error
    except (ParseError, ValueError, LookupError) as error:
        raise DocumentError(where, f"no XML that can be read ({error})", "Save the feed again, as UTF-8") from error


class _Measured:
    """Passes bytes on until one item is longer than an article may be."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self.stream, self.where, self.spent = stream, where, 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.spent += len(data)
        if self.spent > 2 * MAX_BYTES:
            raise DocumentError(self.where, f"an item of more than {MAX_BYTES:,} bytes", "It is no feed of articles")
        return data

    def begin(self) -> None:
        self.spent = 0


def _check_root(path: list[Element], element: Element, where: str) -> None:
    if not path and _name(element) not in FEEDS:
        raise DocumentError(where, f"XML of another kind (<{_name(element)[:40]}>)", "Known are RSS and Atom feeds")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _article(item: Element, channel: Mapping[str, str], where: str, defaults: Defaults) -> Document:
    said: dict[str, Element] = {}
    for child in item:
        said.setdefault(_name(child), child)
    text = next((words for name in TEXTS if name in said and (words := _words(said[name]))), None)
    if text is None:
        raise DocumentError(where, "an item without text", _ONLY_TITLE)
    check_text(text, where)
    if len(text) > MAX_BYTES:
        raise DocumentError(where, f"more than {MAX_BYTES:,} characters", "Too long for one article")
    day = next((day for name in ("pubDate", "published", "date", "issued", "updated") if name in said and (day := _day(said[name]))), None)
    return Document(
        id=_plain(said, "guid") or _plain(said, "id") or content_id(text),
        text=text,
        title=words_of(_plain(said, "title") or "") or None,
        published=day or defaults.published,
        publisher=_plain(said, "source") or channel.get("title") or defaults.publisher,
        url=_link(item),
        language=channel.get("language") or defaults.language,
    )


def _words(element: Element) -> str:
    """Return an item's text, whether it is plain, HTML as text, or XHTML elements."""
    return words_in(cast("Markup", element)) if len(element) else words_of(element.text or "")


def _day(element: Element) -> date | None:
    return parse_date((element.text or "").strip())


def _plain(said: Mapping[str, Element], name: str) -> str | None:
    return (said[name].text or "").strip() or None if name in said else None


def _link(item: Element) -> str | None:
    """Return the address: the words of an RSS link, the target of an Atom link to the page itself."""
    for link in item:
        if _name(link) == "link" and link.get("rel", "alternate") == "alternate":
            address = link.get("href") or (link.text or "").strip()
            if address:
                return address
    return None
