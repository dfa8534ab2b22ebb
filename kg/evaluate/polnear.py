"""PolNeAR: who is said to say what in political news, word by word.

Articles and their attributions (brat's files, as published) come in, precision, recall and F1 go out: which words are said by somebody,
and which are said by the right one. PolNeAR annotates far more than statements of fact ("she will present her plan", "criticism of"), so
recall has a ceiling well below 100 for whoever looks for statements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.evaluate.scores import Tally
from kg.evaluate.words import files, text_of
from kg.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.model import Attribution, Reading

    Range = tuple[int, int]  # of characters, half-open

WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A gold attribution: where its source (none, if the text names nobody) and its content stand, in pieces."""

    sources: tuple[Range, ...]
    contents: tuple[Range, ...]


def articles(folder: Path) -> list[tuple[Document, list[Said]]]:
    """Read the articles of a part that have annotation.

    Raises:
        InputError: The folder has none, a file is not UTF-8, or an annotation is not in brat's form.
    """
    notes = {path.name.rsplit("_", 1)[0]: path for path in files(folder / "attributions", "*.ann")}
    texts = {path.stem: path for path in files(folder / "text", "*.txt")}
    both = sorted(texts.keys() & notes)
    if not both:
        raise InputError(f"{folder}: no text has annotation of its name. Take the files as they were published")
    return [(Document(name, text_of(texts[name])), list(_said(notes[name]))) for name in both]


def measure(gold: Sequence[Sequence[Said]], readings: Sequence[Reading]) -> dict[str, Tally]:
    """Compare readings with the gold attributions of the same articles, word by word."""
    total = {"said": Tally(), "said by whom": Tally()}
    for said, reading in zip(gold, readings, strict=True):
        for word in WORD.finditer(reading.document.text):
            there = [one for one in said if _holds(one.contents, word.start())]
            found = [a for a in reading.attributions if _holds(((a.content.start, a.content.end),), word.start())]
            both = bool(there and found)
            total["said"] += Tally(both, bool(found), both, bool(there))
            right = both and any(_overlap(_nearest(found), source) for one in there for source in one.sources)
            total["said by whom"] += Tally(right, bool(found), right, bool(there))
    return total


def _nearest(found: Sequence[Attribution]) -> Range:
    """Return the source of the smallest content: of "X says that Y said it", Y."""
    source = min(found, key=lambda a: (a.content.end - a.content.start, a.content)).source
    return source.start, source.end


def _holds(ranges: Sequence[Range], place: int) -> bool:
    return any(start <= place < end for start, end in ranges)


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _said(path: Path) -> Iterator[Said]:
    """Read lines such as `T3<tab>Content 120 130;135 211<tab>words` and `E1<tab>Attribution:T4 Content:T3 Source:T1`."""
    spans: dict[str, tuple[str, tuple[Range, ...]]] = {}
    joined: list[list[str]] = []
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        name, _, rest = line.partition("\t")
        try:
            if name.startswith("T"):
                kind, _, offsets = rest.partition("\t")[0].partition(" ")
                spans[name] = (kind, tuple(_range(piece) for piece in offsets.split(";")))
            elif name.startswith("E"):
                joined.append([part.split(":")[1] for part in rest.split()])
        except (ValueError, IndexError) as error:
            raise InputError(f"{path}:{number}: not an annotation of brat ({error}). Take the files as they were published") from error
    for names in joined:
        parts = [spans[name] for name in names if name in spans]
        sources, contents = (
            tuple(place for kind, places in parts if kind == wanted for place in places) for wanted in ("Source", "Content")
        )
        if contents:
            yield Said(sources, contents)


def _range(piece: str) -> Range:
    start, end = map(int, piece.split())
    return start, end
