"""Spellings of one name carried over from another script: "al-Mujahed" and "Al Mujahid", "Gaddafi" and "Qadhafi".

In come keys of names (see `kg.resolve.names`); out go skeletons to block by and a judgement whether two keys are one name in two
spellings. Only letters are looked at, never who bears the name.

Source: the letters that romanisations of Arabic, Persian, Hebrew, Russian and Ukrainian (ALA-LC, BGN/PCGN, news style) give for one.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

# Articles and their assimilated forms ("as-Sadr"), and the word for "son of": written, hyphenated or left out as the outlet likes.
PARTICLES = frozenset(("al", "el", "ul", "ar", "as", "ash", "an", "ad", "at", "az", "ed", "es", "bin", "ibn", "ben"))
# Letters that stand for one letter of another script, longest first.
_LETTERS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"),
    ("dj", "j"), ("dzh", "j"), ("zh", "j"), ("tz", "z"), ("ts", "z"), ("q", "k"), ("x", "ks"), ("w", "v"), ("c", "k"),
)  # fmt: skip
_VOWELS = frozenset("aiu")
_SHORTEST_WORD = 3
_LIKE = 0.6
"""Least share of letters that two spellings of a word have in common; measured on the pairs of the tests."""


def words_of(key: str) -> tuple[str, ...]:
    """Return the words of a key without particles, unless it has no others."""
    words = tuple(key.split())
    return tuple(word for word in words if word not in PARTICLES) or words


@cache
def sound(word: str) -> str:
    """Return a word with one letter for each sound that romanisations write in several ways, vowels made alike."""
    if word.startswith(("al", "el")) and len(word) > len("al") + _SHORTEST_WORD and word[2] == "-":
        word = word[3:]
    for letters, one in _LETTERS:
        word = word.replace(letters, one)
    word = re.sub(r"ou|oo|o|w", "u", word)
    word = re.sub(r"ai|ay|ee|ie|ei|ey|y|e|j$", "i", word)
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def skeleton(key: str) -> str:
    """Return the consonants of a key's words, by which spellings of one name can be found ("qassem soleimani" → "ksm slmn").

    A final h is silent in most of them. A word of vowels alone keeps its first letter.
    """
    found = []
    for word in words_of(key):
        heard = sound(word)
        bare = re.sub(r"[aiu]", "", heard[1:]).removesuffix("h")
        first = "a" if heard[:1] in {"a", "i", "u"} else heard[:1]
        found.append(re.sub(r"(.)\1+", r"\1", (first + bare).replace("g", "k") if first in {"g", "k"} else first + bare))
    return " ".join(found)


def is_variant(one: str, other: str) -> bool:
    """Tell whether two keys may be one name in two spellings: word by word the same consonants and mostly the same letters."""
    left, right = words_of(one), words_of(other)
    if len(left) != len(right) or skeleton(one) != skeleton(other):
        return False
    return all(_is_like(a, b) for a, b in zip(left, right, strict=True))


def _is_like(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_WORD:
        return False
    left, right = sound(one), sound(other)
    if (left[-1] in _VOWELS or right[-1] in _VOWELS) and left[-1] != right[-1]:
        return False  # a last vowel makes another name: Mario and Maria, Hussein and Hosseini
    return Levenshtein.normalized_similarity(left, right) >= _LIKE
