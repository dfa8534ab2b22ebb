"""Which body a name means among those that are called alike: the Umma Party is not the Communist Party, nor a rebel army the army.

In come names; out go marks as `kg.reader.identity.contrasts` yields them. A name has a head that says what it is ("party", "front",
"court") and words that say which. Two names of one head are two if each has a word that the other lacks, unless the text calls one by both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from kg.reader.identity.nations import NOBODY, OWNER, countries_of, without_country

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from kg.model import Span
    from kg.reader.encoder.decode import Mark

# What a body is.
HEADS = frozenset(
    (
        *("party", "union", "army", "court", "front", "movement", "council", "congress", "alliance", "coalition", "assembly"),
        *("committee", "commission", "ministry", "agency", "authority", "administration", "bureau", "office", "department"),
        *("directorate", "brigade", "brigades", "battalion", "battalions", "force", "forces", "guard", "guards", "corps", "police"),
        *("militia", "tribunal", "federation", "confederation", "association", "organisation", "league", "society", "foundation"),
        *("institute", "university", "college", "bank", "company", "corporation", "airlines", "airways", "newspaper", "television"),
        *("radio", "church", "club", "network", "embassy", "centre", "syndicate", "fund", "forum", "command", "service", "services"),
        *("mission", "times"),
    )
)
# Other spellings, and other words for the same.
SPELT = {
    "organization": "organisation",
    "center": "centre",
    "labor": "labour",
    "defense": "defence",
    "home": "interior",
    "internal": "interior",
    "external": "foreign",
    "regulatory": "supervisory",
    "oversight": "supervisory",
}
# Heads that also follow a name in small letters: "the Umma party".
SMALL_HEADS = frozenset(("party", "union", "court", "council"))
# Words with a capital that do not say which one it is.
VAGUE = frozenset(
    (
        *("the", "a", "an", "s", "its", "their", "his", "this", "national", "federal", "state", "local", "regional", "provincial"),
        *("municipal", "central", "royal", "regular", "main", "ruling", "opposition", "former", "public", "own", "joint", "general"),
        *("grand", "supreme", "international", "armed", "united", "government", "governing", "rebel", "new", "higher", "high"),
        *("defence", "security", "city", "district", "county", "region", "oblast", "province"),
    )
)
# Of some heads one of these tells: a supreme court is no high court, and the Moro National no Moro Islamic Liberation Front.
TELLING: Mapping[str, frozenset[str]] = {
    "court": frozenset(("supreme", "high")),
    "council": frozenset(("security",)),
    "front": frozenset(("national",)),
    "ministry": frozenset(("defence", "security")),
    "party": frozenset(("national", "united", "new")),
    "agency": frozenset(("security",)),
}
OF = frozenset(("of", "for", "in", "on", "to", "against", "with"))
_WORD = re.compile(r"[^\W\d_][\w.'’&]*")
ACRONYM = re.compile(r"(?:[\w.&]*[A-Z]){2}")
_VOWELS = re.compile(r"[^a-z]|[aeiouyh]")
_TWICE = re.compile(r"(.)\1+")
_ENDINGS = re.compile(r"(?:i?an|ese|ish|ists?|i|s)$")
_SHORTEST = 4  # letters before an ending, and of what is left of a word without its vowels
LONGEST_ARTICLE = 6  # characters, with what stands behind it
# Between two names of one.
ALSO = re.compile(
    r"\s*[,(–—-]?\s*[\"“‘']?(?:(?:which|who|that)\s+(?:is|was|are|were)\s+)?(?:(?:also|better|formerly|previously|once|originally|locally)\s+)*"
    r"(?:known\s+(?:\w+\s+)?as|called|named|renamed(?:\s+as)?|formerly|previously|originally|a\.?k\.?a\.?|alias|i\.e\.|now|\()\s*,?\s*"
    r"(?:the\s+|an?\s+)?[\"“‘']?",
    re.IGNORECASE,
)
# An army of a state, and those of others.
ARMY = re.compile(r"(?:(?:the|government|state|regular|national|country['’]s)\s+)*(?:army|military)", re.IGNORECASE)
OF_STATES = frozenset(("arab", "first", "second", "third", "northern", "southern", "eastern", "western", "red", "territorial", "field"))
PEOPLES = frozenset(("people", "liberation"))  # the People's Liberation Army is a state's
MOST_NAMES = 200  # of a text; each is compared with each
Name = tuple[str, tuple[str, ...]]
"""The head of a name, and the words that say which one it is."""


def body_marks(text: str, mentions: Sequence[Span], chosen: Sequence[int]) -> Iterator[Mark]:
    """Yield what the names of bodies and the words for armies say.

    Args:
        text: The article.
        mentions: In text order.
        chosen: The numbers of those that are bodies or groups.
    """
    bodies = frozenset(chosen)
    names = {i: found for i in chosen if (found := _name(text, mentions, i, bodies))}
    marks = _marks(sorted(set(names.values()))[:MOST_NAMES], _aliases(text, mentions, names)) if names else {}
    for i, name in names.items():
        yield i, name[0], marks.get(name, NOBODY)
        if name[0] == "army" and _is_own_army(name[1]):
            yield i, "whose army", frozenset(("own",))
    for i in chosen:
        if ARMY.fullmatch(mentions[i].text):
            yield i, "whose army", frozenset(("state",))


def _name(text: str, mentions: Sequence[Span], i: int, bodies: Container[int]) -> Name | None:
    """Take a name apart, or return `None` for what is none, names no such body, or has an acronym that may stand for any word.

    Of a name that was read as two ("Arakan", "Army") the head is asked.
    """
    mention = mentions[i]
    is_rest = " " not in mention.text and i - 1 in bodies and mention.text[:1].isupper() and mentions[i - 1].end == mention.start - 1
    start = mentions[i - 1].start if is_rest else mention.start
    words = text[start : mention.end].split()
    if len(words) < 2:  # noqa: PLR2004 - a head and one that says which
        return None
    found = _apart(" ".join(words))
    return None if found and words[-1].islower() and not _is_called(text, start) else found


def _is_called(text: str, start: int) -> bool:
    """Tell whether the capital of a name with a small head is its own, and not that of a sentence."""
    return text[max(0, start - LONGEST_ARTICLE) : start].rstrip(" \"“‘'").endswith(("the", "The", "a", "an"))


@lru_cache(maxsize=4096)
def _apart(name: str) -> Name | None:
    """Take a name apart at its head, which is its last word, or the last one before "of"."""
    words = _WORD.findall(name)
    if not any(map(_is_head, words)):
        return None
    _, words = without_country(words)
    of = next((k for k, word in enumerate(words) if word in OF), len(words))
    place = of - 1 if of and _is_head(words[of - 1]) else len(words) - 1
    if place < 0 or not _is_head(words[place]):
        return None
    head = _spelt(words[place])
    if not name.isupper() and any(ACRONYM.match(word) and not countries_of(word) for word in words):
        return None
    return head, _telling(head, (*words[:place], *words[place + 1 :]))


def _is_head(word: str) -> bool:
    return _spelt(word) in (SMALL_HEADS if word.islower() else HEADS)


def _spelt(word: str) -> str:
    low = word.lower()
    return SPELT.get(low, low)


def _telling(head: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the skeletons of the words that say which one it is."""
    vague = VAGUE - TELLING.get(head, NOBODY)
    names = (_spelt(OWNER.sub("", word)) for word in words if word[:1].isupper() and not countries_of(word))
    return tuple(_skeleton(name) for name in names if name not in vague)


@lru_cache(maxsize=4096)
def _skeleton(word: str) -> str:
    """Return the first consonants of a word in small letters: alike for "Baath" and "Ba'ath", "Islam" and "Islamic"."""
    plain = unicodedata.normalize("NFKD", word).replace("'", "").replace("’", "")
    stem = _ENDINGS.sub("", plain)
    stem = stem if len(stem) >= _SHORTEST else plain
    return stem[0] + _TWICE.sub(r"\1", _VOWELS.sub("", stem[1:]))[: _SHORTEST - 1]


def _marks(names: Sequence[Name], aliases: Container[frozenset[Name]]) -> dict[Name, frozenset[str]]:
    """Return for each name the pairs that it makes with those that may be of the same body, and with itself: others have none in common."""
    found: dict[Name, set[str]] = {name: {str(k)} for k, name in enumerate(names) if name[1]}
    for (k, one), (m, other) in combinations(enumerate(names), 2):
        if one[0] == other[0] and one in found and other in found and _may_be_one(one, other, aliases):
            found[one].add(f"{k} {m}")
            found[other].add(f"{k} {m}")
    return {name: frozenset(mark) for name, mark in found.items()}


def _may_be_one(one: Name, other: Name, aliases: Container[frozenset[Name]]) -> bool:
    """Tell whether one name is short for the other, as far as its words say, or the text says that both are of one body."""
    words, others = set(one[1]), set(other[1])
    return words <= others or others <= words or frozenset((one, other)) in aliases


def _aliases(text: str, mentions: Sequence[Span], names: Mapping[int, Name]) -> frozenset[frozenset[Name]]:
    """Return the names of one head that the text gives to one body: "the X Party, formerly known as the Y Party"."""
    return frozenset(
        frozenset((names[i], names[j]))
        for i, j in pairwise(names)
        if names[i][0] == names[j][0] and ALSO.fullmatch(text, mentions[i].end, mentions[j].start)
    )


def _is_own_army(words: Sequence[str]) -> bool:
    """Tell whether an army has a name of its own and so is no state's: "the Arakan Army", but not "the Northern Army"."""
    which = set(words) - {_skeleton(word) for word in OF_STATES}
    return bool(which) and not {_skeleton(word) for word in PEOPLES} <= which
