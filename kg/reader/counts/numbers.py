"""How many people were killed, wounded, arrested, displaced, kidnapped or released, or protested.

In come phrases and the arguments of one article; out go counts with bounds, and which event mention each belongs to. What a phrase
leaves open stays open: `None` is an open bound. Ages, shares and money are no counts, and nothing is added up but what "and" joins in one
phrase or behind one trigger (`kg.reader.counts.sums`): "Karr and four of his men" are five.

How the words bound a number n:

| words                                      | at least              | at most   |
|--------------------------------------------|-----------------------|-----------|
| "n", "exactly n"                           | n                     | n         |
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
from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.model import Count, CountMention, Span
from kg.reader.counts.sums import linked_parts, with_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from kg.model import Argument, CountKind, Entity, EventMention, EventType, Role

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
}
SCALES: dict[str, int] = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
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
# A number behind one of these is a label ("Flight 12", "Class 10 pupil").
LABELS = frozenset(
    ("article", "brigade", "battalion", "class", "division", "flight", "grade", "highway", "no", "no.", "number", "phase", "unit")
)

KINDS: dict[EventType, CountKind] = {
    "Killing": "killed",
    "Injury": "wounded",
    "Arrest": "arrested",
    "Displacement": "displaced",
    "Kidnapping": "kidnapped",
    "Release": "released",
    "Protest": "protesters",
}
COUNTED_ROLES: Mapping[CountKind, frozenset[Role]] = {"protesters": frozenset(("Agent",))}
SUFFERED: frozenset[Role] = frozenset(("Victim", "Target"))  # the roles of those who are counted in all other kinds
# Plural triggers that themselves count people: "84 deaths".
COUNTED_TRIGGERS = frozenset(
    (
        *("abductions", "arrests", "deaths", "detentions", "fatalities", "injuries", "kidnappings", "killings"),
        *(
            "abducted",
            "arrested",
            "dead",
            "detained",
            "displaced",
            "freed",
            "hurt",
            "injured",
            "kidnapped",
            "killed",
            "released",
            "wounded",
        ),
    )
)
# Verbs that the counted may follow without a noun: "killing 84 and wounding 284".
COUNTING_TRIGGERS = frozenset(
    f"{stem}{ending}"
    for stem, endings in {
        **dict.fromkeys(("abduct", "arrest", "detain", "displac", "injur", "kidnapp", "kill", "releas", "wound"), ("ed", "ing")),
        "free": ("d", "ing"),
        "hurt": ("", "ing"),
    }.items()
    for ending in endings
)

# Nothing here repeats without a bound, and no figure begins inside another: else a long row of digits would be tried from each of them.
_FIGURE = (
    r"(?<!\d)(?<!\d[.,])"
    r"(?:\d{1,3}(?:,\d{3}){1,9}|\d{1,3}(?:\.\d{3}){1,9}(?![\d.]| ?(?:m|b)illion)|\d{1,18}(?:\.\d{1,9})?)(?!\d)"
)
_WORD = "|".join(sorted([*WORDS, *SCALES, *PLURALS], key=len, reverse=True))
_NUMBER = rf"(?:{_FIGURE}|(?:an? |half an? )?(?:{_WORD}))(?:(?:-| and | of | )(?:{'|'.join([*WORDS, *SCALES, *PLURALS])})){{0,9}}"
NUMBER_WORDS = _NUMBER
NUMBER = re.compile(rf"(?<![\w$€£.,-])({_NUMBER})(\+| or more\b| plus\b)?(?![\w%]|[.,]\d)")
RANGE = re.compile(rf"\b(?:between |from )?({_NUMBER})(?: and | to | or | ?[-\u2013] ?)({_NUMBER})\b")
# A number behind a verb, if nothing follows that would make it one of hours or miles.
_QUALIFIER = "|".join(sorted(QUALIFIERS, key=len, reverse=True))
BEHIND = re.compile(
    rf"\s+((?:(?:{_QUALIFIER})\s+)?{_NUMBER})(?=\s*(?:[.,;:)](?!\d)|$|\s(?:and|or|in|people|others|more|of\s+them)\b))",
    re.IGNORECASE,
)
# "the 67 people who fled"; of "two of the people who fled" nobody knows how many fled, and what is counted may be no people.
_NO_PEOPLE = (
    r"\s+of\s+(?:the|them|those|these|his|her|its|their)\b|\s+(?:second|minute|hour|day|week|month|year|mile|kilomet|time|village|town)"
)
BEFORE_WHO = re.compile(
    rf"(?<![\w$€£.,-])((?:(?:{_QUALIFIER})\s+)?{_NUMBER}(?!{_NO_PEOPLE})(?:\s+[a-z-]+){{1,3}}),?\s+$",
    re.IGNORECASE,
)
_BEFORE_WHOM = re.compile(rf"(?<![\w$€£.,-])((?:(?:{_QUALIFIER})\s+)?{_NUMBER})\s+of\s+$", re.IGNORECASE)
_BEFORE = {"who": BEFORE_WHO, "whom": _BEFORE_WHOM, "them": _BEFORE_WHOM}
# Of "twelve of the pupils abducted in May were freed" nobody knows how many were abducted; "twelve of the pupils were abducted" says it.
_SOME_OF = re.compile(rf"(?:(?:{_QUALIFIER})\s+)?{_NUMBER}\s+of\s+(?:the|them|those|these|his|her|its|their)\b", re.IGNORECASE)
_IS_SAID = re.compile(r"(?:[^.;:!?\n]|\.(?! +[A-Z])){0,120}?\b(?:is|are|was|were|has|have|had|will|would)\b")
# The words of a bound, which the filler may begin within or behind: the network often takes "fewer than 90 people" of "No fewer than 90
# people". Words that are prepositions, too, are left where a filler leaves them ("a quarrel over 12 hostages").
_PREPOSITIONS = frozenset(("over", "above", "under", "below", "about", "around"))
_BOUND = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(QUALIFIERS.keys() - _PREPOSITIONS, key=len, reverse=True))})"
    rf"\s+(?:(?:another|a\s+further|an\s+additional|the)\s+)?(?={_NUMBER})",
    re.IGNORECASE,
)
_LONGEST_BOUND = 40  # characters
_SOME_OF_THEM = re.compile(rf"(?:(?:{_QUALIFIER})\s+)?{_NUMBER}\s+of\s+(?:whom|them)\b", re.IGNORECASE)
_LONGEST_SENTENCE = 300  # characters
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_NEAR = 80  # characters before "who" or a trigger that are looked at
_NAMED, _PAUSED, _DIGITS_OF_AGE = re.compile(r"\b[A-Z][\w'’-]+,\s+(?:aged\s+)?$"), re.compile(r"\s*[,.;)]"), 2
AGE = re.compile(r"\b\w+(?: ?- ?\w+)?(?: ?- ?| )years?(?: ?- ?| )old\b|\baged? (?:between )?\d+(?: (?:and|to) \d+)?|\b\w+ years? of age\b")
PAUSE = re.compile(r"[;:\n]|[.,](?!\d)")
SUBSET = re.compile(r"\b(including|among (?:them|whom|those)|of (?:whom|them|which))\b")
# Others beside the counted ones, so that their number is no upper bound.
MORE_BESIDES = re.compile(rf"\band (?:an?|his|her|their|{_NUMBER})\b")
# Others whose number is told, too, and one more at the end.
_NOUN = r"(?:\s+(?!(?:of|in|on|at|from|to|by|with|and|or|than|for|who|whose|the)\b)[a-z][\w'’-]*){1,4}"
_LISTED = re.compile(rf"{_NOUN}(?:,|,?\s+and)\s+(?:(?:(?:{_QUALIFIER}|another|the|his|her|their|its|also)\s+){{0,3}})")
_LAST_LISTED = re.compile(r"\sand\s")
_AND_ONE = re.compile(rf"{_NOUN},?\s+and\s+(?:an?|one)(?:\s+(?!and\b)[a-z][\w'’-]*){{1,4}}$")
MONEY = re.compile(rf"[$€£] ?{_NUMBER}")
SHARE = re.compile(r"\b(per ?cent|percent|percentage|half of|third of|quarter of)\b|%")
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
    words = " ".join(MONEY.sub(" ", AGE.sub(" ", phrase.lower())).split())
    words = SUBSET.split(words)[0]
    if NO_ONE.search(words) or SHARE.search(words):
        return None
    between = RANGE.search(words)
    low, high = (_value(between.group(1)), _value(between.group(2))) if between else (None, None)
    if between and low is not None and high is not None and low < high and not _is_sum(between):
        return Count(low, high, phrase)
    found = [number for number in NUMBER.finditer(words) if not _is_label(words[: number.start()])]
    return (_joined(words, found, phrase) or _bounded(words, found[0], phrase)) if found else None


def _is_sum(between: re.Match[str]) -> bool:
    """Tell "two hundred and six" and "12 and 14" from "between 12 and 14"."""
    return " and " in between.group() and not between.group().startswith(("between ", "from "))


def _is_label(before: str) -> bool:
    words = before.split()
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
    for word in re.findall(r"[a-z]+", number[figure.end() if figure else 0 :]):
        if word in WORDS:
            part += WORDS[word]
        elif word == "half":
            part = Fraction(1, 2)
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


# ---------------------------------------------------------------- which event a count belongs to


def event_counts(
    text: str, arguments: Iterable[Argument], mentions: Iterable[EventMention], people: Collection[Span] = ()
) -> tuple[CountMention, ...]:
    """Return the counts that the article gives its event mentions, in text order.

    A count is the number in a filler of Victim or Target of a killing, injury, arrest, displacement, kidnapping or release, or of Agent of
    a protest; or else the number right before or behind a trigger ("84 deaths", "killing 84 and wounding 284"). A part of a whole already
    counted ("including three children") is left out, as adding it would count twice; `kg.reader.counts.tolls` finds those. What another
    verb tells of a part ("and released three of them") is counted for that verb. What "and" joins is one count, with the single persons
    among them, who are in `people`. Left out are also some of those to whom it happened, of whom something else is told ("twelve of the
    pupils abducted in May were freed").
    """
    kinds = {mention.trigger: KINDS[mention.type] for mention in mentions if mention.type in KINDS}
    fillers = {
        (argument.trigger, _antecedent(text, argument.filler))
        for argument in arguments
        if argument.trigger in kinds
        and argument.role in COUNTED_ROLES.get(kinds[argument.trigger], SUFFERED)
        and not _are_some_of_those(text, argument.filler, argument.trigger)
        and not _is_age(text, argument.filler)
    }
    parts = linked_parts(text, {(trigger, filler) for trigger, filler in fillers if _is_subset(text, filler)}, fillers)
    told = _numbers(text, parts, kinds)
    wholes = _numbers(text, fillers - parts, kinds, beside=kinds.keys())
    some_beside = {one for one in wholes if _SOME_OF_THEM.match(text, one.span.start)}
    counted = set(with_sums(text, (one for one in wholes if one not in some_beside), fillers - parts, people, kinds))
    has_part = {one.trigger for one in told}
    some = [one for one in told if _SOME_OF_THEM.match(text, one.span.start)]
    some += [one for one in some_beside if one.trigger not in has_part]
    return tuple(sorted({*counted, *_of_other_verbs(text, some, counted)}, key=lambda mention: (mention.span, mention.trigger)))


def _numbers(
    text: str, fillers: Iterable[tuple[Span, Span]], kinds: Mapping[Span, CountKind], *, beside: Iterable[Span] = ()
) -> list[CountMention]:
    """Return the counts in fillers, by their triggers, and of other triggers of `beside` those right before or behind them."""
    widened = [(trigger, _with_bound(text, filler)) for trigger, filler in fillers]
    counted = [(trigger, span, count_of(span.text)) for trigger, span in widened]
    has_number = {trigger for trigger, _, count in counted if count}
    near = [(trigger, span) for trigger in beside if trigger not in has_number for span in _beside(text, trigger)]
    counted += [(trigger, span, count_of(span.text)) for trigger, span in near]
    return [CountMention(span, trigger, kinds[trigger], count) for trigger, span, count in counted if count]


def _with_bound(text: str, filler: Span) -> Span:
    """Return the filler with all the words that bound its number: "No fewer than 90 people" for "fewer than 90 people"."""
    for bound in _BOUND.finditer(text, max(0, filler.start - _LONGEST_BOUND), filler.end):
        if bound.start() < filler.start <= bound.end():
            return Span(bound.start(), filler.end, text[bound.start() : filler.end])
    return filler


def single_people(entities: Iterable[Entity]) -> frozenset[Span]:
    """Return where single people are spoken of, by their names or not."""
    return frozenset(mention.span for entity in entities for mention in entity.mentions if mention.type == "PER")


def _antecedent(text: str, filler: Span) -> Span:
    """Return the counted people right before "who", how many of "whom" or "them", or any other filler as it is."""
    before = _BEFORE.get(filler.text.lower())
    found = before.search(text, max(0, filler.start - _NEAR), filler.start) if before else None
    return Span(*found.span(1), found[1]) if found else filler


def _is_age(text: str, filler: Span) -> bool:
    """Tell whether a bare number is the age of who is named before it: "Ada Roe, 45, was arrested"."""
    if not filler.text.isdigit() or len(filler.text) > _DIGITS_OF_AGE or not _PAUSED.match(text, filler.end):
        return False
    return _NAMED.search(text, max(0, filler.start - _NEAR), filler.start) is not None


def _is_subset(text: str, filler: Span) -> bool:
    """Tell whether the filler is part of a group named before it: "…, including 3 children", "12 of whom"."""
    before = text[max(0, filler.start - 40) : filler.start].lower()
    after = text[filler.end : filler.end + 12].lower()
    marks = list(SUBSET.finditer(before))
    is_marked = bool(marks) and not re.search(r"[.,;:()]", before[marks[-1].end() :])
    return is_marked or bool(re.match(r"\s+of (?:whom|them|those|these)\b", after) or _SOME_OF_THEM.match(text, filler.start))


def _of_other_verbs(text: str, some: Iterable[CountMention], wholes: Collection[CountMention]) -> Iterator[CountMention]:
    """Yield those of "three of them" that are not some of those to whom the sentence says that the same happened.

    "Kidnapped 12 people and released three of them" counts three who were released; of "killed 12 people, three of them women" the three
    are of the twelve.
    """
    known, triggers = sorted(wholes, key=lambda whole: whole.span.end), {whole.trigger for whole in wholes}
    for one in some:
        before = bisect_right(known, one.span.start, key=lambda whole: whole.span.end)
        last = known[before - 1] if before else None
        if last and _SENTENCE_END.search(text, max(last.span.end, one.span.start - _LONGEST_SENTENCE), one.span.start):
            last = None
        is_other = last is None or (last.kind != one.kind and one.trigger.start >= last.span.end)
        if is_other and one.trigger not in triggers:
            yield one


def _are_some_of_those(text: str, filler: Span, trigger: Span) -> bool:
    """Tell whether the trigger only says of whom the filler are some, and another verb what became of these few."""
    if text[filler.end : trigger.start].strip() or not _SOME_OF.match(filler.text):
        return False
    return bool(_IS_SAID.match(text, trigger.end))


def _beside(text: str, trigger: Span) -> list[Span]:
    """Return the span of the number right before or else right behind the trigger, if it may count people there."""
    return _before(text, trigger) or _behind(text, trigger)


def _behind(text: str, trigger: Span) -> list[Span]:
    found = BEHIND.match(text, trigger.end) if trigger.text.lower() in COUNTING_TRIGGERS else None
    return [Span(*found.span(1), found[1])] if found else []


def _before(text: str, trigger: Span) -> list[Span]:
    """Return the span of a number that stands right before a trigger that counts people, if there is one."""
    if trigger.text.lower() not in COUNTED_TRIGGERS:
        return []
    start = max(0, trigger.start - _NEAR)
    start = max((mark.end() for mark in PAUSE.finditer(text, start, trigger.start)), default=start)
    before = text[start : trigger.start]
    lowered = before.replace("İ", "I").lower()  # the one letter whose small form is longer
    last = max(NUMBER.finditer(lowered), key=lambda number: number.end(), default=None)
    if last is None or before[last.end() :].strip():
        return []
    leading = lowered[: last.start()].rstrip()
    qualifier = min((leading.rfind(q) for q in QUALIFIERS if leading.endswith(q)), default=last.start())
    first = start + qualifier
    return [Span(first, start + last.end(), text[first : start + last.end()])]
