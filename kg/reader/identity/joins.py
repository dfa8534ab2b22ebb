"""Who is joined to whom by plain words, whatever the network says: by a description beside a name, a title, or a pronoun right behind.

In come the mentions of an article; out go pairs of a mention and the one before it that it takes up, and no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reader.encoder.features import FARTHEST, NEAREST
from kg.reader.identity.appositions import BESIDE, BODIES, LONGEST, A, is_name
from kg.reader.identity.leaders import leaders_again
from kg.reader.identity.pronouns import pronouns_of_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Span

LEAD = 300  # characters; what is farther back, and introduced by name, has not been spoken of before
NOBODY = -1
# Who is named by whose he is, and is somebody else.
KIN = frozenset(
    (
        *("son", "sons", "daughter", "daughters", "child", "children", "wife", "widow", "husband", "widower", "father"),
        *("mother", "parents"),
        *("brother", "brothers", "sister", "sisters", "nephew", "niece", "cousin", "uncle", "aunt", "grandson", "granddaughter", "fiancee"),
        *("aide", "aides", "ally", "allies", "lawyer", "lawyers", "bodyguard", "bodyguards", "supporter", "supporters", "predecessor"),
        *("successor", "killer", "killers", "relatives", "followers"),
    )
)


def plain_joins(text: str, mentions: Sequence[Span], types: Sequence[str], named: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of each mention that takes up another, and of that one, or `NOBODY` if it takes up none.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
        named: Each description and the name beside it, as `named_descriptions` yields them.
    """
    yield from leaders_again(text, mentions, types, {name: i for i, name in named})
    yield from _by_apposition(text, mentions, types, named)
    yield from pronouns_of_names(text, mentions, types)


def _by_apposition(
    text: str, mentions: Sequence[Span], types: Sequence[str], named: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield who is to be joined to whom before him: a description to an earlier mention of its name, and the name to its description.

    Where the earlier mention is too far back for the network to look at it, the name is joined to that. A last name before a full one
    ("Chamorro", "his brother Pedro Chamorro") may be another's, so that nothing is told. Who is introduced by name ("a gunman named Ada
    Roe") is joined to `NOBODY`, but at the beginning of an article, whose headline may have spoken of him.
    """
    for i, name in named:
        before = _seen_before(mentions, types, i, name)
        is_of_old = before is not None and _is_same(mentions[i], mentions[name], mentions[before])
        if before is None:
            yield name, i
            if _is_introduced(text, mentions[i], mentions[name]):
                yield i, NOBODY
        elif is_of_old and i - before <= NEAREST:
            yield i, before
            yield name, i
        elif is_of_old:
            yield name, before


def _is_introduced(text: str, description: Span, name: Span) -> bool:
    is_beside = BESIDE.fullmatch(text, description.end, name.start)
    return description.start > LEAD and not is_beside and A.search(text, description.start - LONGEST, description.start) is not None


def _seen_before(mentions: Sequence[Span], types: Sequence[str], i: int, name: int) -> int | None:
    """Return the last mention before `i` that has a name which is part of that of `name`, or the other way round; `None` if none has."""
    kinds = BODIES if types[name] in BODIES else {types[name]}
    for k in range(i - 1, max(-1, i - 1 - FARTHEST), -1):
        if types[k] in kinds and is_name(mentions[k]) and (_is_part(mentions[name], mentions[k]) or _is_part(mentions[k], mentions[name])):
            return k
    return None


def _is_same(description: Span, name: Span, earlier: Span) -> bool:
    """Tell whether an earlier name is that of a description: a daughter may have her father's names behind her own."""
    is_kin = description.text.split()[-1] in KIN
    return earlier.text.startswith(name.text) if is_kin else _is_part(name, earlier)


def _is_part(one: Span, other: Span) -> bool:
    return set(one.text.split()) <= set(other.text.split())
