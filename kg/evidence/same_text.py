"""Tells whether one text prints another again: words come in, yes or no goes out. Which of the two is the original is not decided here.

Texts of the same words are found by a hash, texts that differ in a dateline, a byline or a spelling by MinHash over runs of five words
(datasketch), and then compared word by word: what says anything that the other does not is an update, and no reprint.
Source: Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

SHINGLE = 5
"""Words in a run."""
BANDS, ROWS = 20, 6
"""Texts that share 0.8 of their runs meet in some band with a probability of 0.998, those that share 0.5 with one of 0.27."""
FEWEST_WORDS = 20
"""Shorter texts may be the same by chance, day by day: they are reprints only if every word and the day are the same."""
MOST_WORDS = 10_000
"""Longer texts are compared by their hash alone."""
EDGE = 15
"""So many words may be new at a text's start and at its end, where datelines and bylines stand; within it, none."""
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


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return WORD.findall(text.casefold())


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


def is_reprint(words: Sequence[str], original: Sequence[str]) -> bool:
    """Tell whether a text says nothing that the original does not: it may be cut, spelt otherwise, and have another dateline or byline.

    Args:
        words: Of the text, in small letters.
        original: Those of the other.
    """
    changed = 0
    for added, missing, is_inner in _changes(words, original):
        changed += len(added)
        if _tells(missing) and len(missing) < CUT and not _is_spelling(added, missing):
            return False
        if added and (not _is_spelling(added, missing) if is_inner else len(added) > EDGE or _tells(added)):
            return False
    return len(words) - changed >= len(original) // 2


def _changes(words: Sequence[str], original: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    """Yield what stands in `words` in the place of what in `original`, and whether it stands within the text."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most articles are like no other

    at = [0, 0]
    for block in Indel.opcodes(original, words).as_matching_blocks():
        added, missing = words[at[1] : block.b], original[at[0] : block.a]
        if added or missing:
            yield added, missing, at[1] > 0 and block.b < len(words)
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
