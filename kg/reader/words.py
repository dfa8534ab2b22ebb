"""Text → words and sentences, as the encoder takes them.

Words come from spaCy's rule-based English tokenizer, so every word knows its offsets and no character is lost. Sentences are found by
rules, because trained pipelines are optional here: paragraphs always end one, and so does a full stop that no abbreviation or number
needs. Nothing is normalised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENDS = frozenset(".!?…。！？")
# What may stand between a full stop and the next sentence.
CLOSERS = frozenset("\"'”’»)]}")
OPENERS = frozenset("\"'“‘«([{-–—•*")
# Words that end in a full stop and rarely end a sentence: titles, months, ranks, "Inc." before a name.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cmdr adm sgt cpl pvt brig rep sen gov pres rev hon st mt ft jr sr vs no nos vol fig al etc dept "
    "jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp bros msgr amb supt insp det atty approx est univ assn u.s u.n u.k".split()
)
# Longest run without a boundary, in words; a longer one is cut at the best place, so that memory stays bounded on lists and tables.
LONGEST = 120


def sentence_starts(words: list[str], spaces_after: list[bool]) -> list[int]:
    """Find where sentences begin.

    Args:
        words: The words of a text in order; a word of white space that holds two line breaks ends a paragraph.
        spaces_after: Whether a space (or a white-space word) follows each word.

    Returns:
        Indices of first words, ascending, beginning with 0 for a text that is not empty.
    """
    starts = [0] if words else []
    is_first_line = True  # a headline is a sentence of its own
    i = 0
    while i < len(words) - 1:
        if words[i].isspace() and "\n" in words[i]:
            if words[i].count("\n") > 1 or is_first_line or _is_line_end(words, i):
                _add(starts, i + 1)
            is_first_line = False
        elif words[i][-1] in ENDS and _is_end(words, i):
            j = i + 1
            while j < len(words) and words[j] in CLOSERS and not (words[j] in OPENERS and spaces_after[j - 1]):
                j += 1
            if j < len(words) and _opens(words, j):
                _add(starts, j)
            i = max(i, j - 1)
        i += 1
    return _bounded(starts, words)


def _is_line_end(words: list[str], i: int) -> bool:
    """A single line break ends a sentence only after a full stop or before a list item; wrapped lines go on."""
    return i > 0 and (words[i - 1][-1] in ENDS or words[i - 1] in CLOSERS)


def _is_end(words: list[str], i: int) -> bool:
    word = words[i]
    if word in ENDS or set(word) <= ENDS:
        return not (word == "." and i > 0 and words[i - 1].lower() in ABBREVIATIONS)
    stem = word.rstrip(".").lower()
    if stem in ABBREVIATIONS or all(len(letter) == 1 and letter.isalpha() for letter in stem.split(".")):
        # "U.S." and "etc." may end a sentence: then a word that only begins sentences follows.
        return (stem in {"etc", "u.s", "u.n", "u.k"}) and i + 1 < len(words) and words[i + 1] in STARTERS
    return len(word) > 1 and word[-1] in ENDS


STARTERS = frozenset("The A An In On At He She It They We But And This That These Those His Her Its Their There When While As For If After Before".split())


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


@Language.component("kg_sentences", assigns=["token.is_sent_start"])
def sentences(doc: Doc) -> Doc:
    """Mark the sentence starts of a document; spaCy component `kg_sentences`."""
    starts = set(sentence_starts([token.text for token in doc], [bool(token.whitespace_) for token in doc]))
    for token in doc:
        token.is_sent_start = token.i in starts
    return doc
