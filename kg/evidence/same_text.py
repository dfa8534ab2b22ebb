"""Tells whether one text prints another again: texts come in, yes or no goes out. Which of the two is the original is not decided here.

Texts of the same words are found by a hash, texts that differ in a dateline, a byline or a spelling by MinHash over runs of five words
(datasketch), and then compared word by word: what says anything that the other does not is an update, and no reprint. What stands before
or behind the other's words must have the form of a dateline or a credit (`kg.evidence.credits`); in doubt it is news.
Source: Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

from kg.evidence.credits import are_credits, are_datelines

SHINGLE = 5
"""Words in a run."""
BANDS, ROWS = 20, 6
"""Texts that share 0.8 of their runs meet in some band with a probability of 0.998, those that share 0.5 with one of 0.27."""
FEWEST_WORDS = 20
"""Shorter texts may be the same by chance, day by day: they are reprints only if every word and the day are the same."""
MOST_WORDS = 10_000
"""Longer texts are compared by their hash alone."""
EDGE = 30
"""So many words may be new at a text's start and at its end, if they are datelines and credits; within it, none."""
CUT = 5
"""So many words in a row that are missing are a sentence that was cut, whatever it says."""
LONG_WORD = 5
WORD = re.compile(r"\w+(?:['’]\w+)*")
_TELLING = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million dozen dozens several scores
no not none nobody never neither nor without denied denies deny false untrue
may might could would alleged allegedly reportedly suspected apparently possibly claimed claims likely
"""
TELLING = frozenset(_TELLING.split())
"""Numbers, negations and hedges."""
MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_YEAR = re.compile(r"(?:19|20)\d\d")


class Printed(NamedTuple):
    """A text and its words."""

    text: str
    words: Sequence[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Return a text with its words."""
        return cls(text, words_of(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return [word.casefold() for word in WORD.findall(text)]


def likenesses(text: str, day: str | None) -> list[bytes]:
    """Return what texts that may print one another again have in common: first a hash of all words, then hashes of runs of words.

    Args:
        text: Of an article. Of a short one nothing but the hash counts, and a long one is compared by it alone.
        day: On which it was published, if it says so.
    """
    words = words_of(text)
    exact = [text, str(day)] if len(words) < FEWEST_WORDS else words
    same = hashlib.sha256("\n".join(exact).encode("utf-8", "surrogatepass")).digest()[:16]
    return [same, *(_bands(words) if FEWEST_WORDS <= len(words) <= MOST_WORDS else ())]


def _bands(words: Sequence[str]) -> list[bytes]:
    from datasketch import MinHash  # noqa: PLC0415 - it loads scipy

    runs = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    hashed = MinHash(num_perm=BANDS * ROWS, seed=1)
    hashed.update_batch([run.encode("utf-8", "surrogatepass") for run in sorted(runs)])
    values = hashed.hashvalues.astype("<u8").tobytes()
    wide = len(values) // BANDS
    return [bytes([band]) + hashlib.blake2b(values[band * wide : (band + 1) * wide], digest_size=8).digest() for band in range(BANDS)]


def is_reprint(printed: Printed, original: Printed) -> bool:
    """Tell whether a text says nothing that the original does not: it may be cut, spelt otherwise, and have another dateline or byline.

    Args:
        printed: The text.
        original: The other.
    """
    changed = 0
    for at, added, missing in _changes(printed.words, original.words):
        changed += len(added)
        if _tells(missing) and len(missing) < CUT and not _is_spelling(added, missing):
            return False
        if added and not _is_spelling(added, missing) and not _is_edge(printed, at, added):
            return False
    return len(printed.words) - changed >= len(original.words) // 2


def _is_edge(printed: Printed, at: int, added: Sequence[str]) -> bool:
    """Tell whether words stand at the start or end of a text and are datelines, bylines or credits."""
    is_start, is_end = at == 0, at + len(added) == len(printed.words)
    if not (is_start or is_end) or len(added) > EDGE or _tells(added):
        return False
    spans = [found.span() for found in WORD.finditer(printed.text)]
    first, last = spans[at][0], spans[at + len(added) - 1][1]
    return (is_start and are_datelines(printed.text, last)) or (is_end and are_credits(printed.text, first))


def _changes(words: Sequence[str], original: Sequence[str]) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
    """Yield where in `words` something else stands than in `original`, what, and in the place of what."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most articles are like no other

    at = [0, 0]
    for block in Indel.opcodes(original, words).as_matching_blocks():
        added, missing = words[at[1] : block.b], original[at[0] : block.a]
        if added or missing:
            yield at[1], added, missing
        at = [block.a + block.size, block.b + block.size]


def _is_spelling(added: Sequence[str], missing: Sequence[str]) -> bool:
    """Tell whether words are others in another spelling: "per cent" and "percent", "organise" and "organize"; never "Iran" and "Iraq"."""
    one, other = "".join(added), "".join(missing)
    if one == other:
        return True
    letters = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if min(len(one), len(other)) < LONG_WORD:
        return False
    return (len(one) == len(other) and letters in ([("s", "z")], [("z", "s")])) or one.replace("our", "or") == other.replace("our", "or")


def _tells(words: Sequence[str]) -> bool:
    """Tell whether words change what is said: a number that is no date, a negation or a hedge."""
    for before, word in zip(("", *words), words, strict=False):
        if word in TELLING or word.endswith(("n't", "n’t")):
            return True
        if any(map(str.isdigit, word)) and not _YEAR.fullmatch(word) and before[:3] not in MONTHS:
            return True
    return False
