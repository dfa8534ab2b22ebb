"""How many people or things a phrase gives.

In comes a phrase; out goes a count with bounds. What it leaves open stays open: `None` is an open bound. Ages, shares ("one in five"),
money and halves of a word ("two-star") are no counts, and nothing is added up but what "and" joins.

How the words bound a number n:

| words                                      | at least              | at most   |
|--------------------------------------------|-----------------------|-----------|
| "n", "exactly n"                           | n                     | n         |
| "two and a half million"                   | 2,500,000             | 2,500,000 |
| "at least n", "no fewer than n"            | n                     | open      |
| "n or more"                                | n                     | open      |
| "more than n", "over n"                    | n + 1                 | open      |
| "up to n", "as many as n", "no more than n"| open                  | n         |
| "fewer than n", "under n"                  | open                  | n - 1     |
| "about n", "some n" before a figure        | 9/10 n                | 11/10 n   |
| "nearly n", "almost n"                     | 9/10 n                | n         |
| "dozens", "hundreds", "thousands"          | twice the unit        | open      |
| "several", "a few"                         | 2                     | open      |
| "n soldiers and a policeman"               | n + 1                 | n + 1     |
| "n soldiers and their families"            | n                     | open      |
| "many", "no one", a bare noun              | no count              |           |
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.model import Count
from kg.reader.counts.things import THING_WORDS
from kg.reader.lexicon import CARDINALS, MONTHS, TENS

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS: dict[str, int] = {**{word: number for number, word in enumerate(CARDINALS)}, **TENS}
SCALES: dict[str, int] = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
FRACTIONS: dict[str, Fraction] = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(1, 4)}
# What is added to the number before, where a unit of both follows: "two and a half million".
ADDED_FRACTIONS: dict[str, Fraction] = {
    **dict.fromkeys(("and a half", "and one half"), Fraction(1, 2)),
    "and a quarter": Fraction(1, 4),
    "and three quarters": Fraction(3, 4),
}
MONTH = f"(?:{'|'.join(name.capitalize() for name in MONTHS)})"
# More people than ever lived (a hundred thousand million) are no number of them, but a serial number, or somebody's joke.
LARGEST = 10**12
# Words of an open number: the plural of a unit is at least two of it.
PLURALS: dict[str, int] = {f"{scale}s": 2 * value for scale, value in SCALES.items()} | {"tens": 20, "several": 2, "few": 2}

_EXACT, _LEAST, _MORE, _MOST, _FEWER, _ABOUT, _NEARLY = "exact", "least", "more", "most", "fewer", "about", "nearly"
QUALIFIERS: dict[str, str] = {
    **dict.fromkeys(("at least", "no fewer than", "not fewer than", "no less than", "not less than"), _LEAST),
    **dict.fromkeys(("a minimum of", "minimum of"), _LEAST),
    **dict.fromkeys(("more than", "over", "above", "upwards of", "upward of", "in excess of", "greater than", "just over"), _MORE),
    **dict.fromkeys(("up to", "at most", "as many as", "no more than", "not more than", "a maximum of", "maximum of"), _MOST),
    **dict.fromkeys(("fewer than", "less than", "under", "below"), _FEWER),
    **dict.fromkeys(("about", "around", "approximately", "roughly", "some", "an estimated", "estimated", "circa"), _ABOUT),
    **dict.fromkeys(("nearly", "almost", "close to", "just under"), _NEARLY),
}
BOUNDS: dict[str, Callable[[int], tuple[int | None, int | None]]] = {
    _EXACT: lambda n: (n, n),
    _LEAST: lambda n: (n, None),
    _MORE: lambda n: (n + 1, None),
    _MOST: lambda n: (None, n),
    _FEWER: lambda n: (None, n - 1),
    _ABOUT: lambda n: (n * 9 // 10, -(-n * 11 // 10)),
    _NEARLY: lambda n: (n * 9 // 10, n),
}
# A number behind one of these is a label ("Flight 12", "Class 10 pupil", "Covid - 19").
LABELS = frozenset(
    ("article", "brigade", "battalion", "class", "covid", "division", "flight", "grade", "highway", "no", "no.", "number", "phase", "unit")
)

# Nothing here repeats without a bound, and no figure begins inside another: else a long row of digits would be tried from each of them.
_FIGURE = (
    r"(?<!\d)(?<!\d[.,])"
    r"(?:\d{1,3}(?:,\d{3}){1,9}|\d{1,3}(?:\.\d{3}){1,9}(?![\d.]| ?(?:m|b)illion)|\d{1,18}(?:\.\d{1,9})?)(?!\d)"
)
_WORD = "|".join(sorted([*WORDS, *SCALES, *PLURALS], key=len, reverse=True))
_ADDED = "|".join(ADDED_FRACTIONS).replace(" ", "[ -]")
# "Tens of thousands", but "two of three" are two.
_NUMBER = (
    rf"(?:{_FIGURE}|(?:an? |half an? |(?:a |three )?quarters? of an? )?(?:{_WORD}))(?:[ -](?:{_ADDED})(?=[ -](?:{'|'.join(SCALES)})\b))?"
    rf"(?:(?:(?:-| and | )(?:{_WORD})| of (?:{'|'.join([*SCALES, *PLURALS])}))){{0,9}}"
)
NUMBER = re.compile(rf"(?<![\w$€£.,-])({_NUMBER})( ?\+| or more\b| plus\b)?(?![\w%]|[.,]\d)")
RANGE = re.compile(rf"\b(?:between |from )?({_NUMBER})(?: and | to | or | ?[-\u2013] ?)({_NUMBER})\b")
NUMBER_WORDS, QUALIFIER_WORDS = _NUMBER, "|".join(sorted(QUALIFIERS, key=len, reverse=True))
QUALIFIED = rf"(?<![\w$€£.,-])(?:(?:{QUALIFIER_WORDS})\s+)?{NUMBER_WORDS}(?![\w%]|[.,]\d)"
# Anybody: words like "under 12" behind them tell their age, and "four in five" before them a share.
_ANYBODY = (
    r"(?:adolescents|adults|any(?:body|one)|boys|children|citizens|civilians|every(?:body|one)|females|girls|infants|inhabitants|kids|males"
    r"|[a-z]*men|minors|people|persons|pupils|residents|students|teenagers|those|villagers|youngsters|youths)"
)
_YEARS = rf"(?:(?:\d{{1,2}}|1[01]\d)(?![\d.,]*\d)|(?:{'|'.join(WORDS)})\b)"
AGE = re.compile(
    r"\b\w+(?: ?- ?\w+)?(?: ?- ?| )(?:year|month|week|day)s?(?: ?- ?| )olds?\b|\b\w+ years? of age\b"
    rf"|(?<!-)\bage[ds]? (?:(?:of|between|from|over|under|above|below) )?{_YEARS}(?:(?: (?:and|to|or) | ?[-–] ?){_YEARS})?"
)
# "Children under 12", but "killed over 60" and "under 12 children" are so many.
AGED = re.compile(rf"(?P<who>\b{_ANYBODY}) (?:over|under|above|below) {_YEARS}")
# Half of a word that says what kind of a man or a house it is: "two-star general", "seven-time champion". "12-member" counts the members.
KIND = re.compile(
    rf"(?<![\w,.-])(?:\d{{1,3}}(?:,\d{{3}})?|(?:(?:{'|'.join(TENS)})-)?(?:{'|'.join(WORDS)})) ?- ?(?:bed|bedroom|country|day|decade|degree"
    r"|figure|foot|hour|inch|kilomet(?:er|re)|lane|met(?:er|re)|mile|minute|month|nation|night|party|room|seat|star|state|stor(?:e?y|eyed)|term|times?"
    r"|ton|week|wheel|year)\b"
)
SUBSET = re.compile(r"\b(including|among (?:them|whom|those)|(?<!result )(?<!course )(?<!because )of (?:whom|them|which))\b")
# What is said aside of those just counted: "(five of them nuns)", "-- five nuns and a cook --", ", five of whom were nuns,".
ASIDE = (
    r"(?:\s*\([^()\n]{1,80}\)|\s+(?:--|[–—])\s[^()\n.;–—]{1,80}?\s(?:--|[–—])"
    rf"|,\s+(?:{_NUMBER}|all|most|some)\s+of\s+(?:whom|them)\b[^(),;.\n]{{1,60}},)"
)
# Others beside the counted ones, so that their number is no upper bound.
MORE_BESIDES = re.compile(rf"\band (?:an?|his|her|their|{_NUMBER})\b")
# Others whose number is told, too, and one more at the end.
_NOUN = r"(?:\s+(?!(?:of|in|on|at|from|to|by|with|and|or|than|for|who|whose|the)\b)[a-z][\w'’-]*){1,4}"
_LISTED = re.compile(rf"{_NOUN}(?:,|,?\s+and)\s+(?:(?:(?:{QUALIFIER_WORDS}|another|the|his|her|their|its|also)\s+){{0,3}})")
_LAST_LISTED = re.compile(r"\sand\s")
_AND_ONE = re.compile(rf"{_NOUN},?\s+and\s+(?:an?|one)(?:\s+(?!and\b)[a-z][\w'’-]*){{1,4}}$")
MONEY = re.compile(rf"[$€£] ?{_NUMBER}")
_PARTS = r"(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_OF_HOW_MANY = rf"(?:\d{{1,2}}|1,?000?|{'|'.join(WORDS)}|(?:a )?hundred)"
# "One in five", "four in five people", "eight out of ten people". "One in three attacks" and "two in 2014" are so many, as is "six out of
# eight people", who are eight that the text speaks of.
RATIO = re.compile(
    rf"\b(?:(?:one|1) (?:in|out of) (?:every )?{_OF_HOW_MANY}\b(?![\d,.]*\d)(?! (?:[\w-]+ )?{THING_WORDS}\b)"
    rf"|(?:\d{{1,2}}|{'|'.join(WORDS)}) (?:in (?:every )?{_OF_HOW_MANY}|out of (?:every )?(?:10|1,?000?|ten|(?:a )?hundred)) {_ANYBODY}\b)"
)
SHARE = re.compile(
    rf"\b(?:per ?cent|percent|percentage|half (?:of|the|its|their|his|her)|{_PARTS}s? of|{_PARTS}s$|one[ -]{_PARTS}$"
    rf"|quarters? of(?! an? (?:{'|'.join(SCALES)})\b))\b|%"
)
NO_ONE = re.compile(r"^(no|none|nobody|neither|zero)\b(?! (?:fewer|less|more) than)")


def steps_of(number: int, octave: int) -> range:
    """Return the places around a number on a scale with so many steps to an octave; two numbers that share none are far from each other.

    Args:
        number: From 1 on.
        octave: Steps from a number to twice as many.
    """
    step = math.floor(octave * math.log2(number))
    return range(step, step + octave)


def count_of(phrase: str) -> Count | None:
    """Return the number of people or things that `phrase` gives, or `None` if it gives none.

    The table at the head of this module says how words become bounds. The first number counts: "more than 300 of the 367
    people" are more than 300. What follows "including" is left out.
    """
    words = SUBSET.split(_without_others(" ".join(phrase.lower().split())))[0]
    if NO_ONE.search(words) or SHARE.search(words) or RATIO.search(words):
        return None
    between = RANGE.search(words)
    low, high = (_value(between.group(1)), _value(between.group(2))) if between else (None, None)
    if between and low is not None and high is not None and low < high and not _is_sum(between):
        return Count(low, high, phrase)
    found = [number for number in NUMBER.finditer(words) if not is_label(words[: number.start()])]
    return (_joined(words, found, phrase) or _bounded(words, found[0], phrase)) if found else None


def _without_others(words: str) -> str:
    """Return the words without ages, money and halves of a word."""
    for pattern, kept in ((AGE, " "), (AGED, r"\g<who>"), (KIND, " "), (MONEY, " ")):
        words = pattern.sub(kept, words)
    return " ".join(words.split())


def _is_sum(between: re.Match[str]) -> bool:
    """Tell "two hundred and six" and "12 and 14" from "between 12 and 14"."""
    return " and " in between.group() and not between.group().startswith(("between ", "from "))


def is_label(before: str) -> bool:
    """Tell whether a number behind these words is a label: "Covid - 19"."""
    words = before.rstrip(" -").split()
    return bool(words) and words[-1] in LABELS


def _joined(words: str, found: list[re.Match[str]], quote: str) -> Count | None:
    """Return the sum of the numbers that "and" joins: "15 women and 94 men", "two soldiers and a policeman"; `None` if it joins none."""
    more = _AND_ONE.match(words, found[-1].end())
    between = [words[one.end() : other.start()] for one, other in pairwise(found)]
    is_list = all(_LISTED.fullmatch(gap) for gap in between) and bool(more or (between and _LAST_LISTED.search(between[-1])))
    bounds = [_bounds(words, number) for number in found] if is_list else []
    told = [bound for bound in bounds if bound]
    if not told or len(told) < len(bounds):
        return None
    low = sum(low or 0 for low, _ in told) + (1 if more else 0)
    highs = [high + (1 if more and not place else 0) for place, (_, high) in enumerate(told) if high is not None]
    return Count(low or None, sum(highs) if len(highs) == len(told) else None, quote)


def _bounded(words: str, found: re.Match[str], quote: str) -> Count | None:
    bounds = _bounds(words, found)
    return Count(bounds[0], None if _has_more_besides(words, found) else bounds[1], quote) if bounds else None


def _bounds(words: str, found: re.Match[str]) -> tuple[int | None, int | None] | None:
    value = _value(found.group(1))
    if value is None:
        return None
    qualifier = _qualifier(words[: found.start()])
    if _is_plural(found.group(1)) or found.group(2):
        qualifier = _LEAST
    return BOUNDS[qualifier](value)


def _has_more_besides(words: str, found: re.Match[str]) -> bool:
    return words[: found.start()].strip().endswith("and") or bool(MORE_BESIDES.search(words, found.end()))


def _qualifier(before: str) -> str:
    """Return what the words right before a number make of it ("at least another" is "at least")."""
    words = re.sub(r"\b(an?|another|a further|the|additional)$", "", before.strip()).strip()
    longest = max((phrase for phrase in QUALIFIERS if re.search(rf"(?<![\w-]){phrase}$", words)), key=len, default=None)
    return QUALIFIERS[longest] if longest else _EXACT


def _is_plural(number: str) -> bool:
    return any(word in PLURALS for word in re.findall(r"[a-z]+", number))


def _value(number: str) -> int | None:
    """Read "84", "1,200", "1.5 million", "twenty-three", "two dozen", "a hundred and six", "tens of thousands"."""
    figure = re.match(_FIGURE, number)
    total, part = Fraction(0), _figure(figure.group()) if figure else Fraction(0)
    for word in re.findall(rf"{_ADDED}|[a-z]+", number[figure.end() if figure else 0 :]):
        if word in WORDS:
            part += WORDS[word]
        elif word.replace("-", " ") in ADDED_FRACTIONS:
            part += ADDED_FRACTIONS[word.replace("-", " ")]
        elif word in FRACTIONS:
            part = (part or Fraction(1)) * FRACTIONS[word]
        elif word in SCALES or word in PLURALS:
            scaled = (part or Fraction(1)) * (SCALES[word] if word in SCALES else _unit(word, is_first=not part))
            total, part = (total + scaled, Fraction(0)) if scaled >= 1_000 else (total, scaled)  # noqa: PLR2004 - "two thousand one hundred"
    value = int(total + part)
    return value if 0 < value <= LARGEST else None


def _unit(plural: str, *, is_first: bool) -> int:
    """Return what a plural counts: "hundreds" 200, but in "hundreds of thousands" the plural is only in the first word."""
    return PLURALS[plural] if is_first or plural.removesuffix("s") not in SCALES else SCALES[plural.removesuffix("s")]


def _figure(digits: str) -> Fraction:
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return Fraction(re.sub(r"[.,]", "", digits))
    return Fraction(digits)
