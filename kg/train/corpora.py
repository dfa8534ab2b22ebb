"""Corpora on disk → examples, by name.

Comes in: the folder of the corpora and a name. Goes out: examples in a fixed order, without those texts that development articles are
made of. Figures on development articles are honest only so: they were drawn from some of these corpora. Nothing is downloaded or written.
"""

from __future__ import annotations

import logging
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.train.corpora_news import news
from kg.train.corpora_offsets import muc, polnear, re3d
from kg.train.corpora_own import own_articles, own_sentences
from kg.train.corpora_text import Loader, Part, files, json_lines
from kg.train.corpora_words import crossner, ecbplus, ontogum, rams, worldwide

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.train.examples import Example

log = logging.getLogger(__name__)

LOADERS: MappingProxyType[str, Loader] = MappingProxyType(
    {
        "crossner": crossner,
        "ecbplus": ecbplus,
        "muc": muc,
        "news": news,
        "ontogum": ontogum,
        "own_articles": own_articles,
        "own_sentences": own_sentences,
        "polnear": polnear,
        "rams": rams,
        "re3d": re3d,
        "worldwide": worldwide,
    }
)
SHINGLE = 60  # characters, letters and digits only: about 11 words, more than set phrases have
STRIDE = 10  # every tenth shingle of a training text is looked up
# A text is the same as a development article if it has this many characters, or this share of itself, in common with one.
SHARED_CHARACTERS = 200
SHARED_PART = 0.2


def load(name: str, data: Path, part: Part) -> tuple[Example, ...]:
    """Read a part of a corpus.

    Args:
        name: One of `LOADERS`.
        data: The folder that holds the corpora.
        part: "train" leaves out every text that a development article shares; "dev" is empty where a corpus has none.

    Returns:
        The examples, in an order that depends on the files alone.

    Raises:
        UnknownNameError: There is no such corpus.
        DocumentError: A file is missing or damaged.
    """
    if name not in LOADERS:
        raise UnknownNameError("corpus", name, LOADERS)
    examples = tuple(example for example in LOADERS[name](data, part) if example.words)
    if part == "dev":
        return examples
    held_out = _held_out(data)
    kept = tuple(example for example in examples if not _is_held_out(example.words, held_out))
    log.info("%s: %d examples, %d left out as development texts", name, len(kept), len(examples) - len(kept))
    return kept


def _held_out(data: Path) -> frozenset[str]:
    """Return all shingles of our annotated articles that are not for training."""
    paths = [path for path in files(data / "news", "*.jsonl") if path.stem != "train"]
    texts = [_normalised([record["text"]]) for path in paths for record in json_lines(path)]
    return frozenset(shingle for text in texts for shingle in _shingles(text, 1))


def _is_held_out(words: Iterable[str], held_out: frozenset[str]) -> bool:
    found = [shingle in held_out for shingle in _shingles(_normalised(words), STRIDE)]
    return sum(found) >= min(SHARED_CHARACTERS / STRIDE, max(1, SHARED_PART * len(found)))


def _normalised(texts: Iterable[str]) -> str:
    """Keep lower-case letters and digits, so that tokenisation and punctuation do not matter."""
    return "".join(filter(str.isalnum, "".join(texts).lower()))


def _shingles(text: str, stride: int) -> list[str]:
    return [text[i : i + SHINGLE] for i in range(0, len(text) - SHINGLE + 1, stride)]
