"""The words of a piece of HTML, such as the text of a feed's item: markup comes in, paragraphs parted by line ends go out.

Nothing is judged to be a menu or an advertisement here: what an item holds is its article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    class Markup(Protocol):
        """What elements of lxml and of the standard library have in common."""

        tag: object
        text: str | None
        tail: str | None

        def __iter__(self) -> Iterator[Markup]: ...


_BLOCKS = "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p"
BLOCKS = frozenset(["pre", "section", "table", "td", "th", "tr", "ul", *_BLOCKS.split()])
UNSEEN = frozenset(["script", "style", "template", "noscript", "iframe", "object", "head", "title", "svg", "math"])
"""Elements whose words nobody reads."""


def words_of(fragment: str) -> str:
    """Return the words of `fragment`; each block of it is a line. Text without markup comes back as it is, less the blanks around it."""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    from lxml.etree import ParserError  # noqa: PLC0415 - most feeds hold no markup, and lxml takes its time
    from lxml.html import HTMLParser, fragment_fromstring  # noqa: PLC0415

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = fragment_fromstring(fragment.encode("utf-8", "replace"), create_parent="div", parser=parser)
    except (ParserError, ValueError):
        return ""
    return words_in(cast("Markup", root))


def words_in(root: Markup) -> str:
    """Return the words below an element of lxml or of the standard library."""
    pieces: list[str] = []
    unseen = 0
    for element, starts in _walk(root):
        name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        if name in BLOCKS:
            pieces.append("\n")
        if name in UNSEEN:
            unseen += 1 if starts else -1
        said = element.text if starts else element.tail if element is not root else None
        if said and not unseen:
            pieces.append(said.replace("\n", " "))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _walk(root: Markup) -> Iterator[tuple[Markup, bool]]:
    """Yield each element where it starts (true) and where it ends, without a call for each level: elements lie up to 2,048 deep."""
    waiting = [(root, iter(root))]
    yield root, True
    while waiting:
        element, children = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            yield element, False
        else:
            waiting.append((child, iter(child)))
            yield child, True
