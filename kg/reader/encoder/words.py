"""Text → words and sentences, as the encoder takes them.

Words come from spaCy's rule-based English tokenizer, so every word knows its offsets and no character is lost. Sentences are found by
rules, because trained pipelines are optional here: paragraphs always end one, and so does a full stop that no abbreviation or number
needs. Nothing is normalised.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.reader.lexicon import MONTH_NAMES, MONTHS, SHORT_TITLES

ENDS = frozenset(".!?…。！？")
# What may stand between a full stop and the next sentence.
CLOSERS = frozenset("\"'”’»)]}")
OPENERS = frozenset("\"'“‘«([{-–—•*")
BULLETS = frozenset("-–—•*")
# Words that end in a full stop and rarely end a sentence: titles, months, ranks, "Inc." before a name.
ABBREVIATIONS = frozenset(
    (
        *SHORT_TITLES,
        *("prof", "hon", "msgr", "rev", "st", "mt", "ft", "jr", "sr", "cmdr", "adm", "cpl", "pvt", "brig", "supt", "insp", "det"),
        *("pres", "amb", "atty", "u.s", "u.n", "u.k"),
        *(MONTHS.keys() - set(MONTH_NAMES)),
        *("inc", "ltd", "co", "corp", "bros", "assn", "univ", "dept"),
        *("vs", "no", "nos", "vol", "fig", "al", "etc", "approx", "est"),
    )
)
# Of these and of other abbreviations in single letters, those that may end a sentence, and the words that then only begin one.
MAY_END = frozenset(("a.m", "p.m", "etc", "u.s", "u.n", "u.k"))
STARTERS = frozenset(
    (
        *("The", "A", "An", "In", "On", "At", "As", "For", "If", "After", "Before", "When", "While", "There", "But", "And"),
        *("He", "She", "It", "They", "We", "This", "That", "These", "Those", "His", "Her", "Its", "Their"),
    )
)
# Those of them that also go on with one; only a capital tells.
MAY_GO_ON = frozenset(("In", "On", "At", "As", "For", "If", "After", "Before", "When", "While", "But", "And", "That"))
# Words that are abbreviations only before a number, and words after which a line goes on in the next.
BEFORE_NUMBERS = frozenset(("no", "nos", "vol", "fig"))
GO_ON = frozenset((",", "the", "a", "an", "of", "in", "on", "at", "to", "and", "or", "by", "for", "with", "from", "that"))
# Words of the longest line that may be a part of a wrapped paragraph, as in mails and old wires; a longer one is a whole paragraph.
LONGEST_WRAPPED = 25
# Longest run without a boundary, in words; a longer one is cut at the best place, so that memory stays bounded on lists and tables.
LONGEST = 120
# Longest run of characters without white space that is given to the tokenizer at once: its time grows with the square of the run.
LONGEST_CHUNK = 500
LONG_CHUNK = re.compile(rf"\S{{{LONGEST_CHUNK}}}(?=\S)")
START, NO_START = 1, -1  # as spaCy stores them


def sentence_starts(words: list[str], spaces_after: list[bool]) -> list[int]:
    """Find where sentences begin.

    Args:
        words: The words of a text in order; a word of white space that holds two line breaks ends a paragraph.
        spaces_after: Whether a space (or a white-space word) follows each word.

    Returns:
        Indices of first words, ascending, beginning with 0 for a text that is not empty.
    """
    if not words:
        return []
    if _is_of_one_case(words):  # a capital tells nothing there, so every word may open a sentence
        words = _with_capitals(words)
    starts = [0]
    line = i = 0  # where the line that word `i` stands in begins
    while i < len(words) - 1:
        if words[i].isspace() and "\n" in words[i]:
            if words[i].count("\n") > 1 or _is_line_end(words, line, i):
                _add(starts, i + 1)
            line = i + 1
        elif words[i][-1] in ENDS and _is_end(words, i):
            i = _after_end(words, spaces_after, i)
            is_line_end = "\n" in words[i - 1]
            if i < len(words) and (is_line_end or _opens(words, i)):
                _add(starts, i)
            line = i if is_line_end else line
            continue
        i += 1
    return _bounded(starts, words)


def _is_of_one_case(words: list[str]) -> bool:
    """Tell whether the words have no capital, as in old corpora, or nothing else, as in old wires."""
    return not any(map(_has_upper, words)) or not any(map(_has_lower, words))


def _with_capitals(words: list[str]) -> list[str]:
    """Give each word a capital, but not one that may as well go on after an abbreviation ("5 p.m. on Monday")."""
    after_abbreviation = [False, *(word[-1] == "." and word != "." for word in words)]
    goes_on = [after and word.capitalize() in MAY_GO_ON for word, after in zip(words, after_abbreviation, strict=False)]
    return [word.lower() if stays else word.capitalize() for word, stays in zip(words, goes_on, strict=True)]


def _has_upper(word: str) -> bool:
    return word != word.lower()


def _has_lower(word: str) -> bool:
    return word != word.upper()


def _after_end(words: list[str], spaces_after: list[bool], i: int) -> int:
    """Give the first word after the full stop `i`, further marks, closing quotes and brackets, and white space."""
    i += 1
    while i < len(words) and (set(words[i]) <= ENDS or (words[i] in CLOSERS and not (words[i] in OPENERS and spaces_after[i - 1]))):
        i += 1
    return i + 1 if i < len(words) and words[i].isspace() else i


def _is_line_end(words: list[str], start: int, i: int) -> bool:
    """Tell whether the line `[start, i)`, without a full stop, ends a sentence: a headline, a paragraph, before a list item."""
    if i == start or words[i + 1][0].islower():
        return False
    if words[i + 1] in BULLETS:
        return i + 2 < len(words) and not words[i + 2][0].islower()
    return (start == 0 or i - start > LONGEST_WRAPPED) and words[i - 1].lower() not in GO_ON


def _is_end(words: list[str], i: int) -> bool:
    """Tell whether a word that ends in a full stop (or is one) may end a sentence."""
    word = words[i]
    following = next((w for w in words[i + 1 : i + 3] if not w.isspace()), "")
    if set(word) <= ENDS:
        before = words[i - 1].lower() if i > 0 else ""
        return word != "." or before not in ABBREVIATIONS or (before in BEFORE_NUMBERS and not following[:1].isdigit())
    stem = word.rstrip(".").lower()
    if stem in ABBREVIATIONS or all(len(letter) == 1 and letter.isalpha() for letter in stem.split(".")):
        return stem in MAY_END and following in STARTERS
    return True


def _opens(words: list[str], j: int) -> bool:
    """Tell whether a sentence may begin at word `j`: not with a lower-case letter or a comma."""
    while j < len(words) and (words[j] in OPENERS or words[j].isspace()):
        j += 1
    return j < len(words) and not (words[j][0].islower() or words[j][0] in ",;:)%")


def _add(starts: list[int], i: int) -> None:
    if starts[-1] != i:
        starts.append(i)


def _bounded(starts: list[int], words: list[str]) -> list[int]:
    out: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        out.append(start)
        while end - out[-1] > LONGEST:
            out.append(_best_cut(words, out[-1]))
    return out


def _best_cut(words: list[str], start: int) -> int:
    window = range(start + LONGEST, start + LONGEST // 2, -1)
    for marks in (";\n", ",:"):
        for i in window:
            if words[i - 1][-1] in marks:
                return i
    return start + LONGEST


def tokenise(nlp: Language, text: str) -> Doc:
    """Make a document of a text, in bounded time even where it has no white space."""
    cuts = [match.end() for match in LONG_CHUNK.finditer(text)]
    if not cuts:
        return nlp.make_doc(text)
    parts = [nlp.make_doc(text[start:end]) for start, end in pairwise([0, *cuts, len(text)])]
    doc = Doc.from_docs(parts, ensure_whitespace=False)
    if doc is None or doc.text != text:
        raise RuntimeError("spaCy did not put the parts of a text together as they were")
    return doc


@Language.component("kg_sentences", assigns=["token.is_sent_start"])
def sentences(doc: Doc) -> Doc:
    """Mark the sentence starts of a document; spaCy component `kg_sentences`."""
    tokens = list(doc)
    starts = sentence_starts([token.text for token in tokens], [bool(token.whitespace_) for token in tokens])
    values = np.full(len(doc), NO_START, dtype=np.int64)
    values[starts] = START
    # All at once: each assignment to `token.is_sent_start` looks through the whole document.
    return doc.from_array(["SENT_START"], values[:, None].astype(np.uint64))  # type: ignore[arg-type]  # spaCy has its own type of array
