"""Makes an archive of any number of articles out of the shipped ones: a number and a seed come in, lines of JSON go out.

Each story is a shipped article with names, numbers and day of its own; several outlets tell it, with other numbers and an order of
sentences of their own, so that none reprints another. What is right in them is not known: they are for measuring, not for scoring.
"""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from made_words import SYLLABLES

from kg.documents import read_documents
from kg.examples import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.errors import DocumentError
    from kg.model import Document

OUTLETS = 5
"""So many articles tell one story."""
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?=[ ,.])")
_NUMBER = re.compile(r"\b[1-9]\d?\b(?! (?:January|February|March|April|May|June|July|August|September|October|November|December))")


def write_archive(path: Path, number: int, *, seed: int = 1) -> None:
    """Write so many articles to `path`, a line each."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(article)}\n" for article in archive(number, seed=seed))


def archive(number: int, *, seed: int = 1) -> Iterator[dict[str, str]]:
    """Yield so many articles; the first of a longer archive of one seed are those of a shorter one."""
    shipped = list(read_documents([corpus("chain"), corpus("kerman")], on_problem=_fail))
    for n in range(number):
        story = random.Random(f"{seed} {n // OUTLETS}")  # noqa: S311 - made articles, no secret
        yield _told(story.choice(shipped), story, random.Random(f"{seed} told {n}"), n)  # noqa: S311 - as above


def _told(original: Document, story: random.Random, telling: random.Random, number: int) -> dict[str, str]:
    names = {name: "".join(story.choices(SYLLABLES, k=3)).capitalize() for name in sorted(set(_NAME.findall(original.text)))}
    changed = {name: made for name, made in names.items() if story.random() < 0.5}
    text = _NAME.sub(lambda found: changed.get(found[0], found[0]), original.text)
    text = _NUMBER.sub(lambda _: str(telling.randint(2, 99)), text)
    first, *others = re.split(r"(?<=[a-z]\.) ", text)
    telling.shuffle(others)
    day = date(2015, 1, 1) + timedelta(days=story.randrange(3000) + telling.randrange(2))
    return {
        "id": f"made-{number:06}",
        "text": " ".join((first, *others)),
        "published": day.isoformat(),
        "publisher": f"Outlet {number % OUTLETS}",
    }


def _fail(problem: DocumentError) -> None:
    raise problem
