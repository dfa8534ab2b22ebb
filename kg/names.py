"""Finds what people mean by a name that they typed: names and their bearers come in, the bearers of the nearest name go out.

Case, accents, points ("U.S."), hyphens and a leading "the" do not matter. Nothing is guessed: what fits several different things is an
error that lists them, what fits none is one that lists the nearest names. Who is the same as whom is decided in `kg.resolve`, not here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz, process

from kg.errors import AmbiguousNameError, UnknownNameError

NEAREST: Final = 5  # names proposed for one that is not there
LISTED: Final = 8  # things listed for a name that fits several
_LIKE: Final = 60.0  # of 100, how alike two names are for the one to be proposed for the other; ids by chance reach 55


def fold(text: str) -> str:
    """Return `text` without case and accents, for comparing names."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    return " ".join(text.casefold().split())


def loosely(text: str) -> str:
    """Return `text` as `fold` does, and without points, apostrophes, other signs between words, and a leading "the".

    Examples:
        >>> loosely("the U.S."), loosely("Al-Qaeda"), loosely("José Núñez")
        ('us', 'al qaeda', 'jose nunez')
    """
    return _without_signs(fold(text))


def is_proper(label: str) -> bool:
    """Tell a proper name from a description: some word begins with a capital, or with a letter of a script that has none.

    Examples:
        >>> is_proper("port of Aden"), is_proper("عدن"), is_proper("beds"), is_proper("3 beds")
        (True, True, False, False)
    """
    return any(word[0].isalpha() and not word[0].islower() for word in label.split())


def _without_signs(folded: str) -> str:
    words = _SIGNS.sub(" ", _POINTS.sub("", folded)).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


_POINTS: Final = re.compile("[.'’`]")
_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A thing that bears names: `label` is the one that is shown, `names` are all, ids among them."""

    id: str
    label: str
    names: tuple[str, ...]


@dataclass(slots=True)
class NameIndex:
    """Finds bearers by name.

    Args:
        bearers: What can be found.
        what: What they are called in an error, such as "event".
    """

    what: str
    _labels: dict[str, str] = field(default_factory=dict)
    _exact: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _loose: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, bearers: Iterable[Bearer], *, what: str = "name") -> NameIndex:
        """Index `bearers`; what is found keeps their order."""
        index = cls(what)
        for bearer in bearers:
            index._add(bearer)
        return index

    def _add(self, bearer: Bearer) -> None:
        self._labels[bearer.id] = bearer.label
        for name in dict.fromkeys((bearer.id, bearer.label, *bearer.names)):
            exact = fold(name)
            loose = _without_signs(exact)
            for table, key in ((self._exact, exact), (self._loose, loose)):
                if bearer.id not in table[key]:
                    table[key].append(bearer.id)
            if name != bearer.id:
                for word in loose.split():
                    self._words[word].add(bearer.id)

    def find(self, name: str) -> tuple[str, ...]:
        """Return the ids of all that bear `name`; else, of what has all its words in its names, if these are one thing or called the same.

        Raises:
            AmbiguousNameError: Things of several names have its words.
            UnknownNameError: Nothing has; the message lists the nearest names.
        """
        found = self._exact.get(fold(name)) or self._loose.get(loosely(name)) or self.with_words(name)
        if not found:
            raise UnknownNameError(self.what, name, nearest=self.nearest(name))
        if len({self._labels[one] for one in found}) > 1 and not self.bears(name):
            listed = sorted({self._labels[one] for one in found})
            shown = [repr(label) for label in listed[:LISTED]] + ([f"{len(listed) - LISTED} more"] if len(listed) > LISTED else [])
            raise AmbiguousNameError(name, shown, "Give one of these names, or an id")
        return tuple(found)

    def bears(self, name: str) -> bool:
        """Tell whether something bears this very name, but for case, accents and signs."""
        return fold(name) in self._exact or loosely(name) in self._loose

    def with_words(self, name: str) -> tuple[str, ...]:
        """Return the ids of what has every word of `name` somewhere in its names, in order."""
        words = [word for word in loosely(name).split() if word not in _SMALL]
        if not words:
            return ()
        found = set.intersection(*(self._words.get(word, set()) for word in words))
        return tuple(one for one in self._labels if one in found)

    def nearest(self, name: str, limit: int = NEAREST) -> list[str]:
        """Return the labels most like `name`, the likest first."""
        return nearest(name, self._labels.values(), limit)

    def labels(self) -> Mapping[str, str]:
        """Return what is shown for each id."""
        return self._labels

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)


_SMALL: Final = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to"})


def nearest(name: str, known: Iterable[str], limit: int = NEAREST) -> list[str]:
    """Return those of `known` that are most like `name`, the likest first; none that has only some letters in common."""
    found = process.extract(name, sorted(set(known)), processor=fold, limit=limit)
    return [match[0] for match in found if _are_alike(fold(name), fold(match[0]))]


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two folded names are alike as wholes, or each word of the one is like a word of the other."""
    if fuzz.token_set_ratio(one, other) >= _LIKE:
        return True
    words = one.split()
    return bool(words) and all(any(fuzz.ratio(word, another) >= _LIKE for another in other.split()) for word in words)
