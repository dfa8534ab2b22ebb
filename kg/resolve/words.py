"""Words as keys: texts come in, their words and the stems of words go out. Nothing here knows what a word means."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from snowballstemmer import stemmer  # type: ignore[import-untyped]  # ships no types

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEMMER = stemmer("english")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SHORTEST = 3
# Words that say nothing about what an article is about. Source: function words of English, and the verb of saying.
COMMON = frozenset(
    (
        *("the", "and", "for", "with", "from", "that", "this", "these", "those", "was", "were", "been", "are", "has", "have", "had"),
        *("she", "her", "his", "him", "hers", "its", "their", "them", "they", "who", "whom", "which", "what", "when", "where", "how"),
        *("not", "but", "said", "say", "says", "after", "before", "will", "would", "could", "can", "may", "might", "should", "more"),
        *("than", "also", "one", "two", "new", "out", "about", "into", "over", "you", "your", "our", "all", "there", "then", "any"),
        *("some", "other", "such", "only", "just", "because", "while", "during", "between", "through", "being", "did", "does", "now"),
    )
)


def words_of(text: str) -> list[str]:
    """Return the words of three letters and more, and the numbers, of a text in small letters, each once."""
    return [word for word in dict.fromkeys(_WORD.findall(text.lower())) if len(word) >= _SHORTEST or word.isdigit()]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a word ("bombings" → "bomb")."""
    return str(_STEMMER.stemWord(word))


def stems(words: Iterable[str]) -> frozenset[str]:
    """Return the stems of words."""
    return frozenset(map(stem, words))
